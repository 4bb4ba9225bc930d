package office

import (
	"encoding/json"
	"fmt"
	"time"

	"huimin/fund"
)

// What the record says happened to projects, ballots and bulletins. Whoever
// reads old records needs these words, so they never change.
const (
	recordAdopted     = "project_adopted"
	recordAmended     = "project_amended"
	recordResubmitted = "project_resubmitted"
	recordDropped     = "project_dropped"
	recordStarted     = "project_started"
	recordFinished    = "project_finished"
	recordChanged     = "project_changed"  // what its works cost
	recordKept        = "project_kept"     // a change of it was given up
	recordMend        = "project_mend"     // its acceptance failed
	recordAccepted    = "project_accepted" // its acceptance stands
	recordFailed      = "project_failed"
	recordBlanked     = "project_blanked" // what its author had written and shown was taken out
	recordReviewed    = "project_reviewed"
	recordOpened      = "ballot_opened"
	recordVote        = "ballot_vote"
	recordClosed      = "ballot_closed"
	recordBulletin    = "bulletin"

	recordPaid        = "project_paid"      // its sum of payments changed
	recordReplanned   = "project_replanned" // who pays for it changed
	recordLedger      = "ledger_entry"
	recordAllocated   = "allocation_decided"
	recordPledged     = "pledge_made"
	recordPledgeEnded = "pledge_withdrawn"
	recordContactGone = "pledge_contact_gone"
	recordTransfer    = "transfer"
)

// ProjectEntry is the record's account of what happened to a project: the
// whole state it has now, so that the newest entry and the books must agree,
// and what else changed with it.
type ProjectEntry struct {
	Project ProjectFacts    `json:"project"`
	Request fund.RequestID  `json:"request,omitempty"` // that it was adopted from
	Ballot  *BallotFacts    `json:"ballot,omitempty"`  // opened or closed
	Members []fund.PersonID `json:"members,omitempty"` // who may vote in the ballot opened
	Present []fund.PersonID `json:"present,omitempty"` // who took part in the one closed in a meeting
	Decided *ApprovalFacts  `json:"decided,omitempty"` // the review that ended
	Arrived *ApprovalFacts  `json:"arrived,omitempty"` // the review that began
	Removed int64           `json:"removed,omitempty"` // the review that nobody has to decide any more
}

// ProjectFacts are a project's columns; money in fen, times in Unix seconds,
// 0 for none. Words seals everything that people wrote or showed.
type ProjectFacts struct {
	ID          fund.ProjectID     `json:"id"`
	Number      string             `json:"number"`
	Community   fund.PlaceID       `json:"community"`
	Item        fund.ItemCode      `json:"item"`
	Fund        fund.Money         `json:"fund"`
	Sponsor     fund.Money         `json:"sponsor"`
	Residents   fund.Money         `json:"residents"`
	Lead        fund.RequestID     `json:"lead"`
	Status      fund.ProjectStatus `json:"status"`
	Tier        fund.Tier          `json:"tier"`
	VotedCost   fund.Money         `json:"voted_cost"`
	Year        int                `json:"year"`
	HeldSince   int64              `json:"held_since"`
	Due         int64              `json:"due"`
	Provisional bool               `json:"provisional"`
	Spent       fund.Money         `json:"spent"`
	Decided     int64              `json:"decided"`
	Approved    int64              `json:"approved"`
	Started     int64              `json:"started"`
	Finished    int64              `json:"finished"`
	Created     int64              `json:"created"`
	Changed     int64              `json:"changed"`
	Words       string             `json:"words"`
	// What came with the year's works; 0 and null in older entries.
	Accepted         int64          `json:"accepted"`
	AllowedFund      fund.Money     `json:"allowed_fund"`
	AllowedSponsor   fund.Money     `json:"allowed_sponsor"`
	AllowedResidents fund.Money     `json:"allowed_residents"`
	Standing         *StandingFacts `json:"standing"`
}

// StandingFacts are what is approved while a change is decided on, as in
// [ProjectFacts].
type StandingFacts struct {
	Fund      fund.Money `json:"fund"`
	Sponsor   fund.Money `json:"sponsor"`
	Residents fund.Money `json:"residents"`
	Tier      fund.Tier  `json:"tier"`
	VotedCost fund.Money `json:"voted_cost"`
	Decided   int64      `json:"decided"`
	Approved  int64      `json:"approved"`
}

// ApprovalFacts are a review's columns, as in [ProjectFacts].
type ApprovalFacts struct {
	ID      int64          `json:"id"`
	Project fund.ProjectID `json:"project"`
	Tier    fund.Tier      `json:"tier"`
	Arrived int64          `json:"arrived"`
	Due     int64          `json:"due"`
	Decided int64          `json:"decided"`
	Verdict fund.Verdict   `json:"verdict"`
	By      fund.PersonID  `json:"by"`
	Reason  string         `json:"reason"` // sealed
}

