package fund_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huimin/fund"
)

// checks writes a checklist as "what lack", with ! where it stops the vote.
func checks(list []fund.Check) (out []string) {
	for _, c := range list {
		line := string(c.What)
		if !c.Done() {
			line += " " + string(c.Lack)
		}
		if c.Stops() {
			line += "!"
		}
		out = append(out, line)
	}
	return out
}

func TestTheChecklistOfAProject(t *testing.T) {
	prog := liuzhou(t)
	day := time.Date(2026, 11, 23, 0, 0, 0, 0, prog.Zone)
	photo := []fund.Photo{{FileID: "f"}}
	quotes := func(amounts ...int64) (list []fund.Quote) {
		for i, a := range amounts {
			list = append(list, fund.Quote{N: i + 1, Vendor: fmt.Sprint("Firm ", i), Amount: fund.Yuan(a), Photos: photo})
		}
		return list
	}
	study := func(item fund.ItemCode, yuan int64) *fund.Study {
		return &fund.Study{Item: item, Cost: fund.Yuan(yuan)}
	}
	clear := fund.Application{Declared: day, DeclaredOf: "GG2"}
	with := func(change func(*fund.Application)) fund.Application {
		a := clear
		change(&a)
		return a
	}
	for name, c := range map[string]struct {
		yuan int64
		d    fund.Dossier
		want []string
	}{
		"a bare draft": {1000, fund.Dossier{}, []string{"purpose all", "lines all", "period all", "photos all", "negative all!", "study all!"}},
		"declared and studied": {
			1000,
			fund.Dossier{Application: clear, Study: study("GG2", 1000)},
			[]string{"purpose all", "lines all", "period all", "photos all", "negative", "study"},
		},
		"all of it": {1000, fund.Dossier{
			Application: with(func(a *fund.Application) { a.Purpose, a.Whom, a.Begin, a.End = "light", "all", day, day }),
			Lines:       []fund.CostLine{{"lamp", fund.Yuan(1000)}}, Study: study("GG2", 1000),
		}, []string{"purpose", "lines", "period", "photos all", "negative", "study"}},
		"lines that do not come to the cost": {
			1000,
			fund.Dossier{Application: clear, Lines: []fund.CostLine{{"lamp", 1}}, Study: study("GG2", 1000)},
			[]string{"purpose all", "lines sum!", "period all", "photos all", "negative", "study"},
		},
		"studied cheaper":        {1000, fund.Dossier{Application: clear, Study: study("GG2", 999)}, []string{"purpose all", "lines all", "period all", "photos all", "negative", "study anew!"}},
		"studied dearer":         {1000, fund.Dossier{Application: clear, Study: study("GG2", 1001)}, []string{"purpose all", "lines all", "period all", "photos all", "negative", "study"}},
		"studied as another":     {1000, fund.Dossier{Application: clear, Study: study("GG3", 1000)}, []string{"purpose all", "lines all", "period all", "photos all", "negative", "study anew!"}},
		"30,000 asks no quotes":  {30_000, fund.Dossier{Application: clear, Study: study("GG2", 30_000)}, []string{"purpose all", "lines all", "period all", "photos all", "negative", "study"}},
		"30,001 asks for quotes": {30_001, fund.Dossier{Application: clear, Study: study("GG2", 30_001)}, []string{"purpose all", "lines all", "period all", "photos all", "quotes vendors!", "negative", "study"}},
		"two quotes": {
			40_000,
			fund.Dossier{Application: clear, Study: study("GG2", 40_000), Quotes: quotes(1, 2)},
			[]string{"purpose all", "lines all", "period all", "photos all", "quotes vendors!", "negative", "study"},
		},
		"three quotes": {
			40_000,
			fund.Dossier{Application: clear, Study: study("GG2", 40_000), Quotes: quotes(1, 2, 3)},
			[]string{"purpose all", "lines all", "period all", "photos all", "quotes choice!", "negative", "study"},
		},
		"one quote where none is asked for": {
			1000,
			fund.Dossier{Application: clear, Study: study("GG2", 1000), Quotes: quotes(900)},
			[]string{"purpose all", "lines all", "period all", "photos all", "quotes choice", "negative", "study"},
		},
		"on the list": {
			1000,
			fund.Dossier{Application: with(func(a *fund.Application) { a.Negative = []fund.NegativeItem{fund.NegativePay} }), Study: study("GG2", 1000)},
			[]string{"purpose all", "lines all", "period all", "photos all", "negative barred!", "study"},
		},
		"split": {
			1000,
			fund.Dossier{Application: clear, Study: study("GG2", 1000), Alike: []fund.Project{{ID: 7}}},
			[]string{"purpose all", "lines all", "period all", "photos all", "negative", "split all!", "study"},
		},
		"split and explained": {
			1000,
			fund.Dossier{Application: with(func(a *fund.Application) { a.SplitWhy, a.SplitWith = "two blocks", []fund.ProjectID{7, 8} }), Study: study("GG2", 1000), Alike: []fund.Project{{ID: 7}}},
			[]string{"purpose all", "lines all", "period all", "photos all", "negative", "split", "study"},
		},
		"split from one more": {
			1000,
			fund.Dossier{Application: with(func(a *fund.Application) { a.SplitWhy, a.SplitWith = "two blocks", []fund.ProjectID{8} }), Study: study("GG2", 1000), Alike: []fund.Project{{ID: 7}}},
			[]string{"purpose all", "lines all", "period all", "photos all", "negative", "split all!", "study"},
		},
	} {
		p := fund.Project{ID: 1, Item: "GG2", Funding: fund.Funding{Fund: fund.Yuan(c.yuan)}}
		if got := checks(prog.Checklist(p, c.d)); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", name, got, c.want)
		}
	}
	prog.Draft = fund.DraftRules{}
	if got := fund.Missing(prog.Checklist(fund.Project{Funding: fund.Funding{Fund: fund.Yuan(900_000)}}, fund.Dossier{})); len(got) != 0 {
		t.Errorf("a programme that asks for nothing asks for %v", got)
	}
}

