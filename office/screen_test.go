package office

import (
	"errors"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

// TestTheCodeOnTheScreen shows the code, lets it turn each half minute, and
// ends with whatever comes first: a press, the meeting's end, three hours.
func TestTheCodeOnTheScreen(t *testing.T) {
	turn := func(w *world) (said []string) {
		since := w.lastOutbox()
		w.must(fund.Person{}, w.office.TurnCodes)
		return w.rows("SELECT kind FROM outbox WHERE id > ? ORDER BY id", since)
	}
	due := func(w *world) (at time.Time) {
		w.read(func(tx *store.Tx) (err error) {
			at, err = w.office.NextCode(tx)
			return err
		})
		return at
	}
	shown := func() (*world, fund.Meeting) {
		w := newWorld(t)
		w.bindAll()
		m := w.called()
		w.sitting(m, 0)
		w.now = w.now.Add(7 * time.Second)
		w.refuse(w.reps[0], fund.ErrNotAllowed, func(a Act) error { return w.office.ShowCode(a, m.ID) })
		w.must(w.staff, func(a Act) error { return w.office.ShowCode(a, m.ID) })
		// The message has arrived.
		w.must(w.staff, func(a Act) error {
			return a.Tx.SetPost(store.Post{Chat: w.staff.Telegram, Topic: codeTopic(m.ID), Message: 77, At: a.Now})
		})
		return w, m
	}
	t.Run("each half minute", func(t *testing.T) {
		w, m := shown()
		if want := m.Starts.Add(fund.CodeStep); !due(w).Equal(want) {
			t.Fatalf("due %s, want %s", due(w), want)
		}
		w.now = due(w).Add(-time.Second)
		if said := turn(w); len(said) != 0 {
			t.Errorf("early: %q", said)
		}
		before := w.rows("SELECT rev FROM outbox WHERE kind = 'meeting_code'")
		w.now = due(w)
		turn(w)
		if after := w.rows("SELECT rev FROM outbox WHERE kind = 'meeting_code'"); len(after) != 1 || after[0] == before[0] {
			t.Errorf("revisions %q, then %q: edits that wait are one", before, after)
		}
		w.now = w.now.Add(10 * time.Minute) // the program did not run
		turn(w)
		if !due(w).After(w.now) || due(w).After(w.now.Add(fund.CodeStep)) {
			t.Errorf("due %s after %s", due(w), w.now)
		}
	})
	t.Run("stopped", func(t *testing.T) {
		w, m := shown()
		w.must(w.staff, func(a Act) error {
			was, err := w.office.HideCode(a, m.ID)
			if !was {
				t.Error("it was not shown")
			}
			return err
		})
		err := w.try(w.staff, func(a Act) error {
			_, err := w.office.CodeOn(a, m.ID, w.staff.ID)
			return err
		})
		if !errors.Is(err, store.ErrNotFound) || !due(w).IsZero() {
			t.Errorf("%v, due %s", err, due(w))
		}
	})
	t.Run("the meeting ends", func(t *testing.T) {
		w, m := shown()
		w.must(w.staff, func(a Act) error {
			_, err := w.office.EndMeeting(a, m.ID)
			return err
		})
		w.now = due(w)
		if said := turn(w); len(said) != 1 || said[0] != KindGone || !due(w).IsZero() {
			t.Errorf("%q, due %s", said, due(w))
		}
	})
	t.Run("three hours", func(t *testing.T) {
		w, _ := shown()
		begun := w.now
		w.now = begun.Add(CodeShown - time.Second)
		turn(w)
		if due(w).IsZero() {
			t.Error("off too early")
		}
		w.now = begun.Add(CodeShown + fund.CodeStep)
		if said := turn(w); len(said) != 2 || said[1] != KindMeetingCodeOver || !due(w).IsZero() {
			t.Errorf("%q, due %s", said, due(w))
		}
	})
}

// TestGuessingTheCode lets nobody guess more than a few times in half a minute,
// and nobody else pays for it.
func TestGuessingTheCode(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	m := w.called()
	w.sitting(m, 0)
	try := func(p fund.Person, code string, want CodeAnswer) {
		t.Helper()
		w.must(p, func(a Act) error {
			have, err := w.office.TryCode(a, m.ID, code)
			if have != want {
				t.Errorf("%s for %q, want %s", have, code, want)
			}
			return err
		})
	}
	right := func() (code string) {
		w.must(w.staff, func(a Act) (err error) {
			code, _, err = w.office.CheckInCode(a, m.ID)
			return err
		})
		return code
	}
	for range wrongCodes {
		try(w.reps[0], "000000", CodeWrong)
	}
	try(w.reps[0], right(), CodeTooMany)
	try(w.reps[1], right(), CodeTaken)
	try(w.reps[1], right(), CodeAgain)
	w.now = w.now.Add(fund.CodeStep)
	try(w.reps[0], "000000", CodeWrong)
	try(w.reps[0], right(), CodeTaken)
	w.sound()
}
