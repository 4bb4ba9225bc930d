package programme

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"huimin/fund"
)

// TestEveryRuleHasAKey holds fund.Programme to the file: a rule that no file can
// say is none that a place could choose.
func TestEveryRuleHasAKey(t *testing.T) {
	var have []string
	for _, k := range Keys() {
		have = append(have, k.Field)
	}
	for _, field := range rules(reflect.TypeFor[fund.Programme](), "") {
		if !slices.Contains(have, field) {
			t.Errorf("fund.Programme.%s cannot be set in a file: add a line to programme/keys.go, "+
				"like {Name: %q, Field: %q}, its words in locales/text/rule.{en,zh}.toml, and those in locales/rule.go",
				field, strings.ToLower(field), field)
		}
	}
}

// rules lists the fields of a programme down to what one key says. Calendar and
// catalogue are made of keys of their own.
func rules(t reflect.Type, path string) (list []string) {
	whole := []reflect.Type{reflect.TypeFor[fund.Share](), reflect.TypeFor[*time.Location]()}
	made := []reflect.Type{reflect.TypeFor[fund.Calendar](), reflect.TypeFor[fund.Catalogue]()}
	for i := range t.NumField() {
		f := t.Field(i)
		name := strings.TrimPrefix(path+"."+f.Name, ".")
		switch {
		case slices.Contains(made, f.Type):
		case f.Type.Kind() == reflect.Struct && !slices.Contains(whole, f.Type):
			list = append(list, rules(f.Type, name)...)
		default:
			list = append(list, name)
		}
	}
	return list
}

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
