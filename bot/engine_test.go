package bot

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"huimin/locales"
	"huimin/sandbox"
	"huimin/store"
)

func TestAConversationOverTheWholePath(t *testing.T) {
	r := newRig(t)
	ann := r.person("Ann")
	c := ann.Private()
	ann.Say(c, "hello <b>")
	ann.Say(c, "/vote lamp")
	r.settle()
	r.hears(c, 0, "/start", "bot: welcome", "hello <b>", "/vote lamp", "bot: you said hello <b>", "bot: vote lamp")
	tap, err := ann.Press(c.Last(), "+1")
	if err != nil {
		t.Fatal(err)
	}
	if _, answered := tap.Answer(); answered {
		t.Error("the tap was answered before anything was committed")
	}
	r.settle()
	if a, ok := tap.Answer(); !ok || a.Text != "counted 1" || a.Alert {
		t.Errorf("answer %+v, %v", a, ok)
	}
	if got := c.Last().Text; got != "count 1" {
		t.Errorf("edited to %q", got)
	}
	r.clean()
}

func TestMessagesOfOneChatStayInOrder(t *testing.T) {
	r := newRig(t)
	ann, bo := r.person("Ann"), r.person("Bo")
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.bot.Run(ctx) }()
	const n = 100
	for i := range n {
		ann.Say(ann.Private(), fmt.Sprint(i))
		bo.Say(bo.Private(), fmt.Sprint(i))
	}
	for _, u := range []*sandbox.User{ann, bo} {
		if err := r.tg.Await(t.Context(), func() bool { return len(u.Private().History()) == 2+2*n }); err != nil {
			t.Fatal(err)
		}
		next := 0
		for _, m := range u.Private().History()[2:] {
			if !m.FromBot() {
				continue
			}
			if want := fmt.Sprintf("you said %d", next); m.Text != want {
				t.Fatalf("%q, want %q", m.Text, want)
			}
			next++
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	r.clean()
}

func TestASecondDeliveryChangesNothing(t *testing.T) {
	r := newRig(t)
	ann := r.person("Ann")
	ann.Say(ann.Private(), "once")
	r.settle()
	r.tg.Redeliver(2)
	r.restart() // the process does not even remember an offset
	r.settle()
	r.hears(ann.Private(), 2, "once", "bot: you said once")
}

func TestAPoisonUpdateIsSetAsideAndTold(t *testing.T) {
	for name, c := range map[string]struct{ text, why string }{
		"panic": {"/panic", "command panic: panic: runtime error: index out of range [6] with length 0"},
		"error": {"/broken my secret", "command broken: *json.SyntaxError"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			ann, op := r.person("Ann"), r.person("Op")
			r.ops = []int64{op.ID()}
			from, opFrom := len(ann.Private().History()), len(op.Private().History())
			ann.Say(ann.Private(), c.text)
			ann.Say(ann.Private(), "next")
			r.settle()
			sorry := "Sorry, that did not work. Nothing was changed. Please try once more; whoever runs this bot has been told."
			r.hears(ann.Private(), from, c.text, "next", "bot: "+sorry, "bot: you said next")
			if told := strings.Join(texts(op.Private(), opFrom), ""); !strings.Contains(told, c.why) || strings.Contains(told, "secret") {
				t.Errorf("operator was told %q", told)
			}
			r.write(func(tx *store.Tx) error {
				failed, err := tx.FailedUpdates(5)
				if err != nil || len(failed) != 1 || failed[0].Error != c.why || !strings.Contains(string(failed[0].Body), c.text) {
					t.Errorf("set aside: %+v, %v", failed, err)
				}
				return nil
			})
			r.clean()
		})
	}
}

func TestARefusalUndoesTheTurnAndIsNoMishap(t *testing.T) {
	r := newRig(t)
	ann := r.person("Ann")
	ann.Say(ann.Private(), "/no")
	ann.Say(ann.Private(), "/vote")
	r.settle()
	r.hears(ann.Private(), 2, "/no", "/vote", "bot: not today", "bot: vote")
	tap := ann.Forge(ann.Private().Last(), "c:4")
	stale := ann.Forge(ann.Private().Last(), "c:04")
	unknown := ann.Forge(ann.Private().Last(), "zz:1:2")
	r.settle()
	if a, _ := tap.Answer(); a.Text != "enough" || !a.Alert {
		t.Errorf("answer %+v", a)
	}
	for _, tap := range []*sandbox.Tap{stale, unknown} {
		if a, _ := tap.Answer(); !strings.Contains(a.Text, "out of date") || !a.Alert {
			t.Errorf("answer %+v", a)
		}
	}
	r.write(func(tx *store.Tx) error {
		if _, failed, err := tx.InboxCounts(); failed != 0 || err != nil {
			t.Errorf("%d failed, %v", failed, err)
		}
		return nil
	})
	r.clean()
}

