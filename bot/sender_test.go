package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"huimin/sandbox"
	"huimin/store"
)

func TestRetryAfterIsObeyed(t *testing.T) {
	r := newRig(t)
	ann := r.person("Ann")
	bo := r.person("Bo")
	r.tg.Inject(sandbox.FaultRule{Kind: sandbox.Fault429, Method: "sendMessage", Chat: ann.ID(), RetryAfter: 7 * time.Second})
	ann.Say(ann.Private(), "one")
	ann.Say(ann.Private(), "two")
	bo.Say(bo.Private(), "three")
	r.settle()
	if n := len(said(ann.Private())); n != 1 {
		t.Errorf("%d messages while Telegram asked to wait", n)
	}
	if got := bo.Private().Last().Text; got != "you said three" {
		t.Errorf("another chat waits too: %q", got)
	}
	before := r.calls("sendMessage")
	r.wait(6 * time.Second)
	r.restart() // the wait survives the process
	r.settle()
	if n := r.calls("sendMessage"); n != before {
		t.Errorf("%d calls before the time was over", n-before)
	}
	r.wait(time.Second)
	r.settle()
	r.hears(ann.Private(), 2, "one", "two", "bot: you said one", "bot: you said two")
}

func TestTelegramAskingTwiceMeansTheWholeBot(t *testing.T) {
	r := newRig(t)
	ann, bo, cy := r.person("Ann"), r.person("Bo"), r.person("Cy")
	for _, u := range []*sandbox.User{ann, bo} {
		r.tg.Inject(sandbox.FaultRule{Kind: sandbox.Fault429, Method: "sendMessage", Chat: u.ID(), RetryAfter: 7 * time.Second})
		u.Say(u.Private(), "x")
	}
	cy.Say(cy.Private(), "x")
	r.settle()
	if got := cy.Private().Last(); got.FromBot() {
		t.Errorf("sent %q", got.Text)
	}
	r.wait(7 * time.Second)
	r.settle()
	for _, u := range []*sandbox.User{ann, bo, cy} {
		if got := u.Private().Last().Text; got != "you said x" {
			t.Errorf("last: %q", got)
		}
	}
}

func TestAnAnswerThatComesTooLateIsLetGo(t *testing.T) {
	r := newRig(t)
	ann := r.person("Ann")
	ann.Say(ann.Private(), "/vote")
	r.settle()
	if _, err := ann.Press(ann.Private().Last(), "+1"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.bot.fetch(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	r.wait(151 * time.Second)
	r.settle()
	if n := r.calls("answerCallbackQuery"); n != 0 {
		t.Errorf("%d answers", n)
	}
	if got := ann.Private().Last().Text; got != "count 1" {
		t.Errorf("the press itself was lost: %q", got)
	}
	if n := r.statuses()[store.OutboxFailed]; n != 0 {
		t.Errorf("%d failed", n)
	}
	r.clean()
}

func TestWhatTelegramNeverTakesIsLaidAsideAndToldOnce(t *testing.T) {
	r := newRig(t)
	op := r.person("Op")
	r.ops = []int64{op.ID()}
	r.post(-100123, "", "to nowhere")
	for range 2 {
		r.settle()
		r.wait(time.Hour)
	}
	if n := r.statuses()[store.OutboxFailed]; n != 1 {
		t.Errorf("%d failed", n)
	}
	if got := said(op.Private()); len(got) != 2 || !strings.Contains(got[1], "chat not found") {
		t.Errorf("operator sees %q", got)
	}
}

// answering gives fixed answers, one after the other, and notes the bodies.
type answering struct {
	answers []string
	bodies  []string
}

func (a *answering) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	a.bodies = append(a.bodies, string(body))
	if len(a.answers) == 0 {
		return nil, errors.New("more calls than answers")
	}
	answer := a.answers[0]
	a.answers = a.answers[1:]
	code := http.StatusOK
	if strings.Contains(answer, `"error_code":400`) {
		code = http.StatusBadRequest
	}
	return &http.Response{StatusCode: code, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(answer)), Request: req}, nil
}

func TestTagsThatTelegramCannotReadAreLeftOutOnce(t *testing.T) {
	r := newRig(t)
	stub := &answering{answers: []string{
		`{"ok":false,"error_code":400,"description":"Bad Request: can't parse entities: Unsupported start tag"}`,
		`{"ok":true,"result":{"message_id":5}}`,
	}}
	r.bot.api.client = &http.Client{Transport: stub}
	r.post(77, "", "a < b")
	if _, err := r.bot.sender.sendAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(stub.bodies) != 2 {
		t.Fatalf("%d calls", len(stub.bodies))
	}
	var second params
	if err := json.Unmarshal([]byte(stub.bodies[1]), &second); err != nil {
		t.Fatal(err)
	}
	if second.Text != "a < b" || second.ParseMode != "" {
		t.Errorf("second try: %+v", second)
	}
	if r.statuses()[store.OutboxSent] != 1 {
		t.Errorf("%v", r.statuses())
	}
}

func TestStoppingLeavesNothingHalfDone(t *testing.T) {
	r := newRig(t)
	ann := r.person("Ann")
	g := r.group(ann)
	const n = 60
	for i := range n {
		ann.Say(ann.Private(), fmt.Sprint(i))
		r.post(g.ID(), "", fmt.Sprint(i))
	}
	for stops := 1; ; stops++ {
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- r.bot.Run(ctx) }()
		seen := len(said(ann.Private()))
		err := r.tg.Await(t.Context(), func() bool { now := len(said(ann.Private())); return now > seen+5 || now == n+1 })
		if err != nil {
			t.Fatal(err)
		}
		stop()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if s := r.statuses(); s[store.OutboxSending]+s[store.OutboxUncertain] != 0 {
			t.Errorf("after a clean stop: %v", s)
		}
		r.restart()
		if len(said(ann.Private())) == n+1 {
			if stops < 3 {
				t.Errorf("only %d stops were tried", stops)
			}
			break
		}
	}
	r.settle()
	for i, text := range said(ann.Private())[1:] {
		if want := fmt.Sprintf("you said %d", i); text != want {
			t.Fatalf("%q, want %q", text, want)
		}
	}
	if got := said(g); len(got) != n {
		t.Errorf("%d posts in the group, want %d", len(got), n)
	}
	r.clean()
}

func TestTelegramsLimitsAreKeptWithoutBeingTold(t *testing.T) {
	r := newRig(t, func(r *rig, o *sandbox.Options) {
		r.limits = Limits{}
		o.Limits = sandbox.Limits{PrivateBurst: privateBurst}
	})
	var people []*sandbox.User
	for i := range 40 {
		people = append(people, r.tg.NewUser(sandbox.Person{First: fmt.Sprint("P", i), Language: "en"}))
		people[i].Start("")
	}
	g := r.tg.NewGroup(sandbox.GroupInfo{Title: "Hall", BotAdmin: true}, people...)
	for i := range 30 {
		r.post(g.ID(), "", fmt.Sprint(i))
		r.post(people[0].ID(), "", fmt.Sprint(i))
	}
	for range 200 {
		r.settle()
		r.wait(time.Second)
	}
	for _, c := range r.tg.Calls() {
		if c.Code != http.StatusOK {
			t.Errorf("%s: %s", c.Method, c.Description)
		}
	}
	if got := said(g); len(got) != 30 {
		t.Errorf("%d posts in the group", len(got))
	}
	for _, u := range people {
		if len(said(u.Private())) == 0 {
			t.Errorf("%d got nothing", u.ID())
		}
	}
}
