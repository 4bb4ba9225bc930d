package fund_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"huimin/fund"
)

func TestBallotsCloseWhenPeopleAreAwake(t *testing.T) {
	prog, err := fund.Liuzhou()
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		m, err := time.ParseInLocation("2006-01-02 15:04", s, prog.Zone)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for from, want := range map[string]string{
		"2026-11-23 10:00": "2026-11-24 10:00",
		"2026-11-23 10:59": "2026-11-24 10:00",
		"2026-11-23 20:00": "2026-11-24 20:00",
		"2026-11-23 20:59": "2026-11-24 20:00",
		"2026-11-23 21:00": "2026-11-24 20:00",
		"2026-11-23 23:59": "2026-11-24 20:00",
		"2026-11-24 00:30": "2026-11-24 20:00",
		"2026-11-24 07:59": "2026-11-24 20:00",
		"2026-11-24 08:00": "2026-11-25 08:00",
	} {
		if got := prog.BallotCloses(at(from), 24*time.Hour); !got.Equal(at(want)) {
			t.Errorf("a day from %s: %s, want %s", from, got, want)
		}
	}
	if got := prog.BallotCloses(at("2026-11-23 22:30"), time.Hour); !got.Equal(at("2026-11-23 23:00")) {
		t.Errorf("an hour at night: %s", got)
	}
	prog.BallotHours = fund.WorkHours{}
	if got := prog.BallotCloses(at("2026-11-23 22:30"), 24*time.Hour); !got.Equal(at("2026-11-24 22:00")) {
		t.Errorf("without hours: %s", got)
	}
}

func TestBallotsNeverCloseLaterThanAsked(t *testing.T) {
	prog, err := fund.Liuzhou()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		from := time.Unix(1_800_000_000+rapid.Int64Range(0, 400*86400).Draw(t, "from"), 0)
		length := time.Duration(rapid.IntRange(24, 168).Draw(t, "hours")) * time.Hour
		closes := prog.BallotCloses(from, length)
		hour := closes.In(prog.Zone).Hour()
		if !closes.After(from) || closes.After(from.Add(length)) || hour < 8 || hour > 20 || closes.Before(from.Add(length-13*time.Hour)) {
			t.Fatalf("%s from %s: %s", length, from, closes)
		}
	})
}
