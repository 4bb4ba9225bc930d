package sandbox_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"huimin/sandbox"
)

func TestFloodLimits(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.Limits = sandbox.Limits{} })
	ann := w.started("Ann")
	g := w.NewGroup(sandbox.GroupInfo{Title: "G"}, ann)
	for range 50 {
		w.no("sendMessage", args{"chat_id": ann.ID(), "text": ""}, 400, "Bad Request: message text is empty")
		w.no("sendMessage", args{"chat_id": ann.ID(), "text": "<b>", "parse_mode": "HTML"}, 400, `Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`)
	} // refused calls cost nothing
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

func TestFaultsOverSockets(t *testing.T) {
	w := newWorld(t)
	ann := w.started("Ann")
	srv := httptest.NewServer(w.Handler())
	defer srv.Close()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for fault, delivered := range map[sandbox.Fault]bool{sandbox.FaultCut: true, sandbox.FaultRefuse: false} {
		before := len(ann.Private().History())
		w.Inject(sandbox.FaultRule{Kind: fault})
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL+"/bot"+w.Token()+"/sendMessage",
			strings.NewReader(`{"chat_id":`+sprint(ann.ID())+`,"text":"x"}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		resp, err := client.Do(r)
		if err == nil {
			resp.Body.Close()
			t.Fatalf("%s: answered %d", fault, resp.StatusCode)
		}
		if got := len(ann.Private().History()) > before; got != delivered {
			t.Fatalf("%s: delivered is %v", fault, got)
		}
	}
}

func TestAwaitHearsOfCallsAndConfirmations(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.started("Ann")
		done := make(chan error, 2)
		go func() { done <- w.Await(t.Context(), func() bool { return len(w.Calls()) == 1 }) }()
		go func() { done <- w.Await(t.Context(), func() bool { return w.Pending() == 0 }) }()
		synctest.Wait()
		w.ok("getMe", args{})
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		w.updates()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	})
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
