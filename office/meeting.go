package office

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// The names of entries about meetings.
const (
	recordMeetingCalled    = "meeting_called"
	recordMeetingOpened    = "meeting_opened"
	recordMeetingEnded     = "meeting_ended"
	recordMeetingCancelled = "meeting_cancelled"
	recordMeetingNamed     = "meeting_named" // who presides, who keeps the minutes
	recordMeetingReply     = "meeting_reply"
	recordMoved            = "meeting_moved" // a member came or left
)

var (
	// ErrAgenda says that a meeting has nothing to talk about, or too much, or
	// one project twice.
	ErrAgenda = errors.New("not an agenda")
	// ErrHaste says that a meeting at shorter notice than the rule needs a
	// reason.
	ErrHaste = errors.New("short notice needs a reason")
	// ErrVotesOpen says that a meeting cannot end while a vote is open in it.
	ErrVotesOpen = errors.New("a vote is open")
)

// NewMeeting is a meeting to be called.
type NewMeeting struct {
	Community fund.PlaceID
	Kind      fund.MeetingKind
	Basis     fund.MeetingBasis
	Petition  fund.PetitionID
	Title     string
	Where     string
	Starts    time.Time
	Remote    bool
	Haste     string
	Chair     fund.PersonID // the one who calls, when 0
	Recorder  fund.PersonID
	Agenda    []fund.AgendaItem // its numbers are given in its order
}

// MeetingFacts are a meeting's columns in the record, as in [ProjectFacts].
// Words seals its title, place, haste, reason and free items, and its places
// and hastes before it was moved.
type MeetingFacts struct {
	ID        fund.MeetingID     `json:"id"`
	Community fund.PlaceID       `json:"community"`
	Kind      fund.MeetingKind   `json:"kind"`
	Basis     fund.MeetingBasis  `json:"basis"`
	Petition  fund.PetitionID    `json:"petition,omitempty"`
	Status    fund.MeetingStatus `json:"status"`
	Starts    int64              `json:"starts"`
	Remote    bool               `json:"remote"`
	Chair     fund.PersonID      `json:"chair"`
	Recorder  fund.PersonID      `json:"recorder"`
	Called    int64              `json:"called"`
	CalledBy  fund.PersonID      `json:"called_by"`
	Opened    int64              `json:"opened"`
	OpenedBy  fund.PersonID      `json:"opened_by"`
	Ended     int64              `json:"ended"`
	EndedBy   fund.PersonID      `json:"ended_by"`
	Projects  []fund.ProjectID   `json:"projects"` // of the agenda, 0 for a free item
	Before    []RescheduledFacts `json:"before"`
	Words     string             `json:"words"`
}

// MeetingEntry is the record's account of what happened to a meeting. Members
// are those fixed when it opened.
type MeetingEntry struct {
	Meeting MeetingFacts    `json:"meeting"`
	Members []fund.PersonID `json:"members,omitempty"`
}

// ReplyEntry is the record's account of a member's answer to a call.
type ReplyEntry struct {
	Meeting fund.MeetingID `json:"meeting"`
	Reply   fund.Reply     `json:"reply"`
}

// CheckMeeting says whether a meeting could be called as it is, and gives it:
// [ErrAgenda], [ErrHaste], [ErrChair], [ErrPetition], *fund.MeetingHourError,
// *fund.LengthError, *fund.StateError for a project that is not ready for a
// vote.
func (o *Office) CheckMeeting(a Act, n NewMeeting) (m fund.Meeting, err error) {
	rules := o.Rules(a.Now)
	m = fund.Meeting{
		Community: n.Community, Kind: n.Kind, Basis: n.Basis, Petition: n.Petition, Status: fund.MeetingCalled,
		Title: strings.TrimSpace(n.Title), Where: strings.TrimSpace(n.Where), Starts: n.Starts.Truncate(time.Minute),
		Remote: n.Remote && rules.Meetings.Remote, Haste: strings.TrimSpace(n.Haste),
		Chair: n.Chair, Recorder: n.Recorder, Called: a.Now, CalledBy: a.By.ID, Agenda: slices.Clone(n.Agenda),
	}
	if !slices.Contains(fund.MeetingKinds(), m.Kind) {
		return m, fmt.Errorf("no such meeting: %q", m.Kind)
	}
	if m.Basis == "" {
		m.Basis = fund.CalledByCommittee
	}
	if m.Chair == 0 {
		m.Chair = a.By.ID
	}
	err = errors.Join(fund.CheckTitle(m.Title), fund.CheckMeetingWhere(m.Where))
	if err == nil {
		err = o.checkMeetingHour(a.Now, &m)
	}
	if err == nil {
		err = o.checkAgenda(a.Tx, &m, rules.Meetings.MaxItems)
	}
	if err == nil {
		err = o.checkChair(a, m)
	}
	if err == nil && m.Petition != 0 {
		err = o.demanded(a, &m)
	}
	return m, err
}

