package fund_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"huimin/fund"
)

// steps of a request, by the state they lead to.
func requestSteps() map[fund.RequestStatus]func(*fund.Request, time.Time) error {
	return map[fund.RequestStatus]func(*fund.Request, time.Time) error{
		fund.RequestAdopted:   func(r *fund.Request, now time.Time) error { return r.Adopt(3, now) },
		fund.RequestDeclined:  func(r *fund.Request, now time.Time) error { return r.Decline(" 不属于本社区 ", now) },
		fund.RequestMerged:    func(r *fund.Request, now time.Time) error { return r.MergeInto(2, now) },
		fund.RequestWithdrawn: func(r *fund.Request, now time.Time) error { return r.Withdraw(now) },
	}
}

func TestAnOpenRequestEndsOnce(t *testing.T) {
	filed := moment("2026-11-23 12:00:00")
	for to, step := range requestSteps() {
		for _, from := range allRequestStatuses() {
			r := fund.Request{ID: 1, Status: from, Filed: filed, Changed: filed}
			before := r
			err := step(&r, filed.Add(time.Hour))
			if from == fund.RequestOpen {
				if err != nil || r.Status != to || !r.Changed.Equal(filed.Add(time.Hour)) {
					t.Errorf("%s to %s: %v, %+v", from, to, err, r)
				}
				continue
			}
			var state *fund.StateError
			if !errors.As(err, &state) || !errors.Is(err, fund.ErrWrongState) || state.Have != string(from) ||
				state.Noun != "request" || state.ID != 1 {
				t.Errorf("%s to %s: %v", from, to, err)
			}
			if r.Status != before.Status || r.Project != 0 || r.MergedInto != 0 || r.Reason != "" || r.Changed != filed {
				t.Errorf("%s to %s was refused and changed it: %+v", from, to, r)
			}
		}
	}
}

func TestWhatEndedARequestIsKept(t *testing.T) {
	steps := requestSteps()
	open := func() fund.Request { return fund.Request{ID: 1, Status: fund.RequestOpen} }
	adopted, declined, merged := open(), open(), open()
	if err := errors.Join(
		steps[fund.RequestAdopted](&adopted, noon),
		steps[fund.RequestDeclined](&declined, noon),
		steps[fund.RequestMerged](&merged, noon),
	); err != nil {
		t.Fatal(err)
	}
	if adopted.Project != 3 || declined.Reason != "不属于本社区" || merged.MergedInto != 2 {
		t.Errorf("%+v %+v %+v", adopted, declined, merged)
	}
}

func TestARequestIsNotDeclinedWithoutAReason(t *testing.T) {
	for _, reason := range []string{"", "  \n", "。。", "👎", "1", "2026", "no", "不"} {
		r := fund.Request{ID: 1, Status: fund.RequestOpen}
		var length *fund.LengthError
		if err := r.Decline(reason, noon); !errors.As(err, &length) || length.What != fund.WhatReason {
			t.Errorf("%q: %v", reason, err)
		}
		if r.Status != fund.RequestOpen {
			t.Errorf("%q: %s", reason, r.Status)
		}
	}
}

func TestARequestIsNotMergedIntoItself(t *testing.T) {
	r := fund.Request{ID: 1, Status: fund.RequestOpen}
	if err := r.MergeInto(1, noon); !errors.Is(err, fund.ErrWrongState) || r.Status != fund.RequestOpen {
		t.Errorf("%v, %s", err, r.Status)
	}
}

func TestTitles(t *testing.T) {
	for text, want := range map[string]string{
		"":                                       "",
		"路灯坏了":                                   "路灯坏了",
		"路灯坏了。请尽快修":                              "路灯坏了",
		"路灯坏了！请尽快修":                              "路灯坏了！",
		"能修吗？谢谢":                                 "能修吗？",
		"  路灯坏了\n第二行":                            "路灯坏了",
		"Lamp broken.":                           "Lamp broken",
		"Fix it! Please":                         "Fix it!",
		"A 2.5 m pole is leaning. Help":          "A 2.5 m pole is leaning",
		strings.Repeat("灯", 30):                  strings.Repeat("灯", 30),
		strings.Repeat("灯", 31):                  strings.Repeat("灯", 29) + "…",
		strings.Repeat("a", 28) + " bcd":         strings.Repeat("a", 28) + "…",
		strings.Repeat("a", 28) + "👍🏽 thumbs":    strings.Repeat("a", 28) + "…",
		strings.Repeat("a", 28) + "e\u0301 tail": strings.Repeat("a", 28) + "…",
	} {
		if got := (fund.Request{Text: text}).Title(); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestTitlesAreShort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		title := fund.Request{Text: text}.Title()
		if utf8.RuneCountInString(title) > 30 || strings.ContainsAny(title, "\n\r") {
			t.Fatalf("%q", title)
		}
		if !strings.Contains(text, strings.TrimSuffix(title, "…")) && utf8.ValidString(text) {
			t.Fatalf("%q is not of the text", title)
		}
	})
}

