package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"huimin/fund"
)

const applicationColumns = `project, purpose, whom, begins, ends, declared, declared_of, negative, negative_why,
	interest, interest_of, chosen, chosen_why, split_with, split_why`

func scanApplication(s scanner) (a fund.Application, err error) {
	var begins, ends, declared sql.NullInt64
	var negative, split string
	err = s.Scan(&a.Project, &a.Purpose, &a.Whom, &begins, &ends, &declared, &a.DeclaredOf, &negative, &a.NegativeWhy,
		&a.Interest, &a.InterestOf, &a.Chosen, &a.ChosenWhy, &split, &a.SplitWhy)
	if err != nil {
		return a, err
	}
	a.Begin, a.End, a.Declared = moment(begins), moment(ends), moment(declared)
	return a, errors.Join(readList(negative, &a.Negative), readList(split, &a.SplitWith))
}

// readList reads a list of JSON; an empty one stays nil.
func readList[T any](text string, into *[]T) error {
	if text == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(text), into)
}

// writeList writes a list as JSON.
func writeList[T any](list []T) (string, error) {
	if len(list) == 0 {
		return "[]", nil
	}
	text, err := json.Marshal(list)
	return string(text), err
}

// Application reads what was said about a project; an empty one when nothing
// was.
func (tx *Tx) Application(project fund.ProjectID) (fund.Application, error) {
	a, err := one(tx, scanApplication, `SELECT `+applicationColumns+` FROM applications WHERE project = ?`, project)
	if errors.Is(err, ErrNotFound) {
		return fund.Application{Project: project}, nil
	}
	if err != nil {
		return a, fmt.Errorf("application of project %d: %w", project, err)
	}
	return a, nil
}

// ProjectsApplied lists the projects about which anything was said or quoted.
func (tx *Tx) ProjectsApplied() ([]fund.ProjectID, error) {
	return all(tx, scalar[fund.ProjectID], `SELECT project FROM applications UNION SELECT project FROM quotes ORDER BY 1`)
}

// SaveApplication writes what is said about a project now.
func (tx *Tx) SaveApplication(a fund.Application) error {
	negative, err := writeList(a.Negative)
	if err != nil {
		return fmt.Errorf("save application of project %d: %w", a.Project, err)
	}
	split, err := writeList(a.SplitWith)
	if err != nil {
		return fmt.Errorf("save application of project %d: %w", a.Project, err)
	}
	err = tx.exec(`INSERT OR REPLACE INTO applications (`+applicationColumns+`)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		a.Project, a.Purpose, a.Whom, seconds(a.Begin), seconds(a.End), seconds(a.Declared), a.DeclaredOf, negative, a.NegativeWhy,
		a.Interest, a.InterestOf, a.Chosen, a.ChosenWhy, split, a.SplitWhy)
	if err != nil {
		return fmt.Errorf("save application of project %d: %w", a.Project, err)
	}
	return nil
}
