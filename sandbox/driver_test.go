package sandbox_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
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

func TestEditsAndDeletes(t *testing.T) {
	w := newWorld(t)
	ann := w.started("Ann")
	m := ann.Say(ann.Private(), "teh lamp")
	w.updates()
	w.clock.add(time.Minute)
	edited := ann.Edit(m, "the lamp")
	if edited == nil || m.Text != "teh lamp" || ann.Private().Message(m.ID).Text != "the lamp" || !edited.EditDate.Equal(begin.Add(time.Minute)) {
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

func TestBlockingAndFirstContact(t *testing.T) {
	w := newWorld(t)
	ann := w.person("Ann")
	send := args{"chat_id": ann.ID(), "text": "x"}
	w.no("sendMessage", send, 400, "Bad Request: chat not found")
	g := w.NewGroup(sandbox.GroupInfo{Title: "G", BotAdmin: true}, ann)
	ann.Say(g, "hello")
	w.no("sendMessage", send, 403, "Forbidden: bot can't initiate conversation with a user")
	ann.Start("")
	w.ok("sendMessage", send)
	w.updates()
	ann.Block()
	w.no("sendMessage", send, 403, "Forbidden: bot was blocked by the user")
	if ann.Say(ann.Private(), "x") != nil {
		t.Fatal("wrote to a blocked bot")
	}
	ann.Start("back")
	if got := w.kinds(); got != "my_chat_member member>kicked, my_chat_member kicked>member, message" {
		t.Fatal(got)
	}
	w.ok("sendMessage", send)
}

func TestPrivacyMode(t *testing.T) {
	name := "@" + sandbox.DefaultUsername
	for what, c := range map[string]struct {
		say   string
		spoke bool
		admin bool
		all   bool
		want  string
	}{
		"talk":                             {say: "hello"},
		"its name in talk":                 {say: "hello " + name},
		"a command for it":                 {say: "/help" + name, want: "message"},
		"a command for another bot":        {say: "/help@other_bot", spoke: true},
		"a command before it spoke":        {say: "/help"},
		"a command after it spoke":         {say: "/help", spoke: true, want: "message"},
		"talk where it leads":              {say: "hello", admin: true, want: "message"},
		"talk with privacy mode off":       {say: "hello", all: true, want: "message"},
		"a command in the middle of words": {say: "please /help" + name},
	} {
		t.Run(what, func(t *testing.T) {
			w := newWorld(t, func(o *sandbox.Options) { o.CanReadAllGroupMessages = c.all })
			ann := w.person("Ann")
			g := w.NewGroup(sandbox.GroupInfo{Title: "G", BotAdmin: c.admin}, ann)
			if c.spoke {
				w.say(g.ID(), "hi")
			}
			w.updates()
			ann.Say(g, c.say)
			if got := w.kinds(); got != c.want {
				t.Fatalf("got %q", got)
			}
		})
	}
	t.Run("a reply to it", func(t *testing.T) {
		w := newWorld(t)
		ann := w.person("Ann")
		g := w.NewGroup(sandbox.GroupInfo{Title: "G"}, ann)
		w.say(g.ID(), "well?")
		w.updates()
		ann.Reply(g.Last(), "yes")
		if got := w.kinds(); got != "message" {
			t.Fatalf("got %q", got)
		}
	})
}

func TestMembersComeAndGo(t *testing.T) {
	w := newWorld(t)
	w.ok("getUpdates", args{"allowed_updates": []string{"message", "my_chat_member", "chat_member"}})
	ann, bob := w.person("Ann"), w.person("Bob")
	g := w.NewGroup(sandbox.GroupInfo{Title: "G"}, ann)
	g.PromoteBot()
	g.Add(bob)
	g.Promote(bob)
	g.Demote(bob)
	bob.Leave(g)
	g.RemoveBot()
	ann.Say(g, "/alone@"+w.Bot().Username)
	want := "my_chat_member left>member, message, my_chat_member member>administrator, " +
		"chat_member left>member, message, chat_member member>administrator, chat_member administrator>member, " +
		"chat_member member>left, message, my_chat_member administrator>kicked"
	if got := w.kinds(); got != want {
		t.Fatalf("got  %s\nwant %s", got, want)
	}
	if bob.Say(g, "x") != nil || bob.In(g) || !ann.In(g) || len(bob.Sees(g)) != 0 {
		t.Fatal("Bob is still there")
	}
	g.AddBot()
	var count int
	w.ok("getChatMemberCount", args{"chat_id": g.ID()}, &count)
	var member struct{ Status string }
	w.ok("getChatMember", args{"chat_id": g.ID(), "user_id": ann.ID()}, &member)
	if count != 2 || member.Status != "creator" {
		t.Fatal(count, member)
	}
	w.noViolations()
}

func TestInvitationLinks(t *testing.T) {
	w := newWorld(t)
	ann, bob, cai := w.person("Ann"), w.person("Bob"), w.person("Cai")
	g := w.NewGroup(sandbox.GroupInfo{Title: "G", BotAdmin: true}, ann)
	var link struct {
		URL string `json:"invite_link"`
	}
	w.ok("createChatInviteLink", args{"chat_id": g.ID(), "member_limit": 1, "expire_date": begin.Add(time.Hour).Unix()}, &link)
	if bob.Join(link.URL) != g || cai.Join(link.URL) != nil {
		t.Fatal("a link for one let in another number")
	}
	w.ok("createChatInviteLink", args{"chat_id": g.ID(), "expire_date": begin.Add(time.Hour).Unix()}, &link)
	w.clock.add(time.Hour)
	if cai.Join(link.URL) != nil {
		t.Fatal("a link that expired let somebody in")
	}
}

func TestMigration(t *testing.T) {
	w := newWorld(t)
	ann, bob := w.started("Ann"), w.person("Bob")
	g := w.NewGroup(sandbox.GroupInfo{Title: "Court", Kind: sandbox.Group}, ann, bob)
	w.updates()
	next := g.Migrate()
	if next.Kind() != sandbox.Supergroup || next == g || g.Migrate() != next || g.MovedTo() != next || next.ID() > -1_000_000_000_000 {
		t.Fatalf("%v %d", next.Kind(), next.ID())
	}
	u := w.updates()
	if len(u) != 2 || u[0].Message.MigrateTo != next.ID() || u[0].Message.Chat.ID != g.ID() ||
		u[1].Message.MigrateFrom != g.ID() || u[1].Message.Chat.ID != next.ID() {
		t.Fatalf("%+v", u)
	}
	out := w.no("sendMessage", args{"chat_id": g.ID(), "text": "x"}, 400, "Bad Request: group chat was upgraded to a supergroup chat")
	if out.Parameters.MigrateTo != next.ID() {
		t.Fatalf("%+v", out)
	}
	w.say(next.ID(), "x")
	if ann.Say(g, "old") != nil || bob.Say(next, "new") == nil || len(ann.Chats()) != 2 {
		t.Fatal("people write in the wrong chat")
	}
	w.noViolations()
}

func TestPolls(t *testing.T) {
	w := newWorld(t)
	ann, bob := w.started("Ann"), w.started("Bob")
	g := w.NewGroup(sandbox.GroupInfo{Title: "G"}, ann, bob)
	w.ok("sendPoll", args{"chat_id": g.ID(), "question": "q", "options": options(3), "is_anonymous": false, "open_period": 60})
	poll := g.Last()
	w.updates()
	steps := []error{ann.Vote(poll, 0), bob.Vote(poll, 2), ann.Vote(poll, 2), ann.Vote(poll)}
	for i, err := range steps {
		if err != nil {
			t.Fatal(i, err)
		}
	}
	if err := bob.Vote(poll, 0, 1); !errors.Is(err, sandbox.ErrNoVote) {
		t.Fatal(err)
	}
	p := g.Message(poll.ID).Poll
	if p.Total != 1 || p.Options[2].Voters != 1 || p.Options[0].Voters != 0 {
		t.Fatalf("%+v", p)
	}
	u := w.updates()
	if len(u) != 4 || sprint(u[2].PollAnswer.Options) != "[2]" || len(u[3].PollAnswer.Options) != 0 || u[0].PollAnswer.User == nil {
		t.Fatalf("%+v", u)
	}
	w.clock.add(time.Minute)
	if err := ann.Vote(poll, 1); !errors.Is(err, sandbox.ErrNoVote) || !g.Message(poll.ID).Poll.Closed {
		t.Fatal("the poll did not close by itself", err)
	}
	if got := w.kinds(); got != "poll" {
		t.Fatal(got)
	}
	w.ok("sendPoll", args{"chat_id": g.ID(), "question": "q", "options": options(2), "is_anonymous": false, "allows_revoting": false})
	poll = g.Last()
	g.Hide(ann, true)
	if err := ann.Vote(poll, 0); err != nil {
		t.Fatal(err)
	}
	if err := ann.Vote(poll, 1); !errors.Is(err, sandbox.ErrNoVote) {
		t.Fatal(err)
	}
	if u := w.updates(); u[0].PollAnswer.User != nil || u[0].PollAnswer.Chat == nil {
		t.Fatalf("a hidden administrator voted by name: %+v", u)
	}
	var stopped struct {
		Closed bool `json:"is_closed"`
	}
	w.ok("stopPoll", args{"chat_id": g.ID(), "message_id": poll.ID}, &stopped)
	if !stopped.Closed || !g.Message(poll.ID).Poll.Closed {
		t.Fatal("still open")
	}
}

func TestEphemeralMessages(t *testing.T) {
	w := newWorld(t)
	ann, bob := w.started("Ann"), w.started("Bob")
	g := w.NewGroup(sandbox.GroupInfo{Title: "G"}, ann, bob)
	w.say(g.ID(), "vote", args{"reply_markup": keyboard("A", "a")})
	tap := ann.Forge(g.Last(), "a")
	before := len(g.History())
	a := args{"chat_id": g.ID(), "text": "noted", "ephemeral_message_parameters": args{"receiver_user_id": ann.ID(), "callback_query_id": tap.ID}}
	var sent struct {
		ID int `json:"ephemeral_message_id"`
	}
	w.ok("sendMessage", a, &sent)
	if len(g.History()) != before || len(bob.Sees(g)) != before || len(ann.Sees(g)) != before+1 || sent.ID == 0 {
		t.Fatal("others see it")
	}
	w.ok("editEphemeralMessageText", args{"chat_id": g.ID(), "receiver_user_id": ann.ID(), "ephemeral_message_id": sent.ID, "text": "counted"})
	if seen := ann.Sees(g); seen[len(seen)-1].Text != "counted" {
		t.Fatal("not edited")
	}
	w.clock.add(16 * time.Second)
	w.no("sendMessage", a, 400, "Bad Request: not enough rights to send ephemeral messages to the chat")
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

func TestCommandScopes(t *testing.T) {
	w := newWorld(t)
	ann := w.NewUser(sandbox.Person{First: "Ann", Language: "zh-hans"})
	bob := w.NewUser(sandbox.Person{First: "Bob", Language: "en"})
	g := w.NewGroup(sandbox.GroupInfo{Title: "G"}, ann, bob)
	set := func(name string, scope args, language string) {
		w.ok("setMyCommands", args{"commands": []args{{"command": name, "description": "d"}}, "scope": scope, "language_code": language})
	}
	set("any", args{"type": "default"}, "")
	set("private", args{"type": "all_private_chats"}, "")
	set("private_zh", args{"type": "all_private_chats"}, "zh")
	set("lead", args{"type": "chat_administrators", "chat_id": g.ID()}, "")
	see := func(u *sandbox.User, c *sandbox.Chat) string { return u.Commands(c)[0].Name }
	got := []string{see(ann, ann.Private()), see(bob, bob.Private()), see(ann, g), see(bob, g)}
	if sprint(got) != "[private_zh private lead any]" {
		t.Fatal(got)
	}
}

func TestFloodLimits(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.Limits = sandbox.Limits{} })
	ann := w.started("Ann")
	g := w.NewGroup(sandbox.GroupInfo{Title: "G"}, ann)
	burst := func(chat int64) (sent int, out answer) {
		for ; ; sent++ {
			out, err := w.raw("sendMessage", args{"chat_id": chat, "text": "x"})
			if err != nil || sent > 100 {
				t.Fatal(sent, err)
			}
			if !out.OK {
				return sent, out
			}
		}
	}
	if n, out := burst(ann.ID()); n != 5 || out.Code != 429 || out.Parameters.RetryAfter != 1 || out.Description != "Too Many Requests: retry after 1" {
		t.Fatal(n, out)
	}
	w.clock.add(time.Second)
	if n, _ := burst(ann.ID()); n != 1 {
		t.Fatalf("%d messages in the second second", n)
	}
	w.clock.add(time.Minute)
	if n, out := burst(g.ID()); n != 20 || out.Parameters.RetryAfter != 3 {
		t.Fatal(n, out)
	}
	w.clock.add(time.Minute)
	sent := 0
	for i := range 40 {
		u := w.started("U" + sprint(i))
		if out, _ := w.raw("sendMessage", args{"chat_id": u.ID(), "text": "x"}); out.OK {
			sent++
		}
	}
	if sent != 30 {
		t.Fatalf("%d messages in one second to everybody", sent)
	}
	w.noViolations()
}

func TestWebhookKeepsOrderAndTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var seen []string
		fail := 3
		started := time.Now()
		w := newWorld(t, func(o *sandbox.Options) {
			o.Webhooks = sandbox.To(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				mu.Lock()
				defer mu.Unlock()
				var u updateSeen
				decode(t, r, &u)
				if u.Message.Text == "a1" && fail > 0 {
					fail--
					rw.WriteHeader(http.StatusServiceUnavailable)
					return
				}
				seen = append(seen, fmt.Sprint(u.Message.Text, "@", time.Since(started)))
			}))
		})
		ann, bob := w.person("Ann"), w.person("Bob")
		w.ok("setWebhook", args{"url": "https://a.example/hook", "secret_token": "x"})
		w.no("getUpdates", args{}, 409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
		ann.Say(ann.Private(), "a1")
		ann.Say(ann.Private(), "a2")
		bob.Say(bob.Private(), "b1")
		synctest.Wait()
		var info struct {
			Pending int    `json:"pending_update_count"`
			Error   string `json:"last_error_message"`
		}
		w.ok("getWebhookInfo", args{}, &info)
		if info.Pending != 2 || info.Error != "Wrong response from the webhook: 503 Service Unavailable" {
			t.Fatalf("%+v", info)
		}
		if err := w.Await(t.Context(), func() bool { return w.Pending() == 0 }); err != nil {
			t.Fatal(err)
		}
		if sprint(seen) != "[b1@0s a1@7s a2@7s]" {
			t.Fatal(seen)
		}
		w.ok("deleteWebhook", args{})
		ann.Say(ann.Private(), "a3")
		if got := w.kinds(); got != "message" {
			t.Fatal(got)
		}
		w.Close()
	})
}

