package office

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

var errUndone = errors.New("undone by the test")

// Who may do what, by asking everybody to do everything, each to the same
// books. Whoever may not is told so and leaves no trace.
func TestOnlyWhoMayDoesAndNobodyElseLeavesATrace(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	everybody := map[string]fund.Person{
		"admin": w.admin, "district": w.reviewer, "street": w.officer, "other street": w.officer2, "staff": w.staff,
		"staff next door": w.staff2, "supervisor": w.supervisor, "representative": w.reps[0], "resident": w.ann,
		"resident next door": w.dan, "no community": w.stray, "stranger": {},
	}
	request := w.ask(w.ann, "The lamp at the corridor door is broken")
	drafted := w.adopted(fund.Yuan(1_000))
	w.ready(drafted)
	voting := w.opened(w.adopted(fund.Yuan(1_000)), 24*time.Hour)
	approved := w.carried(fund.Yuan(1_000))
	w.now = w.now.Add(25 * time.Hour)
	started := w.carried(fund.Yuan(1_000))
	w.must(w.staff, func(a Act) error { _, err := w.office.Start(a, started.ID); return err })
	street := w.carried(fund.Yuan(60_000))
	district := w.approve(w.officer, w.carried(fund.Yuan(60_000)))
	w.now = w.now.Add(25 * time.Hour)
	returned := w.carried(fund.Yuan(60_000))
	r := w.waiting(returned)
	w.must(w.officer, func(a Act) error { _, err := w.office.Return(a, r.ID, "Quotes"); return err })
	again := w.opened(w.adopted(fund.Yuan(1_000)), 24*time.Hour)
	_ = voting

	staff := []string{"admin", "staff"}
	atStreet, atDistrict := w.waiting(street), w.waiting(district)
	plan := NewProject{Title: "Lamp", Item: lampItem, Funding: fund.Funding{Fund: fund.Yuan(1_000)}}
	o := w.office
	for name, c := range map[string]struct {
		may []string
		do  func(Act) error
	}{
		"adopt":       {staff, func(a Act) error { _, err := o.Adopt(a, request.ID, plan); return err }},
		"amend":       {staff, func(a Act) error { _, _, err := o.Amend(a, drafted.ID, plan); return err }},
		"resubmit":    {staff, func(a Act) error { _, err := o.Resubmit(a, returned.ID); return err }},
		"drop":        {staff, func(a Act) error { _, err := o.Drop(a, street.ID, "Given up"); return err }},
		"start":       {staff, func(a Act) error { _, err := o.Start(a, approved.ID); return err }},
		"finish":      {staff, func(a Act) error { _, err := o.Finish(a, started.ID, "", nil); return err }},
		"open ballot": {staff, func(a Act) error { _, err := o.OpenBallot(a, drafted.ID, w.now.Add(time.Hour)); return err }},
		"close":       {staff, func(a Act) error { _, err := o.CloseBallot(a, again.ID); return err }},
		"vote": {[]string{"representative"}, func(a Act) error {
			_, _, err := o.CastVote(a, again.ID, fund.ChoiceFor)
			return err
		}},
		"approve street":  {[]string{"street"}, func(a Act) error { _, err := o.Approve(a, atStreet.ID); return err }},
		"return street":   {[]string{"street"}, func(a Act) error { _, err := o.Return(a, atStreet.ID, "Quotes"); return err }},
		"refuse street":   {[]string{"street"}, func(a Act) error { _, err := o.Refuse(a, atStreet.ID, "Not here"); return err }},
		"approve distric": {[]string{"district"}, func(a Act) error { _, err := o.Approve(a, atDistrict.ID); return err }},
		"return district": {[]string{"district"}, func(a Act) error { _, err := o.Return(a, atDistrict.ID, "Quotes"); return err }},
		"refuse district": {[]string{"district"}, func(a Act) error { _, err := o.Refuse(a, atDistrict.ID, "Not here"); return err }},
	} {
		for who, p := range everybody {
			if !slices.Contains(c.may, who) {
				w.refuse(p, fund.ErrNotAllowed, c.do)
				continue
			}
			err := w.try(p, func(a Act) error { return errors.Join(c.do(a), errUndone) })
			if !errors.Is(err, errUndone) || errors.Is(err, fund.ErrNotAllowed) || len(unjoined(err)) != 1 {
				t.Errorf("%s by %s: %v", name, who, err)
			}
		}
		if name == "approve street" { // no operator and no clock ever reviews
			w.refuse(fund.Person{}, fund.ErrNotAllowed, func(a Act) error { return c.do(ByOperator(a.Tx, a.Now)) })
		}
	}
	w.sound()
}

