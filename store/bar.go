package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"huimin/fund"
)

const barColumns = "project, community, year, since, until, lifted"

func scanBar(s scanner) (b fund.Bar, err error) {
	var since, until, lifted sql.NullInt64
	err = s.Scan(&b.Project, &b.Community, &b.Year, &since, &until, &lifted)
	b.Since, b.Until, b.Lifted = moment(since), moment(until), moment(lifted)
	return b, err
}

// AddBar keeps a bar; a project has one.
func (tx *Tx) AddBar(b fund.Bar) error {
	err := tx.exec("INSERT INTO bars ("+barColumns+") VALUES (?, ?, ?, ?, ?, ?)",
		b.Project, b.Community, b.Year, seconds(b.Since), seconds(b.Until), seconds(b.Lifted))
	if err != nil {
		return fmt.Errorf("bar project %d: %w", b.Project, err)
	}
	return nil
}

// LiftBar keeps that a bar was lifted, once: [ErrNotFound] otherwise.
func (tx *Tx) LiftBar(project fund.ProjectID, at time.Time) error {
	n, err := tx.change("UPDATE bars SET lifted = ? WHERE project = ? AND lifted IS NULL", at.Unix(), project)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("lift bar of project %d: %w", project, err)
	}
	return nil
}

// Bar reads a project's bar, or gives [ErrNotFound].
func (tx *Tx) Bar(project fund.ProjectID) (fund.Bar, error) {
	b, err := one(tx, scanBar, "SELECT "+barColumns+" FROM bars WHERE project = ?", project)
	if err != nil {
		return b, fmt.Errorf("bar of project %d: %w", project, err)
	}
	return b, nil
}

// BarsUnder reads every bar below a place, lifted ones too, by project; of all
// places when place is 0.
func (tx *Tx) BarsUnder(place fund.PlaceID) ([]fund.Bar, error) {
	if place == 0 {
		return all(tx, scanBar, "SELECT "+barColumns+" FROM bars ORDER BY project")
	}
	return all(tx, scanBar, withUnder+"SELECT "+barColumns+" FROM bars WHERE community IN (SELECT id FROM under) ORDER BY project", place)
}

// AddOrigin keeps that a project came of a request.
func (tx *Tx) AddOrigin(project fund.ProjectID, request fund.RequestID) error {
	err := tx.exec("INSERT INTO origins (project, request) VALUES (?, ?) ON CONFLICT DO NOTHING", project, request)
	if err != nil {
		return fmt.Errorf("origin of project %d: %w", project, err)
	}
	return nil
}

// Origin says which request a project came of.
type Origin struct {
	Project fund.ProjectID
	Request fund.RequestID
}

// OriginsUnder reads what the projects of a community came of.
func (tx *Tx) OriginsUnder(community fund.PlaceID) ([]Origin, error) {
	return all(tx, func(s scanner) (o Origin, err error) {
		err = s.Scan(&o.Project, &o.Request)
		return o, err
	}, `SELECT project, request FROM origins WHERE project IN (SELECT id FROM projects WHERE community = ?)
		ORDER BY project, request`, community)
}

// Kinship is what the staff said about a request that looked like a barred
// project: the same, or another thing, with a reason.
type Kinship struct {
	Request fund.RequestID
	Project fund.ProjectID
	Same    bool
	Reason  string
	By      fund.PersonID
	At      time.Time
}

const kinshipColumns = "request, project, same, reason, by, at"

func scanKinship(s scanner) (k Kinship, err error) {
	var by, at sql.NullInt64
	err = s.Scan(&k.Request, &k.Project, &k.Same, &k.Reason, &by, &at)
	k.By, k.At = fund.PersonID(by.Int64), moment(at)
	return k, err
}

// SetKinship keeps what the staff said; a later word replaces an earlier one.
func (tx *Tx) SetKinship(k Kinship) error {
	err := tx.exec("INSERT INTO kinships ("+kinshipColumns+`) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET same = excluded.same, reason = excluded.reason, by = excluded.by, at = excluded.at`,
		k.Request, k.Project, k.Same, k.Reason, ref(k.By), k.At.Unix())
	if err != nil {
		return fmt.Errorf("kinship of request %d: %w", k.Request, err)
	}
	return nil
}

// KinshipsUnder reads what the staff of a community said.
func (tx *Tx) KinshipsUnder(community fund.PlaceID) ([]Kinship, error) {
	return all(tx, scanKinship, "SELECT "+kinshipColumns+` FROM kinships
		WHERE request IN (SELECT id FROM requests WHERE community = ?) ORDER BY request, project`, community)
}

// Kinships reads what all staff said.
func (tx *Tx) Kinships() ([]Kinship, error) {
	return all(tx, scanKinship, "SELECT "+kinshipColumns+" FROM kinships ORDER BY request, project")
}

