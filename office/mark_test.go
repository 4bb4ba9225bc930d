package office

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"huimin/fund"
)

// budgetIn opens a budget ballot on the first item of a sitting meeting.
func (w *world) budgetIn(m fund.Meeting, pot fund.Money, projects ...fund.Project) (b fund.Ballot) {
	w.t.Helper()
	n := NewQuestion{ItemVote: ItemVote{Item: 1, Length: 15 * time.Minute}, Kind: fund.BallotBudget, Pot: pot}
	for _, p := range projects {
		n.Projects = append(n.Projects, p.ID)
	}
	w.must(w.staff, func(a Act) (err error) {
		b, err = w.office.OpenQuestion(a, m.ID, n)
		return err
	})
	return b
}

func (w *world) tryQuestion(m fund.Meeting, n NewQuestion) func(Act) error {
	n.Length = 15 * time.Minute
	return func(a Act) error {
		_, err := w.office.OpenQuestion(a, m.ID, n)
		return err
	}
}

func (w *world) markIn(b fund.Ballot, n int) func(Act) error {
	return func(a Act) error {
		_, _, err := w.office.Mark(a, b.ID, n)
		return err
	}
}

// marked has the representatives in their order mark these numbers.
func (w *world) marked(b fund.Ballot, papers ...[]int) {
	w.t.Helper()
	for i, paper := range papers {
		for _, n := range paper {
			w.must(w.reps[i], w.markIn(b, n))
		}
	}
}

func (w *world) questionOf(b fund.Ballot) (q fund.Question) {
	w.t.Helper()
	w.must(fund.Person{}, func(a Act) (err error) {
		q, err = a.Tx.Question(b.ID)
		return err
	})
	return q
}

// atBudget has a meeting with six of nine members there, and projects at these
// prices in yuan.
func (w *world) atBudget(yuan ...int64) (m fund.Meeting, list []fund.Project) {
	w.t.Helper()
	w.bindAll()
	w.moreReps(9)
	for _, y := range yuan {
		list = append(list, w.adopted(fund.Yuan(y)))
	}
	m = w.called()
	for _, p := range list {
		w.ready(p)
	}
	w.sitting(m, 6)
	return m, list
}

// TestBudgetBallot closes one by votes: what fits is approved, or goes to the
// street; what does not stays a draft and may come again.
func TestBudgetBallot(t *testing.T) {
	w := newWorld(t)
	m, list := w.atBudget(60_000, 5_000, 9_000, 40_000)
	b := w.budgetIn(m, fund.Yuan(70_000), list...)
	w.marked(b, []int{1, 2}, []int{1, 3}, []int{1}, []int{4, 2}, []int{3})
	w.must(w.reps[4], w.markIn(b, 3)) // off again
	w.must(w.reps[4], w.markIn(b, 2))
	w.now = b.Closes
	w.refuse(w.reps[5], fund.ErrClosed, w.markIn(b, 1))
	w.closeDue()
	if err := w.try(w.staff, func(a Act) error { return a.Tx.SaveMark(fund.Mark{Ballot: b.ID, Person: w.reps[0].ID, N: []int{4}}) }); err == nil {
		t.Error("the books let a mark be changed once the ballot is closed")
	}

	want := []fund.ProjectStatus{fund.ProjectStreet, fund.ProjectApproved, fund.ProjectDrafted, fund.ProjectDrafted}
	for i, p := range list {
		if have := w.project(p.ID).Status; have != want[i] {
			t.Errorf("%s is %s, want %s", p.Title, have, want[i])
		}
	}
	v := w.ballot(b.ID)
	if wantTally := (fund.Tally{Members: 9, For: 5, Present: 6}); v.Ballot.Tally != wantTally || v.Ballot.Outcome != fund.OutcomeCarried {
		t.Errorf("%s of %+v", v.Ballot.Outcome, v.Ballot.Tally)
	}
	votes := ""
	for _, o := range w.questionOf(b).Options {
		votes += fmt.Sprint(o.Votes, o.Won, " ")
	}
	if votes != "3 true 3 true 1 false 1 false " { // of equal ones the cheaper comes first, and both fit
		t.Errorf("counted %s", votes)
	}
	w.must(w.staff, func(a Act) error {
		last, err := w.office.DecidingBallot(a.Tx, w.project(list[1].ID))
		if err == nil && last.Ballot.ID != b.ID {
			t.Errorf("project 2 stands by ballot %d", last.Ballot.ID)
		}
		return err
	})
	w.must(w.staff, func(a Act) error {
		_, err := w.office.OpenItem(a, m.ID, ItemVote{Item: 1, Length: time.Minute, Reason: "The quiet hours after all"})
		return err
	})
	w.sound()
}

