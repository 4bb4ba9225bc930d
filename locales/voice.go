package locales

import (
	"bytes"
	"fmt"
	"strings"
	"text/template"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	i18ntemplate "github.com/nicksnyder/go-i18n/v2/i18n/template"

	"huimin/locales/internal/catalogue"
)

// voice renders in one language.
type voice struct {
	lang      Lang
	localizer *i18n.Localizer
	funcs     template.FuncMap
	declared  map[string]*catalogue.Entry
	fallback  map[string]*voice // by key: who says what this language lacks
	currency  string            // how amounts are named; "" by the language's own word
	residents bool              // they vote, in place of their representatives
	items     map[string]Name   // of the scope catalogue, that a place added
}

func newVoice(l Lang, bundle *i18n.Bundle, declared map[string]*catalogue.Entry) *voice {
	v := &voice{lang: l, localizer: i18n.NewLocalizer(bundle, string(l)), declared: declared}
	v.funcs = template.FuncMap{
		"money":    v.money,
		"currency": v.currencyName,
		"voters":   v.voters,
		"Voters":   v.votersFirst,
		"date":     v.date,
		"dateyear": v.dateYear,
		"clock":    v.clock,
		"datetime": v.dateTime,
		"span":     v.span,
		"t":        func(rendered string) string { return rendered },
		"join":     v.join,
		"lines":    func(rendered []string) string { return strings.Join(rendered, "\n") },
	}
	return v
}

// render says a message as HTML; the zero Message says nothing.
func (v *voice) render(m Message) (string, error) {
	switch m.ID {
	case "":
		return "", nil
	case idText, idName:
		if len(m.Args) != 1 {
			return "", fmt.Errorf("%s: %w", m.ID, ErrArgument)
		}
		return v.words(m.Args[0].Value)
	case idItem:
		return v.item(m)
	case idLines, idParagraphs:
		return v.together(m)
	}
	e := v.declared[m.ID]
	if e == nil {
		return "", fmt.Errorf("%s: %w", m.ID, ErrUnknown)
	}
	if other := v.fallback[m.ID]; other != nil {
		return other.render(m)
	}
	config := i18n.LocalizeConfig{MessageID: m.ID, TemplateParser: v}
	data := make(map[string]any, len(e.Args))
	for _, a := range e.Args {
		value, err := v.value(m, a)
		if err != nil {
			return "", fmt.Errorf("%s: %s: %w", m.ID, a.Name, err)
		}
		data[a.Field()] = value
		if a.Kind == catalogue.Count {
			config.PluralCount = value
		}
	}
	config.TemplateData = data
	s, err := v.localizer.Localize(&config)
	if err != nil {
		return "", fmt.Errorf("%s: %w", m.ID, err)
	}
	return s, nil
}

// value is what the template sees for a declared argument: people's words
// escaped, messages rendered, the rest as it is.
func (v *voice) value(m Message, a catalogue.Arg) (any, error) {
	if a.Kind == catalogue.Count {
		if m.N == nil {
			return nil, ErrArgument
		}
		return *m.N, nil
	}
	raw, ok := m.arg(a.Name)
	if !ok || kindOf(raw) != a.Kind {
		return nil, ErrArgument
	}
	switch x := raw.(type) {
	case string, Name:
		return v.words(x)
	case basisPoints:
		return v.percent(x)
	case Message:
		return v.render(x)
	case []Message:
		return v.renderAll(x)
	}
	return raw, nil
}

// kindOf tells the kind of a value that a Message carries; empty for others.
func kindOf(value any) catalogue.Kind {
	switch value.(type) {
	case string:
		return catalogue.Text
	case int:
		return catalogue.Int
	case fen:
		return catalogue.Money
	case basisPoints:
		return catalogue.Percent
	case time.Time:
		return catalogue.Time
	case time.Duration:
		return catalogue.Duration
	case Name:
		return catalogue.Name
	case Message:
		return catalogue.Msg
	case []Message:
		return catalogue.Msgs
	}
	return ""
}

// words are somebody's own words: a text or a name.
func (v *voice) words(value any) (string, error) {
	switch x := value.(type) {
	case string:
		return escape(x), nil
	case Name:
		return escape(x.In(v.lang)), nil
	}
	return "", ErrArgument
}

// item names an item that a place added to the scope catalogue.
func (v *voice) item(m Message) (string, error) {
	raw, _ := m.arg("code")
	code, ok := raw.(string)
	if !ok {
		return "", fmt.Errorf("%s: %w", m.ID, ErrArgument)
	}
	if name, ok := v.items[code]; ok {
		return v.words(name)
	}
	return v.words(code)
}

func (v *voice) together(m Message) (string, error) {
	raw, _ := m.arg("parts")
	parts, ok := raw.([]Message)
	if !ok {
		return "", fmt.Errorf("%s: %w", m.ID, ErrArgument)
	}
	said, err := v.renderAll(parts)
	if err != nil {
		return "", err
	}
	if m.ID == idParagraphs {
		return strings.Join(said, "\n\n"), nil
	}
	return strings.Join(said, "\n"), nil
}

// renderAll renders the messages that say something.
func (v *voice) renderAll(ms []Message) ([]string, error) {
	said := make([]string, 0, len(ms))
	for _, m := range ms {
		s, err := v.render(m)
		if err != nil {
			return nil, err
		}
		if s != "" {
			said = append(said, s)
		}
	}
	return said, nil
}

// Cacheable tells go-i18n to keep what Parse returns: each language has texts
// of its own and one parser.
func (v *voice) Cacheable() bool { return true }

// Parse reads a text with the functions of this language; a field that is not
// in the data is an error when it is executed.
func (v *voice) Parse(src, _, _ string) (i18ntemplate.ParsedTemplate, error) {
	if !strings.Contains(src, "{{") {
		return fixed(src), nil
	}
	t, err := template.New("").Option("missingkey=error").Funcs(v.funcs).Parse(src)
	if err != nil {
		return nil, err
	}
	return parsed{t}, nil
}

// fixed is a text without arguments.
type fixed string

// Execute returns the text.
func (f fixed) Execute(any) (string, error) { return string(f), nil }

// parsed is a text with arguments.
type parsed struct{ t *template.Template }

// Execute fills the arguments in.
func (p parsed) Execute(data any) (string, error) {
	var b bytes.Buffer
	if err := p.t.Execute(&b, data); err != nil {
		return "", err
	}
	return b.String(), nil
}
