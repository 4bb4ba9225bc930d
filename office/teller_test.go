package office

import (
	"errors"
	"testing"
	"time"

	"huimin/fund"
)

func (w *world) inRoom(b fund.Ballot, p fund.Person, on bool) func(Act) error {
	return func(a Act) error { return w.office.MarkRoomVoter(a, b.ID, p.ID, on) }
}

func (w *world) tellers(b fund.Ballot, people ...fund.Person) func(Act) error {
	var ids []fund.PersonID
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	return func(a Act) error { return w.office.NameTellers(a, b.ID, ids) }
}

func (w *world) counts(b fund.Ballot, yes, no, abstain int) func(Act) error {
	return func(a Act) error {
		_, _, err := w.office.CountRoom(a, b.ID, fund.RoomCount{For: yes, Against: no, Abstain: abstain})
		return err
	}
}

func (w *world) closes(b fund.Ballot) func(Act) error {
	return func(a Act) error {
		_, err := w.office.CloseBallot(a, b.ID)
		return err
	}
}

// room is a vote with six present, of whom three vote in the room.
func room(t *testing.T) (*world, fund.Ballot) {
	w := newWorld(t)
	w.bindAll()
	w.moreReps(9)
	p := w.adopted(fund.Yuan(5_000))
	m := w.called(p)
	w.sitting(m, 6)
	b := w.openItem(m, 1)
	w.votes(b, "ffo")
	for _, p := range w.reps[3:6] {
		w.must(w.staff, w.inRoom(b, p, true))
	}
	return w, b
}

// TestVotesInTheRoom counts three votes on paper by two tellers.
func TestVotesInTheRoom(t *testing.T) {
	w, b := room(t)
	w.refuse(w.reps[3], ErrVotesInRoom, w.cast(b, fund.ChoiceFor))
	w.refuse(w.staff, ErrVotedInChat, w.inRoom(b, w.reps[0], true))
	w.refuse(w.staff, ErrNotPresent, w.inRoom(b, w.reps[7], true))
	w.refuse(w.reps[0], fund.ErrNotAllowed, w.inRoom(b, w.reps[4], false))
	w.mark(fund.Meeting{ID: b.Meeting}, w.reps[8], true)
	w.must(w.staff, func(a Act) error {
		_, err := w.office.Revoke(a, w.grant(w.reps[8], fund.RoleRepresentative))
		return err
	})
	w.refuse(w.staff, ErrNoVoteHere, w.inRoom(b, w.reps[8], true))
	w.mark(fund.Meeting{ID: b.Meeting}, w.reps[8], false)
	w.refuse(w.staff, ErrUncounted, w.closes(b))
	w.refuse(w.staff, ErrTellers, w.tellers(b, w.reps[0], w.reps[0]))
	w.refuse(w.staff, ErrTellers, w.tellers(b, w.reps[0], w.ann))
	w.refuse(w.staff, ErrTellers, w.tellers(b, w.reps[0]))
	w.must(w.staff, w.tellers(b, w.reps[0], w.supervisor))
	w.refuse(w.reps[1], ErrNotTeller, w.counts(b, 3, 0, 0))

	var sum *RoomSumError
	if err := w.try(w.supervisor, w.counts(b, 2, 0, 0)); !errors.As(err, &sum) || *sum != (RoomSumError{2, 3}) {
		t.Errorf("two of three: %v", err)
	}
	if err := w.try(w.supervisor, w.counts(b, 4, -1, 0)); !errors.As(err, &sum) {
		t.Errorf("less than nothing: %v", err)
	}
	w.must(w.supervisor, w.counts(b, 2, 1, 0))
	w.must(w.reps[0], w.counts(b, 3, 0, 0)) // different: both count again
	w.refuse(w.staff, ErrUncounted, w.closes(b))
	w.must(w.reps[0], w.counts(b, 2, 1, 0))
	w.must(w.supervisor, w.counts(b, 2, 1, 0))
	w.refuse(w.supervisor, ErrCounted, w.counts(b, 2, 1, 0))

	// One less votes in the room: what was counted is void.
	w.must(w.staff, w.inRoom(b, w.reps[5], false))
	w.refuse(w.staff, ErrUncounted, w.closes(b))
	w.must(w.reps[5], w.cast(b, fund.ChoiceFor))
	w.must(w.reps[0], w.counts(b, 1, 1, 0))
	w.must(w.supervisor, w.counts(b, 1, 1, 0))
	w.must(w.staff, w.closes(b))
	want := fund.Tally{Members: 9, For: 4, Against: 1, Abstain: 1, Present: 6, Room: 2}
	if v := w.ballot(b.ID).Ballot; v.Tally != want || v.Outcome != fund.OutcomeCarried {
		t.Errorf("%s of %+v, want %+v", v.Outcome, v.Tally, want)
	}
	w.refuse(w.staff, fund.ErrClosed, w.inRoom(b, w.reps[5], true))
	w.refuse(w.supervisor, fund.ErrClosed, w.counts(b, 1, 1, 0))
	w.sound()
}

