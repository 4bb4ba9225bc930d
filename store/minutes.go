package store

import (
	"database/sql"
	"fmt"

	"huimin/fund"
)

const contributionColumns = "id, meeting, n, person, speaker, by, text, at, taken_back"

func scanContribution(s scanner) (c fund.Contribution, err error) {
	var at, taken sql.NullInt64
	err = s.Scan(&c.ID, &c.Meeting, &c.N, &c.Person, &c.As, &c.By, &c.Text, &at, &taken)
	c.At, c.TakenBack = moment(at), moment(taken)
	return c, err
}

// AddContribution keeps what somebody put on a meeting's record, and gives it
// with its numbers.
func (tx *Tx) AddContribution(c fund.Contribution) (fund.Contribution, error) {
	n, err := one(tx, scalar[int], "SELECT count(*) + 1 FROM contributions WHERE meeting = ?", c.Meeting)
	if err == nil {
		c.N = n
		c.ID, err = tx.insert("INSERT INTO contributions (meeting, n, person, speaker, by, text, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
			c.Meeting, c.N, c.Person, c.As, c.By, c.Text, seconds(c.At))
	}
	if err != nil {
		return c, fmt.Errorf("add contribution to meeting %d: %w", c.Meeting, err)
	}
	return c, nil
}

// SaveContribution keeps that a contribution was taken back.
func (tx *Tx) SaveContribution(c fund.Contribution) error {
	if err := tx.exec("UPDATE contributions SET text = ?, taken_back = ? WHERE id = ?", c.Text, seconds(c.TakenBack), c.ID); err != nil {
		return fmt.Errorf("save contribution %d: %w", c.ID, err)
	}
	return nil
}

// Contribution gives one contribution, or [ErrNotFound].
func (tx *Tx) Contribution(id int64) (fund.Contribution, error) {
	c, err := one(tx, scanContribution, "SELECT "+contributionColumns+" FROM contributions WHERE id = ?", id)
	if err != nil {
		return c, fmt.Errorf("contribution %d: %w", id, err)
	}
	return c, nil
}

// Contributions gives what was put on a meeting's record, in its order; on that
// of every meeting for 0.
func (tx *Tx) Contributions(meeting fund.MeetingID) ([]fund.Contribution, error) {
	return all(tx, scanContribution, "SELECT "+contributionColumns+" FROM contributions WHERE ?1 = 0 OR meeting = ?1 ORDER BY id", meeting)
}

// ContributionsBy gives what somebody said on record, the oldest first.
func (tx *Tx) ContributionsBy(person fund.PersonID) ([]fund.Contribution, error) {
	return all(tx, scanContribution, "SELECT "+contributionColumns+" FROM contributions WHERE person = ? ORDER BY id", person)
}

// BlankContributions takes the words out of what somebody said on record.
func (tx *Tx) BlankContributions(person fund.PersonID) error {
	if err := tx.exec("UPDATE contributions SET text = '' WHERE person = ?", person); err != nil {
		return fmt.Errorf("blank contributions of person %d: %w", person, err)
	}
	return nil
}

// AddSignOff keeps a signature under a meeting's minutes and gives its number;
// s.ID is ignored.
func (tx *Tx) AddSignOff(s fund.SignOff) (int64, error) {
	id, err := tx.insert("INSERT INTO sign_offs (meeting, capacity, person, at) VALUES (?, ?, ?, ?)", s.Meeting, s.Capacity, s.Person, seconds(s.At))
	if err != nil {
		return 0, fmt.Errorf("sign off meeting %d: %w", s.Meeting, err)
	}
	return id, nil
}

// SignOffs gives the signatures under a meeting's minutes; under every
// meeting's for 0.
func (tx *Tx) SignOffs(meeting fund.MeetingID) ([]fund.SignOff, error) {
	return all(tx, func(s scanner) (o fund.SignOff, err error) {
		var at sql.NullInt64
		err = s.Scan(&o.ID, &o.Meeting, &o.Capacity, &o.Person, &at)
		o.At = moment(at)
		return o, err
	}, "SELECT id, meeting, capacity, person, at FROM sign_offs WHERE ?1 = 0 OR meeting = ?1 ORDER BY id", meeting)
}

// AddCorrection keeps what is added to a meeting's minutes, and gives it with
// its numbers.
func (tx *Tx) AddCorrection(c fund.Correction) (fund.Correction, error) {
	n, err := one(tx, scalar[int], "SELECT count(*) + 1 FROM corrections WHERE meeting = ?", c.Meeting)
	if err == nil {
		c.N = n
		c.ID, err = tx.insert("INSERT INTO corrections (meeting, n, person, text, at) VALUES (?, ?, ?, ?, ?)",
			c.Meeting, c.N, c.Person, c.Text, seconds(c.At))
	}
	if err != nil {
		return c, fmt.Errorf("correct minutes of meeting %d: %w", c.Meeting, err)
	}
	return c, nil
}

// Corrections gives what was added to a meeting's minutes, in its order; to
// every meeting's for 0.
func (tx *Tx) Corrections(meeting fund.MeetingID) ([]fund.Correction, error) {
	return all(tx, func(s scanner) (c fund.Correction, err error) {
		var at sql.NullInt64
		err = s.Scan(&c.ID, &c.Meeting, &c.N, &c.Person, &c.Text, &at)
		c.At = moment(at)
		return c, err
	}, "SELECT id, meeting, n, person, text, at FROM corrections WHERE ?1 = 0 OR meeting = ?1 ORDER BY id", meeting)
}
