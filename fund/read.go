package fund

import (
	"strconv"
	"strings"
	"unicode"
)

// ReadGoal reads how many households or buildings somebody wants to reach:
// "120", "120 户", "12 buildings", "12栋"; false when it says no number, or
// more than one.
func ReadGoal(s string) (n int, unit GoalUnit, ok bool) {
	folded := Fold(s)
	digits := strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsDigit(r) })
	if len(digits) != 1 || strings.Contains(folded, "-") {
		return 0, "", false
	}
	n, err := strconv.Atoi(digits[0])
	if err != nil {
		return 0, "", false
	}
	for _, w := range buildingWords() {
		if strings.Contains(folded, w) {
			return n, GoalBuildings, true
		}
	}
	return n, GoalHouseholds, true
}
