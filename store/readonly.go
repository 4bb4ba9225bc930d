package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
)

var (
	// ErrReadOnly reports a change to a database that was opened for reading.
	ErrReadOnly = errors.New("the database is open for reading only")
	// ErrBeside reports a message laid out beside the process that sends them.
	ErrBeside = errors.New("messages are sent by the process that holds the database")
	// ErrSchema reports a database of another version of this program.
	ErrSchema = errors.New("the database belongs to another version of huimin")
)

// OpenReadOnly opens an existing database to look at it, also beside the
// process that holds it: it takes no lock, changes nothing, and hinders no
// writer. Its error is fs.ErrNotExist when there is no file, and [ErrSchema]
// when the file's tables are not those of this version.
func OpenReadOnly(ctx context.Context, path string) (*DB, error) {
	return openExisting(ctx, &DB{path: path})
}

// OpenBeside opens an existing database for a small change beside the process
// that holds it, if there is one. Messages cannot be
// laid out ([ErrBeside]): the other process would not see them. Errors are
// those of [OpenReadOnly].
func OpenBeside(ctx context.Context, path string) (*DB, error) {
	return openExisting(ctx, &DB{path: path, beside: true})
}

func openExisting(ctx context.Context, db *DB) (*DB, error) {
	if _, err := os.Stat(db.path); err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	err := db.openReader()
	if err == nil {
		err = db.Read(ctx, (*Tx).checkSchema)
	}
	if err == nil && db.beside {
		db.writer, err = sql.Open("sqlite3", dsn(db.path, "mode=rw&_sync=FULL&_txlock=immediate&_fk=1&_busy_timeout=5000&_secure_delete=on"))
	}
	if err == nil && db.beside {
		db.writer.SetMaxOpenConns(1)
		err = db.checkPragmas(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", db.path, err), db.Close())
	}
	return db, nil
}

// checkSchema compares the database's newest migration with the program's.
func (tx *Tx) checkSchema() error {
	have, err := one(tx, scalar[int64], "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied")
	if err != nil {
		if Unavailable(err) {
			return err
		}
		return fmt.Errorf("%w: %w", ErrSchema, err)
	}
	want, err := newestMigration()
	if err == nil && have != want {
		err = fmt.Errorf("tables of version %d, this program has %d: %w", have, want, ErrSchema)
	}
	return err
}

// newestMigration gives the number of the last migration in the program.
func newestMigration() (newest int64, err error) {
	files, err := migrations.ReadDir("migrations")
	if err != nil {
		return 0, err
	}
	for _, f := range files {
		number, _, _ := strings.Cut(f.Name(), "_")
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("migration %s: %w", f.Name(), err)
		}
		newest = max(newest, n)
	}
	return newest, nil
}

// revisions is what counts the outbox's rows, in the process that sends them.
func (db *DB) revisions() *atomic.Int64 {
	if db.beside {
		return nil
	}
	return &db.rev
}
