package fund_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huimin/fund"
)

func TestCostLinesAsPeopleWriteThem(t *testing.T) {
	line := func(label string, fen fund.Money) fund.CostLine { return fund.CostLine{Label: label, Amount: fen} }
	for text, want := range map[string][]fund.CostLine{
		"lamp 3 × 200 = 600":            {line("lamp 3 × 200", 60000)},
		"labour 2000":                   {line("labour", 200000)},
		"lamp 3 × 200 = 600\nwork 2000": {line("lamp 3 × 200", 60000), line("work", 200000)},
		"人工：2000元":                      {line("人工", 200000)},
		"人工2000":                        {line("人工", 200000)},
		"声控灯 36盏×85元=3060元":             {line("声控灯 36盏 × 85元", 306000)},
		"声控灯36盏＊８５":                     {line("声控灯 36盏 × 85", 306000)},
		"油漆 2桶x150元/桶":                  {line("油漆 2桶 × 150元/桶", 30000)},
		"人工 两千":                         {line("人工", 200000)},
		"运费 1.5万":                       {line("运费", 1500000)},
		"pipe DN50 1,200.50 yuan":       {line("pipe DN50", 120050)},
		"cable 2.5 x 4":                 {line("cable 2.5 × 4", 1000)},
		"1. lamp 600\n2、电线 50":          {line("lamp", 60000), line("电线", 5000)},
		"- lamp 600; • wire 50":         {line("lamp", 60000), line("wire", 5000)},
		"灯 600\n线 50\n合计 650":           {line("灯", 60000), line("线", 5000)},
		"灯 600；线 50；合计 700":             {line("灯", 60000), line("线", 5000), line("合计", 70000)},
		"LED灯T8 200":                    {line("LED灯T8", 20000)},
		"box x 200":                     {line("box x", 20000)},
		"12栋灯 ¥600":                     {line("12栋灯", 60000)},
		"12栋灯 600":                      {line("12栋灯", 60000)},
	} {
		got, err := fund.ParseCostLines(text)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %+v, %v; want %+v", text, got, err, want)
		}
	}
}

func TestCostLinesThatAreNotUnderstood(t *testing.T) {
	for text, want := range map[string]fund.CostLineError{
		"":                             {Why: fund.CostNone},
		" \n ":                         {Why: fund.CostNone},
		"lamp":                         {Line: 1, Text: "lamp", Why: fund.CostNoAmount},
		"lamp 600\nwork a lot":         {Line: 2, Text: "work a lot", Why: fund.CostNoAmount},
		"600":                          {Line: 1, Text: "600", Why: fund.CostNoLabel},
		"3 × 200":                      {Line: 1, Text: "3 × 200", Why: fund.CostNoLabel},
		"lamp 3 × 200 = 500":           {Line: 1, Text: "lamp 3 × 200 = 500", Why: fund.CostProduct, Have: 50000, Want: 60000},
		"lamp 3 × 200 = 600.01":        {Line: 1, Text: "lamp 3 × 200 = 600.01", Why: fund.CostProduct, Have: 60001, Want: 60000},
		"lamp 0":                       {Line: 1, Text: "lamp 0", Why: fund.CostNothing},
		"lamp 0 × 200":                 {Line: 1, Text: "lamp 0 × 200", Why: fund.CostNothing},
		strings.Repeat("灯", 61) + " 5": {Line: 1, Text: strings.Repeat("灯", 61) + " 5", Why: fund.CostLong},
		strings.Repeat("a 1\n", 21):    {Why: fund.CostMany},
		strings.Repeat("a 1\n", 99):    {Why: fund.CostMany},
	} {
		_, err := fund.ParseCostLines(text)
		var got *fund.CostLineError
		if !errors.As(err, &got) || *got != want {
			t.Errorf("%q: %+v, want %+v", text, err, want)
		}
	}
	if _, err := fund.ParseCostLines(strings.Repeat("a 1\n", 20)); err != nil {
		t.Errorf("twenty lines: %v", err)
	}
}

func TestCostLinesComeToTheCost(t *testing.T) {
	lines := []fund.CostLine{{"lamp", 60000}, {"work", 200000}}
	for cost, why := range map[fund.Money]fund.CostWhy{260000: "", 260001: fund.CostSum, 259999: fund.CostSum, 0: fund.CostSum} {
		err := fund.CheckCostLines(lines, cost)
		var got *fund.CostLineError
		if why == "" && err != nil || why != "" && (!errors.As(err, &got) || got.Why != why || got.Have != 260000 || got.Want != cost) {
			t.Errorf("cost %d: %v, want %q", cost, err, why)
		}
	}
	if err := fund.CheckCostLines(nil, 0); err == nil {
		t.Error("no lines at all were taken")
	}
	if err := fund.CheckCostLines(slices.Repeat([]fund.CostLine{{"a", 1}}, 21), 21); err == nil {
		t.Error("21 lines were taken")
	}
	if err := fund.CheckCostLines([]fund.CostLine{{"a", -1}, {"b", 2}}, 1); err == nil {
		t.Error("an amount below zero was taken")
	}
}

// Whatever lines are written down as label and amount are read as these.
func TestCostLinesAreReadAsTheyWereWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, fund.MaxCostLines).Draw(t, "lines")
		var want []fund.CostLine
		var text strings.Builder
		for range n {
			label := rapid.StringMatching(`[a-wyz灯线管]{1,8}( [a-wyz灯线管]{1,8})?`).Draw(t, "label")
			amount := fund.Money(rapid.Int64Range(1, 100_000_000).Draw(t, "fen"))
			want = append(want, fund.CostLine{Label: label, Amount: amount})
			text.WriteString(label + " " + amount.Decimal() + "\n")
		}
		got, err := fund.ParseCostLines(text.String())
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%q: %+v, %v", text.String(), got, err)
		}
		if err := fund.CheckCostLines(got, fund.SumCostLines(want)); err != nil {
			t.Fatal(err)
		}
	})
}
