package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"regexp"
	"testing"
	"time"
)

// playDemo runs the demo as from the command line and gives its address.
func playDemo(t *testing.T, args ...string) string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	out, write := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, append([]string{"demo", "--listen", "127.0.0.1:0"}, args...), func(string) string { return "" }, write, io.Discard)
		ended <- err
		_ = write.CloseWithError(io.EOF) // a pipe's end always closes
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	address := regexp.MustCompile(`http://\S+`)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if found := address.FindString(lines.Text()); found != "" {
			go func() { _, _ = io.Copy(io.Discard, out) }() // whatever else it says
			return found + "/"
		}
	}
	t.Fatal("the demo did not begin")
	return ""
}

// telling is the story in one language.
type telling struct {
	language                                  string
	resident, first, second, staff            string
	neighbours, reps                          string
	voters                                    []string
	street, district                          string
	lamp, lampPlace, title                    string
	supported, recorded, closed               string
	voting, gone, approved, reminded, quarter string
	close, yes, none                          string
	quotes, unrelated, negative, study, today string
}

func tellings() map[string]telling {
	return map[string]telling{
		"en": {
			language: "en-GB", resident: "Chen Mei", first: "David Miller", second: "Li Na", staff: "Wang Lin",
			neighbours: "Workshop East neighbours", reps: "Workshop East representatives",
			voters: []string{"Zhou Wei", "Susan Zhao", "Luo Zhiming", "卢建国"}, street: "Emily Qin", district: "Robert Liang",
			lamp: "All lamps in the stairwell of building 3 are broken; we climb in the dark", lampPlace: "Building 3",
			title: "All lamps in the stairwell", supported: "support", recorded: "ecorded",
			closed: "Carried", gone: "street", approved: "approved, not begun yet", reminded: "due", quarter: "All lamps in the stairwell",
			voting: "Voted 4 of 6", close: "Committee", yes: "Close it", none: "None of these",
			quotes: "Quotes", unrelated: "Nobody here", negative: "Negative list", study: "Study", today: "Today",
		},
		"zh": {
			language: "zh-CN", resident: "黄桂英", first: "韦志强", second: "覃秀兰", staff: "刘芳",
			neighbours: "车辆厂东社区邻里群", reps: "车辆厂东社区居民代表群",
			voters: []string{"卢建国", "莫玉珍", "梁海燕", "Zhou Wei"}, street: "何卫东", district: "杨立新",
			lamp: "3栋楼梯间的灯全坏了，晚上摸黑爬楼", lampPlace: "3栋", title: "3栋楼梯间的灯全坏了",
			supported: "附议", recorded: "已记", closed: "通过", gone: "街道", approved: "已批准，尚未动工", reminded: "到期",
			quarter: "3栋楼梯间的灯全坏了", voting: "已投4人", close: "居委会", yes: "现在结束", none: "都不是",
			quotes: "报价", unrelated: "都没有关系", negative: "负面清单", study: "两委研究", today: "今天",
		},
	}
}

// TestTheWholePathInABrowser plays the path from a message to a decision on a
// phone: a lamp that costs 60,000 yuan, suggested, supported, adopted, voted
// through, approved by street and district after a reminder, and read about
// by the neighbourhood at once and in the quarter's summary.
func TestTheWholePathInABrowser(t *testing.T) {
	browser, ok := startBrowser(t)
	if !ok {
		return
	}
	for name, told := range tellings() {
		t.Run(name, func(t *testing.T) {
			// A Monday: nothing of the history closes on the way.
			base := playDemo(t, "--now", "2026-11-30T10:00:00+08:00")
			p := openPhone(browser, t, base, told.language)
			told.suggest(p)
			told.support(p)
			told.adopt(p)
			told.decide(p)
			told.review(p)
			told.publish(p)
			p.clean()
		})
	}
}

// short is how the title begins, also where there is no room for the whole.
func (s telling) short() string { return string([]rune(s.title)[:7]) }

// suggest: a resident writes, looks it over and sends it.
func (s telling) suggest(p *phone) {
	p.t.Helper()
	p.shot("people")
	p.be(s.resident, "")
	p.shot("begin")
	p.write(s.lamp, true)
	p.press("✅")
	p.reads(s.lamp)
	// Others may have asked for something close: this one is another lamp.
	p.until("the last look, or something similar", `[...document.querySelectorAll("[data-button]")].some((n) => n.dataset.button.startsWith("✏️") || n.dataset.button.startsWith("👍"))`)
	p.shot("look")
	if eval[bool](p, `![...document.querySelectorAll("[data-message]")].at(-1).querySelector('[data-button^="✏️"]')`) {
		p.pressPart(s.none)
	}
	p.write(s.lampPlace, true)
	p.reads(s.lampPlace)
	p.shot("last-look")
	p.press("✅")
	p.reads("CLD-26-")
	p.shot("receipt")
}

// support: two neighbours, in the group.
func (s telling) support(p *phone) {
	p.t.Helper()
	p.be(s.first, s.neighbours)
	p.reads(s.lamp)
	p.tap("👍", s.supported)
	p.shot("post")
	p.be(s.second, s.neighbours)
	p.reads(s.lamp)
	p.tap("👍", s.supported)
	p.until("the post counts", button("👍")+`?.dataset.button.includes("2")`)
	p.shot("supported")
}

