package store

import (
	"database/sql"
	"fmt"
	"time"
)

// Programme is a text of rules that the fund began to run by at a moment.
type Programme struct {
	ID     int64
	Begun  time.Time
	Digest string // SHA-256 of Text in hexadecimal digits
	Text   string
}

const programmeColumns = "id, begun, digest, text"

func scanProgramme(s scanner) (p Programme, err error) {
	var begun sql.NullInt64
	err = s.Scan(&p.ID, &begun, &p.Digest, &p.Text)
	p.Begun = moment(begun)
	return p, err
}

// AddProgramme keeps a text of rules and gives its number.
func (tx *Tx) AddProgramme(p Programme) (int64, error) {
	id, err := tx.insert("INSERT INTO programmes (begun, digest, text) VALUES (?, ?, ?)", p.Begun.Unix(), p.Digest, p.Text)
	if err != nil {
		return 0, fmt.Errorf("add programme: %w", err)
	}
	return id, nil
}

// Programmes gives all texts of rules, the oldest first.
func (tx *Tx) Programmes() ([]Programme, error) {
	list, err := all(tx, scanProgramme, "SELECT "+programmeColumns+" FROM programmes ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("programmes: %w", err)
	}
	return list, nil
}

// LastProgramme gives the text of rules taken up last, or [ErrNotFound].
func (tx *Tx) LastProgramme() (Programme, error) {
	p, err := one(tx, scanProgramme, "SELECT "+programmeColumns+" FROM programmes ORDER BY id DESC LIMIT 1")
	if err != nil {
		return p, fmt.Errorf("last programme: %w", err)
	}
	return p, nil
}

// RulesUsedSince tells whether anything that rules decide on has happened from
// a moment on: a request or a project came in, or a ballot was opened.
func (tx *Tx) RulesUsedSince(t time.Time) (bool, error) {
	from := t.Unix()
	used, err := one(tx, scalar[bool], `
		SELECT EXISTS (SELECT 1 FROM requests WHERE filed >= ?1)
		    OR EXISTS (SELECT 1 FROM projects WHERE changed >= ?1)
		    OR EXISTS (SELECT 1 FROM ballots WHERE opened >= ?1)`, from)
	if err != nil {
		return false, fmt.Errorf("rules used since: %w", err)
	}
	return used, nil
}
