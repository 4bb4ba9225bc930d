package sandbox

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
	"unicode/utf8"
)

// The limits of keyboards.
const (
	maxInline    = 100 // inline buttons
	maxInlineRow = 8
	maxReply     = 300 // reply buttons
	maxReplyRow  = 12
	maxData      = 64 // bytes of callback data
	maxCopyText  = 256
)

// markup is what a reply_markup parameter asks for: inline buttons, or a
// change of the reader's keyboard.
type markup struct {
	inline [][]Button
	reply  *ReplyKeyboard
	given  bool
}

type rawMarkup struct {
	Inline      *json.RawMessage `json:"inline_keyboard"`
	Keyboard    *json.RawMessage `json:"keyboard"`
	Remove      bool             `json:"remove_keyboard"`
	ForceReply  bool             `json:"force_reply"`
	Persistent  bool             `json:"is_persistent"`
	Resize      bool             `json:"resize_keyboard"`
	OneTime     bool             `json:"one_time_keyboard"`
	Selective   bool             `json:"selective"`
	Placeholder string           `json:"input_field_placeholder"`
}

type rawButton struct {
	Text     string    `json:"text"`
	Style    string    `json:"style"`
	URL      string    `json:"url"`
	Data     string    `json:"callback_data"`
	WebApp   *wireLink `json:"web_app"`
	LoginURL *wireLink `json:"login_url"`
	CopyText *wireText `json:"copy_text"`
	Switch   *string   `json:"switch_inline_query"`
	Here     *string   `json:"switch_inline_query_current_chat"`
	Chosen   *struct {
		Query string `json:"query"`
	} `json:"switch_inline_query_chosen_chat"`
	Game     *json.RawMessage `json:"callback_game"`
	Pay      bool             `json:"pay"`
	Disabled *json.RawMessage `json:"disabled"`

	Contact  bool `json:"request_contact"`
	Location bool `json:"request_location"`
	Users    *struct {
		ID int `json:"request_id"`
	} `json:"request_users"`
	Chat *struct {
		ID int `json:"request_id"`
	} `json:"request_chat"`
	Poll *json.RawMessage `json:"request_poll"`
}

// markup reads reply_markup for a chat.
func (c *call) markup(chat *Chat) (markup, *refusal) {
	raw := c.text("reply_markup")
	if raw == "" {
		return markup{}, nil
	}
	if !json.Valid([]byte(raw)) {
		return markup{}, badRequest("can't parse reply keyboard markup JSON object")
	}
	if raw = strings.TrimSpace(raw); raw[0] != '{' {
		return markup{}, badRequest("object expected as reply markup")
	}
	var r rawMarkup
	if err := json.Unmarshal([]byte(raw), &r); err != nil {
		return markup{}, badRequest("can't parse reply keyboard markup JSON object")
	}
	switch {
	case r.Inline != nil:
		rows, no := buttonRows(*r.Inline, "inline_keyboard", "InlineKeyboardMarkup")
		if no != nil {
			return markup{}, no
		}
		inline, no := inlineKeyboard(rows, chat)
		m := markup{inline: inline, given: true}
		if r.ForceReply {
			m.reply = &ReplyKeyboard{ForceReply: true}
		}
		return m, no
	case r.Keyboard != nil:
		rows, no := buttonRows(*r.Keyboard, "keyboard", "ReplyKeyboardMarkup")
		if no != nil {
			return markup{}, no
		}
		return replyKeyboard(rows, r, chat)
	case r.Remove || r.ForceReply:
		if utf8.RuneCountInString(r.Placeholder) > 64 {
			return markup{}, badRequest("input field placeholder is too long")
		}
		return markup{given: true, reply: &ReplyKeyboard{
			Remove: r.Remove, ForceReply: r.ForceReply, Selective: r.Selective, Placeholder: r.Placeholder,
		}}, nil
	}
	return markup{}, nil
}

func buttonRows(raw json.RawMessage, field, of string) ([][]json.RawMessage, *refusal) {
	var rows []json.RawMessage
	if json.Unmarshal(raw, &rows) != nil {
		return nil, badRequest("field \"%s\" of the %s must be an Array of Arrays", field, of)
	}
	out := make([][]json.RawMessage, 0, len(rows))
	for _, row := range rows {
		var buttons []json.RawMessage
		if json.Unmarshal(row, &buttons) != nil || bytes.Equal(row, []byte("null")) {
			return nil, badRequest("field \"%s\" of the %s must be an Array of Arrays", field, of)
		}
		out = append(out, buttons)
	}
	return out, nil
}

func inlineKeyboard(rows [][]json.RawMessage, chat *Chat) ([][]Button, *refusal) {
	var keyboard [][]Button
	total := 0
	for _, row := range rows {
		var line []Button
		for _, raw := range row {
			b, no := inlineButton(raw, chat)
			if no != nil {
				return nil, no
			}
			line = append(line, b)
		}
		if total += len(line); total > maxInline || len(line) > maxInlineRow {
			return nil, badRequest("reply markup is too long")
		}
		if len(line) > 0 {
			keyboard = append(keyboard, line)
		}
	}
	return keyboard, nil
}

