package bot

import (
	"container/heap"
	"slices"
	"time"

	"golang.org/x/time/rate"

	"huimin/store"
)

// keepWhole is how many messages are kept whole in memory while they wait; of
// those beyond, the sender remembers which they are.
const keepWhole = 2048

// item is a message on its way out.
type item struct {
	id, rev  int64
	chat     int64
	lane     store.Lane
	due      time.Time
	attempts int
	q        *store.Queued // nil: to be read when its turn comes
	line     *line         // nil while it waits to become due
	flying   bool
	renewed  *store.Queued // it was refreshed while on its way
	index    int           // among those not yet due

	done  int  // parts that Telegram has
	plain bool // without tags
	fresh bool // as a new message, although it was to be an edit
}

// lineKey names a line: a chat, or the answer to one press, which waits for
// nothing else.
type lineKey struct{ chat, answer int64 }

// line is what waits for one chat: one message at a time is on its way, and
// within a lane the one that came first goes first.
type line struct {
	key       lineKey
	lanes     [4][]*item
	flying    bool
	notBefore time.Time
	limit     *rate.Limiter // nil: none
	heap      *lineHeap     // the one it is in, if any
	index     int
}

func (l *line) head() *item {
	for _, lane := range l.lanes {
		if len(lane) > 0 {
			return lane[0]
		}
	}
	return nil
}

func (l *line) put(it *item) {
	lane := l.lanes[it.lane]
	at := len(lane)
	for at > 0 && lane[at-1].id > it.id {
		at--
	}
	l.lanes[it.lane] = slices.Insert(lane, at, it)
	it.line = l
}

func (l *line) remove(it *item) {
	lane := l.lanes[it.lane]
	if i := slices.Index(lane, it); i >= 0 {
		l.lanes[it.lane] = slices.Delete(lane, i, i+1)
	}
}

// lanes decides what goes out next. It knows no network and no clock.
type lanes struct {
	limits Limits
	items  map[int64]*item
	lines  map[lineKey]*line
	ready  lineHeap // may go, most urgent first
	rest   lineHeap // must wait, soonest first
	future itemHeap // not yet due, soonest first
	total  *rate.Limiter
	stop   time.Time // nothing goes before
	whole  int
}

func newLanes(limits Limits) *lanes {
	limits = limits.withDefaults()
	l := &lanes{
		limits: limits, items: map[int64]*item{}, lines: map[lineKey]*line{},
		ready: lineHeap{before: moreUrgent}, rest: lineHeap{before: sooner},
	}
	if !limits.Off {
		l.total = rate.NewLimiter(rate.Limit(limits.PerSecond), totalBurst)
	}
	return l
}

// How many messages may go at once after a silence.
const (
	totalBurst   = 5
	privateBurst = 10
	groupBurst   = 3
)

func moreUrgent(a, b *line) bool {
	x, y := a.head(), b.head()
	if x.lane != y.lane {
		return x.lane < y.lane
	}
	return x.id < y.id
}

func sooner(a, b *line) bool { return a.notBefore.Before(b.notBefore) }

// add takes a row that has come to wait, or that waits with newer words.
func (l *lanes) add(q store.Queued) {
	it := l.items[q.ID]
	switch {
	case it == nil:
		it = &item{id: q.ID}
		l.items[q.ID] = it
	case it.flying:
		it.renewed = &q
		return
	default:
		l.take(it)
	}
	l.drop(it)
	it.rev, it.chat, it.lane, it.due, it.attempts = q.Rev, q.Chat, q.Lane, q.Due, q.Attempts
	if l.whole < keepWhole {
		it.q = &q
		l.whole++
	}
	heap.Push(&l.future, it)
}

// drop forgets the words of an item.
func (l *lanes) drop(it *item) {
	if it.q != nil {
		it.q = nil
		l.whole--
	}
}

// take removes an item that is not flying from where it waits.
func (l *lanes) take(it *item) {
	if it.line == nil {
		heap.Remove(&l.future, it.index)
		return
	}
	it.line.remove(it)
	l.sort(it.line)
	it.line = nil
}

// sort puts a line where it belongs after it changed.
func (l *lanes) sort(n *line) {
	if n.heap != nil {
		heap.Remove(n.heap, n.index)
	}
	switch {
	case n.flying:
	case n.head() == nil:
		if n.limit == nil && n.notBefore.IsZero() {
			delete(l.lines, n.key)
		}
	case n.notBefore.IsZero():
		heap.Push(&l.ready, n)
	default:
		heap.Push(&l.rest, n)
	}
}

