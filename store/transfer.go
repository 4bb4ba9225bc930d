package store

import (
	"database/sql"
	"fmt"

	"huimin/fund"
)

const transferColumns = `id, from_place, to_place, from_project, to_project, year, amount, reason, status, tier, side,
	by, proposed, agreed_by, agreed, decided_by, decided, answer`

func scanTransfer(s scanner) (fund.Transfer, error) {
	var t fund.Transfer
	var fromProject, toProject, by, proposed, agreedBy, agreed, decidedBy, decided sql.NullInt64
	err := s.Scan(&t.ID, &t.From, &t.To, &fromProject, &toProject, &t.Year, &t.Amount, &t.Reason, &t.Status, &t.Tier, &t.Side,
		&by, &proposed, &agreedBy, &agreed, &decidedBy, &decided, &t.Answer)
	t.FromProject, t.ToProject = fund.ProjectID(fromProject.Int64), fund.ProjectID(toProject.Int64)
	t.By, t.AgreedBy, t.DecidedBy = fund.PersonID(by.Int64), fund.PersonID(agreedBy.Int64), fund.PersonID(decidedBy.Int64)
	t.Proposed, t.Agreed, t.Decided = moment(proposed), moment(agreed), moment(decided)
	return t, err
}

// AddTransfer stores a proposed transfer and gives its id; t.ID is ignored.
func (tx *Tx) AddTransfer(t fund.Transfer) (fund.TransferID, error) {
	id, err := tx.insert(`INSERT INTO transfers (from_place, to_place, from_project, to_project, year, amount, reason, status,
		tier, side, by, proposed, agreed_by, agreed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		t.From, t.To, ref(t.FromProject), ref(t.ToProject), t.Year, t.Amount, t.Reason, t.Status,
		t.Tier, t.Side, ref(t.By), seconds(t.Proposed), ref(t.AgreedBy), seconds(t.Agreed))
	if err != nil {
		return 0, fmt.Errorf("add transfer: %w", err)
	}
	return fund.TransferID(id), nil
}

// SaveTransfer keeps where a transfer stands: [ErrNotFound] when it is not
// there.
func (tx *Tx) SaveTransfer(t fund.Transfer) error {
	n, err := tx.change(`UPDATE transfers SET status = ?, agreed_by = ?, agreed = ?, decided_by = ?, decided = ?, answer = ?
		WHERE id = ?`, t.Status, ref(t.AgreedBy), seconds(t.Agreed), ref(t.DecidedBy), seconds(t.Decided), t.Answer, t.ID)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("save transfer %d: %w", t.ID, err)
	}
	return nil
}

// Transfer reads one transfer.
func (tx *Tx) Transfer(id fund.TransferID) (fund.Transfer, error) {
	t, err := one(tx, scanTransfer, `SELECT `+transferColumns+` FROM transfers WHERE id = ?`, id)
	if err != nil {
		return t, fmt.Errorf("transfer %d: %w", id, err)
	}
	return t, nil
}

// TransfersUnder reads the transfers from or to a community below a place, the
// newest first; of all when place is 0.
func (tx *Tx) TransfersUnder(place fund.PlaceID) ([]fund.Transfer, error) {
	if place == 0 {
		return all(tx, scanTransfer, `SELECT `+transferColumns+` FROM transfers ORDER BY id DESC`)
	}
	return all(tx, scanTransfer, withUnder+`SELECT `+transferColumns+` FROM transfers
		WHERE from_place IN (SELECT id FROM under) OR to_place IN (SELECT id FROM under) ORDER BY id DESC`, place)
}

// OpenTransfers reads the transfers below a place that somebody has to answer,
// the longest waiting first.
func (tx *Tx) OpenTransfers(place fund.PlaceID) ([]fund.Transfer, error) {
	return all(tx, scanTransfer, withUnder+`SELECT `+transferColumns+` FROM transfers
		WHERE status IN ('proposed', 'consented')
		AND (from_place IN (SELECT id FROM under) OR to_place IN (SELECT id FROM under)) ORDER BY id`, place)
}
