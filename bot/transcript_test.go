package bot

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/office"
	"huimin/programme"
	"huimin/sandbox"
)

// Transcripts are conversations as they happen, testdata/*.chat, played
// through the real bot, the real database and the practice Telegram. They are
// rewritten by "go test ./bot -run Transcripts -update"; read the difference.
//
// First who and what there is; places are those of newStage:
//
//	person ann = Ann Lee, en                               a stranger
//	person chen = 陈 静, zh, resident CD, staff CD           has agreed, holds roles
//	group square = 车辆厂东邻居, zh, neighbourhood CD: ann     bound; "= Title: ann" is not
//	budget ann 5                                           so many messages and presses at most
//	clock 2026-11-23 10:00                                 when it begins
//	rules initiative                                       another preset than liuzhou
//
// Then what people do; "ann in square:" does it in that group:
//
//	ann: some words⏎more       ⏎ is a line break; ann: (edit) other words for her last message
//	ann: [Label]               presses the button, of the latest message that has it
//	ann: ↩ words               replies to the bot's latest message; ↩ {part} words to one with that part
//	ann: ↪ {part} words        replies to a person's latest message with that part
//	ann: 📷 caption             a photo; 📷📷📷 caption is an album
//	ann: 📍                     where she stands; 📍 24.3, 109.4
//	ann: 📎 list.pdf            a file; 📎 list.csv {a,b|1,2} one with two lines
//	ann: (start) cCD           opens a link to the bot
//	ann: (follow)              opens the link that answered her last press
//	ann: (code)                types the six digits on the chair's screen; (scan) opens its picture
//	ann: (again)               sends her last press once more
//	ann: (forge) data          sends a press of her own making
//	ann in square: (vote) 1 3  answers the latest poll; (vote) {part} 1 one with that part in its question
//	ann: (block), (unblock), (join), (leave)
//	office chen: adopt CD-26-0001 20000 Lamp   what no conversation is needed for; see do
//	--- restart ---            the program ends and starts again
//	--- down until 2026-11-24 10:00 ---   the program does not run until then
//	--- twice ---              what comes next is delivered twice
//	@ 2026-11-24 10:00         time passes; also @ +48h
//
// What the bot does stands below, written by the test: "bot: " to whoever
// acted, "bot → bob: " to others, ✎ edits, ! is an alert and ~ a passing note.
var update = flag.Bool("update", false, "rewrite the transcripts")

func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.chat")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".chat"), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := play(t, string(raw))
			if t.Failed() || got == string(raw) {
				return
			}
			if !*update {
				t.Errorf("%s plays differently; look with -update and git diff:\n%s", file, firstDifference(string(raw), got))
				return
			}
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d\n  is     %s\n  but is %s", i+1, w[i], g[i])
		}
	}
	return fmt.Sprintf("%d lines, not %d", len(g), len(w))
}

var (
	castLine  = regexp.MustCompile(`^(person|group|budget|clock|rules) (?:(\w+) = )?(.*)$`)
	beginLine = regexp.MustCompile(`(?m)^clock (.*)$`)
	rulesLine = regexp.MustCompile(`(?m)^rules (.*)$`)
	actLine   = regexp.MustCompile(`^(\w+)(?: in (\w+))?: ?(.*)$`)
	workLine  = regexp.MustCompile(`^office (\w+): (.*)$`)
	heardLine = regexp.MustCompile(`^(bot[✎!~]?( → \w+)?:|    )`)
	pressed1  = regexp.MustCompile(`^\[(.+)\]$`)
)

// play plays a transcript and gives it as it went.
func play(t *testing.T, script string) string {
	t.Helper()
	return playWith(t, script, func(*stage) {})
}

