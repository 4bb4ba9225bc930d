package store

import (
	"database/sql"
	"fmt"

	"huimin/fund"
)

const personColumns = "id, telegram, name, lang, community, consent, consent_at, created, erased"

func scanPerson(s scanner) (p fund.Person, err error) {
	var telegram, community, consentAt, created sql.NullInt64
	err = s.Scan(&p.ID, &telegram, &p.Name, &p.Lang, &community, &p.Consent, &consentAt, &created, &p.Erased)
	p.Telegram, p.Community = telegram.Int64, fund.PlaceID(community.Int64)
	p.ConsentAt, p.Created = moment(consentAt), moment(created)
	return p, err
}

// AddPerson keeps somebody new and gives their number; p.ID is ignored.
func (tx *Tx) AddPerson(p fund.Person) (fund.PersonID, error) {
	id, err := tx.insert(`
		INSERT INTO people (telegram, name, lang, community, consent, consent_at, created, erased)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		ref(p.Telegram), p.Name, p.Lang, ref(p.Community), p.Consent, seconds(p.ConsentAt), seconds(p.Created), p.Erased)
	if err != nil {
		return 0, fmt.Errorf("add person: %w", err)
	}
	return fund.PersonID(id), nil
}

// SavePerson keeps what changed about somebody, or gives [ErrNotFound].
func (tx *Tx) SavePerson(p fund.Person) error {
	n, err := tx.change(`
		UPDATE people SET telegram = ?, name = ?, lang = ?, community = ?, consent = ?, consent_at = ?, erased = ?
		WHERE id = ?`,
		ref(p.Telegram), p.Name, p.Lang, ref(p.Community), p.Consent, seconds(p.ConsentAt), p.Erased, p.ID)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("save person %d: %w", p.ID, err)
	}
	return nil
}

// Person gives one person, or [ErrNotFound].
func (tx *Tx) Person(id fund.PersonID) (fund.Person, error) {
	p, err := one(tx, scanPerson, "SELECT "+personColumns+" FROM people WHERE id = ?", id)
	if err != nil {
		return p, fmt.Errorf("person %d: %w", id, err)
	}
	return p, nil
}

// PersonByTelegram gives the person with a Telegram id, or [ErrNotFound];
// nobody is found by the id of somebody who was erased.
func (tx *Tx) PersonByTelegram(id int64) (fund.Person, error) {
	p, err := one(tx, scanPerson, "SELECT "+personColumns+" FROM people WHERE telegram = ?", id)
	if err != nil {
		return p, fmt.Errorf("person by telegram id: %w", err)
	}
	return p, nil
}

// Residents gives those who have chosen a community, by number.
func (tx *Tx) Residents(community fund.PlaceID) ([]fund.PersonID, error) {
	list, err := all(tx, scalar[fund.PersonID],
		"SELECT id FROM people WHERE community = ? AND consent > 0 AND erased = 0 ORDER BY id", community)
	if err != nil {
		return nil, fmt.Errorf("residents of place %d: %w", community, err)
	}
	return list, nil
}
