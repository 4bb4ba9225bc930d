package sandbox

import "time"

const (
	keepCalls      = 4096
	keepViolations = 1024
)

// Violation is a call a correct bot would not make: it was refused with 4xx
// (other than 403, 429 and injected faults), or had parameters that the
// method does not have or cannot take.
type Violation struct {
	Method string
	Params map[string]string
	Error  string // Telegram's words, or what was wrong with the parameters
	Code   int    // 200 when Telegram would have let it pass
	At     time.Time
}

// Call is one call of the bot and its outcome.
type Call struct {
	Method      string
	Params      map[string]string // files as "file:<size>"
	Code        int               // 0 when the connection was cut
	Description string            // of a refusal
	Fault       Fault             // when injected
	At          time.Time
}

// Chat returns the call's chat_id, or nothing.
func (c Call) Chat() string { return c.Params["chat_id"] }

// Violations returns the bad calls, oldest first, at most the last 1024.
func (s *Server) Violations() []Violation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.badCalls.all()
}

// Calls returns the bot's calls, oldest first, at most the last 4096, without
// getUpdates.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	records := s.calls.all()
	s.mu.Unlock()
	calls := make([]Call, len(records))
	for i, r := range records {
		calls[i] = r.call()
	}
	return calls
}

// callRecord keeps a call cheaply until somebody asks.
type callRecord struct {
	method string
	args   []arg
	reply  reply
	at     time.Time
}

func (r callRecord) call() Call {
	return Call{
		Method: r.method, Params: paramsMap(r.args), Code: r.reply.status,
		Description: r.reply.description, Fault: r.reply.fault, At: r.at,
	}
}

// ring keeps the last n things.
type ring[T any] struct {
	items []T
	next  int
	size  int
}

func newRing[T any](size int) ring[T] { return ring[T]{size: size} }

func (r *ring[T]) add(item T) {
	if len(r.items) < r.size {
		r.items = append(r.items, item)
		return
	}
	r.items[r.next] = item
	r.next = (r.next + 1) % r.size
}

func (r *ring[T]) all() []T {
	all := make([]T, 0, len(r.items))
	all = append(all, r.items[r.next:]...)
	return append(all, r.items[:r.next]...)
}
