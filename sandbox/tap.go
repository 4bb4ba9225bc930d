package sandbox

import (
	"context"
	"time"
)

// callbackLife is how long a tap can be delivered and answered: Telegram's
// server forgets callback queries after 150 seconds.
const callbackLife = 150 * time.Second

// Answer is what the person sees after pressing a button.
type Answer struct {
	Text  string
	Alert bool   // a window to be closed, not a passing note
	URL   string // an address to open
}

// Tap is one press of a button.
type Tap struct {
	s *Server
	// ID is the callback query's; empty for buttons that need no answer.
	ID      string
	User    *User
	Message *Message // as it was when pressed
	Label   string
	Data    string
	At      time.Time
	// Sent is what a reply keyboard's button wrote, or a deep link's /start.
	Sent *Message

	answered bool
	answer   Answer
	done     chan struct{}
}

// Answer returns what the bot answered, and whether it has.
func (t *Tap) Answer() (Answer, bool) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	return t.answer, t.answered
}

// Done is closed once the tap is answered.
func (t *Tap) Done() <-chan struct{} { return t.done }

// keepTaps is how many taps can be waiting for their answer at once.
const keepTaps = 50_000

// taps are the callback queries that can still be answered, and for a while
// those that no longer can.
type taps struct {
	byID map[string]*Tap
	line []*Tap
}

func newTaps() taps { return taps{byID: map[string]*Tap{}} }

func (l *taps) add(t *Tap) {
	l.byID[t.ID] = t
	l.line = append(l.line, t)
	if len(l.line) > keepTaps {
		for _, old := range l.line[:keepTaps/2] {
			delete(l.byID, old.ID)
		}
		l.line = append([]*Tap(nil), l.line[keepTaps/2:]...)
	}
}

// Wait returns the bot's answer as soon as there is one; the error is ctx's.
func (t *Tap) Wait(ctx context.Context) (Answer, error) {
	select {
	case <-t.done:
		a, _ := t.Answer()
		return a, nil
	case <-ctx.Done():
		return Answer{}, context.Cause(ctx)
	}
}
