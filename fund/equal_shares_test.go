package fund_test

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huimin/fund"
)

// drawElection draws small elections in which close decisions are common:
// costs from few values, shares that are no whole number, papers that repeat.
func drawElection(t *rapid.T) *fund.Election {
	e := &fund.Election{
		Budget: rapid.Int64Range(0, 400).Draw(t, "budget"),
		Unit:   rapid.SampledFrom([]int64{1, 1, 3, 10}).Draw(t, "unit"),
	}
	n := rapid.IntRange(1, 9).Draw(t, "projects")
	step := rapid.SampledFrom([]int64{1, 5, 10, 60}).Draw(t, "step")
	for range n {
		e.Contenders = append(e.Contenders, fund.Contender{Cost: step * rapid.Int64Range(0, 300/step).Draw(t, "cost")})
	}
	for range rapid.IntRange(1, 8).Draw(t, "papers") {
		p := fund.Paper{Voters: rapid.IntRange(1, 4).Draw(t, "voters")}
		for i := range n {
			if rapid.IntRange(0, 2).Draw(t, "name") > 0 {
				p.Names = append(p.Names, i)
			}
		}
		e.Papers = append(e.Papers, p)
	}
	return e
}

// drawLongElection draws elections of many steps, in which most change nothing.
func drawLongElection(t *rapid.T) *fund.Election {
	e := &fund.Election{Budget: rapid.Int64Range(500, 5000).Draw(t, "budget"), Unit: 1}
	n := rapid.IntRange(2, 6).Draw(t, "projects")
	for range n {
		e.Contenders = append(e.Contenders, fund.Contender{Cost: rapid.Int64Range(100, 3000).Draw(t, "cost")})
	}
	for range rapid.IntRange(2, 6).Draw(t, "papers") {
		p := fund.Paper{Voters: rapid.IntRange(1, 3).Draw(t, "voters")}
		for i := range n {
			if rapid.Bool().Draw(t, "name") {
				p.Names = append(p.Names, i)
			}
		}
		e.Papers = append(e.Papers, p)
	}
	return e
}

func TestEqualSharesIsItsDefinition(t *testing.T) { isItsDefinition(t, drawElection) }

func TestEqualSharesOfManyStepsIsItsDefinition(t *testing.T) { isItsDefinition(t, drawLongElection) }

func isItsDefinition(t *testing.T, draw func(*rapid.T) *fund.Election) {
	rapid.Check(t, func(t *rapid.T) {
		e := draw(t)
		rule := fund.SharesRule{
			Ties:     rapid.SampledFrom([]fund.Ties{fund.TiesCheaper, fund.TiesListed}).Draw(t, "ties"),
			Complete: rapid.Bool().Draw(t, "complete"),
		}
		got, err := e.CountEqualShares(rule, nil)
		if err != nil {
			t.Fatal(err)
		}
		funded, spent, raised, ended := naiveShares(e, rule)
		for i, want := range funded {
			if got.Placings[i].Funded != want {
				t.Errorf("project %d: funded %v, by the definition %v", i, got.Placings[i].Funded, want)
			}
		}
		if got.Spent != spent || got.Raised != raised || got.Ended != ended {
			t.Errorf("spent %d, raised %d times, ended %q; by the definition %d, %d, %q", got.Spent, got.Raised, got.Ended, spent, raised, ended)
		}
	})
}

