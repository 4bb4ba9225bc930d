package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/store"
)

// turnout is who said that they come, and whether that would be a quorum.
func turnout(v office.MeetingView) locales.Message {
	c := fund.TurnoutOf(v.Members, v.Replies)
	lines := []locales.Message{locales.CallTurnout(c.Coming, c.Perhaps, c.Not, c.Silent, v.Needed, len(v.Members))}
	if c.Guests > 0 {
		lines = append(lines, locales.CallGuests(c.Guests))
	}
	return locales.Lines(lines...)
}

// noticedMeeting is the meeting that a notice is about, and who reads it: 0
// for a group, or for somebody who is not known any more.
func (g *gathering) noticedMeeting(v *view, id fund.MeetingID) (m office.MeetingView, reader fund.PersonID, err error) {
	m, err = g.office.Meeting(office.Act{Tx: v.tx, Now: v.now}, id)
	if err != nil || !v.private() {
		return m, 0, err
	}
	p, err := v.tx.PersonByTelegram(v.chat)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return m, p.ID, err
}

// callNotice calls a member to a meeting, and from then on says what became of
// it.
func (g *gathering) callNotice(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.MeetingPost](data)
	if err != nil {
		return screen{}, err
	}
	m, reader, err := g.noticedMeeting(v, n.Meeting)
	if err != nil {
		return screen{}, err
	}
	a := office.Act{Tx: v.tx, Now: v.now}
	text, err := g.meetingText(a, m)
	if err != nil || m.Meeting.Status != fund.MeetingCalled {
		return screen{Text: text}, err
	}
	place, err := nameOf(v.tx, g.office, m.Meeting.Community)
	if err != nil {
		return screen{}, err
	}
	items, err := g.itemKeys(a, v.buttons, m.Meeting)
	parts, keys := []locales.Message{locales.CallPreside(place), text}, items
	if slices.Contains(m.Members, reader) {
		parts[0], keys = locales.CallNotice(place), append([][]key{replyKeys(v.buttons, n.Meeting)}, items...)
	}
	if len(items) > 0 {
		parts = append(parts, locales.CallHint())
	}
	_, said := m.Replies[reader]
	if _, before := m.OldReplies[reader]; said || before {
		parts = append(parts, mine(m, reader))
	}
	keys = append(keys, []key{v.key(locales.CallPageButton(), meetingButton{n.Meeting})})
	return screen{Text: locales.Paragraphs(parts...), Keys: keys}, err
}

// calendarFile is a meeting for a calendar, or what takes it out again.
func (g *gathering) calendarFile(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.MeetingPost](data)
	if err != nil {
		return screen{}, err
	}
	a := office.Act{Tx: v.tx, Now: v.now}
	view, err := g.office.Meeting(a, n.Meeting)
	if err != nil {
		return screen{}, err
	}
	m := view.Meeting
	place, err := g.office.Place(v.tx, m.Community)
	if err != nil {
		return screen{}, err
	}
	agenda, err := g.agenda(v.tx, view)
	if err != nil {
		return screen{}, err
	}
	e := report.CalendarEvent{
		UID:   fmt.Sprintf("meeting-%d-%d@%s", m.ID, m.Called.Unix(), v.username()),
		Stamp: m.Called, Starts: m.Starts, Length: fund.MeetingLength, Title: m.Title, Where: m.Where, Link: v.link(""),
	}
	text := locales.CallFile(m.Title, m.Starts)
	if e.Sequence = len(m.Before); e.Sequence > 0 {
		e.Stamp, text = m.Before[e.Sequence-1].At, locales.CallFileRescheduled(m.Title, m.Starts)
	}
	if m.Status == fund.MeetingCancelled {
		e.Cancelled, e.Sequence, e.Stamp, text = true, e.Sequence+1, m.Ended, locales.CallFileOff(m.Title)
	}
	if e.Text, err = g.book.Plain(v.lang, agenda); err != nil {
		return screen{}, err
	}
	if e.By, err = g.book.Plain(v.lang, locales.CallBy(placeName(place))); err != nil {
		return screen{}, err
	}
	name := "meeting-" + m.Starts.Format(time.DateOnly) + ".ics"
	return screen{Text: text, Silent: true, Document: &document{Name: name, Bytes: e.File()}}, nil
}