// TestBudgetTiesAndRules has two projects with as many votes, of which one
// fits.
func TestBudgetTiesAndRules(t *testing.T) {
	tied := [][]int{{1}, {1}, {2}, {2}, {3}}
	bloc := [][]int{{1, 2}, {1, 2}, {1, 2}, {3}, {3}}
	for name, c := range map[string]struct {
		rule   fund.BudgetRule
		ties   fund.Ties
		yuan   []int64
		papers [][]int
		won    string
	}{
		"the cheaper one, and what still fits": {fund.BudgetVotes, fund.TiesCheaper, []int64{30_000, 25_000, 10_000}, tied, "[2 3]"},
		"the earlier one":                      {fund.BudgetVotes, fund.TiesListed, []int64{30_000, 25_000, 10_000}, tied, "[1]"},
		"three of five take all":               {fund.BudgetVotes, fund.TiesCheaper, []int64{20_000, 15_000, 12_000}, bloc, "[1 2]"},
		"each has an equal share":              {fund.BudgetShares, fund.TiesCheaper, []int64{20_000, 15_000, 12_000}, bloc, "[2 3]"},
		"of the others' shares too":            {fund.BudgetShares, fund.TiesListed, []int64{15_000, 15_000, 12_000}, bloc, "[1 3]"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			prog := w.office.Rules(w.now)
			prog.Budgets = fund.BudgetVoting{Rule: c.rule, Ties: c.ties}
			w.office.rules = fund.Always(prog)
			m, list := w.atBudget(c.yuan...)
			b := w.budgetIn(m, fund.Yuan(35_000), list...)
			w.marked(b, c.papers...)
			w.now = b.Closes
			w.closeDue()
			var won []int
			for _, o := range w.questionOf(b).Options {
				if o.Won {
					won = append(won, o.N)
				}
			}
			if have := fmt.Sprint(won); have != c.won {
				t.Errorf("won: %s, want %s", have, c.won)
			}
			w.sound()
		})
	}
}

// TestBudgetMoney keeps the pot while the vote is open, and what stands in it
// as it is.
func TestBudgetMoney(t *testing.T) {
	w := newWorld(t)
	m, list := w.atBudget(60_000, 5_000)
	free := func() (sum fund.Money) {
		w.must(w.staff, func(a Act) (err error) {
			_, sum, err = w.office.BudgetCandidates(a, m.ID)
			return err
		})
		return sum
	}
	all := free()
	n := NewQuestion{ItemVote: ItemVote{Item: 1}, Kind: fund.BallotBudget, Pot: all + 1, Projects: []fund.ProjectID{list[0].ID, list[1].ID}}
	var pot *fund.PotError
	if err := w.try(w.staff, w.tryQuestion(m, n)); !errors.As(err, &pot) || pot.Free != all {
		t.Errorf("a fen too many: %v", err)
	}
	n.Pot = fund.Yuan(5_000) - 1
	if err := w.try(w.staff, w.tryQuestion(m, n)); !errors.As(err, &pot) || pot.Least != fund.Yuan(5_000) {
		t.Errorf("less than the cheapest: %v", err)
	}
	n.Pot, n.Projects = all, n.Projects[:1]
	w.refuse(w.staff, fund.ErrOptions, w.tryQuestion(m, n))
	b := w.budgetIn(m, all, list...)
	if left := free(); left != 0 {
		t.Errorf("%s is free beside the pot", left.Decimal())
	}
	var in *InBudgetError
	if err := w.try(w.staff, func(a Act) error { _, err := w.office.Drop(a, list[0].ID, "No longer needed"); return err }); !errors.As(err, &in) {
		t.Errorf("dropped: %v", err)
	}
	w.refuse(w.ann, fund.ErrNotAllowed, w.markIn(b, 1))
	w.refuse(w.reps[8], ErrNotPresent, w.markIn(b, 1))
	w.refuse(w.reps[0], ErrNoOption, w.markIn(b, 3))
	w.refuse(w.reps[0], ErrBallotKind, w.cast(b, fund.ChoiceFor))
	w.mark(m, w.reps[5], false)
	w.refuse(w.reps[0], ErrNoQuorum, w.markIn(b, 1))
	w.now = b.Closes
	w.closeDue()
	if v := w.ballot(b.ID); v.Ballot.Outcome != fund.OutcomeNoQuorum {
		t.Errorf("five of nine decided: %s", v.Ballot.Outcome)
	}
	if free() != all {
		t.Errorf("%s of %s is free after it", free().Decimal(), all.Decimal())
	}
	w.must(w.staff, func(a Act) error { _, err := w.office.Drop(a, list[0].ID, "No longer needed"); return err })
	w.sound()
}

