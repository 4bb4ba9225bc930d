package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/sandbox"
	"huimin/store"
)

// rig is a bot with conversations of the tests' own, the practice Telegram it
// talks to, and a clock that stands until it is moved.
type rig struct {
	t      *testing.T
	mu     sync.Mutex
	now    time.Time
	tg     *sandbox.Server
	db     *store.DB
	book   *locales.Book
	bot    *Bot
	limits Limits
	ops    []int64
	client *http.Client
	log    *slog.Logger
}

func newRig(t *testing.T, tune ...func(*rig, *sandbox.Options)) *rig {
	t.Helper()
	r := &rig{t: t, now: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), limits: Limits{Off: true}, log: slog.New(slog.DiscardHandler)}
	o := sandbox.Options{Now: r.clock, Limits: sandbox.Limits{Off: true}}
	for _, f := range tune {
		f(r, &o)
	}
	r.tg = sandbox.New(o)
	t.Cleanup(r.tg.Close)
	r.client = r.tg.Client()
	var err error
	if r.book, err = locales.NewBook(); err != nil {
		t.Fatal(err)
	}
	if r.db, err = store.Open(t.Context(), filepath.Join(t.TempDir(), "huimin.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.db.Close(); err != nil {
			t.Error(err)
		}
	})
	r.restart()
	return r
}

func (r *rig) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *rig) wait(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
}

