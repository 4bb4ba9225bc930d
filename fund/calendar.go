package fund

import (
	"fmt"
	"time"
)

// Calendar tells working days from days off. The zero Calendar knows Monday to
// Friday and China's holidays of fixed date, all provisional. A day is the
// calendar day of the time passed, in that time's location.
type Calendar struct {
	plan   CalendarPlan
	years  map[int]bool // with national data; true when official
	off    map[date]bool
	work   map[date]bool
	region bool         // a region has days off of its own
	local  map[int]bool // years for which the region's are known
}

type date struct {
	year  int
	month time.Month
	day   int
}

func dateOf(t time.Time) date {
	y, m, d := t.Date()
	return date{y, m, d}
}

// at gives the date's noon in UTC: any moment that never moves to another day.
func (d date) at() time.Time { return time.Date(d.year, d.month, d.day, 12, 0, 0, 0, time.UTC) }

func (d date) next() date         { return dateOf(d.at().AddDate(0, 0, 1)) }
func (d date) previous() date     { return dateOf(d.at().AddDate(0, 0, -1)) }
func (d date) before(e date) bool { return d.at().Before(e.at()) }
func parseDate(s string) (date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return date{}, fmt.Errorf("calendar: %w", err)
	}
	return dateOf(t), nil
}

// Working reports whether day is a working day: weekdays but for days off, and
// weekend days that a notice moves work to.
func (c Calendar) Working(day time.Time) bool { return c.working(dateOf(day)) }

func (c Calendar) working(d date) bool {
	if c.off[d] {
		return false
	}
	if c.work[d] {
		return true
	}
	if c.plan.rests(d) {
		return false
	}
	_, known := c.years[d.year]
	return known || c.plan.Region == RegionNone || !fixedHoliday(d)
}

// fixedHoliday reports the statutory holidays whose date the sun's calendar
// fixes (全国年节及纪念日放假办法, revised 2024): New Year, Qingming, Labour Day
// and the day after, three days of National Day. Those of the lunar calendar
// wait for the year's notice.
func fixedHoliday(d date) bool {
	switch d.month {
	case time.January:
		return d.day == 1
	case time.April:
		return d.day == qingming(d.year)
	case time.May:
		return d.day <= 2
	case time.October:
		return d.day <= 3
	}
	return false
}

// qingming gives the day of April of 清明 by the usual formula for 2000–2099.
func qingming(year int) int {
	y := year % 100
	return (y*2422+48100)/10000 - y/4
}

// Provisional reports whether day lies in a year whose days off are not all
// official yet, the region's own included.
func (c Calendar) Provisional(day time.Time) bool { return c.provisional(dateOf(day)) }

func (c Calendar) provisional(d date) bool {
	if c.plan.Region == RegionNone {
		return c.plan.ListedTo != 0 && d.year > c.plan.ListedTo && !c.years[d.year]
	}
	return !c.years[d.year] || c.region && !c.local[d.year]
}

// Add gives the end of the days-th working day after from: counting starts on
// the next day (Civil Code Art. 201), so it never ends on a day off (Art. 203).
// With days below 1 it is the end of from's own day, or of the next working
// day. The result is 23:59:59 in from's location; provisional tells that a day
// counted on the way lies in a year that is.
func (c Calendar) Add(from time.Time, days int) (end time.Time, provisional bool) {
	d := dateOf(from)
	for days > 0 || !c.working(d) {
		d = d.next()
		provisional = provisional || c.provisional(d)
		if c.working(d) {
			days--
		}
	}
	return time.Date(d.year, d.month, d.day, 23, 59, 59, 0, from.Location()), provisional
}

// Left gives the working days left after today until due's day, both days in
// now's location: 0 on the day, negative afterwards (the working days it is
// late, and never less late than one).
func (c Calendar) Left(now, due time.Time) int {
	today, last := dateOf(now), dateOf(due.In(now.Location()))
	if last.before(today) {
		return -max(1, c.count(last, today))
	}
	return c.count(today, last)
}

// between gives the working days after from's day up to to's day, both in
// from's location.
func (c Calendar) between(from, to time.Time) int {
	return c.count(dateOf(from), dateOf(to.In(from.Location())))
}

// count counts the working days after from up to and including to.
func (c Calendar) count(from, to date) int {
	n := 0
	for from.before(to) {
		from = from.next()
		if c.working(from) {
			n++
		}
	}
	return n
}
