package main

import (
	"os"
	"testing"

	"huimin/bot"
	"huimin/sandbox"
)

// said counts what is in every chat.
func said(s *sandbox.Server) map[int64]int {
	n := map[int64]int{}
	for _, u := range s.Users() {
		for _, c := range u.Chats() {
			n[c.ID()] = len(c.History())
		}
	}
	return n
}

func TestADemoThatIsKeptGoesOn(t *testing.T) {
	now := moment(t, "2026-11-24 10:00")
	first := newDemo(t, now)
	if err := first.prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := said(first.telegram)

	t.Run("with all that was said", func(t *testing.T) {
		d := newDemo(t, now.AddDate(0, -1, 0), func(c *demoCommand) { c.DB = first.DB })
		if err := d.prepare(t.Context()); err != nil {
			t.Fatal(err)
		}
		if d.clock.Now().Before(now) {
			t.Errorf("time went back to %s", d.clock.Now())
		}
		after := said(d.telegram)
		if len(after) != len(before) {
			t.Errorf("%d chats, and there were %d", len(after), len(before))
		}
		for chat, n := range before {
			if after[chat] != n {
				t.Errorf("chat %d has %d messages, and had %d", chat, after[chat], n)
			}
		}
		if d.city == nil || d.city.heading(d.city.users["chen"])["en"] == "" || d.city.users["chen"].Name() != "Chen Mei" {
			t.Error("nobody knows any more who is who")
		}
	})

	t.Run("without the practice Telegram", func(t *testing.T) {
		if err := os.Remove(first.stateFile()); err != nil {
			t.Fatal(err)
		}
		d := newDemo(t, now, func(c *demoCommand) { c.DB = first.DB })
		if err := d.prepare(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.open(t, bot.Limits{Off: true})
		d.checkSaid(t)
		for i, g := range first.city.groups {
			if d.city.groups[i].ID() != g.ID() {
				t.Errorf("%s has another number", g.Title())
			}
		}
		if n := len(d.city.groups[0].History()); n < 20 {
			t.Errorf("the neighbours' group shows %d messages", n)
		}
		if u := d.city.users["chen"]; !u.Started() || u.KeyboardIn(u.Private()) == nil {
			t.Error("Chen Mei has no menu")
		}
		if d.city.users["anna"].Started() {
			t.Error("the new neighbour is no stranger any more")
		}
	})
}
