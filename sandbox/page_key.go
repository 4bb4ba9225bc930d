package sandbox

import (
	"fmt"
	"slices"
)

// key presses a button of the reply keyboard in force. A button that asks for
// a chat or a person is given the one named in the act.
func (p *page) key(u *User, c *Chat, a pageAct) (any, error) {
	k := u.KeyboardIn(c)
	if k == nil {
		return nil, fmt.Errorf("press %q: %w", a.Text, ErrNoButton)
	}
	for _, row := range k.Rows {
		at := slices.IndexFunc(row, func(b Button) bool { return b.Text == a.Text })
		if at < 0 {
			continue
		}
		b := row[at]
		switch {
		case b.RequestContact:
			return sentBy(u.ShareContact(c))
		case b.RequestChat != nil, b.RequestUsers != nil:
			return p.share(u, c, k, b, a.Shared)
		case b.RequestLocation, b.RequestPoll, b.WebApp != "":
			return nil, fmt.Errorf("press %q: %w", a.Text, errAct)
		}
		return sentBy(u.Say(c, b.Text))
	}
	return nil, fmt.Errorf("press %q: %w", a.Text, ErrNoButton)
}

// share gives the bot the chat or person that a button asks for.
func (p *page) share(u *User, c *Chat, k *ReplyKeyboard, b Button, shared int64) (any, error) {
	var from *Message
	for _, m := range u.Sees(c) {
		if m.Reply == k {
			from = m
		}
	}
	if from == nil {
		return nil, fmt.Errorf("share: %w", ErrNotThere)
	}
	if b.RequestChat != nil {
		if room := p.s.Chat(shared); room != nil && room.Kind() != Private && u.In(room) {
			return sharedBy(u.ShareChat(from, b.Text, room))
		}
	} else if who := p.s.User(shared); who != nil {
		return sharedBy(u.ShareUsers(from, b.Text, who))
	}
	return nil, fmt.Errorf("share: %w", errAct)
}

func sharedBy(m *Message, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return sentBy(m)
}
