package scheduler

import (
	"context"
	"time"

	"huimin/fund"
	"huimin/office"
)

// The names of the fund's jobs.
const (
	JobBallots   = "ballots"
	JobPolls     = "polls"
	JobReminders = "reminders"
	JobBulletins = "bulletins"
	JobUpkeep    = "upkeep"
	JobWorks     = "works"

	JobYearEnd      = "year end"
	JobYearWarnings = "year warnings"
	JobTerms        = "terms"
	JobTermNews     = "term_news"
)

// Transact runs do as an act of the clock at the present moment, in one
// transaction.
type Transact func(ctx context.Context, do func(office.Act) error) error

// Jobs gives what the fund needs done by the clock: ballots and polls closed at
// their hour, terms ended at theirs, what the days bring about works, reminders
// when working hours begin, the last quarter's bulletins on the programme's day
// of each quarter's first month, and upkeep at night.
func Jobs(o *office.Office, in Transact) []Job {
	rules := o.Rulebook()
	return []Job{
		{
			Name: JobBallots,
			Next: func(ctx context.Context) (next time.Time, err error) {
				err = in(ctx, func(a office.Act) error {
					next, err = o.NextBallotClose(a.Tx)
					return err
				})
				return next, err
			},
			Run: func(ctx context.Context, _ time.Time) error {
				return in(ctx, func(a office.Act) error {
					_, err := o.CloseDueBallots(a)
					return err
				})
			},
		},
		{
			Name: JobPolls,
			Next: func(ctx context.Context) (next time.Time, err error) {
				err = in(ctx, func(a office.Act) error {
					next, err = o.NextPollMoment(a.Tx)
					return err
				})
				return next, err
			},
			Run: func(ctx context.Context, _ time.Time) error { return in(ctx, o.CloseDuePolls) },
		},
		{
			Name:  JobReminders,
			After: rules.NextOpening,
			Run:   func(ctx context.Context, _ time.Time) error { return in(ctx, o.Remind) },
		},
		{
			Name: JobTerms,
			Next: func(ctx context.Context) (next time.Time, err error) {
				err = in(ctx, func(a office.Act) error {
					next, err = o.NextTermEnd(a.Tx)
					return err
				})
				return next, err
			},
			Run: func(ctx context.Context, _ time.Time) error {
				return in(ctx, func(a office.Act) error {
					_, err := o.EndTerms(a)
					return err
				})
			},
		},
		{
			Name:  JobTermNews,
			After: rules.NextOpening,
			Run:   func(ctx context.Context, _ time.Time) error { return in(ctx, o.RemindTerms) },
		},
		{
			Name:  JobBulletins,
			After: rules.NextBulletin,
			Each:  true,
			Run: func(ctx context.Context, due time.Time) error {
				last := fund.QuarterOf(due.In(o.Zone())).Previous()
				return in(ctx, func(a office.Act) error { return o.PublishBulletins(a, last) })
			},
		},
		{
			Name: JobWorks,
			Next: func(ctx context.Context) (next time.Time, err error) {
				err = in(ctx, func(a office.Act) error {
					next, err = o.NextWorks(a.Tx)
					return err
				})
				return next, err
			},
			Run: func(ctx context.Context, _ time.Time) error { return in(ctx, o.SettleWorks) },
		},
		{
			Name: JobYearEnd,
			Next: func(ctx context.Context) (next time.Time, err error) {
				err = in(ctx, func(a office.Act) error {
					next, err = o.NextYearEnd(a.Tx, a.Now)
					return err
				})
				return next, err
			},
			Run: func(ctx context.Context, _ time.Time) error {
				return in(ctx, func(a office.Act) error {
					_, err := o.EndDueYear(a)
					return err
				})
			},
		},
		{
			Name:  JobYearWarnings,
			After: rules.NextWarning,
			Run: func(ctx context.Context, due time.Time) error {
				return in(ctx, func(a office.Act) error { return o.WarnYear(a, due) })
			},
		},
		{
			Name: JobUpkeep,
			Spec: "30 3 * * *",
			Run:  func(ctx context.Context, _ time.Time) error { return in(ctx, o.Upkeep) },
		},
	}
}

// Books keeps the last runs of jobs in the office's books.
func Books(o *office.Office, in Transact) Runs { return books{o, in} }

type books struct {
	office *office.Office
	in     Transact
}

// JobRan reads a job's last run.
func (b books) JobRan(ctx context.Context, name string) (at time.Time, err error) {
	err = b.in(ctx, func(a office.Act) error {
		at, err = b.office.JobRan(a, name)
		return err
	})
	return at, err
}

// SetJobRan keeps a job's last run.
func (b books) SetJobRan(ctx context.Context, name string, due time.Time) error {
	return b.in(ctx, func(a office.Act) error { return b.office.SetJobRan(a, name, due) })
}
