package office

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"huimin/fund"
	"huimin/store"
)

func (w *world) propose(r, into fund.Request) (m store.Merge) {
	w.t.Helper()
	w.must(w.staff, func(a Act) (err error) { m, err = w.office.ProposeMerge(a, r.ID, into.ID); return err })
	return m
}

func (w *world) supporters(r fund.Request) (list []fund.PersonID) {
	w.t.Helper()
	w.read(func(tx *store.Tx) (err error) { list, err = tx.Supporters(r.ID); return err })
	slices.Sort(list)
	return list
}

func TestMergingAsksTheAuthorAndMovesTheSupporters(t *testing.T) {
	w := newWorld(t)
	one, two := w.ask(w.ann, "the lamp is broken"), w.ask(w.bob, "the lamp by door 3 is dark")
	w.support(w.cat, one)
	w.support(w.cat, two)
	w.support(w.ann, two)     // the target's author supports the other: no longer, once merged
	w.support(w.reps[0], two) // moves
	since := w.lastOutbox()
	m := w.propose(two, one)
	news := fmt.Sprintf(`{"Merge":%d,"Request":%d,"Into":%d}`, m.ID, two.ID, one.ID)
	if got := w.said(since); len(got) != 1 || got[0] != "merge_ask 921 "+news {
		t.Errorf("said %q", got)
	}
	answer := func(yes bool) func(Act) error {
		return func(a Act) error { _, err := w.office.AnswerMerge(a, m.ID, yes); return err }
	}
	w.refuse(w.ann, ErrNotYours, answer(true))
	w.refuse(w.staff, ErrNotYours, answer(true))
	w.refuse(fund.Person{}, ErrNotYours, answer(true))
	w.refuse(w.staff, ErrMergePending, func(a Act) error { _, err := w.office.ProposeMerge(a, two.ID, one.ID); return err })

	since = w.lastOutbox()
	w.must(w.bob, answer(true))
	w.refuse(w.bob, ErrMergeAnswered, answer(true))
	if r := w.request(two.ID); r.Status != fund.RequestMerged || r.MergedInto != one.ID || r.Supporters != 0 {
		t.Errorf("merged: %+v", r)
	}
	want := []fund.PersonID{w.reps[0].ID, w.bob.ID, w.cat.ID}
	slices.Sort(want)
	if got := w.supporters(one); !slices.Equal(got, want) {
		t.Errorf("supporters of the target are %v, want %v", got, want)
	}
	heard := []string{"merge_done 910 " + news, "merge_done 922 " + news, "merge_answered 904 " + news}
	got := w.said(since)
	slices.Sort(got)
	slices.Sort(heard)
	if strings.Join(got, "\n") != strings.Join(heard, "\n") {
		t.Errorf("said %q, want %q", got, heard)
	}
	w.must(w.cat, func(a Act) error { // steps out
		changed, err := w.office.Unsupport(a, one.ID)
		if !changed {
			t.Error("stepping out changed nothing")
		}
		return err
	})
}

func TestAnAuthorMayRefuseToBeMerged(t *testing.T) {
	w := newWorld(t)
	one, two, three := w.ask(w.ann, "the lamp is broken"), w.ask(w.bob, "lamp dark"), w.ask(w.cat, "no light")
	m := w.propose(two, one)
	w.must(w.bob, func(a Act) error { _, err := w.office.AnswerMerge(a, m.ID, false); return err })
	if r := w.request(two.ID); r.Status != fund.RequestOpen {
		t.Errorf("refused, but %+v", r)
	}
	first := w.propose(two, one)
	w.propose(two, three) // another target replaces the first
	w.refuse(w.bob, ErrMergeAnswered, func(a Act) error { _, err := w.office.AnswerMerge(a, first.ID, true); return err })
}

func TestMergesThatCannotBe(t *testing.T) {
	w := newWorld(t)
	one, two, far := w.ask(w.ann, "the lamp is broken"), w.ask(w.bob, "lamp dark"), w.ask(w.dan, "no light")
	propose := func(from, into fund.RequestID) func(Act) error {
		return func(a Act) error { _, err := w.office.ProposeMerge(a, from, into); return err }
	}
	w.refuse(w.staff2, fund.ErrNotAllowed, propose(two.ID, one.ID))
	w.refuse(w.bob, fund.ErrNotAllowed, propose(two.ID, one.ID))
	w.refuse(w.staff, ErrOtherCommunity, propose(two.ID, far.ID))
	w.refuse(w.staff, fund.ErrWrongState, propose(two.ID, two.ID))
	w.refuse(w.staff, store.ErrNotFound, propose(two.ID, 999))
	back, there := w.propose(one, two), w.propose(two, one)
	w.must(w.bob, func(a Act) error { _, err := w.office.AnswerMerge(a, there.ID, true); return err })
	if err := w.try(w.ann, func(a Act) error {
		_, err := w.office.AnswerMerge(a, back.ID, true)
		return err
	}); !errors.Is(err, fund.ErrWrongState) {
		t.Errorf("a circle: %v", err)
	}
	w.refuse(w.staff, fund.ErrWrongState, propose(two.ID, one.ID))
}

func TestWithoutAnAuthorTheStaffsWordCounts(t *testing.T) {
	w := newWorld(t)
	one := w.ask(w.ann, "the lamp is broken")
	var heard fund.Request
	w.must(w.staff, func(a Act) (err error) {
		heard, err = w.office.EnterRequest(a, NewRequest{Text: "lamp dark", Source: fund.SourceCall, Community: w.works.ID})
		return err
	})
	w.support(w.bob, heard)
	m := w.propose(heard, one)
	if m.Answered.IsZero() || !m.Agreed || w.request(heard.ID).Status != fund.RequestMerged {
		t.Errorf("not merged: %+v", m)
	}
	if got := w.supporters(one); !slices.Equal(got, []fund.PersonID{w.bob.ID}) {
		t.Errorf("supporters %v", got)
	}
}

func TestAnAuthorWhoBlockedTheBotIsNotWaitedForForEver(t *testing.T) {
	w := newWorld(t)
	one, two, three := w.ask(w.ann, "the lamp is broken"), w.ask(w.bob, "the lamp by door 3 is dark"), w.ask(w.bob, "no light at door 3")
	m := w.propose(two, one)
	again := func(a Act) error { _, err := w.office.ProposeMerge(a, two.ID, one.ID); return err }
	w.refuse(w.staff, ErrMergePending, again)
	w.must(fund.Person{}, func(a Act) error { return a.Tx.Park(w.bob.Telegram) })
	w.must(w.staff, again) // asked once more, it is done
	if r := w.request(two.ID); r.Status != fund.RequestMerged || r.MergedInto != one.ID {
		t.Errorf("merged: %+v", r)
	}
	w.read(func(tx *store.Tx) error {
		done, err := w.office.MergeByID(tx, m.ID)
		if !done.Agreed {
			t.Errorf("the proposal: %+v", done)
		}
		return err
	})
	w.propose(three, one) // and another at once
	if r := w.request(three.ID); r.Status != fund.RequestMerged {
		t.Errorf("merged: %+v", r)
	}
}
