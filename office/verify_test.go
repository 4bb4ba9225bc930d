package office

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

func (w *world) verified(kept ...store.Head) (v Verification) {
	w.t.Helper()
	w.read(func(tx *store.Tx) (err error) {
		v, err = w.office.Verify(tx, kept...)
		return err
	})
	return v
}

// busy makes a little of everything that is verified.
func (w *world) busy() {
	w.t.Helper()
	w.bindAll()
	w.carried(fund.Yuan(21_000))
	p := w.carried(fund.Yuan(60_000))
	p = w.approve(w.officer, p)
	r := w.waiting(p)
	w.must(w.reviewer, func(a Act) error { _, err := w.office.Return(a, r.ID, "Quotes"); return err })
	w.carried(fund.Yuan(70_000))
	b := w.opened(w.adopted(fund.Yuan(1_000)), 24*time.Hour)
	w.votes(b, "fo")
}

func TestASoundBookVerifies(t *testing.T) {
	w := newWorld(t)
	w.busy()
	v := w.verified()
	if len(v.Faults) != 0 || v.Projects != 4 || v.Ballots != 4 || v.Votes != 11 || v.Reviews != 3 ||
		v.Approved.Total() != fund.Yuan(21_000) || v.Unsealed != 0 {
		t.Errorf("verified: %+v", v)
	}
	kept := v.Head
	w.carried(fund.Yuan(1_000))
	if v = w.verified(kept); len(v.Faults) != 0 || v.Head.Size <= kept.Size {
		t.Errorf("a longer record: %+v", v.Faults)
	}
	other := store.Head{Size: kept.Size, Hash: strings.Repeat("0", 64)}
	beyond := store.Head{Size: v.Head.Size + 1, Hash: v.Head.Hash}
	if v = w.verified(other, beyond); len(v.Faults) != 2 || v.Faults[0].Kind != FaultHead || v.Faults[1].Kind != FaultHead {
		t.Errorf("heads of another record: %+v", v.Faults)
	}
}

// tamper opens the books behind the program's back, without their guards.
func (w *world) tamper() *sql.DB {
	w.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+w.db.Path()+"?_busy_timeout=5000&_fk=0&_ignore_check_constraints=1")
	if err != nil {
		w.t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	w.t.Cleanup(func() {
		if err := db.Close(); err != nil {
			w.t.Error(err)
		}
	})
	w.edit(db, "PRAGMA ignore_check_constraints = 1")
	for _, name := range w.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
		w.edit(db, "DROP TRIGGER "+name)
	}
	return db
}

