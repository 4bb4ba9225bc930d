package main

import (
	"context"
	"net/http"
	"slices"
	"time"

	"huimin/fund"
	"huimin/sandbox"
	"huimin/scheduler"
	"huimin/store"
)

// time is the demo's time while it is played.
func (d *demo) time() demoTime {
	return demoTime{demoClock: d.clock, parts: d.parts, city: d.city}
}

// newPage makes the page on which the demo is played.
func (d *demo) newPage() http.Handler {
	options := sandbox.PageOptions{
		Title: "惠民 Huimin",
		Clock: &sandbox.PageClock{
			Now:   d.clock.Now,
			Stops: d.stops,
			Move: func(ctx context.Context, to time.Time) error {
				return d.time().move(ctx, to)
			},
		},
	}
	if d.city != nil {
		options.Places, options.Heading = d.city.spots(), d.city.heading
	}
	return d.telegram.Page(options)
}

// stops gives the moments worth jumping to, soonest first.
func (d *demo) stops() []sandbox.PageStop {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	now := d.clock.Now()
	var list []sandbox.PageStop
	err := d.parts.db.Read(ctx, func(tx *store.Tx) error {
		more, err := d.deadlines(tx, now)
		list = append(list, more...)
		return err
	})
	if err != nil {
		d.log.Error("cannot read the deadlines", "err", err)
	}
	upcoming, err := d.parts.jobs.Upcoming(ctx, now)
	if err != nil {
		d.log.Error("cannot read what is due", "err", err)
	}
	for _, m := range upcoming {
		if m.Job == scheduler.JobBulletins {
			list = append(list, sandbox.PageStop{At: m.At, Label: map[string]string{"zh": "下一期季度公告", "en": "The next quarter's summary"}})
		}
	}
	list = append(list, sandbox.PageStop{At: dayBefore(now, -1, 9*60), Label: map[string]string{"zh": "明天上午9点", "en": "Tomorrow at 9"}})
	end := time.Date(now.Year(), time.December, 31, 9, 0, 0, 0, now.Location())
	list = append(list, sandbox.PageStop{At: end, Label: map[string]string{"zh": "年底", "en": "The end of the year"}})
	if d.city != nil {
		begun := d.time().asHistory().workday(now.Year(), 0, 10*60)
		if !begun.After(now) {
			begun = d.time().asHistory().workday(now.Year()+1, 0, 10*60)
		}
		list = append(list, sandbox.PageStop{At: begun, Label: map[string]string{"zh": "新年开工以后", "en": "The new year's work has begun"}})
	}
	return inOrder(list, now)
}

// deadlines gives the next vote that closes, the next reminder to an office,
// and when the next review is due.
func (d *demo) deadlines(tx *store.Tx, now time.Time) ([]sandbox.PageStop, error) {
	var list []sandbox.PageStop
	closes, err := d.parts.office.NextBallotClose(tx)
	if err == nil && !closes.IsZero() {
		list = append(list, sandbox.PageStop{At: closes, Label: map[string]string{"zh": "下一个表决截止", "en": "The next vote closes"}})
	}
	if err != nil {
		return nil, err
	}
	meetings, err := tx.MeetingsAhead()
	if err != nil {
		return nil, err
	}
	if len(meetings) > 0 {
		list = append(list, sandbox.PageStop{
			At: meetings[0].Starts.In(now.Location()), Label: map[string]string{"zh": "下一次居民代表会议", "en": "The next meeting"},
		})
	}
	pending, err := tx.PendingApprovals()
	if err != nil {
		return nil, err
	}
	var reminder, due time.Time
	for _, a := range pending {
		reminder = sooner(reminder, d.nextReminder(a, now), now)
		due = sooner(due, a.Due.In(now.Location()), now)
	}
	if !reminder.IsZero() {
		list = append(list, sandbox.PageStop{At: reminder, Label: map[string]string{"zh": "下一次催办提醒", "en": "The next reminder to an office"}})
	}
	if !due.IsZero() {
		list = append(list, sandbox.PageStop{At: due, Label: map[string]string{"zh": "下一个审批期限", "en": "The next review is due"}})
	}
	return list, nil
}

// nextReminder gives the next day on which an office is reminded of a review,
// at the hour at which work begins.
func (d *demo) nextReminder(a fund.Approval, now time.Time) time.Time {
	prog := d.parts.office.Rules(now)
	for day := 0; day < 30; day++ {
		at := dayBefore(now, -day, prog.Hours.From)
		if _, _, ok := prog.Calendar.ReminderOn(at, a.Due.In(now.Location())); ok && at.After(now) {
			return at
		}
	}
	return time.Time{}
}

// sooner gives the earlier of two moments after now; the zero time is none.
func sooner(a, b, now time.Time) time.Time {
	if !b.After(now) || !a.IsZero() && a.Before(b) {
		return a
	}
	return b
}

// inOrder sorts stops, and leaves out what has passed and, of several at one
// moment, all but the first.
func inOrder(list []sandbox.PageStop, now time.Time) []sandbox.PageStop {
	slices.SortStableFunc(list, func(a, b sandbox.PageStop) int { return a.At.Compare(b.At) })
	list = slices.CompactFunc(list, func(a, b sandbox.PageStop) bool { return a.At.Equal(b.At) })
	return slices.DeleteFunc(list, func(s sandbox.PageStop) bool { return !s.At.After(now) })
}
