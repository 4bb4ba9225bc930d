package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"huimin/fund"
)

// AddQuestion keeps what an open ballot asks: its options, and its pot unless
// that is zero.
func (tx *Tx) AddQuestion(ballot fund.BallotID, q fund.Question) error {
	for _, o := range q.Options {
		err := tx.exec("INSERT INTO ballot_options (ballot, n, project, text, cost) VALUES (?, ?, ?, ?, ?)",
			ballot, o.N, ref(o.Project), o.Text, int64(o.Cost))
		if err != nil {
			return fmt.Errorf("add option %d of ballot %d: %w", o.N, ballot, err)
		}
	}
	if q.Pot == (fund.Pot{}) {
		return nil
	}
	err := tx.exec("INSERT INTO ballot_pots (ballot, year, pot, rule, ties) VALUES (?, ?, ?, ?, ?)",
		ballot, q.Pot.Year, int64(q.Pot.Sum), q.Pot.Rule, q.Pot.Ties)
	if err != nil {
		return fmt.Errorf("add pot of ballot %d: %w", ballot, err)
	}
	return nil
}

// Question reads what a ballot asks; without options for one of another kind.
func (tx *Tx) Question(ballot fund.BallotID) (q fund.Question, err error) {
	q.Options, err = all(tx, func(s scanner) (o fund.Option, err error) {
		var project sql.NullInt64
		err = s.Scan(&o.N, &project, &o.Text, &o.Cost, &o.Votes, &o.Won)
		o.Project = fund.ProjectID(project.Int64)
		return o, err
	}, "SELECT n, project, text, cost, votes, won FROM ballot_options WHERE ballot = ? ORDER BY n", ballot)
	if err != nil {
		return q, fmt.Errorf("options of ballot %d: %w", ballot, err)
	}
	q.Pot, err = one(tx, func(s scanner) (p fund.Pot, err error) {
		return p, s.Scan(&p.Year, &p.Sum, &p.Left, &p.Rule, &p.Ties)
	}, "SELECT year, pot, free, rule, ties FROM ballot_pots WHERE ballot = ?", ballot)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return q, err
}

// SettleQuestion keeps what came of a ballot that is about to be closed: votes
// and what won, and what of the pot was free.
func (tx *Tx) SettleQuestion(ballot fund.BallotID, q fund.Question) error {
	for _, o := range q.Options {
		err := tx.exec("UPDATE ballot_options SET votes = ?, won = ? WHERE ballot = ? AND n = ?", o.Votes, o.Won, ballot, o.N)
		if err != nil {
			return fmt.Errorf("settle option %d of ballot %d: %w", o.N, ballot, err)
		}
	}
	if err := tx.exec("UPDATE ballot_pots SET free = ? WHERE ballot = ?", int64(q.Pot.Left), ballot); err != nil {
		return fmt.Errorf("settle pot of ballot %d: %w", ballot, err)
	}
	return nil
}

// SaveMark keeps what a member marked in place of what they marked before. The
// database refuses people who are not on the roster, and a closed ballot.
func (tx *Tx) SaveMark(m fund.Mark) error {
	err := tx.exec("DELETE FROM marks WHERE ballot = ? AND person = ?", m.Ballot, m.Person)
	for _, n := range m.N {
		if err == nil {
			err = tx.exec("INSERT INTO marks (ballot, person, n, at) VALUES (?, ?, ?, ?)", m.Ballot, m.Person, n, m.At.Unix())
		}
	}
	if err != nil {
		return fmt.Errorf("save marks in ballot %d: %w", m.Ballot, err)
	}
	return nil
}

// Marks reads what everybody marked in a ballot, by person.
func (tx *Tx) Marks(ballot fund.BallotID) ([]fund.Mark, error) {
	list, err := tx.marks("ballot = ? ORDER BY person, n", ballot)
	if err != nil {
		return nil, fmt.Errorf("marks of ballot %d: %w", ballot, err)
	}
	return list, nil
}

// MarkOf reads what a person marked in a ballot: without numbers when that is
// nothing.
func (tx *Tx) MarkOf(ballot fund.BallotID, person fund.PersonID) (fund.Mark, error) {
	list, err := tx.marks("ballot = ? AND person = ? ORDER BY n", ballot, person)
	if err != nil || len(list) == 0 {
		return fund.Mark{Ballot: ballot, Person: person}, err
	}
	return list[0], nil
}

// MarksBy gives everything that somebody marked, the oldest ballot first.
func (tx *Tx) MarksBy(person fund.PersonID) ([]fund.Mark, error) {
	list, err := tx.marks("person = ? ORDER BY ballot, n", person)
	if err != nil {
		return nil, fmt.Errorf("marks of person %d: %w", person, err)
	}
	return list, nil
}

// marks reads rows that come together by ballot and person.
func (tx *Tx) marks(where string, args ...any) (list []fund.Mark, err error) {
	type row struct {
		ballot fund.BallotID
		person fund.PersonID
		n      int
		at     time.Time
	}
	rows, err := all(tx, func(s scanner) (r row, err error) {
		var at sql.NullInt64
		err = s.Scan(&r.ballot, &r.person, &r.n, &at)
		r.at = moment(at)
		return r, err
	}, "SELECT ballot, person, n, at FROM marks WHERE "+where, args...)
	for _, r := range rows {
		if last := len(list) - 1; last < 0 || list[last].Ballot != r.ballot || list[last].Person != r.person {
			list = append(list, fund.Mark{Ballot: r.ballot, Person: r.person, At: r.at})
		}
		m := &list[len(list)-1]
		m.N = append(m.N, r.n)
	}
	return list, err
}

// OpenPots adds up what open budget ballots of a community may give away of a
// year's money.
func (tx *Tx) OpenPots(community fund.PlaceID, year int) (fund.Money, error) {
	sum, err := one(tx, scalar[fund.Money], `SELECT coalesce(sum(pot), 0) FROM ballot_pots JOIN ballots ON ballots.id = ballot
		WHERE status = 'open' AND community = ? AND year = ?`, community, year)
	if err != nil {
		return 0, fmt.Errorf("open pots of place %d: %w", community, err)
	}
	return sum, nil
}

// OpenBudgets reads the open budget ballots about a year's money.
func (tx *Tx) OpenBudgets(year int) ([]fund.Ballot, error) {
	return all(tx, scanBallot, `SELECT `+ballotColumns+` FROM ballots
		WHERE status = 'open' AND id IN (SELECT ballot FROM ballot_pots WHERE year = ?) ORDER BY closes, id`, year)
}

// BudgetWith reads the open ballot in which a project stands beside others, or
// [ErrNotFound].
func (tx *Tx) BudgetWith(project fund.ProjectID) (fund.Ballot, error) {
	return one(tx, scanBallot, `SELECT `+ballotColumns+` FROM ballots
		WHERE status = 'open' AND id IN (SELECT ballot FROM ballot_options WHERE project = ?)`, project)
}
