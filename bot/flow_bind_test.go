package bot

import (
	"slices"
	"strings"
	"testing"

	"huimin/sandbox"
	"huimin/store"
)

func TestTheBotSaysHelloInAGroupOnceAndPostsNothingUntilBound(t *testing.T) {
	s := newStage(t)
	s.enter("chen", "Chen Jing, en, resident CD, staff CD")
	s.enter("ann", "Ann Lee, en, resident CD")
	s.gather("square", "Neighbours: chen ann")
	square := s.groups["square"]
	if got := said(square); len(got) != 1 || !strings.Contains(got[0], "/bind") {
		t.Fatalf("the group heard %q", got)
	}
	square.PromoteBot()
	square.DemoteBot()
	s.settle()
	s.line("ann: A bench at the bus stop")
	s.settle()
	s.line("ann: [✅ Yes]")
	s.settle()
	s.line("ann: [✅ Send]")
	s.settle()
	if got := said(square); len(got) != 1 {
		t.Errorf("a group that is for nothing heard %q", got[1:])
	}
	s.check()
}

func TestAGroupThatPutTheBotOutGetsNothingAndGoesOnWhenItIsBack(t *testing.T) {
	s := newStage(t)
	s.enter("chen", "Chen Jing, en, resident CD, staff CD")
	s.enter("ann", "Ann Lee, en, resident CD")
	s.gather("square", "Neighbours, en, neighbourhood CD: chen ann")
	square := s.groups["square"]
	before := len(said(square))
	square.RemoveBot()
	s.settle()
	for _, line := range []string{"ann: A bench at the bus stop", "ann: [✅ Yes]", "ann: [✅ Send]"} {
		s.line(line)
		s.settle()
	}
	if got := said(square)[before:]; len(got) != 0 {
		t.Fatalf("without the bot in it the group got %q", got)
	}
	square.AddBot()
	s.settle()
	if got := said(square)[before:]; len(got) != 1 || !strings.Contains(got[0], "A bench at the bus stop") {
		t.Errorf("back again, the group got %q", got)
	}
	s.check()
}

func TestAChannelIsBoundInPrivateByWhoeverAddedTheBot(t *testing.T) {
	s := newStage(t)
	s.enter("chen", "Chen Jing, en, resident CD, staff CD")
	s.enter("mei", "Mei Huang, en, resident HP, staff HP")
	chen, mei := s.players["chen"], s.players["mei"]
	channel := s.telegram.NewGroup(sandbox.GroupInfo{Title: "News", Kind: sandbox.Channel}, chen.user)
	channel.AddBot()
	s.settle()
	asked := said(chen.user.Private())
	if !slices.ContainsFunc(asked, func(text string) bool { return strings.Contains(text, "“News”") }) {
		t.Fatalf("whoever added the bot heard %q", asked)
	}
	// Somebody else, with the same button made by hand, gets nowhere.
	forged, err := s.bot.shared.pack(bindPlaceButton{Chat: channel.ID(), Place: s.place("HP").ID})
	if err != nil {
		t.Fatal(err)
	}
	mei.user.Forge(s.latest(mei.user.Private(), (*sandbox.Message).FromBot), forged)
	s.settle()
	if purpose := s.purposeOf(channel); purpose != "" {
		t.Fatalf("a forged button made the channel %q", purpose)
	}
	s.line("chen: [✅ Workshop East]")
	s.settle()
	if purpose := s.purposeOf(channel); purpose != store.PurposeChannel {
		t.Errorf("the channel is for %q", purpose)
	}
	s.check()
}

// purposeOf is what a chat is bound for.
func (s *stage) purposeOf(c *sandbox.Chat) store.Purpose {
	s.t.Helper()
	var kept store.Chat
	err := s.db.Read(s.t.Context(), func(tx *store.Tx) (err error) {
		kept, err = found(tx.Chat(c.ID()))
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return kept.Purpose
}
