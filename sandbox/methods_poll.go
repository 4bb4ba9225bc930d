package sandbox

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	maxPollOptions = 12
	minPollTime    = 5         // seconds a poll is open at least
	maxPollTime    = 2_628_000 // seconds a poll is open at most
)

func (c *call) sendPoll() (any, *refusal) {
	chat, m, no := c.draft(KindPoll)
	if no != nil {
		return nil, no
	}
	question := strings.TrimSpace(c.text("question"))
	if no := checkQuestion(question); no != nil {
		return nil, no
	}
	p := &Poll{Question: question, Anonymous: true, Multiple: c.boolean("allows_multiple_answers"), HideResults: c.boolean("hide_results_until_closes")}
	if v, ok := c.lookup("is_anonymous"); ok && v != "" {
		p.Anonymous = c.boolean("is_anonymous")
	}
	if no := c.pollKind(p); no != nil {
		return nil, no
	}
	if no := c.pollOptions(p); no != nil {
		return nil, no
	}
	if no := c.pollTexts(p); no != nil {
		return nil, no
	}
	if no := c.pollTime(p); no != nil {
		return nil, no
	}
	if chat.kind == Channel && !p.Anonymous {
		return nil, badRequest("non-anonymous polls can't be sent to channel chats")
	}
	p.ID, p.Closed = c.s.newPollID(), c.boolean("is_closed")
	m.Poll = p
	c.store(chat, m)
	c.s.addPoll(m)
	return m.wire(), nil
}

// pollKind reads type, revoting and the right answers of a quiz.
func (c *call) pollKind(p *Poll) *refusal {
	switch strings.ToLower(c.text("type")) {
	case "", "regular":
		p.Revoting = true
	case "quiz":
		p.Quiz = true
	default:
		return badRequest("unsupported poll type specified")
	}
	if v, ok := c.lookup("allows_revoting"); ok && v != "" {
		p.Revoting = c.boolean("allows_revoting")
	}
	if no := c.object("correct_option_ids", "correct option identifiers", &p.Correct); no != nil {
		return no
	}
	if p.Quiz && len(p.Correct) == 0 {
		return badRequest("parameter \"correct_option_ids\" is required")
	}
	if c.boolean("members_only") || c.text("country_codes") != "" {
		c.notes = append(c.notes, "members_only and country_codes are for channels and no part of the practice")
	}
	return nil
}

func (c *call) pollOptions(p *Poll) *refusal {
	var options []pollOption
	if c.text("options") == "" {
		return badRequest("parameter \"options\" is required")
	}
	if no := c.object("options", "options", &options); no != nil {
		return no
	}
	if len(options) == 0 {
		return badRequest("poll must have at least one answer option")
	}
	if len(options) > maxPollOptions {
		return badRequest("poll can't have more than %d options", maxPollOptions)
	}
	for i, o := range options {
		o.Text = strings.TrimSpace(o.Text)
		if o.Text == "" {
			return badRequest("text must be non-empty")
		}
		if utf8.RuneCountInString(o.Text) > 100 {
			return badRequest("poll options length must not exceed 100")
		}
		p.Options = append(p.Options, PollOption{ID: strconv.Itoa(i), Text: o.Text})
	}
	for _, right := range p.Correct {
		if right < 0 || right >= len(options) {
			return badRequest("wrong correct option ID specified")
		}
	}
	return nil
}

func (c *call) pollTexts(p *Poll) *refusal {
	f, no := c.formatted("description", "description_parse_mode", "description_entities")
	if no != nil {
		return no
	}
	if tooLong(f.text, 1024) {
		return badRequest("poll description is too long")
	}
	p.Description = f.text
	if f, no = c.formatted("explanation", "explanation_parse_mode", "explanation_entities"); no != nil {
		return no
	}
	if tooLong(f.text, 200) || strings.Count(f.text, "\n") > 2 {
		return badRequest("QUIZ_EXPLANATION_TOO_LONG")
	}
	p.Explanation = f.text
	return nil
}

// pollTime reads when the poll closes by itself.
func (c *call) pollTime(p *Poll) *refusal {
	period, date := c.integer("open_period"), c.integer("close_date")
	now := c.s.now()
	switch {
	case period != 0 && date != 0:
		return badRequest("can't specify both open_period and close_date")
	case period != 0:
		if period < minPollTime || period > maxPollTime {
			return badRequest("POLL_CLOSE_PERIOD_INVALID")
		}
		p.OpenPeriod, p.CloseDate = int(period), now.Add(time.Duration(period)*time.Second)
	case date != 0:
		at := time.Unix(date, 0).In(now.Location())
		if left := at.Sub(now); left < minPollTime*time.Second || left > maxPollTime*time.Second {
			return badRequest("POLL_CLOSE_DATE_INVALID")
		}
		p.CloseDate = at
	}
	return nil
}

func (c *call) stopPoll() (any, *refusal) {
	chat, no := c.chat("chat_id")
	if no != nil {
		return nil, no
	}
	id, no := c.messageID("message_id")
	if no != nil {
		return nil, no
	}
	m := chat.message(id)
	if m == nil {
		return nil, badRequest("message with poll to stop not found")
	}
	if m.Poll == nil {
		return nil, badRequest("message is not a poll")
	}
	if m.From.ID != c.s.bot.ID && m.SenderChat != chat || m.Forward != nil {
		return nil, badRequest("poll can't be stopped")
	}
	if m.Poll.Closed {
		return nil, badRequest("poll has already been closed")
	}
	mk, no := c.markup(chat)
	if no != nil {
		return nil, no
	}
	next := c.s.closePoll(c.s.polls.byID[m.Poll.ID], m)
	if keyed := next.version(); mk.given || len(next.Keyboard) > 0 {
		keyed.Keyboard = mk.inline
		chat.replace(keyed, EventEdit)
	}
	return next.Poll.wire(), nil
}
