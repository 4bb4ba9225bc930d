package office

import (
	"errors"
	"testing"
	"time"

	"huimin/fund"
)

func TestCostLinesOfAProject(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.adopted(fund.Yuan(2600))
	lines := []fund.CostLine{{Label: "lamp 3 × 200", Amount: fund.Yuan(600)}, {Label: "labour", Amount: fund.Yuan(2000)}}
	set := func(list []fund.CostLine) func(Act) error {
		return func(a Act) error { return w.office.SetCostLines(a, p.ID, list) }
	}
	for _, who := range []fund.Person{w.ann, w.reps[0], w.supervisor, w.officer, w.reviewer, w.staff2, w.stray} {
		w.refuse(who, fund.ErrNotAllowed, set(lines))
	}
	var wrong *fund.CostLineError
	err := w.try(w.staff, set(lines[:1]))
	if !errors.As(err, &wrong) || wrong.Why != fund.CostSum || wrong.Have != fund.Yuan(600) || wrong.Want != fund.Yuan(2600) {
		t.Errorf("lines that do not come to the cost: %v", err)
	}
	if err := w.try(w.staff, set(nil)); !errors.As(err, &wrong) || wrong.Why != fund.CostNone {
		t.Errorf("no lines at all: %v", err)
	}
	w.must(w.staff, set(lines))
}

func TestCostLinesStandInTheRecord(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.adopted(fund.Yuan(2600))
	lines := []fund.CostLine{{Label: "lamp 3 × 200", Amount: fund.Yuan(600)}, {Label: "labour", Amount: fund.Yuan(2000)}}
	w.must(w.staff, func(a Act) error { return w.office.SetCostLines(a, p.ID, lines) })
	w.sound()
	w.opened(p, time.Hour)
	w.refuse(w.staff, fund.ErrWrongState, func(a Act) error { return w.office.SetCostLines(a, p.ID, lines) })
	db := w.tamper()
	w.edit(db, "CREATE TEMP TABLE spare AS SELECT * FROM cost_lines")
	for _, change := range []string{
		`UPDATE cost_lines SET amount = amount + 1 WHERE n = 1`, `UPDATE cost_lines SET label = 'gold' WHERE n = 2`,
		`DELETE FROM cost_lines WHERE n = 2`, `DELETE FROM cost_lines`,
	} {
		w.edit(db, change)
		if len(w.verified().Faults) == 0 {
			t.Errorf("nobody noticed: %s", change)
		}
		w.edit(db, "DELETE FROM cost_lines")
		w.edit(db, "INSERT INTO cost_lines SELECT * FROM temp.spare")
	}
	w.sound()
}
