package bot

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"huimin/sandbox"
	"huimin/store"
)

// cutPost leaves a group with a post of which nobody knows whether it arrived,
// and gives the operator's notice about it.
func cutPost(r *rig, g *sandbox.Chat, op *sandbox.User) *sandbox.Message {
	r.t.Helper()
	r.tg.Inject(sandbox.FaultRule{Kind: sandbox.FaultCut, Method: "sendMessage", Chat: g.ID()})
	r.post(g.ID(), "ballot:1", "vote")
	r.settle()
	return op.Private().Last()
}

func TestAPostInTheDarkIsNotDoubledByTheNextChange(t *testing.T) {
	r := newRig(t)
	ann, op := r.person("Ann"), r.person("Op")
	r.ops = []int64{op.ID()}
	g := r.group(ann)
	notice := cutPost(r, g, op)
	r.post(g.ID(), "ballot:1", "one has voted")
	r.settle()
	if got := said(g); len(got) != 1 || got[0] != "vote" {
		t.Fatalf("in the group: %q", got)
	}
	// The operator sees it there, but its number is not known yet.
	if _, err := op.Press(notice, "✅ It arrived"); err != nil {
		t.Fatal(err)
	}
	r.settle()
	r.restart()
	r.post(g.ID(), "ballot:1", "two have voted")
	r.settle()
	if got := said(g); len(got) != 1 || got[0] != "vote" {
		t.Fatalf("in the group: %q", got)
	}
	if !strings.Contains(op.Private().Last().Text, "as soon as somebody presses") {
		t.Errorf("operator reads %q", op.Private().Last().Text)
	}
	if _, err := ann.Press(g.Last(), "+1"); err != nil { // which this press tells
		t.Fatal(err)
	}
	r.settle()
	r.post(g.ID(), "ballot:1", "three have voted")
	r.settle()
	if got := said(g); len(got) != 1 || got[0] != "three have voted" {
		t.Errorf("in the group: %q", got)
	}
	r.clean()
}

func TestSendingAgainSaysWhatIsNewest(t *testing.T) {
	r := newRig(t)
	ann, op := r.person("Ann"), r.person("Op")
	r.ops = []int64{op.ID()}
	g := r.group(ann)
	notice := cutPost(r, g, op)
	r.post(g.ID(), "ballot:1", "one has voted")
	r.settle()
	if _, err := op.Press(notice, "🔁 Send it again"); err != nil {
		t.Fatal(err)
	}
	r.settle()
	r.post(g.ID(), "ballot:1", "two have voted")
	r.settle()
	if got := said(g); len(got) != 2 || got[1] != "two have voted" {
		t.Errorf("in the group: %q", got)
	}
}

func TestAPostSentAnewInTheDarkIsNotDoubled(t *testing.T) {
	r := newRig(t)
	ann, op := r.person("Ann"), r.person("Op")
	r.ops = []int64{op.ID()}
	g := r.group(ann)
	r.post(g.ID(), "ballot:1", "vote")
	r.settle()
	g.Promote(ann)
	ann.Delete(g.Last())
	r.tg.Inject(sandbox.FaultRule{Kind: sandbox.FaultCut, Method: "sendMessage", Chat: g.ID()})
	for _, words := range []string{"one has voted", "two have voted"} {
		r.post(g.ID(), "ballot:1", words)
		r.settle()
	}
	if got := said(g); len(got) != 1 || got[0] != "one has voted" {
		t.Errorf("in the group: %q", got)
	}
}

