package report_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
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
	words := func(m locales.Message) (string, error) { return book.Plain(locales.Chinese, m) }
	b := courtyard(t, 100)
	p, err := b.Picture("Our courtyard", words)
	if err != nil {
		t.Fatal(err)
	}
	got := string(p.SVG())
	for want, times := range map[string]int{
		`28" height="24" fill="#2e7d32"`: 1, // the legend
		`30" fill="#2e7d32"/`:            2, // the bars of lamp and bench
		`30" fill="#f0a030"/`:            1, // what the hall's supporters had left
		`30" fill="#d5dae0"/`:            1, // what the hall costs
		"&lt;Hall&gt; &amp; garden<":     1,
		">30 yuan · 4票<":                 1,
		">不办<":                           1,
	} {
		if n := strings.Count(got, want); n != times {
			t.Errorf("%q stands %d times, want %d", want, n, times)
		}
	}
	if lamp, hall := strings.Index(got, "灯"), strings.Index(got, "Hall"); lamp > hall {
		t.Error("what is funded does not come first")
	}
	broken := errors.New("no words")
	if _, err := b.Picture("", func(locales.Message) (string, error) { return "", broken }); !errors.Is(err, broken) {
		t.Errorf("without words: %v", err)
	}

	// In pixels: a phone's width, and the colours where the bars are.
	image := decoded(t, p)
	if image.Bounds().Dx() != 1080 {
		t.Errorf("%d pixels wide", image.Bounds().Dx())
	}
	inks := map[color.Color]int{}
	for y := range image.Bounds().Dy() {
		for x := range image.Bounds().Dx() {
			inks[image.At(x, y)]++
		}
	}
	for want, least := range map[color.RGBA]int{
		{0x2e, 0x7d, 0x32, 0xff}: 30 * 400, {0xf0, 0xa0, 0x30, 0xff}: 30 * 400, {0xd5, 0xda, 0xe0, 0xff}: 30 * 300, {0x1f, 0x29, 0x33, 0xff}: 500,
	} {
		if inks[want] < least {
			t.Errorf("%v: %d pixels, want %d or more", want, inks[want], least)
		}
	}
}

// However many projects there are, and however long their names, Telegram takes
// the picture: at most 10,000 pixels wide and high together.
func TestPictureOfManyProjects(t *testing.T) {
	book, err := locales.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	b := courtyard(t, 100)
	for range 200 {
		b.Election.Contenders = append(b.Election.Contenders, fund.Contender{Cost: 100})
		b.Award.Placings = append(b.Award.Placings, fund.Placing{Why: fund.WhyUnwanted})
		b.Projects = append(b.Projects, report.Named{ID: "x", Name: strings.Repeat("Oświetlenie 路灯 ", 40)})
	}
	p, err := b.Picture("", func(m locales.Message) (string, error) { return book.Plain(locales.English, m) })
	if err != nil {
		t.Fatal(err)
	}
	if size := decoded(t, p).Bounds(); size.Dx()+size.Dy() > 10_000 {
		t.Errorf("%v", size)
	}
	if svg := string(p.SVG()); !strings.Contains(svg, " more projects are not drawn.") {
		t.Error("what is not drawn is not told")
	}
}

func decoded(t *testing.T, p *report.Picture) image.Image {
	t.Helper()
	data, err := p.PNG()
	if err != nil {
		t.Fatal(err)
	}
	i, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return i
}
