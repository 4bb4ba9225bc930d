package report

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"huimin/fund"
	"huimin/locales"
)

// heldMeeting is a meeting of nine, of whom seven came, with so many
// contributions.
func heldMeeting(t *testing.T, said int) Minutes {
	t.Helper()
	prog, err := fund.Liuzhou()
	if err != nil {
		t.Fatal(err)
	}
	at := func(h, m int) time.Time { return time.Date(2026, 3, 7, h, m, 0, 0, prog.Zone) }
	m := Minutes{
		Place: locales.Name{ZH: "车辆厂东社区", EN: "Workshop East"}, Kind: locales.MeetingRepresentatives(),
		Names: map[fund.PersonID]string{
			1: "陈静", 2: "罗莎", 3: "王小明", 4: "欧阳修", 5: "Ann Lee", 6: "赵敏", 7: "韦国强", 8: "覃丽", 9: "黄大年", 10: "№ 10", 11: "李**",
		},
		Titles: map[int]string{1: "街心公园长廊改造（CD-26-P01）", 2: "院内停车规则"},
		Needed: 6,
		Outcome: func(b fund.Ballot) locales.Message {
			if b.Outcome == fund.OutcomeCarried {
				return locales.OutcomeCarried()
			}
			return locales.OutcomeLost()
		},
		Head: Head{Size: 4711, Hash: strings.Repeat("0af3", 16)},
	}
	m.Meeting = fund.Meeting{
		ID: 1, Kind: fund.MeetingRepresentatives, Status: fund.MeetingEnded, Title: "第一季度居民代表会议", Where: "社区二楼会议室",
		Starts: at(19, 0), Called: at(9, 30).AddDate(0, 0, -4), CalledBy: 1, Opened: at(19, 2), Ended: at(20, 41), Chair: 1, Recorder: 2,
		Haste: "长廊顶棚有掉落危险，须尽快决定",
		Before: []fund.Rescheduled{
			{Starts: at(19, 0).AddDate(0, 0, -1), Where: "文化站", By: 1, At: at(8, 0).AddDate(0, 0, -3)},
			{Starts: at(20, 0), Where: "文化站", Haste: "文化站要检修", By: 2, At: at(8, 0).AddDate(0, 0, -2)},
		},
		Agenda: []fund.AgendaItem{
			{N: 1, Project: 1}, {N: 2, Title: "院内停车规则", Text: "晚上十点以后消防通道不停车；访客车辆登记后停在北门内侧。"},
		},
	}
	m.Members = []fund.PersonID{2, 3, 4, 5, 6, 7, 8, 9, 10}
	m.Attended = []fund.Attendance{
		{Person: 2, Way: fund.CheckInCode, Came: at(18, 55)},
		{Person: 3, Way: fund.CheckInCode, Came: at(18, 56)},
		{Person: 4, Way: fund.CheckInChair, Came: at(18, 58)},
		{Person: 5, Way: fund.CheckInRemote, Came: at(19, 0)},
		{Person: 6, Way: fund.CheckInCode, Came: at(19, 1), Away: true},
		{Person: 7, Way: fund.CheckInCode, Came: at(19, 4), Left: at(20, 10)},
		{Person: 8, Way: fund.CheckInProxy, Came: at(19, 10)},
	}
	m.Proxies = []fund.Proxy{
		{Giver: 8, Holder: 3, By: 8, Given: at(18, 0)},
		{Giver: 4, Holder: 5, By: 1, Given: at(18, 30), Ended: at(18, 58)},
	}
	m.Votes = []fund.ItemVote{
		{
			Ballot: fund.Ballot{
				Kind: fund.BallotMotion, Item: 1, Opened: at(19, 30), ClosedAt: at(19, 45), Outcome: fund.OutcomeCarried,
				Tally: fund.Tally{Members: 9, For: 5, Against: 1, Abstain: 1, Present: 7, Room: 2},
			},
			For: []fund.PersonID{2, 3, 4}, Against: []fund.PersonID{7}, Abstain: []fund.PersonID{8},
			InRoom: []fund.PersonID{5, 6}, Room: fund.RoomCount{For: 2}, Tellers: []fund.PersonID{1, 9},
		},
		{
			Ballot: fund.Ballot{
				Kind: fund.BallotMotion, Item: 2, Secret: true, Opened: at(20, 15), ClosedAt: at(20, 30), Outcome: fund.OutcomeLost,
				Tally: fund.Tally{Members: 9, For: 3, Against: 2, Present: 6, Uncounted: 1},
			},
			Tellers: []fund.PersonID{3, 4},
		},
	}
	words := []string{
		"长廊是老人和孩子每天都要经过的地方，先修顶棚，再换地砖。", "I agree, but please keep the old tree.", "停车规则写得太细，执行起来难，谁来登记访客？",
	}
	for n := range said {
		c := fund.Contribution{N: n + 1, Person: fund.PersonID(2 + n%4), By: fund.PersonID(2 + n%4), As: fund.SpeakerMember, At: at(19, 10+n%50), Text: words[n%3]}
		switch n % 7 {
		case 2:
			c.Person, c.By, c.As = 11, 11, fund.SpeakerGuest
		case 3:
			c.Text = ""
		case 4:
			c.Text, c.TakenBack = "", at(20, 0)
		case 5:
			c.By = 1
		}
		m.Contributions = append(m.Contributions, c)
	}
	return m
}

