package fund

import (
	"fmt"
	"slices"
	"time"
)

// MeetingID numbers a meeting; 0 is none.
type MeetingID int64

// MeetingKind is who meets.
type MeetingKind string

// The kinds of meeting (the Act, Art. 26 and 28): 居民代表会议 and 居民会议.
const (
	MeetingRepresentatives MeetingKind = "representatives"
	MeetingResidents       MeetingKind = "residents"
)

// MeetingKinds lists both kinds.
func MeetingKinds() []MeetingKind { return []MeetingKind{MeetingRepresentatives, MeetingResidents} }

// Voters is who the members of such a meeting are.
func (k MeetingKind) Voters() Voters {
	if k == MeetingResidents {
		return VotersResidents
	}
	return VotersRepresentatives
}

// MeetingBasis is by whose will a meeting is called.
type MeetingBasis string

// By whose will: the residents' committee's own, that of a share of the
// representatives, or that of a share of the residents (the Act, Art. 26 and
// 28).
const (
	CalledByCommittee       MeetingBasis = "committee"
	CalledByRepresentatives MeetingBasis = "representatives"
	CalledByResidents       MeetingBasis = "residents"
)

// MeetingStatus is where a meeting stands.
type MeetingStatus string

// The states of a meeting.
const (
	MeetingCalled    MeetingStatus = "called"
	MeetingOpen      MeetingStatus = "open"
	MeetingEnded     MeetingStatus = "ended"
	MeetingCancelled MeetingStatus = "cancelled"
)

// Meeting is one meeting of a community. It is called for Starts at Where;
// Haste is why its notice is shorter than the rule. Remote lets members check
// in from elsewhere. Its members are fixed when it opens. Reason is why it was
// cancelled. Chair presides and Recorder keeps the minutes; 0 while nobody is
// named. Petition is the demand it was called upon. Before is when and where it
// was called for before it was moved, the oldest first.
type Meeting struct {
	ID        MeetingID
	Community PlaceID
	Kind      MeetingKind
	Basis     MeetingBasis
	Petition  PetitionID
	Status    MeetingStatus
	Title     string
	Where     string
	Starts    time.Time
	Remote    bool
	Haste     string
	Chair     PersonID
	Recorder  PersonID
	Called    time.Time
	CalledBy  PersonID
	Opened    time.Time
	OpenedBy  PersonID
	Ended     time.Time
	EndedBy   PersonID
	Reason    string
	Agenda    []AgendaItem
	Before    []Rescheduled
}

// AgendaItem is one point of a meeting, numbered from 1: a project to be
// decided on, or a free one with a title of its own.
type AgendaItem struct {
	N       int
	Project ProjectID // 0 for a free item
	Title   string    // "" for a project, which has its own
	Text    string    // what is to be known of a free item
}

// Item gives the agenda's point of a number, false when there is none.
func (m Meeting) Item(n int) (AgendaItem, bool) {
	i := slices.IndexFunc(m.Agenda, func(a AgendaItem) bool { return a.N == n })
	if i < 0 {
		return AgendaItem{}, false
	}
	return m.Agenda[i], true
}

// Open opens the meeting, at the earliest by early before it was called for:
// *StateError, *MeetingHourError.
func (m *Meeting) Open(by PersonID, early time.Duration, now time.Time) error {
	if err := m.in("open", MeetingCalled); err != nil {
		return err
	}
	if from := m.Starts.Add(-early); now.Before(from) {
		return fmt.Errorf("open meeting %d: %w", m.ID, &MeetingHourError{Starts: now, Earliest: from})
	}
	m.Status, m.Opened, m.OpenedBy = MeetingOpen, now, by
	return nil
}

// End ends an open meeting: *StateError.
func (m *Meeting) End(by PersonID, now time.Time) error {
	if err := m.in("end", MeetingOpen); err != nil {
		return err
	}
	m.Status, m.Ended, m.EndedBy = MeetingEnded, now, by
	return nil
}

// Cancel calls a meeting off that has not opened: *StateError.
func (m *Meeting) Cancel(by PersonID, reason string, now time.Time) error {
	if err := m.in("cancel", MeetingCalled); err != nil {
		return err
	}
	m.Status, m.Ended, m.EndedBy, m.Reason = MeetingCancelled, now, by, reason
	return nil
}

