package bot

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// mergeButton is the author's answer to a proposed merge.
type mergeButton struct {
	Merge int64
	Yes   bool
}

// stepOutButton takes back the support that a merge moved.
type stepOutButton struct{ Request int64 }

// requestNotices words what is told about requests, and takes the answers.
func (c *residents) requestNotices(r *router) {
	r.notice(office.KindRequestPost, c.requestPost)
	r.notice(office.KindGone, gone)
	r.notice(office.KindRequestChanged, c.requestChanged)
	r.notice(office.KindRequestComment, c.requestComment)
	r.notice(office.KindRequestQuestion, c.requestQuestion)
	r.notice(office.KindMergeAsk, c.mergeAsk)
	r.notice(office.KindMergeDone, c.mergeDone)
	r.notice(office.KindMergeAnswered, c.mergeAnswered)
	press(r, "me", c.answerMerge)
	press(r, "so", c.stepOut)
}

// read gives a notice's data.
func read[D any](data json.RawMessage) (D, error) {
	var d D
	if err := json.Unmarshal(data, &d); err != nil {
		return d, fmt.Errorf("read notice: %w", err)
	}
	return d, nil
}

// captionRoom is how long a request's words may be to stand under its photo.
const captionRoom = 600

// requestPost is the post about a request in its neighbourhood's group. It
// never says who asked.
func (c *residents) requestPost(v *view, data json.RawMessage) (screen, error) {
	d, err := read[office.RequestPost](data)
	if err != nil {
		return screen{}, err
	}
	f, err := c.office.Follow(v.tx, d.Request)
	if err != nil {
		return screen{}, err
	}
	r := f.Request
	if r.Status == fund.RequestWithdrawn { // where it does not stand, nobody has to hear that it is gone
		if _, err := v.tx.Post(v.chat, v.topic); err != nil {
			return screen{}, err
		}
	}
	state, err := stateOf(v.tx, c.office, f)
	if err != nil {
		return screen{}, err
	}
	comments, err := c.office.Comments(v.tx, r.ID)
	if err != nil {
		return screen{}, err
	}
	parts := []locales.Message{locales.RequestPost(r.Number, r.Text, r.Where, state)}
	if len(comments) > 0 {
		parts = append(parts, locales.RequestPostComments(len(comments)))
	}
	s := screen{}
	if r.Status == fund.RequestOpen {
		parts = append(parts, locales.RequestPostHint())
		s.Keys = [][]key{{v.key(locales.RequestSupportButton(r.Supporters), postSupportButton{int64(r.ID)})}}
	}
	if r.At != nil {
		s.Keys = append(s.Keys, []key{linkKey(locales.RequestMapButton(), mapLink(*r.At))})
	}
	s.Text = locales.Lines(parts...)
	if len(r.Photos) > 0 && utf8.RuneCountInString(r.Text+r.Where) <= captionRoom {
		s.Photos = files(r.Photos[:1])
	}
	return s, nil
}

// openKeys are the key to a request's page.
func (v *view) openKeys(id fund.RequestID) [][]key {
	if !v.private() {
		return nil
	}
	return [][]key{{v.key(locales.RequestOpenButton(), openButton{Request: int64(id)})}}
}

// requestChanged is the one line on every change.
func (c *residents) requestChanged(v *view, data json.RawMessage) (screen, error) {
	d, err := read[office.RequestChanged](data)
	if err != nil {
		return screen{}, err
	}
	r, err := c.office.Request(v.tx, d.Request)
	if err != nil {
		return screen{}, err
	}
	var p fund.Project
	if d.Project != 0 {
		if p, err = c.office.Project(v.tx, d.Project); err != nil {
			return screen{}, err
		}
	}
	line := newsLine(d, r, p)
	if line.IsZero() {
		return screen{}, errNothing
	}
	return screen{Text: line, Keys: v.openKeys(r.ID)}, nil
}

