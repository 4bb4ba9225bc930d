package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"huimin/store"
)

// demoClock is the demo's time. It stands still while a history is made, and
// then runs beside the real one, ahead of it by what it was moved.
type demoClock struct {
	zone *time.Location
	real func() time.Time

	mu     sync.Mutex
	ahead  time.Duration // of the real clock
	stands time.Time     // zero: it runs

	moving sync.Mutex // one move, or one tick, at a time
}

// newDemoClock makes a clock that shows the real time.
func newDemoClock(now func() time.Time, zone *time.Location) *demoClock {
	return &demoClock{zone: zone, real: now}
}

// stand stops the clock at a moment; from then on it goes where it is set.
func (c *demoClock) stand(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stands = at
}

// Now is the demo's time.
func (c *demoClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.stands.IsZero() {
		return c.stands.In(c.zone)
	}
	return c.real().Add(c.ahead).In(c.zone)
}

// set puts the clock to a moment at or after the one it shows.
func (c *demoClock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.stands.IsZero() {
		if at.After(c.stands) {
			c.stands = at
		}
		return
	}
	if ahead := at.Sub(c.real()); ahead > c.ahead {
		c.ahead = ahead
	}
}

// start lets the clock run from a moment on.
func (c *demoClock) start(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stands, c.ahead = time.Time{}, at.Sub(c.real())
}

// errBackwards says that the demo's clock cannot go back: what was said and
// decided has its time.
var errBackwards = errors.New("the clock moves forward only")

// errTooFar says that the clock was asked to jump further than anybody plays.
var errTooFar = errors.New("the clock moves by three years at most at a time")

const longestMove = 3 * 366 * 24 * time.Hour

// demoTime moves the clock and lets happen what falls due on the way.
type demoTime struct {
	*demoClock
	parts     *parts
	city      *city // whose people begin a new year by themselves; may be nil
	unlimited bool  // no limits hold messages back
}

// move takes the clock to a moment, with a stop at every moment at which a job
// is due: there the job runs and what it says is sent.
func (d demoTime) move(ctx context.Context, to time.Time) error {
	d.moving.Lock()
	defer d.moving.Unlock()
	switch now := d.Now(); {
	case !to.After(now):
		return fmt.Errorf("it is %s: %w", now.Format(time.RFC3339), errBackwards)
	case to.Sub(now) > longestMove:
		return errTooFar
	}
	for {
		next, err := d.next(ctx)
		if err != nil {
			return fmt.Errorf("move the clock: %w", err)
		}
		if next.IsZero() || !next.Before(to) {
			break
		}
		if err := d.pass(ctx, next); err != nil {
			return err
		}
	}
	if err := d.pass(ctx, to); err != nil || d.unlimited {
		return err
	}
	return d.note(ctx)
}

// next gives when a job is due next, or when the city's people do something.
func (d demoTime) next(ctx context.Context) (time.Time, error) {
	next, err := d.parts.jobs.Next(ctx, d.Now())
	if err != nil {
		return next, err
	}
	coming, err := d.coming(ctx)
	if err == nil && len(coming) > 0 && (next.IsZero() || coming[0].at.Before(next)) {
		next = coming[0].at
	}
	return next, err
}

// note keeps how late it is, so that a demo that is kept goes on from there
// however it ended.
func (d demoTime) note(ctx context.Context) error {
	err := d.parts.db.Write(ctx, func(tx *store.Tx) error { return tx.SetJobRan(made, d.Now()) })
	if err != nil {
		return fmt.Errorf("keep the time: %w", err)
	}
	return nil
}

// pass puts the clock to a moment, runs what is due then, and waits until it
// is said.
func (d demoTime) pass(ctx context.Context, at time.Time) error {
	d.set(at)
	if err := d.parts.jobs.Tick(ctx, d.Now()); err != nil {
		return fmt.Errorf("at %s: %w", at.Format(time.RFC3339), err)
	}
	if err := d.begin(ctx); err != nil {
		return fmt.Errorf("at %s: %w", at.Format(time.RFC3339), err)
	}
	return d.said(ctx)
}

