package fund

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
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

// dayWritten is a day as people write it: with its year, with the month's
// English name, or as two numbers, month first.
var dayWritten = regexp.MustCompile(`(?i)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})` +
	`|(\d{1,2})\s*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*` +
	`|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s*(\d{1,2})` +
	`|(\d{1,2})\s*[-/.月]\s*(\d{1,2})`)

const monthNames = "janfebmaraprmayjunjulaugsepoctnovdec"

// ParsePeriod reads two days, "3月1日到4月30日", "3.1-4.30", "1 Mar – 30 Apr",
// at midnight in a zone; the year is the project's where it is not written.
// What is not understood is a *PeriodError.
func ParsePeriod(text string, year int, zone *time.Location) (begin, end time.Time, err error) {
	folded := strings.Map(foldRune, text)
	found := dayWritten.FindAllStringSubmatch(folded, 3)
	if len(found) != 2 {
		return begin, end, &PeriodError{Why: PeriodUnread, Year: year}
	}
	var days [2]time.Time
	for i, m := range found {
		day, ok := writtenDay(m, year, zone)
		if !ok {
			return begin, end, &PeriodError{Why: PeriodUnread, Year: year}
		}
		days[i] = day
	}
	return days[0], days[1], CheckPeriod(days[0], days[1], year)
}

// FindDay finds the one day in a text as ParsePeriod does; ok is false for anything else.
func FindDay(text string, year int, zone *time.Location) (day time.Time, ok bool) {
	found := dayWritten.FindAllStringSubmatch(strings.Map(foldRune, text), 2)
	if len(found) != 1 {
		return day, false
	}
	return writtenDay(found[0], year, zone)
}

func writtenDay(m []string, year int, zone *time.Location) (time.Time, bool) {
	number := func(s string) int {
		n, err := strconv.Atoi(s)
		if err != nil {
			return 0
		}
		return n
	}
	named := func(s string) int { return strings.Index(monthNames, s)/3 + 1 }
	var month, day int
	switch {
	case m[1] != "":
		year, month, day = number(m[1]), number(m[2]), number(m[3])
	case m[5] != "":
		month, day = named(m[5]), number(m[4])
	case m[6] != "":
		month, day = named(m[6]), number(m[7])
	default:
		month, day = number(m[8]), number(m[9])
	}
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, zone)
	return at, int(at.Month()) == month && at.Day() == day
}
