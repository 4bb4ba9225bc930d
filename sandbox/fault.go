package sandbox

import "time"

// Fault is something that goes wrong on the way.
type Fault string

// The faults that can be asked for.
const (
	// FaultRefuse refuses the connection: nothing is delivered.
	FaultRefuse Fault = "refuse"
	// FaultCut carries out the call and cuts the connection before the answer.
	FaultCut Fault = "cut"
	// Fault5xx answers 502 with a page that is no JSON; nothing is delivered.
	Fault5xx Fault = "5xx"
	// Fault429 answers 429 with RetryAfter; nothing is delivered.
	Fault429 Fault = "429"
	// FaultSlow waits Delay before it carries out the call.
	FaultSlow Fault = "slow"
)

// FaultRule says which calls fail and how.
type FaultRule struct {
	Kind   Fault
	Method string // only this method, any case; empty for all
	Chat   int64  // only calls with this chat_id; 0 for all
	Times  int    // how many calls; 0 means one, negative means until ClearFaults
	// RetryAfter is for Fault429; the default is one second.
	RetryAfter time.Duration
	// Delay is for FaultSlow, in real time; the default is five seconds.
	Delay time.Duration
}

// Inject lets coming calls fail. Rules are tried in the order they came.
func (s *Server) Inject(f FaultRule) {
	if f.Times == 0 {
		f.Times = 1
	}
	if f.RetryAfter <= 0 {
		f.RetryAfter = time.Second
	}
	if f.Delay <= 0 {
		f.Delay = 5 * time.Second
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &f)
}

// ClearFaults takes back every rule given to Inject.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}
