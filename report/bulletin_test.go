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
		b.Judged = append(b.Judged, fund.JudgedLine{Line: l, Accepted: i%4 != 0, Asked: i > 0, Asking: i%4 == 1, Answers: 25 * (i % 4 / 3), Rate: 9200})
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
	b.Judged[0].Accepted, b.Judged[0].Asked, b.Judged[0].Answers = true, true, 25
	b.Decided[0].Title, b.Decided[0].Funding.SponsorName = "街心公园长廊改造", "柳州机车辆厂"
	for lang, want := range map[locales.Lang][]string{
		"zh": {"CLCDDD-26-P00 " + strings.Repeat("长", 60) + "：验收通过，居民满意率 92%（25 人评价）", "2026年第3季度", "街心公园长廊改造：21,000 元（柳州机车辆厂11,000 元和惠民资金10,000 元）", "合计 21,000 元", "1234条记录", head.Hash[:32]},
		"en": {"accepted; 92% satisfied (25 answers)", "quarter 3 of 2026", "街心公园长廊改造: 21,000 yuan (柳州机车辆厂 11,000 yuan and fund 10,000 yuan)", "Together 21,000 yuan", "1 working day late"},
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
	for count, pages := range map[int]int{0: 1, 17: 1, 18: 2, 57: 3} {
		var communities []Community
		for range count {
			communities = append(communities, Community{Name: place, Bulletin: many(2)})
		}
		offices := make([]Office, 3)
		for i := range offices {
			offices[i] = Office{Name: place, Promptness: fund.Promptness{Reviewed: 120, OnTime: 100, Late: 20, Days: 700, Paused: 30, Waiting: 12, Overdue: 11}}
		}
		for _, lang := range locales.Languages() {
			lines, kept := 0, 0
			for page := 1; page <= fund.RollupPages(count+len(offices)); page++ {
				text, err := book.HTML(lang, Rollup(many(12), place, communities, offices, head, page))
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
				kept += strings.Count(text, "11 overdue") + strings.Count(text, "超期 11 件")
			}
			if lines != count+10 || kept != len(offices) || fund.RollupPages(count+len(offices)) != pages {
				t.Errorf("%s: %d communities: %d lines and %d offices on %d pages", lang, count, lines, kept, fund.RollupPages(count+len(offices)))
			}
		}
	}
}
