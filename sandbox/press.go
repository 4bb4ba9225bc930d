package sandbox

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// ErrNoButton says that a message has no button with the label pressed; its
// text lists the labels there are.
var ErrNoButton = errors.New("no such button")

// ErrDeadButton says that the button does nothing: it is disabled.
var ErrDeadButton = errors.New("the button is disabled")

// ErrAsksForMore says that the button needs a choice: use ShareChat or
// ShareUsers.
var ErrAsksForMore = errors.New("the button asks for a chat, for people or for a poll")

// ErrNotThere says that the person cannot see the message: not in the chat,
// or the message is gone.
var ErrNotThere = errors.New("the message is not there")

// Press presses the button with that label under the latest version of a
// message: inline buttons first, then the reply keyboard the message brought,
// whose buttons send their text. A button that opens an address is answered
// at once with that address; one that starts this bot starts it.
func (u *User) Press(m *Message, label string) (*Tap, error) {
	var tap *Tap
	var err error
	var start *string
	u.s.do(func() { tap, start, err = u.press(m, label) })
	if start != nil && tap != nil {
		tap.Sent = u.Start(*start)
	}
	return tap, err
}

// press finds the button and acts; start is the payload of a deep link to be
// followed after the lock is given back.
func (u *User) press(m *Message, label string) (tap *Tap, start *string, err error) {
	now := m.Chat.message(m.ID)
	if now == nil || !m.Chat.has(u) || (now.Only != 0 && now.Only != u.profile.ID) {
		return nil, nil, fmt.Errorf("press %q: %w", label, ErrNotThere)
	}
	if b, ok := now.Find(label); ok {
		return u.pressInline(now, b)
	}
	if b, ok := now.replyButton(label); ok {
		if b.RequestUsers != nil || b.RequestChat != nil || b.RequestPoll {
			return nil, nil, fmt.Errorf("press %q: %w", label, ErrAsksForMore)
		}
		return u.pressReply(now, b), nil, nil
	}
	return nil, nil, fmt.Errorf("press %q: %w; there is %s", label, ErrNoButton, listLabels(now))
}

func (m *Message) replyButton(label string) (Button, bool) {
	if m.Reply == nil {
		return Button{}, false
	}
	for _, row := range m.Reply.Rows {
		for _, b := range row {
			if b.Text == label {
				return b, true
			}
		}
	}
	return Button{}, false
}

// ShareChat presses a reply button that asks for a chat, and gives it c.
func (u *User) ShareChat(m *Message, label string, c *Chat) (*Message, error) {
	return u.share(m, label, func(b Button) (*Service, bool) {
		if b.RequestChat == nil {
			return nil, false
		}
		return &Service{Kind: ServiceChatShared, Chat: c.id, Request: *b.RequestChat}, true
	})
}

// ShareUsers presses a reply button that asks for people, and gives them.
func (u *User) ShareUsers(m *Message, label string, people ...*User) (*Message, error) {
	return u.share(m, label, func(b Button) (*Service, bool) {
		if b.RequestUsers == nil {
			return nil, false
		}
		v := &Service{Kind: ServiceUsersShared, Request: *b.RequestUsers}
		for _, p := range people {
			v.Members = append(v.Members, p.profile)
		}
		return v, true
	})
}

func (u *User) share(m *Message, label string, what func(Button) (*Service, bool)) (*Message, error) {
	var sent *Message
	u.s.do(func() {
		if b, ok := m.replyButton(label); ok {
			if v, ok := what(b); ok {
				sent = u.send(m.Chat, nil, &Message{Kind: KindService, Service: v})
			}
		}
	})
	if sent == nil {
		return nil, fmt.Errorf("share with %q: %w; there is %s", label, ErrNoButton, listLabels(m))
	}
	return sent, nil
}

