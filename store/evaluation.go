package store

import (
	"database/sql"
	"fmt"

	"huimin/fund"
)

const evaluationColumns = "project, opened, closes, closed, satisfied, fairly, not_so"

func scanEvaluation(s scanner) (e fund.Evaluation, err error) {
	var opened, closes, closed sql.NullInt64
	err = s.Scan(&e.Project, &opened, &closes, &closed, &e.Satisfied, &e.Fairly, &e.Not)
	e.Opened, e.Closes, e.Closed = moment(opened), moment(closes), moment(closed)
	return e, err
}

// AddEvaluation keeps a new evaluation.
func (tx *Tx) AddEvaluation(e fund.Evaluation) error {
	err := tx.exec("INSERT INTO evaluations (project, opened, closes) VALUES (?, ?, ?)", e.Project, seconds(e.Opened), seconds(e.Closes))
	if err != nil {
		return fmt.Errorf("add evaluation of project %d: %w", e.Project, err)
	}
	return nil
}

// SaveEvaluation keeps the counts, and that it is closed.
func (tx *Tx) SaveEvaluation(e fund.Evaluation) error {
	err := tx.exec("UPDATE evaluations SET closed = ?, satisfied = ?, fairly = ?, not_so = ? WHERE project = ?",
		seconds(e.Closed), e.Satisfied, e.Fairly, e.Not, e.Project)
	if err != nil {
		return fmt.Errorf("save evaluation of project %d: %w", e.Project, err)
	}
	return nil
}

// Evaluation gives a project's evaluation, or [ErrNotFound].
func (tx *Tx) Evaluation(project fund.ProjectID) (fund.Evaluation, error) {
	e, err := one(tx, scanEvaluation, "SELECT "+evaluationColumns+" FROM evaluations WHERE project = ?", project)
	if err != nil {
		return e, fmt.Errorf("evaluation of project %d: %w", project, err)
	}
	return e, nil
}

// Evaluations gives every evaluation, in the order of the projects.
func (tx *Tx) Evaluations() ([]fund.Evaluation, error) {
	return all(tx, scanEvaluation, "SELECT "+evaluationColumns+" FROM evaluations ORDER BY project")
}

// EvaluationsUnder gives the evaluations of every project below a place, in the
// order of the projects.
func (tx *Tx) EvaluationsUnder(place fund.PlaceID) ([]fund.Evaluation, error) {
	return all(tx, scanEvaluation, withUnder+`SELECT `+evaluationColumns+` FROM evaluations
		WHERE project IN (SELECT id FROM projects WHERE community IN (SELECT id FROM under)) ORDER BY project`, place)
}

// EvaluationsOpen gives the evaluations that are not closed, the soonest to
// close first.
func (tx *Tx) EvaluationsOpen() ([]fund.Evaluation, error) {
	return all(tx, scanEvaluation, "SELECT "+evaluationColumns+" FROM evaluations WHERE closed IS NULL ORDER BY closes, project")
}

// Answered keeps that somebody has answered, and not what; false when they had
// before.
func (tx *Tx) Answered(project fund.ProjectID, person fund.PersonID) (bool, error) {
	n, err := tx.change("INSERT OR IGNORE INTO evaluation_people (project, person) VALUES (?, ?)", project, person)
	if err != nil {
		return false, fmt.Errorf("evaluation of project %d: %w", project, err)
	}
	return n > 0, nil
}

// HasAnswered tells whether somebody has answered.
func (tx *Tx) HasAnswered(project fund.ProjectID, person fund.PersonID) (bool, error) {
	n, err := one(tx, scalar[int], "SELECT count(*) FROM evaluation_people WHERE project = ? AND person = ?", project, person)
	return n > 0, err
}

// CountAnswered tells how many have answered.
func (tx *Tx) CountAnswered(project fund.ProjectID) (int, error) {
	return one(tx, scalar[int], "SELECT count(*) FROM evaluation_people WHERE project = ?", project)
}

// AnsweredBy gives the projects about which somebody has answered.
func (tx *Tx) AnsweredBy(person fund.PersonID) ([]fund.ProjectID, error) {
	return all(tx, scalar[fund.ProjectID], "SELECT project FROM evaluation_people WHERE person = ? ORDER BY project", person)
}

// AddWords keeps what somebody wrote beside an answer, under a number that
// says nothing of the order in which it came.
func (tx *Tx) AddWords(project fund.ProjectID, text string) error {
	return tx.exec("INSERT INTO evaluation_words (id, project, text) VALUES (random(), ?, ?)", project, text)
}

// Words gives what people wrote about a project, in the order of the letters;
// with unseen, what the committee has not marked as read.
func (tx *Tx) Words(project fund.ProjectID, unseen bool) ([]string, error) {
	return all(tx, scalar[string], `SELECT text FROM evaluation_words WHERE project = ? AND (seen = 0 OR NOT ?)
		ORDER BY text`, project, unseen)
}

// SeeWords marks what people wrote about a project as read.
func (tx *Tx) SeeWords(project fund.ProjectID) error {
	return tx.exec("UPDATE evaluation_words SET seen = 1 WHERE project = ?", project)
}

// WordsUnseen gives the projects of a community about which people wrote
// something that nobody has read, and how much.
func (tx *Tx) WordsUnseen(community fund.PlaceID) (map[fund.ProjectID]int, error) {
	type count struct {
		project fund.ProjectID
		n       int
	}
	list, err := all(tx, func(s scanner) (c count, err error) {
		err = s.Scan(&c.project, &c.n)
		return c, err
	},
		`SELECT project, count(*) FROM evaluation_words WHERE seen = 0
		AND project IN (SELECT id FROM projects WHERE community = ?) GROUP BY project`, community)
	counts := make(map[fund.ProjectID]int, len(list))
	for _, c := range list {
		counts[c.project] = c.n
	}
	return counts, err
}
