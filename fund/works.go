package fund

import (
	"fmt"
	"time"
)

// WorksRules are the rules for works: their changes, complaints about them,
// their acceptance and their evaluation.
type WorksRules struct {
	// ChangeShare is by how much of what was approved the cost, and the fund's
	// part of it, may grow in all without a new approval.
	ChangeShare Share
	Complaint   ComplaintRules
	Acceptance  AcceptanceRules
	Evaluation  EvaluationRules
}

// defaultWorks: a tenth, a default of this project. That changes are approved
// anew and filed is the practice of 萧县.
func defaultWorks() WorksRules {
	return WorksRules{
		ChangeShare: Share{Num: 1, Den: 10},
		Complaint:   defaultComplaints(), Acceptance: defaultAcceptance(), Evaluation: defaultEvaluation(),
	}
}

// Standing is what was approved of a project while a change of it is decided
// on. It holds until the change is approved, and again if it is not.
type Standing struct {
	Funding    Funding
	Tier       Tier
	VotedCost  Money
	DecidedAt  time.Time
	ApprovedAt time.Time
}

// Basis is what changes are measured against: what was last approved.
func (p Project) Basis() Funding {
	switch {
	case p.Allowed.Total() > 0:
		return p.Allowed
	case p.Standing != nil:
		return p.Standing.Funding
	}
	return p.Funding
}

