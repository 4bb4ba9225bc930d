package store

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"huimin/fund"
)

const grantColumns = "id, person, role, place, since, until, bureau, term, deputy_of, declared"

func scanGrant(s scanner) (g fund.Grant, err error) {
	var since, until, term, deputy sql.NullInt64
	err = s.Scan(&g.ID, &g.Person, &g.Role, &g.Place, &since, &until, &g.Bureau, &term, &deputy, &g.Declared)
	g.Since, g.Until, g.Term, g.Deputy = moment(since), moment(until), moment(term), deputy.Int64
	return g, err
}

// AddGrant gives somebody a role at a place; by is who gave it, 0 for the
// settings. Nobody holds the same role at the same place twice at once: the
// schema refuses.
func (tx *Tx) AddGrant(g fund.Grant, by fund.PersonID) (int64, error) {
	id, err := tx.insert(`INSERT INTO grants (person, role, place, since, until, bureau, term, deputy_of, declared, granted_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		g.Person, g.Role, g.Place, seconds(g.Since), seconds(g.Until), g.Bureau, seconds(g.Term), ref(g.Deputy), g.Declared,
		ref(by))
	if err != nil {
		return 0, fmt.Errorf("grant %s at %d to %d: %w", g.Role, g.Place, g.Person, err)
	}
	return id, nil
}

// Grant gives one grant, ended or not, or [ErrNotFound].
func (tx *Tx) Grant(id int64) (fund.Grant, error) {
	g, err := one(tx, scanGrant, "SELECT "+grantColumns+" FROM grants WHERE id = ?", id)
	if err != nil {
		return g, fmt.Errorf("grant %d: %w", id, err)
	}
	return g, nil
}

// Grants gives somebody's grants that have not ended, the oldest first.
func (tx *Tx) Grants(person fund.PersonID) ([]fund.Grant, error) {
	list, err := all(tx, scanGrant,
		"SELECT "+grantColumns+" FROM grants WHERE person = ? AND until IS NULL", person)
	if err != nil {
		return nil, fmt.Errorf("grants of person %d: %w", person, err)
	}
	slices.SortFunc(list, func(a, b fund.Grant) int { return cmp.Compare(a.ID, b.ID) }) // see UncertainIn
	return list, nil
}

// GrantsEver gives somebody's grants, those that ended too, the oldest first.
func (tx *Tx) GrantsEver(person fund.PersonID) ([]fund.Grant, error) {
	list, err := all(tx, scanGrant, "SELECT "+grantColumns+" FROM grants WHERE person = ? ORDER BY id", person)
	if err != nil {
		return nil, fmt.Errorf("all grants of person %d: %w", person, err)
	}
	return list, nil
}

// Holders gives the grants of a role at a place that have not ended, the
// oldest first.
func (tx *Tx) Holders(place fund.PlaceID, role fund.Role) ([]fund.Grant, error) {
	list, err := all(tx, scanGrant,
		"SELECT "+grantColumns+" FROM grants WHERE place = ? AND role = ? AND until IS NULL ORDER BY id", place, role)
	if err != nil {
		return nil, fmt.Errorf("holders of %s at %d: %w", role, place, err)
	}
	return list, nil
}

// EndGrant ends a grant that runs, or gives [ErrNotFound].
func (tx *Tx) EndGrant(id int64, at time.Time) error {
	n, err := tx.change("UPDATE grants SET until = ? WHERE id = ? AND until IS NULL", seconds(at), id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("end grant %d: %w", id, err)
	}
	return nil
}

// EveryGrant gives every grant there ever was, by number.
func (tx *Tx) EveryGrant() ([]fund.Grant, error) {
	list, err := all(tx, scanGrant, "SELECT "+grantColumns+" FROM grants ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("every grant: %w", err)
	}
	return list, nil
}

// GrantsInTerm gives the grants that end by themselves and have not ended, the
// soonest first.
func (tx *Tx) GrantsInTerm() ([]fund.Grant, error) {
	list, err := all(tx, scanGrant,
		"SELECT "+grantColumns+" FROM grants WHERE term IS NOT NULL AND until IS NULL ORDER BY term, id")
	if err != nil {
		return nil, fmt.Errorf("grants in term: %w", err)
	}
	return list, nil
}

// DeputiesOf gives the grants of those who stand in for the holder of another
// that have not ended.
func (tx *Tx) DeputiesOf(grant int64) ([]fund.Grant, error) {
	list, err := all(tx, scanGrant,
		"SELECT "+grantColumns+" FROM grants WHERE deputy_of = ? AND until IS NULL ORDER BY id", grant)
	if err != nil {
		return nil, fmt.Errorf("deputies of grant %d: %w", grant, err)
	}
	return list, nil
}

// SetTerm changes when a grant that runs ends by itself, and for which bureau
// it is, or gives [ErrNotFound].
func (tx *Tx) SetTerm(id int64, term time.Time, bureau fund.Bureau) error {
	n, err := tx.change("UPDATE grants SET term = ?, bureau = ? WHERE id = ? AND until IS NULL", seconds(term), bureau, id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("set term of grant %d: %w", id, err)
	}
	return nil
}
