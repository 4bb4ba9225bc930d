package store

import (
	"fmt"
	"time"

	"huimin/fund"
)

const householdColumns = "community, building, doorway, households"

func scanHouseholds(s scanner) (h fund.Households, err error) {
	err = s.Scan(&h.Community, &h.Building, &h.Doorway, &h.Count)
	return h, err
}

// SaveHouseholds keeps how many households live behind a door.
func (tx *Tx) SaveHouseholds(h fund.Households, at time.Time) error {
	err := tx.exec(`INSERT INTO households (`+householdColumns+`, changed) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (community, building, doorway) DO UPDATE SET households = excluded.households, changed = excluded.changed`,
		h.Community, h.Building, h.Doorway, h.Count, seconds(at))
	if err != nil {
		return fmt.Errorf("save households of %d: %w", h.Community, err)
	}
	return nil
}

// Households gives the households of a community, or of every community
// below a place, in the order in which they were first kept.
func (tx *Tx) Households(place fund.PlaceID) ([]fund.Households, error) {
	list, err := all(tx, scanHouseholds, withUnder+`SELECT `+householdColumns+` FROM households
		WHERE community IN (SELECT id FROM under) ORDER BY community, id`, place)
	if err != nil {
		return nil, fmt.Errorf("households of %d: %w", place, err)
	}
	return list, nil
}

// CountHouseholds gives how many households a community has; 0 when nobody
// has said.
func (tx *Tx) CountHouseholds(community fund.PlaceID) (int, error) {
	n, err := one(tx, scalar[int], "SELECT coalesce(sum(households), 0) FROM households WHERE community = ?", community)
	if err != nil {
		return 0, fmt.Errorf("count households of %d: %w", community, err)
	}
	return n, nil
}
