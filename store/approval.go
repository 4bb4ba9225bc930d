package store

import (
	"database/sql"
	"fmt"
	"time"

	"huimin/fund"
)

const approvalColumns = `id, project, tier, arrived, due, decided, verdict, by, reason`

func scanApproval(s scanner) (fund.Approval, error) {
	var (
		a                     fund.Approval
		arrived, due, decided sql.NullInt64
		verdict               sql.NullString
		by                    sql.NullInt64
	)
	if err := s.Scan(&a.ID, &a.Project, &a.Tier, &arrived, &due, &decided, &verdict, &by, &a.Reason); err != nil {
		return fund.Approval{}, err
	}
	a.Arrived, a.Due, a.Decided = moment(arrived), moment(due), moment(decided)
	a.Verdict, a.By = fund.Verdict(verdict.String), fund.PersonID(by.Int64)
	return a, nil
}

// AddApproval stores that a project has come to a tier, and gives the row's
// id; a.ID is ignored. A project waits at one tier at a time.
func (tx *Tx) AddApproval(a fund.Approval) (int64, error) {
	id, err := tx.insert(`INSERT INTO approvals (project, tier, arrived, due) VALUES (?, ?, ?, ?)`,
		a.Project, a.Tier, a.Arrived.Unix(), a.Due.Unix())
	if err != nil {
		return 0, fmt.Errorf("add approval of project %d: %w", a.Project, err)
	}
	return id, nil
}

// DecideApproval stores the verdict on an approval that still waits:
// [ErrNotFound] when there is none.
func (tx *Tx) DecideApproval(a fund.Approval) error {
	n, err := tx.change(`UPDATE approvals SET decided = ?, verdict = ?, by = ?, reason = ?
		WHERE id = ? AND decided IS NULL`, a.Decided.Unix(), a.Verdict, ref(a.By), a.Reason, a.ID)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("decide approval %d: %w", a.ID, err)
	}
	return nil
}

// PendingApproval reads the approval a project waits for.
func (tx *Tx) PendingApproval(project fund.ProjectID) (fund.Approval, error) {
	a, err := one(tx, scanApproval,
		`SELECT `+approvalColumns+` FROM approvals WHERE project = ? AND decided IS NULL`, project)
	if err != nil {
		return fund.Approval{}, fmt.Errorf("pending approval of project %d: %w", project, err)
	}
	return a, nil
}

// PendingApprovals reads every approval that waits, soonest due first.
func (tx *Tx) PendingApprovals() ([]fund.Approval, error) {
	return all(tx, scanApproval,
		`SELECT `+approvalColumns+` FROM approvals WHERE decided IS NULL ORDER BY due, id`)
}

// Approval reads one approval.
func (tx *Tx) Approval(id int64) (fund.Approval, error) {
	a, err := one(tx, scanApproval, `SELECT `+approvalColumns+` FROM approvals WHERE id = ?`, id)
	if err != nil {
		return fund.Approval{}, fmt.Errorf("approval %d: %w", id, err)
	}
	return a, nil
}

// Approvals reads a project's approvals, oldest first.
func (tx *Tx) Approvals(project fund.ProjectID) ([]fund.Approval, error) {
	return all(tx, scanApproval, `SELECT `+approvalColumns+` FROM approvals WHERE project = ? ORDER BY id`, project)
}

// ApprovalsUnder reads the approvals of every project below a place, oldest
// first; of all projects when place is 0.
func (tx *Tx) ApprovalsUnder(place fund.PlaceID) ([]fund.Approval, error) {
	if place == 0 {
		return all(tx, scanApproval, `SELECT `+approvalColumns+` FROM approvals ORDER BY id`)
	}
	return all(tx, scanApproval, withUnder+`SELECT `+approvalColumns+` FROM approvals
		WHERE project IN (SELECT id FROM projects WHERE community IN (SELECT id FROM under)) ORDER BY id`, place)
}

// RemoveApproval removes an approval that nobody decided, because the project
// was given up: [ErrNotFound] when it is decided or not there.
func (tx *Tx) RemoveApproval(id int64) error {
	n, err := tx.change(`DELETE FROM approvals WHERE id = ? AND decided IS NULL`, id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("remove approval %d: %w", id, err)
	}
	return nil
}

// SetApprovalDue moves the day on which an approval that still waits is due.
func (tx *Tx) SetApprovalDue(id int64, due time.Time) error {
	n, err := tx.change(`UPDATE approvals SET due = ? WHERE id = ? AND decided IS NULL`, due.Unix(), id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("due of approval %d: %w", id, err)
	}
	return nil
}