// lineFor gives the line that an item waits in.
func (l *lanes) lineFor(it *item) *line {
	key := lineKey{chat: it.chat}
	if it.lane == store.LaneAnswer {
		key.answer = it.id
	}
	n := l.lines[key]
	if n == nil {
		n = &line{key: key}
		if !l.limits.Off && key.answer == 0 {
			switch {
			case it.chat > 0:
				n.limit = rate.NewLimiter(rate.Limit(l.limits.Private), privateBurst)
			case it.chat < 0:
				n.limit = rate.NewLimiter(rate.Limit(l.limits.Group/60), groupBurst)
			}
		}
		l.lines[key] = n
	}
	return n
}

// next gives what goes out now and counts it as on its way; nil when nothing
// may go at this moment.
func (l *lanes) next(now time.Time) *item {
	for len(l.future) > 0 && !l.future[0].due.After(now) {
		it := l.future[0]
		heap.Pop(&l.future)
		n := l.lineFor(it)
		n.put(it)
		l.sort(n)
	}
	for l.rest.Len() > 0 && !l.rest.lines[0].notBefore.After(now) {
		n := l.rest.lines[0]
		n.notBefore = time.Time{}
		l.sort(n)
	}
	if l.stop.After(now) {
		return nil
	}
	for l.ready.Len() > 0 {
		n := l.ready.lines[0]
		it := n.head()
		if it.lane != store.LaneAnswer {
			if wait := delay(n.limit, now); wait > 0 {
				n.notBefore = now.Add(wait)
				l.sort(n)
				continue
			}
			if delay(l.total, now) > 0 {
				return nil
			}
			spend(n.limit, now)
			spend(l.total, now)
		}
		n.remove(it)
		it.flying, n.flying = true, true
		l.sort(n)
		return it
	}
	return nil
}

// delay is how long until a limit lets one more go.
func delay(limit *rate.Limiter, now time.Time) time.Duration {
	if limit == nil {
		return 0
	}
	missing := 1 - limit.TokensAt(now)
	if missing <= 1e-9 {
		return 0
	}
	return time.Duration(missing/float64(limit.Limit())*float64(time.Second)) + time.Microsecond
}

func spend(limit *rate.Limiter, now time.Time) {
	if limit != nil {
		limit.ReserveN(now, 1)
	}
}

// wakeAt is the next moment at which something may be able to go; zero when
// nothing waits for a moment.
func (l *lanes) wakeAt(now time.Time) time.Time {
	var at time.Time
	soonest := func(t time.Time) {
		if at.IsZero() || t.Before(at) {
			at = t
		}
	}
	if len(l.future) > 0 {
		soonest(l.future[0].due)
	}
	if l.rest.Len() > 0 {
		soonest(l.rest.lines[0].notBefore)
	}
	if l.ready.Len() > 0 {
		soonest(now.Add(delay(l.total, now)))
	}
	if !at.IsZero() && at.Before(l.stop) {
		at = l.stop
	}
	return at
}

// landed takes an item that was on its way and is done with.
func (l *lanes) landed(it *item) {
	l.release(it)
	delete(l.items, it.id)
	l.drop(it)
	if it.renewed != nil {
		l.add(*it.renewed)
	}
}

// again takes an item that was on its way and has to go once more, not before
// a moment. Its line waits with it, so that order is kept; with aside, the
// line goes on without it.
func (l *lanes) again(it *item, notBefore time.Time, aside bool) {
	if it.renewed != nil {
		q := *it.renewed
		l.landed(it)
		it = l.items[q.ID]
		l.take(it)
	} else {
		l.release(it)
	}
	it.due = notBefore
	if aside {
		heap.Push(&l.future, it)
		return
	}
	n := l.lineFor(it)
	n.put(it)
	if notBefore.After(n.notBefore) {
		n.notBefore = notBefore
	}
	l.sort(n)
}

func (l *lanes) release(it *item) {
	n := it.line
	it.flying, it.line, n.flying = false, nil, false
	l.sort(n)
}

// forget drops what has come to wait for a chat up to a revision.
func (l *lanes) forget(chat, rev int64) {
	for _, it := range l.items {
		if it.chat == chat && it.rev <= rev && !it.flying {
			l.take(it)
			delete(l.items, it.id)
			l.drop(it)
		}
	}
}

// tidy drops lines that nothing waits in and whose limit has recovered.
func (l *lanes) tidy(now time.Time) {
	for key, n := range l.lines {
		idle := n.head() == nil && !n.flying && !n.notBefore.After(now)
		if idle && (n.limit == nil || n.limit.TokensAt(now) >= float64(n.limit.Burst())) {
			delete(l.lines, key)
		}
	}
}
