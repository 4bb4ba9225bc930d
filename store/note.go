package store

import (
	"database/sql"
	"fmt"

	"huimin/fund"
)

const noteColumns = "id, project, at, by, role, stage, objection, text, photos, answer, answered, answered_by"

func scanNote(s scanner) (n fund.Oversight, err error) {
	var at, by, answered, answeredBy sql.NullInt64
	var photos string
	err = s.Scan(&n.ID, &n.Project, &at, &by, &n.Role, &n.Stage, &n.Objection, &n.Text, &photos, &n.Answer, &answered, &answeredBy)
	if err != nil {
		return n, err
	}
	n.At, n.By = moment(at), fund.PersonID(by.Int64)
	n.AnsweredAt, n.AnsweredBy = moment(answered), fund.PersonID(answeredBy.Int64)
	n.Photos, err = projectPhotos(photos)
	return n, err
}

// AddNote keeps what somebody saw of a project and gives its number; n.ID is
// ignored.
func (tx *Tx) AddNote(n fund.Oversight) (int64, error) {
	photos, err := photoList(n.Photos)
	if err != nil {
		return 0, err
	}
	id, err := tx.insert(`INSERT INTO oversight_notes (project, at, by, role, stage, objection, text, photos)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, n.Project, seconds(n.At), ref(n.By), n.Role, n.Stage, n.Objection, n.Text, photos)
	if err != nil {
		return 0, fmt.Errorf("add note on project %d: %w", n.Project, err)
	}
	return id, nil
}

// AnswerNote keeps the committee's answer to an objection.
func (tx *Tx) AnswerNote(n fund.Oversight) error {
	return tx.exec("UPDATE oversight_notes SET answer = ?, answered = ?, answered_by = ? WHERE id = ?",
		n.Answer, seconds(n.AnsweredAt), ref(n.AnsweredBy), n.ID)
}

// Note gives one note, or [ErrNotFound].
func (tx *Tx) Note(id int64) (fund.Oversight, error) {
	return one(tx, scanNote, "SELECT "+noteColumns+" FROM oversight_notes WHERE id = ?", id)
}

// Notes gives the notes on a project, the oldest first; on every project for 0.
func (tx *Tx) Notes(project fund.ProjectID) ([]fund.Oversight, error) {
	return all(tx, scanNote, "SELECT "+noteColumns+" FROM oversight_notes WHERE ?1 = 0 OR project = ?1 ORDER BY id", project)
}

// OpenObjections gives the objections of a community that wait for an answer,
// the oldest first.
func (tx *Tx) OpenObjections(community fund.PlaceID) ([]fund.Oversight, error) {
	return all(tx, scanNote, "SELECT "+noteColumns+` FROM oversight_notes WHERE objection = 1 AND answered IS NULL
		AND project IN (SELECT id FROM projects WHERE community = ?) ORDER BY id`, community)
}