func newsLine(d office.RequestChanged, r fund.Request, p fund.Project) locales.Message {
	number, title := r.Number, shortTitle(r)
	switch d.What {
	case office.ChangeAdopted:
		return locales.NewsAdopted(number, title, p.Number)
	case office.ChangeDeclined:
		return locales.NewsDeclined(number, title, d.Reason)
	case office.ChangeMerged:
		return locales.NewsMerged(number, title)
	case office.ChangeWithdrawn:
		return locales.NewsWithdrawn(number, title)
	case office.ChangeSupported:
		return locales.NewsSupported(number, title, d.Count)
	case office.ChangeVoting:
		return locales.NewsVoting(number, p.Title, p.Number)
	case office.ChangeDecided:
		return locales.NewsDecided(p.Number, p.Title)
	case office.ChangeLost:
		return locales.NewsLost(p.Number, p.Title)
	case office.ChangeNoQuorum:
		return locales.NewsNoQuorum(p.Number, p.Title)
	case office.ChangeForwarded:
		return locales.NewsForwarded(p.Number, p.Title)
	case office.ChangeApproved:
		return locales.NewsApproved(p.Number, p.Title)
	case office.ChangeRefused:
		return locales.NewsRefused(p.Number, p.Title, d.Reason)
	case office.ChangeReturned:
		return locales.NewsReturned(p.Number, p.Title, d.Reason)
	case office.ChangeResubmitted:
		return locales.NewsResubmitted(p.Number, p.Title)
	case office.ChangeStarted:
		return locales.NewsStarted(p.Number, p.Title)
	case office.ChangeFinished:
		return locales.NewsFinished(p.Number, p.Title, int64(p.Spent))
	case office.ChangeAltered:
		return locales.NewsAltered(p.Number, p.Title, int64(p.Cost()), d.Reason)
	case office.ChangeReconsidered:
		return locales.NewsReconsidered(p.Number, p.Title, int64(p.Cost()), d.Reason)
	case office.ChangeAnew:
		return locales.NewsAnew(p.Number, p.Title, int64(p.Cost()))
	case office.ChangeKept:
		return locales.NewsKept(p.Number, p.Title, int64(p.Cost()))
	case office.ChangePassed:
		return locales.NewsPassed(p.Number, p.Title)
	case office.ChangeMending:
		return locales.NewsMending(p.Number, p.Title, d.Reason)
	case office.ChangeAccepted:
		return locales.NewsAccepted(p.Number, p.Title)
	case office.ChangeFailed:
		return locales.NewsFailed(p.Number, p.Title, d.Reason, d.Count)
	case office.ChangeUnfinished:
		return locales.YearNewsUnfinished(p.Number, p.Title, p.Year, d.Count)
	case office.ChangeLapsed:
		return locales.YearNewsLapsed(p.Number, p.Title, p.Year)
	case office.ChangeUnbarred:
		return locales.YearNewsUnbarred(p.Number, p.Title)
	case office.ChangeDropped:
		return locales.NewsDropped(p.Number, p.Title, d.Reason)
	}
	return locales.Message{}
}

// commented gives a comment that still has its words, and its request.
func (c *residents) commented(v *view, data json.RawMessage) (fund.Request, store.Comment, error) {
	d, err := read[office.RequestComment](data)
	if err != nil {
		return fund.Request{}, store.Comment{}, err
	}
	m, err := c.office.CommentByID(v.tx, d.Comment)
	if err != nil {
		return fund.Request{}, m, err
	}
	if m.Text == "" {
		return fund.Request{}, m, errNothing // deleted meanwhile
	}
	r, err := c.office.Request(v.tx, d.Request)
	return r, m, err
}

func (c *residents) requestComment(v *view, data json.RawMessage) (screen, error) {
	r, m, err := c.commented(v, data)
	if err != nil {
		return screen{}, err
	}
	text := locales.NewsComment(r.Number, shortTitle(r), m.Text)
	if m.Office {
		text = locales.NewsAnswer(r.Number, shortTitle(r), m.Text)
	}
	return screen{Text: text, Keys: v.openKeys(r.ID)}, nil
}