func TestTheSameSeedIsTheSameWorld(t *testing.T) {
	play := func(seed uint64) string {
		w := newWorld(t, func(o *sandbox.Options) { o.Seed = seed })
		ann := w.started("Ann")
		g := w.NewGroup(sandbox.GroupInfo{Title: "G"}, ann)
		m := ann.Photo(g, "", picture(4, 4))
		w.say(ann.ID(), "x", args{"reply_markup": keyboard("A", "a")})
		tap := ann.Forge(ann.Private().Last(), "a")
		return sprint(ann.ID(), g.ID(), m.Photo.FileID, tap.ID, w.updates()[0].ID)
	}
	if a, b := play(1), play(1); a != b {
		t.Fatalf("%s\n%s", a, b)
	}
	if play(1) == play(2) {
		t.Fatal("the seed changes nothing")
	}
}

func TestUserNumbersNeed64Bits(t *testing.T) {
	w := newWorld(t)
	small, large, huge := false, false, false
	for i := range 9 {
		id := w.person("P" + sprint(i)).ID()
		small = small || id < 1<<31
		large = large || id > 1<<32
		huge = huge || id > 1<<50
		if id >= 1<<52 {
			t.Fatal(id)
		}
	}
	if !small || !large || !huge {
		t.Fatal(small, large, huge)
	}
}

