package office

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

func TestConsentKeepsAMaskedNameAlone(t *testing.T) {
	w := newWorld(t)
	if p := w.person(w.ann); p.Name != "王**" || !p.Consented() || !p.ConsentAt.Equal(w.now) {
		t.Errorf("kept %+v", p)
	}
	if p := w.person(w.staff); p.Name != "Full Name 陈**" {
		t.Errorf("an office holder is %q", p.Name)
	}
	w.must(w.ann, func(a Act) error { _, err := w.office.SetLanguage(a, "en"); return err })
	if p := w.person(w.ann); p.Lang != "en" {
		t.Errorf("reads %q", p.Lang)
	}
}

func TestChoosingACommunity(t *testing.T) {
	w := newWorld(t)
	choose := func(id fund.PlaceID) func(Act) error {
		return func(a Act) error { _, err := w.office.ChooseCommunity(a, id); return err }
	}
	w.refuse(fund.Person{}, ErrNoConsent, choose(w.works.ID))
	w.refuse(w.ann, ErrPlaceKind, choose(w.street.ID))
	w.refuse(w.ann, store.ErrNotFound, choose(999))
	w.must(w.ann, choose(w.lake.ID))
	r := w.ask(w.ann, "the pier is rotten")
	if r.Community != w.lake.ID || !strings.HasPrefix(r.Number, "HP-") {
		t.Errorf("filed %+v", r)
	}
}

func TestErasureForgetsThePersonAndKeepsTheFigures(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	open, merged, target := w.ask(w.ann, "secret open words"), w.ask(w.ann, "secret merged words"), w.ask(w.bob, "bob's own")
	m := w.propose(merged, target)
	w.must(w.ann, func(a Act) error { _, err := w.office.AnswerMerge(a, m.ID, true); return err })
	w.support(w.cat, open)
	w.comment(w.ann, target, "secret remark")
	w.support(w.ann, w.ask(w.cat, "cat's own"))
	token := w.invite(w.staff, fund.RoleRepresentative, w.works)
	w.must(w.ann, func(a Act) error { _, err := w.office.AcceptInvite(a, token, "Wang Secret"); return err })
	w.must(w.ann, func(a Act) error {
		return a.Tx.SaveSession(store.Session{Chat: 920, Person: 920, Form: "suggest", Step: "what", Data: json.RawMessage(`{"a":"secret draft"}`), Changed: a.Now})
	})
	w.must(w.ann, func(a Act) error {
		_, err := a.Tx.Receive([]store.Incoming{{ID: 7, Body: []byte(`{"message":{"from":{"id":920},"text":"secret failure"}}`)}, {ID: 8, Body: []byte(`no JSON`)}}, a.Now)
		if err != nil {
			return err
		}
		for seq := range int64(2) {
			if err := a.Tx.FailUpdate(seq+1, "poison"); err != nil {
				return err
			}
		}
		return nil
	})
	since := w.lastOutbox()
	w.must(w.ann, w.office.Erase)

	for _, line := range strings.Split(w.dump(), "\n") {
		if strings.Contains(strings.ToLower(line), "secret") || strings.Contains(line, " 920 ") {
			t.Errorf("still kept: %s", line)
		}
	}
	if salts := w.rows("SELECT count(*) FROM record_salts WHERE person = ?", w.ann.ID); salts[0] != "0" {
		t.Errorf("%s seals can still be opened", salts[0])
	}
	p := w.person(w.ann)
	if !p.Erased || p.Telegram != 0 || p.Name != "*" || p.Community != 0 || p.Consented() {
		t.Errorf("kept %+v", p)
	}
	if r := w.request(open.ID); r.Status != fund.RequestWithdrawn || r.Author != w.ann.ID || r.Supporters != 1 {
		t.Errorf("the open request: %+v", r)
	}
	if got := w.said(since); !slices.Contains(got, fmt.Sprintf(`request_changed 922 {"Request":%d,"What":"withdrawn"}`, open.ID)) {
		t.Errorf("the supporter heard %q", got)
	}
	w.read(func(tx *store.Tx) error { _, err := tx.CheckRecord(); return err })
	w.refuse(w.ann, ErrNoConsent, w.office.Erase)
	w.refuse(w.ann, fund.ErrNotAllowed, func(a Act) error { return w.office.Allowed(a, fund.ActVote, w.works.ID) })
	w.refuse(fund.Person{}, ErrNoConsent, w.office.Erase)

	again := w.consent(920, "小安", "王") // comes back as somebody new
	if again.ID == w.ann.ID {
		t.Error("the number of the erased leads to somebody")
	}
}

