package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"huimin/fund"
)

const ballotColumns = `id, kind, project, community, meeting, item, secret, reason, opened, closes, closed, opened_by, closed_by, status,
	votes_for, votes_against, votes_abstain, present, outcome,
	(SELECT count(*) FROM ballot_members WHERE ballot_members.ballot = ballots.id),
	(SELECT count(*) FROM room_voters WHERE room_voters.ballot = ballots.id),
	(SELECT count(*) FROM tellers WHERE tellers.ballot = ballots.id AND at IS NOT NULL)`

// ballotDue is when a ballot is to be closed: at its hour, or later when votes
// were given in the room and its two tellers do not agree yet, who are made to
// count again as long as they differ.
const ballotDue = `(closes + iif(
	EXISTS (SELECT 1 FROM room_voters WHERE room_voters.ballot = ballots.id)
	AND (SELECT count(*) FROM tellers WHERE tellers.ballot = ballots.id AND at IS NOT NULL) < 2, ?, 0))`

const graceSeconds = int64(fund.CountGrace / time.Second)

func scanBallot(s scanner) (fund.Ballot, error) {
	var (
		b                      fund.Ballot
		project, meeting       sql.NullInt64
		secret                 int64
		opened, closes, closed sql.NullInt64
		openedBy, closedBy     sql.NullInt64
		outcome                sql.NullString
		room, counted          int
	)
	err := s.Scan(&b.ID, &b.Kind, &project, &b.Community, &meeting, &b.Item, &secret, &b.Reason, &opened, &closes, &closed,
		&openedBy, &closedBy, &b.Status, &b.Tally.For, &b.Tally.Against, &b.Tally.Abstain, &b.Tally.Present, &outcome, &b.Tally.Members,
		&room, &counted)
	if err != nil {
		return fund.Ballot{}, err
	}
	switch b.Secret = secret != 0; {
	case b.Status != fund.BallotClosed:
	case counted == fund.Tellers:
		b.Tally.Room = room
	default:
		b.Tally.Uncounted = room
	}
	b.Project, b.Meeting = fund.ProjectID(project.Int64), fund.MeetingID(meeting.Int64)
	b.Opened, b.Closes, b.ClosedAt = moment(opened), moment(closes), moment(closed)
	b.OpenedBy, b.ClosedBy = fund.PersonID(openedBy.Int64), fund.PersonID(closedBy.Int64)
	b.Outcome = fund.Outcome(outcome.String)
	return b, nil
}

// AddBallot stores an open ballot with the members who may vote in it, and
// gives its id; b.ID, its tally and its outcome are ignored.
func (tx *Tx) AddBallot(b fund.Ballot, members []fund.PersonID) (fund.BallotID, error) {
	id, err := tx.insert(`INSERT INTO ballots (kind, project, community, meeting, item, secret, reason, opened, closes, opened_by, status)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')`, b.Kind, ref(b.Project), b.Community, ref(b.Meeting), b.Item, b.Secret, b.Reason,
		b.Opened.Unix(), b.Closes.Unix(), ref(b.OpenedBy))
	if err != nil {
		return 0, fmt.Errorf("add ballot on project %d: %w", b.Project, err)
	}
	for _, person := range members {
		if err := tx.exec(`INSERT INTO ballot_members (ballot, person) VALUES (?, ?)`, id, person); err != nil {
			return 0, fmt.Errorf("add member %d to ballot %d: %w", person, id, err)
		}
	}
	return fund.BallotID(id), nil
}

// CloseBallot stores the closing time, tally and outcome of a ballot that is
// still open, and in a meeting who took part: [ErrNotFound] when it is not open.
// After a secret one the write-ahead log is emptied.
func (tx *Tx) CloseBallot(b fund.Ballot, present []fund.PersonID) error {
	tx.tidy = tx.tidy || b.Secret
	n, err := tx.change(`UPDATE ballots SET status = 'closed', closed = ?, closed_by = ?,
		votes_for = ?, votes_against = ?, votes_abstain = ?, present = ?, outcome = ? WHERE id = ? AND status = 'open'`,
		b.ClosedAt.Unix(), ref(b.ClosedBy), b.Tally.For, b.Tally.Against, b.Tally.Abstain, b.Tally.Present, b.Outcome, b.ID)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("close ballot %d: %w", b.ID, err)
	}
	for _, person := range present {
		if err := tx.exec("INSERT INTO ballot_present (ballot, person) VALUES (?, ?)", b.ID, person); err != nil {
			return fmt.Errorf("present %d in ballot %d: %w", person, b.ID, err)
		}
	}
	return nil
}

