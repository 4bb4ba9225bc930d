package fund

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Edition is a programme and the moment from which it is in force. The zero
// time is that of the first one, which has always been.
type Edition struct {
	From time.Time
	Programme
}

// Rulebook is every programme a fund has run and will run by, each from its
// own date on, so that what was decided under an old rule stays so: see
// [Rulebook.At]. The zero Rulebook holds no rules; make one by [NewRulebook]
// or [Always].
type Rulebook struct{ editions []Edition }

// The ways in which editions do not make a rulebook.
var (
	ErrEditionOrder = errors.New("each change must begin later than the one before it")
	ErrEditionZone  = errors.New("a change must keep the time zone: days already counted were days of it")
)

// NewRulebook makes a rulebook of the rules it begins with and the changes
// after them, in the order of their dates.
func NewRulebook(first Programme, changes ...Edition) (Rulebook, error) {
	b := Rulebook{editions: []Edition{{Programme: first}}}
	for _, e := range changes {
		last := b.editions[len(b.editions)-1]
		if !e.From.After(last.From) {
			return Rulebook{}, fmt.Errorf("rules from %s: %w", e.From.Format(time.DateOnly), ErrEditionOrder)
		}
		if e.Zone.String() != first.Zone.String() {
			return Rulebook{}, fmt.Errorf("rules from %s: %w", e.From.Format(time.DateOnly), ErrEditionZone)
		}
		b.editions = append(b.editions, e)
	}
	return b, nil
}

// Always is the rulebook of one programme that never changes.
func Always(p Programme) Rulebook { return Rulebook{editions: []Edition{{Programme: p}}} }

// At gives the rules in force at a moment. On the moment a change begins it is
// in force.
func (b Rulebook) At(t time.Time) Programme { return b.EditionAt(t).Programme }

// EditionAt gives the rules in force at a moment and since when they are.
func (b Rulebook) EditionAt(t time.Time) Edition {
	for _, e := range slices.Backward(b.editions) {
		if !t.Before(e.From) {
			return e
		}
	}
	return b.first()
}

// Next gives the first change after a moment; ok is false when none is
// planned.
func (b Rulebook) Next(after time.Time) (e Edition, ok bool) {
	for _, e := range b.editions {
		if e.From.After(after) {
			return e, true
		}
	}
	return Edition{}, false
}

// Editions gives all rules in the order of their dates.
func (b Rulebook) Editions() []Edition { return slices.Clone(b.editions) }

// Zone is the time zone of all rules.
func (b Rulebook) Zone() *time.Location {
	if z := b.first().Zone; z != nil {
		return z
	}
	return time.UTC
}

func (b Rulebook) first() Edition {
	if len(b.editions) == 0 {
		return Edition{}
	}
	return b.editions[0]
}

// WithClock gives the rules a project was decided under with the clock of
// another programme: a review keeps the days, and the way to count them, that
// are in force when it arrives.
func (p Programme) WithClock(of Programme) Programme {
	p.Zone, p.Calendar, p.Hours = of.Zone, of.Calendar, of.Hours
	p.ReviewDays, p.JointClock = of.ReviewDays, of.JointClock
	return p
}

// RulesOf gives the rules that a project is judged by. opened is when its last
// ballot was opened, zero for none. From then on the project keeps the rules of
// that moment, whatever changes afterwards; before it, and once an amendment
// has undone the decision, those in force now.
func (b Rulebook) RulesOf(p Project, opened, now time.Time) Programme {
	switch {
	case p.Status != ProjectVoting && p.DecidedAt.IsZero():
		return b.At(now)
	case !opened.IsZero():
		return b.At(opened)
	}
	return b.At(p.DecidedAt)
}

// NextBulletin gives when the first bulletin after a moment is published, each
// by the rules in force when its month begins.
func (b Rulebook) NextBulletin(after time.Time) time.Time {
	for q := QuarterOf(after.In(b.Zone())).Previous(); ; q = q.Next() {
		if at := b.At(q.End(b.Zone())).BulletinAt(q); at.After(after) {
			return at
		}
	}
}

// NextOpening gives when working hours next begin after a moment, on whatever
// day, each day by the rules in force when it begins.
func (b Rulebook) NextOpening(after time.Time) time.Time {
	day := dateOf(after.In(b.Zone()))
	for {
		if at := day.minute(b.At(day.minute(0, b.Zone())).Hours.From, b.Zone()); at.After(after) {
			return at
		}
		day = day.next()
	}
}