func (w *world) edit(db *sql.DB, query string, args ...any) int64 {
	w.t.Helper()
	res, err := db.ExecContext(w.t.Context(), query, args...)
	if err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// Every column of every row that matters, one at a time, is changed behind the
// program's back, and found.
func TestAnySingleEditIsFound(t *testing.T) {
	w := newWorld(t)
	w.busy()
	db := w.tamper()
	edits := 0
	for _, table := range []string{"projects", "approvals", "ballots", "ballot_members", "votes", "record", "record_hashes"} {
		key := "rowid"
		if table == "votes" || table == "ballot_members" {
			key = "(ballot * 1000 + person)"
		}
		rows := w.rows("SELECT " + key + " FROM " + table + " ORDER BY 1")
		if table == "record" || table == "record_hashes" {
			rows = []string{rows[0], rows[len(rows)/2], rows[len(rows)-1]}
		}
		for _, column := range w.rows("SELECT name || ' ' || type FROM pragma_table_info(?)", table) {
			name, kind, _ := strings.Cut(column, " ")
			for _, row := range rows {
				w.oneEdit(db, table, name, kind, key, row)
				edits++
			}
		}
		for _, row := range rows {
			w.oneLoss(db, table, key, row)
		}
	}
	if edits < 200 {
		t.Errorf("only %d edits tried", edits)
	}
	w.sound()
}

// oneEdit changes one column of one row, expects Verify to find it, and
// changes it back.
func (w *world) oneEdit(db *sql.DB, table, column, kind, key, row string) {
	w.t.Helper()
	change := map[string]string{
		"INTEGER": "coalesce(%s, 0) + 1000", "REAL": "coalesce(%s, 0) + 1", "BLOB": "randomblob(32)",
		"TEXT": `CASE WHEN json_valid(%[1]s) AND %[1]s LIKE '[%%' THEN '[{"FileID":"x","UniqueID":"y"}]'
			WHEN json_valid(%[1]s) AND %[1]s LIKE '{%%' THEN json_set(%[1]s, '$.x', 1) ELSE coalesce(%[1]s, '') || 'x' END`,
	}[kind]
	if strings.Contains(change, "%") {
		change = fmt.Sprintf(change, column)
	}
	switch column {
	case "due_provisional", "provisional", "granted", "same": // a bool: nothing else can be read
		change = "1 - " + column
	}
	where := " WHERE " + key + " = " + row
	w.edit(db, "DROP TABLE IF EXISTS temp.spare")
	w.edit(db, "CREATE TEMP TABLE spare AS SELECT * FROM "+table+where)
	w.edit(db, "UPDATE "+table+" SET "+column+" = "+change+where)
	if len(w.verified().Faults) == 0 {
		w.t.Errorf("%s.%s of row %s was changed and nothing found", table, column, row)
	}
	// The row may carry a new key now: everything that is not as spared goes.
	if w.edit(db, "DELETE FROM "+table+where) == 0 {
		w.edit(db, "DELETE FROM "+table+" WHERE "+column+" = (SELECT "+fmt.Sprintf("coalesce(%s, 0) + 1000", column)+" FROM temp.spare)")
	}
	w.edit(db, "INSERT INTO "+table+" SELECT * FROM temp.spare")
}

// oneLoss removes a row, expects Verify to find it, and puts it back.
func (w *world) oneLoss(db *sql.DB, table, key, row string) {
	w.t.Helper()
	where := " WHERE " + key + " = " + row
	w.edit(db, "DROP TABLE IF EXISTS temp.spare")
	w.edit(db, "CREATE TEMP TABLE spare AS SELECT * FROM "+table+where)
	w.edit(db, "DELETE FROM "+table+where)
	if len(w.verified().Faults) == 0 {
		w.t.Errorf("row %s of %s was removed and nothing found", row, table)
	}
	w.edit(db, "INSERT INTO "+table+" SELECT * FROM temp.spare")
}

func TestAVoteThatNobodyCastIsFound(t *testing.T) {
	w := newWorld(t)
	w.busy()
	db := w.tamper()
	w.edit(db, "INSERT INTO votes VALUES (4, ?, 'for', 1)", w.reps[2].ID) // the last ballot, open
	v := w.verified()
	if len(v.Faults) != 1 || v.Faults[0].Kind != FaultUnknown || v.Faults[0].Person != w.reps[2].ID {
		t.Errorf("found %+v", v.Faults)
	}
	w.edit(db, "DELETE FROM votes WHERE ballot = 4 AND person = ?", w.reps[2].ID)

	// Two members' votes exchanged leave the tally as it was.
	w.edit(db, "UPDATE votes SET choice = CASE choice WHEN 'for' THEN 'abstain' ELSE 'for' END WHERE ballot = 4")
	if v = w.verified(); len(v.Faults) != 2 {
		t.Errorf("exchanged votes: %+v", v.Faults)
	}
	w.edit(db, "UPDATE votes SET choice = CASE choice WHEN 'for' THEN 'abstain' ELSE 'for' END WHERE ballot = 4")

	// A vote in a closed ballot differs from its entry, and from the count.
	w.edit(db, "UPDATE votes SET choice = 'against' WHERE ballot = 1 AND person = ?", w.reps[0].ID)
	v = w.verified()
	if len(v.Faults) != 2 || v.Faults[0].Kind != FaultDiffers || v.Faults[1].Kind != FaultTally {
		t.Errorf("a closed ballot: %+v", v.Faults)
	}
	if f := v.Faults[1]; f.Books != "3 for, 0 against and 0 abstaining of 3 members, and as carried; "+
		"its votes there give 2 for, 1 against and 0 abstaining of 3 members" || f.Record != "3 for, 0 against and 0 abstaining of 3 members" {
		t.Errorf("said as %q and %q", f.Books, f.Record)
	}
}

func TestARecordRewrittenAsAWholeIsFoundByAKeptHead(t *testing.T) {
	w := newWorld(t)
	w.busy()
	kept := w.verified().Head
	db := w.tamper()
	// Cut the last entry off, with the hashes that came of it: the tree is
	// whole again, and shorter.
	w.edit(db, "DELETE FROM record WHERE seq = (SELECT max(seq) FROM record)")
	w.edit(db, "DELETE FROM votes WHERE ballot = 4 AND person = ?", w.reps[1].ID)
	for len(w.verified().Faults) > 0 {
		if w.edit(db, "DELETE FROM record_hashes WHERE idx = (SELECT max(idx) FROM record_hashes)") == 0 {
			t.Fatal("no hashes left")
		}
	}
	v := w.verified(kept)
	if len(v.Faults) != 1 || v.Faults[0].Kind != FaultHead {
		t.Errorf("found %+v", v.Faults)
	}
}

func TestWordsOfSomebodyErasedCannotBeComparedAndAreNoFault(t *testing.T) {
	w := newWorld(t)
	w.busy()
	w.must(w.staff, w.office.Erase)
	v := w.verified()
	if len(v.Faults) != 0 || v.Unsealed == 0 {
		t.Errorf("after erasure: %+v", v)
	}
	db := w.tamper()
	w.edit(db, "DELETE FROM record_salts") // to hide a change of the reviewers' words
	if v = w.verified(); len(v.Faults) == 0 {
		t.Error("salts were removed and nothing found")
	}
}
