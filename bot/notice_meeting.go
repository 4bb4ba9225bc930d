package bot

import (
	"encoding/json"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// meetingPost is the post about a meeting in the groups of those who meet.
func (g *gathering) meetingPost(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.MeetingPost](data)
	if err != nil {
		return screen{}, err
	}
	a := office.Act{Tx: v.tx, Now: v.now}
	m, err := g.office.Meeting(a, n.Meeting)
	if err != nil {
		return screen{}, err
	}
	text, err := g.meetingText(a, m)
	s := screen{Text: locales.Paragraphs(text, attendance(m))}
	if m.Meeting.Status == fund.MeetingCalled {
		s.Keys = [][]key{replyKeys(v.buttons, n.Meeting)}
	}
	return s, err
}

// meetingText is what a meeting's page, post and call say: when and where, and
// the agenda with what came of it.
func (g *gathering) meetingText(a office.Act, v office.MeetingView) (locales.Message, error) {
	m, status := v.Meeting, meetingStatus(v.Meeting.Status)
	if m.ID == 0 {
		status = locales.CallNotYet()
	}
	usual, err := g.usualTitle(m)
	if err != nil {
		return locales.Message{}, err
	}
	head := []locales.Message{locales.MeetingPage(m.Title, meetingKind(m.Kind), status, m.Starts, m.Where)}
	if usual {
		head[0] = locales.MeetingPageUsual(meetingKind(m.Kind), status, m.Starts, m.Where)
	}
	head = append(head, rescheduledLines(m)...)
	if m.Remote {
		head = append(head, locales.MeetingRemote())
	}
	if m.Chair != 0 {
		name, err := personOf(a.Tx, m.Chair)
		if err != nil {
			return locales.Message{}, err
		}
		head = append(head, locales.MeetingChair(name))
	}
	demanded, err := g.demandLines(a, m)
	if err != nil {
		return locales.Message{}, err
	}
	head = append(head, demanded...)
	if m.Haste != "" {
		head = append(head, locales.MeetingHaste(m.Haste))
	}
	if m.Status == fund.MeetingCancelled {
		head = append(head, locales.MeetingCancelledWhy(m.Reason))
	}
	agenda, err := g.agenda(a.Tx, v)
	if err != nil {
		return locales.Message{}, err
	}
	return locales.Paragraphs(locales.Lines(head...), agenda), nil
}

// attendance is who said that they come to a meeting that is called, or who is
// there: for what is kept up to date, not for what lies in somebody's chat.
func attendance(v office.MeetingView) locales.Message {
	switch v.Meeting.Status {
	case fund.MeetingCalled:
		return turnout(v)
	case fund.MeetingOpen:
		here := locales.MeetingPresent(len(v.Present), len(v.Members), v.Needed)
		if n := byProxy(v); n > 0 {
			return locales.Lines(here, locales.ProxyPresent(n))
		}
		return here
	case fund.MeetingEnded, fund.MeetingCancelled:
	}
	return locales.Message{}
}

// usualTitle tells whether a meeting is called what its kind is called, in
// either language: then that is said once, in the reader's.
func (g *gathering) usualTitle(m fund.Meeting) (bool, error) {
	for _, lang := range []locales.Lang{locales.Chinese, locales.English} {
		kind, err := g.book.Plain(lang, meetingKind(m.Kind))
		if err != nil || kind == m.Title {
			return err == nil, err
		}
	}
	return false, nil
}

func (g *gathering) agenda(tx *store.Tx, v office.MeetingView) (locales.Message, error) {
	var lines []locales.Message
	for _, item := range v.Meeting.Agenda {
		line := locales.MeetingItemFree(item.N, item.Title)
		if item.Project != 0 {
			p, err := g.office.Project(tx, item.Project)
			if err != nil {
				return locales.Message{}, err
			}
			line = locales.MeetingItemProject(item.N, p.Title, int64(p.Cost()))
		}
		switch last, voted := lastVote(v, item.N); {
		case voted && last.Status == fund.BallotOpen:
			line = locales.MeetingItemOutcome(line, locales.MeetingItemVoting())
		case voted:
			line = locales.MeetingItemOutcome(line, ballotOutcome(last))
		}
		if item.Text != "" {
			line = locales.MeetingItemText(line, item.Text)
		}
		lines = append(lines, line)
	}
	return locales.MeetingAgenda(lines), nil
}
