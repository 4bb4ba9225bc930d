package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-telegram/bot/models"

	"huimin/locales"
	"huimin/store"
)

// newsLife is how old a notice may be that is still told to somebody who had
// blocked the bot.
const newsLife = 7 * 24 * time.Hour

// begin reads an update: who, where, in which language, in the middle of what.
// It is nil for updates that concern nobody.
func (b *Bot) begin(tx *store.Tx, u store.Update) (*turn, error) {
	var up models.Update
	body, err := b.shared.bodyOf(u)
	if err != nil {
		return nil, fmt.Errorf("read update: %w", err)
	}
	if err := json.Unmarshal(body, &up); err != nil {
		return nil, fmt.Errorf("read update: %w", err)
	}
	if up.Poll != nil {
		return nil, b.hearPoll(tx, up.Poll, u.Received)
	}
	tx.ActAnew()
	t := &turn{shared: b.shared, tx: tx, now: u.Received.In(b.now().Location()), update: &up}
	if !t.place() {
		return nil, nil //nolint:nilnil // an update that concerns nobody is no mishap
	}
	if t.kept, err = found(tx.Chat(t.chat.ID)); err != nil {
		return nil, err
	}
	if t.person, err = found(tx.PersonByTelegram(t.user.ID)); err != nil {
		return nil, err
	}
	t.lang = t.personLang()
	if !t.chat.private() && t.kept.Lang != "" {
		t.lang = locales.Match(t.kept.Lang)
	}
	if err := b.hear(t); err != nil {
		return nil, err
	}
	if t.message != nil && t.tap == nil {
		s, err := tx.Session(t.chat.ID, t.user.ID)
		if err == nil {
			t.session = &s
		} else if !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
	}
	return t, nil
}

// found gives the zero value for what does not exist.
func found[T any](v T, err error) (T, error) {
	if errors.Is(err, store.ErrNotFound) {
		var zero T
		return zero, nil
	}
	return v, err
}

// place finds chat, person and message of the update; false when there is no
// chat.
func (t *turn) place() bool {
	up := t.update
	var chat *models.Chat
	switch {
	case up.Message != nil, up.EditedMessage != nil:
		t.message = up.Message
		if t.message == nil {
			t.message, t.edited = up.EditedMessage, true
		}
		chat = &t.message.Chat
		if t.message.From != nil {
			t.user = *t.message.From
		}
	case up.CallbackQuery != nil:
		t.tap, t.user = up.CallbackQuery, up.CallbackQuery.From
		switch m := t.tap.Message; {
		case m.Message != nil:
			t.message, chat = m.Message, &m.Message.Chat
		case m.InaccessibleMessage != nil:
			chat = &m.InaccessibleMessage.Chat
		}
	case up.MyChatMember != nil:
		chat, t.user = &up.MyChatMember.Chat, up.MyChatMember.From
	case up.ChatMember != nil:
		chat, t.user = &up.ChatMember.Chat, up.ChatMember.From
	}
	if chat == nil {
		return false
	}
	t.chat = chatInfo{ID: chat.ID, Kind: store.ChatKind(chat.Type), Title: chat.Title}
	return true
}

// hear learns from an update what it says besides its content: that a chat is
// reachable again or no longer, moved, or has another title, and that a
// message arrived.
func (b *Bot) hear(t *turn) error {
	if m := t.message; m != nil && t.tap == nil {
		switch {
		case m.MigrateToChatID != 0:
			return b.migrate(t, t.chat.ID, m.MigrateToChatID)
		case m.MigrateFromChatID != 0:
			return b.migrate(t, m.MigrateFromChatID, t.chat.ID)
		}
	}
	reachable := t.update.ChatMember == nil
	if m := t.update.MyChatMember; m != nil {
		s := m.NewChatMember.Type
		reachable = s != models.ChatMemberTypeLeft && s != models.ChatMemberTypeBanned
		if !reachable {
			t.kept.Blocked = true
			return b.park(t.tx, t.chat.ID)
		}
	}
	if reachable && t.kept.Blocked {
		t.kept.Blocked = false
		if err := t.tx.Unpark(t.chat.ID, t.now.Add(-newsLife)); err != nil {
			return err
		}
	}
	if t.kept.ID != 0 && t.kept.Kind != store.ChatPrivate && (t.kept.Title != t.chat.Title || t.kept.Kind != t.chat.Kind) {
		t.kept.Title, t.kept.Kind = t.chat.Title, t.chat.Kind
		if err := t.tx.SaveChat(t.kept); err != nil {
			return err
		}
	}
	if t.tap != nil && t.message != nil && !t.chat.private() {
		return b.proveArrival(t)
	}
	return nil
}

func (b *Bot) migrate(t *turn, from, to int64) error {
	if err := t.tx.MigrateChat(from, to); err != nil {
		return err
	}
	if err := b.router.askAgain(t.tx, to, t.now); err != nil {
		return err
	}
	var err error
	t.kept, err = found(t.tx.Chat(t.chat.ID))
	return err
}

// proveArrival settles messages whose arrival was uncertain: a press on one is
// proof that it is there. It is known by its buttons.
func (b *Bot) proveArrival(t *turn) error {
	list, err := t.tx.UncertainIn(t.chat.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	if _, err := t.tx.PostAt(t.chat.ID, t.message.ID); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	for _, q := range list {
		s, err := b.router.screenOf(t.tx, q, t.now)
		if err != nil || s == nil || !s.carries(t.tap.Data) {
			continue // it stays for whoever runs the bot to settle
		}
		return t.tx.Arrived(q.ID, t.message.ID, t.now)
	}
	return nil
}

// screenOf gives what a message to a chat shows at this moment; nil for
// nothing.
func (r *router) screenOf(tx *store.Tx, q store.Queued, now time.Time) (*screen, error) {
	if q.Kind == kindScreen {
		var d screenData
		err := json.Unmarshal(q.Data, &d)
		return &d.Screen, err
	}
	lang, err := readerLang(tx, q.Chat)
	if err != nil {
		return nil, err
	}
	return r.wordsOf(&view{shared: r.shared, tx: tx, now: now, lang: lang, chat: q.Chat, topic: q.Topic}, q)
}

// carries tells whether one of the screen's buttons carries data.
func (s *screen) carries(data string) bool {
	for _, row := range s.Keys {
		for _, k := range row {
			if k.Data == data {
				return true
			}
		}
	}
	return false
}

// pressable tells whether the screen has buttons that tell us of a press.
func (s *screen) pressable() bool {
	for _, row := range s.Keys {
		for _, k := range row {
			if k.Data != "" {
				return true
			}
		}
	}
	return false
}

// readerLang is the language of whoever reads a chat: of a person, the one
// they chose; of a group, the one chosen for it.
func readerLang(tx *store.Tx, chat int64) (locales.Lang, error) {
	if chat > 0 {
		p, err := found(tx.PersonByTelegram(chat))
		return locales.Match(p.Lang), err
	}
	c, err := found(tx.Chat(chat))
	return locales.Match(c.Lang), err
}
