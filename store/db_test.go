package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// openTemp opens a fresh database that ends with the test.
func openTemp(t *testing.T) *DB {
	t.Helper()
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "huimin.db"))
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

func TestSecondProcessIsRefused(t *testing.T) {
	db := openTemp(t)
	if _, err := Open(t.Context(), db.Path()); !errors.Is(err, ErrLocked) {
		t.Fatalf("second Open: %v, want ErrLocked", err)
	}
}

func TestOpenAgainAfterClose(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b%c?.db")
	for range 2 {
		db, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSavepointUndoesItsOwnStepAlone(t *testing.T) {
	db := openTemp(t)
	boom := errors.New("boom")
	err := db.Write(t.Context(), func(tx *Tx) error {
		if err := tx.exec("INSERT INTO jobs VALUES ('kept', 1)"); err != nil {
			return err
		}
		if err := tx.Savepoint(func(tx *Tx) error {
			if err := tx.exec("INSERT INTO jobs VALUES ('lost', 1)"); err != nil {
				return err
			}
			return boom
		}); !errors.Is(err, boom) {
			t.Errorf("savepoint: %v", err)
		}
		var p *PanicError
		if err := tx.Savepoint(func(*Tx) error { panic("poison") }); !errors.As(err, &p) {
			t.Errorf("panic came back as %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Read(t.Context(), func(tx *Tx) error {
		names, err := all(tx, scalar[string], "SELECT name FROM jobs")
		if len(names) != 1 || names[0] != "kept" {
			t.Errorf("jobs after: %v", names)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRecordIsAppendOnly(t *testing.T) {
	db := openTemp(t)
	for _, q := range []string{"UPDATE record SET what = 'x'", "DELETE FROM record"} {
		err := db.Write(t.Context(), func(tx *Tx) error {
			if err := tx.exec("INSERT INTO record VALUES (0, 1, 0, 'test', '{}')"); err != nil {
				return err
			}
			return tx.exec(q)
		})
		if err == nil {
			t.Errorf("%s went through", q)
		}
	}
}

func TestABuiltDatabaseIsNewAndOpensLikeAnyOther(t *testing.T) {
	path := filepath.Join(t.TempDir(), "huimin.db")
	db, err := Build(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Unix(1_700_000_000, 0).UTC()
	if err := db.Write(t.Context(), func(tx *Tx) error { return tx.SetJobRan("built", at) }); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path); !errors.Is(err, ErrLocked) {
		t.Errorf("opened while it is built: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + "-wal"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("part of it is beside it: %v", err)
	}
	if _, err := Build(t.Context(), path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("built over another: %v", err)
	}
	if db, err = Open(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	err = db.Read(t.Context(), func(tx *Tx) error {
		got, err := tx.JobRan("built")
		if !got.Equal(at) {
			t.Errorf("it kept %s", got)
		}
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Error(err)
	}
}
