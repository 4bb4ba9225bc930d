package bot

import (
	"strings"
	"testing"
	"time"

	"huimin/sandbox"
	"huimin/store"
)

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
