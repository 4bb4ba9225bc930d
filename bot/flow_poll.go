package bot

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// asking is a poll being made. Top is how many of the needs most supported are
// its answers; Typed are others. Length is in seconds.
type asking struct {
	Place    fund.PlaceID     `json:"place"`
	Requests []fund.RequestID `json:"requests,omitempty"`
	Typed    []string         `json:"typed,omitempty"`
	Question string           `json:"question,omitempty"`
	Length   int64            `json:"length,omitempty"`
	One      bool             `json:"one,omitempty"`
}

// pollsButton lists a community's polls; pollButton shows one; newPollButton
// begins another; stopPollButton asks whether to close one now, and does with
// Yes.
type (
	pollsButton    struct{ Place fund.PlaceID }
	pollButton     struct{ Poll fund.PollID }
	newPollButton  struct{ Place fund.PlaceID }
	stopPollButton struct {
		Poll fund.PollID
		Yes  bool
	}
)

// pollFlow is asking the neighbours by Telegram's own polls.
func (c *staff) pollFlow(r *router) {
	c.poll = form(r, c.pollForm())
	press(r, "np", c.showPolls)
	press(r, "npo", func(t *turn, b pollButton) error { return c.showPoll(t, b.Poll) })
	press(r, "npn", c.beginPoll)
	press(r, "nps", c.stopPoll)
	r.polled(pollEars{heard: c.office.HearPoll, sent: c.office.PollSent, moved: c.office.AskAgain})
	r.notice(office.KindPoll, c.pollPart)
	r.notice(office.KindPollResult, c.pollResult)
}

// beginPoll asks first what there is to choose among, if anybody can be asked.
func (c *staff) beginPoll(t *turn, b newPollButton) error {
	if _, err := c.office.MayAsk(t.act(), b.Place); err != nil {
		return err
	}
	return c.poll.begin(t, asking{Place: b.Place})
}

func (c *staff) pollForm() dialog.Form[*turn, asking] {
	label := func(m locales.Message) func(asking) locales.Message { return func(asking) locales.Message { return m } }
	return dialog.Form[*turn, asking]{
		Name: "poll", Title: locales.PollFormTitle(),
		Steps: []dialog.Step[*turn, asking]{
			{Key: "options", Label: label(locales.PollOptionsLabelButton()), Ask: c.askPollOptions, Take: c.takePollOptions},
			{Key: "question", Label: label(locales.PollQuestionLabelButton()), Ask: c.askPollQuestion, Take: c.takePollQuestion},
			{Key: "length", Label: label(locales.PollLengthLabelButton()), Ask: c.askPollLength, Take: takePollLength},
			{
				Key: "many", Label: label(locales.PollManyLabelButton()), Ask: askPollMany, Take: takePollMany,
				Unasked: func(asking) bool { return true },
			},
		},
		Look: c.lookAtPoll,
		Done: func(t *turn, d asking) error {
			p, err := c.office.OpenPoll(t.act(), d.poll())
			if err != nil {
				return err
			}
			return t.show(screen{Text: locales.PollOpened(p.Closes), Keys: [][]key{
				{t.key(locales.PollListButton(), pollsButton{p.Community})}, {t.key(locales.NeedsButton(), needsButton{Place: p.Community})},
			}})
		},
	}
}

func (d asking) poll() office.NewPoll {
	return office.NewPoll{
		Community: d.Place, Question: d.Question, Multiple: !d.One, Requests: d.Requests, Typed: d.Typed,
		Length: time.Duration(d.Length) * time.Second,
	}
}

// tops are how many of the needs most supported are offered as answers.
func (c *staff) tops(t *turn, open int) []int {
	rules := c.office.Rules(t.now).Polls
	var list []int
	for _, n := range []int{5, rules.Offered, min(open, rules.MaxOptions)} {
		if n <= open && n >= 2 && (len(list) == 0 || n > list[len(list)-1]) {
			list = append(list, n)
		}
	}
	return list
}

func (c *staff) askPollOptions(t *turn, d asking) (dialog.View, error) {
	_, open, err := c.office.OpenRequests(t.tx, d.Place, 0, 1)
	v := dialog.View{Text: locales.PollAskOptions(open)}
	for _, n := range c.tops(t, open) {
		v.Choices = append(v.Choices, []dialog.Choice{{Value: strconv.Itoa(n), Label: locales.PollTopButton(n)}})
	}
	return v, err
}

