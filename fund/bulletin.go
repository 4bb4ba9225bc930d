package fund

import (
	"cmp"
	"slices"
	"time"
)

// BulletinInput is what a bulletin is made of: everything of the place it is
// about, of whatever time; MakeBulletin takes what belongs to its quarter.
type BulletinInput struct {
	Projects  []Project
	Approvals []Approval
	Requests  []Request
	Flows     []Flow // of the ledger's entries made in the quarter
	// What residents said of accepted projects.
	Evaluations []Evaluation
	// Working days in which the clock of a review stood still, by its number.
	Paused map[int64]int
}

// Line is one project in a bulletin.
type Line struct {
	Project   ProjectID
	Number    string
	Title     string
	Community PlaceID
	Item      ItemCode
	Funding   Funding
	Cost      Money
	Spent     Money
	Status    ProjectStatus // as it stands now
	Holder    Holder        // who holds it now
	HeldSince time.Time
	At        time.Time // when what the line reports happened
}

// OverdueLine is a project whose review is overdue now, by Days working days,
// and the tier that holds it.
type OverdueLine struct {
	Line
	Tier Tier
	Due  time.Time
	Days int
}

// JudgedLine is a project whose works were accepted or not, with how satisfied
// the residents are.
type JudgedLine struct {
	Line
	Accepted bool
	Asked    bool // residents were asked
	Asking   bool // they still are
	Answers  int  // 0 while they are asked, and when there are too few to be published
	Rate     int  // of Answers, satisfied or fairly so, in ten thousandths
}

// Bulletin is what a quarter is reported by: approval results are made public
// every quarter, with where the money came from (the article, 17; the Act,
// Art. 34). It holds no person's name.
type Bulletin struct {
	Quarter Quarter

	Decided  []Line       // the representatives carried it in the quarter
	Approved []Line       // it may begin since the quarter
	Refused  []Line       // an office refused it in the quarter
	Lost     []Line       // the representatives voted against it in the quarter
	UnderWay []Line       // approved and not finished when the quarter ended
	Finished []Line       // finished in the quarter
	Judged   []JudgedLine // accepted or failed in the quarter, or residents were asked until then

	// Of the projects under Approved: what was allowed, by who pays.
	ByFund, BySponsor, ByResidents, Total Money
	// Of the projects under UnderWay and Finished: what they have spent.
	Spent Money
	// What the ledger says of the quarter: came in, paid and given back, by who
	// pays.
	Money []MoneyOfSource

	RequestsFiled                                                        int // in the quarter
	RequestsAdopted, RequestsDeclined, RequestsMerged, RequestsWithdrawn int // in the quarter
	RequestsOpen                                                         int // filed by its end and open now

	Reviews      int     // decided by street or district in the quarter
	Workdays     int     // that they took together, without those in which a clock stood still
	MeanWorkdays float64 // Workdays a review, 0 without any
	OnTime, Late int     // of Reviews

	Overdue []OverdueLine // now, the longest first

	PostedUntil time.Time // the last day on the notice board; zero when none is asked for
}

// Sums adds up lines by who pays.
type Sums struct{ Fund, Sponsor, Residents, Total, Spent Money }

// Sum adds up lines.
func Sum(lines []Line) Sums {
	var s Sums
	for _, l := range lines {
		s.Fund += l.Funding.Fund
		s.Sponsor += l.Funding.Sponsor
		s.Residents += l.Funding.Residents
		s.Total += l.Cost
		s.Spent += l.Spent
	}
	return s
}

// BulletinAt gives when the bulletin about q is published: the programme's day
// and hour in the first month of the next quarter. A day that month does not
// have is its last.
func (p Programme) BulletinAt(q Quarter) time.Time {
	first := q.Next().Start(p.Zone)
	longest := first.AddDate(0, 1, -1).Day()
	return time.Date(first.Year(), first.Month(), min(max(p.BulletinDay, 1), longest), p.BulletinHour, 0, 0, 0, p.Zone)
}

