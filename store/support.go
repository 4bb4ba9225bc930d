package store

import (
	"fmt"
	"time"

	"huimin/fund"
)

// AddSupport keeps that somebody supports a request; false when they did
// already.
func (tx *Tx) AddSupport(request fund.RequestID, person fund.PersonID, at time.Time) (bool, error) {
	n, err := tx.change("INSERT INTO supports (request, person, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
		request, person, seconds(at))
	if err != nil {
		return false, fmt.Errorf("support request %d: %w", request, err)
	}
	return n > 0, nil
}

// RemoveSupport takes somebody's support back; false when there was none.
func (tx *Tx) RemoveSupport(request fund.RequestID, person fund.PersonID) (bool, error) {
	n, err := tx.change("DELETE FROM supports WHERE request = ? AND person = ?", request, person)
	if err != nil {
		return false, fmt.Errorf("take support of request %d back: %w", request, err)
	}
	return n > 0, nil
}

// Supports tells whether somebody supports a request.
func (tx *Tx) Supports(request fund.RequestID, person fund.PersonID) (bool, error) {
	yes, err := one(tx, scalar[bool], "SELECT EXISTS (SELECT 1 FROM supports WHERE request = ? AND person = ?)",
		request, person)
	if err != nil {
		return false, fmt.Errorf("support of request %d: %w", request, err)
	}
	return yes, nil
}

// Supporters gives who supports a request, the earliest first.
func (tx *Tx) Supporters(request fund.RequestID) ([]fund.PersonID, error) {
	list, err := all(tx, scalar[fund.PersonID],
		"SELECT person FROM supports WHERE request = ? ORDER BY at, person", request)
	if err != nil {
		return nil, fmt.Errorf("supporters of request %d: %w", request, err)
	}
	return list, nil
}

// SupportedBy gives the requests somebody supports, the newest support first.
func (tx *Tx) SupportedBy(person fund.PersonID) ([]fund.Request, error) {
	list, err := all(tx, scanRequest, "SELECT "+requestColumns+` FROM requests
		JOIN (SELECT request, at FROM supports WHERE person = ?) AS mine ON mine.request = requests.id
		ORDER BY mine.at DESC, id DESC`, person)
	if err != nil {
		return nil, fmt.Errorf("requests supported by person %d: %w", person, err)
	}
	return list, nil
}

// MoveSupports moves the supporters of one request to another, where nobody
// counts twice.
func (tx *Tx) MoveSupports(from, into fund.RequestID) error {
	err := tx.exec(`INSERT INTO supports (request, person, at)
		SELECT ?, person, at FROM supports WHERE request = ? ON CONFLICT DO NOTHING`, into, from)
	if err == nil {
		err = tx.exec("DELETE FROM supports WHERE request = ?", from)
	}
	if err != nil {
		return fmt.Errorf("move supports of request %d to %d: %w", from, into, err)
	}
	return nil
}
