package store

import (
	"database/sql"
	"fmt"

	"huimin/fund"
)

const placeColumns = "id, kind, parent, code, name, name_en"

func scanPlace(s scanner) (p fund.Place, err error) {
	var parent sql.NullInt64
	err = s.Scan(&p.ID, &p.Kind, &parent, &p.Code, &p.Name, &p.NameEn)
	p.Parent = fund.PlaceID(parent.Int64)
	return p, err
}

// AddPlace keeps a new place and gives its number.
func (tx *Tx) AddPlace(p fund.Place) (fund.PlaceID, error) {
	id, err := tx.insert("INSERT INTO places (kind, parent, code, name, name_en) VALUES (?, ?, ?, ?, ?)",
		p.Kind, ref(p.Parent), p.Code, p.Name, p.NameEn)
	if err != nil {
		return 0, fmt.Errorf("add place %s: %w", p.Code, err)
	}
	return fund.PlaceID(id), nil
}

// RenamePlace calls a place by other names, or gives [ErrNotFound].
func (tx *Tx) RenamePlace(id fund.PlaceID, name, nameEn string) error {
	n, err := tx.change("UPDATE places SET name = ?, name_en = ? WHERE id = ?", name, nameEn, id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("rename place %d: %w", id, err)
	}
	return nil
}

// Place gives one place, or [ErrNotFound].
func (tx *Tx) Place(id fund.PlaceID) (fund.Place, error) {
	p, err := one(tx, scanPlace, "SELECT "+placeColumns+" FROM places WHERE id = ?", id)
	if err != nil {
		return p, fmt.Errorf("place %d: %w", id, err)
	}
	return p, nil
}

// PlaceByCode gives the place with a code, or [ErrNotFound].
func (tx *Tx) PlaceByCode(code string) (fund.Place, error) {
	p, err := one(tx, scanPlace, "SELECT "+placeColumns+" FROM places WHERE code = ?", code)
	if err != nil {
		return p, fmt.Errorf("place %s: %w", code, err)
	}
	return p, nil
}

// Children gives the places right under one, by code; of 0, the cities.
func (tx *Tx) Children(id fund.PlaceID) ([]fund.Place, error) {
	list, err := all(tx, scanPlace, "SELECT "+placeColumns+" FROM places WHERE parent IS ? ORDER BY code", ref(id))
	if err != nil {
		return nil, fmt.Errorf("places under %d: %w", id, err)
	}
	return list, nil
}

// Lineage gives a place, then its parents up to the city, or [ErrNotFound].
func (tx *Tx) Lineage(id fund.PlaceID) ([]fund.Place, error) {
	list, err := all(tx, scanPlace, `
		WITH RECURSIVE up (depth, id) AS (
			SELECT 0, ?
			UNION ALL
			SELECT depth + 1, parent FROM up JOIN places USING (id) WHERE parent IS NOT NULL
		)
		SELECT `+placeColumns+` FROM up JOIN places USING (id) ORDER BY depth`, id)
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("lineage of place %d: %w", id, err)
	}
	return list, nil
}

// PlacesWithin gives the places of one kind at or below a place, by code.
func (tx *Tx) PlacesWithin(id fund.PlaceID, kind fund.PlaceKind) ([]fund.Place, error) {
	list, err := all(tx, scanPlace, `
		WITH RECURSIVE down (id) AS (
			SELECT ?
			UNION ALL
			SELECT places.id FROM down JOIN places ON places.parent = down.id
		)
		SELECT `+placeColumns+` FROM down JOIN places USING (id) WHERE kind = ? ORDER BY code`, id, kind)
	if err != nil {
		return nil, fmt.Errorf("places within %d: %w", id, err)
	}
	return list, nil
}

// PlacesOf gives every place of one kind, by code.
func (tx *Tx) PlacesOf(kind fund.PlaceKind) ([]fund.Place, error) {
	list, err := all(tx, scanPlace, "SELECT "+placeColumns+" FROM places WHERE kind = ? ORDER BY code", kind)
	if err != nil {
		return nil, fmt.Errorf("places of kind %s: %w", kind, err)
	}
	return list, nil
}
