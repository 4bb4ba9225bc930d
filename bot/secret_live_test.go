package bot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/sandbox"
	"huimin/store"
)

// newSecret is a stage with a secret vote among four, for and against or on one
// of these options.
func newSecret(t *testing.T, options ...string) (s *stage, b fund.Ballot) {
	t.Helper()
	s = newStage(t)
	s.enter("chen", "Chen Jing, en, resident CD, staff CD")
	for _, name := range []string{"rosa", "sam", "tom", "uma"} {
		s.enter(name, name+" Diaz, en, resident CD, representative CD")
	}
	s.gather("reps", "Workshop East representatives, en, representatives CD: rosa sam tom uma chen")
	s.settle()
	s.write(s.person(s.player("chen")), func(a office.Act) error {
		if err := s.seat(a, []string{"rosa", "sam", "tom", "uma"}); err != nil {
			return err
		}
		list, err := s.office.Meetings(a.Tx, s.known(a, "rosa").Community)
		if err != nil {
			return err
		}
		n := office.ItemVote{Item: 1, Secret: true, Length: 15 * time.Minute}
		if len(options) > 0 {
			b, err = s.office.OpenQuestion(a, list[0].ID, office.NewQuestion{ItemVote: n, Kind: fund.BallotChoice, Options: options})
		} else {
			b, err = s.office.OpenItem(a, list[0].ID, n)
		}
		return err
	})
	s.settle()
	return s, b
}

// onDisk counts how often some words stand in the database's files.
func (s *stage) onDisk(words string) (n int) {
	s.t.Helper()
	for _, suffix := range []string{"", "-wal"} {
		raw, err := os.ReadFile(s.path + suffix)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			s.t.Fatal(err)
		}
		n += bytes.Count(raw, []byte(words))
	}
	return n
}

// papersOf gives the papers in somebody's chat, the oldest first.
func (s *stage) papersOf(p *player) (list []*sandbox.Message) {
	for _, m := range p.user.Private().History() {
		if strings.Contains(m.Text, "Check code") {
			list = append(list, m)
		}
	}
	return list
}

// codeOn is the code that a paper in a chat shows.
func codeOn(m *sandbox.Message) string {
	_, after, _ := strings.Cut(m.Text, "Check code: ")
	code, _, _ := strings.Cut(after, "\n")
	return strings.ReplaceAll(code, "-", "")
}

func (s *stage) pressOn(p *player, m *sandbox.Message, label string) {
	s.t.Helper()
	tap, err := p.user.Press(m, label)
	if err != nil {
		s.t.Fatal(err)
	}
	p.tap = tap
	s.settle()
}

// What waits to be sent to somebody with a code on it, and what came from them
// with one, cannot be read out of the database: before a paper is used its code
// stands nowhere, after that on the paper alone.
func TestPapersOnTheirWayAreSealed(t *testing.T) {
	for name, options := range map[string][]string{"for and against": nil, "one of several": {"Nine", "Ten"}} {
		t.Run(name, func(t *testing.T) { sealedOnTheWay(t, options) })
	}
}

