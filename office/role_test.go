package office

import (
	"errors"
	"slices"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

func TestWhoMayWhatWhere(t *testing.T) {
	w := newWorld(t)
	everybody := map[string]fund.Person{
		"admin": w.admin, "district": w.reviewer, "street": w.officer, "other street": w.officer2, "staff": w.staff,
		"staff next door": w.staff2, "supervisor": w.supervisor, "representative": w.reps[0], "resident": w.ann,
		"resident next door": w.dan, "no community": w.stray, "stranger": {},
	}
	allowed := map[fund.Action][]string{ // at the workshop community
		fund.ActSuggest:        {"staff", "supervisor", "representative", "resident"},
		fund.ActEnterRequest:   {"admin", "staff"},
		fund.ActDecline:        {"admin", "staff"},
		fund.ActOpenBallot:     {"admin", "staff"},
		fund.ActVote:           {"representative"},
		fund.ActReviewStreet:   {"street"},
		fund.ActReviewDistrict: {"district"},
		fund.ActAnswer:         {"admin", "district", "street", "staff"},
		fund.ActBind:           {"admin", "staff"},
		fund.ActOversee:        {"admin", "district", "street", "staff", "supervisor"},
	}
	for action, want := range allowed {
		for name, p := range everybody {
			var err error
			w.must(p, func(a Act) error {
				err = w.office.Allowed(a, action, w.works.ID)
				return nil
			})
			if may := err == nil; may != slices.Contains(want, name) {
				t.Errorf("%s by %s: %v", action, name, err)
			}
			if err != nil && !errors.Is(err, fund.ErrNotAllowed) {
				t.Errorf("%s by %s: %v is not ErrNotAllowed", action, name, err)
			}
		}
	}
	w.must(fund.Person{}, func(a Act) error {
		return w.office.Allowed(ByOperator(a.Tx, a.Now), fund.ActBind, w.works.ID)
	})
	w.refuse(w.admin, store.ErrNotFound, func(a Act) error { return w.office.Allowed(a, fund.ActBind, 999) })
}

func TestARoleEndsTheMomentItIsRevoked(t *testing.T) {
	w := newWorld(t)
	grant := w.grant(w.staff, fund.RoleStaff)
	w.refuse(w.staff2, fund.ErrNotAllowed, func(a Act) error { _, err := w.office.Revoke(a, grant); return err })
	w.refuse(w.ann, fund.ErrNotAllowed, func(a Act) error { _, err := w.office.Revoke(a, grant); return err })
	w.refuse(w.staff2, ErrNotYours, func(a Act) error { _, err := w.office.Leave(a, grant); return err })
	since := w.lastOutbox()
	w.must(w.officer, func(a Act) error { _, err := w.office.Revoke(a, grant); return err })
	w.refuse(w.staff, fund.ErrNotAllowed, func(a Act) error { return w.office.Allowed(a, fund.ActDesk, w.works.ID) })
	w.refuse(w.officer, store.ErrNotFound, func(a Act) error { _, err := w.office.Revoke(a, grant); return err })
	if got := w.said(since); len(got) != 1 || got[0] != `role_ended 904 {"Grant":`+itoa(grant)+`}` {
		t.Errorf("said %q", got)
	}
	if name := w.person(w.staff).Name; name != "F**" {
		t.Errorf("without any office the name is still %q", name)
	}
}

func TestLeavingARole(t *testing.T) {
	w := newWorld(t)
	w.must(w.reps[0], func(a Act) error {
		_, err := w.office.Leave(a, w.grant(w.reps[0], fund.RoleRepresentative))
		return err
	})
	w.refuse(w.reps[0], fund.ErrNotAllowed, func(a Act) error {
		return w.office.Allowed(a, fund.ActVote, w.works.ID)
	})
	w.refuse(w.admin, ErrLastAdmin, func(a Act) error {
		_, err := w.office.Leave(a, w.grant(w.admin, fund.RoleAdmin))
		return err
	})
	w.refuse(w.admin, ErrLastAdmin, func(a Act) error {
		_, err := w.office.Revoke(a, w.grant(w.admin, fund.RoleAdmin))
		return err
	})
}

func TestAnInvitationWorksOnceForOneRoleInItsTime(t *testing.T) {
	w := newWorld(t)
	token := w.invite(w.staff, fund.RoleRepresentative, w.works)
	accept := func(token, name string) func(Act) error {
		return func(a Act) error { _, err := w.office.AcceptInvite(a, token, name); return err }
	}
	w.refuse(w.stray, store.ErrNotFound, accept("AAAAAAAAAAAAAAAAAAAAAA", "Stray Cat"))
	w.refuse(fund.Person{}, ErrNoConsent, accept(token, "Nobody"))
	var name *fund.LengthError
	if err := w.try(w.stray, accept(token, "  ")); !errors.As(err, &name) || name.What != WhatName {
		t.Errorf("blank name: %v", err)
	}
	w.refuse(w.reps[0], ErrAlreadyHeld, accept(token, "Rep Zero"))
	since := w.lastOutbox()
	w.must(w.stray, accept(token, " Stray Cat "))
	if p := w.person(w.stray); p.Name != "Stray Cat" || p.Community != w.works.ID {
		t.Errorf("after accepting: %+v", p)
	}
	if got := w.said(since); len(got) != 1 {
		t.Errorf("the one who invited should hear of it once: %q", got)
	}
	w.refuse(w.ann, ErrInviteUsed, accept(token, "Ann"))
	w.refuse(w.stray, ErrInviteUsed, accept(token, "Stray Cat"))

	late, void := w.invite(w.staff, fund.RoleRepresentative, w.works), w.invite(w.staff, fund.RoleRepresentative, w.works)
	w.must(w.officer, func(a Act) error { _, err := w.office.Revoke(a, w.grant(w.staff, fund.RoleStaff)); return err })
	w.refuse(w.ann, ErrInviteVoid, accept(void, "Ann"))
	w.now = w.now.Add(7 * 24 * time.Hour)
	w.refuse(w.ann, ErrInviteExpired, accept(late, "Ann"))

	if tokens := w.rows("SELECT count(*) FROM invites WHERE instr(CAST(hash AS TEXT), ?) > 0", token); tokens[0] != "0" {
		t.Error("the token itself is kept")
	}
}

func TestWhoMayInviteWhom(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		by    fund.Person
		role  fund.Role
		place fund.Place
		want  error
	}{
		"staff invite no staff":                     {w.staff, fund.RoleStaff, w.works, fund.ErrNotAllowed},
		"staff invite nobody next door":             {w.staff, fund.RoleRepresentative, w.lake, fund.ErrNotAllowed},
		"a street invites in its communities alone": {w.officer, fund.RoleStaff, w.mill, fund.ErrNotAllowed},
		"a resident invites nobody":                 {w.ann, fund.RoleRepresentative, w.works, fund.ErrNotAllowed},
		"a stranger invites nobody":                 {fund.Person{}, fund.RoleStaff, w.works, fund.ErrNotAllowed},
		"no staff of a street":                      {w.admin, fund.RoleStaff, w.street, ErrPlaceKind},
		"residents are not invited":                 {w.admin, fund.RoleResident, w.works, ErrPlaceKind},
		"nowhere":                                   {w.admin, fund.RoleStaff, fund.Place{ID: 999}, store.ErrNotFound},
	} {
		t.Run(name, func(*testing.T) {
			w.refuse(c.by, c.want, func(a Act) error { _, _, err := w.office.Invite(a, c.role, c.place.ID); return err })
		})
	}
}

