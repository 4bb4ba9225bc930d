package bot

import (
	"errors"
	"strconv"
	"strings"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// markButton marks an option of a ballot, or takes the mark off; it hangs under
// the post and, with Page, under its page in a private chat. marksButton shows
// that page. myMarksButton tells one person, and nobody else, what they marked.
// countFileButton gives a closed budget ballot as a file.
type (
	markButton struct {
		Ballot fund.BallotID
		N      int
		Page   int           // from 1; 0 under the post
		For    fund.PersonID // whose proxy the one who presses holds; 0 for themselves
	}
	marksButton struct {
		Ballot fund.BallotID
		Page   int
		For    fund.PersonID
	}
	myMarksButton   struct{ Ballot fund.BallotID }
	countFileButton struct{ Ballot fund.BallotID }
)

// onPage is how many options a page in a private chat has; fewPosted is up to
// how many are posted in a group by their names, and not by their numbers.
const (
	onPage    = 8
	fewPosted = 10
	inRow     = 5
)

// markFlow is voting where options are marked.
func (d *decisions) markFlow(r *router) {
	press(r, "xk", d.mark)
	press(r, "xp", d.pressMarks)
	press(r, "xm", func(t *turn, b myMarksButton) error { return d.tellMarks(t, b.Ballot) })
	press(r, "xf", d.countFile)
}

func (d *decisions) mark(t *turn, b markButton) error {
	v, err := d.office.Ballot(t.tx, b.Ballot)
	if err != nil {
		return err
	}
	var (
		marks   []int
		changed bool
	)
	as, err := d.office.ByProxy(t.act(), b.Ballot, b.For)
	if err == nil {
		marks, changed, err = d.office.Mark(as, b.Ballot, b.N)
	}
	switch {
	case errors.Is(err, fund.ErrClosed):
		return refuse(endedWords(v))
	case err != nil:
		return d.whyNot(t, v, err)
	}
	t.toast(markedWords(v, marks, changed))
	if b.Page == 0 {
		return nil // the post counts again by itself, a few votes at a time
	}
	return d.showMarks(t, marksButton{b.Ballot, b.Page, b.For})
}

// markedWords says what somebody has marked now.
func markedWords(v office.BallotView, marks []int, changed bool) locales.Message {
	until := v.Ballot.Closes
	if len(marks) == 0 {
		return locales.MarkNoneAlert(until)
	}
	o, _ := v.Asked.Option(marks[0])
	switch text := cut(o.Text, maxLabel); {
	case v.Ballot.Kind == fund.BallotBudget:
		return locales.MarkRecordedAlert(numbers(marks), until)
	case changed:
		return locales.MarkChosenAlert(text, until)
	default:
		return locales.MarkChosenSameAlert(text, until)
	}
}

// numbers writes the numbers of options; where they are many, the first ones.
func numbers(marks []int) string {
	const most = 25
	var list []string
	for _, n := range marks[:min(len(marks), most)] {
		list = append(list, strconv.Itoa(n))
	}
	if len(marks) > most {
		list = append(list, "…")
	}
	return strings.Join(list, ", ")
}

// pressMarks shows a ballot's page, from a group in the person's own chat.
func (d *decisions) pressMarks(t *turn, b marksButton) error {
	if t.chat.private() {
		return d.showMarks(t, b)
	}
	s, err := d.marksPage(t, b)
	if err != nil {
		return err
	}
	t.alert(locales.MarkSentAlert())
	return t.tell(t.person.Telegram, s)
}

func (d *decisions) showMarks(t *turn, b marksButton) error {
	s, err := d.marksPage(t, b)
	if err != nil {
		return err
	}
	return t.show(s)
}

// marksPage is a ballot's page for one person: the post, what they marked, and
// its options, a few at a time; once it is closed, why it came out so.
func (d *decisions) marksPage(t *turn, b marksButton) (screen, error) {
	id, page := b.Ballot, b.Page
	v, err := d.office.Ballot(t.tx, id)
	if err != nil {
		return screen{}, err
	}
	options, page, pages := optionsPage(v.Asked.Options, page)
	var s screen
	if v.Ballot.Status == fund.BallotClosed {
		s, err = d.closedPage(t, v, options)
	} else {
		s, err = d.openPage(t, v, options, marksButton{id, page, b.For})
	}
	if err != nil {
		return s, err
	}
	s.Keys = append(s.Keys, pageKeys(page, pages, func(to int) key {
		return t.key(locales.MarkPageButton(to, pages), marksButton{id, to, b.For})
	})...)
	if v.Ballot.Status == fund.BallotOpen && d.office.MayClose(t.act(), id) == nil {
		s.Keys = append(s.Keys, []key{t.key(locales.BallotEndButton(), closeButton{Ballot: id})})
	}
	s.Keys = append(s.Keys, d.afterKeys(t, v)...)
	return s, nil
}

func (d *decisions) openPage(t *turn, v office.BallotView, options []fund.Option, b marksButton) (screen, error) {
	text, err := d.questionText(t.tx, v)
	if err != nil {
		return screen{}, err
	}
	id := v.Ballot.ID
	as, err := d.office.ByProxy(t.act(), id, b.For)
	if err != nil {
		return screen{}, err
	}
	if d.office.MayVote(as, id) != nil {
		return screen{Text: text}, nil //nolint:nilerr // whoever may not vote has no buttons
	}
	head := locales.Message{}
	if b.For != 0 {
		head = locales.ProxyPaper(as.By.Name)
	}
	if v.Ballot.Secret {
		yours, keys, err := d.myVote(t, v)
		return screen{Text: locales.Paragraphs(text, yours), Keys: keys}, err
	}
	marks, err := d.office.MyMarks(t.tx, id, as.By.ID)
	if err != nil {
		return screen{}, err
	}
	yours := locales.MarkYoursNone()
	if len(marks) > 0 {
		yours = locales.MarkYours(numbers(marks))
	}
	s := screen{Text: locales.Paragraphs(head, text, yours)}
	for _, o := range options {
		name, err := d.optionName(t.tx, o)
		if err != nil {
			return s, err
		}
		s.Keys = append(s.Keys, []key{t.key(optionLabel(marks, o.N)(o.N, cut(name, maxLabel)), markButton{id, o.N, b.Page, b.For})})
	}
	return s, nil
}

func (d *decisions) closedPage(t *turn, v office.BallotView, options []fund.Option) (screen, error) {
	c, err := d.counting(t.act(), v)
	if err != nil {
		return screen{}, err
	}
	text, err := d.settledText(t.tx, t.lang, v, c, options)
	if err != nil {
		return screen{}, err
	}
	s := screen{Text: text}
	if c.Award != nil {
		s.Keys = append(s.Keys, []key{t.key(locales.MarkFileButton(), countFileButton{v.Ballot.ID})})
	}
	m, err := d.office.Meeting(t.act(), v.Ballot.Meeting)
	if err != nil {
		return s, err
	}
	last, _ := lastVote(m, v.Ballot.Item)
	if m.Meeting.Status == fund.MeetingOpen && last.ID == v.Ballot.ID && d.office.Presides(t.act(), v.Ballot.Meeting) == nil {
		b := newQuestionButton{v.Ballot.Meeting, v.Ballot.Item, v.Ballot.Kind == fund.BallotBudget, v.Ballot.Secret}
		s.Keys = append(s.Keys, []key{t.key(locales.QuestionAgainButton(), b)})
	}
	return s, nil
}

// tellMarks answers with what the person marked, in a window that only they see.
func (d *decisions) tellMarks(t *turn, id fund.BallotID) error {
	v, err := d.office.Ballot(t.tx, id)
	if err != nil {
		return err
	}
	marks, err := d.office.MyMarks(t.tx, id, t.person.ID)
	if err != nil {
		return err
	}
	theirs, err := d.votedFor(t, v)
	if err != nil {
		return err
	}
	ended := v.Ballot.Accepts(t.now) != nil
	switch {
	case ended && len(marks) > 0:
		t.alert(locales.Lines(locales.MarkWasAlert(numbers(marks), endedWords(v)), theirs))
	case ended:
		t.alert(endedWords(v))
	case len(marks) > 0:
		t.alert(locales.Lines(markedWords(v, marks, true), theirs))
	default:
		if err := d.office.MayVote(t.act(), id); err != nil {
			return d.whyNot(t, v, err)
		}
		t.alert(locales.Lines(locales.MarkNoneAlert(v.Ballot.Closes), theirs))
	}
	return nil
}

// countFile gives a closed budget ballot to whoever wants to count it.
func (d *decisions) countFile(t *turn, b countFileButton) error {
	v, err := d.office.Ballot(t.tx, b.Ballot)
	if err != nil {
		return err
	}
	c, err := d.office.Count(t.act(), b.Ballot)
	if err != nil {
		return err
	}
	data, err := d.pabulibFile(t.tx, v, c)
	if err != nil {
		return err
	}
	s := screen{Text: locales.MarkFile(), Document: &document{Name: "ballot-" + strconv.FormatInt(int64(b.Ballot), 10) + ".pb", Bytes: data}}
	if t.chat.private() {
		return t.say(s)
	}
	t.alert(locales.MarkSentAlert())
	return t.tell(t.person.Telegram, s)
}