// adopt: the staff make a project of it and put it to the vote.
func (s telling) adopt(p *phone) {
	p.t.Helper()
	p.be(s.staff, "")
	p.write("/desk", true)
	p.shot("desk")
	for range 6 { // pages
		if eval[bool](p, fmt.Sprintf(`Boolean([...document.querySelectorAll("[data-message]")].at(-1).querySelector('[data-button*=%q]'))`, s.short())) {
			break
		}
		p.pressPart("›")
	}
	p.pressPart(s.short())
	p.shot("request")
	p.press("📌")
	p.write("60000", true)
	p.press("✅")
	p.reads("60,000")
	p.shot("project-look")
	p.press("✅")
	p.reads("CLD-26-P")
	s.prepare(p)
	p.press("🗳")
	p.shot("until")
	p.pressPart("10:0") // the first of the closing times
	p.shot("put-to-the-vote")
}

// prepare: three firms quote, nothing is on the negative list, and the two
// committees have studied it today.
func (s telling) prepare(p *phone) {
	p.t.Helper()
	p.press("📌")
	p.shot("draft")
	p.pressPart(s.quotes)
	for _, quote := range []string{"Lamps Ltd 59900", "Light Ltd 59800", "Bright Ltd 59700"} {
		p.press("➕")
		p.photo(quote)
		p.press("✅")
	}
	p.press("✅") // the last one, the lowest
	p.pressPart(s.unrelated)
	p.shot("quotes")
	p.press("⬅️")
	p.pressPart(s.negative)
	p.shot("negative-list")
	p.press("✅")
	p.pressPart(s.study)
	p.pressPart(s.today)
	p.press("✅")
	p.press("✅")
	p.shot("study")
	p.press("✅")
	p.shot("ready")
}

// decide: representatives vote in their group, and the staff close it.
func (s telling) decide(p *phone) {
	p.t.Helper()
	for i, voter := range s.voters {
		p.be(voter, s.reps)
		p.reads(s.title)
		note := s.recorded
		if i == len(s.voters)-1 {
			note = "" // in the language of a reader of another one
		}
		p.tap("✅", note)
		if i == 0 {
			p.shot("ballot")
		}
	}
	p.reads(s.voting)
	p.shot("voted")
	p.be(s.staff, s.reps)
	p.until("a button to close", button(s.close))
	p.click(button(s.close))
	p.click(`document.querySelector('[data-alert] [data-action="ok"]')`)
	p.be(s.staff, "")
	p.shot("close")
	p.pressPart(s.yes)
	p.be(s.voters[0], s.reps)
	p.reads(s.closed)
	p.shot("result")
	p.be(s.resident, s.neighbours)
	p.reads(s.gone)
	p.shot("announced")
}

// review: the street lets it lie until it is reminded, then approves; the
// finance bureau agrees, and the district approves.
func (s telling) review(p *phone) {
	p.t.Helper()
	p.be(s.street, "")
	p.reads(s.title)
	p.shot("task")
	p.moveTo("2026-12-04T09:00:00+08:00")
	p.reads(s.reminded)
	p.shot("reminder")
	p.press("✅")
	p.be("覃明华", "") // whose messages are Chinese in both stories
	p.reads(s.title)
	p.pressPart("财政局")
	p.pressPart("同意")
	p.shot("opinion")
	p.pressPart("提交")
	p.be(s.district, "")
	p.reads(s.title)
	p.press("✅")
	p.shot("approved")
	p.be(s.resident, s.neighbours)
	p.until("the project's post to be up to date", fmt.Sprintf(
		`[...document.querySelectorAll("[data-message]")].some((n) => n.textContent.includes(%q) && n.textContent.includes("60,000") && n.textContent.includes(%q))`, s.short(), s.approved))
	p.shot("published")
}

// publish: the quarter's summary speaks of it.
func (s telling) publish(p *phone) {
	p.t.Helper()
	p.moveTo("2027-01-20T09:01:00+08:00")
	p.until("the summary", fmt.Sprintf(`[...document.querySelectorAll("[data-message]")].slice(-3).some((n) => n.textContent.includes(%q) && n.textContent.includes("60,000"))`, s.quarter))
	p.shot("summary")
}

// pressPart presses the newest button whose label holds some words.
func (p *phone) pressPart(words string) {
	p.t.Helper()
	one := fmt.Sprintf(`[...[...document.querySelectorAll("[data-message]")].filter((n) => n.querySelector("[data-button]")).at(-1)?.querySelectorAll("[data-button]") ?? []].find((n) => n.dataset.button.includes(%q))`, words)
	p.until("a button with "+words, one)
	before := eval[string](p, logState)
	p.click(one)
	p.until("what it does", fmt.Sprintf(`%s !== %q`, logState, before))
}

// moveTo moves the demo's clock from the page.
func (p *phone) moveTo(at string) {
	p.t.Helper()
	to, err := time.Parse(time.RFC3339, at)
	if err != nil {
		p.t.Fatal(err)
	}
	moved := eval[bool](p, fmt.Sprintf(`(window.moved = null, fetch("sandbox/clock", { method: "POST", headers: { "X-Sandbox": "1" }, body: JSON.stringify({ to: %d }) }).then((r) => { window.moved = r.status; }), true)`, to.Unix()))
	if !moved {
		p.t.Fatal("the clock was not asked")
	}
	p.until("the clock moves to "+at, `window.moved`)
	if status := eval[int](p, `window.moved`); status != 200 {
		p.t.Fatalf("the clock answered %d", status)
	}
}

// clean makes sure that the bot made no bad call.
func (p *phone) clean() {
	p.t.Helper()
	var log struct {
		Entries []map[string]any
	}
	p.get("sandbox/log", &log)
	for _, call := range log.Entries {
		p.t.Errorf("a bad call: %v", call)
	}
}
