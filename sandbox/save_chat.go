package sandbox

import (
	"fmt"
	"maps"
	"slices"
)

// savedChat is a chat as it is written down.
type savedChat struct {
	ID                 int64
	Kind               ChatKind
	Title, Username    string
	BotStatus          MemberStatus
	BotSpoke           bool
	Standing           map[int64]MemberStatus
	Members            []int64
	Hidden             map[int64]bool
	Messages           []savedMessage
	LastID, LastEph    int
	Pinned             []int
	Keyboard           map[int64]*ReplyKeyboard
	MovedTo, MovedFrom int64
	Links              []InviteLink
	Primary            string
}

// savedMessage is a message with chats by their numbers.
type savedMessage struct {
	Message
	InChat     int64
	SenderChat int64            `json:",omitempty"`
	ReplyTo    *savedMessage    `json:",omitempty"`
	Forward    *savedForward    `json:",omitempty"`
	Service    *savedService    `json:",omitempty"`
	Mentions   map[int]*Profile `json:",omitempty"` // by the entity's place
}

type savedForward struct {
	Forward
	Chat int64
}

type savedService struct {
	Service
	Pinned *savedMessage `json:",omitempty"`
}

// The rest of this file is used with Server.mu held.

func (c *Chat) written() savedChat {
	w := savedChat{
		ID: c.id, Kind: c.kind, Title: c.title, Username: c.username, BotStatus: c.botStatus, BotSpoke: c.botSpoke,
		Standing: maps.Clone(c.standing), Hidden: maps.Clone(c.hidden), LastID: c.lastID, LastEph: c.lastEph,
		Pinned: slices.Clone(c.pinned), Keyboard: maps.Clone(c.keyboard), MovedTo: c.movedTo, MovedFrom: c.movedFrom,
		Primary: c.primary,
	}
	for _, u := range c.members {
		w.Members = append(w.Members, u.profile.ID)
	}
	for _, l := range c.links {
		w.Links = append(w.Links, *l)
	}
	for _, m := range c.messages {
		w.Messages = append(w.Messages, *writeMessage(m))
	}
	return w
}

func writeMessage(m *Message) *savedMessage {
	if m == nil {
		return nil
	}
	w := &savedMessage{Message: *m, InChat: m.Chat.id, ReplyTo: writeMessage(m.ReplyTo)}
	if m.SenderChat != nil {
		w.SenderChat = m.SenderChat.id
	}
	if f := m.Forward; f != nil {
		w.Forward = &savedForward{Forward: *f}
		if f.Chat != nil {
			w.Forward.Chat = f.Chat.id
		}
		w.Forward.Forward.Chat = nil
	}
	if v := m.Service; v != nil {
		w.Service = &savedService{Service: *v, Pinned: writeMessage(v.Pinned)}
		w.Service.Service.Pinned = nil
	}
	for i, e := range m.Entities {
		if e.User != nil {
			if w.Mentions == nil {
				w.Mentions = map[int]*Profile{}
			}
			w.Mentions[i] = e.User
		}
	}
	w.Chat, w.Message.SenderChat = nil, nil
	w.Message.ReplyTo, w.Message.Forward, w.Message.Service = nil, nil, nil
	return w
}

func (c *Chat) read(w savedChat) error {
	c.kind, c.title, c.username, c.botStatus, c.botSpoke = w.Kind, w.Title, w.Username, w.BotStatus, w.BotSpoke
	c.lastID, c.lastEph, c.pinned, c.primary = w.LastID, w.LastEph, w.Pinned, w.Primary
	c.movedTo, c.movedFrom = w.MovedTo, w.MovedFrom
	maps.Copy(c.standing, w.Standing)
	maps.Copy(c.hidden, w.Hidden)
	maps.Copy(c.keyboard, w.Keyboard)
	if c.username != "" {
		c.s.byName[fold(c.username)] = c.id
	}
	for _, id := range w.Members {
		u := c.s.users[id]
		if u == nil {
			return fmt.Errorf("%w: nobody is %d", ErrSaved, id)
		}
		c.members = append(c.members, u)
	}
	for _, l := range w.Links {
		c.links = append(c.links, &l)
	}
	for i := range w.Messages {
		m, err := c.s.readMessage(&w.Messages[i])
		if err != nil {
			return err
		}
		c.messages = append(c.messages, m)
	}
	return nil
}

func (s *Server) readMessage(w *savedMessage) (m *Message, err error) {
	if w == nil {
		return nil, nil //nolint:nilnil // a message that replies to none
	}
	next := w.Message
	m = &next
	if m.Chat = s.chats[w.InChat]; m.Chat == nil {
		return nil, fmt.Errorf("%w: a message of no chat", ErrSaved)
	}
	m.SenderChat = s.chats[w.SenderChat]
	if m.ReplyTo, err = s.readMessage(w.ReplyTo); err != nil {
		return nil, err
	}
	if w.Forward != nil {
		f := w.Forward.Forward
		f.Chat = s.chats[w.Forward.Chat]
		m.Forward = &f
	}
	if w.Service != nil {
		v := w.Service.Service
		if v.Pinned, err = s.readMessage(w.Service.Pinned); err != nil {
			return nil, err
		}
		m.Service = &v
	}
	for i, who := range w.Mentions {
		if i < len(m.Entities) {
			m.Entities[i].User = who
		}
	}
	return m, nil
}
