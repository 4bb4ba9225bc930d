package fund

import (
	"strings"
	"time"
)

// ReadDayAhead is [ReadDay] for something ahead, as people say it: also today,
// tomorrow, the day after tomorrow, 今天, 明天, 后天, 大后天; and a day of the week,
// which is the next one after today: Wednesday, Wed, 周三, 星期三, 礼拜三; with 下
// before it, that of the next week, which begins on a Monday. It is false for
// today's own day of the week, which may mean today or in a week.
func ReadDayAhead(text string, now time.Time) (time.Time, bool) {
	if day, ok := nearDay(text, now); ok {
		return day, true
	}
	day, next, ok := weekday(Fold(text))
	if !ok {
		return ReadDay(text, now)
	}
	after := (7 + int(day-now.Weekday())) % 7
	if next {
		after = 7 + fromMonday(day) - fromMonday(now.Weekday())
	}
	return dayFrom(now, after), after > 0
}

// dayFrom is midnight so many days after a moment's day.
func dayFrom(now time.Time, after int) time.Time {
	return time.Date(now.Year(), now.Month(), now.Day()+after, 0, 0, 0, 0, now.Location())
}

// nearDay reads a day that is said by how far it is from today.
func nearDay(text string, now time.Time) (time.Time, bool) {
	after, ok := map[string]int{
		"前天": -2, "the day before yesterday": -2, "day before yesterday": -2,
		"昨天": -1, "昨日": -1, "yesterday": -1,
		"今天": 0, "今日": 0, "today": 0,
		"明天": 1, "明日": 1, "tomorrow": 1,
		"后天": 2, "the day after tomorrow": 2, "day after tomorrow": 2,
		"大后天": 3,
	}[Fold(text)]
	return dayFrom(now, after), ok
}

// fromMonday counts a week's days from its Monday, 0.
func fromMonday(d time.Weekday) int { return (int(d) + 6) % 7 }

// weekday reads a folded day of the week; next tells that it is that of the next
// week.
func weekday(said string) (day time.Weekday, next, ok bool) {
	for day := range time.Weekday(7) {
		if name := Fold(day.String()); said == name || said == name[:3] {
			return day, false, true
		}
	}
	said, next = strings.CutPrefix(said, "下")
	if next {
		said = strings.TrimPrefix(said, "个")
	}
	for _, week := range []string{"周", "星期", "礼拜"} {
		name, found := strings.CutPrefix(said, week)
		if name == "天" {
			name = "日"
		}
		for day := range time.Weekday(7) {
			if found && name == string([]rune("日一二三四五六")[day]) {
				return day, next, true
			}
		}
	}
	return 0, false, false
}
