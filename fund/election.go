package fund

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// An Election is a choice among many, the budget ballot: projects that cost
// something, a budget, and papers on which each voter names the projects they
// support. CountByVotes and CountEqualShares decide what is funded.
//
// Amounts are whole numbers of one smallest unit; Unit says how many of these
// make one unit of the currency (100 where amounts are in fen).
type Election struct {
	Budget     int64
	Unit       int64
	Contenders []Contender
	Papers     []Paper
}

// Contender is a project that stands in an election. What it is called, and
// all else about it, is the caller's: a contender is known by its index.
type Contender struct {
	Cost int64
}

// Paper is how one voter, or several in the same way, filled in their ballot.
type Paper struct {
	Voters int   // how many voters; at least 1
	Names  []int // the indices of the projects they support, each once; may be empty
	// Points are what each named project gets of one such voter, in the order
	// of Names. Without them each gets one.
	Points []int64
}

// MaxElectionMoney bounds budget and costs: ten million billions of the
// smallest unit, so that sums and products stay within 128 bits.
const MaxElectionMoney = 10_000_000_000_000_000

// MaxElectionPoints bounds what a voter gives one project, either way.
const MaxElectionPoints = 1_000_000_000_000

// Errors of an Election that cannot be counted.
var (
	ErrElectionMoney = errors.New("an amount is negative or too large")
	ErrElectionPaper = errors.New("a paper names a project that does not stand, or one twice, or has no voter, or points that do not fit")
	ErrElectionNone  = errors.New("nobody voted")
)

// check refuses what no rule can count.
func (e *Election) check() error {
	if e.Budget < 0 || e.Budget > MaxElectionMoney || e.Unit < 1 || e.Unit > MaxElectionMoney {
		return fmt.Errorf("budget %d, unit %d: %w", e.Budget, e.Unit, ErrElectionMoney)
	}
	for i, c := range e.Contenders {
		if c.Cost < 0 || c.Cost > MaxElectionMoney {
			return fmt.Errorf("cost of project %d: %d: %w", i, c.Cost, ErrElectionMoney)
		}
	}
	seen := make([]int, len(e.Contenders))
	for i, p := range e.Papers {
		bad := p.Voters < 1 || p.Points != nil && len(p.Points) != len(p.Names)
		for _, n := range p.Names {
			if n < 0 || n >= len(seen) || seen[n] == i+1 {
				bad = true
				break
			}
			seen[n] = i + 1
		}
		for _, n := range p.Points {
			bad = bad || n > MaxElectionPoints || n < -MaxElectionPoints
		}
		if bad {
			return fmt.Errorf("paper %d: %w", i, ErrElectionPaper)
		}
	}
	if e.Voters() == 0 {
		return ErrElectionNone
	}
	return nil
}

// Voters is how many took part, also with an empty paper.
func (e *Election) Voters() int {
	n := 0
	for _, p := range e.Papers {
		n += p.Voters
	}
	return n
}

// tallies gives for each project how many support it, and its points.
func (e *Election) tallies() (votes, points []int64) {
	votes, points = make([]int64, len(e.Contenders)), make([]int64, len(e.Contenders))
	for _, p := range e.Papers {
		for i, n := range p.Names {
			votes[n] += int64(p.Voters)
			if p.Points == nil {
				points[n] += int64(p.Voters)
			} else {
				points[n] += int64(p.Voters) * p.Points[i]
			}
		}
	}
	return votes, points
}

// Ties says which of two projects that stand equal comes first. It is
// announced before the vote opens.
type Ties string

// The rules for ties. Each ends in the order of the list, so that none is open.
const (
	TiesCheaper Ties = "cheaper" // the cheaper one, then the one with more votes, then the earlier one
	TiesListed  Ties = "listed"  // the one that stands earlier in the list
)