// BallotPresent gives who took part in a meeting's ballot that is closed, by
// number; nobody for others.
func (tx *Tx) BallotPresent(id fund.BallotID) ([]fund.PersonID, error) {
	return all(tx, scalar[fund.PersonID], `SELECT person FROM ballot_present WHERE ballot = ? ORDER BY person`, id)
}

// Ballot reads one ballot. The votes in its tally are those that were counted
// when it closed: none while it is open.
func (tx *Tx) Ballot(id fund.BallotID) (fund.Ballot, error) {
	b, err := one(tx, scanBallot, `SELECT `+ballotColumns+` FROM ballots WHERE id = ?`, id)
	if err != nil {
		return fund.Ballot{}, fmt.Errorf("ballot %d: %w", id, err)
	}
	return b, nil
}

// onProject finds the ballots on a project: on it alone, and those in which it
// won beside others.
const onProject = `(project = ? OR id IN (SELECT ballot FROM ballot_options WHERE ballot_options.project = ? AND won = 1))`

// LastBallot reads a project's newest ballot.
func (tx *Tx) LastBallot(project fund.ProjectID) (fund.Ballot, error) {
	b, err := one(tx, scanBallot,
		`SELECT `+ballotColumns+` FROM ballots WHERE `+onProject+` ORDER BY id DESC LIMIT 1`, project, project)
	if err != nil {
		return fund.Ballot{}, fmt.Errorf("ballot on project %d: %w", project, err)
	}
	return b, nil
}

// BallotDeciding reads the ballot on a project that was closed at a moment, or
// [ErrNotFound].
func (tx *Tx) BallotDeciding(project fund.ProjectID, closed time.Time) (fund.Ballot, error) {
	return one(tx, scanBallot,
		`SELECT `+ballotColumns+` FROM ballots WHERE `+onProject+` AND closed = ? ORDER BY id DESC LIMIT 1`,
		project, project, seconds(closed))
}

// Ballots reads every ballot, oldest first.
func (tx *Tx) Ballots() ([]fund.Ballot, error) {
	return all(tx, scanBallot, `SELECT `+ballotColumns+` FROM ballots ORDER BY id`)
}

// MeetingBallots reads the ballots of a meeting, oldest first.
func (tx *Tx) MeetingBallots(meeting fund.MeetingID) ([]fund.Ballot, error) {
	return all(tx, scanBallot, `SELECT `+ballotColumns+` FROM ballots WHERE meeting = ? ORDER BY id`, meeting)
}

// OpenBallots reads a community's open ballots, soonest to close first.
func (tx *Tx) OpenBallots(community fund.PlaceID) ([]fund.Ballot, error) {
	return all(tx, scanBallot, `SELECT `+ballotColumns+` FROM ballots
		WHERE community = ? AND status = 'open' ORDER BY closes, id`, community)
}

// BallotsClosingBy reads the open ballots whose hour has come at or before a
// moment, in the order of their hours.
func (tx *Tx) BallotsClosingBy(now time.Time) ([]fund.Ballot, error) {
	return all(tx, scanBallot, `SELECT `+ballotColumns+` FROM ballots
		WHERE status = 'open' AND `+ballotDue+` <= ? ORDER BY closes, id`, graceSeconds, now.Unix())
}

// NextBallotClose gives the earliest hour at which an open ballot closes; the
// zero time when none is open.
func (tx *Tx) NextBallotClose() (time.Time, error) {
	n, err := one(tx, scalar[sql.NullInt64], `SELECT min(`+ballotDue+`) FROM ballots WHERE status = 'open'`, graceSeconds)
	if err != nil {
		return time.Time{}, fmt.Errorf("next ballot to close: %w", err)
	}
	return moment(n), nil
}

// WaitsSince tells whether an update waits in the inbox that was received
// before a moment: a vote may be among them.
func (tx *Tx) WaitsSince(before time.Time) (bool, error) {
	n, err := one(tx, scalar[int],
		"SELECT EXISTS (SELECT 1 FROM inbox WHERE status = 'waiting' AND received < ?)", before.Unix())
	if err != nil {
		return false, fmt.Errorf("look for waiting updates: %w", err)
	}
	return n == 1, nil
}

// BallotMembers gives those who may vote in a ballot, by id.
func (tx *Tx) BallotMembers(id fund.BallotID) ([]fund.PersonID, error) {
	return all(tx, scalar[fund.PersonID],
		`SELECT person FROM ballot_members WHERE ballot = ? ORDER BY person`, id)
}

// IsBallotMember tells whether a person may vote in a ballot.
func (tx *Tx) IsBallotMember(id fund.BallotID, person fund.PersonID) (bool, error) {
	_, err := one(tx, scalar[int], `SELECT 1 FROM ballot_members WHERE ballot = ? AND person = ?`, id, person)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}
