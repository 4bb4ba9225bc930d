package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// check compares a call's parameters with the description and returns what
// Telegram would pass over: parameters the method does not have, values that
// are not of their type, fields that objects do not have.
func (m *apiMethod) check(args []arg) []string {
	var notes []string
	for i, a := range args {
		p := m.params[a.name]
		switch {
		case p == nil && a.file != nil:
			continue // an attachment; attach:// refers to it
		case p == nil:
			notes = append(notes, "unknown parameter "+strconv.Quote(a.name))
		case a.file != nil:
			if !slices.Contains(p.kinds, "InputFile") {
				notes = append(notes, fmt.Sprintf("parameter %q is no file", a.name))
			}
		default:
			notes = append(notes, p.check(a)...)
		}
		for _, earlier := range args[:i] {
			if earlier.name == a.name {
				notes = append(notes, fmt.Sprintf("parameter %q is given twice", a.name))
			}
		}
	}
	return notes
}

// check checks a parameter as it travels: plain text or JSON.
func (p *apiParam) check(a arg) []string {
	for _, k := range p.kinds {
		switch k {
		case "String", "InputFile":
			return nil
		case "Integer":
			if _, err := strconv.ParseInt(a.value, 10, 64); err == nil {
				return nil
			}
		case "Float":
			if _, err := strconv.ParseFloat(a.value, 64); err == nil {
				return nil
			}
		case "Boolean":
			switch strings.ToLower(a.value) {
			case "true", "false":
				return nil
			}
		}
	}
	if !slices.ContainsFunc(p.kinds, composite) || a.value == "" {
		return []string{fmt.Sprintf("parameter %q is no %s", a.name, strings.Join(p.kinds, " or "))}
	}
	var v any
	d := json.NewDecoder(strings.NewReader(a.value))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return []string{fmt.Sprintf("parameter %q is no JSON", a.name)}
	}
	return within(a.name, p.shape.check(v))
}

// within puts where notes come from in front of them.
func within(where string, notes []string) []string {
	for i := range notes {
		notes[i] = where + notes[i]
	}
	return notes
}

// check checks a JSON value. Notes say where in the value they are from.
func (s *shape) check(v any) []string {
	switch v := v.(type) {
	case map[string]any:
		return s.checkObject(v)
	case []any:
		if s.elements == nil {
			return []string{" is an array, not " + strings.Join(s.kinds, " or ")}
		}
		var notes []string
		for i, e := range v {
			if more := s.elements.check(e); more != nil {
				notes = append(notes, within("["+strconv.Itoa(i)+"]", more)...)
			}
		}
		return notes
	case nil:
		return nil
	}
	if s.anything { // a type the description only names, such as a style
		return nil
	}
	for _, k := range s.kinds {
		if scalarIs(v, k) {
			return nil
		}
	}
	return []string{" is not " + strings.Join(s.kinds, " or ")}
}

func scalarIs(v any, kind string) bool {
	switch v := v.(type) {
	case bool:
		return kind == "Boolean"
	case json.Number:
		_, err := v.Int64()
		return kind == "Float" || kind == "Integer" && err == nil
	case string:
		return kind == "String" || kind == "InputFile"
	}
	return false
}

func (s *shape) checkObject(v map[string]any) []string {
	if s.anything {
		return nil
	}
	if s.fields == nil {
		return []string{" is an object, not " + strings.Join(s.kinds, " or ")}
	}
	var notes []string
	for name, value := range v {
		field := s.fields[name]
		if field == nil {
			notes = append(notes, fmt.Sprintf(" has no field %q", name))
			continue
		}
		if more := field.check(value); more != nil {
			notes = append(notes, within("."+name, more)...)
		}
	}
	slices.Sort(notes)
	return notes
}
