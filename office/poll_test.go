package office

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

// asked opens a poll with n typed answers.
func (w *world) asked(n int) (p fund.Poll) {
	w.t.Helper()
	options := make([]string, n)
	for i := range options {
		options[i] = "answer " + string(rune('a'+i))
	}
	w.must(w.staff, func(a Act) (err error) {
		p, err = w.office.OpenPoll(a, NewPoll{Community: w.works.ID, Multiple: true, Typed: options, Length: 72 * time.Hour})
		return err
	})
	return p
}

// sent says that a part of a poll is in the neighbours' group.
func (w *world) sent(p fund.Poll, part int, telegram string) {
	w.t.Helper()
	heard := PollHeard{Telegram: telegram, Counts: make([]int, len(p.Part(part)))}
	w.must(fund.Person{}, func(a Act) error { return w.office.PollSent(a, PollPart{p.ID, part}, groupNeighbours, heard) })
}

func (w *world) hearPoll(h PollHeard) {
	w.t.Helper()
	w.must(fund.Person{}, func(a Act) error { return w.office.HearPoll(a, h) })
}

func (w *world) poll(id fund.PollID) (p fund.Poll) {
	w.t.Helper()
	w.read(func(tx *store.Tx) (err error) { p, err = w.office.Poll(tx, id); return err })
	return p
}

func counts(p fund.Poll) (list []int) {
	for _, o := range p.Options {
		list = append(list, o.Count)
	}
	return list
}

func TestAPollInTwoPartsIsCountedTogether(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.asked(13)
	w.sent(p, 0, "t1")
	w.sent(p, 1, "t2")
	w.hearPoll(PollHeard{Telegram: "t1", Counts: []int{3, 0, 0, 0, 0, 0, 1}, Voters: 3})
	w.hearPoll(PollHeard{Telegram: "t2", Counts: []int{0, 0, 0, 0, 0, 5}, Voters: 5})
	w.hearPoll(PollHeard{Telegram: "somebody else's", Counts: []int{9}, Voters: 9, Closed: true})
	w.now = p.Closes
	w.must(fund.Person{}, w.office.CloseDuePolls)
	if p = w.poll(p.ID); p.Status != fund.PollClosing {
		t.Fatalf("it is %s", p.Status)
	}
	w.hearPoll(PollHeard{Telegram: "t1", Counts: []int{4, 0, 0, 0, 0, 0, 1}, Voters: 4, Closed: true})
	if p = w.poll(p.ID); p.Status != fund.PollClosing {
		t.Fatalf("with one part counted it is %s", p.Status)
	}
	since := w.lastOutbox()
	last := PollHeard{Telegram: "t2", Counts: []int{0, 0, 0, 0, 0, 6}, Voters: 6, Closed: true}
	w.hearPoll(last)
	w.hearPoll(last) // Telegram may say it twice
	p = w.poll(p.ID)
	if want := []int{4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 1}; p.Status != fund.PollClosed || p.Voters != 6 || !slices.Equal(counts(p), want) {
		t.Errorf("%s with %d, %v; want %v", p.Status, p.Voters, counts(p), want)
	}
	if got := w.said(since); len(got) != 2 || !strings.HasPrefix(got[0], KindPollResult) {
		t.Errorf("said %q", got)
	}
	if v := w.verified(); len(v.Faults) != 0 || v.Polls != 1 {
		t.Errorf("verified: %+v", v)
	}
	db := w.tamper()
	w.edit(db, "UPDATE poll_options SET count = count + 1 WHERE n = 1")
	if v := w.verified(); len(v.Faults) != 1 || v.Faults[0].Noun != "poll" {
		t.Errorf("a count that was changed: %+v", v.Faults)
	}
}

func TestLastCountsAreWaitedForAnHourAndTakenLater(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.asked(2)
	w.sent(p, 0, "t1")
	w.hearPoll(PollHeard{Telegram: "t1", Counts: []int{2, 1}, Voters: 3})
	next := func() (at time.Time) {
		w.read(func(tx *store.Tx) (err error) { at, err = w.office.NextPollMoment(tx); return err })
		return at
	}
	if got := next(); !got.Equal(p.Closes) {
		t.Errorf("the clock looks at %s, want %s", got, p.Closes)
	}
	w.now = p.Closes.Add(-time.Second)
	w.must(fund.Person{}, w.office.CloseDuePolls)
	if p = w.poll(p.ID); p.Status != fund.PollOpen {
		t.Errorf("a second early it is %s", p.Status)
	}
	w.now = p.Closes
	w.must(fund.Person{}, w.office.CloseDuePolls)
	if got, want := next(), p.Closes.Add(time.Hour); !got.Equal(want) {
		t.Errorf("the clock looks at %s, want %s", got, want)
	}
	w.now = next()
	w.must(fund.Person{}, w.office.CloseDuePolls)
	if p = w.poll(p.ID); p.Status != fund.PollClosed || !slices.Equal(counts(p), []int{2, 1}) {
		t.Errorf("%s, %v", p.Status, counts(p))
	}
	if got := next(); !got.IsZero() {
		t.Errorf("the clock looks at %s still", got)
	}
	w.hearPoll(PollHeard{Telegram: "t1", Counts: []int{2, 2}, Voters: 4, Closed: true}) // after a long failure of the net
	if p = w.poll(p.ID); !slices.Equal(counts(p), []int{2, 2}) || p.Voters != 4 {
		t.Errorf("late counts: %v", counts(p))
	}
	if v := w.verified(); len(v.Faults) != 0 {
		t.Errorf("verified: %+v", v.Faults)
	}
}

