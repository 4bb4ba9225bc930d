package office

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// recordRescheduled is the name of the entry about a meeting that was moved.
const recordRescheduled = "meeting_rescheduled"

// KindMeetingRescheduled is the kind of the notice that a meeting was moved:
// MeetingRescheduled. See [Notice].
const KindMeetingRescheduled = "meeting_rescheduled"

// MeetingRescheduled tells that a meeting was moved for the Nth time. News is
// for the neighbours of those who meet.
type MeetingRescheduled struct {
	Meeting fund.MeetingID
	N       int
	News    bool `json:",omitempty"`
}

// RescheduledFacts are what the record says of when a meeting was to be before
// it was moved; place and reason are among the meeting's words.
type RescheduledFacts struct {
	Starts int64         `json:"starts"`
	By     fund.PersonID `json:"by"`
	At     int64         `json:"at"`
}

// RescheduleMeeting moves a meeting that has not opened to another hour, another
// place, or both, and tells everybody who was called. Another hour needs the
// notice of a call, counted from now, or a reason, and what was answered before
// no longer counts. *fund.NotAllowed, *fund.StateError, [fund.ErrUnmoved],
// [ErrHaste], *fund.MeetingHourError, *fund.LengthError.
func (o *Office) RescheduleMeeting(a Act, id fund.MeetingID, starts time.Time, where, haste string) (fund.Meeting, error) {
	m, err := o.stepMeeting(a, id, recordRescheduled, func(m *fund.Meeting) ([]fund.PersonID, error) {
		where = strings.TrimSpace(where)
		if err := fund.CheckMeetingWhere(where); err != nil {
			return nil, err
		}
		if err := m.Reschedule(starts.Truncate(time.Minute), where, strings.TrimSpace(haste), a.By.ID, a.Now); err != nil {
			return nil, err
		}
		if !m.Redated(len(m.Before)) {
			return nil, nil
		}
		if err := o.checkMeetingHour(a.Now, m); err != nil {
			return nil, err
		}
		return nil, a.Tx.AgeReplies(id)
	})
	if err == nil {
		err = o.tellRescheduled(a, m)
	}
	if err != nil {
		return m, fmt.Errorf("reschedule meeting %d: %w", id, err)
	}
	return m, nil
}

// tellRescheduled tells everybody who was called, or has answered, and the
// groups, that a meeting was moved; members get another file for their
// calendars, and reminders for the new hour.
func (o *Office) tellRescheduled(a Act, m fund.Meeting) error {
	v, err := o.Meeting(a, m.ID)
	if err != nil {
		return err
	}
	moved := MeetingRescheduled{Meeting: m.ID, N: len(m.Before)}
	for _, person := range v.Told() {
		n := Notice{Kind: KindMeetingRescheduled, Data: moved, Lane: store.LaneNotice, Expires: m.Starts}
		n.Key = fmt.Sprintf("rescheduled:%d:%d:%d", m.ID, moved.N, person)
		if person != a.By.ID {
			if err := o.tell(a, person, n); err != nil {
				return err
			}
		}
		if person != m.Chair && !slices.Contains(v.Members, person) {
			continue // a resident is reminded once they say that they come
		}
		n.Kind, n.Data, n.Key = KindMeetingFile, MeetingPost{m.ID}, fmt.Sprintf("callfile:%d:%d:%d", m.ID, person, moved.N)
		if err := o.tell(a, person, n); err != nil {
			return err
		}
		if err := o.remindCalled(a, m, person); err != nil {
			return err
		}
	}
	group := ballotGroup(m.Kind.Voters())
	for _, purpose := range []store.Purpose{group, store.PurposeNeighbourhood} {
		if moved.News && group == purpose {
			break
		}
		n := Notice{Kind: KindMeetingRescheduled, Data: moved, Lane: store.LaneNotice, Expires: m.Starts}
		if _, err := o.postTo(a, m.Community, fmt.Sprintf("meeting_rescheduled:%d:%d", m.ID, moved.N), n, purpose); err != nil {
			return err
		}
		moved.News = true
	}
	return o.refresh(a, CallTopic(m.ID), Notice{Kind: KindMeetingCall, Data: MeetingPost{m.ID}, Lane: store.LaneNotice})
}

// Told gives who hears of what becomes of a meeting that was called: its
// members, whoever presides, and who has answered, each once.
func (v MeetingView) Told() []fund.PersonID {
	people := append(slices.Clone(v.Members), v.Meeting.Chair)
	for _, replies := range []map[fund.PersonID]fund.Reply{v.Replies, v.OldReplies} {
		for person := range replies {
			people = append(people, person)
		}
	}
	slices.Sort(people)
	return slices.Compact(people)
}

func rescheduledFacts(m fund.Meeting) (list []RescheduledFacts) {
	for _, b := range m.Before {
		list = append(list, RescheduledFacts{unix(b.Starts), b.By, unix(b.At)})
	}
	return list
}

// wordsBefore are a meeting's places and reasons before it was moved.
type wordsBefore struct{ Where, Haste string }

func rescheduledWords(m fund.Meeting) (list []wordsBefore) {
	for _, b := range m.Before {
		list = append(list, wordsBefore{b.Where, b.Haste})
	}
	return list
}