const appealColumns = "id, project, by, reason, photos, filed, due, provisional, decided, granted, decided_by, answer"

func scanAppeal(s scanner) (a fund.Appeal, err error) {
	var by, decidedBy, filed, due, decided sql.NullInt64
	var photos string
	err = s.Scan(&a.ID, &a.Project, &by, &a.Reason, &photos, &filed, &due, &a.Provisional, &decided, &a.Granted,
		&decidedBy, &a.Answer)
	if err != nil {
		return a, err
	}
	a.By, a.DecidedBy = fund.PersonID(by.Int64), fund.PersonID(decidedBy.Int64)
	a.Filed, a.Due, a.Decided = moment(filed), moment(due), moment(decided)
	a.Photos, err = projectPhotos(photos)
	return a, err
}

// AddAppeal keeps an appeal and gives its number; a bar is appealed against
// once.
func (tx *Tx) AddAppeal(a fund.Appeal) (int64, error) {
	photos, err := photoList(a.Photos)
	if err != nil {
		return 0, err
	}
	id, err := tx.insert(`INSERT INTO appeals (project, by, reason, photos, filed, due, provisional)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, a.Project, ref(a.By), a.Reason, photos, a.Filed.Unix(), a.Due.Unix(), a.Provisional)
	if err != nil {
		return 0, fmt.Errorf("add appeal for project %d: %w", a.Project, err)
	}
	return id, nil
}

// DecideAppeal keeps the decision on an appeal that waits: [ErrNotFound] when
// none does.
func (tx *Tx) DecideAppeal(a fund.Appeal) error {
	n, err := tx.change(`UPDATE appeals SET decided = ?, granted = ?, decided_by = ?, answer = ?
		WHERE id = ? AND decided IS NULL`, a.Decided.Unix(), a.Granted, ref(a.DecidedBy), a.Answer, a.ID)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("decide appeal %d: %w", a.ID, err)
	}
	return nil
}

// Appeal reads one appeal.
func (tx *Tx) Appeal(id int64) (fund.Appeal, error) {
	a, err := one(tx, scanAppeal, "SELECT "+appealColumns+" FROM appeals WHERE id = ?", id)
	if err != nil {
		return a, fmt.Errorf("appeal %d: %w", id, err)
	}
	return a, nil
}

// AppealOf reads the appeal for a project, or gives [ErrNotFound].
func (tx *Tx) AppealOf(project fund.ProjectID) (fund.Appeal, error) {
	a, err := one(tx, scanAppeal, "SELECT "+appealColumns+" FROM appeals WHERE project = ?", project)
	if err != nil {
		return a, fmt.Errorf("appeal for project %d: %w", project, err)
	}
	return a, nil
}

// Appeals reads every appeal, the oldest first.
func (tx *Tx) Appeals() ([]fund.Appeal, error) {
	return all(tx, scanAppeal, "SELECT "+appealColumns+" FROM appeals ORDER BY id")
}

// AppealsBy reads the appeals that somebody wrote or answered, the oldest first.
func (tx *Tx) AppealsBy(person fund.PersonID) ([]fund.Appeal, error) {
	return all(tx, scanAppeal, "SELECT "+appealColumns+" FROM appeals WHERE by = ?1 OR decided_by = ?1 ORDER BY id", person)
}

// KinshipsBy reads what somebody said about requests that looked like barred
// projects.
func (tx *Tx) KinshipsBy(person fund.PersonID) ([]Kinship, error) {
	return all(tx, scanKinship, "SELECT "+kinshipColumns+" FROM kinships WHERE by = ? ORDER BY request, project", person)
}

// PendingAppeals reads the appeals that wait below a place, soonest due first;
// everywhere when place is 0.
func (tx *Tx) PendingAppeals(place fund.PlaceID) ([]fund.Appeal, error) {
	if place == 0 {
		return all(tx, scanAppeal, "SELECT "+appealColumns+" FROM appeals WHERE decided IS NULL ORDER BY due, id")
	}
	return all(tx, scanAppeal, withUnder+"SELECT "+appealColumns+` FROM appeals WHERE decided IS NULL
		AND project IN (SELECT id FROM projects WHERE community IN (SELECT id FROM under)) ORDER BY due, id`, place)
}

// OpenProjects reads the projects of a year and of those before that have
// not ended, by community.
func (tx *Tx) OpenProjects(year int, ended ...fund.ProjectStatus) ([]fund.Project, error) {
	list, err := json.Marshal(ended)
	if err != nil {
		return nil, err
	}
	return all(tx, scanProject, `SELECT `+projectColumns+` FROM projects
		WHERE year <= ? AND status NOT IN (SELECT value FROM json_each(?)) ORDER BY community, id`, year, string(list))
}
