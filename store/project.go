package store

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"huimin/fund"
)

const projectColumns = `id, number, community, title, item, place, lat, lon,
	from_fund, from_sponsor, from_residents, sponsor_name, lead, status, tier, voted_cost, year,
	held_since, due, due_provisional, spent, decided, approved, started, finished, created, changed,
	reason, before_photos, after_photos`

func scanProject(s scanner) (fund.Project, error) {
	var (
		p                            fund.Project
		lat, lon                     sql.NullFloat64
		lead                         sql.NullInt64
		held, due, created, changed  sql.NullInt64
		decided, approved, began, at sql.NullInt64
		before, after                string
	)
	err := s.Scan(&p.ID, &p.Number, &p.Community, &p.Title, &p.Item, &p.Where, &lat, &lon,
		&p.Funding.Fund, &p.Funding.Sponsor, &p.Funding.Residents, &p.Funding.SponsorName, &lead,
		&p.Status, &p.Tier, &p.VotedCost, &p.Year,
		&held, &due, &p.DueProvisional, &p.Spent, &decided, &approved, &began, &at, &created, &changed,
		&p.Reason, &before, &after)
	if err != nil {
		return fund.Project{}, err
	}
	if lat.Valid && lon.Valid {
		p.At = &fund.Point{Lat: lat.Float64, Lon: lon.Float64}
	}
	p.Lead = fund.RequestID(lead.Int64)
	p.HeldSince, p.Due, p.Created, p.Changed = moment(held), moment(due), moment(created), moment(changed)
	p.DecidedAt, p.ApprovedAt, p.StartedAt, p.FinishedAt = moment(decided), moment(approved), moment(began), moment(at)
	if p.Before, err = projectPhotos(before); err == nil {
		p.After, err = projectPhotos(after)
	}
	if err != nil {
		return fund.Project{}, fmt.Errorf("photos of project %d: %w", p.ID, err)
	}
	return p, nil
}

// projectPhotos reads what photoList wrote; nil for none.
func projectPhotos(list string) (photos []fund.Photo, err error) {
	if list != "[]" {
		err = json.Unmarshal([]byte(list), &photos)
	}
	return photos, err
}

// projectValues are the columns after the id, in the order of projectColumns.
func projectValues(p fund.Project) ([]any, error) {
	before, err := photoList(p.Before)
	if err != nil {
		return nil, err
	}
	after, err := photoList(p.After)
	if err != nil {
		return nil, err
	}
	lat, lon := coordinates(p.At)
	return []any{
		p.Number, p.Community, p.Title, p.Item, p.Where, lat, lon,
		p.Funding.Fund, p.Funding.Sponsor, p.Funding.Residents, p.Funding.SponsorName, ref(p.Lead),
		p.Status, p.Tier, p.VotedCost, p.Year,
		seconds(p.HeldSince), seconds(p.Due), p.DueProvisional, p.Spent,
		seconds(p.DecidedAt), seconds(p.ApprovedAt), seconds(p.StartedAt), seconds(p.FinishedAt),
		seconds(p.Created), seconds(p.Changed), p.Reason, before, after,
	}, nil
}

// AddProject stores a new project and gives its id; p.ID is ignored.
func (tx *Tx) AddProject(p fund.Project) (fund.ProjectID, error) {
	values, err := projectValues(p)
	if err != nil {
		return 0, fmt.Errorf("add project: %w", err)
	}
	id, err := tx.insert(`INSERT INTO projects (number, community, title, item, place, lat, lon,
		from_fund, from_sponsor, from_residents, sponsor_name, lead, status, tier, voted_cost, year,
		held_since, due, due_provisional, spent, decided, approved, started, finished, created, changed,
		reason, before_photos, after_photos)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, values...)
	if err != nil {
		return 0, fmt.Errorf("add project: %w", err)
	}
	return fund.ProjectID(id), nil
}

// SaveProject writes every column of a project that is already there:
// [ErrNotFound] when it is not.
func (tx *Tx) SaveProject(p fund.Project) error {
	values, err := projectValues(p)
	if err != nil {
		return fmt.Errorf("save project %d: %w", p.ID, err)
	}
	n, err := tx.change(`UPDATE projects SET number = ?, community = ?, title = ?, item = ?, place = ?,
		lat = ?, lon = ?, from_fund = ?, from_sponsor = ?, from_residents = ?, sponsor_name = ?, lead = ?,
		status = ?, tier = ?, voted_cost = ?, year = ?, held_since = ?, due = ?, due_provisional = ?,
		spent = ?, decided = ?, approved = ?, started = ?, finished = ?, created = ?, changed = ?,
		reason = ?, before_photos = ?, after_photos = ? WHERE id = ?`, append(values, p.ID)...)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("save project %d: %w", p.ID, err)
	}
	return nil
}

// Project reads one project.
func (tx *Tx) Project(id fund.ProjectID) (fund.Project, error) {
	p, err := one(tx, scanProject, `SELECT `+projectColumns+` FROM projects WHERE id = ?`, id)
	if err != nil {
		return fund.Project{}, fmt.Errorf("project %d: %w", id, err)
	}
	return p, nil
}

// ProjectByNumber reads the project that carries a public number.
func (tx *Tx) ProjectByNumber(number string) (fund.Project, error) {
	p, err := one(tx, scanProject, `SELECT `+projectColumns+` FROM projects WHERE number = ?`, number)
	if err != nil {
		return fund.Project{}, fmt.Errorf("project %q: %w", number, err)
	}
	return p, nil
}

// ProjectsOfYear counts the projects a community has numbered in a year.
func (tx *Tx) ProjectsOfYear(community fund.PlaceID, year int) (int, error) {
	return one(tx, scalar[int], `SELECT count(*) FROM projects WHERE community = ? AND year = ?`, community, year)
}

// Projects reads every project, oldest first.
func (tx *Tx) Projects() ([]fund.Project, error) {
	return all(tx, scanProject, `SELECT `+projectColumns+` FROM projects ORDER BY id`)
}

// ProjectsUnder reads the projects of every community below a place, or of
// the community itself, oldest first.
func (tx *Tx) ProjectsUnder(place fund.PlaceID) ([]fund.Project, error) {
	return all(tx, scanProject, withUnder+`SELECT `+projectColumns+` FROM projects
		WHERE community IN (SELECT id FROM under) ORDER BY id`, place)
}

// ProjectsHeld reads the projects below a place that have one of the given
// states, longest held first.
func (tx *Tx) ProjectsHeld(place fund.PlaceID, states ...fund.ProjectStatus) ([]fund.Project, error) {
	list, err := json.Marshal(states)
	if err != nil {
		return nil, err
	}
	return all(tx, scanProject, withUnder+`SELECT `+projectColumns+` FROM projects
		WHERE community IN (SELECT id FROM under) AND status IN (SELECT value FROM json_each(?))
		ORDER BY held_since, id`, place, string(list))
}
