package fund

import (
	"fmt"
	"strings"
	"time"
)

// ComplaintRules are the clocks of complaints.
type ComplaintRules struct {
	Days       int // working days for the committee's answer
	StreetDays int // working days for the street's, once it is there
	ReplyDays  int // calendar days to say that an answer does not do
	MaxOpen    int // open complaints of one person
}

// defaultComplaints: residents' questions are answered or reposted within 10
// days (a county's notice on disclosure); working days, and the rest, are
// defaults of this project. Who is not answered may turn to the street, which
// must look into it (the Act, Art. 35).
func defaultComplaints() ComplaintRules {
	return ComplaintRules{Days: 10, StreetDays: 5, ReplyDays: 7, MaxOpen: 5}
}

// ComplaintStatus is where a complaint stands.
type ComplaintStatus string

// The states of a complaint.
const (
	ComplaintOpen     ComplaintStatus = "open"     // the committee owes an answer
	ComplaintAnswered ComplaintStatus = "answered" // its author may say that it does not do
	ComplaintRaised   ComplaintStatus = "raised"   // the street owes one
	ComplaintSettled  ComplaintStatus = "settled"  // over
)

// ComplaintStatuses lists every state.
func ComplaintStatuses() []ComplaintStatus {
	return []ComplaintStatus{ComplaintOpen, ComplaintAnswered, ComplaintRaised, ComplaintSettled}
}

// Raise is why a complaint went up to the street.
type Raise string

// The reasons.
const (
	RaiseOverdue     Raise = "overdue"     // the committee did not answer in time
	RaiseUnsatisfied Raise = "unsatisfied" // its answer did not do
)

// Complaint is what a resident complains of about a project, or what they have
// against the minutes of a meeting ([Minutes.Objection]). It is no comment: it
// has a number and a clock, and goes up when the clock runs out.
type Complaint struct {
	ID          int64
	Number      string
	Project     ProjectID // 0 for an objection to minutes
	Meeting     MeetingID // 0 for a complaint about a project
	Community   PlaceID
	Author      PersonID
	Text        string
	Photos      []Photo
	Filed       time.Time
	Status      ComplaintStatus
	Since       time.Time // since when Holder has it
	Due         time.Time // when the next answer is due, or an answer stands unless its author objects; zero once settled
	Provisional bool      // Due rests on a calendar that is not official yet
	Answer      string    // the committee's
	AnsweredAt  time.Time
	AnsweredBy  PersonID
	Raised      Raise
	RaisedAt    time.Time
	RaiseReason string // why the answer did not do
	Ruling      string // the street's
	RuledAt     time.Time
	RuledBy     PersonID
	Settled     time.Time
}

// Complainable reports whether residents may complain about the project: from
// the day on which somebody has decided on it.
func (p Project) Complainable() bool {
	return p.Standing != nil || p.Status != ProjectDrafted && p.Status != ProjectVoting
}

// File files a complaint about a project; *StateError before anybody has
// decided on it.
func (p Project) File(text string, prog Programme, now time.Time) (Complaint, error) {
	if !p.Complainable() {
		return Complaint{}, fmt.Errorf("complain: %w", &StateError{Noun: "project", ID: int64(p.ID), Have: string(p.Status)})
	}
	if err := prog.Requests.CheckText(text); err != nil {
		return Complaint{}, fmt.Errorf("complain: %w", err)
	}
	c := Complaint{Project: p.ID, Community: p.Community, Text: strings.TrimSpace(text), Filed: now}
	c.to(ComplaintOpen, prog, now)
	return c, nil
}

// Holder tells who has to act next.
func (c Complaint) Holder() Holder {
	switch c.Status {
	case ComplaintOpen:
		return HolderCommunity
	case ComplaintRaised:
		return HolderStreet
	case ComplaintAnswered, ComplaintSettled:
	}
	return HolderNobody
}

func (c Complaint) in(want ComplaintStatus) error {
	if c.Status == want {
		return nil
	}
	return &StateError{Noun: "complaint", ID: c.ID, Have: string(c.Status), Want: []string{string(want)}}
}