// ranks gives each project its place under the rule: of two that stand equal,
// the lower rank comes first.
func (t Ties) ranks(e *Election, votes []int64) []int {
	order := make([]int, len(e.Contenders))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		if t.before(e, i, j, votes[i], votes[j]) {
			return -1
		}
		return 1
	})
	ranks := make([]int, len(order))
	for place, i := range order {
		ranks[i] = place
	}
	return ranks
}

// before reports whether project i comes before j, which stands equal, when
// they have so many votes.
func (t Ties) before(e *Election, i, j int, votesI, votesJ int64) bool {
	order := 0
	if t == TiesCheaper {
		order = cmp.Or(
			cmp.Compare(e.Contenders[i].Cost, e.Contenders[j].Cost),
			cmp.Compare(votesJ, votesI),
		)
	}
	return cmp.Or(order, cmp.Compare(i, j)) < 0
}

// Award is what a rule made of an election: what is funded, and why.
type Award struct {
	Placings []Placing // one for each contender, in their order
	Voters   int
	Spent    int64 // what the funded projects cost together
	Budget   int64
	Least    int64 // how many votes or points a project needed, by votes

	// Of the method of equal shares:
	Share  *big.Rat   // what each voter had to spend in the end; nil when counted by votes
	First  *big.Rat   // the share to begin with: the budget divided by the voters
	Raised int64      // how many times every share was raised
	Ended  Completion // why it was raised no further
	Over   int64      // with CompletionOver: what the next share would have funded costs; may be a part of it
	// Compared is set when the rule ends with a comparison.
	Compared *Comparison
}

// Placing is how one project came out, with what explains it.
type Placing struct {
	Votes  int64 // how many support it
	Points int64 // what it was ranked by, when counted by votes
	Funded bool
	Round  int // in which round of the count it was funded, from 1; else 0
	Why    PlacingWhy

	// Before is what was left of the budget when its turn came, by votes.
	Before int64
	// Enough, by votes and not funded: with so many votes it would have been
	// funded; 0 when no number of votes could do it.
	Enough int64

	// By equal shares: how those who support it paid, the largest payment
	// first, when it was funded.
	Payments []Payment
	// Behind is what all who support it had left, when they could no longer
	// pay for it: together less than it costs.
	Behind *big.Rat
	// Bring is how many more supporters, each with a whole share, would have
	// brought what was missing.
	Bring int64
}

// Payment is what several voters paid for a project, each of them the same; or,
// of many who paid all they had left, the sum of what they paid.
type Payment struct {
	Voters int64
	Each   *big.Rat
	All    bool // it was all they had left
	// Least and Sum are set where many are told together: then Each is the
	// largest payment, Least the smallest, and Sum what all of them paid.
	Least, Sum *big.Rat
}

// PlacingWhy says why a project is funded or not.
type PlacingWhy string

// The reasons of a Placing.
const (
	WhyFits       PlacingWhy = "fits"       // funded: its turn came and it fitted
	WhyPaid       PlacingWhy = "paid"       // funded: those who support it paid for it
	WhyFree       PlacingWhy = "free"       // funded: it costs nothing and somebody supports it
	WhyTooDear    PlacingWhy = "too_dear"   // it costs more than the whole budget
	WhyUnwanted   PlacingWhy = "unwanted"   // nobody supports it
	WhyTooFew     PlacingWhy = "too_few"    // fewer votes than the rule demands
	WhyNoFit      PlacingWhy = "no_fit"     // it cost more than was left when its turn came
	WhyStopped    PlacingWhy = "stopped"    // one before it did not fit, and the rule stops there
	WhyShort      PlacingWhy = "short"      // those who support it had too little left
	WhyFilled     PlacingWhy = "filled"     // funded: it still fitted after the shares were spent
	WhyComparison PlacingWhy = "comparison" // the comparison chose the outcome by votes
)

// Comparison is the last step of some cities: is there a majority that is
// better served by the outcome by votes, which is then taken?
type Comparison struct {
	PreferShares, PreferVotes int // voters for whom more projects that they support are funded
	TookVotes                 bool
}
