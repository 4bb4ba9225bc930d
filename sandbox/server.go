package sandbox

import (
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// DefaultToken is the bot's token when Options names none.
const DefaultToken = "1000:practice"

// DefaultUsername is the bot's username when Options names none.
const DefaultUsername = "huimin_practice_bot"

// Options says what kind of practice Telegram to build.
type Options struct {
	// Now is the clock of the whole practice world. It is required.
	Now func() time.Time
	// Token is the only token the server accepts; any other gets 401.
	Token string
	// Username is the bot's name without the @.
	Username string
	// Name is the bot's first name; the default is its username.
	Name string
	// Seed decides every identifier, so that two worlds built with the same
	// seed and played the same way are the same.
	Seed uint64
	// Limits are the flood limits; the zero value means Telegram's own.
	Limits Limits
	// Log receives what the server has to say: methods and codes, never texts.
	Log *slog.Logger
	// CanReadAllGroupMessages switches privacy mode off.
	CanReadAllGroupMessages bool
	// LocalWebhooks accepts plain http, any port and reserved addresses for
	// webhooks, as Telegram's server does in its local mode.
	LocalWebhooks bool
	// Webhooks carries deliveries to the bot's webhook; nil means sockets.
	Webhooks http.RoundTripper
}

// Server is a Telegram with one bot in it. All its methods, and those of the
// users, chats and taps it hands out, may be used from many goroutines.
type Server struct {
	now      func() time.Time
	token    string
	log      *slog.Logger
	readsAll bool
	local    bool
	outgoing http.RoundTripper
	hangUp   func() // closes idle connections to webhooks

	mu       sync.Mutex // guards everything below
	rng      *rand.Rand
	bot      Profile
	users    map[int64]*User
	people   []*User
	chats    map[int64]*Chat
	rooms    []*Chat // groups and channels in the order they were made
	byName   map[string]int64
	lastID   int // message ids of private chats and basic groups
	queue    queue
	hook     *webhook
	polls    polls
	taps     taps
	files    files
	settings settings
	flood    flood
	faults   []*FaultRule
	badCalls ring[Violation]
	calls    ring[callRecord]
	events   []Event
	unseen   chan struct{} // closed by stir; nil when nobody waits
	closed   bool
	done     chan struct{}

	subs     subscribers
	handling sync.WaitGroup
}

// New builds a Telegram with one bot in it. Close it after use. It panics
// when Options has no clock.
func New(o Options) *Server {
	if o.Now == nil {
		panic("sandbox: Options.Now is required")
	}
	if o.Token == "" {
		o.Token = DefaultToken
	}
	if o.Username == "" {
		o.Username = DefaultUsername
	}
	if o.Name == "" {
		o.Name = o.Username
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	hangUp := func() {}
	if o.Webhooks == nil {
		sockets := &http.Transport{Proxy: http.ProxyFromEnvironment}
		o.Webhooks, hangUp = sockets, sockets.CloseIdleConnections
	}
	s := &Server{
		now: o.Now, token: o.Token, log: o.Log,
		readsAll: o.CanReadAllGroupMessages, local: o.LocalWebhooks, outgoing: o.Webhooks, hangUp: hangUp,
		rng:      rand.New(rand.NewPCG(o.Seed, 0x68756d696e)),
		users:    map[int64]*User{},
		chats:    map[int64]*Chat{},
		byName:   map[string]int64{},
		flood:    newFlood(o.Limits),
		badCalls: newRing[Violation](keepViolations),
		calls:    newRing[callRecord](keepCalls),
		done:     make(chan struct{}),
	}
	s.bot = Profile{ID: botID(o.Token), First: o.Name, Username: o.Username, Bot: true}
	s.byName[fold(o.Username)] = s.bot.ID
	s.queue = newQueue(1 + int64(s.rng.Uint32N(1<<29)))
	s.taps = newTaps()
	s.polls = newPolls()
	s.files = newFiles()
	s.settings = newSettings(o.Name)
	return s
}

// Bot returns the bot's own profile.
func (s *Server) Bot() Profile {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bot
}

// Token returns the token the server accepts.
func (s *Server) Token() string { return s.token }

// Close ends long polls and webhook deliveries, waits for them, and makes
// every later call fail as if the host were gone. It may be called twice.
func (s *Server) Close() {
	s.mu.Lock()
	if !s.closed {
		s.closed = true
		close(s.done)
	}
	hook := s.hook
	s.hook = nil
	s.mu.Unlock()
	if hook != nil {
		hook.stop()
	}
	s.handling.Wait()
	s.hangUp()
}

// do runs fn on the world and then tells the subscribers what changed.
func (s *Server) do(fn func()) {
	s.mu.Lock()
	s.tick()
	fn()
	s.mu.Unlock()
	s.tell()
}

// tick lets the clock act on the world: polls whose time is over are closed.
// The caller holds the lock.
func (s *Server) tick() {
	s.closePolls(s.now())
}
