package sandbox

import (
	"reflect"
	"slices"
	"strings"
	"time"
)

// deleteWindow is how long after it was sent a message can be deleted.
const deleteWindow = 48 * time.Hour

// ephemeralWindow is how long after a tap a bot that does not lead the group
// may answer it by an ephemeral message.
const ephemeralWindow = 15 * time.Second

// own finds the message an edit is about. inline_message_id names messages
// sent by inline mode, which the practice world does not have.
func (c *call) own() (*Chat, *Message, *refusal) {
	if c.text("inline_message_id") != "" {
		return nil, nil, badRequest("MESSAGE_ID_INVALID")
	}
	chat, no := c.chat("chat_id")
	if no != nil {
		return nil, nil, no
	}
	id, no := c.messageID("message_id")
	if no != nil {
		return nil, nil, no
	}
	m := chat.message(id)
	if m == nil || m.Only != 0 {
		return nil, nil, badRequest("message to edit not found")
	}
	if (m.From.ID != c.s.bot.ID && (chat.kind != Channel || m.SenderChat != chat)) || m.Kind == KindService || m.Forward != nil {
		return nil, nil, badRequest("message can't be edited")
	}
	if no := chat.writable(); no != nil {
		return nil, nil, no
	}
	return chat, m, c.pay(chat, 1, true)
}