// TestTellersAfterTheHour lets them count when nobody votes any more, and not
// for ever.
func TestTellersAfterTheHour(t *testing.T) {
	for name, c := range map[string]struct {
		count   func(*world, fund.Ballot)
		tally   fund.Tally
		outcome fund.Outcome
	}{
		"they agree": {func(w *world, b fund.Ballot) {
			w.must(w.reps[0], w.counts(b, 2, 1, 0))
			w.must(w.supervisor, w.counts(b, 2, 1, 0))
		}, fund.Tally{Members: 9, For: 4, Against: 1, Abstain: 1, Present: 6, Room: 3}, fund.OutcomeCarried},
		"they do not, and it might have mattered": {func(w *world, b fund.Ballot) {
			w.must(w.reps[0], w.counts(b, 2, 1, 0))
		}, fund.Tally{Members: 9, For: 2, Abstain: 1, Present: 6, Uncounted: 3}, fund.OutcomeNoQuorum},
	} {
		t.Run(name, func(t *testing.T) {
			w, b := room(t)
			w.must(w.staff, w.tellers(b, w.reps[0], w.supervisor))
			w.now = b.Closes
			if n := w.closeDue(); n != 0 {
				t.Fatal("closed before they could count")
			}
			w.refuse(w.reps[5], fund.ErrClosed, w.cast(b, fund.ChoiceFor))
			w.now = b.Closes.Add(fund.CountGrace - time.Second)
			if n := w.closeDue(); n != 0 {
				t.Fatal("closed too early")
			}
			c.count(w, b)
			w.now = b.Closes.Add(fund.CountGrace)
			w.closeDue()
			v := w.ballot(b.ID).Ballot
			if v.Tally != c.tally || v.Outcome != c.outcome || !v.ClosedAt.Equal(b.Closes) {
				t.Errorf("%s of %+v at %s, want %s of %+v at %s", v.Outcome, v.Tally, v.ClosedAt, c.outcome, c.tally, b.Closes)
			}
			w.sound()
		})
	}
}

// TestLateClosingCountsWhoWasThere closes after an outage: who left after the
// hour was there at the hour.
func TestLateClosingCountsWhoWasThere(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.moreReps(9)
	m := w.called()
	w.sitting(m, 6)
	b := w.openItem(m, 1)
	w.votes(b, "fff")
	w.now = b.Closes.Add(-time.Second)
	w.mark(m, w.reps[6], true)
	w.now = b.Closes
	w.mark(m, w.reps[5], false)
	w.mark(m, w.reps[7], true)
	w.mark(m, w.reps[8], true)
	w.closeDue()
	if have := w.ballot(b.ID).Ballot.Tally.Present; have != 7 {
		t.Errorf("%d present, want the seven of the hour", have)
	}
	w.sound()
}