func TestStrangersGetTheNoticeAndNothingElse(t *testing.T) {
	r := newRig(t)
	u := r.tg.NewUser(sandbox.Person{First: "Eve", Language: "en"})
	g := r.tg.NewGroup(sandbox.GroupInfo{Title: "Hall", BotAdmin: true}, u)
	u.Start("")
	r.tg.Redeliver(0)
	eve := r.tg.NewUser(sandbox.Person{First: "New", Language: "en"})
	eve.Private()
	g.Add(eve)
	r.settle()
	eve.Say(g, "just talking")
	eve.Say(g, "/vote")
	r.post(g.ID(), "t", "the post")
	r.settle()
	hist := g.History()
	if got := hist[len(hist)-2].Text; got != "privacy notice" {
		t.Errorf("in the group: %q", got)
	}
	tap, err := eve.Press(g.Last(), "+1")
	if err != nil {
		t.Fatal(err)
	}
	r.settle()
	if a, _ := tap.Answer(); a.Text != "who are you" {
		t.Errorf("answer %+v", a)
	}
	if g.Last().Text != "the post" {
		t.Errorf("a stranger's press changed the post to %q", g.Last().Text)
	}
	r.clean()
}

func TestCommandsAreFoundEverywhere(t *testing.T) {
	r := newRig(t)
	ann := r.person("Ann")
	g := r.tg.NewGroup(sandbox.GroupInfo{Title: "Hall", BotAdmin: true}, ann)
	for _, text := range []string{"/vote@" + r.tg.Bot().Username + " a", "пожалуйста 🙏 /vote a", "/VOTE a", "/vote@another_bot a", "／vote a"} {
		ann.Say(g, text)
	}
	r.settle()
	votes := 0
	for _, m := range g.History() {
		if m.FromBot() && m.Text == "vote a" {
			votes++
		}
	}
	if votes != 4 {
		t.Errorf("%d of 4 commands were understood: %q", votes, texts(g, 0))
	}
	ann.Say(g, "/start")
	r.settle()
	if m := g.Last(); !strings.Contains(m.Text, "private chat") || len(m.Labels()) != 1 {
		t.Errorf("a private command in a group: %q %q", m.Text, m.Labels())
	}
	r.clean()
}

func TestTheCommandMenuIsSetOnceForEachRelease(t *testing.T) {
	r := newRig(t)
	count := func() (n int) {
		for _, c := range r.tg.Calls() {
			if c.Method == "setMyCommands" {
				n++
			}
		}
		return n
	}
	r.settle()
	if n := count(); n != 2*(len(locales.Languages())+1) {
		t.Errorf("%d lists were set", n)
	}
	before := count()
	r.restart()
	r.settle()
	if count() != before {
		t.Error("the same lists were set again")
	}
	r.clean()
}

func TestADiskThatRefusesLosesNothing(t *testing.T) {
	r := newRig(t)
	ann := r.person("Ann")
	ann.Say(ann.Private(), "hello")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := r.bot.receive(ctx, []store.Incoming{{ID: 99, Body: []byte(`{"update_id":99}`)}})
	if !store.Unavailable(err) {
		t.Errorf("receive: %v", err)
	}
	r.settle()
	r.hears(ann.Private(), 2, "hello", "bot: you said hello")
}

func TestMistakesInRegistrationStopTheStart(t *testing.T) {
	r := newRig(t)
	type other struct{ N int }
	type bad struct{ F float64 }
	nothing := func(*turn, string) error { return nil }
	for name, f := range map[string]flow{
		"a tag twice":     func(r *router) { press(r, "c", func(*turn, other) error { return nil }) },
		"a type twice":    func(r *router) { press(r, "d", func(*turn, countButton) error { return nil }) },
		"a bad field":     func(r *router) { press(r, "e", func(*turn, bad) error { return nil }) },
		"a command twice": func(r *router) { r.command(command{Name: "vote", Run: nothing}) },
		"a bad name":      func(r *router) { r.command(command{Name: "投票", Run: nothing}) },
		"a notice twice":  func(r *router) { r.notice("news", nil) },
	} {
		_, err := newBot(Config{DB: r.db, Book: r.book, Now: r.clock, Token: "1:a"}, []flow{testFlow, f})
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestSettleBesideARunningBotWaitsUntilAllIsDone(t *testing.T) {
	r := newRig(t)
	ann := r.person("Ann")
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.bot.Run(ctx) }()
	for !r.bot.running.Load() { // else the first would settle alone, and both ask for updates
		runtime.Gosched()
	}
	for i := range 5 {
		r.post(ann.ID(), "", fmt.Sprint("news ", i)) // as the clock's jobs do, without telling the bot
		r.settle()
		if got := ann.Private().Last().Text; got != fmt.Sprint("news ", i) {
			t.Errorf("settled at %q", got)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	r.clean()
}
