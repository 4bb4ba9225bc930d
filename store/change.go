package store

import (
	"database/sql"
	"fmt"
	"time"

	"huimin/fund"
)

// ChangeOutcome is what became of a change of works.
type ChangeOutcome string

// The outcomes.
const (
	ChangeDone     ChangeOutcome = "done"     // within the programme's share: at once
	ChangePending  ChangeOutcome = "pending"  // being decided on
	ChangeApproved ChangeOutcome = "approved" // decided for
	ChangeOff      ChangeOutcome = "off"      // not approved, or given up
)

// WorkChange is a change of what works cost, from Was to Is (amounts alone).
// Settled is when its outcome was known, zero while it is pending.
type WorkChange struct {
	ID      int64
	Project fund.ProjectID
	At      time.Time
	By      fund.PersonID
	Was, Is fund.Funding
	Reason  string
	Beyond  fund.Over
	Outcome ChangeOutcome
	Settled time.Time
}

const changeColumns = `id, project, at, by, was_fund, was_sponsor, was_residents, is_fund, is_sponsor, is_residents,
	reason, beyond, outcome, settled`

func scanChange(s scanner) (c WorkChange, err error) {
	var at, by, settled sql.NullInt64
	err = s.Scan(&c.ID, &c.Project, &at, &by, &c.Was.Fund, &c.Was.Sponsor, &c.Was.Residents,
		&c.Is.Fund, &c.Is.Sponsor, &c.Is.Residents, &c.Reason, &c.Beyond, &c.Outcome, &settled)
	c.At, c.By, c.Settled = moment(at), fund.PersonID(by.Int64), moment(settled)
	return c, err
}

// AddWorkChange keeps a change and gives its number; c.ID is ignored.
func (tx *Tx) AddWorkChange(c WorkChange) (int64, error) {
	id, err := tx.insert(`INSERT INTO work_changes (project, at, by, was_fund, was_sponsor, was_residents,
		is_fund, is_sponsor, is_residents, reason, beyond, outcome, settled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.Project, seconds(c.At), ref(c.By), c.Was.Fund, c.Was.Sponsor, c.Was.Residents,
		c.Is.Fund, c.Is.Sponsor, c.Is.Residents, c.Reason, c.Beyond, c.Outcome, seconds(c.Settled))
	if err != nil {
		return 0, fmt.Errorf("add change of project %d: %w", c.Project, err)
	}
	return id, nil
}

// PendingChange gives the change of a project that is being decided on, or
// [ErrNotFound].
func (tx *Tx) PendingChange(project fund.ProjectID) (WorkChange, error) {
	return one(tx, scanChange, "SELECT "+changeColumns+" FROM work_changes WHERE project = ? AND outcome = 'pending'", project)
}

// SettleChange keeps what became of a pending change, and what it was then.
func (tx *Tx) SettleChange(c WorkChange) error {
	return tx.exec(`UPDATE work_changes SET outcome = ?, settled = ?, is_fund = ?, is_sponsor = ?, is_residents = ?
		WHERE id = ? AND outcome = 'pending'`,
		c.Outcome, seconds(c.Settled), c.Is.Fund, c.Is.Sponsor, c.Is.Residents, c.ID)
}

// WorkChanges gives a project's changes, the oldest first; of every project
// for 0.
func (tx *Tx) WorkChanges(project fund.ProjectID) ([]WorkChange, error) {
	return all(tx, scanChange, "SELECT "+changeColumns+" FROM work_changes WHERE ?1 = 0 OR project = ?1 ORDER BY id", project)
}

// KeepLines sets aside what a project paid for before a change that is decided
// on; TakeLines gives it back, and forgets it.
func (tx *Tx) KeepLines(project fund.ProjectID, lines []fund.CostLine) error {
	for i, l := range lines {
		err := tx.exec("INSERT INTO standing_lines (project, n, label, amount) VALUES (?, ?, ?, ?)", project, i+1, l.Label, l.Amount)
		if err != nil {
			return fmt.Errorf("keep cost lines of project %d: %w", project, err)
		}
	}
	return nil
}

// TakeLines gives what KeepLines set aside, and forgets it.
func (tx *Tx) TakeLines(project fund.ProjectID) ([]fund.CostLine, error) {
	lines, err := all(tx, scanCostLine, "SELECT label, amount FROM standing_lines WHERE project = ? ORDER BY n", project)
	if err != nil {
		return nil, err
	}
	return lines, tx.exec("DELETE FROM standing_lines WHERE project = ?", project)
}
