package fund

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

// Reminders lists every reminder.
func Reminders() []Reminder {
	return []Reminder{ReminderArrival, ReminderDayBefore, ReminderToday, ReminderOverdue}
}
