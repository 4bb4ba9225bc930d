package office

import (
	"fmt"
	"testing"
	"time"

	"huimin/fund"
)

// moreReps lets the workshop have so many representatives in all.
func (w *world) moreReps(n int) {
	w.t.Helper()
	for i := int64(len(w.reps)); len(w.reps) < n; i++ {
		w.reps = append(w.reps, w.hold(w.consent(950+i, fmt.Sprintf("Rep%d", i), ""), w.staff, fund.RoleRepresentative, w.works))
	}
}

// called has the workshop's staff call a meeting for noon in five days: about
// some projects, and then a free item.
func (w *world) called(projects ...fund.Project) (m fund.Meeting) {
	w.t.Helper()
	n := NewMeeting{
		Community: w.works.ID, Kind: fund.MeetingRepresentatives, Title: "Spring meeting", Where: "Room 2",
		Starts: w.office.dayBegins(w.now, 5).Add(12 * time.Hour),
	}
	for _, p := range projects {
		w.ready(p)
		n.Agenda = append(n.Agenda, fund.AgendaItem{Project: p.ID})
	}
	n.Agenda = append(n.Agenda, fund.AgendaItem{Title: "Rules of the courtyard", Text: "Quiet after ten"})
	w.must(w.staff, func(a Act) (err error) {
		m, err = w.office.CallMeeting(a, n)
		return err
	})
	return m
}

// sitting opens a called meeting at its hour, with so many of its members there.
func (w *world) sitting(m fund.Meeting, here int) {
	w.t.Helper()
	w.now = m.Starts
	w.must(w.staff, func(a Act) error {
		_, err := w.office.OpenMeeting(a, m.ID)
		return err
	})
	for _, p := range w.reps[:here] {
		w.mark(m, p, true)
	}
}

func (w *world) mark(m fund.Meeting, p fund.Person, here bool) {
	w.t.Helper()
	w.must(w.staff, func(a Act) error {
		moved, err := w.office.MarkPresent(a, m.ID, p.ID, here)
		if err == nil && !moved {
			w.t.Errorf("%s was there already", p.Name)
		}
		return err
	})
}

func (w *world) openItem(m fund.Meeting, item int) (b fund.Ballot) {
	w.t.Helper()
	w.must(w.staff, func(a Act) (err error) {
		b, err = w.office.OpenItem(a, m.ID, ItemVote{Item: item, Length: 15 * time.Minute})
		return err
	})
	return b
}

func (w *world) tryItem(m fund.Meeting, v ItemVote) func(Act) error {
	return func(a Act) error {
		_, err := w.office.OpenItem(a, m.ID, v)
		return err
	}
}

func (w *world) cast(b fund.Ballot, c fund.Choice) func(Act) error {
	return func(a Act) error {
		_, _, err := w.office.CastVote(a, b.ID, c)
		return err
	}
}

// TestQuorumOfPresence has nine members, of whom six are a quorum: at the
// exact number a vote opens; with one less it does not; one leaves, and it
// pauses; one comes, and it goes on.
func TestQuorumOfPresence(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.moreReps(9)
	m := w.called()
	w.sitting(m, 5)
	item := ItemVote{Item: 1, Length: 15 * time.Minute}
	w.refuse(w.staff, ErrNoQuorum, w.tryItem(m, item))
	w.mark(m, w.reps[5], true)
	b := w.openItem(m, 1)
	w.must(w.reps[0], w.cast(b, fund.ChoiceFor))
	w.refuse(w.reps[8], ErrNotPresent, w.cast(b, fund.ChoiceFor))
	w.mark(m, w.reps[5], false)
	w.refuse(w.reps[1], ErrNoQuorum, w.cast(b, fund.ChoiceFor))
	w.mark(m, w.reps[8], true)
	w.must(w.reps[1], w.cast(b, fund.ChoiceFor))
	w.must(w.reps[8], w.cast(b, fund.ChoiceAbstain))
	w.refuse(w.ann, fund.ErrNotAllowed, w.cast(b, fund.ChoiceFor))

	w.now = b.Closes.Add(-time.Second)
	w.must(w.reps[2], w.cast(b, fund.ChoiceFor))
	w.now = b.Closes
	w.refuse(w.reps[3], fund.ErrClosed, w.cast(b, fund.ChoiceFor))
	w.closeDue()
	v := w.ballot(b.ID)
	if want := (fund.Tally{Members: 9, For: 3, Abstain: 1, Present: 6}); v.Ballot.Tally != want || v.Ballot.Outcome != fund.OutcomeLost {
		t.Errorf("%+v, %s: three of six present are not more than half", v.Ballot.Tally, v.Ballot.Outcome)
	}
	w.refuse(w.staff, ErrVotedAlready, w.tryItem(m, item))
	item.Reason = "Two had not heard the question"
	w.must(w.staff, w.tryItem(m, item))
	w.sound()
}

