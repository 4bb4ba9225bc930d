package fund

import "time"

// WorkHours are the hours in which offices are written to, in minutes of the
// day; From counts in, To does not.
type WorkHours struct{ From, To int }

// Reminder is what a holder is told about a deadline.
type Reminder string

// The reminders, in the order they come.
const (
	ReminderArrival   Reminder = "arrival"    // it lies with you now
	ReminderDayBefore Reminder = "day_before" // due the next working day
	ReminderToday     Reminder = "today"
	ReminderOverdue   Reminder = "overdue" // each working day, and one level up
)

// NextWorkMoment gives the first moment from t on that lies in working hours
// of a working day; t itself when it does. Hours that hold nothing (To not
// after From) count as the whole day.
func (c Calendar) NextWorkMoment(t time.Time, h WorkHours) time.Time {
	if h.To <= h.From {
		h = WorkHours{From: 0, To: 24 * 60}
	}
	d, minute := dateOf(t), t.Hour()*60+t.Minute()
	if c.working(d) {
		if minute >= h.From && minute < h.To {
			return t
		}
		if minute < h.From {
			return d.minute(h.From, t.Location())
		}
	}
	return c.nextWorking(d).minute(h.From, t.Location())
}

// nextWorking gives the first working day after d.
func (c Calendar) nextWorking(d date) date {
	d = d.next()
	for !c.working(d) {
		d = d.next()
	}
	return d
}

func (d date) minute(m int, loc *time.Location) time.Time {
	return time.Date(d.year, d.month, d.day, 0, m, 0, 0, loc)
}

// ReminderOn gives what is to be said on day about something due at due, both
// days in day's location: on the last working day before the due day, on the
// due day itself, and on each working day after it, with the working days it
// is overdue by then. On other days, and on days off, ok is false. What is
// said on arrival has no day of its own and is not given here.
func (c Calendar) ReminderOn(day, due time.Time) (r Reminder, overdueBy int, ok bool) {
	today, last := dateOf(day), dateOf(due.In(day.Location()))
	if !c.working(today) {
		return "", 0, false
	}
	switch {
	case today == last:
		return ReminderToday, 0, true
	case last.before(today):
		return ReminderOverdue, c.count(last, today), true
	case c.count(today, last.previous()) == 0:
		return ReminderDayBefore, 0, true
	}
	return "", 0, false
}
