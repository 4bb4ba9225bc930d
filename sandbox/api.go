package sandbox

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// api.json.gz is the Bot API 10.3 as data: the parameters of every method and
// the fields of every type. It is made from the published description by
//
//	jq -c '{methods: (.methods | map_values([.params[] | [.name, (.types|join("|")), .required]])),
//	  types: (.types | map_values(if .subtypes then .subtypes
//	    else ((.fields // []) | map({key:.name, value:(.types|join("|"))}) | from_entries) end))}' \
//	  bot-api-10.3.json | gzip -9n > api.json.gz
//
//go:embed api.json.gz
var apiFile []byte

// apiSpec is the Bot API: methods by lower-case name, types by name.
type apiSpec struct {
	methods map[string]*apiMethod
	types   map[string]*apiType
}

type apiMethod struct {
	name   string
	params map[string]apiParam
}

type apiParam struct {
	kinds    []string // "Integer", "Array of MessageEntity", …
	required bool
}

// apiType is an object's fields, or the types it stands for.
type apiType struct {
	fields map[string][]string
	oneOf  []string
}

// bareTypes are objects whose fields the description leaves out.
var bareTypes = []string{"InputFile", "DisabledButton", "CallbackGame"}

// readAPI unpacks the embedded description once.
var readAPI = sync.OnceValue(func() *apiSpec {
	unzip, err := gzip.NewReader(bytes.NewReader(apiFile))
	if err != nil {
		panic(fmt.Sprintf("sandbox: embedded api: %v", err))
	}
	var raw struct {
		Methods map[string][][3]any        `json:"methods"`
		Types   map[string]json.RawMessage `json:"types"`
	}
	if err := json.NewDecoder(unzip).Decode(&raw); err != nil {
		panic(fmt.Sprintf("sandbox: embedded api: %v", err))
	}
	spec := &apiSpec{methods: map[string]*apiMethod{}, types: map[string]*apiType{}}
	for name, params := range raw.Methods {
		m := &apiMethod{name: name, params: map[string]apiParam{}}
		for _, p := range params {
			kinds, _ := p[1].(string)
			required, _ := p[2].(bool)
			m.params[fmt.Sprint(p[0])] = apiParam{kinds: strings.Split(kinds, "|"), required: required}
		}
		if strings.HasPrefix(name, "editEphemeralMessage") { // the description forgets it here
			m.params["reply_markup"] = apiParam{kinds: []string{"InlineKeyboardMarkup"}}
		}
		spec.methods[strings.ToLower(name)] = m
	}
	for name, text := range raw.Types {
		spec.types[name] = readType(text)
	}
	return spec
})

func readType(text json.RawMessage) *apiType {
	t := &apiType{}
	if json.Unmarshal(text, &t.oneOf) == nil {
		return t
	}
	var fields map[string]string
	if json.Unmarshal(text, &fields) == nil {
		t.fields = map[string][]string{}
		for name, kinds := range fields {
			t.fields[name] = strings.Split(kinds, "|")
		}
	}
	return t
}

// check compares a call's parameters with the description and returns what
// Telegram would pass over: parameters the method does not have, values that
// are not of their type, fields that objects do not have.
func (spec *apiSpec) check(m *apiMethod, args []arg) []string {
	var notes []string
	for i, a := range args {
		p, ok := m.params[a.name]
		switch {
		case !ok && a.file != nil:
			continue // an attachment; attach:// refers to it
		case !ok:
			notes = append(notes, "unknown parameter "+strconv.Quote(a.name))
		case a.file != nil:
			if !slices.ContainsFunc(p.kinds, func(k string) bool { return k == "InputFile" }) {
				notes = append(notes, fmt.Sprintf("parameter %q is no file", a.name))
			}
		default:
			notes = append(notes, spec.checkText(a.name, a.value, p.kinds)...)
		}
		for _, earlier := range args[:i] {
			if earlier.name == a.name {
				notes = append(notes, fmt.Sprintf("parameter %q is given twice", a.name))
			}
		}
	}
	return notes
}

