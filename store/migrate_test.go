package store

import (
	"database/sql"
	"io/fs"
	"path/filepath"
	"testing"

	"github.com/pressly/goose/v3"

	"huimin/fund"
)

// TestProjectsOfTheReleaseBeforeStay opens a database whose projects were kept
// before works could be accepted: they are as they were, what refers to them
// does so still, and the settings hold.
func TestProjectsOfTheReleaseBeforeStay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.db")
	old, err := sql.Open("sqlite3", dsn(path, "_journal=WAL&_fk=1"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, old, files)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		`INSERT INTO places VALUES (1, 'city', NULL, 'LZ', '柳州', '')`,
		`INSERT INTO projects (id, number, community, title, item, from_fund, status, tier, year, held_since, spent,
			decided, approved, started, finished, created, changed, after_photos)
			VALUES (7, 'LZ-26-P01', 1, '路灯', 'GG2', 500, 'finished', 'community', 2026, 60, 400, 20, 30, 40, 50, 10, 60,
			'[{"FileID":"a","UniqueID":"b"}]')`,
		`INSERT INTO approvals (id, project, tier, arrived, due) VALUES (3, 7, 'street', 20, 90)`,
	} {
		if _, err := old.ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.checkPragmas(t.Context()); err != nil {
		t.Error(err)
	}
	err = db.Write(t.Context(), func(tx *Tx) error {
		p, err := tx.Project(7)
		if err != nil {
			return err
		}
		if p.Status != fund.ProjectFinished || p.Spent != 400 || p.FinishedAt.Unix() != 50 || p.HeldSince.Unix() != 60 ||
			len(p.After) != 1 || p.Standing != nil || p.Allowed.Total() != 0 || !p.AcceptedAt.IsZero() {
			t.Errorf("%+v", p)
		}
		if _, err := tx.PendingApproval(7); err != nil {
			return err
		}
		p.Status = fund.ProjectAccepted
		return tx.SaveProject(p)
	})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := db.writer.QueryContext(t.Context(), "PRAGMA foreign_key_check")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	if rows.Next() || rows.Err() != nil {
		t.Errorf("a reference leads nowhere (%v)", rows.Err())
	}
	if _, err := db.writer.ExecContext(t.Context(), `INSERT INTO approvals (project, tier, arrived, due) VALUES (8, 'street', 1, 2)`); err == nil {
		t.Error("references are no longer held to")
	}
}
