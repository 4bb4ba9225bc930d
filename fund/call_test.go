package fund_test

import (
	"testing"

	"huimin/fund"
)

func TestReadClock(t *testing.T) {
	for text, want := range map[string]int{
		"19:30": 1170, "19：30": 1170, "9": 540, "09.15": 555, "19点半": 1170, "19点": 1140, "下午3点": 900, "晚上7点半": 1170, "下午3:05": 905,
		"上午9点30分": 570, "中午12点": 720, "中午1点": 780, "7pm": 1140, "7:30 pm": 1170, "12 am": 0, "12pm": 720, "7 p.m.": 1140, "0:00": 0,
		"24:00": -1, "9:60": -1, "13pm": -1, "0 pm": -1, "": -1, "soon": -1, "9:3": -1, "123": -1, "半": -1, "-9": -1, "9 10": -1,
	} {
		got, ok := fund.ReadClock(text)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q is minute %d, want %d", text, got, want)
		}
	}
}

func TestTurnout(t *testing.T) {
	got := fund.TurnoutOf([]fund.PersonID{1, 2, 3, 4, 5}, map[fund.PersonID]fund.Reply{
		1: fund.ReplyComing, 2: fund.ReplyComing, 3: fund.ReplyPerhaps, 4: fund.ReplyNot, // 5 says nothing
		7: fund.ReplyComing, 8: fund.ReplyPerhaps, 9: fund.ReplyNot, // none of them is called
	})
	if want := (fund.Turnout{Coming: 2, Perhaps: 1, Not: 1, Silent: 1, Guests: 2}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
