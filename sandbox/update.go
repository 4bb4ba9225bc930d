package sandbox

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// updateLife is how long Telegram's server keeps an update for the bot.
const updateLife = 24 * time.Hour

// restartAfter is how long no update must come before the server goes on at
// a random number.
const restartAfter = 7 * 24 * time.Hour

// keepDelivered is how many confirmed updates Redeliver can reach back for.
const keepDelivered = 1000

// keepWaiting is how many updates wait for a bot that never asks.
const keepWaiting = 100_000

// update is one thing that happened, waiting for the bot.
type update struct {
	id      int64
	kind    string
	lane    string // order is kept within a lane: chat, user or poll
	body    []byte // {"update_id":…, "<kind>":…}
	expires time.Time
}

// queue holds the updates the bot has not confirmed.
type queue struct {
	next      int64
	last      time.Time // when the last update came
	waiting   []*update
	delivered ring[*update]
	allowed   map[string]bool // nil: all but defaultWithout
	poller    *poller
}

// defaultWithout are the kinds a bot must ask for by name.
var defaultWithout = []string{"chat_member", "message_reaction", "message_reaction_count"}

func newQueue(first int64) queue {
	return queue{next: first, delivered: newRing[*update](keepDelivered)}
}

// wants says whether the bot asked for that kind of update.
func (q *queue) wants(kind string) bool {
	if q.allowed == nil {
		return !slices.Contains(defaultWithout, kind)
	}
	return q.allowed[kind]
}

// push puts an update in line for the bot, if the bot wants its kind. The
// caller holds the lock.
func (s *Server) push(kind, lane string, life time.Duration, payload any) {
	if !s.queue.wants(kind) {
		return
	}
	body, err := json.Marshal(payload)
	if err != nil {
		s.log.Error("update not written", "kind", kind, "err", err)
		return
	}
	now := s.now()
	q := &s.queue
	if len(q.waiting) == 0 && !q.last.IsZero() && now.Sub(q.last) >= restartAfter {
		q.next = 1 + int64(s.rng.Uint32N(1<<29))
	}
	q.last = now
	u := &update{id: q.next, kind: kind, lane: lane, expires: now.Add(life)}
	q.next++
	u.body = slices.Concat(
		[]byte(`{"update_id":`), strconv.AppendInt(nil, u.id, 10),
		[]byte(`,"`+kind+`":`), body, []byte("}"))
	s.enqueue(u)
}

func (s *Server) enqueue(u *update) {
	q := &s.queue
	if len(q.waiting) >= keepWaiting {
		q.waiting = q.waiting[1:]
	}
	q.waiting = append(q.waiting, u)
	if q.poller != nil {
		q.poller.ring()
	}
	if s.hook != nil {
		s.hook.ring()
	}
}

// expire drops the updates whose life is over. The caller holds the lock.
func (q *queue) expire(now time.Time) {
	q.waiting = slices.DeleteFunc(q.waiting, func(u *update) bool { return !now.Before(u.expires) })
}

// confirm drops the updates the bot says it has. The caller holds the lock.
func (s *Server) confirm(has func(*update) bool) {
	q := &s.queue
	q.waiting = slices.DeleteFunc(q.waiting, func(u *update) bool {
		if has(u) {
			q.delivered.add(u)
			return true
		}
		return false
	})
	s.stir()
}

// Pending returns how many updates the bot has not yet confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.expire(s.now())
	return len(s.queue.waiting)
}

// Redeliver delivers the last n confirmed updates a second time, in their
// order and under their old numbers, as Telegram does when a confirmation is
// lost. Updates whose life is over stay away.
func (s *Server) Redeliver(n int) {
	s.do(func() {
		q := &s.queue
		old := q.delivered.all()
		if n < len(old) {
			old = old[len(old)-n:]
		}
		q.waiting = append(append([]*update(nil), old...), q.waiting...)
		q.expire(s.now())
		if q.poller != nil {
			q.poller.ring()
		}
		if s.hook != nil {
			s.hook.ring()
		}
	})
}

func chatLane(id int64) string  { return "c" + strconv.FormatInt(id, 10) }
func userLane(id int64) string  { return "u" + strconv.FormatInt(id, 10) }
func pollLane(id string) string { return "p" + id }