func listLabels(m *Message) string {
	labels := m.Labels()
	if m.Reply != nil {
		for _, row := range m.Reply.Rows {
			for _, b := range row {
				labels = append(labels, b.Text)
			}
		}
	}
	if len(labels) == 0 {
		return "none"
	}
	return `"` + strings.Join(labels, `", "`) + `"`
}

func (u *User) pressInline(m *Message, b Button) (tap *Tap, start *string, err error) {
	if b.Disabled {
		return nil, nil, fmt.Errorf("press %q: %w", b.Text, ErrDeadButton)
	}
	if b.Data != "" {
		return u.tap(m, b.Text, b.Data), nil, nil
	}
	open := b.URL + b.WebApp + b.LoginURL
	tap = u.instant(m, b.Text, Answer{URL: open})
	if payload, ok := u.s.deepLink(open); ok {
		return tap, &payload, nil
	}
	return tap, nil, nil
}

func (u *User) pressReply(m *Message, b Button) *Tap {
	tap := u.instant(m, b.Text, Answer{})
	switch {
	case b.RequestContact:
		tap.Sent = u.send(m.Chat, m, &Message{Kind: KindContact, Contact: u.contact()})
	case b.RequestLocation:
		at := u.where
		tap.Sent = u.send(m.Chat, m, &Message{Kind: KindLocation, Place: &at})
	case b.WebApp != "":
		tap.answer.URL = b.WebApp
	default:
		tap.Sent = u.send(m.Chat, nil, &Message{Kind: KindText, Text: b.Text, Entities: findEntities(b.Text)})
	}
	return tap
}

// instant makes a tap that asks the bot nothing.
func (u *User) instant(m *Message, label string, a Answer) *Tap {
	t := &Tap{s: u.s, User: u, Message: m, Label: label, At: u.s.now(), answered: true, answer: a, done: make(chan struct{})}
	close(t.done)
	return t
}

// Forge sends callback data of the person's own making, as a changed app can:
// the bot sees a tap on m with any data. It returns nil when the message is
// not there.
func (u *User) Forge(m *Message, data string) *Tap {
	var tap *Tap
	u.s.do(func() {
		if now := m.Chat.message(m.ID); now != nil && m.Chat.has(u) {
			tap = u.tap(now, "", data)
		}
	})
	return tap
}

// tap sends a callback query to the bot. The caller holds the lock.
func (u *User) tap(m *Message, label, data string) *Tap {
	t := &Tap{
		s: u.s, ID: u.s.newQueryID(), User: u, Message: m, Label: label, Data: data,
		At: u.s.now(), done: make(chan struct{}),
	}
	u.s.taps.add(t)
	u.seen = true
	u.s.emit(Event{Kind: EventTap, Chat: m.Chat, Message: m, User: u, Tap: t})
	u.s.push("callback_query", userLane(u.profile.ID), callbackLife, wireCallback{
		ID: t.ID, From: u.profile.wire(), Message: m.wire(), ChatInstance: u.s.chatInstance(m.Chat), Data: data,
	})
	return t
}

// deepLink returns the payload of an address that starts this bot in private.
func (s *Server) deepLink(address string) (payload string, ok bool) {
	a, err := url.Parse(address)
	if err != nil {
		return "", false
	}
	q := a.Query()
	switch {
	case a.Scheme == "tg" && a.Host == "resolve" && fold(q.Get("domain")) == fold(s.bot.Username):
	case (a.Host == "t.me" || a.Host == "telegram.me") && fold(strings.Trim(a.Path, "/")) == fold(s.bot.Username):
	default:
		return "", false
	}
	return q.Get("start"), q.Has("start")
}

// DeepLink returns the payload of an address such as
// https://t.me/<bot>?start=<payload>, and whether it is one of this bot's.
func (s *Server) DeepLink(address string) (payload string, ok bool) { return s.deepLink(address) }

// Stand puts the person at a place: what a "send my location" button sends.
func (u *User) Stand(latitude, longitude float64) {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	u.where = Place{Latitude: latitude, Longitude: longitude}
}
