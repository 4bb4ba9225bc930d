package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"huimin/fund"
)

const meetingColumns = `id, community, kind, basis, petition, status, title, place, starts, remote, haste,
	chair, recorder, called, called_by, opened, opened_by, ended, ended_by, reason`

func scanMeeting(s scanner) (m fund.Meeting, err error) {
	var (
		petition, chair, recorder     sql.NullInt64
		starts, called, opened, ended sql.NullInt64
		calledBy, openedBy, endedBy   sql.NullInt64
		id                            = func(n sql.NullInt64) fund.PersonID { return fund.PersonID(n.Int64) }
	)
	err = s.Scan(&m.ID, &m.Community, &m.Kind, &m.Basis, &petition, &m.Status, &m.Title, &m.Where, &starts, &m.Remote, &m.Haste,
		&chair, &recorder, &called, &calledBy, &opened, &openedBy, &ended, &endedBy, &m.Reason)
	m.Petition = fund.PetitionID(petition.Int64)
	m.Starts, m.Called, m.Opened, m.Ended = moment(starts), moment(called), moment(opened), moment(ended)
	m.Chair, m.Recorder, m.CalledBy, m.OpenedBy, m.EndedBy = id(chair), id(recorder), id(calledBy), id(openedBy), id(endedBy)
	return m, err
}

