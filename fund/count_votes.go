package fund

import (
	"cmp"
	"slices"
)

// VotesRule is counting by votes: the project with the most votes (or points)
// first, as long as the budget lasts. One that costs more than is left is
// passed over and the next one tried.
type VotesRule struct {
	Ties Ties
	// Least is how many votes (or points) a project needs. With 1, one that
	// nobody supports is never funded.
	Least int64
	// Stop ends the count at the first project that does not fit, in place of
	// passing it over. One that costs more than the whole budget stops nothing.
	Stop bool
}

// CountByVotes counts by votes.
func (e *Election) CountByVotes(rule VotesRule) (*Award, error) {
	if err := e.check(); err != nil {
		return nil, err
	}
	votes, points := e.tallies()
	ranks := rule.Ties.ranks(e, votes)
	order := make([]int, len(e.Contenders))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(points[b], points[a]), cmp.Compare(ranks[a], ranks[b]))
	})
	a := &Award{Placings: make([]Placing, len(order)), Voters: e.Voters(), Budget: e.Budget, Least: rule.Least}
	left, round, end := e.Budget, 0, len(order)
	for at, i := range order {
		s := &a.Placings[i]
		*s = Placing{Votes: votes[i], Points: points[i], Before: left}
		cost := e.Contenders[i].Cost
		switch {
		case points[i] < rule.Least && points[i] <= 0:
			s.Why = WhyUnwanted
		case points[i] < rule.Least:
			s.Why = WhyTooFew
		case cost > e.Budget:
			s.Why = WhyTooDear
		case end < at:
			s.Why = WhyStopped
		case cost > left:
			s.Why = WhyNoFit
			if rule.Stop {
				end = at
			}
		default:
			round++
			s.Funded, s.Round, s.Why = true, round, WhyFits
			left -= cost
		}
	}
	a.Spent = e.Budget - left
	for at, i := range order {
		if s := &a.Placings[i]; !s.Funded && e.Contenders[i].Cost <= e.Budget {
			s.Enough = e.enough(a, order[:min(at, end)], order[:at], i, rule.Ties)
		}
	}
	return a, nil
}

// enough gives the fewest votes with which project i would have been funded:
// as many as the rule demands, and more than those whose funding left too
// little for it, or at whom the count ended: it may stand behind a project of
// open. Each new vote gives one point, and the others' stay as they are.
func (e *Election) enough(a *Award, open, ahead []int, i int, ties Ties) int64 {
	has := a.Placings[i]
	need := max(a.Least, has.Points)
	for at := len(ahead) - 1; at >= 0; at-- {
		j := ahead[at]
		s := a.Placings[j]
		left := s.Before
		if s.Funded {
			left -= e.Contenders[j].Cost
		}
		if at < len(open) && e.Contenders[i].Cost <= left {
			return need
		}
		need = max(need, s.Points)
		if need == s.Points && ties.before(e, j, i, s.Votes, has.Votes+need-has.Points) {
			need++
		}
	}
	return need
}
