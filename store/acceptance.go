package store

import (
	"database/sql"
	"fmt"

	"huimin/fund"
)

const acceptanceColumns = `id, project, round, status, named, named_by, due, provisional, cost, spent, decided, until, mend_by, ended`

func scanAcceptance(s scanner) (a fund.Acceptance, err error) {
	var named, by, due, decided, until, mend, ended sql.NullInt64
	err = s.Scan(&a.ID, &a.Project, &a.Round, &a.Status, &named, &by, &due, &a.Provisional, &a.Cost, &a.Spent,
		&decided, &until, &mend, &ended)
	a.Named, a.NamedBy, a.Due, a.Decided = moment(named), fund.PersonID(by.Int64), moment(due), moment(decided)
	a.Until, a.MendBy, a.Ended = moment(until), moment(mend), moment(ended)
	return a, err
}

func scanMember(s scanner) (m fund.AcceptanceMember, err error) {
	var at, mend sql.NullInt64
	err = s.Scan(&m.Person, &m.Role, &m.Verdict, &at, &m.Reason, &mend)
	m.At, m.MendBy = moment(at), moment(mend)
	return m, err
}

// AddAcceptance keeps a new acceptance with its team, as the project's next
// round, and gives it back with its numbers.
func (tx *Tx) AddAcceptance(a fund.Acceptance) (fund.Acceptance, error) {
	var err error
	a.Round, err = one(tx, scalar[int], "SELECT coalesce(max(round), 0) + 1 FROM acceptances WHERE project = ?", a.Project)
	if err != nil {
		return a, err
	}
	a.ID, err = tx.insert(`INSERT INTO acceptances (project, round, status, named, named_by, due, provisional)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, a.Project, a.Round, a.Status, seconds(a.Named), ref(a.NamedBy), seconds(a.Due), a.Provisional)
	if err != nil {
		return a, fmt.Errorf("add acceptance of project %d: %w", a.Project, err)
	}
	for _, m := range a.Members {
		err := tx.exec("INSERT INTO acceptance_members (acceptance, person, role) VALUES (?, ?, ?)", a.ID, m.Person, m.Role)
		if err != nil {
			return a, fmt.Errorf("team of acceptance %d: %w", a.ID, err)
		}
	}
	return a, nil
}

// SaveSignature keeps what a member of a team signed.
func (tx *Tx) SaveSignature(acceptance int64, m fund.AcceptanceMember) error {
	err := tx.exec("UPDATE acceptance_members SET verdict = ?, at = ?, reason = ?, mend_by = ? WHERE acceptance = ? AND person = ?",
		m.Verdict, seconds(m.At), m.Reason, seconds(m.MendBy), acceptance, m.Person)
	if err != nil {
		return fmt.Errorf("sign acceptance %d: %w", acceptance, err)
	}
	return nil
}

// SaveAcceptance keeps where an acceptance stands, without its team.
func (tx *Tx) SaveAcceptance(a fund.Acceptance) error {
	err := tx.exec(`UPDATE acceptances SET status = ?, cost = ?, spent = ?, decided = ?, until = ?, mend_by = ?, ended = ?
		WHERE id = ?`, a.Status, a.Cost, a.Spent, seconds(a.Decided), seconds(a.Until), seconds(a.MendBy), seconds(a.Ended), a.ID)
	if err != nil {
		return fmt.Errorf("save acceptance %d: %w", a.ID, err)
	}
	return nil
}

// withTeams adds the teams.
func (tx *Tx) withTeams(list []fund.Acceptance, err error) ([]fund.Acceptance, error) {
	for i := range list {
		if err != nil {
			break
		}
		list[i].Members, err = all(tx, scanMember, `SELECT person, role, verdict, at, reason, mend_by FROM acceptance_members
			WHERE acceptance = ? ORDER BY person`, list[i].ID)
	}
	return list, err
}

// Acceptance gives one acceptance with its team, or [ErrNotFound].
func (tx *Tx) Acceptance(id int64) (fund.Acceptance, error) {
	list, err := tx.withTeams(all(tx, scanAcceptance, "SELECT "+acceptanceColumns+" FROM acceptances WHERE id = ?", id))
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fund.Acceptance{}, fmt.Errorf("acceptance %d: %w", id, err)
	}
	return list[0], nil
}

// Acceptances gives a project's acceptances, the first round first; of every
// project for 0.
func (tx *Tx) Acceptances(project fund.ProjectID) ([]fund.Acceptance, error) {
	return tx.withTeams(all(tx, scanAcceptance,
		"SELECT "+acceptanceColumns+" FROM acceptances WHERE ?1 = 0 OR project = ?1 ORDER BY project, round", project))
}

// AcceptancesIn gives the acceptances in a state, the oldest first.
func (tx *Tx) AcceptancesIn(status fund.AcceptanceStatus) ([]fund.Acceptance, error) {
	return tx.withTeams(all(tx, scanAcceptance,
		"SELECT "+acceptanceColumns+" FROM acceptances WHERE status = ? ORDER BY id", status))
}

const disputeColumns = `id, acceptance, project, community, author, reason, filed, due, provisional, decided, decided_by,
	upheld, ruling, mend_by`

func scanDispute(s scanner) (d fund.Dispute, err error) {
	var filed, due, decided, by, mend sql.NullInt64
	err = s.Scan(&d.ID, &d.Acceptance, &d.Project, &d.Community, &d.Author, &d.Reason, &filed, &due, &d.Provisional,
		&decided, &by, &d.Upheld, &d.Ruling, &mend)
	d.Filed, d.Due, d.Decided, d.MendBy = moment(filed), moment(due), moment(decided), moment(mend)
	d.DecidedBy = fund.PersonID(by.Int64)
	return d, err
}

// AddDispute keeps a dispute and gives its number; d.ID is ignored.
func (tx *Tx) AddDispute(d fund.Dispute) (int64, error) {
	id, err := tx.insert(`INSERT INTO disputes (acceptance, project, community, author, reason, filed, due, provisional)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		d.Acceptance, d.Project, d.Community, d.Author, d.Reason, seconds(d.Filed), seconds(d.Due), d.Provisional)
	if err != nil {
		return 0, fmt.Errorf("add dispute: %w", err)
	}
	return id, nil
}

