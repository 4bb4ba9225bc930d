package office

import (
	"testing"
	"time"

	"huimin/fund"
)

// withProxies lets a member vote for one other.
func (w *world) withProxies() {
	w.t.Helper()
	prog, err := fund.Liuzhou()
	if err != nil {
		w.t.Fatal(err)
	}
	prog.Meetings.Proxies = true
	w.office = New(fund.Always(prog), WithAdmins(adminTelegram))
}

func (w *world) entrust(m fund.Meeting, holder fund.Person) func(Act) error {
	return func(a Act) error {
		_, err := w.office.GiveProxy(a, m.ID, holder.ID)
		return err
	}
}

// castFor votes for another by their proxy.
func (w *world) castFor(b fund.Ballot, giver fund.Person, c fund.Choice) func(Act) error {
	return func(a Act) error {
		as, err := w.office.ByProxy(a, b.ID, giver.ID)
		if err == nil {
			_, _, err = w.office.CastVote(as, b.ID, c)
		}
		return err
	}
}

func (w *world) leave(m fund.Meeting) func(Act) error {
	return func(a Act) error {
		_, err := w.office.LeaveMeeting(a, m.ID)
		return err
	}
}

// TestAProxyMakesTheQuorumAndVotes has nine members, of whom six are a quorum:
// five come, and one of them holds a sixth member's proxy.
func TestAProxyMakesTheQuorumAndVotes(t *testing.T) {
	w := newWorld(t)
	w.withProxies()
	w.bindAll()
	w.moreReps(9)
	m := w.called()
	giver, holder, other := w.reps[8], w.reps[0], w.reps[1]
	w.must(giver, w.entrust(m, holder))
	w.refuse(giver, fund.ErrProxyGiven, w.entrust(m, other))
	w.refuse(other, fund.ErrProxyHeld, w.entrust(m, holder))
	w.refuse(holder, fund.ErrProxyHeld, w.entrust(m, other))
	w.refuse(other, fund.ErrProxyGiven, w.entrust(m, giver))
	w.refuse(other, fund.ErrProxySelf, w.entrust(m, other))
	w.refuse(other, ErrNotMember, w.entrust(m, w.ann))

	w.sitting(m, 5) // the holder is the first of them
	w.refuse(other, ErrHereInPerson, w.entrust(m, w.reps[7]))
	b := w.openItem(m, 1)
	w.refuse(giver, ErrRepresented, w.cast(b, fund.ChoiceFor))
	w.refuse(other, fund.ErrNoProxy, w.castFor(b, giver, fund.ChoiceFor))
	w.must(holder, w.cast(b, fund.ChoiceFor))
	w.must(holder, w.castFor(b, giver, fund.ChoiceAgainst))
	w.must(holder, w.castFor(b, giver, fund.ChoiceFor)) // changeable as one's own
	w.must(w.reps[1], w.cast(b, fund.ChoiceFor))

	w.must(holder, w.leave(m)) // and with them goes whom they stand for
	w.refuse(w.reps[2], ErrNoQuorum, w.cast(b, fund.ChoiceFor))
	w.refuse(holder, ErrNotPresent, w.castFor(b, giver, fund.ChoiceAgainst))
	w.mark(m, holder, true)
	w.must(w.reps[2], w.cast(b, fund.ChoiceFor))
	w.now = b.Closes
	w.closeDue()
	v := w.ballot(b.ID)
	if want := (fund.Tally{Members: 9, For: 4, Present: 6}); v.Ballot.Tally != want || v.Ballot.Outcome != fund.OutcomeCarried {
		t.Errorf("%+v, %s", v.Ballot.Tally, v.Ballot.Outcome)
	}
	w.sound()
}

