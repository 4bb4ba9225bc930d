package fund_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huimin/fund"
)

// What is said to have funded a project does: the election with that lower
// cost, or with so many more voters, is counted anew by the definition.
func TestWhatWouldHaveChangedItIsTrue(t *testing.T) {
	unfunded, cheaper, more := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		e := drawElection(t)
		rule := fund.SharesRule{Ties: fund.TiesCheaper, Complete: rapid.Bool().Draw(t, "complete")}
		a, err := e.CountEqualShares(rule, nil)
		if err != nil {
			t.Fatal(err)
		}
		r := e.Recount(rule, a, nil)
		for i, p := range a.Placings {
			if p.Funded {
				continue
			}
			c, err := r.Change(i)
			if err != nil {
				t.Fatal(err)
			}
			if p.Votes > 0 && e.Contenders[i].Cost < e.Budget {
				unfunded++
			}
			if c.Cost > 0 {
				cheaper++
				if c.Cost >= e.Contenders[i].Cost {
					t.Fatalf("project %d costs %d, and would be funded at %d", i, e.Contenders[i].Cost, c.Cost)
				}
				if funded, _, _, _ := naiveShares(atCost(e, i, c.Cost), rule); !funded[i] {
					t.Errorf("project %d is not funded at a cost of %d", i, c.Cost)
				}
			}
			if c.Voters > 0 {
				more++
				if funded, _, _, _ := naiveShares(withMore(e, i, c.Voters), rule); !funded[i] {
					t.Errorf("project %d is not funded with %d more voters", i, c.Voters)
				}
			}
		}
	})
	t.Logf("of %d projects, %d had a lower cost found, %d a number of voters", unfunded, cheaper, more)
	if cheaper*10 < unfunded*9 || more*10 < unfunded*9 {
		t.Errorf("of %d projects, only %d had a lower cost found, and %d a number of voters", unfunded, cheaper, more)
	}
}

// Also where the rule goes on after the shares.
func TestWhatWouldHaveChangedItIsTrueByEveryRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawElection(t)
		rule := fund.SharesRule{
			Ties: fund.TiesListed, Complete: rapid.Bool().Draw(t, "complete"),
			Fill: rapid.Bool().Draw(t, "fill"), Compare: rapid.Bool().Draw(t, "compare"),
		}
		a, err := e.CountEqualShares(rule, nil)
		if err != nil {
			t.Fatal(err)
		}
		r := e.Recount(rule, a, nil)
		for i, p := range a.Placings {
			if p.Funded {
				continue
			}
			c, err := r.Change(i)
			if err != nil {
				t.Fatal(err)
			}
			for what, changed := range map[string]*fund.Election{"cost": atCost(e, i, c.Cost), "voters": withMore(e, i, c.Voters)} {
				if what == "cost" && c.Cost == 0 || what == "voters" && c.Voters == 0 {
					continue
				}
				if b, err := changed.CountEqualShares(rule, nil); err != nil || !b.Placings[i].Funded {
					t.Errorf("project %d is not funded with the %s of %+v (%v)", i, what, c, err)
				}
			}
		}
	})
}

// By votes, too: and there it is the least that would have done.
func TestWhatWouldHaveChangedItByVotesIsTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawElection(t)
		rule := fund.VotesRule{
			Ties: rapid.SampledFrom([]fund.Ties{fund.TiesCheaper, fund.TiesListed}).Draw(t, "ties"),
			Stop: rapid.Bool().Draw(t, "stop"), Least: rapid.Int64Range(0, 3).Draw(t, "least"),
		}
		funded := func(e *fund.Election, i int) bool {
			a, err := e.CountByVotes(rule)
			if err != nil {
				t.Fatal(err)
			}
			return a.Placings[i].Funded
		}
		a, err := e.CountByVotes(rule)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range a.Placings {
			if n := p.Enough - p.Points; !p.Funded && p.Enough > 0 {
				if !funded(withMore(e, i, n), i) || n > 1 && funded(withMore(e, i, n-1), i) {
					t.Errorf("project %d of %+v: %d more votes", i, p, n)
				}
			}
			if p.Why == fund.WhyNoFit && p.Before > 0 {
				if !funded(atCost(e, i, p.Before), i) || rule.Ties == fund.TiesListed && funded(atCost(e, i, p.Before+1), i) {
					t.Errorf("project %d of %+v: a cost of %d", i, p, p.Before)
				}
			}
		}
	})
}

func atCost(e *fund.Election, i int, cost int64) *fund.Election {
	changed := *e
	changed.Contenders = slices.Clone(e.Contenders)
	changed.Contenders[i].Cost = cost
	return &changed
}

func withMore(e *fund.Election, i int, voters int64) *fund.Election {
	changed := *e
	if voters > 0 {
		changed.Papers = append(slices.Clone(e.Papers), fund.Paper{Voters: int(voters), Names: []int{i}})
	}
	return &changed
}
