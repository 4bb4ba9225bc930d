package fund

import (
	_ "embed" // the calendar is part of the program
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
)

// calendarData holds, per year, the days off that matter and the weekend days
// that are worked instead, from the State Council's yearly notices, and the
// days off of regions.
//
//go:embed calendar-cn.json
var calendarData []byte

// The regions whose days off are part of the program, and none of them: a
// calendar of its own.
const (
	RegionChina   = "CN"
	RegionGuangxi = "CN-GX" // with 三月三 (广西壮族自治区人民政府令第98号)
	RegionNone    = "none"
)

// Regions lists the regions a calendar may be of.
func Regions() []string { return []string{RegionChina, RegionGuangxi, RegionNone} }

// CalendarYear is the days off of one year as a notice sets them, written
// 2027-01-01. Off lists days off, weekend days inside a holiday too; Work lists
// weekend days that are worked.
type CalendarYear struct {
	Year int
	Off  []string
	Work []string
}

// CalendarPlan is what a calendar is made of.
type CalendarPlan struct {
	Region   string
	Weekend  []time.Weekday // what is rested every week
	Yearly   []string       // days off of every year, written 12-25
	ListedTo int            // with RegionNone: the last year with all days off listed, 0 for every year
	Years    []CalendarYear // notices that the program does not have; each replaces what it has of that year
	Regional []CalendarYear // the region's days off of a year beside the national ones, once announced
}

// DefaultCalendar gives the calendar inside the program for a region of
// [Regions]; one it does not know is an error. The years 2024 to 2026 follow
// the State Council's notices; later ones are computed from the law, and
// provisional.
func DefaultCalendar(region string) (Calendar, error) {
	return NewCalendar(CalendarPlan{Region: region, Weekend: []time.Weekday{time.Saturday, time.Sunday}})
}

type calendarFile struct {
	Years map[string]struct {
		Official bool     `json:"official"`
		Off      []string `json:"off"`
		Work     []string `json:"work"`
	} `json:"years"`
	Regions map[string]struct {
		Years map[string][]string `json:"years"`
	} `json:"regions"`
}

// NewCalendar makes a calendar by a plan. Whatever is wrong with the plan is an
// error that names the day.
func NewCalendar(plan CalendarPlan) (Calendar, error) {
	if !slices.Contains(Regions(), plan.Region) {
		return Calendar{}, fmt.Errorf("calendar: no region %q", plan.Region)
	}
	c := Calendar{
		plan: plan, years: map[int]bool{}, off: map[date]bool{}, work: map[date]bool{}, local: map[int]bool{},
		region: plan.Region == RegionGuangxi,
	}
	for _, day := range plan.Yearly {
		if _, err := parseDate("2024-" + day); err != nil { // a leap year
			return Calendar{}, err
		}
	}
	for _, y := range plan.Years {
		if err := c.mark(y); err != nil {
			return Calendar{}, err
		}
		c.years[y.Year] = true
	}
	for _, y := range plan.Regional {
		if err := c.mark(y); err != nil {
			return Calendar{}, err
		}
		c.local[y.Year] = true
	}
	if plan.Region == RegionNone {
		return c, nil
	}
	if err := c.builtIn(plan.Region); err != nil {
		return Calendar{}, err
	}
	c.compute()
	return c, nil
}

// builtIn adds what the program has of the years that the plan does not bring.
func (c Calendar) builtIn(region string) error {
	var file calendarFile
	if err := json.Unmarshal(calendarData, &file); err != nil {
		return fmt.Errorf("calendar: %w", err)
	}
	for name, days := range file.Years {
		y, err := strconv.Atoi(name)
		if err != nil {
			return fmt.Errorf("calendar: %w", err)
		}
		if c.years[y] {
			continue
		}
		if err := c.mark(CalendarYear{Year: y, Off: days.Off, Work: days.Work}); err != nil {
			return err
		}
		c.years[y] = days.Official
	}
	for name, days := range file.Regions[region].Years {
		y, err := strconv.Atoi(name)
		if err != nil {
			return fmt.Errorf("calendar: %w", err)
		}
		if c.local[y] {
			continue
		}
		if err := c.mark(CalendarYear{Year: y, Off: days}); err != nil {
			return err
		}
		c.local[y] = true
	}
	return nil
}

// compute adds the days off that the law sets for the years of which nothing
// else is known. They stay provisional.
func (c Calendar) compute() {
	const first, last = 2024, 2050
	for y := first; y <= last; y++ {
		if _, known := c.years[y]; !known {
			if off, ok := statutory(y); ok {
				c.years[y] = false
				for _, d := range off {
					c.off[d] = true
				}
			}
		}
		if c.region && !c.local[y] {
			for _, d := range thirdOfThird(y) {
				c.off[d] = true
			}
		}
	}
}

// mark sets the days of one year.
func (c Calendar) mark(y CalendarYear) error {
	if err := markIn(c.off, y.Year, y.Off); err != nil {
		return err
	}
	return markIn(c.work, y.Year, y.Work)
}

func markIn(set map[date]bool, year int, days []string) error {
	for _, s := range days {
		d, err := parseDate(s)
		if err != nil {
			return err
		}
		if d.year != year {
			return fmt.Errorf("calendar: %s is not in %d", s, year)
		}
		set[d] = true
	}
	return nil
}

// Plan gives what the calendar was made of.
func (c Calendar) Plan() CalendarPlan { return c.plan }

// Official lists, ascending, the years whose days off are all known.
func (c Calendar) Official() []int {
	var list []int
	for _, y := range slices.Sorted(maps.Keys(c.years)) {
		if !c.provisional(date{y, time.July, 1}) {
			list = append(list, y)
		}
	}
	return list
}

// rests reports whether d is rested every week or every year. A plan without a
// region is that of the zero calendar, which rests on Saturday and Sunday.
func (p CalendarPlan) rests(d date) bool {
	if p.Region == "" {
		return d.weekend()
	}
	return slices.Contains(p.Weekend, d.at().Weekday()) || slices.Contains(p.Yearly, d.at().Format("01-02"))
}