// checkText checks a parameter as it travels: plain text or JSON.
func (spec *apiSpec) checkText(name, value string, kinds []string) []string {
	for _, k := range kinds {
		switch k {
		case "String", "InputFile":
			return nil
		case "Integer":
			if _, err := strconv.ParseInt(value, 10, 64); err == nil {
				return nil
			}
		case "Float":
			if _, err := strconv.ParseFloat(value, 64); err == nil {
				return nil
			}
		case "Boolean":
			switch strings.ToLower(value) {
			case "true", "false":
				return nil
			}
		}
	}
	if !slices.ContainsFunc(kinds, composite) || value == "" {
		return []string{fmt.Sprintf("parameter %q is no %s", name, strings.Join(kinds, " or "))}
	}
	var v any
	d := json.NewDecoder(strings.NewReader(value))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return []string{fmt.Sprintf("parameter %q is no JSON", name)}
	}
	return spec.checkValue(name, v, kinds)
}

func composite(kind string) bool {
	switch kind {
	case "Integer", "Float", "Boolean", "String", "InputFile":
		return false
	}
	return true
}

// checkValue checks a JSON value against the types it may have.
func (spec *apiSpec) checkValue(where string, v any, kinds []string) []string {
	kinds = spec.expand(kinds)
	switch v := v.(type) {
	case map[string]any:
		return spec.checkObject(where, v, kinds)
	case []any:
		var elements []string
		for _, k := range kinds {
			if e, ok := strings.CutPrefix(k, "Array of "); ok {
				elements = append(elements, e)
			}
		}
		if elements == nil {
			return []string{where + " is an array, not " + strings.Join(kinds, " or ")}
		}
		var notes []string
		for i, e := range v {
			notes = append(notes, spec.checkValue(fmt.Sprintf("%s[%d]", where, i), e, elements)...)
		}
		return notes
	case nil:
		return nil
	}
	if slices.ContainsFunc(kinds, func(k string) bool { return scalarIs(v, k) }) {
		return nil
	}
	return []string{fmt.Sprintf("%s is not %s", where, strings.Join(kinds, " or "))}
}

func scalarIs(v any, kind string) bool {
	switch v := v.(type) {
	case bool:
		return kind == "Boolean"
	case json.Number:
		_, err := v.Int64()
		return kind == "Float" || kind == "Integer" && err == nil
	case string:
		return !strings.HasPrefix(kind, "Array of ") && kind != "Boolean" && kind != "Integer" && kind != "Float"
	}
	return false
}

func (spec *apiSpec) checkObject(where string, v map[string]any, kinds []string) []string {
	known := map[string][]string{}
	for _, k := range kinds {
		t := spec.types[k]
		if slices.Contains(bareTypes, k) || (t == nil && composite(k) && !strings.HasPrefix(k, "Array of ")) {
			return nil
		}
		if t != nil {
			for name, types := range t.fields {
				known[name] = append(known[name], types...)
			}
		}
	}
	if len(known) == 0 {
		return []string{where + " is an object, not " + strings.Join(kinds, " or ")}
	}
	var notes []string
	for name, value := range v {
		types, ok := known[name]
		if !ok {
			notes = append(notes, fmt.Sprintf("%s has no field %q", where, name))
			continue
		}
		notes = append(notes, spec.checkValue(where+"."+name, value, types)...)
	}
	slices.Sort(notes)
	return notes
}

// expand replaces types that stand for others by those.
func (spec *apiSpec) expand(kinds []string) []string {
	var all []string
	for _, k := range kinds {
		if t := spec.types[k]; t != nil && t.oneOf != nil {
			all = append(all, spec.expand(t.oneOf)...)
			continue
		}
		all = append(all, k)
	}
	return all
}
