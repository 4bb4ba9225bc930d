package pabulib

import (
	"math/big"
	"slices"
	"strings"

	"huimin/fund"
)

// Rule is how a city counted, by META's rule.
type Rule struct {
	Name   string          // as the file writes it
	Votes  fund.VotesRule  // how to count this file by votes
	Shares fund.SharesRule // how to count it by equal shares
	Kind   RuleKind        // which of the two the city used
	Own    bool            // the city's rule has something that the file does not tell
}

// RuleKind is one of the two rules, or neither.
type RuleKind string

// The kinds of rule.
const (
	RuleUnknown RuleKind = ""
	RuleVotes   RuleKind = "votes"
	RuleShares  RuleKind = "equal-shares"
)

// rule reads META's rule. Of projects with as many votes Pabulib's files fund
// the one that stands earlier; of those that equal shares cannot tell apart,
// the cheaper one, then the one with more votes, as equalshares.net advises;
// unless META's ties says cheaper or listed, as in files made by [Compose].
//
// Pabulib's names: greedy passes over what does not fit; greedy-no-skip stops
// there; greedy-threshold demands min_project_score_threshold, which also
// holds where another rule gives it; greedy-exclusive and greedy-custom have
// something that only the comment tells; that of Poznań ends at the first that
// does not fit, to which the city adds up to a fifth (selected 2). equalshares is the method without
// completion, /add1 with it, /add1u with what still fits by votes after that,
// -comparison with a last look at the outcome by votes.
func (f *File) rule(pointUnit int64) Rule {
	r := Rule{
		Name:   f.Meta("rule"),
		Votes:  fund.VotesRule{Ties: fund.TiesListed},
		Shares: fund.SharesRule{Ties: fund.TiesCheaper, Complete: true},
	}
	if ties := fund.Ties(f.Meta("ties")); slices.Contains(fund.TiesList(), ties) {
		r.Votes.Ties, r.Shares.Ties = ties, ties
	}
	if n, ok := number(f.Meta("min_project_score_threshold")); ok {
		n.Mul(n, new(big.Rat).SetInt64(pointUnit))
		least := new(big.Int).Quo(n.Num(), n.Denom())
		if !n.IsInt() {
			least.Add(least, big.NewInt(1)) // with a half, the next whole one
		}
		if least.IsInt64() {
			r.Votes.Least = least.Int64()
		}
	}
	name := strings.ToLower(strings.Join(strings.Fields(r.Name), ""))
	switch {
	case strings.HasPrefix(name, "greedy"):
		r.Kind = RuleVotes
		r.Own = name == "greedy-exclusive" || name == "greedy-custom"
		r.Votes.Stop = name == "greedy-no-skip" || r.Own && f.Meta("unit") == "Poznań"
	case strings.HasPrefix(name, "equalshares"):
		r.Kind = RuleShares
		r.Shares.Complete = strings.Contains(name, "add1")
		r.Shares.Fill = strings.HasPrefix(name, "equalshares/add1u")
		r.Shares.Compare = strings.HasSuffix(name, "-comparison")
	}
	return r
}
