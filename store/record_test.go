package store

import (
	"encoding/hex"
	"errors"
	"fmt"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

func recordSome(t *testing.T, db *DB, n int) {
	t.Helper()
	write(t, db, func(tx *Tx) error {
		for i := range n {
			if err := tx.Append(day, int64(i%7), "ballot.voted", map[string]any{"z": i, "a": "<&>", "big": int64(1) << 60}); err != nil {
				return err
			}
		}
		return nil
	})
}

func treeHash(t *testing.T, h Head) tlog.Hash {
	t.Helper()
	var out tlog.Hash
	raw, err := hex.DecodeString(h.Hash)
	if err != nil {
		t.Fatal(err)
	}
	copy(out[:], raw)
	return out
}

func TestRecordProvesItsEntriesAndItsGrowth(t *testing.T) {
	db := openTemp(t)
	recordSome(t, db, 13)
	write(t, db, func(tx *Tx) error {
		old, err := tx.Head()
		if err != nil {
			return err
		}
		e, err := tx.Entry(4)
		if err != nil {
			return err
		}
		if want := `{"a":"<&>","big":1152921504606846976,"z":4}`; e.Data != want {
			t.Errorf("data %s, want %s", e.Data, want)
		}
		p, err := tx.ProveEntry(4)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(p, old.Size, treeHash(t, old), 4, tlog.RecordHash(e.Leaf())); err != nil {
			t.Error(err)
		}
		for i := range 20 {
			if err := tx.Append(day, 0, "more", i); err != nil {
				return err
			}
		}
		now, err := tx.CheckRecord()
		if err != nil || now.Size != 33 {
			t.Fatalf("check: %+v, %v", now, err)
		}
		if head, err := tx.Head(); err != nil || head != now {
			t.Errorf("head %+v, %v, want %+v", head, err, now)
		}
		if then, err := tx.HeadAt(old.Size); err != nil || then != old {
			t.Errorf("earlier head %+v, %v, want %+v", then, err, old)
		}
		grown, err := tx.ProveTree(old.Size)
		if err != nil {
			return err
		}
		return tlog.CheckTree(grown, now.Size, treeHash(t, now), old.Size, treeHash(t, old))
	})
}

func TestEmptyRecordHasAHead(t *testing.T) {
	db := openTemp(t)
	write(t, db, func(tx *Tx) error {
		head, err := tx.Head()
		if err != nil || head.Size != 0 {
			t.Errorf("head %+v, %v", head, err)
		}
		if checked, err := tx.CheckRecord(); err != nil || checked != head {
			t.Errorf("check %+v, %v", checked, err)
		}
		return nil
	})
}

func TestEveryChangeOfTheRecordIsFound(t *testing.T) {
	changes := map[string]string{
		"another vote":        "UPDATE record SET data = '{}' WHERE seq = 5",
		"another person":      "UPDATE record SET by = 99 WHERE seq = 0",
		"another time":        "UPDATE record SET at = at + 1 WHERE seq = 12",
		"an entry gone":       "DELETE FROM record WHERE seq = 7",
		"the last one gone":   "DELETE FROM record WHERE seq = 12",
		"one more at the end": "INSERT INTO record VALUES (13, 1, 1, 'x', '{}')",
		"two exchanged":       "UPDATE record SET seq = CASE seq WHEN 3 THEN -1 ELSE seq END; UPDATE record SET seq = 3 WHERE seq = 4; UPDATE record SET seq = 4 WHERE seq = -1",
		"a hash of its tree":  "UPDATE record_hashes SET hash = zeroblob(32) WHERE idx = 9",
	}
	for name, query := range changes {
		t.Run(name, func(t *testing.T) {
			db := openTemp(t)
			recordSome(t, db, 13)
			for _, trigger := range []string{"record_no_update", "record_no_delete", "record_hashes_no_update", "record_hashes_no_delete"} {
				if _, err := db.writer.ExecContext(t.Context(), "DROP TRIGGER "+trigger); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := db.writer.ExecContext(t.Context(), query); err != nil {
				t.Fatal(err)
			}
			err := db.Read(t.Context(), func(tx *Tx) error {
				_, err := tx.CheckRecord()
				return err
			})
			if !errors.Is(err, ErrRecordBroken) {
				t.Errorf("check: %v", err)
			}
		})
	}
}

func TestASealSaysNothingOnceItsSaltIsGone(t *testing.T) {
	db := openTemp(t)
	write(t, db, func(tx *Tx) error {
		first, err := tx.Seal("路灯坏了", 4)
		if err != nil {
			return err
		}
		second, err := tx.Seal("路灯坏了", 4)
		if err != nil {
			return err
		}
		if first == second {
			t.Error("equal texts can be told from their seals")
		}
		if ok, err := tx.Sealed(first, "路灯坏了"); !ok || err != nil {
			t.Errorf("sealed: %v, %v", ok, err)
		}
		if ok, err := tx.Sealed(first, "something else"); ok || err != nil {
			t.Errorf("sealed something else: %v, %v", ok, err)
		}
		if err := tx.DropSalts(4); err != nil {
			return err
		}
		if _, err := tx.Sealed(first, "路灯坏了"); !errors.Is(err, ErrNotFound) {
			t.Errorf("after erasure: %v", err)
		}
		return nil
	})
}

func TestRecordRefusesANameThatIsNotOneLine(t *testing.T) {
	db := openTemp(t)
	for _, what := range []string{"", "two\nlines"} {
		if err := db.Write(t.Context(), func(tx *Tx) error { return tx.Append(day, 0, what, nil) }); err == nil {
			t.Errorf("%q was recorded", what)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	db, err := Open(b.Context(), b.TempDir()+"/huimin.db")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	err = db.Write(b.Context(), func(tx *Tx) error {
		for i := range b.N {
			if err := tx.Append(day, 1, "bench", map[string]string{"n": fmt.Sprint(i)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
