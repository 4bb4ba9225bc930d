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

// Decide records what the ballot that closed at closed decided. Carried, the
// project is approved when the community may decide alone, and goes to the
// street otherwise (the article, 14 and 15); lost, it ends, or goes on as it
// was approved where the vote was about a change of it; without a quorum it is
// a draft again.
//
// now is when the outcome is acted on, after an outage later than closed. What
// the representatives decided was decided when they closed it; but the street
// has the project, and its days to review it, from the moment it could see it:
// no office answers for the time in which nobody was told.
func (p *Project) Decide(o Outcome, prog Programme, closed, now time.Time) error {
	if err := p.in(ProjectVoting); err != nil {
		return fmt.Errorf("decide: %w", err)
	}
	switch o {
	case OutcomeCarried:
		p.DecidedAt, p.VotedCost = closed, p.Cost()
		p.forward(prog, closed, now)
		return nil
	case OutcomeLost:
		if p.Standing != nil { // a change was voted down, not the project
			p.stand(now)
			return nil
		}
		p.DecidedAt = closed
		p.to(ProjectLost, now)
		return nil
	case OutcomeNoQuorum:
		p.to(ProjectDrafted, now)
		return nil
	}
	return fmt.Errorf("decide project %d: no such outcome %q", p.ID, o)
}

// forward sends a project that the representatives carried to where its cost
// belongs. allowed is when they allowed it, should that be enough.
func (p *Project) forward(prog Programme, allowed, now time.Time) {
	p.Tier = prog.TierFor(p.Cost())
	if p.Tier == TierCommunity {
		p.approved(allowed, now)
		return
	}
	p.to(ProjectStreet, now)
	p.startClock(prog, now)
}

func (p *Project) approved(allowed, now time.Time) {
	p.ApprovedAt, p.Allowed, p.Standing = allowed, p.Funding, nil
	p.Allowed.SponsorName = "" // the amounts alone are measured
	p.resume(now)
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
	p.approved(now, now)
	return nil
}

// Return records that tier t gives the project back to the community to be
// amended, with a reason.
func (p *Project) Return(t Tier, reason string, now time.Time) error {
	return p.reject("return", ProjectReturned, t, reason, now)
}

// Refuse records that tier t refuses the project for good, with a reason. A
// change that is refused leaves the project as it was approved.
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
	if to == ProjectRefused && p.Standing != nil {
		p.stand(now)
		return nil
	}
	p.to(to, now)
	return nil
}

// Anew is why an amended project needs a new vote; "" when it needs none.
type Anew string

// The reasons for a new vote.
const (
	AnewItem Anew = "item" // it is for something else in the scope catalogue
	AnewCost Anew = "cost" // it costs more in all
	AnewFund Anew = "fund" // the fund itself pays more of it
)

// Amend changes a drafted or returned project. The representatives agreed to
// this thing at this price (the Act, Art. 29): a returned project that becomes
// another item, costs more in all than was voted, or takes more from the fund
// than it did, is a draft again and anew says why. A fund's part that was once
// lowered counts as it was lowered. Where anew is "" only its words changed or
// it became cheaper, and Resubmit sends it up with the vote it has.
func (p *Project) Amend(
	title, where string, item ItemCode, f Funding, prog Programme, now time.Time,
) (anew Anew, err error) {
	if err := p.Amendable(); err != nil {
		return "", err
	}
	if p.Standing != nil && item != p.Item {
		return "", fmt.Errorf("amend project %d: %w", p.ID, ErrItemFixed)
	}
	if f.Total() < p.Spent {
		return "", fmt.Errorf("amend: %w", &FundingError{Why: FundingSpent, Have: f.Total(), Max: p.Spent})
	}
	before := *p
	if err := p.describe(title, where, f, prog); err != nil {
		return "", fmt.Errorf("amend: %w", err)
	}
	p.Item, p.Changed = item, now
	if anew = p.anew(before); anew != "" {
		p.VotedCost, p.DecidedAt = 0, time.Time{}
		p.to(ProjectDrafted, now)
	}
	return anew, nil
}

// anew says why what a returned project has become was not voted on.
func (p *Project) anew(before Project) Anew {
	switch {
	case p.Status != ProjectReturned:
		return ""
	case p.Item != before.Item:
		return AnewItem
	case p.Cost() > p.VotedCost:
		return AnewCost
	case p.Funding.Fund > before.Funding.Fund:
		return AnewFund
	}
	return ""
}

// Amendable gives *StateError unless the project may be changed: while it is
// prepared, and after a return.
func (p Project) Amendable() error {
	if err := p.in(ProjectDrafted, ProjectReturned); err != nil {
		return fmt.Errorf("amend: %w", err)
	}
	return nil
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
	p.forward(prog, now, now)
	return nil
}

// Drop gives the project up, with a reason. While the representatives vote,
// the ballot must close first. A change that is being decided on falls with it;
// [Project.Keep] gives up the change alone.
func (p *Project) Drop(reason string, now time.Time) error {
	err := p.in(ProjectDrafted, ProjectStreet, ProjectDistrict, ProjectReturned, ProjectApproved, ProjectStarted)
	if err != nil {
		return fmt.Errorf("drop: %w", err)
	}
	reason, err = needReason(reason)
	if err != nil {
		return fmt.Errorf("drop: %w", err)
	}
	if p.Standing != nil {
		p.stand(now)
	}
	p.Reason = reason
	p.to(ProjectDropped, now)
	return nil
}
