package sandbox_test

import (
	"strings"
	"testing"
	"time"

	"huimin/sandbox"
)

// scene is a world in which bad calls are made.
type scene struct {
	*world
	ann, bob, cai, gone *sandbox.User
	group, room, led    *sandbox.Chat // basic; supergroup as member; supergroup as administrator
	left, board         *sandbox.Chat // a group that threw the bot out; a channel
	text, photo, poll   int           // the bot's messages in Ann's chat
	hers, answered      int           // Ann's message; a closed poll
	doc, picture        string        // file ids
	tap                 *sandbox.Tap
}

func newScene(t *testing.T) *scene {
	w := newWorld(t)
	s := &scene{world: w, ann: w.started("Ann"), bob: w.person("Bob"), cai: w.started("Cai"), gone: w.started("Gone")}
	s.gone.DeleteAccount()
	s.group = w.NewGroup(sandbox.GroupInfo{Title: "Court", Kind: sandbox.Group}, s.ann, s.bob)
	s.room = w.NewGroup(sandbox.GroupInfo{Title: "Lane"}, s.ann)
	s.led = w.NewGroup(sandbox.GroupInfo{Title: "Led", BotAdmin: true}, s.ann)
	s.left = w.NewGroup(sandbox.GroupInfo{Title: "Out"}, s.ann)
	s.left.RemoveBot()
	s.board = w.NewGroup(sandbox.GroupInfo{Title: "Board", Kind: sandbox.Channel}, s.ann)
	s.text = w.say(s.ann.ID(), "hello", args{"reply_markup": keyboard("A", "a")})
	s.hers = s.ann.Say(s.ann.Private(), "mine").ID
	m := s.ann.Photo(s.ann.Private(), "", picture(9, 9))
	s.picture = m.Photo.FileID
	s.doc = s.ann.File(s.ann.Private(), "a.txt", []byte("words")).Document.FileID
	var sent struct {
		ID int `json:"message_id"`
	}
	w.ok("sendPhoto", args{"chat_id": s.ann.ID(), "photo": s.picture}, &sent)
	s.photo = sent.ID
	poll := args{"chat_id": s.ann.ID(), "question": "q", "options": []args{{"text": "a"}, {"text": "b"}}}
	w.ok("sendPoll", poll, &sent)
	s.poll = sent.ID
	poll["is_closed"] = true
	w.ok("sendPoll", poll, &sent)
	s.answered = sent.ID
	s.tap = s.ann.Forge(s.ann.Private().Message(s.text), "a")
	return s
}

// bad is a call that Telegram refuses, and its words behind "Bad Request: "
// unless they begin otherwise.
type bad struct {
	method string
	args   func(s *scene) args
	words  string
}

// to is a call about Ann's chat with some more parameters.
func to(pairs ...any) func(*scene) args {
	return func(s *scene) args {
		a := args{"chat_id": s.ann.ID()}
		for i := 0; i+1 < len(pairs); i += 2 {
			v := pairs[i+1]
			if f, ok := v.(func(*scene) any); ok {
				v = f(s)
			}
			if v == nil {
				delete(a, pairs[i].(string))
				continue
			}
			a[pairs[i].(string)] = v
		}
		return a
	}
}

func chat(pick func(*scene) *sandbox.Chat) func(*scene) any {
	return func(s *scene) any { return pick(s).ID() }
}

func group(s *scene) *sandbox.Chat { return s.group }
func room(s *scene) *sandbox.Chat  { return s.room }
func led(s *scene) *sandbox.Chat   { return s.led }
func out(s *scene) *sandbox.Chat   { return s.left }
func board(s *scene) *sandbox.Chat { return s.board }

func textID(s *scene) any  { return s.text }
func photoID(s *scene) any { return s.photo }
func pollID(s *scene) any  { return s.poll }
func hersID(s *scene) any  { return s.hers }

func rows(rows, each int) args {
	k := [][]args{}
	for range rows {
		row := []args{}
		for range each {
			row = append(row, args{"text": "x", "callback_data": "x"})
		}
		k = append(k, row)
	}
	return args{"inline_keyboard": k}
}

