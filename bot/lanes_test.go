package bot

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huimin/store"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func queued(id, chat int64, lane store.Lane, due time.Time) store.Queued {
	return store.Queued{ID: id, Rev: id, Outgoing: store.Outgoing{Chat: chat, Lane: lane, Due: due}}
}

func TestTheUrgentGoesFirst(t *testing.T) {
	l := newLanes(Limits{Off: true})
	l.add(queued(1, 10, store.LaneBroadcast, noon))
	l.add(queued(2, 11, store.LaneNotice, noon))
	l.add(queued(3, 12, store.LaneReply, noon))
	l.add(queued(4, 10, store.LaneReply, noon))
	l.add(queued(5, 13, store.LaneAnswer, noon))
	l.add(queued(6, 14, store.LaneReply, noon.Add(time.Hour)))
	var order []int64
	for it := l.next(noon); it != nil; it = l.next(noon) {
		order = append(order, it.id)
		l.landed(it)
	}
	if fmt.Sprint(order) != "[5 3 4 2 1]" {
		t.Errorf("order %v", order)
	}
	if at := l.wakeAt(noon); !at.Equal(noon.Add(time.Hour)) {
		t.Errorf("wakes at %v", at)
	}
}

func TestAnAnswerDoesNotWaitForItsChat(t *testing.T) {
	l := newLanes(Limits{})
	l.add(queued(1, 10, store.LaneReply, noon))
	if it := l.next(noon); it == nil || it.id != 1 {
		t.Fatal("the reply did not go")
	}
	l.add(queued(2, 10, store.LaneReply, noon))
	l.add(queued(3, 10, store.LaneAnswer, noon))
	if it := l.next(noon); it == nil || it.id != 3 {
		t.Error("the answer waits for the reply that is on its way")
	}
	if it := l.next(noon); it != nil {
		t.Errorf("%d goes while another is on its way to the same chat", it.id)
	}
}

// Whatever happens, a chat's messages of one lane go in order, one at a time,
// none is lost, and none goes before its time.
func TestLanesLoseAndReorderNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLanes(Limits{Off: rapid.Bool().Draw(t, "off")})
		now, next := noon, int64(0)
		flying := map[int64]*item{}
		open := map[int64]bool{}
		due := map[int64]time.Time{}
		last := map[string]int64{}
		finish := func(it *item) {
			delete(flying, it.chat)
			delete(open, it.id)
			l.landed(it)
		}
		step := func() {
			it := l.next(now)
			if it == nil {
				return
			}
			if flying[it.chat] != nil {
				t.Fatalf("two on their way to %d", it.chat)
			}
			if due[it.id].After(now) {
				t.Fatalf("%d goes before it is due", it.id)
			}
			line := fmt.Sprint(it.chat, it.lane)
			if it.id < last[line] {
				t.Fatalf("%d goes after %d", it.id, last[line])
			}
			last[line] = it.id
			flying[it.chat] = it
		}
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				next++
				chat := rapid.SampledFrom([]int64{-2, -1, 1, 2, 3}).Draw(t, "chat")
				lane := rapid.SampledFrom([]store.Lane{store.LaneReply, store.LaneNotice, store.LaneBroadcast}).Draw(t, "lane")
				open[next], due[next] = true, now
				l.add(queued(next, chat, lane, now))
			},
			"next": func(*rapid.T) { step() },
			"land": func(t *rapid.T) {
				for _, it := range flying {
					finish(it)
					return
				}
			},
			"again": func(t *rapid.T) {
				for _, it := range flying {
					delete(flying, it.chat)
					at := now.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "seconds")) * time.Second)
					due[it.id] = at
					l.again(it, at, false)
					return
				}
			},
			"time": func(t *rapid.T) { now = now.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "seconds")) * time.Second) },
			"tidy": func(*rapid.T) { l.tidy(now) },
		})
		for i := 0; len(open) > 0; i++ {
			if i > 100_000 {
				t.Fatalf("%d never went", len(open))
			}
			step()
			for _, it := range flying {
				finish(it)
			}
			if at := l.wakeAt(now); at.After(now) {
				now = at
			}
		}
		if len(l.items) != 0 || l.whole != 0 {
			t.Fatalf("%d items, %d whole are left", len(l.items), l.whole)
		}
	})
}
