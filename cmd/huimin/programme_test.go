package main

import (
	"testing"

	"huimin/locales"
	"huimin/programme"
)

func TestEveryRuleIsExplained(t *testing.T) {
	book, err := locales.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	parts := []string{""}
	for _, k := range programme.Keys() {
		parts = append(parts, k.Name)
		if k.Section() != "" {
			parts = append(parts, "section:"+k.Section())
		}
	}
	for _, part := range parts {
		for _, lang := range locales.Languages() {
			if m := locales.Rule(part); m.IsZero() {
				t.Errorf("%q has no words: add rule_… to locales/text/rule.*.toml and locales/rule.go", part)
			} else if _, err := book.Plain(lang, m); err != nil {
				t.Errorf("%q in %s: %v", part, lang, err)
			}
		}
	}
}
