package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Lane is how urgent a message is. Lower lanes go first.
type Lane int

// The lanes, most urgent first.
const (
	LaneAnswer    Lane = iota // the answer to a tap: somebody's finger is still on the screen
	LaneReply                 // the reply to a message
	LaneNotice                // news for one person or a group
	LaneBroadcast             // the same for many
)

// OutboxStatus is what became of a message.
type OutboxStatus string

// The states of a message.
const (
	OutboxWaiting   OutboxStatus = "waiting"
	OutboxSending   OutboxStatus = "sending"   // begun, and must not be sent twice
	OutboxSent      OutboxStatus = "sent"      // Telegram has it
	OutboxUncertain OutboxStatus = "uncertain" // begun, and nobody knows how it ended
	OutboxArrived   OutboxStatus = "arrived"   // Telegram has it, and nobody knows as which message
	OutboxHeld      OutboxStatus = "held"      // waits until it is known which message is the post on its topic
	OutboxFailed    OutboxStatus = "failed"    // Telegram will never take it
	OutboxParked    OutboxStatus = "parked"    // its chat blocked the bot
	OutboxExpired   OutboxStatus = "expired"   // came too late, or was said otherwise
)

// Outgoing is something to be said. Key, when set, makes it said once ever.
// Topic, when set, makes it a post that is edited in place. Data is for the
// renderer of Kind. Due holds it back until then; Expires, when set, lets it
// go unsaid from then on.
type Outgoing struct {
	Key     string
	Topic   string
	Kind    string
	Chat    int64
	Data    json.RawMessage
	Lane    Lane
	Due     time.Time
	Expires time.Time
}

// Queued is a message in the outbox. Rev counts up whenever a row comes to
// wait, so that a sender can ask for what it has not yet seen.
type Queued struct {
	Outgoing
	ID       int64
	Rev      int64
	Created  time.Time
	Status   OutboxStatus
	Attempts int
	Message  int // Telegram's message id once sent
	Error    string
	Sent     time.Time
}

const outboxColumns = "id, rev, key, chat, topic, kind, data, lane, created, due, expires, status, attempts, message, error, sent"

func scanQueued(s scanner) (q Queued, err error) {
	var key, topic sql.NullString
	var data []byte
	var created, due, expires, message, sent sql.NullInt64
	err = s.Scan(&q.ID, &q.Rev, &key, &q.Chat, &topic, &q.Kind, &data, &q.Lane, &created, &due, &expires,
		&q.Status, &q.Attempts, &message, &q.Error, &sent)
	q.Key, q.Topic, q.Data, q.Message = key.String, topic.String, data, int(message.Int64)
	q.Created, q.Due, q.Expires, q.Sent = moment(created), moment(due), moment(expires), moment(sent)
	return q, err
}

// continueRevisions makes revisions of this process follow those of the last.
func (db *DB) continueRevisions(ctx context.Context) error {
	return db.Read(ctx, func(tx *Tx) error {
		last, err := one(tx, scalar[int64], "SELECT coalesce(max(rev), 0) FROM outbox WHERE status = 'waiting'")
		db.rev.Store(last)
		return err
	})
}

