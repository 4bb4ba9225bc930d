package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// ErrNotFound reports that no row has the key that was asked for.
var ErrNotFound = errors.New("not found")

// Tx is one transaction: everything in it is committed together or not at
// all. It must not be kept beyond the function it was handed to.
type Tx struct {
	ctx context.Context //nolint:containedctx // a transaction lives exactly as long as its context
	sql *sql.Tx
	rev *atomic.Int64 // the database's count of outbox rows that came to wait; nil beside its process

	tidy bool // the log is to be emptied after the commit

	acting map[int64]int64 // person → for whom they act, as it was last asked
}

// ActFor notes for whom somebody who is about to do something stands in, 0 for
// nobody: [Tx.Append] writes it into every entry of theirs from then on.
func (tx *Tx) ActFor(by, principal int64) {
	if tx.acting == nil {
		tx.acting = map[int64]int64{}
	}
	tx.acting[by] = principal
}

// ActAnew forgets for whom anybody stood in: something else is being done now.
func (tx *Tx) ActAnew() { clear(tx.acting) }

// Write runs do in one transaction on the writer. An error or a panic in do
// rolls everything back; a panic comes back as [*PanicError]. [ErrReadOnly]
// after [OpenReadOnly].
func (db *DB) Write(ctx context.Context, do func(*Tx) error) error {
	if db.writer == nil {
		return ErrReadOnly
	}
	tidy := false
	err := inTx(ctx, db.writer, db.revisions(), func(tx *Tx) error {
		err := do(tx)
		tidy = tx.tidy
		return err
	})
	if err == nil && tidy {
		db.emptyLog(ctx)
	}
	return err
}

// Read runs do on a snapshot that later writes do not change. Keep it short:
// an open snapshot holds back the checkpoint of the write-ahead log.
func (db *DB) Read(ctx context.Context, do func(*Tx) error) error {
	return inTx(ctx, db.reader, db.revisions(), do)
}

// beginner is where transactions begin: *sql.DB or one of its connections.
type beginner interface {
	BeginTx(ctx context.Context, opts *sql.TxOptions) (*sql.Tx, error)
}

func inTx(ctx context.Context, db beginner, rev *atomic.Int64, do func(*Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := guarded(&Tx{ctx: ctx, sql: tx, rev: rev}, do); err != nil {
		if undo := tx.Rollback(); undo != nil && !errors.Is(undo, sql.ErrTxDone) {
			return errors.Join(err, fmt.Errorf("roll back: %w", undo))
		}
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// PanicError is a panic that happened inside a transaction.
type PanicError struct {
	Value any
	Stack []byte
}

// Error gives the panic's value without its stack.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

func guarded(tx *Tx, do func(*Tx) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Value: v, Stack: debug.Stack()}
		}
	}()
	return do(tx)
}

// Savepoint runs do so that its failure, or its panic, undoes its own changes
// alone and leaves the rest of the transaction usable.
func (tx *Tx) Savepoint(do func(*Tx) error) error {
	if err := tx.exec("SAVEPOINT step"); err != nil {
		return err
	}
	if err := guarded(tx, do); err != nil {
		return errors.Join(err, tx.exec("ROLLBACK TO step"), tx.exec("RELEASE step"))
	}
	return tx.exec("RELEASE step")
}

// exec runs a statement whose result does not matter.
func (tx *Tx) exec(query string, args ...any) error {
	_, err := tx.sql.ExecContext(tx.ctx, query, args...)
	return err
}

// insert runs an INSERT and gives the new row's id.
func (tx *Tx) insert(query string, args ...any) (int64, error) {
	res, err := tx.sql.ExecContext(tx.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// change runs an UPDATE or DELETE and tells how many rows it touched.
func (tx *Tx) change(query string, args ...any) (int64, error) {
	res, err := tx.sql.ExecContext(tx.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// scanner is a row that can be scanned: *sql.Row or *sql.Rows.
type scanner interface{ Scan(dest ...any) error }

// one reads a single row; [ErrNotFound] when there is none.
func one[T any](tx *Tx, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	v, err := scan(tx.sql.QueryRowContext(tx.ctx, query, args...))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return v, err
}

// all reads every row.
func all[T any](tx *Tx, scan func(scanner) (T, error), query string, args ...any) (list []T, err error) {
	rows, err := tx.sql.QueryContext(tx.ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// scalar scans one column of any type.
func scalar[T any](s scanner) (T, error) {
	var v T
	err := s.Scan(&v)
	return v, err
}

// seconds stores a time; the zero time is NULL.
func seconds(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.Unix(), Valid: !t.IsZero()}
}

// moment reads a time back, in UTC; NULL is the zero time.
func moment(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.Unix(n.Int64, 0).UTC()
}

// ref stores a reference; 0 is NULL.
func ref[T ~int64](id T) sql.NullInt64 {
	return sql.NullInt64{Int64: int64(id), Valid: id != 0}
}
