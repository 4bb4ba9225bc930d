package sandbox

import (
	"slices"
	"sort"
)

// ChatKind is the kind of a chat, in the Bot API's words.
type ChatKind string

// The kinds of chat.
const (
	Private    ChatKind = "private"
	Group      ChatKind = "group"
	Supergroup ChatKind = "supergroup"
	Channel    ChatKind = "channel"
)

// MemberStatus is somebody's standing in a chat, in the Bot API's words.
type MemberStatus string

// The standings.
const (
	Owner  MemberStatus = "creator"
	Admin  MemberStatus = "administrator"
	Member MemberStatus = "member"
	Left   MemberStatus = "left"
	Kicked MemberStatus = "kicked"
)

// in says whether somebody of that standing is in the chat.
func (m MemberStatus) in() bool { return m == Owner || m == Admin || m == Member }

// leads says whether somebody of that standing runs the chat.
func (m MemberStatus) leads() bool { return m == Owner || m == Admin }

// keepMessages is how many messages a chat remembers; older ones are
// forgotten as if they had been deleted long ago.
const keepMessages = 20_000

// GroupInfo says what group or channel to make.
type GroupInfo struct {
	Title    string
	Kind     ChatKind // Group, Supergroup (the default) or Channel
	Username string   // public name without @; may be empty
	// BotAdmin makes the bot an administrator; a channel needs that.
	BotAdmin bool
	// NoBot leaves the bot outside.
	NoBot bool
}

// Chat is a private chat with the bot, a group or a channel.
type Chat struct {
	s        *Server
	id       int64
	kind     ChatKind
	title    string
	username string
	peer     *User // private chats

	// guarded by Server.mu
	botStatus MemberStatus
	botSpoke  bool // the bot has written here: general commands reach it
	standing  map[int64]MemberStatus
	members   []*User // everybody who ever was in, in order of coming
	hidden    map[int64]bool
	messages  []*Message // by id
	lastID    int        // supergroups and channels count for themselves
	lastEph   int
	pinned    []int
	keyboard  map[int64]*ReplyKeyboard // by reader; 0 is everybody
	movedTo   int64
	movedFrom int64
	links     []*InviteLink
	primary   string
}

func newChat(s *Server, id int64, kind ChatKind) *Chat {
	return &Chat{
		s: s, id: id, kind: kind,
		standing: map[int64]MemberStatus{},
		hidden:   map[int64]bool{},
		keyboard: map[int64]*ReplyKeyboard{},
	}
}

// ID returns the chat's id: the user's in private, negative elsewhere.
func (c *Chat) ID() int64 { return c.id }

// Kind returns the chat's kind.
func (c *Chat) Kind() ChatKind { return c.kind }

// Username returns the chat's public name without @, or nothing.
func (c *Chat) Username() string { return c.username }

// Peer returns the person of a private chat, else nil.
func (c *Chat) Peer() *User { return c.peer }

// Title returns the title; for a private chat, the person's name.
func (c *Chat) Title() string {
	if c.peer != nil {
		return c.peer.Name()
	}
	return c.title
}

// Chats returns the groups and channels, in the order they were made.
func (s *Server) Chats() []*Chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*Chat(nil), s.rooms...)
}

// Chat returns the chat with that id, or nil.
func (s *Server) Chat(id int64) *Chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.chats[id]
}

// History returns the latest version of every message, oldest first, without
// the ephemeral ones (User.Sees has those).
func (c *Chat) History() []*Message {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	all := make([]*Message, 0, len(c.messages))
	for _, m := range c.messages {
		if m.Only == 0 {
			all = append(all, m)
		}
	}
	return all
}

// Last returns the latest message that is not ephemeral, or nil.
func (c *Chat) Last() *Message {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	for _, m := range slices.Backward(c.messages) {
		if m.Only == 0 {
			return m
		}
	}
	return nil
}

// Message returns the latest version of a message, or nil.
func (c *Chat) Message(id int) *Message {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.message(id)
}

// Pinned returns the pinned messages, the latest pin last.
func (c *Chat) Pinned() []*Message {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	var pinned []*Message
	for _, id := range c.pinned {
		if m := c.message(id); m != nil {
			pinned = append(pinned, m)
		}
	}
	return pinned
}

