package store

import (
	"database/sql"
	"fmt"
	"time"
)

// Incoming is an update as Telegram delivered it.
type Incoming struct {
	ID   int64  // Telegram's update_id
	Body []byte // its JSON
}

// Update is an update that was kept. Seq counts in the order of arrival:
// Telegram's own ids start again at random after a week of silence. Body is
// gone once the update is done.
type Update struct {
	Seq      int64
	ID       int64
	Body     []byte
	Received time.Time
	Error    string // why it failed, for failed ones
}

const updateColumns = "seq, update_id, body, received, error"

func scanUpdate(s scanner) (u Update, err error) {
	var received sql.NullInt64
	err = s.Scan(&u.Seq, &u.ID, &u.Body, &received, &u.Error)
	u.Received = moment(received)
	return u, err
}

// Receive keeps updates in their order and tells how many were new; one that
// was received before is ignored.
func (tx *Tx) Receive(updates []Incoming, now time.Time) (added int, err error) {
	for _, u := range updates {
		n, err := tx.change("INSERT OR IGNORE INTO inbox (update_id, body, received) VALUES (?, ?, ?)",
			u.ID, u.Body, now.Unix())
		if err != nil {
			return added, fmt.Errorf("receive update %d: %w", u.ID, err)
		}
		added += int(n)
	}
	return added, nil
}

// WaitingUpdates gives the first updates that nobody has handled yet, in the
// order of arrival.
func (tx *Tx) WaitingUpdates(limit int) ([]Update, error) {
	list, err := all(tx, scanUpdate,
		"SELECT "+updateColumns+" FROM inbox WHERE status = 'waiting' ORDER BY seq LIMIT ?", limit)
	if err != nil {
		return nil, fmt.Errorf("waiting updates: %w", err)
	}
	return list, nil
}

// FinishUpdates marks every update that still waits, up to and including seq,
// as done and forgets its body.
func (tx *Tx) FinishUpdates(seq int64) error {
	if err := tx.exec("UPDATE inbox SET status = 'done', body = NULL WHERE status = 'waiting' AND seq <= ?", seq); err != nil {
		return fmt.Errorf("finish updates up to %d: %w", seq, err)
	}
	return nil
}

// FailUpdate sets an update aside with its body and the reason, so that the
// rest can go on.
func (tx *Tx) FailUpdate(seq int64, why string) error {
	if err := tx.exec("UPDATE inbox SET status = 'failed', error = ? WHERE seq = ?", why, seq); err != nil {
		return fmt.Errorf("fail update %d: %w", seq, err)
	}
	return nil
}

// FailedUpdates gives the newest updates that were set aside, newest first.
func (tx *Tx) FailedUpdates(limit int) ([]Update, error) {
	list, err := all(tx, scanUpdate,
		"SELECT "+updateColumns+" FROM inbox WHERE status = 'failed' ORDER BY seq DESC LIMIT ?", limit)
	if err != nil {
		return nil, fmt.Errorf("failed updates: %w", err)
	}
	return list, nil
}

// FailedUpdate gives an update that was set aside, or [ErrNotFound].
func (tx *Tx) FailedUpdate(seq int64) (Update, error) {
	u, err := one(tx, scanUpdate, "SELECT "+updateColumns+" FROM inbox WHERE seq = ? AND status = 'failed'", seq)
	if err != nil {
		return u, fmt.Errorf("failed update %d: %w", seq, err)
	}
	return u, nil
}

// RetryUpdate lets an update that was set aside be handled once more, as if it
// had arrived last, or gives [ErrNotFound].
func (tx *Tx) RetryUpdate(seq int64) error {
	// It gets a number of its own: those up to the one being handled are about
	// to be marked as done.
	n, err := tx.change(`
		UPDATE inbox SET status = 'waiting', error = '', seq = (SELECT max(seq) + 1 FROM inbox)
		WHERE seq = ? AND status = 'failed' AND body IS NOT NULL`, seq)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("retry update %d: %w", seq, err)
	}
	return nil
}

// LetUpdateBe gives up an update that was set aside and forgets its body, or
// gives [ErrNotFound].
func (tx *Tx) LetUpdateBe(seq int64) error {
	n, err := tx.change("UPDATE inbox SET status = 'done', body = NULL WHERE seq = ? AND status = 'failed'", seq)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("let update %d be: %w", seq, err)
	}
	return nil
}

// BlankUpdate forgets the body of an update that was set aside: nobody can try
// it again.
func (tx *Tx) BlankUpdate(seq int64) error {
	if err := tx.exec("UPDATE inbox SET body = NULL WHERE seq = ? AND status = 'failed'", seq); err != nil {
		return fmt.Errorf("blank update %d: %w", seq, err)
	}
	return nil
}

// PruneInbox forgets what arrived before a moment and was handled or set
// aside. Telegram delivers nothing again that is older than a day, so keep at
// least two: the rows are what a second delivery is known by.
func (tx *Tx) PruneInbox(before time.Time) (removed int, err error) {
	n, err := tx.change("DELETE FROM inbox WHERE status <> 'waiting' AND received < ?", before.Unix())
	if err != nil {
		return 0, fmt.Errorf("prune inbox: %w", err)
	}
	return int(n), nil
}

// InboxCounts tells how many updates wait and how many were set aside.
func (tx *Tx) InboxCounts() (waiting, failed int, err error) {
	waiting, err = one(tx, scalar[int], "SELECT count(*) FROM inbox WHERE status = 'waiting'")
	if err == nil {
		failed, err = one(tx, scalar[int], "SELECT count(*) FROM inbox WHERE status = 'failed'")
	}
	if err != nil {
		return 0, 0, fmt.Errorf("count the inbox: %w", err)
	}
	return waiting, failed, nil
}
