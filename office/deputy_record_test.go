package office

import (
	"fmt"
	"strings"
	"testing"

	"huimin/fund"
)

// The record says who pressed and for whom, where a deputy does what they may
// only as such; what they may do by themselves is theirs.
func TestTheRecordSaysForWhomADeputyActs(t *testing.T) {
	w := newWorld(t)
	w.must(w.staff, func(a Act) error {
		_, err := w.office.NameDeputy(a, w.grant(w.staff, fund.RoleStaff), w.staff2.ID, w.midnight(7))
		return err
	})
	r := w.ask(w.ann, "the lamp at my door is broken")
	second := w.ask(w.bob, "the bench in the park is broken")
	adopt := func(id fund.RequestID) func(Act) error {
		return func(a Act) error {
			_, err := w.office.Adopt(a, id, NewProject{Title: "Lamps", Item: lampItem, Funding: fund.Funding{Fund: fund.Yuan(1_000)}})
			return err
		}
	}
	w.must(w.staff2, adopt(r.ID))
	w.must(w.staff, adopt(second.ID))
	got := w.rows("SELECT by || ' ' || coalesce(json_extract(data, '$.acting_for'), 0) FROM record WHERE what = ? ORDER BY seq", recordAdopted)
	want := []string{fmt.Sprintf("%d %d", w.staff2.ID, w.staff.ID), fmt.Sprintf("%d 0", w.staff.ID)}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("recorded %q, want %q", got, want)
	}
	v := w.verified()
	if v.ActedFor == 0 || len(v.Faults) != 0 {
		t.Errorf("%d for others, %+v", v.ActedFor, v.Faults)
	}
	w.must(fund.Person{}, func(a Act) error {
		table, _ := w.office.Table("deputies")
		rows, err := table.Rows(ByOperator(a.Tx, a.Now), w.works.ID)
		if all := fmt.Sprint(rows); len(rows) != v.ActedFor || !strings.Contains(all, w.staff2.Name) || !strings.Contains(all, w.staff.Name) {
			t.Errorf("exported %v", rows)
		}
		other, err2 := table.Rows(ByOperator(a.Tx, a.Now), w.lake.ID)
		if len(other) != 0 || err2 != nil {
			t.Errorf("elsewhere: %v, %v", other, err2)
		}
		return err
	})
	w.edit(w.tamper(), fmt.Sprintf("UPDATE grants SET deputy_of = NULL WHERE person = %d AND deputy_of IS NOT NULL", w.staff2.ID))
	found := false
	for _, f := range w.verified().Faults {
		found = found || f.Field == "acting_for"
	}
	if !found {
		t.Error("nobody notices that they were no deputy")
	}
}
