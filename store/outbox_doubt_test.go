package store

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"huimin/fund"
)

// begun puts a post of a group in the middle of being sent.
func begun(t *testing.T, tx *Tx, topic string) Queued {
	t.Helper()
	send(t, tx, Outgoing{Chat: -5, Topic: topic, Data: json.RawMessage(`{"n":1}`)})
	list := waiting(t, tx)
	q := list[len(list)-1]
	if ok, err := tx.MarkSending(q.ID, q.Rev); !ok || err != nil {
		t.Fatalf("sending: %v, %v", ok, err)
	}
	return q
}

func status(t *testing.T, tx *Tx, id int64) OutboxStatus {
	t.Helper()
	q, err := tx.Queued(id)
	if err != nil {
		t.Fatal(err)
	}
	return q.Status
}

// While a post may or may not stand in a group, nothing else is said on its
// topic there, however its story ends.
func TestNewerWordsAreHeldWhileAPostIsInTheDark(t *testing.T) {
	uncertain := func(tx *Tx, q Queued) error {
		_, err := tx.LayAside(q.ID, q.Rev, OutboxUncertain, "cut")
		return err
	}
	for name, c := range map[string]struct {
		ends   func(*Tx, Queued) error
		old    OutboxStatus
		waits  int
		posted int // the number of the message that is known as the post
	}{
		"it arrives": {func(tx *Tx, q Queued) error {
			if _, err := tx.MarkSent(q.ID, q.Rev, 7, day); err != nil {
				return err
			}
			return tx.SetPost(Post{Chat: -5, Topic: "a", Message: 7, At: day})
		}, OutboxSent, 1, 7},
		"Telegram refuses it": {func(tx *Tx, q Queued) error {
			_, err := tx.LayAside(q.ID, q.Rev, OutboxFailed, "no")
			return err
		}, OutboxFailed, 1, 0},
		"Telegram asks to wait": {func(tx *Tx, q Queued) error {
			ok, err := tx.Defer(q.ID, q.Rev, day.Add(time.Second), "429")
			if ok {
				t.Error("the old words wait beside the new ones")
			}
			return err
		}, OutboxExpired, 1, 0},
		"nobody knows": {uncertain, OutboxUncertain, 0, 0},
		"a press shows it": {func(tx *Tx, q Queued) error {
			return errors.Join(uncertain(tx, q), tx.Arrived(q.ID, 9, day))
		}, OutboxSent, 1, 9},
		"somebody has seen it": {func(tx *Tx, q Queued) error {
			return errors.Join(uncertain(tx, q), tx.ArrivedUnseen(q.ID, day))
		}, OutboxArrived, 0, 0},
		"somebody has seen it, then a press shows it": {func(tx *Tx, q Queued) error {
			return errors.Join(uncertain(tx, q), tx.ArrivedUnseen(q.ID, day), tx.Arrived(q.ID, 9, day))
		}, OutboxSent, 1, 9},
		"it is sent again": {func(tx *Tx, q Queued) error {
			return errors.Join(uncertain(tx, q), tx.Requeue(q.ID, day))
		}, OutboxExpired, 1, 0},
		"the process ends": {func(tx *Tx, _ Queued) error {
			_, err := tx.Abandoned()
			return err
		}, OutboxUncertain, 0, 0},
		"the group moves": {func(tx *Tx, q Queued) error {
			return errors.Join(uncertain(tx, q), tx.MigrateChat(-5, -1005))
		}, OutboxUncertain, 0, 0},
		"the group is parked and comes back": {func(tx *Tx, q Queued) error {
			return errors.Join(uncertain(tx, q), tx.Park(-5), tx.Unpark(-5, day.Add(-time.Hour)))
		}, OutboxUncertain, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			db := openTemp(t)
			write(t, db, func(tx *Tx) error {
				q := begun(t, tx, "a")
				for _, n := range []string{`{"n":2}`, `{"n":3}`} {
					send(t, tx, Outgoing{Chat: -5, Topic: "a", Data: json.RawMessage(n)})
				}
				if list := waiting(t, tx); len(list) != 0 {
					t.Fatalf("said meanwhile: %+v", list)
				}
				if err := c.ends(tx, q); err != nil {
					return err
				}
				if got := status(t, tx, q.ID); got != c.old {
					t.Errorf("the old words are %s, want %s", got, c.old)
				}
				list := waiting(t, tx)
				if len(list) != c.waits || len(list) == 1 && string(list[0].Data) != `{"n":3}` {
					t.Errorf("waiting: %+v", list)
				}
				if p, err := tx.Post(-5, "a"); p.Message != c.posted || c.posted == 0 != errors.Is(err, ErrNotFound) {
					t.Errorf("post: %+v, %v", p, err)
				}
				return nil
			})
		})
	}
}

