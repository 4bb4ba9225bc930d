package store

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"huimin/fund"
)

const versionColumns = `id, project, n, title, place, data, by, at`

func scanVersion(s scanner) (v fund.Version, err error) {
	var at, by sql.NullInt64
	var id int64
	var project fund.ProjectID
	var n int
	var title, place, data string
	if err = s.Scan(&id, &project, &n, &title, &place, &data, &by, &at); err != nil {
		return v, err
	}
	if err = json.Unmarshal([]byte(data), &v); err != nil {
		return v, fmt.Errorf("version %d: %w", id, err)
	}
	v.ID, v.Project, v.N, v.Title, v.Where = id, project, n, title, place
	v.By, v.At = fund.PersonID(by.Int64), moment(at)
	return v, nil
}

// AddVersion keeps a project as it is sent up, as the next version of it, and
// gives it with its numbers.
func (tx *Tx) AddVersion(v fund.Version) (fund.Version, error) {
	n, err := one(tx, scalar[int], `SELECT count(*) FROM versions WHERE project = ?`, v.Project)
	if err != nil {
		return v, fmt.Errorf("add version of project %d: %w", v.Project, err)
	}
	data, err := json.Marshal(v)
	if err != nil {
		return v, fmt.Errorf("add version of project %d: %w", v.Project, err)
	}
	v.N = n + 1
	v.ID, err = tx.insert(`INSERT INTO versions (project, n, title, place, data, by, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		v.Project, v.N, v.Title, v.Where, string(data), ref(v.By), seconds(v.At))
	if err != nil {
		return v, fmt.Errorf("add version of project %d: %w", v.Project, err)
	}
	return v, nil
}

// Versions reads a project's versions, the oldest first.
func (tx *Tx) Versions(project fund.ProjectID) ([]fund.Version, error) {
	return all(tx, scanVersion, `SELECT `+versionColumns+` FROM versions WHERE project = ? ORDER BY n`, project)
}

// AllVersions reads the versions of every project.
func (tx *Tx) AllVersions() ([]fund.Version, error) {
	return all(tx, scanVersion, `SELECT `+versionColumns+` FROM versions ORDER BY id`)
}

// BlankVersions takes title and place out of a project's versions.
func (tx *Tx) BlankVersions(project fund.ProjectID) error {
	if err := tx.exec(`UPDATE versions SET title = '', place = '' WHERE project = ?`, project); err != nil {
		return fmt.Errorf("blank versions of project %d: %w", project, err)
	}
	return nil
}
