package fund

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// PollID numbers a poll; 0 is none.
type PollID int64

// PollStatus is where a poll stands.
type PollStatus string

// The states of a poll.
const (
	PollOpen    PollStatus = "open"
	PollClosing PollStatus = "closing" // takes no more answers; not all of them have been counted
	PollClosed  PollStatus = "closed"
)

// Poll is a question put to a neighbourhood's group through Telegram's own
// polls. Who answers there is not checked: what comes of it is advice and
// decides nothing. Question is "" for the usual one. Options are dealt out to
// as many of Telegram's polls as they need. Voters is how many answered the
// part that most people answered.
type Poll struct {
	ID        PollID
	Community PlaceID
	Question  string
	Multiple  bool
	Options   []PollOption
	Status    PollStatus
	Opened    time.Time
	OpenedBy  PersonID
	Closes    time.Time
	Closed    time.Time
	ClosedBy  PersonID
	Voters    int
}

// PollOption is one answer of a poll. Part is the one of Telegram's polls that
// it is in, from 0, and Place its place there. Request is 0 for a typed one.
// Text is "" once its author had it deleted. Count is how many chose it.
type PollOption struct {
	N       int
	Part    int
	Place   int
	Text    string
	Request RequestID
	Count   int
}

// Parts is how many of Telegram's polls the poll needs.
func (p Poll) Parts() int {
	parts := 0
	for _, o := range p.Options {
		parts = max(parts, o.Part+1)
	}
	return parts
}

// Part gives the options of one part in their places.
func (p Poll) Part(part int) []PollOption {
	var list []PollOption
	for _, o := range p.Options {
		if o.Part == part {
			list = append(list, o)
		}
	}
	slices.SortFunc(list, func(a, b PollOption) int { return cmp.Compare(a.Place, b.Place) })
	return list
}

// Ranking gives the options, those most chosen first, equals as they were
// listed.
func (p Poll) Ranking() []PollOption {
	list := slices.Clone(p.Options)
	slices.SortStableFunc(list, func(a, b PollOption) int { return cmp.Compare(b.Count, a.Count) })
	return list
}

// Telegram's limits for polls, in code points, options and time.
const (
	PollOptionLength   = 100
	PollQuestionLength = 300
	PollPartOptions    = 12
	PollShortest       = 5 * time.Second
	PollLongest        = 2_628_000 * time.Second
)

// PollRules limit polls; all are defaults of this project within Telegram's
// limits.
type PollRules struct {
	MaxQuestion int             // code points; the rest says that it is advisory
	MaxOptions  int             // of a poll, over all its parts
	Lengths     []time.Duration // offered, ascending; the last is the longest allowed
	Offered     int             // so many of the needs most supported are offered at first
	Grace       time.Duration   // after it closed, so long the last counts are waited for
}

func defaultPolls() PollRules {
	const day = 24 * time.Hour
	return PollRules{
		MaxQuestion: 200, MaxOptions: 36, Lengths: []time.Duration{3 * day, 7 * day, 14 * day, 30 * day}, Offered: 12,
		Grace: time.Hour,
	}
}

// ErrPoll is in every *PollError.
var ErrPoll = errors.New("not a poll")

// PollFault is what is wrong with a poll.
type PollFault string

// What may be wrong with a poll.
const (
	PollFew      PollFault = "few"      // fewer than two options
	PollMany     PollFault = "many"     // more than may be asked at once
	PollWordless PollFault = "wordless" // an option without a letter or digit
	PollLong     PollFault = "long"     // an option that Telegram does not take
	PollTwice    PollFault = "twice"    // the same option again
	PollQuestion PollFault = "question" // a question that is too long, or says nothing
	PollTime     PollFault = "time"     // open too long, or not at all
)

// PollError says what is wrong with a poll: Have is what it has and Max what it
// may have, in options, code points or days; N is the option concerned, from 1.
// errors.Is(err, ErrPoll).
type PollError struct {
	Fault        PollFault
	N, Have, Max int
}

