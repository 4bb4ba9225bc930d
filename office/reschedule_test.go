package office

import (
	"errors"
	"testing"
	"time"

	"huimin/fund"
)

func (w *world) move(m fund.Meeting, starts time.Time, where, haste string) func(Act) error {
	return func(a Act) error {
		_, err := w.office.RescheduleMeeting(a, m.ID, starts, where, haste)
		return err
	}
}

func (w *world) meeting(m fund.Meeting) (v MeetingView) {
	w.t.Helper()
	w.must(w.staff, func(a Act) (err error) {
		v, err = w.office.Meeting(a, m.ID)
		return err
	})
	return v
}

// TestMovingAMeeting tells everybody once, asks those again who have answered,
// and reminds them of the new hour.
func TestMovingAMeeting(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	m := w.called()
	w.must(w.reps[0], w.answer(m, fund.ReplyComing))
	w.must(w.ann, w.answer(m, fund.ReplyComing))
	later := m.Starts.AddDate(0, 0, 5)
	w.refuse(w.reps[0], fund.ErrNotAllowed, w.move(m, later, m.Where, ""))
	w.refuse(w.staff, fund.ErrUnmoved, w.move(m, m.Starts, m.Where+" ", ""))
	since := w.lastOutbox()
	w.must(w.staff, w.move(m, later, "Room 9", ""))
	for _, p := range w.reps {
		if n, f, r := w.heardBy(since, KindMeetingRescheduled, p), w.heardBy(since, KindMeetingFile, p), w.heardBy(since, KindMeetingReminder, p); n != 1 || f != 1 || r != 2 {
			t.Errorf("%s heard of it %d times, with %d files and %d reminders", p.Name, n, f, r)
		}
	}
	if n, r := w.heardBy(since, KindMeetingRescheduled, w.ann), w.heardBy(since, KindMeetingReminder, w.ann); n != 1 || r != 0 {
		t.Errorf("the guest heard of it %d times, and is reminded %d times unasked", n, r)
	}
	if posts := w.heard(since, KindMeetingRescheduled); len(posts) != len(w.reps)+1+2 {
		t.Errorf("told %q; not the members, the guest and two groups", posts)
	}
	v := w.meeting(m)
	if !v.Meeting.Starts.Equal(later) || v.Meeting.Where != "Room 9" || len(v.Meeting.Before) != 1 || !v.Meeting.Before[0].Starts.Equal(m.Starts) {
		t.Errorf("%+v", v.Meeting)
	}
	if len(v.Replies) != 0 || len(v.OldReplies) != 2 {
		t.Errorf("answers %v, old ones %v", v.Replies, v.OldReplies)
	}
	w.sound()
	w.must(w.ann, w.answer(m, fund.ReplyPerhaps))
	if r := w.heardBy(since, KindMeetingReminder, w.ann); r != 2 {
		t.Errorf("the guest is reminded %d times", r)
	}
	if v := w.meeting(m); len(v.Replies) != 1 || len(v.OldReplies) != 1 {
		t.Errorf("answers %v, old ones %v", v.Replies, v.OldReplies)
	}
	w.sound()
	since = w.lastOutbox()
	w.must(w.staff, func(a Act) error { _, err := w.office.CancelMeeting(a, m.ID, "The hall is flooded"); return err })
	if n := w.heardBy(since, KindMeetingOff, w.ann); n != 1 {
		t.Errorf("the guest heard %d times that it is off", n)
	}
	var state *fund.StateError
	if err := w.try(w.staff, w.move(m, later.AddDate(0, 0, 1), "Room 9", "")); !errors.As(err, &state) {
		t.Errorf("moved after it was called off: %v", err)
	}
	w.sound()
}