// TestMinutesPaper sets the paper in every language, as a draft and signed,
// short and long; the same minutes give the same bytes.
func TestMinutesPaper(t *testing.T) {
	book, err := locales.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	signed := heldMeeting(t, 7)
	end := signed.Meeting.Ended
	signed.SignOffs = []fund.SignOff{
		{Capacity: fund.CapacityChair, Person: 1, At: end.Add(10 * time.Minute)}, {Capacity: fund.CapacityRecorder, Person: 2, At: end.Add(time.Hour)},
	}
	signed.Until = end.AddDate(0, 0, 15)
	signed.Corrections = []fund.Correction{{N: 1, Person: 2, At: end.AddDate(0, 0, 1), Text: "第 2 项中“北门”应为“南门”。"}}
	for name, m := range map[string]Minutes{"minutes-draft": heldMeeting(t, 0), "minutes-signed": signed, "minutes-long": heldMeeting(t, 90)} {
		for _, lang := range []locales.Lang{"en", "zh"} {
			tryPaper(t, name+"."+string(lang), func() ([]byte, error) { return MinutesPaper(m, book, lang) })
		}
	}
}

// TestMinutesTellWhoCounted has the tellers, what they counted and whose votes
// these were; and that a vote was not counted.
func TestMinutesTellWhoCounted(t *testing.T) {
	book, err := locales.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[locales.Lang][]string{
		"zh": {"反对：韦国强", "其中现场票 2 票，由两人分别计：赞成 2 · 反对 0 · 弃权 0", "投现场票：Ann Lee和赵敏", "计票：陈静和黄大年", "现场票 1 票没有计入", "计票：王小明和欧阳修"},
		"en": {
			"Against: 韦国强", "Of these 2 in the room, counted by two tellers: for 2 · against 0 · abstained 0", "Voted in the room: Ann Lee and 赵敏",
			"Tellers: 陈静 and 黄大年", "1 vote in the room is not counted", "Tellers: 王小明 and 欧阳修",
		},
	} {
		words, err := book.Plain(lang, locales.Lines(heldMeeting(t, 0).votes()...))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range want {
			if _, rest, found := strings.Cut(words, part); found {
				words = rest
				continue
			}
			t.Errorf("%s: %q is not where it should be, in %s", lang, part, words)
		}
	}
}

// TestMinutesTellEveryMove names when and where the meeting was called for, and
// each time it was moved, by whom and to what.
func TestMinutesTellEveryMove(t *testing.T) {
	book, err := locales.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	m := heldMeeting(t, 0)
	facts, err := book.Plain("en", m.facts())
	day := func(back int) string { return m.Meeting.Starts.AddDate(0, 0, back).Format("Mon 2 Jan") }
	want := strings.Join([]string{
		"Called for " + day(-1) + ", 19:00, 文化站",
		"Moved on " + day(-3) + ", 08:00 by 陈静 to " + day(0) + ", 20:00, 文化站",
		"Why the notice is short: 文化站要检修",
		"Moved on " + day(-2) + ", 08:00 by 罗莎 to " + day(0) + ", 19:00, 社区二楼会议室",
		"Why the notice is short: 长廊顶棚有掉落危险，须尽快决定",
	}, "\n")
	if err != nil || !strings.Contains(facts, want) {
		t.Errorf("the minutes say\n%s\nand not\n%s\n%v", facts, want, err)
	}
	m.Meeting.Before = nil
	if facts, err = book.Plain("en", m.facts()); err != nil || strings.Contains(facts, "Called for") {
		t.Errorf("of a meeting that was not moved they say\n%s\n%v", facts, err)
	}
}

