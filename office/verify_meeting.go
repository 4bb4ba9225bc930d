package office

import (
	"fmt"
	"maps"
	"slices"

	"huimin/fund"
	"huimin/store"
)

// meetingsSaid is what the record says of meetings.
type meetingsSaid struct {
	facts   map[fund.MeetingID]MeetingFacts
	members map[fund.MeetingID][]fund.PersonID
	moves   map[fund.MeetingID][]MovementEntry
	replies map[fund.MeetingID]map[fund.PersonID]fund.Reply
	old     map[fund.MeetingID]map[fund.PersonID]fund.Reply // for an hour from which the meeting was moved
}

func newMeetingsSaid() meetingsSaid {
	return meetingsSaid{
		facts: map[fund.MeetingID]MeetingFacts{}, members: map[fund.MeetingID][]fund.PersonID{},
		moves: map[fund.MeetingID][]MovementEntry{}, replies: map[fund.MeetingID]map[fund.PersonID]fund.Reply{},
		old: map[fund.MeetingID]map[fund.PersonID]fund.Reply{},
	}
}

// hearMeeting takes in an entry about meetings, or demands for one; known is false for others.
func (s *sayings) hearMeeting(e store.Entry) (known bool, err error) {
	if known, err := s.petitions.hear(e); known || err != nil {
		return true, err
	}
	said := s.meetings
	switch e.What {
	case recordMeetingCalled, recordMeetingOpened, recordMeetingEnded, recordMeetingCancelled, recordMeetingNamed:
		return true, hearing(e, func(m MeetingEntry) {
			said.facts[m.Meeting.ID] = m.Meeting
			if e.What == recordMeetingOpened {
				said.members[m.Meeting.ID] = m.Members
			}
		})
	case recordRescheduled:
		return true, hearing(e, said.hearRescheduled)
	case recordMoved:
		return true, hearing(e, func(m MovementEntry) { said.moves[m.Meeting] = append(said.moves[m.Meeting], m) })
	case recordMeetingReply:
		return true, hearing(e, func(r ReplyEntry) {
			if said.replies[r.Meeting] == nil {
				said.replies[r.Meeting] = map[fund.PersonID]fund.Reply{}
			}
			said.replies[r.Meeting][fund.PersonID(e.By)] = r.Reply
			delete(said.old[r.Meeting], fund.PersonID(e.By))
		})
	case recordRoomVoter, recordTellers, recordRoomCount, recordRecount:
		return true, hearing(e, func(r RoomEntry) { s.hearRoom(e.What, r) })
	case recordItemOpened, recordItemClosed:
		return true, hearing(e, func(i ItemEntry) {
			s.hearBallot(i.Ballot, i.Members, i.Present)
			s.hearQuestion(i)
		})
	case recordMarked:
		return true, s.hearMark(e)
	}
	return false, nil
}

// hearRescheduled takes in that a meeting was moved: what was answered for
// another hour is old.
func (s meetingsSaid) hearRescheduled(e MeetingEntry) {
	m := e.Meeting
	if s.facts[m.ID].Starts != m.Starts {
		old := orEmpty(s.old[m.ID])
		maps.Copy(old, s.replies[m.ID])
		s.old[m.ID] = old
		delete(s.replies, m.ID)
	}
	s.facts[m.ID] = m
}

// meetings compares every meeting with what the record says of it.
func (v *verifier) meetings() error {
	list, err := v.tx.AllMeetings()
	if err != nil {
		return err
	}
	v.Meetings = len(list)
	seen := map[fund.MeetingID]bool{}
	for _, m := range list {
		seen[m.ID] = true
		said, ok := v.said.meetings.facts[m.ID]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: "meeting", ID: int64(m.ID)})
			continue
		}
		words, err := meetingWords(m)
		if err == nil {
			err = v.sealed("meeting", int64(m.ID), said.Words, words, 0)
		}
		if err != nil {
			return err
		}
		facts := meetingFacts(m)
		facts.Words = said.Words
		v.compare("meeting", int64(m.ID), facts, said)
		if err := v.attendance(m.ID); err != nil {
			return err
		}
	}
	missing(v, "meeting", v.said.meetings.facts, seen)
	return nil
}

// attendance compares a meeting's members, their answers, and who came and
// left.
func (v *verifier) attendance(id fund.MeetingID) error {
	said := v.said.meetings
	members, err := v.tx.MeetingMembers(id)
	if err != nil {
		return err
	}
	v.alike(id, "members", members, said.members[id])
	moves, err := v.tx.Movements(id)
	if err != nil {
		return err
	}
	var books []MovementEntry
	for _, m := range moves {
		books = append(books, MovementEntry{m.Meeting, m.Person, m.Here, m.Way, unix(m.At)})
	}
	if !slices.Equal(books, said.moves[id]) {
		v.differs(id, "presence", books, said.moves[id])
	}
	replies, err := v.tx.Replies(id)
	if err != nil {
		return err
	}
	old, err := v.tx.OldReplies(id)
	if err != nil {
		return err
	}
	if !maps.Equal(replies, said.replies[id]) {
		v.differs(id, "replies", replies, said.replies[id])
	}
	if !maps.Equal(old, said.old[id]) {
		v.differs(id, "old replies", old, said.old[id])
	}
	return nil
}

func (v *verifier) alike(id fund.MeetingID, field string, books, record []fund.PersonID) {
	if !slices.Equal(books, record) {
		v.differs(id, field, books, record)
	}
}

func (v *verifier) differs(id fund.MeetingID, field string, books, record any) {
	v.fault(Fault{
		Kind: FaultDiffers, Noun: "meeting", ID: int64(id), Field: field, Books: fmt.Sprint(books), Record: fmt.Sprint(record),
	})
}

func orEmpty[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return map[K]V{}
	}
	return m
}
