package sandbox

import (
	"strings"
	"unicode/utf8"
)

// maxText is how long a text may be, in code points; what people write beyond
// it is split, as their apps do.
const maxText = 4096

// Say writes a text. Commands, mentions, addresses and hashtags in it become
// entities, as Telegram's servers make them.
func (u *User) Say(c *Chat, text string) *Message {
	return u.write(c, nil, text)
}

// Reply answers a message in its chat.
func (u *User) Reply(to *Message, text string) *Message {
	return u.write(to.Chat, to, text)
}

func (u *User) write(c *Chat, to *Message, text string) *Message {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	var first *Message
	for text != "" {
		part := text
		if utf8.RuneCountInString(text) > maxText {
			part = string([]rune(text)[:maxText])
		}
		text = strings.TrimSpace(text[len(part):])
		part = strings.TrimSpace(part)
		m := u.post(c, to, &Message{Kind: KindText, Text: part, Entities: findEntities(part)})
		if m == nil {
			return first
		}
		if first == nil {
			first = m
		}
	}
	return first
}

// Start presses Start in the private chat, as a link with that payload does:
// it unblocks the bot and sends /start.
func (u *User) Start(payload string) *Message {
	u.Unblock()
	text := "/start"
	if payload != "" {
		text += " " + payload
	}
	return u.Say(u.private, text)
}

// Photo sends a picture (PNG, JPEG or GIF bytes) with a caption. It returns
// nil also for bytes that are no picture.
func (u *User) Photo(c *Chat, caption string, picture []byte) *Message {
	return first(u.Album(c, caption, picture))
}

// Album sends several pictures as one album; the caption is the first one's.
// One picture is sent alone.
func (u *User) Album(c *Chat, caption string, pictures ...[]byte) []*Message {
	var sent []*Message
	caption = strings.TrimSpace(caption)
	u.s.do(func() {
		album := ""
		if len(pictures) > 1 {
			album = u.s.newAlbumID()
		}
		for _, data := range pictures {
			photo, refusal := u.s.files.keepPhoto(u.s, data)
			if refusal != nil {
				continue
			}
			m := &Message{Kind: KindPhoto, Photo: photo, Album: album}
			if len(sent) == 0 {
				m.Text, m.Entities = caption, findEntities(caption)
			}
			if m = u.send(c, nil, m); m != nil {
				sent = append(sent, m)
			}
		}
	})
	return sent
}

// File sends a document.
func (u *User) File(c *Chat, name string, data []byte) *Message {
	var sent *Message
	u.s.do(func() {
		doc, refusal := u.s.files.keepDocument(u.s, name, "", data)
		if refusal == nil {
			sent = u.send(c, nil, &Message{Kind: KindDocument, Document: doc})
		}
	})
	return sent
}

// Place sends a point on the map.
func (u *User) Place(c *Chat, latitude, longitude float64) *Message {
	return u.post(c, nil, &Message{Kind: KindLocation, Place: &Place{Latitude: latitude, Longitude: longitude}})
}

// ShareContact sends the person's own telephone number.
func (u *User) ShareContact(c *Chat) *Message {
	return u.post(c, nil, &Message{Kind: KindContact, Contact: u.contact()})
}

func (u *User) contact() *Contact {
	return &Contact{Phone: u.phone, First: u.profile.First, Last: u.profile.Last, UserID: u.profile.ID}
}

// Forward sends a message of one chat into another.
func (u *User) Forward(m *Message, to *Chat) *Message {
	copied := m.version()
	copied.Forward = m.origin()
	copied.Keyboard, copied.Reply, copied.ReplyTo, copied.Album = nil, nil, nil, ""
	copied.EditDate, copied.Pinned, copied.Only, copied.Ephemeral = m.EditDate, false, 0, 0
	return u.post(to, nil, copied)
}

// Edit changes the text (or caption) of the person's own message. It returns
// the new version, or nil when it cannot be edited.
func (u *User) Edit(m *Message, text string) *Message {
	text = strings.TrimSpace(text)
	var edited *Message
	u.s.do(func() {
		now := m.Chat.message(m.ID)
		if now == nil || now.From.ID != u.profile.ID || !m.Chat.has(u) || now.Kind == KindService ||
			(now.Kind == KindText && text == "") || now.Text == text {
			return
		}
		edited = now.version()
		edited.Text, edited.Entities, edited.EditDate = text, findEntities(text), u.s.now()
		m.Chat.replace(edited, EventEdit)
		u.s.tellBot(edited, "edited_message")
	})
	return edited
}

