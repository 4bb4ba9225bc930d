package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"huimin/store"
)

// verdict is how an attempt to send a message ended.
type verdict string

// The verdicts.
const (
	delivered verdict = "delivered"
	dropped   verdict = "dropped"  // came too late, or nothing to say any more
	refused   verdict = "refused"  // Telegram will never take it
	unsure    verdict = "unsure"   // it may have arrived, and must not arrive twice
	blocked   verdict = "blocked"  // the chat does not want us
	moved     verdict = "moved"    // the chat goes by another id now
	later     verdict = "later"    // to be tried again, not before a moment
	offline   verdict = "offline"  // nothing has left this machine
	outdated  verdict = "outdated" // the row is no longer what was read
)

// outcome is a verdict with what goes with it.
type outcome struct {
	it      *item
	verdict verdict
	why     string
	message int         // delivered: Telegram's id
	post    *store.Post // delivered: it is the post about its topic
	until   time.Time   // later
	slow    bool        // later: Telegram asked for it
	to      int64       // moved
	gone    bool        // moved: it was an edit of a message that stayed behind
	guarded bool        // it was marked as sending before
}

// letter is a message worded and ready to go.
type letter struct {
	q       store.Queued
	parts   []part
	post    bool   // it is the post about its topic
	message int    // the message it edits
	digest  []byte // of what the post will show
}

// errUnchanged says that a post shows already what it should.
var errUnchanged = errors.New("unchanged")

// deliver tries to send a message once.
func (s *sender) deliver(ctx context.Context, it *item) outcome {
	l, err := s.word(ctx, it)
	o := outcome{it: it}
	switch {
	case errors.Is(err, errUnchanged):
		o.verdict, o.message = delivered, l.message
		return o
	case errors.Is(err, errNothing):
		o.verdict, o.why = dropped, err.Error()
		return o
	case errors.Is(err, store.ErrNotFound):
		o.verdict = outdated
		return o
	case store.Unavailable(err):
		o.verdict = offline
		return o
	case err != nil:
		o.verdict, o.why = refused, class(err)
		s.b.log.Error("cannot word a message", "row", it.id, "why", o.why)
		return o
	case !l.q.Expires.IsZero() && !l.q.Expires.After(s.b.now()):
		o.verdict, o.why = dropped, "expired"
		return o
	}
	if l.q.Chat < 0 && l.once(it) {
		if o.guarded, err = s.guard(ctx, it); err != nil {
			o.verdict = offline
			return o
		}
		if !o.guarded {
			o.verdict = outdated
			return o
		}
	}
	return s.carry(ctx, it, l, o)
}

// once tells whether the letter has parts that must not arrive twice.
func (l letter) once(it *item) bool {
	for _, p := range l.parts[min(it.done, len(l.parts)):] {
		if !p.edit {
			return true
		}
	}
	return false
}

// guard notes that a message which must not be doubled is about to go out.
func (s *sender) guard(ctx context.Context, it *item) (ok bool, err error) {
	err = s.b.db.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		ok, err = tx.MarkSending(it.id, it.rev)
		return err
	})
	return ok, err
}

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
	case kindAnswer, kindMenu:
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
	case kindScreen:
		return s.composeScreen(tx, it, c, l)
	}
	return s.composeNotice(tx, it, c, l)
}

