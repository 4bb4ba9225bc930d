package sandbox

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Command is a command in the bot's menu.
type Command struct {
	Name        string `json:"command"`
	Description string `json:"description"`
	Ephemeral   bool   `json:"is_ephemeral,omitempty"`
}

// settings are the bot's commands and texts, by scope and language.
type settings struct {
	commands     map[string][]Command // by scope and language
	names        map[string]string    // by language
	descriptions map[string]string
	shorts       map[string]string
	menus        map[int64]json.RawMessage // by private chat; 0 for all
}

func newSettings(name string) settings {
	return settings{
		commands: map[string][]Command{}, names: map[string]string{"": name},
		descriptions: map[string]string{}, shorts: map[string]string{}, menus: map[int64]json.RawMessage{},
	}
}

var (
	commandForm  = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	languageForm = regexp.MustCompile(`^[a-z]{2}$`)
)

const maxCommands = 100

func scopeKey(kind string, chat, user int64, language string) string {
	return kind + " " + strconv.FormatInt(chat, 10) + " " + strconv.FormatInt(user, 10) + " " + language
}

// scope reads the scope and language a call is about.
func (c *call) scope() (string, *refusal) {
	language, no := c.language()
	if no != nil {
		return "", no
	}
	var in struct {
		Type string          `json:"type"`
		Chat json.RawMessage `json:"chat_id"`
		User int64           `json:"user_id"`
	}
	in.Type = "default"
	if no := c.object("scope", "BotCommandScope", &in); no != nil {
		return "", no
	}
	var chat int64
	switch in.Type {
	case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
		return scopeKey(in.Type, 0, 0, language), nil
	case "chat", "chat_administrators", "chat_member":
		sub := &call{s: c.s, args: []arg{{name: "chat_id", value: strings.Trim(string(in.Chat), `"`)}}}
		found, no := sub.chat("chat_id")
		if no != nil {
			return "", no
		}
		if in.Type != "chat" && found.peer != nil {
			return "", badRequest("can't use specified scope in private chats")
		}
		chat = found.id
	default:
		return "", badRequest("can't parse BotCommandScope: unsupported type specified")
	}
	if in.Type != "chat_member" {
		in.User = 0
	} else if c.s.users[in.User] == nil {
		return "", badRequest("invalid user_id specified")
	}
	return scopeKey(in.Type, chat, in.User, language), nil
}

func (c *call) language() (string, *refusal) {
	language := c.text("language_code")
	if language != "" && !languageForm.MatchString(language) {
		return "", badRequest("invalid language code specified")
	}
	return language, nil
}

