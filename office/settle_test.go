package office

import (
	"testing"
	"time"

	"huimin/fund"
)

// noticed puts the notice of 2027 into the calendar: New Year to the 5th, and
// the Guangxi days.
func (w *world) noticed() {
	w.t.Helper()
	prog := w.office.Rules(w.now)
	plan := prog.Calendar.Plan()
	plan.Years = []fund.CalendarYear{{Year: 2027, Off: []string{"2027-01-01", "2027-01-04", "2027-01-05"}}}
	plan.Regional = []fund.CalendarYear{{Year: 2027, Off: []string{"2027-04-09"}}}
	var err error
	if prog.Calendar, err = fund.NewCalendar(plan); err != nil {
		w.t.Fatal(err)
	}
	w.office.rules = fund.Always(prog)
}

func TestADueThatWasProvisionalIsSettledByTheNotice(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	day := func(d int) time.Time { return time.Date(2027, 1, d, 23, 59, 59, 0, w.office.Zone()) }
	settle := func() (n int) {
		w.must(fund.Person{}, func(a Act) (err error) {
			n, err = w.office.SettleDues(a)
			return err
		})
		return n
	}
	w.at("2026-12-22 10:00")
	certain := w.carried(fund.Yuan(60_000)) // due on the 29th: no day of 2027 is counted
	w.at("2026-12-29 10:00")
	street, district := w.carried(fund.Yuan(60_000)), w.carried(fund.Yuan(60_000))
	w.at("2026-12-30 10:00")
	district = w.approve(w.officer, district)
	if !street.Due.Equal(day(6)) || !street.DueProvisional || !district.Due.Equal(day(6)) || certain.DueProvisional {
		t.Fatalf("due %v, %v, %v", street.Due, district.Due, certain.Due)
	}
	if n := settle(); n != 0 {
		t.Errorf("%d changed without a notice", n)
	}

	w.noticed()
	since := w.lastOutbox()
	if n := settle(); n != 2 {
		t.Errorf("%d changed", n)
	}
	for name, p := range map[string]fund.Project{"the street": street, "the district, by the joint clock": district} {
		now, r := w.project(p.ID), w.waiting(p)
		if !now.Due.Equal(day(8)) || now.DueProvisional || !r.Due.Equal(day(8)) {
			t.Errorf("%s: due %v (provisional %v), the review %v", name, now.Due, now.DueProvisional, r.Due)
		}
	}
	if again := w.project(certain.ID); !again.Due.Equal(certain.Due) {
		t.Errorf("what was certain moved to %v", again.Due)
	}
	if n := settle(); n != 0 {
		t.Errorf("%d changed the second time", n)
	}
	if len(w.heard(since, KindTask)) != 0 {
		t.Errorf("nobody was told yet: %q", w.heard(since, KindTask))
	}
	w.sound()
}