func TestWhoMayAskAndWhat(t *testing.T) {
	w := newWorld(t)
	n := NewPoll{Community: w.works.ID, Typed: []string{"lamps", "benches"}, Length: time.Hour}
	ask := func(n NewPoll) func(Act) error {
		return func(a Act) error { _, err := w.office.OpenPoll(a, n); return err }
	}
	w.refuse(w.staff, ErrNoGroup, ask(n))
	w.bindAll()
	for _, p := range []fund.Person{w.ann, w.staff2, w.officer, w.supervisor, w.reps[0], {}} {
		w.refuse(p, fund.ErrNotAllowed, ask(n))
	}
	other := w.ask(w.dan, "a bench by the lake")
	gone := w.ask(w.ann, "a bench by the gate")
	w.must(w.ann, func(a Act) error { _, err := w.office.Withdraw(a, gone.ID); return err })
	for want, n := range map[error]NewPoll{
		fund.ErrPoll:       {Community: w.works.ID, Typed: []string{"one"}, Length: time.Hour},
		ErrOtherCommunity:  {Community: w.works.ID, Requests: []fund.RequestID{other.ID}, Typed: []string{"one"}, Length: time.Hour},
		fund.ErrWrongState: {Community: w.works.ID, Requests: []fund.RequestID{gone.ID}, Typed: []string{"one"}, Length: time.Hour},
	} {
		w.refuse(w.staff, want, ask(n))
	}
	w.must(w.staff, ask(n))
	w.refuse(w.staff, ErrPollOpen, ask(n))
}

func TestWordsThatWereDeletedGoFromPollsToo(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	mine, other := w.ask(w.ann, "a bench by the gate, for my mother"), w.ask(w.bob, "the lamp is broken")
	var p fund.Poll
	w.must(w.staff, func(a Act) (err error) {
		p, err = w.office.OpenPoll(a, NewPoll{Community: w.works.ID, Requests: []fund.RequestID{mine.ID, other.ID}, Length: 72 * time.Hour})
		return err
	})
	w.sent(p, 0, "t1")
	w.must(fund.Person{}, func(a Act) error {
		return a.Tx.SetPost(store.Post{Chat: groupNeighbours, Topic: pollTopic(PollPart{p.ID, 0}), Message: 77, At: a.Now})
	})
	w.must(w.ann, w.office.Erase)
	if got := w.poll(p.ID).Options[0].Text; got != "" {
		t.Errorf("the option says %q", got)
	}
	if dump := w.dump(); strings.Contains(dump, "for my mother") {
		t.Error("the words stand somewhere still")
	}
	since := w.lastOutbox()
	w.now = p.Closes
	w.must(fund.Person{}, w.office.CloseDuePolls)
	w.hearPoll(PollHeard{Telegram: "t1", Counts: []int{1, 0}, Voters: 1, Closed: true})
	if got := strings.Join(w.said(since), "\n"); !strings.Contains(got, `gone -1001 {"Message":77}`) {
		t.Errorf("the poll with the words is not deleted: %s", got)
	}
	if v := w.verified(); len(v.Faults) != 0 {
		t.Errorf("verified: %+v", v.Faults)
	}
}

func TestAPollWhoseSendingNobodyKnowsTheEndOfIsFoundByItsAnswers(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.asked(2)
	topic := pollTopic(PollPart{p.ID, 0})
	w.must(fund.Person{}, func(a Act) error {
		q, err := a.Tx.WaitingOutbox(0, 100)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(q, func(q store.Queued) bool { return q.Topic == topic })
		if i < 0 {
			return errors.New("nothing is to be sent")
		}
		if _, err := a.Tx.MarkSending(q[i].ID, q[i].Rev); err != nil {
			return err
		}
		_, err = a.Tx.LayAside(q[i].ID, q[i].Rev, store.OutboxUncertain, "cut")
		return err
	})
	w.hearPoll(PollHeard{Telegram: "t9", Options: []string{"answer a", "something else"}, Counts: []int{1, 0}, Voters: 1})
	if got := w.rows("SELECT status FROM outbox WHERE topic = ?", topic); !slices.Equal(got, []string{"uncertain"}) {
		t.Errorf("another poll settled it: %q", got)
	}
	w.hearPoll(PollHeard{Telegram: "t1", Options: []string{"answer a", "answer b"}, Counts: []int{1, 0}, Voters: 1})
	if got := w.rows("SELECT status FROM outbox WHERE topic = ?", topic); !slices.Equal(got, []string{"arrived"}) {
		t.Errorf("it is %q", got)
	}
	w.now = p.Closes
	w.must(fund.Person{}, w.office.CloseDuePolls)
	w.hearPoll(PollHeard{Telegram: "t1", Options: []string{"answer a", "answer b"}, Counts: []int{1, 1}, Voters: 2, Closed: true})
	if p = w.poll(p.ID); p.Status != fund.PollClosed || p.Voters != 2 {
		t.Errorf("%+v", p)
	}
}
