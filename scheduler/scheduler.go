package scheduler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"

	"github.com/robfig/cron/v3"
)

// Job is something that is done when its time has come.
type Job struct {
	Name string // also the key of its last run

	// Spec says when, as five cron fields in the scheduler's zone.
	Spec string
	// After says when instead of Spec, for times that somebody else counts: the
	// first moment after one.
	After func(time.Time) time.Time
	// Next says when instead of Spec, for what has no fixed times: the moment
	// of the next piece of work, or the zero time when there is none.
	Next func(context.Context) (time.Time, error)

	// Each asks for one run for every time that was missed, the oldest first.
	// Without it only the latest one is made up for.
	Each bool

	// Run does the work that was due at a moment, which may lie in the past.
	// It may be called again for the same moment after a crash.
	Run func(ctx context.Context, due time.Time) error
}

// Runs keeps when each job ran last.
type Runs interface {
	JobRan(ctx context.Context, name string) (time.Time, error) // the zero time for never
	SetJobRan(ctx context.Context, name string, due time.Time) error
}

// Config is what a scheduler needs to know.
type Config struct {
	Zone *time.Location   // the zone of every Spec
	Runs Runs             // the last runs
	Now  func() time.Time // the clock of Run
	Log  *slog.Logger     // where Run reports jobs that failed
}

// Scheduler runs jobs when they are due. Its Tick must not be called twice at
// the same time.
type Scheduler struct {
	config Config
	jobs   []timed
}

// timed is a job and, unless it has a Next, its schedule.
type timed struct {
	Job
	schedule cron.Schedule
}

// following is a schedule by a function.
type following func(time.Time) time.Time

// Next gives the first moment after t.
func (f following) Next(t time.Time) time.Time { return f(t) }

// New checks the jobs: each needs a name of its own, a Run, and one of Spec,
// After and Next.
func New(c Config, jobs ...Job) (*Scheduler, error) {
	s := &Scheduler{config: c}
	seen := make(map[string]bool, len(jobs))
	for _, j := range jobs {
		switch {
		case j.Name == "" || seen[j.Name]:
			return nil, fmt.Errorf("job %q needs a name of its own", j.Name)
		case j.Run == nil:
			return nil, fmt.Errorf("job %q does nothing", j.Name)
		case j.ways() != 1:
			return nil, fmt.Errorf("job %q needs either a spec or its own times", j.Name)
		}
		seen[j.Name] = true
		t := timed{Job: j}
		if j.After != nil {
			t.schedule = following(j.After)
		}
		if j.Spec != "" {
			schedule, err := cron.ParseStandard(j.Spec)
			if err != nil {
				return nil, fmt.Errorf("job %q: %w", j.Name, err)
			}
			t.schedule = schedule
		}
		s.jobs = append(s.jobs, t)
	}
	return s, nil
}

// ways counts in how many ways it is said when the job is due.
func (j Job) ways() (n int) {
	for _, said := range []bool{j.Spec != "", j.After != nil, j.Next != nil} {
		if said {
			n++
		}
	}
	return n
}

// Moment is a time at which a job is due.
type Moment struct {
	Job string
	At  time.Time
}

// Upcoming gives for each job when it is due next, soonest first. A moment
// that has passed is work that the next tick does.
func (s *Scheduler) Upcoming(ctx context.Context, now time.Time) ([]Moment, error) {
	var list []Moment
	for _, j := range s.jobs {
		at, err := s.next(ctx, j, now)
		if err != nil {
			return nil, fmt.Errorf("job %s: %w", j.Name, err)
		}
		if !at.IsZero() {
			list = append(list, Moment{Job: j.Name, At: at})
		}
	}
	slices.SortStableFunc(list, func(a, b Moment) int { return a.At.Compare(b.At) })
	return list, nil
}

// Next gives the soonest moment at which anything is due, or the zero time
// when nothing ever is.
func (s *Scheduler) Next(ctx context.Context, now time.Time) (time.Time, error) {
	list, err := s.Upcoming(ctx, now)
	if err != nil || len(list) == 0 {
		return time.Time{}, err
	}
	return list[0].At, nil
}

