package fund

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSplitOptions(t *testing.T) {
	t.Parallel()
	for n, want := range map[int][]int{
		-1: nil, 0: nil, 1: {1}, 2: {2}, 11: {11}, 12: {12}, 13: {7, 6}, 23: {12, 11}, 24: {12, 12}, 25: {9, 8, 8},
		36: {12, 12, 12}, 37: {10, 9, 9, 9},
	} {
		if got := SplitOptions(n, PollPartOptions); !slices.Equal(got, want) {
			t.Errorf("%d options are split %v, want %v", n, got, want)
		}
	}
}

// However many options there are, each is dealt to one place of one part, and
// the parts are as SplitOptions has them.
func TestDeal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(t, "options")
		p := Poll{Options: make([]PollOption, n)}
		p.Deal()
		var sizes []int
		for part := range p.Parts() {
			list := p.Part(part)
			for i, o := range list {
				if o.Place != i {
					t.Fatalf("part %d: place %d at %d", part, o.Place, i)
				}
			}
			sizes = append(sizes, len(list))
		}
		if want := SplitOptions(n, PollPartOptions); !slices.Equal(sizes, want) {
			t.Fatalf("%d options are dealt %v, want %v", n, sizes, want)
		}
	})
}

func TestPollCheck(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 12, 10, 0, 0, 0, time.UTC)
	options := func(n int, more ...string) (list []PollOption) {
		for i := range n {
			list = append(list, PollOption{Text: "option " + strings.Repeat("x", i+1)})
		}
		for _, s := range more {
			list = append(list, PollOption{Text: s})
		}
		return list
	}
	long := strings.Repeat("灯", PollOptionLength)
	for name, c := range map[string]struct {
		question string
		options  []PollOption
		open     time.Duration
		want     PollFault
		n        int
	}{
		"two options":                       {options: options(2), open: time.Hour},
		"one option":                        {options: options(1), open: time.Hour, want: PollFew},
		"no option":                         {open: time.Hour, want: PollFew},
		"as many as may be asked":           {options: options(36), open: time.Hour},
		"one more":                          {options: options(37), open: time.Hour, want: PollMany},
		"a hundred characters":              {options: options(1, long), open: time.Hour},
		"a hundred characters and one":      {options: options(1, long+"灯"), open: time.Hour, want: PollLong, n: 2},
		"emoji count by code points":        {options: options(1, "a"+strings.Repeat("🏮", 99)), open: time.Hour},
		"an option of dots":                 {options: options(1, "…"), open: time.Hour, want: PollWordless, n: 2},
		"the same twice":                    {options: options(1, "Lamps", "lamps "), open: time.Hour, want: PollTwice, n: 3},
		"a question of 200":                 {question: strings.Repeat("问", 200), options: options(2), open: time.Hour},
		"a question of 201":                 {question: strings.Repeat("问", 201), options: options(2), open: time.Hour, want: PollQuestion},
		"a question of marks":               {question: "???", options: options(2), open: time.Hour, want: PollQuestion},
		"open for thirty days":              {options: options(2), open: 30 * 24 * time.Hour},
		"open for thirty days and a second": {options: options(2), open: 30*24*time.Hour + time.Second, want: PollTime},
		"open for five seconds":             {options: options(2), open: 5 * time.Second},
		"open for four seconds":             {options: options(2), open: 4 * time.Second, want: PollTime},
		"closed before it is open":          {options: options(2), open: -time.Hour, want: PollTime},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := defaultPolls().Check(Poll{Question: c.question, Options: c.options, Closes: now.Add(c.open)}, now)
			var fault *PollError
			switch {
			case c.want == "" && err != nil, c.want != "" && !errors.Is(err, ErrPoll):
				t.Fatalf("%v, want %q", err, c.want)
			case errors.As(err, &fault) && (fault.Fault != c.want || fault.N != c.n):
				t.Fatalf("%v, want %q of option %d", err, c.want, c.n)
			}
		})
	}
}

// Whatever somebody wrote, it makes an answer that Telegram takes.
func TestOptionText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := Request{Number: "CD-26-0001", Text: rapid.StringN(0, 200, -1).Draw(t, "text")}
		text := OptionText(r)
		if n := utf8.RuneCountInString(text); n < 1 || n > PollOptionLength || !strings.HasPrefix(text, r.Number) {
			t.Fatalf("%q has %d characters", text, n)
		}
	})
	if got := OptionText(Request{Number: "CD-26-0001", Text: strings.Repeat("灯", 200)}); utf8.RuneCountInString(got) != PollOptionLength {
		t.Errorf("a long request makes %d characters", utf8.RuneCountInString(got))
	}
	if got := OptionText(Request{Number: "CD-26-0001"}); got != "CD-26-0001" {
		t.Errorf("a request without words makes %q", got)
	}
}

func TestRanking(t *testing.T) {
	t.Parallel()
	p := Poll{Options: []PollOption{{N: 1, Count: 3}, {N: 2, Count: 5}, {N: 3, Count: 3}, {N: 4}}}
	var order []int
	for _, o := range p.Ranking() {
		order = append(order, o.N)
	}
	if want := []int{2, 1, 3, 4}; !slices.Equal(order, want) {
		t.Errorf("the ranking is %v, want %v", order, want)
	}
}
