package fund

import (
	"fmt"
	"time"
)

// Voters is who votes on a community's projects.
type Voters string

// The voters. In China the residents' representatives decide (the Act, Art. 28
// and 29); participatory budgets elsewhere ask every resident.
const (
	VotersRepresentatives Voters = "representatives"
	VotersResidents       Voters = "residents" // everybody who has chosen the community
)

// VotersList lists them.
func VotersList() []Voters { return []Voters{VotersRepresentatives, VotersResidents} }

// Vote is the action by which they vote.
func (v Voters) Vote() Action {
	switch v {
	case VotersRepresentatives:
		return ActVote
	case VotersResidents:
		return ActVoteResident
	}
	return ActVote
}

// LocalMoneyError says that local money does not decide on a project: Have came
// in of the Need that would.
type LocalMoneyError struct{ Have, Need Money }

// Error gives the amounts.
func (e *LocalMoneyError) Error() string {
	return fmt.Sprintf("local money: %s came in, %s decides", e.Have.Decimal(), e.Need.Decimal())
}

// WinningMoney is how much local money decides on a project of this cost,
// rounded up to whole fen; 0 when none does.
func (p Programme) WinningMoney(cost Money) Money {
	s := p.LocalWin
	if s.Num <= 0 || s.Den <= 0 || cost <= 0 {
		return 0
	}
	return (Money(s.Num)*cost + Money(s.Den) - 1) / Money(s.Den)
}

// CarryByMoney decides on a drafted project without a vote, because residents
// and sponsors have brought in enough of its cost: *LocalMoneyError when they
// have not.
func (p *Project) CarryByMoney(received Money, prog Programme, now time.Time) error {
	if err := p.in(ProjectDrafted); err != nil {
		return fmt.Errorf("carry by money: %w", err)
	}
	if need := prog.WinningMoney(p.Cost()); need == 0 || received < need {
		return fmt.Errorf("carry project %d by money: %w", p.ID, &LocalMoneyError{Have: received, Need: need})
	}
	p.DecidedAt, p.VotedCost = now, p.Cost()
	p.forward(prog, now, now)
	return nil
}
