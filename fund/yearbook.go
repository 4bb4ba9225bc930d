package fund

import "time"

// Yearbook is what a community's year came to. It is made up once, when the
// year is closed, and stays so: the inspection, the digest for the neighbours
// and later years read it there.
//
// It adds up: Asked is Open, Adopted, Declined, Merged and Withdrawn; Projects
// is Accepted, Failed, Lapsed, Lost, Refused, Dropped and Waiting; Allowed is
// what Accepted, Failed and Waiting were approved for.
type Yearbook struct {
	Year int

	// Requests filed in the year, and where they stand at its end.
	Asked, Open, Adopted, Declined, Merged, Withdrawn int
	Supports                                          int // that neighbours gave them

	// Projects of the year by how they ended. Waiting is an acceptance that was
	// passed in time and may still be disputed.
	Projects, Accepted, Failed, Lapsed, Lost, Refused, Dropped, Waiting int

	// Money by who pays, in fen. Planned is the fund's for the community and the
	// year; Free what of it nobody was promised.
	Planned, Free                     Money
	Allowed, Received, Paid, Returned Funding

	// Reviews by street and district that ended in the year.
	Reviews, ReviewsOnTime int

	Complaints, ComplaintsLate, ComplaintsOpen int

	// Answers of neighbours about accepted works.
	Satisfied, Fairly, Unsatisfied int

	// Quarters that had to be disclosed, and that were.
	Quarters, Disclosed int
}

// Answers is how many neighbours said what they think of the works.
func (y Yearbook) Answers() int { return y.Satisfied + y.Fairly + y.Unsatisfied }

// Rate is the share of answers that are satisfied or fairly so, in
// ten-thousandths; 0 without answers.
func (y Yearbook) Rate() int { return perMyriad(y.Satisfied+y.Fairly, y.Answers()) }

// Used is the share of the planned money that was paid out, in ten-thousandths;
// 0 where nothing was planned.
func (y Yearbook) Used() int { return perMyriad64(int64(y.Paid.Fund), int64(y.Planned)) }

func perMyriad(part, whole int) int { return perMyriad64(int64(part), int64(whole)) }

// perMyriad64 is half up; amounts of money are far from overflowing it.
func perMyriad64(part, whole int64) int {
	if whole <= 0 {
		return 0
	}
	return int((part*20_000 + whole) / (2 * whole))
}

// YearInput is what a year's figures of one community are made up from: its
// projects of the year, its requests and the reviews of those projects. Money,
// answers, complaints and disclosure are other books' and added by the caller.
type YearInput struct {
	Projects  []Project
	Approvals []Approval
	Requests  []Request
}

// MakeYearbook makes up a year's figures at its close.
func MakeYearbook(year int, in YearInput, prog Programme) Yearbook {
	y := Yearbook{Year: year}
	start, end := prog.YearEnd(year-1), prog.YearEnd(year)
	within := func(t time.Time) bool { return !t.Before(start) && t.Before(end) }
	for _, r := range in.Requests {
		if within(r.Filed) {
			y.request(r)
		}
	}
	for _, p := range in.Projects {
		if p.Year == year {
			y.project(p)
		}
	}
	for _, a := range in.Approvals {
		if a.Decided.IsZero() || !within(a.Decided) {
			continue
		}
		y.Reviews++
		if !a.Decided.After(a.Due) {
			y.ReviewsOnTime++
		}
	}
	return y
}

func (y *Yearbook) request(r Request) {
	y.Asked++
	y.Supports += r.Supporters
	switch r.Status {
	case RequestOpen:
		y.Open++
	case RequestAdopted:
		y.Adopted++
	case RequestDeclined:
		y.Declined++
	case RequestMerged:
		y.Merged++
	case RequestWithdrawn:
		y.Withdrawn++
	}
}

func (y *Yearbook) project(p Project) {
	y.Projects++
	switch p.Status {
	case ProjectAccepted:
		y.Accepted++
		y.Allowed = y.Allowed.Plus(p.Funding)
	case ProjectFailed:
		y.Failed++
		y.Allowed = y.Allowed.Plus(p.Funding)
	case ProjectLapsed:
		y.Lapsed++
	case ProjectLost:
		y.Lost++
	case ProjectRefused:
		y.Refused++
	case ProjectDropped:
		y.Dropped++
	case ProjectDrafted, ProjectVoting, ProjectStreet, ProjectDistrict, ProjectReturned, ProjectApproved,
		ProjectStarted, ProjectFinished, ProjectMending:
		y.Waiting++
		if p.UnderWay() {
			y.Allowed = y.Allowed.Plus(p.Funding)
		}
	}
}

// Plus adds two fundings by who pays.
func (f Funding) Plus(g Funding) Funding {
	return Funding{Fund: f.Fund + g.Fund, Sponsor: f.Sponsor + g.Sponsor, Residents: f.Residents + g.Residents}
}
