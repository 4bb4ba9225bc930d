package store

import (
	"errors"
	"fmt"
	"slices"

	"huimin/fund"
)

// A secret ballot is kept in two tables that nothing joins: voters has who
// voted, papers what was voted under which code. SQLite writes rows into a page
// one after the other, so that the file would tell the order in which they
// came; after every change the rows of the ballot are therefore laid anew in
// the order of their keys, and the write-ahead log, which has every page as it
// was after each commit, is emptied.

// CastPaper keeps that a member voted, and apart from it the paper. The
// database refuses a member's second, a code that is there, people who are not
// on the roster, and anything in a closed ballot.
func (tx *Tx) CastPaper(ballot fund.BallotID, person fund.PersonID, p fund.SecretPaper) error {
	voters, err := tx.Voters(ballot)
	if err != nil {
		return err
	}
	papers, err := tx.Papers(ballot)
	if err == nil {
		err = tx.layPapers(ballot, append(papers, p))
	}
	if err == nil {
		err = tx.layVoters(ballot, append(voters, person))
	}
	if err != nil {
		return fmt.Errorf("cast paper in ballot %d: %w", ballot, err)
	}
	return nil
}

// ChangePaper keeps another choice on a paper: [ErrNotFound] when no paper has
// the code.
func (tx *Tx) ChangePaper(ballot fund.BallotID, p fund.SecretPaper) error {
	papers, err := tx.Papers(ballot)
	if err != nil {
		return err
	}
	err = ErrNotFound
	for i := range papers {
		if papers[i].Code == p.Code {
			papers[i] = p
			err = tx.layPapers(ballot, papers)
		}
	}
	if err != nil {
		return fmt.Errorf("change paper in ballot %d: %w", ballot, err)
	}
	return nil
}

func (tx *Tx) layPapers(ballot fund.BallotID, papers []fund.SecretPaper) error {
	tx.tidy = true
	fund.SortPapers(papers)
	if err := tx.exec("DELETE FROM papers WHERE ballot = ?", ballot); err != nil {
		return err
	}
	for _, p := range papers {
		if err := tx.exec("INSERT INTO papers (ballot, code, choice) VALUES (?, ?, ?)", ballot, p.Code, p.Choice); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) layVoters(ballot fund.BallotID, voters []fund.PersonID) error {
	tx.tidy = true
	if err := tx.exec("DELETE FROM voters WHERE ballot = ?", ballot); err != nil {
		return err
	}
	slices.Sort(voters)
	for _, person := range voters {
		if err := tx.exec("INSERT INTO voters (ballot, person) VALUES (?, ?)", ballot, person); err != nil {
			return err
		}
	}
	return nil
}

// Voters gives who has voted in a secret ballot, by number.
func (tx *Tx) Voters(ballot fund.BallotID) ([]fund.PersonID, error) {
	list, err := all(tx, scalar[fund.PersonID], "SELECT person FROM voters WHERE ballot = ? ORDER BY person", ballot)
	if err != nil {
		return nil, fmt.Errorf("voters in ballot %d: %w", ballot, err)
	}
	return list, nil
}

// HasVoted tells whether somebody has voted in a secret ballot.
func (tx *Tx) HasVoted(ballot fund.BallotID, person fund.PersonID) (bool, error) {
	_, err := one(tx, scalar[int], "SELECT 1 FROM voters WHERE ballot = ? AND person = ?", ballot, person)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// VotedIn gives the ballots somebody has voted in where nobody keeps how: those
// in secret, and those in the room; by number.
func (tx *Tx) VotedIn(person fund.PersonID) ([]fund.BallotID, error) {
	list, err := all(tx, scalar[fund.BallotID], `
		SELECT ballot FROM voters WHERE person = ?1 UNION SELECT ballot FROM room_voters WHERE person = ?1 ORDER BY ballot`, person)
	if err != nil {
		return nil, fmt.Errorf("votes of person %d that nobody can tell: %w", person, err)
	}
	return list, nil
}

func scanPaper(s scanner) (p fund.SecretPaper, err error) { return p, s.Scan(&p.Code, &p.Choice) }

// Paper gives one paper of a secret ballot, or [ErrNotFound].
func (tx *Tx) Paper(ballot fund.BallotID, code fund.PaperCode) (fund.SecretPaper, error) {
	p, err := one(tx, scanPaper, "SELECT code, choice FROM papers WHERE ballot = ? AND code = ?", ballot, code)
	if err != nil {
		return p, fmt.Errorf("paper in ballot %d: %w", ballot, err)
	}
	return p, nil
}

// Papers gives the papers of a secret ballot in the order of their codes.
func (tx *Tx) Papers(ballot fund.BallotID) ([]fund.SecretPaper, error) {
	list, err := all(tx, scanPaper, "SELECT code, choice FROM papers WHERE ballot = ? ORDER BY code", ballot)
	if err != nil {
		return nil, fmt.Errorf("papers in ballot %d: %w", ballot, err)
	}
	return list, nil
}
