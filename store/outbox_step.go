package store

import (
	"errors"
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

// MarkSent notes that Telegram has a message, and forgets its words.
func (tx *Tx) MarkSent(id, rev int64, message int, now time.Time) (bool, error) {
	return tx.step("sent", `
		UPDATE outbox SET status = 'sent', message = ?, sent = ?, data = '{}', error = '', attempts = attempts + 1
		WHERE id = ? AND rev = ? AND status IN ('waiting', 'sending')`,
		message, now.Unix(), id, rev)
}

// LayAside notes that a message goes no further by itself, and why.
func (tx *Tx) LayAside(id, rev int64, status OutboxStatus, why string) (bool, error) {
	return tx.step(string(status), `
		UPDATE outbox SET status = ?, error = ?, attempts = attempts + 1
		WHERE id = ? AND rev = ? AND status IN ('waiting', 'sending')`,
		status, why, id, rev)
}

// Defer lets a message wait until due, after an attempt that came to nothing.
// The one who calls it remembers the row: its revision stays.
func (tx *Tx) Defer(id, rev int64, due time.Time, why string) (bool, error) {
	return tx.step("deferred", `
		UPDATE outbox SET status = 'waiting', due = ?, error = ?, attempts = attempts + 1
		WHERE id = ? AND rev = ? AND status IN ('waiting', 'sending')
			AND NOT (status = 'sending' AND EXISTS (
				SELECT 1 FROM outbox o WHERE o.chat = outbox.chat AND o.topic = outbox.topic AND o.status = 'waiting'))`,
		due.Unix(), why, id, rev)
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

// wait makes a row wait for a chat, unless another on the same topic waits
// there already: then that one speaks for both.
func (tx *Tx) wait(id, chat int64) error {
	_, err := one(tx, scalar[int64], `
		SELECT o.id FROM outbox o JOIN outbox mine ON mine.topic = o.topic
		WHERE mine.id = ? AND o.chat = ? AND o.status = 'waiting' AND o.id <> mine.id`, id, chat)
	switch {
	case err == nil:
		return tx.exec("UPDATE outbox SET status = 'expired', error = 'superseded', chat = ? WHERE id = ?", chat, id)
	case errors.Is(err, ErrNotFound):
		return tx.exec("UPDATE outbox SET status = 'waiting', rev = ?, chat = ? WHERE id = ?", tx.rev.Add(1), chat, id)
	}
	return err
}

// Requeue sends a message that was laid aside once more; [ErrNotFound] when
// it is not laid aside.
func (tx *Tx) Requeue(id int64, now time.Time) error {
	q, err := tx.Queued(id)
	if err != nil {
		return err
	}
	if q.Status != OutboxUncertain && q.Status != OutboxFailed && q.Status != OutboxParked {
		return fmt.Errorf("requeue message %d: %w", id, ErrNotFound)
	}
	if err := tx.exec("UPDATE outbox SET due = ?, expires = NULL WHERE id = ?", now.Unix(), id); err != nil {
		return fmt.Errorf("requeue message %d: %w", id, err)
	}
	if err := tx.wait(id, q.Chat); err != nil {
		return fmt.Errorf("requeue message %d: %w", id, err)
	}
	return nil
}

// Arrived settles an uncertain message: it did arrive, as message when that
// is known and not 0. [ErrNotFound] when it is not uncertain.
func (tx *Tx) Arrived(id int64, message int, now time.Time) error {
	q, err := tx.Queued(id)
	if err != nil {
		return err
	}
	n, err := tx.change(`UPDATE outbox SET status = 'sent', message = ?, sent = ?, data = '{}' WHERE id = ? AND status = 'uncertain'`,
		ref(int64(message)), now.Unix(), id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err == nil && q.Topic != "" && message != 0 {
		err = tx.SetPost(Post{Chat: q.Chat, Topic: q.Topic, Message: message, At: now})
	}
	if err != nil {
		return fmt.Errorf("message %d arrived: %w", id, err)
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

// Park marks a chat as blocked and holds back what waits for it.
func (tx *Tx) Park(chat int64) error {
	if err := tx.setBlocked(chat, true); err != nil {
		return err
	}
	if err := tx.exec("UPDATE outbox SET status = 'parked' WHERE chat = ? AND status IN ('waiting', 'sending') AND status <> 'sent'", chat); err != nil {
		return fmt.Errorf("park chat %d: %w", chat, err)
	}
	return nil
}

// Unpark marks a chat as reachable and lets what was held back wait again,
// unless it is older than notOlderThan: old news is not told.
func (tx *Tx) Unpark(chat int64, notOlderThan time.Time) error {
	if err := tx.setBlocked(chat, false); err != nil {
		return err
	}
	err := tx.exec(`
		UPDATE outbox SET status = 'expired', error = 'its chat was blocked', data = '{}'
		WHERE chat = ? AND status = 'parked' AND status <> 'sent' AND created < ?`, chat, notOlderThan.Unix())
	if err != nil {
		return fmt.Errorf("unpark chat %d: %w", chat, err)
	}
	ids, err := all(tx, scalar[int64], "SELECT id FROM outbox WHERE chat = ? AND status = 'parked' AND status <> 'sent' ORDER BY id", chat)
	for _, id := range ids {
		err = errors.Join(err, tx.wait(id, chat))
	}
	if err != nil {
		return fmt.Errorf("unpark chat %d: %w", chat, err)
	}
	return nil
}

// PruneOutbox forgets messages that were sent or let go before a moment.
// Of those with a key the key is kept, so that they are never said twice.
func (tx *Tx) PruneOutbox(before time.Time) (removed int, err error) {
	if err := tx.exec("UPDATE outbox SET data = '{}' WHERE key IS NOT NULL AND status IN ('sent', 'expired') AND created < ?",
		before.Unix()); err != nil {
		return 0, fmt.Errorf("prune outbox: %w", err)
	}
	n, err := tx.change("DELETE FROM outbox WHERE key IS NULL AND status IN ('sent', 'expired') AND created < ?", before.Unix())
	if err != nil {
		return 0, fmt.Errorf("prune outbox: %w", err)
	}
	return int(n), nil
}