// text stores a string; the empty one is NULL.
func text(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

// Send puts something into the outbox. What carries a key that was there
// before is ignored. What has the topic of a message that still waits takes
// that message's place: newer data, the earlier of both due times, so that
// several changes become one edit. What is for a chat that blocked the bot is
// parked at once. What has the topic of a message that may be in the chat
// already, as nobody knows which, is held: see [Tx.Arrived]. [ErrBeside] after
// [OpenBeside].
func (tx *Tx) Send(o Outgoing, now time.Time) error {
	if tx.rev == nil {
		return fmt.Errorf("send %s: %w", o.Kind, ErrBeside)
	}
	if o.Due.IsZero() {
		o.Due = now
	}
	if o.Topic != "" {
		if done, err := tx.refresh(o); done || err != nil {
			return err
		}
	}
	err := tx.exec(`
		INSERT INTO outbox (rev, key, chat, topic, kind, data, lane, created, due, expires, status)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
			CASE WHEN EXISTS (SELECT 1 FROM chats WHERE id = ? AND blocked = 1) THEN 'parked'
				WHEN ? AND `+inTheDark+` THEN 'held' ELSE 'waiting' END)
		ON CONFLICT (key) DO NOTHING`,
		tx.rev.Add(1), text(o.Key), o.Chat, text(o.Topic), o.Kind, string(o.Data), o.Lane, now.Unix(), o.Due.Unix(), seconds(o.Expires),
		o.Chat, o.Topic != "" && o.Chat < 0, o.Chat, o.Topic, o.Chat, o.Topic)
	if err != nil {
		return fmt.Errorf("send %s: %w", o.Kind, err)
	}
	return nil
}

// Said tells when what carries a key was put into the outbox; [ErrNotFound] when
// it was not, or has been forgotten since.
func (tx *Tx) Said(key string) (time.Time, error) {
	at, err := one(tx, scalar[int64], "SELECT created FROM outbox WHERE key = ?", key)
	if err != nil {
		return time.Time{}, fmt.Errorf("said %s: %w", key, err)
	}
	return time.Unix(at, 0), nil
}

func (tx *Tx) refresh(o Outgoing) (done bool, err error) {
	if o.Key != "" {
		switch _, err := one(tx, scalar[int64], "SELECT id FROM outbox WHERE key = ?", o.Key); {
		case err == nil:
			return true, nil
		case !errors.Is(err, ErrNotFound):
			return false, fmt.Errorf("send %s: %w", o.Kind, err)
		}
	}
	for _, status := range []string{"status = 'waiting'", "status IN ('parked', 'held') AND status <> 'sent'"} {
		n, err := tx.change(`
			UPDATE outbox SET rev = ?, key = coalesce(key, ?), kind = ?, data = ?,
				lane = min(lane, ?), due = min(due, ?), expires = ?
			WHERE chat = ? AND topic = ? AND `+status,
			tx.rev.Add(1), text(o.Key), o.Kind, string(o.Data), o.Lane, o.Due.Unix(), seconds(o.Expires), o.Chat, o.Topic)
		if err != nil {
			return false, fmt.Errorf("send %s: %w", o.Kind, err)
		}
		if n > 0 {
			return true, nil
		}
	}
	return false, nil
}

// WaitingOutbox gives rows that came to wait after a revision, in the order
// in which they did, those not yet due included.
func (tx *Tx) WaitingOutbox(after int64, limit int) ([]Queued, error) {
	list, err := all(tx, scanQueued,
		"SELECT "+outboxColumns+" FROM outbox WHERE status = 'waiting' AND rev > ? ORDER BY rev LIMIT ?", after, limit)
	if err != nil {
		return nil, fmt.Errorf("waiting messages: %w", err)
	}
	return list, nil
}

// Queued gives one row of the outbox, or [ErrNotFound].
func (tx *Tx) Queued(id int64) (Queued, error) {
	q, err := one(tx, scanQueued, "SELECT "+outboxColumns+" FROM outbox WHERE id = ?", id)
	if err != nil {
		return q, fmt.Errorf("message %d of the outbox: %w", id, err)
	}
	return q, nil
}

// Aside gives messages in one of the states in which somebody has to look,
// newest first.
func (tx *Tx) Aside(status OutboxStatus, limit int) ([]Queued, error) {
	list, err := all(tx, scanQueued,
		"SELECT "+outboxColumns+" FROM outbox WHERE status = ? ORDER BY id DESC LIMIT ?", status, limit)
	if err != nil {
		return nil, fmt.Errorf("%s messages: %w", status, err)
	}
	return list, nil
}

// UncertainIn gives the messages to a chat of which nobody knows whether they
// arrived, or as which message, oldest first.
func (tx *Tx) UncertainIn(chat int64) ([]Queued, error) {
	list, err := all(tx, scanQueued,
		"SELECT "+outboxColumns+" FROM outbox WHERE chat = ? AND status IN ('uncertain', 'arrived') AND status <> 'sent'", chat)
	if err != nil {
		return nil, fmt.Errorf("uncertain messages: %w", err)
	}
	// Sorted here: SQLite prepares a query with a bound equality and an ORDER
	// BY anew each time, and this one runs for every press in a group.
	slices.SortFunc(list, func(a, b Queued) int { return cmp.Compare(a.ID, b.ID) })
	return list, nil
}

// OutboxCounts tells how many messages are in each state.
func (tx *Tx) OutboxCounts() (map[OutboxStatus]int, error) {
	type count struct {
		status OutboxStatus
		n      int
	}
	list, err := all(tx, func(s scanner) (c count, err error) { return c, s.Scan(&c.status, &c.n) },
		"SELECT status, count(*) FROM outbox GROUP BY status")
	if err != nil {
		return nil, fmt.Errorf("count the outbox: %w", err)
	}
	counts := make(map[OutboxStatus]int, len(list))
	for _, c := range list {
		counts[c.status] = c.n
	}
	return counts, nil
}
