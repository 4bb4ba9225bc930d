package fund_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huimin/fund"
)

func TestAClockStandsStillByARule(t *testing.T) {
	prog := liuzhou(t)
	at := func(s string) time.Time {
		m, err := time.ParseInLocation("2006-01-02 15:04", s, prog.Zone)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	day := func(s string) time.Time { return at(s + " 23:59").Add(59 * time.Second) }
	for name, c := range map[string]struct {
		due, since         string
		days               int
		until, byItself    string
		resumed, afterThat string
	}{
		// Monday 23 November to Friday 27; five working days end on Monday 30.
		"on the day it arrives":         {"2026-11-30", "2026-11-23 10:00", 5, "2026-11-30", "2026-12-07", "2026-11-25 09:00", "2026-12-02"},
		"resumed on the same day":       {"2026-11-30", "2026-11-23 10:00", 5, "2026-11-30", "2026-12-07", "2026-11-23 17:00", "2026-11-30"},
		"on the last day":               {"2026-11-23", "2026-11-23 23:59", 0, "2026-11-30", "2026-11-30", "2026-11-24 00:00", "2026-11-24"},
		"on the last day, till Sunday":  {"2026-11-27", "2026-11-27 10:00", 0, "2026-12-04", "2026-12-04", "2026-11-29 12:00", "2026-11-30"},
		"on a Saturday":                 {"2026-11-30", "2026-11-28 10:00", 1, "2026-12-04", "2026-12-07", "2026-11-30 10:00", "2026-12-01"},
		"over the National Day holiday": {"2026-09-30", "2026-09-29 10:00", 1, "2026-10-12", "2026-10-13", "2026-10-08 10:00", "2026-10-09"},
		"over 三月三 in Guangxi":           {"2026-04-21", "2026-04-16 10:00", 1, "2026-04-27", "2026-04-28", "2026-04-21 10:00", "2026-04-22"},
	} {
		r := fund.Approval{ID: 1, Project: 1, Due: day(c.due)}
		pause, due, _, err := prog.PauseReview(r, nil, fund.GroundDocuments, at(c.since))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if pause.Days != c.days || pause.Until.Format(time.DateOnly) != c.until || due.Format(time.DateOnly) != c.byItself {
			t.Errorf("%s: %d days left, until %s, then due %s; want %d, %s, %s",
				name, pause.Days, pause.Until.Format(time.DateOnly), due.Format(time.DateOnly), c.days, c.until, c.byItself)
		}
		if due, _ := prog.ResumedDue(pause, at(c.resumed)); due.Format(time.DateOnly) != c.afterThat {
			t.Errorf("%s: resumed %s it is due %s, want %s", name, c.resumed, due.Format(time.DateOnly), c.afterThat)
		}
	}
}

func TestAClockIsNotStoppedAtWill(t *testing.T) {
	prog := liuzhou(t)
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, prog.Zone)
	r := fund.Approval{ID: 1, Due: now}
	ended := fund.Pause{Since: now.Add(-time.Hour), Ended: now.Add(-time.Minute)}
	for name, c := range map[string]struct {
		ground fund.PauseGround
		before []fund.Pause
		now    time.Time
		why    fund.PauseWhy
	}{
		"to the second":         {fund.GroundSite, nil, now, ""},
		"a second late":         {fund.GroundSite, nil, now.Add(time.Second), fund.PauseTooLate},
		"for no reason":         {"tea", nil, now, fund.PauseNoGround},
		"once more":             {fund.GroundSite, []fund.Pause{ended}, now, fund.PauseTooMany},
		"while it stands still": {fund.GroundSite, []fund.Pause{{Since: now}}, now, fund.PauseStands},
	} {
		_, _, _, err := prog.PauseReview(r, c.before, c.ground, c.now)
		var wrong *fund.PauseError
		if errors.As(err, &wrong) && wrong.Why != c.why || (err == nil) != (c.why == "") {
			t.Errorf("%s: %v, want %q", name, err, c.why)
		}
	}
}

// However a clock is stopped and set going, the office never loses a working
// day by it and never gains more than the programme allows.
func TestAPauseNeitherTakesNorGivesDays(t *testing.T) {
	prog := liuzhou(t)
	c := prog.Calendar
	rapid.Check(t, func(t *rapid.T) {
		arrived := time.Date(2026, 1, 1, 9, 0, 0, 0, prog.Zone).Add(time.Duration(rapid.IntRange(0, 300*24).Draw(t, "hour")) * time.Hour)
		due, _ := c.Add(arrived, prog.ReviewDays)
		since := arrived.Add(time.Duration(rapid.Int64Range(0, int64(due.Sub(arrived)/time.Minute)).Draw(t, "since")) * time.Minute)
		pause, auto, _, err := prog.PauseReview(fund.Approval{ID: 1, Due: due}, nil, fund.GroundExpert, since)
		if err != nil {
			t.Fatal(err)
		}
		at := since.Add(time.Duration(rapid.Int64Range(0, int64(pause.Until.Sub(since)/time.Minute)).Draw(t, "resumed")) * time.Minute)
		resumed, _ := prog.ResumedDue(pause, at)
		if resumed.Before(due) || resumed.After(auto) || auto.Before(due) || resumed.Before(at) {
			t.Fatalf("due %s, stopped %s, set going %s: due %s, by itself %s", due, since, at, resumed, auto)
		}
		pause.Ended = at
		taken := fund.Approval{Arrived: arrived, Decided: resumed}.WorkdaysTaken(c) - c.PausedDays([]fund.Pause{pause}, resumed)
		most := prog.ReviewDays
		if pause.Days == 0 && !c.Working(at) {
			most++ // a last day that is a day off is the next working day (Civil Code Art. 203)
		}
		if taken > most {
			t.Fatalf("decided on the last day after %d working days", taken)
		}
	})
}

