package office

import (
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/store"
)

// Office runs a fund by the rules of its rulebook. It keeps no state of its
// own and may be used by several goroutines at once.
type Office struct {
	rules  fund.Rulebook
	admins []int64
	rand   func([]byte) error
}

// Option changes how an [Office] is made.
type Option func(*Office)

// WithAdmins names by Telegram id who administrates from the start, by the
// settings: each becomes an administrator of every city on consenting.
func WithAdmins(telegram ...int64) Option {
	return func(o *Office) { o.admins = slices.Clone(telegram) }
}

// WithRandom replaces where invitation tokens come from, for tests and for
// histories that come out the same each time.
func WithRandom(fill func([]byte) error) Option {
	return func(o *Office) { o.rand = fill }
}

// New makes an office for a rulebook; [fund.Always] makes one of a single
// programme.
func New(rules fund.Rulebook, options ...Option) *Office {
	o := &Office{rules: rules}
	for _, change := range append([]Option{WithRandom(systemRandom)}, options...) {
		change(o)
	}
	return o
}

// local gives a moment in the programme's zone; the zero time stays zero.
func (o *Office) local(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(o.rules.Zone())
}

// each does one thing to everything in a list.
func each[T any](list []T, do func(T) T) []T {
	for i := range list {
		list[i] = do(list[i])
	}
	return list
}

// grantsOf gives what a person holds now, being a resident of the chosen
// community included.
func grantsOf(tx *store.Tx, p fund.Person) ([]fund.Grant, error) {
	if p.ID == 0 || p.Erased {
		return nil, nil
	}
	grants, err := tx.Grants(p.ID)
	if err != nil {
		return nil, err
	}
	if p.Community != 0 {
		grants = append(grants, fund.Grant{Person: p.ID, Role: fund.RoleResident, Place: p.Community})
	}
	return grants, nil
}

// permitted does something where the act's person may: as [Office.allow] says,
// or what do returns.
func (o *Office) permitted(a Act, action fund.Action, place fund.PlaceID, do func() error) error {
	if err := o.allow(a, action, place); err != nil {
		return err
	}
	return do()
}

// allow is may for what is about to be done: the record says for whom, where
// the act's person stands in for somebody.
func (o *Office) allow(a Act, action fund.Action, place fund.PlaceID) error {
	if err := o.may(a, action, place); err != nil || a.By.ID == 0 {
		return err
	}
	of, err := o.ActsFor(a, action, place)
	return noteFor(a, of, err)
}

// may says whether the act's person may do action at place now: nil,
// *fund.NotAllowed, or [store.ErrNotFound] for a place that does not exist.
func (o *Office) may(a Act, action fund.Action, place fund.PlaceID) error {
	lineage, err := o.Lineage(a.Tx, place)
	if err != nil {
		return err
	}
	if a.operator {
		return nil
	}
	grants, err := grantsOf(a.Tx, a.By)
	if err != nil {
		return err
	}
	return fund.May(grants, action, lineage, a.Now)
}

// Allowed says whether the act's person may do action at place at this
// moment: nil, *fund.NotAllowed, or [store.ErrNotFound] for a place that does
// not exist. It is what shows or hides a button; the use cases ask again.
func (o *Office) Allowed(a Act, action fund.Action, place fund.PlaceID) error {
	if err := o.may(a, action, place); err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	return nil
}
