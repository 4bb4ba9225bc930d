package sandbox

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
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
	shapes  map[string]*shape // by the kinds they are made of
}

type apiMethod struct {
	name   string
	params map[string]*apiParam
}

type apiParam struct {
	kinds    []string // "Integer", "Array of MessageEntity", …
	required bool
	shape    *shape
}

// apiType is an object's fields, or the types it stands for.
type apiType struct {
	fields map[string][]string
	oneOf  []string
}

// shape is what a value of several kinds may look like.
type shape struct {
	kinds    []string          // with those that stand for others replaced
	fields   map[string]*shape // nil when it is no object
	anything bool              // an object whose fields are not known
	elements *shape            // nil when it is no array
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
	spec := &apiSpec{methods: map[string]*apiMethod{}, types: map[string]*apiType{}, shapes: map[string]*shape{}}
	for name, text := range raw.Types {
		spec.types[name] = readType(text)
	}
	for name, params := range raw.Methods {
		m := &apiMethod{name: name, params: map[string]*apiParam{}}
		for _, p := range params {
			kinds, _ := p[1].(string)
			required, _ := p[2].(bool)
			m.params[fmt.Sprint(p[0])] = spec.param(strings.Split(kinds, "|"), required)
		}
		if strings.HasPrefix(name, "editEphemeralMessage") { // the description forgets it here
			m.params["reply_markup"] = spec.param([]string{"InlineKeyboardMarkup"}, false)
		}
		spec.methods[strings.ToLower(name)] = m
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

func (spec *apiSpec) param(kinds []string, required bool) *apiParam {
	return &apiParam{kinds: kinds, required: required, shape: spec.shape(kinds)}
}

// shape makes, once, the shape of a value of these kinds.
func (spec *apiSpec) shape(kinds []string) *shape {
	key := strings.Join(kinds, "|")
	if s := spec.shapes[key]; s != nil {
		return s
	}
	s := &shape{kinds: spec.expand(kinds)}
	spec.shapes[key] = s // before it is filled: types hold themselves
	known := map[string][]string{}
	var elements []string
	for _, k := range s.kinds {
		if e, ok := strings.CutPrefix(k, "Array of "); ok {
			elements = append(elements, e)
			continue
		}
		t := spec.types[k]
		if slices.Contains(bareTypes, k) || t == nil && composite(k) {
			s.anything = true
		}
		if t != nil {
			for name, types := range t.fields {
				known[name] = append(known[name], types...)
			}
		}
	}
	if elements != nil {
		s.elements = spec.shape(elements)
	}
	for name, types := range known {
		if s.fields == nil {
			s.fields = map[string]*shape{}
		}
		slices.Sort(types)
		s.fields[name] = spec.shape(slices.Compact(types))
	}
	return s
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

func composite(kind string) bool {
	switch kind {
	case "Integer", "Float", "Boolean", "String", "InputFile":
		return false
	}
	return true
}