func TestAPostThatTelegramPutOffIsNotCalledUncertain(t *testing.T) {
	r := newRig(t)
	ann, op := r.person("Ann"), r.person("Op")
	r.ops = []int64{op.ID()}
	g := r.group(ann)
	r.tg.Inject(sandbox.FaultRule{Kind: sandbox.Fault429, Method: "sendMessage", Chat: g.ID(), RetryAfter: 5 * time.Second})
	r.post(g.ID(), "ballot:1", "vote")
	r.settle()
	r.post(g.ID(), "ballot:1", "one has voted")
	r.settle()
	r.restart()
	r.wait(6 * time.Second)
	r.settle()
	if got := said(g); len(got) != 1 || got[0] != "one has voted" {
		t.Errorf("in the group: %q", got)
	}
	if s := r.statuses(); s[store.OutboxUncertain]+s[store.OutboxSending]+s[store.OutboxHeld] != 0 {
		t.Errorf("left: %v", s)
	}
}

// What an unblocking let wait is not dropped with the rest of the block.
func TestRowsThatWaitAgainOutliveTheBlockThatWasNoted(t *testing.T) {
	r := newRig(t)
	ann := r.person("Ann")
	ann.Block()
	r.post(ann.ID(), "", "one")
	r.post(ann.ID(), "", "two")
	s := r.bot.sender
	if _, err := s.load(t.Context()); err != nil {
		t.Fatal(err)
	}
	it := s.lanes.next(r.clock())
	s.flying++
	list := []outcome{s.deliver(t.Context(), it)}
	if err := s.commit(t.Context(), list); err != nil || list[0].verdict != blocked {
		t.Fatalf("%+v, %v", list[0], err)
	}
	ann.Unblock()
	r.write(func(tx *store.Tx) error { return tx.Unpark(ann.ID(), r.clock().Add(-newsLife)) })
	if _, err := s.load(t.Context()); err != nil { // the sender hears of that first
		t.Fatal(err)
	}
	s.land(list)
	if _, err := s.sendAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := said(ann.Private()); strings.Join(got, "|") != "welcome|one|two" {
		t.Errorf("said %q", got)
	}
}

func TestACallThatNeverBeganIsNotUncertain(t *testing.T) {
	r := newRig(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var failed *wireError
	err := r.bot.api.call(ctx, "sendMessage", params{}, nil)
	if !errors.As(err, &failed) || !failed.Unsent {
		t.Errorf("%v", err)
	}
}

// refusing counts calls and never answers; it stands for a way to Telegram that
// is gone when the program stops.
type refusing struct{ n int }

func (r *refusing) RoundTrip(req *http.Request) (*http.Response, error) {
	r.n++
	return nil, req.Context().Err()
}

func TestASlowStopLeavesNoFalseDoubt(t *testing.T) {
	r := newRig(t)
	ann, op := r.person("Ann"), r.person("Op")
	r.ops = []int64{op.ID()}
	g := r.group(ann)
	r.post(g.ID(), "", "news")
	s := r.bot.sender
	if _, err := s.load(t.Context()); err != nil {
		t.Fatal(err)
	}
	stub := &refusing{}
	r.bot.api.client = &http.Client{Transport: stub}
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // the time of grace is over
	s.flying++
	list := []outcome{s.deliver(ctx, s.lanes.next(r.clock()))}
	if err := s.commit(ctx, list); err != nil {
		t.Fatal(err)
	}
	if n := r.statuses()[store.OutboxWaiting]; n != 1 || stub.n != 0 {
		t.Errorf("%v after %d calls", r.statuses(), stub.n)
	}
}

func TestTwoQuickPressesOnOneButtonAreOneEdit(t *testing.T) {
	r := newRig(t)
	ann := r.person("Ann")
	ann.Say(ann.Private(), "/vote")
	r.settle()
	m := ann.Private().Last()
	for range 3 {
		ann.Forge(m, "c:2")
		r.settle()
	}
	if n := r.calls("editMessageText"); n != 1 {
		t.Errorf("%d edits", n)
	}
	ann.Forge(m, "c:1")
	ann.Forge(m, "c:2")
	r.settle()
	if got := ann.Private().Last().Text; got != "count 2" {
		t.Errorf("shows %q", got)
	}
	r.clean()
}