// Error names the fault and the figures.
func (e *PollError) Error() string {
	return fmt.Sprintf("poll: %s: option %d has %d of %d", e.Fault, e.N, e.Have, e.Max)
}

// Unwrap gives ErrPoll.
func (e *PollError) Unwrap() error { return ErrPoll }

// Check says whether a poll may be opened at now: nil or *PollError.
func (r PollRules) Check(p Poll, now time.Time) error {
	if n := utf8.RuneCountInString(p.Question); n > r.MaxQuestion || n > 0 && Weight(p.Question) == 0 {
		return &PollError{Fault: PollQuestion, Have: n, Max: r.MaxQuestion}
	}
	switch n := len(p.Options); {
	case n < 2:
		return &PollError{Fault: PollFew, Have: n, Max: r.MaxOptions}
	case n > r.MaxOptions:
		return &PollError{Fault: PollMany, Have: n, Max: r.MaxOptions}
	}
	seen := map[string]bool{}
	for i, o := range p.Options {
		text := strings.ToLower(strings.Join(strings.Fields(o.Text), " "))
		switch n := utf8.RuneCountInString(o.Text); {
		case n > PollOptionLength:
			return &PollError{Fault: PollLong, N: i + 1, Have: n, Max: PollOptionLength}
		case Weight(o.Text) == 0:
			return &PollError{Fault: PollWordless, N: i + 1}
		case seen[text]:
			return &PollError{Fault: PollTwice, N: i + 1}
		}
		seen[text] = true
	}
	open := p.Closes.Sub(now)
	if longest := r.Longest(); open < PollShortest || open > longest {
		return &PollError{Fault: PollTime, Have: int(open.Hours() / 24), Max: int(longest.Hours() / 24)}
	}
	return nil
}

// Longest is how long a poll may stay open: never longer than Telegram lets it.
func (r PollRules) Longest() time.Duration {
	var longest time.Duration
	for _, d := range r.Lengths {
		longest = max(longest, d)
	}
	return min(longest, PollLongest)
}

// SplitOptions says how many of n options go into each of as few parts as can
// be, none larger than most, no two of them further apart than one: 13 are
// 7 and 6, and not 12 and one that stands alone.
func SplitOptions(n, most int) []int {
	if n <= 0 || most <= 0 {
		return nil
	}
	parts := (n + most - 1) / most
	sizes := make([]int, parts)
	for i := range sizes {
		sizes[i] = n / parts
		if i < n%parts {
			sizes[i]++
		}
	}
	return sizes
}

// Deal deals the options out to their parts in turn, so that none of several
// polls holds the weaker ones alone.
func (p *Poll) Deal() {
	parts := max(len(SplitOptions(len(p.Options), PollPartOptions)), 1)
	for i := range p.Options {
		p.Options[i].N, p.Options[i].Part, p.Options[i].Place = i+1, i%parts, i/parts
	}
}

// OptionText is a request as an answer of a poll: its number, and as much of
// what it says as fits.
func OptionText(r Request) string {
	text := strings.TrimSpace(r.Number + " " + strings.Join(strings.Fields(firstSentence(strings.TrimSpace(r.Text))), " "))
	runes := []rune(text)
	if len(runes) <= PollOptionLength {
		return text
	}
	cut := PollOptionLength - 1
	for cut > 1 && joined(runes[cut-1], runes[cut]) {
		cut--
	}
	return strings.TrimSpace(string(runes[:cut])) + "…"
}

// Stop ends the taking of answers. The poll must be open, else *StateError.
func (p *Poll) Stop(by PersonID, now time.Time) error {
	if p.Status != PollOpen {
		return fmt.Errorf("stop: %w", &StateError{
			Noun: "poll", ID: int64(p.ID), Have: string(p.Status), Want: []string{string(PollOpen)},
		})
	}
	p.Status, p.Closed, p.ClosedBy = PollClosing, now, by
	return nil
}
