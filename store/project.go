package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"huimin/fund"
)

const projectColumns = `id, number, community, title, item, place, lat, lon,
	from_fund, from_sponsor, from_residents, sponsor_name, lead, status, tier, voted_cost, year,
	held_since, due, due_provisional, spent, decided, approved, started, finished, created, changed,
	reason, before_photos, after_photos, accepted, allowed_fund, allowed_sponsor, allowed_residents, standing`

func scanProject(s scanner) (fund.Project, error) {
	var (
		p                            fund.Project
		lat, lon                     sql.NullFloat64
		lead                         sql.NullInt64
		held, due, created, changed  sql.NullInt64
		decided, approved, began, at sql.NullInt64
		accepted                     sql.NullInt64
		before, after, standing      string
	)
	err := s.Scan(&p.ID, &p.Number, &p.Community, &p.Title, &p.Item, &p.Where, &lat, &lon,
		&p.Funding.Fund, &p.Funding.Sponsor, &p.Funding.Residents, &p.Funding.SponsorName, &lead,
		&p.Status, &p.Tier, &p.VotedCost, &p.Year,
		&held, &due, &p.DueProvisional, &p.Spent, &decided, &approved, &began, &at, &created, &changed,
		&p.Reason, &before, &after,
		&accepted, &p.Allowed.Fund, &p.Allowed.Sponsor, &p.Allowed.Residents, &standing)
	if err != nil {
		return fund.Project{}, err
	}
	if lat.Valid && lon.Valid {
		p.At = &fund.Point{Lat: lat.Float64, Lon: lon.Float64}
	}
	p.Lead = fund.RequestID(lead.Int64)
	p.HeldSince, p.Due, p.Created, p.Changed = moment(held), moment(due), moment(created), moment(changed)
	p.DecidedAt, p.ApprovedAt, p.StartedAt, p.FinishedAt = moment(decided), moment(approved), moment(began), moment(at)
	p.AcceptedAt = moment(accepted)
	p.Standing = readStanding(standing)
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

// standing is a [fund.Standing] as its column keeps it, times in Unix seconds.
type standing struct {
	Fund      fund.Money `json:"fund"`
	Sponsor   fund.Money `json:"sponsor"`
	Residents fund.Money `json:"residents"`
	Name      string     `json:"name"`
	Tier      fund.Tier  `json:"tier"`
	Voted     fund.Money `json:"voted"`
	Decided   int64      `json:"decided"`
	Approved  int64      `json:"approved"`
}

// readStanding reads what writeStanding wrote; "" is none. A text that it did
// not write allows nothing and stands as the sponsor's name, so that a
// verification finds it.
func readStanding(text string) *fund.Standing {
	if text == "" {
		return nil
	}
	var s standing
	strict := json.NewDecoder(strings.NewReader(text))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&s); err != nil {
		return &fund.Standing{Funding: fund.Funding{SponsorName: text}}
	}
	at := func(n int64) time.Time { return moment(sql.NullInt64{Int64: n, Valid: n != 0}) }
	return &fund.Standing{
		Funding: fund.Funding{Fund: s.Fund, Sponsor: s.Sponsor, Residents: s.Residents, SponsorName: s.Name},
		Tier:    s.Tier, VotedCost: s.Voted, DecidedAt: at(s.Decided), ApprovedAt: at(s.Approved),
	}
}

func writeStanding(s *fund.Standing) (string, error) {
	if s == nil {
		return "", nil
	}
	unix := func(t time.Time) int64 {
		if t.IsZero() {
			return 0
		}
		return t.Unix()
	}
	text, err := json.Marshal(standing{
		Fund: s.Funding.Fund, Sponsor: s.Funding.Sponsor, Residents: s.Funding.Residents, Name: s.Funding.SponsorName,
		Tier: s.Tier, Voted: s.VotedCost, Decided: unix(s.DecidedAt), Approved: unix(s.ApprovedAt),
	})
	return string(text), err
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
	standing, err := writeStanding(p.Standing)
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
		seconds(p.AcceptedAt), p.Allowed.Fund, p.Allowed.Sponsor, p.Allowed.Residents, standing,
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
		reason, before_photos, after_photos, accepted, allowed_fund, allowed_sponsor, allowed_residents, standing)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, values...)
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
		reason = ?, before_photos = ?, after_photos = ?, accepted = ?,
		allowed_fund = ?, allowed_sponsor = ?, allowed_residents = ?, standing = ? WHERE id = ?`, append(values, p.ID)...)
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

// ProjectsIn reads every project that has one of the given states, oldest
// first.
func (tx *Tx) ProjectsIn(states ...fund.ProjectStatus) ([]fund.Project, error) {
	list, err := json.Marshal(states)
	if err != nil {
		return nil, err
	}
	return all(tx, scanProject, `SELECT `+projectColumns+` FROM projects
		WHERE status IN (SELECT value FROM json_each(?)) ORDER BY id`, string(list))
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