func TestWhatWasParkedOnItsWayIsNotSentAgain(t *testing.T) {
	db := openTemp(t)
	write(t, db, func(tx *Tx) error {
		if _, err := tx.AddPerson(fund.Person{Telegram: 5, Name: "A**", Lang: "en", Created: day}); err != nil {
			return err
		}
		send(t, tx, Outgoing{Chat: 5})
		q := waiting(t, tx)[0]
		if err := tx.Park(5); err != nil { // the news of the block comes while it is on its way
			return err
		}
		if ok, err := tx.MarkSent(q.ID, q.Rev, 5, day); !ok || err != nil {
			t.Errorf("sent: %v, %v", ok, err)
		}
		if err := tx.Unpark(5, day.Add(-time.Hour)); err != nil {
			return err
		}
		if got := status(t, tx, q.ID); got != OutboxSent {
			t.Errorf("after unparking it is %s", got)
		}
		return nil
	})
}

func TestNothingIsKeptAboutTheChatOfSomebodyUnknown(t *testing.T) {
	db := openTemp(t)
	write(t, db, func(tx *Tx) error {
		send(t, tx, Outgoing{Chat: 5})
		if err := tx.Park(5); err != nil {
			return err
		}
		if _, err := tx.Chat(5); !errors.Is(err, ErrNotFound) {
			t.Errorf("the chat is kept: %v", err)
		}
		counts, err := tx.OutboxCounts()
		if err != nil || counts[OutboxExpired] != 1 || len(counts) != 1 {
			t.Errorf("what waited for them: %v, %v", counts, err)
		}
		return nil
	})
}

func TestNothingWaitsForEverToBeLookedAt(t *testing.T) {
	db := openTemp(t)
	write(t, db, func(tx *Tx) error {
		for i, s := range []OutboxStatus{OutboxFailed, OutboxUncertain, OutboxParked, OutboxHeld, OutboxArrived} {
			send(t, tx, Outgoing{Chat: int64(-i - 1), Data: json.RawMessage(`{"words":"x"}`)})
			if err := tx.exec("UPDATE outbox SET status = ? WHERE chat = ?", s, -i-1); err != nil {
				return err
			}
		}
		send(t, tx, Outgoing{Key: "greet:1", Chat: 9, Expires: day.Add(time.Hour)})
		for _, step := range []struct {
			after time.Duration
			left  int
		}{{-time.Hour, 6}, {2 * time.Hour, 4}, {keepDoubt + time.Hour, 0}} {
			if err := tx.exec("UPDATE outbox SET status = 'expired' WHERE key IS NOT NULL"); err != nil {
				return err
			}
			if _, err := tx.PruneOutbox(day.Add(step.after)); err != nil {
				return err
			}
			counts, err := tx.OutboxCounts()
			left := 0
			for s, n := range counts {
				if left += n; s == OutboxExpired && step.after > 0 {
					t.Errorf("after %s %d that were let go are kept", step.after, n)
				}
			}
			if err != nil || left != step.left {
				t.Errorf("after %s: %v, %v, want %d", step.after, counts, err, step.left)
			}
		}
		return nil
	})
}

func TestAFailedMessageCanBeLetBe(t *testing.T) {
	db := openTemp(t)
	write(t, db, func(tx *Tx) error {
		send(t, tx, Outgoing{Chat: -5})
		q := waiting(t, tx)[0]
		if err := tx.LetBe(q.ID); !errors.Is(err, ErrNotFound) {
			t.Errorf("one that waits: %v", err)
		}
		if _, err := tx.LayAside(q.ID, q.Rev, OutboxFailed, "no"); err != nil {
			return err
		}
		if err := tx.LetBe(q.ID); err != nil {
			return err
		}
		if got := status(t, tx, q.ID); got != OutboxExpired {
			t.Errorf("it is %s", got)
		}
		return nil
	})
}
