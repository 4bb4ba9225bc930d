package fund

import (
	"fmt"
	"time"
)

// SelectionID numbers a year's choice; 0 is none.
type SelectionID int64

// SelectionStatus is where a year's choice stands.
type SelectionStatus string

// The states of a year's choice.
const (
	SelectionOpen   SelectionStatus = "open"
	SelectionClosed SelectionStatus = "closed"
)

// Selection is the choice among a community's needs for one year (the article,
// 11 and 12): the list as it stood when the choice began, and what became of
// each.
type Selection struct {
	ID        SelectionID
	Community PlaceID
	Year      int
	Status    SelectionStatus
	Opened    time.Time
	OpenedBy  PersonID
	Closed    time.Time
	ClosedBy  PersonID
}

// Close ends the choice. It must be open, else *StateError.
func (s *Selection) Close(by PersonID, now time.Time) error {
	if s.Status != SelectionOpen {
		return fmt.Errorf("close: %w", &StateError{
			Noun: "selection", ID: int64(s.ID), Have: string(s.Status), Want: []string{string(SelectionOpen)},
		})
	}
	s.Status, s.Closed, s.ClosedBy = SelectionClosed, now, by
	return nil
}

// Fate is what became of a need in a year's choice.
type Fate string

// The fates of a need.
const (
	FateWaiting  Fate = "waiting"  // nothing is decided
	FateAdopted  Fate = "adopted"  // a project came of it
	FateKept     Fate = "kept"     // stays on the list for next year
	FateDeclined Fate = "declined" // will not be taken, with a reason
	FateGone     Fate = "gone"     // withdrawn, or merged into another
)

// Need is a request as it stands in a year's choice. Rank is from 1;
// Neighbours and Households backed it when the choice began. Reason is why it
// is declined.
type Need struct {
	Selection  SelectionID
	Request    RequestID
	Rank       int
	Neighbours int
	Households int
	Fate       Fate
	Reason     string
}

// FateOf is what becomes of a need when the choice ends: what its request has
// become already, else what was noted; what nothing was noted about is kept.
func (n Need) FateOf(r Request) Fate {
	switch r.Status {
	case RequestAdopted:
		return FateAdopted
	case RequestDeclined:
		return FateDeclined
	case RequestMerged, RequestWithdrawn:
		return FateGone
	case RequestOpen:
	}
	if n.Fate == FateDeclined {
		return FateDeclined
	}
	return FateKept
}

// Now is what has become of a need so far, for a choice that goes on.
func (n Need) Now(r Request) Fate {
	if r.Status == RequestOpen && n.Fate == FateWaiting {
		return FateWaiting
	}
	return n.FateOf(r)
}

// NeedRules are how a year's needs are chosen among; defaults of this project.
type NeedRules struct {
	NextYearFrom time.Month // from this month on it is next year's needs that are chosen
}

func defaultNeeds() NeedRules { return NeedRules{NextYearFrom: time.October} }

// Year is the year whose needs are chosen among at now, in its zone.
func (r NeedRules) Year(now time.Time) int {
	if now.Month() >= r.NextYearFrom {
		return now.Year() + 1
	}
	return now.Year()
}

// Support is how many back the request: neighbours in the chat, and households
// at the door, each once.
func (r Request) Support() int { return r.Supporters + r.Households }