// Members returns the people now in the chat, in order of coming.
func (c *Chat) Members() []*User {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if c.peer != nil {
		return []*User{c.peer}
	}
	var in []*User
	for _, u := range c.members {
		if c.standing[u.profile.ID].in() {
			in = append(in, u)
		}
	}
	return in
}

// Standing returns what somebody is in the chat.
func (c *Chat) Standing(u *User) MemberStatus {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.status(u)
}

// BotStanding returns what the bot is in the chat.
func (c *Chat) BotStanding() MemberStatus {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.botIs()
}

// MovedTo returns the supergroup this group was upgraded to, or nil.
func (c *Chat) MovedTo() *Chat {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.s.chats[c.movedTo]
}

// The rest of this file is used with Server.mu held.

func (c *Chat) status(u *User) MemberStatus {
	if c.peer != nil {
		if c.peer == u {
			return Member
		}
		return Left
	}
	if st, ok := c.standing[u.profile.ID]; ok {
		return st
	}
	return Left
}

func (c *Chat) has(u *User) bool { return !u.gone && c.status(u).in() }

func (c *Chat) botIs() MemberStatus {
	if c.peer != nil {
		return Member
	}
	if c.botStatus == "" {
		return Left
	}
	return c.botStatus
}

// index returns where the message with that id is or would be.
func (c *Chat) index(id int) (int, bool) {
	i := sort.Search(len(c.messages), func(i int) bool { return c.messages[i].ID >= id })
	return i, i < len(c.messages) && c.messages[i].ID == id
}

func (c *Chat) message(id int) *Message {
	if i, ok := c.index(id); ok {
		return c.messages[i]
	}
	return nil
}

// ephemeral returns the ephemeral message with that number.
func (c *Chat) ephemeral(number int) *Message {
	for _, m := range slices.Backward(c.messages) {
		if m.Ephemeral == number {
			return m
		}
	}
	return nil
}

// add stores a new message under the next id and tells everybody.
func (c *Chat) add(m *Message) *Message {
	m.Chat = c
	m.ID = c.nextID()
	m.Date = c.s.now()
	c.messages = append(c.messages, m)
	if len(c.messages) > keepMessages+keepMessages/8 {
		c.messages = append([]*Message(nil), c.messages[len(c.messages)-keepMessages:]...)
	}
	if m.Reply != nil {
		c.setKeyboard(m)
	}
	c.s.emit(Event{Kind: EventMessage, Chat: c, Message: m, User: c.s.users[m.Only]})
	return m
}

func (c *Chat) nextID() int {
	if c.kind == Supergroup || c.kind == Channel {
		c.lastID++
		return c.lastID
	}
	c.s.lastID++
	return c.s.lastID
}

// replace stores a new version of a message and tells everybody.
func (c *Chat) replace(m *Message, kind EventKind) {
	if i, ok := c.index(m.ID); ok {
		c.messages[i] = m
		c.s.emit(Event{Kind: kind, Chat: c, Message: m, User: c.s.users[m.Only]})
	}
}

// remove deletes a message and tells everybody.
func (c *Chat) remove(id int) {
	i, ok := c.index(id)
	if !ok {
		return
	}
	gone := c.messages[i]
	c.messages = slices.Delete(c.messages, i, i+1)
	c.pinned = slices.DeleteFunc(c.pinned, func(other int) bool { return other == id })
	c.s.emit(Event{Kind: EventDelete, Chat: c, Message: gone, User: c.s.users[gone.Only]})
}

// setKeyboard gives the readers a message addresses its reply keyboard.
func (c *Chat) setKeyboard(m *Message) {
	reader := int64(0)
	if m.Reply.Selective && m.ReplyTo != nil {
		reader = m.ReplyTo.From.ID
	}
	if reader == 0 {
		clear(c.keyboard)
	}
	c.keyboard[reader] = m.Reply
}

func (c *Chat) keyboardFor(u *User) *ReplyKeyboard {
	k, ok := c.keyboard[u.profile.ID]
	if !ok {
		k = c.keyboard[0]
	}
	if k == nil || k.Remove || len(k.Rows) == 0 {
		return nil
	}
	return k
}
