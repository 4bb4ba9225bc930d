package store

import (
	"database/sql"
	"fmt"

	"huimin/fund"
)

// SetRoomVoter keeps that a ballot's member votes in the room, or does so no
// longer.
func (tx *Tx) SetRoomVoter(ballot fund.BallotID, person fund.PersonID, on bool) error {
	query := "DELETE FROM room_voters WHERE ballot = ? AND person = ?"
	if on {
		query = "INSERT OR IGNORE INTO room_voters (ballot, person) VALUES (?, ?)"
	}
	if err := tx.exec(query, ballot, person); err != nil {
		return fmt.Errorf("set voter of ballot %d: %w", ballot, err)
	}
	return nil
}

// RoomVoters gives who votes in the room in a ballot, by number.
func (tx *Tx) RoomVoters(ballot fund.BallotID) ([]fund.PersonID, error) {
	return all(tx, scalar[fund.PersonID], "SELECT person FROM room_voters WHERE ballot = ? ORDER BY person", ballot)
}

// SetTellers keeps who counts the votes in the room, in place of others and of
// what they had counted, of which nothing is left: what was counted with one
// voter more or less would tell how that one voted.
func (tx *Tx) SetTellers(ballot fund.BallotID, people []fund.PersonID) error {
	tx.tidy = true
	err := tx.exec("DELETE FROM tellers WHERE ballot = ?", ballot)
	for _, person := range people {
		if err == nil {
			err = tx.exec("INSERT INTO tellers (ballot, person) VALUES (?, ?)", ballot, person)
		}
	}
	if err != nil {
		return fmt.Errorf("set tellers of ballot %d: %w", ballot, err)
	}
	return nil
}

// SaveTelling keeps what a teller has counted: [ErrNotFound] when they are
// none.
func (tx *Tx) SaveTelling(ballot fund.BallotID, t fund.Telling) error {
	tx.tidy = true
	n, err := tx.change("UPDATE tellers SET votes_for = ?, votes_against = ?, votes_abstain = ?, at = ? WHERE ballot = ? AND person = ?",
		t.Count.For, t.Count.Against, t.Count.Abstain, seconds(t.At), ballot, t.Teller)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("save count of ballot %d: %w", ballot, err)
	}
	return nil
}

// Tellings gives what the tellers of a ballot have counted, by number.
func (tx *Tx) Tellings(ballot fund.BallotID) ([]fund.Telling, error) {
	return all(tx, func(s scanner) (t fund.Telling, err error) {
		var yes, no, abstain, at sql.NullInt64
		err = s.Scan(&t.Teller, &yes, &no, &abstain, &at)
		t.Count = fund.RoomCount{For: int(yes.Int64), Against: int(no.Int64), Abstain: int(abstain.Int64)}
		t.At = moment(at)
		return t, err
	}, "SELECT person, votes_for, votes_against, votes_abstain, at FROM tellers WHERE ballot = ? ORDER BY person", ballot)
}
