package office

import (
	"slices"
	"strings"
	"testing"

	"huimin/fund"
)

// slips is a secret vote of nine: seven with papers in the chat, four for it,
// two against, one abstaining; two on slips in the room.
func slips(t *testing.T) (*world, fund.Ballot) {
	w := newWorld(t)
	b, _ := w.sevenVoted()
	w.mark(w.meetingOf(b), w.reps[8], true)
	for _, p := range w.reps[7:] {
		w.must(w.staff, w.inRoom(b, p, true))
	}
	w.must(w.staff, w.tellers(b, w.reps[0], w.supervisor))
	return w, b
}

func (w *world) meetingOf(b fund.Ballot) fund.Meeting { return fund.Meeting{ID: b.Meeting} }

// TestSlipsInASecretVote counts papers of the chat and slips of the room into
// one result. Until it is closed the record says who voted and that tellers
// have counted, not what.
func TestSlipsInASecretVote(t *testing.T) {
	w, b := slips(t)
	blank := func(a Act) error {
		_, err := w.office.NewPaper(a, b.ID)
		return err
	}
	w.refuse(w.reps[7], ErrVotesInRoom, blank)
	w.refuse(w.staff, ErrVotedInChat, w.inRoom(b, w.reps[0], true))
	if v := w.ballot(b.ID); v.Voted != 7 || v.Uncounted != 2 {
		t.Errorf("%d voted, %d uncounted", v.Voted, v.Uncounted)
	}
	w.must(w.reps[0], w.counts(b, 0, 2, 0))
	w.must(w.supervisor, w.counts(b, 1, 1, 0)) // different
	w.must(w.supervisor, w.counts(b, 0, 2, 0))
	w.sound()
	w.must(w.reps[0], w.counts(b, 0, 2, 0))
	w.sound()
	if v := w.ballot(b.ID); v.Voted != 9 || v.Uncounted != 0 || v.Ballot.Tally != (fund.Tally{Members: 9}) || v.Room.Sum() != 0 {
		t.Errorf("the open ballot shows %+v", v)
	}
	counts := func() (n int) {
		for _, row := range w.column("SELECT CAST(data AS TEXT) FROM record WHERE what LIKE 'room_%' OR what = 'ballot_papers'") {
			n += strings.Count(row, `"against":2`)
		}
		return n
	}
	if n := counts(); n != 0 {
		t.Errorf("the record tells %d counts of an open secret ballot", n)
	}
	w.must(w.staff, w.closes(b))
	if n := counts(); n != 2 {
		t.Errorf("the record tells %d counts of the closed ballot", n)
	}
	v := w.ballot(b.ID)
	want := fund.Tally{Members: 9, For: 4, Against: 4, Abstain: 1, Present: 9, Room: 2}
	if v.Ballot.Tally != want || v.Ballot.Outcome != fund.OutcomeLost || v.Papers != 7 || v.Voted != 9 || v.Room != (fund.RoomCount{Against: 2}) {
		t.Errorf("%s of %+v with %d papers of %d, want %+v", v.Ballot.Outcome, v.Ballot.Tally, v.Papers, v.Voted, want)
	}
	if fund.CountPapers(w.papers(b)).With(v.Room) != (fund.Tally{For: 4, Against: 4, Abstain: 1, Room: 2}) {
		t.Error("papers and slips do not add up")
	}
	w.sound()
	for what, change := range map[string]func(Act) error{
		"a voter less":  func(a Act) error { return a.Tx.SetRoomVoter(b.ID, w.reps[7].ID, false) },
		"a voter more":  func(a Act) error { return a.Tx.SetRoomVoter(b.ID, w.reps[0].ID, true) },
		"other tellers": func(a Act) error { return a.Tx.SetTellers(b.ID, []fund.PersonID{w.reps[3].ID}) },
		"another count": func(a Act) error {
			return a.Tx.SaveTelling(b.ID, fund.Telling{Teller: w.reps[0].ID, Count: fund.RoomCount{For: 2}, At: a.Now})
		},
	} {
		if err := w.try(w.staff, change); err == nil {
			t.Errorf("the database took it after the close: %s", what)
		}
	}
	db := w.tamper()
	w.edit(db, "UPDATE tellers SET votes_for = 2, votes_against = 0")
	if found := w.verified().Faults; !slices.ContainsFunc(found, func(f Fault) bool { return f.Kind == FaultTally }) ||
		!slices.ContainsFunc(found, func(f Fault) bool { return f.Field == "room" }) {
		t.Errorf("changed counts are not found: %+v", found)
	}
}