func TestExportHoldsEverything(t *testing.T) {
	w := newWorld(t)
	r := w.ask(w.reps[0], "the lamp is broken")
	w.comment(w.reps[0], r, "still broken")
	other := w.ask(w.ann, "a bench")
	w.support(w.reps[0], other)
	w.must(w.reps[0], func(a Act) error {
		return a.Tx.SaveSession(store.Session{Chat: 910, Person: 910, Form: "suggest", Step: "what", Data: json.RawMessage(`{}`), Changed: a.Now})
	})
	w.must(w.reps[0], func(a Act) error {
		e, err := w.office.Export(a)
		if e.Person.ID != w.reps[0].ID || len(e.Roles) != 1 || len(e.Requests) != 1 || len(e.Comments) != 1 ||
			len(e.Supported) != 1 || len(e.Drafts) != 1 || len(e.Invites) != 1 || len(e.Record) < 5 {
			t.Errorf("exported %+v", e)
		}
		if e.Requests[0].Filed.Location() != w.now.Location() || e.Record[0].At.Location() != w.now.Location() {
			t.Error("times are not in the programme's zone")
		}
		if _, err := json.Marshal(e); err != nil {
			t.Error(err)
		}
		return err
	})
	w.refuse(fund.Person{}, ErrNoConsent, func(a Act) error { _, err := w.office.Export(a); return err })
}

func TestMineShowsWhereEverythingStandsAndWithWhom(t *testing.T) {
	w := newWorld(t)
	one, two := w.ask(w.ann, "the lamp is broken"), w.ask(w.bob, "a bench, please")
	asked := w.now
	w.support(w.ann, two)
	w.now = w.now.Add(time.Hour)
	m := w.propose(one, two)
	mine := func() (list Mine) {
		w.must(w.ann, func(a Act) (err error) { list, err = w.office.Mine(a); return err })
		return list
	}
	got := mine()
	if len(got.Requests) != 1 || len(got.Supported) != 1 || len(got.Roles) != 0 {
		t.Fatalf("mine: %+v", got)
	}
	f := got.Requests[0]
	if f.Request.ID != one.ID || f.Holder != fund.HolderCommunity || !f.Since.Equal(asked) || f.Merge == nil || f.Merge.ID != m.ID {
		t.Errorf("my open request: %+v", f)
	}
	w.must(w.ann, func(a Act) error { _, err := w.office.AnswerMerge(a, m.ID, true); return err })
	if f := mine().Requests[0]; f.Into == nil || f.Into.ID != two.ID || f.Holder != fund.HolderCommunity {
		t.Errorf("my merged request: %+v", f)
	}
	w.must(w.staff, func(a Act) error { _, err := w.office.Decline(a, two.ID, "no money"); return err })
	if f := mine().Requests[0]; f.Into.Status != fund.RequestDeclined || f.Holder != fund.HolderNobody || !f.Since.Equal(w.now) {
		t.Errorf("my request, declined where it went: %+v", f)
	}
	w.must(w.staff, func(a Act) error {
		list, err := w.office.Mine(a)
		if len(list.Roles) != 1 || list.Roles[0].Place != w.works || list.Roles[0].Grant.Role != fund.RoleStaff {
			t.Errorf("the staff's roles: %+v", list.Roles)
		}
		return err
	})
	w.refuse(fund.Person{}, ErrNoConsent, func(a Act) error { _, err := w.office.Mine(a); return err })
}