// Delete removes the person's own message, or any message where the person
// is an administrator. The bot is not told, as in Telegram.
func (u *User) Delete(m *Message) {
	u.s.do(func() {
		now := m.Chat.message(m.ID)
		if now != nil && m.Chat.has(u) && (now.From.ID == u.profile.ID || m.Chat.peer != nil || m.Chat.status(u).leads()) {
			m.Chat.remove(m.ID)
		}
	})
}

// React puts the person's reaction under a message; an empty emoji takes it
// back. The bot hears of it if it asked for message_reaction and leads there.
func (u *User) React(m *Message, old, emoji string) {
	u.s.do(func() {
		if !m.Chat.has(u) || (m.Chat.peer == nil && !m.Chat.botIs().leads()) {
			return
		}
		from := u.profile.wire()
		u.s.push("message_reaction", chatLane(m.Chat.id), updateLife, wireReactionUpdate{
			Chat: m.Chat.wire(), MessageID: m.ID, User: &from, Date: unix(u.s.now()),
			Old: reactions(old), New: reactions(emoji),
		})
	})
}

func reactions(emoji string) []wireReaction {
	if emoji == "" {
		return []wireReaction{}
	}
	return []wireReaction{{Type: "emoji", Emoji: emoji}}
}

func (u *User) post(c *Chat, to *Message, m *Message) *Message {
	var sent *Message
	u.s.do(func() { sent = u.send(c, to, m) })
	return sent
}

// send stores the person's message and lets the bot hear it. The caller holds
// the lock.
func (u *User) send(c *Chat, to *Message, m *Message) *Message {
	if !c.has(u) || c.movedTo != 0 || (c.peer != nil && u.blocked) || (c.kind == Channel && !c.status(u).leads()) {
		return nil
	}
	if c.peer != nil {
		u.started, u.seen = true, true
	}
	m.From = u.profile
	if c.kind == Channel || c.hidden[u.profile.ID] {
		m.From, m.SenderChat = Profile{}, c
		if c.kind != Channel {
			m.From = anonymousAdmin
		}
	}
	if to != nil {
		if now := c.message(to.ID); now != nil {
			m.ReplyTo = now.version()
			m.ReplyTo.ReplyTo = nil
		}
	}
	if k := c.keyboardFor(u); k != nil && k.OneTime {
		c.keyboard[u.profile.ID] = nil
	}
	c.add(m)
	u.s.tellBot(m, "message")
	return m
}

// anonymousAdmin is who Telegram says wrote for an administrator who hides
// behind the group.
var anonymousAdmin = Profile{ID: 1087968824, First: "Group", Username: "GroupAnonymousBot", Bot: true}

// tellBot pushes a message of a person to the bot, if the bot may hear it.
func (s *Server) tellBot(m *Message, kind string) {
	c := m.Chat
	if !s.hears(m) {
		return
	}
	if u := s.users[m.From.ID]; u != nil {
		u.seen = true
	}
	if c.kind == Channel {
		kind = strings.Replace(kind, "message", "channel_post", 1)
	}
	s.push(kind, chatLane(c.id), updateLife, m.wire())
}

// hears says whether a message reaches the bot: privacy mode keeps most talk
// in groups from it.
func (s *Server) hears(m *Message) bool {
	c := m.Chat
	if c.peer != nil {
		return !c.peer.blocked
	}
	if !c.botIs().in() {
		return false
	}
	if c.kind == Channel || c.botIs().leads() || s.readsAll || m.Kind == KindService {
		return true
	}
	if m.ReplyTo != nil && m.ReplyTo.From.ID == s.bot.ID {
		return true
	}
	return s.commanded(m)
}

// commanded says whether the message is a command the bot hears in privacy
// mode: one with its name, or any without a name once it has spoken here.
func (s *Server) commanded(m *Message) bool {
	for _, e := range m.Entities {
		if e.Type != "bot_command" || e.Offset != 0 {
			continue
		}
		_, name, addressed := strings.Cut(cutUTF16(m.Text, e.Offset, e.Length), "@")
		if addressed {
			return fold(name) == fold(s.bot.Username)
		}
		return m.Chat.botSpoke
	}
	return false
}

// origin says whose words a message holds, for a forward.
func (m *Message) origin() *Forward {
	if m.Forward != nil {
		return m.Forward
	}
	return &Forward{From: m.From, Chat: m.SenderChat, ID: m.ID, Date: m.Date}
}

func first(messages []*Message) *Message {
	if len(messages) == 0 {
		return nil
	}
	return messages[0]
}
