package store

import (
	"database/sql"
	"fmt"

	"huimin/fund"
)

const selectionColumns = "id, community, year, status, opened, opened_by, closed, closed_by"

func scanSelection(s scanner) (v fund.Selection, err error) {
	var opened, openedBy, closed, closedBy sql.NullInt64
	err = s.Scan(&v.ID, &v.Community, &v.Year, &v.Status, &opened, &openedBy, &closed, &closedBy)
	v.Opened, v.Closed = moment(opened), moment(closed)
	v.OpenedBy, v.ClosedBy = fund.PersonID(openedBy.Int64), fund.PersonID(closedBy.Int64)
	return v, err
}

// AddSelection keeps that a choice begins, with its list, and gives its
// number. A community has one open at a time: the schema refuses a second.
func (tx *Tx) AddSelection(s fund.Selection, list []fund.Need) (fund.SelectionID, error) {
	id, err := tx.insert("INSERT INTO selections (community, year, status, opened, opened_by) VALUES (?, ?, ?, ?, ?)",
		s.Community, s.Year, s.Status, seconds(s.Opened), ref(s.OpenedBy))
	for _, n := range list {
		if err == nil {
			err = tx.exec("INSERT INTO needs (selection, request, rank, neighbours, households) VALUES (?, ?, ?, ?, ?)",
				id, n.Request, n.Rank, n.Neighbours, n.Households)
		}
	}
	if err != nil {
		return 0, fmt.Errorf("add selection: %w", err)
	}
	return fund.SelectionID(id), nil
}

// SaveSelection keeps a choice's state, or gives [ErrNotFound].
func (tx *Tx) SaveSelection(s fund.Selection) error {
	n, err := tx.change("UPDATE selections SET status = ?, closed = ?, closed_by = ? WHERE id = ?",
		s.Status, seconds(s.Closed), ref(s.ClosedBy), s.ID)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("save selection %d: %w", s.ID, err)
	}
	return nil
}

// Selection gives one choice, or [ErrNotFound].
func (tx *Tx) Selection(id fund.SelectionID) (fund.Selection, error) {
	s, err := one(tx, scanSelection, "SELECT "+selectionColumns+" FROM selections WHERE id = ?", id)
	if err != nil {
		return s, fmt.Errorf("selection %d: %w", id, err)
	}
	return s, nil
}

// OpenSelection gives a community's choice that goes on, or [ErrNotFound].
func (tx *Tx) OpenSelection(community fund.PlaceID) (fund.Selection, error) {
	s, err := one(tx, scanSelection, "SELECT "+selectionColumns+" FROM selections WHERE community = ? AND status = 'open'", community)
	if err != nil {
		return s, fmt.Errorf("open selection of %d: %w", community, err)
	}
	return s, nil
}

// Selections gives every choice, the oldest first.
func (tx *Tx) Selections() ([]fund.Selection, error) {
	list, err := all(tx, scanSelection, "SELECT "+selectionColumns+" FROM selections ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("selections: %w", err)
	}
	return list, nil
}

const needColumns = "selection, request, rank, neighbours, households, fate, reason"

func scanNeed(s scanner) (n fund.Need, err error) {
	return n, s.Scan(&n.Selection, &n.Request, &n.Rank, &n.Neighbours, &n.Households, &n.Fate, &n.Reason)
}

// Needs gives the list of a choice by rank.
func (tx *Tx) Needs(selection fund.SelectionID) ([]fund.Need, error) {
	list, err := all(tx, scanNeed, "SELECT "+needColumns+" FROM needs WHERE selection = ? ORDER BY rank", selection)
	if err != nil {
		return nil, fmt.Errorf("needs of selection %d: %w", selection, err)
	}
	return list, nil
}

// NeedsOf gives how a request stood in the choices that it was in, the newest
// first.
func (tx *Tx) NeedsOf(request fund.RequestID) ([]fund.Need, error) {
	list, err := all(tx, scanNeed, "SELECT "+needColumns+" FROM needs WHERE request = ? ORDER BY selection DESC", request)
	if err != nil {
		return nil, fmt.Errorf("needs of request %d: %w", request, err)
	}
	return list, nil
}

// SaveNeed keeps what becomes of a need, or gives [ErrNotFound].
func (tx *Tx) SaveNeed(n fund.Need) error {
	changed, err := tx.change("UPDATE needs SET fate = ?, reason = ? WHERE selection = ? AND request = ?",
		n.Fate, n.Reason, n.Selection, n.Request)
	if err == nil && changed == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("save need %d: %w", n.Request, err)
	}
	return nil
}

// HouseholdDoors gives the doors whose households support each request that any
// does, in their order.
func (tx *Tx) HouseholdDoors() (map[fund.RequestID][]fund.DoorID, error) {
	type support struct {
		request fund.RequestID
		door    fund.DoorID
	}
	list, err := all(tx, func(s scanner) (v support, err error) { return v, s.Scan(&v.request, &v.door) },
		"SELECT request, door FROM household_supports ORDER BY request, door")
	if err != nil {
		return nil, fmt.Errorf("households that support requests: %w", err)
	}
	doors := make(map[fund.RequestID][]fund.DoorID)
	for _, v := range list {
		doors[v.request] = append(doors[v.request], v.door)
	}
	return doors, nil
}
