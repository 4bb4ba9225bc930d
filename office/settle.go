package office

import (
	"fmt"
	"time"

	"huimin/fund"
	"huimin/store"
)

const recordSettled = "project_due_settled"

// SettleDues counts again when reviews are due whose days rested on a calendar
// that was only computed, and tells how many changed: the year's notice is in.
// It is done when rules are taken up. Whoever was told reads the new date where
// they were told.
func (o *Office) SettleDues(a Act) (changed int, err error) {
	pending, err := a.Tx.PendingApprovals()
	if err != nil {
		return 0, fmt.Errorf("settle dues: %w", err)
	}
	for _, r := range pending {
		p, err := a.Tx.Project(r.Project)
		if err != nil {
			return changed, fmt.Errorf("settle dues: %w", err)
		}
		if !p.DueProvisional {
			continue
		}
		from, err := o.clockBegan(a.Tx, r)
		if err != nil {
			return changed, fmt.Errorf("settle dues: %w", err)
		}
		prog := o.Rules(from)
		due, provisional := prog.Calendar.Add(o.local(from), prog.ReviewDays)
		if due, provisional, err = o.afterPauses(a.Tx, r, from, prog, due, provisional); err != nil {
			return changed, fmt.Errorf("settle dues: %w", err)
		}
		if due.Equal(p.Due) && provisional {
			continue
		}
		p.Due, p.DueProvisional, r.Due = due, provisional, due
		if err := o.settleDue(a, p, r); err != nil {
			return changed, fmt.Errorf("settle due of project %d: %w", p.ID, err)
		}
		changed++
	}
	return changed, nil
}

// clockBegan is when the days of a review began to count: when it arrived, or,
// by a joint clock, when the street had it.
func (o *Office) clockBegan(tx *store.Tx, r fund.Approval) (time.Time, error) {
	if r.Tier != fund.TierDistrict || !o.Rules(r.Arrived).JointClock {
		return r.Arrived, nil
	}
	reviews, err := tx.Approvals(r.Project)
	if err != nil {
		return time.Time{}, err
	}
	began := r.Arrived
	for _, earlier := range reviews {
		if earlier.ID < r.ID && earlier.Tier == fund.TierStreet {
			began = earlier.Arrived
		}
	}
	return began, nil
}

// settleDue keeps the new day and shows it where the old one stands.
func (o *Office) settleDue(a Act, p fund.Project, r fund.Approval) error {
	if err := a.Tx.SetApprovalDue(r.ID, r.Due); err != nil {
		return err
	}
	if err := o.saveProject(a, recordSettled, p, ProjectEntry{Arrived: approvalFacts(r)}); err != nil {
		return err
	}
	if err := o.closeTasks(a, r); err != nil {
		return err
	}
	return o.editProject(a, p)
}