// AddMeeting keeps a meeting that was called, with its agenda and the secret
// that the chair's code is made of, and gives its number.
func (tx *Tx) AddMeeting(m fund.Meeting, secret []byte) (fund.MeetingID, error) {
	id, err := tx.insert(`INSERT INTO meetings (community, kind, basis, petition, status, title, place, starts, remote, haste,
			chair, recorder, called, called_by, secret) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.Community, m.Kind, m.Basis, ref(m.Petition), m.Status, m.Title, m.Where, seconds(m.Starts), m.Remote, m.Haste,
		ref(m.Chair), ref(m.Recorder), seconds(m.Called), ref(m.CalledBy), secret)
	for _, item := range m.Agenda {
		if err == nil {
			err = tx.exec("INSERT INTO agenda (meeting, n, project, title, text) VALUES (?, ?, ?, ?, ?)",
				id, item.N, ref(item.Project), item.Title, item.Text)
		}
	}
	if err != nil {
		return 0, fmt.Errorf("add meeting: %w", err)
	}
	return fund.MeetingID(id), nil
}

// SaveMeeting keeps what may change of a meeting: its state, when and where it is
// to be and was to be before, who presides, who keeps the minutes, and why it
// was cancelled. [ErrNotFound].
func (tx *Tx) SaveMeeting(m fund.Meeting) error {
	n, err := tx.change(`UPDATE meetings SET status = ?, starts = ?, place = ?, haste = ?, chair = ?, recorder = ?,
		opened = ?, opened_by = ?, ended = ?, ended_by = ?, reason = ? WHERE id = ?`,
		m.Status, seconds(m.Starts), m.Where, m.Haste, ref(m.Chair), ref(m.Recorder),
		seconds(m.Opened), ref(m.OpenedBy), seconds(m.Ended), ref(m.EndedBy), m.Reason, m.ID)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err == nil {
		err = tx.saveRescheduled(m)
	}
	if err != nil {
		return fmt.Errorf("save meeting %d: %w", m.ID, err)
	}
	return nil
}

// Meeting gives one meeting with its agenda, or [ErrNotFound].
func (tx *Tx) Meeting(id fund.MeetingID) (fund.Meeting, error) {
	list, err := tx.meetings("WHERE id = ?", id)
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fund.Meeting{}, fmt.Errorf("meeting %d: %w", id, err)
	}
	return list[0], nil
}

// MeetingCalled gives of what kind a meeting is and when it was called, by which
// its rules are known: [ErrNotFound].
func (tx *Tx) MeetingCalled(id fund.MeetingID) (kind fund.MeetingKind, called time.Time, err error) {
	m, err := one(tx, func(s scanner) (m fund.Meeting, err error) {
		var at sql.NullInt64
		err = s.Scan(&m.Kind, &at)
		m.Called = moment(at)
		return m, err
	}, "SELECT kind, called FROM meetings WHERE id = ?", id)
	if err != nil {
		return "", time.Time{}, fmt.Errorf("meeting %d: %w", id, err)
	}
	return m.Kind, m.Called, nil
}

// Meetings gives a community's meetings: those open or called first, the
// soonest before; then those over, the newest before.
func (tx *Tx) Meetings(community fund.PlaceID) ([]fund.Meeting, error) {
	return tx.meetings(`WHERE community = ? ORDER BY status IN ('ended', 'cancelled'),
		iif(status IN ('ended', 'cancelled'), -starts, starts), id`, community)
}

// AllMeetings gives every meeting, the oldest first.
func (tx *Tx) AllMeetings() ([]fund.Meeting, error) { return tx.meetings("ORDER BY id") }

// MeetingsAhead gives the meetings called or open, the soonest first.
func (tx *Tx) MeetingsAhead() ([]fund.Meeting, error) {
	return tx.meetings("WHERE status IN ('called', 'open') ORDER BY starts, id")
}

// MeetingsOf gives the meetings in a state of which somebody is a member, the
// soonest first.
func (tx *Tx) MeetingsOf(person fund.PersonID, status fund.MeetingStatus) ([]fund.Meeting, error) {
	return tx.meetings(`WHERE status = ? AND id IN (SELECT meeting FROM meeting_members WHERE person = ?) ORDER BY starts, id`,
		status, person)
}

func (tx *Tx) meetings(which string, args ...any) ([]fund.Meeting, error) {
	list, err := all(tx, scanMeeting, "SELECT "+meetingColumns+" FROM meetings "+which, args...)
	for i := range list {
		if err == nil {
			list[i].Agenda, err = tx.agenda(list[i].ID)
		}
		if err == nil {
			list[i].Before, err = tx.rescheduled(list[i].ID)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("meetings: %w", err)
	}
	return list, nil
}

func (tx *Tx) agenda(meeting fund.MeetingID) ([]fund.AgendaItem, error) {
	return all(tx, func(s scanner) (a fund.AgendaItem, err error) {
		var project sql.NullInt64
		err = s.Scan(&a.N, &project, &a.Title, &a.Text)
		a.Project = fund.ProjectID(project.Int64)
		return a, err
	}, "SELECT n, project, title, text FROM agenda WHERE meeting = ? ORDER BY n", meeting)
}

// MeetingSecret gives what the chair's code of a meeting is made of.
func (tx *Tx) MeetingSecret(id fund.MeetingID) ([]byte, error) {
	secret, err := one(tx, scalar[[]byte], "SELECT secret FROM meetings WHERE id = ?", id)
	if err != nil {
		return nil, fmt.Errorf("secret of meeting %d: %w", id, err)
	}
	return secret, nil
}

// FixMembers keeps who the members of a meeting are.
func (tx *Tx) FixMembers(id fund.MeetingID, members []fund.PersonID) error {
	for _, person := range members {
		if err := tx.exec("INSERT INTO meeting_members (meeting, person) VALUES (?, ?)", id, person); err != nil {
			return fmt.Errorf("add member %d to meeting %d: %w", person, id, err)
		}
	}
	return nil
}

// MeetingMembers gives the members of a meeting that has opened, by number;
// none before.
func (tx *Tx) MeetingMembers(id fund.MeetingID) ([]fund.PersonID, error) {
	list, err := all(tx, scalar[fund.PersonID], "SELECT person FROM meeting_members WHERE meeting = ? ORDER BY person", id)
	if err != nil {
		return nil, fmt.Errorf("members of meeting %d: %w", id, err)
	}
	return list, nil
}

// AddMovement keeps that a member came or left.
func (tx *Tx) AddMovement(m fund.Movement) error {
	_, err := tx.insert("INSERT INTO movements (meeting, person, here, way, by, at) VALUES (?, ?, ?, ?, ?, ?)",
		m.Meeting, m.Person, m.Here, m.Way, ref(m.By), seconds(m.At))
	if err == nil {
		err = tx.exec("UPDATE meeting_members SET here = ? WHERE meeting = ? AND person = ?", m.Here, m.Meeting, m.Person)
	}
	if err != nil {
		return fmt.Errorf("add movement in meeting %d: %w", m.Meeting, err)
	}
	return nil
}

// Movements gives who came to a meeting and who left, in their order.
func (tx *Tx) Movements(id fund.MeetingID) ([]fund.Movement, error) {
	list, err := all(tx, func(s scanner) (m fund.Movement, err error) {
		var by, at sql.NullInt64
		err = s.Scan(&m.Meeting, &m.Person, &m.Here, &m.Way, &by, &at)
		m.By, m.At = fund.PersonID(by.Int64), moment(at)
		return m, err
	}, "SELECT meeting, person, here, way, by, at FROM movements WHERE meeting = ? ORDER BY id", id)
	if err != nil {
		return nil, fmt.Errorf("movements of meeting %d: %w", id, err)
	}
	return list, nil
}

// IsPresent tells whether a member is at a meeting, as [fund.Present] does;
// false for who is no member of it.
func (tx *Tx) IsPresent(id fund.MeetingID, person fund.PersonID) (bool, error) {
	here, err := one(tx, scalar[bool], "SELECT here FROM meeting_members WHERE meeting = ? AND person = ?", id, person)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return here, err
}

// PresentCount tells how many members a meeting has and how many are at it, as
// [fund.Present] does.
func (tx *Tx) PresentCount(id fund.MeetingID) (members, here int, err error) {
	both, err := one(tx, func(s scanner) (n [2]int, err error) { return n, s.Scan(&n[0], &n[1]) },
		"SELECT count(*), coalesce(sum(here), 0) FROM meeting_members WHERE meeting = ?", id)
	if err != nil {
		return 0, 0, fmt.Errorf("presence at meeting %d: %w", id, err)
	}
	return both[0], both[1], nil
}

// SaveReply keeps whether somebody will come to a meeting, in place of an
// earlier answer.
func (tx *Tx) SaveReply(id fund.MeetingID, person fund.PersonID, reply fund.Reply, at time.Time) error {
	err := tx.exec("REPLACE INTO meeting_replies (meeting, person, reply, at) VALUES (?, ?, ?, ?)", id, person, reply, seconds(at))
	if err != nil {
		return fmt.Errorf("save reply to meeting %d: %w", id, err)
	}
	return nil
}

// Replies gives who will come to a meeting, by number.
func (tx *Tx) Replies(id fund.MeetingID) (map[fund.PersonID]fund.Reply, error) {
	return tx.replies(id, false)
}

func (tx *Tx) replies(id fund.MeetingID, old bool) (map[fund.PersonID]fund.Reply, error) {
	type line struct {
		person fund.PersonID
		reply  fund.Reply
	}
	list, err := all(tx, func(s scanner) (l line, err error) { return l, s.Scan(&l.person, &l.reply) },
		"SELECT person, reply FROM meeting_replies WHERE meeting = ? AND old = ?", id, old)
	if err != nil {
		return nil, fmt.Errorf("replies to meeting %d: %w", id, err)
	}
	replies := make(map[fund.PersonID]fund.Reply, len(list))
	for _, l := range list {
		replies[l.person] = l.reply
	}
	return replies, nil
}

// RepliesBy gives what somebody answered to calls, by meeting.
func (tx *Tx) RepliesBy(person fund.PersonID) (map[fund.MeetingID]fund.Reply, error) {
	replies := map[fund.MeetingID]fund.Reply{}
	_, err := all(tx, func(s scanner) (struct{}, error) {
		var meeting fund.MeetingID
		var reply fund.Reply
		err := s.Scan(&meeting, &reply)
		replies[meeting] = reply
		return struct{}{}, err
	}, "SELECT meeting, reply FROM meeting_replies WHERE person = ?", person)
	if err != nil {
		return nil, fmt.Errorf("replies of person %d: %w", person, err)
	}
	return replies, nil
}
