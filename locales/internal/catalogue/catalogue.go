// Package catalogue reads the files that hold the project's words and says
// what is wrong with them: which file, which key, and how to mend it. It knows
// the form of a text (plural forms, placeholders, Telegram's HTML) and nothing
// of what the texts are for. The generator and the running program read through
// it, so that neither accepts what the other refuses.
package catalogue

import (
	"fmt"
	"slices"
	"strings"
)

// Source is the language that declares the arguments; the others follow it.
const Source = "en"

// SelfKey is the text by which a language calls itself in the choice of
// languages. It becomes part of LanguageName and not a call of its own.
const SelfKey = "language_self"

// Required returns the languages that must hold every text.
func Required() []string { return []string{"zh", Source} }

// Kind is the type of an argument as the English catalogue declares it.
type Kind string

// The kinds of argument; the package locales says how each is rendered.
const (
	Text     Kind = "text"
	Int      Kind = "int"
	Count    Kind = "count"
	Money    Kind = "money"
	Time     Kind = "time"
	Duration Kind = "duration"
	Msg      Kind = "msg"
	Msgs     Kind = "msgs"
	Name     Kind = "name"
	Percent  Kind = "percent"
)

// Kinds returns all kinds in the order of the documentation.
func Kinds() []Kind {
	return []Kind{Text, Int, Count, Money, Time, Duration, Msg, Msgs, Name, Percent}
}

// Arg is one declared argument of a text.
type Arg struct {
	Name    string // the Go parameter, without the mark of an optional one
	Kind    Kind
	Context bool // declared with a leading "_": a language may leave it out
}

// Field is the name under which a template sees the argument.
func (a Arg) Field() string {
	if a.Kind == Count {
		return "N"
	}
	return strings.ToUpper(a.Name[:1]) + a.Name[1:]
}

// Entry is one text in one language.
type Entry struct {
	Key   string
	File  string
	Args  []Arg             // of the source language, also in the other languages
	Forms map[string]string // plural form to text; "other" is always there
}

// Counted reports whether a count picks the form of the text.
func (e *Entry) Counted() bool {
	return slices.ContainsFunc(e.Args, func(a Arg) bool { return a.Kind == Count })
}

// Language holds all texts of one language.
type Language struct {
	Tag     string
	Entries map[string]*Entry
	Missing []string // keys that the source has and this language has not, sorted
}

// Set is everything that was read.
type Set struct {
	Languages []*Language // the required ones first, the rest by tag
}

// Language returns the language with this tag, or nil.
func (s *Set) Language(tag string) *Language {
	for _, l := range s.Languages {
		if l.Tag == tag {
			return l
		}
	}
	return nil
}

// Keys returns the source's keys in order.
func (s *Set) Keys() []string {
	src := s.Language(Source)
	keys := make([]string, 0, len(src.Entries))
	for k := range src.Entries {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Offered returns the tags of the languages that people may choose: the
// required ones and every other that lacks nothing.
func (s *Set) Offered() []string {
	var tags []string
	for _, l := range s.Languages {
		if slices.Contains(Required(), l.Tag) || len(l.Missing) == 0 {
			tags = append(tags, l.Tag)
		}
	}
	return tags
}

// Problem is one thing wrong with a catalogue.
type Problem struct {
	File   string
	Key    string // empty when the whole file is meant
	What   string
	Remedy string
}

// Error says where, what and how to mend it, in one line.
func (p Problem) Error() string {
	where := p.File
	if p.Key != "" {
		where += ": " + p.Key
	}
	return fmt.Sprintf("%s: %s; %s", where, p.What, p.Remedy)
}

// InSource reports whether the problem is one of the source language, without
// which no call can be generated.
func (p Problem) InSource() bool { return strings.HasSuffix(p.File, "."+Source+".toml") }

// Problems are all that is wrong, in the order of files and keys.
type Problems []Problem

// Error lists the problems, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}
