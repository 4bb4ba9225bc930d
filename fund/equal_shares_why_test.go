package fund_test

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huimin/fund"
)

// Every funded project is paid to the last coin, nobody spends more than the
// share, and a project that is not funded lacks what is said: with a cost that
// those who support it can pay, or with so many more of them, it is funded.
func TestEqualSharesExplainsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawElection(t)
		a, err := e.CountEqualShares(fund.SharesRule{Ties: fund.TiesCheaper, Complete: rapid.Bool().Draw(t, "complete")}, nil)
		if err != nil {
			t.Fatal(err)
		}
		paid := new(big.Rat)
		for i, s := range a.Placings {
			cost := new(big.Rat).SetInt64(e.Contenders[i].Cost)
			if s.Why == fund.WhyPaid {
				sum, voters := new(big.Rat), int64(0)
				for at, p := range s.Payments {
					sum.Add(sum, new(big.Rat).Mul(p.Each, new(big.Rat).SetInt64(p.Voters)))
					voters += p.Voters
					if p.All != (at > 0) || p.Each.Cmp(s.Payments[0].Each) > 0 || p.Each.Sign() <= 0 || p.Each.Cmp(a.Share) > 0 {
						t.Errorf("project %d: payment %d of %v", i, at, s.Payments)
					}
				}
				if sum.Cmp(cost) != 0 || voters > s.Votes {
					t.Errorf("project %d costs %s: %d of %d paid %s", i, cost, voters, s.Votes, sum)
				}
				paid.Add(paid, sum)
			}
			if s.Why != fund.WhyShort {
				continue
			}
			if s.Behind.Cmp(cost) >= 0 || s.Bring < 1 {
				t.Errorf("project %d costs %s and is not funded with %s behind it", i, cost, s.Behind)
			}
			cheaper := *e
			cheaper.Contenders = slices.Clone(e.Contenders)
			cheaper.Contenders[i].Cost = new(big.Int).Quo(s.Behind.Num(), s.Behind.Denom()).Int64()
			if now, _ := naiveRound(&cheaper, fund.TiesCheaper, a.Share); !now[i] {
				t.Errorf("project %d is not funded at a cost of %d", i, cheaper.Contenders[i].Cost)
			}
			for _, more := range []int64{s.Bring, s.Bring - 1} {
				joined := *e
				if more > 0 {
					joined.Papers = append(slices.Clone(e.Papers), fund.Paper{Voters: int(more), Names: []int{i}})
				}
				if now, _ := naiveRound(&joined, fund.TiesCheaper, a.Share); more == s.Bring && !now[i] {
					t.Errorf("project %d is not funded with %d more", i, more)
				}
			}
		}
		if paid.Cmp(new(big.Rat).SetInt64(a.Spent)) != 0 {
			t.Errorf("spent %d, paid %s", a.Spent, paid)
		}
	})
}

// Of many who paid all they had, the sum, the largest and the smallest payment
// are those of the payments one by one.
func TestManyPaymentsAreSummed(t *testing.T) {
	e := &fund.Election{Budget: 100_000, Unit: 1, Contenders: costs(60_000)}
	var small []int
	for i := range 10 { // small projects, each paid by a half of the voters alone
		e.Contenders = append(e.Contenders, fund.Contender{Cost: int64(1000 + 37*i)})
		small = append(small, i+1)
	}
	for v := range 600 {
		p := fund.Paper{Voters: 1}
		if v < 250 {
			p.Names = append(p.Names, 0)
		}
		for i, n := range small {
			if v>>i&1 == 1 {
				p.Names = append(p.Names, n)
			}
		}
		e.Papers = append(e.Papers, p)
	}
	rule := fund.SharesRule{Ties: fund.TiesCheaper}
	a, err := e.CountEqualShares(rule, nil)
	if err != nil {
		t.Fatal(err)
	}
	behind := a.Placings[0].Behind // nearly all of it is needed now
	e.Contenders[0].Cost = new(big.Int).Quo(behind.Num(), behind.Denom()).Int64() - 1
	a, err = e.CountEqualShares(rule, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := a.Placings[0]
	if !s.Funded || len(s.Payments) != 2 || s.Payments[1].Sum == nil {
		t.Fatalf("payments %v", s.Payments)
	}
	// Replayed: what is left to each after the small projects, by their parts.
	rest := s.Payments[1]
	sum, least, most, voters := new(big.Rat), new(big.Rat).Set(a.Share), new(big.Rat), int64(0)
	for _, p := range e.Papers[:250] {
		left := new(big.Rat).Set(a.Share)
		for _, n := range p.Names[1:] {
			left.Sub(left, a.Placings[n].Payments[0].Each)
		}
		if left.Cmp(s.Payments[0].Each) < 0 {
			sum.Add(sum, left)
			voters++
			if left.Cmp(least) < 0 {
				least = left
			}
			if left.Cmp(most) > 0 {
				most = left
			}
		}
	}
	if rest.Voters != voters || rest.Sum.Cmp(sum) != 0 || rest.Least.Cmp(least) != 0 || rest.Each.Cmp(most) != 0 {
		t.Errorf("%d paid %s, from %s to %s; replayed %d, %s, from %s to %s", rest.Voters, rest.Sum, rest.Least, rest.Each, voters, sum, least, most)
	}
}
