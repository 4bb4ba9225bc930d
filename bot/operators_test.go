package bot

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// mended is a bot whose /flaky fails until it is mended.
func mended(r *rig, broken *bool) {
	r.t.Helper()
	var err error
	r.bot, err = newBot(Config{
		DB: r.db, Book: r.book, Token: r.tg.Token(), URL: "http://telegram.test", Client: r.client,
		Now: r.clock, Log: r.log, Limits: r.limits,
		Operators: func(*store.Tx) ([]int64, error) { return r.ops, nil },
	}, []flow{operatorFlow, testFlow, func(router *router) {
		router.command(command{Name: "flaky", Scope: inPrivate, Run: func(t *turn, _ string) error {
			if *broken {
				panic("broken")
			}
			return t.say(screen{Text: locales.Text("it works")})
		}})
	}})
	if err != nil {
		r.t.Fatal(err)
	}
}

func TestAPoisonUpdateIsTriedAgainWhenSomebodyAsks(t *testing.T) {
	r := newRig(t)
	ann, op := r.person("Ann"), r.person("Op")
	r.ops = []int64{op.ID()}
	broken := true
	mended(r, &broken)
	ann.Say(ann.Private(), "/flaky")
	r.settle()
	notice := op.Private().Last()
	if labels := strings.Join(notice.Labels(), "|"); labels != "🔁 Try again|🤷 Let it be" {
		t.Fatalf("buttons %q", labels)
	}
	forged := ann.Forge(ann.Private().Last(), notice.Keyboard[0][0].Data)
	r.settle()
	if a, _ := forged.Answer(); !strings.HasPrefix(a.Text, "Only whoever runs") {
		t.Errorf("anybody may retry: %+v", a)
	}
	for i, want := range []string{"Sorry, that did not work", "it works"} {
		broken = i == 0
		if _, err := op.Press(op.Private().Last(), "🔁 Try again"); err != nil {
			t.Fatal(err)
		}
		r.settle()
		if got := ann.Private().Last().Text; !strings.HasPrefix(got, want) {
			t.Errorf("try %d: %q", i+1, got)
		}
	}
	ann.Say(ann.Private(), "/panic")
	r.settle()
	last := op.Private().Last()
	for range 2 {
		op.Forge(last, last.Keyboard[1][0].Data)
		r.settle()
	}
	r.write(func(tx *store.Tx) error {
		if waiting, failed, err := tx.InboxCounts(); waiting+failed != 0 || err != nil {
			t.Errorf("%d wait, %d failed, %v", waiting, failed, err)
		}
		return nil
	})
}

func TestAFailedMessageIsSettledByAPerson(t *testing.T) {
	r := newRig(t)
	op := r.person("Op")
	r.ops = []int64{op.ID()}
	r.post(-100123, "", "to nowhere")
	r.settle()
	notice := op.Private().Last()
	if labels := strings.Join(notice.Labels(), "|"); labels != "🔁 Send it again|🤷 Let it be" {
		t.Fatalf("buttons %q", labels)
	}
	if _, err := op.Press(notice, "🤷 Let it be"); err != nil {
		t.Fatal(err)
	}
	r.settle()
	if n := r.statuses()[store.OutboxFailed]; n != 0 {
		t.Errorf("%d failed", n)
	}
}

func TestThoseWhoNeedAGroupHearThatItIsGone(t *testing.T) {
	for name, learn := range map[string]bool{"by the news": true, "by the refusal": false} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			s.enter("stf", "Stan Fox, en, staff CD")
			s.enter("rep", "Rep Lee, en, representative CD")
			s.gather("r", "Reps, en, representatives CD: rep")
			stf := s.player("stf")
			before := len(said(stf.user.Private()))
			s.groups["r"].RemoveBot()
			if !learn {
				s.write(fund.Person{}, func(a office.Act) error {
					return a.Tx.Send(store.Outgoing{Kind: kindScreen, Chat: s.groups["r"].ID(), Lane: store.LaneNotice, Data: []byte(
						`{"lang":"en","screen":{"text":{"id":"engine_failed"}}}`)}, s.now)
				})
				if _, err := s.bot.sender.sendAll(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			for range 2 {
				s.settle()
				s.now = s.now.Add(time.Hour)
			}
			heard := said(stf.user.Private())[before:]
			if len(heard) != 1 || !strings.Contains(heard[0], "removed from “Reps”") || !strings.Contains(heard[0], "Workshop East") {
				t.Errorf("heard %q", heard)
			}
			s.check()
		})
	}
}

func TestAWebhookBeforeTheStartOnlyKeepsWhatComes(t *testing.T) {
	r := newRig(t)
	ann := r.person("Ann")
	g := r.group(ann)
	command := "/vote@" + r.bot.Username() + " lamp"
	ann.Say(g, command)
	var bodies []json.RawMessage
	if err := r.bot.api.call(t.Context(), "getUpdates", params{Offset: r.bot.offset.Load()}, &bodies); err != nil {
		t.Fatal(err)
	}
	r.restart() // a new process, which has not asked for its name yet
	update, err := incoming(bodies[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := r.bot.receive(t.Context(), []store.Incoming{update}); err != nil {
		t.Fatal(err)
	}
	r.settle()
	if got := said(g); len(got) != 1 || got[0] != "vote lamp" {
		t.Errorf("in the group: %q", got)
	}
	select {
	case <-r.bot.CaughtUp():
	default:
		t.Error("it has not caught up")
	}
}
