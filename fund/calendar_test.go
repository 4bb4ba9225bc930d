package fund_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huimin/fund"
)

var china = time.FixedZone("Asia/Shanghai", 8*60*60)

func day(s string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, s, china)
	if err != nil {
		panic(err)
	}
	return t.Add(10 * time.Hour)
}

func calendarOf(t interface{ Fatal(...any) }, region string) fund.Calendar {
	c, err := fund.DefaultCalendar(region)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWorkingDays(t *testing.T) {
	for name, c := range map[string]struct {
		region, day string
		want        bool
	}{
		"a plain Monday":                      {"CN", "2026-11-23", true},
		"a plain Saturday":                    {"CN", "2026-11-21", false},
		"a plain Sunday":                      {"CN", "2026-11-22", false},
		"the day before Spring Festival":      {"CN", "2026-02-13", true},
		"make-up Saturday before it":          {"CN", "2026-02-14", true},
		"its first day":                       {"CN", "2026-02-15", false},
		"its last day":                        {"CN", "2026-02-23", false},
		"the day after it":                    {"CN", "2026-02-24", true},
		"make-up Saturday after it":           {"CN", "2026-02-28", true},
		"make-up Sunday after New Year":       {"CN", "2026-01-04", true},
		"make-up Saturday for Labour Day":     {"CN", "2026-05-09", true},
		"make-up Sunday before National Day":  {"CN", "2026-09-20", true},
		"make-up Saturday after National Day": {"CN", "2026-10-10", true},
		"National Day's last day":             {"CN", "2026-10-07", false},
		"the day after National Day":          {"CN", "2026-10-08", true},
		"三月三 is nothing elsewhere":            {"CN", "2026-04-17", true},
		"三月三 in Guangxi, first day":           {"CN-GX", "2026-04-17", false},
		"三月三 in Guangxi, last day":            {"CN-GX", "2026-04-20", false},
		"the day after 三月三":                   {"CN-GX", "2026-04-21", true},
		"三月三 2024":                            {"CN-GX", "2024-04-12", false},
		"三月三 2025":                            {"CN-GX", "2025-03-31", false},
		"三月三 2025, second day":                {"CN-GX", "2025-04-01", false},
		"New Year 2027":                       {"CN", "2027-01-01", false},
		"2027, in lieu of a Sunday":           {"CN", "2027-02-10", false},
		"2027, after that":                    {"CN", "2027-02-11", true},
		"a year unknown: New Year":            {"CN", "2029-01-01", false},
		"a year unknown: Qingming":            {"CN", "2029-04-04", false},
		"a year unknown: Labour Day":          {"CN", "2029-05-01", false},
		"a year unknown: the day after it":    {"CN", "2029-05-02", false},
		"a year unknown: National Day":        {"CN", "2029-10-03", false},
		"a year unknown: after National Day":  {"CN", "2029-10-04", true},
		"a year unknown: a plain Monday":      {"CN", "2029-07-02", true},
		"a year unknown: a plain Saturday":    {"CN", "2029-07-07", false},
	} {
		if got := calendarOf(t, c.region).Working(day(c.day)); got != c.want {
			t.Errorf("%s (%s): %v", name, c.day, got)
		}
	}
}

func TestQingmingFallsWhereItDoes(t *testing.T) {
	var empty fund.Calendar // knows fixed dates alone
	for _, s := range []string{
		"2019-04-05", "2022-04-05", "2023-04-05", "2024-04-04", "2025-04-04", "2027-04-05", "2028-04-04", "2029-04-04",
	} {
		if empty.Working(day(s)) {
			t.Errorf("%s is Qingming", s)
		}
	}
	if !empty.Working(day("2028-04-05")) {
		t.Error("the day after Qingming is worked")
	}
}

func TestYearsWithoutNoticeAreProvisional(t *testing.T) {
	for d, want := range map[string]bool{
		"2023-12-29": true, "2024-01-02": false, "2025-06-03": false, "2026-12-31": false, "2027-01-01": true,
		"2031-03-03": true,
	} {
		for _, region := range []string{"CN", "CN-GX"} {
			if got := calendarOf(t, region).Provisional(day(d)); got != want {
				t.Errorf("%s in %s: %v", d, region, got)
			}
		}
	}
}

func TestFiveWorkingDays(t *testing.T) {
	for name, c := range map[string]struct {
		region, from, want string
		days               int
		provisional        bool
	}{
		"over a make-up Sunday":             {"CN", "2026-09-18", "2026-09-24", 5, false},
		"over Spring Festival":              {"CN", "2026-02-12", "2026-02-26", 5, false},
		"over National Day 2025":            {"CN", "2025-09-26", "2025-10-10", 5, false},
		"mid-April, elsewhere":              {"CN", "2026-04-14", "2026-04-21", 5, false},
		"mid-April, Guangxi":                {"CN-GX", "2026-04-14", "2026-04-23", 5, false},
		"a plain week":                      {"CN", "2026-11-23", "2026-11-30", 5, false},
		"from a Saturday":                   {"CN", "2026-11-21", "2026-11-27", 5, false},
		"from a Sunday":                     {"CN", "2026-11-22", "2026-11-27", 5, false},
		"ends on the last day of the year":  {"CN", "2026-12-24", "2026-12-31", 5, false},
		"into the provisional year":         {"CN", "2026-12-25", "2027-01-04", 5, true},
		"into the provisional year, Gx":     {"CN-GX", "2026-12-28", "2027-01-05", 5, true},
		"from its last day":                 {"CN", "2026-12-31", "2027-01-08", 5, true},
		"wholly inside it, Spring Festival": {"CN", "2027-02-03", "2027-02-16", 5, true},
		"around Guangxi 2027, computed":     {"CN-GX", "2027-04-06", "2027-04-15", 5, true},
		"one day":                           {"CN", "2026-11-23", "2026-11-24", 1, false},
		"one day on a Friday":               {"CN", "2026-11-27", "2026-11-30", 1, false},
		"one day to a make-up Saturday":     {"CN", "2026-02-13", "2026-02-14", 1, false},
		"one day from a make-up Saturday":   {"CN", "2026-02-14", "2026-02-24", 1, false},
		"out of a year that is unknown":     {"CN", "2023-12-27", "2024-01-04", 5, true},
		"none on a working day":             {"CN", "2026-11-23", "2026-11-23", 0, false},
		"none on a day off rolls forward":   {"CN", "2026-11-21", "2026-11-23", 0, false},
	} {
		end, provisional := calendarOf(t, c.region).Add(day(c.from), c.days)
		want := day(c.want).Add(14*time.Hour - time.Second) // 23:59:59
		if !end.Equal(want) || end.Location() != china || provisional != c.provisional {
			t.Errorf("%s: %v (provisional %v), want %v (%v)", name, end, provisional, want, c.provisional)
		}
	}
}

func TestTheDayIsThatOfTheLocation(t *testing.T) {
	c := calendarOf(t, "CN")
	late := time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC) // Monday 01:00 in China
	if c.Working(late) || !c.Working(late.In(china)) {
		t.Error("Sunday in UTC is Monday in China")
	}
	end, _ := c.Add(late.In(china), 5)
	if left := c.Left(late.In(china), end.UTC()); left != 5 {
		t.Errorf("a due moment loaded in UTC: %d days left, want 5", left)
	}
}

