package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"huimin/fund"
)

// CodeScreen is a private chat in which a meeting's code is shown, until a
// moment at the longest. Due is when it changes next.
type CodeScreen struct {
	Meeting fund.MeetingID
	Person  fund.PersonID
	Due     time.Time
	Until   time.Time
}

// SaveScreen keeps where a meeting's code is shown.
func (tx *Tx) SaveScreen(s CodeScreen) error {
	err := tx.exec("REPLACE INTO meeting_screens (meeting, person, due, until) VALUES (?, ?, ?, ?)",
		s.Meeting, s.Person, seconds(s.Due), seconds(s.Until))
	if err != nil {
		return fmt.Errorf("save screen of meeting %d: %w", s.Meeting, err)
	}
	return nil
}

// DropScreen forgets that a meeting's code is shown to somebody, and tells
// whether it was.
func (tx *Tx) DropScreen(meeting fund.MeetingID, person fund.PersonID) (bool, error) {
	n, err := tx.change("DELETE FROM meeting_screens WHERE meeting = ? AND person = ?", meeting, person)
	if err != nil {
		return false, fmt.Errorf("drop screen of meeting %d: %w", meeting, err)
	}
	return n > 0, nil
}

// Screens gives where codes are shown, the soonest to change first.
func (tx *Tx) Screens() ([]CodeScreen, error) {
	return all(tx, func(s scanner) (c CodeScreen, err error) {
		var due, until sql.NullInt64
		err = s.Scan(&c.Meeting, &c.Person, &due, &until)
		c.Due, c.Until = moment(due), moment(until)
		return c, err
	}, "SELECT meeting, person, due, until FROM meeting_screens ORDER BY due, meeting, person")
}

// WrongCodes tells how many wrong codes somebody has entered in a step of the
// clock.
func (tx *Tx) WrongCodes(person fund.PersonID, step int64) (int, error) {
	n, err := one(tx, scalar[int], "SELECT n FROM wrong_codes WHERE person = ? AND step = ?", person, step)
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	return n, err
}

// CountWrongCode counts a wrong code in a step of the clock, and forgets those
// of earlier ones.
func (tx *Tx) CountWrongCode(person fund.PersonID, step int64) error {
	err := tx.exec("DELETE FROM wrong_codes WHERE step < ?", step)
	if err == nil {
		err = tx.exec(`INSERT INTO wrong_codes (person, step, n) VALUES (?, ?, 1)
			ON CONFLICT (person) DO UPDATE SET n = n + 1`, person, step)
	}
	if err != nil {
		return fmt.Errorf("count wrong code: %w", err)
	}
	return nil
}