func (g *gathering) offNotice(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.MeetingPost](data)
	if err != nil {
		return screen{}, err
	}
	m, err := g.office.Meeting(office.Act{Tx: v.tx, Now: v.now}, n.Meeting)
	return screen{Text: locales.CallOffNotice(m.Meeting.Title, m.Meeting.Starts, m.Meeting.Reason)}, err
}

// meetingNews tells the neighbours that their representatives meet.
func (g *gathering) meetingNews(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.MeetingPost](data)
	if err != nil {
		return screen{}, err
	}
	view, err := g.office.Meeting(office.Act{Tx: v.tx, Now: v.now}, n.Meeting)
	if err != nil {
		return screen{}, err
	}
	m := view.Meeting
	place, err := nameOf(v.tx, g.office, m.Community)
	if err != nil {
		return screen{}, err
	}
	agenda, err := g.agenda(v.tx, view)
	if err != nil {
		return screen{}, err
	}
	demanded, err := g.demandLines(office.Act{Tx: v.tx, Now: v.now}, m)
	if err != nil {
		return screen{}, err
	}
	usual, err := g.usualTitle(m)
	if err != nil {
		return screen{}, err
	}
	head := []locales.Message{locales.CallNews(place, m.Title, meetingKind(m.Kind), meetingStatus(m.Status), m.Starts, m.Where)}
	if usual {
		head[0] = locales.CallNewsUsual(place, meetingKind(m.Kind), meetingStatus(m.Status), m.Starts, m.Where)
	}
	head = append(head, rescheduledLines(m)...)
	parts := []locales.Message{locales.Lines(append(head, demanded...)...), agenda}
	s := screen{}
	switch m.Status {
	case fund.MeetingCancelled:
		parts = append(parts, locales.MeetingCancelledWhy(m.Reason))
	case fund.MeetingCalled:
		parts = append(parts, locales.CallNewsInvite())
		s.Keys = [][]key{listenKeys(v.buttons, m.ID)}
	case fund.MeetingOpen:
		parts = append(parts, locales.CallNewsInvite())
	case fund.MeetingEnded:
	}
	s.Text = locales.Paragraphs(parts...)
	return s, nil
}

// callReminder reminds somebody of a meeting, and names what they still have to
// do for it. Whoever does not come is left alone, and so is everybody for an
// hour that the meeting was moved from.
func (g *gathering) callReminder(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.MeetingReminder](data)
	if err != nil {
		return screen{}, err
	}
	view, reader, err := g.noticedMeeting(v, n.Meeting)
	if err != nil {
		return screen{}, err
	}
	m := view.Meeting
	reply, said := view.Replies[reader]
	called, presides := slices.Contains(view.Members, reader), reader == m.Chair
	if m.Status != fund.MeetingCalled || n.Starts != m.Starts.Unix() || !presides && (reply == fund.ReplyNot || !said && !called) {
		return screen{}, errNothing
	}
	parts := []locales.Message{locales.CallReminderDay(m.Title, m.Starts, m.Where)}
	if n.Soon {
		parts[0] = locales.CallReminderHour(m.Title, m.Starts, m.Where)
	}
	var keys [][]key
	switch {
	case !said && called:
		parts, keys = append(parts, locales.CallNeedAnswer()), append(keys, replyKeys(v.buttons, m.ID))
	case reply == fund.ReplyPerhaps:
		parts, keys = append(parts, locales.CallNeedDecision()), append(keys, replyKeys(v.buttons, m.ID))
	}
	if presides {
		needs, err := g.chairNeeds(office.Act{Tx: v.tx, Now: v.now}, view)
		if err != nil {
			return screen{}, err
		}
		parts = append(parts, needs...)
	}
	return screen{
		Text: locales.Paragraphs(parts...), Keys: append(keys, []key{v.key(locales.CallPageButton(), meetingButton{m.ID})}),
	}, nil
}

// chairNeeds are what a meeting still lacks.
func (g *gathering) chairNeeds(a office.Act, v office.MeetingView) (needs []locales.Message, err error) {
	items, err := g.office.NotReady(a, v.Meeting)
	if err != nil {
		return nil, err
	}
	var list []locales.Message
	for _, n := range items {
		list = append(list, locales.CallItemNumber(n))
	}
	if len(list) > 0 {
		needs = append(needs, locales.CallNeedReady(list))
	}
	if c := fund.TurnoutOf(v.Members, v.Replies); c.Coming < v.Needed {
		needs = append(needs, locales.CallNeedQuorum(c.Coming, v.Needed))
	}
	return needs, nil
}
