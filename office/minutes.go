package office

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// MinutesNews points at the minutes of a meeting; as a paper it is that with so
// many Corrections.
type MinutesNews struct {
	Meeting     fund.MeetingID
	Corrections int `json:",omitempty"`
}

// minutesTopic is what the post about a meeting's minutes is kept by;
// minutesPapers begins the topics of the papers posted with it.
func minutesTopic(id fund.MeetingID) string  { return fmt.Sprintf("minutes:%d", id) }
func minutesPapers(id fund.MeetingID) string { return fmt.Sprintf("minutes_paper:%d:", id) }

// Recorders gives who may be named as a meeting's recorder: the committee's
// staff and the meeting's members, without its chair.
func (o *Office) Recorders(a Act, id fund.MeetingID) ([]fund.PersonID, error) {
	v, err := o.Meeting(a, id)
	if err != nil {
		return nil, err
	}
	staff, _, _, err := o.officesOf(a, v.Meeting.Community)
	var list []fund.PersonID
	for _, p := range slices.Concat(staff, v.Members) {
		if p != v.Meeting.Chair && !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list, err
}

// NameRecorder names who keeps a meeting's minutes, for whoever presides, until
// they are signed: *fund.NotAllowed, [ErrNotMember], [fund.ErrRecorder],
// [fund.ErrSigned], *fund.StateError.
func (o *Office) NameRecorder(a Act, id fund.MeetingID, person fund.PersonID) (fund.Meeting, error) {
	m, err := o.stepMeeting(a, id, recordMeetingNamed, func(m *fund.Meeting) ([]fund.PersonID, error) {
		list, err := o.Recorders(a, id)
		if err != nil {
			return nil, err
		}
		if person != m.Chair && !slices.Contains(list, person) {
			return nil, ErrNotMember
		}
		signed, err := a.Tx.SignOffs(id)
		if err != nil {
			return nil, err
		}
		return nil, m.NameRecorder(person, signed)
	})
	if err == nil && m.Status == fund.MeetingEnded {
		err = o.askToSign(a, m)
	}
	return m, err
}

// SignMinutes puts the act's person's signature under the minutes of a meeting
// that is over. With the second one they are posted: *fund.StateError,
// [fund.ErrNoRecorder], [fund.ErrNotSigner], [fund.ErrSigned].
func (o *Office) SignMinutes(a Act, id fund.MeetingID) (MinutesView, error) {
	m, err := a.Tx.Meeting(id)
	var signed []fund.SignOff
	if err == nil {
		signed, err = a.Tx.SignOffs(id)
	}
	var s fund.SignOff
	if err == nil {
		s, err = m.SignOff(a.By.ID, signed, a.Now)
	}
	if err == nil {
		s.ID, err = a.Tx.AddSignOff(s)
	}
	if err == nil {
		err = recordThing(a, aboutSignOff(s))
	}
	var v MinutesView
	if err == nil {
		v, err = o.Minutes(a, id)
	}
	if err == nil && !v.Signed().IsZero() {
		err = o.postMinutes(a, v)
	} else if err == nil {
		err = o.askToSign(a, m)
	}
	if err != nil {
		return v, fmt.Errorf("sign minutes of meeting %d: %w", id, err)
	}
	return v, nil
}

// askToSign tells whoever has not signed yet that the minutes of a meeting that
// is over wait for them.
func (o *Office) askToSign(a Act, m fund.Meeting) error {
	signed, err := a.Tx.SignOffs(m.ID)
	if err != nil {
		return err
	}
	for _, person := range []fund.PersonID{m.Chair, m.Recorder} {
		done := slices.ContainsFunc(signed, func(s fund.SignOff) bool { return s.Person == person })
		if done || person == a.By.ID {
			continue
		}
		n := Notice{Kind: KindMinutesSign, Data: MinutesNews{Meeting: m.ID}, Lane: store.LaneNotice}
		if err := o.tell(a, person, n); err != nil {
			return err
		}
	}
	return nil
}

// KeepsMinutes says whether the act's person may take down others' words in a
// meeting, and correct its minutes: its chair and recorder, and the committee.
// nil or *fund.NotAllowed.
func (o *Office) KeepsMinutes(a Act, m fund.Meeting) error {
	if signs(a, m) {
		return nil
	}
	return o.allow(a, fund.ActMeeting, m.Community)
}

// CorrectMinutes adds a correction to the minutes of a meeting that is over; signed or
// not, what they say is never changed. *fund.NotAllowed, *fund.StateError,
// *fund.LengthError.
func (o *Office) CorrectMinutes(a Act, id fund.MeetingID, text string) (fund.Correction, error) {
	text = strings.TrimSpace(text)
	c := fund.Correction{Meeting: id, Person: a.By.ID, Text: text, At: a.Now}
	m, err := a.Tx.Meeting(id)
	if err == nil {
		err = o.KeepsMinutes(a, m)
	}
	if err == nil {
		err = m.In(fund.MeetingEnded)
	}
	if err == nil {
		err = fund.CheckContribution(text)
	}
	if err == nil {
		c, err = a.Tx.AddCorrection(c)
	}
	if err == nil {
		err = recordThing(a, aboutCorrection(c))
	}
	var v MinutesView
	if err == nil {
		v, err = o.Minutes(a, id)
	}
	if err == nil && !v.Signed().IsZero() {
		err = o.postMinutes(a, v)
	}
	if err != nil {
		return c, fmt.Errorf("correct minutes of meeting %d: %w", id, err)
	}
	return c, nil
}

// postMinutes puts the minutes on the board: the post about them is brought up
// to date in the groups of those who met and of the neighbourhood, and they are
// posted as a paper, once for each state.
func (o *Office) postMinutes(a Act, v MinutesView) error {
	if err := o.showMinutes(a, v.Meeting); err != nil {
		return err
	}
	n := Notice{Kind: KindMinutesPaper, Data: MinutesNews{v.Meeting.ID, len(v.Corrections)}, Lane: store.LaneNotice}
	topic := fmt.Sprintf("%s%d", minutesPapers(v.Meeting.ID), len(v.Corrections))
	_, err := o.postTo(a, v.Meeting.Community, topic, n, boards(v.Meeting)...)
	return err
}

// boards are the groups that a meeting's minutes are posted in.
func boards(m fund.Meeting) []store.Purpose {
	if own := ballotGroup(m.Kind.Voters()); own != store.PurposeNeighbourhood {
		return []store.Purpose{own, store.PurposeNeighbourhood}
	}
	return []store.Purpose{store.PurposeNeighbourhood}
}

// showMinutes brings the post about a meeting's minutes up to date.
func (o *Office) showMinutes(a Act, m fund.Meeting) error {
	n := Notice{Kind: KindMinutesPost, Data: MinutesNews{Meeting: m.ID}, Lane: store.LaneNotice}
	_, err := o.postTo(a, m.Community, minutesTopic(m.ID), n, boards(m)...)
	return err
}

// MinutesView is a meeting's minutes, with what is said about them. Until is
// the end of the last day on which they are posted; zero for a draft.
type MinutesView struct {
	fund.Minutes
	Place      fund.Place
	Until      time.Time
	Objections []fund.Complaint // the oldest first
	Head       store.Head
}

// Posted tells whether the minutes are on the board, and may be objected to.
func (v MinutesView) Posted(now time.Time) bool { return !v.Until.IsZero() && !now.After(v.Until) }

// Minutes assembles the minutes of a meeting from the books:
// [store.ErrNotFound].
func (o *Office) Minutes(a Act, id fund.MeetingID) (v MinutesView, err error) {
	if v.Minutes, err = o.assemble(a.Tx, id); err != nil {
		return v, fmt.Errorf("minutes of meeting %d: %w", id, err)
	}
	v.Until = v.PostedUntil(o.meetingRules(v.Meeting))
	if v.Objections, err = o.localComplaints(a.Tx.Objections(id)); err == nil {
		v.Place, err = a.Tx.Place(v.Meeting.Community)
	}
	if err == nil {
		v.Head, err = a.Tx.Head()
	}
	return v, err
}

func (o *Office) assemble(tx *store.Tx, id fund.MeetingID) (m fund.Minutes, err error) {
	if m.Meeting, err = tx.Meeting(id); err != nil {
		return m, err
	}
	m.Meeting = o.localMeeting(m.Meeting)
	if m.Members, err = tx.MeetingMembers(id); err != nil {
		return m, err
	}
	moves, err := tx.Movements(id)
	if err != nil {
		return m, err
	}
	for _, at := range fund.Attend(m.Members, moves) {
		at.Came, at.Left = o.local(at.Came), o.local(at.Left)
		m.Attended = append(m.Attended, at)
	}
	if m.Proxies, err = o.localProxies(tx.Proxies(id)); err != nil {
		return m, err
	}
	m.Proxies = slices.DeleteFunc(m.Proxies, func(p fund.Proxy) bool { return !p.Ended.IsZero() && p.Ended.Before(m.Meeting.Opened) })
	if m.Votes, err = o.itemVotes(tx, id); err != nil {
		return m, err
	}
	if m.Contributions, err = tx.Contributions(id); err != nil {
		return m, err
	}
	for i := range m.Contributions {
		m.Contributions[i] = o.localContribution(m.Contributions[i])
	}
	if m.SignOffs, err = tx.SignOffs(id); err != nil {
		return m, err
	}
	for i := range m.SignOffs {
		m.SignOffs[i].At = o.local(m.SignOffs[i].At)
	}
	m.Corrections, err = tx.Corrections(id)
	for i := range m.Corrections {
		m.Corrections[i].At = o.local(m.Corrections[i].At)
	}
	return m, err
}

// itemVotes gives a meeting's closed votes in the order of its agenda, those on
// the same item in theirs.
func (o *Office) itemVotes(tx *store.Tx, id fund.MeetingID) (list []fund.ItemVote, err error) {
	ballots, err := tx.MeetingBallots(id)
	for _, b := range ballots {
		if b.Status != fund.BallotClosed {
			continue
		}
		var votes []fund.Vote
		if votes, err = tx.Votes(b.ID); err != nil {
			return nil, err
		}
		var voters []fund.PersonID
		if voters, err = tx.RoomVoters(b.ID); err != nil {
			return nil, err
		}
		var tellers []fund.Telling
		if tellers, err = tx.Tellings(b.ID); err != nil {
			return nil, err
		}
		v := fund.VoteOf(o.localBallot(b), votes, voters, tellers)
		if b.Kind != fund.BallotMotion {
			if v.Asked, err = tx.Question(b.ID); err == nil && !b.Secret {
				v.Marks, err = tx.Marks(b.ID)
			}
		}
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	slices.SortStableFunc(list, func(a, b fund.ItemVote) int { return cmp.Compare(a.Ballot.Item, b.Ballot.Item) })
	return list, err
}

// ObjectToMinutes files an objection to posted minutes, as a resident of the
// community: it is a complaint, with a number and a clock. *fund.NotAllowed,
// [fund.ErrMinutesDraft], *fund.PostingError, *fund.LengthError,
// *fund.PaceError.
func (o *Office) ObjectToMinutes(a Act, id fund.MeetingID, text string) (fund.Complaint, error) {
	v, err := o.mayObject(a, id)
	var c fund.Complaint
	if err == nil {
		c, err = v.Objection(text, o.meetingRules(v.Meeting), a.Now)
	}
	if err == nil {
		c, err = o.fileComplaint(a, c)
	}
	if err == nil {
		err = o.showMinutes(a, v.Meeting)
	}
	if err != nil {
		return c, fmt.Errorf("object to minutes of meeting %d: %w", id, err)
	}
	return o.localComplaint(c), nil
}

// MayObject says whether the act's person may object to a meeting's minutes
// now: nil, or as [Office.ObjectToMinutes].
func (o *Office) MayObject(a Act, id fund.MeetingID) error {
	_, err := o.mayObject(a, id)
	return err
}

func (o *Office) mayObject(a Act, id fund.MeetingID) (MinutesView, error) {
	if _, err := a.known(); err != nil {
		return MinutesView{}, err
	}
	v, err := o.Minutes(a, id)
	if err == nil {
		err = o.allow(a, fund.ActComplain, v.Meeting.Community)
	}
	if err == nil {
		err = v.Objectable(o.meetingRules(v.Meeting), a.Now)
	}
	return v, err
}

func aboutSignOff(s fund.SignOff) thing {
	return thing{noun: nounSignOff, id: s.ID, facts: struct {
		Meeting  fund.MeetingID `json:"meeting"`
		Capacity fund.Capacity  `json:"capacity"`
		Person   fund.PersonID  `json:"person"`
		At       int64          `json:"at"`
	}{s.Meeting, s.Capacity, s.Person, unix(s.At)}}
}

// aboutCorrection seals a correction as the office's word: it outlives who gave
// it, for it is part of the minutes.
func aboutCorrection(c fund.Correction) thing {
	return thing{noun: nounCorrection, id: c.ID, said: c.Text, facts: struct {
		Meeting fund.MeetingID `json:"meeting"`
		N       int            `json:"n"`
		Person  fund.PersonID  `json:"person"`
		At      int64          `json:"at"`
	}{c.Meeting, c.N, c.Person, unix(c.At)}}
}
