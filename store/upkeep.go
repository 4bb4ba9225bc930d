package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// ErrDamaged reports a database file whose pages do not fit together.
var ErrDamaged = errors.New("the database file is damaged")

// Optimize lets SQLite look again at tables that have changed much, so that it
// keeps choosing the right indexes. Once the transaction is committed, the
// write-ahead log is emptied: what was deleted is then nowhere in it.
func (tx *Tx) Optimize() error {
	tx.tidy = true
	if err := tx.exec("PRAGMA optimize"); err != nil {
		return fmt.Errorf("optimize: %w", err)
	}
	return nil
}

// emptyLog moves the write-ahead log into the database and cuts it off. Where
// that cannot be, because a reader is in the way, say, it stays until the next
// upkeep: what was committed before is committed in any case.
func (db *DB) emptyLog(ctx context.Context) {
	_, _ = db.writer.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
}

// CheckFile checks that the database file is sound, thorough or quick (without
// comparing indexes with their tables), and that every reference leads
// somewhere: [ErrDamaged] tells what is wrong.
func (tx *Tx) CheckFile(thorough bool) error {
	pragma := "PRAGMA quick_check(5)"
	if thorough {
		pragma = "PRAGMA integrity_check(5)"
	}
	found, err := all(tx, scalar[string], pragma)
	if err != nil {
		return fmt.Errorf("check the file: %w", err)
	}
	if len(found) != 1 || found[0] != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, strings.Join(found, "; "))
	}
	lost, err := all(tx, scalar[string], `SELECT "table" || ' ' || coalesce(rowid, '') || ' → ' || parent FROM pragma_foreign_key_check LIMIT 5`)
	if err != nil {
		return fmt.Errorf("check the references: %w", err)
	}
	if len(lost) > 0 {
		return fmt.Errorf("%w: references that lead nowhere: %s", ErrDamaged, strings.Join(lost, "; "))
	}
	return nil
}
