package fund_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huimin/fund"
)

// TestYearEndIsTheMidnightOfItsZone: the last second still belongs to the year,
// the next does not, whatever the zone of the clock that asks.
func TestYearEndIsTheMidnightOfItsZone(t *testing.T) {
	prog := liuzhou(t)
	end := prog.YearEnd(2026)
	for name, c := range map[string]struct {
		at   time.Time
		over bool
	}{
		"the last second":                   {time.Date(2026, 12, 31, 23, 59, 59, 0, prog.Zone), false},
		"the last nanosecond":               {time.Date(2026, 12, 31, 23, 59, 59, 999_999_999, prog.Zone), false},
		"the first moment of the next":      {time.Date(2027, 1, 1, 0, 0, 0, 0, prog.Zone), true},
		"in Greenwich it is still the 31st": {time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC), true},
		"a second before, in Greenwich":     {time.Date(2026, 12, 31, 15, 59, 59, 0, time.UTC), false},
	} {
		if over := !c.at.Before(end); over != c.over {
			t.Errorf("%s: over is %t", name, over)
		}
	}
	if got := prog.LastMoment(2026).Format(time.DateTime); got != "2026-12-31 23:59:59" {
		t.Errorf("the last moment is %s", got)
	}
	if got := prog.NextYearEnd(end.Add(-time.Nanosecond)); !got.Equal(end) {
		t.Errorf("just before the end the next end is %s", got)
	}
	if got := prog.NextYearEnd(end); !got.Equal(prog.YearEnd(2027)) {
		t.Errorf("at the end the next end is %s", got)
	}
	if prog.EndedYear(end) != 2026 || prog.EndedYear(end.Add(-1)) != 2025 {
		t.Error("the year that is over changes at its end")
	}
}

func TestDaysLeftInTheYear(t *testing.T) {
	prog := liuzhou(t)
	day := func(y int, m time.Month, d, h int) time.Time { return time.Date(y, m, d, h, 0, 0, 0, prog.Zone) }
	for name, c := range map[string]struct {
		now  time.Time
		year int
		want int
	}{
		"the last day, late":       {day(2026, 12, 31, 23), 2026, 0},
		"the day before":           {day(2026, 12, 30, 0), 2026, 1},
		"the first of October":     {day(2026, 10, 1, 9), 2026, 91},
		"over":                     {day(2027, 1, 1, 0), 2026, -1},
		"a year without a leap":    {day(2027, 2, 28, 9), 2027, 306},
		"a leap year, 28 February": {day(2028, 2, 28, 9), 2028, 307},
		"a leap year, 29 February": {day(2028, 2, 29, 9), 2028, 306},
	} {
		if got := prog.DaysLeft(c.year, c.now); got != c.want {
			t.Errorf("%s: %d days, want %d", name, got, c.want)
		}
	}
}

func TestWarningsComeMonthlyThenWeekly(t *testing.T) {
	prog := liuzhou(t)
	var got []string
	for at := time.Date(2026, 6, 1, 0, 0, 0, 0, prog.Zone); ; {
		at = prog.NextWarning(at)
		if at.Year() > 2026 {
			break
		}
		got = append(got, at.Format("01-02 15:04"))
	}
	want := []string{
		"10-01 09:00", "11-01 09:00", "12-01 09:00", "12-08 09:00", "12-15 09:00", "12-22 09:00", "12-29 09:00",
	}
	if !slices.Equal(got, want) {
		t.Errorf("warnings at %v", got)
	}
	prog.Year.WarnFrom = 0
	if at := prog.NextWarning(want0(prog)); !at.IsZero() {
		t.Errorf("without warnings there is one at %s", at)
	}
}

func want0(p fund.Programme) time.Time { return p.YearEnd(2025) }

