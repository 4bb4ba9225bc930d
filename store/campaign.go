package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"huimin/fund"
)

const campaignColumns = `id, community, kind, title, goal, unit, from_at, until_at, status, opened, opened_by, closed, closed_by`

func scanCampaign(s scanner) (c fund.Campaign, err error) {
	var from, until, opened, openedBy, closed, closedBy sql.NullInt64
	err = s.Scan(&c.ID, &c.Community, &c.Kind, &c.Title, &c.Goal, &c.Unit, &from, &until, &c.Status,
		&opened, &openedBy, &closed, &closedBy)
	c.From, c.Until, c.Opened, c.Closed = moment(from), moment(until), moment(opened), moment(closed)
	c.OpenedBy, c.ClosedBy = fund.PersonID(openedBy.Int64), fund.PersonID(closedBy.Int64)
	return c, err
}

// AddCampaign keeps a new campaign and gives its number.
func (tx *Tx) AddCampaign(c fund.Campaign) (fund.CampaignID, error) {
	id, err := tx.insert(`INSERT INTO campaigns (community, kind, title, goal, unit, from_at, until_at, status, opened, opened_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.Community, c.Kind, c.Title, c.Goal, c.Unit, seconds(c.From), seconds(c.Until), c.Status, seconds(c.Opened), ref(c.OpenedBy))
	if err != nil {
		return 0, fmt.Errorf("add campaign: %w", err)
	}
	return fund.CampaignID(id), nil
}

// SaveCampaign keeps a campaign's title, goal, days and state, or gives
// [ErrNotFound].
func (tx *Tx) SaveCampaign(c fund.Campaign) error {
	n, err := tx.change(`UPDATE campaigns SET title = ?, goal = ?, unit = ?, until_at = ?, status = ?, closed = ?, closed_by = ? WHERE id = ?`,
		c.Title, c.Goal, c.Unit, seconds(c.Until), c.Status, seconds(c.Closed), ref(c.ClosedBy), c.ID)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("save campaign %d: %w", c.ID, err)
	}
	return nil
}

// Campaign gives one campaign, or [ErrNotFound].
func (tx *Tx) Campaign(id fund.CampaignID) (fund.Campaign, error) {
	c, err := one(tx, scanCampaign, "SELECT "+campaignColumns+" FROM campaigns WHERE id = ?", id)
	if err != nil {
		return c, fmt.Errorf("campaign %d: %w", id, err)
	}
	return c, nil
}

// Campaigns gives a community's campaigns, the open ones first, then the
// newest.
func (tx *Tx) Campaigns(community fund.PlaceID) ([]fund.Campaign, error) {
	list, err := all(tx, scanCampaign, "SELECT "+campaignColumns+` FROM campaigns
		WHERE community = ? ORDER BY status = 'closed', id DESC`, community)
	if err != nil {
		return nil, fmt.Errorf("campaigns of %d: %w", community, err)
	}
	return list, nil
}

// AllCampaigns gives every campaign, the oldest first.
func (tx *Tx) AllCampaigns() ([]fund.Campaign, error) {
	list, err := all(tx, scanCampaign, "SELECT "+campaignColumns+" FROM campaigns ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("campaigns: %w", err)
	}
	return list, nil
}

// OpenCampaigns gives every campaign that is open, the oldest first.
func (tx *Tx) OpenCampaigns() ([]fund.Campaign, error) {
	list, err := all(tx, scanCampaign, "SELECT "+campaignColumns+" FROM campaigns WHERE status = 'open' ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("open campaigns: %w", err)
	}
	return list, nil
}

// CampaignsBy gives the campaigns somebody opened, the oldest first.
func (tx *Tx) CampaignsBy(person fund.PersonID) ([]fund.Campaign, error) {
	list, err := all(tx, scanCampaign, "SELECT "+campaignColumns+" FROM campaigns WHERE opened_by = ? ORDER BY id", person)
	if err != nil {
		return nil, fmt.Errorf("campaigns of person %d: %w", person, err)
	}
	return list, nil
}

// Visit is one call at a door during a campaign. Request is what was asked for
// or joined there; Undone is when the visit was taken back.
type Visit struct {
	ID       int64
	Campaign fund.CampaignID
	Door     fund.DoorID
	Outcome  fund.VisitOutcome
	Request  fund.RequestID
	By       fund.PersonID
	At       time.Time
	Undone   time.Time
}

const visitColumns = "id, campaign, door, outcome, request, by, at, undone"

func scanVisit(s scanner) (v Visit, err error) {
	var request, at, undone sql.NullInt64
	err = s.Scan(&v.ID, &v.Campaign, &v.Door, &v.Outcome, &request, &v.By, &at, &undone)
	v.Request, v.At, v.Undone = fund.RequestID(request.Int64), moment(at), moment(undone)
	return v, err
}

// AddVisit keeps a visit and gives its number.
func (tx *Tx) AddVisit(v Visit) (int64, error) {
	id, err := tx.insert("INSERT INTO visits (campaign, door, outcome, request, by, at) VALUES (?, ?, ?, ?, ?, ?)",
		v.Campaign, v.Door, v.Outcome, ref(v.Request), v.By, seconds(v.At))
	if err != nil {
		return 0, fmt.Errorf("add visit: %w", err)
	}
	return id, nil
}

// UndoVisit notes that a visit was taken back, or gives [ErrNotFound] when it
// was already.
func (tx *Tx) UndoVisit(id int64, at time.Time) error {
	n, err := tx.change("UPDATE visits SET undone = ? WHERE id = ? AND undone IS NULL", seconds(at), id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("undo visit %d: %w", id, err)
	}
	return nil
}

// Visit gives one visit, or [ErrNotFound].
func (tx *Tx) Visit(id int64) (Visit, error) {
	v, err := one(tx, scanVisit, "SELECT "+visitColumns+" FROM visits WHERE id = ?", id)
	if err != nil {
		return v, fmt.Errorf("visit %d: %w", id, err)
	}
	return v, nil
}

// Visits gives every visit, those taken back included, in their order.
func (tx *Tx) Visits() ([]Visit, error) {
	list, err := all(tx, scanVisit, "SELECT "+visitColumns+" FROM visits ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("visits: %w", err)
	}
	return list, nil
}

// VisitOf gives the visit at which a request was taken down, or [ErrNotFound].
func (tx *Tx) VisitOf(request fund.RequestID) (Visit, error) {
	v, err := one(tx, scanVisit, "SELECT "+visitColumns+` FROM visits
		WHERE request = ? AND outcome = 'need' AND undone IS NULL ORDER BY id LIMIT 1`, request)
	if err != nil {
		return v, fmt.Errorf("visit of request %d: %w", request, err)
	}
	return v, nil
}

// Progress counts how far a campaign has come.
func (tx *Tx) Progress(campaign fund.CampaignID) (p fund.Progress, err error) {
	row := tx.sql.QueryRowContext(tx.ctx, `
		SELECT count(DISTINCT v.door), count(DISTINCT v.door) FILTER (WHERE v.outcome <> 'nobody'),
			count(DISTINCT iif(d.building = '', 'door ' || d.id, d.building)) FILTER (WHERE v.outcome <> 'nobody'),
			count(*) FILTER (WHERE v.outcome = 'need'), count(*) FILTER (WHERE v.outcome = 'support'),
			count(DISTINCT v.door) FILTER (WHERE v.outcome = 'none')
		FROM visits v JOIN doors d ON d.id = v.door WHERE v.campaign = ? AND v.undone IS NULL`, campaign)
	if err := row.Scan(&p.Doors, &p.Reached, &p.Buildings, &p.Needs, &p.Supports, &p.None); err != nil {
		return p, fmt.Errorf("progress of campaign %d: %w", campaign, err)
	}
	return p, nil
}

// BuildingCount is how many doors of a building were called at, and at how
// many somebody was in.
type BuildingCount struct {
	Building       string
	Doors, Reached int
}

// Buildings counts a campaign's doors by building, those with most doors
// first.
func (tx *Tx) Buildings(campaign fund.CampaignID) ([]BuildingCount, error) {
	list, err := all(tx, func(s scanner) (b BuildingCount, err error) { return b, s.Scan(&b.Building, &b.Doors, &b.Reached) }, `
		SELECT d.building, count(DISTINCT v.door) AS doors, count(DISTINCT v.door) FILTER (WHERE v.outcome <> 'nobody')
		FROM visits v JOIN doors d ON d.id = v.door WHERE v.campaign = ? AND v.undone IS NULL AND d.building <> ''
		GROUP BY d.building ORDER BY doors DESC, d.building`, campaign)
	if err != nil {
		return nil, fmt.Errorf("buildings of campaign %d: %w", campaign, err)
	}
	return list, nil
}

// CampaignRequests gives the requests that were taken down in a campaign, the
// most supported first.
func (tx *Tx) CampaignRequests(campaign fund.CampaignID) ([]fund.Request, error) {
	list, err := all(tx, scanRequest, "SELECT "+requestColumns+` FROM requests
		WHERE id IN (SELECT request FROM visits WHERE campaign = ? AND outcome = 'need' AND undone IS NULL)
		ORDER BY supporters + households DESC, filed, id`, campaign)
	if err != nil {
		return nil, fmt.Errorf("requests of campaign %d: %w", campaign, err)
	}
	return list, nil
}

func scanDoor(s scanner) (d fund.Door, err error) {
	var key sql.NullString
	err = s.Scan(&d.ID, &d.Community, &key, &d.Label, &d.Building)
	d.Key = key.String
	return d, err
}

// KeepDoor gives a community's door with that key, as it is kept, and keeps it
// if it is new.
func (tx *Tx) KeepDoor(d fund.Door) (fund.Door, error) {
	kept, err := one(tx, scanDoor, "SELECT id, community, key, label, building FROM doors WHERE community = ? AND key = ?", d.Community, d.Key)
	if errors.Is(err, ErrNotFound) {
		var id int64
		id, err = tx.insert("INSERT INTO doors (community, key, label, building) VALUES (?, ?, ?, ?)", d.Community, d.Key, d.Label, d.Building)
		kept, kept.ID = d, fund.DoorID(id)
	}
	if err != nil {
		return d, fmt.Errorf("keep door: %w", err)
	}
	return kept, nil
}

// Door gives one door, or [ErrNotFound].
func (tx *Tx) Door(id fund.DoorID) (fund.Door, error) {
	d, err := one(tx, scanDoor, "SELECT id, community, key, label, building FROM doors WHERE id = ?", id)
	if err != nil {
		return d, fmt.Errorf("door %d: %w", id, err)
	}
	return d, nil
}

// ForgetDoors takes the numbers of doors away at which nobody has called since
// a moment and whose campaigns are over. The doors stay as figures.
func (tx *Tx) ForgetDoors(before time.Time) error {
	err := tx.exec(`UPDATE doors SET key = NULL, label = '', building = '' WHERE key IS NOT NULL AND NOT EXISTS (
		SELECT 1 FROM visits v JOIN campaigns c ON c.id = v.campaign
		WHERE v.door = doors.id AND (v.at >= ? OR c.status = 'open'))`, seconds(before))
	if err != nil {
		return fmt.Errorf("forget doors: %w", err)
	}
	return nil
}

// AddHousehold keeps that a household supports a request; false when it did
// already, or asked for it itself.
func (tx *Tx) AddHousehold(request fund.RequestID, door fund.DoorID, at time.Time) (bool, error) {
	n, err := tx.change(`INSERT INTO household_supports (request, door, at)
		SELECT ?1, ?2, ?3 WHERE NOT EXISTS (
			SELECT 1 FROM visits WHERE request = ?1 AND door = ?2 AND outcome = 'need' AND undone IS NULL)
		ON CONFLICT DO NOTHING`, request, door, seconds(at))
	if err != nil {
		return false, fmt.Errorf("support request %d by a household: %w", request, err)
	}
	return n > 0, nil
}

// RemoveHousehold takes a household's support back; false when there was none.
func (tx *Tx) RemoveHousehold(request fund.RequestID, door fund.DoorID) (bool, error) {
	n, err := tx.change("DELETE FROM household_supports WHERE request = ? AND door = ?", request, door)
	if err != nil {
		return false, fmt.Errorf("take a household's support of request %d back: %w", request, err)
	}
	return n > 0, nil
}

// MoveHouseholds moves the households that support a request, and the one that
// asked for it, to another request, where none counts twice.
func (tx *Tx) MoveHouseholds(from, into fund.RequestID) error {
	for _, query := range []string{
		`INSERT INTO household_supports (request, door, at) SELECT ?2, door, at FROM (
			SELECT door, at FROM household_supports WHERE request = ?1
			UNION ALL SELECT door, at FROM visits WHERE request = ?1 AND outcome = 'need' AND undone IS NULL) AS moved
			WHERE door NOT IN (SELECT door FROM visits WHERE request = ?2 AND outcome = 'need' AND undone IS NULL)
			ON CONFLICT DO NOTHING`,
		"DELETE FROM household_supports WHERE request = ?1 AND ?2 > 0",
	} {
		if err := tx.exec(query, from, into); err != nil {
			return fmt.Errorf("move households of request %d to %d: %w", from, into, err)
		}
	}
	return nil
}