// MakeBulletin makes the bulletin about q as it reads at now. Days are those
// of the programme's zone. Lines follow the order of what they report.
func MakeBulletin(q Quarter, in BulletinInput, prog Programme, now time.Time) Bulletin {
	b := Bulletin{Quarter: q}
	if prog.PostingDays > 0 {
		b.PostedUntil = prog.BulletinAt(q).AddDate(0, 0, prog.PostingDays)
	}
	b.takeProjects(in.Projects, prog, now)
	b.takeJudged(in.Projects, in.Evaluations, prog)
	b.takeApprovals(in, prog)
	b.takeRequests(in.Requests, prog.Zone)
	b.Money = moneyBySource(in.Flows)
	for _, lines := range [][]Line{b.Decided, b.Approved, b.Refused, b.Lost, b.UnderWay, b.Finished} {
		slices.SortStableFunc(lines, func(x, y Line) int {
			return cmp.Or(x.At.Compare(y.At), cmp.Compare(x.Project, y.Project))
		})
	}
	slices.SortStableFunc(b.Judged, func(x, y JudgedLine) int {
		return cmp.Or(x.At.Compare(y.At), cmp.Compare(x.Project, y.Project))
	})
	slices.SortStableFunc(b.Overdue, func(x, y OverdueLine) int {
		return cmp.Or(x.Due.Compare(y.Due), cmp.Compare(x.Project, y.Project))
	})
	allowed := Sum(b.Approved)
	b.ByFund, b.BySponsor, b.ByResidents, b.Total = allowed.Fund, allowed.Sponsor, allowed.Residents, allowed.Total
	b.Spent = Sum(b.UnderWay).Spent + Sum(b.Finished).Spent
	return b
}

func (b *Bulletin) takeProjects(projects []Project, prog Programme, now time.Time) {
	holds := func(t time.Time) bool { return b.Quarter.Holds(t, prog.Zone) }
	for _, p := range projects {
		if holds(p.DecidedAt) {
			if p.Status == ProjectLost {
				b.Lost = append(b.Lost, lineOf(p, p.DecidedAt))
			} else {
				b.Decided = append(b.Decided, lineOf(p, p.DecidedAt))
			}
		}
		if holds(p.ApprovedAt) {
			b.Approved = append(b.Approved, lineOf(p, p.ApprovedAt))
		}
		if holds(p.FinishedAt) {
			b.Finished = append(b.Finished, lineOf(p, p.FinishedAt))
		}
		if underWayAt(p, b.Quarter.End(prog.Zone)) {
			b.UnderWay = append(b.UnderWay, lineOf(p, p.ApprovedAt))
		}
		if o, late := overdue(p, prog, now); late {
			b.Overdue = append(b.Overdue, o)
		}
	}
}

// underWayAt reports whether p was approved and neither finished nor dropped
// just before end.
func underWayAt(p Project, end time.Time) bool {
	if p.ApprovedAt.IsZero() || !p.ApprovedAt.Before(end) {
		return false
	}
	switch p.Status {
	case ProjectApproved, ProjectStarted, ProjectMending:
		return true
	case ProjectFinished, ProjectAccepted:
		return !p.FinishedAt.Before(end)
	case ProjectDropped, ProjectFailed, ProjectLapsed:
		return !p.Changed.Before(end)
	case ProjectDrafted, ProjectVoting, ProjectLost, ProjectStreet, ProjectDistrict, ProjectReturned, ProjectRefused:
		return false
	}
	return false
}

func overdue(p Project, prog Programme, now time.Time) (OverdueLine, bool) {
	var tier Tier
	switch p.Status {
	case ProjectStreet:
		tier = TierStreet
	case ProjectDistrict:
		tier = TierDistrict
	case ProjectDrafted, ProjectVoting, ProjectLost, ProjectReturned, ProjectRefused, ProjectApproved,
		ProjectStarted, ProjectFinished, ProjectMending, ProjectAccepted, ProjectFailed, ProjectLapsed, ProjectDropped:
		return OverdueLine{}, false
	}
	if p.Due.IsZero() {
		return OverdueLine{}, false
	}
	left := prog.Calendar.Left(now.In(prog.Zone), p.Due)
	if left >= 0 {
		return OverdueLine{}, false
	}
	return OverdueLine{Line: lineOf(p, p.HeldSince), Tier: tier, Due: p.Due, Days: -left}, true
}

