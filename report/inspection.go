package report

import (
	"huimin/fund"
	"huimin/locales"
)

// Inspected is a community's year under inspection, with all that its report
// says. No person is named in it.
type Inspected struct {
	Place, Street, District locales.Name
	fund.Inspection
	Figures  fund.Yearbook
	Visits   []fund.SiteVisit
	Projects []fund.Project // of the year
	Head     Head
}

// Running tells whether the year still goes on, so that nothing is drafted yet.
func (i Inspected) Running() bool { return i.ID == 0 }

// mostFindings is how many findings a chat's page lists.
const mostFindings = 12

// Inspection is the report as a page in a chat. due is how long the district
// has; nothing once it has decided.
func Inspection(i Inspected, due locales.Message) locales.Message {
	parts := []locales.Message{locales.InspectionHead(i.Place, i.Year)}
	if i.Running() {
		parts[0] = locales.Lines(parts[0], locales.InspectionPreview())
	}
	parts = append(parts, InspectionFigures(i.Figures)...)
	parts = append(parts, findings(i, mostFindings))
	if i.Running() {
		return locales.Paragraphs(parts...)
	}
	return locales.Paragraphs(append(parts, InspectionOpinion(i, due))...)
}

// InspectionFigures are the figures of a year in four paragraphs: use of the
// money, effect, satisfaction, and order.
func InspectionFigures(y fund.Yearbook) []locales.Message {
	return []locales.Message{
		locales.InspectionUse(int64(y.Planned), int64(y.Paid.Fund), y.Used(), int64(y.Paid.Sponsor), int64(y.Paid.Residents)),
		locales.InspectionEffect(y.Projects, y.Accepted, y.Failed, y.Lapsed, y.Waiting, y.Lost+y.Refused+y.Dropped),
		locales.InspectionSatisfaction(y.Answers(), y.Rate()),
		locales.InspectionOrder(y.Reviews, y.ReviewsOnTime, y.Complaints, y.ComplaintsLate, y.Quarters, y.Disclosed),
	}
}

// InspectionOpinion says what is planned for the next year: as drafted, or as
// decided.
func InspectionOpinion(i Inspected, due locales.Message) locales.Message {
	if i.Opinion != "" {
		return locales.InspectionDecided(
			OpinionName(i.Opinion), int64(i.Amount), int64(i.Base), i.Year+1, i.Decided, i.Reason)
	}
	draft := locales.InspectionDraft(OpinionName(i.Draft), int64(i.DraftAmount), int64(i.Base), i.Year+1)
	return locales.Lines(draft, locales.InspectionDue(due))
}

// findings lists up to most of what was found.
func findings(i Inspected, most int) locales.Message {
	lines := InspectionFindings(i)
	if len(lines) == 0 {
		return locales.InspectionNoFindings()
	}
	shown := lines
	if len(lines) > most {
		shown = append(lines[:most:most], locales.YearWarningMore(len(lines)-most))
	}
	return locales.InspectionFound(len(lines), shown)
}

// InspectionFindings says each finding with its rule and its figures.
func InspectionFindings(i Inspected) (lines []locales.Message) {
	for _, f := range i.Findings {
		if what := found(i, f); !what.IsZero() {
			lines = append(lines, locales.InspectionFinding(severityMark(f.Severity), what))
		}
	}
	return lines
}

func found(i Inspected, f fund.Finding) locales.Message {
	have, of, mark := int(f.Have), int(f.Of), int(f.Mark)
	switch f.Rule {
	case fund.FindingOverpaid:
		return locales.InspectionFoundOverpaid(f.Have, f.Mark)
	case fund.FindingUse:
		return locales.InspectionFoundUse(have, mark)
	case fund.FindingFailed:
		return locales.InspectionFoundFailed(have, of, mark)
	case fund.FindingSatisfied:
		return locales.InspectionFoundSatisfied(have, of, mark)
	case fund.FindingComplaints:
		return locales.InspectionFoundComplaints(have, of, mark)
	case fund.FindingDisclosure:
		return locales.InspectionFoundDisclosure(have, of)
	case fund.FindingVisit:
		for _, v := range i.Visits {
			if v.ID == f.Visit {
				return locales.InspectionFoundVisit(v.At, v.Text)
			}
		}
	}
	return locales.Message{}
}

func severityMark(s fund.Severity) locales.Message {
	switch s {
	case fund.SeveritySerious:
		return locales.InspectionSeveritySerious()
	case fund.SeverityGrave:
		return locales.InspectionSeverityGrave()
	case fund.SeverityNote:
	}
	return locales.InspectionSeverityNote()
}

// OpinionName says an opinion in a word.
func OpinionName(k fund.OpinionKind) locales.Message {
	switch k {
	case fund.OpinionFull:
		return locales.OpinionFull()
	case fund.OpinionConditions:
		return locales.OpinionConditions()
	case fund.OpinionReduced:
		return locales.OpinionReduced()
	case fund.OpinionWithheld:
		return locales.OpinionWithheld()
	}
	return locales.Message{}
}

// InspectionPost is the result in short, for the neighbours.
func InspectionPost(i Inspected) locales.Message {
	y := i.Figures
	rate := locales.Message{}
	if y.Answers() > 0 {
		rate = locales.InspectionPostRate(y.Rate())
	}
	return locales.Paragraphs(
		locales.InspectionPost(i.Place, i.Year, int64(y.Planned), int64(y.Paid.Fund), y.Accepted, y.Failed, rate, len(i.Findings)),
		locales.InspectionPostOpinion(i.Year+1, OpinionName(i.Opinion), int64(i.Amount), i.Reason),
	)
}