// playWith looks at the stage after every line.
func playWith(t *testing.T, script string, look func(*stage)) string {
	t.Helper()
	begin := stageBegin
	if m := beginLine.FindStringSubmatch(script); m != nil {
		begin = m[1]
	}
	rules := programme.Liuzhou
	if m := rulesLine.FindStringSubmatch(script); m != nil {
		rules = m[1]
	}
	s := newStageBy(t, begin, rules)
	var out []string
	budgets, acts := map[string]int{}, map[string]int{}
	twice := false
	for _, line := range strings.Split(strings.TrimRight(script, "\n"), "\n") {
		if heardLine.MatchString(line) {
			continue
		}
		out = append(out, line)
		if m := castLine.FindStringSubmatch(line); m != nil && s.deaf {
			s.cast(m[1], m[2], m[3], budgets)
			continue
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		s.deaf = false
		switch line {
		case "--- restart ---":
			s.restart()
		case "--- twice ---":
			twice = true
			continue
		default:
			acts[s.line(line)]++
			s.settle()
			if twice {
				s.redeliver(1)
			}
			twice = false
		}
		s.wait(s.now.Add(10 * time.Second)) // posts wait a little for more changes
		out = append(out, s.heard...)
		s.heard = nil
		look(s)
		if t.Failed() {
			t.Fatalf("at %q", line)
		}
	}
	for name, most := range budgets {
		if acts[name] > most {
			t.Errorf("%s needed %d messages and presses, %d is the most", name, acts[name], most)
		}
		if s.filed(s.player(name)) == 0 {
			t.Errorf("%s filed nothing", name)
		}
	}
	s.check()
	return strings.Join(out, "\n") + "\n"
}

// cast reads who and what there is.
func (s *stage) cast(what, name, about string, budgets map[string]int) {
	s.t.Helper()
	switch what {
	case "person":
		s.enter(name, about)
	case "group":
		s.gather(name, about)
	case "clock":
		s.wait(s.moment(about))
	case "budget":
		who, most, _ := strings.Cut(about, " ")
		n, err := strconv.Atoi(most)
		if err != nil {
			s.t.Fatal(err)
		}
		budgets[who] = n
	}
}

func (s *stage) moment(text string) time.Time {
	s.t.Helper()
	if rest, ok := strings.CutPrefix(text, "+"); ok {
		d, err := time.ParseDuration(rest)
		if err != nil {
			s.t.Fatal(err)
		}
		return s.now.Add(d)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", text, s.now.Location())
	if err != nil {
		s.t.Fatal(err)
	}
	return at
}

// line plays one line and tells who acted.
func (s *stage) line(line string) string {
	s.t.Helper()
	if text, ok := strings.CutPrefix(line, "@ "); ok {
		s.acting = nil
		s.wait(s.moment(text))
		return ""
	}
	if text, ok := strings.CutPrefix(line, "--- down until "); ok {
		s.acting = nil
		s.sleep(s.moment(strings.TrimSuffix(text, " ---")))
		return ""
	}
	if m := workLine.FindStringSubmatch(line); m != nil {
		s.acting = nil
		s.work(s.player(m[1]), strings.Fields(m[2]))
		return ""
	}
	m := actLine.FindStringSubmatch(line)
	if m == nil {
		s.t.Fatalf("cannot read %q", line)
	}
	p := s.player(m[1])
	chat := p.user.Private()
	if m[2] != "" {
		if chat = s.groups[m[2]]; chat == nil {
			s.t.Fatalf("there is no group %q", m[2])
		}
	}
	s.acting = p
	s.act(p, chat, m[3])
	return m[1]
}

// act is one message or press.
func (s *stage) act(p *player, chat *sandbox.Chat, body string) {
	s.t.Helper()
	body = strings.ReplaceAll(body, "⏎", "\n")
	word, rest, _ := strings.Cut(body, " ")
	switch {
	case pressed1.MatchString(body):
		s.press(p, chat, pressed1.FindStringSubmatch(body)[1])
	case word == "(edit)":
		p.user.Edit(s.latest(chat, func(m *sandbox.Message) bool { return m.From.ID == p.user.ID() }), rest)
	case word == "(start)":
		p.user.Start(rest)
	case word == "(follow)":
		payload, ok := s.telegram.DeepLink(p.answer.URL)
		if !ok {
			s.t.Fatalf("%q is no link to the bot", p.answer.URL)
		}
		p.user.Start(payload)
	case word == "(code)":
		p.user.Say(chat, s.readCode())
	case word == "(scan)":
		p.user.Start(fmt.Sprintf("%c%d-%s", wantCheckIn, s.sitting(), s.readCode()))
	case word == "(again)":
		p.tap = p.user.Forge(p.tap.Message, p.tap.Data)
	case word == "(forge)":
		p.user.Forge(s.latest(chat, func(m *sandbox.Message) bool { return m.FromBot() }), rest)
	case word == "(vote)":
		s.vote(p, chat, rest)
	case word == "(block)":
		p.user.Block()
	case word == "(unblock)":
		p.user.Unblock()
	case word == "(join)":
		chat.Add(p.user)
	case word == "(leave)":
		p.user.Leave(chat)
	default:
		s.send(p, chat, word, rest, body)
	}
}

// send is one message.
func (s *stage) send(p *player, chat *sandbox.Chat, word, rest, body string) {
	s.t.Helper()
	switch {
	case word == "↩":
		part := ""
		if strings.HasPrefix(rest, "{") {
			part, rest, _ = strings.Cut(rest[1:], "} ")
		}
		p.user.Reply(s.latest(chat, func(m *sandbox.Message) bool { return m.FromBot() && strings.Contains(m.Text, part) }), rest)
	case word == "↪":
		part, words, _ := strings.Cut(strings.TrimPrefix(rest, "{"), "} ")
		p.user.Reply(s.latest(chat, func(m *sandbox.Message) bool { return !m.FromBot() && strings.Contains(m.Text, part) }), words)
	case strings.HasPrefix(word, "📷"):
		var pictures [][]byte
		for range strings.Count(word, "📷") {
			pictures = append(pictures, picture(len(chat.History())+len(pictures)))
		}
		p.user.Album(chat, rest, pictures...)
	case word == "📍":
		lat, lon := 24.3264, 109.4281
		if rest != "" {
			if _, err := fmt.Sscanf(rest, "%g, %g", &lat, &lon); err != nil {
				s.t.Fatal(err)
			}
		}
		p.user.Place(chat, lat, lon)
	case word == "📎":
		name, lines, _ := strings.Cut(rest, " {")
		data := []byte("%PDF-1.4")
		if lines != "" {
			data = []byte(strings.ReplaceAll(strings.TrimSuffix(lines, "}"), "|", "\n"))
		}
		p.user.File(chat, name, data)
	default:
		p.user.Say(chat, body)
	}
}

// vote answers a poll.
func (s *stage) vote(p *player, chat *sandbox.Chat, rest string) {
	s.t.Helper()
	part := ""
	if strings.HasPrefix(rest, "{") {
		part, rest, _ = strings.Cut(rest[1:], "} ")
	}
	var chosen []int
	for word := range strings.FieldsSeq(rest) {
		n, err := strconv.Atoi(word)
		if err != nil {
			s.t.Fatal(err)
		}
		chosen = append(chosen, n-1)
	}
	asked := s.latest(chat, func(m *sandbox.Message) bool { return m.Poll != nil && strings.Contains(m.Poll.Question, part) })
	if err := p.user.Vote(asked, chosen...); err != nil {
		s.t.Fatal(err)
	}
}

// latest is the last message of a chat that is so.
func (s *stage) latest(chat *sandbox.Chat, so func(*sandbox.Message) bool) *sandbox.Message {
	s.t.Helper()
	for _, m := range slices.Backward(chat.History()) {
		if so(m) {
			return m
		}
	}
	s.t.Fatalf("no such message in %q", chat.Title())
	return nil
}

// press presses the button with that label: of the latest message that has it,
// or of the keyboard below the text field.
func (s *stage) press(p *player, chat *sandbox.Chat, label string) {
	s.t.Helper()
	for _, m := range slices.Backward(chat.History()) {
		if _, ok := m.Find(label); !ok {
			continue
		}
		tap, err := p.user.Press(m, label)
		if err != nil {
			s.t.Fatal(err)
		}
		p.tap = tap
		return
	}
	if board := p.user.KeyboardIn(chat); board != nil {
		for _, row := range board.Rows {
			for _, b := range row {
				if b.Text == label {
					p.user.Say(chat, label)
					return
				}
			}
		}
	}
	var labels []string
	for _, m := range chat.History() {
		labels = append(labels, m.Labels()...)
	}
	s.t.Fatalf("%s sees no button %q; there are %q", p.name, label, labels)
}

// work is what staff do that a transcript is not about: adopt NUMBER YUAN
// TITLE, decline NUMBER REASON, merge NUMBER INTO.
func (s *stage) work(p *player, words []string) {
	s.t.Helper()
	s.write(s.person(p), func(a office.Act) error {
		if known, err := s.decide(a, words); known || err != nil {
			return err
		}
		r, err := s.office.RequestByNumber(a.Tx, words[1])
		if err != nil {
			return err
		}
		switch words[0] {
		case "adopt":
			yuan, err := strconv.ParseInt(words[2], 10, 64)
			if err != nil {
				return err
			}
			_, err = s.office.Adopt(a, r.ID, office.NewProject{
				Title: strings.Join(words[3:], " "), Item: "GG2", Funding: fund.Funding{Fund: fund.Yuan(yuan)},
			})
			return err
		case "decline":
			_, err = s.office.Decline(a, r.ID, strings.Join(words[2:], " "))
			return err
		case "merge":
			into, err := s.office.RequestByNumber(a.Tx, words[2])
			if err != nil {
				return err
			}
			_, err = s.office.ProposeMerge(a, r.ID, into.ID)
			return err
		}
		return fmt.Errorf("nobody knows how to %s", words[0])
	})
}