func (c *staff) takePollOptions(t *turn, d *asking, a dialog.Answer) error {
	d.Requests, d.Typed = nil, nil
	if a.Choice != "" {
		n, err := strconv.Atoi(a.Choice)
		if err != nil {
			return err
		}
		list, _, err := c.office.OpenRequests(t.tx, d.Place, 0, n)
		for _, r := range list {
			d.Requests = append(d.Requests, r.ID)
		}
		return err
	}
	for line := range strings.Lines(a.Text) {
		if line = strings.TrimSpace(line); line != "" {
			d.Typed = append(d.Typed, line)
		}
	}
	if len(d.Typed) == 0 {
		return dialog.Again(locales.FormTextPlease())
	}
	n := d.poll()
	n.Question, n.Length = "", time.Hour // they are asked for later
	if _, err := c.office.CheckPoll(t.tx, t.now, n); err != nil {
		return again(err)
	}
	return nil
}

func (c *staff) askPollQuestion(t *turn, _ asking) (dialog.View, error) {
	return dialog.View{Text: locales.PollAskQuestion(), Choices: [][]dialog.Choice{
		{{Value: "u", Label: locales.PollUsualButton(c.office.Rules(t.now).Needs.Year(t.now))}},
	}}, nil
}

func (c *staff) takePollQuestion(t *turn, d *asking, a dialog.Answer) error {
	if a.Choice != "" {
		d.Question = ""
		return nil
	}
	if a.Text == "" {
		return dialog.Again(locales.FormTextPlease())
	}
	n := d.poll()
	n.Question, n.Length = a.Text, time.Hour
	if _, err := c.office.CheckPoll(t.tx, t.now, n); err != nil {
		return again(err)
	}
	d.Question = a.Text
	return nil
}

func (c *staff) askPollLength(t *turn, _ asking) (dialog.View, error) {
	v := dialog.View{Text: locales.PollAskLength()}
	for _, length := range c.office.Rules(t.now).Polls.Lengths {
		v.Choices = append(v.Choices, []dialog.Choice{{
			Value: strconv.FormatInt(int64(length/time.Second), 10), Label: locales.PollLengthButton(length),
		}})
	}
	return v, nil
}

func takePollLength(_ *turn, d *asking, a dialog.Answer) (err error) {
	if a.Choice == "" {
		return dialog.Again(locales.FormPressPlease())
	}
	d.Length, err = strconv.ParseInt(a.Choice, 10, 64)
	return err
}

func askPollMany(*turn, asking) (dialog.View, error) {
	return dialog.View{Text: locales.PollAskMany(), Choices: [][]dialog.Choice{
		{{Value: "many", Label: locales.PollManyButton()}}, {{Value: "one", Label: locales.PollOneButton()}},
	}}, nil
}

func takePollMany(_ *turn, d *asking, a dialog.Answer) error {
	if a.Choice == "" {
		return dialog.Again(locales.FormPressPlease())
	}
	d.One = a.Choice == "one"
	return nil
}

// lookAtPoll shows the poll as it would be asked.
func (c *staff) lookAtPoll(t *turn, d asking) (dialog.View, error) {
	name, err := nameOf(t.tx, c.office, d.Place)
	if err != nil {
		return dialog.View{}, err
	}
	p, err := c.drafted(t, d)
	if err != nil {
		return dialog.View{}, err
	}
	question, err := c.question(t.lang, p)
	if err != nil {
		return dialog.View{}, err
	}
	var lines []locales.Message
	for _, o := range p.Options {
		lines = append(lines, locales.PollOptionLine(o.N, cut(o.Text, maxResult)))
	}
	several := 1
	if d.One {
		several = 0
	}
	return dialog.View{Text: locales.PollLook(name, question, lines, several, p.Parts(), p.Closes)}, nil
}

// drafted is the poll of a form. One of its requests may be open no longer:
// that is said when it is sent.
func (c *staff) drafted(t *turn, d asking) (fund.Poll, error) {
	n := d.poll()
	n.Requests, n.Typed = nil, nil
	p, err := c.office.CheckPoll(t.tx, t.now, n)
	if err != nil && !errors.Is(err, fund.ErrPoll) {
		return p, err
	}
	for _, id := range d.Requests {
		r, err := c.office.Request(t.tx, id)
		if err != nil {
			return p, err
		}
		p.Options = append(p.Options, fund.PollOption{Request: id, Text: fund.OptionText(r)})
	}
	for _, text := range d.Typed {
		p.Options = append(p.Options, fund.PollOption{Text: text})
	}
	p.Deal()
	return p, nil
}

// question is what a poll asks; the usual one in a language.
func (c *staff) question(l locales.Lang, p fund.Poll) (string, error) {
	if p.Question != "" {
		return p.Question, nil
	}
	return c.book.Plain(l, locales.PollUsual(c.office.Rules(p.Opened).Needs.Year(p.Opened)))
}

