package office

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

// hall is a model of a meeting's vote, as simple as can be.
type hall struct {
	members map[fund.PersonID]bool // of the meeting, whatever they are now
	rep     map[fund.PersonID]bool // representatives at this moment
	here    map[fund.PersonID]bool
	votes   map[fund.PersonID]fund.Choice
	open    bool
	closes  time.Time
	atHour  map[fund.PersonID]bool // who was there at the vote's hour, once it has passed
}

func (h hall) clone() hall {
	h.rep, h.here, h.votes = maps.Clone(h.rep), maps.Clone(h.here), maps.Clone(h.votes)
	return h
}

// quorum is two thirds of the members.
func (h hall) quorum() bool { return 3*len(h.here) >= 2*len(h.members) }

// takes says whether a vote counts.
func (h hall) takes(p fund.PersonID, c fund.Choice, now time.Time) bool {
	return h.open && now.Before(h.closes) && slices.Contains(fund.Choices(), c) &&
		h.members[p] && h.rep[p] && h.here[p] && h.quorum()
}

func (h hall) tally() fund.Tally {
	t := fund.Tally{Members: len(h.members)}
	there := maps.Clone(h.here)
	if h.atHour != nil {
		there = maps.Clone(h.atHour)
	}
	for p, c := range h.votes {
		there[p] = true
		switch c {
		case fund.ChoiceFor:
			t.For++
		case fund.ChoiceAgainst:
			t.Against++
		case fund.ChoiceAbstain:
			t.Abstain++
		}
	}
	t.Present = len(there)
	return t
}

// crowd is three hundred members and the program they tap on.
type crowd struct {
	*world
	rng    *rand.Rand
	hall   hall
	m      fund.Meeting
	b      fund.Ballot
	people []fund.Person
	grants map[fund.PersonID]int64
	taps   int // deliveries of one, the second ones included
	taken  int
	closed int
}

// errKilled ends a batch as a kill does: nothing of it is kept.
var errKilled = errors.New("killed")

func newCrowd(t *testing.T, n int) *crowd {
	w := newWorld(t)
	c := &crowd{
		world: w, rng: rand.New(rand.NewPCG(3, 4)), grants: map[fund.PersonID]int64{},
		hall: hall{members: map[fund.PersonID]bool{}, rep: map[fund.PersonID]bool{}, here: map[fund.PersonID]bool{}, votes: map[fund.PersonID]fund.Choice{}},
	}
	w.bindAll()
	w.office.rand = func(b []byte) error { // more invitations than one byte tells apart
		for i := range b {
			b[i] = byte(c.rng.Uint32())
		}
		return nil
	}
	w.must(w.staff, func(a Act) error {
		for i := len(w.reps); i < n; i++ {
			p, err := w.office.Consent(Act{Tx: a.Tx, Now: a.Now}, Newcomer{Telegram: 9000 + int64(i), First: fmt.Sprintf("Rep%d", i), Lang: "zh"})
			if err != nil {
				return err
			}
			token, _, err := w.office.Invite(a, fund.RoleRepresentative, w.works.ID)
			if err == nil {
				_, err = w.office.Accept(Act{Tx: a.Tx, Now: a.Now, By: p}, token, Acceptance{Name: p.Name, NoRelative: true})
			}
			if err != nil {
				return err
			}
			w.reps = append(w.reps, p)
		}
		return nil
	})
	w.read(func(tx *store.Tx) error {
		for _, p := range w.reps {
			now, err := tx.Person(p.ID)
			if err != nil {
				return err
			}
			list, err := tx.Grants(p.ID)
			if err != nil {
				return err
			}
			c.people = append(c.people, now)
			c.hall.members[p.ID], c.hall.rep[p.ID] = true, true
			for _, g := range list {
				if g.Role == fund.RoleRepresentative {
					c.grants[p.ID] = g.ID
				}
			}
		}
		return nil
	})
	c.people = append(c.people, w.person(w.ann), w.person(w.dan)) // who have no vote
	c.m = w.called()
	c.now = c.m.Starts
	w.must(w.staff, func(a Act) error {
		_, err := w.office.OpenMeeting(a, c.m.ID)
		for _, p := range w.reps[:n*3/4] {
			if err == nil {
				_, err = w.office.MarkPresent(a, c.m.ID, p.ID, true)
			}
			c.hall.here[p.ID] = true
		}
		return err
	})
	return c
}

// vote is one tap, forged now and then; it is delivered once or twice.
func (c *crowd) vote(tx *store.Tx) error {
	p := c.people[c.rng.IntN(len(c.people))]
	ballot, choice := c.b.ID, fund.Choices()[c.rng.IntN(3)]
	switch c.rng.IntN(50) {
	case 0:
		ballot += fund.BallotID(1 + c.rng.IntN(5))
	case 1:
		choice = "twice"
	case 2:
		ballot -= fund.BallotID(1 + c.rng.IntN(3))
	}
	for range 1 + c.rng.IntN(2) {
		c.taps++
		var err error
		if sp := tx.Savepoint(func(tx *store.Tx) error {
			_, _, err = c.office.CastVote(Act{Tx: tx, Now: c.now, By: p}, ballot, choice)
			return err
		}); store.Unavailable(sp) {
			return sp
		}
		want := ballot == c.b.ID && c.hall.takes(p.ID, choice, c.now)
		if (err == nil) != want {
			return fmt.Errorf("vote %q of %d in ballot %d at %s: %w, and the model says %t", choice, p.ID, ballot, c.now, err, want)
		}
		if want {
			c.hall.votes[p.ID] = choice
			c.taken++
		}
	}
	return nil
}

