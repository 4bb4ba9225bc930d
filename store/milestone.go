package store

import (
	"database/sql"
	"fmt"

	"huimin/fund"
)

const milestoneColumns = "id, project, at, by, percent, text, photos"

func scanMilestone(s scanner) (m fund.Milestone, err error) {
	var at, by sql.NullInt64
	var photos string
	if err = s.Scan(&m.ID, &m.Project, &at, &by, &m.Percent, &m.Text, &photos); err != nil {
		return m, err
	}
	m.At, m.By = moment(at), fund.PersonID(by.Int64)
	m.Photos, err = projectPhotos(photos)
	return m, err
}

// AddMilestone keeps a report of progress and gives its number; m.ID is ignored.
func (tx *Tx) AddMilestone(m fund.Milestone) (int64, error) {
	photos, err := photoList(m.Photos)
	if err != nil {
		return 0, err
	}
	id, err := tx.insert("INSERT INTO milestones (project, at, by, percent, text, photos) VALUES (?, ?, ?, ?, ?, ?)",
		m.Project, seconds(m.At), ref(m.By), m.Percent, m.Text, photos)
	if err != nil {
		return 0, fmt.Errorf("add milestone of project %d: %w", m.Project, err)
	}
	return id, nil
}

// Milestones gives a project's reports of progress, the oldest first.
func (tx *Tx) Milestones(project fund.ProjectID) ([]fund.Milestone, error) {
	return all(tx, scanMilestone, "SELECT "+milestoneColumns+" FROM milestones WHERE project = ? ORDER BY id", project)
}

// EveryMilestone gives all reports of progress, in their order.
func (tx *Tx) EveryMilestone() ([]fund.Milestone, error) {
	return all(tx, scanMilestone, "SELECT "+milestoneColumns+" FROM milestones ORDER BY id")
}