// In says whether the meeting is in one of some states: nil or *StateError.
func (m Meeting) In(want ...MeetingStatus) error { return m.in("use", want...) }

func (m Meeting) in(what string, want ...MeetingStatus) error {
	if slices.Contains(want, m.Status) {
		return nil
	}
	e := &StateError{Noun: "meeting", ID: int64(m.ID), Have: string(m.Status)}
	for _, w := range want {
		e.Want = append(e.Want, string(w))
	}
	return fmt.Errorf("%s: %w", what, e)
}

// MeetingHourError says that a meeting cannot be at Starts: not before
// Earliest and not after Latest, where these are set. Notice tells that
// Earliest comes of the notice that members are owed.
type MeetingHourError struct {
	Starts, Earliest, Latest time.Time
	Notice                   bool
}

// Error names the hours.
func (e *MeetingHourError) Error() string {
	return fmt.Sprintf("a meeting cannot be at %s: from %s to %s",
		e.Starts.Format(time.RFC3339), e.Earliest.Format(time.RFC3339), e.Latest.Format(time.RFC3339))
}

// MeetingRules are a programme's rules for meetings.
type MeetingRules struct {
	RepresentativesNotice int             // days between the call and a meeting of representatives
	ResidentsNotice       int             // the same for a residents' meeting: ten (the Act, Art. 26)
	MaxAhead              int             // days for which a meeting may be called ahead
	MaxItems              int             // on an agenda
	EarlyCheckIn          time.Duration   // before the hour, from when on a meeting may open and members check in
	Remote                bool            // members may be present from elsewhere
	Proxies               bool            // a member may vote for one other by written proxy; by default nobody may
	VoteLengths           []time.Duration // offered for a vote, ascending; the last is the longest allowed
	CallShare             Share           // of the representatives can have a representatives' meeting called (the Act, Art. 28)
	CallDays              int             // days within which the committee calls a meeting that was demanded
	ResidentsCallShare    Share           // of the residents can have a residents' meeting called (the Act, Art. 26)
	ResidentsCallByReps   Share           // of the representatives can have one called as well (the Act, Art. 26)
	ResidentsQuorum       Share           // more than this share of a residents' meeting takes part (the Act, Art. 27)
	PostingDays           int             // calendar days for which signed minutes stay on the board (the Act, Art. 34)
	AnswerDays            int             // calendar days for the committee's answer to an objection to them
}

func defaultMeetings() MeetingRules {
	return MeetingRules{
		RepresentativesNotice: 3, // like what is not from the Act, a default of this project
		ResidentsNotice:       10,
		MaxAhead:              90,
		MaxItems:              20,
		EarlyCheckIn:          30 * time.Minute,
		VoteLengths:           []time.Duration{5 * time.Minute, 15 * time.Minute, 30 * time.Minute},
		CallShare:             Share{Num: 1, Den: 5},
		CallDays:              10,
		ResidentsCallShare:    Share{Num: 1, Den: 10},
		ResidentsCallByReps:   Share{Num: 1, Den: 3},
		ResidentsQuorum:       Share{Num: 1, Den: 2},
		PostingDays:           15,
		AnswerDays:            10, // as a county answers questions on what it discloses
	}
}

// NoticeDays is how many days lie between the call and a meeting of that kind
// at least.
func (r MeetingRules) NoticeDays(k MeetingKind) int {
	if k == MeetingResidents {
		return r.ResidentsNotice
	}
	return r.RepresentativesNotice
}

// InMeeting gives the rules as they hold in a meeting of a kind: a residents'
// meeting needs more than half of its members, and decides by more than half of
// those present (the Act, Art. 27).
func (p Programme) InMeeting(k MeetingKind) Programme {
	p.Voters = k.Voters()
	if k == MeetingResidents {
		p.Quorum, p.QuorumOver = p.Meetings.ResidentsQuorum, true
	}
	return p
}

// Reply is whether a member will come.
type Reply string

// The replies.
const (
	ReplyComing  Reply = "coming"
	ReplyNot     Reply = "not"
	ReplyPerhaps Reply = "perhaps"
)

// Replies lists the replies in the order shown.
func Replies() []Reply { return []Reply{ReplyComing, ReplyPerhaps, ReplyNot} }