func TestDaysLeft(t *testing.T) {
	due := day("2026-09-24").Add(14*time.Hour - time.Second)
	for now, want := range map[string]int{
		"2026-09-18": 5, "2026-09-19": 5, "2026-09-20": 4, "2026-09-21": 3, "2026-09-23": 1, "2026-09-24": 0,
		"2026-09-25": -1, "2026-09-27": -1, // a holiday: late, but no working day has passed
		"2026-09-28": -1, "2026-09-29": -2, "2026-09-30": -3, "2026-10-07": -3, "2026-10-08": -4, "2026-10-10": -6,
	} {
		if got := calendarOf(t, "CN").Left(day(now), due); got != want {
			t.Errorf("on %s: %d left, want %d", now, got, want)
		}
	}
}

func TestADueMomentIsOfTheDayItIsHere(t *testing.T) {
	due := moment("2026-11-26 00:30:00").UTC() // still the 25th in UTC
	if left := calendarOf(t, "CN").Left(day("2026-11-25"), due); left != 1 {
		t.Errorf("%d days left, want 1", left)
	}
	if r, _, _ := calendarOf(t, "CN").ReminderOn(day("2026-11-26"), due); r != fund.ReminderToday {
		t.Errorf("%q, want today", r)
	}
}

func anyDay() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		days := rapid.IntRange(0, 366*5).Draw(t, "day")
		minutes := rapid.IntRange(0, 24*60-1).Draw(t, "minute")
		return time.Date(2024, 1, 1, 0, minutes, 0, 0, china).AddDate(0, 0, days)
	})
}

