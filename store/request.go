package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"huimin/fund"
)

// requestColumns ends with the numbers of supporters and of households that
// joined at the door, so that they are never out of step with them.
const requestColumns = `id, number, community, author, entered_by, source, text, place, lat, lon, photos, item,
	status, project, merged_into, reason, filed, changed,
	(SELECT count(*) FROM supports WHERE supports.request = requests.id) AS supporters,
	(SELECT count(*) FROM household_supports WHERE household_supports.request = requests.id) AS households`

func scanRequest(s scanner) (r fund.Request, err error) {
	var author, enteredBy, project, mergedInto, filed, changed sql.NullInt64
	var lat, lon sql.NullFloat64
	var photos []byte
	err = s.Scan(&r.ID, &r.Number, &r.Community, &author, &enteredBy, &r.Source, &r.Text, &r.Where, &lat, &lon,
		&photos, &r.Item, &r.Status, &project, &mergedInto, &r.Reason, &filed, &changed, &r.Supporters, &r.Households)
	if err != nil {
		return r, err
	}
	r.Author, r.EnteredBy = fund.PersonID(author.Int64), fund.PersonID(enteredBy.Int64)
	r.Project, r.MergedInto = fund.ProjectID(project.Int64), fund.RequestID(mergedInto.Int64)
	r.Filed, r.Changed = moment(filed), moment(changed)
	if lat.Valid && lon.Valid {
		r.At = &fund.Point{Lat: lat.Float64, Lon: lon.Float64}
	}
	if err := json.Unmarshal(photos, &r.Photos); err != nil {
		return r, fmt.Errorf("photos of request %d: %w", r.ID, err)
	}
	return r, nil
}