// NoticeUntil is the first moment at which a meeting called now may be held at
// full notice: so many days lie between.
func (o *Office) NoticeUntil(now time.Time, k fund.MeetingKind) time.Time {
	return o.dayBegins(now, o.Rules(now).Meetings.NoticeDays(k))
}

// checkMeetingHour says whether a meeting may be held when it is called for.
func (o *Office) checkMeetingHour(now time.Time, m *fund.Meeting) error {
	full, latest := o.NoticeUntil(now, m.Kind), o.dayBegins(now, o.Rules(now).Meetings.MaxAhead+1)
	if !m.Starts.After(now) || !m.Starts.Before(latest) {
		return &fund.MeetingHourError{Starts: o.local(m.Starts), Earliest: o.local(now), Latest: latest}
	}
	if !m.Starts.Before(full) {
		m.Haste = "" // nothing to excuse
		return nil
	}
	if m.Haste == "" {
		return fmt.Errorf("%w: %w", ErrHaste, &fund.MeetingHourError{Starts: o.local(m.Starts), Earliest: full, Latest: latest, Notice: true})
	}
	return o.Rules(now).Requests.CheckReason(m.Haste)
}

func (o *Office) checkAgenda(tx *store.Tx, m *fund.Meeting, most int) error {
	if len(m.Agenda) == 0 || len(m.Agenda) > most {
		return fmt.Errorf("%d items of at most %d: %w", len(m.Agenda), most, ErrAgenda)
	}
	seen := map[fund.ProjectID]bool{}
	for i := range m.Agenda {
		item := &m.Agenda[i]
		item.N, item.Title, item.Text = i+1, strings.TrimSpace(item.Title), strings.TrimSpace(item.Text)
		if item.Project == 0 {
			if err := errors.Join(fund.CheckTitle(item.Title), fund.CheckItemText(item.Text)); err != nil {
				return err
			}
			continue
		}
		if seen[item.Project] {
			return fmt.Errorf("project %d twice: %w", item.Project, ErrAgenda)
		}
		seen[item.Project], item.Title = true, ""
		p, err := tx.Project(item.Project)
		switch {
		case err != nil:
			return err
		case p.Community != m.Community:
			return ErrOtherCommunity
		}
		if err := p.OpenBallot(m.Called); err != nil { // a copy: nothing is opened
			return err
		}
	}
	return nil
}

// CallMeeting calls a meeting of a community, by its committee, and tells
// everybody who is called: *fund.NotAllowed, [ErrNoRepresentatives] or
// [ErrNoResidents] where there is nobody to call, and what
// [Office.CheckMeeting] refuses.
func (o *Office) CallMeeting(a Act, n NewMeeting) (m fund.Meeting, err error) {
	if err = o.allow(a, fund.ActMeeting, n.Community); err == nil {
		m, err = o.CheckMeeting(a, n)
	}
	secret := make([]byte, tokenBytes)
	if err == nil {
		err = o.rand(secret)
	}
	if err == nil {
		m.ID, err = a.Tx.AddMeeting(m, secret)
	}
	if err == nil {
		err = o.recordMeeting(a, recordMeetingCalled, m, nil)
	}
	if err == nil {
		err = o.showMeeting(a, m)
	}
	if err == nil {
		err = o.callMembers(a, m)
	}
	if err == nil {
		err = o.answerPetition(a, m)
	}
	if err != nil {
		return m, fmt.Errorf("call meeting: %w", err)
	}
	return o.localMeeting(m), nil
}

// meetingFor reads a meeting for whoever presides over it: its chair, or its
// community's committee. *fund.NotAllowed, [store.ErrNotFound].
func (o *Office) meetingFor(a Act, id fund.MeetingID) (fund.Meeting, error) {
	m, err := a.Tx.Meeting(id)
	if err == nil && (a.By.ID == 0 || a.By.ID != m.Chair) {
		err = o.allow(a, fund.ActMeeting, m.Community)
	}
	return m, err
}

