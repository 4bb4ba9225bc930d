package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"huimin/fund"
)

// A copy goes back in place: what came after it is gone, what waited counts as
// begun, and the database that was there is kept as it was.
func TestRestore(t *testing.T) {
	dir := t.TempDir()
	path, copied, aside := filepath.Join(dir, "huimin.db"), filepath.Join(dir, "copy.db"), filepath.Join(dir, "old.db")
	now := time.Unix(1_800_000_000, 0)
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	add := func(code string) {
		t.Helper()
		err := db.Write(t.Context(), func(tx *Tx) error {
			if _, err := tx.AddPlace(fund.Place{Kind: fund.PlaceCity, Code: code, Name: code}); err != nil {
				return err
			}
			if err := tx.Append(now, 0, "test", struct{ Code string }{code}); err != nil {
				return err
			}
			return tx.Send(Outgoing{Kind: "test", Chat: -5, Topic: "topic:" + code, Data: []byte(`{}`), Due: now}, now)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	add("AA")
	if _, err := db.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	add("BB")
	if _, err := Restore(t.Context(), copied, path, aside); !errors.Is(err, ErrLocked) {
		t.Fatalf("restored under an open database: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := Restore(t.Context(), copied, path, aside)
	if err != nil {
		t.Fatal(err)
	}
	if r.Waiting != 1 || r.Head.Size != 1 || !r.Last.Equal(now) || r.Aside != aside {
		t.Errorf("restored %+v", r)
	}
	for file, want := range map[string]int{path: 1, aside: 2} {
		db, err := Open(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		err = db.Read(t.Context(), func(tx *Tx) error {
			places, err := tx.PlacesOf(fund.PlaceCity)
			if err == nil && len(places) != want {
				t.Errorf("%s has %d places, not %d", file, len(places), want)
			}
			return err
		})
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Restore(t.Context(), copied, path, aside); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a database that was put aside was overwritten: %v", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range left {
		if filepath.Ext(f.Name()) == ".part" {
			t.Errorf("left %s behind", f.Name())
		}
	}
}
