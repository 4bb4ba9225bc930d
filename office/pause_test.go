package office

import (
	"errors"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

// bureau gives somebody the role of a district reviewer who speaks for b.
func (w *world) bureau(telegram int64, b fund.Bureau) fund.Person {
	w.t.Helper()
	p := w.consent(telegram, string(b), "")
	var token string
	w.must(w.admin, func(a Act) (err error) {
		token, _, err = w.office.InviteTo(a, Invitation{Role: fund.RoleDistrict, Place: w.district.ID, Bureau: b})
		return err
	})
	w.must(p, func(a Act) error {
		_, err := w.office.AcceptInvite(a, token, "Full Name "+string(b))
		return err
	})
	return w.person(p)
}

func TestTheClockOfAReviewStandsStill(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.at("2026-11-23 10:00")
	p := w.carried(fund.Yuan(60_000))
	r := w.waiting(p)
	pause := func(a Act) error {
		_, err := w.office.Pause(a, r.ID, fund.GroundDocuments, "The drawing")
		return err
	}
	for _, who := range []fund.Person{w.ann, w.staff, w.reps[0], w.reviewer, w.officer2, w.admin} {
		w.refuse(who, fund.ErrNotAllowed, pause)
	}
	w.at("2026-11-24 10:00")
	w.must(w.officer, pause)
	if got := w.project(p.ID).Due.Format("01-02"); got != "12-07" {
		t.Errorf("while it stands still it is due %s", got)
	}
	var stands *fund.PauseError
	if err := w.try(w.officer, pause); !errors.As(err, &stands) || stands.Why != fund.PauseStands {
		t.Errorf("twice: %v", err)
	}
	run := func(a Act) error { _, err := w.office.Unpause(a, r.ID); return err }
	for _, who := range []fund.Person{w.ann, w.reps[0], w.supervisor, w.staff2, w.officer2} {
		w.refuse(who, fund.ErrNotAllowed, run)
	}
	w.at("2026-11-26 09:30")
	w.must(w.staff, run)
	if got := w.project(p.ID).Due.Format("01-02"); got != "12-02" || w.waiting(p).Due.Format("01-02") != got {
		t.Errorf("running again it is due %s", got)
	}
	if err := w.try(w.officer, pause); !errors.As(err, &stands) || stands.Why != fund.PauseTooMany {
		t.Errorf("once more: %v", err)
	}
	w.at("2026-12-02 17:00")
	w.approve(w.officer, p)
	w.must(w.staff, func(a Act) error {
		list, err := w.office.Promptness(a, w.works.ID, 2026)
		if len(list) != 2 || list[1].OnTime != 1 || list[1].Days != 5 || list[1].Paused != 2 || list[0].Waiting != 1 {
			t.Errorf("the offices keep their days like this: %+v", list)
		}
		return err
	})
	w.refuse(w.ann, fund.ErrNotAllowed, func(a Act) error { _, err := w.office.Promptness(a, w.works.ID, 2026); return err })
	w.sound()
}

func TestAPauseEndsByItselfAndWithItsReview(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.at("2026-11-23 10:00")
	for i, end := range []func(fund.Project, fund.Approval) error{
		func(_ fund.Project, _ fund.Approval) error {
			w.at("2026-11-30 00:00")
			return w.try(fund.Person{}, func(a Act) error { return w.office.EndPauses(a) })
		},
		func(p fund.Project, _ fund.Approval) error {
			return w.try(w.staff, func(a Act) error { _, err := w.office.Drop(a, p.ID, "Given up"); return err })
		},
		func(_ fund.Project, r fund.Approval) error {
			return w.try(w.officer, func(a Act) error { _, err := w.office.Refuse(a, r.ID, "Not here"); return err })
		},
	} {
		p := w.carried(fund.Yuan(60_000))
		r := w.waiting(p)
		w.must(w.officer, func(a Act) error { _, err := w.office.Pause(a, r.ID, fund.GroundSite, ""); return err })
		if err := end(p, r); err != nil {
			t.Fatal(err)
		}
		w.read(func(tx *store.Tx) error {
			list, err := tx.Pauses()
			if len(list) != i+1 || list[i].Ended.IsZero() {
				t.Errorf("%d: still stands: %+v", i, list)
			}
			return err
		})
	}
	w.sound()
}

func TestTheLeadingGroupHearsItsBureaus(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	finance, audit := w.bureau(970, fund.BureauFinance), w.bureau(971, fund.BureauAudit)
	p := w.approve(w.officer, w.carried(fund.Yuan(60_000)))
	r := w.waiting(p)
	approve := func(note string) func(Act) error {
		return func(a Act) error { _, err := w.office.ApproveWith(a, r.ID, note); return err }
	}
	opine := func(v fund.View, words string) func(Act) error {
		return func(a Act) error { _, err := w.office.Opine(a, r.ID, v, words); return err }
	}
	var awaited *AwaitedError
	if err := w.try(w.reviewer, approve("")); !errors.As(err, &awaited) || len(awaited.Bureaus) != 2 {
		t.Errorf("before anybody spoke: %v", err)
	}
	w.refuse(w.reviewer, ErrBureau, opine(fund.ViewAgree, ""))
	for _, who := range []fund.Person{w.ann, w.staff, w.officer, w.admin} {
		w.refuse(who, fund.ErrNotAllowed, opine(fund.ViewAgree, ""))
	}
	if err := w.try(audit, opine(fund.ViewObject, "")); err == nil {
		t.Error("an objection without a reason was taken")
	}
	w.must(finance, opine(fund.ViewAgree, ""))
	w.must(audit, opine(fund.ViewObject, "One family quotes three times"))
	var objected *ObjectedError
	if err := w.try(w.reviewer, approve("")); !errors.As(err, &objected) || len(objected.Bureaus) != 1 {
		t.Errorf("against an objection, without an answer: %v", err)
	}
	w.must(w.reviewer, approve("New quotes were asked for"))
	w.refuse(audit, fund.ErrWrongState, opine(fund.ViewAgree, ""))
	w.sound()
	db := w.tamper()
	w.edit(db, "UPDATE opinions SET view = 'agree' WHERE view = 'object'")
	if len(w.verified().Faults) == 0 {
		t.Error("nobody noticed that an objection is gone")
	}
}

func TestVersionsSentUpAreKept(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.carried(fund.Yuan(60_000))
	r := w.waiting(p)
	w.must(w.officer, func(a Act) error { _, err := w.office.Return(a, r.ID, "Please spend less"); return err })
	w.must(w.staff, func(a Act) error {
		n := NewProject{Title: p.Title, Item: p.Item, Where: "East gate", Funding: fund.Funding{Fund: fund.Yuan(55_000)}}
		if _, _, err := w.office.Amend(a, p.ID, n); err != nil {
			return err
		}
		_, err := w.office.Resubmit(a, p.ID)
		return err
	})
	w.read(func(tx *store.Tx) error {
		d, ok, err := w.office.Difference(tx, p.ID)
		if !ok || d.Old.Funding.Fund != fund.Yuan(60_000) || d.New.Where != "East gate" || len(d.Fields) != 3 {
			t.Errorf("the difference is %+v", d)
		}
		return err
	})
	w.sound()
	w.now = w.now.Add(time.Hour)
	w.must(w.ann, w.office.Erase)
	w.read(func(tx *store.Tx) error {
		list, err := tx.Versions(p.ID)
		for _, v := range list {
			if v.Title != "" || v.Where != "" {
				t.Errorf("version %d still says %q, %q", v.N, v.Title, v.Where)
			}
		}
		return err
	})
	w.sound()
	db := w.tamper()
	w.edit(db, "UPDATE versions SET data = replace(data, '6000000', '1000000') WHERE n = 1")
	if len(w.verified().Faults) == 0 {
		t.Error("nobody noticed another version")
	}
}
