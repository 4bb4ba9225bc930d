package fund

import (
	"regexp"
	"strconv"
)

var clockForm = regexp.MustCompile(`^(上午|早上|中午|下午|晚上)? ?(\d{1,2})(?: ?[:.点时h] ?(\d{2}|半)?分?)? ?([ap])?\.?(?:m\.?)?$`)

// ReadClock reads an hour of the day as people write it: "19:30", "19点半",
// "下午3点", "7:30 pm", "9". It gives minutes from midnight; false for what is
// no hour.
func ReadClock(s string) (int, bool) {
	m := clockForm.FindStringSubmatch(Fold(s))
	if m == nil {
		return 0, false
	}
	hour, _ := strconv.Atoi(m[2]) // one or two digits
	minute := 30
	if m[3] != "半" {
		minute, _ = strconv.Atoi(m[3]) // two digits, or none
	}
	switch part := m[1] + m[4]; {
	case part != "" && m[4] != "" && (hour == 0 || hour > 12):
		return 0, false
	case (part == "下午" || part == "晚上" || part == "p") && hour < 12, part == "中午" && hour < 3:
		hour += 12
	case part == "a" && hour == 12:
		hour = 0
	}
	return hour*60 + minute, hour < 24 && minute < 60
}
