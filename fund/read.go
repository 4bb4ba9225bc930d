package fund

import (
	"strconv"
	"strings"
	"time"
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

// ReadDay reads a day as people write it: "2026-02-09", "2026年2月9日",
// "2月9日", "02-09"; without a year it is the next one of that name from now
// on. The day begins in now's zone; false for what is no day.
func ReadDay(s string, now time.Time) (time.Time, bool) {
	folded := strings.Map(func(r rune) rune {
		switch r {
		case '年', '月', '/', '.':
			return '-'
		case '日', '号', ' ':
			return -1
		}
		return r
	}, Fold(s))
	for _, layout := range []string{"2006-1-2", "1-2"} {
		day, err := time.ParseInLocation(layout, folded, now.Location())
		if err != nil {
			continue
		}
		if layout == "1-2" {
			today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
			month, of := day.Month(), day.Day()
			day = time.Date(now.Year(), month, of, 0, 0, 0, 0, now.Location())
			if day.Before(today) {
				day = time.Date(now.Year()+1, month, of, 0, 0, 0, 0, now.Location())
			}
			if day.Day() != of { // 29 February, in a year without one
				return time.Time{}, false
			}
		}
		return day, true
	}
	return time.Time{}, false
}
