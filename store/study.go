package store

import (
	"database/sql"
	"fmt"

	"huimin/fund"
)

const studyColumns = `id, project, held, branch, branch_words, committee, committee_words, item, cost, by, at`

func scanStudy(s scanner) (y fund.Study, err error) {
	var held, at, by sql.NullInt64
	err = s.Scan(&y.ID, &y.Project, &held, &y.Branch.For, &y.Branch.Words, &y.Committee.For, &y.Committee.Words,
		&y.Item, &y.Cost, &by, &at)
	y.Held, y.At, y.By = moment(held), moment(at), fund.PersonID(by.Int64)
	return y, err
}

// AddStudy keeps a study and gives its number; y.ID is ignored.
func (tx *Tx) AddStudy(y fund.Study) (int64, error) {
	id, err := tx.insert(`INSERT INTO studies (project, held, branch, branch_words, committee, committee_words, item, cost, by, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, y.Project, seconds(y.Held), y.Branch.For, y.Branch.Words,
		y.Committee.For, y.Committee.Words, y.Item, y.Cost, ref(y.By), seconds(y.At))
	if err != nil {
		return 0, fmt.Errorf("add study of project %d: %w", y.Project, err)
	}
	return id, nil
}

// Study reads a project's latest study, or gives [ErrNotFound].
func (tx *Tx) Study(project fund.ProjectID) (fund.Study, error) {
	y, err := one(tx, scanStudy, `SELECT `+studyColumns+` FROM studies WHERE project = ? ORDER BY id DESC LIMIT 1`, project)
	if err != nil {
		return y, fmt.Errorf("study of project %d: %w", project, err)
	}
	return y, nil
}

// Studies reads all studies there were.
func (tx *Tx) Studies() ([]fund.Study, error) {
	return all(tx, scanStudy, `SELECT `+studyColumns+` FROM studies ORDER BY id`)
}
