package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func readOnly(t *testing.T, path string) *DB {
	t.Helper()
	db, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func jobRan(t *testing.T, db *DB, name string) (at time.Time) {
	t.Helper()
	err := db.Read(t.Context(), func(tx *Tx) (err error) {
		at, err = tx.JobRan(name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func setJob(t *testing.T, db *DB, name string, at time.Time) {
	t.Helper()
	if err := db.Write(t.Context(), func(tx *Tx) error { return tx.SetJobRan(name, at) }); err != nil {
		t.Fatal(err)
	}
}

func TestReadingBesideTheProcessThatWrites(t *testing.T) {
	db := openTemp(t)
	at := time.Unix(1_800_000_000, 0).UTC()
	setJob(t, db, "a", at)
	beside := readOnly(t, db.Path())
	if got := jobRan(t, beside, "a"); !got.Equal(at) {
		t.Errorf("read %s", got)
	}
	// A snapshot does not move, and does not hinder the writer.
	err := beside.Read(t.Context(), func(tx *Tx) error {
		if _, err := tx.JobRan("a"); err != nil {
			return err
		}
		setJob(t, db, "a", at.Add(time.Hour))
		got, err := tx.JobRan("a")
		if !got.Equal(at) {
			t.Errorf("the snapshot moved to %s", got)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := jobRan(t, beside, "a"); !got.Equal(at.Add(time.Hour)) {
		t.Errorf("later read %s", got)
	}
	if err := beside.Write(t.Context(), func(*Tx) error { return nil }); !errors.Is(err, ErrReadOnly) {
		t.Errorf("write: %v", err)
	}
	err = beside.Read(t.Context(), func(tx *Tx) error { return tx.SetJobRan("b", at) })
	if err == nil {
		t.Error("a read changed something")
	}
}

func TestNobodyElseReadsTheFiles(t *testing.T) {
	db := openTemp(t)
	setJob(t, db, "a", time.Unix(1, 0))
	for _, suffix := range []string{"", "-wal", "-shm", ".lock"} {
		info, err := os.Stat(db.Path() + suffix)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%q: %v %v", suffix, info, err)
		}
	}
}

func TestReadingWhatAStoppedProcessLeft(t *testing.T) {
	db := openTemp(t)
	setJob(t, db, "a", time.Unix(1, 0))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	readOnly(t, db.Path())
	if _, err := os.Stat(db.Path() + ".lock"); err != nil {
		t.Fatal(err)
	}
	again, err := Open(t.Context(), db.Path()) // beside a reader: it has no lock
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestASmallChangeBesideTheProcessThatSends(t *testing.T) {
	db := openTemp(t)
	beside, err := OpenBeside(t.Context(), db.Path())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := beside.Close(); err != nil {
			t.Error(err)
		}
	})
	at := time.Unix(1_800_000_000, 0).UTC()
	setJob(t, beside, "a", at)
	if got := jobRan(t, db, "a"); !got.Equal(at) {
		t.Errorf("read %s", got)
	}
	err = beside.Write(t.Context(), func(tx *Tx) error { return tx.Send(Outgoing{Kind: "k", Chat: 1, Data: []byte(`{}`)}, at) })
	if !errors.Is(err, ErrBeside) {
		t.Errorf("send: %v", err)
	}
}

func TestOnlyAnExistingDatabaseOfThisVersionIsOpened(t *testing.T) {
	dir := t.TempDir()
	gone := filepath.Join(dir, "gone.db")
	if _, err := OpenReadOnly(t.Context(), gone); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if _, err := os.Stat(gone); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("looking made a file: %v", err)
	}
	empty := filepath.Join(dir, "empty.db")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenReadOnly(t.Context(), empty); !errors.Is(err, ErrSchema) {
		t.Errorf("an empty file: %v", err)
	}
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte("this is a letter and not a database, however long it may be"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenReadOnly(t.Context(), text); err == nil || errors.Is(err, ErrSchema) {
		t.Errorf("a letter: %v", err)
	}
	db := openTemp(t)
	newer := func(tx *Tx) error {
		return tx.exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
	}
	if err := db.Write(t.Context(), newer); err != nil {
		t.Fatal(err)
	}
	for name, open := range map[string]error{"reading": second(OpenReadOnly(t.Context(), db.Path())), "beside": second(OpenBeside(t.Context(), db.Path()))} {
		if !errors.Is(open, ErrSchema) {
			t.Errorf("%s a newer one: %v", name, open)
		}
	}
}

func second(_ *DB, err error) error { return err }
