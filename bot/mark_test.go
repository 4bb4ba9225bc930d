package bot

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/office"
	"huimin/pabulib"
	"huimin/programme"
	"huimin/store"
)

// TestTheFileCountsTheSame gives a budget ballot to whoever wants to count it:
// the file's rule funds what the ballot funded.
func TestTheFileCountsTheSame(t *testing.T) {
	for _, rules := range []string{programme.Liuzhou, programme.Liuzhou + " shares"} {
		t.Run(rules, func(t *testing.T) {
			s := newStageBy(t, stageBegin, rules)
			s.enter("chen", "Chen Jing, en, resident CD, staff CD")
			names := []string{"rosa", "sam", "tom", "una", "vic"}
			for _, name := range names {
				s.enter(name, name+" Luo, en, resident CD, representative CD")
			}
			chen := s.player("chen")
			for _, work := range []string{
				"project 20000 Lamps; red", "project 15000 Benches", "project 12000 A roof",
				"ready CD-26-P01", "ready CD-26-P02", "ready CD-26-P03", "assemble The money", "tick " + strings.Join(names, " "),
			} {
				s.work(chen, strings.Fields(work))
			}
			b := s.shareOut(fund.Yuan(35_000), names, [][]int{{1, 2}, {1, 2}, {1, 2}, {3}, {3}})
			var text []byte
			var v office.BallotView
			s.write(fund.Person{}, func(a office.Act) (err error) {
				if v, err = s.office.Ballot(a.Tx, b.ID); err != nil {
					return err
				}
				c, err := s.office.Count(a, b.ID)
				if err == nil {
					text, err = (&decisions{office: s.office, book: s.book}).pabulibFile(a.Tx, v, c)
				}
				return err
			})
			f, err := pabulib.Read(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			e, err := f.Election()
			if err != nil {
				t.Fatal(err)
			}
			award, err := e.CountByVotes(e.Rule.Votes)
			if e.Rule.Kind == pabulib.RuleShares {
				award, err = e.CountEqualShares(e.Rule.Shares, nil)
			}
			if err != nil {
				t.Fatal(err)
			}
			want := map[string][]bool{programme.Liuzhou: {true, true, false}}[rules]
			if want == nil {
				want = []bool{false, true, true}
			}
			var won, counted, published []bool
			for i, o := range v.Asked.Options {
				won, counted = append(won, o.Won), append(counted, award.Placings[i].Funded)
				published = append(published, e.Projects[i].Published == pabulib.Funded)
			}
			if !slices.Equal(won, want) || !slices.Equal(counted, want) || !slices.Equal(published, want) || e.Odd != (pabulib.Odd{}) {
				t.Errorf("funded %v, counted %v, published %v, want %v; odd %+v in\n%s", won, counted, published, want, e.Odd, text)
			}
		})
	}
}

// shareOut opens a budget vote on the projects there are, has people mark, and
// closes it.
func (s *stage) shareOut(pot fund.Money, names []string, papers [][]int) (b fund.Ballot) {
	s.t.Helper()
	chen := s.person(s.player("chen"))
	s.write(chen, func(a office.Act) error {
		list, _, err := s.office.BudgetCandidates(a, 1)
		if err != nil {
			return err
		}
		n := office.NewQuestion{ItemVote: office.ItemVote{Item: 1, Length: 5 * time.Minute}, Kind: fund.BallotBudget, Pot: pot}
		for _, p := range list {
			n.Projects = append(n.Projects, p.ID)
		}
		b, err = s.office.OpenQuestion(a, 1, n)
		return err
	})
	for i, paper := range papers {
		s.write(s.person(s.player(names[i])), func(a office.Act) error {
			for _, n := range paper {
				if _, _, err := s.office.Mark(a, b.ID, n); err != nil {
					return err
				}
			}
			return nil
		})
	}
	s.write(chen, func(a office.Act) error {
		_, err := s.office.CloseBallot(a, b.ID)
		return err
	})
	return b
}

// TestManyProjectsFitInAVote posts thirty by their numbers, and pages through
// them in a private chat.
func TestManyProjectsFitInAVote(t *testing.T) {
	s := newStage(t)
	d := &decisions{office: s.office, book: s.book}
	all := &shared{buttons: newButtons()}
	if _, err := newRouter(s.book, all, []flow{d.ballotFlow, d.markFlow}); err != nil {
		t.Fatal(err)
	}
	v := office.BallotView{Ballot: fund.Ballot{ID: 1, Kind: fund.BallotBudget, Status: fund.BallotOpen}}
	for n := 1; n <= 30; n++ {
		v.Asked.Options = append(v.Asked.Options, fund.Option{N: n, Text: strings.Repeat("长", 40)})
	}
	err := s.db.Read(t.Context(), func(tx *store.Tx) error {
		post, err := d.questionPost(&view{shared: all, tx: tx, now: s.now}, v)
		if err == nil && (len(post.Keys) != 6+3 || len(post.Keys[0]) != 5 || post.check() != nil) {
			t.Errorf("%d rows: %v", len(post.Keys), post.check())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
