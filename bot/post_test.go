package bot

import (
	"fmt"
	"testing"
	"time"

	"huimin/fund"
	"huimin/sandbox"
	"huimin/store"
)

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
