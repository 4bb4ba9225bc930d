package catalogue

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/language"
)

// Load reads every file dir/<noun>.<language>.toml. The set is returned also
// beside problems and then holds what could be read; the error is for files
// that could not be opened.
func Load(fsys fs.FS, dir string) (*Set, Problems, error) {
	names, err := fs.Glob(fsys, path.Join(dir, "*.toml"))
	if err != nil {
		return nil, nil, fmt.Errorf("list catalogues: %w", err)
	}
	if len(names) == 0 {
		return nil, nil, fmt.Errorf("no catalogue in %s: expected <noun>.en.toml", dir)
	}
	l := loader{set: &Set{}}
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, nil, fmt.Errorf("read catalogue: %w", err)
		}
		l.file(name, string(data))
	}
	l.finish()
	return l.set, l.problems, nil
}

type loader struct {
	set      *Set
	problems Problems
}

func (l *loader) problem(file, key, remedy, format string, args ...any) {
	l.problems = append(l.problems, Problem{File: file, Key: key, What: fmt.Sprintf(format, args...), Remedy: remedy})
}

// file reads one catalogue into its language.
func (l *loader) file(name, data string) {
	tag, ok := tagOf(name)
	if !ok {
		l.problem(name, "", "call it <noun>.<language>.toml, for example request.en.toml", "the file name names no language")
		return
	}
	raw := map[string]any{}
	if _, err := toml.Decode(data, &raw); err != nil {
		l.problem(name, "", "a catalogue holds [keys] with quoted texts under them", "not readable as TOML: %v", tomlError(err))
		return
	}
	lang := l.set.Language(tag)
	if lang == nil {
		lang = &Language{Tag: tag, Entries: map[string]*Entry{}}
		l.set.Languages = append(l.set.Languages, lang)
	}
	for _, key := range sortedKeys(raw) {
		if other := lang.Entries[key]; other != nil {
			l.problem(name, key, "rename one of the two", "%s has this key too", other.File)
			continue
		}
		fields, ok := raw[key].(map[string]any)
		if !ok {
			l.problem(name, key, `write [`+key+`] and below it other = "…"`, "this is not a table")
			continue
		}
		if e := l.entry(name, key, tag, fields); e != nil {
			lang.Entries[key] = e
		}
	}
}

// entry reads one text; nil when it has no usable form.
func (l *loader) entry(file, key, tag string, fields map[string]any) *Entry {
	if !keyForm.MatchString(key) {
		l.problem(file, key, "write it like request_filed", "a key is noun_what in small letters, digits and underscores")
		return nil
	}
	e := &Entry{Key: key, File: file, Forms: map[string]string{}}
	for _, name := range sortedKeys(fields) {
		text, ok := fields[name].(string)
		switch {
		case !ok:
			l.problem(file, key, "put it in quotes", "%s is not a text", name)
		case name == "args" && tag != Source:
			l.problem(file, key, "remove args here: the English file declares them", "args are declared in English only")
		case name == "args":
			e.Args = l.args(file, key, text)
		case slices.Contains(allForms(), name):
			if strings.TrimSpace(text) == "" && !blankAllowed(key) {
				l.problem(file, key, "write the text or remove the key in every language", "the form %q is empty", name)
			}
			e.Forms[name] = text
		default:
			l.problem(file, key, "use args and the plural forms "+strings.Join(allForms(), ", "), "unknown field %q", name)
		}
	}
	if _, ok := e.Forms[formOther]; !ok {
		l.problem(file, key, `add other = "…"`, "the form %q is missing", formOther)
		return nil
	}
	return e
}

// finish compares the languages with the source and checks every text.
func (l *loader) finish() {
	slices.SortFunc(l.set.Languages, func(a, b *Language) int {
		return cmp.Or(cmp.Compare(rank(a.Tag), rank(b.Tag)), cmp.Compare(a.Tag, b.Tag))
	})
	src := l.set.Language(Source)
	if src == nil {
		src = &Language{Tag: Source, Entries: map[string]*Entry{}}
		l.set.Languages = append(l.set.Languages, src)
	}
	for _, lang := range l.set.Languages {
		for _, key := range sortedKeys(lang.Entries) {
			e, declared := lang.Entries[key], src.Entries[key]
			if declared == nil {
				l.problem(e.File, key, "add it to the English file or remove it here", "English has no such key")
				delete(lang.Entries, key)
				continue
			}
			e.Args = declared.Args
			l.check(lang.Tag, e)
		}
		for _, key := range l.set.Keys() {
			if lang.Entries[key] == nil {
				lang.Missing = append(lang.Missing, key)
			}
		}
	}
	slices.SortStableFunc(l.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Key, b.Key))
	})
}

// check holds one text to its plural forms, its arguments and Telegram's HTML.
func (l *loader) check(tag string, e *Entry) {
	want := []string{formOther}
	if e.Counted() {
		want = Forms(tag)
	}
	for _, form := range want {
		if _, ok := e.Forms[form]; !ok {
			l.problem(e.File, e.Key, fmt.Sprintf(`add %s = "…"`, form), "%s needs the plural form %q", tag, form)
		}
	}
	used := map[string]bool{}
	for _, form := range sortedKeys(e.Forms) {
		if !slices.Contains(want, form) {
			l.problem(e.File, e.Key, "remove it, or declare a count in the English args", "the form %q is never chosen in %s", form, tag)
			continue
		}
		uses, plain, err := Examine(e.Forms[form], e.Args)
		if err != nil {
			l.problem(e.File, e.Key, "see the kinds of argument in locales/doc.go", "%s: %v", form, err)
			continue
		}
		for _, u := range uses {
			used[u] = true
		}
		for _, text := range plain {
			if err := CheckHTML(text); err != nil {
				l.problem(e.File, e.Key, "write only the tags Telegram knows, balanced, and &amp; for &", "%s: %v", form, err)
			}
		}
	}
	for _, a := range e.Args {
		if !used[a.Field()] && !a.Context {
			l.problem(e.File, e.Key, "use it, or declare it as _"+a.Name+" in English if a language may leave it out",
				"the argument %s is not used ({{.%s}})", a.Name, a.Field())
		}
	}
}

func rank(tag string) int {
	if i := slices.Index(Required(), tag); i >= 0 {
		return i
	}
	return len(Required())
}

// blankAllowed: separators may consist of a space.
func blankAllowed(key string) bool { return strings.HasPrefix(key, "format_") }

var keyForm = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)+$`)

func tagOf(name string) (string, bool) {
	parts := strings.Split(path.Base(name), ".")
	if len(parts) != 3 {
		return "", false
	}
	t, err := language.Parse(parts[1])
	if err != nil || t.String() != parts[1] {
		return "", false
	}
	return parts[1], true
}

func tomlError(err error) string {
	var pe toml.ParseError
	if errors.As(err, &pe) {
		return fmt.Sprintf("line %d: %s", pe.Position.Line, pe.Message)
	}
	return err.Error()
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
