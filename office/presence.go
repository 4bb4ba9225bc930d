package office

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/store"
)

var (
	// ErrNotMember says that somebody is none of a meeting's members, who were
	// fixed when it opened.
	ErrNotMember = errors.New("not a member of this meeting")
	// ErrWrongCode says that a code is not the one on the chair's screen, nor
	// the one before.
	ErrWrongCode = errors.New("not the code on the chair's screen")
	// ErrNoRemote says that nobody can be present at this meeting from
	// elsewhere.
	ErrNoRemote = errors.New("no remote presence at this meeting")
	// ErrNotPresent says that somebody would vote who has not checked in.
	ErrNotPresent = errors.New("not present at the meeting")
)

// ErrNoQuorum is in every *[QuorumError].
var ErrNoQuorum = errors.New("no quorum")

// QuorumError says that too few are Present of a meeting's Members: Needed
// make a quorum. While it lasts no vote opens, and those open pause.
// errors.Is(err, ErrNoQuorum).
type QuorumError struct{ Present, Members, Needed int }

// Unwrap gives [ErrNoQuorum].
func (e *QuorumError) Unwrap() error { return ErrNoQuorum }

// Error gives the figures.
func (e *QuorumError) Error() string {
	return fmt.Sprintf("no quorum: %d of %d present, %d needed", e.Present, e.Members, e.Needed)
}

// MovementEntry is the record's account of a member coming or leaving.
type MovementEntry struct {
	Meeting fund.MeetingID  `json:"meeting"`
	Person  fund.PersonID   `json:"person"`
	Here    bool            `json:"here"`
	Way     fund.CheckInWay `json:"way"`
	At      int64           `json:"at"`
}

// CheckInCode gives the six digits that are on the chair's screen at the act's
// moment, and until when they are: for whoever presides at an open meeting.
// *fund.NotAllowed, *fund.StateError.
func (o *Office) CheckInCode(a Act, id fund.MeetingID) (code string, until time.Time, err error) {
	m, err := o.meetingFor(a, id)
	if err == nil {
		err = m.In(fund.MeetingOpen)
	}
	if err == nil {
		code, until, err = o.codeAt(a.Tx, m, a.Now)
	}
	if err != nil {
		return "", time.Time{}, fmt.Errorf("code of meeting %d: %w", id, err)
	}
	return code, o.local(until), nil
}

// codeAt makes a meeting's code of a moment out of its secret, as one-time
// passwords are made (RFC 6238, with SHA-256).
func (o *Office) codeAt(tx *store.Tx, m fund.Meeting, at time.Time) (string, time.Time, error) {
	secret, err := tx.MeetingSecret(m.ID)
	if err != nil {
		return "", time.Time{}, err
	}
	const step = int64(fund.CodeStep / time.Second)
	n := at.Unix() / step
	mac := hmac.New(sha256.New, secret)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(n))) //nolint:gosec // seconds since 1970 are not negative
	sum := mac.Sum(nil)
	at4 := sum[len(sum)-1] & 0xf
	digits := binary.BigEndian.Uint32(sum[at4:]) & 0x7fffffff
	return fmt.Sprintf("%06d", digits%1_000_000), time.Unix((n+1)*step, 0), nil
}

// CheckIn notes the act's person as present by the code on the chair's
// screen, or the one before it: what was photographed a moment ago still
// holds. moved is false for whoever was there already. [ErrWrongCode],
// [ErrNotMember], *fund.StateError.
func (o *Office) CheckIn(a Act, id fund.MeetingID, code string) (moved bool, err error) {
	m, err := o.openMeeting(a.Tx, id)
	if err == nil {
		err = o.checkCode(a, m, code)
	}
	if err == nil {
		moved, err = o.moveMember(a, m, fund.Movement{Person: a.By.ID, Here: true, Way: fund.CheckInCode})
	}
	if err != nil {
		return false, fmt.Errorf("check in to meeting %d: %w", id, err)
	}
	return moved, nil
}

func (o *Office) checkCode(a Act, m fund.Meeting, code string) error {
	for _, at := range []time.Time{a.Now, a.Now.Add(-fund.CodeStep)} {
		want, _, err := o.codeAt(a.Tx, m, at)
		if err != nil {
			return err
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return nil
		}
	}
	return ErrWrongCode
}

// CheckInRemote notes the act's person as present from elsewhere, where the
// meeting was called so: [ErrNoRemote], [ErrNotMember], *fund.StateError.
func (o *Office) CheckInRemote(a Act, id fund.MeetingID) (moved bool, err error) {
	m, err := o.openMeeting(a.Tx, id)
	if err == nil && !m.Remote {
		err = ErrNoRemote
	}
	if err == nil {
		moved, err = o.moveMember(a, m, fund.Movement{Person: a.By.ID, Here: true, Way: fund.CheckInRemote})
	}
	if err != nil {
		return false, fmt.Errorf("check in to meeting %d: %w", id, err)
	}
	return moved, nil
}

