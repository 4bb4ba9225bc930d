package fund_test

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huimin/fund"
)

// papers makes one paper for each list of names.
func papers(lists ...[]int) []fund.Paper {
	var ps []fund.Paper
	for _, names := range lists {
		ps = append(ps, fund.Paper{Voters: 1, Names: names})
	}
	return ps
}

// costs makes contenders.
func costs(list ...int64) []fund.Contender {
	var cs []fund.Contender
	for _, c := range list {
		cs = append(cs, fund.Contender{Cost: c})
	}
	return cs
}

// votesFor makes papers so that each project has so many votes, with a voter
// who names nothing.
func votesFor(counts ...int) []fund.Paper {
	ps := []fund.Paper{{Voters: 1}}
	for i, n := range counts {
		if n > 0 {
			ps = append(ps, fund.Paper{Voters: n, Names: []int{i}})
		}
	}
	return ps
}

func funded(a *fund.Award) []int {
	var list []int
	for i, s := range a.Placings {
		if s.Funded {
			list = append(list, i)
		}
	}
	return list
}

func TestByVotes(t *testing.T) {
	for name, c := range map[string]struct {
		budget int64
		costs  []int64
		votes  []int
		rule   fund.VotesRule
		want   []int
		why    []fund.PlacingWhy
	}{
		"the most votes first, what does not fit is passed over": {
			100,
			[]int64{60, 50, 40},
			[]int{5, 4, 3},
			fund.VotesRule{Ties: fund.TiesListed},
			[]int{0, 2},
			[]fund.PlacingWhy{fund.WhyFits, fund.WhyNoFit, fund.WhyFits},
		},
		"the last coin fits": {
			100,
			[]int64{60, 40, 1},
			[]int{5, 4, 3},
			fund.VotesRule{Ties: fund.TiesListed},
			[]int{0, 1},
			[]fund.PlacingWhy{fund.WhyFits, fund.WhyFits, fund.WhyNoFit},
		},
		"with a stop the next is not tried": {
			100,
			[]int64{60, 50, 40},
			[]int{5, 4, 3},
			fund.VotesRule{Ties: fund.TiesListed, Stop: true},
			[]int{0},
			[]fund.PlacingWhy{fund.WhyFits, fund.WhyNoFit, fund.WhyStopped},
		},
		"what is dearer than the budget stops nothing": {
			100,
			[]int64{101, 50, 40},
			[]int{5, 4, 3},
			fund.VotesRule{Ties: fund.TiesListed, Stop: true},
			[]int{1, 2},
			[]fund.PlacingWhy{fund.WhyTooDear, fund.WhyFits, fund.WhyFits},
		},
		"as many votes as demanded are enough, one less is not": {
			100,
			[]int64{10, 10, 10},
			[]int{5, 4, 3},
			fund.VotesRule{Ties: fund.TiesListed, Least: 4},
			[]int{0, 1},
			[]fund.PlacingWhy{fund.WhyFits, fund.WhyFits, fund.WhyTooFew},
		},
		"nobody's project is funded where no vote is demanded": {
			100,
			[]int64{10, 0},
			[]int{5, 0},
			fund.VotesRule{Ties: fund.TiesListed},
			[]int{0, 1},
			[]fund.PlacingWhy{fund.WhyFits, fund.WhyFits},
		},
		"and not where one is": {
			100,
			[]int64{10, 0},
			[]int{5, 0},
			fund.VotesRule{Ties: fund.TiesListed, Least: 1},
			[]int{0},
			[]fund.PlacingWhy{fund.WhyFits, fund.WhyUnwanted},
		},
		"of equal ones the earlier": {
			50,
			[]int64{50, 40},
			[]int{3, 3},
			fund.VotesRule{Ties: fund.TiesListed},
			[]int{0},
			[]fund.PlacingWhy{fund.WhyFits, fund.WhyNoFit},
		},
		"of equal ones the cheaper": {
			50,
			[]int64{50, 40},
			[]int{3, 3},
			fund.VotesRule{Ties: fund.TiesCheaper},
			[]int{1},
			[]fund.PlacingWhy{fund.WhyNoFit, fund.WhyFits},
		},
		"of ones alike in all the earlier": {
			50,
			[]int64{40, 40},
			[]int{3, 3},
			fund.VotesRule{Ties: fund.TiesCheaper},
			[]int{0},
			[]fund.PlacingWhy{fund.WhyFits, fund.WhyNoFit},
		},
		"no budget": {
			0,
			[]int64{1, 0},
			[]int{3, 3},
			fund.VotesRule{Ties: fund.TiesListed},
			[]int{1},
			[]fund.PlacingWhy{fund.WhyTooDear, fund.WhyFits},
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := &fund.Election{Budget: c.budget, Unit: 1, Contenders: costs(c.costs...), Papers: votesFor(c.votes...)}
			a, err := e.CountByVotes(c.rule)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(funded(a), c.want) {
				t.Errorf("funded %v, want %v", funded(a), c.want)
			}
			for i, s := range a.Placings {
				if s.Why != c.why[i] {
					t.Errorf("project %d: %s, want %s", i, s.Why, c.why[i])
				}
			}
		})
	}
}