// TestMinutesInParts puts long minutes into messages: none is longer than it may
// be, and nothing is lost or told twice.
func TestMinutesInParts(t *testing.T) {
	book, err := locales.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	const most = 900
	for _, lang := range []locales.Lang{"en", "zh"} {
		m := heldMeeting(t, 60)
		blocks := m.Blocks()
		pages, err := Pages(book, lang, blocks, most)
		if err != nil || len(pages) < 4 {
			t.Fatalf("%s: %d pages, %v", lang, len(pages), err)
		}
		var whole, parts []string
		for _, block := range blocks {
			words, err := book.Plain(lang, block)
			if err != nil {
				t.Fatal(err)
			}
			whole = append(whole, words)
		}
		for _, page := range pages {
			words, err := book.Plain(lang, page)
			if err != nil {
				t.Fatal(err)
			}
			if n := utf8.RuneCountInString(words); n > most {
				t.Errorf("%s: a part of %d", lang, n)
			}
			parts = append(parts, words)
		}
		if strings.Join(whole, "\n") != strings.Join(parts, "\n") {
			t.Errorf("%s: not the same in parts", lang)
		}
	}
}

// TestMinutesTellOfProxies names who let whom vote for them, and as what they
// were there.
func TestMinutesTellOfProxies(t *testing.T) {
	book, err := locales.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	m := heldMeeting(t, 0)
	var lines []string
	for _, line := range m.presence() {
		words, err := book.Plain("en", line)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, words)
	}
	text := strings.Join(lines, "\n")
	for _, want := range []string{
		"覃丽: 19:10, by proxy", "覃丽 let 王小明 vote for them, by written proxy of Sat 7 Mar, 18:00",
		"欧阳修 let Ann Lee vote for them, by a proxy on paper taken down Sat 7 Mar, 18:30; it ended Sat 7 Mar, 18:58",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

// TestMinutesOfASharedSum tells a vote in which options were marked by its
// options, not by for and against, and prints it.
func TestMinutesOfASharedSum(t *testing.T) {
	book, err := locales.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	m := heldMeeting(t, 0)
	m.Projects = map[fund.ProjectID]string{7: "CD-26-P07 Lamps", 8: "CD-26-P08 Benches"}
	m.Votes = []fund.ItemVote{{
		Ballot: fund.Ballot{
			Kind: fund.BallotBudget, Item: 2, Opened: m.Meeting.Opened, ClosedAt: m.Meeting.Ended, Outcome: fund.OutcomeCarried,
			Tally: fund.Tally{Members: 9, For: 2, Present: 6},
		},
		Asked: fund.Question{
			Options: []fund.Option{{N: 1, Project: 7, Cost: fund.Yuan(3_000), Votes: 2, Won: true}, {N: 2, Project: 8, Cost: fund.Yuan(4_000)}},
			Pot:     fund.Pot{Sum: fund.Yuan(5_000), Left: fund.Yuan(5_000)},
		},
		Marks: []fund.Mark{{Person: 1, N: []int{1}}, {Person: 2, N: []int{1}}},
	}}
	text, err := book.Plain("en", m.votes()[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"6 of 9 present, 2 voted", "To give away: 5,000 yuan", "1. CD-26-P07 Lamps (3,000 yuan): 2 votes, funded. By: " + m.Names[1],
		"2. CD-26-P08 Benches (4,000 yuan): 0 votes, not funded",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if raw, err := MinutesPaper(m, book, "zh"); err != nil || len(raw) == 0 {
		t.Errorf("paper: %d bytes, %v", len(raw), err)
	}
}
