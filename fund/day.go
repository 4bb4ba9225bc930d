package fund

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

const monthNames = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"

// dayForms are the ways in which people write a day, folded: with its year, as
// eight digits, with the month's English name, or as two numbers, month first.
// The letter of a group says what it holds: year, month, name of a month, day.
func dayForms() []string {
	return []string{
		`(?P<y1>\d{4})\s*[-/.年]\s*(?P<m1>\d{1,2})\s*[-/.月]\s*(?P<d1>\d{1,2})\s*[日号]?`,
		`\b(?P<y2>\d{4})(?P<m2>\d\d)(?P<d2>\d\d)\b`,
		`(?P<d3>\d{1,2})(?:st|nd|rd|th)?\s*(?P<n3>` + monthNames + `)[a-z]*(?:,?\s*(?P<y3>\d{4}))?`,
		`(?P<n4>` + monthNames + `)[a-z]*\s*(?P<d4>\d{1,2})(?:st|nd|rd|th)?(?:,?\s*(?P<y4>\d{4}))?`,
		`(?P<m5>\d{1,2})\s*[-/.月]\s*(?P<d5>\d{1,2})\s*[日号]?`,
	}
}

var (
	dayWritten  = regexp.MustCompile(strings.Join(dayForms(), "|"))
	hourWritten = regexp.MustCompile(`\b\d{1,2}:\d\d(:\d\d)?\b`) // behind a spreadsheet's days
)

// writtenDay is a day as it was read; year is 0 where none was written.
type writtenDay struct{ year, month, day int }

// in is midnight of the day in a zone, of a year where none was written; false
// when there is no such day, as the 30th of February.
func (w writtenDay) in(year int, zone *time.Location) (time.Time, bool) {
	if w.year != 0 {
		year = w.year
	}
	t := time.Date(year, time.Month(w.month), w.day, 0, 0, 0, 0, zone)
	return t, year >= 2000 && year < 2200 && int(t.Month()) == w.month && t.Day() == w.day
}

// writtenDays finds the days in a text, and what else stands in it.
func writtenDays(text string) (days []writtenDay, rest string) {
	text = hourWritten.ReplaceAllString(Fold(text), " ")
	for _, found := range dayWritten.FindAllStringSubmatch(text, -1) {
		var w writtenDay
		for i, name := range dayWritten.SubexpNames() {
			if name == "" || found[i] == "" {
				continue
			}
			n, _ := strconv.Atoi(found[i]) // four digits at most; 0 for a name
			switch name[0] {
			case 'y':
				w.year = n
			case 'm':
				w.month = n
			case 'n':
				w.month = strings.Index(monthNames, found[i])/len("jan|") + 1
			case 'd':
				w.day = n
			}
		}
		days = append(days, w)
	}
	return days, dayWritten.ReplaceAllString(text, " ")
}

// ReadDay reads a day as people write it: 2026-12-04, 2026/12/4, 2026.12.4,
// 2026年12月4日, 20261204, 4 Dec 2026, December 4, 2026; and without a year,
// which is then the next such day from near on: 12-04, 12/4, 12月4日, 4 Dec. It
// is midnight in near's zone; false when there is no such day, or when more
// than a day is said.
func ReadDay(text string, near time.Time) (time.Time, bool) {
	w, ok := onlyDay(text)
	if !ok {
		return time.Time{}, false
	}
	day, ok := w.in(near.Year(), near.Location())
	if ok && w.year == 0 && !EndOfDay(day).After(near) {
		return w.in(near.Year()+1, near.Location())
	}
	return day, ok
}

// ReadPastDay is [ReadDay] for something that has happened: without a year it
// is the latest such day until now. It also knows today, yesterday, 今天, 昨天 and
// 前天.
func ReadPastDay(text string, now time.Time) (time.Time, bool) {
	if day, ok := nearDay(text, now); ok {
		return day, true
	}
	w, ok := onlyDay(text)
	if !ok {
		return time.Time{}, false
	}
	day, ok := w.in(now.Year(), now.Location())
	if ok && w.year == 0 && day.After(now) {
		return w.in(now.Year()-1, now.Location())
	}
	return day, ok
}

// onlyDay reads a text that is a day and nothing else.
func onlyDay(text string) (writtenDay, bool) {
	days, rest := writtenDays(text)
	if len(days) != 1 || strings.TrimSpace(rest) != "" {
		return writtenDay{}, false
	}
	return days[0], true
}