// restart builds the bot anew over the same database.
func (r *rig) restart() {
	r.t.Helper()
	var err error
	r.bot, err = newBot(Config{
		DB: r.db, Book: r.book, Token: r.tg.Token(), URL: "http://telegram.test", Client: r.client,
		Now: r.clock, Log: r.log, Limits: r.limits, Workers: 4,
		Operators: func(*store.Tx) ([]int64, error) { return r.ops, nil },
	}, []flow{operatorFlow, testFlow})
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) settle() {
	r.t.Helper()
	if err := r.bot.Settle(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) write(do func(*store.Tx) error) {
	r.t.Helper()
	if err := r.db.Write(r.t.Context(), do); err != nil {
		r.t.Fatal(err)
	}
}

// person is somebody who speaks English and has agreed to everything.
func (r *rig) person(name string) *sandbox.User {
	r.t.Helper()
	u := r.tg.NewUser(sandbox.Person{First: name, Language: "en"})
	u.Start("")
	r.settle()
	return u
}

// texts are the messages of a chat from a number on, the bot's own marked.
func texts(c *sandbox.Chat, from int) []string {
	var list []string
	for _, m := range c.History()[from:] {
		who := ""
		if m.FromBot() {
			who = "bot: "
		}
		list = append(list, who+m.Text)
	}
	return list
}

func (r *rig) hears(c *sandbox.Chat, from int, want ...string) {
	r.t.Helper()
	got := texts(c, from)
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		r.t.Errorf("chat:\n  %s\nwant:\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func (r *rig) clean() {
	r.t.Helper()
	for _, v := range r.tg.Violations() {
		r.t.Errorf("violation: %+v", v)
	}
}

// The conversations of these tests.

type countButton struct{ N int }

type postData struct{ Text string }

func testFlow(r *router) {
	r.command(command{Name: "start", Scope: inPrivate, Open: true, Run: func(t *turn, _ string) error {
		if t.stranger() {
			_, err := t.tx.AddPerson(fund.Person{
				Telegram: t.user.ID, Name: "A**", Lang: "en", Consent: fund.ConsentVersion, ConsentAt: t.now, Created: t.now,
			})
			if err != nil {
				return err
			}
		}
		return t.say(screen{Text: locales.Text("welcome")})
	}})
	r.command(command{Name: "vote", Scope: anywhere, Describe: locales.Text("Vote"), Run: func(t *turn, args string) error {
		return t.say(screen{Text: locales.Text("vote " + args), Keys: [][]key{{t.key(locales.Text("+1"), countButton{N: 1})}}})
	}})
	r.command(command{Name: "panic", Scope: inPrivate, Run: func(t *turn, _ string) error {
		if err := t.say(screen{Text: locales.Text("never said")}); err != nil {
			return err
		}
		return errors.New(strings.Fields("")[len(t.text())])
	}})
	r.command(command{Name: "broken", Scope: inPrivate, Run: func(t *turn, args string) error {
		return fmt.Errorf("mishap with %q: %w", args, &json.SyntaxError{})
	}})
	r.command(command{Name: "no", Scope: inPrivate, Run: func(t *turn, _ string) error {
		if err := t.say(screen{Text: locales.Text("never said")}); err != nil {
			return err
		}
		return fmt.Errorf("deep down: %w", refuse(locales.Text("not today")))
	}})
	press(r, "c", func(t *turn, b countButton) error {
		if b.N > 3 {
			return refuse(locales.Text("enough"))
		}
		t.toast(locales.Text(fmt.Sprintf("counted %d", b.N)))
		return t.show(screen{
			Text: locales.Text(fmt.Sprintf("count %d", b.N)),
			Keys: [][]key{{t.key(locales.Text(fmt.Sprintf("+%d", b.N+1)), countButton{N: b.N + 1})}},
		})
	})
	r.strangers(func(t *turn) error {
		if t.tap != nil {
			t.alert(locales.Text("who are you"))
			return nil
		}
		return t.say(screen{Text: locales.Text("privacy notice")})
	})
	r.text(func(t *turn) (bool, error) {
		if t.chat.private() {
			return true, t.say(screen{Text: locales.Text("you said " + t.text())})
		}
		return false, nil
	})
	r.notice("news", func(v *view, data json.RawMessage) (screen, error) {
		var d postData
		if err := json.Unmarshal(data, &d); err != nil {
			return screen{}, err
		}
		if d.Text == "" {
			return screen{}, errNothing
		}
		return screen{Text: locales.Text(d.Text), Keys: [][]key{{v.key(locales.Text("+1"), countButton{N: 1})}}}, nil
	})
}

func (r *rig) post(chat int64, topic, words string) {
	r.t.Helper()
	data, err := json.Marshal(postData{Text: words})
	if err != nil {
		r.t.Fatal(err)
	}
	r.write(func(tx *store.Tx) error {
		return tx.Send(store.Outgoing{Topic: topic, Kind: "news", Chat: chat, Data: data, Lane: store.LaneNotice}, r.clock())
	})
}

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

func TestWebhookTakesOnlyWhatTelegramBrings(t *testing.T) {
	r := newRig(t)
	const secret = "A-secret_1"
	r.bot.hook = Webhook{URL: "https://example.org/hook", Secret: secret}
	handler := r.bot.Webhook()
	ask := func(method, kind, secret, body string) int {
		req, err := http.NewRequestWithContext(t.Context(), method, "http://bot.test/hook", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", kind)
		if secret != "" {
			req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
		}
		res, err := sandbox.To(handler).RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, res.Body); err != nil {
			t.Fatal(err)
		}
		return res.StatusCode
	}
	const good = `{"update_id":5,"message":{"message_id":1,"date":1,"chat":{"id":7,"type":"private"},"from":{"id":7,"first_name":"A"},"text":"hi"}}`
	for name, c := range map[string]struct {
		method, kind, secret, body string
		want                       int
	}{
		"no secret":      {"POST", "application/json", "", good, 401},
		"wrong secret":   {"POST", "application/json", "wrong", good, 401},
		"a question":     {"GET", "application/json", secret, "", 405},
		"a form":         {"POST", "text/plain", secret, good, 415},
		"no JSON":        {"POST", "application/json", secret, "{", 400},
		"no update":      {"POST", "application/json", secret, "{}", 400},
		"far too large":  {"POST", "application/json", secret, `{"update_id":5,"x":"` + strings.Repeat("x", maxUpdate) + `"}`, 413},
		"with a charset": {"POST", "application/json; charset=utf-8", secret, strings.Replace(good, ":5,", ":6,", 1), 200},
	} {
		if got := ask(c.method, c.kind, c.secret, c.body); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	for range 2 {
		if got := ask("POST", "application/json", secret, good); got != 200 {
			t.Errorf("a good update: %d", got)
		}
	}
	if n := r.statuses()[store.OutboxWaiting]; n != 2 {
		t.Errorf("%d replies to two people who wrote, one of them brought twice", n)
	}
	if err := r.db.Close(); err != nil {
		t.Fatal(err)
	}
	if got := ask("POST", "application/json", secret, strings.Replace(good, ":5,", ":7,", 1)); got != 503 {
		t.Errorf("without a disk: %d, want 503", got)
	}
}

func TestAWebhookWithoutASecretIsRefused(t *testing.T) {
	r := newRig(t)
	_, err := newBot(Config{DB: r.db, Book: r.book, Now: r.clock, Token: "1:a", Webhook: Webhook{URL: "https://example.org"}}, nil)
	if err == nil {
		t.Error("a webhook that anybody can call")
	}
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

func TestTwoBotsWithOneTokenAreToldApart(t *testing.T) {
	logged := make(chan string, 100)
	r := newRig(t, func(r *rig, _ *sandbox.Options) {
		r.log = slog.New(slog.NewTextHandler(writerFunc(func(p []byte) (int, error) {
			logged <- string(p)
			return len(p), nil
		}), nil))
	})
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.bot.Run(ctx) }()
	err := r.tg.Await(t.Context(), func() bool {
		for _, c := range r.tg.Calls() {
			if c.Method == "setMyCommands" {
				return true
			}
		}
		return false
	})
	if err != nil {
		t.Fatal(err)
	}
	other := api{url: "http://telegram.test/bot" + r.tg.Token() + "/", client: r.client}
	for line := ""; !strings.Contains(line, "another program fetches updates"); {
		var list []json.RawMessage
		if err := other.call(t.Context(), "getUpdates", params{}, &list); err != nil {
			var refused *apiError
			if !errors.As(err, &refused) {
				t.Fatal(err)
			}
		}
		select {
		case line = <-logged:
		default:
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestSettleBesideARunningBotWaitsUntilAllIsDone(t *testing.T) {
	r := newRig(t)
	ann := r.person("Ann")
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.bot.Run(ctx) }()
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

func TestTheWholePathByWebhook(t *testing.T) {
	var handler http.Handler
	r := newRig(t, func(_ *rig, o *sandbox.Options) {
		o.LocalWebhooks = true
		o.Webhooks = sandbox.To(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { handler.ServeHTTP(w, req) }))
	})
	r.bot.hook = Webhook{URL: "http://bot.test/hook", Secret: "secret"}
	handler = r.bot.Webhook()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.bot.Run(ctx) }()
	ann := r.tg.NewUser(sandbox.Person{First: "Ann", Language: "en"})
	ann.Start("")
	ann.Say(ann.Private(), "hello")
	if err := r.tg.Await(t.Context(), func() bool { return ann.Private().Last().Text == "you said hello" }); err != nil {
		t.Fatal(err)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	r.hears(ann.Private(), 0, "/start", "hello", "bot: welcome", "bot: you said hello")

	// Without a webhook the next start fetches, and takes the old one away.
	r.restart()
	ctx, stop = context.WithCancel(t.Context())
	go func() { done <- r.bot.Run(ctx) }()
	if err := r.tg.Await(t.Context(), func() bool { return r.calls("deleteWebhook") == 1 }); err != nil {
		t.Fatal(err)
	}
	ann.Say(ann.Private(), "again")
	if err := r.tg.Await(t.Context(), func() bool { return ann.Private().Last().Text == "you said again" }); err != nil {
		t.Fatal(err)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
