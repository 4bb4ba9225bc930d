package fund

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// ErrUnmoved says that a meeting would be moved to when and where it is.
var ErrUnmoved = errors.New("the meeting is then and there already")

// Rescheduled is when and where a meeting was called for until it was moved, by
// By at At. Haste is why its notice was short then.
type Rescheduled struct {
	Starts time.Time
	Where  string
	Haste  string
	By     PersonID
	At     time.Time
}

// Reschedule moves a meeting that has not opened to another hour, another place,
// or both; haste is for another hour alone. *StateError, [ErrUnmoved].
func (m *Meeting) Reschedule(starts time.Time, where, haste string, by PersonID, now time.Time) error {
	if err := m.in("move", MeetingCalled); err != nil {
		return err
	}
	another := !starts.Equal(m.Starts)
	if !another && where == m.Where {
		return fmt.Errorf("move meeting %d: %w", m.ID, ErrUnmoved)
	}
	m.Before = append(slices.Clone(m.Before), Rescheduled{m.Starts, m.Where, m.Haste, by, now})
	if m.Where = where; another {
		m.Starts, m.Haste = starts, haste
	}
	return nil
}

// Moved gives from what to what a meeting was moved the nth time, from 1.
func (m Meeting) Moved(n int) (from, to Rescheduled) {
	if n < len(m.Before) {
		return m.Before[n-1], m.Before[n]
	}
	return m.Before[n-1], Rescheduled{Starts: m.Starts, Where: m.Where, Haste: m.Haste}
}

// Redated tells whether the meeting was moved to another hour the nth time:
// answers given before that are for the old one.
func (m Meeting) Redated(n int) bool {
	from, to := m.Moved(n)
	return !from.Starts.Equal(to.Starts)
}
