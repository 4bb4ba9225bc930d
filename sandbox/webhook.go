package sandbox

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"time"
)

const (
	deliveryTimeout = 60 * time.Second
	firstRetry      = time.Second
	lastRetry       = time.Minute    // delays double up to here
	mostRetryAfter  = time.Hour      // the longest Retry-After that is kept to
	goneFor         = 23 * time.Hour // so long 410 closes the webhook
	usualHooks      = 40             // deliveries at once when not told otherwise
)

// webhook sends updates to the bot's address: in order within a lane, several
// lanes at once, again and again until the bot answers 2xx.
type webhook struct {
	s      *Server
	url    string
	secret string
	most   int // deliveries at once
	wake   chan struct{}
	ctx    context.Context
	stop   context.CancelFunc
	client *http.Client

	// guarded by Server.mu
	busy    map[string]bool // lanes with a delivery under way or waiting for its next try
	failed  map[string]time.Duration
	flying  int
	lastErr string
	errAt   time.Time
	goneAt  time.Time // since when the bot answers 410
}

func (h *webhook) ring() {
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

func (c *call) setWebhook() (any, *refusal) {
	address := c.text("url")
	if address == "" {
		return c.deleteWebhook()
	}
	if no := c.s.checkWebhook(address); no != nil {
		return nil, no
	}
	secret := c.text("secret_token")
	if len(secret) > 256 {
		return nil, badRequest("secret token is too long")
	}
	if secret != "" && !secretForm.MatchString(secret) {
		return nil, badRequest("secret token contains unallowed characters")
	}
	most := int(c.integer("max_connections"))
	if most < 0 || most > 100 {
		c.notes = append(c.notes, "max_connections is 1 to 100")
	}
	if most <= 0 || most > 100 {
		most = usualHooks
	}
	if no := c.s.setAllowed(c); no != nil {
		return nil, no
	}
	c.s.dropHook(c.boolean("drop_pending_updates"))
	if p := c.s.queue.poller; p != nil {
		p.ended <- conflict("terminated by setWebhook request")
		c.s.queue.poller = nil
	}
	h := &webhook{
		s: c.s, url: address, secret: secret, most: most, wake: make(chan struct{}, 1),
		client: &http.Client{Transport: c.s.outgoing}, busy: map[string]bool{}, failed: map[string]time.Duration{},
	}
	h.ctx, h.stop = context.WithCancel(context.Background())
	c.s.hook = h
	c.s.handling.Add(1)
	go h.run()
	return true, nil
}

// checkWebhook refuses addresses Telegram would not deliver to.
func (s *Server) checkWebhook(address string) *refusal {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return badRequest("bad webhook: invalid webhook URL specified")
	}
	if s.local && (u.Scheme == "http" || u.Scheme == "https") {
		return nil
	}
	if u.Scheme != "https" {
		return badRequest("bad webhook: An HTTPS URL must be provided for webhook")
	}
	switch u.Port() {
	case "", "80", "88", "443", "8443":
	default:
		return badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && (ip.IsLoopback() || ip.IsPrivate() || ip.IsUnspecified() || ip.IsLinkLocalUnicast()) {
		return badRequest("bad webhook: IP address %s is reserved", ip)
	}
	if u.Hostname() == "localhost" {
		return badRequest("bad webhook: IP address 127.0.0.1 is reserved")
	}
	return nil
}

func (c *call) deleteWebhook() (any, *refusal) {
	c.s.dropHook(c.boolean("drop_pending_updates"))
	return true, nil
}

// dropHook ends deliveries, and forgets what waits if asked to.
func (s *Server) dropHook(forget bool) {
	if s.hook != nil {
		s.hook.stop()
		s.hook = nil
	}
	if forget {
		s.confirm(func(*update) bool { return true })
	}
}

type wireWebhookInfo struct {
	URL         string   `json:"url"`
	Certificate bool     `json:"has_custom_certificate"`
	Pending     int      `json:"pending_update_count"`
	ErrorDate   int64    `json:"last_error_date,omitempty"`
	ErrorText   string   `json:"last_error_message,omitempty"`
	Most        int      `json:"max_connections,omitempty"`
	Allowed     []string `json:"allowed_updates,omitempty"`
}

func (c *call) getWebhookInfo() (any, *refusal) {
	c.s.queue.expire(c.s.now())
	w := wireWebhookInfo{Pending: len(c.s.queue.waiting), Allowed: c.s.queue.allowedList()}
	if h := c.s.hook; h != nil {
		w.URL, w.Most, w.ErrorDate, w.ErrorText = h.url, h.most, unix(h.errAt), h.lastErr
	}
	return w, nil
}

// run hands updates to deliveries until the webhook is taken away.
func (h *webhook) run() {
	defer h.s.handling.Done()
	for {
		h.s.mu.Lock()
		if h.s.hook == h {
			h.launch()
		}
		h.s.mu.Unlock()
		select {
		case <-h.wake:
		case <-h.ctx.Done():
			return
		}
	}
}

// launch starts a delivery for the first update of every free lane.
func (h *webhook) launch() {
	h.s.queue.expire(h.s.now())
	for _, u := range h.s.queue.waiting {
		if h.flying >= h.most {
			return
		}
		if h.busy[u.lane] {
			continue
		}
		h.busy[u.lane] = true
		h.flying++
		h.s.handling.Add(1)
		go h.deliver(u)
	}
}

// deliver sends one update and, when the bot does not take it, keeps the lane
// closed until the next try.
func (h *webhook) deliver(u *update) {
	defer h.s.handling.Done()
	status, after, err := h.post(u)
	h.s.mu.Lock()
	h.flying--
	taken := err == nil && status >= 200 && status < 300
	wait := time.Duration(0)
	if taken {
		delete(h.busy, u.lane)
		delete(h.failed, u.lane)
		h.goneAt = time.Time{}
		h.s.confirm(func(other *update) bool { return other == u })
	} else if h.ctx.Err() == nil {
		wait = h.failure(u.lane, status, after, err)
	}
	h.s.mu.Unlock()
	h.ring()
	if taken || wait == 0 {
		return
	}
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
	case <-h.ctx.Done():
		return
	}
	h.s.mu.Lock()
	delete(h.busy, u.lane)
	h.s.mu.Unlock()
	h.ring()
}

