package fund_test

import (
	"testing"
	"time"

	"huimin/fund"
)

func TestDaysAsPeopleWriteThem(t *testing.T) {
	near := moment("2026-11-27 10:00:00")
	for text, want := range map[string]string{
		"2026-12-04": "2026-12-04", "2026/12/4": "2026-12-04", "2026.12.4": "2026-12-04", "2026年12月4日": "2026-12-04",
		"20261204": "2026-12-04", " 12-04 ": "2026-12-04", "12月4日": "2026-12-04", "12月4号": "2026-12-04", "１２月４日": "2026-12-04",
		"2026 年 12 月 4 日": "2026-12-04", "12.4": "2026-12-04", "4 Dec": "2026-12-04", "4th of": "", "December 4th, 2026": "2026-12-04",
		"4 December 2027": "2027-12-04", "11-27": "2026-11-27", "11-26": "2027-11-26", "2024-02-29": "2024-02-29",
		"2026-12-04 00:00:00": "2026-12-04", "2026-02-29": "", "2026-13-01": "", "12-32": "", "2月29日": "", "tomorrow": "", "": "",
		"5": "", "1-2-3-4": "", "12-04-2026": "", "1999-01-01": "", "12.4?": "", "about 12.4": "", "4 Dec – 5 Dec": "", "March 2026": "",
	} {
		day, ok := fund.ReadDay(text, near)
		if got := shown(day, ok); got != want || ok && (day.Hour() != 0 || day.Location() != near.Location()) {
			t.Errorf("%q is %q, not %q", text, got, want)
		}
	}
}

func TestDaysThatArePast(t *testing.T) {
	now := moment("2026-02-09 00:00:00")
	for text, want := range map[string]string{
		"2月9日": "2026-02-09", "2.10": "2025-02-10", "28 Dec": "2025-12-28", "2026-02-28": "2026-02-28", "2.29": "", "then": "",
		"昨天": "2026-02-08", "前天": "2026-02-07", "Yesterday": "2026-02-08", "今天": "2026-02-09", "周三": "",
	} {
		day, ok := fund.ReadPastDay(text, now)
		if got := shown(day, ok); got != want {
			t.Errorf("%q is %q, not %q", text, got, want)
		}
	}
}

// TestDaysAsPeopleSayThem is on a Friday, and on the Sunday after.
func TestDaysAsPeopleSayThem(t *testing.T) {
	for now, cases := range map[string]map[string]string{
		"2026-11-27 23:30:00": {
			"today": "2026-11-27", "今天": "2026-11-27", " Tomorrow ": "2026-11-28", "明天": "2026-11-28", "后天": "2026-11-29",
			"the day after  tomorrow": "2026-11-29", "大后天": "2026-11-30", "周三": "2026-12-02", "星期三": "2026-12-02", "礼拜三": "2026-12-02",
			"Wednesday": "2026-12-02", "wed": "2026-12-02", "下周三": "2026-12-02", "下个星期三": "2026-12-02", "周日": "2026-11-29", "星期天": "2026-11-29",
			"下周日": "2026-12-06", "下周五": "2026-12-04", "周五": "", "Friday": "", "上周三": "", "下下周三": "", "next Wednesday": "", "周": "", "周三四": "",
			"下": "", "12月4日": "2026-12-04", "明年": "", "wedding": "", "": "",
		},
		"2026-11-29 08:00:00": {"周三": "2026-12-02", "下周三": "2026-12-02", "下周日": "2026-12-06", "周一": "2026-11-30", "周日": ""},
	} {
		for text, want := range cases {
			day, ok := fund.ReadDayAhead(text, moment(now))
			if got := shown(day, ok); got != want || ok && (day.Hour() != 0 || day.Location() != moment(now).Location()) {
				t.Errorf("on %s %q is %q, not %q", now, text, got, want)
			}
		}
	}
}

func shown(day time.Time, ok bool) string {
	if !ok {
		return ""
	}
	return day.Format(time.DateOnly)
}