// TestMovingNeedsNotice counts the notice anew from the day of the move; a
// reason excuses less, and an hour that stays needs none.
func TestMovingNeedsNotice(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	m := w.called()
	w.now = m.Starts.Add(-20 * time.Hour)
	w.refuse(w.staff, ErrHaste, w.move(m, m.Starts.Add(time.Hour), m.Where, ""))
	var hour *fund.MeetingHourError
	if err := w.try(w.staff, w.move(m, w.now, m.Where, "The hall is flooded")); !errors.As(err, &hour) {
		t.Errorf("moved to now: %v", err)
	}
	if err := w.try(w.staff, w.move(m, m.Starts.AddDate(1, 1, 0), m.Where, "")); !errors.As(err, &hour) {
		t.Errorf("moved too far ahead: %v", err)
	}
	w.must(w.reps[0], w.answer(m, fund.ReplyComing))
	w.must(w.staff, w.move(m, m.Starts, "Room 9", ""))
	if v := w.meeting(m); len(v.Replies) != 1 || v.Meeting.Haste != "" {
		t.Errorf("another room: answers %v, reason %q", v.Replies, v.Meeting.Haste)
	}
	w.must(w.staff, w.move(m, m.Starts.Add(time.Hour), "Room 9", "The hall is flooded"))
	if v := w.meeting(m); len(v.Replies) != 0 || v.Meeting.Haste != "The hall is flooded" {
		t.Errorf("another hour: answers %v, reason %q", v.Replies, v.Meeting.Haste)
	}
	w.must(w.staff, w.move(m, m.Starts.Add(time.Hour), "Room 3", ""))
	if v := w.meeting(m); v.Meeting.Haste != "The hall is flooded" {
		t.Errorf("the reason went with the room: %q", v.Meeting.Haste)
	}
	w.must(w.staff, w.move(m, w.office.NoticeUntil(w.now, m.Kind), "Room 9", "No matter"))
	v := w.meeting(m)
	if v.Meeting.Haste != "" || len(v.Meeting.Before) != 4 || v.Meeting.Before[3].Haste != "The hall is flooded" {
		t.Errorf("at full notice: %+v", v.Meeting)
	}
	w.sound()
	db := w.tamper()
	w.edit(db, "UPDATE reschedulings SET starts = starts + 60 WHERE n = 1")
	if v := w.verified(); len(v.Faults) != 1 {
		t.Errorf("another hour before: %+v", v.Faults)
	}
	w.edit(db, "UPDATE reschedulings SET starts = starts - 60 WHERE n = 1")
	w.edit(db, "UPDATE reschedulings SET place = 'Room 1' WHERE n = 2")
	if v := w.verified(); len(v.Faults) != 1 {
		t.Errorf("another place before: %+v", v.Faults)
	}
	w.edit(db, "UPDATE reschedulings SET place = 'Room 9' WHERE n = 2")
	w.edit(db, "UPDATE meeting_replies SET old = 0")
	if v := w.verified(); len(v.Faults) != 2 {
		t.Errorf("an old answer that counts: %+v", v.Faults)
	}
}

// TestWhoComesLateHearsTheNewHour calls a new member once, to the hour that is.
func TestWhoComesLateHearsTheNewHour(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	m := w.called()
	w.must(w.staff, w.move(m, m.Starts.AddDate(0, 0, 5), m.Where, ""))
	w.moreReps(4)
	w.now = w.now.Add(24 * time.Hour)
	since := w.lastOutbox()
	for range 2 {
		w.must(fund.Person{}, w.office.Remind)
	}
	if c, n, r := w.heardBy(since, KindMeetingCall, w.reps[3]), w.heardBy(since, KindMeetingRescheduled, w.reps[3]), w.heardBy(since, KindMeetingReminder, w.reps[3]); c != 1 || n != 0 || r != 2 {
		t.Errorf("called %d times, told of the move %d times, reminded %d times", c, n, r)
	}
	if c, r := w.heardBy(since, KindMeetingCall, w.reps[0]), w.heardBy(since, KindMeetingReminder, w.reps[0]); c+r != 0 {
		t.Errorf("an old member heard %d calls and %d reminders more", c, r)
	}
	w.sound()
}