func TestBookkeepingHasAnEnd(t *testing.T) {
	w := newWorld(t)
	for range 5000 {
		if _, err := w.raw("getNonsense", args{}); err != nil {
			t.Fatal(err)
		}
		w.ok("getMe", args{})
	}
	if c, v := len(w.Calls()), len(w.Violations()); c != 4096 || v != 1024 {
		t.Fatal(c, v)
	}
}

func TestSubscribersHearInOrder(t *testing.T) {
	w := newWorld(t)
	var heard []string
	cancel := w.Subscribe(func(e sandbox.Event) {
		line := string(e.Kind)
		if e.Message != nil {
			line += " " + e.Message.Text
		}
		heard = append(heard, line)
		if e.Kind == sandbox.EventMessage && e.Message.Text == "one" {
			e.Chat.Peer().Say(e.Chat, "two") // a subscriber may act
		}
	})
	ann := w.person("Ann")
	m := ann.Say(ann.Private(), "one")
	ann.Edit(m, "uno")
	cancel()
	ann.Say(ann.Private(), "three")
	if sprint(heard) != "[user message one message two edit uno]" {
		t.Fatal(heard)
	}
}

func TestManyAtOnce(t *testing.T) {
	w := newWorld(t)
	var users []*sandbox.User
	for i := range 8 {
		users = append(users, w.started("U"+sprint(i)))
	}
	g := w.NewGroup(sandbox.GroupInfo{Title: "G", BotAdmin: true}, users...)
	w.ok("sendPoll", args{"chat_id": g.ID(), "question": "q", "options": options(2), "is_anonymous": false})
	poll := g.Last()
	seen := 0
	var mu sync.Mutex
	cancel := w.Subscribe(func(e sandbox.Event) {
		if e.Kind == sandbox.EventMessage {
			mu.Lock()
			seen++
			mu.Unlock()
		}
	})
	defer cancel()
	const each = 25
	var running sync.WaitGroup
	for i, u := range users {
		running.Go(func() {
			for n := range each {
				u.Say(g, "talk")
				u.Say(u.Private(), "talk")
				if err := u.Vote(poll, (i+n)%2); err != nil {
					t.Error(err)
				}
				u.Sees(g)
				u.Chats()
				g.History()
			}
		})
		running.Go(func() {
			for range each {
				if out, err := w.raw("sendMessage", args{"chat_id": u.ID(), "text": "x", "reply_markup": keyboard("A", "a")}); err != nil || !out.OK {
					t.Error(out, err)
				}
				if _, err := w.raw("getUpdates", args{"limit": 5}); err != nil {
					t.Error(err)
				}
				w.Calls()
				w.Violations()
			}
		})
	}
	running.Wait()
	mu.Lock()
	defer mu.Unlock()
	if want := len(users) * each * 3; seen != want {
		t.Fatalf("heard %d messages of %d", seen, want)
	}
	if p := g.Message(poll.ID).Poll; p.Total != len(users) {
		t.Fatalf("%+v", p)
	}
}
