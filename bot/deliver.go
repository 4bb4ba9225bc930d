package bot

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/go-telegram/bot/models"

	"huimin/office"
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
	rev     int64       // of the outbox when it was noted

	asked *office.PollPart // the part of a poll that it is
	poll  *models.Poll     // delivered: how Telegram says it stands
}

// letter is a message worded and ready to go.
type letter struct {
	q       store.Queued
	parts   []part
	post    bool             // it is the post about its topic
	message int              // the message it edits
	digest  []byte           // of what the message will show; nil when nobody will ask
	asked   *office.PollPart // the part of a poll that it is
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
		if o.guarded, err = s.guard(ctx, it, l); err != nil {
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

// guard notes that a message which must not be doubled is about to go out. The
// post that it replaces is forgotten: until it is known how this one ends,
// nothing else is said on its topic.
func (s *sender) guard(ctx context.Context, it *item, l letter) (ok bool, err error) {
	err = s.b.db.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		if ok, err = tx.MarkSending(it.id, it.rev); ok && l.post && it.fresh {
			err = tx.DropPost(l.q.Chat, l.q.Topic)
		}
		return err
	})
	return ok, err
}

// carry makes the calls.
func (s *sender) carry(ctx context.Context, it *item, l letter, o outcome) outcome {
	message := l.message
	for i := it.done; i < len(l.parts); i++ {
		answer, err := s.attempt(ctx, it, l.parts[i])
		if errors.Is(err, errEditGone) && !it.fresh {
			it.fresh = true // an edit is never guarded: this begins anew
			return s.deliver(ctx, it)
		}
		if err != nil {
			s.shown.forget(l.q.Chat, l.message)
			return s.judge(l, it, err, o, l.parts[i])
		}
		it.done = i + 1
		if answer.Message != 0 {
			message = int(answer.Message)
		}
		o.asked, o.poll = l.asked, answer.Poll
	}
	o.verdict, o.message = delivered, message
	if l.digest != nil {
		s.shown.set(l.q.Chat, message, l.digest)
	}
	if l.post {
		o.post = &store.Post{Chat: l.q.Chat, Topic: l.q.Topic, Message: message, At: s.b.now(), Digest: l.digest}
	}
	return o
}

// errEditGone says that the message to be edited cannot be edited any more.
var errEditGone = errors.New("the message is gone")

// attempt makes one call, in the ways that are left when Telegram dislikes the
// first, and gives Telegram's answer.
func (s *sender) attempt(ctx context.Context, it *item, p part) (sent, error) {
	if p.method == methodDelete {
		return sent{}, s.takeAway(ctx, p)
	}
	if p.fetch != nil {
		return sent{}, s.fetchFile(ctx, p.params.ChatID, *p.fetch)
	}
	if it.plain {
		p = p.withoutTags()
	}
	answer, err := s.send(ctx, p)
	if description := badRequest(err); description != "" {
		switch {
		case strings.Contains(description, "message is not modified"):
			return sent{Message: messageID(p.params.MessageID)}, nil
		case p.method == methodStop && stopped(description): // its last counts come, or came, by an update
			return sent{}, nil
		case strings.Contains(description, "can't parse entities") && !it.plain:
			it.plain = true
			s.b.log.Error("Telegram cannot read our tags; sending without", "row", it.id, "why", description)
			return s.attempt(ctx, it, p)
		case p.method == "editMessageText" && strings.Contains(description, "there is no text in the message to edit"):
			return s.attempt(ctx, it, p.asCaption())
		case p.edit && (strings.Contains(description, "message to edit not found") || strings.Contains(description, "message can't be edited")):
			return sent{}, errEditGone
		}
	}
	return answer, err
}

func badRequest(err error) string {
	var e *apiError
	if errors.As(err, &e) && e.Code == http.StatusBadRequest && e.MigrateTo == 0 {
		return e.Description
	}
	return ""
}

func (s *sender) send(ctx context.Context, p part) (answer sent, err error) {
	if p.file != nil {
		err = s.b.api.send(ctx, p.method, p.params, *p.file, &answer)
	} else {
		err = s.b.api.call(ctx, p.method, p.params, &answer)
	}
	return answer, err
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
