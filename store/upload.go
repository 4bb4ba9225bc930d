package store

import (
	"database/sql"
	"fmt"
	"time"

	"huimin/fund"
)

// Upload is a file that somebody sent and that waits to be agreed to. Plan is
// a digest of what was shown that it would change.
type Upload struct {
	ID     int64
	Person fund.PersonID
	Name   string
	Body   []byte `json:"-"`
	Plan   []byte `json:"-"`
	At     time.Time
}

const uploadColumns = "id, person, name, body, plan, at"

func scanUpload(s scanner) (u Upload, err error) {
	var at sql.NullInt64
	err = s.Scan(&u.ID, &u.Person, &u.Name, &u.Body, &u.Plan, &at)
	u.At = moment(at)
	return u, err
}

// AddUpload keeps a file and gives its number.
func (tx *Tx) AddUpload(u Upload) (int64, error) {
	id, err := tx.insert("INSERT INTO uploads (person, name, body, plan, at) VALUES (?, ?, ?, ?, ?)",
		u.Person, u.Name, u.Body, u.Plan, seconds(u.At))
	if err != nil {
		return 0, fmt.Errorf("add upload: %w", err)
	}
	return id, nil
}

// SaveUploadPlan keeps what a file was last shown to change.
func (tx *Tx) SaveUploadPlan(id int64, plan []byte) error {
	if err := tx.exec("UPDATE uploads SET plan = ? WHERE id = ?", plan, id); err != nil {
		return fmt.Errorf("save upload %d: %w", id, err)
	}
	return nil
}

// Upload gives a file that waits, or [ErrNotFound].
func (tx *Tx) Upload(id int64) (Upload, error) {
	u, err := one(tx, scanUpload, "SELECT "+uploadColumns+" FROM uploads WHERE id = ?", id)
	if err != nil {
		return u, fmt.Errorf("upload %d: %w", id, err)
	}
	return u, nil
}

// UploadsOf gives the files of somebody's that wait.
func (tx *Tx) UploadsOf(person fund.PersonID) ([]Upload, error) {
	list, err := all(tx, scanUpload, "SELECT "+uploadColumns+" FROM uploads WHERE person = ? ORDER BY id", person)
	if err != nil {
		return nil, fmt.Errorf("uploads of person %d: %w", person, err)
	}
	return list, nil
}

// DropUpload forgets a file.
func (tx *Tx) DropUpload(id int64) error {
	if err := tx.exec("DELETE FROM uploads WHERE id = ?", id); err != nil {
		return fmt.Errorf("drop upload %d: %w", id, err)
	}
	return nil
}

// DropUploads forgets the files of somebody, or of everybody (0), that were
// sent before a moment.
func (tx *Tx) DropUploads(person fund.PersonID, before time.Time) error {
	if err := tx.exec("DELETE FROM uploads WHERE (?1 = 0 OR person = ?1) AND at < ?2", person, seconds(before)); err != nil {
		return fmt.Errorf("drop uploads: %w", err)
	}
	return nil
}
