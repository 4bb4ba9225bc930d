package sandbox_test

import (
	"errors"
	"testing"
	"time"

	"huimin/sandbox"
)

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
	u := w.updates() // each time how the poll stands, and who chose what
	if len(u) != 8 || sprint(u[5].PollAnswer.Options) != "[2]" || len(u[7].PollAnswer.Options) != 0 || u[1].PollAnswer.User == nil || u[0].Poll == nil {
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
	if u := w.updates(); u[1].PollAnswer.User != nil || u[1].PollAnswer.Chat == nil {
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