// come lets somebody come or go.
func (c *crowd) come(tx *store.Tx) error {
	p := c.reps[c.rng.IntN(len(c.reps))]
	here := c.rng.IntN(4) != 0
	if c.hall.open && !c.now.Before(c.hall.closes) && c.hall.atHour == nil {
		c.hall.atHour = maps.Clone(c.hall.here)
	}
	if _, err := c.office.MarkPresent(Act{Tx: tx, Now: c.now, By: c.staff}, c.m.ID, p.ID, here); err != nil {
		return err
	}
	if here {
		c.hall.here[p.ID] = true
	} else {
		delete(c.hall.here, p.ID)
	}
	return nil
}

// dismiss takes somebody's role away, for good.
func (c *crowd) dismiss(tx *store.Tx) error {
	p := c.reps[c.rng.IntN(len(c.reps))]
	if !c.hall.rep[p.ID] || len(c.grants) < 250 {
		return nil
	}
	if _, err := c.office.Revoke(Act{Tx: tx, Now: c.now, By: c.staff}, c.grants[p.ID]); err != nil {
		return err
	}
	c.hall.rep[p.ID] = false
	return nil
}

// turn opens the next vote when none is open, and closes one: by its hour, or
// by hand.
func (c *crowd) turn(tx *store.Tx) error {
	clock := Act{Tx: tx, Now: c.now}
	chair := Act{Tx: tx, Now: c.now, By: c.staff}
	var err error
	switch {
	case !c.hall.open:
		if !c.hall.quorum() {
			return nil
		}
		c.b, err = c.office.OpenItem(chair, c.m.ID, ItemVote{Item: 1, Length: 5 * time.Minute, Reason: "Two had not heard the question"})
		c.hall.open, c.hall.closes, c.hall.votes = true, c.b.Closes, map[fund.PersonID]fund.Choice{}
		return err
	case !c.now.Before(c.hall.closes):
		_, err = c.office.CloseDueBallots(clock)
	case c.rng.IntN(20) == 0:
		_, err = c.office.CloseBallot(chair, c.b.ID)
	default:
		return nil
	}
	if err != nil {
		return err
	}
	b, err := tx.Ballot(c.b.ID)
	if err == nil && (b.Status != fund.BallotClosed || b.Tally != c.hall.tally()) {
		err = fmt.Errorf("ballot %d is %s with %+v, the model has %+v", b.ID, b.Status, b.Tally, c.hall.tally())
	}
	c.hall.open, c.hall.atHour = false, nil
	c.closed++
	return err
}

// batch does so many things in one transaction, which is killed now and then;
// the same things are not done again then, as if the people had gone.
func (c *crowd) batch(n int) {
	c.t.Helper()
	before, ballot, taken, closed := c.hall.clone(), c.b, c.taken, c.closed
	kill := -1
	if c.rng.IntN(10) == 0 {
		kill = c.rng.IntN(n)
	}
	err := c.db.Write(c.t.Context(), func(tx *store.Tx) error {
		for i := range n {
			if i == kill {
				return errKilled
			}
			step := c.vote
			switch r := c.rng.IntN(400); {
			case r < 8:
				step = c.turn
			case r < 16:
				step = c.come
			case r == 16:
				step = c.dismiss
			}
			if i%8 == 0 {
				c.now = c.now.Add(time.Second)
			}
			if err := step(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, errKilled) {
		c.hall, c.b, c.taken, c.closed = before, ballot, taken, closed
		if c.rng.IntN(5) == 0 {
			c.reopen()
		}
		return
	}
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *crowd) reopen() {
	c.t.Helper()
	if err := c.db.Close(); err != nil {
		c.t.Fatal(err)
	}
	db, err := store.Open(c.t.Context(), c.path)
	if err != nil {
		c.t.Fatal(err)
	}
	c.db = db
}

// TestAHundredThousandTaps compares what three hundred members do, double
// deliveries, forged data, roles that end, kills and restarts with a simple
// model: the tally is the model's, always, and no vote stays open.
func TestAHundredThousandTaps(t *testing.T) {
	taps := 100_000
	if raceDetector {
		taps = 5_000
	}
	c := newCrowd(t, 300)
	const size = 500
	begun := time.Now()
	for c.taps < taps {
		c.batch(size)
	}
	t.Logf("%d taps, %d votes taken, %d ballots closed, %s", c.taps, c.taken, c.closed, time.Since(begun))
	c.now = c.now.Add(time.Hour)
	c.closeDue()
	c.read(func(tx *store.Tx) error {
		list, err := tx.MeetingBallots(c.m.ID)
		for _, b := range list {
			if b.Status != fund.BallotClosed {
				t.Errorf("ballot %d stayed open", b.ID)
			}
		}
		if len(list) < c.closed || c.closed == 0 {
			t.Errorf("%d ballots, %d closed", len(list), c.closed)
		}
		return err
	})
	c.must(c.staff, func(a Act) error {
		_, err := c.office.EndMeeting(a, c.m.ID)
		return err
	})
	c.sound()
}
