package office

import (
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

func (w *world) speaks(m fund.Meeting, text string) func(Act) error {
	return func(a Act) error {
		_, err := w.office.PutOnRecord(a, m.ID, a.By.ID, text)
		return err
	}
}

func (w *world) takesBack(id int64) func(Act) error {
	return func(a Act) error {
		_, err := w.office.TakeBack(a, id)
		return err
	}
}

func (w *world) signsOff(m fund.Meeting) func(Act) error {
	return func(a Act) error {
		_, err := w.office.SignMinutes(a, m.ID)
		return err
	}
}

func (w *world) namesRecorder(m fund.Meeting, p fund.Person) func(Act) error {
	return func(a Act) error {
		_, err := w.office.NameRecorder(a, m.ID, p.ID)
		return err
	}
}

func (w *world) corrects(m fund.Meeting, text string) func(Act) error {
	return func(a Act) error {
		_, err := w.office.CorrectMinutes(a, m.ID, text)
		return err
	}
}

func (w *world) ends(m fund.Meeting) {
	w.t.Helper()
	w.must(w.staff, func(a Act) error {
		_, err := w.office.EndMeeting(a, m.ID)
		return err
	})
}

func (w *world) minutes(m fund.Meeting) (v MinutesView) {
	w.t.Helper()
	w.read(func(tx *store.Tx) (err error) {
		v, err = w.office.Minutes(Act{Tx: tx, Now: w.now}, m.ID)
		return err
	})
	return v
}

func (w *world) objects(m fund.Meeting, text string) func(Act) error {
	return func(a Act) error {
		_, err := w.office.ObjectToMinutes(a, m.ID, text)
		return err
	}
}

// TestMinutesOfAMeeting holds a whole meeting: who came, went and was ticked,
// what was said, taken back and voted, and has its minutes signed by two.
func TestMinutesOfAMeeting(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.moreReps(9)
	m := w.called()
	w.refuse(w.reps[0], fund.ErrWrongState, w.speaks(m, "Too early"))
	w.sitting(m, 7)
	w.must(w.reps[0], w.speaks(m, "The lamps come first."))
	w.must(w.ann, w.speaks(m, "I only listen, but: yes."))
	w.must(w.reps[1], w.speaks(m, "Something rash"))
	w.refuse(w.dan, fund.ErrNotAllowed, w.speaks(m, "From another community"))
	w.refuse(w.reps[0], ErrOthersWords, func(a Act) error {
		_, err := w.office.PutOnRecord(a, m.ID, w.ann.ID, "What Ann never said")
		return err
	})
	w.must(w.staff, func(a Act) error { // the chair takes down what somebody says
		c, err := w.office.PutOnRecord(a, m.ID, w.reps[8].ID, "And the gate")
		if err == nil && (c.As != fund.SpeakerMember || c.By != w.staff.ID || c.N != 4) {
			t.Errorf("taken down: %+v", c)
		}
		return err
	})
	v := w.minutes(m)
	if len(v.Contributions) != 4 || v.Contributions[1].As != fund.SpeakerGuest {
		t.Fatalf("contributions: %+v", v.Contributions)
	}
	rash := v.Contributions[2].ID
	w.refuse(w.reps[0], ErrOthersWords, w.takesBack(rash))
	w.must(w.reps[1], w.takesBack(rash))
	w.refuse(w.reps[1], fund.ErrTakenBack, w.takesBack(rash))

	b := w.openItem(m, 1)
	w.votes(b, "ffffao-")
	w.mark(m, w.reps[6], false)
	w.now = b.Closes
	w.closeDue()
	w.refuse(w.staff, fund.ErrRecorder, w.namesRecorder(m, w.staff))
	w.refuse(w.staff, ErrNotMember, w.namesRecorder(m, w.dan))
	w.refuse(w.ann, fund.ErrNotAllowed, w.namesRecorder(m, w.reps[0]))
	w.refuse(w.staff, fund.ErrWrongState, w.signsOff(m))
	w.ends(m)
	w.refuse(w.reps[0], fund.ErrWrongState, w.speaks(m, "Too late"))
	w.refuse(w.reps[0], fund.ErrWrongState, w.takesBack(v.Contributions[0].ID))
	w.refuse(w.staff, fund.ErrNoRecorder, w.signsOff(m))
	w.must(w.staff, w.namesRecorder(m, w.reps[0]))
	w.refuse(w.reps[1], fund.ErrNotSigner, w.signsOff(m))
	w.must(w.staff, w.signsOff(m))
	w.refuse(w.staff, fund.ErrSigned, w.signsOff(m))
	w.refuse(w.ann, fund.ErrMinutesDraft, w.objects(m, "I was there as well"))
	w.must(w.reps[0], w.corrects(m, "Item 1 was about the courtyard."))
	w.refuse(w.ann, fund.ErrNotAllowed, w.corrects(m, "No it was not"))
	since := w.lastOutbox()
	w.must(w.reps[0], w.signsOff(m))
	w.refuse(w.staff, fund.ErrSigned, w.namesRecorder(m, w.reps[1]))
	for _, kind := range []string{KindMinutesPost, KindMinutesPaper} {
		if got := w.heard(since, kind); len(got) != 2 { // those who met and the neighbours
			t.Errorf("%s: %q", kind, got)
		}
	}
	w.must(w.staff, w.corrects(m, "The gate is that of house 3."))
	if got := w.heard(since, KindMinutesPaper); len(got) != 4 {
		t.Errorf("a correction is posted: %q", got)
	}

	v = w.minutes(m)
	if len(v.Members) != 9 || len(v.Attended) != 7 || v.Attended[6].Left.IsZero() || len(v.Votes) != 1 {
		t.Fatalf("minutes: %d members, %+v, %+v", len(v.Members), v.Attended, v.Votes)
	}
	if vote := v.Votes[0]; len(vote.For) != 4 || len(vote.Against) != 1 || vote.Against[0] != w.reps[4].ID || len(vote.Abstain) != 1 {
		t.Errorf("names: %+v", vote)
	}
	if want := w.now.AddDate(0, 0, 15).Format(time.DateOnly); v.Until.Format(time.DateOnly) != want {
		t.Errorf("posted until %s, want %s", v.Until, want)
	}
	if len(v.Corrections) != 2 || v.Corrections[1].N != 2 {
		t.Errorf("corrections: %+v", v.Corrections)
	}
	w.sound()
	for _, change := range []string{
		"UPDATE contributions SET text = 'other words' WHERE n = 1",
		"UPDATE sign_offs SET at = at - 60 WHERE capacity = 'chair'",
		"UPDATE corrections SET text = 'x' WHERE n = 2",
		"DELETE FROM contributions WHERE n = 2",
	} {
		before := len(w.verified().Faults)
		w.edit(w.tamper(), change)
		if v := w.verified(); len(v.Faults) != before+1 {
			t.Errorf("%s: %+v", change, v.Faults)
		}
	}
}

// signed holds a short meeting and has its minutes signed.
func (w *world) signed() fund.Meeting {
	w.t.Helper()
	m := w.called()
	w.sitting(m, 3)
	w.must(w.ann, w.speaks(m, "The lamp at number 502"))
	w.ends(m)
	w.must(w.staff, w.namesRecorder(m, w.reps[0]))
	w.must(w.staff, w.signsOff(m))
	w.must(w.reps[0], w.signsOff(m))
	return m
}

// TestObjectingToMinutes has a resident object while they are posted; the
// committee has ten days by the calendar, and then the street has it.
func TestObjectingToMinutes(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	m := w.signed()
	w.refuse(w.dan, fund.ErrNotAllowed, w.objects(m, "I live elsewhere"))
	w.must(w.ann, w.objects(m, "I said 503, not 502"))
	w.must(w.bob, w.objects(m, "Item 1 was never read out"))
	c := w.minutes(m).Objections[0]
	if want := w.now.AddDate(0, 0, 10).Format(time.DateOnly); c.Due.Format(time.DateOnly) != want || c.Project != 0 {
		t.Errorf("due %s, want %s", c.Due, want)
	}
	w.must(w.staff, func(a Act) error {
		items, err := w.office.Desk(a)
		n := 0
		for _, i := range items {
			if i.Kind == DeskMinutes && i.Title == m.Title && !i.Due.IsZero() {
				n++
			}
		}
		if n != 2 {
			t.Errorf("%d on the desk: %+v", n, items)
		}
		return err
	})
	w.must(w.staff, func(a Act) error {
		_, err := w.office.AnswerComplaint(a, c.ID, "You did; a correction says so.")
		return err
	})
	w.must(w.ann, func(a Act) error {
		_, err := w.office.AcceptAnswer(a, c.ID)
		return err
	})
	w.now = c.Due.Add(time.Second)
	w.must(fund.Person{}, w.office.SettleWorks)
	list := w.minutes(m).Objections
	if list[0].Status != fund.ComplaintSettled || list[1].Status != fund.ComplaintRaised || list[1].Raised != fund.RaiseOverdue {
		t.Errorf("after ten days: %s, %s", list[0].Status, list[1].Status)
	}
	w.must(w.officer, func(a Act) error {
		_, err := w.office.RuleComplaint(a, list[1].ID, "It was; the recorder confirms.")
		return err
	})
	until := w.minutes(m).Until
	w.now = until
	w.must(w.cat, w.objects(m, "On the last day"))
	w.now = until.Add(time.Second)
	if err := w.try(w.cat, w.objects(m, "A day late")); err == nil || !strings.Contains(err.Error(), "posted until") {
		t.Errorf("after the posting: %v", err)
	}
	w.sound()
}

// TestErasureReachesMinutes lets the speaker be forgotten: that somebody spoke
// stays, what they said does not, and the papers that showed it go.
func TestErasureReachesMinutes(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	m := w.signed()
	w.must(w.ann, w.objects(m, "I said 503 there"))
	w.arrive()
	since := w.lastOutbox()
	w.must(w.ann, w.office.Erase)
	if books := w.dump(); strings.Contains(books, "at number 502") || strings.Contains(books, "I said 503") {
		t.Error("the words are still in the books")
	}
	if v := w.minutes(m); len(v.Contributions) != 1 || v.Contributions[0].Text != "" || !v.Contributions[0].TakenBack.IsZero() {
		t.Errorf("left: %+v", v.Contributions)
	}
	for _, kind := range []string{KindGone, KindMinutesPaper} {
		if got := w.heard(since, kind); len(got) != 2 {
			t.Errorf("%s: %q", kind, got)
		}
	}
	w.sound()
}
