package store

import (
	"database/sql"
	"fmt"

	"huimin/fund"
)

func scanVote(s scanner) (fund.Vote, error) {
	var (
		v  fund.Vote
		at sql.NullInt64
	)
	if err := s.Scan(&v.Ballot, &v.Person, &v.Choice, &at); err != nil {
		return fund.Vote{}, err
	}
	v.At = moment(at)
	return v, nil
}

// SaveVote stores a member's vote in place of an earlier one. The database
// refuses votes of people who are not on the roster and votes in a closed
// ballot.
func (tx *Tx) SaveVote(v fund.Vote) error {
	// Not by ON CONFLICT DO UPDATE: SQLite prepares that anew each time, which
	// costs seven times as much.
	n, err := tx.change("UPDATE votes SET choice = ?, at = ? WHERE ballot = ? AND person = ?",
		v.Choice, v.At.Unix(), v.Ballot, v.Person)
	if err == nil && n == 0 {
		err = tx.exec("INSERT INTO votes (ballot, person, choice, at) VALUES (?, ?, ?, ?)",
			v.Ballot, v.Person, v.Choice, v.At.Unix())
	}
	if err != nil {
		return fmt.Errorf("save vote in ballot %d: %w", v.Ballot, err)
	}
	return nil
}

// Vote reads a person's vote in a ballot.
func (tx *Tx) Vote(ballot fund.BallotID, person fund.PersonID) (fund.Vote, error) {
	v, err := one(tx, scanVote,
		`SELECT ballot, person, choice, at FROM votes WHERE ballot = ? AND person = ?`, ballot, person)
	if err != nil {
		return fund.Vote{}, fmt.Errorf("vote in ballot %d: %w", ballot, err)
	}
	return v, nil
}

// Votes reads a ballot's votes in the order in which they were last given.
func (tx *Tx) Votes(ballot fund.BallotID) ([]fund.Vote, error) {
	return all(tx, scanVote,
		`SELECT ballot, person, choice, at FROM votes WHERE ballot = ? ORDER BY at, person`, ballot)
}
