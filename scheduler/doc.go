// Package scheduler runs what the clock asks for: closing ballots, reminders,
// bulletins, upkeep.
//
// A cron expression in the programme's zone says when a job is due; the time
// of its last run, kept by the caller, says whether it has been done. So
// whatever was missed while the process was down is made up for at the next
// tick, in the order in which it was due, and nothing is done twice.
//
// It knows nothing of Telegram or SQL.
package scheduler
