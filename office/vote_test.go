package office

import (
	"errors"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

func TestQuorumAndMajorityToTheVote(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	for i := range int64(3) { // six in all: the quorum is four
		w.reps = append(w.reps, w.hold(w.consent(950+i, "More", ""), w.staff, fund.RoleRepresentative, w.works))
	}
	for _, c := range []struct {
		votes   string
		outcome fund.Outcome
		status  fund.ProjectStatus
	}{
		{"fff---", fund.OutcomeNoQuorum, fund.ProjectDrafted}, // all for it, one vote short
		{"fffa--", fund.OutcomeCarried, fund.ProjectApproved},
		{"ffoa--", fund.OutcomeLost, fund.ProjectLost}, // half is not more than half
		{"ffffoo", fund.OutcomeCarried, fund.ProjectApproved},
		{"fffooo", fund.OutcomeLost, fund.ProjectLost}, // who abstains takes part
		{"------", fund.OutcomeNoQuorum, fund.ProjectDrafted},
	} {
		p := w.adopted(fund.Yuan(1_000))
		b := w.opened(p, 24*time.Hour)
		w.votes(b, c.votes)
		w.now = w.now.Add(24 * time.Hour)
		since := w.lastOutbox()
		w.closeDue()
		v := w.ballot(b.ID)
		if n := len(w.heard(since, KindProjectPost)); (n > 0) != (c.outcome != fund.OutcomeNoQuorum) {
			t.Errorf("%s: %d posts about what was decided", c.votes, n)
		}
		if v.Ballot.Outcome != c.outcome || w.project(p.ID).Status != c.status || v.Needed != 4 {
			t.Errorf("%s: %s, %s, needs %d", c.votes, v.Ballot.Outcome, w.project(p.ID).Status, v.Needed)
		}
	}
	w.sound()
}

func TestABallotClosesAtItsMinuteEvenWhileTheProcessIsDown(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.at("2026-04-13 10:00")
	p := w.adopted(fund.Yuan(60_000))
	w.now = w.now.Add(20 * time.Second)
	b := w.opened(p, 24*time.Hour)
	closes := time.Date(2026, 4, 14, 10, 0, 0, 0, w.office.Zone())
	if !b.Closes.Equal(closes) {
		t.Fatalf("closes %s", b.Closes)
	}
	w.now = closes.Add(-time.Second)
	w.votes(b, "ff")
	w.now = closes // nobody has closed it, and still it takes nothing
	w.refuse(w.reps[2], fund.ErrClosed, func(a Act) error {
		_, _, err := w.office.CastVote(a, b.ID, fund.ChoiceAgainst)
		return err
	})
	w.at("2026-04-16 21:00") // the process was down for two days
	if n := w.closeDue(); n != 1 {
		t.Fatalf("closed %d", n)
	}
	v, p := w.ballot(b.ID), w.project(p.ID)
	if !v.Ballot.ClosedAt.Equal(closes) || v.Ballot.ClosedBy != 0 || v.Ballot.Outcome != fund.OutcomeCarried {
		t.Errorf("closed as %+v", v.Ballot)
	}
	if !p.HeldSince.Equal(w.now) || !p.DecidedAt.Equal(closes) || p.Due.Format(time.DateOnly) != "2026-04-27" { // 三月三 lies between
		t.Errorf("the project is held since %s and due %s", p.HeldSince, p.Due)
	}
	if n := w.closeDue(); n != 0 {
		t.Errorf("closed %d twice", n)
	}
	w.sound()
}

func TestTheChairClosesEarlyButNeverLate(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	b := w.opened(w.adopted(fund.Yuan(1_000)), 24*time.Hour)
	w.votes(b, "ff")
	end := func(a Act) error { _, err := w.office.CloseBallot(a, b.ID); return err }
	w.refuse(w.reps[0], fund.ErrNotAllowed, end)
	w.refuse(w.staff2, fund.ErrNotAllowed, end)
	w.now = w.now.Add(time.Hour)
	since := w.lastOutbox()
	w.must(w.staff, end)
	if got := w.heard(since, KindTask); len(got) != 0 {
		t.Errorf("who closed it was told of it: %q", got)
	}
	if v := w.ballot(b.ID); !v.Ballot.ClosedAt.Equal(w.now) || v.Ballot.ClosedBy != w.staff.ID {
		t.Errorf("closed early as %+v", v.Ballot)
	}
	w.refuse(w.staff, fund.ErrWrongState, end)
	w.refuse(w.reps[0], fund.ErrClosed, func(a Act) error {
		_, _, err := w.office.CastVote(a, b.ID, fund.ChoiceAgainst)
		return err
	})

	late := w.opened(w.adopted(fund.Yuan(1_000)), 24*time.Hour)
	w.now = late.Closes.Add(time.Hour)
	w.must(w.staff, func(a Act) error { _, err := w.office.CloseBallot(a, late.ID); return err })
	if v := w.ballot(late.ID); !v.Ballot.ClosedAt.Equal(late.Closes) || v.Ballot.ClosedBy != 0 {
		t.Errorf("closed late as %+v", v.Ballot)
	}
}

func TestOneVoteEachChangeableUntilItCloses(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	b := w.opened(w.adopted(fund.Yuan(1_000)), 24*time.Hour)
	cast := func(choice fund.Choice) (changed bool, previous fund.Choice) {
		w.must(w.reps[0], func(a Act) (err error) {
			changed, previous, err = w.office.CastVote(a, b.ID, choice)
			return err
		})
		return changed, previous
	}
	if changed, previous := cast(fund.ChoiceFor); !changed || previous != "" {
		t.Errorf("first vote: %t %q", changed, previous)
	}
	before := w.dump()
	if changed, previous := cast(fund.ChoiceFor); changed || previous != fund.ChoiceFor {
		t.Errorf("the same again: %t %q", changed, previous)
	}
	if after := w.dump(); after != before {
		t.Errorf("a doubled tap left a trace:\n%s", difference(before, after))
	}
	if changed, previous := cast(fund.ChoiceAgainst); !changed || previous != fund.ChoiceFor {
		t.Errorf("changed: %t %q", changed, previous)
	}
	if v := w.ballot(b.ID); v.Voted != 1 {
		t.Errorf("%d have voted", v.Voted)
	}
	w.read(func(tx *store.Tx) error {
		choice, err := w.office.MyVote(tx, b.ID, w.reps[0].ID)
		if choice != fund.ChoiceAgainst {
			t.Errorf("my vote is %q", choice)
		}
		return err
	})
	w.sound()
}

func TestWhoMayVoteIsFixedAtTheOpeningAndAskedAtEveryTap(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	b := w.opened(w.adopted(fund.Yuan(1_000)), 24*time.Hour)
	vote := func(a Act) error { _, _, err := w.office.CastVote(a, b.ID, fund.ChoiceFor); return err }
	later := w.hold(w.consent(960, "Later", ""), w.staff, fund.RoleRepresentative, w.works)
	w.refuse(later, ErrNotOnRoster, vote)
	next := w.hold(w.consent(961, "Next", ""), w.staff2, fund.RoleRepresentative, w.lake)
	for _, p := range []fund.Person{next, w.staff, w.ann, w.supervisor, w.officer, w.admin, w.stray, {}} {
		w.refuse(p, fund.ErrNotAllowed, vote)
	}
	w.must(w.staff, func(a Act) error {
		_, err := w.office.Revoke(a, w.grant(w.reps[1], fund.RoleRepresentative))
		return err
	})
	w.refuse(w.reps[1], fund.ErrNotAllowed, vote)
	w.refuse(w.reps[0], store.ErrNotFound, func(a Act) error {
		_, _, err := w.office.CastVote(a, 999, fund.ChoiceFor)
		return err
	})
	if err := w.try(w.reps[0], func(a Act) error {
		_, _, err := w.office.CastVote(a, b.ID, "maybe")
		return err
	}); err == nil {
		t.Error("voted maybe")
	}
	w.must(w.reps[0], vote)
	if v := w.ballot(b.ID); v.Ballot.Tally.Members != 3 || v.Voted != 1 {
		t.Errorf("%d of %d", v.Voted, v.Ballot.Tally.Members)
	}
}

func TestABallotNeedsVotersAGroupAndAnHour(t *testing.T) {
	w := newWorld(t)
	p := w.adopted(fund.Yuan(1_000))
	w.ready(p)
	open := func(closes time.Time) func(Act) error {
		return func(a Act) error { _, err := w.office.OpenBallot(a, p.ID, closes); return err }
	}
	check := func(what string, err error, want any) {
		t.Helper()
		if !errors.As(err, want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	tomorrow := w.now.Add(24 * time.Hour)
	var group *NoGroupError
	check("no group", w.try(w.staff, open(tomorrow)), &group)
	if group != nil && group.Purpose != store.PurposeRepresentatives {
		t.Errorf("misses %+v", group)
	}
	w.bindAll()
	for what, closes := range map[string]time.Time{
		"now": w.now, "past": w.now.Add(-time.Hour), "too far": w.now.Add(168*time.Hour + time.Minute),
	} {
		var hour *BallotHourError
		check(what, w.try(w.staff, open(closes)), &hour)
	}
	for _, rep := range w.reps {
		w.must(rep, func(a Act) error {
			_, err := w.office.Leave(a, w.grant(rep, fund.RoleRepresentative))
			return err
		})
	}
	w.refuse(w.staff, ErrNoRepresentatives, open(tomorrow))
	w.hold(w.consent(962, "New", ""), w.staff, fund.RoleRepresentative, w.works)
	w.must(w.staff, open(w.now.Add(168*time.Hour)))
	w.refuse(w.staff, fund.ErrWrongState, open(tomorrow)) // one ballot at a time
}

func TestASecondTapNeverDecidesForTheNextTier(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	both := w.hold(w.officer, w.admin, fund.RoleDistrict, w.district)
	p := w.carried(fund.Yuan(60_000))
	r := w.waiting(p)
	tap := func(a Act) error { _, err := w.office.Approve(a, r.ID); return err }
	w.must(both, tap)
	w.refuse(both, fund.ErrWrongState, tap)
	if p = w.project(p.ID); p.Status != fund.ProjectDistrict {
		t.Errorf("after two taps: %s", p.Status)
	}
}

// A vote counts by when it came. The closing job of a process that has just
// started, or that lags behind, leaves the ballot open until all is handled
// that came before its hour.
func TestAVoteThatCameInTimeCountsHoweverLateItIsHandled(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	b := w.opened(w.adopted(fund.Yuan(1_000)), 24*time.Hour)
	w.votes(b, "f")
	received := b.Closes.Add(-30 * time.Second)
	w.must(fund.Person{}, func(a Act) error {
		if _, err := a.Tx.Receive([]store.Incoming{{ID: 1, Body: []byte("{}")}}, received); err != nil {
			return err
		}
		_, err := a.Tx.Receive([]store.Incoming{{ID: 2, Body: []byte("{}")}}, b.Closes)
		return err
	})
	w.now = b.Closes.Add(time.Minute)
	if n := w.closeDue(); n != 0 || w.ballot(b.ID).Ballot.Status != fund.BallotOpen {
		t.Fatalf("closed %d ballots over a waiting vote", n)
	}
	w.now = received
	w.votes(b, "-f")
	w.must(fund.Person{}, func(a Act) error { // handled; what came after the hour still waits
		list, err := a.Tx.WaitingUpdates(1)
		if err != nil {
			return err
		}
		return a.Tx.FinishUpdates(list[0].Seq)
	})
	w.now = b.Closes.Add(2 * time.Minute)
	if n := w.closeDue(); n != 1 {
		t.Fatalf("closed %d ballots", n)
	}
	if v := w.ballot(b.ID); v.Ballot.Tally.For != 2 || v.Ballot.Outcome != fund.OutcomeCarried || !v.Ballot.ClosedAt.Equal(b.Closes) {
		t.Errorf("closed as %+v", v.Ballot)
	}
	w.sound()
}

func TestAnOfficeHasItsDaysFromWhenAProjectReachesIt(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.at("2026-11-19 18:00")
	p := w.adopted(fund.Yuan(60_000))
	b := w.opened(p, 24*time.Hour) // until Friday 18:00; nobody is there to close it before Wednesday
	w.votes(b, "fff")
	w.at("2026-11-25 10:00")
	w.closeDue()
	p, r := w.project(p.ID), w.waiting(p)
	if !p.DecidedAt.Equal(b.Closes) || !w.ballot(b.ID).Ballot.ClosedAt.Equal(b.Closes) {
		t.Errorf("decided %v", p.DecidedAt)
	}
	if !r.Arrived.Equal(w.now) || r.Due.Format(time.DateOnly) != "2026-12-02" {
		t.Errorf("arrived %v, due %v", r.Arrived, r.Due)
	}
	w.sound()
}
