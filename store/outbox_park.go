package store

import (
	"errors"
	"fmt"
	"time"
)

// Park marks a chat as blocked and holds back what waits for it; what is on
// its way is left to end. About somebody nobody knows nothing is kept: what
// waited for them is let go.
func (tx *Tx) Park(chat int64) error {
	kept, err := tx.block(chat)
	if err != nil {
		return err
	}
	status, data := OutboxParked, ""
	if !kept {
		status, data = OutboxExpired, ", data = '{}'"
	}
	err = tx.exec("UPDATE outbox SET status = ?"+data+" WHERE chat = ? AND status IN ('waiting', 'held') AND status <> 'sent'", status, chat)
	if err != nil {
		return fmt.Errorf("park chat %d: %w", chat, err)
	}
	return nil
}

// Unpark marks a chat as reachable and lets what was held back wait again,
// unless it is older than notOlderThan: old news is not told.
func (tx *Tx) Unpark(chat int64, notOlderThan time.Time) error {
	if err := tx.exec("UPDATE chats SET blocked = 0 WHERE id = ?", chat); err != nil {
		return fmt.Errorf("unblock chat %d: %w", chat, err)
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

// keepDoubt is how much longer messages are kept that somebody should look at.
const keepDoubt = 11 * 7 * 24 * time.Hour

// PruneOutbox forgets messages that were sent or let go before a moment, and
// gives up those that were parked before it; those that failed or are in doubt
// are given up eleven weeks later. Of those with a key the key is kept, so
// that they are never said twice; with an expiry as well, they are forgotten
// when that has passed.
func (tx *Tx) PruneOutbox(before time.Time) (removed int, err error) {
	for _, query := range []string{
		"UPDATE outbox SET status = 'expired' WHERE status = 'parked' AND created < ?1",
		"UPDATE outbox SET status = 'expired' WHERE status IN ('failed', 'uncertain', 'arrived', 'held') AND created < ?2",
		"UPDATE outbox SET data = '{}' WHERE key IS NOT NULL AND status IN ('sent', 'expired') AND created < ?1",
	} {
		if err := tx.exec(query, before.Unix(), before.Add(-keepDoubt).Unix()); err != nil {
			return 0, fmt.Errorf("prune outbox: %w", err)
		}
	}
	n, err := tx.change("DELETE FROM outbox WHERE (key IS NULL OR expires < ?1) AND status IN ('sent', 'expired') AND created < ?1", before.Unix())
	if err != nil {
		return 0, fmt.Errorf("prune outbox: %w", err)
	}
	return int(n), nil
}