func one(button args) args { return args{"inline_keyboard": [][]args{{button}}} }

func options(n int) []args {
	o := []args{}
	for range n {
		o = append(o, args{"text": "o"})
	}
	return o
}

func html(text string) func(*scene) args { return to("text", text, "parse_mode", "HTML") }

const (
	tooOld      = "query is too old and response timeout expired or query ID is invalid"
	notModified = "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"
	noMessageID = "message identifier is not specified"
)

var badMessages = map[string]bad{
	"no chat":              {"sendMessage", to("chat_id", nil, "text", "x"), "chat_id is empty"},
	"unknown chat":         {"sendMessage", to("chat_id", 12345, "text", "x"), "chat not found"},
	"unknown group":        {"sendMessage", to("chat_id", -100777, "text", "x"), "chat not found"},
	"chat is no number":    {"sendMessage", to("chat_id", "abc", "text", "x"), "chat not found"},
	"unknown username":     {"sendMessage", to("chat_id", "@nobody_here", "text", "x"), "chat not found"},
	"person by username":   {"sendMessage", to("chat_id", "@ann_user", "text", "x"), "chat not found"},
	"never met":            {"sendMessage", to("chat_id", func(s *scene) any { return s.bob.ID() }, "text", "x"), "chat not found"},
	"thrown out":           {"sendMessage", to("chat_id", chat(out), "text", "x"), "Forbidden: bot was kicked from the supergroup chat"},
	"account deleted":      {"sendMessage", to("chat_id", func(s *scene) any { return s.gone.ID() }, "text", "x"), "Forbidden: user is deactivated"},
	"no text":              {"sendMessage", to(), "message text is empty"},
	"empty text":           {"sendMessage", to("text", ""), "message text is empty"},
	"white text":           {"sendMessage", to("text", " \n\t "), "text must be non-empty"},
	"empty after tags":     {"sendMessage", html("<b></b>"), "text must be non-empty"},
	"long text":            {"sendMessage", to("text", strings.Repeat("字", 4097)), "message is too long"},
	"unknown parse mode":   {"sendMessage", to("text", "x", "parse_mode", "BBCode"), "unsupported parse_mode"},
	"markdown":             {"sendMessage", to("text", "*x*", "parse_mode", "MarkdownV2"), "can't parse entities: parse mode MarkdownV2 is not part of the practice Telegram"},
	"unclosed tag":         {"sendMessage", html("<b>x"), `can't parse entities: Can't find end tag corresponding to start tag "b"`},
	"unknown tag":          {"sendMessage", html("a <script>x</script>"), `can't parse entities: Unsupported start tag "script" at byte offset 2`},
	"bare less-than":       {"sendMessage", html("1 < 2"), `can't parse entities: Unsupported start tag "" at byte offset 2`},
	"less-than at the end": {"sendMessage", html("1 <"), `can't parse entities: Unclosed start tag at byte offset 2`},
	"crossed tags":         {"sendMessage", html("<b>x<i>y</b></i>"), `can't parse entities: Unmatched end tag at byte offset 8, expected "</i>", found "</b>"`},
	"end tag alone":        {"sendMessage", html("字</b>"), `can't parse entities: Unexpected end tag at byte offset 3`},
	"span without class":   {"sendMessage", html("<span>x</span>"), `can't parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0`},
	"bad attribute":        {"sendMessage", html(`<a href=x/y>x</a>`), `can't parse entities: Unexpected end of name token at byte offset 8`},
	"entity beyond": {
		"sendMessage", to("text", "字", "entities", []args{{"type": "bold", "offset": 0, "length": 3}}),
		"entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 3",
	},
	"reply to nothing":  {"sendMessage", to("text", "x", "reply_parameters", args{"message_id": 999_999}), "message to be replied not found"},
	"reply is no JSON":  {"sendMessage", to("text", "x", "reply_parameters", "{"), "can't parse reply parameters JSON object"},
	"first contact":     {"sendMessage", to("chat_id", func(s *scene) any { return s.met() }, "text", "x"), "Forbidden: bot can't initiate conversation with a user"},
	"unknown method":    {"sendMassage", to("text", "x"), "Not Found: method not found"},
	"outside the world": {"sendDice", to(), "method is not part of the practice Telegram"},
	"sticker":           {"sendSticker", to("sticker", "x"), "method is not part of the practice Telegram"},
	"action unknown":    {"sendChatAction", to("action", "singing"), "wrong parameter action in request"},
	"action missing":    {"sendChatAction", to(), `parameter "action" is required`},
	"in a topic":        {"sendMessage", to("text", "x", "message_thread_id", 5), "message thread not found"},
	"for a business":    {"sendMessage", to("text", "x", "business_connection_id", "b"), "business connection not found"},
	"no latitude":       {"sendLocation", to("longitude", 1), `parameter "latitude" is required`},
	"off the map":       {"sendLocation", to("latitude", 91, "longitude", 1), "wrong location specified"},
	"venue unnamed":     {"sendVenue", to("latitude", 1, "longitude", 1, "address", "x"), `parameter "title" is required`},
	"contact unnamed":   {"sendContact", to("phone_number", "1"), `parameter "first_name" is required`},
}

