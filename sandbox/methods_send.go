package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// draft prepares a message of the bot: what all send methods share.
func (c *call) draft(kind MessageKind) (*Chat, *Message, *refusal) {
	chat, no := c.target(1)
	if no != nil {
		return nil, nil, no
	}
	m := &Message{
		Kind: kind, From: c.s.bot,
		Silent: c.boolean("disable_notification"), Protected: c.boolean("protect_content"),
	}
	if chat.kind == Channel {
		m.From, m.SenderChat = Profile{}, chat
	}
	if no := c.replyTo(chat, m); no != nil {
		return nil, nil, no
	}
	mk, no := c.markup(chat)
	if no != nil {
		return nil, nil, no
	}
	m.Keyboard, m.Reply = mk.inline, mk.reply
	return chat, m, c.ephemeralFor(chat, m)
}

// finish stores the bot's message and returns it as the Bot API does.
func (c *call) finish(chat *Chat, m *Message) (any, *refusal) { return c.store(chat, m).wire(), nil }

func (c *call) store(chat *Chat, m *Message) *Message {
	chat.botSpoke = true
	if m.Only != 0 {
		chat.lastEph++
		m.Ephemeral = chat.lastEph
	}
	return chat.add(m)
}

// replyTo reads reply_parameters.
func (c *call) replyTo(chat *Chat, m *Message) *refusal {
	var p struct {
		MessageID int             `json:"message_id"`
		ChatID    json.RawMessage `json:"chat_id"`
		Allow     bool            `json:"allow_sending_without_reply"`
	}
	if no := c.object("reply_parameters", "reply parameters", &p); no != nil {
		return no
	}
	if p.MessageID == 0 {
		return nil
	}
	to := chat.message(p.MessageID)
	if other := strings.Trim(string(p.ChatID), `"`); other != "" && other != fmt.Sprint(chat.id) && other != "@"+chat.username {
		from := c.s.chats[leadingInt(other)]
		if from == nil {
			return badRequest("chat not found")
		}
		to = from.message(p.MessageID)
	}
	if to == nil || to.Only != 0 {
		if p.Allow {
			return nil
		}
		return badRequest("message to be replied not found")
	}
	m.ReplyTo = to.version()
	m.ReplyTo.ReplyTo = nil
	return nil
}

// ephemeralFor reads ephemeral_message_parameters: a message that one person
// in a group sees.
func (c *call) ephemeralFor(chat *Chat, m *Message) *refusal {
	var p struct {
		Receiver int64  `json:"receiver_user_id"`
		Query    string `json:"callback_query_id"`
		Replace  bool   `json:"replace_callback_query_message"`
	}
	if no := c.object("ephemeral_message_parameters", "ephemeral message parameters", &p); no != nil || p.Receiver == 0 {
		return no
	}
	u := c.s.users[p.Receiver]
	if chat.kind != Group && chat.kind != Supergroup {
		return badRequest("ephemeral messages can be sent in groups only")
	}
	if u == nil || !chat.has(u) {
		return badRequest("USER_NOT_PARTICIPANT")
	}
	if t := c.s.taps.byID[p.Query]; !chat.botIs().leads() && (t == nil || t.User != u || c.s.now().Sub(t.At) > ephemeralWindow) {
		return badRequest("not enough rights to send ephemeral messages to the chat")
	}
	m.Only = p.Receiver
	return nil
}

func (c *call) sendMessage() (any, *refusal) {
	if c.text("chat_id") != "" && c.text("text") == "" {
		return nil, badRequest("message text is empty")
	}
	chat, m, no := c.draft(KindText)
	if no != nil {
		return nil, no
	}
	f, no := c.messageText()
	if no != nil {
		return nil, no
	}
	m.Text, m.Entities = f.text, f.entities
	if m.NoPreview, no = c.noPreview(); no != nil {
		return nil, no
	}
	return c.finish(chat, m)
}

func (c *call) noPreview() (bool, *refusal) {
	var p struct {
		Disabled bool `json:"is_disabled"`
	}
	no := c.object("link_preview_options", "link preview options", &p)
	return p.Disabled, no
}

func (c *call) sendPhoto() (any, *refusal) {
	chat, m, no := c.draft(KindPhoto)
	if no != nil {
		return nil, no
	}
	if m.Photo, no = c.photo("photo"); no != nil {
		return nil, no
	}
	return c.captioned(chat, m)
}

func (c *call) sendDocument() (any, *refusal) {
	chat, m, no := c.draft(KindDocument)
	if no != nil {
		return nil, no
	}
	if m.Document, no = c.document("document"); no != nil {
		return nil, no
	}
	return c.captioned(chat, m)
}

func (c *call) captioned(chat *Chat, m *Message) (any, *refusal) {
	f, no := c.caption()
	if no != nil {
		return nil, no
	}
	m.Text, m.Entities = f.text, f.entities
	m.Spoiler, m.CaptionAbove = c.boolean("has_spoiler"), c.boolean("show_caption_above_media")
	return c.finish(chat, m)
}

func (c *call) sendLocation() (any, *refusal) {
	chat, m, no := c.draft(KindLocation)
	if no != nil {
		return nil, no
	}
	if m.Place, no = c.place(); no != nil {
		return nil, no
	}
	return c.finish(chat, m)
}

func (c *call) sendVenue() (any, *refusal) {
	chat, m, no := c.draft(KindVenue)
	if no != nil {
		return nil, no
	}
	if m.Place, no = c.place(); no != nil {
		return nil, no
	}
	m.Place.Title, m.Place.Address = c.text("title"), c.text("address")
	return c.finish(chat, m)
}