// MarkPresent notes a member as present, or as gone, for whoever presides:
// *fund.NotAllowed, [ErrNotMember], *fund.StateError.
func (o *Office) MarkPresent(a Act, id fund.MeetingID, person fund.PersonID, here bool) (moved bool, err error) {
	m, err := o.meetingFor(a, id)
	if err == nil {
		err = m.In(fund.MeetingOpen)
	}
	if err == nil {
		moved, err = o.moveMember(a, m, fund.Movement{Person: person, Here: here, Way: fund.CheckInChair})
	}
	if err != nil {
		return false, fmt.Errorf("mark in meeting %d: %w", id, err)
	}
	return moved, nil
}

// LeaveMeeting notes that the act's person has left: [ErrNotMember],
// *fund.StateError.
func (o *Office) LeaveMeeting(a Act, id fund.MeetingID) (moved bool, err error) {
	m, err := o.openMeeting(a.Tx, id)
	if err == nil {
		moved, err = o.moveMember(a, m, fund.Movement{Person: a.By.ID, Way: fund.CheckInCode})
	}
	if err != nil {
		return false, fmt.Errorf("leave meeting %d: %w", id, err)
	}
	return moved, nil
}

func (o *Office) openMeeting(tx *store.Tx, id fund.MeetingID) (fund.Meeting, error) {
	m, err := tx.Meeting(id)
	if err == nil {
		err = m.In(fund.MeetingOpen)
	}
	return m, err
}

// moveMember keeps a movement, unless it changes nothing, and brings the
// meeting's post up to date.
func (o *Office) moveMember(a Act, m fund.Meeting, move fund.Movement) (bool, error) {
	members, here, err := o.present(a.Tx, m.ID)
	if err != nil {
		return false, err
	}
	if !slices.Contains(members, move.Person) {
		return false, ErrNotMember
	}
	proxies, err := o.proxiesIn(a.Tx, m)
	if err != nil {
		return false, err
	}
	was, err := o.wasInPerson(a, move, slices.Contains(here, move.Person), proxies)
	if err != nil || was == move.Here {
		return false, err
	}
	if err := addMovement(a, m, move); err != nil {
		return false, err
	}
	for _, p := range proxies {
		if p.Holder != move.Person {
			continue
		}
		if err := o.represent(a, m, p, move.Here); err != nil {
			return false, err
		}
	}
	return true, o.showPresence(a, m)
}

// addMovement keeps a movement of a member of m, at the act's moment.
func addMovement(a Act, m fund.Meeting, move fund.Movement) error {
	move.Meeting, move.By, move.At = m.ID, a.By.ID, a.Now
	if err := a.Tx.AddMovement(move); err != nil {
		return err
	}
	return a.record(recordMoved, MovementEntry{m.ID, move.Person, move.Here, move.Way, unix(move.At)})
}

// showPresence brings what shows who is there up to date: the meeting's post,
// and the votes that may have paused or go on.
func (o *Office) showPresence(a Act, m fund.Meeting) error {
	n := Notice{Kind: KindMeetingPost, Data: MeetingPost{m.ID}, Lane: store.LaneNotice, Due: a.Now.Add(coalesce)}
	if _, err := o.postTo(a, m.Community, MeetingTopic(m.ID), n, ballotGroup(m.Kind.Voters())); err != nil {
		return err
	}
	list, err := a.Tx.MeetingBallots(m.ID)
	if err != nil {
		return err
	}
	for _, b := range list {
		if b.Status != fund.BallotOpen {
			continue
		}
		if err := o.showBallot(a, b, coalesce); err != nil {
			return err
		}
	}
	return nil
}

// present gives a meeting's members and those of them who are there.
func (o *Office) present(tx *store.Tx, id fund.MeetingID) (members, here []fund.PersonID, err error) {
	if members, err = tx.MeetingMembers(id); err != nil {
		return nil, nil, err
	}
	moves, err := tx.Movements(id)
	return members, fund.Present(members, moves), err
}

// quorum says whether enough members of a meeting are there to vote by its
// rules: nil or *[QuorumError].
func quorum(tx *store.Tx, id fund.MeetingID, rules fund.Programme) error {
	members, here, err := tx.PresentCount(id)
	if err != nil {
		return err
	}
	if !rules.Enough(here, members) {
		return &QuorumError{Present: here, Members: members, Needed: rules.QuorumNeeds(members)}
	}
	return nil
}
