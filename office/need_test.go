package office

import (
	"strings"
	"testing"

	"huimin/fund"
	"huimin/store"
)

func (w *world) chosenAmong() (s fund.Selection) {
	w.t.Helper()
	w.must(w.staff, func(a Act) (err error) { s, err = w.office.BeginSelection(a, w.works.ID); return err })
	return s
}

func (w *world) noted(s fund.Selection, r fund.Request, f fund.Fate, reason string) {
	w.t.Helper()
	w.must(w.staff, func(a Act) error { return w.office.NoteNeed(a, s.ID, r.ID, f, reason) })
}

func TestTheListIsRankedByNeighboursAndHouseholds(t *testing.T) {
	w := newWorld(t)
	one, two, three := w.ask(w.ann, "the lamp is broken"), w.ask(w.ann, "a bench by the gate"), w.ask(w.ann, "steps for number 5")
	w.support(w.bob, one)
	c := w.campaign()
	w.call(c, "1-101", fund.VisitSupport, "", three.ID)
	w.call(c, "1-102", fund.VisitSupport, "", three.ID)
	ranking := func(f NeedFilter) (list []string) {
		w.read(func(tx *store.Tx) error {
			needs, err := w.office.Needs(tx, w.now, w.works.ID, f)
			for _, n := range needs {
				list = append(list, n.Request.Number)
			}
			return err
		})
		return list
	}
	for want, f := range map[string]NeedFilter{
		three.Number + " " + one.Number + " " + two.Number: {},
		two.Number: {Words: "BENCH  gate"},
		"":         {Words: "rocket"},
	} {
		if got := strings.Join(ranking(f), " "); got != want {
			t.Errorf("%+v leaves %q, want %q", f, got, want)
		}
	}
	table, ok := w.office.Table("needs")
	w.must(w.staff, func(a Act) error {
		rows, err := table.Rows(a, w.works.ID)
		if !ok || len(rows) != 3 || rows[0][1] != three.Number || rows[0][8] != 2 || rows[0][9] != 2 {
			t.Errorf("rows %v", rows)
		}
		return err
	})
}

func TestTheEndOfAChoiceIsToldOnceToEachAndStands(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	lamp, bench, steps, shed := w.ask(w.ann, "the lamp is broken"), w.ask(w.ann, "a bench by the gate"), w.ask(w.bob, "steps for number 5"), w.ask(w.bob, "a shed for bikes")
	w.support(w.cat, lamp)
	w.support(w.cat, bench)
	w.support(w.bob, bench)
	s := w.chosenAmong()
	later := w.ask(w.cat, "flowers at the gate") // not on the list: the next choice has it
	w.refuse(w.staff, ErrSelectionOpen, func(a Act) error { _, err := w.office.BeginSelection(a, w.works.ID); return err })
	w.refuse(w.staff, store.ErrNotFound, func(a Act) error { return w.office.NoteNeed(a, s.ID, later.ID, fund.FateKept, "") })
	w.refuse(w.staff2, fund.ErrNotAllowed, func(a Act) error { return w.office.NoteNeed(a, s.ID, lamp.ID, fund.FateKept, "") })
	w.refuse(w.staff, fund.ErrWrongState, func(a Act) error { return w.office.NoteNeed(a, s.ID, lamp.ID, fund.FateAdopted, "") })
	w.refuse(w.supervisor, fund.ErrNotAllowed, func(a Act) error { _, err := w.office.EndSelection(a, s.ID); return err })

	since := w.lastOutbox()
	w.noted(s, lamp, fund.FateDeclined, "The city does it")
	w.noted(s, bench, fund.FateDeclined, "Not this year")
	w.noted(s, bench, fund.FateWaiting, "")
	w.noted(s, steps, fund.FateKept, "")
	if got := w.said(since); len(got) != 0 {
		t.Errorf("before the end somebody hears %q", got)
	}
	w.must(w.bob, func(a Act) error { _, err := w.office.Withdraw(a, shed.ID); return err })
	w.refuse(w.staff, fund.ErrWrongState, func(a Act) error { return w.office.NoteNeed(a, s.ID, shed.ID, fund.FateKept, "") })

	since = w.lastOutbox()
	w.must(w.staff, func(a Act) error { _, err := w.office.EndSelection(a, s.ID); return err })
	w.refuse(w.staff, fund.ErrWrongState, func(a Act) error { _, err := w.office.EndSelection(a, s.ID); return err })
	told := map[string]int{}
	for _, line := range w.said(since) {
		if f := strings.Fields(line); !strings.HasPrefix(f[1], "-") {
			told[f[0]+" "+f[1]]++
		}
	}
	if len(told) != 3 || told["needs_news 920"] != 1 || told["needs_news 921"] != 1 || told["needs_news 922"] != 1 {
		t.Errorf("told %v: ann, bob and cat hear once, and of nothing else", told)
	}
	for r, want := range map[fund.RequestID]fund.RequestStatus{
		lamp.ID: fund.RequestDeclined, bench.ID: fund.RequestOpen, steps.ID: fund.RequestOpen, shed.ID: fund.RequestWithdrawn, later.ID: fund.RequestOpen,
	} {
		if got := w.request(r); got.Status != want {
			t.Errorf("request %d is %s, want %s", r, got.Status, want)
		}
	}
	w.read(func(tx *store.Tx) error {
		for r, want := range map[fund.RequestID]int{lamp.ID: 0, bench.ID: 2027, steps.ID: 2027, later.ID: 0} {
			if got, err := w.office.KeptFor(tx, r); err != nil || got != want {
				t.Errorf("request %d is kept for %d, want %d, %v", r, got, want, err)
			}
		}
		return nil
	})
	if v := w.verified(); len(v.Faults) != 0 {
		t.Errorf("verified: %+v", v.Faults)
	}
	db := w.tamper()
	w.edit(db, "UPDATE needs SET fate = 'kept' WHERE fate = 'declined'")
	if v := w.verified(); len(v.Faults) != 1 || v.Faults[0].Noun != "selection" {
		t.Errorf("a fate that was changed: %+v", v.Faults)
	}
	w.now = w.now.AddDate(1, 0, 0) // what was kept is on the next list, with its support
	next := w.chosenAmong()
	w.read(func(tx *store.Tx) error {
		needs, err := tx.Needs(next.ID)
		if len(needs) != 3 || needs[0].Request != bench.ID || needs[0].Neighbours != 2 || next.Year != 2027 {
			t.Errorf("the list of %d: %+v", next.Year, needs)
		}
		return err
	})
}

func TestNobodyBeginsAChoiceAmongNothing(t *testing.T) {
	w := newWorld(t)
	w.refuse(w.staff, ErrNoNeeds, func(a Act) error { _, err := w.office.BeginSelection(a, w.works.ID); return err })
	w.refuse(w.ann, fund.ErrNotAllowed, func(a Act) error { _, err := w.office.BeginSelection(a, w.works.ID); return err })
}