// met is Bob after the bot has seen him in a group.
func (s *scene) met() int64 {
	s.bob.Say(s.group, "/help@"+s.Bot().Username)
	return s.bob.ID()
}

var badKeyboards = map[string]bad{
	"data of 65 bytes":      {"sendMessage", to("text", "x", "reply_markup", keyboard("x", strings.Repeat("字", 21)+"ab")), "BUTTON_DATA_INVALID"},
	"data empty":            {"sendMessage", to("text", "x", "reply_markup", keyboard("x", "")), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
	"button without act":    {"sendMessage", to("text", "x", "reply_markup", one(args{"text": "x"})), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
	"button without text":   {"sendMessage", to("text", "x", "reply_markup", keyboard("", "x")), "inline keyboard button text must be non-empty"},
	"nine in a row":         {"sendMessage", to("text", "x", "reply_markup", rows(1, 9)), "reply markup is too long"},
	"a hundred and one":     {"sendMessage", to("text", "x", "reply_markup", rows(101, 1)), "reply markup is too long"},
	"bad address":           {"sendMessage", to("text", "x", "reply_markup", one(args{"text": "x", "url": "localhost:8080"})), "inline keyboard button URL 'localhost:8080' is invalid: Wrong HTTP URL"},
	"bad scheme":            {"sendMessage", to("text", "x", "reply_markup", one(args{"text": "x", "url": "javascript://a.b"})), "inline keyboard button URL 'javascript://a.b' is invalid: Wrong HTTP URL"},
	"web app by http":       {"sendMessage", to("text", "x", "reply_markup", one(args{"text": "x", "web_app": args{"url": "http://a.example"}})), "inline keyboard button Web App URL 'http://a.example' is invalid: Only HTTPS links are allowed"},
	"web app in a group":    {"sendMessage", to("chat_id", chat(room), "text", "x", "reply_markup", one(args{"text": "x", "web_app": args{"url": "https://a.example"}})), "BUTTON_TYPE_INVALID"},
	"unknown style":         {"sendMessage", to("text", "x", "reply_markup", one(args{"text": "x", "callback_data": "x", "style": "pink"})), "can't parse inline keyboard button: invalid button style specified"},
	"long text to copy":     {"sendMessage", to("text", "x", "reply_markup", one(args{"text": "x", "copy_text": args{"text": strings.Repeat("x", 257)}})), "BUTTON_COPY_TEXT_INVALID"},
	"rows are no arrays":    {"sendMessage", to("text", "x", "reply_markup", args{"inline_keyboard": []args{{"text": "x"}}}), `field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`},
	"markup no object":      {"sendMessage", to("text", "x", "reply_markup", "[]"), "object expected as reply markup"},
	"markup no JSON":        {"sendMessage", to("text", "x", "reply_markup", "{inline"), "can't parse reply keyboard markup JSON object"},
	"number asked in group": {"sendMessage", to("chat_id", chat(room), "text", "x", "reply_markup", args{"keyboard": [][]args{{{"text": "x", "request_contact": true}}}}), "phone number can be requested in private chats only"},
	"place asked in group":  {"sendMessage", to("chat_id", chat(room), "text", "x", "reply_markup", args{"keyboard": [][]args{{{"text": "x", "request_location": true}}}}), "location can be requested in private chats only"},
	"web app key in group":  {"sendMessage", to("chat_id", chat(room), "text", "x", "reply_markup", args{"keyboard": [][]args{{{"text": "x", "web_app": args{"url": "https://a.example"}}}}}), "web App buttons can be used in private chats only"},
	"edit to reply keys":    {"editMessageReplyMarkup", to("message_id", textID, "reply_markup", args{"keyboard": [][]args{{{"text": "x"}}}}), "inline keyboard expected"},
}

var badFiles = map[string]bad{
	"no photo":            {"sendPhoto", to(), "there is no photo in the request"},
	"unknown file":        {"sendPhoto", to("photo", "AgACnonsense"), "wrong remote file identifier specified: can't unserialize it. Wrong last symbol"},
	"photo by address":    {"sendPhoto", to("photo", "https://a.example/b.png"), "failed to get HTTP URL content"},
	"document as photo":   {"sendPhoto", to("photo", func(s *scene) any { return s.doc }), "can't use file of type Document as Photo"},
	"photo as document":   {"sendDocument", to("document", func(s *scene) any { return s.picture }), "can't use file of type Photo as Document"},
	"photo is no picture": {"sendPhoto", to("photo", []byte("words")), "IMAGE_PROCESS_FAILED"},
	"photo is empty":      {"sendPhoto", to("photo", []byte{}), "file must be non-empty"},
	"photo too thin":      {"sendPhoto", to("photo", picture(210, 10)), "PHOTO_INVALID_DIMENSIONS"},
	"document is empty":   {"sendDocument", to("document", []byte{}), "file must be non-empty"},
	"document missing":    {"sendDocument", to(), "there is no document in the request"},
	"caption too long":    {"sendPhoto", to("photo", func(s *scene) any { return s.picture }, "caption", strings.Repeat("a", 1025)), "message caption is too long"},
	"album missing":       {"sendMediaGroup", to(), `parameter "media" is required`},
	"album empty":         {"sendMediaGroup", to("media", []args{}), "there are no messages to send"},
	"album of eleven":     {"sendMediaGroup", to("media", make([]args, 11)), "too many messages to send as an album"},
	"album part missing":  {"sendMediaGroup", to("media", []args{{"type": "photo", "media": "attach://a"}, {"type": "photo", "media": "attach://b"}}), "can't parse InputMedia: media not found"},
	"album mixed":         {"sendMediaGroup", to("media", []args{{"type": "photo", "media": "x"}, {"type": "document", "media": "x"}}), "document can't be mixed with other media types"},
	"album of stickers":   {"sendMediaGroup", to("media", []args{{"type": "sticker", "media": "x"}, {"type": "sticker", "media": "x"}}), `can't parse InputMedia: type "sticker" is unsupported`},
	"file unnamed":        {"getFile", to("chat_id", nil), "file_id not specified"},
	"file unknown":        {"getFile", to("chat_id", nil, "file_id", "x"), "invalid file_id"},
}

var badPolls = map[string]bad{
	"no question":      {"sendPoll", to("options", options(2)), "text must be non-empty"},
	"long question":    {"sendPoll", to("question", strings.Repeat("q", 301), "options", options(2)), "poll question length must not exceed 300"},
	"no options":       {"sendPoll", to("question", "q"), `parameter "options" is required`},
	"options empty":    {"sendPoll", to("question", "q", "options", options(0)), "poll must have at least one answer option"},
	"thirteen options": {"sendPoll", to("question", "q", "options", options(13)), "poll can't have more than 12 options"},
	"long option":      {"sendPoll", to("question", "q", "options", []args{{"text": strings.Repeat("o", 101)}}), "poll options length must not exceed 100"},
	"empty option":     {"sendPoll", to("question", "q", "options", []args{{"text": " "}}), "text must be non-empty"},
	"open too short":   {"sendPoll", to("question", "q", "options", options(2), "open_period", 4), "POLL_CLOSE_PERIOD_INVALID"},
	"open too long":    {"sendPoll", to("question", "q", "options", options(2), "open_period", 2_628_001), "POLL_CLOSE_PERIOD_INVALID"},
	"closed long ago":  {"sendPoll", to("question", "q", "options", options(2), "close_date", 1), "POLL_CLOSE_DATE_INVALID"},
	"both ends":        {"sendPoll", to("question", "q", "options", options(2), "open_period", 60, "close_date", begin.Add(time.Minute).Unix()), "can't specify both open_period and close_date"},
	"unknown type":     {"sendPoll", to("question", "q", "options", options(2), "type", "ranked"), "unsupported poll type specified"},
	"quiz unanswered":  {"sendPoll", to("question", "q", "options", options(2), "type", "quiz"), `parameter "correct_option_ids" is required`},
	"names in channel": {"sendPoll", to("chat_id", chat(board), "question", "q", "options", options(2), "is_anonymous", false), "non-anonymous polls can't be sent to channel chats"},
	"stop nothing":     {"stopPoll", to("message_id", 999_999), "message with poll to stop not found"},
	"stop a text":      {"stopPoll", to("message_id", textID), "message is not a poll"},
	"stop twice":       {"stopPoll", to("message_id", func(s *scene) any { return s.answered }), "poll has already been closed"},
}

var badEdits = map[string]bad{
	"edit which":           {"editMessageText", to("text", "x"), noMessageID},
	"edit nothing":         {"editMessageText", to("message_id", 999_999, "text", "x"), "message to edit not found"},
	"edit hers":            {"editMessageText", to("message_id", hersID, "text", "x"), "message can't be edited"},
	"edit the same":        {"editMessageText", to("message_id", textID, "text", " hello\n", "reply_markup", keyboard("A", "a")), notModified},
	"edit away text":       {"editMessageText", to("message_id", textID, "text", ""), "message text is empty"},
	"edit text of photo":   {"editMessageText", to("message_id", photoID, "text", "x"), "there is no text in the message to edit"},
	"edit caption of text": {"editMessageCaption", to("message_id", textID, "caption", "x"), "there is no caption in the message to edit"},
	"edit poll into photo": {"editMessageMedia", to("message_id", pollID, "media", args{"type": "photo", "media": "x"}), "there is no media in the message to edit"},
	"edit inline message":  {"editMessageText", to("chat_id", nil, "inline_message_id", "x", "text", "x"), "MESSAGE_ID_INVALID"},
	"edit in no chat":      {"editMessageText", to("chat_id", nil, "message_id", textID, "text", "x"), "chat_id is empty"},
	"same keyboard":        {"editMessageReplyMarkup", to("message_id", textID, "reply_markup", keyboard("A", "a")), notModified},
	"delete which":         {"deleteMessage", to(), noMessageID},
	"delete nothing":       {"deleteMessage", to("message_id", 999_999), "message to delete not found"},
	"delete a member's":    {"deleteMessage", to("chat_id", chat(room), "message_id", func(s *scene) any { return s.ann.Say(s.room, "words").ID }), "message can't be deleted"},
	"delete none":          {"deleteMessages", to("message_ids", []int{}), "message identifiers are not specified"},
	"delete 101":           {"deleteMessages", to("message_ids", make([]int, 101)), "too many message identifiers specified"},
	"pin as member":        {"pinChatMessage", to("chat_id", chat(room), "message_id", 1), "not enough rights to manage pinned messages in the chat"},
	"pin nothing":          {"pinChatMessage", to("message_id", 999_999), "message to pin not found"},
	"unpin nothing":        {"unpinChatMessage", to(), "message to unpin not found"},
	"react to nothing":     {"setMessageReaction", to("message_id", 999_999, "reaction", []args{{"type": "emoji", "emoji": "👍"}}), "message to react not found"},
	"react oddly":          {"setMessageReaction", to("message_id", hersID, "reaction", []args{{"type": "emoji", "emoji": "🧱"}}), "REACTION_INVALID"},
	"forward nothing":      {"forwardMessage", to("from_chat_id", func(s *scene) any { return s.ann.ID() }, "message_id", 999_999), "message to forward not found"},
	"forward from nowhere": {"forwardMessage", to("message_id", textID), "from_chat_id is empty"},
	"copy nothing":         {"copyMessage", to("from_chat_id", func(s *scene) any { return s.ann.ID() }, "message_id", 999_999), "message to copy not found"},
	"copy a poll":          {"copyMessage", to("from_chat_id", func(s *scene) any { return s.ann.ID() }, "message_id", pollID), "message can't be copied"},
	"forward unordered":    {"forwardMessages", to("from_chat_id", func(s *scene) any { return s.ann.ID() }, "message_ids", []int{2, 1}), "message identifiers must be in a strictly increasing order"},
}

var badOthers = map[string]bad{
	"answer nothing":        {"answerCallbackQuery", to("chat_id", nil, "callback_query_id", "1"), tooOld},
	"answer unnamed":        {"answerCallbackQuery", to("chat_id", nil), tooOld},
	"answer too long":       {"answerCallbackQuery", to("chat_id", nil, "callback_query_id", func(s *scene) any { return s.tap.ID }, "text", strings.Repeat("字", 201)), "MESSAGE_TOO_LONG"},
	"answer with address":   {"answerCallbackQuery", to("chat_id", nil, "callback_query_id", func(s *scene) any { return s.tap.ID }, "url", "https://a.example"), "URL_INVALID"},
	"chat of none":          {"getChat", to("chat_id", nil), "chat_id is empty"},
	"member unnamed":        {"getChatMember", to("chat_id", chat(room)), "invalid user_id specified"},
	"member unknown":        {"getChatMember", to("chat_id", chat(room), "user_id", 5), "PARTICIPANT_ID_INVALID"},
	"admins in private":     {"getChatAdministrators", to(), "there are no administrators in the private chat"},
	"leave private":         {"leaveChat", to(), "chat member status can't be changed in private chats"},
	"link as member":        {"createChatInviteLink", to("chat_id", chat(room)), "not enough rights to manage chat invite link"},
	"link of the past":      {"createChatInviteLink", to("chat_id", chat(led), "expire_date", 5), "EXPIRE_DATE_INVALID"},
	"command in capitals":   {"setMyCommands", to("chat_id", nil, "commands", []args{{"command": "Help", "description": "x"}}), "BOT_COMMAND_INVALID"},
	"command too long":      {"setMyCommands", to("chat_id", nil, "commands", []args{{"command": strings.Repeat("a", 33), "description": "x"}}), "command length must not exceed 32"},
	"command undescribed":   {"setMyCommands", to("chat_id", nil, "commands", []args{{"command": "a", "description": ""}}), "BOT_COMMAND_DESCRIPTION_INVALID"},
	"command overdescribed": {"setMyCommands", to("chat_id", nil, "commands", []args{{"command": "a", "description": strings.Repeat("x", 257)}}), "command description length must not exceed 256"},
	"commands too many":     {"setMyCommands", to("chat_id", nil, "commands", make([]args, 101)), "BOT_COMMANDS_TOO_MUCH"},
	"commands missing":      {"setMyCommands", to("chat_id", nil), `parameter "commands" is required`},
	"unknown scope":         {"setMyCommands", to("chat_id", nil, "commands", []args{}, "scope", args{"type": "everywhere"}), "can't parse BotCommandScope: unsupported type specified"},
	"unknown language":      {"setMyCommands", to("chat_id", nil, "commands", []args{}, "language_code", "english"), "invalid language code specified"},
	"menu by http":          {"setChatMenuButton", to("chat_id", nil, "menu_button", args{"type": "web_app", "text": "x", "web_app": args{"url": "http://a.example"}}), "menu button Web App URL 'http://a.example' is invalid: Only HTTPS links are allowed"},
	"hook by http":          {"setWebhook", to("chat_id", nil, "url", "http://a.example"), "bad webhook: An HTTPS URL must be provided for webhook"},
	"hook at odd port":      {"setWebhook", to("chat_id", nil, "url", "https://a.example:8080"), "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"},
	"hook at home":          {"setWebhook", to("chat_id", nil, "url", "https://127.0.0.1"), "bad webhook: IP address 127.0.0.1 is reserved"},
	"hook with odd secret":  {"setWebhook", to("chat_id", nil, "url", "https://a.example", "secret_token", "a b"), "secret token contains unallowed characters"},
	"updates of nonsense":   {"getUpdates", to("chat_id", nil, "allowed_updates", "message"), "can't parse allowed updates list JSON object"},
	"ephemeral in private":  {"sendMessage", to("text", "x", "ephemeral_message_parameters", func(s *scene) any { return args{"receiver_user_id": s.ann.ID()} }), "ephemeral messages can be sent in groups only"},
	"ephemeral unasked": {
		"sendMessage", to("chat_id", chat(group), "text", "x", "ephemeral_message_parameters", func(s *scene) any { return args{"receiver_user_id": s.ann.ID()} }),
		"not enough rights to send ephemeral messages to the chat",
	},
}

func TestBadCallsAreRefusedInTelegramsWords(t *testing.T) {
	count := 0
	for name, table := range map[string]map[string]bad{
		"messages": badMessages, "keyboards": badKeyboards, "files": badFiles,
		"polls": badPolls, "edits": badEdits, "others": badOthers,
	} {
		count += len(table)
		t.Run(name, func(t *testing.T) {
			for what, b := range table {
				t.Run(what, func(t *testing.T) { refused(t, b) })
			}
		})
	}
	if count < 100 {
		t.Errorf("only %d bad calls", count)
	}
}

func refused(t *testing.T, b bad) {
	s := newScene(t)
	a := b.args(s)
	before := len(s.ann.Private().History())
	code, words := 400, "Bad Request: "+b.words
	if strings.HasPrefix(b.words, "Forbidden: ") {
		code, words = 403, b.words
	}
	if strings.HasPrefix(b.words, "Not Found") {
		code, words = 404, b.words
	}
	s.no(b.method, a, code, words)
	if after := len(s.ann.Private().History()); after != before {
		t.Errorf("a refused call left %d messages", after-before)
	}
	violations := s.Violations()
	if code == 403 {
		if len(violations) != 0 {
			t.Errorf("403 is kept as a violation: %v", violations)
		}
		return
	}
	if len(violations) != 1 || violations[0].Code != code || !strings.HasPrefix(violations[0].Error, words) && code != 404 {
		t.Errorf("violations %+v", violations)
	}
}

func TestWhatTelegramPassesOverIsKept(t *testing.T) {
	for name, c := range map[string]struct {
		method string
		args   func(*scene) args
		note   string
	}{
		"unknown parameter": {"sendMessage", to("text", "x", "reply_to_message_id", 1), `unknown parameter "reply_to_message_id"`},
		"unknown field":     {"sendMessage", to("text", "x", "reply_markup", one(args{"text": "x", "callback_data": "x", "colour": "red"})), `reply_markup.inline_keyboard[0][0] has no field "colour"`},
		"wrong type":        {"sendMessage", to("text", "x", "disable_notification", "maybe"), `parameter "disable_notification" is no Boolean`},
		"wrong field type":  {"sendMessage", to("text", "x", "link_preview_options", args{"is_disabled": true, "url": 5}), `link_preview_options.url is not String`},
		"number in text":    {"getUpdates", to("chat_id", nil, "limit", "ten"), `parameter "limit" is no Integer`},
		"outside the world": {"sendMessage", to("text", "x", "message_effect_id", "5"), `parameter "message_effect_id" is not part of the practice Telegram`},
		"unknown update":    {"getUpdates", to("chat_id", nil, "allowed_updates", []string{"massage"}), "there is no update massage"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			out, err := s.raw(c.method, c.args(s))
			if err != nil {
				t.Fatal(err)
			}
			got := s.Violations()
			if len(got) != 1 || !strings.Contains(got[0].Error, c.note) {
				t.Fatalf("answer %+v\nviolations %+v\nwant %s", out, got, c.note)
			}
		})
	}
}
