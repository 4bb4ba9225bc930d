package fund

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

var (
	// ErrNotSigner says that somebody is neither a meeting's chair nor its
	// recorder.
	ErrNotSigner = errors.New("neither chair nor recorder of the meeting")
	// ErrSigned says that minutes bear that signature already.
	ErrSigned = errors.New("signed already")
	// ErrRecorder says that the chair cannot be the recorder too: the paper form
	// has a line for each, and two signatures are to be two people's.
	ErrRecorder = errors.New("the chair cannot be the recorder")
	// ErrNoRecorder says that minutes cannot be signed while nobody is named
	// who recorded them.
	ErrNoRecorder = errors.New("no recorder is named")
	// ErrTakenBack says that a contribution was taken back already.
	ErrTakenBack = errors.New("taken back already")
	// ErrMinutesDraft says that minutes are a draft: they are not signed yet.
	ErrMinutesDraft = errors.New("the minutes are not signed yet")
)

// WhatContributions is what a *PaceError names when somebody has put as much on
// a meeting's record as they may.
const WhatContributions What = "contributions"

// maxContribution is how many code points a contribution may have;
// maxContributions how many of one person stand in one meeting's record: as
// many as a long evening holds, and no flood.
const (
	maxContribution  = 1000
	maxContributions = 30
)

// Speaker is as what somebody spoke in a meeting.
type Speaker string

// As what: a member of the meeting, somebody of the committee who is none, or
// another resident, who may sit in and speak (the Act, Art. 28).
const (
	SpeakerMember Speaker = "member"
	SpeakerOffice Speaker = "office"
	SpeakerGuest  Speaker = "guest"
)

// Contribution is what somebody put on a meeting's record. N counts from 1 in
// its meeting. By took it down, who is mostly the speaker. Text is empty once it
// was taken back or its speaker was erased.
type Contribution struct {
	ID        int64
	Meeting   MeetingID
	N         int
	Person    PersonID
	As        Speaker
	By        PersonID
	Text      string
	At        time.Time
	TakenBack time.Time
}

// Speak gives a contribution to an open meeting by somebody of whose own words
// already stand in its record: *StateError, *LengthError, *PaceError.
func (m Meeting) Speak(text string, already int, now time.Time) (Contribution, error) {
	if err := m.in("speak", MeetingOpen); err != nil {
		return Contribution{}, err
	}
	if err := CheckContribution(text); err != nil {
		return Contribution{}, err
	}
	if already >= maxContributions {
		return Contribution{}, &PaceError{What: WhatContributions, Have: already, Max: maxContributions}
	}
	return Contribution{Meeting: m.ID, Text: strings.TrimSpace(text), At: now}, nil
}

// CheckContribution says by *LengthError whether s may go on a meeting's
// record.
func CheckContribution(s string) error { return checkLength(WhatText, s, 1, maxContribution) }

// TakeBack takes a contribution out of the record of a meeting that goes on:
// *StateError, [ErrTakenBack].
func (c *Contribution) TakeBack(m Meeting, now time.Time) error {
	if err := m.in("take back", MeetingOpen); err != nil {
		return err
	}
	if !c.TakenBack.IsZero() {
		return ErrTakenBack
	}
	c.Text, c.TakenBack = "", now
	return nil
}

// Capacity is in what somebody signs minutes.
type Capacity string

// The two who sign.
const (
	CapacityChair    Capacity = "chair"
	CapacityRecorder Capacity = "recorder"
)

// Capacities lists both, in the order of the paper form.
func Capacities() []Capacity { return []Capacity{CapacityChair, CapacityRecorder} }

// SignOff is a signature under a meeting's minutes.
type SignOff struct {
	ID       int64
	Meeting  MeetingID
	Capacity Capacity
	Person   PersonID
	At       time.Time
}

// Correction is added to minutes; what they say is never changed. N counts
// from 1 in its meeting.
type Correction struct {
	ID      int64
	Meeting MeetingID
	N       int
	Person  PersonID
	Text    string
	At      time.Time
}

// NameRecorder names who keeps the minutes, until they have signed them:
// [ErrRecorder], [ErrSigned], *StateError for a meeting that was cancelled.
func (m *Meeting) NameRecorder(person PersonID, signed []SignOff) error {
	if err := m.in("name a recorder", MeetingCalled, MeetingOpen, MeetingEnded); err != nil {
		return err
	}
	if person == m.Chair {
		return ErrRecorder
	}
	if _, done := signature(signed, CapacityRecorder); done {
		return ErrSigned
	}
	m.Recorder = person
	return nil
}

// SignOff gives somebody's signature under the minutes of a meeting that is
// over: *StateError, [ErrNoRecorder], [ErrNotSigner], [ErrSigned].
func (m Meeting) SignOff(person PersonID, signed []SignOff, now time.Time) (SignOff, error) {
	if err := m.in("sign", MeetingEnded); err != nil {
		return SignOff{}, err
	}
	s := SignOff{Meeting: m.ID, Person: person, At: now}
	switch {
	case m.Recorder == 0:
		return s, ErrNoRecorder
	case person == 0:
		return s, ErrNotSigner
	case person == m.Chair:
		s.Capacity = CapacityChair
	case person == m.Recorder:
		s.Capacity = CapacityRecorder
	default:
		return s, ErrNotSigner
	}
	if _, done := signature(signed, s.Capacity); done {
		return s, ErrSigned
	}
	return s, nil
}

func signature(list []SignOff, c Capacity) (SignOff, bool) {
	i := slices.IndexFunc(list, func(s SignOff) bool { return s.Capacity == c })
	if i < 0 {
		return SignOff{}, false
	}
	return list[i], true
}

