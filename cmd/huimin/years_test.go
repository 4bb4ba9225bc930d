package main

import (
	"path/filepath"
	"strings"
	"testing"

	"huimin/fund"
	"huimin/store"
)

// TestTheArticlesNumbers generates Liuzhou's seven years by the fund's rules
// and finds the four numbers of the article in the books: near 1,000 projects a
// year, over 300 million yuan, half of it the city's and half the districts',
// and the corridor's 11,000 + 10,000.
func TestTheArticlesNumbers(t *testing.T) {
	prog, err := fund.Liuzhou()
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Build(t.Context(), filepath.Join(t.TempDir(), "years.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	c := yearsCommand{From: 2014, To: 2020, Communities: 256, Seed: 1}
	if err := c.generate(t.Context(), db, prog); err != nil {
		t.Fatal(err)
	}
	err = db.Read(t.Context(), func(tx *store.Tx) error {
		f, err := figuresOfYears(tx, c.From, c.To)
		if err != nil {
			return err
		}
		if n := f.mean(); n < 900 || n > 1_100 {
			t.Errorf("%d projects a year, not near 1,000", n)
		}
		for i, n := range f.projects {
			if n < 800 || n > 1_200 {
				t.Errorf("%d projects in %d", n, c.From+i)
			}
		}
		if all := f.city + f.district; all <= fund.Yuan(300_000_000) || all > fund.Yuan(320_000_000) {
			t.Errorf("%s yuan in seven years", all.Decimal())
		}
		if f.city != f.district {
			t.Errorf("the city gave %s, the districts %s", f.city.Decimal(), f.district.Decimal())
		}
		want := fund.Funding{Fund: fund.Yuan(10_000), Sponsor: fund.Yuan(11_000), SponsorName: "柳州机车车辆厂"}
		if f.corridor != want || f.corridor.Total() != fund.Yuan(21_000) {
			t.Errorf("the corridor: %+v", f.corridor)
		}
		if f.paid <= f.city || f.paid > f.city+f.district+f.sponsors {
			t.Errorf("paid %s", f.paid.Decimal())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestAnotherSeedIsAnotherCity, and the same seed is the same.
func TestAnotherSeedIsAnotherCity(t *testing.T) {
	said := func(seed string) string {
		var b strings.Builder
		if err := run(t.Context(), []string{"years", "--communities", "12", "--seed", seed}, func(string) string { return "" }, &b, &b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	once, again := said("3"), said("3")
	if once != again || once == said("4") {
		t.Error("the seed does not tell the city")
	}
	if !strings.Contains(once, "The corridor: sponsor 11000.00 + fund 10000.00 = 21000.00 yuan") {
		t.Error(once)
	}
}