// unjoined gives the errors in a joined one.
func unjoined(err error) []error {
	if j, ok := err.(interface{ Unwrap() []error }); ok {
		return j.Unwrap()
	}
	return []error{err}
}

func TestWrongStatesAndWordsLeaveNoTrace(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.carried(fund.Yuan(60_000))
	r := w.waiting(p)
	o := w.office
	plan := NewProject{Title: "Lamp", Item: lampItem, Funding: fund.Funding{Fund: fund.Yuan(1_000)}}
	for name, c := range map[string]struct {
		by   fund.Person
		want error
		do   func(Act) error
	}{
		"adopt twice":     {w.staff, fund.ErrWrongState, func(a Act) error { _, err := o.Adopt(a, p.Lead, plan); return err }},
		"adopt nothing":   {w.staff, store.ErrNotFound, func(a Act) error { _, err := o.Adopt(a, 99, plan); return err }},
		"amend in review": {w.staff, fund.ErrWrongState, func(a Act) error { _, _, err := o.Amend(a, p.ID, plan); return err }},
		"resubmit":        {w.staff, fund.ErrWrongState, func(a Act) error { _, err := o.Resubmit(a, p.ID); return err }},
		"start":           {w.staff, fund.ErrWrongState, func(a Act) error { _, err := o.Start(a, p.ID); return err }},
		"finish":          {w.staff, fund.ErrWrongState, func(a Act) error { _, err := o.Finish(a, p.ID, "", nil); return err }},
		"no such review":  {w.officer, store.ErrNotFound, func(a Act) error { _, err := o.Approve(a, 99); return err }},
		"no such project": {w.staff, store.ErrNotFound, func(a Act) error { _, err := o.Start(a, 99); return err }},
	} {
		t.Run(name, func(*testing.T) { w.refuse(c.by, c.want, c.do) })
	}
	request := w.ask(w.bob, "A bench under the tree")
	for name, c := range map[string]struct {
		by fund.Person
		do func(Act) error
	}{
		"return without a reason": {w.officer, func(a Act) error { _, err := o.Return(a, r.ID, " … "); return err }},
		"refuse without a reason": {w.officer, func(a Act) error { _, err := o.Refuse(a, r.ID, ""); return err }},
		"drop without a reason":   {w.staff, func(a Act) error { _, err := o.Drop(a, p.ID, ""); return err }},
		"drop with a novel":       {w.staff, func(a Act) error { _, err := o.Drop(a, p.ID, strings.Repeat("x", 501)); return err }},
		"no item":                 {w.staff, func(a Act) error { _, err := o.Adopt(a, request.ID, NewProject{Item: "XX"}); return err }},
		"no money":                {w.staff, func(a Act) error { _, err := o.Adopt(a, request.ID, NewProject{Item: lampItem}); return err }},
		"nameless sponsor": {w.staff, func(a Act) error {
			_, err := o.Adopt(a, request.ID, NewProject{Item: lampItem, Funding: fund.Funding{Sponsor: 1}})
			return err
		}},
	} {
		before := w.dump()
		var refusal error
		w.must(c.by, func(a Act) error {
			refusal = c.do(a)
			return nil
		})
		var length *fund.LengthError
		var money *fund.FundingError
		if !errors.As(refusal, &length) && !errors.As(refusal, &money) && !errors.Is(refusal, ErrNoItem) {
			t.Errorf("%s: %v", name, refusal)
		}
		if after := w.dump(); after != before {
			t.Errorf("%s left a trace:\n%s", name, difference(before, after))
		}
	}
}
