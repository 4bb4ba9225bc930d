package store

import (
	"database/sql"
	"fmt"
	"time"

	"huimin/fund"
)

const complaintColumns = `id, number, project, meeting, community, author, text, photos, filed, status, since, due, provisional,
	answer, answered, answered_by, raised, raised_at, raise_reason, ruling, ruled, ruled_by, settled`

func scanComplaint(s scanner) (c fund.Complaint, err error) {
	var project, meeting, filed, since, due, answered, answeredBy, raised, ruled, ruledBy, settled sql.NullInt64
	var photos string
	err = s.Scan(&c.ID, &c.Number, &project, &meeting, &c.Community, &c.Author, &c.Text, &photos, &filed, &c.Status, &since, &due,
		&c.Provisional, &c.Answer, &answered, &answeredBy, &c.Raised, &raised, &c.RaiseReason, &c.Ruling, &ruled, &ruledBy, &settled)
	if err != nil {
		return c, err
	}
	c.Project, c.Meeting = fund.ProjectID(project.Int64), fund.MeetingID(meeting.Int64)
	c.Filed, c.Since, c.Due, c.AnsweredAt = moment(filed), moment(since), moment(due), moment(answered)
	c.RaisedAt, c.RuledAt, c.Settled = moment(raised), moment(ruled), moment(settled)
	c.AnsweredBy, c.RuledBy = fund.PersonID(answeredBy.Int64), fund.PersonID(ruledBy.Int64)
	c.Photos, err = projectPhotos(photos)
	return c, err
}

// AddComplaint keeps a new complaint and gives its id; c.ID is ignored.
func (tx *Tx) AddComplaint(c fund.Complaint) (int64, error) {
	photos, err := photoList(c.Photos)
	if err != nil {
		return 0, err
	}
	id, err := tx.insert(`INSERT INTO complaints (number, project, meeting, community, author, text, photos, filed, status, since, due,
		provisional) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.Number, ref(c.Project), ref(c.Meeting), c.Community, c.Author, c.Text, photos, seconds(c.Filed), c.Status, seconds(c.Since),
		seconds(c.Due), c.Provisional)
	if err != nil {
		return 0, fmt.Errorf("add complaint: %w", err)
	}
	return id, nil
}

// SaveComplaint keeps where a complaint stands.
func (tx *Tx) SaveComplaint(c fund.Complaint) error {
	err := tx.exec(`UPDATE complaints SET status = ?, since = ?, due = ?, provisional = ?, answer = ?, answered = ?,
		answered_by = ?, raised = ?, raised_at = ?, raise_reason = ?, ruling = ?, ruled = ?, ruled_by = ?, settled = ?
		WHERE id = ?`,
		c.Status, seconds(c.Since), seconds(c.Due), c.Provisional, c.Answer, seconds(c.AnsweredAt), ref(c.AnsweredBy),
		c.Raised, seconds(c.RaisedAt), c.RaiseReason, c.Ruling, seconds(c.RuledAt), ref(c.RuledBy), seconds(c.Settled), c.ID)
	if err != nil {
		return fmt.Errorf("save complaint %d: %w", c.ID, err)
	}
	return nil
}

// Complaint gives one complaint, or [ErrNotFound].
func (tx *Tx) Complaint(id int64) (fund.Complaint, error) {
	c, err := one(tx, scanComplaint, "SELECT "+complaintColumns+" FROM complaints WHERE id = ?", id)
	if err != nil {
		return c, fmt.Errorf("complaint %d: %w", id, err)
	}
	return c, nil
}

// Complaints gives the complaints about a project, the oldest first; about
// every project for 0.
func (tx *Tx) Complaints(project fund.ProjectID) ([]fund.Complaint, error) {
	return all(tx, scanComplaint, "SELECT "+complaintColumns+" FROM complaints WHERE ?1 = 0 OR project = ?1 ORDER BY id", project)
}

// Objections gives the objections to a meeting's minutes, the oldest first.
func (tx *Tx) Objections(meeting fund.MeetingID) ([]fund.Complaint, error) {
	return all(tx, scanComplaint, "SELECT "+complaintColumns+" FROM complaints WHERE meeting = ? ORDER BY id", meeting)
}

// ComplaintsBy gives somebody's complaints, the newest first.
func (tx *Tx) ComplaintsBy(person fund.PersonID) ([]fund.Complaint, error) {
	return all(tx, scanComplaint, "SELECT "+complaintColumns+" FROM complaints WHERE author = ? ORDER BY id DESC", person)
}

// ComplaintsUnder gives the complaints below a place that are in a state, the
// soonest due first.
func (tx *Tx) ComplaintsUnder(place fund.PlaceID, status fund.ComplaintStatus) ([]fund.Complaint, error) {
	return all(tx, scanComplaint, withUnder+"SELECT "+complaintColumns+` FROM complaints
		WHERE community IN (SELECT id FROM under) AND status = ?2 ORDER BY due, id`, place, status)
}

// ComplaintsWaiting gives every complaint that is not settled, the soonest due
// first.
func (tx *Tx) ComplaintsWaiting() ([]fund.Complaint, error) {
	return all(tx, scanComplaint, "SELECT "+complaintColumns+" FROM complaints WHERE status <> 'settled' ORDER BY due, id")
}

// ComplaintsOfYear counts the complaints of a community from a moment on.
func (tx *Tx) ComplaintsOfYear(community fund.PlaceID, from time.Time) (int, error) {
	return one(tx, scalar[int], "SELECT count(*) FROM complaints WHERE community = ? AND filed >= ?", community, seconds(from))
}

// BlankWorks takes out of complaints and disputes
// what somebody wrote and showed. What was said in an office stays, as the office's.
func (tx *Tx) BlankWorks(person fund.PersonID) error {
	for _, query := range []string{
		"UPDATE complaints SET text = '', photos = '[]', raise_reason = '' WHERE author = ?",
		"UPDATE disputes SET reason = '' WHERE author = ?",
		"UPDATE petitions SET subject = '" + blank + "' WHERE opened_by = ?",
	} {
		if err := tx.exec(query, person); err != nil {
			return fmt.Errorf("blank complaints of person %d: %w", person, err)
		}
	}
	return nil
}