func (c *call) setMyCommands() (any, *refusal) {
	key, no := c.scope()
	if no != nil {
		return nil, no
	}
	if c.text("commands") == "" {
		return nil, badRequest("parameter \"commands\" is required")
	}
	var commands []Command
	if no := c.object("commands", "commands", &commands); no != nil {
		return nil, no
	}
	if len(commands) > maxCommands {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for i, cmd := range commands {
		name := strings.TrimPrefix(strings.TrimSpace(cmd.Name), "/")
		switch {
		case utf8.RuneCountInString(name) > 32:
			return nil, badRequest("command length must not exceed 32")
		case utf8.RuneCountInString(cmd.Description) > 256:
			return nil, badRequest("command description length must not exceed 256")
		case !commandForm.MatchString(name):
			return nil, badRequest("BOT_COMMAND_INVALID")
		case strings.TrimSpace(cmd.Description) == "":
			return nil, badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
		}
		commands[i].Name = name
	}
	c.s.settings.commands[key] = commands
	if len(commands) == 0 {
		delete(c.s.settings.commands, key)
	}
	c.s.emit(Event{Kind: EventCommands})
	return true, nil
}

func (c *call) getMyCommands() (any, *refusal) {
	key, no := c.scope()
	if no != nil {
		return nil, no
	}
	if commands := c.s.settings.commands[key]; commands != nil {
		return commands, nil
	}
	return []Command{}, nil
}

func (c *call) deleteMyCommands() (any, *refusal) {
	key, no := c.scope()
	if no != nil {
		return nil, no
	}
	delete(c.s.settings.commands, key)
	c.s.emit(Event{Kind: EventCommands})
	return true, nil
}

// Commands returns the bot's command menu as the person sees it in a chat:
// the narrowest scope that has commands, the person's language first.
func (u *User) Commands(c *Chat) []Command {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	type scope struct {
		kind       string
		chat, user int64
	}
	var scopes []scope
	switch {
	case c.peer != nil:
		scopes = []scope{{"chat", c.id, 0}, {"all_private_chats", 0, 0}}
	default:
		scopes = []scope{{"chat_member", c.id, u.profile.ID}}
		if c.status(u).leads() {
			scopes = append(scopes, scope{"chat_administrators", c.id, 0})
		}
		scopes = append(scopes, scope{"chat", c.id, 0})
		if c.status(u).leads() {
			scopes = append(scopes, scope{"all_chat_administrators", 0, 0})
		}
		scopes = append(scopes, scope{"all_group_chats", 0, 0})
	}
	scopes = append(scopes, scope{"default", 0, 0})
	language, _, _ := strings.Cut(u.profile.Language, "-")
	for _, sc := range scopes {
		for _, l := range []string{language, ""} {
			if found := u.s.settings.commands[scopeKey(sc.kind, sc.chat, sc.user, l)]; found != nil {
				return slices.Clone(found)
			}
		}
	}
	return nil
}

// BotText is what the bot says of itself, in one language.
type BotText struct{ Name, Description, Short string }

// BotText returns what the bot says of itself to a reader of that language.
func (s *Server) BotText(language string) BotText {
	s.mu.Lock()
	defer s.mu.Unlock()
	language, _, _ = strings.Cut(language, "-")
	pick := func(by map[string]string) string {
		if text, ok := by[language]; ok {
			return text
		}
		return by[""]
	}
	return BotText{Name: pick(s.settings.names), Description: pick(s.settings.descriptions), Short: pick(s.settings.shorts)}
}

// setText stores a text by language; an empty one takes it away.
func (c *call) setText(by map[string]string, name string, most int) (any, *refusal) {
	language, no := c.language()
	if no != nil {
		return nil, no
	}
	text := strings.TrimSpace(c.text(name))
	if tooLong(text, most) {
		c.notes = append(c.notes, name+" is cut at "+strconv.Itoa(most)+" characters")
		text = string([]rune(text)[:most])
	}
	by[language] = text
	if text == "" {
		delete(by, language)
	}
	c.s.emit(Event{Kind: EventCommands})
	return true, nil
}

func (c *call) getText(by map[string]string, name string) (any, *refusal) {
	language, no := c.language()
	if no != nil {
		return nil, no
	}
	text, ok := by[language]
	if !ok {
		text = by[""]
	}
	return map[string]string{name: text}, nil
}

func (c *call) setMyName() (any, *refusal) { return c.setText(c.s.settings.names, "name", 64) }
func (c *call) getMyName() (any, *refusal) { return c.getText(c.s.settings.names, "name") }

func (c *call) setMyDescription() (any, *refusal) {
	return c.setText(c.s.settings.descriptions, "description", 512)
}

func (c *call) getMyDescription() (any, *refusal) {
	return c.getText(c.s.settings.descriptions, "description")
}

func (c *call) setMyShortDescription() (any, *refusal) {
	return c.setText(c.s.settings.shorts, "short_description", 120)
}

func (c *call) getMyShortDescription() (any, *refusal) {
	return c.getText(c.s.settings.shorts, "short_description")
}

// menuChat reads the private chat a menu button is for; 0 is all.
func (c *call) menuChat() (int64, *refusal) {
	if c.text("chat_id") == "" {
		return 0, nil
	}
	chat, no := c.chat("chat_id")
	if no != nil {
		return 0, no
	}
	if chat.peer == nil {
		return 0, badRequest("chat not found")
	}
	return chat.id, nil
}

func (c *call) setChatMenuButton() (any, *refusal) {
	chat, no := c.menuChat()
	if no != nil {
		return nil, no
	}
	var in struct {
		Type   string   `json:"type"`
		Text   string   `json:"text"`
		WebApp wireLink `json:"web_app"`
	}
	in.Type = "default"
	if no := c.object("menu_button", "MenuButton", &in); no != nil {
		return nil, no
	}
	button := map[string]any{"type": in.Type}
	switch in.Type {
	case "default", "commands":
	case "web_app":
		if strings.TrimSpace(in.Text) == "" {
			return nil, badRequest("can't parse MenuButton: menu button text must be non-empty")
		}
		if no := webApp(in.WebApp.URL, "menu button"); no != nil {
			return nil, no
		}
		button["text"], button["web_app"] = in.Text, in.WebApp
	default:
		return nil, badRequest("can't parse MenuButton: MenuButton has unsupported type")
	}
	raw, err := json.Marshal(button)
	if err != nil {
		return nil, badRequest("can't parse MenuButton: %v", err)
	}
	c.s.settings.menus[chat] = raw
	c.s.emit(Event{Kind: EventCommands})
	return true, nil
}

func (c *call) getChatMenuButton() (any, *refusal) {
	chat, no := c.menuChat()
	if no != nil {
		return nil, no
	}
	for _, id := range []int64{chat, 0} {
		if raw := c.s.settings.menus[id]; raw != nil {
			return raw, nil
		}
	}
	return map[string]string{"type": "commands"}, nil
}

// allowedList lists the kinds of update the bot asked for; nothing means the
// usual ones.
func (q *queue) allowedList() []string { return slices.Sorted(maps.Keys(q.allowed)) }
