package bot

import (
	"fmt"
	"regexp"
	"strings"

	"huimin/sandbox"
)

// recordHead is a hash of the record: it is salted, and another one each time.
var recordHead = regexp.MustCompile(`\b[0-9a-f]{32}\b`)

// hear writes down what the bot does.
func (s *stage) hear(e sandbox.Event) {
	switch e.Kind { //nolint:exhaustive // the rest is not the bot's doing
	case sandbox.EventMessage, sandbox.EventEdit:
		if e.Message.FromBot() && !s.deaf {
			s.hearMessage(e)
		}
	case sandbox.EventPoll:
		if e.Message.Poll.Closed && !s.deaf {
			s.note("✎", e.Chat, []string{fmt.Sprintf("🗳 (closed, %d took part) %s", e.Message.Poll.Total, e.Message.Poll.Question)})
		}
	case sandbox.EventAnswer:
		s.hearAnswer(e)
	default:
	}
}

func (s *stage) hearMessage(e sandbox.Event) {
	mark := ""
	if e.Kind == sandbox.EventEdit {
		mark = "✎"
	}
	m := e.Message
	lines := strings.Split(shownCode.ReplaceAllString(recordHead.ReplaceAllString(m.Text, "(hash)"), "(code)"), "\n")
	switch {
	case m.Poll != nil:
		lines = pollShown(m.Poll)
	case len(m.Album) > 0, m.Kind == sandbox.KindPhoto:
		lines[0] = "📷 " + lines[0]
	case m.Kind == sandbox.KindDocument:
		lines[0] = fmt.Sprintf("📎 %s %s", m.Document.Name, lines[0])
	}
	if m.ReplyTo != nil {
		lines[0] = "↩ " + lines[0]
	}
	for _, row := range m.Keyboard {
		lines = append(lines, keyRow(row, "[", "]"))
	}
	if m.Reply != nil {
		for _, row := range m.Reply.Rows {
			lines = append(lines, keyRow(row, "{", "}"))
		}
		if m.Reply.Remove {
			lines = append(lines, "{}")
		}
	}
	s.note(mark, e.Chat, lines)
}

// pollShown is one of Telegram's polls as people see it.
func pollShown(p *sandbox.Poll) []string {
	how := "one answer"
	if p.Multiple {
		how = "several answers"
	}
	if p.HideResults {
		how += ", results hidden"
	}
	lines := []string{fmt.Sprintf("🗳 %s (%s, until %s)", p.Question, how, p.CloseDate.Format("2006-01-02 15:04"))}
	for i, o := range p.Options {
		lines = append(lines, fmt.Sprintf("(%d) %s", i+1, o.Text))
	}
	return lines
}

func keyRow(row []sandbox.Button, left, right string) string {
	var keys []string
	for _, b := range row {
		label := b.Text
		if b.URL != "" {
			label += " → " + b.URL
		}
		if b.Disabled {
			label += " (off)"
		}
		keys = append(keys, left+label+right)
	}
	return strings.Join(keys, " ")
}

func (s *stage) hearAnswer(e sandbox.Event) {
	a, _ := e.Tap.Answer()
	for _, p := range s.players {
		if p.user == e.User {
			p.answer = a
		}
	}
	mark := "~"
	if a.Alert {
		mark = "!"
	}
	switch {
	case s.deaf:
	case a.URL != "":
		s.note("!", e.User.Private(), []string{"→ " + a.URL})
	case a.Text != "":
		s.note(mark, e.User.Private(), strings.Split(a.Text, "\n"))
	}
}

// note writes down what somebody gets to see.
func (s *stage) note(mark string, chat *sandbox.Chat, lines []string) {
	to := ""
	for name, g := range s.groups {
		if g == chat {
			to = " → " + name
		}
	}
	for name, p := range s.players {
		if p.user.Private() == chat && p != s.acting {
			to = " → " + name
		}
	}
	for i, line := range lines {
		switch {
		case i == 0:
			s.heard = append(s.heard, strings.TrimRight("bot"+mark+to+": "+line, " "))
		case line != "":
			s.heard = append(s.heard, "    "+line)
		}
	}
}
