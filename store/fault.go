package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"github.com/mattn/go-sqlite3"
)

// Unavailable tells whether err is the machine's fault and not the
// statement's: a full disk, a broken file, a cancelled context. The same work
// may succeed later, unchanged.
func Unavailable(err error) bool {
	var s sqlite3.Error
	if errors.As(err, &s) {
		switch s.Code { //nolint:exhaustive // every other code is the statement's fault
		case sqlite3.ErrFull, sqlite3.ErrIoErr, sqlite3.ErrNomem, sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrCantOpen,
			sqlite3.ErrReadonly, sqlite3.ErrInterrupt, sqlite3.ErrCorrupt, sqlite3.ErrNotADB, sqlite3.ErrProtocol, sqlite3.ErrPerm:
			return true
		}
		return false
	}
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, sql.ErrTxDone)
}

// Cause gives the database's own words about an error, or nothing when the
// error is not its. They name columns and constraints, never a value.
func Cause(err error) string {
	var s sqlite3.Error
	if errors.As(err, &s) {
		return s.Error()
	}
	return ""
}