func (c *residents) requestQuestion(v *view, data json.RawMessage) (screen, error) {
	r, m, err := c.commented(v, data)
	if err != nil {
		return screen{}, err
	}
	return screen{Text: locales.NewsQuestion(r.Number, shortTitle(r), m.Text), Keys: [][]key{
		{v.key(locales.NewsAnswerButton(), commentButton{int64(r.ID)})},
	}}, nil
}

// merging gives a proposal and the two requests it is about.
func (c *residents) merging(v *view, data json.RawMessage) (m store.Merge, r, into fund.Request, err error) {
	d, err := read[office.MergeNews](data)
	if err != nil {
		return m, r, into, err
	}
	if m, err = c.office.MergeByID(v.tx, d.Merge); err != nil {
		return m, r, into, err
	}
	if r, err = c.office.Request(v.tx, m.Request); err != nil {
		return m, r, into, err
	}
	into, err = c.office.Request(v.tx, m.Into)
	return m, r, into, err
}

func (c *residents) mergeAsk(v *view, data json.RawMessage) (screen, error) {
	m, r, into, err := c.merging(v, data)
	if err != nil {
		return screen{}, err
	}
	if !m.Answered.IsZero() {
		return screen{}, errNothing
	}
	return screen{Text: locales.MergeAsk(r.Number, shortTitle(r), into.Number, shortTitle(into), into.Supporters), Keys: [][]key{
		{v.key(locales.MergeYesButton(), mergeButton{m.ID, true})},
		{v.key(locales.MergeNoButton(), mergeButton{m.ID, false})},
	}}, nil
}

func (c *residents) mergeDone(v *view, data json.RawMessage) (screen, error) {
	_, r, into, err := c.merging(v, data)
	if err != nil {
		return screen{}, err
	}
	return screen{Text: locales.MergeDone(r.Number, into.Number, shortTitle(into)), Keys: append(v.openKeys(into.ID),
		[]key{v.key(locales.MergeOutButton(), stepOutButton{int64(into.ID)})})}, nil
}

func (c *residents) mergeAnswered(v *view, data json.RawMessage) (screen, error) {
	m, r, into, err := c.merging(v, data)
	if err != nil {
		return screen{}, err
	}
	if m.Agreed {
		return screen{Text: locales.MergeAnsweredYes(r.Number, into.Number)}, nil
	}
	return screen{Text: locales.MergeAnsweredNo(r.Number, into.Number)}, nil
}

func (c *residents) answerMerge(t *turn, b mergeButton) error {
	m, err := c.office.AnswerMerge(t.act(), b.Merge, b.Yes)
	if err != nil {
		return err
	}
	r, err := c.office.Request(t.tx, m.Request)
	if err != nil {
		return err
	}
	into, err := c.office.Request(t.tx, m.Into)
	if err != nil {
		return err
	}
	if m.Agreed {
		return t.show(screen{Text: locales.MergeAgreed(r.Number, into.Number), Keys: [][]key{
			{t.key(locales.RequestOpenButton(), openButton{Request: int64(into.ID)})},
		}})
	}
	return t.show(screen{Text: locales.MergeRefused(r.Number), Keys: [][]key{
		{t.key(locales.RequestOpenButton(), openButton{Request: int64(r.ID)})},
	}})
}

func (c *residents) stepOut(t *turn, b stepOutButton) error {
	id := fund.RequestID(b.Request)
	changed, err := c.office.Unsupport(t.act(), id)
	if err != nil {
		return err
	}
	if !changed {
		t.toast(locales.RequestUnsupportedAlert())
		return nil
	}
	r, err := c.office.Request(t.tx, id)
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.MergeOut(r.Number)})
}
