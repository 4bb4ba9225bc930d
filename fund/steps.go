package fund

import (
	"fmt"
	"strings"
	"time"
)

// OpenBallot puts a drafted project to the representatives' vote.
func (p *Project) OpenBallot(now time.Time) error {
	if err := p.in(ProjectDrafted); err != nil {
		return fmt.Errorf("open ballot: %w", err)
	}
	p.to(ProjectVoting, now)
	return nil
}

// Decide records what the ballot decided. Carried, the project is approved
// when the community may decide alone, and goes to the street otherwise (the
// article, 14 and 15); lost, it ends; without a quorum it is a draft again.
func (p *Project) Decide(o Outcome, prog Programme, now time.Time) error {
	if err := p.in(ProjectVoting); err != nil {
		return fmt.Errorf("decide: %w", err)
	}
	switch o {
	case OutcomeCarried:
		p.DecidedAt, p.VotedCost = now, p.Cost()
		p.forward(prog, now)
		return nil
	case OutcomeLost:
		p.DecidedAt = now
		p.to(ProjectLost, now)
		return nil
	case OutcomeNoQuorum:
		p.to(ProjectDrafted, now)
		return nil
	}
	return fmt.Errorf("decide project %d: no such outcome %q", p.ID, o)
}

// forward sends a project that the representatives carried to where its cost
// belongs.
func (p *Project) forward(prog Programme, now time.Time) {
	p.Tier = prog.TierFor(p.Cost())
	if p.Tier == TierCommunity {
		p.approved(now)
		return
	}
	p.to(ProjectStreet, now)
	p.startClock(prog, now)
}

func (p *Project) approved(now time.Time) {
	p.ApprovedAt = now
	p.to(ProjectApproved, now)
}

func (p *Project) startClock(prog Programme, now time.Time) {
	p.Due, p.DueProvisional = prog.Calendar.Add(now.In(prog.Zone), prog.ReviewDays)
}

// reviewed gives *StateError unless the project lies with tier t.
func (p Project) reviewed(t Tier) error {
	switch t {
	case TierStreet:
		return p.in(ProjectStreet)
	case TierDistrict:
		return p.in(ProjectDistrict)
	case TierCommunity:
		return p.in(ProjectVoting) // the community decides by ballot: see Decide
	}
	return fmt.Errorf("no such tier %q", t)
}

// Approve records that tier t approves. The street's approval sends the
// project to the district where its cost needs that. By a joint clock the
// district has what is left of the days; else days of its own (the article,
// 15, does not say which).
func (p *Project) Approve(t Tier, prog Programme, now time.Time) error {
	if t == TierCommunity {
		return fmt.Errorf("approve project %d: the community decides by ballot: %w", p.ID, ErrWrongState)
	}
	if err := p.reviewed(t); err != nil {
		return fmt.Errorf("approve: %w", err)
	}
	if t == TierStreet && p.Tier != TierStreet {
		p.to(ProjectDistrict, now)
		if !prog.JointClock {
			p.startClock(prog, now)
		}
		return nil
	}
	p.approved(now)
	return nil
}

// Return records that tier t gives the project back to the community to be
// amended, with a reason.
func (p *Project) Return(t Tier, reason string, now time.Time) error {
	return p.reject("return", ProjectReturned, t, reason, now)
}

// Refuse records that tier t refuses the project for good, with a reason.
func (p *Project) Refuse(t Tier, reason string, now time.Time) error {
	return p.reject("refuse", ProjectRefused, t, reason, now)
}

func (p *Project) reject(act string, to ProjectStatus, t Tier, reason string, now time.Time) error {
	if t == TierCommunity {
		return fmt.Errorf("%s project %d: the community decides by ballot: %w", act, p.ID, ErrWrongState)
	}
	if err := p.reviewed(t); err != nil {
		return fmt.Errorf("%s: %w", act, err)
	}
	reason, err := needReason(reason)
	if err != nil {
		return fmt.Errorf("%s: %w", act, err)
	}
	p.Reason = reason
	p.to(to, now)
	return nil
}