// TestWhoComesVotesThemselves ends a proxy by its giver's coming, by taking it
// back, and by whoever presides.
func TestWhoComesVotesThemselves(t *testing.T) {
	w := newWorld(t)
	w.withProxies()
	w.bindAll()
	w.moreReps(9)
	m := w.called()
	holder, late, regret, struck := w.reps[0], w.reps[7], w.reps[8], w.reps[6]
	w.must(late, w.entrust(m, holder))
	w.must(regret, w.entrust(m, w.reps[1]))
	w.must(w.staff, func(a Act) error { // handed in on paper
		_, err := w.office.EnterProxy(a, m.ID, struck.ID, w.reps[2].ID)
		return err
	})
	w.refuse(holder, fund.ErrNotAllowed, func(a Act) error {
		_, err := w.office.EnterProxy(a, m.ID, w.reps[3].ID, w.reps[4].ID)
		return err
	})
	w.sitting(m, 6)
	b := w.openItem(m, 1)
	w.must(holder, w.castFor(b, late, fund.ChoiceAgainst))
	w.must(w.reps[1], w.castFor(b, regret, fund.ChoiceAgainst))
	w.must(w.reps[2], w.castFor(b, struck, fund.ChoiceAgainst))
	w.must(late, func(a Act) error {
		if moved, err := w.office.LeaveMeeting(a, m.ID); moved || err != nil {
			t.Errorf("left what they are not at: %v, %v", moved, err)
		}
		return nil
	})

	w.mark(m, late, true)
	w.must(late, w.cast(b, fund.ChoiceFor))
	w.refuse(holder, fund.ErrNoProxy, w.castFor(b, late, fund.ChoiceAgainst))
	w.must(regret, func(a Act) error {
		had, err := w.office.TakeBackProxy(a, m.ID)
		if !had {
			t.Error("there was no proxy to take back")
		}
		return err
	})
	w.refuse(w.reps[1], fund.ErrNoProxy, w.castFor(b, regret, fund.ChoiceFor))
	w.refuse(regret, ErrNotPresent, w.cast(b, fund.ChoiceFor))
	w.mark(m, struck, false)
	w.refuse(w.reps[2], fund.ErrNoProxy, w.castFor(b, struck, fund.ChoiceFor))
	w.must(w.staff, func(a Act) error {
		_, err := w.office.CloseBallot(a, b.ID)
		return err
	})
	v := w.ballot(b.ID) // two were voted for, while their proxies held
	if want := (fund.Tally{Members: 9, For: 1, Against: 2, Present: 9}); v.Ballot.Tally != want {
		t.Errorf("%+v, want %+v", v.Ballot.Tally, want)
	}
	w.must(w.staff, func(a Act) error {
		minutes, err := w.office.Minutes(a, m.ID)
		ended, ways := 0, map[fund.CheckInWay]int{}
		for _, p := range minutes.Proxies {
			if !p.Ended.IsZero() {
				ended++
			}
		}
		for _, at := range minutes.Attended {
			ways[at.Way]++
		}
		if len(minutes.Proxies) != 3 || ended != 3 || ways[fund.CheckInProxy] != 2 || ways[fund.CheckInChair] != 7 {
			t.Errorf("%d proxies, %d ended; came %v", len(minutes.Proxies), ended, ways)
		}
		return err
	})
	w.sound()
}

// TestAProxyVotesInSecret gives a holder a second paper, which is nobody
// else's.
func TestAProxyVotesInSecret(t *testing.T) {
	w := newWorld(t)
	w.byChance()
	w.withProxies()
	w.bindAll()
	m := w.called()
	giver, holder := w.reps[2], w.reps[0]
	w.must(giver, w.entrust(m, holder))
	w.sitting(m, 2)
	b := w.openSecret(m, 1)
	var own, for2 fund.PaperCode
	own = w.paper(holder, b)
	w.must(holder, func(a Act) error {
		as, err := w.office.ByProxy(a, b.ID, giver.ID)
		if err == nil {
			for2, err = w.office.NewPaper(as, b.ID)
		}
		return err
	})
	w.must(holder, w.tryPaper(b, own, fund.ChoiceFor))
	w.must(holder, func(a Act) error {
		as, err := w.office.ByProxy(a, b.ID, giver.ID)
		if err == nil {
			_, _, err = w.office.CastPaper(as, b.ID, fund.SecretPaper{Code: for2, Choice: fund.ChoiceAgainst})
		}
		return err
	})
	w.refuse(giver, ErrRepresented, w.tryPaper(b, "04010410", fund.ChoiceFor))
	w.now = b.Closes
	w.closeDue()
	if c := w.ballot(b.ID).Ballot.Tally; c.For != 1 || c.Against != 1 || c.Present != 3 {
		t.Errorf("counted %+v", c)
	}
	w.sound()
}

// TestNoProxiesByDefault refuses them where the programme does not speak of
// them.
func TestNoProxiesByDefault(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	m := w.called()
	w.refuse(w.reps[0], fund.ErrNoProxies, w.entrust(m, w.reps[1]))
	w.sitting(m, 2)
	b := w.openItem(m, 1)
	w.refuse(w.reps[0], fund.ErrNoProxy, w.castFor(b, w.reps[2], fund.ChoiceFor))
	w.now = w.now.Add(time.Minute)
	w.sound()
}
