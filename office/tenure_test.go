package office

import (
	"errors"
	"strings"
	"testing"
	"time"

	"huimin/fund"
)

// midnight gives the end of the day that lies some days from now.
func (w *world) midnight(days int) time.Time { return fund.EndOfDay(w.now.AddDate(0, 0, days)) }

// may tells whether somebody may do an action at a place now.
func (w *world) may(p fund.Person, action fund.Action, at fund.Place) (may bool) {
	w.t.Helper()
	w.must(p, func(a Act) error {
		err := w.office.Allowed(a, action, at.ID)
		may = err == nil
		if errors.Is(err, fund.ErrNotAllowed) {
			err = nil
		}
		return err
	})
	return may
}

func TestADeputyActsUntilTheDaySaid(t *testing.T) {
	w := newWorld(t)
	grant, since := w.grant(w.officer, fund.RoleStreet), w.lastOutbox()
	name := func(by fund.Person, grant int64, deputy fund.Person, until time.Time) func(Act) error {
		return func(a Act) error { _, err := w.office.NameDeputy(a, grant, deputy.ID, until); return err }
	}
	week := w.midnight(7)
	w.refuse(w.staff, ErrNotYours, name(w.staff, grant, w.staff2, week))
	w.refuse(w.officer, ErrNotColleague, name(w.officer, grant, w.ann, week))
	w.refuse(w.officer, ErrSelf, name(w.officer, grant, w.officer, week))
	w.refuse(w.reps[0], fund.ErrNotAppointed, name(w.reps[0], w.grant(w.reps[0], fund.RoleRepresentative), w.staff, week))
	var late *fund.DeputyTermError
	if err := w.try(w.officer, name(w.officer, grant, w.reviewer, w.midnight(91))); !errors.As(err, &late) {
		t.Errorf("too long: %v", err)
	}
	w.must(w.officer, name(w.officer, grant, w.reviewer, week))
	w.refuse(w.officer, ErrHasDeputy, name(w.officer, grant, w.reviewer, week))
	if got := w.said(since); len(got) != 1 || !strings.Contains(got[0], "deputy_named 901") {
		t.Errorf("the deputy hears of it, once though they appoint too: %q", got)
	}
	if !w.may(w.reviewer, fund.ActReviewStreet, w.works) || !w.may(w.officer, fund.ActReviewStreet, w.works) {
		t.Error("both review now")
	}
	w.must(w.reviewer, func(a Act) error {
		of, err := w.office.ActsFor(a, fund.ActReviewStreet, w.works.ID)
		if of.ID != w.officer.ID {
			t.Errorf("acts for %d", of.ID)
		}
		own, err2 := w.office.ActsFor(a, fund.ActReviewDistrict, w.works.ID)
		if own.ID != 0 {
			t.Errorf("their own act is for %d", own.ID)
		}
		return errors.Join(err, err2)
	})
	w.refuse(w.reviewer, fund.ErrDeputysDeputy, name(w.reviewer, w.grant(w.reviewer, fund.RoleStreet), w.staff, week))

	// It ends by itself, whether or not anybody says so.
	w.now = week.Add(-time.Second)
	if !w.may(w.reviewer, fund.ActReviewStreet, w.works) {
		t.Error("the last second counts")
	}
	w.now = week
	if w.may(w.reviewer, fund.ActReviewStreet, w.works) {
		t.Error("over, and still acting")
	}
	w.must(fund.Person{}, func(a Act) error {
		next, err := w.office.NextTermEnd(a.Tx)
		if !next.Equal(week) {
			t.Errorf("the next term ends %s", next)
		}
		n, err2 := w.office.EndTerms(a)
		again, err3 := w.office.EndTerms(a)
		if n != 1 || again != 0 {
			t.Errorf("%d ended, then %d", n, again)
		}
		return errors.Join(err, err2, err3)
	})
	w.must(w.officer, name(w.officer, grant, w.reviewer, w.midnight(3))) // and again, some day
	w.agrees()
}

