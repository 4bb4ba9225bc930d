package fund

import (
	"errors"
	"fmt"
	"strings"
)

var (
	// ErrWrongState is in every *StateError.
	ErrWrongState = errors.New("wrong state")
	// ErrNotAllowed is in every *NotAllowed.
	ErrNotAllowed = errors.New("not allowed")
	// ErrRoleConflict is in every *RoleConflict.
	ErrRoleConflict = errors.New("roles exclude each other")
	// ErrClosed says that a ballot takes no more votes.
	ErrClosed = errors.New("ballot is closed")
	// ErrPast says that a date that must lie ahead does not.
	ErrPast = errors.New("the date has passed")
	// ErrNotInTeam says that somebody is not named in the acceptance's team.
	ErrNotInTeam = errors.New("not in the acceptance team")
	// ErrNoChange says that a change leaves everything as it was.
	ErrNoChange = errors.New("the change changes nothing")
	// ErrItemFixed says that works that were approved cannot become works for
	// something else: that is another project.
	ErrItemFixed = errors.New("the item of approved works is fixed")
)

// StateError says that a step was asked for in a state that does not allow it.
// Noun is "request", "project" or "ballot"; Have is the state it is in and
// Want are the states the step starts from. errors.Is(err, ErrWrongState).
type StateError struct {
	Noun string
	ID   int64
	Have string
	Want []string
}

// Error names the noun, its number and both states.
func (e *StateError) Error() string {
	return fmt.Sprintf("%s %d is %s, not %s", e.Noun, e.ID, e.Have, strings.Join(e.Want, " or "))
}

// Unwrap gives ErrWrongState.
func (e *StateError) Unwrap() error { return ErrWrongState }

// What names the thing that a *LengthError or a *PaceError is about.
type What string

// The things whose length or pace is limited.
const (
	WhatText   What = "text"   // a request's text, code points
	WhatWhere  What = "where"  // a place in words, code points
	WhatReason What = "reason" // a reason given to people, code points
	WhatTitle  What = "title"  // a project's title, code points
	WhatPhotos What = "photos" // photos of one request
	WhatOpen   What = "open"   // open requests of one person
	WhatDay    What = "day"    // requests one person filed in 24 hours
)

// LengthError says that something is too short or too long. Have, Min and Max
// count code points after trimming (for WhatPhotos: photos; of a text or reason
// that is too short: its [Weight]); Have is 0 when there is no letter and no
// digit at all; Max is 0 where there is no upper limit.
type LengthError struct {
	What           What
	Have, Min, Max int
}

// Error gives the length and its limits.
func (e *LengthError) Error() string {
	return fmt.Sprintf("%s has length %d, allowed are %d to %d", e.What, e.Have, e.Min, e.Max)
}

// PaceError says that somebody has filed as much as they may for now: What is
// WhatOpen or WhatDay, Have is how many there are already, Max how many there
// may be.
type PaceError struct {
	What      What
	Have, Max int
}

// Error gives the count and its limit.
func (e *PaceError) Error() string {
	return fmt.Sprintf("%s: %d requests already, at most %d", e.What, e.Have, e.Max)
}
