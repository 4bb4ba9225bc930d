package bot

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/office"
	"huimin/sandbox"
	"huimin/store"
)

// askingStage is a stage with staff, two neighbours and their group.
func askingStage(t *testing.T, kind sandbox.ChatKind) (s *stage, group *sandbox.Chat) {
	t.Helper()
	s = newStageAt(t, "2026-01-12 10:00")
	s.enter("chen", "Jing Chen, en, resident CD, staff CD")
	s.enter("ann", "Ann Lee, en, resident CD")
	s.enter("bob", "Bob Wei, en, resident CD")
	group = s.telegram.NewGroup(sandbox.GroupInfo{Title: "Neighbours", Kind: kind, BotAdmin: true},
		s.player("chen").user, s.player("ann").user, s.player("bob").user)
	s.settle()
	stored := store.ChatSupergroup
	if kind == sandbox.Group {
		stored = store.ChatGroup
	}
	place := s.place("CD").ID
	s.write(fund.Person{}, func(a office.Act) error {
		_, err := s.office.Bind(a, group.ID(), stored, "Neighbours", place, store.PurposeNeighbourhood, "en")
		return err
	})
	return s, group
}

// askThem opens a poll with n typed answers for three days.
func (s *stage) askThem(n int) (p fund.Poll) {
	s.t.Helper()
	var typed []string
	for i := range n {
		typed = append(typed, fmt.Sprintf("answer %d", i+1))
	}
	place := s.place("CD").ID
	s.write(s.person(s.player("chen")), func(a office.Act) (err error) {
		p, err = s.office.OpenPoll(a, office.NewPoll{Community: place, Multiple: true, Typed: typed, Length: 72 * time.Hour})
		return err
	})
	s.settle()
	return p
}

func (s *stage) vote1(name string, m *sandbox.Message, chosen ...int) {
	s.t.Helper()
	if err := s.player(name).user.Vote(m, chosen...); err != nil {
		s.t.Fatal(err)
	}
	s.settle()
}

func (s *stage) pollNow(id fund.PollID) (p fund.Poll) {
	s.t.Helper()
	s.write(fund.Person{}, func(a office.Act) (err error) { p, err = s.office.Poll(a.Tx, id); return err })
	return p
}

// pollsIn are the polls that stand in a chat.
func pollsIn(c *sandbox.Chat) (list []*sandbox.Message) {
	for _, m := range c.History() {
		if m.Poll != nil {
			list = append(list, m)
		}
	}
	return list
}

func chosen(p fund.Poll) (list []int) {
	for _, o := range p.Options {
		list = append(list, o.Count)
	}
	return list
}

func TestAPollIsNeverAskedTwiceBlindly(t *testing.T) {
	s, group := askingStage(t, sandbox.Supergroup)
	s.telegram.Inject(sandbox.FaultRule{Kind: sandbox.FaultCut, Method: "sendPoll", Chat: group.ID()})
	p := s.askThem(3)
	s.restart()
	s.wait(s.now.Add(time.Hour))
	if got := pollsIn(group); len(got) != 1 {
		t.Fatalf("%d polls in the group", len(got))
	}
	asked := pollsIn(group)[0]
	s.vote1("ann", asked, 0, 2) // shows which poll it is
	s.vote1("bob", asked, 2)
	s.write(fund.Person{}, func(a office.Act) error {
		counts, err := a.Tx.OutboxCounts()
		if counts[store.OutboxUncertain] != 0 || counts[store.OutboxArrived] != 1 {
			t.Errorf("the outbox: %v", counts)
		}
		return err
	})
	s.wait(p.Closes.Add(time.Minute)) // nobody knows its number: Telegram itself closes it on time
	if p = s.pollNow(p.ID); p.Status != fund.PollClosed || !slices.Equal(chosen(p), []int{1, 0, 2}) || p.Voters != 2 {
		t.Errorf("%s, %v of %d", p.Status, chosen(p), p.Voters)
	}
	if last := group.Last(); !strings.Contains(last.Text, "2 neighbours took part") {
		t.Errorf("the group reads %q", last.Text)
	}
	s.check()
}

func TestAPollThatNeverLeftIsSentWhenItCan(t *testing.T) {
	s, group := askingStage(t, sandbox.Supergroup)
	s.telegram.Inject(sandbox.FaultRule{Kind: sandbox.FaultRefuse, Method: "sendPoll", Times: 2})
	s.askThem(2)
	for range 3 {
		s.wait(s.now.Add(time.Hour))
	}
	if got := pollsIn(group); len(got) != 1 {
		t.Fatalf("%d polls in the group", len(got))
	}
	s.check()
}

func TestAPollThatNobodyCouldSeeInTimeIsNotAsked(t *testing.T) {
	s, group := askingStage(t, sandbox.Supergroup)
	s.telegram.Inject(sandbox.FaultRule{Kind: sandbox.FaultRefuse, Method: "sendPoll", Times: -1})
	p := s.askThem(2)
	s.wait(p.Closes.Add(2 * time.Hour))
	s.telegram.ClearFaults()
	s.wait(s.now.Add(time.Hour))
	if got := pollsIn(group); len(got) != 0 {
		t.Errorf("%d polls in the group after its end", len(got))
	}
	if p = s.pollNow(p.ID); p.Status != fund.PollClosed || p.Voters != 0 {
		t.Errorf("%s with %d", p.Status, p.Voters)
	}
}

func TestAPollGoesOnWhereItsGroupDoes(t *testing.T) {
	s, group := askingStage(t, sandbox.Group)
	p := s.askThem(13)
	first := pollsIn(group)
	if len(first) != 2 || len(first[0].Poll.Options) != 7 || len(first[1].Poll.Options) != 6 {
		t.Fatalf("the parts: %+v", first)
	}
	s.vote1("ann", first[0], 0)
	super := group.Migrate()
	s.settle()
	s.restart()
	again := pollsIn(super)
	if len(again) != 2 {
		t.Fatalf("%d polls in the supergroup", len(again))
	}
	s.vote1("ann", again[0], 1) // once, and not in the old group as well
	s.vote1("bob", again[1], 0, 5)
	s.wait(p.Closes.Add(time.Minute))
	want := make([]int, 13)
	want[2], want[1], want[11] = 1, 1, 1
	if p = s.pollNow(p.ID); p.Status != fund.PollClosed || !slices.Equal(chosen(p), want) || p.Voters != 1 {
		t.Errorf("%s, %v of %d; want %v", p.Status, chosen(p), p.Voters, want)
	}
	for _, m := range pollsIn(super) {
		if !m.Poll.Closed {
			t.Errorf("%q takes answers still", m.Poll.Question)
		}
	}
}

func TestAPollIsStoppedBeforeItsTime(t *testing.T) {
	s, group := askingStage(t, sandbox.Supergroup)
	p := s.askThem(2)
	s.vote1("ann", pollsIn(group)[0], 1)
	s.telegram.Inject(sandbox.FaultRule{Kind: sandbox.FaultCut, Method: "stopPoll"}) // carried out, and nobody hears it
	s.write(s.person(s.player("chen")), func(a office.Act) error { _, err := s.office.StopPoll(a, p.ID); return err })
	s.settle()
	s.wait(s.now.Add(10 * time.Minute))
	if p = s.pollNow(p.ID); p.Status != fund.PollClosed || !slices.Equal(chosen(p), []int{0, 1}) {
		t.Errorf("%s, %v", p.Status, chosen(p))
	}
	if !pollsIn(group)[0].Poll.Closed {
		t.Error("it takes answers still")
	}
}
