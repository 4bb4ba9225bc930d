package office

import (
	"errors"
	"slices"
	"testing"

	"huimin/fund"
	"huimin/store"
)

func TestReadingGivesTimesInTheProgrammesZone(t *testing.T) {
	w := newWorld(t)
	r, into := w.ask(w.ann, "the lamp is broken"), w.ask(w.bob, "no light by the door")
	c := w.comment(w.bob, r, "still dark")
	w.support(w.bob, r)
	m := w.propose(r, into)
	zone := w.now.Location()
	w.read(func(tx *store.Tx) error {
		byNumber, err := w.office.RequestByNumber(tx, " cd-26-0001 ")
		if byNumber.ID != r.ID || byNumber.Filed.Location() != zone || byNumber.Changed.Location() != zone {
			t.Errorf("by number: %+v", byNumber)
		}
		comment, err2 := w.office.CommentByID(tx, c.ID)
		comments, err3 := w.office.Comments(tx, r.ID)
		if comment != c || len(comments) != 1 || comments[0] != c || c.At.Location() != zone {
			t.Errorf("comment %+v, comments %+v", comment, comments)
		}
		yes, err4 := w.office.Supports(tx, r.ID, w.bob.ID)
		no, err5 := w.office.Supports(tx, r.ID, w.cat.ID)
		if !yes || no {
			t.Errorf("bob supports: %v, cat supports: %v", yes, no)
		}
		merge, err6 := w.office.MergeByID(tx, m.ID)
		pending, err7 := w.office.PendingMerge(tx, r.ID)
		if merge != m || pending != m || m.Asked.Location() != zone {
			t.Errorf("merge %+v, pending %+v", merge, pending)
		}
		grants, err8 := w.office.Grants(tx, w.person(w.reps[0]))
		roles := make([]fund.Role, len(grants))
		for i, g := range grants {
			roles[i] = g.Role
		}
		if !slices.Equal(roles, []fund.Role{fund.RoleRepresentative, fund.RoleResident}) {
			t.Errorf("a representative holds %v", roles)
		}
		holders, err9 := w.office.Holders(tx, w.works.ID, fund.RoleRepresentative)
		if len(holders) != 3 || holders[0].Since.Location() != zone {
			t.Errorf("holders %+v", holders)
		}
		place, err10 := w.office.Place(tx, w.works.ID)
		if place != w.works {
			t.Errorf("place %+v", place)
		}
		return errors.Join(err, err2, err3, err4, err5, err6, err7, err8, err9, err10)
	})
}

func TestFollowingARequestThatBecameAProject(t *testing.T) {
	w := newWorld(t)
	lead, same := w.ask(w.ann, "the lamp is broken"), w.ask(w.bob, "no light by the door")
	w.support(w.cat, same)
	var p fund.Project
	w.must(w.staff, func(a Act) (err error) {
		p, err = w.office.Adopt(a, lead.ID, NewProject{
			Title: "New corridor lamps", Item: w.office.Rules(w.now).Catalogue.In(fund.CategoryWorks)[0].Code,
			Funding: fund.Funding{Fund: fund.Yuan(3000)},
		})
		return err
	})
	m := w.propose(same, lead) // into what is a project by now
	w.must(w.bob, func(a Act) error { _, err := w.office.AnswerMerge(a, m.ID, true); return err })
	w.must(w.bob, func(a Act) error {
		mine, err := w.office.Mine(a)
		f := mine.Requests[0]
		if f.Into == nil || f.Into.ID != lead.ID || f.Project == nil || f.Project.ID != p.ID ||
			f.Holder != fund.HolderCommunity || !f.Since.Equal(w.now) {
			t.Errorf("bob follows %+v", f)
		}
		if len(mine.Supported) != 1 || mine.Supported[0].Request.ID != lead.ID {
			t.Errorf("bob supports %+v", mine.Supported)
		}
		return err
	})
	w.must(w.cat, func(a Act) error { // steps out of it all the same
		changed, err := w.office.Unsupport(a, lead.ID)
		if !changed {
			t.Error("stepping out of an adopted request changed nothing")
		}
		return err
	})
	w.refuse(w.staff, fund.ErrWrongState, func(a Act) error { _, err := w.office.Decline(a, lead.ID, "Not here"); return err })
}

func TestTokensCannotBeGuessed(t *testing.T) {
	w := newWorld(t)
	w.office = New(w.office.Rulebook())
	one, two := w.invite(w.staff, fund.RoleRepresentative, w.works), w.invite(w.staff, fund.RoleRepresentative, w.works)
	if one == two || len(one) != 22 || len(two) != 22 {
		t.Errorf("tokens %q and %q", one, two)
	}
	broken := errors.New("no entropy")
	w.office = New(w.office.Rulebook(), WithRandom(func([]byte) error { return broken }))
	w.refuse(w.staff, broken, func(a Act) error {
		_, _, err := w.office.Invite(a, fund.RoleRepresentative, w.works.ID)
		return err
	})
}

func TestTheOperatorNeedsNoRole(t *testing.T) {
	w := newWorld(t)
	var token string
	w.must(fund.Person{}, func(a Act) (err error) {
		token, _, err = w.office.Invite(ByOperator(a.Tx, a.Now), fund.RoleAdmin, w.city.ID)
		return err
	})
	since := w.lastOutbox()
	w.must(w.stray, func(a Act) error { _, err := w.office.AcceptInvite(a, token, "Second Admin"); return err })
	if got := w.said(since); len(got) != 0 {
		t.Errorf("nobody invited, but somebody heard of it: %q", got)
	}
	w.must(w.admin, func(a Act) error { // one of two may go
		_, err := w.office.Leave(a, w.grant(w.admin, fund.RoleAdmin))
		return err
	})
}