// TestChoice needs more than half of those present for one of several.
func TestChoice(t *testing.T) {
	for name, c := range map[string]struct {
		papers  [][]int
		outcome fund.Outcome
		won     int
	}{
		"half is not a majority":     {[][]int{{2}, {2}, {2}, {1}, {3}}, fund.OutcomeLost, 0},
		"one more is":                {[][]int{{2}, {2}, {2}, {1}, {2}}, fund.OutcomeCarried, 2},
		"the last mark is the vote":  {[][]int{{1, 2}, {2}, {2}, {2, 1, 2}}, fund.OutcomeCarried, 2},
		"nobody marked anything":     {nil, fund.OutcomeLost, 0},
		"equal ones have no winner ": {[][]int{{1}, {1}, {1}, {2}, {2}, {2}}, fund.OutcomeLost, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			m, _ := w.atBudget()
			n := NewQuestion{ItemVote: ItemVote{Item: 1, Length: 5 * time.Minute}, Kind: fund.BallotChoice, Options: []string{"Nine", "Ten", "Eleven"}}
			var b fund.Ballot
			w.must(w.staff, func(a Act) (err error) {
				b, err = w.office.OpenQuestion(a, m.ID, n)
				return err
			})
			w.marked(b, c.papers...)
			w.must(w.staff, func(a Act) error {
				_, err := w.office.CloseBallot(a, b.ID)
				return err
			})
			won := 0
			for _, o := range w.questionOf(b).Options {
				if o.Won {
					won = o.N
				}
			}
			if v := w.ballot(b.ID); v.Ballot.Outcome != c.outcome || won != c.won {
				t.Errorf("%s, %d won, of %+v", v.Ballot.Outcome, won, v.Ballot.Tally)
			}
			w.sound()
		})
	}
	w := newWorld(t)
	m, _ := w.atBudget()
	eleven := make([]string, 11)
	for i := range eleven {
		eleven[i] = fmt.Sprint("Number ", i)
	}
	for name, options := range map[string][]string{"one": {"Nine"}, "eleven": eleven, "twice": {"Nine", " Nine"}} {
		t.Run(name, func(t *testing.T) {
			w.refuse(w.staff, fund.ErrOptions, w.tryQuestion(m, NewQuestion{ItemVote: ItemVote{Item: 1}, Kind: fund.BallotChoice, Options: options}))
		})
	}
}

