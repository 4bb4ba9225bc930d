package fund

import (
	"slices"
	"strings"
	"time"
)

// lunarDays are the days of each year that the moon decides: 春节, 三月三, 端午
// and 中秋. They were computed with github.com/6tail/lunar-go v1.4.6; those of
// 2024 to 2026 are here to hold the table to the State Council's notices.
const lunarDays = `
2024 02-10 04-11 06-10 09-17
2025 01-29 03-31 05-31 10-06
2026 02-17 04-19 06-19 09-25
2027 02-06 04-09 06-09 09-15
2028 01-26 03-28 05-28 10-03
2029 02-13 04-16 06-16 09-22
2030 02-03 04-05 06-05 09-12
2031 01-23 03-25 06-24 10-01
2032 02-11 04-12 06-12 09-19
2033 01-31 04-02 06-01 09-08
2034 02-19 04-21 06-20 09-27
2035 02-08 04-10 06-10 09-16
2036 01-28 03-30 05-30 10-04
2037 02-15 04-18 06-18 09-24
2038 02-04 04-07 06-07 09-13
2039 01-24 03-27 05-27 10-02
2040 02-12 04-13 06-14 09-20
2041 02-01 04-03 06-03 09-10
2042 01-22 04-22 06-22 09-28
2043 02-10 04-12 06-11 09-17
2044 01-30 03-31 05-31 10-05
2045 02-17 04-19 06-19 09-25
2046 02-06 04-08 06-08 09-15
2047 01-26 03-28 05-29 10-04
2048 02-14 04-15 06-15 09-22
2049 02-02 04-04 06-04 09-11
2050 01-23 03-25 06-23 09-30
`

// lunarDay gives a day of a year from the table: column 1 is 春节, 2 is 三月三, 3
// is 端午, 4 is 中秋. ok is false for a year the table does not have.
func lunarDay(year, column int) (d date, ok bool) {
	for line := range strings.Lines(lunarDays) {
		fields := strings.Fields(line)
		if len(fields) != 5 {
			continue
		}
		d, err := parseDate(fields[0] + "-" + fields[column])
		if err == nil && d.year == year {
			return d, true
		}
	}
	return date{}, false
}

// statutory gives the days off of a year as the law sets them (全国年节及纪念日放
// 假办法, revised 2024, Art. 2 and 6), with the days in lieu of those that fall
// on a weekend or on each other. What a notice adds to them, and the weekend
// days it moves work to, nobody knows before it is out. ok is false for a year
// whose lunar days are not known.
func statutory(year int) (off []date, ok bool) {
	spring, ok := lunarDay(year, 1)
	if !ok {
		return nil, false
	}
	dragon, _ := lunarDay(year, 3)
	moon, _ := lunarDay(year, 4)
	on := func(m time.Month, d int) date { return date{year, m, d} }
	national, autumn := []date{on(time.October, 1), on(time.October, 2), on(time.October, 3)}, []date{moon}
	if slices.Contains(national, moon) {
		national, autumn = append(national, moon), nil
	}
	for _, feast := range [][]date{
		{on(time.January, 1)},
		{spring.previous(), spring, spring.next(), spring.next().next()},
		{on(time.April, qingming(year))},
		{on(time.May, 1), on(time.May, 2)},
		{dragon},
		autumn,
		national,
	} {
		off = inLieu(off, feast)
	}
	return off, true
}

// inLieu adds the days of one feast to the days off, each that is on a weekend
// or off already with the next working day in its place.
func inLieu(off, feast []date) []date {
	if len(feast) == 0 {
		return off
	}
	owed := 0
	slices.SortFunc(feast, func(a, b date) int { return a.at().Compare(b.at()) })
	for _, d := range feast {
		if d.weekend() || slices.Contains(off, d) {
			owed++
		}
		if !slices.Contains(off, d) {
			off = append(off, d)
		}
	}
	for d := feast[len(feast)-1].next(); owed > 0; d = d.next() {
		if !d.weekend() && !slices.Contains(off, d) {
			off = append(off, d)
			owed--
		}
	}
	return off
}

// thirdOfThird gives Guangxi's two days off for 三月三 as they are computed before
// they are announced: the day and the next, with working days in lieu.
func thirdOfThird(year int) []date {
	d, ok := lunarDay(year, 2)
	if !ok {
		return nil
	}
	return inLieu(nil, []date{d, d.next()})
}

func (d date) weekend() bool {
	w := d.at().Weekday()
	return w == time.Saturday || w == time.Sunday
}
