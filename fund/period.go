package fund

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// PeriodWhy says what is wrong with the period of works.
type PeriodWhy string

// The reasons ParsePeriod and CheckPeriod give.
const (
	PeriodUnread PeriodWhy = "unread" // not two days
	PeriodOrder  PeriodWhy = "order"  // it ends before it begins
	PeriodYear   PeriodWhy = "year"   // not within the project's year
)

// PeriodError says why a period cannot stand.
type PeriodError struct {
	Why        PeriodWhy
	Year       int
	Begin, End time.Time
}

// Error gives the reason and the year.
func (e *PeriodError) Error() string { return fmt.Sprintf("period: %s (of %d)", e.Why, e.Year) }

// CheckPeriod says by *PeriodError whether works of a project of a year may
// last from one day to another: what is not finished within its year has
// failed (the article, 21).
func CheckPeriod(begin, end time.Time, year int) error {
	switch {
	case end.Before(begin):
		return &PeriodError{Why: PeriodOrder, Year: year, Begin: begin, End: end}
	case begin.Year() != year || end.Year() != year:
		return &PeriodError{Why: PeriodYear, Year: year, Begin: begin, End: end}
	}
	return nil
}

// ParsePeriod reads two days, "3月1日到4月30日", "3.1-4.30", "1 Mar – 30 Apr",
// at midnight in a zone; the year is the project's where it is not written.
// What is not understood is a *PeriodError.
func ParsePeriod(text string, year int, zone *time.Location) (begin, end time.Time, err error) {
	days, rest := writtenDays(text)
	if len(days) != 2 || strings.ContainsFunc(rest, unicode.IsDigit) {
		return begin, end, &PeriodError{Why: PeriodUnread, Year: year}
	}
	begin, first := days[0].in(year, zone)
	end, last := days[1].in(year, zone)
	if !first || !last {
		return begin, end, &PeriodError{Why: PeriodUnread, Year: year}
	}
	return begin, end, CheckPeriod(begin, end, year)
}
