package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"huimin/store"
)

// word turns a row into calls: in the reader's language, from the state of
// this moment.
func (s *sender) word(ctx context.Context, it *item) (l letter, err error) {
	if it.q != nil && !s.looksUp(it.q) {
		l.q = *it.q
		err = s.compose(nil, it, &l)
		return l, err
	}
	err = s.b.db.Read(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		if it.q != nil {
			l.q = *it.q
		} else if l.q, err = tx.Queued(it.id); err != nil {
			return err
		}
		if l.q.Rev != it.rev || l.q.Status != store.OutboxWaiting {
			return store.ErrNotFound
		}
		return s.compose(tx, it, &l)
	})
	return l, err
}

// looksUp tells whether wording a row needs the database.
func (s *sender) looksUp(q *store.Queued) bool {
	switch q.Kind {
	case kindAnswer, kindMenu, kindFetch, kindSealed:
		return false
	case kindScreen:
		return !strings.HasPrefix(string(q.Data), `{"lang"`) // its language was not fixed when it was said
	}
	return true
}

func (s *sender) compose(tx *store.Tx, it *item, l *letter) error {
	c := composer{book: s.b.router.book, chat: l.q.Chat}
	switch l.q.Kind {
	case kindAnswer:
		var d answerData
		if err := json.Unmarshal(l.q.Data, &d); err != nil {
			return fmt.Errorf("read answer: %w", err)
		}
		c.lang = d.Lang
		p, err := c.answering(d)
		l.parts = []part{p}
		return err
	case kindMenu:
		p, err := s.b.router.menuPart(l.q)
		l.parts = []part{p}
		return err
	case kindFetch:
		f := new(fetching)
		if err := json.Unmarshal(l.q.Data, f); err != nil {
			return fmt.Errorf("read what to fetch: %w", err)
		}
		l.parts = []part{{method: methodFetch, params: params{ChatID: l.q.Chat}, fetch: f}}
		return nil
	case kindScreen:
		return s.composeScreen(tx, it, c, l, l.q.Data)
	case kindSealed:
		data, err := s.b.shared.unseal(l.q.Data)
		if err != nil {
			return fmt.Errorf("read sealed screen: %w", err)
		}
		return s.composeScreen(tx, it, c, l, data)
	}
	return s.composeNotice(tx, it, c, l)
}

func (s *sender) composeScreen(tx *store.Tx, it *item, c composer, l *letter, data []byte) (err error) {
	var d screenData
	if err := json.Unmarshal(data, &d); err != nil {
		return fmt.Errorf("read screen: %w", err)
	}
	c.lang = d.Lang
	if c.lang == "" {
		if c.lang, err = readerLang(tx, l.q.Chat); err != nil {
			return err
		}
	}
	if !it.fresh {
		l.message = d.Edit
	}
	if l.parts, err = c.compose(d.Screen, l.message); err != nil || len(d.Screen.Keys) == 0 && l.message == 0 {
		return err
	}
	// It has buttons, or had: two quick presses on one bring the same screen.
	if l.digest, err = l.parts[len(l.parts)-1].digest(); err != nil {
		return err
	}
	if l.message != 0 && s.shown.is(l.q.Chat, l.message, l.digest) {
		return errUnchanged
	}
	return nil
}

func (s *sender) composeNotice(tx *store.Tx, it *item, c composer, l *letter) (err error) {
	if c.lang, err = readerLang(tx, l.q.Chat); err != nil {
		return err
	}
	v := &view{shared: s.b.shared, tx: tx, now: s.b.now(), lang: c.lang, chat: l.q.Chat, topic: l.q.Topic}
	shown, err := s.b.router.wordsOf(v, l.q)
	if err != nil {
		return err
	}
	if shown == nil {
		return errNothing
	}
	l.post = l.q.Topic != ""
	var post store.Post
	if l.post && !it.fresh {
		if post, err = found(tx.Post(l.q.Chat, l.q.Topic)); err != nil {
			return err
		}
		l.message = post.Message
	}
	if l.parts, err = c.compose(*shown, l.message); err != nil || !l.post {
		return err
	}
	if shown.Asked != nil {
		l.asked = &shown.Asked.Part
		return nil
	}
	asEdit := l.parts // a photo is sent and edited by calls of different shape
	if l.message == 0 {
		if asEdit, err = c.compose(*shown, 1); err != nil {
			return err
		}
	}
	if l.digest, err = asEdit[len(asEdit)-1].digest(); err != nil {
		return err
	}
	if l.message == 0 {
		return nil
	}
	if now := s.shown.get(l.q.Chat, l.message); now != "" { // it may have been shown as something else than the post
		post.Digest = []byte(now)
	}
	if string(post.Digest) == string(l.digest) {
		return errUnchanged
	}
	return nil
}

// menuPart sets a list of commands.
func (r *router) menuPart(q store.Queued) (part, error) {
	var d menuData
	if err := json.Unmarshal(q.Data, &d); err != nil {
		return part{}, fmt.Errorf("read menu: %w", err)
	}
	scope := menuScope{Type: d.Scope}
	if d.Scope == menuChat {
		scope.ChatID = q.Chat
		list, err := r.menuFor(d)
		if err != nil {
			return part{}, err
		}
		d.Commands = list
	}
	if len(d.Commands) == 0 {
		return part{method: "deleteMyCommands", params: params{Scope: &scope, LanguageCode: d.Code}, edit: true}, nil
	}
	return part{
		method: "setMyCommands", edit: true,
		params: params{Commands: &d.Commands, Scope: &scope, LanguageCode: d.Code},
	}, nil
}
