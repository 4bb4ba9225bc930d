package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"huimin/fund"
)

// AddYearbook keeps a community's closed year for good.
func (tx *Tx) AddYearbook(community fund.PlaceID, y fund.Yearbook, closed time.Time) error {
	figures, err := json.Marshal(y)
	if err == nil {
		err = tx.exec("INSERT INTO yearbooks (community, year, figures, closed) VALUES (?, ?, ?, ?)",
			community, y.Year, string(figures), closed.Unix())
	}
	if err != nil {
		return fmt.Errorf("close year %d of community %d: %w", y.Year, community, err)
	}
	return nil
}

// ClosedYear is a community's year as it was closed.
type ClosedYear struct {
	Community fund.PlaceID
	Closed    time.Time
	fund.Yearbook
}

func scanClosedYear(s scanner) (c ClosedYear, err error) {
	var figures string
	var closed sql.NullInt64
	var year int
	if err = s.Scan(&c.Community, &year, &figures, &closed); err != nil {
		return c, err
	}
	d := json.NewDecoder(strings.NewReader(figures))
	d.DisallowUnknownFields() // figures that nobody here has written
	err = d.Decode(&c.Yearbook)
	c.Closed, c.Year = moment(closed), year
	return c, err
}

// Yearbook reads a closed year, or gives [ErrNotFound].
func (tx *Tx) Yearbook(community fund.PlaceID, year int) (ClosedYear, error) {
	c, err := one(tx, scanClosedYear,
		"SELECT community, year, figures, closed FROM yearbooks WHERE community = ? AND year = ?", community, year)
	if err != nil {
		return c, fmt.Errorf("year %d of community %d: %w", year, community, err)
	}
	return c, nil
}

// Yearbooks reads every closed year, by community and year.
func (tx *Tx) Yearbooks() ([]ClosedYear, error) {
	return all(tx, scanClosedYear, "SELECT community, year, figures, closed FROM yearbooks ORDER BY community, year")
}

const siteVisitColumns = "id, community, year, project, by, at, severity, text, photos"

func scanSiteVisit(s scanner) (v fund.SiteVisit, err error) {
	var project, at sql.NullInt64
	var photos string
	if err = s.Scan(&v.ID, &v.Community, &v.Year, &project, &v.By, &at, &v.Severity, &v.Text, &photos); err != nil {
		return v, err
	}
	v.Project, v.At = fund.ProjectID(project.Int64), moment(at)
	v.Photos, err = projectPhotos(photos)
	return v, err
}

