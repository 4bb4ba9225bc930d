package fund

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// BudgetRule is how a budget ballot is counted.
type BudgetRule string

// The rules: the project with the most votes first, passing over what no longer
// fits; or equal shares, completed step by step (see [SharesRule]).
const (
	BudgetVotes  BudgetRule = "votes"
	BudgetShares BudgetRule = "equal_shares"
)

// BudgetRules lists both rules.
func BudgetRules() []BudgetRule { return []BudgetRule{BudgetVotes, BudgetShares} }

// TiesList lists the rules for ties.
func TiesList() []Ties { return []Ties{TiesCheaper, TiesListed} }

// BudgetVoting is how a programme counts budget ballots, fixed before one
// opens.
type BudgetVoting struct {
	Rule BudgetRule
	Ties Ties
}

// Limits of what a ballot may ask.
const (
	MinOptions     = 2
	MaxChoices     = 10  // of one of several
	MaxCandidates  = 60  // of a budget ballot
	maxOptionWords = 100 // code points of an option
)

// ErrOptions is in every *[OptionsError].
var ErrOptions = errors.New("not the options of a ballot")

// OptionsError says that a ballot has too few or too many options, Have of them,
// or one twice: the one numbered Twice. errors.Is(err, ErrOptions).
type OptionsError struct{ Have, Min, Max, Twice int }

// Unwrap gives [ErrOptions].
func (e *OptionsError) Unwrap() error { return ErrOptions }

// Error gives the figures.
func (e *OptionsError) Error() string {
	return fmt.Sprintf("%d options, want %d to %d; number %d is there twice", e.Have, e.Min, e.Max, e.Twice)
}

// PotError says that a budget ballot cannot give away Sum: not more than Free,
// and not less than Least, the cheapest project's part.
type PotError struct{ Sum, Least, Free Money }

// Error gives the amounts.
func (e *PotError) Error() string {
	return fmt.Sprintf("a pot of %s: want %s to %s", e.Sum.Decimal(), e.Least.Decimal(), e.Free.Decimal())
}

// Option is what may be marked in a ballot, numbered from 1: a project with
// what it takes from the pot, or a Text. Votes and Won are set when the ballot
// closes.
type Option struct {
	N       int
	Project ProjectID
	Text    string
	Cost    Money
	Votes   int
	Won     bool
}

// Pot is what a budget ballot gives away of a year's money. Left is what of it
// was free when the ballot closed; Rule and Ties are fixed when it opens.
type Pot struct {
	Year int
	Sum  Money
	Left Money
	Rule BudgetRule
	Ties Ties
}

// Question is what a ballot asks in which options are marked. Pot is zero for
// one of several.
type Question struct {
	Options []Option
	Pot     Pot
}

// Check says whether a ballot of a kind may ask it: *[OptionsError],
// *[LengthError], *[PotError] by what is free.
func (q Question) Check(k BallotKind, free Money) error {
	e := OptionsError{Have: len(q.Options), Min: MinOptions, Max: MaxChoices}
	if k == BallotBudget {
		e.Max = MaxCandidates
	}
	if e.Have < e.Min || e.Have > e.Max {
		return &e
	}
	least := q.Options[0].Cost
	for i, o := range q.Options {
		least = min(least, o.Cost)
		if slices.ContainsFunc(q.Options[:i], func(p Option) bool { return p.Project == o.Project && p.Text == o.Text }) {
			e.Twice = o.N
			return &e
		}
		if o.Project == 0 {
			if err := checkLength(WhatText, o.Text, 1, maxOptionWords); err != nil {
				return err
			}
		}
	}
	if k == BallotBudget && (q.Pot.Sum < least || q.Pot.Sum > free) {
		return &PotError{Sum: q.Pot.Sum, Least: least, Free: free}
	}
	return nil
}

// Lost is the question with nothing having won.
func (q Question) Lost() Question {
	q.Options = slices.Clone(q.Options)
	for i := range q.Options {
		q.Options[i].Won = false
	}
	return q
}

// Option gives the option of a number, false when there is none.
func (q Question) Option(n int) (Option, bool) {
	if n < 1 || n > len(q.Options) {
		return Option{}, false
	}
	return q.Options[n-1], true
}

// Mark is what one member marked in a ballot: the numbers of options,
// ascending.
type Mark struct {
	Ballot BallotID
	Person PersonID
	N      []int
	At     time.Time
}

