package fund

import (
	"fmt"
	"time"
)

// BallotID numbers a ballot; 0 is none.
type BallotID int64

// Choice is how somebody votes.
type Choice string

// The choices: 赞成, 反对, 弃权.
const (
	ChoiceFor     Choice = "for"
	ChoiceAgainst Choice = "against"
	ChoiceAbstain Choice = "abstain"
)

// Choices lists every choice in the order shown.
func Choices() []Choice { return []Choice{ChoiceFor, ChoiceAgainst, ChoiceAbstain} }

// BallotStatus is where a ballot stands.
type BallotStatus string

// The states of a ballot.
const (
	BallotOpen   BallotStatus = "open"
	BallotClosed BallotStatus = "closed"
)

// Outcome is what a ballot decided.
type Outcome string

// The outcomes of a ballot.
const (
	OutcomeCarried  Outcome = "carried"
	OutcomeLost     Outcome = "lost"
	OutcomeNoQuorum Outcome = "no_quorum"
)

// Tally is a count of votes. Members is how many could vote. Present is how
// many of them were there when it was closed or had voted before, in a meeting;
// 0 outside one. Room of the votes were given in the room and counted by
// tellers; Uncounted could not be counted, because the tellers did not agree.
type Tally struct{ Members, For, Against, Abstain, Present, Room, Uncounted int }

// Voted is how many voted; abstaining is voting.
func (t Tally) Voted() int { return t.For + t.Against + t.Abstain }

// Attending is how many took part: in a meeting those present, who may not
// have voted, and outside one those who voted.
func (t Tally) Attending() int { return max(t.Present, t.Voted()) }

// Share is a fraction, such as two thirds.
type Share struct{ Num, Den int }

// AtLeast reports whether n of total reaches the share, in whole numbers.
func (s Share) AtLeast(n, total int) bool { return s.Den*n >= s.Num*total }

// MoreThan reports whether n of total exceeds the share, in whole numbers.
func (s Share) MoreThan(n, total int) bool { return s.Den*n > s.Num*total }

// Quorate reports whether enough members took part: at least two thirds of
// them by the Act, Art. 29. Nobody is never enough.
func (p Programme) Quorate(t Tally) bool { return p.Enough(t.Attending(), t.Members) }

// Enough reports whether so many of a body's members are a quorum. Nobody is
// never enough.
func (p Programme) Enough(present, members int) bool {
	if p.QuorumOver {
		return present > 0 && p.Quorum.MoreThan(present, members)
	}
	return present > 0 && p.Quorum.AtLeast(present, members)
}

// QuorumNeeds gives the smallest number that makes so many members a quorum, at
// least 1.
func (p Programme) QuorumNeeds(members int) int {
	switch {
	case p.Quorum.Den <= 0 || members <= 0:
		return 1
	case p.QuorumOver:
		return p.Quorum.Num*members/p.Quorum.Den + 1
	}
	return p.Quorum.Needs(members)
}

// Outcome judges a tally: without a quorum nothing is decided; with one, more
// than half of those taking part must be for it (the Act, Art. 29).
// Abstentions count as taking part, so they weigh against; and so does who is
// present and does not vote. While votes that nobody could count might have
// carried it, nothing is decided either.
func (p Programme) Outcome(t Tally) Outcome {
	switch {
	case !p.Quorate(t):
		return OutcomeNoQuorum
	case p.Majority.MoreThan(t.For, t.Attending()):
		return OutcomeCarried
	case p.Majority.MoreThan(t.For+t.Uncounted, t.Attending()):
		return OutcomeNoQuorum
	default:
		return OutcomeLost
	}
}

// BallotKind is what voters are asked.
type BallotKind string

// The kinds of ballot.
const (
	BallotMotion BallotKind = "motion" // for, against or abstain
	BallotChoice BallotKind = "choice" // one of several options
	BallotBudget BallotKind = "budget" // as many projects as one approves of, within a pot
)

// Ballot is one vote of a community's representatives, on one project or on
// one Item of a meeting's agenda. Secret keeps who voted apart from how. Closes
// is the first moment at which no vote is taken. ClosedBy is 0 when the clock
// closed it. Reason is why an item is voted on anew. Tally and Outcome are set
// when it closes.
type Ballot struct {
	ID        BallotID
	Kind      BallotKind
	Project   ProjectID // 0 for a free item
	Community PlaceID
	Meeting   MeetingID // 0 outside one
	Item      int       // of that meeting's agenda
	Secret    bool
	Reason    string
	Opened    time.Time
	Closes    time.Time
	ClosedAt  time.Time
	OpenedBy  PersonID
	ClosedBy  PersonID
	Status    BallotStatus
	Tally     Tally
	Outcome   Outcome
}

// Accepts says whether a vote cast now counts: nil, or ErrClosed from Closes
// on and once closed.
func (b Ballot) Accepts(now time.Time) error {
	if b.Status != BallotOpen || !now.Before(b.Closes) {
		return fmt.Errorf("ballot %d: %w", b.ID, ErrClosed)
	}
	return nil
}

// Close ends the ballot by t, judged by prog. by is 0 for the clock. A ballot
// that is closed already is a *StateError.
func (b *Ballot) Close(t Tally, prog Programme, by PersonID, now time.Time) error {
	return b.End(t, prog.Outcome(t), by, now)
}

// End is Close with an outcome that was found otherwise; see
// [Programme.Settle].
func (b *Ballot) End(t Tally, o Outcome, by PersonID, now time.Time) error {
	if b.Status != BallotOpen {
		return fmt.Errorf("close: %w", &StateError{
			Noun: "ballot", ID: int64(b.ID), Have: string(b.Status), Want: []string{string(BallotOpen)},
		})
	}
	b.Status, b.ClosedAt, b.ClosedBy = BallotClosed, now, by
	b.Tally, b.Outcome = t, o
	return nil
}

// Vote is one member's choice.
type Vote struct {
	Ballot BallotID
	Person PersonID
	Choice Choice
	At     time.Time
}

// Count counts the votes of members; of several by one member the last in
// order stands. Votes of anybody else, and choices that do not exist, count
// for nothing. A member listed twice is one member.
func Count(members []PersonID, votes []Vote) Tally {
	last := make(map[PersonID]Choice, len(members))
	for _, m := range members {
		if m != 0 {
			last[m] = ""
		}
	}
	for _, v := range votes {
		if _, member := last[v.Person]; member && v.Choice.valid() {
			last[v.Person] = v.Choice
		}
	}
	t := Tally{Members: len(last)}
	for _, c := range last {
		switch c {
		case ChoiceFor:
			t.For++
		case ChoiceAgainst:
			t.Against++
		case ChoiceAbstain:
			t.Abstain++
		}
	}
	return t
}

func (c Choice) valid() bool {
	switch c {
	case ChoiceFor, ChoiceAgainst, ChoiceAbstain:
		return true
	}
	return false
}
