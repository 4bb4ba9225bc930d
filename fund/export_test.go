package fund

import "time"

// Statutory gives the days off that are computed for a year, 三月三's among them,
// without those in lieu, which a notice may set elsewhere.
func Statutory(year int) (days []string) {
	off, _ := statutory(year)
	spring, _ := lunarDay(year, 1)
	third, _ := lunarDay(year, 2)
	for _, d := range append(off, third) {
		if d.month != time.February || d == spring {
			days = append(days, d.at().Format(time.DateOnly))
		}
	}
	return days
}
