package report

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"huimin/fund"
	"huimin/locales"
)

var (
	place   = locales.Name{ZH: "车辆厂东社区", EN: "Workshop East"}
	head    = Head{Size: 1234, Hash: strings.Repeat("ab", 32)}
	quarter = fund.Quarter{Year: 2026, N: 3}
)

// many is a bulletin in which every list has n lines with the longest titles.
func many(n int) fund.Bulletin {
	b := fund.Bulletin{Quarter: quarter, RequestsFiled: 12, Reviews: 3, OnTime: 2, Late: 1, MeanWorkdays: 4.5, Spent: fund.Yuan(900)}
	at := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		f := fund.Funding{Fund: fund.Yuan(10000), Sponsor: fund.Yuan(11000), SponsorName: strings.Repeat("厂", 30)}
		l := fund.Line{Number: fmt.Sprintf("CLCDDD-26-P%02d", i), Title: strings.Repeat("长", 60), Funding: f, Cost: f.Total(), At: at}
		for _, list := range []*[]fund.Line{&b.Decided, &b.Approved, &b.UnderWay, &b.Finished, &b.Lost, &b.Refused} {
			*list = append(*list, l)
		}
		b.Overdue = append(b.Overdue, fund.OverdueLine{Line: l, Tier: fund.TierStreet, Due: at, Days: i + 1})
	}
	sums := fund.Sum(b.Approved)
	b.ByFund, b.BySponsor, b.ByResidents, b.Total = sums.Fund, sums.Sponsor, sums.Residents, sums.Total
	return b
}

func TestEveryProjectStandsOnExactlyOnePage(t *testing.T) {
	book, err := locales.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 1, 3, 5, 20} {
		b := many(n)
		lines := 0
		for page := 1; page <= b.Pages(); page++ {
			for _, lang := range locales.Languages() {
				text, err := book.HTML(lang, Bulletin(b, place, head, page))
				if err != nil {
					t.Fatal(err)
				}
				if got := utf8.RuneCountInString(text); got > 4096 {
					t.Errorf("%d lines, page %d, %s: %d characters", n, page, lang, got)
				}
				if lang == "en" {
					lines += strings.Count(text, "• ")
				}
			}
		}
		if lines != b.Lines() {
			t.Errorf("%d lines in each list: %d listed of %d", n, lines, b.Lines())
		}
	}
}

func TestBulletinReads(t *testing.T) {
	book, err := locales.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	b := many(1)
	b.Decided[0].Title, b.Decided[0].Funding.SponsorName = "街心公园长廊改造", "柳州机车辆厂"
	for lang, want := range map[locales.Lang][]string{
		"zh": {"2026年第3季度", "街心公园长廊改造：21,000 元（柳州机车辆厂11,000 元和惠民资金10,000 元）", "合计 21,000 元", "1234条记录", head.Hash[:32]},
		"en": {"quarter 3 of 2026", "街心公园长廊改造: 21,000 yuan (柳州机车辆厂 11,000 yuan and fund 10,000 yuan)", "Together 21,000 yuan", "1 working day late"},
	} {
		text, err := book.HTML(lang, Bulletin(b, place, head, 1))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s lacks %q:\n%s", lang, w, text)
			}
		}
	}
}

func TestEveryPageOfARollupFitsOneMessage(t *testing.T) {
	book, err := locales.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	for count, pages := range map[int]int{0: 1, 25: 1, 26: 2, 60: 3} {
		var communities []Community
		for range count {
			communities = append(communities, Community{Name: place, Bulletin: many(2)})
		}
		for _, lang := range locales.Languages() {
			lines := 0
			for page := 1; page <= fund.RollupPages(count); page++ {
				text, err := book.HTML(lang, Rollup(many(12), place, communities, head, page))
				if err != nil {
					t.Fatal(err)
				}
				if got := utf8.RuneCountInString(text); got > 4096 {
					t.Errorf("%s: page %d has %d characters", lang, page, got)
				}
				if last := page == pages; strings.Contains(text, head.Short()) != last {
					t.Errorf("%s: the head belongs on page %d of %d alone", lang, pages, page)
				}
				lines += strings.Count(text, "\n• ")
			}
			if lines != count+10 || fund.RollupPages(count) != pages {
				t.Errorf("%s: %d communities: %d lines on %d pages", lang, count, lines, fund.RollupPages(count))
			}
		}
	}
}
