package fund_test

import (
	"math/big"

	"huimin/fund"
)

// naiveShares is the method of equal shares as its definition reads, step by
// step and voter by voter, in fractions. It is slow and there to be compared
// with.
func naiveShares(e *fund.Election, rule fund.SharesRule) (funded []bool, spent, raised int64, ended fund.Completion) {
	voters := int64(e.Voters())
	share := big.NewRat(e.Budget, voters)
	whole := e.Budget / voters / e.Unit
	funded, spent = naiveRound(e, rule.Ties, share)
	if !rule.Complete {
		return funded, spent, 0, fund.CompletionNone
	}
	for {
		if naiveFull(e, funded, spent) {
			return funded, spent, raised, fund.CompletionFull
		}
		next, cost := naiveRound(e, rule.Ties, new(big.Rat).SetInt64((whole+raised+1)*e.Unit))
		if cost > e.Budget {
			return funded, spent, raised, fund.CompletionOver
		}
		funded, spent = next, cost
		raised++
	}
}

func naiveFull(e *fund.Election, funded []bool, spent int64) bool {
	votes := naiveVotes(e)
	supported, fits := false, false // of what is left and costs something
	for i, c := range e.Contenders {
		if !funded[i] && c.Cost > 0 {
			supported = supported || votes[i] > 0
			fits = fits || spent+c.Cost <= e.Budget
		}
	}
	return !supported || !fits
}

func naiveVotes(e *fund.Election) []int64 {
	votes := make([]int64, len(e.Contenders))
	for _, p := range e.Papers {
		for _, n := range p.Names {
			votes[n] += int64(p.Voters)
		}
	}
	return votes
}

// naiveRound runs the method with one share for every voter.
func naiveRound(e *fund.Election, ties fund.Ties, share *big.Rat) (funded []bool, spent int64) {
	votes := naiveVotes(e)
	var money []*big.Rat       // by voter
	backers := map[int][]int{} // by project: voters
	for _, p := range e.Papers {
		for range p.Voters {
			for _, n := range p.Names {
				backers[n] = append(backers[n], len(money))
			}
			money = append(money, new(big.Rat).Set(share))
		}
	}
	funded = make([]bool, len(e.Contenders))
	for i, c := range e.Contenders {
		funded[i] = c.Cost == 0 && votes[i] > 0
	}
	for {
		best := -1
		var bestPart, bestRate *big.Rat
		for i, c := range e.Contenders {
			if funded[i] || votes[i] == 0 {
				continue
			}
			part := naivePart(c.Cost, backers[i], money)
			if part == nil {
				continue
			}
			rate := new(big.Rat).Quo(part, new(big.Rat).SetInt64(c.Cost))
			better := best < 0
			if best >= 0 {
				switch rate.Cmp(bestRate) {
				case -1:
					better = true
				case 0:
					b := e.Contenders[best]
					if ties == fund.TiesCheaper {
						better = c.Cost < b.Cost || c.Cost == b.Cost && votes[i] > votes[best]
					}
				}
			}
			if better {
				best, bestPart, bestRate = i, part, rate
			}
		}
		if best < 0 {
			return funded, spent
		}
		funded[best] = true
		spent += e.Contenders[best].Cost
		for _, v := range backers[best] {
			if money[v].Cmp(bestPart) <= 0 {
				money[v] = new(big.Rat)
			} else {
				money[v] = new(big.Rat).Sub(money[v], bestPart)
			}
		}
	}
}

// naivePart is the largest payment when those who support a project share its
// cost as equally as their money allows, or nil when it does not suffice.
func naivePart(cost int64, backers []int, money []*big.Rat) *big.Rat {
	poor := map[int]bool{}
	for {
		rest, payers := new(big.Rat).SetInt64(cost), int64(0)
		for _, v := range backers {
			if poor[v] {
				rest.Sub(rest, money[v])
			} else {
				payers++
			}
		}
		if payers == 0 {
			return nil
		}
		part := rest.Quo(rest, new(big.Rat).SetInt64(payers))
		added := false
		for _, v := range backers {
			if !poor[v] && money[v].Cmp(part) < 0 {
				poor[v], added = true, true
			}
		}
		if !added {
			return part
		}
	}
}
