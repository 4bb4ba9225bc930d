package bot

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"huimin/sandbox"
	"huimin/store"
)

func TestWebhookTakesOnlyWhatTelegramBrings(t *testing.T) {
	r := newRig(t)
	r.settle()
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