func TestAddAndLeftAgree(t *testing.T) {
	for _, region := range []string{"CN", "CN-GX"} {
		c := calendarOf(t, region)
		rapid.Check(t, func(t *rapid.T) {
			from, days := anyDay().Draw(t, "from"), rapid.IntRange(1, 60).Draw(t, "days")
			end, provisional := c.Add(from, days)
			if !c.Working(end) || !end.After(from) {
				t.Fatalf("%v + %d = %v, a day off or not later", from, days, end)
			}
			if left := c.Left(from, end); left != days {
				t.Fatalf("%v + %d = %v, but %d days are left", from, days, end, left)
			}
			next, _ := c.Add(end, 1)
			if left := c.Left(next, end); left != -1 {
				t.Fatalf("the working day after the due day is %d", left)
			}
			if c.Provisional(end) && !provisional {
				t.Fatalf("%v is provisional and not said so", end)
			}
			further, _ := c.Add(from, days+1)
			if !further.Equal(next) {
				t.Fatalf("%d+1 days end %v, not %v", days, further, next)
			}
		})
	}
}

func TestCalendarsThatAreWrongAreRefused(t *testing.T) {
	for name, plan := range map[string]fund.CalendarPlan{
		"no such region":        {Region: "CN-XX"},
		"no region at all":      {},
		"a day that is none":    {Region: "CN", Years: []fund.CalendarYear{{Year: 2027, Off: []string{"2027-02-30"}}}},
		"a day of another year": {Region: "CN", Years: []fund.CalendarYear{{Year: 2027, Work: []string{"2026-02-28"}}}},
		"a region's wrong day":  {Region: "CN-GX", Regional: []fund.CalendarYear{{Year: 2027, Off: []string{"soon"}}}},
		"no day of any year":    {Region: "none", Yearly: []string{"02-30"}},
	} {
		if _, err := fund.NewCalendar(plan); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	leap := fund.CalendarPlan{Region: "none", Yearly: []string{"02-29"}}
	if _, err := fund.NewCalendar(leap); err != nil {
		t.Errorf("29 February: %v", err)
	}
}

func weekend() []time.Weekday { return []time.Weekday{time.Saturday, time.Sunday} }

func calendarBy(t *testing.T, plan fund.CalendarPlan) fund.Calendar {
	t.Helper()
	c, err := fund.NewCalendar(plan)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestANoticeTakesThePlaceOfWhatWasComputed(t *testing.T) {
	notice := fund.CalendarYear{Year: 2027, Off: []string{"2027-01-04"}, Work: []string{"2027-01-02"}}
	plan := fund.CalendarPlan{Region: "CN", Weekend: weekend(), Years: []fund.CalendarYear{notice}}
	national := calendarBy(t, plan)
	for s, want := range map[string]bool{
		"2027-01-04": false, "2027-01-02": true, "2027-01-03": false,
		"2027-02-05": true,                                          // only computed, and not in the notice
		"2026-10-10": true, "2026-10-08": true, "2026-10-07": false, // the other years stay
	} {
		if national.Working(day(s)) != want {
			t.Errorf("%s: %v", s, !want)
		}
	}
	if national.Provisional(day("2027-05-08")) || !national.Provisional(day("2028-01-03")) {
		t.Error("2027 is official now, 2028 is not")
	}
	if got := national.Official(); !slices.Equal(got, []int{2024, 2025, 2026, 2027}) {
		t.Errorf("official: %v", got)
	}

	plan.Region = "CN-GX"
	guangxi := calendarBy(t, plan)
	if !guangxi.Provisional(day("2027-05-08")) || guangxi.Working(day("2027-04-09")) {
		t.Error("Guangxi waits for its own notice, with 三月三 computed until then")
	}
	plan.Regional = []fund.CalendarYear{{Year: 2027, Off: []string{"2027-04-08"}}}
	guangxi = calendarBy(t, plan)
	if guangxi.Provisional(day("2027-05-08")) || guangxi.Working(day("2027-04-08")) || !guangxi.Working(day("2027-04-09")) {
		t.Error("Guangxi's notice is in")
	}
}

func TestLaterYearsFollowTheLaw(t *testing.T) {
	// 2027 as fund.md has it, with the days in lieu; the moon's days of others.
	off := map[string]string{
		"2027": "01-01 02-05 02-06 02-07 02-08 02-09 02-10 04-05 05-01 05-02 05-03 05-04 06-09 09-15 10-01 10-02 10-03 10-04 10-05",
		"2028": "01-01 01-03 01-25 01-26 01-27 01-28 04-04 05-01 05-02 05-28 05-29 10-01 10-02 10-03 10-04 10-05",
		"2031": "01-01 01-22 01-23 01-24 01-25 01-27 10-01 10-02 10-03 10-06",
	}
	c := calendarOf(t, "CN")
	for year, list := range off {
		for _, s := range strings.Fields(list) {
			if c.Working(day(year + "-" + s)) {
				t.Errorf("%s-%s is worked", year, s)
			}
		}
	}
	for _, s := range []string{"2027-02-11", "2027-05-05", "2027-10-06", "2028-01-04", "2028-10-06", "2027-04-09"} {
		if !c.Working(day(s)) {
			t.Errorf("%s is off", s)
		}
	}
	gx := calendarOf(t, "CN-GX")
	for s, want := range map[string]bool{"2027-04-09": false, "2027-04-12": false, "2027-04-13": true, "2027-04-08": true} {
		if gx.Working(day(s)) != want || !gx.Provisional(day(s)) {
			t.Errorf("三月三 2027, %s: worked %v, provisional %v", s, gx.Working(day(s)), gx.Provisional(day(s)))
		}
	}
}

func TestTheComputedDaysAreAmongThoseOfTheNotices(t *testing.T) {
	for year := 2024; year <= 2026; year++ {
		c := calendarOf(t, "CN-GX")
		for _, s := range fund.Statutory(year) {
			if c.Working(day(s)) {
				t.Errorf("%s is off by law and worked by the notice", s)
			}
		}
	}
}

func TestACalendarOfItsOwn(t *testing.T) {
	c := calendarBy(t, fund.CalendarPlan{
		Region: "none", Weekend: []time.Weekday{time.Sunday}, Yearly: []string{"03-21"}, ListedTo: 2026,
		Years: []fund.CalendarYear{{Year: 2026, Off: []string{"2026-05-27"}, Work: []string{"2026-05-31"}}},
	})
	for s, want := range map[string]bool{
		"2026-05-27": false, "2026-05-31": true, "2026-05-30": true, "2026-06-07": false,
		"2026-03-21": false, "2027-03-21": false, "2030-10-01": true, "2030-01-01": true, // no holiday of China's
	} {
		if c.Working(day(s)) != want {
			t.Errorf("%s: %v", s, !want)
		}
	}
	if c.Provisional(day("2026-12-31")) || !c.Provisional(day("2027-01-01")) {
		t.Error("listed to the end of 2026, and no further")
	}
	everyDay := calendarBy(t, fund.CalendarPlan{Region: "none"})
	if end, provisional := everyDay.Add(day("2026-12-30"), 5); end.Format(time.DateOnly) != "2027-01-04" || provisional {
		t.Errorf("five days of any kind end %v", end)
	}
}
