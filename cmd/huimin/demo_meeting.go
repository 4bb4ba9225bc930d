package main

import (
	"slices"
	"time"

	"huimin/fund"
	"huimin/office"
)

// meetingEntry is a meeting of a community's representatives, called Called
// days and held Day days before the demo's first day, below zero after it. By
// calls it and presides. Here are those who came.
type meetingEntry struct {
	In       string
	By       string
	Recorder string
	Title    string
	Where    string
	Called   int
	Day      int
	Hour     int
	Coming   []string
	Perhaps  []string
	Here     []string
	Items    []meetingItem `toml:"item"`
}

// meetingItem is a point of its agenda: a project by its request's key, or a
// free one, with what was said of it and how they voted.
type meetingItem struct {
	Project string
	Title   string
	Text    string
	Said    []commentEntry
	Secret  bool
	Yes, No int
}

// held is a meeting of the history while it is made.
type held struct {
	meetingEntry
	meeting fund.Meeting
	ballot  fund.Ballot
	events  []event
}

// meeting lists how a meeting was called, answered and, when its day has
// passed, held.
func (h *history) meeting(e meetingEntry) []event {
	m := &held{meetingEntry: e}
	called, starts := dayBefore(h.now, e.Called, 9*60+40), dayBefore(h.now, e.Day, e.Hour*60)
	m.add(called, e.By, func(h *history, a office.Act) error { return m.call(h, a, starts) })
	for reply, who := range map[fund.Reply][]string{fund.ReplyComing: e.Coming, fund.ReplyPerhaps: e.Perhaps} {
		for i, key := range who {
			at := called.Add(time.Duration(30+i*i*25+7*len(reply)) * time.Minute)
			m.add(at, key, func(h *history, a office.Act) error {
				_, err := h.parts.office.AnswerCall(a, m.meeting.ID, reply)
				return err
			})
		}
	}
	if starts.Before(h.now) {
		m.sit(starts)
	}
	slices.SortStableFunc(m.events, func(a, b event) int { return a.at.Compare(b.at) })
	return m.events
}

func (m *held) add(at time.Time, by string, do func(*history, office.Act) error) {
	m.events = append(m.events, event{at: at, by: by, do: do})
}

func (m *held) call(h *history, a office.Act, starts time.Time) error {
	place, err := h.parts.office.PlaceByCode(a.Tx, m.In)
	if err != nil {
		return err
	}
	n := office.NewMeeting{
		Community: place.ID, Kind: fund.MeetingRepresentatives, Title: m.Title, Where: m.Where, Starts: starts,
	}
	if m.Recorder != "" {
		recorder, err := h.city.person(a.Tx, m.Recorder)
		if err != nil {
			return err
		}
		n.Recorder = recorder.ID
	}
	for _, item := range m.Items {
		n.Agenda = append(n.Agenda, fund.AgendaItem{Project: h.projects[item.Project], Title: item.Title, Text: item.Text})
	}
	m.meeting, err = h.parts.office.CallMeeting(a, n)
	return err
}

// sit lists the meeting itself: people are ticked as they come, every item is
// talked about and voted on, and the minutes are signed.
func (m *held) sit(starts time.Time) {
	m.add(starts, m.By, func(h *history, a office.Act) error {
		if _, err := h.parts.office.OpenMeeting(a, m.meeting.ID); err != nil {
			return err
		}
		for _, key := range m.Here {
			p, err := h.city.person(a.Tx, key)
			if err != nil {
				return err
			}
			if _, err := h.parts.office.MarkPresent(a, m.meeting.ID, p.ID, true); err != nil {
				return err
			}
		}
		return nil
	})
	at := starts.Add(5 * time.Minute)
	for i, item := range m.Items {
		at = m.decide(item, i+1, at)
	}
	m.add(at, m.By, func(h *history, a office.Act) error {
		_, err := h.parts.office.EndMeeting(a, m.meeting.ID)
		return err
	})
	for i, key := range []string{m.By, m.Recorder} {
		m.add(at.Add(time.Duration(20+15*i)*time.Minute), key, func(h *history, a office.Act) error {
			_, err := h.parts.office.SignMinutes(a, m.meeting.ID)
			return err
		})
	}
}

// decide lists what is said of an item and its vote, and gives when it is over.
func (m *held) decide(item meetingItem, n int, at time.Time) time.Time {
	for _, said := range item.Said {
		at = at.Add(3 * time.Minute)
		m.add(at, said.By, func(h *history, a office.Act) error {
			_, err := h.parts.office.PutOnRecord(a, m.meeting.ID, a.By.ID, said.Text)
			return err
		})
	}
	at = at.Add(4 * time.Minute)
	m.add(at, m.By, func(h *history, a office.Act) (err error) {
		longest := slices.Max(h.parts.office.Rules(a.Now).Meetings.VoteLengths)
		m.ballot, err = h.parts.office.OpenItem(a, m.meeting.ID, office.ItemVote{Item: n, Secret: item.Secret, Length: longest})
		return err
	})
	choices := slices.Concat(slices.Repeat([]fund.Choice{fund.ChoiceFor}, item.Yes), slices.Repeat([]fund.Choice{fund.ChoiceAgainst}, item.No))
	for i, choice := range choices {
		m.add(at.Add(time.Duration(20+35*i)*time.Second), m.Here[(i+n)%len(m.Here)], func(h *history, a office.Act) error {
			return m.cast(h, a, choice)
		})
	}
	at = at.Add(time.Duration(20+35*len(choices)) * time.Second)
	m.add(at, m.By, func(h *history, a office.Act) error {
		_, err := h.parts.office.CloseBallot(a, m.ballot.ID)
		return err
	})
	return at
}

func (m *held) cast(h *history, a office.Act, choice fund.Choice) error {
	if !m.ballot.Secret {
		_, _, err := h.parts.office.CastVote(a, m.ballot.ID, choice)
		return err
	}
	code, err := h.parts.office.NewPaper(a, m.ballot.ID)
	if err == nil {
		_, _, err = h.parts.office.CastPaper(a, m.ballot.ID, fund.SecretPaper{Code: code, Choice: choice})
	}
	return err
}