func sealedOnTheWay(t *testing.T, options []string) {
	t.Helper()
	s, b := newSecret(t, options...)
	rosa := s.player("rosa")
	s.press(rosa, s.groups["reps"], "🔒 Get my paper")
	s.settle()
	m := s.papersOf(rosa)[0]
	code := codeOn(m)
	if n := s.onDisk(code); n != 0 || len(code) != 8 {
		t.Fatalf("the code %q stands on the disk %d times before it is used", code, n)
	}

	// A program that has received the press and not yet handled it.
	if err := s.db.Close(); err != nil {
		t.Fatal(err)
	}
	s.open()
	mark := s.bot.shared.paperMark(b.ID, s.person(rosa).ID, fund.PaperCode(code))
	data, err := s.bot.shared.pack(paperVoteButton{b.ID, code, mark, fund.ChoiceAgainst, 0})
	if options != nil {
		data, err = s.bot.shared.pack(paperMarkButton{b.ID, code, mark, 2, 1, 0})
	}
	if err != nil {
		t.Fatal(err)
	}
	up := fmt.Sprintf(`{"update_id":900001,"callback_query":{"id":"1","from":{"id":%d,"first_name":"Rosa"},"chat_instance":"1","data":%q,
		"message":{"message_id":%d,"date":1,"chat":{"id":%d,"type":"private"},"text":"Check code: %s","reply_markup":{"inline_keyboard":[[{"text":"x","callback_data":%q}]]}}}}`,
		rosa.user.ID(), data, m.ID, rosa.user.ID(), code, data)
	in, err := incoming([]byte(up))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.bot.receive(t.Context(), []store.Incoming{in}); err != nil {
		t.Fatal(err)
	}
	if n := s.onDisk(code) + s.onDisk(mark); n != 0 {
		t.Errorf("the code or the mark of a press that waits stands on the disk %d times", n)
	}
	rosa.user.Block() // and what answers it has to wait
	s.settle()
	if n := s.onDisk(code); n != 1 {
		t.Errorf("after the vote the code stands on the disk %d times", n)
	}
	if n := s.onDisk(mark); n != 0 {
		t.Errorf("the mark stands on the disk %d times", n)
	}
	parked := 0
	err = s.db.Read(t.Context(), func(tx *store.Tx) error {
		list, err := tx.Aside(store.OutboxParked, 10)
		for _, q := range list {
			if q.Kind != kindSealed {
				continue
			}
			parked++
			var d screenData
			raw, err := s.bot.shared.unseal(q.Data)
			if err == nil {
				err = json.Unmarshal(raw, &d)
			}
			if err != nil || !strings.Contains(string(raw), code) {
				t.Errorf("what waits is %+v, %v", d, err)
			}
			other, err := newSealer("another token")
			if err != nil {
				return err
			}
			if _, err := other.unseal(q.Data); !errors.Is(err, errSealed) {
				t.Errorf("another token opens it: %v", err)
			}
		}
		return err
	})
	if err != nil || parked != 1 {
		t.Errorf("%d papers wait for somebody who blocked the bot, %v", parked, err)
	}
	rosa.user.Unblock()
	s.check()
}

// An update with a paper on it that cannot be handled is not kept: whoever has
// the paper can press again.
func TestAPaperThatFailsIsNotKept(t *testing.T) {
	s, _ := newSecret(t)
	in, err := incoming([]byte(`{"update_id":900001,"callback_query":"vp:1:04010410:x:for"}`))
	if err == nil {
		err = s.bot.receive(t.Context(), []store.Incoming{in})
	}
	if err != nil {
		t.Fatal(err)
	}
	s.settle()
	err = s.db.Write(t.Context(), func(tx *store.Tx) error {
		failed, err := tx.FailedUpdates(5)
		if err != nil || len(failed) != 1 || failed[0].Body != nil {
			t.Errorf("set aside: %+v, %v", failed, err)
			return err
		}
		return tx.LetUpdateBe(failed[0].Seq)
	})
	if err != nil {
		t.Fatal(err)
	}
	s.check()
}

