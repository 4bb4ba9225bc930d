package store

import (
	"database/sql"
	"fmt"

	"huimin/fund"
)

const sponsorColumns = "id, place, name, contact, reach, consent, added, changed, retired"

func scanSponsor(s scanner) (v fund.Sponsor, err error) {
	var consent, added, changed, retired sql.NullInt64
	err = s.Scan(&v.ID, &v.Place, &v.Name, &v.Contact, &v.Reach, &consent, &added, &changed, &retired)
	v.Consent, v.Added, v.Changed, v.Retired = moment(consent), moment(added), moment(changed), moment(retired)
	return v, err
}

// AddSponsor keeps a new sponsor and gives its number; by is who added it.
func (tx *Tx) AddSponsor(s fund.Sponsor, by fund.PersonID) (fund.SponsorID, error) {
	id, err := tx.insert(`INSERT INTO sponsors (place, name, contact, reach, consent, added_by, added, changed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		s.Place, s.Name, s.Contact, s.Reach, seconds(s.Consent), ref(by), seconds(s.Added), seconds(s.Changed))
	if err != nil {
		return 0, fmt.Errorf("add sponsor: %w", err)
	}
	return fund.SponsorID(id), nil
}

// SaveSponsor keeps what changed about a sponsor, or gives [ErrNotFound].
func (tx *Tx) SaveSponsor(s fund.Sponsor) error {
	n, err := tx.change(`UPDATE sponsors SET name = ?, contact = ?, reach = ?, consent = ?, changed = ?, retired = ?
		WHERE id = ?`,
		s.Name, s.Contact, s.Reach, seconds(s.Consent), seconds(s.Changed), seconds(s.Retired), s.ID)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("save sponsor %d: %w", s.ID, err)
	}
	return nil
}

// Sponsor gives one sponsor, a retired one too, or [ErrNotFound].
func (tx *Tx) Sponsor(id fund.SponsorID) (fund.Sponsor, error) {
	s, err := one(tx, scanSponsor, "SELECT "+sponsorColumns+" FROM sponsors WHERE id = ?", id)
	if err != nil {
		return s, fmt.Errorf("sponsor %d: %w", id, err)
	}
	return s, nil
}

// Sponsors gives the sponsors known at a place or above it that have not
// retired, by name.
func (tx *Tx) Sponsors(place fund.PlaceID) ([]fund.Sponsor, error) {
	list, err := all(tx, scanSponsor, `
		WITH RECURSIVE up (id) AS (
			SELECT ?
			UNION
			SELECT parent FROM up JOIN places USING (id) WHERE parent IS NOT NULL
		)
		SELECT `+sponsorColumns+` FROM sponsors WHERE place IN (SELECT id FROM up) AND retired IS NULL
		ORDER BY name, id`, place)
	if err != nil {
		return nil, fmt.Errorf("sponsors at %d: %w", place, err)
	}
	return list, nil
}

// EverySponsor gives every sponsor, by number.
func (tx *Tx) EverySponsor() ([]fund.Sponsor, error) {
	list, err := all(tx, scanSponsor, "SELECT "+sponsorColumns+" FROM sponsors ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("every sponsor: %w", err)
	}
	return list, nil
}