func TestCommitteeStaffDoNotSuperviseThemselves(t *testing.T) {
	w := newWorld(t)
	token := w.invite(w.staff, fund.RoleSupervisor, w.works)
	w.refuse(w.staff, fund.ErrNotDeclared, func(a Act) error { _, err := w.office.AcceptInvite(a, token, "Chen"); return err })
	w.refuse(w.staff, fund.ErrRoleConflict, func(a Act) error {
		_, err := w.office.Accept(a, token, Acceptance{Name: "Chen", NoRelative: true})
		return err
	})
	token = w.invite(w.officer, fund.RoleStaff, w.works)
	w.refuse(w.supervisor, fund.ErrRoleConflict, func(a Act) error { _, err := w.office.AcceptInvite(a, token, "Sun"); return err })
}

func TestAdministratorsOfTheSettings(t *testing.T) {
	w := newWorld(t)
	if n := len(w.rows("SELECT 1 FROM grants WHERE role = 'admin' AND place = ?", w.city.ID)); n != 1 {
		t.Fatalf("%d administrators", n)
	}
	before := w.dump()
	w.consent(adminTelegram, "Guan", "") // agreeing again changes nothing
	if after := w.dump(); after != before {
		t.Errorf("consenting twice left %s", difference(before, after))
	}
}

// grant gives the number of a role that somebody holds.
func (w *world) grant(p fund.Person, role fund.Role) (id int64) {
	w.t.Helper()
	err := w.look.QueryRowContext(w.t.Context(),
		"SELECT id FROM grants WHERE person = ? AND role = ? AND until IS NULL", p.ID, role).Scan(&id)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}
