package fund

import (
	"fmt"
	"slices"
	"time"
)

// PauseGround is why a review's clock may stand still.
type PauseGround string

// The grounds.
const (
	GroundDocuments PauseGround = "documents" // papers from the community are missing
	GroundSite      PauseGround = "site"      // the place is looked at together
	GroundExpert    PauseGround = "expert"    // somebody who knows is asked
)

// PauseGrounds lists all grounds.
func PauseGrounds() []PauseGround { return []PauseGround{GroundDocuments, GroundSite, GroundExpert} }

// Pause is a review's clock standing still: from Since on, until it is ended or
// Until comes. Days are the working days that were left.
type Pause struct {
	ID       int64
	Approval int64
	Project  ProjectID
	Ground   PauseGround
	Words    string
	By       PersonID
	Since    time.Time
	Until    time.Time // when it ends by itself: the midnight that begins a working day
	Days     int
	Ended    time.Time // zero while it stands
	EndedBy  PersonID  // 0 for by itself
}

// Open reports whether the clock stands still at now.
func (p Pause) Open(now time.Time) bool { return p.Ended.IsZero() && now.Before(p.Until) }

// PauseWhy says why a clock cannot be paused.
type PauseWhy string

// The reasons.
const (
	PauseNoGround PauseWhy = "ground" // the programme does not name it
	PauseTooMany  PauseWhy = "many"   // it was paused as often as it may be
	PauseTooLate  PauseWhy = "late"   // it has run out already
	PauseStands   PauseWhy = "stands" // it is paused already
	PauseRuns     PauseWhy = "runs"   // it is not paused
)

// PauseError says why a clock cannot be paused, or set going. Max is how often
// a review may be paused.
type PauseError struct {
	Why PauseWhy
	Max int
}

// Error gives the reason.
func (e *PauseError) Error() string { return fmt.Sprintf("pause: %s (at most %d)", e.Why, e.Max) }

// PauseReview stops a review's clock at now: only on a ground that the
// programme names, only as often as it says, and not once the days have run
// out. before are the review's earlier pauses. The pause ends by itself when
// its working days are over, on the morning of the last of them, and due is
// when the review is due then.
func (p Programme) PauseReview(
	r Approval, before []Pause, ground PauseGround, now time.Time,
) (pause Pause, due time.Time, provisional bool, err error) {
	now = now.In(p.Zone)
	switch {
	case !slices.Contains(p.Draft.Grounds, ground):
		err = &PauseError{Why: PauseNoGround}
	case slices.ContainsFunc(before, func(b Pause) bool { return b.Ended.IsZero() }):
		err = &PauseError{Why: PauseStands}
	case len(before) >= p.Draft.Pauses:
		err = &PauseError{Why: PauseTooMany, Max: p.Draft.Pauses}
	case now.After(r.Due):
		err = &PauseError{Why: PauseTooLate}
	}
	if err != nil {
		return Pause{}, time.Time{}, false, err
	}
	last, unsure := p.Calendar.Add(now, max(p.Draft.PauseDays, 1))
	pause = Pause{
		Approval: r.ID, Project: r.Project, Ground: ground, Since: now,
		Until: time.Date(last.Year(), last.Month(), last.Day(), 0, 0, 0, 0, now.Location()),
		Days:  max(p.Calendar.Left(now, r.Due), 0),
	}
	due, provisional = p.ResumedDue(pause, pause.Until)
	return pause, due, provisional || unsure, nil
}

// ResumedDue gives when a review is due whose clock runs again at a moment: it
// has the working days it had left, counted from the next day (Civil Code Art.
// 201). On its last day it has the rest of the day it runs again.
func (p Programme) ResumedDue(pause Pause, at time.Time) (due time.Time, provisional bool) {
	return p.Calendar.Add(at.In(p.Zone), pause.Days)
}

// PausedDays gives the working days that a review's clock stood still until
// now.
func (c Calendar) PausedDays(pauses []Pause, now time.Time) (days int) {
	for _, p := range pauses {
		end := p.Ended
		if end.IsZero() {
			end = now
		}
		if end.After(p.Until) {
			end = p.Until
		}
		days += c.between(p.Since, end)
	}
	return days
}
