package store

import (
	"database/sql"
	"fmt"
	"time"
)

// JobRan tells for which moment a job of the clock ran last, or gives
// [ErrNotFound] when it never has.
func (tx *Tx) JobRan(name string) (time.Time, error) {
	at, err := one(tx, scalar[sql.NullInt64], "SELECT last FROM jobs WHERE name = ?", name)
	if err != nil {
		return time.Time{}, fmt.Errorf("job %s: %w", name, err)
	}
	return moment(at), nil
}

// SetJobRan keeps for which moment a job ran.
func (tx *Tx) SetJobRan(name string, at time.Time) error {
	err := tx.exec("INSERT INTO jobs (name, last) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last = excluded.last",
		name, at.Unix())
	if err != nil {
		return fmt.Errorf("job %s: %w", name, err)
	}
	return nil
}
