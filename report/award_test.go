package report_test

import (
	"errors"
	"strings"
	"testing"

	"huimin/fund"
	"huimin/locales"
	"huimin/report"
)

// courtyard is a ballot of which two projects of three are funded.
func courtyard(t *testing.T, unit int64) *report.Ballot {
	t.Helper()
	e := &fund.Election{
		Budget: 110 * unit, Unit: unit,
		Contenders: []fund.Contender{{Cost: 100 * unit}, {Cost: 30 * unit}, {Cost: 20 * unit}},
		Papers: []fund.Paper{
			{Voters: 4, Names: []int{0}},
			{Voters: 1, Names: []int{0, 1}},
			{Voters: 1, Names: []int{1}},
			{Voters: 2, Names: []int{1, 2}},
			{Voters: 1, Names: []int{2}},
		},
	}
	a, err := e.CountEqualShares(fund.SharesRule{Ties: fund.TiesCheaper, Complete: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &report.Ballot{
		Election: e, Award: a, Currency: "yuan", PointUnit: 1,
		Projects: []report.Named{{ID: "1", Name: "<Hall> & garden"}, {ID: "2", Name: "灯"}, {ID: "3", Name: "Bench"}},
	}
}

func TestAmountsAreExactOrSaidToBeRounded(t *testing.T) {
	for name, c := range map[string]struct {
		unit, amount int64
		want         string
	}{
		"whole":                     {100, 123456700, "1,234,567 yuan"},
		"two decimals":              {100, 1050, "10.50 yuan"},
		"one fen":                   {100, 1, "0.01 yuan"},
		"nothing":                   {100, 0, "0 yuan"},
		"more decimals":             {1000, 1125, "1.125 yuan"},
		"thousands in whole units":  {1, 1000, "1,000 yuan"},
		"a third, which is rounded": {3, 1, "≈0.33 yuan"},
		"nearly one":                {1_000_000_000_000, 999_999_999_999, "≈1.00 yuan"},
	} {
		t.Run(name, func(t *testing.T) {
			b := &report.Ballot{Election: &fund.Election{Unit: c.unit}, Currency: "yuan"}
			if got := b.Money(c.amount); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestPicture(t *testing.T) {
	book, err := locales.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	b := courtyard(t, 100)
	svg, err := b.Picture("Our courtyard", func(m locales.Message) (string, error) { return book.Plain(locales.Chinese, m) })
	if err != nil {
		t.Fatal(err)
	}
	got := string(svg)
	for want, times := range map[string]int{
		`fill="#2e7d32"`:             1 + 2, // the legend, lamp and bench
		`fill="#f0a030"`:             1 + 1, // the legend, what the hall's supporters had left
		`fill="#dfe3e8"`:             1 + 1, // the legend, what the hall costs
		"&lt;Hall&gt; &amp; garden<": 1,
		">30 yuan · 4票<":             1,
	} {
		if n := strings.Count(got, want); n != times {
			t.Errorf("%q stands %d times, want %d", want, n, times)
		}
	}
	broken := errors.New("no words")
	if _, err := b.Picture("", func(locales.Message) (string, error) { return "", broken }); !errors.Is(err, broken) {
		t.Errorf("without words: %v", err)
	}
}
