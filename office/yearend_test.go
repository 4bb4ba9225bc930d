package office

import (
	"errors"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

// endYear lets the clock end the oldest year that is over.
func (w *world) endYear() (done bool) {
	w.t.Helper()
	w.must(fund.Person{}, func(a Act) (err error) {
		done, err = w.office.EndDueYear(a)
		return err
	})
	return done
}

// begun gives a project of 21,000 yuan whose works have begun.
func (w *world) begun() fund.Project {
	w.t.Helper()
	p := w.carried(fund.Yuan(21_000))
	w.must(w.staff, func(a Act) (err error) {
		p, err = w.office.Start(a, p.ID)
		return err
	})
	return p
}

// TestTheYearEndsAtMidnight: until the last second works go on, from the first
// on they do not, also before the clock has come to it.
func TestTheYearEndsAtMidnight(t *testing.T) {
	w := newWorldAt(t, time.Date(2026, 12, 1, 1, 30, 0, 0, time.UTC))
	w.bindAll()
	p := w.carried(fund.Yuan(21_000))
	w.now = time.Date(2026, 12, 31, 23, 59, 59, 0, w.office.Zone())
	if w.endYear() {
		t.Fatal("the year ended a second early")
	}
	w.must(w.staff, func(a Act) (err error) {
		p, err = w.office.Start(a, p.ID)
		return err
	})
	w.at("2027-01-01 00:00")
	var over *YearOverError
	err := w.try(w.staff, func(a Act) error {
		_, err := w.office.Drop(a, p.ID, "too late for it")
		return err
	})
	if !errors.As(err, &over) || over.Year != 2026 {
		t.Errorf("dropped in the new year: %v", err)
	}
	if !w.endYear() || w.endYear() {
		t.Error("a year ends once")
	}
	p = w.project(p.ID)
	if p.Status != fund.ProjectFailed || p.Changed.Format(time.DateTime) != "2026-12-31 23:59:59" {
		t.Errorf("%s at %s", p.Status, p.Changed)
	}
	w.sound()
}

// TestTheYearEndsLateAsOfItsHour: after a downtime of weeks, and of years, each
// year is ended as of its own last second, once.
func TestTheYearEndsLateAsOfItsHour(t *testing.T) {
	w := newWorldAt(t, time.Date(2026, 12, 1, 1, 30, 0, 0, time.UTC))
	w.bindAll()
	p := w.begun()
	w.at("2029-02-03 10:00")
	years := 0
	for w.endYear() {
		years++
	}
	if years != 3 {
		t.Errorf("%d years were ended", years)
	}
	if p = w.project(p.ID); p.Changed.Format(time.DateTime) != "2026-12-31 23:59:59" {
		t.Errorf("failed at %s", p.Changed)
	}
	w.must(w.reviewer, func(a Act) error {
		closed, err := w.office.ClosedYears(a.Tx)
		if len(closed) != 3 || closed[0] != 2028 {
			t.Errorf("closed: %v", closed)
		}
		v, err2 := w.office.Bar(a, p.ID)
		if v.Holds || v.BackIn != 2028 {
			t.Errorf("in 2029 the bar of 2026: %+v", v)
		}
		return errors.Join(err, err2)
	})
	w.sound()
}

// TestWhatWaitsFromBeforeIsHeardFirst: an update that came before midnight is
// handled before the year ends.
func TestWhatWaitsFromBeforeIsHeardFirst(t *testing.T) {
	w := newWorldAt(t, time.Date(2026, 12, 1, 1, 30, 0, 0, time.UTC))
	w.bindAll()
	w.begun()
	before := time.Date(2026, 12, 31, 23, 59, 0, 0, w.office.Zone())
	w.must(fund.Person{}, func(a Act) error {
		_, err := a.Tx.Receive([]store.Incoming{{ID: 1, Body: []byte(`{}`)}}, before)
		return err
	})
	w.at("2027-01-01 00:01")
	if w.endYear() {
		t.Fatal("the year ended before what had come was heard")
	}
	w.must(fund.Person{}, func(a Act) error { return a.Tx.FinishUpdates(1) })
	if !w.endYear() {
		t.Error("nothing waits, and the year does not end")
	}
}

// TestTheMoneyOfAFailedYear: what a failed project reserved is free again, what
// the year left is carried over by the rule, and the figures stay as they were
// closed.
func TestTheMoneyOfAFailedYear(t *testing.T) {
	w := newWorldAt(t, time.Date(2026, 12, 1, 1, 30, 0, 0, time.UTC))
	w.bindAll()
	p := w.begun()
	w.allot(w.works, 2026)
	w.pay(p, fund.Yuan(8_000))
	w.at("2027-01-01 00:01")
	w.endYear()
	w.must(w.staff, func(a Act) error {
		y, closed, err := w.office.Yearbook(a, w.works.ID, 2026)
		if err != nil || closed.IsZero() {
			t.Errorf("not closed: %v", err)
		}
		if y.Failed != 1 || y.Paid.Fund != fund.Yuan(8_000) || y.Free != fund.Yuan(212_000) || y.Planned != fund.Yuan(220_000) {
			t.Errorf("closed with %+v", y)
		}
		return nil
	})
	if next := w.purse(w.works, 2027); next.Fund().Carried != fund.Yuan(212_000) {
		t.Errorf("carried over: %s", next.Fund().Carried.Decimal())
	}
	w.sound()
}

// TestABarFollowsTheThing: by the request, by a merged one, by a word of the
// staff, under another name, at adoption and at the vote; not a neighbouring
// community's, and not for ever.
func TestABarFollowsTheThing(t *testing.T) {
	w := newWorldAt(t, time.Date(2026, 12, 1, 1, 30, 0, 0, time.UTC))
	w.bindAll()
	p := w.begun()
	w.at("2027-01-04 10:00")
	w.endYear()
	adopt := func(r fund.RequestID) error {
		return w.try(w.staff, func(a Act) error {
			_, err := w.office.Adopt(a, r, NewProject{Title: "Quite another name", Item: lampItem, Funding: fund.Funding{Fund: fund.Yuan(9_000)}})
			return err
		})
	}
	var barred *fund.BarredError
	if err := adopt(p.Lead); !errors.As(err, &barred) || barred.Bar.Project != p.ID || barred.BackIn != 2028 {
		t.Errorf("its own request: %v", err)
	}
	other := w.ask(w.bob, "a bench for the bus stop")
	if err := w.try(w.staff, func(a Act) error {
		return w.office.AnswerBar(a, other.ID, p.ID, true, "")
	}); err != nil {
		t.Fatal(err)
	}
	if err := adopt(other.ID); !errors.As(err, &barred) {
		t.Errorf("declared the same: %v", err)
	}
	third := w.ask(w.cat, "a tree in the yard please")
	var made fund.Project
	w.must(w.staff, func(a Act) (err error) {
		made, err = w.office.Adopt(a, third.ID, NewProject{Title: "A tree", Item: lampItem, Funding: fund.Funding{Fund: fund.Yuan(900)}})
		return err
	})
	w.must(w.staff, func(a Act) error {
		_, _, err := w.office.Amend(a, made.ID, NewProject{Title: p.Title, Item: p.Item, Funding: made.Funding})
		return err
	})
	var doubt *fund.BarDoubt
	err := w.try(w.staff, func(a Act) error {
		_, err := w.office.OpenBallot(a, made.ID, a.Now.Add(24*time.Hour))
		return err
	})
	if !errors.As(err, &doubt) || doubt.Request != third.ID {
		t.Errorf("renamed before the vote: %v", err)
	}
	w.at("2028-01-03 10:00")
	w.endYear()
	if err := adopt(p.Lead); err != nil {
		t.Errorf("in 2028: %v", err)
	}
	w.sound()
}

// TestAnAppealLiftsTheBar, once and by the district alone.
func TestAnAppealLiftsTheBar(t *testing.T) {
	w := newWorldAt(t, time.Date(2026, 12, 1, 1, 30, 0, 0, time.UTC))
	w.bindAll()
	p := w.begun()
	w.at("2027-01-04 10:00")
	w.endYear()
	var appeal fund.Appeal
	w.must(w.staff, func(a Act) (err error) {
		appeal, err = w.office.FileAppeal(a, p.ID, "it rained for six weeks", nil)
		return err
	})
	decide := func(by fund.Person) error {
		return w.try(by, func(a Act) error {
			_, err := w.office.DecideAppeal(a, appeal.ID, true, "the records show it")
			return err
		})
	}
	for name, by := range map[string]fund.Person{"staff": w.staff, "street": w.officer, "administrator": w.admin, "nobody": {}} {
		if err := decide(by); !errors.Is(err, fund.ErrNotAllowed) {
			t.Errorf("%s decides: %v", name, err)
		}
	}
	if err := decide(w.reviewer); err != nil {
		t.Fatal(err)
	}
	if err := decide(w.reviewer); !errors.Is(err, fund.ErrWrongState) {
		t.Errorf("decided twice: %v", err)
	}
	w.must(w.staff, func(a Act) error { return w.office.CheckBar(a, p.Lead) })
	w.sound()
}

// TestTheInspectionSetsTheAllocation that its people decided on, and no other.
func TestTheInspectionSetsTheAllocation(t *testing.T) {
	w := newWorldAt(t, time.Date(2026, 12, 1, 1, 30, 0, 0, time.UTC))
	w.bindAll()
	w.begun()
	w.at("2027-01-04 10:00")
	w.endYear()
	var v InspectionView
	w.must(w.reviewer, func(a Act) (err error) {
		v, err = w.office.Inspection(a, w.works.ID, 2026)
		return err
	})
	if v.Draft != fund.OpinionReduced || v.DraftAmount != fund.Yuan(176_000) {
		t.Errorf("drafted %s, %s", v.Draft, v.DraftAmount.Decimal())
	}
	for name, by := range map[string]fund.Person{"staff": w.staff, "street": w.officer, "administrator": w.admin} {
		err := w.try(by, func(a Act) error {
			_, err := w.office.Inspect(a, v.ID, fund.OpinionFull, 0, "all is well now")
			return err
		})
		if !errors.Is(err, fund.ErrNotAllowed) {
			t.Errorf("%s decides: %v", name, err)
		}
	}
	w.must(w.reviewer, func(a Act) error {
		_, err := w.office.Inspect(a, v.ID, fund.OpinionReduced, fund.Yuan(200_000), "one project failed")
		return err
	})
	if m := w.purse(w.works, 2027); m.Planned.Total() != fund.Yuan(200_000) {
		t.Errorf("planned %s", m.Planned.Total().Decimal())
	}
	if m := w.purse(w.lake, 2027); m.Planned.Total() != fund.Yuan(220_000) {
		t.Errorf("of the neighbours %s", m.Planned.Total().Decimal())
	}
	w.sound()
}

// TestNobodyChangesAnEndedYearUnseen: every column of every row that the end of
// a year leaves is held by the record.
func TestNobodyChangesAnEndedYearUnseen(t *testing.T) {
	w := newWorldAt(t, time.Date(2026, 12, 1, 1, 30, 0, 0, time.UTC))
	w.bindAll()
	p := w.begun()
	w.must(w.officer, func(a Act) error {
		_, err := w.office.Visit(a, fund.SiteVisit{
			Community: w.works.ID, Project: p.ID, Severity: fund.SeverityNote, Text: "the notice board is old", Photos: bill(),
		})
		return err
	})
	w.at("2027-01-04 10:00")
	w.endYear()
	r := w.ask(w.bob, "lamps in the corridor once more")
	w.must(w.staff, func(a Act) error {
		if _, err := w.office.FileAppeal(a, p.ID, "it rained for six weeks", bill()); err != nil {
			return err
		}
		return w.office.AnswerBar(a, r.ID, p.ID, false, "those are outside")
	})
	w.must(w.reviewer, func(a Act) error {
		if _, err := w.office.DecideAppeal(a, 1, true, "the records show it"); err != nil {
			return err
		}
		v, err := w.office.Inspection(a, w.works.ID, 2026)
		if err != nil {
			return err
		}
		_, err = w.office.Inspect(a, v.ID, fund.OpinionFull, 0, "it was the weather")
		return err
	})
	w.sound()
	db := w.tamper()
	for table, key := range map[string]string{
		"bars": "project", "kinships": "request", "appeals": "id", "site_visits": "id", "inspections": "id", "yearbooks": "community",
	} {
		row := w.rows("SELECT " + key + " FROM " + table + " ORDER BY 1")[0]
		for _, column := range w.rows("SELECT name || ' ' || type FROM pragma_table_info(?)", table) {
			name, kind, _ := strings.Cut(column, " ")
			if table == "kinships" && name == "by" || table == "yearbooks" && name == "figures" {
				continue // the entry itself says who; unknown figures are an error of their own
			}
			w.oneEdit(db, table, name, kind, key, row)
		}
		w.oneLoss(db, table, key, row)
	}
	w.edit(db, `UPDATE yearbooks SET figures = replace(figures, '"Failed":1', '"Failed":0')`)
	if len(w.verified().Faults) == 0 {
		t.Error("the figures of a closed year were changed and nothing found")
	}
}
