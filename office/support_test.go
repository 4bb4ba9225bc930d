package office

import (
	"fmt"
	"testing"

	"huimin/fund"
	"huimin/store"
)

func TestSupportingTwiceIsOneSupport(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	r := w.ask(w.ann, "the lamp is broken")
	since := w.lastOutbox()
	if !w.support(w.bob, r) {
		t.Error("the first support changed nothing")
	}
	want := fmt.Sprintf(`request_changed 920 {"Request":%d,"What":"supported","Count":1}`, r.ID)
	if got := w.said(since); len(got) != 1 || got[0] != want {
		t.Errorf("the author heard %q (the post waits and is refreshed)", got)
	}
	before := w.dump()
	if w.support(w.bob, r) {
		t.Error("the second support changed something")
	}
	if after := w.dump(); after != before {
		t.Errorf("the second tap left %s", difference(before, after))
	}
	if n := w.request(r.ID).Supporters; n != 1 {
		t.Errorf("%d supporters", n)
	}
	unsupport := func() (changed bool) {
		w.must(w.bob, func(a Act) (err error) { changed, err = w.office.Unsupport(a, r.ID); return err })
		return changed
	}
	if !unsupport() || unsupport() {
		t.Error("support is taken back once")
	}
	since = w.lastOutbox()
	w.support(w.bob, r)
	if got := w.said(since); len(got) != 0 {
		t.Errorf("the same milestone is told twice: %q", got)
	}
}

func TestWhoMaySupport(t *testing.T) {
	w := newWorld(t)
	r := w.ask(w.ann, "the lamp is broken")
	support := func(id fund.RequestID) func(Act) error {
		return func(a Act) error { _, err := w.office.Support(a, id); return err }
	}
	w.refuse(w.ann, ErrOwnRequest, support(r.ID))
	w.refuse(w.dan, fund.ErrNotAllowed, support(r.ID))
	w.refuse(w.stray, fund.ErrNotAllowed, support(r.ID))
	w.refuse(fund.Person{}, ErrNoConsent, support(r.ID))
	w.refuse(w.bob, store.ErrNotFound, support(999))
	w.must(w.ann, func(a Act) error { _, err := w.office.Withdraw(a, r.ID); return err })
	w.refuse(w.bob, fund.ErrWrongState, support(r.ID))
	w.refuse(w.bob, fund.ErrWrongState, func(a Act) error { _, err := w.office.Unsupport(a, r.ID); return err })
}

func TestAPostIsEditedOnceForManyTaps(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	r := w.ask(w.ann, "the lamp is broken")
	for _, p := range []fund.Person{w.bob, w.cat, w.reps[0]} {
		w.support(p, r)
	}
	if got := w.rows("SELECT count(*) FROM outbox WHERE topic = ?", requestTopic(r.ID)); got[0] != "1" {
		t.Errorf("%s rows wait for the post", got[0])
	}
}
