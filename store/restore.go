package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Restored is what a database holds that was put back from a copy.
type Restored struct {
	Copied
	Last    time.Time // of the record's last entry; zero for an empty record
	Aside   string    // where the database is that stood there before; "" when there was none
	Waiting int64     // messages of which nobody knows whether they were sent after the copy was made
}

// Restore puts a copy in the place of the database at path, which nobody may
// have open ([ErrLocked]). The copy is read as a whole first, brought up to
// date when it is of an earlier version, and left as it is; what stood at path
// is kept under aside, which must not exist ([fs.ErrExist]).
//
// Messages that waited when the copy was made may have been sent since. They
// count as begun, so that a start of the bot treats each by its kind: an edit
// is repeated, a post in a group is not doubled blindly.
func Restore(ctx context.Context, from, path, aside string) (r Restored, err error) {
	lock, err := lockFile(path + ".lock")
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, lock.release()) }()
	part, err := copyFile(from, filepath.Dir(path), filepath.Base(path)+".*.part")
	if err != nil {
		return r, fmt.Errorf("restore: %w", err)
	}
	defer func() {
		for _, end := range []string{"", "-wal", "-shm", ".lock"} {
			if gone := os.Remove(part + end); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
				err = errors.Join(err, gone)
			}
		}
	}()
	if err := r.check(ctx, part); err != nil {
		return r, fmt.Errorf("restore %s: %w", from, err)
	}
	if _, err := os.Lstat(aside); err == nil {
		return r, fmt.Errorf("restore: %s: %w", aside, fs.ErrExist)
	}
	if r.Aside, err = putAside(path, aside); err != nil {
		return r, err
	}
	if err := os.Rename(part, path); err != nil {
		return r, fmt.Errorf("restore: %w", err)
	}
	r.Path = path
	return r, syncDir(filepath.Dir(path))
}

// check brings a copy up to date, reads the whole of it, and marks what may
// have been said since.
func (r *Restored) check(ctx context.Context, part string) (err error) {
	db, err := Open(ctx, part)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var rows counted
	if r.Copied, rows, err = inspect(ctx, part); err != nil {
		return err
	}
	r.Tables = len(rows.rows)
	err = db.Write(ctx, func(tx *Tx) error {
		if r.Head.Size > 0 {
			last, err := tx.Entry(r.Head.Size - 1)
			if err != nil {
				return err
			}
			r.Last = last.At
		}
		r.Waiting, err = tx.change("UPDATE outbox SET status = 'sending' WHERE status = 'waiting'")
		return err
	})
	if err != nil {
		return err
	}
	_, err = db.writer.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)") // the copy is one file again
	return err
}

// putAside moves a database and what SQLite keeps beside it; "" when there is
// none.
func putAside(path, aside string) (string, error) {
	for _, end := range []string{"-wal", "-shm", ""} { // the log first: a database without its log would be an older one
		if err := os.Rename(path+end, aside+end); err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				if end == "" {
					aside = ""
				}
				continue
			}
			return "", fmt.Errorf("put the old database aside: %w", err)
		}
	}
	return aside, nil
}

// copyFile copies a file into a new one, readable by its owner alone.
func copyFile(from, dir, pattern string) (_ string, err error) {
	in, err := os.Open(from) //nolint:gosec // the operator names the path
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.CreateTemp(dir, pattern)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return "", errors.Join(err, os.Remove(out.Name()))
	}
	return out.Name(), nil
}