// Toggle gives the marks after a tap on an option: in a budget ballot it is
// marked, or no longer; of one of several it takes the place of the one marked.
func (k BallotKind) Toggle(marks []int, n int) []int {
	if k == BallotChoice {
		return []int{n}
	}
	if i := slices.Index(marks, n); i >= 0 {
		return slices.Delete(slices.Clone(marks), i, i+1)
	}
	marks = append(slices.Clone(marks), n)
	slices.Sort(marks)
	return marks
}

// Papers are the marks of members as papers of an election. Who marked nothing
// has no paper; marks of others, and of what is no option, count for nothing.
func (q Question) Papers(members []PersonID, marks []Mark) (papers []Paper) {
	for _, m := range marks {
		if slices.Contains(members, m.Person) {
			papers = q.paper(papers, m.N)
		}
	}
	return papers
}

// Unfold is Papers for those of a secret ballot.
func (q Question) Unfold(list []SecretPaper) (papers []Paper) {
	for _, p := range list {
		if marks, ok := p.Marks(); ok {
			papers = q.paper(papers, marks)
		}
	}
	return papers
}

func (q Question) paper(papers []Paper, marks []int) []Paper {
	p := Paper{Voters: 1}
	for _, n := range marks {
		if _, ok := q.Option(n); ok {
			p.Names = append(p.Names, n-1)
		}
	}
	if len(p.Names) == 0 {
		return papers
	}
	return append(papers, p)
}

// Election is a closed budget ballot as an election: what it gives away is what
// of the pot was free when it closed, in fen.
func (q Question) Election(papers []Paper) *Election {
	e := &Election{Budget: int64(q.Pot.Left), Unit: 100, Papers: papers}
	for _, o := range q.Options {
		e.Contenders = append(e.Contenders, Contender{Cost: int64(o.Cost)})
	}
	return e
}

// VotesRule is counting by votes as a pot is counted by it: what nobody marked is
// not funded.
func (p Pot) VotesRule() VotesRule { return VotesRule{Ties: p.Ties, Least: 1} }

// SharesRule is the method of equal shares as a pot is counted by it: shares
// are raised step by step, and nothing is filled up by votes after that.
func (p Pot) SharesRule() SharesRule { return SharesRule{Ties: p.Ties, Complete: true} }

// Award counts a closed budget ballot by its rule: [ErrElectionNone] when
// nobody marked anything.
func (q Question) Award(papers []Paper) (*Award, error) {
	e := q.Election(papers)
	if q.Pot.Rule == BudgetShares {
		return e.CountEqualShares(q.Pot.SharesRule(), nil)
	}
	return e.CountByVotes(q.Pot.VotesRule())
}

// Settle counts the papers of a ballot in which options are marked, which has so
// many members and at which so many were present, and gives its question with
// votes and what won, its tally and its outcome.
//
// Of one of several, the option with the most votes wins if more than half of
// those taking part are for it (the Act, Art. 29): its votes are the tally's
// For, those for others Against. In a budget ballot For is how many marked
// something; with a quorum the pot goes by its rule, and the ballot is lost
// when that funds nothing.
func (p Programme) Settle(k BallotKind, q Question, papers []Paper, members, present int) (Question, Tally, Outcome, error) {
	q = q.Lost()
	for i := range q.Options {
		q.Options[i].Votes = 0
	}
	for _, paper := range papers {
		for _, i := range paper.Names {
			q.Options[i].Votes++
		}
	}
	t := Tally{Members: members, For: len(papers), Present: present}
	if k == BallotChoice {
		top := q.top()
		t.For = q.Options[top].Votes
		t.Against = len(papers) - t.For
		outcome := p.Outcome(t)
		q.Options[top].Won = outcome == OutcomeCarried
		return q, t, outcome, nil
	}
	if !p.Quorate(t) {
		return q, t, OutcomeNoQuorum, nil
	}
	a, err := q.Award(papers)
	if errors.Is(err, ErrElectionNone) {
		return q, t, OutcomeLost, nil
	}
	if err != nil {
		return q, t, "", err
	}
	outcome := OutcomeLost
	for i, s := range a.Placings {
		if s.Funded {
			q.Options[i].Won, outcome = true, OutcomeCarried
		}
	}
	return q, t, outcome, nil
}

// top is the index of the option with the most votes, of equal ones the first:
// these have no majority.
func (q Question) top() int {
	top := 0
	for i, o := range q.Options {
		if o.Votes > q.Options[top].Votes {
			top = i
		}
	}
	return top
}