func TestADeputyEndsWithTheRoleAndByEitherOfThem(t *testing.T) {
	w := newWorld(t)
	grant := w.grant(w.officer, fund.RoleStreet)
	lend := func() (d fund.Grant) {
		w.must(w.officer, func(a Act) (err error) {
			d, err = w.office.NameDeputy(a, grant, w.reviewer.ID, w.midnight(7))
			return err
		})
		return d
	}
	d := lend()
	w.refuse(w.staff, fund.ErrNotAllowed, func(a Act) error { _, err := w.office.Revoke(a, d.ID); return err })
	w.must(w.officer, func(a Act) error { _, err := w.office.Revoke(a, d.ID); return err })
	d = lend()
	w.must(w.reviewer, func(a Act) error { _, err := w.office.Leave(a, d.ID); return err })
	lend()
	w.must(w.officer, func(a Act) error { _, err := w.office.Leave(a, grant); return err })
	if w.may(w.reviewer, fund.ActReviewStreet, w.works) {
		t.Error("the one they stood in for is gone")
	}
	w.agrees()
}

func TestADeputyByALink(t *testing.T) {
	w := newWorld(t)
	grant := w.grant(w.staff, fund.RoleStaff)
	var token string
	w.must(w.staff, func(a Act) (err error) {
		token, _, err = w.office.InviteDeputy(a, grant, w.midnight(6))
		return err
	})
	w.refuse(w.supervisor, fund.ErrRoleConflict, func(a Act) error { // the committee's deputy supervises it as little
		_, err := w.office.AcceptInvite(a, token, "Sun")
		return err
	})
	w.must(w.stray, func(a Act) error {
		g, err := w.office.AcceptInvite(a, token, "Stray Cat")
		if g.Deputy != grant || !g.Term.Equal(w.midnight(6)) {
			t.Errorf("accepted %+v", g)
		}
		return err
	})
	if !w.may(w.stray, fund.ActAdopt, w.works) {
		t.Error("cannot stand in")
	}
	w.refuse(w.ann, ErrInviteUsed, func(a Act) error { _, err := w.office.AcceptInvite(a, token, "Ann"); return err })
	w.agrees()
}

func TestHandingOverADesk(t *testing.T) {
	w := newWorld(t)
	w.invite(w.officer, fund.RoleStaff, w.lake) // not accepted yet
	rep := w.invite(w.staff, fund.RoleRepresentative, w.works)
	w.must(w.staff, func(a Act) error {
		_, err := w.office.NameDeputy(a, w.grant(w.staff, fund.RoleStaff), w.staff2.ID, w.midnight(7))
		return err
	})
	w.ask(w.ann, "The lamp at the door is broken")
	var h Holdings
	w.must(w.staff, func(a Act) (err error) { h, err = w.office.Holdings(a, w.staff.ID); return err })
	if len(h.Roles) != 1 || len(h.Deputies) != 1 || h.Invites != 1 || h.Waits != 1 || len(h.Stay) != 0 {
		t.Errorf("listed %+v", h)
	}
	over := func(from, to fund.Person) func(Act) error {
		return func(a Act) error { _, err := w.office.HandOver(a, from.ID, to.ID); return err }
	}
	w.refuse(w.staff, ErrNotColleague, over(w.staff, w.ann))
	w.refuse(w.staff2, fund.ErrNotAllowed, over(w.staff, w.staff2))
	w.refuse(w.ann, ErrNothingToHand, over(w.ann, w.staff))
	w.refuse(w.officer, fund.ErrRoleConflict, over(w.staff, w.supervisor)) // who appoints chooses freely, but not that
	if !w.may(w.staff, fund.ActAdopt, w.works) {
		t.Error("a refused handover took the role")
	}
	since := w.lastOutbox()
	w.must(w.staff, over(w.staff, w.staff2))
	if w.may(w.staff, fund.ActAdopt, w.works) || !w.may(w.staff2, fund.ActAdopt, w.works) || !w.may(w.staff2, fund.ActAdopt, w.lake) {
		t.Error("the desk is not with the successor alone")
	}
	if got := w.heard(since, KindHandedOver); len(got) != 2 {
		t.Errorf("the successor and the street hear of it: %q", got)
	}
	if name := w.person(w.staff).Name; strings.Contains(name, "Full") {
		t.Errorf("without an office the name is still %q", name)
	}
	w.must(w.stray, func(a Act) error { _, err := w.office.AcceptInvite(a, rep, "Stray Cat"); return err }) // still valid
	w.refuse(w.staff, ErrNothingToHand, over(w.staff, w.staff2))
	w.agrees()
}

