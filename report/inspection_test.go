package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/locales"
)

var paperDir = flag.String("papers", "", "a directory to write the papers to, for looking at them")

// tryPaper sets a paper twice, which must give the same bytes, and keeps it
// where somebody wants to look at it.
func tryPaper(t *testing.T, name string, set func() ([]byte, error)) {
	t.Helper()
	raw, err := set()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	again, err := set()
	if err != nil || !bytes.Equal(raw, again) {
		t.Errorf("%s: another paper the second time (%v)", name, err)
	}
	if !bytes.HasPrefix(raw, []byte("%PDF-")) || len(raw) > 400_000 {
		t.Errorf("%s: %d bytes", name, len(raw))
	}
	if *paperDir == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(*paperDir, name+".pdf"), raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

func inspectedYear(t *testing.T, lines int) Inspected {
	t.Helper()
	prog, err := fund.Liuzhou()
	if err != nil {
		t.Fatal(err)
	}
	day := func(m time.Month, d int) time.Time { return time.Date(2027, m, d, 9, 0, 0, 0, prog.Zone) }
	y := fund.Yearbook{
		Year: 2026, Asked: 41, Open: 12, Adopted: 9, Declined: 14, Merged: 5, Withdrawn: 1, Projects: lines, Accepted: lines - 2, Failed: 1, Lapsed: 1,
		Planned: fund.Yuan(220_000), Allowed: fund.Funding{Fund: fund.Yuan(90_000), Sponsor: fund.Yuan(11_000)},
		Received: fund.Funding{Fund: fund.Yuan(220_000), Sponsor: fund.Yuan(11_000)},
		Paid:     fund.Funding{Fund: fund.Yuan(90_000), Sponsor: fund.Yuan(11_000)},
		Reviews:  3, ReviewsOnTime: 2, Complaints: 6, ComplaintsLate: 2, Satisfied: 20, Fairly: 9, Unsatisfied: 4, Quarters: 4, Disclosed: 3,
	}
	visits := []fund.SiteVisit{{ID: 3, At: day(1, 4), Severity: fund.SeverityNote, Text: "公开栏仍是上一年的账目，群众不清楚钱花在哪里；东门坡道的护栏松动，一推就晃，需要马上处理。"}}
	i := Inspected{
		Place: locales.Name{ZH: "车辆厂东社区", EN: "Workshop East"}, Street: locales.Name{ZH: "鹅山街道", EN: "Eshan Street"},
		District: locales.Name{ZH: "柳南区", EN: "Liunan District"}, Figures: y, Visits: visits,
		Head: Head{Size: 4711, Hash: strings.Repeat("0af3", 16)},
	}
	i.ID, i.Year, i.Opened, i.Due, i.Base = 1, 2026, day(1, 1), day(1, 29), fund.Yuan(220_000)
	i.Findings, i.Draft, i.DraftAmount = fund.Inspect(y, visits, i.Base, prog)
	titles := []string{"街心公园长廊改造", "3栋楼道路灯维修更换及线路整理（含应急照明）", "东门无障碍坡道", "Reading corner for children, 囍 and 𠮷"}
	for n := range lines {
		i.Projects = append(i.Projects, fund.Project{
			Number: fmt.Sprintf("CD-26-P%02d", n+1), Title: titles[n%len(titles)], Status: fund.ProjectAccepted,
			Funding: fund.Funding{Fund: fund.Yuan(10_000), Sponsor: fund.Yuan(11_000)}, Spent: fund.Yuan(20_500),
		})
	}
	return i
}

// TestInspectionPaper sets the paper in every language, short and long, decided
// and not; the same report gives the same bytes.
func TestInspectionPaper(t *testing.T) {
	book, err := locales.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	decided := inspectedYear(t, 9)
	decided.Opinion, decided.Amount, decided.Decided = fund.OpinionReduced, fund.Yuan(200_000), decided.Opened.AddDate(0, 0, 11)
	decided.Reason = "一个项目没有按期完成；请在三月底前更新公开栏，并逐件答复居民投诉。"
	running := inspectedYear(t, 0)
	running.ID = 0
	for name, i := range map[string]Inspected{
		"draft": inspectedYear(t, 9), "decided": decided, "running": running, "long": inspectedYear(t, 70),
	} {
		for _, lang := range []locales.Lang{"en", "zh"} {
			tryPaper(t, name+"."+string(lang), func() ([]byte, error) { return InspectionPaper(i, book, lang) })
		}
	}
}

// TestPaperLinesBreakRightly: nothing is lost, no line begins with a closing
// mark, and none is longer than its room.
func TestPaperLinesBreakRightly(t *testing.T) {
	book, err := locales.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	p := newPaper(book, "zh", locales.PaperCommunity())
	p.size(sizeText)
	for _, text := range []string{
		"公开栏仍是上一年的账目，群众不清楚钱花在哪里；东门坡道的护栏松动（一推就晃），需要马上处理。",
		"The notice board still shows last year's accounts, and nobody could say where the money went.",
		"https://example.invalid/" + strings.Repeat("averylongword", 12),
		"混排 mixed 文字 with 2026年 and 21,000 元，各占一半。",
		"",
	} {
		for _, room := range []float64{60, 120, 300} {
			lines := p.wrap(text, room)
			squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
			if squeeze(strings.Join(lines, "")) != squeeze(text) {
				t.Errorf("%q became %q", text, lines)
			}
			for i, line := range lines {
				if p.width(line) > room+sizeText {
					t.Errorf("%q is too long for %.0f", line, room)
				}
				if i > 0 && line != "" && strings.ContainsRune(closers, []rune(line)[0]) {
					t.Errorf("%q begins with a closing mark", line)
				}
			}
		}
	}
	if p.err != nil {
		t.Error(p.err)
	}
}

// TestThePapersFont is the one that subset.py makes.
func TestThePapersFont(t *testing.T) {
	sum := sha256.Sum256(kai)
	if got := hex.EncodeToString(sum[:]); got != "1fc2cd0688d0aae761ccc2d5a8cf39a8017712e82fc5f9523827074e19845826" {
		t.Errorf("font/kai.ttf is %s: see font/subset.py", got)
	}
}

// TestRareCharactersOfNamesArePrinted: all of the Table of General Standard
// Chinese Characters; any other is printed as its number, and the paper says so.
func TestRareCharactersOfNamesArePrinted(t *testing.T) {
	book, err := locales.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"王䶮、李㛃和陈喆":    "王䶮、李㛃和陈喆",
		"韦𬭚，丁𬍛":       "韦𬭚，丁𬍛",
		"赵𠀀与 Ann 🎉 走": "赵[U+20000]与 Ann 走",
		"한글\nнет":     "[U+D55C][U+AE00]\n[U+043D][U+0435][U+0442]",
	} {
		p := newPaper(book, "zh", locales.PaperCommunity())
		if got := p.printable(text); got != want || p.lack != strings.Contains(want, "[U+") {
			t.Errorf("%q is printed as %q", text, got)
		}
		pages := p.page
		p.text(p.printable(text))
		before := p.y
		if _, err := p.bytes(); err != nil || p.page != pages || (p.y > before) != p.lack {
			t.Errorf("%q: %v", text, err)
		}
	}
}
