package bot

import (
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// showCase shows one request with all that the person may do about it.
func (c *staff) showCase(t *turn, b caseButton) error {
	f, err := c.office.Follow(t.tx, b.Request)
	if err != nil {
		return err
	}
	r := f.Request
	if err := c.office.Allowed(t.act(), fund.ActAnswer, r.Community); err != nil {
		return err
	}
	text, err := c.caseText(t, f)
	if err != nil {
		return err
	}
	keys, err := c.caseKeys(t, r)
	if err != nil {
		return err
	}
	return t.show(screen{Text: text, Keys: keys})
}

// caseText is a request with what was said about it.
func (c *staff) caseText(t *turn, f office.Followed) (locales.Message, error) {
	r := f.Request
	state, err := stateOf(t.tx, c.office, f)
	if err != nil {
		return locales.Message{}, err
	}
	parts := []locales.Message{locales.RequestPage(r.Number, r.Text, r.Where, len(r.Photos), r.Filed, state)}
	if r.Source != fund.SourceSelf {
		parts = append(parts, locales.DeskSource(sourceName(r.Source)))
	}
	if f.Merge != nil {
		into, err := c.office.Request(t.tx, f.Merge.Into)
		if err != nil {
			return locales.Message{}, err
		}
		parts = append(parts, locales.DeskMergeWaits(into.Number, f.Merge.Asked))
	}
	comments, err := c.office.Comments(t.tx, r.ID)
	if err != nil || len(comments) == 0 {
		return locales.Paragraphs(parts...), err
	}
	var lines []locales.Message
	for _, made := range comments[max(0, len(comments)-commentsShown):] {
		if made.Office {
			lines = append(lines, locales.RequestAnswerLine(made.At, made.Text))
			continue
		}
		lines = append(lines, locales.RequestCommentLine(made.At, made.Text))
	}
	return locales.Paragraphs(append(parts, locales.RequestComments(len(comments), lines))...), nil
}

// caseKeys are what the person may do about a request at this moment.
func (c *staff) caseKeys(t *turn, r fund.Request) ([][]key, error) {
	rows := [][]can{{{fund.ActAnswer, t.key(locales.DeskAnswerButton(), commentButton{int64(r.ID)})}}}
	if r.Status == fund.RequestOpen {
		rows = append([][]can{{{fund.ActAdopt, t.key(locales.DeskAdoptButton(), adoptButton{r.ID})}}}, rows...)
		rows = append(rows, []can{
			{fund.ActMerge, t.key(locales.DeskJoinButton(), joinButton{r.ID})},
			{fund.ActDecline, t.key(locales.DeskDeclineButton(), declineButton{r.ID})},
		})
	}
	keys, err := c.allowed(t, r.Community, rows)
	if err != nil {
		return nil, err
	}
	if r.Project != 0 {
		keys = append(keys, []key{t.key(locales.WorksOpenButton(), projectButton{r.Project})})
	}
	last := c.deskButtonRow(t)
	if len(r.Photos) > 0 {
		last = append([]key{t.key(locales.DeskPhotosButton(), photosButton{int64(r.ID)})}, last...)
	}
	return append(keys, last), nil
}

// sourceName says how a request came in.
func sourceName(s fund.RequestSource) locales.Message {
	switch s {
	case fund.SourceSelf:
	case fund.SourceCounter:
		return locales.IntakeCounterButton()
	case fund.SourceCall:
		return locales.IntakeCallButton()
	case fund.SourceVisit:
		return locales.IntakeVisitButton()
	case fund.SourcePaper:
		return locales.IntakePaperButton()
	}
	return locales.Message{}
}