// In these a step changes what is funded and a later one changes it back: who
// passes over steps must not pass over that one.
func TestNoStepThatMattersIsPassedOver(t *testing.T) {
	for name, e := range map[string]*fund.Election{
		"at step 18": {Budget: 221, Unit: 1, Contenders: costs(60, 102, 14, 46, 96, 5), Papers: []fund.Paper{
			{Voters: 3, Names: []int{0, 5}},
			{Voters: 3, Names: []int{2}},
			{Voters: 3, Names: []int{1, 2, 4}},
			{Voters: 2, Names: []int{0, 1, 3, 5}},
			{Voters: 1, Names: []int{4, 5}},
			{Voters: 1, Names: []int{0, 2, 3, 4, 5}},
			{Voters: 3, Names: []int{2, 5}},
		}},
		"at step 2": {Budget: 152, Unit: 1, Contenders: costs(36, 34, 81, 66, 44, 58), Papers: []fund.Paper{
			{Voters: 1, Names: []int{2, 3, 5}},
			{Voters: 1, Names: []int{0, 1, 2, 4}},
			{Voters: 1, Names: []int{0, 2, 5}},
			{Voters: 2, Names: []int{1, 2}},
			{Voters: 1, Names: []int{3, 4, 5}},
			{Voters: 1, Names: []int{1, 3, 5}},
		}},
		"at step 3": {Budget: 190, Unit: 1, Contenders: costs(78, 80, 59, 46, 71), Papers: []fund.Paper{
			{Voters: 2, Names: []int{0, 1, 2, 4}},
			{Voters: 1, Names: []int{1, 2}},
			{Voters: 1, Names: []int{0, 3, 4}},
			{Voters: 2, Names: []int{2, 3}},
			{Voters: 3, Names: []int{0, 4}},
			{Voters: 3, Names: []int{1}},
			{Voters: 1, Names: []int{0, 2, 3}},
		}},
		"at step 4": {Budget: 319, Unit: 1, Contenders: costs(50, 66, 88, 35, 66, 93), Papers: []fund.Paper{
			{Voters: 3, Names: []int{1, 5}},
			{Voters: 1, Names: []int{0, 4}},
			{Voters: 2, Names: []int{0, 2, 3}},
			{Voters: 3, Names: []int{1, 2, 3}},
			{Voters: 1, Names: []int{0, 1, 4, 5}},
			{Voters: 2, Names: []int{1, 2}},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			rule := fund.SharesRule{Ties: fund.TiesCheaper, Complete: true}
			got, err := e.CountEqualShares(rule, nil)
			if err != nil {
				t.Fatal(err)
			}
			_, spent, raised, ended := naiveShares(e, rule)
			if got.Raised != raised || got.Spent != spent || got.Ended != ended {
				t.Errorf("raised %d times, spent %d, %q; by the definition %d, %d, %q", got.Raised, got.Spent, got.Ended, raised, spent, ended)
			}
		})
	}
}

func TestEqualShares(t *testing.T) {
	all := fund.SharesRule{Ties: fund.TiesCheaper, Complete: true}
	once := fund.SharesRule{Ties: fund.TiesCheaper}
	for name, c := range map[string]struct {
		budget int64
		costs  []int64
		papers []fund.Paper
		rule   fund.SharesRule
		want   []int
		ended  fund.Completion
	}{
		"a minority gets its part": {
			100,
			[]int64{50, 50, 25},
			papers([]int{0, 1}, []int{0, 1}, []int{0, 1}, []int{2}), once,
			[]int{0, 2},
			fund.CompletionNone,
		},
		"raised until nothing more fits": {
			100,
			[]int64{50, 50, 25},
			papers([]int{0, 1}, []int{0, 1}, []int{0, 1}, []int{2}), all,
			[]int{0, 2},
			fund.CompletionFull,
		},
		"raised until the next step would overspend": {
			100,
			[]int64{30, 40, 40},
			papers([]int{0}, []int{1}, []int{2}), all,
			[]int{0},
			fund.CompletionOver,
		},
		"nobody's project is never funded": {
			100, []int64{10, 10}, papers([]int{0}), all, []int{0}, fund.CompletionFull,
		},
		"what costs nothing is funded if somebody wants it": {
			100, []int64{0, 0, 10}, papers([]int{0}), all, []int{0}, fund.CompletionFull,
		},
		"what is dearer than the budget takes no part": {
			100, []int64{101, 40}, papers([]int{0, 1}, []int{0, 1}), all, []int{1}, fund.CompletionFull,
		},
		"exactly the budget": {
			100, []int64{100}, papers([]int{0}, []int{0}), once, []int{0}, fund.CompletionNone,
		},
		"an empty paper takes its share out": {
			100, []int64{100}, papers([]int{0}, nil), once, nil, fund.CompletionNone,
		},
		"which raising brings back": {
			100, []int64{100}, papers([]int{0}, nil), all, []int{0}, fund.CompletionFull,
		},
		"of equal ones the cheaper": {
			60, []int64{40, 30}, papers([]int{0, 1}, []int{0, 1}), once, []int{1}, fund.CompletionNone,
		},
		"of equal ones the earlier, where that is the rule": {
			60, []int64{40, 30}, papers([]int{0, 1}, []int{0, 1}), fund.SharesRule{Ties: fund.TiesListed}, []int{0}, fund.CompletionNone,
		},
		"a third of a share is exact": {
			100, []int64{66, 34}, papers([]int{0}, []int{0}, []int{1}), once, []int{0}, fund.CompletionNone,
		},
		"no budget": {0, []int64{1, 0}, papers([]int{0, 1}), all, []int{1}, fund.CompletionFull},
		"what still fits, by votes": {
			100,
			[]int64{60, 30, 70},
			papers([]int{0}, []int{1}, []int{2}),
			fund.SharesRule{Ties: fund.TiesCheaper, Fill: true},
			[]int{1, 0},
			fund.CompletionNone,
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := &fund.Election{Budget: c.budget, Unit: 1, Contenders: costs(c.costs...), Papers: c.papers}
			a, err := e.CountEqualShares(c.rule, nil)
			if err != nil {
				t.Fatal(err)
			}
			slices.Sort(c.want)
			if !slices.Equal(funded(a), c.want) || a.Ended != c.ended {
				t.Errorf("funded %v, ended %q; want %v, %q", funded(a), a.Ended, c.want, c.ended)
			}
		})
	}
}