// Presides says whether the act's person may run a meeting: nil or
// *fund.NotAllowed.
func (o *Office) Presides(a Act, id fund.MeetingID) error {
	_, err := o.meetingFor(a, id)
	return err
}

// CancelMeeting calls a meeting off before it opens, and tells everybody who
// was called: *fund.NotAllowed, *fund.StateError, *fund.LengthError for the
// reason.
func (o *Office) CancelMeeting(a Act, id fund.MeetingID, reason string) (fund.Meeting, error) {
	reason = strings.TrimSpace(reason)
	m, err := o.stepMeeting(a, id, recordMeetingCancelled, func(m *fund.Meeting) ([]fund.PersonID, error) {
		if err := o.Rules(a.Now).Requests.CheckReason(reason); err != nil {
			return nil, err
		}
		return nil, m.Cancel(a.By.ID, reason, a.Now)
	})
	if err == nil {
		err = o.callOff(a, m)
	}
	if err == nil {
		err = o.renewPetition(a, m)
	}
	return m, err
}

// OpenMeeting opens a meeting and fixes who its members are:
// *fund.NotAllowed, *fund.StateError, *fund.MeetingHourError before check-in
// begins, [ErrNoRepresentatives], [ErrNoResidents].
func (o *Office) OpenMeeting(a Act, id fund.MeetingID) (fund.Meeting, error) {
	return o.stepMeeting(a, id, recordMeetingOpened, func(m *fund.Meeting) ([]fund.PersonID, error) {
		if err := m.Open(a.By.ID, o.Rules(m.Called).Meetings.EarlyCheckIn, a.Now); err != nil {
			return nil, err
		}
		members, err := o.roster(a, m.Kind.Voters(), m.Community)
		if err == nil {
			err = a.Tx.FixMembers(m.ID, members)
		}
		return members, err
	})
}

// EndMeeting ends a meeting in which no vote is open, and tells chair and
// recorder that its minutes wait for them: *fund.NotAllowed, *fund.StateError,
// [ErrVotesOpen].
func (o *Office) EndMeeting(a Act, id fund.MeetingID) (fund.Meeting, error) {
	m, err := o.stepMeeting(a, id, recordMeetingEnded, func(m *fund.Meeting) ([]fund.PersonID, error) {
		list, err := a.Tx.MeetingBallots(m.ID)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(list, func(b fund.Ballot) bool { return b.Status == fund.BallotOpen }) {
			return nil, ErrVotesOpen
		}
		return nil, m.End(a.By.ID, a.Now)
	})
	if err == nil {
		err = o.askToSign(a, m)
	}
	return m, err
}

// stepMeeting takes a meeting one step on, for whoever presides, and says so.
func (o *Office) stepMeeting(a Act, id fund.MeetingID, what string, step func(*fund.Meeting) ([]fund.PersonID, error)) (fund.Meeting, error) {
	m, err := o.meetingFor(a, id)
	var members []fund.PersonID
	if err == nil {
		members, err = step(&m)
	}
	if err == nil {
		err = a.Tx.SaveMeeting(m)
	}
	if err == nil {
		err = o.recordMeeting(a, what, m, members)
	}
	if err == nil {
		err = o.showMeeting(a, m)
	}
	if err != nil {
		return m, fmt.Errorf("%s %d: %w", what, id, err)
	}
	return o.localMeeting(m), nil
}

// MeetingView is a meeting as it stands.
type MeetingView struct {
	Meeting fund.Meeting
	Members []fund.PersonID // fixed once it has opened, those of this moment before
	Present []fund.PersonID
	Replies map[fund.PersonID]fund.Reply
	// OldReplies are the answers, for an earlier hour, of those who have not
	// answered for the present one.
	OldReplies map[fund.PersonID]fund.Reply

	Needed  int // how many make the quorum
	Quorum  bool
	Ballots []fund.Ballot // oldest first
	Proxies []fund.Proxy  // that hold
}