func TestWhatLooksSplit(t *testing.T) {
	prog := liuzhou(t)
	this := fund.Project{ID: 1, Community: 5, Year: 2026, Item: "GG2", Title: "三栋楼道灯", Where: "三栋一单元", Status: fund.ProjectDrafted}
	this.Funding.Fund = fund.Yuan(30_000)
	other := this
	other.ID, other.Status, other.Funding.Fund = 2, fund.ProjectApproved, fund.Yuan(20_001)
	for name, c := range map[string]struct {
		change func(this, other *fund.Project)
		want   bool
	}{
		"together 50,001":          {func(_, _ *fund.Project) {}, true},
		"together 50,000.01":       {func(_, o *fund.Project) { o.Funding.Fund = fund.Yuan(20_000) + 1 }, true},
		"together 50,000":          {func(_, o *fund.Project) { o.Funding.Fund = fund.Yuan(20_000) }, false},
		"another year":             {func(_, o *fund.Project) { o.Year = 2025 }, false},
		"another community":        {func(_, o *fund.Project) { o.Community = 6 }, false},
		"given up":                 {func(_, o *fund.Project) { o.Status = fund.ProjectDropped }, false},
		"voted down":               {func(_, o *fund.Project) { o.Status = fund.ProjectLost }, false},
		"done":                     {func(_, o *fund.Project) { o.Status = fund.ProjectAccepted }, true},
		"a draft made later":       {func(_, o *fund.Project) { o.Status = fund.ProjectDrafted }, false},
		"a draft made before":      {func(p, o *fund.Project) { p.ID, o.Status = 3, fund.ProjectDrafted }, true},
		"the same one":             {func(_, o *fund.Project) { o.ID = 1 }, false},
		"above the limit anyway":   {func(p, _ *fund.Project) { p.Funding.Fund = fund.Yuan(50_000) + 1 }, false},
		"the other is above it":    {func(_, o *fund.Project) { o.Funding.Fund = fund.Yuan(50_000) + 1 }, false},
		"the same item alone":      {func(_, o *fund.Project) { o.Title, o.Where = "路灯", "东门" }, true},
		"another item, same title": {func(_, o *fund.Project) { o.Item, o.Where = "GG3", "东门" }, true},
		"another item, same place": {func(_, o *fund.Project) { o.Item, o.Title = "GG3", "水沟" }, true},
		"nothing alike":            {func(_, o *fund.Project) { o.Item, o.Title, o.Where = "GG3", "水沟", "东门" }, false},
		"no place, nothing alike":  {func(p, o *fund.Project) { o.Item, o.Title, o.Where, p.Where = "GG3", "水沟", "", "" }, false},
	} {
		p, o := this, other
		c.change(&p, &o)
		if got := len(prog.SplitFrom(p, []fund.Project{p, o})) > 0; got != c.want {
			t.Errorf("%s: looks split %v, want %v", name, got, c.want)
		}
	}
	third := other
	third.ID, third.Funding.Fund = 3, fund.Yuan(10_000)
	other.Funding.Fund = fund.Yuan(10_001)
	if got := prog.SplitFrom(this, []fund.Project{other, third}); len(got) != 2 {
		t.Errorf("three that come to 50,001: %d", len(got))
	}
	prog.Draft.Split = false
	if got := prog.SplitFrom(this, []fund.Project{other, third}); len(got) != 0 {
		t.Errorf("without the rule: %d", len(got))
	}
}

