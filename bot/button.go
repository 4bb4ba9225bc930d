package bot

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"huimin/locales"
)

// maxButton is how many bytes Telegram lets a button carry.
const maxButton = 64

var (
	errUnknownButton = errors.New("no press is registered for this type")
	errLongButton    = errors.New("a button carries at most 64 bytes")
	errStaleButton   = errors.New("a button that nothing here has made")
)

// pressed is a type of button: its tag, its type, and what a press does.
type pressed struct {
	tag  string
	typ  reflect.Type
	open bool // strangers may press it
	run  func(t *turn, value reflect.Value) error
}

// buttons packs typed values into what a button carries, and back. A button is
// its type's tag and its fields in order, set apart by colons: integers in
// base 36, bools as 1 or nothing, strings with % and : escaped.
type buttons struct {
	byTag  map[string]*pressed
	byType map[reflect.Type]*pressed
}

func newButtons() *buttons {
	return &buttons{byTag: map[string]*pressed{}, byType: map[reflect.Type]*pressed{}}
}

// add registers a type of button under a tag.
func (b *buttons) add(p *pressed) error {
	switch {
	case p.tag == "" || len(p.tag) > 8 || strings.ContainsAny(p.tag, ":%"):
		return fmt.Errorf("button tag %q: want 1 to 8 bytes without : and %%", p.tag)
	case b.byTag[p.tag] != nil:
		return fmt.Errorf("button tag %q is taken by %s", p.tag, b.byTag[p.tag].typ)
	case b.byType[p.typ] != nil:
		return fmt.Errorf("button type %s has the tag %q already", p.typ, b.byType[p.typ].tag)
	case p.typ.Kind() != reflect.Struct:
		return fmt.Errorf("button type %s is not a struct", p.typ)
	}
	for i := range p.typ.NumField() {
		f := p.typ.Field(i)
		switch f.Type.Kind() { //nolint:exhaustive // every other kind is refused
		case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Bool, reflect.String:
		default:
			return fmt.Errorf("button type %s: field %s is neither integer, string nor bool", p.typ, f.Name)
		}
		if !f.IsExported() {
			return fmt.Errorf("button type %s: field %s is not exported", p.typ, f.Name)
		}
	}
	b.byTag[p.tag], b.byType[p.typ] = p, p
	return nil
}

// key makes a button that carries value. A value that cannot be carried is an
// error when the screen is sent.
func (b *buttons) key(label locales.Message, value any) key {
	data, err := b.pack(value)
	return key{Label: label, Data: data, err: err}
}

var packEscapes = strings.NewReplacer("%", "%25", ":", "%3A")

func (b *buttons) pack(value any) (string, error) {
	v := reflect.ValueOf(value)
	p := b.byType[v.Type()]
	if p == nil {
		return "", fmt.Errorf("%s: %w", v.Type(), errUnknownButton)
	}
	out := append(make([]byte, 0, maxButton), p.tag...)
	for i := range v.NumField() {
		out = append(out, ':')
		switch f := v.Field(i); f.Kind() { //nolint:exhaustive // add lets no other kind in
		case reflect.Bool:
			if f.Bool() {
				out = append(out, '1')
			}
		case reflect.String:
			out = append(out, packEscapes.Replace(f.String())...)
		default:
			if n := f.Int(); n != 0 {
				out = strconv.AppendInt(out, n, 36)
			}
		}
	}
	if len(out) > maxButton {
		return "", fmt.Errorf("%s: %d bytes: %w", v.Type(), len(out), errLongButton)
	}
	return string(out), nil
}

var packUnescapes = strings.NewReplacer("%25", "%", "%3A", ":")

// unpack reads what a button carries; errStaleButton for anything that pack
// would not have made: a forged button, or one of an earlier release.
func (b *buttons) unpack(data string) (*pressed, reflect.Value, error) {
	parts := strings.Split(data, ":")
	p := b.byTag[parts[0]]
	if p == nil || len(parts)-1 != p.typ.NumField() {
		return nil, reflect.Value{}, errStaleButton
	}
	v := reflect.New(p.typ).Elem()
	for i, part := range parts[1:] {
		switch f := v.Field(i); f.Kind() { //nolint:exhaustive // add lets no other kind in
		case reflect.Bool:
			f.SetBool(part == "1")
		case reflect.String:
			f.SetString(packUnescapes.Replace(part))
		default:
			n, err := strconv.ParseInt("0"+strings.TrimPrefix(part, "-"), 36, 64)
			if strings.HasPrefix(part, "-") {
				n, err = strconv.ParseInt(part, 36, 64)
			}
			if err != nil || f.OverflowInt(n) {
				return nil, reflect.Value{}, errStaleButton
			}
			f.SetInt(n)
		}
	}
	if again, err := b.pack(v.Interface()); err != nil || again != data {
		return nil, reflect.Value{}, errStaleButton
	}
	return p, v, nil
}

// press registers what a press on a button of type B does. The tag stays with
// the type for good: buttons of earlier releases hang in people's chats.
func press[B any](r *router, tag string, run func(t *turn, b B) error) {
	r.press(&pressed{tag: tag, typ: reflect.TypeFor[B](), run: runPress(run)})
}

// pressOpen is press for buttons that strangers may press too.
func pressOpen[B any](r *router, tag string, run func(t *turn, b B) error) {
	r.press(&pressed{tag: tag, typ: reflect.TypeFor[B](), open: true, run: runPress(run)})
}

func runPress[B any](run func(t *turn, b B) error) func(*turn, reflect.Value) error {
	return func(t *turn, v reflect.Value) error {
		b, ok := v.Interface().(B)
		if !ok {
			return errStaleButton
		}
		return run(t, b)
	}
}
