package bot

import (
	"encoding/json"
	"errors"
	"fmt"
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

// calls counts the calls of a method that Telegram has carried out or refused.
func (r *rig) calls(method string) (n int) {
	for _, c := range r.tg.Calls() {
		if c.Method == method {
			n++
		}
	}
	return n
}

func (r *rig) group(people ...*sandbox.User) *sandbox.Chat {
	r.t.Helper()
	g := r.tg.NewGroup(sandbox.GroupInfo{Title: "Hall", BotAdmin: true}, people...)
	r.settle()
	return g
}

func (r *rig) statuses() map[store.OutboxStatus]int {
	r.t.Helper()
	var counts map[store.OutboxStatus]int
	r.write(func(tx *store.Tx) (err error) {
		counts, err = tx.OutboxCounts()
		return err
	})
	return counts
}

func said(c *sandbox.Chat) (list []string) {
	for _, m := range c.History() {
		if m.FromBot() && m.Text != "" { // service messages have none
			list = append(list, m.Text)
		}
	}
	return list
}