func TestPeriodsAsPeopleWriteThem(t *testing.T) {
	zone := liuzhou(t).Zone
	for text, want := range map[string]string{
		"3月1日到4月30日":               "03-01 04-30",
		"3月1号-4月30号":               "03-01 04-30",
		"3.1-4.30":                 "03-01 04-30",
		"3/1—4/30":                 "03-01 04-30",
		"３月１日～４月３０日":               "03-01 04-30",
		"2026-03-01 2026-04-30":    "03-01 04-30",
		"2026年3月1日至2026年4月30日":     "03-01 04-30",
		"1 Mar – 30 Apr":           "03-01 04-30",
		"March 1 to April 30":      "03-01 04-30",
		"from 1 March to 30 April": "03-01 04-30",
		"11.23-12.31":              "11-23 12-31",
		"3.1-3.1":                  "03-01 03-01",
		"1 March to 30 April 2026": "03-01 04-30",
	} {
		begin, end, err := fund.ParsePeriod(text, 2026, zone)
		if got := begin.Format("01-02") + " " + end.Format("01-02"); err != nil || got != want {
			t.Errorf("%q: %s (%v), want %s", text, got, err, want)
		}
	}
	for text, why := range map[string]fund.PeriodWhy{
		"": fund.PeriodUnread, "spring": fund.PeriodUnread, "3.1": fund.PeriodUnread, "2.30-3.1": fund.PeriodUnread,
		"13.1-14.1": fund.PeriodUnread, "3.1-4.1-5.1": fund.PeriodUnread, "4.30-3.1": fund.PeriodOrder,
		"3.1-4.30 2": fund.PeriodUnread, "2026-12-01 2027-01-01": fund.PeriodYear, "2025-12-31 2026-01-01": fund.PeriodYear,
	} {
		_, _, err := fund.ParsePeriod(text, 2026, zone)
		wrong, ok := err.(*fund.PeriodError) //nolint:errorlint // nothing wraps it
		if !ok || wrong.Why != why {
			t.Errorf("%q: %v, want %s", text, err, why)
		}
	}
}

// However the days are picked, what is written as month.day is read as these.
func TestPeriodsAreReadBack(t *testing.T) {
	zone := liuzhou(t).Zone
	rapid.Check(t, func(t *rapid.T) {
		first := time.Date(2026, 1, 1, 0, 0, 0, 0, zone)
		a := rapid.IntRange(0, 364).Draw(t, "begin")
		begin := first.AddDate(0, 0, a)
		end := first.AddDate(0, 0, rapid.IntRange(a, 364).Draw(t, "end"))
		form := rapid.SampledFrom([]string{"1.2", "1月2日", "2006-01-02", "2 Jan", "January 2"}).Draw(t, "form")
		gotBegin, gotEnd, err := fund.ParsePeriod(begin.Format(form)+" – "+end.Format(form), 2026, zone)
		if err != nil || !gotBegin.Equal(begin) || !gotEnd.Equal(end) {
			t.Fatalf("%s – %s: %s, %s, %v", begin.Format(form), end.Format(form), gotBegin, gotEnd, err)
		}
	})
}
