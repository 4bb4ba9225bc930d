package store

import (
	"fmt"
	"time"
)

// The steps of a message through the outbox. Those that follow an attempt
// take the revision that was attempted: when the row has been refreshed
// meanwhile they change nothing and say so, and the row is sent again with
// what is new.

// MarkSending notes that a message that must not be doubled is about to go
// out; false when it is no longer the row that was read.
func (tx *Tx) MarkSending(id, rev int64) (bool, error) {
	return tx.step("sending", "UPDATE outbox SET status = 'sending' WHERE id = ? AND rev = ? AND status = 'waiting'", id, rev)
}

// MarkSent notes that Telegram has a message, and forgets its words. A chat
// that was parked meanwhile does not make it unsent.
func (tx *Tx) MarkSent(id, rev int64, message int, now time.Time) (bool, error) {
	return tx.leave(id, func(from string) (bool, error) {
		return tx.step("sent", `
			UPDATE outbox SET status = 'sent', message = ?, sent = ?, data = '{}', error = '', attempts = attempts + 1
			WHERE id = ? AND rev = ? AND status IN `+from,
			message, now.Unix(), id, rev)
	})
}

// LayAside notes that a message goes no further by itself, and why.
func (tx *Tx) LayAside(id, rev int64, status OutboxStatus, why string) (bool, error) {
	return tx.leave(id, func(from string) (bool, error) {
		return tx.step(string(status), `
			UPDATE outbox SET status = ?, error = ?, attempts = attempts + 1 WHERE id = ? AND rev = ? AND status IN `+from,
			status, why, id, rev)
	})
}

// Defer lets a message wait until due, after an attempt that came to nothing.
// The one who calls it remembers the row: its revision stays. A row that has
// newer words waiting behind it is let go instead: false.
func (tx *Tx) Defer(id, rev int64, due time.Time, why string) (bool, error) {
	done, err := tx.step("deferred", `
		UPDATE outbox SET status = 'waiting', due = ?, error = ?, attempts = attempts + 1
		WHERE id = ? AND rev = ? AND status IN ('waiting', 'sending')
			AND NOT (status = 'sending' AND EXISTS (
				SELECT 1 FROM outbox o WHERE o.chat = outbox.chat AND o.topic = outbox.topic
					AND o.status IN ('waiting', 'held') AND o.status <> 'sent'))`,
		due.Unix(), why, id, rev)
	if done || err != nil {
		return done, err
	}
	passed, err := tx.step("superseded", `
		UPDATE outbox SET status = 'expired', error = 'superseded', attempts = attempts + 1
		WHERE id = ? AND rev = ? AND status = 'sending'`, id, rev)
	if passed {
		err = tx.release(id)
	}
	return false, err
}

// leave takes a row out of the way out: most wait there; when one was marked
// as sending, what was held behind it may be let go.
func (tx *Tx) leave(id int64, change func(from string) (bool, error)) (bool, error) {
	if done, err := change("('waiting', 'parked')"); done || err != nil {
		return done, err
	}
	done, err := change("('sending')")
	if done {
		err = tx.release(id)
	}
	return done, err
}

func (tx *Tx) step(what, query string, args ...any) (bool, error) {
	n, err := tx.change(query, args...)
	if err != nil {
		return false, fmt.Errorf("mark a message %s: %w", what, err)
	}
	return n > 0, nil
}

// DelayChat holds back everything that waits for a chat until a moment, as
// Telegram asked.
func (tx *Tx) DelayChat(chat int64, until time.Time) error {
	err := tx.exec("UPDATE outbox SET due = max(due, ?) WHERE chat = ? AND status = 'waiting' AND status <> 'sent'", until.Unix(), chat)
	if err != nil {
		return fmt.Errorf("delay chat %d: %w", chat, err)
	}
	return nil
}

// Abandoned makes every message that a process left in the middle of sending
// uncertain, and gives them.
func (tx *Tx) Abandoned() ([]Queued, error) {
	list, err := all(tx, scanQueued, "SELECT "+outboxColumns+" FROM outbox WHERE status = 'sending' ORDER BY id")
	if err == nil {
		err = tx.exec("UPDATE outbox SET status = 'uncertain', error = 'the process ended while sending' WHERE status = 'sending'")
	}
	if err != nil {
		return nil, fmt.Errorf("abandoned messages: %w", err)
	}
	return list, nil
}