// TestSlipsThatNobodyCounted leaves the two out, and decides nothing that they
// might have changed.
func TestSlipsThatNobodyCounted(t *testing.T) {
	w, b := slips(t)
	w.must(w.reps[0], w.counts(b, 2, 0, 0))
	w.now = b.Closes.Add(fund.CountGrace)
	w.closeDue()
	v := w.ballot(b.ID)
	want := fund.Tally{Members: 9, For: 4, Against: 2, Abstain: 1, Present: 9, Uncounted: 2}
	if v.Ballot.Tally != want || v.Ballot.Outcome != fund.OutcomeNoQuorum || v.Papers != v.Voted {
		t.Errorf("%s of %+v, want %+v", v.Ballot.Outcome, v.Ballot.Tally, want)
	}
	w.sound()
}

// TestMinutesTellTheRoom names, of an open vote, who voted in the room and who
// counted, and of a secret one who counted.
func TestMinutesTellTheRoom(t *testing.T) {
	w, b := room(t)
	w.must(w.staff, w.tellers(b, w.reps[0], w.supervisor))
	w.must(w.reps[0], w.counts(b, 2, 1, 0))
	w.must(w.supervisor, w.counts(b, 2, 1, 0))
	w.must(w.staff, w.closes(b))
	v := w.minutes(w.meetingOf(b)).Votes[0]
	ids := func(people ...fund.Person) (list []fund.PersonID) {
		for _, p := range people {
			list = append(list, p.ID)
		}
		slices.Sort(list)
		return list
	}
	if v.Room != (fund.RoomCount{For: 2, Against: 1}) || !slices.Equal(v.InRoom, ids(w.reps[3:6]...)) || !slices.Equal(v.Tellers, ids(w.reps[0], w.supervisor)) {
		t.Errorf("open: %+v", v)
	}
	w, b = slips(t)
	w.must(w.reps[0], w.counts(b, 0, 2, 0))
	w.must(w.supervisor, w.counts(b, 0, 2, 0))
	w.must(w.staff, w.closes(b))
	v = w.minutes(w.meetingOf(b)).Votes[0]
	if v.Room != (fund.RoomCount{Against: 2}) || len(v.InRoom) != 0 || !slices.Equal(v.Tellers, ids(w.reps[0], w.supervisor)) {
		t.Errorf("secret: %+v", v)
	}
}

// TestSlipsByProxy lets the holder of a proxy put in the giver's slip: it is
// one vote, and not one in the chat as well; the giver, who is not there, counts
// nothing.
func TestSlipsByProxy(t *testing.T) {
	w := newWorld(t)
	w.withProxies()
	w.bindAll()
	w.moreReps(9)
	m := w.called()
	giver, holder := w.reps[8], w.reps[0]
	w.must(giver, w.entrust(m, holder))
	w.sitting(m, 6)
	b := w.openItem(m, 1)
	w.refuse(w.staff, ErrTellers, w.tellers(b, giver, w.supervisor))
	w.must(w.staff, w.tellers(b, holder, w.supervisor))
	w.must(w.staff, w.inRoom(b, giver, true))
	w.refuse(holder, ErrVotesInRoom, w.castFor(b, giver, fund.ChoiceFor))
	w.must(holder, w.cast(b, fund.ChoiceFor))
	w.must(holder, w.counts(b, 0, 1, 0))
	w.must(w.supervisor, w.counts(b, 0, 1, 0))
	w.must(w.staff, w.closes(b))
	want := fund.Tally{Members: 9, For: 1, Against: 1, Present: 7, Room: 1}
	if v := w.ballot(b.ID).Ballot; v.Tally != want {
		t.Errorf("%+v, want %+v", v.Tally, want)
	}
	w.sound()
}
