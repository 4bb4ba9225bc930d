package programme

import (
	"reflect"
	"slices"
	"strings"
)

// list gives a value's parts as TOML readers hand them out.
func list(raw any) ([]any, bool) {
	switch x := raw.(type) {
	case []any:
		return x, true
	case []map[string]any:
		parts := make([]any, len(x))
		for i := range x {
			parts[i] = x[i]
		}
		return parts, true
	}
	return nil, false
}

func decodeList(k Key, raw any, to reflect.Value) *trouble {
	parts, ok := list(raw)
	if !ok {
		return instead(RemedyList)
	}
	if len(parts) == 0 {
		to.SetZero()
		return nil
	}
	made := reflect.MakeSlice(to.Type(), len(parts), len(parts))
	for i, part := range parts {
		if wrong := decodeAs(k, part, made.Index(i)); wrong != nil {
			wrong.about(part)
			inner := wrong.what
			wrong.what = Phrase{ID: WhatPart, N: int64(i + 1), Inner: &inner}
			return wrong
		}
	}
	to.Set(made)
	return nil
}

// decodeTable reads the fields of a part that has several.
func decodeTable(raw any, to reflect.Value) *trouble {
	names := fieldNames(to.Type())
	table, ok := raw.(map[string]any)
	if !ok {
		return &trouble{remedy: Phrase{ID: RemedyInline, Text: inlineExample(names)}}
	}
	for name := range table {
		if !slices.Contains(names, name) {
			return &trouble{what: Phrase{ID: WhatUnknownPart, Text: name}, remedy: Phrase{ID: RemedyInline, Text: inlineExample(names)}}
		}
	}
	for i, name := range names {
		part, given := table[name]
		if !given {
			continue
		}
		inner := Key{OneOf: nil, Unit: fieldUnit(name)}
		if wrong := decodeAs(inner, part, to.Field(i)); wrong != nil {
			wrong.about(part)
			inner := wrong.what
			wrong.what = Phrase{ID: WhatField, Text: name, Inner: &inner}
			return wrong
		}
	}
	return nil
}

func inlineExample(names []string) string {
	return "{ " + strings.Join(names, " = …, ") + " = … }"
}

// fieldNames gives the fields of a part as files write them: SpentMost is
// spent_most.
func fieldNames(t reflect.Type) []string {
	names := make([]string, t.NumField())
	for i := range names {
		names[i] = snake(t.Field(i).Name)
	}
	return names
}

func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if r >= 'A' && r <= 'Z' {
			if i > 0 {
				b.WriteByte('_')
			}
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// fieldUnit is what a part with a length of time counts: its name says so.
func fieldUnit(name string) Unit {
	switch {
	case strings.HasSuffix(name, "hours"):
		return UnitHours
	case strings.HasSuffix(name, "days"):
		return UnitDays
	}
	return UnitNone
}