func TestWhoseOpinionIsAwaited(t *testing.T) {
	rules := liuzhou(t).Draft
	all := fund.Bureaus()
	said := func(list ...fund.Bureau) (o []fund.BureauOpinion) {
		for _, b := range list {
			o = append(o, fund.BureauOpinion{Bureau: b, View: fund.ViewAgree})
		}
		return o
	}
	for name, c := range map[string]struct {
		appointed []fund.Bureau
		said      []fund.BureauOpinion
		want      []fund.Bureau
	}{
		"nobody for a bureau":  {[]fund.Bureau{"", ""}, nil, nil},
		"finance alone":        {[]fund.Bureau{"", fund.BureauFinance}, nil, []fund.Bureau{fund.BureauFinance}},
		"all, none has spoken": {all, nil, all[:4]}, // housing is not asked for
		"audit is missing":     {all, said(all[:3]...), []fund.Bureau{fund.BureauAudit}},
		"all have spoken":      {all, said(all[:4]...), nil},
	} {
		if got := rules.Awaited(c.appointed, c.said); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	list := []fund.BureauOpinion{
		{Bureau: fund.BureauAudit, View: fund.ViewObject},
		{Bureau: fund.BureauFinance, View: fund.ViewObject},
		{Bureau: fund.BureauAudit, View: fund.ViewAgree},
	}
	if got := fund.Latest(list); len(got) != 2 || got[0].Bureau != fund.BureauFinance || got[1].View != fund.ViewAgree {
		t.Errorf("the latest are %+v", got)
	}
	if got := fund.Objections(fund.Latest(list)); len(got) != 1 || got[0].Bureau != fund.BureauFinance {
		t.Errorf("objections: %+v", got)
	}
}

func TestWhatChangedBetweenTwoVersions(t *testing.T) {
	old := fund.Version{
		Title: "Lamp", Item: "GG2", Funding: fund.Funding{Fund: 60_000}, Vendor: "A", Quoted: 50_000,
		Lines: []fund.CostLine{{"lamp", 30_000}, {"work", 20_000}, {"wire", 10_000}},
	}
	if d := fund.Compare(old, old); !d.Same() {
		t.Errorf("the same differs: %+v", d)
	}
	now := old
	now.Title, now.Funding.Fund, now.Whom = "Lamps", 55_000, "old people"
	now.Lines = []fund.CostLine{{"lamp", 30_000}, {"work", 15_000}, {"pole", 10_000}}
	d := fund.Compare(old, now)
	if !slices.Equal(d.Fields, []fund.Field{fund.FieldTitle, fund.FieldCost, fund.FieldFund, fund.FieldWhom}) {
		t.Errorf("fields %v", d.Fields)
	}
	if !slices.Equal(d.Added, []fund.CostLine{{"pole", 10_000}}) || !slices.Equal(d.Removed, []fund.CostLine{{"wire", 10_000}}) ||
		!slices.Equal(d.Changed, []fund.LineChange{{"work", 20_000, 15_000}}) {
		t.Errorf("lines +%v -%v ~%v", d.Added, d.Removed, d.Changed)
	}
}

// Old lines without the removed, with the added and the changed, are the new ones.
func TestADifferenceIsComplete(t *testing.T) {
	lines := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) fund.CostLine {
		return fund.CostLine{Label: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "label"), Amount: fund.Money(rapid.IntRange(1, 4).Draw(t, "fen"))}
	}), 0, 6)
	rapid.Check(t, func(t *rapid.T) {
		old, now := fund.Version{Lines: lines.Draw(t, "old")}, fund.Version{Lines: lines.Draw(t, "new")}
		d := fund.Compare(old, now)
		sum := fund.SumCostLines(old.Lines) + fund.SumCostLines(d.Added) - fund.SumCostLines(d.Removed)
		for _, c := range d.Changed {
			sum += c.New - c.Old
		}
		if n := len(old.Lines) + len(d.Added) - len(d.Removed); sum != fund.SumCostLines(now.Lines) || n != len(now.Lines) {
			t.Fatalf("%v to %v: %+v", old.Lines, now.Lines, d)
		}
	})
}

func TestHowAnOfficeKeepsItsDays(t *testing.T) {
	prog := liuzhou(t)
	arrived := time.Date(2026, 11, 23, 10, 0, 0, 0, prog.Zone)
	due, _ := prog.Calendar.Add(arrived, prog.ReviewDays)
	var p fund.Promptness
	for _, decided := range []time.Time{due, due.Add(time.Second), arrived.AddDate(0, 0, 2)} { // 5 days, late, 2 days
		p.Add(fund.Approval{Arrived: arrived, Due: due, Decided: decided}, 0, prog.Calendar, false)
	}
	p.Add(fund.Approval{Arrived: arrived, Due: due}, 2, prog.Calendar, true)
	if p.Reviewed != 3 || p.OnTime != 2 || p.Late != 1 || p.Days != 13 || p.Average() != 43 || p.Kept() != 6666 ||
		p.Waiting != 1 || p.Overdue != 1 || p.Paused != 2 {
		t.Errorf("%+v, %d, %d", p, p.Average(), p.Kept())
	}
	if (fund.Promptness{}).Average() != 0 || (fund.Promptness{}).Kept() != 0 {
		t.Error("an office that has decided nothing has an average")
	}
}
