package office

import (
	"errors"
	"fmt"
	"slices"

	"huimin/fund"
	"huimin/store"
)

// The kinds of notice about calling a meeting; see [Notice].
const (
	KindMeetingNews     = "meeting_news"     // MeetingPost, to the neighbours of those who meet
	KindMeetingCall     = "meeting_call"     // MeetingPost, to whoever is called
	KindMeetingFile     = "meeting_file"     // MeetingPost, for their calendar
	KindMeetingOff      = "meeting_off"      // MeetingPost, to whoever was called: it was cancelled
	KindMeetingReminder = "meeting_reminder" // MeetingReminder
)

// ErrChair says that whoever is to preside belongs neither to the staff nor to
// those who meet.
var ErrChair = errors.New("not among the staff and members")

// MeetingReminder reminds whoever was called to a meeting: an hour before it,
// with Soon, else the day before. It is for the hour Starts, in Unix seconds,
// and says nothing where the meeting was moved from there.
type MeetingReminder struct {
	Meeting fund.MeetingID
	Starts  int64
	Soon    bool `json:",omitempty"`
}

// CallTopic is under what somebody's call to a meeting is edited.
func CallTopic(id fund.MeetingID) string { return fmt.Sprintf("call:%d", id) }

func meetingNewsTopic(id fund.MeetingID) string { return fmt.Sprintf("meeting_news:%d", id) }

// callMembers tells every member of a meeting, and whoever presides, that it is
// called.
func (o *Office) callMembers(a Act, m fund.Meeting) error {
	members, err := o.roster(a, m.Kind.Voters(), m.Community)
	if err != nil {
		return err
	}
	if !slices.Contains(members, m.Chair) {
		members = append(members, m.Chair)
	}
	for _, person := range members {
		if err := o.callMember(a, m, person); err != nil {
			return err
		}
	}
	return nil
}

// callMember tells a member of a meeting, with a file for their calendar, and
// lays out their reminders; each once ever.
func (o *Office) callMember(a Act, m fund.Meeting, person fund.PersonID) error {
	n := Notice{Data: MeetingPost{m.ID}, Lane: store.LaneNotice, Expires: m.Starts}
	if person != m.CalledBy || person != m.Chair { // who presides over their own call knows of it
		n.Kind, n.Key = KindMeetingCall, fmt.Sprintf("call:%d:%d", m.ID, person)
		if err := o.tellOn(a, person, CallTopic(m.ID), n); err != nil {
			return err
		}
	}
	n.Kind, n.Key = KindMeetingFile, fmt.Sprintf("callfile:%d:%d", m.ID, person)
	if err := o.tell(a, person, n); err != nil {
		return err
	}
	return o.remindCalled(a, m, person)
}

// remindCalled lays out what somebody will be told the day before a meeting and
// an hour before: what they still have to do is looked up then.
func (o *Office) remindCalled(a Act, m fund.Meeting, person fund.PersonID) error {
	soon := m.Starts.Add(-fund.RemindHourBefore)
	for _, n := range []Notice{
		{Data: MeetingReminder{Meeting: m.ID, Starts: m.Starts.Unix()}, Due: m.Starts.Add(-fund.RemindDayBefore), Expires: soon},
		{Data: MeetingReminder{Meeting: m.ID, Starts: m.Starts.Unix(), Soon: true}, Due: soon, Expires: m.Starts},
	} {
		if !n.Due.After(a.Now) {
			continue // they have only just heard of it
		}
		n.Kind, n.Lane, n.Key = KindMeetingReminder, store.LaneNotice, fmt.Sprintf("callsoon:%d:%d:%d", m.ID, person, n.Due.Unix())
		if err := o.tell(a, person, n); err != nil {
			return err
		}
	}
	return nil
}

// callLate calls those who have become members since a meeting was called.
func (o *Office) callLate(a Act) error {
	list, err := a.Tx.MeetingsAhead()
	if err != nil {
		return err
	}
	for _, m := range list {
		if m.Status != fund.MeetingCalled || !m.Starts.After(a.Now) {
			continue
		}
		if err := o.callMembers(a, m); err != nil && !errors.Is(err, ErrNoRepresentatives) && !errors.Is(err, ErrNoResidents) {
			return err
		}
	}
	return nil
}

// callOff tells everybody who was called, or said that they would come, that
// there is no meeting, and takes it out of their calendars.
func (o *Office) callOff(a Act, m fund.Meeting) error {
	v, err := o.Meeting(a, m.ID)
	if err != nil {
		return err
	}
	for _, person := range v.Told() {
		for _, kind := range []string{KindMeetingOff, KindMeetingFile} {
			if kind == KindMeetingOff && person == a.By.ID {
				continue
			}
			n := Notice{Kind: kind, Data: MeetingPost{m.ID}, Lane: store.LaneNotice, Key: fmt.Sprintf("calloff:%s:%d:%d", kind, m.ID, person)}
			if err := o.tell(a, person, n); err != nil {
				return err
			}
		}
	}
	return o.refresh(a, CallTopic(m.ID), Notice{Kind: KindMeetingCall, Data: MeetingPost{m.ID}, Lane: store.LaneNotice})
}

