package store

import (
	"fmt"

	"huimin/fund"
)

// VotesBy gives every vote somebody has cast, the oldest first.
func (tx *Tx) VotesBy(person fund.PersonID) ([]fund.Vote, error) {
	list, err := all(tx, scanVote, "SELECT ballot, person, choice, at FROM votes WHERE person = ? ORDER BY at, ballot", person)
	if err != nil {
		return nil, fmt.Errorf("votes of person %d: %w", person, err)
	}
	return list, nil
}

// EntriesBy gives the entries of the record about what somebody did, in their
// order.
func (tx *Tx) EntriesBy(person fund.PersonID) ([]Entry, error) {
	list, err := all(tx, scanEntry, "SELECT "+recordColumns+" FROM record WHERE by = ? ORDER BY seq", int64(person))
	if err != nil {
		return nil, fmt.Errorf("record of person %d: %w", person, err)
	}
	return list, nil
}

// SessionsOf gives every conversation somebody is in the middle of, by their
// Telegram id.
func (tx *Tx) SessionsOf(telegram int64) ([]Session, error) {
	list, err := all(tx, scanSession, "SELECT "+sessionColumns+" FROM sessions WHERE person = ? ORDER BY chat", telegram)
	if err != nil {
		return nil, fmt.Errorf("sessions: %w", err)
	}
	return list, nil
}

// Forget drops what lies around about somebody by their Telegram id:
// conversations, what was said or waits to be said in their private chat, and
// updates that were set aside and name them, wherever that is. What is being sent at this moment is
// left to end.
func (tx *Tx) Forget(telegram int64) error {
	for _, query := range []string{
		"DELETE FROM sessions WHERE person = ?1 OR chat = ?1",
		"DELETE FROM outbox WHERE chat = ?1 AND status <> 'sending'",
		"DELETE FROM posts WHERE chat = ?1",
		"DELETE FROM chats WHERE id = ?1",
		`UPDATE inbox SET body = NULL WHERE status = 'failed' AND CASE WHEN json_valid(CAST(body AS TEXT)) THEN EXISTS (
			SELECT 1 FROM json_tree(CAST(inbox.body AS TEXT)) WHERE key IN ('id', 'user_id') AND atom = ?1) END`,
	} {
		if err := tx.exec(query, telegram); err != nil {
			return fmt.Errorf("forget: %w", err)
		}
	}
	return nil
}
