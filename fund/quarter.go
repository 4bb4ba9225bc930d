package fund

import (
	"fmt"
	"time"
)

// Quarter is a quarter of a year; N is 1 to 4.
type Quarter struct{ Year, N int }

// QuarterOf gives the quarter of t in t's location.
func QuarterOf(t time.Time) Quarter {
	return Quarter{Year: t.Year(), N: (int(t.Month())-1)/3 + 1}
}

// ParseQuarter reads what String writes.
func ParseQuarter(s string) (Quarter, error) {
	var q Quarter
	if _, err := fmt.Sscanf(s, "%4dQ%1d", &q.Year, &q.N); err != nil || q.String() != s || q.N < 1 || q.N > 4 {
		return Quarter{}, fmt.Errorf("quarter %q is not like 2026Q3", s)
	}
	return q, nil
}

// String writes "2026Q3".
func (q Quarter) String() string { return fmt.Sprintf("%04dQ%d", q.Year, q.N) }

// Start is the quarter's first moment.
func (q Quarter) Start(loc *time.Location) time.Time {
	return time.Date(q.Year, time.Month(q.N*3-2), 1, 0, 0, 0, 0, loc)
}

// End is the first moment after the quarter.
func (q Quarter) End(loc *time.Location) time.Time { return q.Next().Start(loc) }

// Holds reports whether t lies in the quarter, by days of loc.
func (q Quarter) Holds(t time.Time, loc *time.Location) bool {
	return !t.IsZero() && !t.Before(q.Start(loc)) && t.Before(q.End(loc))
}

// Previous is the quarter before.
func (q Quarter) Previous() Quarter {
	if q.N == 1 {
		return Quarter{Year: q.Year - 1, N: 4}
	}
	return Quarter{Year: q.Year, N: q.N - 1}
}

// Next is the quarter after.
func (q Quarter) Next() Quarter {
	if q.N == 4 {
		return Quarter{Year: q.Year + 1, N: 1}
	}
	return Quarter{Year: q.Year, N: q.N + 1}
}
