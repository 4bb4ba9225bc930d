package office

import (
	"errors"
	"fmt"
	"strings"

	"huimin/fund"
	"huimin/store"
)

// Approve approves a project at the tier that has the review: the street's
// approval sends it on to the district, the district's allows the works. The
// review is named by its own number, so that a second tap on the same button
// never decides for the next tier.
func (o *Office) Approve(a Act, approval int64) (fund.Project, error) {
	return o.review(a, approval, fund.VerdictApprove, "")
}

// ApproveWith is [Office.Approve] with a note, which answers the bureaus that
// object.
func (o *Office) ApproveWith(a Act, approval int64, note string) (fund.Project, error) {
	return o.review(a, approval, fund.VerdictApprove, note)
}

// Return gives a project back to the community to be amended, with a reason.
func (o *Office) Return(a Act, approval int64, reason string) (fund.Project, error) {
	return o.review(a, approval, fund.VerdictReturn, reason)
}

// Refuse refuses a project for good, with a reason.
func (o *Office) Refuse(a Act, approval int64, reason string) (fund.Project, error) {
	return o.review(a, approval, fund.VerdictRefuse, reason)
}

// review records a reviewer's verdict. A review that is decided already is a
// *fund.StateError, whoever decided it.
func (o *Office) review(a Act, id int64, v fund.Verdict, reason string) (fund.Project, error) {
	r, err := a.Tx.Approval(id)
	if err != nil {
		return fund.Project{}, fmt.Errorf("%s: %w", v, err)
	}
	if a.By.ID == 0 { // reviewing is a person's act: neither the clock nor the operator does it
		role, _ := reviewerOf(r.Tier)
		return fund.Project{}, &fund.NotAllowed{Action: reviewAction(r.Tier), Needs: []fund.Role{role}}
	}
	p, err := o.projectFor(a, reviewAction(r.Tier), r.Project)
	if err != nil {
		return fund.Project{}, fmt.Errorf("%s: %w", v, err)
	}
	if !r.Decided.IsZero() {
		return fund.Project{}, fmt.Errorf("%s: %w", v, &fund.StateError{
			Noun: "approval", ID: id, Have: string(r.Verdict), Want: []string{"waiting"},
		})
	}
	if err := o.mayDecide(a, r, p, v, reason); err != nil {
		return fund.Project{}, fmt.Errorf("%s project %d: %w", v, p.ID, err)
	}
	change, err := o.decide(a, &p, r.Tier, v, reason)
	if err != nil {
		return fund.Project{}, err
	}
	r.Decided, r.Verdict, r.By, r.Reason = a.Now, v, a.By.ID, strings.TrimSpace(reason)
	if v != fund.VerdictApprove {
		r.Reason = p.Reason
	}
	if err := o.endPause(a, id, a.Now, a.By.ID, false); err != nil {
		return fund.Project{}, err
	}
	if err := a.Tx.DecideApproval(r); err != nil {
		return fund.Project{}, err
	}
	if err := o.closeTasks(a, r); err != nil {
		return fund.Project{}, err
	}
	facts := approvalFacts(r)
	if facts.Reason, err = a.seal(r.Reason, a.By.ID); err != nil {
		return fund.Project{}, err
	}
	return o.localProject(p), o.move(a, recordReviewed, p, ProjectEntry{Decided: facts}, change)
}

// decide moves the project by a verdict and says what that means to those who
// follow it.
func (o *Office) decide(
	a Act, p *fund.Project, t fund.Tier, v fund.Verdict, reason string,
) (RequestChanged, error) {
	if v != fund.VerdictApprove {
		if err := o.Rules(a.Now).Requests.CheckReason(reason); err != nil {
			return RequestChanged{}, fmt.Errorf("%s project %d: %w", v, p.ID, err)
		}
	} else if strings.TrimSpace(reason) != "" {
		if err := o.Rules(a.Now).Requests.CheckNote(reason); err != nil {
			return RequestChanged{}, fmt.Errorf("%s project %d: %w", v, p.ID, err)
		}
	}
	switch v {
	case fund.VerdictApprove:
		if err := p.Approve(t, o.Rules(a.Now), a.Now); err != nil {
			return RequestChanged{}, err
		}
		if p.Status == fund.ProjectDistrict {
			return RequestChanged{What: ChangeForwarded}, nil
		}
		if p.Status == fund.ProjectStarted {
			return RequestChanged{What: ChangeAnew}, nil
		}
		return RequestChanged{What: ChangeApproved}, nil
	case fund.VerdictReturn:
		err := p.Return(t, reason, a.Now)
		return RequestChanged{What: ChangeReturned, Reason: p.Reason}, err
	case fund.VerdictRefuse:
		err := p.Refuse(t, reason, a.Now)
		if err == nil && p.Status != fund.ProjectRefused {
			return RequestChanged{What: ChangeKept, Reason: p.Reason}, nil
		}
		return RequestChanged{What: ChangeRefused, Reason: p.Reason}, err
	}
	return RequestChanged{}, fmt.Errorf("no such verdict %q", v)
}

// Review reads the review that a project waits for, if it waits for one:
// [store.ErrNotFound] otherwise.
func (o *Office) Review(tx *store.Tx, id fund.ProjectID) (fund.Approval, error) {
	r, err := tx.PendingApproval(id)
	return o.localApproval(r), err
}

// Reviews reads all reviews of a project, oldest first. The working days each
// took are fund.Approval.WorkdaysTaken by the calendar of its arrival.
func (o *Office) Reviews(tx *store.Tx, id fund.ProjectID) ([]fund.Approval, error) {
	list, err := tx.Approvals(id)
	return each(list, o.localApproval), err
}

func (o *Office) localApproval(r fund.Approval) fund.Approval {
	r.Arrived, r.Due, r.Decided = o.local(r.Arrived), o.local(r.Due), o.local(r.Decided)
	return r
}

// arrive starts the review of a project that has come to a tier; a zero
// approval when it has not, or waits there already.
func (o *Office) arrive(a Act, p fund.Project) (fund.Approval, error) {
	var tier fund.Tier
	switch p.Holder() {
	case fund.HolderStreet:
		tier = fund.TierStreet
	case fund.HolderDistrict:
		tier = fund.TierDistrict
	case fund.HolderCommunity, fund.HolderRepresentatives, fund.HolderNobody:
		return fund.Approval{}, nil
	}
	switch _, err := a.Tx.PendingApproval(p.ID); {
	case err == nil:
		return fund.Approval{}, nil
	case !errors.Is(err, store.ErrNotFound):
		return fund.Approval{}, err
	}
	r := fund.Approval{Project: p.ID, Tier: tier, Arrived: p.HeldSince, Due: p.Due}
	var err error
	r.ID, err = a.Tx.AddApproval(r)
	return r, err
}

// reviewAction is what a reviewer of a tier needs to be allowed.
func reviewAction(t fund.Tier) fund.Action {
	if t == fund.TierStreet {
		return fund.ActReviewStreet
	}
	return fund.ActReviewDistrict
}

// reviewerOf is the role that reviews at a tier, and the kind of place it is
// held at.
func reviewerOf(t fund.Tier) (fund.Role, fund.PlaceKind) {
	if t == fund.TierStreet {
		return fund.RoleStreet, fund.PlaceStreet
	}
	return fund.RoleDistrict, fund.PlaceDistrict
}