// to moves the complaint and starts the clock of its new state.
func (c *Complaint) to(s ComplaintStatus, prog Programme, now time.Time) {
	c.Status, c.Since, c.Due, c.Provisional = s, now, time.Time{}, false
	local := now.In(prog.Zone)
	switch s {
	case ComplaintOpen:
		if c.Meeting != 0 {
			c.Due = endOfDay(local, prog.Meetings.AnswerDays)
			return
		}
		c.Due, c.Provisional = prog.Calendar.Add(local, prog.Works.Complaint.Days)
	case ComplaintRaised:
		c.Due, c.Provisional = prog.Calendar.Add(local, prog.Works.Complaint.StreetDays)
	case ComplaintAnswered:
		c.Due = endOfDay(local, prog.Works.Complaint.ReplyDays)
	case ComplaintSettled:
		c.Settled = now
	}
}

// endOfDay is the last second of the day that lies days ahead.
func endOfDay(t time.Time, days int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+days, 23, 59, 59, 0, t.Location())
}

// Reply answers for the committee; its author may say that it does not do.
func (c *Complaint) Reply(by PersonID, text string, prog Programme, now time.Time) error {
	if err := c.in(ComplaintOpen); err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	if err := prog.Requests.CheckReason(text); err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	c.Answer, c.AnsweredAt, c.AnsweredBy = strings.TrimSpace(text), now, by
	c.to(ComplaintAnswered, prog, now)
	return nil
}

// Accept settles an answered complaint: its author is content, or has not
// objected in time.
func (c *Complaint) Accept(prog Programme, now time.Time) error {
	if err := c.in(ComplaintAnswered); err != nil {
		return fmt.Errorf("accept: %w", err)
	}
	c.to(ComplaintSettled, prog, now)
	return nil
}

// Object sends an answered complaint up to the street: the answer does not do.
// A reason may be left out.
func (c *Complaint) Object(reason string, prog Programme, now time.Time) error {
	if err := c.in(ComplaintAnswered); err != nil {
		return fmt.Errorf("object: %w", err)
	}
	if strings.TrimSpace(reason) != "" {
		if err := prog.Requests.CheckReason(reason); err != nil {
			return fmt.Errorf("object: %w", err)
		}
	}
	c.Raised, c.RaisedAt, c.RaiseReason = RaiseUnsatisfied, now, strings.TrimSpace(reason)
	c.to(ComplaintRaised, prog, now)
	return nil
}

// Lapse sends an open complaint up that is overdue, and settles an answered one
// to which its author has not objected; false where there is nothing to do yet.
func (c *Complaint) Lapse(prog Programme, now time.Time) bool {
	switch c.Status {
	case ComplaintOpen:
		if prog.Calendar.Left(now.In(prog.Zone), c.Due.In(prog.Zone)) >= 0 {
			return false
		}
		c.Raised, c.RaisedAt = RaiseOverdue, now
		c.to(ComplaintRaised, prog, now)
		return true
	case ComplaintAnswered:
		if !now.After(c.Due) {
			return false
		}
		c.to(ComplaintSettled, prog, now)
		return true
	case ComplaintRaised, ComplaintSettled:
	}
	return false
}

// Withdraw settles a complaint that its author takes back, or can no longer
// stand for.
func (c *Complaint) Withdraw(prog Programme, now time.Time) error {
	if c.Status == ComplaintSettled {
		return fmt.Errorf("withdraw: %w", c.in(ComplaintOpen))
	}
	c.to(ComplaintSettled, prog, now)
	return nil
}

// Rule answers for the street, for good.
func (c *Complaint) Rule(by PersonID, text string, prog Programme, now time.Time) error {
	if err := c.in(ComplaintRaised); err != nil {
		return fmt.Errorf("rule: %w", err)
	}
	if err := prog.Requests.CheckReason(text); err != nil {
		return fmt.Errorf("rule: %w", err)
	}
	c.Ruling, c.RuledAt, c.RuledBy = strings.TrimSpace(text), now, by
	c.to(ComplaintSettled, prog, now)
	return nil
}
