package fund

import (
	"slices"
	"time"
)

// ProjectID numbers a project; 0 is none.
type ProjectID int64

// ProjectStatus is where a project stands.
type ProjectStatus string

// The states of a project.
const (
	ProjectDrafted  ProjectStatus = "drafted"  // the community prepares it
	ProjectVoting   ProjectStatus = "voting"   // the representatives vote
	ProjectLost     ProjectStatus = "lost"     // they voted against it
	ProjectStreet   ProjectStatus = "street"   // the street reviews it
	ProjectDistrict ProjectStatus = "district" // the district reviews it
	ProjectReturned ProjectStatus = "returned" // back at the community, to be amended
	ProjectRefused  ProjectStatus = "refused"  // by the street or the district, for good
	ProjectApproved ProjectStatus = "approved" // may begin
	ProjectStarted  ProjectStatus = "started"  // works go on
	ProjectFinished ProjectStatus = "finished" // works are reported done and wait for acceptance
	ProjectMending  ProjectStatus = "mending"  // acceptance failed, the works are mended until Due
	ProjectAccepted ProjectStatus = "accepted" // acceptance passed and stands
	ProjectFailed   ProjectStatus = "failed"   // unfinished at the year's end, or never accepted
	ProjectDropped  ProjectStatus = "dropped"  // given up by the community
	ProjectLapsed   ProjectStatus = "lapsed"   // not approved within its year: it ended, but has not failed
)

// Holder is who has to act next. Whoever holds a file is always shown, and
// since when: the old ways lost files between offices (the article, 2).
type Holder string

// The holders.
const (
	HolderCommunity       Holder = "community"
	HolderRepresentatives Holder = "representatives"
	HolderStreet          Holder = "street"
	HolderDistrict        Holder = "district"
	HolderNobody          Holder = "nobody"
)

// Project is something the fund may pay for. Its state changes only by its
// methods.
type Project struct {
	ID             ProjectID
	Number         string
	Community      PlaceID
	Title          string
	Item           ItemCode
	Where          string
	At             *Point
	Funding        Funding
	Lead           RequestID // the request it came of, 0 none
	Status         ProjectStatus
	Tier           Tier  // the highest tier its cost needs
	VotedCost      Money // what the carried ballot allowed, 0 none
	Year           int
	HeldSince      time.Time // since when Holder holds it
	Due            time.Time // when the review is due, or mending is to be done; zero for none
	DueProvisional bool      // Due rests on a calendar that is not official yet
	Spent          Money
	DecidedAt      time.Time // when the ballot carried or lost it
	ApprovedAt     time.Time
	StartedAt      time.Time
	FinishedAt     time.Time // when the works were last reported done, zero while they are mended
	AcceptedAt     time.Time // when their acceptance stood
	Allowed        Funding   // what was last approved: the measure of later changes; see Basis
	Standing       *Standing // what is approved while a change of it is decided on
	Created        time.Time
	Changed        time.Time // when anything last changed
	Reason         string    // of the last return, refusal, change, mending or dropping
	Before         []Photo
	After          []Photo
}

// NewProject drafts a project of the year of now in the programme's zone. It
// refuses a title by *LengthError and a funding by *FundingError. The caller
// adds where it comes from and its number.
func NewProject(title, where string, f Funding, prog Programme, now time.Time) (Project, error) {
	p := Project{
		Status: ProjectDrafted, Year: now.In(prog.Zone).Year(), HeldSince: now, Created: now, Changed: now,
	}
	if err := p.describe(title, where, f, prog); err != nil {
		return Project{}, err
	}
	return p, nil
}

// Cost is what the project costs, from all who pay.
func (p Project) Cost() Money { return p.Funding.Total() }

// Holder tells who has to act next.
func (p Project) Holder() Holder {
	switch p.Status {
	case ProjectDrafted, ProjectReturned, ProjectApproved, ProjectStarted, ProjectFinished, ProjectMending:
		return HolderCommunity
	case ProjectVoting:
		return HolderRepresentatives
	case ProjectStreet:
		return HolderStreet
	case ProjectDistrict:
		return HolderDistrict
	case ProjectLost, ProjectRefused, ProjectAccepted, ProjectFailed, ProjectLapsed, ProjectDropped:
		return HolderNobody
	}
	return HolderNobody
}

// Ended reports whether nothing more can happen to the project.
func (p Project) Ended() bool { return p.Holder() == HolderNobody }

// UnderWay reports whether the money is allowed and there is still something to
// do: works to begin, to finish, to mend or to accept.
func (p Project) UnderWay() bool {
	switch p.Status {
	case ProjectApproved, ProjectStarted, ProjectFinished, ProjectMending:
		return true
	case ProjectDrafted, ProjectVoting, ProjectLost, ProjectStreet, ProjectDistrict, ProjectReturned, ProjectRefused,
		ProjectAccepted, ProjectFailed, ProjectLapsed, ProjectDropped:
	}
	return false
}

// in gives *StateError unless the project is in one of the states.
func (p Project) in(want ...ProjectStatus) error {
	if slices.Contains(want, p.Status) {
		return nil
	}
	e := &StateError{Noun: "project", ID: int64(p.ID), Have: string(p.Status)}
	for _, s := range want {
		e.Want = append(e.Want, string(s))
	}
	return e
}

// to moves the project; a new holder holds it since now.
func (p *Project) to(s ProjectStatus, now time.Time) {
	before := p.Holder()
	p.Status, p.Changed = s, now
	if p.Holder() != before {
		p.HeldSince = now
	}
	if h := p.Holder(); h != HolderStreet && h != HolderDistrict && s != ProjectMending {
		p.Due, p.DueProvisional = time.Time{}, false
	}
}