func TestPointsOutweighVotes(t *testing.T) {
	e := &fund.Election{Budget: 10, Unit: 1, Contenders: costs(10, 10), Papers: []fund.Paper{
		{Voters: 2, Names: []int{0, 1}, Points: []int64{1, 2}},
		{Voters: 1, Names: []int{0}, Points: []int64{1}},
	}}
	a, err := e.CountByVotes(fund.VotesRule{Ties: fund.TiesListed})
	if err != nil {
		t.Fatal(err)
	}
	if a.Placings[1].Points != 4 || a.Placings[1].Votes != 2 || !a.Placings[1].Funded || a.Placings[0].Funded {
		t.Errorf("standings %+v", a.Placings)
	}
}

// What would have been enough is enough, and one less is not.
func TestEnoughVotesIsEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawElection(t)
		rule := fund.VotesRule{
			Ties:  rapid.SampledFrom([]fund.Ties{fund.TiesCheaper, fund.TiesListed}).Draw(t, "ties"),
			Least: rapid.Int64Range(0, 5).Draw(t, "least"), Stop: rapid.Bool().Draw(t, "stop"),
		}
		a, err := e.CountByVotes(rule)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range a.Placings {
			if s.Funded || s.Enough == 0 {
				if !s.Funded && e.Contenders[i].Cost <= e.Budget {
					t.Errorf("project %d is not funded, and no number of votes is said to be enough", i)
				}
				continue
			}
			for _, more := range []int64{s.Enough - s.Points, s.Enough - s.Points - 1} {
				with := *e
				if more > 0 {
					with.Papers = append(slices.Clone(e.Papers), fund.Paper{Voters: int(more), Names: []int{i}})
				}
				b, err := with.CountByVotes(rule)
				if err != nil {
					t.Fatal(err)
				}
				if want := more == s.Enough-s.Points; b.Placings[i].Funded != want {
					t.Errorf("project %d with %d votes more: funded %v, want %v", i, more, !want, want)
				}
			}
		}
	})
}

func TestElectionsThatCannotBeCounted(t *testing.T) {
	sound := func() *fund.Election {
		return &fund.Election{Budget: 100, Unit: 1, Contenders: costs(1, 2), Papers: papers([]int{0}, []int{1})}
	}
	for name, c := range map[string]struct {
		spoil func(*fund.Election)
		want  error
	}{
		"a budget below zero":       {func(e *fund.Election) { e.Budget = -1 }, fund.ErrElectionMoney},
		"a budget too large":        {func(e *fund.Election) { e.Budget = fund.MaxElectionMoney + 1 }, fund.ErrElectionMoney},
		"no unit":                   {func(e *fund.Election) { e.Unit = 0 }, fund.ErrElectionMoney},
		"a cost below zero":         {func(e *fund.Election) { e.Contenders[1].Cost = -1 }, fund.ErrElectionMoney},
		"a name that is none":       {func(e *fund.Election) { e.Papers[0].Names = []int{2} }, fund.ErrElectionPaper},
		"a name twice":              {func(e *fund.Election) { e.Papers[0].Names = []int{1, 1} }, fund.ErrElectionPaper},
		"a paper of nobody":         {func(e *fund.Election) { e.Papers[0].Voters = 0 }, fund.ErrElectionPaper},
		"points for half the names": {func(e *fund.Election) { e.Papers[0].Points = []int64{} }, fund.ErrElectionPaper},
		"points beyond all":         {func(e *fund.Election) { e.Papers[0].Points = []int64{fund.MaxElectionPoints + 1} }, fund.ErrElectionPaper},
		"nobody voted":              {func(e *fund.Election) { e.Papers = nil }, fund.ErrElectionNone},
	} {
		t.Run(name, func(t *testing.T) {
			e := sound()
			c.spoil(e)
			if _, err := e.CountByVotes(fund.VotesRule{}); !errors.Is(err, c.want) {
				t.Errorf("by votes: %v, want %v", err, c.want)
			}
			if _, err := e.CountEqualShares(fund.SharesRule{}, nil); !errors.Is(err, c.want) {
				t.Errorf("by equal shares: %v, want %v", err, c.want)
			}
		})
	}
}

func TestACountCanBeStopped(t *testing.T) {
	stop := errors.New("stop")
	e := &fund.Election{Budget: 100, Unit: 1, Contenders: costs(30, 40, 40), Papers: papers([]int{0}, []int{1}, []int{2})}
	steps := 0
	_, err := e.CountEqualShares(fund.SharesRule{Complete: true}, func(fund.SharesProgress) error {
		if steps++; steps == 3 {
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) || steps != 3 {
		t.Errorf("%v after %d steps", err, steps)
	}
}
