package fund_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"huimin/fund"
)

func TestMaskedNames(t *testing.T) {
	for _, c := range []struct{ first, last, want string }{
		{"王小明", "", "王**"},
		{"小明", "王", "王**"},
		{"", "王小明", "王**"},
		{"王", "", "王**"},
		{"欧阳修", "", "欧阳**"},
		{"修", "欧阳", "欧阳**"},
		{"诸葛", "亮", "诸葛**"}, // the fields the other way round
		{"歐陽修", "", "歐陽**"},
		{"Ann", "Lee", "A**"},
		{"ann lee", "", "A**"},
		{"Élise", "", "É**"},
		{"Анна", "Каренина", "А**"},
		{"小明", "Wang", "小**"},
		{"🌸王小明🌸", "", "王**"},
		{"阿-明", "", "阿**"},
		{"\u202e王小明", "", "王**"},
		{"123", "", "*"},
		{"", "", "*"},
		{"👍", "🎉", "*"},
		{"  ", "", "*"},
	} {
		if got := fund.MaskName(c.first, c.last); got != c.want {
			t.Errorf("%q %q: %s, want %s", c.first, c.last, got, c.want)
		}
	}
}

func TestAMaskTellsNothingMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first, last := rapid.String().Draw(t, "first"), rapid.String().Draw(t, "last")
		got := fund.MaskName(first, last)
		kept := strings.TrimRight(got, "*")
		if n := utf8.RuneCountInString(kept); n > 2 || n == 2 && !unicode.Is(unicode.Han, []rune(kept)[0]) {
			t.Fatalf("%q %q: %s keeps %d letters", first, last, got, n)
		}
		if stars := len(got) - len(kept); kept != "" && stars != 2 || kept == "" && stars != 1 {
			t.Fatalf("%q %q: %s", first, last, got)
		}
	})
}

func TestConsentIsToTheNoticeInForce(t *testing.T) {
	for name, c := range map[string]struct {
		person fund.Person
		want   bool
	}{
		"never asked":        {fund.Person{}, false},
		"agreed to this one": {fund.Person{Consent: fund.ConsentVersion}, true},
		"to an earlier one":  {fund.Person{Consent: fund.ConsentVersion - 1}, false},
		"erased":             {fund.Person{Consent: fund.ConsentVersion, Erased: true}, false},
	} {
		if c.person.Consented() != c.want {
			t.Errorf("%s: %v", name, !c.want)
		}
	}
}
