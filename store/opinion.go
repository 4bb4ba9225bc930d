package store

import (
	"database/sql"
	"fmt"

	"huimin/fund"
)

const opinionColumns = `id, approval, project, bureau, view, words, by, at`

func scanOpinion(s scanner) (o fund.BureauOpinion, err error) {
	var at sql.NullInt64
	err = s.Scan(&o.ID, &o.Approval, &o.Project, &o.Bureau, &o.View, &o.Words, &o.By, &at)
	o.At = moment(at)
	return o, err
}

// AddOpinion keeps a bureau's opinion and gives the row's id; o.ID is ignored.
func (tx *Tx) AddOpinion(o fund.BureauOpinion) (int64, error) {
	id, err := tx.insert(`INSERT INTO opinions (approval, project, bureau, view, words, by, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		o.Approval, o.Project, o.Bureau, o.View, o.Words, o.By, seconds(o.At))
	if err != nil {
		return 0, fmt.Errorf("add opinion in review %d: %w", o.Approval, err)
	}
	return id, nil
}

// OpinionsIn reads the opinions given in a review, the oldest first; as for
// pauses, not those in one that had its number before.
func (tx *Tx) OpinionsIn(approval int64) ([]fund.BureauOpinion, error) {
	return all(tx, scanOpinion, `SELECT `+opinionColumns+` FROM opinions
		WHERE approval = ? AND project = (SELECT project FROM approvals WHERE id = ?) ORDER BY id`, approval, approval)
}

// Opinions reads every opinion there was.
func (tx *Tx) Opinions() ([]fund.BureauOpinion, error) {
	return all(tx, scanOpinion, `SELECT `+opinionColumns+` FROM opinions ORDER BY id`)
}

// OpinionsBy reads what somebody said for a bureau, the oldest first.
func (tx *Tx) OpinionsBy(person fund.PersonID) ([]fund.BureauOpinion, error) {
	return all(tx, scanOpinion, `SELECT `+opinionColumns+` FROM opinions WHERE by = ? ORDER BY id`, person)
}
