package store

import (
	"database/sql"
	"fmt"
	"time"

	"huimin/fund"
)

const petitionColumns = "id, community, kind, subject, status, opened, opened_by, reached, ended"

func scanPetition(s scanner) (p fund.Petition, err error) {
	var opened, reached, ended sql.NullInt64
	err = s.Scan(&p.ID, &p.Community, &p.Kind, &p.Subject, &p.Status, &opened, &p.OpenedBy, &reached, &ended)
	p.Opened, p.Reached, p.Ended = moment(opened), moment(reached), moment(ended)
	return p, err
}

// AddPetition keeps a demand for a meeting, and gives its number.
func (tx *Tx) AddPetition(p fund.Petition) (fund.PetitionID, error) {
	id, err := tx.insert("INSERT INTO petitions (community, kind, subject, status, opened, opened_by) VALUES (?, ?, ?, ?, ?, ?)",
		p.Community, p.Kind, p.Subject, p.Status, seconds(p.Opened), p.OpenedBy)
	if err != nil {
		return 0, fmt.Errorf("add petition: %w", err)
	}
	return fund.PetitionID(id), nil
}

// SavePetition keeps where a demand stands. [ErrNotFound].
func (tx *Tx) SavePetition(p fund.Petition) error {
	n, err := tx.change("UPDATE petitions SET status = ?, reached = ?, ended = ? WHERE id = ?",
		p.Status, seconds(p.Reached), seconds(p.Ended), p.ID)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("save petition %d: %w", p.ID, err)
	}
	return nil
}

// Petition gives one demand, or [ErrNotFound].
func (tx *Tx) Petition(id fund.PetitionID) (fund.Petition, error) {
	p, err := one(tx, scanPetition, "SELECT "+petitionColumns+" FROM petitions WHERE id = ?", id)
	if err != nil {
		return p, fmt.Errorf("petition %d: %w", id, err)
	}
	return p, nil
}

// PetitionsStanding gives a community's demands that are open or reached.
func (tx *Tx) PetitionsStanding(community fund.PlaceID) ([]fund.Petition, error) {
	return tx.petitions("WHERE community = ? AND status IN ('open', 'reached') ORDER BY id", community)
}

// PetitionsReached gives every demand that waits for its meeting to be called.
func (tx *Tx) PetitionsReached() ([]fund.Petition, error) {
	return tx.petitions("WHERE status = 'reached' ORDER BY id")
}

// PetitionsBy gives the demands that somebody has opened.
func (tx *Tx) PetitionsBy(person fund.PersonID) ([]fund.Petition, error) {
	return tx.petitions("WHERE opened_by = ? ORDER BY id", person)
}

// PetitionsSigned gives the demands that somebody has signed.
func (tx *Tx) PetitionsSigned(person fund.PersonID) ([]fund.Petition, error) {
	return tx.petitions("WHERE id IN (SELECT petition FROM signatures WHERE person = ?) ORDER BY id", person)
}

// AllPetitions gives every demand, the oldest first.
func (tx *Tx) AllPetitions() ([]fund.Petition, error) { return tx.petitions("ORDER BY id") }

func (tx *Tx) petitions(which string, args ...any) ([]fund.Petition, error) {
	list, err := all(tx, scanPetition, "SELECT "+petitionColumns+" FROM petitions "+which, args...)
	if err != nil {
		return nil, fmt.Errorf("petitions: %w", err)
	}
	return list, nil
}

// Sign keeps somebody's signature under a demand; added is false when it was
// there.
func (tx *Tx) Sign(id fund.PetitionID, person fund.PersonID, at time.Time) (added bool, err error) {
	n, err := tx.change("INSERT INTO signatures (petition, person, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", id, person, seconds(at))
	if err != nil {
		return false, fmt.Errorf("sign petition %d: %w", id, err)
	}
	return n > 0, nil
}

// Unsign takes a signature away; removed is false when there was none.
func (tx *Tx) Unsign(id fund.PetitionID, person fund.PersonID) (removed bool, err error) {
	n, err := tx.change("DELETE FROM signatures WHERE petition = ? AND person = ?", id, person)
	if err != nil {
		return false, fmt.Errorf("take signature from petition %d: %w", id, err)
	}
	return n > 0, nil
}

// Signers gives who has signed a demand, by number.
func (tx *Tx) Signers(id fund.PetitionID) ([]fund.PersonID, error) {
	list, err := all(tx, scalar[fund.PersonID], "SELECT person FROM signatures WHERE petition = ? ORDER BY person", id)
	if err != nil {
		return nil, fmt.Errorf("signatures of petition %d: %w", id, err)
	}
	return list, nil
}
