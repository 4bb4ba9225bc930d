package store

import (
	"fmt"

	"huimin/fund"
)

func scanQuote(s scanner) (q fund.Quote, err error) {
	var photos string
	if err = s.Scan(&q.Project, &q.N, &q.Vendor, &q.Amount, &photos); err != nil {
		return q, err
	}
	return q, readList(photos, &q.Photos)
}

// Quotes reads what vendors ask for a project, in the order they came.
func (tx *Tx) Quotes(project fund.ProjectID) ([]fund.Quote, error) {
	list, err := all(tx, scanQuote, `SELECT project, n, vendor, amount, photos FROM quotes WHERE project = ? ORDER BY n`, project)
	if err != nil {
		return nil, fmt.Errorf("quotes of project %d: %w", project, err)
	}
	return list, nil
}

// AddQuote keeps a quote under its number.
func (tx *Tx) AddQuote(q fund.Quote) error {
	photos, err := photoList(q.Photos)
	if err == nil {
		err = tx.exec(`INSERT INTO quotes (project, n, vendor, amount, photos) VALUES (?, ?, ?, ?, ?)`,
			q.Project, q.N, q.Vendor, q.Amount, photos)
	}
	if err != nil {
		return fmt.Errorf("add quote of project %d: %w", q.Project, err)
	}
	return nil
}

// RemoveQuote takes a quote out: [ErrNotFound] when it is not there.
func (tx *Tx) RemoveQuote(project fund.ProjectID, n int) error {
	gone, err := tx.change(`DELETE FROM quotes WHERE project = ? AND n = ?`, project, n)
	if err == nil && gone == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("remove quote %d of project %d: %w", n, project, err)
	}
	return nil
}
