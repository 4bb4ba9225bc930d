package store

import (
	"database/sql"
	"fmt"

	"huimin/fund"
)

// pledgeColumns read what came in and went back from the ledger, corrections
// taken off.
const pledgeColumns = `g.id, g.project, g.source, g.person, g.name, g.contact, g.agreed, g.agreed_by, g.amount, g.status, g.by, g.created, g.changed,
	coalesce((SELECT sum(p.amount) FROM ledger l LEFT JOIN ledger o ON o.id = l.corrects JOIN postings p ON p.entry = l.id
		WHERE l.pledge = g.id AND coalesce(o.kind, l.kind) = 'received' AND p.book = 'held'), 0),
	coalesce((SELECT sum(p.amount) FROM ledger l LEFT JOIN ledger o ON o.id = l.corrects JOIN postings p ON p.entry = l.id
		WHERE l.pledge = g.id AND coalesce(o.kind, l.kind) = 'returned' AND p.book = 'back'), 0)`

func scanPledge(s scanner) (fund.Pledge, error) {
	var g fund.Pledge
	var person, agreed, agreedBy, by, created, changed sql.NullInt64
	err := s.Scan(&g.ID, &g.Project, &g.Source, &person, &g.Name, &g.Contact, &agreed, &agreedBy, &g.Amount, &g.Status, &by, &created, &changed,
		&g.Received, &g.Returned)
	g.Person, g.By = fund.PersonID(person.Int64), fund.PersonID(by.Int64)
	g.Agreed, g.AgreedBy = moment(agreed), fund.PersonID(agreedBy.Int64)
	g.Created, g.Changed = moment(created), moment(changed)
	return g, err
}

// AddPledge stores a new pledge and gives its id; g.ID is ignored.
func (tx *Tx) AddPledge(g fund.Pledge) (fund.PledgeID, error) {
	id, err := tx.insert(`INSERT INTO pledges (project, source, person, name, contact, agreed, agreed_by, amount, status, by, created, changed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, g.Project, g.Source, ref(g.Person), g.Name, g.Contact, seconds(g.Agreed), ref(g.AgreedBy),
		g.Amount, g.Status, ref(g.By), seconds(g.Created), seconds(g.Changed))
	if err != nil {
		return 0, fmt.Errorf("add pledge: %w", err)
	}
	return fund.PledgeID(id), nil
}

// SavePledge keeps a pledge's state and contact person: [ErrNotFound] when it is
// not there.
func (tx *Tx) SavePledge(g fund.Pledge) error {
	n, err := tx.change(`UPDATE pledges SET contact = ?, agreed = ?, agreed_by = ?, status = ?, changed = ? WHERE id = ?`,
		g.Contact, seconds(g.Agreed), ref(g.AgreedBy), g.Status, seconds(g.Changed), g.ID)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("save pledge %d: %w", g.ID, err)
	}
	return nil
}

// Pledge reads one pledge.
func (tx *Tx) Pledge(id fund.PledgeID) (fund.Pledge, error) {
	g, err := one(tx, scanPledge, `SELECT `+pledgeColumns+` FROM pledges g WHERE g.id = ?`, id)
	if err != nil {
		return g, fmt.Errorf("pledge %d: %w", id, err)
	}
	return g, nil
}

// Pledges reads a project's pledges, oldest first.
func (tx *Tx) Pledges(project fund.ProjectID) ([]fund.Pledge, error) {
	return all(tx, scanPledge, `SELECT `+pledgeColumns+` FROM pledges g WHERE g.project = ? ORDER BY g.id`, project)
}

// PledgesBy reads a resident's pledges, the newest first.
func (tx *Tx) PledgesBy(person fund.PersonID) ([]fund.Pledge, error) {
	return all(tx, scanPledge, `SELECT `+pledgeColumns+` FROM pledges g WHERE g.person = ? ORDER BY g.id DESC`, person)
}

// PledgesUnder reads the pledges to the projects of every community below a
// place, or of the community itself, oldest first; of all when place is 0.
func (tx *Tx) PledgesUnder(place fund.PlaceID) ([]fund.Pledge, error) {
	if place == 0 {
		return all(tx, scanPledge, `SELECT `+pledgeColumns+` FROM pledges g ORDER BY g.id`)
	}
	return all(tx, scanPledge, withUnder+`SELECT `+pledgeColumns+` FROM pledges g
		WHERE g.project IN (SELECT id FROM projects WHERE community IN (SELECT id FROM under)) ORDER BY g.id`, place)
}
