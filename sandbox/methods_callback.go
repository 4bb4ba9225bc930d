package sandbox

import (
	"strings"
	"unicode/utf8"
)

func (c *call) answerCallbackQuery() (any, *refusal) {
	t := c.s.taps.byID[c.text("callback_query_id")]
	late := t != nil && c.s.now().Sub(t.At) >= callbackLife
	if t == nil || t.answered || late {
		no := badRequest("query is too old and response timeout expired or query ID is invalid")
		no.innocent = late && !t.answered
		return nil, no
	}
	a := Answer{Text: c.text("text"), Alert: c.boolean("show_alert"), URL: c.text("url")}
	if utf8.RuneCountInString(a.Text) > 200 {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	if a.URL != "" {
		if _, ok := c.s.deepLink(a.URL); !ok || !strings.HasPrefix(a.URL, "http") && !strings.HasPrefix(a.URL, "tg:") {
			return nil, badRequest("URL_INVALID")
		}
	}
	t.answered, t.answer = true, a
	close(t.done)
	c.s.emit(Event{Kind: EventAnswer, Chat: t.Message.Chat, Message: t.Message, User: t.User, Tap: t})
	return true, nil
}