// AnswerCall keeps whether the act's person will come, in place of an earlier
// answer: one of those who would be members, or another resident of the
// community, who may listen and speak. guest tells that it is one of these.
// [ErrNotCalled] for anybody else, *fund.StateError once the meeting is open.
func (o *Office) AnswerCall(a Act, id fund.MeetingID, reply fund.Reply) (guest bool, err error) {
	m, err := a.Tx.Meeting(id)
	if err == nil {
		err = m.In(fund.MeetingCalled)
	}
	if err == nil && !slices.Contains(fund.Replies(), reply) {
		err = fmt.Errorf("no such reply: %q", reply)
	}
	if err == nil {
		guest, err = o.calledAs(a, m)
	}
	if err == nil {
		err = a.Tx.SaveReply(id, a.By.ID, reply, a.Now)
	}
	if err == nil {
		err = a.record(recordMeetingReply, ReplyEntry{id, reply})
	}
	if err == nil && guest && reply != fund.ReplyNot {
		err = o.remindCalled(a, m, a.By.ID)
	}
	if err == nil {
		n := Notice{Kind: KindMeetingPost, Data: MeetingPost{m.ID}, Lane: store.LaneNotice, Due: a.Now.Add(coalesce)}
		_, err = o.postTo(a, m.Community, MeetingTopic(m.ID), n, ballotGroup(m.Kind.Voters()))
	}
	if err != nil {
		return guest, fmt.Errorf("answer call of meeting %d: %w", id, err)
	}
	return guest, nil
}

// ErrNotCalled says that somebody is neither called to a meeting nor lives
// there.
var ErrNotCalled = errors.New("not called to this meeting")

func (o *Office) calledAs(a Act, m fund.Meeting) (guest bool, err error) {
	members, err := o.roster(a, m.Kind.Voters(), m.Community)
	switch {
	case err != nil && !errors.Is(err, ErrNoRepresentatives) && !errors.Is(err, ErrNoResidents):
		return false, err
	case slices.Contains(members, a.By.ID):
		return false, nil
	case a.By.ID != 0 && a.By.Community == m.Community && a.By.Consented():
		return true, nil
	}
	return false, ErrNotCalled
}

// MembersOf counts who would be a member of a meeting of a community, at this
// moment; 0 for nobody.
func (o *Office) MembersOf(a Act, community fund.PlaceID, k fund.MeetingKind) (int, error) {
	members, err := o.roster(a, k.Voters(), community)
	if errors.Is(err, ErrNoRepresentatives) || errors.Is(err, ErrNoResidents) {
		err = nil
	}
	return len(members), err
}

// Chairs gives who may preside at a community's meeting: its staff, then its
// representatives, each once.
func (o *Office) Chairs(a Act, community fund.PlaceID) (people []fund.PersonID, err error) {
	for _, role := range []fund.Role{fund.RoleStaff, fund.RoleRepresentative} {
		grants, err := holding(a, community, role)
		if err != nil {
			return nil, err
		}
		for _, g := range grants {
			if !slices.Contains(people, g.Person) {
				people = append(people, g.Person)
			}
		}
	}
	return people, nil
}

// checkChair says whether somebody may preside: whoever calls the meeting, its
// staff, or one of those who meet.
func (o *Office) checkChair(a Act, m fund.Meeting) error {
	if m.Chair == a.By.ID {
		return nil
	}
	people, err := o.Chairs(a, m.Community)
	if err != nil || slices.Contains(people, m.Chair) {
		return err
	}
	members, err := o.roster(a, m.Kind.Voters(), m.Community)
	if err == nil && !slices.Contains(members, m.Chair) {
		err = ErrChair
	}
	return err
}

// ReadyProjects gives a community's projects that can be voted on.
func (o *Office) ReadyProjects(a Act, community fund.PlaceID) ([]fund.Project, error) {
	list, err := a.Tx.ProjectsHeld(community, fund.ProjectDrafted)
	if err != nil {
		return nil, fmt.Errorf("ready projects: %w", err)
	}
	var ready []fund.Project
	var lacks *NotReadyError
	for _, p := range list {
		switch err := o.Ready(a, p); {
		case err == nil:
			ready = append(ready, p)
		case !errors.As(err, &lacks):
			return nil, fmt.Errorf("ready projects: %w", err)
		}
	}
	return ready, nil
}

// NotReady gives the items of a called meeting whose project could not be voted
// on any more.
func (o *Office) NotReady(a Act, m fund.Meeting) (items []int, err error) {
	for _, item := range m.Agenda {
		if item.Project == 0 {
			continue
		}
		p, err := a.Tx.Project(item.Project)
		if err != nil {
			return nil, err
		}
		ready := p.Status == fund.ProjectDrafted
		if ready {
			var lacks *NotReadyError
			if err := o.Ready(a, p); err != nil && !errors.As(err, &lacks) {
				return nil, err
			} else if err != nil {
				ready = false
			}
		}
		if !ready {
			items = append(items, item.N)
		}
	}
	return items, nil
}