func (s *sender) composeScreen(tx *store.Tx, it *item, c composer, l *letter) (err error) {
	var d screenData
	if err := json.Unmarshal(l.q.Data, &d); err != nil {
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
	l.parts, err = c.compose(d.Screen, l.message)
	return err
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
	asEdit := l.parts // a photo is sent and edited by calls of different shape
	if l.message == 0 {
		if asEdit, err = c.compose(*shown, 1); err != nil {
			return err
		}
	}
	if l.digest, err = asEdit[len(asEdit)-1].digest(); err != nil {
		return err
	}
	if l.message != 0 && string(post.Digest) == string(l.digest) {
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

// carry makes the calls.
func (s *sender) carry(ctx context.Context, it *item, l letter, o outcome) outcome {
	message := l.message
	for i := it.done; i < len(l.parts); i++ {
		id, err := s.attempt(ctx, it, l.parts[i])
		if errors.Is(err, errEditGone) && !it.fresh {
			it.fresh = true // an edit is never guarded: this begins anew
			return s.deliver(ctx, it)
		}
		if err != nil {
			return s.judge(l, it, err, o, l.parts[i])
		}
		it.done = i + 1
		if id != 0 {
			message = id
		}
	}
	o.verdict, o.message = delivered, message
	if l.post {
		o.post = &store.Post{Chat: l.q.Chat, Topic: l.q.Topic, Message: message, At: s.b.now(), Digest: l.digest}
	}
	return o
}

// errEditGone says that the message to be edited cannot be edited any more.
var errEditGone = errors.New("the message is gone")

// attempt makes one call, in the ways that are left when Telegram dislikes the
// first, and gives the message's id.
func (s *sender) attempt(ctx context.Context, it *item, p part) (int, error) {
	if it.plain {
		p = p.withoutTags()
	}
	id, err := s.send(ctx, p)
	if description := badRequest(err); description != "" {
		switch {
		case strings.Contains(description, "message is not modified"):
			return p.params.MessageID, nil
		case strings.Contains(description, "can't parse entities") && !it.plain:
			it.plain = true
			s.b.log.Error("Telegram cannot read our tags; sending without", "row", it.id, "why", description)
			return s.attempt(ctx, it, p)
		case p.method == "editMessageText" && strings.Contains(description, "there is no text in the message to edit"):
			return s.attempt(ctx, it, p.asCaption())
		case p.edit && (strings.Contains(description, "message to edit not found") || strings.Contains(description, "message can't be edited")):
			return 0, errEditGone
		}
	}
	return id, err
}

func badRequest(err error) string {
	var e *apiError
	if errors.As(err, &e) && e.Code == http.StatusBadRequest && e.MigrateTo == 0 {
		return e.Description
	}
	return ""
}

func (s *sender) send(ctx context.Context, p part) (int, error) {
	var sent messageID
	var err error
	if p.file != nil {
		err = s.b.api.send(ctx, p.method, p.params, *p.file, &sent)
	} else {
		err = s.b.api.call(ctx, p.method, p.params, &sent)
	}
	return int(sent), err
}

// messageID is the id of the message in an answer: of the first, for an album.
type messageID int

// UnmarshalJSON reads a message, a list of messages, or true.
func (id *messageID) UnmarshalJSON(data []byte) error {
	type message struct {
		ID int `json:"message_id"`
	}
	switch {
	case len(data) > 0 && data[0] == '[':
		var list []message
		if err := json.Unmarshal(data, &list); err != nil {
			return err
		}
		if len(list) > 0 {
			*id = messageID(list[0].ID)
		}
	case len(data) > 0 && data[0] == '{':
		var m message
		if err := json.Unmarshal(data, &m); err != nil {
			return err
		}
		*id = messageID(m.ID)
	}
	return nil
}

// sendLife is how long a message is tried when Telegram answers nothing
// sensible.
const sendLife = 24 * time.Hour

// judge says what becomes of a message after an error.
func (s *sender) judge(l letter, it *item, err error, o outcome, p part) outcome {
	now := s.b.now()
	var e *apiError
	var w *wireError
	switch {
	case errors.As(err, &w) && w.Unsent:
		o.verdict, o.why = offline, w.Error()
		return o
	case errors.As(err, &e):
		o.why = e.Error()
		if done := s.judgeRefusal(l, e, &o, now); done {
			return o
		}
	case !errors.As(err, &w):
		o.verdict, o.why = refused, class(err)
		return o
	default:
		o.why = w.Error()
	}
	// The call may have been carried out. What may be doubled is repeated.
	switch {
	case !p.edit && l.q.Chat < 0:
		o.verdict = unsure
	case now.Sub(l.q.Created) > sendLife:
		o.verdict = refused
	default:
		o.verdict, o.until = later, now.Add(retryAfter(it.attempts))
	}
	return o
}

// judgeRefusal says what becomes of a message that Telegram refused; false
// when Telegram is out of order itself and the call may have been carried out.
func (s *sender) judgeRefusal(l letter, e *apiError, o *outcome, now time.Time) bool {
	switch {
	case e.MigrateTo != 0:
		o.verdict, o.to = moved, e.MigrateTo
		o.gone = l.q.Kind == kindScreen && l.message != 0
	case e.Code == http.StatusTooManyRequests:
		o.verdict, o.slow, o.until = later, true, now.Add(max(e.RetryAfter, time.Second))
	case e.Code == http.StatusForbidden:
		o.verdict = blocked
	case e.Code == http.StatusUnauthorized || e.Code == http.StatusNotFound:
		o.verdict = offline // the token is wrong: no message is at fault
	case e.Code == http.StatusBadRequest && l.q.Kind == kindAnswer &&
		(strings.Contains(e.Description, "query is too old") || strings.Contains(e.Description, "query ID is invalid")):
		o.verdict = dropped
	case e.Code >= http.StatusInternalServerError:
		return false
	default:
		o.verdict = refused
	}
	return true
}

// retryAfter grows from a second to five minutes.
func retryAfter(attempts int) time.Duration {
	return min(time.Second<<min(attempts, 20), 5*time.Minute)
}