// BallotFacts are a ballot's columns, as in [ProjectFacts].
type BallotFacts struct {
	ID        fund.BallotID     `json:"id"`
	Project   fund.ProjectID    `json:"project"`
	Community fund.PlaceID      `json:"community"`
	Opened    int64             `json:"opened"`
	Closes    int64             `json:"closes"`
	Closed    int64             `json:"closed"`
	OpenedBy  fund.PersonID     `json:"opened_by"`
	ClosedBy  fund.PersonID     `json:"closed_by"`
	Status    fund.BallotStatus `json:"status"`
	Members   int               `json:"members"`
	For       int               `json:"for"`
	Against   int               `json:"against"`
	Abstain   int               `json:"abstain"`
	Outcome   fund.Outcome      `json:"outcome"`
	// What came with meetings; "" and 0 in older entries.
	Kind    fund.BallotKind `json:"kind"`
	Meeting fund.MeetingID  `json:"meeting"`
	Item    int             `json:"item"`
	Secret  bool            `json:"secret"`
	Reason  string          `json:"reason"` // sealed
	Present int             `json:"present"`
}

// VoteEntry is the record's account of a vote: who, by number, chose what.
type VoteEntry struct {
	Ballot fund.BallotID `json:"ballot"`
	Person fund.PersonID `json:"person"`
	Choice fund.Choice   `json:"choice"`
	At     int64         `json:"at"`
}

// BulletinEntry is the record's account of a bulletin that went out.
type BulletinEntry struct {
	Quarter string `json:"quarter"`
}

// recordProject appends an entry about a project with the state it has now.
func (o *Office) recordProject(a Act, what string, p fund.Project, e ProjectEntry) error {
	words, err := projectWords(p)
	if err != nil {
		return err
	}
	e.Project = projectFacts(p)
	writer := a.By.ID
	if what == recordBlanked {
		writer = 0 // what is left is the office's: it must stay comparable when its author is gone
	}
	if e.Project.Words, err = a.seal(words, writer); err != nil {
		return err
	}
	return a.record(what, e)
}

// projectWords gathers what people wrote and showed about a project.
func projectWords(p fund.Project) (string, error) {
	standing := ""
	if p.Standing != nil {
		standing = p.Standing.Funding.SponsorName
	}
	return wordsOf(struct {
		Title, Where, Sponsor, Reason string
		At                            *fund.Point
		Before, After                 []fund.Photo
		Standing                      string `json:",omitempty"` // the sponsor's name there
	}{p.Title, p.Where, p.Funding.SponsorName, p.Reason, p.At, orNone(p.Before), orNone(p.After), standing})
}

// wordsOf writes what people wrote and showed as one text to be sealed.
func wordsOf(what any) (string, error) {
	text, err := json.Marshal(what)
	if err != nil {
		return "", fmt.Errorf("words: %w", err)
	}
	return string(text), nil
}

// orNone makes no photos look the same before and after they were stored.
func orNone(list []fund.Photo) []fund.Photo {
	if len(list) == 0 {
		return nil
	}
	return list
}

func projectFacts(p fund.Project) ProjectFacts {
	return ProjectFacts{
		ID: p.ID, Number: p.Number, Community: p.Community, Item: p.Item,
		Fund: p.Funding.Fund, Sponsor: p.Funding.Sponsor, Residents: p.Funding.Residents,
		Lead: p.Lead, Status: p.Status, Tier: p.Tier, VotedCost: p.VotedCost, Year: p.Year,
		HeldSince: unix(p.HeldSince), Due: unix(p.Due), Provisional: p.DueProvisional, Spent: p.Spent,
		Decided: unix(p.DecidedAt), Approved: unix(p.ApprovedAt), Started: unix(p.StartedAt),
		Finished: unix(p.FinishedAt), Created: unix(p.Created), Changed: unix(p.Changed), Accepted: unix(p.AcceptedAt),
		AllowedFund: p.Allowed.Fund, AllowedSponsor: p.Allowed.Sponsor, AllowedResidents: p.Allowed.Residents,
		Standing: standingFacts(p.Standing),
	}
}

func standingFacts(s *fund.Standing) *StandingFacts {
	if s == nil {
		return nil
	}
	return &StandingFacts{
		Fund: s.Funding.Fund, Sponsor: s.Funding.Sponsor, Residents: s.Funding.Residents,
		Tier: s.Tier, VotedCost: s.VotedCost, Decided: unix(s.DecidedAt), Approved: unix(s.ApprovedAt),
	}
}

func approvalFacts(a fund.Approval) *ApprovalFacts {
	return &ApprovalFacts{
		ID: a.ID, Project: a.Project, Tier: a.Tier, Arrived: unix(a.Arrived), Due: unix(a.Due),
		Decided: unix(a.Decided), Verdict: a.Verdict, By: a.By,
	}
}

func ballotFacts(b fund.Ballot) *BallotFacts {
	return &BallotFacts{
		Kind: b.Kind, Meeting: b.Meeting, Item: b.Item, Secret: b.Secret, Present: b.Tally.Present,
		ID: b.ID, Project: b.Project, Community: b.Community, Opened: unix(b.Opened), Closes: unix(b.Closes),
		Closed: unix(b.ClosedAt), OpenedBy: b.OpenedBy, ClosedBy: b.ClosedBy, Status: b.Status,
		Members: b.Tally.Members, For: b.Tally.For, Against: b.Tally.Against, Abstain: b.Tally.Abstain,
		Outcome: b.Outcome,
	}
}

// sealedBallot is [ballotFacts] with why an item is voted on anew: the office's
// word, that outlives who gave it.
func sealedBallot(a Act, b fund.Ballot) (f *BallotFacts, err error) {
	f = ballotFacts(b)
	f.Reason, err = a.seal(b.Reason, 0)
	return f, err
}

// unix gives a moment as the books keep it; 0 for none.
func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}