// AddRequest keeps a new request and gives its id; r.ID, r.Supporters and
// r.Households are ignored.
func (tx *Tx) AddRequest(r fund.Request) (fund.RequestID, error) {
	lat, lon := coordinates(r.At)
	photos, err := photoList(r.Photos)
	if err != nil {
		return 0, err
	}
	id, err := tx.insert(`
		INSERT INTO requests (number, community, author, entered_by, source, text, place, lat, lon, photos, item,
			status, project, merged_into, reason, filed, changed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.Number, r.Community, ref(r.Author), ref(r.EnteredBy), r.Source, r.Text, r.Where, lat, lon, photos, r.Item,
		r.Status, ref(r.Project), ref(r.MergedInto), r.Reason, seconds(r.Filed), seconds(r.Changed))
	if err != nil {
		return 0, fmt.Errorf("add request %s: %w", r.Number, err)
	}
	return fund.RequestID(id), nil
}

// SaveRequest keeps what changed about a request, or gives [ErrNotFound].
// Its number, community, author and source never change.
func (tx *Tx) SaveRequest(r fund.Request) error {
	lat, lon := coordinates(r.At)
	photos, err := photoList(r.Photos)
	if err != nil {
		return err
	}
	n, err := tx.change(`
		UPDATE requests SET text = ?, place = ?, lat = ?, lon = ?, photos = ?, item = ?,
			status = ?, project = ?, merged_into = ?, reason = ?, changed = ?
		WHERE id = ?`,
		r.Text, r.Where, lat, lon, photos, r.Item,
		r.Status, ref(r.Project), ref(r.MergedInto), r.Reason, seconds(r.Changed), r.ID)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("save request %d: %w", r.ID, err)
	}
	return nil
}

// Request gives one request, or [ErrNotFound].
func (tx *Tx) Request(id fund.RequestID) (fund.Request, error) {
	r, err := one(tx, scanRequest, "SELECT "+requestColumns+" FROM requests WHERE id = ?", id)
	if err != nil {
		return r, fmt.Errorf("request %d: %w", id, err)
	}
	return r, nil
}

// RequestByNumber gives the request with a number, or [ErrNotFound].
func (tx *Tx) RequestByNumber(number string) (fund.Request, error) {
	r, err := one(tx, scanRequest, "SELECT "+requestColumns+" FROM requests WHERE number = ?", number)
	if err != nil {
		return r, fmt.Errorf("request %s: %w", number, err)
	}
	return r, nil
}

// OpenRequests gives a community's open requests, the most supported first, by
// neighbours and households, then the oldest: at most n, after leaving out the first skip.
func (tx *Tx) OpenRequests(community fund.PlaceID, skip, n int) ([]fund.Request, error) {
	list, err := all(tx, scanRequest, "SELECT "+requestColumns+` FROM requests
		WHERE community = ? AND status = 'open' ORDER BY supporters + households DESC, filed, id LIMIT ? OFFSET ?`,
		community, n, skip)
	if err != nil {
		return nil, fmt.Errorf("open requests of %d: %w", community, err)
	}
	return list, nil
}

// Opening is how a request begins.
type Opening struct {
	Request fund.RequestID
	Text    string
}

// Openings gives the first length code points of a community's newest open
// requests, at most n, the oldest of these first.
func (tx *Tx) Openings(community fund.PlaceID, n, length int) ([]Opening, error) {
	list, err := all(tx, func(s scanner) (o Opening, err error) { return o, s.Scan(&o.Request, &o.Text) },
		`SELECT id, substr(text, 1, ?) FROM requests INDEXED BY requests_community
		WHERE community = ? AND status = 'open' ORDER BY filed DESC LIMIT ?`, length, community, n)
	if err != nil {
		return nil, fmt.Errorf("openings of requests of %d: %w", community, err)
	}
	slices.Reverse(list)
	return list, nil
}

// CountOpenRequests tells how many open requests a community has.
func (tx *Tx) CountOpenRequests(community fund.PlaceID) (int, error) {
	n, err := one(tx, scalar[int], "SELECT count(*) FROM requests WHERE community = ? AND status = 'open'", community)
	if err != nil {
		return 0, fmt.Errorf("count open requests of %d: %w", community, err)
	}
	return n, nil
}

// RequestsOf gives the requests somebody filed, the newest first.
func (tx *Tx) RequestsOf(author fund.PersonID) ([]fund.Request, error) {
	list, err := all(tx, scanRequest,
		"SELECT "+requestColumns+" FROM requests WHERE author = ? ORDER BY filed DESC, id DESC", author)
	if err != nil {
		return nil, fmt.Errorf("requests of person %d: %w", author, err)
	}
	return list, nil
}

// RequestsFrom gives the requests that a project came of: the one adopted
// first, then by number.
func (tx *Tx) RequestsFrom(project fund.ProjectID) ([]fund.Request, error) {
	list, err := all(tx, scanRequest, "SELECT "+requestColumns+" FROM requests WHERE project = ? ORDER BY id", project)
	if err != nil {
		return nil, fmt.Errorf("requests of project %d: %w", project, err)
	}
	return list, nil
}

// CountRequests tells how many requests a community filed from a moment on
// and before another, whatever became of them.
func (tx *Tx) CountRequests(community fund.PlaceID, from, before time.Time) (int, error) {
	n, err := one(tx, scalar[int], "SELECT count(*) FROM requests WHERE community = ? AND filed >= ? AND filed < ?",
		community, seconds(from), seconds(before))
	if err != nil {
		return 0, fmt.Errorf("count requests of %d: %w", community, err)
	}
	return n, nil
}

// RequestPace tells how many open requests somebody has, and how many they
// filed after a moment.
func (tx *Tx) RequestPace(author fund.PersonID, after time.Time) (open, filed int, err error) {
	row := tx.sql.QueryRowContext(tx.ctx,
		"SELECT count(*) FILTER (WHERE status = 'open'), count(*) FILTER (WHERE filed > ?) FROM requests WHERE author = ?",
		seconds(after), author)
	if err := row.Scan(&open, &filed); err != nil {
		return 0, 0, fmt.Errorf("pace of person %d: %w", author, err)
	}
	return open, filed, nil
}

// BlankRequests takes everything somebody wrote, showed or located out of
// their requests, and leaves the figures.
func (tx *Tx) BlankRequests(author fund.PersonID) error {
	err := tx.exec(
		"UPDATE requests SET text = '', place = '', lat = NULL, lon = NULL, photos = '[]' WHERE author = ?", author)
	if err != nil {
		return fmt.Errorf("blank requests of person %d: %w", author, err)
	}
	return nil
}

// coordinates stores a point; none is two NULLs.
func coordinates(at *fund.Point) (lat, lon sql.NullFloat64) {
	if at == nil {
		return lat, lon
	}
	return sql.NullFloat64{Float64: at.Lat, Valid: true}, sql.NullFloat64{Float64: at.Lon, Valid: true}
}

// photoList stores photos as JSON; none is an empty list.
func photoList(photos []fund.Photo) (string, error) {
	if len(photos) == 0 {
		return "[]", nil
	}
	list, err := json.Marshal(photos)
	if err != nil {
		return "", fmt.Errorf("list photos: %w", err)
	}
	return string(list), nil
}
