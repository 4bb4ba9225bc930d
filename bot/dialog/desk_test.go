package dialog

import (
	"testing"
)

func TestOneConversationAtATime(t *testing.T) {
	full := func(form string, nonce int64) State { return State{Form: form, Touched: true, Nonce: nonce} }
	fresh := func(form string) State { return State{Form: form} }
	opened := func(d Desk) string {
		if d.Open == nil {
			return ""
		}
		return d.Open.Form
	}
	for name, c := range map[string]struct {
		play  func(*Desk)
		open  string
		aside int
	}{
		"an empty one gives way": {func(d *Desk) {
			d.Begin(fresh("a"), 1)
			if d.Begin(fresh("b"), 2) != nil {
				t.Error("asked for nothing")
			}
		}, "b", 0},
		"a full one is in the way, and stays": {func(d *Desk) {
			d.Begin(full("a", 1), 1)
			if old := d.Begin(fresh("b"), 2); old == nil || old.Form != "a" || d.InTheWay() != old {
				t.Error("not asked")
			}
			d.GoOn()
		}, "a", 0},
		"a full one is put aside": {func(d *Desk) {
			d.Begin(full("a", 1), 1)
			d.Begin(fresh("b"), 2)
			d.Make(3)
		}, "b", 1},
		"what wanted to begin is not lost either": {func(d *Desk) {
			d.Begin(full("a", 1), 1)
			d.Begin(full("b", 0), 2)
			d.GoOn()
		}, "a", 1},
		"the same form anew": {func(d *Desk) {
			d.Begin(full("a", 1), 1)
			d.Begin(fresh("a"), 2)
			d.Make(3)
			if d.Open.Touched {
				t.Error("the old one is still open")
			}
		}, "a", 0},
		"one aside is offered when its form begins again": {func(d *Desk) {
			d.Begin(full("a", 1), 1)
			d.Make(2)
			if old := d.Begin(fresh("a"), 3); old == nil || old.Nonce != 1 {
				t.Error("not offered")
			}
			d.GoOn()
			if !d.Open.Touched {
				t.Error("the new one is open")
			}
		}, "a", 0},
		"one aside is replaced": {func(d *Desk) {
			d.Begin(full("a", 1), 1)
			d.Make(2)
			d.Begin(fresh("a"), 3)
			d.Make(4)
		}, "a", 0},
		"both in the way, one after the other": {func(d *Desk) {
			d.Begin(full("b", 1), 1)
			d.Make(2)
			d.Begin(full("a", 3), 3)
			d.Begin(fresh("b"), 4)
			if old := d.Make(5); old == nil || old.Form != "b" {
				t.Error("the one aside is not offered")
			}
			d.GoOn()
		}, "b", 1},
		"a cancelled one is taken up again": {func(d *Desk) {
			d.Begin(full("a", 7), 1)
			d.Cancel()
			if d.Open != nil || !d.TakeUp(7) || d.TakeUp(7) {
				t.Error("cannot be taken up exactly once")
			}
		}, "a", 0},
		"a cancelled one is gone when something begins": {func(d *Desk) {
			d.Begin(full("a", 7), 1)
			d.Cancel()
			d.Begin(fresh("b"), 2)
			if d.TakeUp(7) {
				t.Error("taken up")
			}
		}, "b", 0},
		"one aside is taken up, the open one put there": {func(d *Desk) {
			d.Begin(full("a", 7), 1)
			d.Make(2)
			d.Begin(full("b", 8), 3)
			if !d.TakeUp(7) || d.Waiting().Form != "b" {
				t.Error("not exchanged")
			}
		}, "a", 1},
		"an empty one cancelled leaves nothing": {func(d *Desk) {
			d.Begin(fresh("a"), 1)
			d.Cancel()
			if !d.Empty() {
				t.Error("something is left")
			}
		}, "", 0},
	} {
		var d Desk
		c.play(&d)
		if opened(d) != c.open || len(d.Aside) != c.aside || d.Next != nil {
			t.Errorf("%s: open %q, %d aside, next %v; want open %q, %d aside", name, opened(d), len(d.Aside), d.Next, c.open, c.aside)
		}
	}
}