func (c *call) sendContact() (any, *refusal) {
	chat, m, no := c.draft(KindContact)
	if no != nil {
		return nil, no
	}
	m.Contact = &Contact{Phone: c.text("phone_number"), First: c.text("first_name"), Last: c.text("last_name")}
	return c.finish(chat, m)
}

// chatActions are the actions sendChatAction knows.
var chatActions = []string{
	"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
	"choose_sticker", "find_location", "record_video_note", "upload_video_note", "cancel",
}

func (c *call) sendChatAction() (any, *refusal) {
	chat, no := c.chat("chat_id")
	if no != nil {
		return nil, no
	}
	if no := chat.writable(); no != nil {
		return nil, no
	}
	action := strings.ToLower(c.text("action"))
	if action == "" {
		return nil, badRequest("parameter \"action\" is required")
	}
	if !slices.Contains(chatActions, action) {
		return nil, badRequest("wrong parameter action in request")
	}
	c.s.emit(Event{Kind: EventAction, Chat: chat, Action: action})
	return true, nil
}

// forwarded prepares a copy of a message for another chat.
func (c *call) forwarded(from *Chat, id int, act string) (*Message, *refusal) {
	m := from.message(id)
	if m == nil || m.Only != 0 {
		return nil, badRequest("message to %s not found", act)
	}
	if m.Kind == KindService {
		if act == "copy" {
			return nil, badRequest("message can't be copied")
		}
		return nil, badRequest("message can't be forwarded")
	}
	if m.Protected {
		return nil, badRequest("message has protected content and can't be %s", map[string]string{"copy": "copied", "forward": "forwarded"}[act])
	}
	next := m.version()
	next.From, next.SenderChat = c.s.bot, nil
	next.Keyboard, next.Reply, next.ReplyTo, next.Album, next.Pinned, next.Reaction = nil, nil, nil, "", false, ""
	next.Silent, next.Protected = c.boolean("disable_notification"), c.boolean("protect_content")
	if act == "copy" {
		next.Forward, next.EditDate = nil, time.Time{}
		if next.Poll != nil {
			return nil, badRequest("message can't be copied")
		}
		return next, nil
	}
	next.Forward = m.origin()
	return next, nil
}

// passOn sends copies of messages of another chat; ids that are not there are
// passed over when there are several.
func (c *call) passOn(act string, ids []int, strict bool) ([]*Message, *refusal) {
	chat, no := c.target(len(ids))
	if no != nil {
		return nil, no
	}
	from, no := c.chat("from_chat_id")
	if no != nil {
		return nil, no
	}
	var sent []*Message
	for _, id := range ids {
		m, no := c.forwarded(from, id, act)
		if no != nil {
			if strict {
				return nil, no
			}
			continue
		}
		if chat.kind == Channel {
			m.From, m.SenderChat = Profile{}, chat
		}
		if act == "copy" && strict {
			if no := c.recaption(chat, m); no != nil {
				return nil, no
			}
		}
		sent = append(sent, c.store(chat, m))
	}
	if len(sent) == 0 {
		return nil, badRequest("there are no messages to %s", act)
	}
	return sent, nil
}

// recaption gives a copy the caption, reply and keyboard its call asks for.
func (c *call) recaption(chat *Chat, m *Message) *refusal {
	if _, ok := c.lookup("caption"); ok && (m.Kind == KindPhoto || m.Kind == KindDocument) {
		f, no := c.caption()
		if no != nil {
			return no
		}
		m.Text, m.Entities = f.text, f.entities
	}
	if c.boolean("remove_caption") && m.Kind != KindText {
		m.Text, m.Entities = "", nil
	}
	if no := c.replyTo(chat, m); no != nil {
		return no
	}
	mk, no := c.markup(chat)
	m.Keyboard, m.Reply = mk.inline, mk.reply
	return no
}

func (c *call) forwardMessage() (any, *refusal) {
	id, no := c.messageID("message_id")
	if no != nil {
		return nil, no
	}
	sent, no := c.passOn("forward", []int{id}, true)
	if no != nil {
		return nil, no
	}
	return sent[0].wire(), nil
}

type wireMessageID struct {
	MessageID int `json:"message_id"`
}

func (c *call) copyMessage() (any, *refusal) {
	id, no := c.messageID("message_id")
	if no != nil {
		return nil, no
	}
	sent, no := c.passOn("copy", []int{id}, true)
	if no != nil {
		return nil, no
	}
	return wireMessageID{sent[0].ID}, nil
}

func (c *call) forwardMessages() (any, *refusal) { return c.passAll("forward") }

func (c *call) copyMessages() (any, *refusal) { return c.passAll("copy") }

func (c *call) passAll(act string) (any, *refusal) {
	ids, no := c.messageIDs()
	if no != nil {
		return nil, no
	}
	if !slices.IsSorted(ids) {
		return nil, badRequest("message identifiers must be in a strictly increasing order")
	}
	sent, no := c.passOn(act, ids, false)
	if no != nil {
		return nil, no
	}
	out := make([]wireMessageID, len(sent))
	for i, m := range sent {
		out[i].MessageID = m.ID
	}
	return out, nil
}

// messageIDs reads message_ids: 1 to 100 numbers.
func (c *call) messageIDs() ([]int, *refusal) {
	if c.text("message_ids") == "" {
		return nil, badRequest("message identifiers are not specified")
	}
	var ids []int
	if no := c.object("message_ids", "message identifiers", &ids); no != nil {
		return nil, badRequest("can't parse message identifiers JSON object")
	}
	if len(ids) == 0 {
		return nil, badRequest("message identifiers are not specified")
	}
	if len(ids) > 100 {
		return nil, badRequest("too many message identifiers specified")
	}
	return ids, nil
}

func tooLong(text string, most int) bool { return utf8.RuneCountInString(text) > most }
