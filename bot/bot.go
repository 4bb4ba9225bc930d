package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// Config is what a bot is made of.
type Config struct {
	DB     *store.DB
	Office *office.Office
	Book   *locales.Book
	Token  string
	URL    string       // of the Bot API; empty: https://api.telegram.org
	Client *http.Client // nil: one that keeps its connections
	Now    func() time.Time
	Log    *slog.Logger // nil: silent
	Limits Limits

	// Operators gives the chats that are told about updates that failed and
	// messages that could not be sent; nil: nobody is.
	Operators func(*store.Tx) ([]int64, error)

	// Webhook, when it has a URL, makes Telegram bring the updates to
	// [Bot.Webhook] instead of being asked for them.
	Webhook Webhook

	// Workers is how many messages may be on their way at once; 0 means 32.
	// It is also how many may arrive twice when the process is killed.
	Workers int
}

// Bot takes updates from Telegram and messages to it.
type Bot struct {
	db     *store.DB
	api    *api
	now    func() time.Time
	log    *slog.Logger
	hook   Webhook
	router *router
	shared *shared
	sender *sender

	operators func(*store.Tx) ([]int64, error)
	caught    chan struct{} // closed when nothing waits that came before the start
	offset    atomic.Int64  // of the next update to ask for
	running   atomic.Bool
	ready     atomic.Bool  // introduced and recovered
	handled   atomic.Int64 // updates, since the start
	settle    sync.Mutex   // one Settle at a time
	quiet     chan chan struct{}
	catchUp   sync.Once
	office    *office.Office // nil for conversations without one
	beaten    time.Time      // when it was kept last that the program runs
}

// New makes a bot; it does not yet talk to Telegram. The error names what is
// registered wrongly.
func New(c Config) (*Bot, error) { return newBot(c, flows(c.Office)) }

func newBot(c Config, list []flow) (*Bot, error) {
	if c.DB == nil || c.Book == nil || c.Now == nil || c.Token == "" {
		return nil, errors.New("a bot needs a database, a book, a clock and a token")
	}
	if err := c.Webhook.check(); err != nil {
		return nil, err
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.URL == "" {
		c.URL = "https://api.telegram.org"
	}
	if c.Workers <= 0 {
		c.Workers = 32
	}
	if c.Client == nil {
		c.Client = client(c.Workers)
	}
	if c.Operators == nil {
		c.Operators = func(*store.Tx) ([]int64, error) { return nil, nil }
	}
	seals, err := newSealer(c.Token)
	if err != nil {
		return nil, err
	}
	b := &Bot{
		db: c.DB, now: c.Now, log: c.Log, hook: c.Webhook, operators: c.Operators,
		api:    &api{url: strings.TrimSuffix(c.URL, "/") + "/bot" + c.Token + "/", token: c.Token, client: c.Client},
		shared: &shared{buttons: newButtons(), sealer: seals, operators: c.Operators, arrived: make(chan struct{}, 1)},
		caught: make(chan struct{}),
		quiet:  make(chan chan struct{}),
		office: c.Office,
	}
	if b.router, err = newRouter(c.Book, b.shared, list); err != nil {
		return nil, fmt.Errorf("conversations: %w", err)
	}
	b.sender = newSender(b, c.Limits, c.Workers)
	return b, nil
}

// client keeps a connection for every message that may be on its way: the
// standard one keeps two.
func client(workers int) *http.Client {
	return &http.Client{Transport: &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:   true,
		MaxIdleConns:        workers + 4,
		MaxIdleConnsPerHost: workers + 4,
		IdleConnTimeout:     90 * time.Second,
		TLSHandshakeTimeout: 10 * time.Second,
	}}
}

// shared is what turns and views have in common.
type shared struct {
	*buttons
	*sealer
	name      atomic.Pointer[string]
	operators func(*store.Tx) ([]int64, error)
	arrived   chan struct{} // the inbox has something new
}

// username is the bot's own, without @; empty until Telegram has told it.
func (s *shared) username() string {
	if name := s.name.Load(); name != nil {
		return *name
	}
	return ""
}

// link opens the private chat with this bot; with a payload, by /start and
// that payload: up to 64 of A–Z, a–z, 0–9, _ and -.
func (s *shared) link(payload string) string {
	url := "https://t.me/" + s.username()
	if payload != "" {
		url += "?start=" + payload
	}
	return url
}

// Username is the bot's own name without @, once Telegram has told it; [Bot.Run]
// and [Bot.Settle] ask.
func (b *Bot) Username() string { return b.shared.username() }

// wake tells a loop that there is something new; a loop that was told before
// and has not looked yet is not told twice.
func wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// pause waits, or ends early with the context.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// patience grows from the first try's wait to the longest.
type patience struct{ wait, first, longest time.Duration }

func (p *patience) next() time.Duration {
	p.wait = min(max(2*p.wait, p.first), p.longest)
	return p.wait
}

func (p *patience) reset() { p.wait = 0 }
