package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

// Session is a conversation that somebody is in the middle of. Person is
// their Telegram id, since a conversation may come before consent.
type Session struct {
	Chat    int64
	Person  int64
	Form    string
	Step    string
	Data    json.RawMessage
	Changed time.Time
}

const sessionColumns = "chat, person, form, step, data, changed"

func scanSession(s scanner) (v Session, err error) {
	var changed sql.NullInt64
	var data []byte
	err = s.Scan(&v.Chat, &v.Person, &v.Form, &v.Step, &data, &changed)
	v.Data, v.Changed = data, moment(changed)
	return v, err
}

// Session gives the conversation of somebody in a chat, or [ErrNotFound].
func (tx *Tx) Session(chat, person int64) (Session, error) {
	s, err := one(tx, scanSession, "SELECT "+sessionColumns+" FROM sessions WHERE chat = ? AND person = ?", chat, person)
	if err != nil {
		return s, fmt.Errorf("session: %w", err)
	}
	return s, nil
}

// SaveSession keeps where a conversation stands, in place of what was kept
// before.
func (tx *Tx) SaveSession(s Session) error {
	err := tx.exec("INSERT OR REPLACE INTO sessions ("+sessionColumns+") VALUES (?, ?, ?, ?, ?, ?)",
		s.Chat, s.Person, s.Form, s.Step, string(s.Data), s.Changed.Unix())
	if err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	return nil
}

// DropSession ends a conversation; ending one that does not exist is no error.
func (tx *Tx) DropSession(chat, person int64) error {
	if err := tx.exec("DELETE FROM sessions WHERE chat = ? AND person = ?", chat, person); err != nil {
		return fmt.Errorf("drop session: %w", err)
	}
	return nil
}

// PruneSessions forgets conversations that nobody has touched since before,
// and which messages they were held in.
func (tx *Tx) PruneSessions(before time.Time) (removed int, err error) {
	n, err := tx.change("DELETE FROM sessions WHERE changed < ?", before.Unix())
	if err != nil {
		return 0, fmt.Errorf("prune sessions: %w", err)
	}
	if err := tx.prunePosts(before); err != nil {
		return 0, err
	}
	return int(n), nil
}