func TestNumbers(t *testing.T) {
	for want, got := range map[string]string{
		"CD-26-0012":  fund.Number("CD", 2026, fund.NumberRequest, 12),
		"CD-26-0001":  fund.Number("CD", 2026, fund.NumberRequest, 1),
		"CD-26-12345": fund.Number("CD", 2026, fund.NumberRequest, 12345),
		"CD-26-P03":   fund.Number("CD", 2026, fund.NumberProject, 3),
		"CD-26-P123":  fund.Number("CD", 2026, fund.NumberProject, 123),
		"ES7-05-P10":  fund.Number("ES7", 2105, fund.NumberProject, 10),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestLengths(t *testing.T) {
	l := liuzhou(t).Requests
	for name, c := range map[string]struct {
		err  error
		have int
		ok   bool
	}{
		"one character":            {l.CheckText("灯"), 2, false},
		"two characters":           {l.CheckText("灯坏"), 4, true},
		"three characters":         {l.CheckText("灯坏了"), 6, true},
		"three letters":            {l.CheckText("tap"), 3, false},
		"four letters":             {l.CheckText("lamp"), 4, true},
		"three letters and spaces": {l.CheckText("   tap   "), 3, false},
		"a character and a letter": {l.CheckText("灯X!!"), 3, false},
		"nothing":                  {l.CheckText(""), 0, false},
		"spaces":                   {l.CheckText("      "), 0, false},
		"dots":                     {l.CheckText("。。。。。。"), 0, false},
		"emoji":                    {l.CheckText("👍👍👍👍👍"), 0, false},
		"digits say something":     {l.CheckText("3-2-501!"), 8, true},
		"a thousand":               {l.CheckText(strings.Repeat("灯", 1000)), 1000, true},
		"a thousand and one":       {l.CheckText(strings.Repeat("灯", 1001)), 1001, false},
		"no place":                 {l.CheckWhere(" "), 0, true},
		"a place of 200":           {l.CheckWhere(strings.Repeat("楼", 200)), 200, true},
		"a place of 201":           {l.CheckWhere(strings.Repeat("楼", 201)), 201, false},
		"a reason of 500":          {l.CheckReason(strings.Repeat("因", 500)), 500, true},
		"a reason of 501":          {l.CheckReason(strings.Repeat("因", 501)), 501, false},
		"no reason":                {l.CheckReason("…"), 0, false},
		"a reason of one digit":    {l.CheckReason("1"), 0, false},
		"a reason of digits":       {l.CheckReason("12345"), 0, false},
		"a reason of three":        {l.CheckReason("no!"), 2, false},
		"a reason of four":         {l.CheckReason("done"), 4, true},
		"a reason of one 字":        {l.CheckReason("不"), 2, false},
		"a reason of two 字":        {l.CheckReason("没钱"), 4, true},
		"a reason with a number":   {l.CheckReason("见12号"), 6, true},
		"a note of one":            {l.CheckNote("1"), 1, true},
		"a note of dots":           {l.CheckNote("…"), 0, false},
		"a title of one":           {fund.CheckTitle("灯"), 1, false},
		"a title of two":           {fund.CheckTitle("路灯"), 2, true},
		"a title of sixty":         {fund.CheckTitle(strings.Repeat("灯", 60)), 60, true},
		"a title of sixty-one":     {fund.CheckTitle(strings.Repeat("灯", 61)), 61, false},
		"ten photos":               {l.CheckPhotos(10), 10, true},
		"eleven photos":            {l.CheckPhotos(11), 11, false},
	} {
		var length *fund.LengthError
		if (c.err == nil) != c.ok || c.err != nil && (!errors.As(c.err, &length) || length.Have != c.have) {
			t.Errorf("%s: %v, want length %d", name, c.err, c.have)
		}
	}
}

func TestPace(t *testing.T) {
	l := liuzhou(t).Requests
	for name, c := range map[string]struct {
		open, filed int
		want        fund.What
	}{
		"the first":           {0, 0, ""},
		"the tenth open":      {9, 4, ""},
		"the eleventh open":   {10, 0, fund.WhatOpen},
		"the fifth of a day":  {0, 4, ""},
		"the sixth of a day":  {0, 5, fund.WhatDay},
		"both: open is first": {10, 5, fund.WhatOpen},
		"far above":           {99, 99, fund.WhatOpen},
	} {
		err := l.CheckPace(c.open, c.filed)
		var pace *fund.PaceError
		if (err == nil) != (c.want == "") || err != nil && (!errors.As(err, &pace) || pace.What != c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
