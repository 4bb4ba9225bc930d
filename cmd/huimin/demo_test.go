package main

import (
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"huimin/bot"
	"huimin/fund"
	"huimin/store"
)

// newDemo is a demo that nobody serves.
func newDemo(t testing.TB, now time.Time, tune ...func(*demoCommand)) *demo {
	t.Helper()
	command := &demoCommand{Token: "1000:practice", DB: filepath.Join(t.TempDir(), "huimin.db"), Now: now}
	for _, change := range tune {
		change(command)
	}
	programme, err := fund.Liuzhou()
	if err != nil {
		t.Fatal(err)
	}
	rules := fund.Always(programme)
	d := &demo{
		demoCommand: command, file: command.DB, rules: rules, clock: newDemoClock(time.Now, programme.Zone),
		out: &outside{Now: time.Now, Stdout: io.Discard, Stderr: io.Discard},
		log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})),
	}
	t.Cleanup(func() {
		if d.telegram != nil {
			d.telegram.Close()
		}
	})
	return d
}

// open puts the demo's program together as play does.
func (d *demo) open(t *testing.T, limits bot.Limits) {
	t.Helper()
	db, err := store.Open(t.Context(), d.file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if d.parts, err = d.wire(db, limits); err != nil {
		t.Fatal(err)
	}
}

// moment reads a time in Liuzhou.
func moment(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, time.FixedZone("", 8*60*60))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestAYearOfTheCity(t *testing.T) {
	days := map[string]string{
		"a working day in autumn":   "2026-11-27 10:00",
		"the night of new year":     "2027-01-01 00:05",
		"the first day at work":     "2027-01-04 10:00",
		"the first Monday":          "2026-01-05 10:00",
		"a Sunday in the holidays":  "2026-02-22 20:00",
		"spring":                    "2026-03-02 10:00",
		"summer":                    "2026-07-15 10:00",
		"a year without a calendar": "2029-07-20 09:00",
	}
	for name, now := range days {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDemo(t, moment(t, now))
			if err := d.prepare(t.Context()); err != nil {
				t.Fatal(err)
			}
			d.open(t, bot.Limits{Off: true})
			d.checkSaid(t)
			d.checkStates(t)
			d.checkKinds(t)
			d.checkBooks(t)
			if d.clock.Now().YearDay() > 1 {
				d.checkDesks(t)
			}
		})
	}
}

// BenchmarkDemoReady is how long somebody waits for the demo after compiling:
// a year of the city. The goal is five seconds.
func BenchmarkDemoReady(b *testing.B) {
	for b.Loop() {
		if err := newDemo(b, moment(b, "2026-11-24 10:00")).prepare(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

// checkSaid makes sure that everything could be said, and was said rightly.
func (d *demo) checkSaid(t *testing.T) {
	t.Helper()
	for i, v := range d.telegram.Violations() {
		if i < 5 {
			t.Errorf("bad call: %s %d %s %v", v.Method, v.Code, v.Error, v.Params)
		}
	}
	err := d.parts.db.Read(t.Context(), func(tx *store.Tx) error {
		for _, status := range []store.OutboxStatus{
			store.OutboxFailed, store.OutboxUncertain, store.OutboxSending, store.OutboxParked,
		} {
			list, err := tx.Aside(status, 3)
			if err != nil {
				return err
			}
			for _, q := range list {
				t.Errorf("%s: %s to %d: %s", status, q.Kind, q.Chat, q.Error)
			}
		}
		waiting, err := tx.WaitingOutbox(0, 1000)
		for _, q := range waiting {
			if !q.Due.After(d.clock.Now()) {
				t.Errorf("still to be said: %s to %d", q.Kind, q.Chat)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// checkStates makes sure that there is something to see of everything.
func (d *demo) checkStates(t *testing.T) {
	t.Helper()
	var projects []fund.ProjectStatus
	var requests []fund.RequestStatus
	var left []int
	err := d.parts.db.Read(t.Context(), func(tx *store.Tx) error {
		city, err := tx.PlaceByCode("LZ")
		if err != nil {
			return err
		}
		list, err := d.parts.office.Projects(tx, city.ID)
		if err != nil {
			return err
		}
		for _, p := range list {
			projects = append(projects, p.Status)
			done := []fund.ProjectStatus{fund.ProjectFinished, fund.ProjectAccepted, fund.ProjectFailed} // the last where its year is over
			if p.Title == "街心公园长廊改造" && (!slices.Contains(done, p.Status) || p.Cost() != fund.Yuan(21_000)) {
				t.Errorf("the corridor: %s, %d fen", p.Status, p.Cost())
			}
		}
		all, err := tx.RequestsUnder(city.ID)
		for _, r := range all {
			requests = append(requests, r.Status)
		}
		if err != nil {
			return err
		}
		pending, err := tx.PendingApprovals()
		for _, a := range pending {
			left = append(left, d.parts.office.Rules(d.clock.Now()).Calendar.Left(d.clock.Now(), a.Due.In(d.clock.zone)))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []fund.ProjectStatus{
		fund.ProjectDrafted, fund.ProjectVoting, fund.ProjectLost, fund.ProjectStreet, fund.ProjectDistrict, fund.ProjectReturned,
		fund.ProjectRefused, fund.ProjectApproved, fund.ProjectStarted, fund.ProjectAccepted, fund.ProjectDropped,
	}
	want = append(want, fund.ProjectFinished)
	dueIn := []int{-3, 2}
	switch day := d.clock.Now().YearDay(); {
	case day == 1: // the year has just ended, and with it what was open
		want, dueIn = []fund.ProjectStatus{fund.ProjectLost, fund.ProjectRefused, fund.ProjectDropped, fund.ProjectFailed, fund.ProjectLapsed}, nil
	case day < newYearBegins+leastRoom: // and the new one has just begun
		want = []fund.ProjectStatus{
			fund.ProjectDrafted, fund.ProjectVoting, fund.ProjectStreet,
			fund.ProjectAccepted, fund.ProjectLost, fund.ProjectRefused, fund.ProjectDropped, fund.ProjectFailed, fund.ProjectLapsed,
		}
		dueIn = left
	}
	for _, s := range want {
		if !slices.Contains(projects, s) {
			t.Errorf("no project is %s", s)
		}
	}
	for _, s := range []fund.RequestStatus{
		fund.RequestOpen, fund.RequestAdopted, fund.RequestDeclined, fund.RequestMerged, fund.RequestWithdrawn,
	} {
		if !slices.Contains(requests, s) {
			t.Errorf("no request is %s", s)
		}
	}
	if n := len(requests); n < 55 {
		t.Errorf("only %d requests", n)
	}
	if !slices.Equal(left, dueIn) {
		t.Errorf("reviews are due in %v working days", left)
	}
}

// checkBooks makes sure that the history follows the rules to the last entry.
func (d *demo) checkBooks(t *testing.T) {
	t.Helper()
	err := d.parts.db.Read(t.Context(), func(tx *store.Tx) error {
		report, err := d.parts.office.Verify(tx)
		for _, f := range report.Faults {
			t.Errorf("the books are off: %v", f)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
