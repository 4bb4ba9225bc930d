package office

import (
	"fmt"
	"time"

	"huimin/store"
)

// PressLife is how long Telegram keeps the press of a button for a program that
// does not run.
const PressLife = 150 * time.Second

// The moments that are kept about the program itself, beside those of jobs.
const (
	jobAlive      = "alive"
	jobOutageFrom = "outage from"
	jobOutageTo   = "outage to"
)

// Alive keeps that the program runs at the act's moment.
func (o *Office) Alive(a Act) error { return a.Tx.SetJobRan(jobAlive, a.Now) }

// Started keeps that the program has begun to run. When it did not run for
// longer than Telegram keeps presses, votes may be lost without a word to
// whoever gave them: what is being voted on is posted anew, and says so.
func (o *Office) Started(a Act) error {
	last, err := o.JobRan(a, jobAlive)
	if err == nil {
		err = o.Alive(a)
	}
	if err == nil && !last.IsZero() && a.Now.Sub(last) > PressLife {
		err = o.afterOutage(a, last)
	}
	if err != nil {
		return fmt.Errorf("start: %w", err)
	}
	return nil
}

func (o *Office) afterOutage(a Act, last time.Time) error {
	if err := a.Tx.SetJobRan(jobOutageFrom, last); err != nil {
		return err
	}
	if err := a.Tx.SetJobRan(jobOutageTo, a.Now); err != nil {
		return err
	}
	list, err := a.Tx.Ballots()
	for _, b := range list {
		if err != nil {
			return err
		}
		if b.Accepts(a.Now) != nil {
			continue
		}
		if err = o.takeAway(a, BallotTopic(b.ID)); err == nil {
			err = o.showBallot(a, b, 0)
		}
	}
	return err
}

// Outage gives when the program did not run last, for longer than Telegram
// keeps presses; zero times for never.
func (o *Office) Outage(tx *store.Tx) (from, to time.Time, err error) {
	a := Act{Tx: tx}
	if from, err = o.JobRan(a, jobOutageFrom); err == nil {
		to, err = o.JobRan(a, jobOutageTo)
	}
	return o.local(from), o.local(to), err
}