// showPolls lists a community's polls.
func (c *staff) showPolls(t *turn, b pollsButton) error {
	if err := c.office.Allowed(t.act(), fund.ActOversee, b.Place); err != nil {
		return err
	}
	name, err := nameOf(t.tx, c.office, b.Place)
	if err != nil {
		return err
	}
	list, err := c.office.Polls(t.tx, b.Place)
	if err != nil {
		return err
	}
	parts := []locales.Message{locales.PollList(name)}
	if len(list) == 0 {
		parts = append(parts, locales.PollListNone())
	}
	var keys [][]key
	for _, p := range list[:min(len(list), deskSize)] {
		question, err := c.question(t.lang, p)
		if err != nil {
			return err
		}
		parts = append(parts, locales.PollListLine(question, pollState(p)))
		keys = append(keys, []key{t.key(locales.PollOpenButton(cut(question, maxShortLabel)), pollButton{p.ID})})
	}
	may, err := c.allowed(t, b.Place, [][]can{{{fund.ActPoll, t.key(locales.PollNewButton(), newPollButton(b))}}})
	keys = append(append(keys, may...), []key{t.key(locales.NeedsButton(), needsButton{Place: b.Place})})
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.Paragraphs(parts...), Keys: keys})
}

// maxShortLabel is how much of somebody's words a button shows.
const maxShortLabel = 30

func pollState(p fund.Poll) locales.Message {
	switch p.Status {
	case fund.PollOpen:
		return locales.PollStateOpen(p.Closes)
	case fund.PollClosing:
		return locales.PollStateClosing()
	case fund.PollClosed:
	}
	at := p.Closed
	if at.After(p.Closes) { // it was counted later
		at = p.Closes
	}
	return locales.PollStateClosed(at, p.Voters)
}

func (c *staff) showPoll(t *turn, id fund.PollID) error {
	p, err := c.office.Poll(t.tx, id)
	if err == nil {
		err = c.office.Allowed(t.act(), fund.ActOversee, p.Community)
	}
	if err != nil {
		return err
	}
	name, err := nameOf(t.tx, c.office, p.Community)
	if err != nil {
		return err
	}
	question, err := c.question(t.lang, p)
	if err != nil {
		return err
	}
	parts := []locales.Message{locales.PollPage(question, name, pollState(p), p.Parts())}
	lines, err := c.pollLines(t.tx, p)
	if err != nil {
		return err
	}
	parts = append(parts, lines)
	var keys [][]key
	if p.Status == fund.PollOpen {
		if keys, err = c.allowed(t, p.Community, [][]can{{{fund.ActPoll, t.key(locales.PollStopButton(), stopPollButton{Poll: id})}}}); err != nil {
			return err
		}
	}
	keys = append(keys, []key{t.key(locales.PollListButton(), pollsButton{p.Community})})
	return t.show(screen{Text: locales.Paragraphs(parts...), Keys: keys})
}

// pollLines are a poll's answers: as they are asked, or, once it is closed, as
// they were chosen.
func (c *staff) pollLines(tx *store.Tx, p fund.Poll) (locales.Message, error) {
	closed := p.Status == fund.PollClosed
	options := p.Options
	if closed {
		options = p.Ranking()
	}
	var lines []locales.Message
	for i, o := range options {
		text, err := c.optionText(tx, o)
		if err != nil {
			return locales.Message{}, err
		}
		if text = cut(text, maxResult); !closed {
			lines = append(lines, locales.PollOptionLine(i+1, text))
			continue
		}
		lines = append(lines, locales.PollResultLine(i+1, text, o.Count, share(o.Count, max(p.Voters, 1))))
	}
	return locales.Lines(lines...), nil
}

// optionText is an answer's words; the request's number when its author had
// them deleted: the number says nothing.
func (c *staff) optionText(tx *store.Tx, o fund.PollOption) (string, error) {
	if o.Text != "" || o.Request == 0 {
		return o.Text, nil
	}
	r, err := c.office.Request(tx, o.Request)
	return r.Number, err
}

func (c *staff) stopPoll(t *turn, b stopPollButton) error {
	p, err := c.office.Poll(t.tx, b.Poll)
	if err == nil {
		err = c.office.Allowed(t.act(), fund.ActPoll, p.Community)
	}
	if err != nil {
		return err
	}
	back := []key{t.key(locales.CampaignBackButton(), pollButton{p.ID})}
	if b.Yes {
		if _, err := c.office.StopPoll(t.act(), b.Poll); err != nil {
			return err
		}
		return t.show(screen{Text: locales.PollStopped(), Keys: [][]key{back}})
	}
	if p.Status != fund.PollOpen {
		return refuse(locales.RefusePollClosedAlert())
	}
	question, err := c.question(t.lang, p)
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.PollStopAsk(question, p.Closes), Keys: [][]key{
		{t.key(locales.PollStopYesButton(), stopPollButton{p.ID, true})}, back,
	}})
}
