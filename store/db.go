package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"sync/atomic"

	_ "github.com/mattn/go-sqlite3" // the SQLite driver
)

// DB is the open database: one writer, a few readers, and the lock that keeps
// a second process out.
type DB struct {
	path   string
	writer *sql.DB
	reader *sql.DB
	lock   *fileLock
	rev    atomic.Int64 // of the outbox row that came to wait last
	build  bool         // commits do not wait for the disk
	beside bool         // another process may hold the lock, and sends the messages
}

// readers is how many snapshots may be read side by side.
const readers = 4

// Open opens or creates the database at path, for its owner alone to read,
// brings its schema up to date, and holds it for this process alone:
// [ErrLocked] while another process has it. It refuses to run on settings that
// could lose a commit.
func Open(ctx context.Context, path string) (*DB, error) {
	lock, err := lockFile(path + ".lock")
	if err != nil {
		return nil, err
	}
	db := &DB{path: path, lock: lock}
	// SQLite would make it for everybody to read. One that exists is not even
	// opened here: closing it would drop the locks SQLite has on it.
	if err := create(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), db.Close())
	}
	if err := db.open(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// Build creates a database at path, where no file may be, to be filled with
// what can be made again: commits do not wait for the disk, so that a power cut
// may destroy it. After Close it is whole on the disk, and [Open] opens it.
func Build(ctx context.Context, path string) (*DB, error) {
	if err := create(path); err != nil {
		return nil, fmt.Errorf("build %s: %w", path, err)
	}
	lock, err := lockFile(path + ".lock")
	if err != nil {
		return nil, err
	}
	db := &DB{path: path, lock: lock, build: true}
	if err := db.open(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// dsn names a database file with its settings, as the driver wants it.
func dsn(path, settings string) string {
	return (&url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: settings}).String()
}

// create makes an empty file where none is, for its owner alone.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the operator names the path
	if err != nil {
		return err
	}
	return f.Close()
}

func (db *DB) open(ctx context.Context) (err error) {
	sync, erase := "FULL", "on" // what is deleted is overwritten, not only let go
	if db.build {
		sync, erase = "OFF", "off"
	}
	db.writer, err = sql.Open("sqlite3", dsn(db.path,
		"_journal=WAL&_sync="+sync+"&_txlock=immediate&_fk=1&_busy_timeout=5000&_stmt_cache_size=128&_secure_delete="+erase))
	if err != nil {
		return fmt.Errorf("open %s: %w", db.path, err)
	}
	db.writer.SetMaxOpenConns(1) // SQLite has one writer: queue here, not at SQLITE_BUSY
	if err := db.checkPragmas(ctx); err != nil {
		return err
	}
	if err := migrate(ctx, db.writer); err != nil {
		return fmt.Errorf("migrate %s: %w", db.path, err)
	}
	if err := db.openReader(); err != nil {
		return err
	}
	return db.continueRevisions(ctx)
}

func (db *DB) openReader() (err error) {
	db.reader, err = sql.Open("sqlite3", dsn(db.path, "mode=ro&_query_only=1&_busy_timeout=5000&_stmt_cache_size=64"))
	if err != nil {
		return fmt.Errorf("open %s for reading: %w", db.path, err)
	}
	db.reader.SetMaxOpenConns(readers)
	db.reader.SetMaxIdleConns(readers) // database/sql keeps two by default and opens the others anew each time
	return nil
}

// checkPragmas reads back what the connection string asked for: a typing
// error there is silent, and a weaker setting loses votes at a power cut.
func (db *DB) checkPragmas(ctx context.Context) error {
	sync, erase := "2", "1"
	if db.build {
		sync, erase = "0", "0"
	}
	for _, want := range []struct{ name, value string }{
		{"journal_mode", "wal"},
		{"synchronous", sync},
		{"foreign_keys", "1"},
		{"secure_delete", erase},
	} {
		var got string
		if err := db.writer.QueryRowContext(ctx, "PRAGMA "+want.name).Scan(&got); err != nil {
			return fmt.Errorf("read pragma %s: %w", want.name, err)
		}
		if got != want.value {
			return fmt.Errorf("pragma %s is %s, not %s: refusing to run", want.name, got, want.value)
		}
	}
	return nil
}

// Revision is the newest revision that a row of the outbox was given. In a
// transaction that writes, every row that came to wait up to it can be seen.
func (db *DB) Revision() int64 { return db.rev.Load() }

// Path is the database file's path, as it was given to [Open].
func (db *DB) Path() string { return db.path }

// Close closes the database and gives up the lock. Closing twice is harmless.
func (db *DB) Close() error {
	var errs []error
	if db.reader != nil {
		errs = append(errs, db.reader.Close())
	}
	if db.writer != nil {
		errs = append(errs, db.writer.Close())
	}
	if db.lock != nil {
		errs = append(errs, db.lock.release())
		db.lock = nil
	}
	return errors.Join(errs...)
}

// syncFile waits until a file is on the disk.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0) //nolint:gosec // the operator names the path
	if err != nil {
		return fmt.Errorf("sync %s: %w", path, err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("sync %s: %w", path, err)
	}
	return nil
}
