package locales

import (
	"embed"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"huimin/locales/internal/catalogue"
)

//go:embed text/*.toml
var texts embed.FS

// ErrUnknown is for a message whose text no catalogue has.
var ErrUnknown = errors.New("no such text")

// Book is all catalogues, ready to render. It is safe for concurrent use.
type Book struct {
	voices map[Lang]*voice
}

// Option changes how a [Book] speaks.
type Option func(*Book)

// InCurrency writes amounts in another currency than yuan, whose name every
// language takes as it is: so'm.
func InCurrency(name string) Option {
	return func(b *Book) {
		for _, v := range b.voices {
			v.currency = name
		}
	}
}

// ResidentsVote says in every text that residents vote, and not their
// representatives.
func ResidentsVote() Option {
	return func(b *Book) {
		for _, v := range b.voices {
			v.residents = true
		}
	}
}

// ItemNames names items of the scope catalogue that a place added, by code.
func ItemNames(names map[string]Name) Option {
	return func(b *Book) {
		for _, v := range b.voices {
			v.items = names
		}
	}
}

// NewBook loads the catalogues inside the program. The error names file and
// key of what is wrong with them.
func NewBook(options ...Option) (*Book, error) {
	b, err := newBook(texts)
	if err != nil {
		return nil, err
	}
	for _, change := range options {
		change(b)
	}
	return b, nil
}

func newBook(fsys fs.FS) (*Book, error) {
	set, problems, err := catalogue.Load(fsys, "text")
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 {
		return nil, fmt.Errorf("read the catalogues: %w", problems)
	}
	bundle := i18n.NewBundle(language.English)
	declared := map[string]*catalogue.Entry{}
	for _, l := range set.Languages {
		var messages []*i18n.Message
		for key, e := range l.Entries {
			messages = append(messages, &i18n.Message{
				ID: key, Zero: e.Forms["zero"], One: e.Forms["one"], Two: e.Forms["two"],
				Few: e.Forms["few"], Many: e.Forms["many"], Other: e.Forms["other"],
			})
			declared[key] = e
		}
		if err := bundle.AddMessages(language.Make(l.Tag), messages...); err != nil {
			return nil, fmt.Errorf("catalogues of %s: %w", l.Tag, err)
		}
	}
	b := &Book{voices: map[Lang]*voice{}}
	source := newVoice(English, bundle, declared)
	for _, l := range set.Languages {
		v := source
		if l.Tag != catalogue.Source {
			v = newVoice(Lang(l.Tag), bundle, declared)
			v.fallback = map[string]*voice{}
			for _, key := range l.Missing {
				v.fallback[key] = source
			}
		}
		b.voices[Lang(l.Tag)] = v
	}
	return b, nil
}

// HTML renders a message as Telegram's HTML: the tags of the catalogue stay,
// everything people wrote is escaped. It fails with ErrUnknown or ErrArgument.
func (b *Book) HTML(l Lang, m Message) (string, error) {
	v, ok := b.voices[l]
	if !ok {
		v = b.voices[Match(string(l))]
	}
	if m.IsZero() {
		return "", fmt.Errorf("render a message without an ID: %w", ErrUnknown)
	}
	s, err := v.render(m)
	if err != nil {
		return "", fmt.Errorf("render in %s: %w", v.lang, err)
	}
	return s, nil
}

// Plain renders a message as text without tags, for button labels, alerts and
// file names. It fails like HTML.
func (b *Book) Plain(l Lang, m Message) (string, error) {
	s, err := b.HTML(l, m)
	if err != nil {
		return "", err
	}
	return plain(s), nil
}

var tagForm = regexp.MustCompile(`<[^<>]*>`)

// plain undoes HTML: what people wrote is escaped, so that every < is a tag.
func plain(s string) string {
	if strings.Contains(s, "<") {
		s = tagForm.ReplaceAllString(s, "")
	}
	return html.UnescapeString(s)
}

// htmlEscapes are the entities Telegram knows by name.
var htmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// escape is the one place where other people's text enters HTML.
func escape(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD") // Telegram refuses a message with broken UTF-8
	}
	if !strings.ContainsAny(s, `&<>"`) {
		return s
	}
	return htmlEscapes.Replace(s)
}