// Of two papers the one that is used first is the vote; and nobody can use what
// was given to somebody else.
func TestTwoPapersAreOneVote(t *testing.T) {
	s, b := newSecret(t)
	rosa, sam := s.player("rosa"), s.player("sam")
	for _, p := range []*player{rosa, rosa, sam} {
		s.press(p, s.groups["reps"], "🔒 Get my paper")
		s.settle()
	}
	papers := s.papersOf(rosa)
	s.pressOn(rosa, papers[0], "✅ For")
	s.pressOn(rosa, papers[1], "❌ Against")
	if got := rosa.tap.Data; !strings.Contains(got, codeOn(papers[1])) {
		t.Errorf("pressed %q", got)
	}
	if !strings.Contains(rosa.answer.Text, "another paper") {
		t.Errorf("the second paper is answered by %q", rosa.answer.Text)
	}
	stolen, _ := papers[0].Find("❌ Against")
	sam.tap = sam.user.Forge(s.papersOf(sam)[0], stolen.Data)
	s.settle()
	if !strings.Contains(sam.answer.Text, "out of date") {
		t.Errorf("another's paper is answered by %q", sam.answer.Text)
	}
	s.now = b.Closes
	s.wait(s.now.Add(time.Minute))
	s.write(fund.Person{}, func(a office.Act) error {
		v, err := s.office.Ballot(a.Tx, b.ID)
		if c := v.Ballot.Tally; c.For != 1 || c.Voted() != 1 {
			t.Errorf("counted %+v", c)
		}
		return err
	})
	s.check()
}

// Nobody can mark anything on a paper that was given to somebody else; and the
// pages of a long one turn for its holder alone.
func TestAnothersPaperTakesNoMarks(t *testing.T) {
	s, b := newSecret(t, "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
	rosa, sam := s.player("rosa"), s.player("sam")
	for _, p := range []*player{rosa, sam} {
		s.press(p, s.groups["reps"], "🔒 Get my paper")
		s.settle()
	}
	paper := s.papersOf(rosa)[0]
	for _, label := range []string{"1. One", "2 / 2"} {
		stolen, ok := paper.Find(label)
		if !ok {
			t.Fatalf("no %s on %s", label, paper.Text)
		}
		sam.tap = sam.user.Forge(s.papersOf(sam)[0], stolen.Data)
		s.settle()
		if !strings.Contains(sam.answer.Text, "out of date") {
			t.Errorf("another's %s is answered by %q", label, sam.answer.Text)
		}
	}
	s.pressOn(rosa, paper, "2 / 2")
	s.pressOn(rosa, s.papersOf(rosa)[0], "10. Ten")
	s.pressOn(rosa, s.papersOf(rosa)[0], "1 / 2")
	if text := s.papersOf(rosa)[0].Text; !strings.Contains(text, "You have marked no. 10") || !strings.Contains(text, "1. One") {
		t.Errorf("the paper says %s", text)
	}
	s.now = b.Closes
	s.wait(s.now.Add(time.Minute))
	s.write(fund.Person{}, func(a office.Act) error {
		papers, err := s.office.Papers(a.Tx, b.ID)
		if err == nil && (len(papers) != 1 || papers[0].Choice != "10") {
			t.Errorf("papers: %+v", papers)
		}
		return err
	})
	s.check()
}

// More papers than a message holds are published as a table, which anybody
// counts again by its words.
func TestTheTableOfPapersIsRecounted(t *testing.T) {
	s, _ := newSecret(t)
	var papers []fund.SecretPaper
	for i := range byte(60) {
		papers = append(papers, fund.SecretPaper{
			Code: fund.NewPaperCode([fund.PaperRandom]byte{i, 1, 2, 3, 4}), Choice: fund.Choices()[i%7%3],
		})
	}
	papers[0].Choice, papers[1].Choice = fund.MarksChoice([]int{2, 11}), fund.MarksChoice(nil)
	for lang, words := range map[locales.Lang]map[string]fund.Choice{
		locales.English: {"for": fund.ChoiceFor, "against": fund.ChoiceAgainst, "abstain": fund.ChoiceAbstain, "none": papers[1].Choice},
		locales.Chinese: {"赞成": fund.ChoiceFor, "反对": fund.ChoiceAgainst, "弃权": fund.ChoiceAbstain, "没有选": papers[1].Choice},
	} {
		table, err := (&decisions{book: s.book}).papersTable(&view{lang: lang}, papers, fund.RoomCount{})
		if err != nil {
			t.Fatal(err)
		}
		again, err := fund.RecountPapers(string(table), words)
		if err != nil || !slices.Equal(again, papers) {
			t.Errorf("%s: %v, %v", lang, again, err)
		}
	}
}
