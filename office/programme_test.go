package office

import (
	"database/sql"
	"errors"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

func TestTheRulesInForceAreKeptAndProven(t *testing.T) {
	w := newWorld(t)
	take := func(text string) (taken bool) {
		w.must(fund.Person{}, func(a Act) (err error) {
			taken, err = w.office.TakeUp(a, text)
			return err
		})
		return taken
	}
	if !take("name = \"a\"\n") || take("name = \"a\"\n") || !take("name = \"b\"\n") || !take("name = \"a\"\n") {
		t.Error("rules are taken up when they are others than before, and only then")
	}
	v := w.verified()
	if len(v.Faults) != 0 || v.Rules != 3 {
		t.Errorf("%d programmes, %+v", v.Rules, v.Faults)
	}
	w.read(func(tx *store.Tx) error {
		p, err := tx.LastProgramme()
		if p.Text != "name = \"a\"\n" || !p.Begun.Equal(w.now.Truncate(time.Second)) {
			t.Errorf("the last: %+v", p)
		}
		return err
	})

	guarded, err := sql.Open("sqlite3", "file:"+w.db.Path()+"?_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	defer guarded.Close()
	for _, change := range []string{"UPDATE programmes SET text = 'x' WHERE id = 2", "DELETE FROM programmes WHERE id = 1"} {
		if _, err := guarded.Exec(change); err == nil {
			t.Errorf("%s is possible", change)
		}
	}
	db := w.tamper()
	defer db.Close()
	for _, change := range []string{
		"UPDATE programmes SET text = 'name = \"c\"' WHERE id = 2", "DELETE FROM programmes WHERE id = 1",
		"INSERT INTO programmes (begun, digest, text) VALUES (1, hex(zeroblob(32)), 'x')",
	} {
		if _, err := db.Exec(change); err != nil {
			t.Fatal(err)
		}
	}
	kinds := make(map[FaultKind]int)
	for _, f := range w.verified().Faults {
		if f.Noun == "programme" {
			kinds[f.Kind]++
		}
	}
	if kinds[FaultDiffers] != 1 || kinds[FaultMissing] != 1 || kinds[FaultUnknown] != 1 {
		t.Errorf("%v", kinds)
	}
}

func TestWhetherRulesWereUsed(t *testing.T) {
	w := newWorld(t)
	used := func(since time.Time) (yes bool) {
		w.read(func(tx *store.Tx) (err error) {
			yes, err = tx.RulesUsedSince(since)
			return err
		})
		return yes
	}
	w.read(func(tx *store.Tx) error {
		if _, err := tx.LastProgramme(); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("no programme yet: %v", err)
		}
		return nil
	})
	if used(time.Unix(0, 0)) {
		t.Error("places and people use no rules")
	}
	w.ask(w.ann, "The lamp at the corridor door is broken")
	if !used(w.now) || used(w.now.Add(time.Second)) {
		t.Error("a suggestion uses the rules of its moment")
	}
}