// MaySpend gives what is approved at this moment, nothing before the approval
// and nothing once the project has ended without acceptance. While a change is
// decided on, what was approved before it holds.
func (p Project) MaySpend() Funding {
	switch {
	case p.Standing != nil:
		return p.Standing.Funding
	case p.UnderWay() || p.Status == ProjectAccepted:
		return p.Funding
	}
	return Funding{}
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

// resume puts an approved project where it was: works that had begun go on.
func (p *Project) resume(now time.Time) {
	if p.StartedAt.IsZero() {
		p.to(ProjectApproved, now)
		return
	}
	p.to(ProjectStarted, now)
}

// Over is by what a change goes beyond what was approved, so that it needs a new
// approval; "" when it does not.
type Over string

// What a change may go beyond.
const (
	OverCost Over = "cost" // the cost grows beyond the programme's share
	OverFund Over = "fund" // the fund's part does
	OverTier Over = "tier" // it is no longer for those to decide who approved it
)

// Over says whether works that were approved for basis may cost f
// without a new approval. What grows in steps is measured as one.
func (p Programme) Over(basis, f Funding) Over {
	beyond := func(was, is Money) bool { // the amounts are below MaxMoney: no product overflows
		s := p.Works.ChangeShare
		return Money(s.Den)*(is-was) > Money(s.Num)*was
	}
	switch {
	case p.TierFor(f.Total()).Rank() > p.TierFor(basis.Total()).Rank():
		return OverTier
	case beyond(basis.Total(), f.Total()):
		return OverCost
	case beyond(basis.Fund, f.Fund):
		return OverFund
	}
	return ""
}

// Change gives a project that is approved or under way another cost, with a
// reason. Up to the programme's share beyond what was approved that is done at
// once; more than that makes a draft of it again and says why: the
// representatives, and the tiers it needs, decide, and what was approved before
// holds until they have. *FundingError when f cannot stand or is less than what
// was spent; ErrNoChange when it is what it was.
func (p *Project) Change(f Funding, reason string, prog Programme, now time.Time) (Over, error) {
	if err := p.in(ProjectApproved, ProjectStarted); err != nil {
		return "", fmt.Errorf("change: %w", err)
	}
	reason, err := needReason(reason)
	if err != nil {
		return "", fmt.Errorf("change: %w", err)
	}
	changed, err := p.changed(f, prog)
	if err != nil {
		return "", fmt.Errorf("change: %w", err)
	}
	why := prog.Over(p.Basis(), changed.Funding)
	if why != "" {
		changed.Standing = &Standing{
			Funding: p.Funding, Tier: p.Tier, VotedCost: p.VotedCost, DecidedAt: p.DecidedAt, ApprovedAt: p.ApprovedAt,
		}
		changed.VotedCost, changed.DecidedAt, changed.ApprovedAt = 0, time.Time{}, time.Time{}
		changed.to(ProjectDrafted, now)
	}
	changed.Reason, changed.Changed = reason, now
	*p = changed
	return why, nil
}

// CheckChange says by the errors of [Project.Change] whether f may stand, the
// reason aside.
func (p Project) CheckChange(f Funding, prog Programme) error {
	_, err := p.changed(f, prog)
	return err
}

// changed is the project at another cost.
func (p Project) changed(f Funding, prog Programme) (Project, error) {
	changed := p
	if err := changed.describe(p.Title, p.Where, f, prog); err != nil {
		return p, err
	}
	switch {
	case changed.Funding == p.Funding:
		return p, fmt.Errorf("project %d: %w", p.ID, ErrNoChange)
	case changed.Cost() < p.Spent:
		return p, &FundingError{Why: FundingSpent, Have: changed.Cost(), Max: p.Spent}
	}
	return changed, nil
}

// Keep gives up a change that is being decided on: the project goes on as it
// was approved. While the representatives vote, the ballot must close first.
func (p *Project) Keep(now time.Time) error {
	if p.Standing == nil {
		return fmt.Errorf("keep: %w", &StateError{Noun: "project", ID: int64(p.ID), Have: string(p.Status)})
	}
	if err := p.in(ProjectDrafted, ProjectReturned, ProjectStreet, ProjectDistrict); err != nil {
		return fmt.Errorf("keep: %w", err)
	}
	p.stand(now)
	return nil
}

// stand gives the project back what was approved before a change.
func (p *Project) stand(now time.Time) {
	s := *p.Standing
	p.Funding, p.VotedCost, p.DecidedAt, p.ApprovedAt = s.Funding, s.VotedCost, s.DecidedAt, s.ApprovedAt
	p.Tier, p.Standing = s.Tier, nil
	p.resume(now)
}

// Finish reports the works done, or mended. What they have spent is what was
// paid: see the ledger.
func (p *Project) Finish(now time.Time) error {
	if err := p.in(ProjectStarted, ProjectMending); err != nil {
		return fmt.Errorf("finish: %w", err)
	}
	p.FinishedAt = now
	p.to(ProjectFinished, now)
	return nil
}

// Mend has finished works mended until a moment after now, with a reason: their
// acceptance failed, or was disputed with right.
func (p *Project) Mend(reason string, until, now time.Time) error {
	if err := p.in(ProjectFinished); err != nil {
		return fmt.Errorf("mend: %w", err)
	}
	reason, err := needReason(reason)
	if err != nil {
		return fmt.Errorf("mend: %w", err)
	}
	if !until.After(now) {
		return fmt.Errorf("mend project %d until %s: %w", p.ID, until, ErrPast)
	}
	p.Reason, p.FinishedAt = reason, time.Time{}
	p.to(ProjectMending, now)
	p.Due = until
	return nil
}

// Accept ends finished works whose acceptance passed and stands.
func (p *Project) Accept(now time.Time) error {
	if err := p.in(ProjectFinished); err != nil {
		return fmt.Errorf("accept: %w", err)
	}
	p.AcceptedAt = now
	p.to(ProjectAccepted, now)
	return nil
}

// Fail ends a project that was approved and is not accepted: unfinished at the
// year's end (the article, 21), or mended in vain. A change that is being
// decided on falls with it; while the representatives vote, the ballot must
// close first.
func (p *Project) Fail(reason string, now time.Time) error {
	from := []ProjectStatus{ProjectApproved, ProjectStarted, ProjectFinished, ProjectMending}
	if p.Standing != nil {
		from = append(from, ProjectDrafted, ProjectReturned, ProjectStreet, ProjectDistrict)
	}
	if err := p.in(from...); err != nil {
		return fmt.Errorf("fail: %w", err)
	}
	reason, err := needReason(reason)
	if err != nil {
		return fmt.Errorf("fail: %w", err)
	}
	if p.Standing != nil {
		p.stand(now)
	}
	p.Reason = reason
	p.to(ProjectFailed, now)
	return nil
}
