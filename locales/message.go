package locales

import (
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// Message is something to be said: which text, and with what. The words are
// chosen when it is rendered, in the reader's language. It survives JSON with
// its types, so that it can wait in a queue. The zero Message says nothing.
type Message struct {
	ID   string `json:"id"`
	N    *int   `json:"n,omitempty"` // the count that picks the plural form
	Args []Arg  `json:"args,omitempty"`
}

// Arg is one argument of a Message. Its value is a string, int, time.Time,
// time.Duration, Name, Message, []Message, an amount of fen, or basis points.
type Arg struct {
	Name  string
	Value any
}

// Name is what a place or a person is called in the two languages of the data;
// a reader of a language other than Chinese gets EN. Where one is empty the
// other stands in.
type Name struct {
	ZH string `json:"zh,omitempty"`
	EN string `json:"en,omitempty"`
}

// In returns the name for a reader of the language.
func (n Name) In(l Lang) string {
	if l == Chinese && n.ZH != "" || n.EN == "" {
		return n.ZH
	}
	return n.EN
}

type (
	fen         int64
	basisPoints int
)

// IDs that no catalogue has: a key begins with a letter.
const (
	idText       = "_text"
	idName       = "_name"
	idItem       = "_item"
	idLines      = "_lines"
	idParagraphs = "_paragraphs"
)

// Text is what somebody wrote, as a message: said as it is, escaped in HTML.
func Text(s string) Message {
	return Message{ID: idText, Args: []Arg{{"text", s}}}
}

// Few are texts as messages to join: the first of many, up to most, and how many
// more there are.
func Few(most int, texts []string) []Message {
	shown := min(most, len(texts))
	list := make([]Message, shown, shown+1)
	for i := range list {
		list[i] = Text(texts[i])
	}
	if more := len(texts) - shown; more > 0 {
		list = append(list, FormatListMore(more))
	}
	return list
}

// Named is a name as a message.
func Named(n Name) Message {
	return Message{ID: idName, Args: []Arg{{"name", n}}}
}

// Lines says the messages one a line; those that say nothing are left out.
func Lines(ms ...Message) Message {
	return Message{ID: idLines, Args: []Arg{{"parts", ms}}}
}

// Paragraphs says the messages with an empty line between them; those that say
// nothing are left out.
func Paragraphs(ms ...Message) Message {
	return Message{ID: idParagraphs, Args: []Arg{{"parts", ms}}}
}

// IsZero reports whether the message says nothing.
func (m Message) IsZero() bool { return m.ID == "" }

// String shows the text's key and arguments, for tests and debugging. It may
// hold what people wrote: do not log it.
func (m Message) String() string {
	var b strings.Builder
	b.WriteString(m.ID)
	b.WriteString("(")
	if m.N != nil {
		fmt.Fprintf(&b, "N=%d", *m.N)
		if len(m.Args) > 0 {
			b.WriteString(", ")
		}
	}
	for i, a := range m.Args {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(a.String())
	}
	b.WriteString(")")
	return b.String()
}

// String shows the argument as name=value.
func (a Arg) String() string {
	switch v := a.Value.(type) {
	case string:
		return fmt.Sprintf("%s=%q", a.Name, v)
	case time.Time:
		return a.Name + "=" + v.Format(time.RFC3339)
	default:
		return fmt.Sprintf("%s=%v", a.Name, v)
	}
}

// LogValue keeps the arguments, which may be people's words, out of logs.
func (m Message) LogValue() slog.Value { return slog.StringValue(m.ID) }

// arg returns the value of an argument by its name.
func (m Message) arg(name string) (any, bool) {
	for _, a := range m.Args {
		if a.Name == name {
			return a.Value, true
		}
	}
	return nil, false
}
