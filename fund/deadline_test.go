package fund_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"huimin/fund"
)

var office = fund.WorkHours{From: 9 * 60, To: 17*60 + 30}

func moment(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04:05", s, china)
	if err != nil {
		panic(err)
	}
	return t
}

func TestOfficesAreWrittenToInTheirHours(t *testing.T) {
	for name, c := range map[string]struct{ at, want string }{
		"one second before nine":          {"2026-11-23 08:59:59", "2026-11-23 09:00:00"},
		"at nine":                         {"2026-11-23 09:00:00", "2026-11-23 09:00:00"},
		"in the middle, seconds kept":     {"2026-11-23 12:34:56", "2026-11-23 12:34:56"},
		"in the last minute":              {"2026-11-23 17:29:59", "2026-11-23 17:29:59"},
		"at half past five":               {"2026-11-23 17:30:00", "2026-11-24 09:00:00"},
		"Friday evening":                  {"2026-11-27 20:00:00", "2026-11-30 09:00:00"},
		"Saturday noon":                   {"2026-11-28 12:00:00", "2026-11-30 09:00:00"},
		"a make-up Saturday is worked":    {"2026-02-14 12:00:00", "2026-02-14 12:00:00"},
		"its evening, Spring Festival on": {"2026-02-14 18:00:00", "2026-02-24 09:00:00"},
		"三月三 from Thursday evening":       {"2026-04-16 18:00:00", "2026-04-21 09:00:00"},
		"midnight of a working day":       {"2026-11-23 00:00:00", "2026-11-23 09:00:00"},
		"New Year's Eve, over the year":   {"2026-12-31 17:30:00", "2027-01-04 09:00:00"},
	} {
		if got := calendarOf(t, "CN-GX").NextWorkMoment(moment(c.at), office); !got.Equal(moment(c.want)) {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

func TestHoursThatHoldNothingAreTheWholeDay(t *testing.T) {
	at := moment("2026-11-23 03:00:00")
	if got := calendarOf(t, "CN").NextWorkMoment(at, fund.WorkHours{}); !got.Equal(at) {
		t.Errorf("%v", got)
	}
}

func TestTheNextWorkMomentIsOne(t *testing.T) {
	c := calendarOf(t, "CN-GX")
	rapid.Check(t, func(t *rapid.T) {
		at := anyDay().Draw(t, "at")
		got := c.NextWorkMoment(at, office)
		minute := got.Hour()*60 + got.Minute()
		if got.Before(at) || !c.Working(got) || minute < office.From || minute >= office.To {
			t.Fatalf("%v gives %v", at, got)
		}
		if again := c.NextWorkMoment(got, office); !again.Equal(got) {
			t.Fatalf("asked again: %v, then %v", got, again)
		}
	})
}

func TestReminders(t *testing.T) {
	// Due on Thursday 2026-09-24; the 25th to 27th are off, the 20th is worked,
	// and so is Saturday the 10th after National Day.
	due := moment("2026-09-24 23:59:59")
	for d, want := range map[string]struct {
		r    fund.Reminder
		late int
		ok   bool
	}{
		"2026-09-18": {"", 0, false}, "2026-09-20": {"", 0, false}, "2026-09-22": {"", 0, false},
		"2026-09-23": {fund.ReminderDayBefore, 0, true},
		"2026-09-24": {fund.ReminderToday, 0, true},
		"2026-09-25": {"", 0, false}, "2026-09-27": {"", 0, false},
		"2026-09-28": {fund.ReminderOverdue, 1, true}, "2026-09-29": {fund.ReminderOverdue, 2, true},
		"2026-10-01": {"", 0, false}, "2026-10-08": {fund.ReminderOverdue, 4, true},
		"2026-10-10": {fund.ReminderOverdue, 6, true}, "2026-10-11": {"", 0, false},
	} {
		r, late, ok := calendarOf(t, "CN").ReminderOn(day(d), due)
		if r != want.r || late != want.late || ok != want.ok {
			t.Errorf("on %s: %q %d %v, want %v", d, r, late, ok, want)
		}
	}
	for d, want := range map[string]fund.Reminder{ // due on a Monday: the day before is Friday
		"2026-11-26": "", "2026-11-27": fund.ReminderDayBefore, "2026-11-28": "", "2026-11-29": "",
		"2026-11-30": fund.ReminderToday,
	} {
		if r, _, _ := calendarOf(t, "CN").ReminderOn(day(d), moment("2026-11-30 23:59:59")); r != want {
			t.Errorf("on %s: %q, want %q", d, r, want)
		}
	}
}

func TestEveryDeadlineIsAnnouncedOnceBeforeAndOnceOnTheDay(t *testing.T) {
	c := calendarOf(t, "CN-GX")
	rapid.Check(t, func(t *rapid.T) {
		from := anyDay().Draw(t, "from")
		due, _ := c.Add(from, rapid.IntRange(2, 10).Draw(t, "days"))
		seen := map[fund.Reminder]int{}
		for d := from; d.Before(due.AddDate(0, 0, 15)); d = d.AddDate(0, 0, 1) {
			r, late, ok := c.ReminderOn(d, due)
			if !ok {
				continue
			}
			seen[r]++
			if r == fund.ReminderOverdue && late != seen[r] {
				t.Fatalf("reminder %d after the due day says %d days late", seen[r], late)
			}
			if (r == fund.ReminderOverdue) != (c.Left(d, due) < 0) || !c.Working(d) {
				t.Fatalf("%q on %v, %d left", r, d, c.Left(d, due))
			}
		}
		if seen[fund.ReminderDayBefore] != 1 || seen[fund.ReminderToday] != 1 || seen[fund.ReminderOverdue] == 0 {
			t.Fatalf("%v", seen)
		}
	})
}