// AddSiteVisit keeps what somebody saw and gives its number.
func (tx *Tx) AddSiteVisit(v fund.SiteVisit) (int64, error) {
	photos, err := photoList(v.Photos)
	if err != nil {
		return 0, err
	}
	id, err := tx.insert(`INSERT INTO site_visits (community, year, project, by, at, severity, text, photos)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, v.Community, v.Year, ref(v.Project), v.By, v.At.Unix(), v.Severity, v.Text, photos)
	if err != nil {
		return 0, fmt.Errorf("add visit to community %d: %w", v.Community, err)
	}
	return id, nil
}

// SiteVisit reads one visit, or gives [ErrNotFound].
func (tx *Tx) SiteVisit(id int64) (fund.SiteVisit, error) {
	v, err := one(tx, scanSiteVisit, "SELECT "+siteVisitColumns+" FROM site_visits WHERE id = ?", id)
	if err != nil {
		return v, fmt.Errorf("visit %d: %w", id, err)
	}
	return v, nil
}

// SiteVisitsOf reads the visits to a community in a year, the oldest first.
func (tx *Tx) SiteVisitsOf(community fund.PlaceID, year int) ([]fund.SiteVisit, error) {
	return all(tx, scanSiteVisit, "SELECT "+siteVisitColumns+" FROM site_visits WHERE community = ? AND year = ? ORDER BY id", community, year)
}

// SiteVisits reads every visit.
func (tx *Tx) SiteVisits() ([]fund.SiteVisit, error) {
	return all(tx, scanSiteVisit, "SELECT "+siteVisitColumns+" FROM site_visits ORDER BY id")
}

// SiteVisitsBy reads what somebody noted at visits, the oldest first.
func (tx *Tx) SiteVisitsBy(person fund.PersonID) ([]fund.SiteVisit, error) {
	return all(tx, scanSiteVisit, "SELECT "+siteVisitColumns+" FROM site_visits WHERE by = ? ORDER BY id", person)
}

const inspectionColumns = `id, community, year, opened, due, provisional, base, draft, draft_amount, findings, opinion,
	amount, reason, decided, by`

func scanInspection(s scanner) (i fund.Inspection, err error) {
	var opened, due, decided, by sql.NullInt64
	var findings string
	var opinion sql.NullString
	err = s.Scan(&i.ID, &i.Community, &i.Year, &opened, &due, &i.Provisional, &i.Base, &i.Draft, &i.DraftAmount, &findings,
		&opinion, &i.Amount, &i.Reason, &decided, &by)
	if err != nil {
		return i, err
	}
	i.Opened, i.Due, i.Decided = moment(opened), moment(due), moment(decided)
	i.Opinion, i.By = fund.OpinionKind(opinion.String), fund.PersonID(by.Int64)
	return i, json.Unmarshal([]byte(findings), &i.Findings)
}

// AddInspection keeps a drafted inspection and gives its number.
func (tx *Tx) AddInspection(i fund.Inspection) (int64, error) {
	findings, err := json.Marshal(i.Findings)
	if err != nil {
		return 0, err
	}
	id, err := tx.insert(`INSERT INTO inspections (community, year, opened, due, provisional, base, draft, draft_amount, findings)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, i.Community, i.Year, i.Opened.Unix(), i.Due.Unix(), i.Provisional, i.Base,
		i.Draft, i.DraftAmount, string(findings))
	if err != nil {
		return 0, fmt.Errorf("add inspection of community %d: %w", i.Community, err)
	}
	return id, nil
}

// SaveInspection keeps a new draft, or the opinion: [ErrNotFound] once decided.
func (tx *Tx) SaveInspection(i fund.Inspection) error {
	findings, err := json.Marshal(i.Findings)
	if err != nil {
		return err
	}
	n, err := tx.change(`UPDATE inspections SET draft = ?, draft_amount = ?, findings = ?, opinion = ?, amount = ?,
		reason = ?, decided = ?, by = ? WHERE id = ? AND opinion IS NULL`, i.Draft, i.DraftAmount, string(findings),
		sql.NullString{String: string(i.Opinion), Valid: i.Opinion != ""}, i.Amount, i.Reason, seconds(i.Decided), ref(i.By), i.ID)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("save inspection %d: %w", i.ID, err)
	}
	return nil
}

// Inspection reads one inspection, or gives [ErrNotFound].
func (tx *Tx) Inspection(id int64) (fund.Inspection, error) {
	i, err := one(tx, scanInspection, "SELECT "+inspectionColumns+" FROM inspections WHERE id = ?", id)
	if err != nil {
		return i, fmt.Errorf("inspection %d: %w", id, err)
	}
	return i, nil
}

// InspectionOf reads a community's inspection of a year, or gives [ErrNotFound].
func (tx *Tx) InspectionOf(community fund.PlaceID, year int) (fund.Inspection, error) {
	i, err := one(tx, scanInspection,
		"SELECT "+inspectionColumns+" FROM inspections WHERE community = ? AND year = ?", community, year)
	if err != nil {
		return i, fmt.Errorf("inspection %d of community %d: %w", year, community, err)
	}
	return i, nil
}

// InspectionsUnder reads the inspections below a place, the newest year first,
// then by the community's code; everywhere when place is 0.
func (tx *Tx) InspectionsUnder(place fund.PlaceID) ([]fund.Inspection, error) {
	if place == 0 {
		return all(tx, scanInspection, "SELECT "+inspectionColumns+" FROM inspections ORDER BY id")
	}
	return all(tx, scanInspection, withUnder+"SELECT "+inspectionColumns+` FROM inspections
		WHERE community IN (SELECT id FROM under)
		ORDER BY year DESC, (SELECT code FROM places WHERE places.id = community)`, place)
}