// TestMajorityOfThosePresent counts who is there and does not vote, and who
// voted and left.
func TestMajorityOfThosePresent(t *testing.T) {
	for _, c := range []struct {
		name    string
		votes   string // of the six present in their order: f, a, o, - for none
		leave   int    // so many of them leave after they voted
		outcome fund.Outcome
		present int
	}{
		{"exactly half", "fffaaa", 0, fund.OutcomeLost, 6},
		{"one more", "ffffaa", 0, fund.OutcomeCarried, 6},
		{"abstentions weigh against", "fffooo", 0, fund.OutcomeLost, 6},
		{"and so does silence", "fff---", 0, fund.OutcomeLost, 6},
		{"whoever voted and left took part", "ffff--", 2, fund.OutcomeCarried, 6},
		{"whoever left without a vote did not", "--ffff", 2, fund.OutcomeNoQuorum, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.bindAll()
			w.moreReps(9)
			p := w.adopted(fund.Yuan(5_000))
			m := w.called(p)
			w.sitting(m, 6)
			b := w.openItem(m, 1)
			w.votes(b, c.votes)
			for i := range c.leave {
				w.must(w.reps[i], func(a Act) error {
					_, err := w.office.LeaveMeeting(a, m.ID)
					return err
				})
			}
			w.must(w.staff, func(a Act) error {
				_, err := w.office.CloseBallot(a, b.ID)
				return err
			})
			v := w.ballot(b.ID)
			if v.Ballot.Outcome != c.outcome || v.Ballot.Tally.Present != c.present {
				t.Errorf("%s of %+v, want %s of %d", v.Ballot.Outcome, v.Ballot.Tally, c.outcome, c.present)
			}
			want := map[fund.Outcome]fund.ProjectStatus{
				fund.OutcomeCarried: fund.ProjectApproved, fund.OutcomeLost: fund.ProjectLost, fund.OutcomeNoQuorum: fund.ProjectDrafted,
			}[c.outcome]
			if have := w.project(p.ID).Status; have != want {
				t.Errorf("the project is %s, want %s", have, want)
			}
			w.sound()
		})
	}
}

func TestCheckingInByTheCode(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	m := w.called()
	w.now = m.Starts.Add(-31 * time.Minute)
	if err := w.try(w.staff, func(a Act) error { _, err := w.office.OpenMeeting(a, m.ID); return err }); err == nil {
		t.Error("it opened before check-in begins")
	}
	w.sitting(m, 0)
	code := func() (code string) {
		w.must(w.staff, func(a Act) (err error) {
			code, _, err = w.office.CheckInCode(a, m.ID)
			return err
		})
		return code
	}
	in := func(code string) func(Act) error {
		return func(a Act) error {
			_, err := w.office.CheckIn(a, m.ID, code)
			return err
		}
	}
	first := code()
	w.refuse(w.reps[0], ErrWrongCode, in("000000"))
	w.refuse(w.ann, ErrNotMember, in(first))
	w.must(w.reps[0], in(first))
	w.now = w.now.Add(fund.CodeStep)
	if code() == first {
		t.Error("the code did not change")
	}
	w.must(w.reps[1], in(first)) // what was photographed a moment ago
	w.now = w.now.Add(fund.CodeStep)
	w.refuse(w.reps[2], ErrWrongCode, in(first))
	w.refuse(w.reps[2], ErrNoRemote, func(a Act) error {
		_, err := w.office.CheckInRemote(a, m.ID)
		return err
	})
	w.refuse(w.ann, fund.ErrNotAllowed, func(a Act) error {
		_, _, err := w.office.CheckInCode(a, m.ID)
		return err
	})
	w.sound()
}

// TestCallingAMeeting tries what a call must have.
func TestCallingAMeeting(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.adopted(fund.Yuan(5_000))
	w.ready(p)
	call := func(change func(*NewMeeting)) func(Act) error {
		n := NewMeeting{
			Community: w.works.ID, Kind: fund.MeetingRepresentatives, Title: "Spring meeting", Where: "Room 2",
			Starts: w.office.NoticeUntil(w.now, fund.MeetingRepresentatives), Agenda: []fund.AgendaItem{{Project: p.ID}},
		}
		change(&n)
		return func(a Act) error {
			_, err := w.office.CallMeeting(a, n)
			return err
		}
	}
	w.refuse(w.ann, fund.ErrNotAllowed, call(func(*NewMeeting) {}))
	w.refuse(w.staff, ErrAgenda, call(func(n *NewMeeting) { n.Agenda = nil }))
	w.refuse(w.staff, ErrAgenda, call(func(n *NewMeeting) { n.Agenda = append(n.Agenda, n.Agenda[0]) }))
	w.refuse(w.staff, ErrHaste, call(func(n *NewMeeting) { n.Starts = n.Starts.Add(-time.Minute) }))
	w.must(w.staff, call(func(n *NewMeeting) { n.Starts, n.Haste = n.Starts.Add(-time.Minute), "The roof may fall" }))
	w.must(w.staff, call(func(*NewMeeting) {}))
	w.sound()
}