// longestWait is how long a move waits for messages that Telegram's limits
// hold back.
const longestWait = 30 * time.Second

// said waits until nothing is left in the outbox that may be sent now. Where
// Telegram's limits hold messages back, as at the year's end, when every group
// hears a lot, the clock goes on by a second a look, as the messages would come.
func (d demoTime) said(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, longestWait)
	defer cancel()
	look := time.NewTimer(0)
	defer look.Stop()
	for looks := 0; ; looks++ {
		select {
		case <-look.C:
		case <-ctx.Done():
			return fmt.Errorf("send what is due: %w", ctx.Err())
		}
		if err := d.parts.bot.Settle(ctx); err != nil {
			return fmt.Errorf("send what is due: %w", err)
		}
		if d.unlimited {
			return nil
		}
		if waits, err := d.waits(ctx); err != nil || !waits {
			return err
		}
		if looks > 2 { // it is not only on its way
			d.set(d.Now().Add(time.Second))
		}
		look.Reset(20 * time.Millisecond)
	}
}

// waits tells whether something is to be said that is due.
func (d demoTime) waits(ctx context.Context) (waits bool, err error) {
	err = d.parts.db.Read(ctx, func(tx *store.Tx) error {
		list, err := tx.WaitingOutbox(0, 1000)
		for _, q := range list {
			waits = waits || !q.Due.After(d.Now())
		}
		return err
	})
	return waits, err
}

// run runs what is due at the start of every minute, until ctx ends.
func (d demoTime) run(ctx context.Context) {
	for {
		d.moving.Lock()
		if err := errors.Join(d.parts.jobs.Tick(ctx, d.Now()), d.begin(ctx), d.note(ctx)); err != nil && ctx.Err() == nil {
			d.parts.log.ErrorContext(ctx, "jobs failed", "err", err)
		}
		d.moving.Unlock()
		now := d.Now()
		timer := time.NewTimer(now.Truncate(time.Minute).Add(time.Minute).Sub(now))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return
		}
	}
}

// serve takes a move by HTTP: {"advance":"24h"} or {"now":"2026-12-31T09:00:00+08:00"}.
// It answers {"now":…} when everything that fell due has happened, and 400
// with a sentence for a move that cannot be.
func (d demoTime) serve() http.Handler {
	move := func(w http.ResponseWriter, r *http.Request) error {
		var to struct{ Advance, Now string }
		decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4096))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&to); err != nil {
			return fmt.Errorf(`%w: send {"advance":"24h"} or {"now":"2026-12-31T09:00:00+08:00"}: %w`, errMove, err)
		}
		at, err := d.moment(to.Advance, to.Now)
		if err != nil {
			return err
		}
		// What has begun to fall due is finished, also for somebody who left.
		return d.move(context.WithoutCancel(r.Context()), at)
	}
	return http.NewCrossOriginProtection().Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, status := map[string]string{}, http.StatusOK
		if err := move(w, r); err != nil {
			answer["error"], status = err.Error(), http.StatusBadRequest
			if !errors.Is(err, errBackwards) && !errors.Is(err, errTooFar) && !errors.Is(err, errMove) {
				status = http.StatusInternalServerError
			}
		}
		answer["now"] = d.Now().Format(time.RFC3339)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(answer) // the asker may be gone; there is nobody to tell
	}))
}

// errMove says that a request does not name a moment.
var errMove = errors.New("not a move of the clock")

// moment reads where to move: by a duration, or to a time.
func (d demoTime) moment(advance, now string) (time.Time, error) {
	switch {
	case (advance == "") == (now == ""):
		return time.Time{}, fmt.Errorf(`%w: send either "advance" or "now"`, errMove)
	case advance != "":
		by, err := time.ParseDuration(advance)
		if err != nil {
			return time.Time{}, fmt.Errorf("%w: %w", errMove, err)
		}
		if by <= 0 {
			return time.Time{}, errBackwards
		}
		return d.Now().Add(by), nil
	}
	to, err := time.Parse(time.RFC3339, now)
	if err != nil {
		return time.Time{}, fmt.Errorf("%w: %w", errMove, err)
	}
	return to, nil
}
