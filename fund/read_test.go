package fund

import "testing"

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
