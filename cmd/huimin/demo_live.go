package main

import (
	"context"
	"time"

	"huimin/office"
	"huimin/store"
)

// recently is for how many days before the history ends everything is said at
// its minute. What is older is said when the working day or the day is over, or
// when a job runs: so a year is made sooner.
const recently = 12

// live takes the clock to an event and lets it happen.
func (h *history) live(ctx context.Context, e event) error {
	if err := h.pass(ctx, e.at); err != nil {
		return err
	}
	if err := h.act(ctx, e.by, func(a office.Act) error { return e.do(h, a) }); err != nil {
		return err
	}
	if h.unsaid = true; e.small {
		return nil
	}
	h.office = true
	if e.at.Before(dayBefore(h.now, recently, 0)) && !e.heard {
		return nil
	}
	return h.say(ctx)
}

// say says what is left to say.
func (h *history) say(ctx context.Context) error {
	if !h.unsaid {
		return nil
	}
	h.unsaid, h.office = false, false
	return h.time.said(ctx)
}

// pass takes the clock to a moment: before an evening or a new day begins, what
// was done until then is said, and on the way jobs run at their time. What people do brings nothing
// about before the next job, which runs at night at the latest: so when that is
// is asked after a job alone.
func (h *history) pass(ctx context.Context, at time.Time) error {
	now := h.time.Now()
	if !at.After(now) {
		return nil
	}
	evening := dayBefore(now, 0, 18*60)
	if at.YearDay() != now.YearDay() || h.office && !now.After(evening) && at.After(evening) {
		if err := h.say(ctx); err != nil {
			return err
		}
	}
	for {
		if h.due.After(at) {
			h.time.set(at)
			return nil
		}
		if !h.due.IsZero() {
			h.unsaid, h.office = false, false
			if err := h.time.pass(ctx, h.due); err != nil {
				return err
			}
		}
		var err error
		if h.due, err = h.time.next(ctx); err != nil {
			return err
		}
	}
}

// act lets one of the city's people do something now.
func (h *history) act(ctx context.Context, by string, do func(office.Act) error) error {
	return h.parts.db.Write(ctx, func(tx *store.Tx) error {
		a := office.Act{Tx: tx, Now: h.time.Now()}
		if by != "" {
			person, err := h.city.person(tx, by)
			if err != nil {
				return err
			}
			a.By = person
		}
		return do(a)
	})
}
