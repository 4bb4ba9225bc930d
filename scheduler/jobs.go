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
	JobCodes     = "codes"
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
// their hour, the code on a meeting's screen, terms ended at theirs, what the days bring about works, the end of
// the year and its warnings, reminders when working hours begin, the last quarter's bulletins on the programme's day
// of each quarter's first month, and upkeep at night.
func Jobs(o *office.Office, in Transact) []Job {
	rules := o.Rulebook()
	at := func(name string, next func(office.Act) (time.Time, error), run func(office.Act) error) Job {
		return Job{
			Name: name,
			Next: func(ctx context.Context) (due time.Time, err error) {
				err = in(ctx, func(a office.Act) error {
					due, err = next(a)
					return err
				})
				return due, err
			},
			Run: func(ctx context.Context, _ time.Time) error { return in(ctx, run) },
		}
	}
	each := func(run func(a office.Act, due time.Time) error) func(context.Context, time.Time) error {
		return func(ctx context.Context, due time.Time) error {
			return in(ctx, func(a office.Act) error { return run(a, due) })
		}
	}
	plain := func(run func(office.Act) error) func(context.Context, time.Time) error {
		return each(func(a office.Act, _ time.Time) error { return run(a) })
	}
	return []Job{
		at(JobBallots, func(a office.Act) (time.Time, error) { return o.NextBallotClose(a.Tx) }, func(a office.Act) error {
			_, err := o.CloseDueBallots(a)
			return err
		}),
		at(JobCodes, func(a office.Act) (time.Time, error) { return o.NextCode(a.Tx) }, o.TurnCodes),
		at(JobPolls, func(a office.Act) (time.Time, error) { return o.NextPollMoment(a.Tx) }, o.CloseDuePolls),
		{Name: JobReminders, After: rules.NextOpening, Run: plain(o.Remind)},
		at(JobTerms, func(a office.Act) (time.Time, error) { return o.NextTermEnd(a.Tx) }, func(a office.Act) error {
			_, err := o.EndTerms(a)
			return err
		}),
		{Name: JobTermNews, After: rules.NextOpening, Run: plain(o.RemindTerms)},
		{Name: JobBulletins, After: rules.NextBulletin, Each: true, Run: each(func(a office.Act, due time.Time) error {
			return o.PublishBulletins(a, fund.QuarterOf(due.In(o.Zone())).Previous())
		})},
		at(JobWorks, func(a office.Act) (time.Time, error) { return o.NextWorks(a.Tx) }, o.SettleWorks),
		at(JobYearEnd, func(a office.Act) (time.Time, error) { return o.NextYearEnd(a.Tx, a.Now) }, func(a office.Act) error {
			_, err := o.EndDueYear(a)
			return err
		}),
		{Name: JobYearWarnings, After: rules.NextWarning, Run: each(o.WarnYear)},
		{Name: JobUpkeep, Spec: "30 3 * * *", Run: plain(o.Upkeep)},
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
