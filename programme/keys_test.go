package programme

import (
	"slices"
	"testing"
)

func TestEveryKeyGoesSomewhereAndComesBack(t *testing.T) {
	names, fields := make(map[string]bool), make(map[string]bool)
	sections := []string{}
	for _, preset := range Presets() {
		p, err := Preset(preset)
		if err != nil {
			t.Fatal(err)
		}
		d, err := draftOf(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range Keys() {
			if text := encode(k, d.field(k)); text == "" {
				t.Errorf("%s of %s cannot be written: %v", k.Name, preset, d.field(k))
			}
		}
	}
	for _, k := range Keys() {
		if names[k.Name] || fields[k.Field] {
			t.Errorf("%s is there twice", k.Name)
		}
		names[k.Name], fields[k.Field] = true, true
		if n := len(sections); n == 0 || sections[n-1] != k.Section() {
			if slices.Contains(sections, k.Section()) {
				t.Errorf("section %q begins twice, at %s: a file could not be read", k.Section(), k.Name)
			}
			sections = append(sections, k.Section())
		}
	}
}