// SaveDispute keeps what was decided on a dispute.
func (tx *Tx) SaveDispute(d fund.Dispute) error {
	return tx.exec("UPDATE disputes SET decided = ?, decided_by = ?, upheld = ?, ruling = ?, mend_by = ? WHERE id = ?",
		seconds(d.Decided), ref(d.DecidedBy), d.Upheld, d.Ruling, seconds(d.MendBy), d.ID)
}

// Dispute gives one dispute, or [ErrNotFound].
func (tx *Tx) Dispute(id int64) (fund.Dispute, error) {
	d, err := one(tx, scanDispute, "SELECT "+disputeColumns+" FROM disputes WHERE id = ?", id)
	if err != nil {
		return d, fmt.Errorf("dispute %d: %w", id, err)
	}
	return d, nil
}

// Disputes gives the disputes about a project, the oldest first; about every
// project for 0.
func (tx *Tx) Disputes(project fund.ProjectID) ([]fund.Dispute, error) {
	return all(tx, scanDispute, "SELECT "+disputeColumns+" FROM disputes WHERE ?1 = 0 OR project = ?1 ORDER BY id", project)
}

// DisputesBy gives somebody's disputes, the oldest first.
func (tx *Tx) DisputesBy(person fund.PersonID) ([]fund.Dispute, error) {
	return all(tx, scanDispute, "SELECT "+disputeColumns+" FROM disputes WHERE author = ? ORDER BY id", person)
}

// DisputesWaiting gives the disputes below a place that wait for the street,
// the soonest due first; everywhere for 0.
func (tx *Tx) DisputesWaiting(place fund.PlaceID) ([]fund.Dispute, error) {
	return all(tx, scanDispute, withUnder+"SELECT "+disputeColumns+` FROM disputes
		WHERE decided IS NULL AND (?1 = 0 OR community IN (SELECT id FROM under)) ORDER BY due, id`, place)
}
