package sandbox_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"huimin/sandbox"
)

func request(t *testing.T, verb string, w *world, call, kind, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), verb, "http://x/bot"+w.Token()+"/"+call, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	return r
}

func TestCommandsBecomeEntitiesInUTF16(t *testing.T) {
	w := newWorld(t)
	ann := w.started("Ann")
	w.updates()
	for text, want := range map[string]string{
		"/start abc":              "[{bot_command 0 6}]",
		"пожалуйста /vote":        "[{bot_command 11 5}]",
		"👍👍 /vote@my_bot now":     "[{bot_command 5 12}]",
		"see https://a.example/x": "[{url 4 19}]",
		"a/b c":                   "[]",
		"@ann_user #路灯 x":         "[{mention 0 9} {hashtag 10 3}]",
		"write to a.b@c.example":  "[{email 9 13}]",
	} {
		ann.Say(ann.Private(), text)
		u := w.updates()
		if got := sprint(u[0].Message.Entities); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestLongTextsOfPeopleAreSplit(t *testing.T) {
	w := newWorld(t)
	ann := w.started("Ann")
	w.updates()
	ann.Say(ann.Private(), strings.Repeat("字", 5000))
	if got := w.kinds(); got != "message, message" {
		t.Fatal(got)
	}
	if ann.Say(ann.Private(), " \n ") != nil {
		t.Fatal("an empty text was sent")
	}
}

func TestPressing(t *testing.T) {
	w := newWorld(t)
	ann := w.started("Ann")
	w.say(ann.ID(), "choose", args{"reply_markup": args{"inline_keyboard": [][]args{
		{{"text": "Yes", "callback_data": "y"}, {"text": "Shut", "disabled": args{}}},
		{{"text": "Site", "url": "https://a.example"}, {"text": "Again", "url": "https://t.me/" + w.Bot().Username + "?start=p_1"}},
	}}})
	m := ann.Private().Last()
	w.updates()
	_, err := ann.Press(m, "No")
	if !errors.Is(err, sandbox.ErrNoButton) || !strings.Contains(err.Error(), `"Yes", "Shut", "Site", "Again"`) {
		t.Fatal(err)
	}
	if _, err := ann.Press(m, "Shut"); !errors.Is(err, sandbox.ErrDeadButton) {
		t.Fatal(err)
	}
	bob := w.started("Bob")
	if _, err := bob.Press(m, "Yes"); !errors.Is(err, sandbox.ErrNotThere) {
		t.Fatal(err)
	}
	w.updates()
	tap, err := ann.Press(m, "Site")
	if a, ok := tap.Answer(); err != nil || !ok || a.URL != "https://a.example" {
		t.Fatalf("%+v %v", a, err)
	}
	if tap, err = ann.Press(m, "Again"); err != nil || tap.Sent.Text != "/start p_1" {
		t.Fatal(err)
	}
	if tap, err = ann.Press(m, "Yes"); err != nil {
		t.Fatal(err)
	}
	if _, ok := tap.Answer(); ok {
		t.Fatal("answered by nobody")
	}
	u := w.updates()
	if len(u) != 2 || u[0].Message.Text != "/start p_1" || u[1].Callback.Data != "y" || u[1].Callback.ID != tap.ID {
		t.Fatalf("%+v", u)
	}
	w.ok("answerCallbackQuery", args{"callback_query_id": tap.ID, "text": "noted", "show_alert": true})
	if a, err := tap.Wait(within(t)); err != nil || a != (sandbox.Answer{Text: "noted", Alert: true}) {
		t.Fatalf("%+v %v", a, err)
	}
}

func TestReplyKeyboards(t *testing.T) {
	w := newWorld(t)
	ann := w.started("Ann")
	ann.Stand(24.3, 109.4)
	w.say(ann.ID(), "where?", args{"reply_markup": args{"one_time_keyboard": true, "keyboard": [][]any{
		{"Here", args{"text": "My place", "request_location": true}, args{"text": "My number", "request_contact": true}},
	}}})
	ask := ann.Private().Last()
	if k := ann.KeyboardIn(ann.Private()); k == nil || len(k.Rows[0]) != 3 {
		t.Fatalf("%+v", k)
	}
	for label, want := range map[string]sandbox.MessageKind{"Here": sandbox.KindText, "My place": sandbox.KindLocation, "My number": sandbox.KindContact} {
		tap, err := ann.Press(ask, label)
		if err != nil || tap.Sent.Kind != want {
			t.Fatalf("%s: %+v, %v", label, tap, err)
		}
		if want == sandbox.KindContact && tap.Sent.Contact.UserID != ann.ID() {
			t.Fatalf("somebody else's number: %+v", tap.Sent.Contact)
		}
	}
	if ann.KeyboardIn(ann.Private()) != nil {
		t.Fatal("a one-time keyboard stayed")
	}
}

func TestSharingChatsAndPeople(t *testing.T) {
	w := newWorld(t)
	ann, bob := w.started("Ann"), w.person("Bob")
	g := w.NewGroup(sandbox.GroupInfo{Title: "G"}, ann)
	w.say(ann.ID(), "which?", args{"reply_markup": args{"keyboard": [][]args{{
		{"text": "Group", "request_chat": args{"request_id": 7, "chat_is_channel": false}},
		{"text": "People", "request_users": args{"request_id": 8, "max_quantity": 3}},
	}}}})
	ask := ann.Private().Last()
	if _, err := ann.Press(ask, "Group"); !errors.Is(err, sandbox.ErrAsksForMore) {
		t.Fatal(err)
	}
	w.updates()
	if _, err := ann.ShareChat(ask, "Group", g); err != nil {
		t.Fatal(err)
	}
	if _, err := ann.ShareUsers(ask, "People", bob); err != nil {
		t.Fatal(err)
	}
	if _, err := ann.ShareUsers(ask, "Group", bob); !errors.Is(err, sandbox.ErrNoButton) {
		t.Fatal(err)
	}
	var got []struct {
		Message struct {
			Chat struct {
				Request int   `json:"request_id"`
				ID      int64 `json:"chat_id"`
			} `json:"chat_shared"`
			Users struct {
				Users []struct {
					ID int64 `json:"user_id"`
				} `json:"users"`
			} `json:"users_shared"`
		} `json:"message"`
	}
	w.ok("getUpdates", args{}, &got)
	if got[0].Message.Chat.Request != 7 || got[0].Message.Chat.ID != g.ID() || got[1].Message.Users.Users[0].ID != bob.ID() {
		t.Fatalf("%+v", got)
	}
	w.noViolations()
}

func TestEditsAndDeletes(t *testing.T) {
	w := newWorld(t)
	ann := w.started("Ann")
	m := ann.Say(ann.Private(), "a lamp")
	w.updates()
	w.clock.add(time.Minute)
	edited := ann.Edit(m, "the lamp")
	if edited == nil || m.Text != "a lamp" || ann.Private().Message(m.ID).Text != "the lamp" || !edited.EditDate.Equal(begin.Add(time.Minute)) {
		t.Fatalf("%+v", edited)
	}
	if got := w.kinds(); got != "edited_message" {
		t.Fatal(got)
	}
	id := w.say(ann.ID(), "mine")
	if ann.Edit(ann.Private().Message(id), "hers") != nil {
		t.Fatal("Ann edited the bot's message")
	}
	w.clock.add(48 * time.Hour)
	w.no("deleteMessage", args{"chat_id": ann.ID(), "message_id": id}, 400, "Bad Request: message can't be deleted for everyone")
	ann.Delete(edited)
	if ann.Private().Message(m.ID) != nil {
		t.Fatal("it is still there")
	}
}

func TestPinning(t *testing.T) {
	w := newWorld(t)
	ann := w.started("Ann")
	g := w.NewGroup(sandbox.GroupInfo{Title: "G", BotAdmin: true}, ann)
	first, second := w.say(g.ID(), "one"), w.say(g.ID(), "two")
	for _, id := range []int{first, second} {
		w.ok("pinChatMessage", args{"chat_id": g.ID(), "message_id": id})
	}
	if p := g.Pinned(); len(p) != 2 || p[1].Text != "two" || !p[1].Pinned {
		t.Fatalf("%+v", p)
	}
	w.ok("unpinChatMessage", args{"chat_id": g.ID()})
	if p := g.Pinned(); len(p) != 1 || p[0].Text != "one" {
		t.Fatalf("%+v", p)
	}
	w.ok("unpinAllChatMessages", args{"chat_id": g.ID()})
	if len(g.Pinned()) != 0 {
		t.Fatal("still pinned")
	}
}

func TestForwardAndCopy(t *testing.T) {
	w := newWorld(t)
	ann, bob := w.started("Ann"), w.started("Bob")
	m := ann.Photo(ann.Private(), "lamp", picture(5, 5))
	a := args{"chat_id": bob.ID(), "from_chat_id": ann.ID(), "message_id": m.ID}
	w.ok("forwardMessage", a)
	if f := bob.Private().Last(); f.Forward == nil || f.Forward.From.First != "Ann" || f.Text != "lamp" {
		t.Fatalf("%+v", f)
	}
	a["caption"] = "a new one"
	w.ok("copyMessage", a)
	if c := bob.Private().Last(); c.Forward != nil || c.Text != "a new one" || c.Photo.FileID != m.Photo.FileID {
		t.Fatalf("%+v", c)
	}
	id := w.say(ann.ID(), "secret", args{"protect_content": true})
	w.no("forwardMessage", args{"chat_id": bob.ID(), "from_chat_id": ann.ID(), "message_id": id}, 400, "Bad Request: message has protected content and can't be forwarded")
}
