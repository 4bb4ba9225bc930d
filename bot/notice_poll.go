package bot

import (
	"encoding/json"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// asked is one of Telegram's own polls: a message that shows no words of ours
// but its question. With Stop it takes no more answers.
type asked struct {
	Part      office.PollPart
	Question  string
	Options   []string
	Multiple  bool
	CloseDate int64 // Unix seconds
	Stop      bool
}

// maxResult is how much of an answer a result shows, in code points: as many as
// there may be fit into one message.
const maxResult = 60

// pollPart is one part of a poll in a group: to be asked, or to be stopped
// there. What was stopped before it was asked is not asked any more.
func (c *staff) pollPart(v *view, data json.RawMessage) (screen, error) {
	d, err := read[office.PollPart](data)
	if err != nil {
		return screen{}, err
	}
	p, err := c.office.Poll(v.tx, d.Poll)
	if err != nil {
		return screen{}, err
	}
	post, err := v.tx.PollPost(d.Poll, d.Part, v.chat)
	if err != nil {
		return screen{}, err
	}
	a := asked{Part: d, Multiple: p.Multiple, CloseDate: p.Closes.Unix(), Stop: p.Status != fund.PollOpen}
	sent := post.Telegram != ""
	if post.Final || sent != a.Stop || !sent && p.Closes.Sub(v.now) < fund.PollShortest {
		return screen{}, errNothing
	}
	for _, o := range p.Part(d.Part) {
		text, err := c.optionText(v.tx, o)
		if err != nil {
			return screen{}, err
		}
		a.Options = append(a.Options, text)
	}
	question, err := c.question(v.lang, p)
	if err == nil {
		a.Question, err = c.book.Plain(v.lang, locales.PollQuestion(question, d.Part+1, p.Parts()))
	}
	a.Question = cut(a.Question, fund.PollQuestionLength)
	return screen{Asked: &a}, err
}

// pollResult is what came of a poll: to the group, and to whoever asked.
func (c *staff) pollResult(v *view, data json.RawMessage) (screen, error) {
	d, err := read[office.PollNews](data)
	if err != nil {
		return screen{}, err
	}
	p, err := c.office.Poll(v.tx, d.Poll)
	if err != nil {
		return screen{}, err
	}
	if p.Status != fund.PollClosed {
		return screen{}, errNothing
	}
	question, err := c.question(v.lang, p)
	if err != nil {
		return screen{}, err
	}
	s := screen{}
	if v.private() {
		s.Keys = [][]key{{v.key(locales.NeedsButton(), needsButton{Place: p.Community})}}
	}
	if p.Voters == 0 {
		s.Text = locales.PollResultNone(question)
		return s, nil
	}
	lines, err := c.pollLines(v.tx, p)
	if err != nil {
		return screen{}, err
	}
	parts := []locales.Message{locales.PollResult(question, p.Voters), lines}
	if p.Parts() > 1 {
		parts = append(parts, locales.PollResultParts(p.Parts()))
	}
	s.Text = locales.Paragraphs(append(parts, locales.PollResultNext())...)
	return s, nil
}