func TestComparison(t *testing.T) {
	// By shares the park of three and the lamp of one, by votes two parks.
	e := &fund.Election{Budget: 100, Unit: 1, Contenders: costs(50, 50, 25), Papers: papers(
		[]int{0, 1}, []int{0, 1}, []int{0, 1}, []int{2},
	)}
	a, err := e.CountEqualShares(fund.SharesRule{Ties: fund.TiesCheaper, Compare: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !a.Compared.TookVotes || a.Compared.PreferVotes != 3 || a.Compared.PreferShares != 1 || !slices.Equal(funded(a), []int{0, 1}) {
		t.Errorf("compared %+v, funded %v", a.Compared, funded(a))
	}
	e.Papers = append(e.Papers, papers([]int{2}, []int{2})...)
	if a, err = e.CountEqualShares(fund.SharesRule{Ties: fund.TiesCheaper, Compare: true}, nil); err != nil {
		t.Fatal(err)
	}
	if a.Compared.TookVotes {
		t.Errorf("as many on both sides: compared %+v, the outcome by shares stands", a.Compared)
	}
}

// An election that is large enough for two steps to be counted at once.
func TestLargeElectionIsItsDefinition(t *testing.T) {
	e := madeElection(20, 1500, false)
	e.Budget, e.Unit = e.Budget/100, 1 // shares of a few units, and so few steps
	for i := range e.Contenders {
		e.Contenders[i].Cost /= 100
	}
	e.Unit = 30
	rule := fund.SharesRule{Ties: fund.TiesCheaper, Complete: true}
	got, err := e.CountEqualShares(rule, nil)
	if err != nil {
		t.Fatal(err)
	}
	is, spent, raised, ended := naiveShares(e, rule)
	for i := range is {
		if is[i] != got.Placings[i].Funded {
			t.Errorf("project %d: funded %v, by the definition %v", i, got.Placings[i].Funded, is[i])
		}
	}
	if raised < 2 || got.Raised != raised || got.Spent != spent || got.Ended != ended {
		t.Errorf("raised %d times, spent %d, %q; by the definition %d, %d, %q", got.Raised, got.Spent, got.Ended, raised, spent, ended)
	}
}

// More rounds than a paper's payments are kept of in one word: two neighbours
// pay for 70 small things together, one each, before one of them pays for the
// hall with another, who has not paid anything.
func TestManyRounds(t *testing.T) {
	e := &fund.Election{Budget: 400, Unit: 1}
	var first, second []int
	for i := range 70 {
		e.Contenders = append(e.Contenders, fund.Contender{Cost: 2})
		first, second = append(first, i), append(second, i)
	}
	e.Contenders = append(e.Contenders, fund.Contender{Cost: 100})
	e.Papers = papers(append(first, 70), second, []int{70}, nil)
	a, err := e.CountEqualShares(fund.SharesRule{Ties: fund.TiesListed}, nil)
	if err != nil {
		t.Fatal(err)
	}
	hall := a.Placings[70]
	if hall.Round != 71 || len(hall.Payments) != 2 || hall.Payments[0].Each.Cmp(big.NewRat(70, 1)) != 0 || hall.Payments[1].Each.Cmp(big.NewRat(30, 1)) != 0 {
		t.Errorf("the hall: %+v", hall)
	}
}