// Meeting reads a meeting as it stands at the act's moment:
// [store.ErrNotFound].
func (o *Office) Meeting(a Act, id fund.MeetingID) (v MeetingView, err error) {
	if v.Meeting, err = a.Tx.Meeting(id); err != nil {
		return v, err
	}
	m := v.Meeting
	if m.Opened.IsZero() {
		v.Members, err = o.roster(a, m.Kind.Voters(), m.Community)
		if errors.Is(err, ErrNoRepresentatives) || errors.Is(err, ErrNoResidents) {
			err = nil
		}
	} else {
		v.Members, v.Present, err = o.present(a.Tx, id)
	}
	if err == nil {
		v.Replies, err = a.Tx.Replies(id)
	}
	if err == nil {
		v.OldReplies, err = a.Tx.OldReplies(id)
	}
	if err == nil {
		v.Ballots, err = a.Tx.MeetingBallots(id)
	}
	for i := range v.Ballots {
		v.Ballots[i] = o.localBallot(v.Ballots[i])
	}
	if err == nil {
		v.Proxies, err = o.proxiesIn(a.Tx, m)
	}
	rules := o.meetingRules(m)
	v.Needed, v.Quorum = rules.QuorumNeeds(len(v.Members)), rules.Enough(len(v.Present), len(v.Members))
	v.Meeting = o.localMeeting(m)
	return v, err
}

// Meetings gives a community's meetings: those ahead first, the soonest
// before; then those over, the newest before.
func (o *Office) Meetings(tx *store.Tx, community fund.PlaceID) ([]fund.Meeting, error) {
	list, err := tx.Meetings(community)
	for i := range list {
		list[i] = o.localMeeting(list[i])
	}
	return list, err
}

// meetingRules are the rules that hold in a meeting: those of the day it was
// called.
func (o *Office) meetingRules(m fund.Meeting) fund.Programme {
	return o.Rules(m.Called).InMeeting(m.Kind)
}

func (o *Office) localMeeting(m fund.Meeting) fund.Meeting {
	m.Starts, m.Called, m.Opened, m.Ended = o.local(m.Starts), o.local(m.Called), o.local(m.Opened), o.local(m.Ended)
	m.Before = slices.Clone(m.Before)
	for i := range m.Before {
		b := &m.Before[i]
		b.Starts, b.At = o.local(b.Starts), o.local(b.At)
	}
	return m
}

func (o *Office) recordMeeting(a Act, what string, m fund.Meeting, members []fund.PersonID) error {
	words, err := meetingWords(m)
	if err != nil {
		return err
	}
	e := MeetingEntry{Meeting: meetingFacts(m), Members: members}
	if e.Meeting.Words, err = a.seal(words, 0); err != nil { // the office's word: it outlives who gave it
		return err
	}
	return a.record(what, e)
}

func meetingWords(m fund.Meeting) (string, error) {
	return wordsOf(struct {
		Title, Where, Haste, Reason string
		Agenda                      []fund.AgendaItem
		Before                      []wordsBefore `json:",omitempty"`
	}{m.Title, m.Where, m.Haste, m.Reason, m.Agenda, rescheduledWords(m)})
}

func meetingFacts(m fund.Meeting) MeetingFacts {
	f := MeetingFacts{
		ID: m.ID, Community: m.Community, Kind: m.Kind, Basis: m.Basis, Petition: m.Petition, Status: m.Status,
		Starts: unix(m.Starts), Remote: m.Remote, Chair: m.Chair, Recorder: m.Recorder,
		Called: unix(m.Called), CalledBy: m.CalledBy, Opened: unix(m.Opened), OpenedBy: m.OpenedBy, Ended: unix(m.Ended), EndedBy: m.EndedBy,
		Before: rescheduledFacts(m),
	}
	for _, item := range m.Agenda {
		f.Projects = append(f.Projects, item.Project)
	}
	return f
}

// MeetingPost is the post about a meeting in the groups of those who meet.
type MeetingPost struct{ Meeting fund.MeetingID }

// MeetingTopic is under what a meeting's post is edited.
func MeetingTopic(id fund.MeetingID) string { return fmt.Sprintf("meeting:%d", id) }

// showMeeting brings the post about a meeting up to date in the groups of
// those who meet, and the one that tells their neighbours of it.
func (o *Office) showMeeting(a Act, m fund.Meeting) error {
	group := ballotGroup(m.Kind.Voters())
	n := Notice{Kind: KindMeetingPost, Data: MeetingPost{m.ID}, Lane: store.LaneNotice}
	if _, err := o.postTo(a, m.Community, MeetingTopic(m.ID), n, group); err != nil || group == store.PurposeNeighbourhood {
		return err
	}
	n.Kind = KindMeetingNews
	_, err := o.postTo(a, m.Community, meetingNewsTopic(m.ID), n, store.PurposeNeighbourhood)
	return err
}
