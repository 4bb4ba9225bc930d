package sandbox

import (
	"context"
	"sync"
	"time"
)

// EventKind says what changed in the practice world.
type EventKind string

// The kinds of change a subscriber hears of.
const (
	EventMessage   EventKind = "message"   // Message is new
	EventEdit      EventKind = "edit"      // Message has a new version
	EventDelete    EventKind = "delete"    // Message is gone
	EventPin       EventKind = "pin"       // Message was pinned or unpinned
	EventTap       EventKind = "tap"       // User pressed a button: Tap
	EventAnswer    EventKind = "answer"    // the bot answered Tap
	EventAction    EventKind = "action"    // the bot shows that it is busy: Action
	EventPoll      EventKind = "poll"      // the poll in Message has new counts
	EventMember    EventKind = "member"    // somebody joined, left or changed standing in Chat
	EventChat      EventKind = "chat"      // Chat is new or was upgraded
	EventUser      EventKind = "user"      // User is new
	EventCommands  EventKind = "commands"  // the bot's commands, texts or menu changed
	EventViolation EventKind = "violation" // the bot made a bad call: Violation
)

// Event is one visible change. Only the fields its kind names are set.
type Event struct {
	Kind EventKind
	At   time.Time
	Chat *Chat
	// Message is the version after the change, or the last one before it was
	// deleted.
	Message *Message
	// User is who acted, or the only person who can see it (ephemeral
	// messages); nil when it concerns everybody in the chat.
	User      *User
	Tap       *Tap
	Action    string
	Violation *Violation
}

// subscribers are the functions that are told of changes.
type subscribers struct {
	telling sync.Mutex // held by the one goroutine that delivers

	mu   sync.Mutex
	next int
	fns  map[int]func(Event)
	line []int
}

// Subscribe calls fn for every visible change, in order and one at a time,
// until cancel is called. fn may use the driver but must not block: whoever
// caused the change waits for it.
func (s *Server) Subscribe(fn func(Event)) (cancel func()) {
	s.subs.mu.Lock()
	defer s.subs.mu.Unlock()
	if s.subs.fns == nil {
		s.subs.fns = map[int]func(Event){}
	}
	id := s.subs.next
	s.subs.next++
	s.subs.fns[id] = fn
	s.subs.line = append(s.subs.line, id)
	return func() {
		s.subs.mu.Lock()
		defer s.subs.mu.Unlock()
		delete(s.subs.fns, id)
		line := make([]int, 0, len(s.subs.line))
		for _, other := range s.subs.line {
			if other != id {
				line = append(line, other)
			}
		}
		s.subs.line = line
	}
}

// Await returns when cond holds. It looks at once, then after every change,
// every call the bot makes and every update it confirms, so that a test waits
// for the thing itself. cond may use the driver. The error is ctx's.
func (s *Server) Await(ctx context.Context, cond func() bool) error {
	changed := make(chan struct{}, 1)
	cancel := s.Subscribe(func(Event) {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	defer cancel()
	for {
		quiet := s.quiet() // before cond looks, so that nothing is missed
		if cond() {
			return nil
		}
		select {
		case <-changed:
		case <-quiet:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// quiet returns a channel that is closed at the next thing that happens
// without being seen in a chat: a call recorded, updates confirmed.
func (s *Server) quiet() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unseen == nil {
		s.unseen = make(chan struct{})
	}
	return s.unseen
}

// stir wakes those who wait in Await. The caller holds the lock.
func (s *Server) stir() {
	if s.unseen != nil {
		close(s.unseen)
		s.unseen = nil
	}
}

// emit puts an event in line. The caller holds the lock.
func (s *Server) emit(e Event) {
	e.At = s.now()
	s.events = append(s.events, e)
}

// tell delivers the events in line. If another goroutine is delivering, it
// will deliver these too. The caller must not hold the lock.
func (s *Server) tell() {
	for s.subs.telling.TryLock() {
		s.mu.Lock()
		batch := s.events
		s.events = nil
		s.mu.Unlock()
		for _, e := range batch {
			s.subs.deliver(e)
		}
		s.subs.telling.Unlock()
		s.mu.Lock()
		more := len(s.events) > 0
		s.mu.Unlock()
		if !more {
			return
		}
	}
}

func (l *subscribers) deliver(e Event) {
	l.mu.Lock()
	line := l.line
	l.mu.Unlock()
	for _, id := range line {
		l.mu.Lock()
		fn := l.fns[id]
		l.mu.Unlock()
		if fn != nil {
			fn(e)
		}
	}
}
