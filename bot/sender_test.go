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

	"huimin/fund"
	"huimin/sandbox"
	"huimin/store"
)

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

func TestABlockedBotWaitsToBeHeardOfAgain(t *testing.T) {
	r := newRig(t)
	ann := r.person("Ann")
	ann.Block()
	r.post(ann.ID(), "", "told while it was not known")
	r.settle() // my_chat_member comes first
	r.post(ann.ID(), "", "told while blocked")
	r.settle()
	if n := r.calls("sendMessage"); n != 1 {
		t.Errorf("%d calls to somebody who blocked the bot", n-1)
	}
	ann.Unblock()
	r.settle()
	r.hears(ann.Private(), 2, "bot: told while it was not known", "bot: told while blocked")
	r.clean()
}

func TestABlockThatIsLearntFromTheRefusal(t *testing.T) {
	r := newRig(t)
	ann := r.person("Ann")
	g := r.group(ann)
	r.post(g.ID(), "", "first")
	r.settle()
	g.RemoveBot()
	r.post(g.ID(), "", "second")
	if _, err := r.bot.sender.sendAll(t.Context()); err != nil { // the news of the removal is not yet fetched
		t.Fatal(err)
	}
	if n := r.statuses()[store.OutboxParked]; n != 1 {
		t.Errorf("%d parked", n)
	}
	r.wait(time.Hour)
	g.AddBot()
	r.settle()
	if got := said(g); len(got) != 2 || got[1] != "second" {
		t.Errorf("after coming back: %q", got)
	}
}

func TestOldNewsIsNotToldAfterABlock(t *testing.T) {
	r := newRig(t)
	ann := r.person("Ann")
	ann.Block()
	r.settle()
	r.post(ann.ID(), "", "stale")
	r.settle()
	r.write(func(tx *store.Tx) error { return tx.Park(ann.ID()) })
	r.wait(8 * 24 * time.Hour)
	ann.Unblock()
	r.settle()
	if got := said(ann.Private()); len(got) != 1 {
		t.Errorf("said %q", got)
	}
}

func TestAMigratedGroupIsFollowed(t *testing.T) {
	for name, learn := range map[string]bool{"by the service message": true, "by the refusal": false} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			ann := r.person("Ann")
			g := r.tg.NewGroup(sandbox.GroupInfo{Title: "Hall", Kind: sandbox.Group, BotAdmin: true}, ann)
			r.settle()
			r.write(func(tx *store.Tx) error {
				city, err := tx.AddPlace(fund.Place{Kind: fund.PlaceCity, Code: "LZ", Name: "柳州"})
				if err != nil {
					return err
				}
				return tx.SaveChat(store.Chat{
					ID: g.ID(), Kind: store.ChatGroup, Title: "Hall", Lang: "en", Place: city, Purpose: store.PurposeStaff, BoundAt: r.clock(),
				})
			})
			r.post(g.ID(), "project:1", "stands at one")
			r.settle()
			super := g.Migrate()
			r.post(g.ID(), "project:1", "stands at two")
			if learn {
				r.settle()
			} else if _, err := r.bot.sender.sendAll(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := said(super); len(got) != 1 || got[0] != "stands at two" {
				t.Errorf("in the supergroup: %q", got)
			}
			r.settle()
			r.write(func(tx *store.Tx) error {
				c, err := tx.Chat(super.ID())
				if err != nil || c.Purpose != store.PurposeStaff || c.Lang != "en" || c.Kind != store.ChatSupergroup {
					t.Errorf("chat %+v, %v", c, err)
				}
				return nil
			})
			r.post(super.ID(), "project:1", "stands at three")
			r.settle()
			if got := said(super); len(got) != 1 || got[0] != "stands at three" {
				t.Errorf("edited in place: %q", got)
			}
			r.clean()
		})
	}
}

func TestAGroupPostIsNeverDoubledBlindly(t *testing.T) {
	r := newRig(t)
	ann, op := r.person("Ann"), r.person("Op")
	r.ops = []int64{op.ID()}
	g := r.group(ann)
	r.tg.Inject(sandbox.FaultRule{Kind: sandbox.FaultCut, Method: "sendMessage", Chat: g.ID()})
	r.post(g.ID(), "ballot:1", "vote now")
	for range 3 {
		r.settle()
		r.wait(time.Hour)
	}
	if got := said(g); len(got) != 1 {
		t.Fatalf("in the group: %q", got)
	}
	if n := r.statuses()[store.OutboxUncertain]; n != 1 {
		t.Fatalf("%d uncertain", n)
	}
	notice := op.Private().Last()
	if !strings.Contains(notice.Text, "did it arrive") || len(notice.Labels()) != 2 {
		t.Fatalf("operator sees %q %q", notice.Text, notice.Labels())
	}

	// A press on it shows that it is there.
	if _, err := ann.Press(g.Last(), "+1"); err != nil {
		t.Fatal(err)
	}
	r.settle()
	if n := r.statuses()[store.OutboxUncertain]; n != 0 {
		t.Errorf("%d uncertain after the press", n)
	}
	r.post(g.ID(), "ballot:1", "two have voted")
	r.settle()
	if got := said(g); len(got) != 1 || got[0] != "two have voted" {
		t.Errorf("in the group: %q", got)
	}
	tap, err := op.Press(notice, "🔁 Send it again")
	if err != nil {
		t.Fatal(err)
	}
	r.settle()
	if a, _ := tap.Answer(); a.Text != "That has been settled already." {
		t.Errorf("answer %+v", a)
	}
	r.clean()
}