// Attendance is when a member was at a meeting. Left is zero for who stayed to
// its end. Away tells that they left in between and came back.
type Attendance struct {
	Person PersonID
	Way    CheckInWay // in which they came first; in person, where they did in the end
	Came   time.Time
	Left   time.Time
	Away   bool
}

// ItemVote is a vote as the minutes tell it. The names are those of an open
// vote's voters in the chat; of a secret one there are none. Tellers counted
// Room, the votes of those InRoom, who are named where the vote was open.
type ItemVote struct {
	Ballot                Ballot
	For, Against, Abstain []PersonID
	InRoom                []PersonID
	Room                  RoomCount
	Tellers               []PersonID
	Asked                 Question // where options are marked
	Marks                 []Mark   // of an open vote, who marked which of these
}

// By gives who marked an option.
func (v ItemVote) By(n int) (list []PersonID) {
	for _, m := range v.Marks {
		if slices.Contains(m.N, n) {
			list = append(list, m.Person)
		}
	}
	return list
}

// Minutes is what is known of a meeting, assembled from its books: no figure in
// it was typed by anybody.
type Minutes struct {
	Meeting       Meeting
	Members       []PersonID
	Attended      []Attendance // members who were there at some time, by when they came
	Proxies       []Proxy      // those that held at its opening or were given later, the oldest first
	Votes         []ItemVote   // those that are closed, in the order of the agenda
	Contributions []Contribution
	SignOffs      []SignOff
	Corrections   []Correction
}

// Signature gives the signature in a capacity, false while it is missing.
func (m Minutes) Signature(c Capacity) (SignOff, bool) { return signature(m.SignOffs, c) }

// Signed gives when both had signed; the zero time while the minutes are a
// draft.
func (m Minutes) Signed() (at time.Time) {
	for _, c := range Capacities() {
		s, ok := m.Signature(c)
		if !ok {
			return time.Time{}
		}
		if s.At.After(at) {
			at = s.At
		}
	}
	return at
}

// PostedUntil gives the end of the last day on which signed minutes stay on the
// board; the zero time for a draft.
func (m Minutes) PostedUntil(prog Programme) time.Time {
	at := m.Signed()
	if at.IsZero() {
		return at
	}
	return endOfDay(at.In(prog.Zone), prog.Meetings.PostingDays)
}

// Attend gives who of a meeting's members was there, after movements that are
// in their order, by when they came first. Movements of others count for
// nothing.
func Attend(members []PersonID, moves []Movement) (list []Attendance) {
	at := map[PersonID]int{}
	for _, v := range moves {
		if !slices.Contains(members, v.Person) {
			continue
		}
		i, known := at[v.Person]
		switch {
		case v.Here && !known:
			at[v.Person] = len(list)
			list = append(list, Attendance{Person: v.Person, Way: v.Way, Came: v.At})
		case v.Here && list[i].Way == CheckInProxy && v.Way != CheckInProxy:
			list[i] = Attendance{Person: v.Person, Way: v.Way, Came: v.At}
		case v.Here && !list[i].Left.IsZero():
			list[i].Left, list[i].Away = time.Time{}, true
		case !v.Here && known && list[i].Left.IsZero():
			list[i].Left = v.At
		}
	}
	return list
}

// VoteOf gives a closed ballot as the minutes tell it, with the names where it
// was open: of several votes by one member the last stands. Voters voted in the
// room, and tellers counted there.
func VoteOf(b Ballot, votes []Vote, voters []PersonID, tellers []Telling) ItemVote {
	v := ItemVote{Ballot: b}
	v.Room, _ = Agreed(tellers, len(voters))
	for _, t := range tellers {
		if len(voters) > 0 {
			v.Tellers = append(v.Tellers, t.Teller)
		}
	}
	if b.Secret {
		return v
	}
	v.InRoom = voters
	last := map[PersonID]Choice{}
	for _, vote := range votes {
		last[vote.Person] = vote.Choice
	}
	for person, choice := range last {
		switch choice {
		case ChoiceFor:
			v.For = append(v.For, person)
		case ChoiceAgainst:
			v.Against = append(v.Against, person)
		case ChoiceAbstain:
			v.Abstain = append(v.Abstain, person)
		}
	}
	slices.Sort(v.For)
	slices.Sort(v.Against)
	slices.Sort(v.Abstain)
	return v
}

// Objection is what a resident has against signed minutes while they are
// posted: it is a complaint about the meeting, which the committee answers
// within the rule's days. [ErrMinutesDraft], *PostingError,
// *LengthError.
func (m Minutes) Objection(text string, prog Programme, now time.Time) (Complaint, error) {
	if err := m.Objectable(prog, now); err != nil {
		return Complaint{}, err
	}
	if err := prog.Requests.CheckText(text); err != nil {
		return Complaint{}, fmt.Errorf("object: %w", err)
	}
	c := Complaint{Meeting: m.Meeting.ID, Community: m.Meeting.Community, Text: strings.TrimSpace(text), Filed: now}
	c.to(ComplaintOpen, prog, now)
	return c, nil
}

// Objectable says whether minutes are posted, and so may be objected to: nil,
// [ErrMinutesDraft], *PostingError.
func (m Minutes) Objectable(prog Programme, now time.Time) error {
	until := m.PostedUntil(prog)
	switch {
	case until.IsZero():
		return ErrMinutesDraft
	case now.After(until):
		return &PostingError{Until: until}
	}
	return nil
}

// PostingError says that minutes were posted Until then: nobody objects to them
// any more.
type PostingError struct{ Until time.Time }

// Error names the day.
func (e *PostingError) Error() string {
	return "the minutes were posted until " + e.Until.Format(time.RFC3339)
}