func inlineButton(raw json.RawMessage, chat *Chat) (Button, *refusal) {
	var r rawButton
	if raw[0] != '{' {
		return Button{}, badRequest("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
	}
	if err := json.Unmarshal(raw, &r); err != nil {
		return Button{}, badRequest("can't parse inline keyboard button: %v", err)
	}
	if no := r.check("inline"); no != nil {
		return Button{}, no
	}
	b := Button{Text: r.Text, Style: r.Style, SwitchInline: r.Switch, SwitchHere: r.Here}
	switch {
	case r.URL != "":
		b.URL = goodLink(r.URL)
		if b.URL == "" || !strings.Contains(r.URL, ".") && !strings.HasPrefix(r.URL, "tg:") {
			return b, badRequest("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", r.URL)
		}
		b.URL = r.URL
	case r.Data != "":
		if len(r.Data) > maxData {
			return b, badRequest("BUTTON_DATA_INVALID")
		}
		b.Data = r.Data
	case r.WebApp != nil:
		if no := webApp(r.WebApp.URL, "inline keyboard button"); no != nil {
			return b, no
		}
		if chat.peer == nil {
			return b, badRequest("BUTTON_TYPE_INVALID")
		}
		b.WebApp = r.WebApp.URL
	case r.LoginURL != nil:
		if goodLink(r.LoginURL.URL) == "" {
			return b, badRequest("inline keyboard button login URL '%s' is invalid: Wrong HTTP URL", r.LoginURL.URL)
		}
		b.LoginURL = r.LoginURL.URL
	case r.CopyText != nil:
		if n := utf8.RuneCountInString(r.CopyText.Text); n < 1 || n > maxCopyText {
			return b, badRequest("BUTTON_COPY_TEXT_INVALID")
		}
		b.CopyText = r.CopyText.Text
	case r.Disabled != nil:
		b.Disabled = true
	case r.Chosen != nil:
		b.SwitchInline = &r.Chosen.Query
	case r.Switch != nil, r.Here != nil:
	case r.Game != nil, r.Pay:
		return b, badRequest("BUTTON_TYPE_INVALID")
	default:
		return b, badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	}
	return b, nil
}

// check checks what all buttons have: a text, and perhaps a style.
func (r *rawButton) check(kind string) *refusal {
	name := "keyboard button"
	if kind == "inline" {
		name = "inline keyboard button"
	}
	if strings.TrimSpace(r.Text) == "" {
		return badRequest("%s text must be non-empty", name)
	}
	switch r.Style {
	case "", "danger", "success", "primary":
		return nil
	}
	return badRequest("can't parse %s: invalid button style specified", name)
}

func webApp(address, what string) *refusal {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return badRequest("%s Web App URL '%s' is invalid: Wrong HTTP URL", what, address)
	}
	if u.Scheme != "https" {
		return badRequest("%s Web App URL '%s' is invalid: Only HTTPS links are allowed", what, address)
	}
	return nil
}

func replyKeyboard(rows [][]json.RawMessage, r rawMarkup, chat *Chat) (markup, *refusal) {
	k := &ReplyKeyboard{
		ForceReply: r.ForceReply, Persistent: r.Persistent, Resize: r.Resize, OneTime: r.OneTime,
		Selective: r.Selective, Placeholder: r.Placeholder,
	}
	if utf8.RuneCountInString(r.Placeholder) > 64 {
		return markup{}, badRequest("input field placeholder is too long")
	}
	total := 0
	for _, row := range rows {
		var line []Button
		for _, raw := range row {
			b, no := replyButton(raw, chat)
			if no != nil {
				return markup{}, no
			}
			line = append(line, b)
		}
		if total += len(line); total > maxReply || len(line) > maxReplyRow {
			return markup{}, badRequest("reply markup is too long")
		}
		if len(line) > 0 {
			k.Rows = append(k.Rows, line)
		}
	}
	return markup{reply: k, given: true}, nil
}

func replyButton(raw json.RawMessage, chat *Chat) (Button, *refusal) {
	var r rawButton
	switch raw[0] {
	case '"':
		if json.Unmarshal(raw, &r.Text) != nil {
			return Button{}, badRequest("can't parse keyboard button: KeyboardButton must be a String or an Object")
		}
	case '{':
		if err := json.Unmarshal(raw, &r); err != nil {
			return Button{}, badRequest("can't parse keyboard button: %v", err)
		}
	default:
		return Button{}, badRequest("can't parse keyboard button: KeyboardButton must be a String or an Object")
	}
	if no := r.check("reply"); no != nil {
		return Button{}, no
	}
	b := Button{Text: r.Text, Style: r.Style, RequestContact: r.Contact, RequestLocation: r.Location, RequestPoll: r.Poll != nil}
	wants := ""
	switch {
	case r.Contact:
		wants = "phone number can be requested"
	case r.Location:
		wants = "location can be requested"
	case r.Poll != nil:
		wants = "poll can be requested"
	case r.Users != nil:
		wants, b.RequestUsers = "users can be requested", &r.Users.ID
	case r.Chat != nil:
		wants, b.RequestChat = "chats can be requested", &r.Chat.ID
	case r.WebApp != nil:
		if no := webApp(r.WebApp.URL, "keyboard button"); no != nil {
			return b, no
		}
		wants, b.WebApp = "web App buttons can be used", r.WebApp.URL
	}
	if wants != "" && chat.peer == nil {
		return b, badRequest("%s in private chats only", wants)
	}
	return b, nil
}
