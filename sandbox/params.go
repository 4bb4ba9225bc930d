package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The methods of this file read parameters the way Telegram's server does:
// leniently; what it lets pass is in call.notes.

func (c *call) lookup(name string) (string, bool) {
	for i := range c.args {
		if c.args[i].name == name && c.args[i].file == nil {
			return c.args[i].value, true
		}
	}
	return "", false
}

func (c *call) text(name string) string {
	v, _ := c.lookup(name)
	return v
}

func (c *call) file(name string) *upload {
	for i := range c.args {
		if c.args[i].name == name {
			return c.args[i].file
		}
	}
	return nil
}

// integer reads the digits a value begins with; anything else is 0.
func (c *call) integer(name string) int64 { return leadingInt(c.text(name)) }

func leadingInt(v string) int64 {
	end := 0
	for end < len(v) && (v[end] >= '0' && v[end] <= '9' || end == 0 && v[0] == '-') {
		end++
	}
	n, err := strconv.ParseInt(v[:end], 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func (c *call) boolean(name string) bool {
	switch strings.ToLower(c.text(name)) {
	case "true", "yes", "1":
		return true
	}
	return false
}

// required refuses a call that lacks a parameter it must have. Those with a
// sentence of their own are refused where they are used.
func (c *call) required() *refusal {
	for _, name := range []string{"latitude", "longitude", "phone_number", "first_name", "title", "address", "media"} {
		if p, ok := c.method.params[name]; ok && p.required && c.text(name) == "" && c.file(name) == nil {
			return badRequest("parameter \"%s\" is required", name)
		}
	}
	return nil
}

// outside are parameters that Telegram heeds and the practice world does not.
var outside = []string{
	"direct_messages_topic_id", "allow_paid_broadcast", "message_effect_id", "suggested_post_parameters",
	"horizontal_accuracy", "live_period", "heading", "proximity_alert_radius", "vcard", "foursquare_id",
	"foursquare_type", "google_place_id", "google_place_type", "thumbnail", "video_start_timestamp",
	"question_parse_mode", "question_entities", "explanation_media", "shuffle_options", "allow_adding_options",
	"certificate", "ip_address",
}

// passedOver notes the parameters that the practice world does not heed.
func (c *call) passedOver() {
	for _, a := range c.args {
		given := a.file != nil || a.value != "" && a.value != "false" && a.value != "0"
		if given && slices.Contains(outside, a.name) {
			c.notes = append(c.notes, fmt.Sprintf("parameter %q is not part of the practice Telegram", a.name))
		}
	}
}

// object reads a parameter that is JSON; it leaves v alone when there is none.
func (c *call) object(name, what string, v any) *refusal {
	raw := c.text(name)
	if raw == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(raw), v); err != nil {
		return badRequest("can't parse %s JSON object", what)
	}
	return nil
}

// chat finds the chat a parameter names, by number or @username, and refuses
// when the bot may not know of it.
func (c *call) chat(name string) (*Chat, *refusal) {
	v := c.text(name)
	if v == "" {
		return nil, badRequest("%s is empty", name)
	}
	if username, ok := strings.CutPrefix(v, "@"); ok {
		chat := c.s.chats[c.s.byName[fold(username)]]
		if chat == nil || chat.peer != nil {
			return nil, badRequest("chat not found")
		}
		return chat.reach()
	}
	id, err := strconv.ParseInt(v, 10, 64)
	if err != nil || c.s.chats[id] == nil {
		return nil, badRequest("chat not found")
	}
	return c.s.chats[id].reach()
}

// reach refuses chats the bot cannot act in.
func (c *Chat) reach() (*Chat, *refusal) {
	if c.peer != nil {
		if !c.peer.started && !c.peer.seen {
			return nil, badRequest("chat not found")
		}
		return c, nil
	}
	if c.movedTo != 0 {
		return nil, &refusal{
			code: 400, migrateTo: c.movedTo, innocent: true,
			text: "Bad Request: group chat was upgraded to a supergroup chat",
		}
	}
	name := string(c.kind) + " chat"
	switch c.botIs() {
	case Kicked:
		return nil, forbidden("bot was kicked from the " + name)
	case Left:
		if c.botStatus == "" {
			return nil, badRequest("chat not found")
		}
		return nil, forbidden("bot is not a member of the " + name)
	case Owner, Admin, Member:
	}
	return c, nil
}

// writable refuses chats the bot cannot write in.
func (c *Chat) writable() *refusal {
	if c.peer != nil {
		switch {
		case c.peer.gone:
			return forbidden("user is deactivated")
		case !c.peer.started:
			return forbidden("bot can't initiate conversation with a user")
		case c.peer.blocked:
			return forbidden("bot was blocked by the user")
		}
	}
	if c.kind == Channel && !c.botIs().leads() {
		return badRequest("need administrator rights in the channel chat")
	}
	return nil
}

// target finds the chat a send method writes to and pays its flood limit.
func (c *call) target(messages int) (*Chat, *refusal) {
	chat, no := c.chat("chat_id")
	if no != nil {
		return nil, no
	}
	if no := chat.writable(); no != nil {
		return nil, no
	}
	if c.integer("message_thread_id") != 0 {
		return nil, badRequest("message thread not found")
	}
	if c.text("business_connection_id") != "" {
		return nil, badRequest("business connection not found")
	}
	return chat, c.pay(chat, messages, false)
}

// pay takes messages or edits off the flood limits; giveBack undoes it.
func (c *call) pay(chat *Chat, n int, edit bool) *refusal {
	no := c.s.flood.take(chat, n, edit, c.s.now())
	if no == nil && (!edit || chat.peer == nil) {
		c.giveBack = func() { c.s.flood.giveBack(chat, n, edit) }
	}
	return no
}

// messageID reads a message number; 0 means it is not given.
func (c *call) messageID(name string) (int, *refusal) {
	id := c.integer(name)
	if id <= 0 {
		return 0, badRequest("message identifier is not specified")
	}
	return int(id), nil
}

// user reads a user number.
func (c *call) user(name string) (int64, *refusal) {
	id, err := strconv.ParseInt(c.text(name), 10, 64)
	if err != nil || id <= 0 {
		return 0, badRequest("invalid %s specified", name)
	}
	return id, nil
}
