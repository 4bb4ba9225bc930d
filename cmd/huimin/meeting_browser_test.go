package main

import (
	"fmt"
	"regexp"
	"testing"
)

// sitting is the story of a meeting in one language.
type sitting struct {
	language, staff, reps, first                string
	who, day, room, item, done                  string
	line, open, paper, back, vote, secret, five string
	get, forIt, code, see, end, now, papers     string
	record, recorder, over, look, sign, in      string
}

func sittings() map[string]sitting {
	return map[string]sitting{
		"en": {
			language: "en-GB", staff: "Wang Lin", reps: "Workshop East representatives", first: "Zhou Wei",
			who: "Representatives (", day: "Fri 4 Dec", room: "Activity room", item: "Quiet hours", done: "This 1 item",
			line: "Fri 4 Dec", open: "Open the meeting", paper: "Who came on paper", back: "Back to the meeting",
			vote: "Item 1: vote", secret: "secret", five: "5 minutes", get: "private chat", forIt: "For", code: "Check code",
			see: "see the vote", end: "Close the vote", now: "Close it now", papers: "For 1, against 0",
			record: "Who records", recorder: "刘芳", over: "End the meeting", look: "Minutes", sign: "Sign the minutes", in: "You are checked in",
		},
		"zh": {
			language: "zh-CN", staff: "刘芳", reps: "车辆厂东社区居民代表群", first: "卢建国",
			who: "居民代表会议（", day: "12月4日", room: "社区活动室", item: "院子公约", done: "就这1项",
			line: "12月4日", open: "开会", paper: "纸上签到", back: "回到会议",
			vote: "第1项：表决", secret: "无记名", five: "5分钟", get: "选票已发到", forIt: "赞成", code: "核对码",
			see: "看表决", end: "结束表决", now: "现在结束", papers: "赞成1",
			record: "指定记录人", recorder: "Wang Lin", over: "散会", look: "会议记录", sign: "签字确认", in: "您已签到",
		},
	}
}

// sitters are members who sign the list on paper, each with the group they
// vote in.
var sitters = []string{"卢建国", "莫玉珍", "梁海燕", "Zhou Wei"}

// TestAMeetingInABrowser plays a meeting on a phone: it is called, answered,
// opened, checked in to by the code and on paper, votes in secret, and has its
// minutes.
func TestAMeetingInABrowser(t *testing.T) {
	browser, ok := startBrowser(t)
	if !ok {
		return
	}
	for name, told := range sittings() {
		t.Run(name, func(t *testing.T) {
			base := playDemo(t, "--now", "2026-11-30T10:00:00+08:00")
			p := openPhone(browser, t, base, told.language)
			told.call(p)
			told.checkIn(p)
			told.decide(p)
			told.minutes(p)
			p.clean()
		})
	}
}

// call: the staff call the meeting, a member answers.
func (s sitting) call(p *phone) {
	p.t.Helper()
	p.be(s.staff, "")
	p.write("/meetings", true)
	p.press("📣")
	p.pressPart(s.who)
	p.shot("meeting-day")
	p.pressPart(s.day)
	p.pressPart("15:00")
	p.write(s.room, true)
	p.write(s.item, true)
	p.shot("meeting-agenda")
	p.pressPart(s.done)
	p.shot("meeting-look")
	p.press("✅")
	p.be(s.first, "")
	p.reads(s.room)
	p.shot("meeting-called")
	p.press("✅")
}

// checkIn: the meeting opens; one member types the code, the others signed on
// paper.
func (s sitting) checkIn(p *phone) {
	p.t.Helper()
	p.moveTo("2026-12-04T14:45:00+08:00")
	p.be(s.staff, "")
	p.write("/meetings", true)
	p.pressPart(s.line)
	p.pressPart(s.open)
	p.press("📱")
	p.shot("meeting-code")
	code := regexp.MustCompile(`\d{3} \d{3}`).FindString(eval[string](p, `[...document.querySelectorAll("[data-message]")].at(-1).innerText`))
	p.be(s.first, "")
	p.write(code, true)
	p.reads(s.in)
	p.shot("meeting-checked-in")
	p.be(s.staff, "")
	p.write("/meetings", true)
	p.pressPart(s.line)
	p.pressPart(s.paper)
	for _, name := range sitters {
		if name != s.first {
			p.pressPart(name)
		}
	}
	p.shot("meeting-paper")
	p.pressPart(s.back)
}

// decide: a secret vote in which one of four votes; the group sees the papers.
func (s sitting) decide(p *phone) {
	p.t.Helper()
	p.pressPart(s.vote)
	p.pressPart(s.secret)
	p.shot("meeting-secret")
	p.pressPart(s.five)
	p.be(s.first, s.reps)
	p.shot("meeting-vote")
	p.tap("🔒", s.get)
	p.be(s.first, "")
	p.reads(s.code)
	p.shot("meeting-ballot")
	p.pressPart(s.forIt)
	p.shot("meeting-voted")
	p.be(s.staff, "")
	p.pressPart(s.see)
	p.pressPart(s.end)
	p.pressPart(s.now)
	p.be(s.first, s.reps)
	p.until("the papers", fmt.Sprintf(`[...document.querySelectorAll("[data-message]")].slice(-3).some((n) => n.textContent.includes(%q))`, s.papers))
	p.shot("meeting-result")
}

// minutes: the meeting ends and is put down.
func (s sitting) minutes(p *phone) {
	p.t.Helper()
	p.be(s.staff, "")
	p.pressPart(s.back)
	p.pressPart(s.record)
	p.pressPart(s.recorder)
	p.shot("meeting-page")
	p.pressPart(s.over)
	p.shot("meeting-over")
	p.pressPart(s.look)
	p.reads(s.sign)
	p.shot("meeting-minutes")
}
