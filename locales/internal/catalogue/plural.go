package catalogue

import (
	"slices"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

const formOther = "other"

// allForms returns CLDR's plural forms in CLDR's order.
func allForms() []string { return []string{"zero", "one", "two", "few", "many", formOther} }

// Forms returns the plural forms that whole numbers take in a language, by
// CLDR's cardinal rules, in CLDR's order.
func Forms(tag string) []string {
	t := language.Make(tag)
	seen := map[string]bool{formOther: true}
	for n := range 201 {
		seen[formOf(t, n)] = true
	}
	for n := 1000; n <= 1_000_000_000; n *= 10 {
		seen[formOf(t, n)] = true
	}
	return slices.DeleteFunc(allForms(), func(f string) bool { return !seen[f] })
}

func formOf(t language.Tag, n int) string {
	switch plural.Cardinal.MatchPlural(t, n, 0, 0, 0, 0) {
	case plural.Zero:
		return "zero"
	case plural.One:
		return "one"
	case plural.Two:
		return "two"
	case plural.Few:
		return "few"
	case plural.Many:
		return "many"
	case plural.Other:
		return formOther
	}
	return formOther
}