// Amend changes a drafted or returned project. A returned one that now costs
// more than was voted becomes a draft again, and again is true: the
// representatives did not agree to that (the Act, Art. 29). Otherwise Resubmit
// sends it up.
func (p *Project) Amend(
	title, where string, f Funding, prog Programme, now time.Time,
) (again bool, err error) {
	if err := p.in(ProjectDrafted, ProjectReturned); err != nil {
		return false, fmt.Errorf("amend: %w", err)
	}
	if err := p.describe(title, where, f, prog); err != nil {
		return false, fmt.Errorf("amend: %w", err)
	}
	p.Changed = now
	if p.Status == ProjectReturned && p.Cost() > p.VotedCost {
		p.VotedCost, p.DecidedAt = 0, time.Time{}
		p.to(ProjectDrafted, now)
		return true, nil
	}
	return false, nil
}

// describe sets what the project is and costs, all or nothing.
func (p *Project) describe(title, where string, f Funding, prog Programme) error {
	if err := CheckTitle(title); err != nil {
		return err
	}
	if err := prog.Requests.CheckWhere(where); err != nil {
		return err
	}
	if err := CheckFunding(f, prog); err != nil {
		return err
	}
	f.SponsorName = strings.TrimSpace(f.SponsorName)
	p.Title, p.Where, p.Funding = strings.TrimSpace(title), strings.TrimSpace(where), f
	p.Tier = prog.TierFor(f.Total())
	return nil
}

// Resubmit sends a returned project on with the vote it has: to the street,
// from the start and with a new clock. When it now costs no more than the
// community may decide alone, that vote is enough and it is approved.
func (p *Project) Resubmit(prog Programme, now time.Time) error {
	if err := p.in(ProjectReturned); err != nil {
		return fmt.Errorf("resubmit: %w", err)
	}
	if p.Cost() > p.VotedCost {
		return fmt.Errorf("resubmit: %w", &FundingError{Why: FundingTooLarge, Have: p.Cost(), Max: p.VotedCost})
	}
	p.Reason = ""
	p.forward(prog, now)
	return nil
}

// Start begins the works of an approved project.
func (p *Project) Start(now time.Time) error {
	if err := p.in(ProjectApproved); err != nil {
		return fmt.Errorf("start: %w", err)
	}
	p.StartedAt = now
	p.to(ProjectStarted, now)
	return nil
}

// Spend records how much has been spent so far, in all: a total, not an
// addition, so that saying it twice does no harm. It never exceeds what was
// approved (专款专用; the article, 22), else *FundingError.
func (p *Project) Spend(spent Money, now time.Time) error {
	if err := p.in(ProjectStarted); err != nil {
		return fmt.Errorf("spend: %w", err)
	}
	if err := p.checkSpent(spent); err != nil {
		return fmt.Errorf("spend: %w", err)
	}
	p.Spent, p.Changed = spent, now
	return nil
}

// Finish reports the works done for spent in all, never more than was
// approved, else *FundingError.
func (p *Project) Finish(spent Money, now time.Time) error {
	if err := p.in(ProjectStarted); err != nil {
		return fmt.Errorf("finish: %w", err)
	}
	if err := p.checkSpent(spent); err != nil {
		return fmt.Errorf("finish: %w", err)
	}
	p.Spent, p.FinishedAt = spent, now
	p.to(ProjectFinished, now)
	return nil
}

func (p Project) checkSpent(spent Money) error {
	if spent < 0 {
		return &FundingError{Why: FundingNegative, Have: spent, Max: p.Cost()}
	}
	if spent > p.Cost() {
		return &FundingError{Why: FundingOverspent, Have: spent, Max: p.Cost()}
	}
	return nil
}

// Drop gives the project up, with a reason. While the representatives vote,
// the ballot must close first.
func (p *Project) Drop(reason string, now time.Time) error {
	err := p.in(ProjectDrafted, ProjectStreet, ProjectDistrict, ProjectReturned, ProjectApproved, ProjectStarted)
	if err != nil {
		return fmt.Errorf("drop: %w", err)
	}
	reason, err = needReason(reason)
	if err != nil {
		return fmt.Errorf("drop: %w", err)
	}
	p.Reason = reason
	p.to(ProjectDropped, now)
	return nil
}