func TestAnUncertainPostIsSettledByAPerson(t *testing.T) {
	for name, c := range map[string]struct {
		fault sandbox.Fault
		press string
		want  int
	}{
		"it arrived":     {sandbox.FaultCut, "✅ It arrived", 1},
		"it did not":     {sandbox.Fault5xx, "🔁 Send it again", 1},
		"once too often": {sandbox.FaultCut, "🔁 Send it again", 2},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			ann, op := r.person("Ann"), r.person("Op")
			r.ops = []int64{op.ID()}
			g := r.group(ann)
			r.tg.Inject(sandbox.FaultRule{Kind: c.fault, Method: "sendMessage", Chat: g.ID()})
			r.post(g.ID(), "", "news")
			r.settle()
			notice := op.Private().Last()
			forged := ann.Forge(ann.Private().Last(), "op:1:1")
			r.settle()
			if a, _ := forged.Answer(); !strings.HasPrefix(a.Text, "Only whoever runs") {
				t.Errorf("a stranger to the office may settle it: %+v", a)
			}
			if _, err := op.Press(notice, c.press); err != nil {
				t.Fatal(err)
			}
			r.settle()
			if got := said(g); len(got) != c.want {
				t.Errorf("in the group: %q", got)
			}
			if n := r.statuses()[store.OutboxUncertain]; n != 0 {
				t.Errorf("%d uncertain", n)
			}
			r.clean()
		})
	}
}

func TestAPostLeftInTheMiddleOfSendingIsUncertain(t *testing.T) {
	r := newRig(t)
	ann, op := r.person("Ann"), r.person("Op")
	r.ops = []int64{op.ID()}
	g := r.group(ann)
	r.post(g.ID(), "", "news")
	r.write(func(tx *store.Tx) error { // as a process does that dies right after
		list, err := tx.WaitingOutbox(0, 10)
		if err != nil {
			return err
		}
		_, err = tx.MarkSending(list[0].ID, list[0].Rev)
		return err
	})
	r.restart()
	r.settle()
	if got := said(g); len(got) != 0 {
		t.Errorf("in the group: %q", got)
	}
	if !strings.Contains(op.Private().Last().Text, "did it arrive") {
		t.Errorf("operator sees %q", op.Private().Last().Text)
	}
}

func TestAReplyIsRepeatedUntilItArrives(t *testing.T) {
	for _, fault := range []sandbox.Fault{sandbox.FaultCut, sandbox.Fault5xx, sandbox.FaultRefuse} {
		t.Run(string(fault), func(t *testing.T) {
			r := newRig(t)
			ann := r.person("Ann")
			r.tg.Inject(sandbox.FaultRule{Kind: fault, Method: "sendMessage", Times: 2})
			ann.Say(ann.Private(), "hello")
			ann.Say(ann.Private(), "again")
			for range 4 {
				r.settle()
				r.wait(5 * time.Second)
			}
			want := []string{"welcome", "you said hello", "you said again"}
			if fault == sandbox.FaultCut {
				want = []string{"welcome", "you said hello", "you said hello", "you said hello", "you said again"}
			}
			if got := said(ann.Private()); strings.Join(got, "|") != strings.Join(want, "|") {
				t.Errorf("said %q", got)
			}
		})
	}
}

func TestChangesOfAPostBecomeOneEditAndNoneWhenNothingChanged(t *testing.T) {
	r := newRig(t)
	ann := r.person("Ann")
	g := r.group(ann)
	r.post(g.ID(), "ballot:1", "none has voted")
	r.settle()
	for i := range 20 {
		r.post(g.ID(), "ballot:1", fmt.Sprintf("%d have voted", i))
	}
	r.settle()
	if n := r.calls("editMessageText"); n != 1 {
		t.Errorf("%d edits for 20 changes", n)
	}
	r.post(g.ID(), "ballot:1", "19 have voted")
	r.settle()
	if n := r.calls("editMessageText"); n != 1 {
		t.Errorf("an edit without a change")
	}
	if got := said(g); len(got) != 1 || got[0] != "19 have voted" {
		t.Errorf("in the group: %q", got)
	}
	r.post(g.ID(), "ballot:1", "")
	r.settle()
	if got := said(g); len(got) != 1 {
		t.Errorf("nothing to say became %q", got)
	}
	r.clean()
}

func TestAPostThatIsGoneIsSentAnew(t *testing.T) {
	r := newRig(t)
	ann := r.person("Ann")
	g := r.group(ann)
	r.post(g.ID(), "ballot:1", "first")
	r.settle()
	g.Promote(ann)
	ann.Delete(g.Last())
	r.post(g.ID(), "ballot:1", "second")
	r.settle()
	if got := said(g); len(got) != 1 || got[0] != "second" {
		t.Errorf("in the group: %q", got)
	}
	r.post(g.ID(), "ballot:1", "third")
	r.settle()
	if got := said(g); len(got) != 1 || got[0] != "third" {
		t.Errorf("in the group: %q", got)
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