// failure notes what went wrong and returns how long to wait. The caller
// holds the lock.
func (h *webhook) failure(lane string, status int, after time.Duration, err error) time.Duration {
	now := h.s.now()
	h.errAt = now
	h.lastErr = fmt.Sprintf("Wrong response from the webhook: %d %s", status, http.StatusText(status))
	if err != nil {
		h.lastErr = "Connection failed"
	}
	if status != http.StatusGone {
		h.goneAt = time.Time{}
	} else if h.goneAt.IsZero() {
		h.goneAt = now
	} else if now.Sub(h.goneAt) >= goneFor && h.s.hook == h {
		h.s.dropHook(false)
	}
	delay := min(max(firstRetry, 2*h.failed[lane]), lastRetry)
	h.failed[lane] = delay
	if after > 0 && after <= mostRetryAfter {
		delay = after
	}
	return delay
}

func (h *webhook) post(u *update) (status int, after time.Duration, err error) {
	ctx, cancel := context.WithTimeout(h.ctx, deliveryTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(u.body))
	if err != nil {
		return 0, 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	}
	answer, err := h.client.Do(r)
	if err != nil {
		return 0, 0, err
	}
	defer answer.Body.Close() //nolint:errcheck // the status is all that counts
	if _, err := io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<20)); err != nil && ctx.Err() == nil {
		return 0, 0, err
	}
	seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
	return answer.StatusCode, time.Duration(seconds) * time.Second, nil
}

// To returns a transport that carries every request to a handler, without
// sockets: for Options.Webhooks in tests.
func To(h http.Handler) http.RoundTripper { return handlerTransport{h} }

type handlerTransport struct{ h http.Handler }

// RoundTrip runs the handler; a panic with http.ErrAbortHandler is a broken
// connection.
func (t handlerTransport) RoundTrip(r *http.Request) (answer *http.Response, err error) {
	defer func() {
		if p := recover(); p != nil {
			if p != http.ErrAbortHandler { //nolint:errorlint // a panic's value is not wrapped
				panic(p)
			}
			err = &net.OpError{Op: "read", Net: "tcp", Err: io.ErrUnexpectedEOF}
		}
	}()
	w := &answerWriter{header: http.Header{}, status: http.StatusOK}
	t.h.ServeHTTP(w, r)
	return &http.Response{
		StatusCode: w.status, Header: w.header, Request: r, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()),
	}, nil
}

// answerWriter keeps what a handler answers.
type answerWriter struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *answerWriter) Header() http.Header         { return w.header }
func (w *answerWriter) WriteHeader(status int)      { w.status = status }
func (w *answerWriter) Write(p []byte) (int, error) { return w.body.Write(p) }
