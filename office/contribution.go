package office

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"huimin/fund"
	"huimin/store"
)

var (
	// ErrOthersWords says that words on record are somebody else's: their speaker
	// takes them back, and only chair, recorder and committee take down what
	// others say.
	ErrOthersWords = errors.New("somebody else's words")
	// ErrNoOpenMeeting says that no meeting goes on to whose record something
	// could be put.
	ErrNoOpenMeeting = errors.New("no meeting goes on")
)

// OpenMeetingAt gives the meeting that goes on in a community, that of a kind
// before others and the one that opened last: [ErrNoOpenMeeting].
func (o *Office) OpenMeetingAt(tx *store.Tx, community fund.PlaceID, kind fund.MeetingKind) (fund.Meeting, error) {
	list, err := tx.Meetings(community)
	if err != nil {
		return fund.Meeting{}, err
	}
	list = slices.DeleteFunc(list, func(m fund.Meeting) bool { return m.Status != fund.MeetingOpen })
	if len(list) == 0 {
		return fund.Meeting{}, ErrNoOpenMeeting
	}
	return o.localMeeting(slices.MaxFunc(list, func(a, b fund.Meeting) int {
		if (a.Kind == kind) != (b.Kind == kind) {
			return cmp.Compare(btoi(a.Kind == kind), btoi(b.Kind == kind))
		}
		return a.Opened.Compare(b.Opened)
	})), nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// PutOnRecord puts what speaker said on the record of an open meeting. Whoever
// takes down somebody else's words is its chair or recorder, or of the
// committee: *fund.NotAllowed, [ErrOthersWords], *fund.StateError,
// *fund.LengthError, *fund.PaceError.
func (o *Office) PutOnRecord(a Act, id fund.MeetingID, speaker fund.PersonID, text string) (fund.Contribution, error) {
	c, err := o.putOnRecord(a, id, speaker, text)
	if err != nil {
		return c, fmt.Errorf("put on record of meeting %d: %w", id, err)
	}
	return o.localContribution(c), nil
}

func (o *Office) putOnRecord(a Act, id fund.MeetingID, speaker fund.PersonID, text string) (c fund.Contribution, err error) {
	m, err := a.Tx.Meeting(id)
	if err != nil {
		return c, err
	}
	as := a
	if speaker != a.By.ID {
		if o.KeepsMinutes(a, m) != nil {
			return c, ErrOthersWords
		}
		if as.By, err = a.Tx.Person(speaker); err != nil {
			return c, err
		}
	}
	if err := o.MaySpeak(as, m); err != nil {
		return c, err
	}
	list, err := a.Tx.Contributions(id)
	if err != nil {
		return c, err
	}
	already := 0
	for _, other := range list {
		if other.Person == speaker && other.TakenBack.IsZero() {
			already++
		}
	}
	if c, err = m.Speak(text, already, a.Now); err != nil {
		return c, err
	}
	c.Person, c.By = speaker, a.By.ID
	if c.As, err = o.speakerIn(as, m); err == nil {
		c, err = a.Tx.AddContribution(c)
	}
	if err == nil {
		err = recordThing(a, aboutContribution(c))
	}
	return c, err
}

// MaySpeak says whether the act's person may put something on a meeting's
// record: its members, chair and recorder, and whoever may by their role there.
// nil, *fund.NotAllowed, *fund.StateError.
func (o *Office) MaySpeak(a Act, m fund.Meeting) error {
	if err := m.In(fund.MeetingOpen); err != nil {
		return err
	}
	if as, err := o.speakerIn(a, m); err != nil || as == fund.SpeakerMember || signs(a, m) {
		return err
	}
	return o.allow(a, fund.ActMinute, m.Community)
}

// signs tells whether the act's person is a meeting's chair or recorder.
func signs(a Act, m fund.Meeting) bool {
	return a.By.ID != 0 && (a.By.ID == m.Chair || a.By.ID == m.Recorder)
}

// speakerIn is as what the act's person speaks in a meeting.
func (o *Office) speakerIn(a Act, m fund.Meeting) (fund.Speaker, error) {
	members, err := a.Tx.MeetingMembers(m.ID)
	switch {
	case err != nil:
		return "", err
	case slices.Contains(members, a.By.ID):
		return fund.SpeakerMember, nil
	case signs(a, m) || o.allow(a, fund.ActMeeting, m.Community) == nil:
		return fund.SpeakerOffice, nil
	}
	return fund.SpeakerGuest, nil
}

// TakeBack takes one's own words back out of the record of a meeting that goes
// on: [ErrOthersWords], [fund.ErrTakenBack], *fund.StateError.
func (o *Office) TakeBack(a Act, id int64) (fund.Contribution, error) {
	c, err := a.Tx.Contribution(id)
	if err != nil {
		return c, fmt.Errorf("take back: %w", err)
	}
	if a.By.ID == 0 || a.By.ID != c.Person {
		return c, fmt.Errorf("take back %d: %w", id, ErrOthersWords)
	}
	m, err := a.Tx.Meeting(c.Meeting)
	if err == nil {
		err = c.TakeBack(m, a.Now)
	}
	if err == nil {
		err = a.Tx.SaveContribution(c)
	}
	if err == nil {
		err = recordThing(a, aboutContribution(c))
	}
	if err != nil {
		return c, fmt.Errorf("take back %d: %w", id, err)
	}
	return o.localContribution(c), nil
}

// eraseContributions takes the words of somebody who is forgotten out of
// minutes. Papers that showed them go; where the minutes are still on the board
// they are posted anew.
func (o *Office) eraseContributions(a Act, p fund.Person) error {
	list, err := a.Tx.ContributionsBy(p.ID)
	if err != nil {
		return err
	}
	if err := a.Tx.BlankContributions(p.ID); err != nil {
		return err
	}
	done := map[fund.MeetingID]bool{}
	for _, c := range list {
		if done[c.Meeting] {
			continue
		}
		done[c.Meeting] = true
		if err := o.repostMinutes(a, c.Meeting); err != nil {
			return err
		}
	}
	return nil
}

func (o *Office) repostMinutes(a Act, id fund.MeetingID) error {
	papers, err := a.Tx.PostsUnder(minutesPapers(id))
	if err != nil || len(papers) == 0 {
		return err
	}
	for _, p := range papers {
		if err := o.takeAway(a, p.Topic); err != nil {
			return err
		}
	}
	v, err := o.Minutes(a, id)
	if err == nil && v.Posted(a.Now) {
		err = o.postMinutes(a, v)
	}
	return err
}

func (o *Office) localContribution(c fund.Contribution) fund.Contribution {
	c.At, c.TakenBack = o.local(c.At), o.local(c.TakenBack)
	return c
}

func aboutContribution(c fund.Contribution) thing {
	return thing{noun: nounContribution, id: c.ID, writer: c.Person, words: c.Text, facts: struct {
		Meeting   fund.MeetingID `json:"meeting"`
		N         int            `json:"n"`
		Person    fund.PersonID  `json:"person"`
		As        fund.Speaker   `json:"as"`
		By        fund.PersonID  `json:"by"`
		At        int64          `json:"at"`
		TakenBack int64          `json:"taken_back"`
	}{c.Meeting, c.N, c.Person, c.As, c.By, unix(c.At), unix(c.TakenBack)}}
}
