package office

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"huimin/fund"
)

func (w *world) answer(m fund.Meeting, r fund.Reply) func(Act) error {
	return func(a Act) error {
		_, err := w.office.AnswerCall(a, m.ID, r)
		return err
	}
}

// heardBy counts the messages of a kind to somebody since a row of the outbox.
func (w *world) heardBy(since int64, kind string, p fund.Person) (n int) {
	w.t.Helper()
	for _, line := range w.said(since) {
		if strings.HasPrefix(line, kind+" "+itoa(fund.PersonID(p.Telegram))+" ") {
			n++
		}
	}
	return n
}

// TestEveryMemberIsCalled has each member told once, with a file and two
// reminders; a new one hears of it the next morning, and the others do not
// again.
func TestEveryMemberIsCalled(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	since := w.lastOutbox()
	m := w.called()
	for _, p := range w.reps {
		if c, f, r := w.heardBy(since, KindMeetingCall, p), w.heardBy(since, KindMeetingFile, p), w.heardBy(since, KindMeetingReminder, p); c != 1 || f != 1 || r != 2 {
			t.Errorf("%s was called %d times, with %d files and %d reminders", p.Name, c, f, r)
		}
	}
	if n := w.heardBy(since, KindMeetingCall, w.ann); n != 0 {
		t.Error("a resident was called to the representatives' meeting")
	}
	if posts := w.heard(since, KindMeetingNews); len(posts) != 1 {
		t.Errorf("told the neighbours %q", posts)
	}
	due := w.rows("SELECT DISTINCT due FROM outbox WHERE kind = ? ORDER BY due", KindMeetingReminder)
	if want := []string{itoa(fund.PersonID(m.Starts.Add(-24 * time.Hour).Unix())), itoa(fund.PersonID(m.Starts.Add(-time.Hour).Unix()))}; !slices.Equal(due, want) {
		t.Errorf("reminders are due %q, want %q", due, want)
	}
	w.moreReps(4)
	w.now = w.now.Add(24 * time.Hour)
	since = w.lastOutbox()
	for range 2 {
		w.must(fund.Person{}, w.office.Remind)
	}
	if n := w.heardBy(since, KindMeetingCall, w.reps[3]); n != 1 {
		t.Errorf("the new member was called %d times", n)
	}
	if n := w.heardBy(since, KindMeetingCall, w.reps[0]); n != 0 {
		t.Errorf("an old one %d times more", n)
	}
	w.sound()
}

func TestAnsweringACall(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	m := w.called()
	since := w.lastOutbox()
	w.must(w.reps[0], w.answer(m, fund.ReplyPerhaps))
	w.must(w.reps[0], w.answer(m, fund.ReplyComing))
	w.must(w.reps[1], w.answer(m, fund.ReplyNot))
	w.must(w.ann, w.answer(m, fund.ReplyComing))
	w.refuse(w.dan, ErrNotCalled, w.answer(m, fund.ReplyComing))
	w.refuse(w.stray, ErrNotCalled, w.answer(m, fund.ReplyComing))
	w.must(w.staff, func(a Act) error {
		v, err := w.office.Meeting(a, m.ID)
		if got, want := fund.TurnoutOf(v.Members, v.Replies), (fund.Turnout{Coming: 1, Not: 1, Silent: 1, Guests: 1}); got != want || v.Needed != 2 {
			t.Errorf("%+v of %d needed, want %+v", got, v.Needed, want)
		}
		return err
	})
	if n := w.heardBy(since, KindMeetingReminder, w.ann); n != 2 {
		t.Errorf("the guest is reminded %d times", n)
	}
	w.sitting(m, 3)
	var state *fund.StateError
	if err := w.try(w.reps[2], w.answer(m, fund.ReplyComing)); !errors.As(err, &state) {
		t.Errorf("an answer to a meeting that is open: %v", err)
	}
	w.sound()
	w.must(w.ann, w.office.Erase)
	w.sound()
}

func TestCallingAMeetingOff(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	m := w.called()
	w.must(w.ann, w.answer(m, fund.ReplyPerhaps))
	w.arrive()
	off := func(reason string) func(Act) error {
		return func(a Act) error {
			_, err := w.office.CancelMeeting(a, m.ID, reason)
			return err
		}
	}
	w.refuse(w.ann, fund.ErrNotAllowed, off("The hall is flooded"))
	var length *fund.LengthError
	if err := w.try(w.staff, off("-")); !errors.As(err, &length) {
		t.Errorf("without a reason: %v", err)
	}
	since := w.lastOutbox()
	w.must(w.staff, off("The hall is flooded"))
	for _, p := range append([]fund.Person{w.ann}, w.reps...) {
		if n, f := w.heardBy(since, KindMeetingOff, p), w.heardBy(since, KindMeetingFile, p); n != 1 || f != 1 {
			t.Errorf("%s hears of it %d times, with %d files", p.Name, n, f)
		}
	}
	if n := w.heardBy(since, KindMeetingCall, w.reps[0]); n != 1 {
		t.Error("the call still stands")
	}
	w.sound()
}

func TestWhoMayPreside(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	call := func(chair fund.PersonID, kind fund.MeetingKind) func(Act) error {
		return func(a Act) error {
			_, err := w.office.CallMeeting(a, NewMeeting{
				Community: w.works.ID, Kind: kind, Title: "Spring meeting", Where: "Room 2", Chair: chair,
				Starts: w.office.NoticeUntil(w.now, kind), Agenda: []fund.AgendaItem{{Title: "The roof"}},
			})
			return err
		}
	}
	w.refuse(w.staff, ErrChair, call(w.ann.ID, fund.MeetingRepresentatives))
	w.refuse(w.staff, ErrChair, call(w.staff2.ID, fund.MeetingRepresentatives))
	w.must(w.staff, call(w.reps[1].ID, fund.MeetingRepresentatives))
	w.must(w.admin, call(w.staff.ID, fund.MeetingRepresentatives))
	w.must(w.staff, call(w.ann.ID, fund.MeetingResidents))
	w.sound()
}

// TestReadyProjects lists what can be voted on, and tells when that is no
// longer so.
func TestReadyProjects(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.adopted(fund.Yuan(5_000))
	lacks := w.adopted(fund.Yuan(6_000))
	ready := func() (list []fund.ProjectID) {
		w.must(w.staff, func(a Act) error {
			found, err := w.office.ReadyProjects(a, w.works.ID)
			for _, p := range found {
				list = append(list, p.ID)
			}
			return err
		})
		return list
	}
	m := w.called(p)
	if got := ready(); !slices.Equal(got, []fund.ProjectID{p.ID}) {
		t.Errorf("ready are %v, not %d alone; %d is not", got, p.ID, lacks.ID)
	}
	not := func() (items []int) {
		w.must(w.staff, func(a Act) (err error) {
			items, err = w.office.NotReady(a, m)
			return err
		})
		return items
	}
	if got := not(); len(got) != 0 {
		t.Errorf("not ready: %v", got)
	}
	w.must(w.staff, func(a Act) error { _, err := w.office.Drop(a, p.ID, "Given up"); return err })
	if got := not(); !slices.Equal(got, []int{1}) {
		t.Errorf("not ready: %v, want item 1", got)
	}
}
