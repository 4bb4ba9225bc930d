package sandbox

import (
	"cmp"
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// utf16Len counts UTF-16 units, which entity offsets are in.
func utf16Len(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// byteAt returns the byte offset of a UTF-16 offset, or -1 when it is beyond
// the text or inside a character.
func byteAt(text string, offset int) int {
	n := 0
	for i, r := range text {
		if n == offset {
			return i
		}
		if n > offset {
			return -1
		}
		n += utf16.RuneLen(r)
	}
	if n == offset {
		return len(text)
	}
	return -1
}

// cutUTF16 returns the part of a text that an entity covers.
func cutUTF16(text string, offset, length int) string {
	from, to := byteAt(text, offset), byteAt(text, offset+length)
	if from < 0 || to < from {
		return ""
	}
	return text[from:to]
}

// Part returns the part of the message's text that an entity covers.
func (m *Message) Part(e Entity) string { return cutUTF16(m.Text, e.Offset, e.Length) }

const wordly = `\p{L}\p{N}_`

// finders are the entities that Telegram finds by itself. The first group is
// the entity.
var finders = []struct {
	kind string
	hint string // the text must have one of these
	re   *regexp.Regexp
}{
	{"url", ".", regexp.MustCompile(`(?i)(?:^|[^` + wordly + `@/.])((?:https?://|tg://|ftp://)[^\s<>"«»]*[^\s<>"«».,;:!?)\]'}]|(?:[a-z0-9-]+\.)+(?:com|org|net|me|cn|io|info|app|dev|example)(?:/[^\s<>"«»]*[^\s<>"«».,;:!?)\]'}])?)`)},
	{"email", "@", regexp.MustCompile(`(?i)(?:^|[^` + wordly + `@/])([a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})`)},
	{"bot_command", "/", regexp.MustCompile(`(?:^|[^` + wordly + `/<>@])(/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?)`)},
	{"mention", "@", regexp.MustCompile(`(?:^|[^` + wordly + `@/])(@[a-zA-Z0-9_]{4,32})`)},
	{"hashtag", "#", regexp.MustCompile(`(?:^|[^` + wordly + `#@])(#[` + wordly + `]*\p{L}[` + wordly + `]*)`)},
}

// findEntities finds commands, mentions, addresses and hashtags in a text.
func findEntities(text string) []Entity {
	if !strings.ContainsAny(text, "/@#.") {
		return nil
	}
	var found []Entity
	for _, f := range finders {
		if !strings.Contains(text, f.hint) {
			continue
		}
		for from := 0; from < len(text); {
			at := f.re.FindStringSubmatchIndex(text[from:])
			if at == nil {
				break
			}
			start, end := from+at[2], from+at[3]
			from = end
			if f.kind != "url" && f.kind != "email" && continues(text[end:]) {
				continue
			}
			e := Entity{Type: f.kind, Offset: utf16Len(text[:start]), Length: utf16Len(text[start:end])}
			if !overlaps(found, e) {
				found = append(found, e)
			}
		}
	}
	sortEntities(found)
	return found
}

// continues says whether a word goes on, so that what was found is no entity.
func continues(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest != "" && (r == '/' || r == '@' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
}

func overlaps(entities []Entity, e Entity) bool {
	for _, other := range entities {
		if e.Offset < other.Offset+other.Length && other.Offset < e.Offset+e.Length {
			return true
		}
	}
	return false
}

func sortEntities(entities []Entity) {
	slices.SortStableFunc(entities, func(a, b Entity) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(b.Length, a.Length))
	})
}

// withFound adds what Telegram finds by itself to what the bot marked; inside
// code and links nothing is found.
func withFound(text string, marked []Entity) []Entity {
	all := slices.Clone(marked)
	var closed []Entity
	for _, e := range marked {
		switch e.Type {
		case "code", "pre", "text_link", "text_mention", "custom_emoji", "url", "mention":
			closed = append(closed, e)
		}
	}
	for _, e := range findEntities(text) {
		if !overlaps(closed, e) {
			all = append(all, e)
		}
	}
	sortEntities(all)
	return all
}

// trimText takes white space off both ends and moves the entities along.
func trimText(text string, entities []Entity) (string, []Entity) {
	left := strings.TrimLeft(text, " \t\r\n")
	cut := utf16Len(text[:len(text)-len(left)])
	text = strings.TrimRight(left, " \t\r\n")
	if len(entities) == 0 {
		return text, nil
	}
	end := utf16Len(text)
	kept := make([]Entity, 0, len(entities))
	for _, e := range entities {
		from, to := max(e.Offset-cut, 0), min(e.Offset-cut+e.Length, end)
		if to > from {
			e.Offset, e.Length = from, to-from
			kept = append(kept, e)
		}
	}
	return text, kept
}

var htmlTags = map[string][2]string{
	"bold": {"<b>", "</b>"}, "italic": {"<i>", "</i>"}, "underline": {"<u>", "</u>"},
	"strikethrough": {"<s>", "</s>"}, "code": {"<code>", "</code>"}, "pre": {"<pre>", "</pre>"},
	"spoiler": {"<tg-spoiler>", "</tg-spoiler>"}, "blockquote": {"<blockquote>", "</blockquote>"},
	"expandable_blockquote": {"<blockquote expandable>", "</blockquote>"},
}

func tagsOf(e Entity) (opening, closing string) {
	switch e.Type {
	case "text_link":
		return `<a href="` + html.EscapeString(e.URL) + `">`, "</a>"
	case "pre":
		if e.Language != "" {
			return `<pre><code class="language-` + html.EscapeString(e.Language) + `">`, "</code></pre>"
		}
	}
	t := htmlTags[e.Type]
	return t[0], t[1]
}

// entitiesToHTML writes a text with its marked entities as Telegram's HTML.
func entitiesToHTML(text string, entities []Entity) string {
	type tag struct {
		at     int
		end    bool
		length int
		text   string
		order  int
	}
	var tags []tag
	for i, e := range entities {
		if opening, closing := tagsOf(e); opening != "" {
			tags = append(tags, tag{e.Offset, false, e.Length, opening, i}, tag{e.Offset + e.Length, true, e.Length, closing, i})
		}
	}
	slices.SortStableFunc(tags, func(a, b tag) int {
		switch {
		case a.at != b.at:
			return cmp.Compare(a.at, b.at)
		case a.end != b.end:
			if a.end {
				return -1
			}
			return 1
		case a.end:
			return cmp.Or(cmp.Compare(a.length, b.length), cmp.Compare(b.order, a.order))
		default:
			return cmp.Or(cmp.Compare(b.length, a.length), cmp.Compare(a.order, b.order))
		}
	})
	var out strings.Builder
	done := 0
	for _, t := range tags {
		if at := byteAt(text, t.at); at > done {
			out.WriteString(html.EscapeString(text[done:at]))
			done = at
		}
		out.WriteString(t.text)
	}
	out.WriteString(html.EscapeString(text[done:]))
	return out.String()
}
