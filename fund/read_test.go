package fund

import (
	"testing"
	"time"
)

func TestReadGoal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		n    int
		unit GoalUnit
		ok   bool
	}{
		"120": {120, GoalHouseholds, true}, "120 户": {120, GoalHouseholds, true}, "１２０户": {120, GoalHouseholds, true},
		"12栋": {12, GoalBuildings, true}, "12 buildings": {12, GoalBuildings, true}, "12 Blocks": {12, GoalBuildings, true},
		"about 60 households": {60, GoalHouseholds, true}, "0": {0, GoalHouseholds, true},
		"": {}, "many": {}, "10 to 20": {}, "-5": {}, "99999999999999999999": {},
	} {
		if n, unit, ok := ReadGoal(text); n != want.n || unit != want.unit || ok != want.ok {
			t.Errorf("%q reads %d %s %v, want %d %s %v", text, n, unit, ok, want.n, want.unit, want.ok)
		}
	}
}

func TestReadDay(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 2, 9, 10, 0, 0, 0, time.FixedZone("", 8*60*60))
	for text, want := range map[string]string{
		"2026-02-28": "2026-02-28", "2026-2-28": "2026-02-28", "2026年2月28日": "2026-02-28", "2026/2/28": "2026-02-28",
		"2月28日": "2026-02-28", "2月28号": "2026-02-28", "02-28": "2026-02-28", "2.28": "2026-02-28", "２月２８日": "2026-02-28",
		"2月9日": "2026-02-09", "2月8日": "2027-02-08", "1月31日": "2027-01-31",
		"2月30日": "", "2月29日": "", "2026-02-29": "", "2028-02-29": "2028-02-29", "soon": "", "": "", "28": "", "13-01": "",
	} {
		day, ok := ReadDay(text, now)
		got := ""
		if ok {
			got = day.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q reads %q, want %q", text, got, want)
		}
	}
}
