package fund

import (
	"fmt"
	"strings"
	"time"
)

// Stage is at which point of a project somebody looked at it: 前期论证、期中实施、
// 结项验收 (the article, 19).
type Stage string

// The stages.
const (
	StageBefore Stage = "before" // the works have not begun
	StageDuring Stage = "during"
	StageAfter  Stage = "after" // they are reported done
)

// Stage gives the stage that the project is in. While a change of works is
// decided on, they go on.
func (p Project) Stage() Stage {
	switch p.Status {
	case ProjectStarted, ProjectMending:
		return StageDuring
	case ProjectFinished, ProjectAccepted:
		return StageAfter
	case ProjectDrafted, ProjectVoting, ProjectLost, ProjectStreet, ProjectDistrict, ProjectReturned, ProjectRefused,
		ProjectApproved, ProjectFailed, ProjectLapsed, ProjectDropped:
	}
	if p.StartedAt.IsZero() {
		return StageBefore
	}
	return StageDuring
}

// Oversight is what somebody who looks after others' work saw of a project. An
// objection waits for the committee's answer.
type Oversight struct {
	ID         int64
	Project    ProjectID
	At         time.Time
	By         PersonID
	Role       Role // in which they looked
	Stage      Stage
	Objection  bool
	Text       string
	Photos     []Photo
	Answer     string
	AnsweredAt time.Time
	AnsweredBy PersonID
}

// Open reports whether the committee owes an answer.
func (n Oversight) Open() bool { return n.Objection && n.AnsweredAt.IsZero() }

// Observe gives what somebody who is role says of the project; *StateError once
// it has ended otherwise than accepted, *LengthError.
func (p Project) Observe(role Role, objection bool, text string, limits RequestLimits, now time.Time) (Oversight, error) {
	if p.Ended() && p.Status != ProjectAccepted {
		return Oversight{}, fmt.Errorf("observe: %w", &StateError{Noun: "project", ID: int64(p.ID), Have: string(p.Status)})
	}
	check := limits.CheckNote
	if objection {
		check = limits.CheckReason
	}
	if err := check(text); err != nil {
		return Oversight{}, fmt.Errorf("observe: %w", err)
	}
	return Oversight{
		Project: p.ID, At: now, Role: role, Stage: p.Stage(), Objection: objection, Text: strings.TrimSpace(text),
	}, nil
}

// Reply answers an objection for the committee; *StateError when none waits.
func (n *Oversight) Reply(by PersonID, text string, limits RequestLimits, now time.Time) error {
	if !n.Open() {
		return fmt.Errorf("reply: %w", &StateError{Noun: "note", ID: n.ID, Have: "answered", Want: []string{"objection"}})
	}
	if err := limits.CheckReason(text); err != nil {
		return fmt.Errorf("reply: %w", err)
	}
	n.Answer, n.AnsweredAt, n.AnsweredBy = strings.TrimSpace(text), now, by
	return nil
}
