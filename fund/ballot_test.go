package fund_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huimin/fund"
)

func liuzhou(t interface{ Fatal(...any) }) fund.Programme {
	p, err := fund.Liuzhou()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestOutcomes(t *testing.T) {
	prog := liuzhou(t)
	for name, c := range map[string]struct {
		members, yes, no, abstain int
		want                      fund.Outcome
	}{
		"two thirds exactly is a quorum":                {30, 20, 0, 0, fund.OutcomeCarried},
		"one less is none":                              {30, 19, 0, 0, fund.OutcomeNoQuorum},
		"one more is one":                               {30, 21, 0, 0, fund.OutcomeCarried},
		"31 members need 21":                            {31, 20, 0, 0, fund.OutcomeNoQuorum},
		"31 members with 21":                            {31, 21, 0, 0, fund.OutcomeCarried},
		"32 members need 22":                            {32, 21, 0, 0, fund.OutcomeNoQuorum},
		"32 members with 22":                            {32, 22, 0, 0, fund.OutcomeCarried},
		"half is not a majority":                        {30, 10, 10, 0, fund.OutcomeLost},
		"half and one is":                               {30, 11, 10, 0, fund.OutcomeCarried},
		"abstentions make the quorum":                   {30, 11, 0, 9, fund.OutcomeCarried},
		"abstentions count in the majority, half":       {30, 10, 0, 10, fund.OutcomeLost},
		"more for than against is not enough with them": {30, 10, 5, 6, fund.OutcomeLost},
		"one more is enough with them":                  {30, 11, 5, 5, fund.OutcomeCarried},
		"all abstain":                                   {30, 0, 0, 30, fund.OutcomeLost},
		"all against":                                   {30, 0, 30, 0, fund.OutcomeLost},
		"nobody votes":                                  {30, 0, 0, 0, fund.OutcomeNoQuorum},
		"nobody could":                                  {0, 0, 0, 0, fund.OutcomeNoQuorum},
		"a single member for":                           {1, 1, 0, 0, fund.OutcomeCarried},
		"a single member against":                       {1, 0, 1, 0, fund.OutcomeLost},
		"one of two":                                    {2, 1, 0, 0, fund.OutcomeNoQuorum},
		"two of three, one for":                         {3, 1, 1, 0, fund.OutcomeLost},
		"two of three, both for":                        {3, 2, 0, 0, fund.OutcomeCarried},
	} {
		tally := fund.Tally{Members: c.members, For: c.yes, Against: c.no, Abstain: c.abstain}
		if got := prog.Outcome(tally); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestQuorumNeedsIsTheSmallestQuorum(t *testing.T) {
	prog := liuzhou(t)
	for members := 1; members <= 300; members++ {
		need := prog.QuorumNeeds(members)
		if !prog.Quorate(fund.Tally{Members: members, For: need}) {
			t.Errorf("%d of %d are no quorum", need, members)
		}
		if prog.Quorate(fund.Tally{Members: members, For: need - 1}) {
			t.Errorf("%d of %d are a quorum already", need-1, members)
		}
	}
	if got := prog.QuorumNeeds(0); got != 1 {
		t.Errorf("of nobody: %d", got)
	}
	if got := (fund.Programme{}).QuorumNeeds(9); got != 1 {
		t.Errorf("without a share: %d", got)
	}
}

func TestMoreSupportNeverHurts(t *testing.T) {
	prog := liuzhou(t)
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.IntRange(0, 100)
		tally := fund.Tally{For: count.Draw(t, "for"), Against: count.Draw(t, "against"), Abstain: count.Draw(t, "abstain")}
		tally.Members = tally.Voted() + 1 + count.Draw(t, "absent")
		before := prog.Outcome(tally)
		tally.For++
		if after := prog.Outcome(tally); before == fund.OutcomeCarried && after != before {
			t.Fatalf("one more vote for it makes it %s", after)
		}
		if before == fund.OutcomeCarried && 2*(tally.For-1) <= tally.Voted()-1 {
			t.Fatalf("%+v carried without more than half", tally)
		}
	})
}

func TestABallotTakesVotesUntilItCloses(t *testing.T) {
	closes := moment("2026-11-26 09:00:00")
	open := fund.Ballot{ID: 7, Status: fund.BallotOpen, Closes: closes}
	closed := open
	closed.Status = fund.BallotClosed
	for name, c := range map[string]struct {
		ballot fund.Ballot
		now    time.Time
		ok     bool
	}{
		"a moment before":       {open, closes.Add(-time.Nanosecond), true},
		"at the moment":         {open, closes, false},
		"a moment after":        {open, closes.Add(time.Nanosecond), false},
		"closed before it does": {closed, closes.Add(-time.Hour), false},
	} {
		err := c.ballot.Accepts(c.now)
		if (err == nil) != c.ok || err != nil && !errors.Is(err, fund.ErrClosed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestABallotClosesOnce(t *testing.T) {
	prog, now := liuzhou(t), moment("2026-11-26 09:00:00")
	b := fund.Ballot{ID: 7, Status: fund.BallotOpen, Closes: now}
	tally := fund.Tally{Members: 3, For: 2}
	if err := b.Close(tally, prog, 0, now); err != nil {
		t.Fatal(err)
	}
	if b.Status != fund.BallotClosed || b.Tally != tally || b.Outcome != fund.OutcomeCarried || !b.ClosedAt.Equal(now) {
		t.Errorf("%+v", b)
	}
	var state *fund.StateError
	if err := b.Close(fund.Tally{}, prog, 5, now); !errors.As(err, &state) || state.Noun != "ballot" || state.ID != 7 {
		t.Errorf("closed twice: %v", err)
	}
	if b.Tally != tally || b.ClosedBy != 0 {
		t.Errorf("the second closing changed it: %+v", b)
	}
}

func TestCount(t *testing.T) {
	vote := func(p fund.PersonID, c fund.Choice) fund.Vote { return fund.Vote{Person: p, Choice: c} }
	for name, c := range map[string]struct {
		members []fund.PersonID
		votes   []fund.Vote
		want    fund.Tally
	}{
		"nobody": {nil, nil, fund.Tally{}},
		"each choice": {
			[]fund.PersonID{1, 2, 3, 4},
			[]fund.Vote{vote(1, fund.ChoiceFor), vote(2, fund.ChoiceAgainst), vote(3, fund.ChoiceAbstain)},
			fund.Tally{Members: 4, For: 1, Against: 1, Abstain: 1},
		},
		"the last one wins": {
			[]fund.PersonID{1},
			[]fund.Vote{vote(1, fund.ChoiceFor), vote(1, fund.ChoiceAgainst)},
			fund.Tally{Members: 1, Against: 1},
		},
		"a stranger counts for nothing": {
			[]fund.PersonID{1}, []fund.Vote{vote(9, fund.ChoiceFor)}, fund.Tally{Members: 1},
		},
		"nobody at all cannot vote": {
			[]fund.PersonID{0, 1}, []fund.Vote{vote(0, fund.ChoiceFor)}, fund.Tally{Members: 1},
		},
		"a member listed twice is one": {
			[]fund.PersonID{1, 1}, []fund.Vote{vote(1, fund.ChoiceFor)}, fund.Tally{Members: 1, For: 1},
		},
		"a choice that does not exist leaves the one before": {
			[]fund.PersonID{1}, []fund.Vote{vote(1, fund.ChoiceFor), vote(1, "maybe")}, fund.Tally{Members: 1, For: 1},
		},
	} {
		if got := fund.Count(c.members, c.votes); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestNobodyIsCountedTwiceOrWithoutRight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		person := rapid.Map(rapid.IntRange(0, 12), func(n int) fund.PersonID { return fund.PersonID(n) })
		members := rapid.SliceOf(person).Draw(t, "members")
		votes := rapid.SliceOf(rapid.Custom(func(t *rapid.T) fund.Vote {
			choice := rapid.SampledFrom(append(fund.Choices(), "", "maybe")).Draw(t, "choice")
			return fund.Vote{Person: person.Draw(t, "person"), Choice: choice}
		})).Draw(t, "votes")

		want := fund.Tally{}
		for p := fund.PersonID(1); p <= 12; p++ { // one person at a time, the plain way
			if !slices.Contains(members, p) {
				continue
			}
			want.Members++
			last := fund.Choice("")
			for _, v := range votes {
				if v.Person == p && v.Choice != "" && v.Choice != "maybe" {
					last = v.Choice
				}
			}
			switch last {
			case fund.ChoiceFor:
				want.For++
			case fund.ChoiceAgainst:
				want.Against++
			case fund.ChoiceAbstain:
				want.Abstain++
			}
		}
		got := fund.Count(members, votes)
		if got != want || got.Voted() > got.Members {
			t.Fatalf("%+v, want %+v", got, want)
		}
	})
}