// TestYearEndsEveryProject: what was approved and not accepted has failed, what
// was not approved has not.
func TestYearEndsEveryProject(t *testing.T) {
	prog := liuzhou(t)
	begun := time.Date(2026, 9, 1, 9, 0, 0, 0, prog.Zone)
	standing := &fund.Standing{Funding: fund.Funding{Fund: fund.Yuan(100)}}
	for name, c := range map[string]struct {
		p    fund.Project
		want fund.Ending
		to   fund.ProjectStatus
	}{
		"a draft":                            {fund.Project{Status: fund.ProjectDrafted}, fund.EndingLapses, fund.ProjectLapsed},
		"with the street":                    {fund.Project{Status: fund.ProjectStreet}, fund.EndingLapses, fund.ProjectLapsed},
		"with the district":                  {fund.Project{Status: fund.ProjectDistrict}, fund.EndingLapses, fund.ProjectLapsed},
		"returned":                           {fund.Project{Status: fund.ProjectReturned}, fund.EndingLapses, fund.ProjectLapsed},
		"approved, not begun":                {fund.Project{Status: fund.ProjectApproved}, fund.EndingFails, fund.ProjectFailed},
		"begun":                              {fund.Project{Status: fund.ProjectStarted, StartedAt: begun}, fund.EndingFails, fund.ProjectFailed},
		"reported done, not accepted":        {fund.Project{Status: fund.ProjectFinished, StartedAt: begun}, fund.EndingFails, fund.ProjectFailed},
		"being mended":                       {fund.Project{Status: fund.ProjectMending, StartedAt: begun}, fund.EndingFails, fund.ProjectFailed},
		"a change of works, drafted anew":    {fund.Project{Status: fund.ProjectDrafted, StartedAt: begun, Standing: standing}, fund.EndingFails, fund.ProjectFailed},
		"a change before works, at a street": {fund.Project{Status: fund.ProjectStreet, Standing: standing}, fund.EndingFails, fund.ProjectFailed},
		"accepted":                           {fund.Project{Status: fund.ProjectAccepted}, fund.EndingNone, fund.ProjectAccepted},
		"failed before":                      {fund.Project{Status: fund.ProjectFailed}, fund.EndingNone, fund.ProjectFailed},
		"voted down":                         {fund.Project{Status: fund.ProjectLost}, fund.EndingNone, fund.ProjectLost},
		"refused":                            {fund.Project{Status: fund.ProjectRefused}, fund.EndingNone, fund.ProjectRefused},
		"given up":                           {fund.Project{Status: fund.ProjectDropped}, fund.EndingNone, fund.ProjectDropped},
	} {
		p := c.p
		p.Year = 2026
		got, err := p.EndYear(prog)
		if err != nil || got != c.want || p.Status != c.to {
			t.Errorf("%s: %s, now %s (%v)", name, got, p.Status, err)
		}
		if c.want != fund.EndingNone && !p.Changed.Equal(prog.LastMoment(2026)) {
			t.Errorf("%s: dated %s", name, p.Changed)
		}
		if p.Standing != nil {
			t.Errorf("%s: a change is still to be decided", name)
		}
	}
	voting := fund.Project{Status: fund.ProjectVoting, Year: 2026}
	if _, err := voting.EndYear(prog); !errors.Is(err, fund.ErrWrongState) {
		t.Errorf("a vote that goes on: %v", err)
	}
}

func TestYearEndIsDoneOnce(t *testing.T) {
	prog := liuzhou(t)
	rapid.Check(t, func(t *rapid.T) {
		p := fund.Project{Year: rapid.IntRange(2014, 2040).Draw(t, "year"), Status: rapid.SampledFrom(everyStatus()).Draw(t, "status")}
		if p.Status == fund.ProjectVoting {
			return
		}
		if _, err := p.EndYear(prog); err != nil {
			t.Fatal(err)
		}
		once := p
		again, err := p.EndYear(prog)
		if err != nil || again != fund.EndingNone || p.Status != once.Status || !p.Changed.Equal(once.Changed) {
			t.Fatalf("the second time: %s, %v, %+v", again, err, p)
		}
		if !p.Ended() {
			t.Fatalf("%s goes on after its year", p.Status)
		}
	})
}

func everyStatus() []fund.ProjectStatus {
	return []fund.ProjectStatus{
		fund.ProjectDrafted, fund.ProjectVoting, fund.ProjectLost, fund.ProjectStreet, fund.ProjectDistrict, fund.ProjectReturned, fund.ProjectRefused,
		fund.ProjectApproved, fund.ProjectStarted, fund.ProjectFinished, fund.ProjectMending, fund.ProjectAccepted, fund.ProjectFailed, fund.ProjectLapsed,
		fund.ProjectDropped,
	}
}
