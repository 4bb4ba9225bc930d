package scheduler_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"huimin/scheduler"
)

var zone = time.FixedZone("Asia/Shanghai", 8*60*60)

// book keeps last runs in memory.
type book map[string]time.Time

func (b book) JobRan(_ context.Context, name string) (time.Time, error) { return b[name], nil }

func (b book) SetJobRan(_ context.Context, name string, due time.Time) error {
	b[name] = due
	return nil
}

// diary notes what ran and for which moment.
type diary []string

func (d *diary) job(name, spec string, each bool) scheduler.Job {
	return scheduler.Job{Name: name, Spec: spec, Each: each, Run: func(_ context.Context, due time.Time) error {
		*d = append(*d, name+" "+due.In(zone).Format("01-02 15:04"))
		return nil
	}}
}

func (d *diary) want(t *testing.T, lines ...string) {
	t.Helper()
	if !slices.Equal([]string(*d), lines) {
		t.Errorf("ran\n  %s\nwant\n  %s", strings.Join(*d, "\n  "), strings.Join(lines, "\n  "))
	}
	*d = nil
}

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		panic(err)
	}
	return t.UTC() // as a database gives it back
}

func start(t *testing.T, runs scheduler.Runs, jobs ...scheduler.Job) *scheduler.Scheduler {
	t.Helper()
	s, err := scheduler.New(scheduler.Config{Zone: zone, Runs: runs}, jobs...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func tick(t *testing.T, s *scheduler.Scheduler, now string) {
	t.Helper()
	if err := s.Tick(t.Context(), at(now)); err != nil {
		t.Fatal(err)
	}
}

func TestMissedWorkIsMadeUpForOnceAndInOrder(t *testing.T) {
	var ran diary
	runs := book{}
	jobs := []scheduler.Job{
		ran.job("bulletins", "0 9 20 1,4,7,10 *", true),
		ran.job("reminders", "0 9 * * *", false),
		ran.job("upkeep", "30 3 * * *", false),
	}
	s := start(t, runs, jobs...)
	tick(t, s, "2026-07-19 08:00")
	ran.want(t) // new jobs start counting now
	tick(t, s, "2026-07-19 09:00")
	ran.want(t, "reminders 07-19 09:00")
	tick(t, s, "2026-07-19 09:01")
	ran.want(t)

	// A day and a half without the process, then a new one on the same book.
	s = start(t, runs, jobs...)
	tick(t, s, "2026-07-20 21:00")
	ran.want(t, "upkeep 07-20 03:30", "bulletins 07-20 09:00", "reminders 07-20 09:00")
	tick(t, s, "2026-07-20 21:01")
	ran.want(t)

	// Half a year: each bulletin, but only the latest of the daily jobs.
	tick(t, s, "2027-01-20 09:00")
	ran.want(t, "bulletins 10-20 09:00", "upkeep 01-20 03:30", "bulletins 01-20 09:00", "reminders 01-20 09:00")
}

func TestTimesAreThoseOfTheZone(t *testing.T) {
	var ran diary
	s := start(t, book{}, ran.job("reminders", "0 9 * * *", false))
	tick(t, s, "2026-07-19 08:59")
	next, err := s.Next(t.Context(), at("2026-07-19 08:59"))
	if err != nil || !next.Equal(at("2026-07-19 09:00")) {
		t.Errorf("next is %v (%v)", next, err)
	}
	tick(t, s, "2026-07-19 09:00")
	ran.want(t, "reminders 07-19 09:00")
}

func TestAJobThatKnowsItsOwnTimes(t *testing.T) {
	var (
		ran   diary
		close = []time.Time{at("2026-07-18 10:00"), at("2026-07-25 10:00")}
	)
	ballots := scheduler.Job{
		Name: "ballots",
		Next: func(context.Context) (time.Time, error) {
			if len(close) == 0 {
				return time.Time{}, nil
			}
			return close[0], nil
		},
		Run: func(_ context.Context, due time.Time) error {
			ran = append(ran, "ballots "+due.In(zone).Format("01-02 15:04"))
			close = close[1:]
			return nil
		},
	}
	s := start(t, book{}, ran.job("reminders", "0 9 * * *", false), ballots)
	tick(t, s, "2026-07-18 09:30")
	ran.want(t)
	up, err := s.Upcoming(t.Context(), at("2026-07-18 09:30"))
	if err != nil || len(up) != 2 || up[0].Job != "ballots" || !up[0].At.Equal(at("2026-07-18 10:00")) {
		t.Errorf("upcoming: %v (%v)", up, err)
	}
	tick(t, s, "2026-07-18 10:00")
	ran.want(t, "ballots 07-18 10:00")
	tick(t, s, "2026-07-25 12:00")
	ran.want(t, "reminders 07-25 09:00", "ballots 07-25 10:00")
	tick(t, s, "2026-07-25 12:01")
	ran.want(t)
}

func TestAFailureHoldsUpNobodyAndIsTriedAgain(t *testing.T) {
	for name, fail := range map[string]func() error{
		"error": func() error { return errors.New("disk full") },
		"panic": func() error { panic("disk full") },
	} {
		t.Run(name, func(t *testing.T) {
			var ran diary
			broken := true
			bad := scheduler.Job{
				Name: "bad", Spec: "0 9 * * *", Each: true,
				Run: func(_ context.Context, due time.Time) error {
					if broken {
						return fail()
					}
					ran = append(ran, "bad "+due.In(zone).Format("01-02 15:04"))
					return nil
				},
			}
			s := start(t, book{}, bad, ran.job("good", "0 9 * * *", false))
			tick(t, s, "2026-07-17 08:00")
			err := s.Tick(t.Context(), at("2026-07-18 10:00"))
			if err == nil || !strings.Contains(err.Error(), "job bad due 2026-07-17T09:00") {
				t.Errorf("tick gave %v", err)
			}
			ran.want(t, "good 07-18 09:00")
			broken = false
			tick(t, s, "2026-07-18 10:01")
			ran.want(t, "bad 07-17 09:00", "bad 07-18 09:00")
		})
	}
}

func TestALaterTimeNeverPassesAnEarlierOneThatFailed(t *testing.T) {
	var ran diary
	calls := 0
	s := start(t, book{}, scheduler.Job{
		Name: "bulletins", Spec: "0 9 * * *", Each: true,
		Run: func(_ context.Context, due time.Time) error {
			if calls++; calls == 1 {
				return errors.New("busy")
			}
			ran = append(ran, "bulletins "+due.In(zone).Format("01-02 15:04"))
			return nil
		},
	})
	tick(t, s, "2026-07-17 08:00")
	if err := s.Tick(t.Context(), at("2026-07-18 10:00")); err == nil {
		t.Error("no error")
	}
	tick(t, s, "2026-07-18 10:01")
	ran.want(t, "bulletins 07-17 09:00", "bulletins 07-18 09:00")
}

func TestTicksNeverOverlap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var running, runs, most atomic.Int64
		s, err := scheduler.New(scheduler.Config{
			Zone: zone, Runs: book{}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		}, scheduler.Job{Name: "slow", Spec: "* * * * *", Run: func(ctx context.Context, _ time.Time) error {
			runs.Add(1)
			most.Store(max(most.Load(), running.Add(1)))
			defer running.Add(-1)
			<-time.After(150 * time.Second) // of the bubble's clock
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		s.Run(ctx)
		if most.Load() != 1 || runs.Load() < 15 {
			t.Errorf("%d runs, up to %d at once", runs.Load(), most.Load())
		}
	})
}

func TestBadJobsAreRefused(t *testing.T) {
	run := func(context.Context, time.Time) error { return nil }
	next := func(context.Context) (time.Time, error) { return time.Time{}, nil }
	for name, jobs := range map[string][]scheduler.Job{
		"no name":        {{Spec: "* * * * *", Run: run}},
		"same name":      {{Name: "a", Spec: "* * * * *", Run: run}, {Name: "a", Next: next, Run: run}},
		"nothing to do":  {{Name: "a", Spec: "* * * * *"}},
		"no time":        {{Name: "a", Run: run}},
		"two times":      {{Name: "a", Spec: "* * * * *", Next: next, Run: run}},
		"bad expression": {{Name: "a", Spec: "every day", Run: run}},
		"61st minute":    {{Name: "a", Spec: "61 * * * *", Run: run}},
	} {
		if _, err := scheduler.New(scheduler.Config{Zone: zone, Runs: book{}}, jobs...); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestRunTicksEveryMinuteUntilItIsStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var (
			ran   diary
			began = time.Now().In(zone) // the bubble's clock, at midnight UTC: 08:00 in the zone
		)
		s, err := scheduler.New(scheduler.Config{
			Zone: zone, Runs: book{}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		}, ran.job("hourly", "0 * * * *", false), scheduler.Job{
			Name: "broken", Spec: "* * * * *", Run: func(context.Context, time.Time) error { panic("always") },
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 6*time.Hour+time.Second)
		defer cancel()
		s.Run(ctx)
		var want []string
		for h := 1; h <= 6; h++ {
			want = append(want, fmt.Sprintf("hourly %s", began.Add(time.Duration(h)*time.Hour).Format("01-02 15:04")))
		}
		ran.want(t, want...)
	})
}
