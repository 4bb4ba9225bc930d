package bot

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"huimin/store"
)

// sender takes what waits in the outbox to Telegram. Its lanes belong to the
// one goroutine that runs it.
type sender struct {
	b       *Bot
	lanes   *lanes
	limits  Limits
	workers int
	news    chan struct{} // the outbox has something new
	quiet   chan chan struct{}
	cursor  int64 // revision of the last row seen
	flying  int
	landed  int
	shown   *shown   // what messages show
	trouble patience // with the way to Telegram
	slow    struct { // the last chat that Telegram asked us to be slow with
		chat  int64
		until time.Time
	}
}

func newSender(b *Bot, limits Limits, workers int) *sender {
	return &sender{
		b: b, lanes: newLanes(limits), limits: limits, workers: workers, shown: newShown(),
		news: make(chan struct{}, 1), quiet: make(chan chan struct{}),
		trouble: patience{first: time.Second, longest: 30 * time.Second},
	}
}

// load takes in rows that came to wait since the last look, and tells how many
// they were.
func (s *sender) load(ctx context.Context) (n int, err error) {
	const page = 512
	for s.cursor < s.b.db.Revision() {
		var rows []store.Queued
		err := s.b.db.Read(context.WithoutCancel(ctx), func(tx *store.Tx) (err error) {
			rows, err = tx.WaitingOutbox(s.cursor, page)
			return err
		})
		if err != nil {
			return n, fmt.Errorf("load the outbox: %w", err)
		}
		for _, q := range rows {
			s.lanes.add(q)
			s.cursor = q.Rev
		}
		n += len(rows)
		if len(rows) < page {
			break
		}
	}
	return n, nil
}

// roundSize is how many messages share a commit, at most, when they are sent
// one by one.
const roundSize = 32

// sendAll sends one by one what may go at this moment and tells how many were
// tried.
func (s *sender) sendAll(ctx context.Context) (tried int, err error) {
	for {
		if _, err := s.load(ctx); err != nil {
			return tried, err
		}
		n, err := s.sendLoaded(ctx)
		tried += n
		if err != nil {
			// What was not noted waits in the database as before.
			s.lanes, s.cursor, s.flying = newLanes(s.limits), 0, 0
		}
		if err != nil || n == 0 {
			return tried, err
		}
	}
}

// sendLoaded sends what may go of what is loaded. What goes well is noted
// later, with what comes after it, unless that is worded from it.
func (s *sender) sendLoaded(ctx context.Context) (tried int, err error) {
	var unnoted []outcome
	for it := s.lanes.next(s.b.now()); it != nil; it = s.lanes.next(s.b.now()) {
		tried++
		s.flying++
		posted := func(o outcome) bool { return o.post != nil && o.post.Chat == it.chat }
		if len(unnoted) >= roundSize || slices.ContainsFunc(unnoted, posted) {
			if err := s.commit(ctx, unnoted); err != nil {
				return tried, err
			}
			unnoted = nil
		}
		unnoted = append(unnoted, s.deliver(ctx, it))
		last := unnoted[len(unnoted)-1:]
		if v := last[0].verdict; v != delivered && v != dropped {
			if err := s.commit(ctx, unnoted); err != nil {
				return tried, err
			}
			unnoted = nil
		}
		s.land(last)
	}
	return tried, s.commit(ctx, unnoted)
}

// grace is how long messages on their way may take when the program stops.
const grace = 10 * time.Second

// run sends until the context ends, and then lets what is on its way arrive.
func (s *sender) run(ctx context.Context) {
	detached, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	jobs := make(chan *item, s.workers)
	outcomes := make(chan outcome, s.workers)
	settled := make(chan []outcome, s.workers)
	var crew sync.WaitGroup
	for range s.workers {
		crew.Go(func() {
			for it := range jobs {
				outcomes <- s.deliver(detached, it)
			}
		})
	}
	var clerk sync.WaitGroup
	clerk.Go(func() { s.keepBooks(detached, outcomes, settled) })

	s.dispatch(ctx, jobs, settled)

	timer := time.AfterFunc(grace, cancel)
	for s.flying > 0 {
		s.land(<-settled)
	}
	timer.Stop()
	close(jobs)
	crew.Wait()
	close(outcomes)
	clerk.Wait()
}

// dispatch hands out messages as their turns come.
func (s *sender) dispatch(ctx context.Context, jobs chan<- *item, settled <-chan []outcome) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	wake(s.news)
	var asked []chan struct{}
	for {
		for s.flying < s.workers && ctx.Err() == nil {
			it := s.lanes.next(s.b.now())
			if it == nil {
				break
			}
			s.flying++
			jobs <- it
		}
		if s.flying == 0 && len(s.news) == 0 {
			for _, done := range asked {
				close(done)
			}
			asked = nil
		}
		timer.Stop()
		if s.flying < s.workers {
			if now := s.b.now(); !s.lanes.wakeAt(now).IsZero() {
				timer.Reset(max(s.lanes.wakeAt(now).Sub(now), time.Millisecond))
			}
		}
		select {
		case <-s.news:
			if _, err := s.load(ctx); err != nil && ctx.Err() == nil {
				s.b.log.Error("cannot read the outbox; trying again", "err", class(err))
				pause(ctx, time.Second)
				wake(s.news)
			}
		case batch := <-settled:
			s.land(batch)
		case <-timer.C:
		case done := <-s.quiet:
			asked = append(asked, done)
		case <-ctx.Done():
			return
		}
	}
}

// gather is how long the outcome of one message waits for those of others, to
// share their commit with them. Nobody waits for it but the next message to
// the same chat.
const gather = 5 * time.Millisecond