// TestMarksAreVerified changes a mark behind everybody's back.
func TestMarksAreVerified(t *testing.T) {
	for name, c := range map[string]struct {
		edit string
		want []FaultKind
	}{
		"a mark":     {"UPDATE marks SET n = 2 WHERE person = (SELECT max(person) FROM marks)", []FaultKind{FaultDiffers, FaultTally}},
		"one less":   {"DELETE FROM marks WHERE person = (SELECT max(person) FROM marks)", []FaultKind{FaultMissing, FaultTally}},
		"the count":  {"UPDATE ballot_options SET votes = 6 WHERE n = 1", []FaultKind{FaultDiffers, FaultTally}},
		"the pot":    {"UPDATE ballot_pots SET pot = pot + 1", []FaultKind{FaultDiffers}},
		"what won":   {"UPDATE ballot_options SET won = 1", []FaultKind{FaultDiffers, FaultTally}},
		"the figure": {"UPDATE ballots SET votes_for = 9 WHERE kind = 'budget'", []FaultKind{FaultDiffers, FaultTally}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			m, list := w.atBudget(60_000, 50_000)
			b := w.budgetIn(m, fund.Yuan(70_000), list...)
			w.marked(b, []int{1}, []int{1}, []int{1})
			w.now = b.Closes
			w.closeDue()
			w.edit(w.tamper(), c.edit)
			faults, kinds := w.verified().Faults, []FaultKind{}
			for _, f := range faults {
				if !slices.Contains(kinds, f.Kind) {
					kinds = append(kinds, f.Kind)
				}
			}
			if !slices.Equal(kinds, c.want) {
				t.Errorf("found %v, want %v: %+v", kinds, c.want, faults)
			}
		})
	}
}

// TestMarksOutliveWhoeverMadeThem keeps them as figures, and gives them to
// whoever asks what is kept.
func TestMarksOutliveWhoeverMadeThem(t *testing.T) {
	w := newWorld(t)
	m, list := w.atBudget(60_000, 50_000)
	b := w.budgetIn(m, fund.Yuan(70_000), list...)
	w.marked(b, []int{1, 2}, []int{1})
	w.must(w.reps[0], func(a Act) error {
		e, err := w.office.Export(a)
		if err == nil && (len(e.Marks) != 1 || !slices.Equal(e.Marks[0].N, []int{1, 2})) {
			t.Errorf("kept: %+v", e.Marks)
		}
		return err
	})
	w.must(w.reps[0], w.office.Erase)
	w.now = b.Closes
	w.closeDue()
	if o, _ := w.questionOf(b).Option(1); o.Votes != 2 {
		t.Errorf("%d votes are left", o.Votes)
	}
	w.sound()
}

// TestOptionsForgetQuotes takes the words of somebody who is forgotten out of
// the options of a closed vote, and nothing else.
func TestOptionsForgetQuotes(t *testing.T) {
	w := newWorld(t)
	m, _ := w.atBudget()
	words := "The square is dark after nine and nobody dares to cross it"
	w.ask(w.ann, words)
	n := NewQuestion{ItemVote: ItemVote{Item: 1}, Kind: fund.BallotChoice, Options: []string{words + ": lamps", "Nothing"}}
	w.must(w.staff, w.tryQuestion(m, n))
	w.now = w.now.Add(15 * time.Minute)
	w.closeDue()
	w.must(w.ann, w.office.Erase)
	w.must(fund.Person{}, func(a Act) error {
		list, err := a.Tx.MeetingBallots(m.ID)
		if err != nil {
			return err
		}
		q, err := a.Tx.Question(list[0].ID)
		if err == nil && (q.Options[0].Text != "…: lamps" || q.Options[1].Text != "Nothing") {
			t.Errorf("left: %+v", q.Options)
		}
		return err
	})
	w.sound()
	db := w.tamper()
	w.edit(db, "UPDATE ballot_options SET text = 'Everything' WHERE n = 2")
	if v := w.verified(); len(v.Faults) != 1 {
		t.Errorf("a changed option: %+v", v.Faults)
	}
}

// TestDeskKnowsWhoVoted takes a vote off the desk once it is given, of whatever
// kind it is.
func TestDeskKnowsWhoVoted(t *testing.T) {
	w := newWorld(t)
	m, _ := w.atBudget()
	waits := func() (n int) {
		w.must(w.reps[0], func(a Act) error {
			list, err := w.office.Desk(a)
			for _, item := range list {
				if item.Kind == DeskVote {
					n++
				}
			}
			return err
		})
		return n
	}
	secret := w.openSecret(m, 1)
	if waits() != 1 {
		t.Errorf("%d votes wait, want the secret one", waits())
	}
	w.must(w.reps[0], w.tryPaper(secret, w.paper(w.reps[0], secret), fund.ChoiceFor))
	if waits() != 0 {
		t.Error("the secret vote waits on, though it is given")
	}
}
