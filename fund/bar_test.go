package fund_test

import (
	"errors"
	"testing"
	"time"

	"huimin/fund"
)

// TestBarHoldsForTheNextYear: from the moment it failed to the end of the next
// year, to the second.
func TestBarHoldsForTheNextYear(t *testing.T) {
	prog := liuzhou(t)
	p := fund.Project{ID: 7, Status: fund.ProjectStarted, Year: 2026}
	if _, ok := fund.NewBar(p, prog); ok {
		t.Error("works that go on are barred")
	}
	if _, err := p.EndYear(prog); err != nil {
		t.Fatal(err)
	}
	b, ok := fund.NewBar(p, prog)
	if !ok {
		t.Fatal("a failed project is not barred")
	}
	for name, c := range map[string]struct {
		at   time.Time
		want bool
	}{
		"a second before it failed":  {prog.LastMoment(2026).Add(-time.Second), false},
		"when it failed":             {prog.LastMoment(2026), true},
		"first moment of the next":   {prog.YearEnd(2026), true},
		"last second of the next":    {prog.LastMoment(2027), true},
		"first moment of the second": {prog.YearEnd(2027), false},
		"midnight of Greenwich":      {time.Date(2027, 12, 31, 23, 59, 59, 0, time.UTC), false},
	} {
		if got := b.Holds(c.at); got != c.want {
			t.Errorf("%s: holds is %t", name, got)
		}
	}
	if got := b.BackIn(prog.Zone); got != 2028 {
		t.Errorf("back in %d", got)
	}
	b.Lifted = prog.YearEnd(2026).AddDate(0, 1, 0)
	if b.Holds(prog.LastMoment(2027)) {
		t.Error("a lifted bar holds")
	}
	prog.Year.BarYears = 2
	if b, _ = fund.NewBar(p, prog); b.BackIn(prog.Zone) != 2029 {
		t.Errorf("barred for two years, back in %d", b.BackIn(prog.Zone))
	}
	prog.Year.BarYears = 0
	if _, ok := fund.NewBar(p, prog); ok {
		t.Error("a programme that bars nothing bars")
	}
}

func TestAppealIsDecidedOnceWithAReason(t *testing.T) {
	prog := liuzhou(t)
	now := time.Date(2026, 2, 12, 10, 0, 0, 0, prog.Zone) // before the Spring Festival
	b := fund.Bar{Project: 7, Since: now.AddDate(0, -1, 0), Until: now.AddDate(1, 0, 0)}
	var length *fund.LengthError
	if _, err := fund.NewAppeal(b, 1, "…", nil, prog, now); !errors.As(err, &length) {
		t.Errorf("without words: %v", err)
	}
	if _, err := fund.NewAppeal(b, 1, "rain for six weeks", nil, prog, b.Until); !errors.Is(err, fund.ErrWrongState) {
		t.Errorf("after the bar: %v", err)
	}
	a, err := fund.NewAppeal(b, 1, "rain for six weeks", nil, prog, now)
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Due.Format(time.DateOnly); got != "2026-03-04" {
		t.Errorf("ten working days over the festival end on %s", got)
	}
	if err := a.Decide(true, 2, "", now); !errors.As(err, &length) {
		t.Errorf("decided without a reason: %v", err)
	}
	if err := a.Decide(true, 2, "nobody could work", now); err != nil {
		t.Fatal(err)
	}
	var state *fund.StateError
	if err := a.Decide(false, 2, "another thought", now); !errors.As(err, &state) || state.Have != "granted" {
		t.Errorf("decided again: %v", err)
	}
}

func TestAnotherNameOfTheSameThing(t *testing.T) {
	for name, c := range map[string]struct {
		title, where, barred, barredWhere string
		want                              bool
	}{
		"the same":                  {"楼道路灯", "3栋", "楼道路灯", "3栋", true},
		"a word more":               {"3栋楼道路灯维修", "", "楼道路灯维修", "", true},
		"another thing":             {"健身器材", "", "楼道路灯", "", false},
		"another thing, same site":  {"健身器材更换", "街心公园东侧", "长廊改造", "街心公园东侧", false},
		"near it, at the same site": {"长廊座椅翻新", "街心公园", "长廊翻新", "街心公园", true},
		"no words":                  {"", "", "长廊翻新", "", false},
		"English":                   {"Corridor lamps, block 3", "", "Lamps in the corridor of block 3", "", true},
	} {
		if got := fund.LooksAlike(c.title, c.where, c.barred, c.barredWhere); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