// keepBooks commits how attempts ended, several at once when several end.
func (s *sender) keepBooks(ctx context.Context, outcomes <-chan outcome, settled chan<- []outcome) {
	for o := range outcomes {
		list := more(o, outcomes)
		wait := patience{first: 50 * time.Millisecond, longest: 5 * time.Second}
		for {
			err := s.commit(ctx, list)
			if err == nil || ctx.Err() != nil {
				break
			}
			s.b.log.Error("cannot note what was sent; trying again", "err", class(err))
			pause(ctx, wait.next())
		}
		settled <- list
	}
}

// more gives an outcome with those that come soon after it, as many as can be
// on their way at once.
func more(first outcome, outcomes <-chan outcome) []outcome {
	list := []outcome{first}
	timer := time.NewTimer(gather)
	defer timer.Stop()
	for len(list) < cap(outcomes) {
		select {
		case o, ok := <-outcomes:
			if !ok {
				return list
			}
			list = append(list, o)
		case <-timer.C:
			return list
		}
	}
	return list
}

// commit writes down how attempts ended.
func (s *sender) commit(ctx context.Context, list []outcome) error {
	writes := false
	for _, o := range list {
		writes = writes || o.verdict != outdated && (o.verdict != offline || o.guarded)
	}
	if !writes {
		return nil
	}
	now := s.b.now()
	err := s.b.db.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		for i, o := range list {
			if err := s.note(tx, o, now); err != nil {
				return fmt.Errorf("note message %d: %w", o.it.id, err)
			}
			list[i].rev = s.b.db.Revision()
		}
		return nil
	})
	for _, o := range list {
		if err == nil && (o.guarded || o.poll != nil || o.verdict != delivered && o.verdict != dropped) {
			wake(s.news) // operators are told, or rows wait that did not
		}
	}
	return err
}

func (s *sender) note(tx *store.Tx, o outcome, now time.Time) (err error) {
	it := o.it
	switch o.verdict {
	case delivered:
		if _, err = tx.MarkSent(it.id, it.rev, o.message, now); err == nil && o.post != nil {
			err = tx.SetPost(*o.post)
		}
		if err == nil {
			err = s.notePoll(tx, o)
		}
	case dropped:
		_, err = tx.LayAside(it.id, it.rev, store.OutboxExpired, o.why)
	case refused:
		s.b.log.Error("a message was refused and laid aside", "row", it.id, "why", o.why)
		return s.layAside(tx, o, store.OutboxFailed, kindSendFailed)
	case unsure:
		s.b.log.Warn("a message may or may not have arrived", "row", it.id, "chat", it.chat, "why", o.why)
		return s.layAside(tx, o, store.OutboxUncertain, kindUncertain)
	case blocked:
		if o.guarded {
			_, err = tx.Defer(it.id, it.rev, now, o.why)
		}
		if err == nil {
			err = s.b.park(tx, it.chat)
		}
	case moved:
		if o.gone {
			_, err = tx.LayAside(it.id, it.rev, store.OutboxExpired, "its message stayed in the old group")
		} else {
			_, err = tx.Defer(it.id, it.rev, now, o.why)
		}
		if err == nil {
			err = tx.MigrateChat(it.chat, o.to)
		}
		if err == nil {
			err = s.b.router.askAgain(tx, o.to, now)
		}
	case later:
		if _, err = tx.Defer(it.id, it.rev, o.until, o.why); err == nil && o.slow && it.lane != store.LaneAnswer {
			err = tx.DelayChat(it.chat, o.until)
		}
	case offline:
		if o.guarded {
			_, err = tx.Defer(it.id, it.rev, now, o.why)
		}
	case outdated:
	}
	return err
}

func (s *sender) layAside(tx *store.Tx, o outcome, status store.OutboxStatus, notice string) error {
	ok, err := tx.LayAside(o.it.id, o.it.rev, status, o.why)
	if err != nil || !ok {
		return err
	}
	q, err := tx.Queued(o.it.id)
	if err != nil {
		return err
	}
	if toOperators(q.Kind) {
		return nil // telling about it would go the same way
	}
	key := fmt.Sprintf("%s:%d:%d", notice, q.ID, q.Attempts)
	return s.b.tellOperators(tx, notice, key, rowTrouble{Row: q.ID, Kind: q.Kind, Why: o.why})
}

// land gives attempts that are noted back to the lanes.
func (s *sender) land(list []outcome) {
	now := s.b.now()
	for _, o := range list {
		s.flying--
		s.landed++
		if o.verdict != offline && o.verdict != outdated {
			s.trouble.reset()
		}
		switch o.verdict {
		case delivered, dropped, refused, unsure, outdated:
			s.lanes.landed(o.it)
		case blocked, moved:
			s.lanes.landed(o.it)
			s.lanes.forget(o.it.chat, o.rev)
		case later:
			o.it.attempts++
			s.lanes.again(o.it, o.until, !o.slow && o.it.attempts >= patientTries)
			s.slowDown(o, now)
		case offline:
			s.lanes.stop = now.Add(s.trouble.next())
			s.lanes.again(o.it, now, false)
			s.b.log.Warn("cannot reach Telegram; trying again", "err", o.why)
		}
	}
	if s.landed >= tidyAfter {
		s.landed = 0
		s.lanes.tidy(now)
	}
}

const (
	patientTries = 8    // after so many, others in the chat no longer wait for a message
	tidyAfter    = 1000 // messages
)

// slowDown holds everything back when Telegram asks for slowness with one chat
// while it still does with another: then it means the bot as a whole.
func (s *sender) slowDown(o outcome, now time.Time) {
	if !o.slow {
		return
	}
	if s.slow.until.After(now) && s.slow.chat != o.it.chat && o.until.After(s.lanes.stop) {
		s.lanes.stop = o.until
	}
	s.slow.chat, s.slow.until = o.it.chat, o.until
}
