package store

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"huimin/fund"
)

// ChatKind is Telegram's kind of a chat.
type ChatKind string

// The kinds of chat.
const (
	ChatPrivate    ChatKind = "private"
	ChatGroup      ChatKind = "group"
	ChatSupergroup ChatKind = "supergroup"
	ChatChannel    ChatKind = "channel"
)

// Purpose is what a chat is bound to a place for.
type Purpose string

// The purposes of a bound chat.
const (
	PurposeNeighbourhood   Purpose = "neighbourhood"
	PurposeRepresentatives Purpose = "representatives"
	PurposeStaff           Purpose = "staff"
	PurposeChannel         Purpose = "channel"
)

// Chat is what is kept about a chat. Place and Purpose are empty while it is
// not bound. Blocked chats get nothing until they are heard of again.
type Chat struct {
	ID      int64
	Kind    ChatKind
	Title   string
	Lang    string // of what is posted there; empty: not chosen
	Place   fund.PlaceID
	Purpose Purpose
	BoundBy fund.PersonID
	BoundAt time.Time
	Blocked bool
}

const chatColumns = "id, kind, title, lang, place, purpose, bound_by, bound_at, blocked"

func scanChat(s scanner) (c Chat, err error) {
	var place, by, at sql.NullInt64
	var purpose sql.NullString
	err = s.Scan(&c.ID, &c.Kind, &c.Title, &c.Lang, &place, &purpose, &by, &at, &c.Blocked)
	c.Place, c.Purpose = fund.PlaceID(place.Int64), Purpose(purpose.String)
	c.BoundBy, c.BoundAt = fund.PersonID(by.Int64), moment(at)
	return c, err
}

// Chat gives what is kept about a chat, or [ErrNotFound].
func (tx *Tx) Chat(id int64) (Chat, error) {
	c, err := one(tx, scanChat, "SELECT "+chatColumns+" FROM chats WHERE id = ?", id)
	if err != nil {
		return c, fmt.Errorf("chat %d: %w", id, err)
	}
	return c, nil
}

// SaveChat keeps a chat, in place of what was kept before.
func (tx *Tx) SaveChat(c Chat) error {
	err := tx.exec(`
		INSERT INTO chats (`+chatColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET
			kind = excluded.kind, title = excluded.title, lang = excluded.lang,
			place = excluded.place, purpose = excluded.purpose,
			bound_by = excluded.bound_by, bound_at = excluded.bound_at, blocked = excluded.blocked`,
		c.ID, c.Kind, c.Title, c.Lang, ref(c.Place), sql.NullString{String: string(c.Purpose), Valid: c.Purpose != ""},
		ref(c.BoundBy), seconds(c.BoundAt), c.Blocked)
	if err != nil {
		return fmt.Errorf("save chat %d: %w", c.ID, err)
	}
	return nil
}

// BoundChats gives the chats bound to a place for a purpose, blocked ones
// included, oldest id first.
func (tx *Tx) BoundChats(place fund.PlaceID, purpose Purpose) ([]Chat, error) {
	list, err := all(tx, scanChat,
		"SELECT "+chatColumns+" FROM chats WHERE place = ? AND purpose = ?", place, purpose)
	if err != nil {
		return nil, fmt.Errorf("chats of place %d: %w", place, err)
	}
	slices.SortFunc(list, func(a, b Chat) int { return cmp.Compare(b.ID, a.ID) }) // see UncertainIn
	return list, nil
}

// AllBoundChats gives every chat that is bound to a place.
func (tx *Tx) AllBoundChats() ([]Chat, error) {
	list, err := all(tx, scanChat,
		"SELECT "+chatColumns+" FROM chats WHERE place IS NOT NULL ORDER BY place, purpose, id DESC")
	if err != nil {
		return nil, fmt.Errorf("bound chats: %w", err)
	}
	return list, nil
}

// block marks a chat as blocked; false when it is the private chat of somebody
// nobody knows, about whom nothing is kept.
func (tx *Tx) block(chat int64) (kept bool, err error) {
	kind := ChatGroup
	if chat > 0 {
		kind = ChatPrivate
		switch _, err := one(tx, scalar[int64], "SELECT id FROM people WHERE telegram = ?", chat); {
		case errors.Is(err, ErrNotFound):
			return false, nil
		case err != nil:
			return false, fmt.Errorf("block chat %d: %w", chat, err)
		}
	}
	err = tx.exec(`
		INSERT INTO chats (id, kind, blocked) VALUES (?, ?, 1)
		ON CONFLICT (id) DO UPDATE SET blocked = 1`, chat, kind)
	if err != nil {
		return false, fmt.Errorf("block chat %d: %w", chat, err)
	}
	return true, nil
}

// MigrateChat moves everything kept about a group to the id it goes by since
// it became a supergroup: its binding, what waits for it, and conversations.
// Posts are forgotten, because message numbers of the old group mean other
// messages in the new one: the next word on a topic is a new message there.
// Doing it twice is harmless.
func (tx *Tx) MigrateChat(from, to int64) error {
	for _, step := range []func(from, to int64) error{
		tx.migrateBinding, tx.migrateOutbox, tx.migrateSessions, tx.migratePolls,
	} {
		if err := step(from, to); err != nil {
			return fmt.Errorf("migrate chat %d to %d: %w", from, to, err)
		}
	}
	return nil
}

func (tx *Tx) migrateBinding(from, to int64) error {
	was, err := tx.Chat(from)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	now, err := tx.Chat(to)
	switch {
	case errors.Is(err, ErrNotFound):
		now = was
	case err != nil:
		return err
	case now.Purpose == "":
		now.Place, now.Purpose, now.BoundBy, now.BoundAt = was.Place, was.Purpose, was.BoundBy, was.BoundAt
	}
	now.ID, now.Kind, now.Blocked = to, ChatSupergroup, false
	if now.Lang == "" {
		now.Lang = was.Lang
	}
	if now.Title == "" {
		now.Title = was.Title
	}
	if err := tx.exec("DELETE FROM chats WHERE id = ?", from); err != nil {
		return err
	}
	return tx.SaveChat(now)
}

func (tx *Tx) migrateOutbox(from, to int64) error {
	if err := tx.exec("DELETE FROM posts WHERE chat = ?", from); err != nil {
		return err
	}
	ids, err := all(tx, scalar[int64],
		"SELECT id FROM outbox WHERE chat = ? AND status IN ('waiting', 'sending', 'uncertain', 'arrived', 'held', 'failed', 'parked') AND status <> 'sent' ORDER BY id", from)
	if err != nil {
		return err
	}
	for _, id := range ids {
		q, err := tx.Queued(id)
		if err != nil {
			return err
		}
		switch q.Status {
		case OutboxWaiting, OutboxHeld, OutboxParked:
			err = tx.wait(id, to)
		case OutboxArrived: // in the old group: nobody will press it again
			err = tx.exec("UPDATE outbox SET status = 'sent', data = '{}' WHERE id = ?", id)
		case OutboxSending, OutboxUncertain, OutboxFailed, OutboxSent, OutboxExpired:
			err = tx.exec("UPDATE outbox SET chat = ? WHERE id = ?", to, id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) migrateSessions(from, to int64) error {
	return tx.exec("UPDATE OR REPLACE sessions SET chat = ? WHERE chat = ?", to, from)
}