func (s *Scheduler) next(ctx context.Context, j timed, now time.Time) (time.Time, error) {
	if j.Next != nil {
		return j.Next(ctx)
	}
	last, err := s.config.Runs.JobRan(ctx, j.Name)
	if err != nil {
		return time.Time{}, err
	}
	if last.IsZero() {
		last = now
	}
	return j.schedule.Next(last.In(s.config.Zone)), nil
}

// due is one run that has to happen.
type due struct {
	timed
	at time.Time
}

// Tick does everything that is due at now and was not done, in the order in
// which it was due. A job that was never seen before starts counting now. One
// that fails or panics does not hold up the others and is tried again at the
// next tick; Tick then gives all the errors together.
func (s *Scheduler) Tick(ctx context.Context, now time.Time) error {
	var (
		errs []error
		list []due
	)
	for _, j := range s.jobs {
		times, err := s.missed(ctx, j, now)
		if err != nil {
			errs = append(errs, fmt.Errorf("job %s: %w", j.Name, err))
		}
		for _, at := range times {
			list = append(list, due{timed: j, at: at})
		}
	}
	slices.SortStableFunc(list, func(a, b due) int { return a.at.Compare(b.at) })
	failed := make(map[string]bool)
	for _, d := range list {
		if failed[d.Name] { // a later time must not pass an earlier one
			continue
		}
		if err := s.run(ctx, d); err != nil {
			failed[d.Name] = true
			errs = append(errs, fmt.Errorf("job %s due %s: %w", d.Name, d.at.Format(time.RFC3339), err))
		}
	}
	return errors.Join(errs...)
}

// missed gives the times up to now at which j should run.
func (s *Scheduler) missed(ctx context.Context, j timed, now time.Time) ([]time.Time, error) {
	if j.Next != nil {
		at, err := j.Next(ctx)
		if err != nil || at.IsZero() || at.After(now) {
			return nil, err
		}
		return []time.Time{at}, nil
	}
	last, err := s.config.Runs.JobRan(ctx, j.Name)
	if err != nil {
		return nil, err
	}
	if last.IsZero() {
		return nil, s.config.Runs.SetJobRan(ctx, j.Name, now)
	}
	var times []time.Time
	for at := j.schedule.Next(last.In(s.config.Zone)); !at.IsZero() && !at.After(now); at = j.schedule.Next(at) {
		if !j.Each {
			times = times[:0]
		}
		times = append(times, at)
	}
	return times, nil
}

func (s *Scheduler) run(ctx context.Context, d due) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := d.Run(ctx, d.at); err != nil {
		return err
	}
	if d.Next != nil {
		return nil
	}
	return s.config.Runs.SetJobRan(ctx, d.Name, d.at)
}

// Run ticks at once and then at every full minute until ctx ends, and waits
// for the tick that is running then. Jobs that fail are logged.
func (s *Scheduler) Run(ctx context.Context) {
	tick := func() {
		if err := s.Tick(ctx, s.config.Now()); err != nil && ctx.Err() == nil {
			s.config.Log.ErrorContext(ctx, "jobs failed", "err", err)
		}
	}
	tick()
	log := cronLog{s.config.Log}
	// Skip outside, Recover inside: the other way round a panic keeps the lock.
	clock := cron.New(cron.WithLogger(log), cron.WithChain(cron.SkipIfStillRunning(log), cron.Recover(log)))
	clock.Schedule(everyMinute{}, cron.FuncJob(tick))
	clock.Start()
	<-ctx.Done()
	<-clock.Stop().Done()
}

// everyMinute is the start of each minute.
type everyMinute struct{}

// Next gives the start of the minute after t.
func (everyMinute) Next(t time.Time) time.Time { return t.Truncate(time.Minute).Add(time.Minute) }

// cronLog passes on what cron complains about; its chatter is dropped.
type cronLog struct{ log *slog.Logger }

// Info drops cron's account of its routine.
func (cronLog) Info(string, ...any) {}

// Error logs what went wrong.
func (l cronLog) Error(err error, msg string, args ...any) {
	l.log.Error("clock", append([]any{"what", msg, "err", err}, args...)...)
}
