package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"
)

const (
	maxBatch   = 100              // updates in one answer
	maxPolling = 50 * time.Second // what Telegram's server makes of a longer timeout
)

// poller is a long poll that waits.
type poller struct {
	wake  chan struct{}
	ended chan *refusal
}

func (p *poller) ring() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// getUpdates answers at once when there are updates, else when one comes, the
// time is over, another poll takes its place or the server closes.
func (s *Server) getUpdates(ctx context.Context, c *call) reply {
	p := &poller{wake: make(chan struct{}, 1), ended: make(chan *refusal, 1)}
	var batch []*update
	var no *refusal
	s.do(func() { batch, no = s.startPoll(c, p) })
	if no != nil {
		out := refuse(no)
		s.record(c, no, out)
		return out
	}
	if len(c.notes) > 0 {
		s.record(c, nil, reply{status: http.StatusOK})
	}
	timeout := min(time.Duration(c.integer("timeout"))*time.Second, maxPolling)
	if len(batch) > 0 || timeout <= 0 {
		s.endPoll(p)
		return updatesReply(batch)
	}
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	defer s.endPoll(p)
	for {
		select {
		case <-p.wake:
			if batch := s.batch(p, c.limit()); len(batch) > 0 {
				return updatesReply(batch)
			}
		case no := <-p.ended:
			out := refuse(no)
			s.record(c, no, out)
			return out
		case <-timer.C:
			return updatesReply(nil)
		case <-ctx.Done():
			return gone
		case <-s.done:
			return gone
		}
	}
}

// startPoll takes what the bot says, and its place as the one poller.
func (s *Server) startPoll(c *call, p *poller) ([]*update, *refusal) {
	q := &s.queue
	if s.hook != nil {
		return nil, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	if no := s.setAllowed(c); no != nil {
		return nil, no
	}
	q.expire(s.now())
	offset := c.integer("offset")
	if offset < 0 {
		from := max(0, int64(len(q.waiting))+offset)
		keep := map[*update]bool{}
		for _, u := range q.waiting[from:] {
			keep[u] = true
		}
		s.confirm(func(u *update) bool { return !keep[u] })
	} else if offset <= q.next+10 { // a number from the future confirms nothing
		s.confirm(func(u *update) bool { return u.id < offset })
	}
	if q.poller != nil {
		q.poller.ended <- conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
	}
	q.poller = p
	return q.first(c.limit()), nil
}

func (c *call) limit() int {
	n := int(c.integer("limit"))
	if n <= 0 || n > maxBatch {
		return maxBatch
	}
	return n
}

func (q *queue) first(n int) []*update {
	return append([]*update(nil), q.waiting[:min(n, len(q.waiting))]...)
}

// batch returns what there is for a poll that was woken.
func (s *Server) batch(p *poller, limit int) []*update {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.queue.poller != p {
		return nil
	}
	s.queue.expire(s.now())
	return s.queue.first(limit)
}

func (s *Server) endPoll(p *poller) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.queue.poller == p {
		s.queue.poller = nil
	}
}

// setAllowed remembers which kinds of update the bot wants; a call that does
// not say leaves the earlier choice.
func (s *Server) setAllowed(c *call) *refusal {
	raw, ok := c.lookup("allowed_updates")
	if !ok || raw == "" {
		return nil
	}
	var kinds []string
	if err := json.Unmarshal([]byte(raw), &kinds); err != nil {
		return badRequest("can't parse allowed updates list JSON object")
	}
	known := readAPI().types["Update"].fields
	allowed := map[string]bool{}
	for _, k := range kinds {
		if _, ok := known[k]; !ok || k == "update_id" {
			c.notes = append(c.notes, "there is no update "+k)
			continue
		}
		allowed[k] = true
	}
	s.queue.allowed = allowed
	if len(kinds) == 0 {
		s.queue.allowed = nil
	}
	return nil
}

func updatesReply(batch []*update) reply {
	var body bytes.Buffer
	body.WriteString(`{"ok":true,"result":[`)
	for i, u := range batch {
		if i > 0 {
			body.WriteByte(',')
		}
		body.Write(u.body)
	}
	body.WriteString("]}")
	return reply{status: http.StatusOK, contentType: "application/json", body: body.Bytes()}
}
