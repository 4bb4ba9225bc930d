package report

import (
	"fmt"

	"huimin/fund"
	"huimin/locales"
)

// InspectionPaper is the report as an A4 document (PDF), to be printed, signed
// and filed: what was inspected and by which figures, every project, every
// finding with its rule, and the opinion on the next year's allocation. The
// same report gives the same bytes.
func InspectionPaper(i Inspected, book *locales.Book, lang locales.Lang) ([]byte, error) {
	p := newPaper(book, lang, locales.PaperFoot(i.Place, i.Year, int(i.Head.Size), i.Head.Short()))
	p.title(p.words(locales.PaperTitle(i.Year)))
	p.gap(6)
	p.rows([]float64{0.2, 0.3, 0.2, 0.3}, [][]string{
		{p.words(locales.PaperCommunity()), p.words(locales.Named(i.Place)), p.words(locales.PaperStreet()), p.words(locales.Named(i.Street))},
		{p.words(locales.PaperDistrict()), p.words(locales.Named(i.District)), p.words(locales.PaperMade()), p.words(locales.PaperDate(i.Opened))},
	})
	if i.Running() {
		p.text(p.words(locales.InspectionPreview()))
	}
	p.head(p.words(locales.PaperFigures()))
	p.figures(i.Figures)
	p.head(p.words(locales.PaperProjects(len(i.Projects))))
	p.projects(i)
	var lines []string
	for _, f := range i.Findings {
		if what := found(i, f); !what.IsZero() {
			lines = append(lines, p.words(what)+p.words(severityWords(f.Severity)))
		}
	}
	p.head(p.words(locales.PaperFindings(len(lines))))
	if len(lines) == 0 {
		p.text(p.words(locales.InspectionNoFindings()))
	}
	for n, line := range lines {
		p.text(fmt.Sprintf("%d. ", n+1) + line)
	}
	p.opinion(i)
	return p.bytes()
}

// severityWords say how much a finding weighs, where a sign would not print.
func severityWords(s fund.Severity) locales.Message {
	switch s {
	case fund.SeveritySerious:
		return locales.PaperSerious()
	case fund.SeverityGrave:
		return locales.PaperGrave()
	case fund.SeverityNote:
	}
	return locales.Message{}
}

// figures is the table of what the year came to.
func (p *paper) figures(y fund.Yearbook) {
	yuan := func(m fund.Money) string { return p.words(locales.PaperMoney(int64(m))) }
	share := func(part, whole int) string { return p.words(locales.PaperOf(part, whole)) }
	label := func(m locales.Message) string { return p.words(m) }
	p.rows([]float64{0.3, 0.2, 0.3, 0.2}, [][]string{
		{label(locales.PaperPlanned()), yuan(y.Planned), label(locales.PaperPaid()), yuan(y.Paid.Fund)},
		{label(locales.PaperSponsors()), yuan(y.Paid.Sponsor), label(locales.PaperResidents()), yuan(y.Paid.Residents)},
		{label(locales.PaperLeft()), yuan(y.Planned - y.Paid.Fund), label(locales.PaperUsed()), p.words(locales.PaperShare(y.Used()))},
		{label(locales.PaperAccepted()), share(y.Accepted, y.Projects), label(locales.PaperFailed()), share(y.Failed, y.Projects)},
		{
			label(locales.PaperLapsed()), share(y.Lapsed, y.Projects),
			label(locales.PaperEnded()), share(y.Lost+y.Refused+y.Dropped+y.Waiting, y.Projects),
		},
		{label(locales.PaperReviews()), share(y.ReviewsOnTime, y.Reviews), label(locales.PaperAsked()), fmt.Sprint(y.Asked)},
		{
			label(locales.PaperComplaints()), fmt.Sprint(y.Complaints),
			label(locales.PaperComplaintsLate()), fmt.Sprint(y.ComplaintsLate),
		},
		{
			label(locales.PaperSatisfied()), p.words(locales.PaperSatisfaction(y.Rate(), y.Answers())),
			label(locales.PaperDisclosed()), share(y.Disclosed, y.Quarters),
		},
	})
}

// projects is the table of the year's projects.
func (p *paper) projects(i Inspected) {
	if len(i.Projects) == 0 {
		p.text(p.words(locales.PaperNoProjects()))
		return
	}
	table := [][]string{{
		p.words(locales.PaperNumber()), p.words(locales.PaperProject()), p.words(locales.PaperCost()),
		p.words(locales.PaperSpent()), p.words(locales.PaperState()),
	}}
	for _, project := range i.Projects {
		table = append(table, []string{
			project.Number, p.printable(project.Title), p.words(locales.PaperMoney(int64(project.Cost()))),
			p.words(locales.PaperMoney(int64(project.Spent))), p.words(StatusName(project.Status)),
		})
	}
	p.rows([]float64{0.15, 0.34, 0.16, 0.16, 0.19}, table)
}

// opinion is the opinion, with room to sign.
func (p *paper) opinion(i Inspected) {
	if i.Running() {
		return
	}
	p.head(p.words(locales.PaperOpinion(i.Year + 1)))
	if i.Opinion == "" {
		p.text(p.words(locales.InspectionDraft(OpinionName(i.Draft), int64(i.DraftAmount), int64(i.Base), i.Year+1)))
		p.text(p.words(locales.PaperUndecided(i.Due)))
		return
	}
	p.text(p.words(InspectionOpinion(i, locales.Message{})))
	p.gap(24)
	p.need(2 * sizeText * leading)
	p.text(p.words(locales.PaperSigned()))
}
