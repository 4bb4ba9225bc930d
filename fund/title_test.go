package fund_test

import (
	"strings"
	"testing"

	"huimin/fund"
)

func TestProjectsAreCalledByWholeWords(t *testing.T) {
	for text, want := range map[string]string{
		"The lamp at the corridor door is broken":                                                         "The lamp at the corridor door is broken",
		"The lamp is broken. Old people fall there":                                                       "The lamp is broken. Old people fall there",
		"The lamp at the corridor door is broken. Old people fall there every night":                      "The lamp at the corridor door is broken",
		"The lamps in the corridor of block 3 do not work any more, so that old people fall":              "The lamps in the corridor of block 3 do not work any more",
		"Please mend the lamps in the corridor of block three because the old people who live there fall": "Please mend the lamps in the corridor of block three",
		"街心公园的长廊顶棚漏雨，木凳也朽了，老人没地方坐。建议把长廊翻修一下，厂里说愿意出一部分钱，大家都很高兴，希望早日动工，谢谢居委会的同志们了": "街心公园的长廊顶棚漏雨，木凳也朽了，老人没地方坐",
		strings.Repeat("灯", 61): strings.Repeat("灯", 60),
		strings.Repeat("灯", 60): strings.Repeat("灯", 60),
		strings.Repeat("a", 61): strings.Repeat("a", 60),
		"灯":                     "",
		"":                      "",
	} {
		if got := (fund.Request{Text: text}).ProjectTitle(); got != want {
			t.Errorf("%q is called %q, want %q", text, got, want)
		}
	}
}
