package programme

import (
	"fmt"
	"io"
	"strings"
	"time"

	"huimin/fund"
)

// Explain gives the comment above a part of a file: "" is the file itself, then
// come sections, "section:tiers", and keys, "tiers.max_cost". A part with no words has
// no comment. It may have several lines.
type Explain func(part string) string

// Write writes a programme file with every rule of a rulebook: those from the
// beginning, and of each change what differs from the rules before. Read again,
// it makes the same rules. explain may be nil.
func Write(w io.Writer, book fund.Rulebook, explain Explain) error {
	if explain == nil {
		explain = func(string) string { return "" }
	}
	var b strings.Builder
	comment(&b, explain(""))
	editions := book.Editions()
	if err := writeRules(&b, editions[0].Programme, explain); err != nil {
		return err
	}
	for i, e := range editions[1:] {
		if err := writeChange(&b, editions[i].Programme, e, book.Zone()); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeRules(b *strings.Builder, p fund.Programme, explain Explain) error {
	d, err := draftOf(p)
	if err != nil {
		return err
	}
	section := ""
	for _, k := range Keys() {
		if s := k.Section(); s != section {
			section = s
			b.WriteByte('\n')
			comment(b, explain("section:"+s))
			fmt.Fprintf(b, "[%s]\n", s)
		}
		if words := explain(k.Name); words != "" {
			b.WriteByte('\n')
			comment(b, words)
		}
		fmt.Fprintf(b, "%s = %s\n", k.Short(), wrap(encode(k, d.field(k))))
	}
	return nil
}

// writeChange writes what differs, by section.
func writeChange(b *strings.Builder, before fund.Programme, e fund.Edition, zone *time.Location) error {
	differs, err := Diff(before, e.Programme)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "\n[[%s]]\n%s = %q\n", keyChange, keyFrom, e.From.In(zone).Format(time.DateOnly))
	section := ""
	for _, d := range differs {
		if s := d.Key.Section(); s != section {
			section = s
			fmt.Fprintf(b, "[%s.%s]\n", keyChange, s)
		}
		fmt.Fprintf(b, "%s = %s\n", d.Key.Short(), wrap(d.New))
	}
	return nil
}

func comment(b *strings.Builder, words string) {
	if words == "" {
		return
	}
	for line := range strings.SplitSeq(strings.TrimRight(words, "\n"), "\n") {
		b.WriteString(strings.TrimRight("# "+line, " ") + "\n")
	}
}

// wrap writes a long list of parts with a part a line.
func wrap(value string) string {
	const room = 80
	if len(value) <= room || !strings.HasPrefix(value, "[{") {
		return value
	}
	inner := strings.TrimSuffix(strings.TrimPrefix(value, "["), "]")
	return "[\n  " + strings.ReplaceAll(inner, " }, { ", " },\n  { ") + ",\n]"
}

// Canonical writes a rulebook without comments, to be kept as proof of the
// rules; what its files brought stands in it.
func Canonical(book fund.Rulebook) (string, error) {
	var b strings.Builder
	err := Write(&b, book, nil)
	return b.String(), err
}
