package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ErrCopyDiffers reports a copy that does not hold what the database holds.
var ErrCopyDiffers = errors.New("the copy differs from the database")

// Copied is a copy of the database that was compared with it.
type Copied struct {
	Path   string
	Bytes  int64
	Tables int
	Rows   int64
	Head   Head // of the record in the copy
}

// growing are the tables that lose no rows, ever.
func growing() []string {
	return []string{
		"places", "people", "grants", "invites", "requests", "comments", "merges", "projects", "ballots",
		"ballot_members", "votes", "voters", "papers", "record", "record_hashes",
	}
}

// Backup writes a copy of the whole database, as it is at one moment, to a
// file that must not exist yet (fs.ErrExist), beside whatever goes on. The
// copy is one file, readable by its owner alone. It gets its name only when it
// has been read back: sound, with the database's rows and the record's head;
// [ErrCopyDiffers] otherwise.
func (db *DB) Backup(ctx context.Context, dest string) (_ Copied, err error) {
	if _, err := os.Lstat(dest); err == nil {
		return Copied{}, fmt.Errorf("back up to %s: %w", dest, fs.ErrExist)
	}
	part, err := os.CreateTemp(filepath.Dir(dest), filepath.Base(dest)+".*.part")
	if err != nil {
		return Copied{}, fmt.Errorf("back up: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(part.Name()))
		}
	}()
	if err := part.Close(); err != nil {
		return Copied{}, fmt.Errorf("back up: %w", err)
	}
	c, err := db.copyTo(ctx, part.Name())
	if err != nil {
		return Copied{}, fmt.Errorf("back up to %s: %w", dest, err)
	}
	if err := syncFile(part.Name()); err != nil {
		return Copied{}, err
	}
	if err := os.Rename(part.Name(), dest); err != nil {
		return Copied{}, fmt.Errorf("back up: %w", err)
	}
	c.Path = dest
	return c, syncDir(filepath.Dir(dest))
}

// copyTo copies to an empty file and compares the copy with the source, which
// may have grown meanwhile.
func (db *DB) copyTo(ctx context.Context, path string) (c Copied, err error) {
	// A connection that may not write, even by mistake, could not write the copy.
	source, err := sql.Open("sqlite3", dsn(db.path, "mode=ro&_busy_timeout=5000"))
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	conn, err := source.Conn(ctx) // one connection: its data_version counts what others commit
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	before, err := countRows(ctx, conn)
	if err != nil {
		return c, err
	}
	if _, err := conn.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return c, err
	}
	after, err := countRows(ctx, conn)
	if err != nil {
		return c, err
	}
	c, rows, err := inspect(ctx, path)
	if err != nil {
		return c, err
	}
	if err := compareRows(before, rows, after); err != nil {
		return c, err
	}
	return c, inTx(ctx, conn, nil, func(tx *Tx) error {
		head, err := tx.HeadAt(c.Head.Size)
		if err == nil && head != c.Head {
			err = fmt.Errorf("record of %d entries: %w", head.Size, ErrCopyDiffers)
		}
		return err
	})
}

// counted is how many rows each table had; version changes with every commit
// by others.
type counted struct {
	rows    map[string]int64
	version int64
}

func countRows(ctx context.Context, from beginner) (c counted, err error) {
	err = inTx(ctx, from, nil, func(tx *Tx) (err error) {
		c, err = tx.countRows()
		return err
	})
	return c, err
}

func (tx *Tx) countRows() (c counted, err error) {
	names, err := all(tx, scalar[string],
		"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
	if err != nil {
		return c, fmt.Errorf("count rows: %w", err)
	}
	c.rows = make(map[string]int64, len(names))
	for _, name := range names {
		quoted := `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
		if c.rows[name], err = one(tx, scalar[int64], "SELECT count(*) FROM "+quoted); err != nil {
			return c, fmt.Errorf("count rows of %s: %w", name, err)
		}
	}
	c.version, err = one(tx, scalar[int64], "PRAGMA data_version")
	return c, err
}

// compareRows holds a copy against its source before and after: the same rows
// everywhere when nothing was committed meanwhile, else in between.
func compareRows(before, rows, after counted) error {
	for _, name := range slices.Sorted(maps.Keys(before.rows)) {
		least, most := before.rows[name], after.rows[name]
		have, ok := rows.rows[name]
		if before.version != after.version && !slices.Contains(growing(), name) {
			least, most = 0, have // rows come and go here
		}
		if !ok || have < least || have > most {
			return fmt.Errorf("table %s has %d rows, not %d to %d: %w", name, have, least, most, ErrCopyDiffers)
		}
	}
	return nil
}

// inspect reads a copy as whoever restores it would.
func inspect(ctx context.Context, path string) (c Copied, rows counted, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return c, rows, err
	}
	db, err := OpenReadOnly(ctx, path)
	if err != nil {
		return c, rows, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.Read(ctx, func(tx *Tx) (err error) {
		if err := tx.CheckFile(true); err != nil {
			return err
		}
		if c.Head, err = tx.CheckRecord(); err != nil {
			return err
		}
		rows, err = tx.countRows()
		return err
	})
	c.Path, c.Bytes, c.Tables = path, info.Size(), len(rows.rows)
	for _, n := range rows.rows {
		c.Rows += n
	}
	return c, rows, err
}

func syncDir(path string) error {
	d, err := os.Open(path) //nolint:gosec // the operator names the path
	if err != nil {
		return fmt.Errorf("sync %s: %w", path, err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("sync %s: %w", path, err)
	}
	return nil
}