// takeJudged lists the works that were accepted or failed in the quarter, and
// those of which the residents' answers were counted in it.
func (b *Bulletin) takeJudged(projects []Project, evaluations []Evaluation, prog Programme) {
	said := make(map[ProjectID]Evaluation, len(evaluations))
	for _, e := range evaluations {
		said[e.Project] = e
	}
	for _, p := range projects {
		at := p.AcceptedAt
		switch p.Status {
		case ProjectAccepted:
		case ProjectFailed:
			at = p.Changed
		case ProjectDrafted, ProjectVoting, ProjectLost, ProjectStreet, ProjectDistrict, ProjectReturned, ProjectRefused,
			ProjectApproved, ProjectStarted, ProjectFinished, ProjectMending, ProjectLapsed, ProjectDropped:
			continue
		}
		e, asked := said[p.ID]
		if !b.Quarter.Holds(at, prog.Zone) && !b.Quarter.Holds(e.Closed, prog.Zone) {
			continue
		}
		l := JudgedLine{Line: lineOf(p, at), Accepted: p.Status == ProjectAccepted, Asked: asked, Asking: asked && e.Closed.IsZero()}
		if rate, told := e.Rate(prog.Works.Evaluation); told {
			l.Rate, l.Answers = rate, e.Answers()
		}
		b.Judged = append(b.Judged, l)
	}
}

func (b *Bulletin) takeApprovals(in BulletinInput, prog Programme) {
	byID := make(map[ProjectID]Project, len(in.Projects))
	for _, p := range in.Projects {
		byID[p.ID] = p
	}
	for _, a := range in.Approvals {
		if a.Tier == TierCommunity || !b.Quarter.Holds(a.Decided, prog.Zone) {
			continue
		}
		b.Reviews++
		taken := Approval{Arrived: a.Arrived.In(prog.Zone), Decided: a.Decided}.WorkdaysTaken(prog.Calendar)
		b.Workdays += max(taken-in.Paused[a.ID], 0)
		if a.OnTime() {
			b.OnTime++
		} else {
			b.Late++
		}
		if p, known := byID[a.Project]; known && a.Verdict == VerdictRefuse {
			b.Refused = append(b.Refused, lineOf(p, a.Decided))
		}
	}
	if b.Reviews > 0 {
		b.MeanWorkdays = float64(b.Workdays) / float64(b.Reviews)
	}
}

func (b *Bulletin) takeRequests(requests []Request, zone *time.Location) {
	for _, r := range requests {
		if b.Quarter.Holds(r.Filed, zone) {
			b.RequestsFiled++
		}
		if r.Status == RequestOpen {
			if r.Filed.Before(b.Quarter.End(zone)) {
				b.RequestsOpen++
			}
			continue
		}
		if !b.Quarter.Holds(r.Changed, zone) {
			continue
		}
		switch r.Status {
		case RequestAdopted:
			b.RequestsAdopted++
		case RequestDeclined:
			b.RequestsDeclined++
		case RequestMerged:
			b.RequestsMerged++
		case RequestWithdrawn:
			b.RequestsWithdrawn++
		case RequestOpen: // counted above
		}
	}
}

func lineOf(p Project, at time.Time) Line {
	return Line{
		Project: p.ID, Number: p.Number, Title: p.Title, Community: p.Community, Item: p.Item, Funding: p.Funding,
		Cost: p.Cost(), Spent: p.Spent, Status: p.Status, Holder: p.Holder(), HeldSince: p.HeldSince, At: at,
	}
}