func TestADeskIsTakenOverByALink(t *testing.T) {
	w := newWorld(t)
	w.refuse(w.officer, fund.ErrNotAllowed, func(a Act) error { // nobody appoints their own successor from outside
		_, _, err := w.office.InviteSuccessor(a, w.officer.ID)
		return err
	})
	var token string
	w.must(w.reviewer, func(a Act) (err error) {
		token, _, err = w.office.InviteSuccessor(a, w.officer.ID)
		return err
	})
	w.refuse(w.officer, ErrSelf, func(a Act) error { _, err := w.office.AcceptInvite(a, token, "Zhao"); return err })
	w.must(w.stray, func(a Act) error { _, err := w.office.AcceptInvite(a, token, "Stray Cat"); return err })
	if w.may(w.officer, fund.ActReviewStreet, w.works) || !w.may(w.stray, fund.ActReviewStreet, w.works) {
		t.Error("the desk did not go over")
	}
	if p := w.person(w.stray); p.Name != "Stray Cat" {
		t.Errorf("the successor is called %q", p.Name)
	}
	w.agrees()
}

func TestATermOfAnInvitationCountsToTheSecond(t *testing.T) {
	w := newWorld(t)
	from, end := w.midnight(1), w.midnight(60)
	var token string
	w.must(w.staff, func(a Act) (err error) {
		token, _, err = w.office.InviteTo(a, Invitation{
			Role: fund.RoleRepresentative, Place: w.works.ID, Since: from, Term: end, Name: "王小明",
		})
		return err
	})
	w.must(w.stray, func(a Act) error { _, err := w.office.AcceptInvite(a, token, "Somebody Else"); return err })
	if name := w.person(w.stray).Name; name != "王小明" {
		t.Errorf("the invitation was for 王小明, and makes %s", name)
	}
	if w.may(w.stray, fund.ActVote, w.works) {
		t.Error("votes before the term begins")
	}
	w.now = from
	if !w.may(w.stray, fund.ActVote, w.works) {
		t.Error("does not vote in the term")
	}
	// A month and a week before, the holder and the committee are told, once.
	since := w.lastOutbox()
	for w.now.Before(end) {
		w.must(fund.Person{}, func(a Act) error { return w.office.RemindTerms(a) })
		w.now = w.now.AddDate(0, 0, 1)
	}
	if got := w.heard(since, KindTermEnds); len(got) != 4 {
		t.Errorf("%d notices: %q", len(got), got)
	}
	w.now = end
	if w.may(w.stray, fund.ActVote, w.works) {
		t.Error("votes when the term is over")
	}
	w.must(w.staff, func(a Act) error { // and is no member of a ballot opened now
		members, err := holding(a, w.works.ID, fund.RoleRepresentative)
		if len(members) != len(w.reps) {
			t.Errorf("%d members", len(members))
		}
		return err
	})
	w.must(fund.Person{}, func(a Act) error { _, err := w.office.EndTerms(a); return err })
	if name := w.person(w.stray).Name; name != "王**" {
		t.Errorf("called %s afterwards", name)
	}
	w.agrees()
}
