package store

import (
	"database/sql"
	"fmt"
	"time"

	"huimin/fund"
)

const pauseColumns = `id, approval, project, ground, words, by, since, until, days, ended, ended_by`

func scanPause(s scanner) (p fund.Pause, err error) {
	var since, until, ended, endedBy sql.NullInt64
	err = s.Scan(&p.ID, &p.Approval, &p.Project, &p.Ground, &p.Words, &p.By, &since, &until, &p.Days, &ended, &endedBy)
	p.Since, p.Until, p.Ended, p.EndedBy = moment(since), moment(until), moment(ended), fund.PersonID(endedBy.Int64)
	return p, err
}

// AddPause keeps that a review's clock stands still, and gives the row's id;
// p.ID is ignored.
func (tx *Tx) AddPause(p fund.Pause) (int64, error) {
	id, err := tx.insert(`INSERT INTO pauses (approval, project, ground, words, by, since, until, days)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, p.Approval, p.Project, p.Ground, p.Words, p.By, seconds(p.Since), seconds(p.Until), p.Days)
	if err != nil {
		return 0, fmt.Errorf("pause review %d: %w", p.Approval, err)
	}
	return id, nil
}

// EndPause keeps that a pause ended: [ErrNotFound] when it had.
func (tx *Tx) EndPause(id int64, at time.Time, by fund.PersonID) error {
	n, err := tx.change(`UPDATE pauses SET ended = ?, ended_by = ? WHERE id = ? AND ended IS NULL`, seconds(at), ref(by), id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("end pause %d: %w", id, err)
	}
	return nil
}

// PausesOf reads a review's pauses, the oldest first. The number of a review
// that was given up may be another project's now: those are not its pauses.
func (tx *Tx) PausesOf(approval int64) ([]fund.Pause, error) {
	return all(tx, scanPause, `SELECT `+pauseColumns+` FROM pauses
		WHERE approval = ? AND project = (SELECT project FROM approvals WHERE id = ?) ORDER BY id`, approval, approval)
}

// Pause reads one pause.
func (tx *Tx) Pause(id int64) (fund.Pause, error) {
	return one(tx, scanPause, `SELECT `+pauseColumns+` FROM pauses WHERE id = ?`, id)
}

// Pauses reads every pause there was.
func (tx *Tx) Pauses() ([]fund.Pause, error) {
	return all(tx, scanPause, `SELECT `+pauseColumns+` FROM pauses ORDER BY id`)
}
