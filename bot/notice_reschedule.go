package bot

import (
	"encoding/json"
	"slices"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// rescheduledLines say when and where a meeting was to be before it was moved
// last; nothing where it was not.
func rescheduledLines(m fund.Meeting) []locales.Message {
	if len(m.Before) == 0 {
		return nil
	}
	last := m.Before[len(m.Before)-1]
	return []locales.Message{locales.MeetingRescheduled(last.At, last.Starts, last.Where)}
}

// rescheduledNotice tells that a meeting was moved, and asks those again who
// answered for another hour, or have not answered. Where it has been moved
// again since, the next notice asks.
func (g *gathering) rescheduledNotice(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.MeetingRescheduled](data)
	if err != nil {
		return screen{}, err
	}
	view, reader, err := g.noticedMeeting(v, n.Meeting)
	m := view.Meeting
	if err != nil {
		return screen{}, err
	}
	if m.Status != fund.MeetingCalled {
		return screen{}, errNothing
	}
	s := screen{Text: rescheduledText(m, n.N)}
	if n.N == len(m.Before) {
		keys := rescheduledKeys(v.buttons, view, reader, n.News)
		s.Text = locales.Paragraphs(s.Text, rescheduledAsk(view, reader, keys != nil))
		if keys != nil {
			s.Keys = append(s.Keys, keys)
		}
	}
	if v.private() {
		s.Keys = append(s.Keys, []key{v.key(locales.CallPageButton(), meetingButton{m.ID})})
	}
	return s, nil
}

// rescheduledText says from what to what a meeting was moved the nth time.
func rescheduledText(m fund.Meeting, n int) locales.Message {
	from, to := m.Moved(n)
	change := locales.RescheduleChange(m.Title, from.Starts, from.Where, to.Starts, to.Where)
	switch redated := m.Redated(n); {
	case !redated:
		return locales.Paragraphs(locales.RescheduleNoticePlace(), change)
	case to.Haste != "":
		change = locales.Lines(change, locales.MeetingHaste(to.Haste))
	}
	if from.Where != to.Where {
		return locales.Paragraphs(locales.RescheduleNoticeBoth(), change)
	}
	return locales.Paragraphs(locales.RescheduleNoticeHour(), change)
}

// rescheduledKeys let a reader, or a group, say whether they come; nil for a
// chair who is no member.
func rescheduledKeys(b *buttons, v office.MeetingView, reader fund.PersonID, news bool) []key {
	voter := slices.Contains(v.Members, reader) || reader == 0 && !news
	switch {
	case voter:
		return replyKeys(b, v.Meeting.ID)
	case reader != 0 && reader == v.Meeting.Chair:
		return nil
	}
	return listenKeys(b, v.Meeting.ID)
}

// rescheduledAsk is what somebody is asked whose meeting was moved.
func rescheduledAsk(v office.MeetingView, reader fund.PersonID, may bool) locales.Message {
	old, before := v.OldReplies[reader]
	_, said := v.Replies[reader]
	switch {
	case before: // also when it was another place alone, after an hour not answered for
		return locales.CallMineOld(replyName(old))
	case !may:
		return locales.Message{}
	case !v.Meeting.Redated(len(v.Meeting.Before)) && said:
		return locales.Paragraphs(locales.RescheduleSameAnswers(), mine(v, reader))
	case !v.Meeting.Redated(len(v.Meeting.Before)):
		return locales.RescheduleSameAnswers()
	}
	return locales.RescheduleAskAgain()
}