// edit stores an edited version, unless nothing changed.
func (c *call) edit(chat *Chat, old, next *Message) (any, *refusal) {
	mk, no := c.markup(chat)
	if no != nil {
		return nil, no
	}
	if mk.reply != nil && !mk.reply.ForceReply {
		return nil, badRequest("inline keyboard expected")
	}
	next.Keyboard = mk.inline
	if same(old, next) {
		return nil, badRequest("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	}
	next.EditDate = c.s.now()
	chat.replace(next, EventEdit)
	return next.wire(), nil
}

func same(a, b *Message) bool {
	return a.Kind == b.Kind && a.Text == b.Text && slices.EqualFunc(a.Entities, b.Entities, sameEntity) &&
		reflect.DeepEqual(a.Keyboard, b.Keyboard) && reflect.DeepEqual(a.Photo, b.Photo) &&
		reflect.DeepEqual(a.Document, b.Document) && a.Spoiler == b.Spoiler && a.CaptionAbove == b.CaptionAbove
}

func sameEntity(a, b Entity) bool {
	a.User, b.User = nil, nil
	return a == b
}

func (c *call) editMessageText() (any, *refusal) {
	chat, m, no := c.own()
	if no != nil {
		return nil, no
	}
	if c.text("rich_message") != "" {
		return nil, badRequest("rich messages are not part of the practice Telegram")
	}
	f, no := c.messageText()
	if no != nil {
		return nil, no
	}
	if m.Kind != KindText {
		return nil, badRequest("there is no text in the message to edit")
	}
	next := m.version()
	next.Text, next.Entities = f.text, f.entities
	if next.NoPreview, no = c.noPreview(); no != nil {
		return nil, no
	}
	return c.edit(chat, m, next)
}

func (c *call) editMessageCaption() (any, *refusal) {
	chat, m, no := c.own()
	if no != nil {
		return nil, no
	}
	if m.Kind != KindPhoto && m.Kind != KindDocument {
		return nil, badRequest("there is no caption in the message to edit")
	}
	f, no := c.caption()
	if no != nil {
		return nil, no
	}
	next := m.version()
	next.Text, next.Entities, next.CaptionAbove = f.text, f.entities, c.boolean("show_caption_above_media")
	return c.edit(chat, m, next)
}

func (c *call) editMessageReplyMarkup() (any, *refusal) {
	chat, m, no := c.own()
	if no != nil {
		return nil, no
	}
	return c.edit(chat, m, m.version())
}

func (c *call) editMessageMedia() (any, *refusal) {
	chat, m, no := c.own()
	if no != nil {
		return nil, no
	}
	var in inputMedia
	if no := c.object("media", "input media", &in); no != nil {
		return nil, no
	}
	if m.Kind == KindPoll || m.Kind == KindLocation || m.Kind == KindVenue || m.Kind == KindContact {
		return nil, badRequest("there is no media in the message to edit")
	}
	content, no := c.mediaMessage(in)
	if no != nil {
		return nil, no
	}
	next := m.version()
	next.Kind, next.Photo, next.Document = content.Kind, content.Photo, content.Document
	next.Text, next.Entities, next.Spoiler, next.CaptionAbove = content.Text, content.Entities, content.Spoiler, content.CaptionAbove
	return c.edit(chat, m, next)
}

func (c *call) deleteMessage() (any, *refusal) {
	chat, no := c.chat("chat_id")
	if no != nil {
		return nil, no
	}
	id, no := c.messageID("message_id")
	if no != nil {
		return nil, no
	}
	m := chat.message(id)
	if m == nil || m.Only != 0 {
		return nil, badRequest("message to delete not found")
	}
	if no := c.deletable(chat, m); no != nil {
		return nil, no
	}
	chat.remove(id)
	return true, nil
}

func (c *call) deletable(chat *Chat, m *Message) *refusal {
	if m.From.ID != c.s.bot.ID && chat.peer == nil && !chat.botIs().leads() {
		return badRequest("message can't be deleted")
	}
	if c.s.now().Sub(m.Date) >= deleteWindow && (chat.peer != nil || !chat.botIs().leads()) {
		return badRequest("message can't be deleted for everyone")
	}
	return nil
}

func (c *call) deleteMessages() (any, *refusal) {
	chat, no := c.chat("chat_id")
	if no != nil {
		return nil, no
	}
	ids, no := c.messageIDs()
	if no != nil {
		return nil, no
	}
	for _, id := range ids {
		if m := chat.message(id); m != nil && m.Only == 0 && c.deletable(chat, m) == nil {
			chat.remove(id)
		}
	}
	return true, nil
}

func (c *call) setMessageReaction() (any, *refusal) {
	chat, no := c.chat("chat_id")
	if no != nil {
		return nil, no
	}
	id, no := c.messageID("message_id")
	if no != nil {
		return nil, no
	}
	m := chat.message(id)
	if m == nil || m.Only != 0 {
		return nil, badRequest("message to react not found")
	}
	var reactions []wireReaction
	if no := c.object("reaction", "reaction types", &reactions); no != nil {
		return nil, no
	}
	if len(reactions) > 1 {
		return nil, badRequest("REACTIONS_TOO_MANY")
	}
	next := m.version()
	next.Reaction = ""
	for _, r := range reactions {
		if r.Type != "emoji" || !strings.Contains(allReactions, " "+strings.TrimSuffix(r.Emoji, "\ufe0f")+" ") {
			return nil, badRequest("REACTION_INVALID")
		}
		next.Reaction = r.Emoji
	}
	chat.replace(next, EventEdit)
	return true, nil
}

// allReactions are the emoji a bot may react with.
const allReactions = " ❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡 "

func (c *call) pinChatMessage() (any, *refusal) {
	chat, m, no := c.pinnable("pin")
	if no != nil {
		return nil, no
	}
	chat.pinned = append(slices.DeleteFunc(chat.pinned, func(id int) bool { return id == m.ID }), m.ID)
	next := m.version()
	next.Pinned = true
	chat.replace(next, EventPin)
	note := &Message{Kind: KindService, From: c.s.bot, Service: &Service{Kind: ServicePinned, Pinned: next}}
	if chat.kind == Channel {
		note.From, note.SenderChat = Profile{}, chat
	}
	chat.add(note)
	c.s.tellBot(note, "message")
	return true, nil
}

func (c *call) pinnable(what string) (*Chat, *Message, *refusal) {
	chat, no := c.chat("chat_id")
	if no != nil {
		return nil, nil, no
	}
	if chat.peer == nil && !chat.botIs().leads() {
		return nil, nil, badRequest("not enough rights to manage pinned messages in the chat")
	}
	if c.text("message_id") == "" && what == "unpin" {
		return chat, nil, nil
	}
	id, no := c.messageID("message_id")
	if no != nil {
		return nil, nil, no
	}
	m := chat.message(id)
	if m == nil || m.Only != 0 {
		return nil, nil, badRequest("message to %s not found", what)
	}
	if m.Kind == KindService {
		return nil, nil, badRequest("message can't be pinned")
	}
	return chat, m, nil
}

func (c *call) unpinChatMessage() (any, *refusal) {
	chat, m, no := c.pinnable("unpin")
	if no != nil {
		return nil, no
	}
	if m == nil {
		if len(chat.pinned) == 0 {
			return nil, badRequest("message to unpin not found")
		}
		m = chat.message(chat.pinned[len(chat.pinned)-1])
	}
	chat.unpin(m)
	return true, nil
}

func (c *Chat) unpin(m *Message) {
	if m == nil || !m.Pinned {
		return
	}
	c.pinned = slices.DeleteFunc(c.pinned, func(id int) bool { return id == m.ID })
	next := m.version()
	next.Pinned = false
	c.replace(next, EventPin)
}

func (c *call) unpinAllChatMessages() (any, *refusal) {
	chat, no := c.chat("chat_id")
	if no != nil {
		return nil, no
	}
	if chat.peer == nil && !chat.botIs().leads() {
		return nil, badRequest("not enough rights to manage pinned messages in the chat")
	}
	for _, id := range slices.Clone(chat.pinned) {
		chat.unpin(chat.message(id))
	}
	return true, nil
}

// ephemeralOwn finds the ephemeral message a call is about.
func (c *call) ephemeralOwn() (*Chat, *Message, *refusal) {
	chat, no := c.chat("chat_id")
	if no != nil {
		return nil, nil, no
	}
	receiver, no := c.user("receiver_user_id")
	if no != nil {
		return nil, nil, no
	}
	number := int(c.integer("ephemeral_message_id"))
	m := chat.ephemeral(number)
	if number <= 0 || m == nil || m.Only != receiver {
		return nil, nil, badRequest("message to edit not found")
	}
	return chat, m, nil
}

func (c *call) editEphemeralText() (any, *refusal) {
	chat, m, no := c.ephemeralOwn()
	if no != nil {
		return nil, no
	}
	f, no := c.messageText()
	if no != nil {
		return nil, no
	}
	next := m.version()
	next.Text, next.Entities = f.text, f.entities
	return c.edit(chat, m, next)
}

func (c *call) editEphemeralMarkup() (any, *refusal) {
	chat, m, no := c.ephemeralOwn()
	if no != nil {
		return nil, no
	}
	return c.edit(chat, m, m.version())
}

func (c *call) deleteEphemeral() (any, *refusal) {
	chat, m, no := c.ephemeralOwn()
	if no != nil {
		return nil, no
	}
	chat.remove(m.ID)
	return true, nil
}
