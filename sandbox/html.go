package sandbox

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// htmlKinds are the tags of parse mode HTML and the entities they make; a, pre,
// code, span, tg-emoji and blockquote depend on their attributes too.
var htmlKinds = map[string]string{
	"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
	"tg-spoiler": "spoiler", "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre",
	"blockquote": "blockquote", "tg-emoji": "custom_emoji",
}

// htmlParser reads parse mode HTML the way Telegram does: its own small
// language, not the web's.
type htmlParser struct {
	src    string
	pos    int
	out    strings.Builder
	offset int // UTF-16 units written
	open   []openTag
	found  []Entity
}

type openTag struct {
	name, arg string
	offset    int // UTF-16
	start     int // bytes in out
}

// entityError is why a text does not parse, in Telegram's words.
type entityError string

// Error returns the words as they are.
func (e entityError) Error() string { return string(e) }

func notHTML(format string, args ...any) error { return entityError(fmt.Sprintf(format, args...)) }

// parseHTML returns the text and its entities. The error is Telegram's words
// behind "can't parse entities: ".
func parseHTML(src string) (string, []Entity, error) {
	if !strings.ContainsAny(src, "<&") {
		return src, nil, nil
	}
	p := &htmlParser{src: src}
	for p.pos < len(src) {
		switch {
		case src[p.pos] == '&':
			p.reference()
		case src[p.pos] != '<':
			_, size := utf8.DecodeRuneInString(src[p.pos:])
			p.write(src[p.pos : p.pos+size])
			p.pos += size
		case p.at(p.pos+1) == '/':
			if err := p.endTag(); err != nil {
				return "", nil, err
			}
		default:
			if err := p.startTag(); err != nil {
				return "", nil, err
			}
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, notHTML("Can't find end tag corresponding to start tag \"%s\"", p.open[n-1].name)
	}
	sortEntities(p.found)
	return p.out.String(), p.found, nil
}

// at returns a byte of the source, 0 beyond its end.
func (p *htmlParser) at(i int) byte {
	if i < len(p.src) {
		return p.src[i]
	}
	return 0
}

func (p *htmlParser) write(text string) {
	p.out.WriteString(text)
	p.offset += utf16Len(text)
}

func (p *htmlParser) reference() {
	if char, size := htmlReference(p.src[p.pos:]); size > 0 {
		p.write(char)
		p.pos += size
		return
	}
	p.write("&")
	p.pos++
}

// htmlReference reads &lt; &gt; &amp; &quot; and numbers; nothing else is
// known, and what is not known stays as it is.
func htmlReference(src string) (char string, size int) {
	for name, c := range map[string]string{"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": `"`} {
		if strings.HasPrefix(src, name) {
			return c, len(name)
		}
	}
	if !strings.HasPrefix(src, "&#") {
		return "", 0
	}
	end := strings.IndexByte(src, ';')
	if end < 3 || end > 10 {
		return "", 0
	}
	digits, base := src[2:end], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	code, err := strconv.ParseUint(digits, base, 32)
	if err != nil || code == 0 || code > utf8.MaxRune || !utf8.ValidRune(rune(code)) {
		return "", 0
	}
	return string(rune(code)), end + 1
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func (p *htmlParser) skipSpace() {
	for isSpace(p.at(p.pos)) {
		p.pos++
	}
}

func (p *htmlParser) startTag() error {
	begin := p.pos
	p.pos++
	for c := p.at(p.pos); c != 0 && !isSpace(c) && c != '>'; c = p.at(p.pos) {
		p.pos++
	}
	if p.pos >= len(p.src) {
		return notHTML("Unclosed start tag at byte offset %d", begin)
	}
	name := strings.ToLower(p.src[begin+1 : p.pos])
	if _, ok := htmlKinds[name]; !ok {
		return notHTML("Unsupported start tag \"%s\" at byte offset %d", name, begin)
	}
	tag := openTag{name: name, offset: p.offset, start: p.out.Len()}
	for {
		p.skipSpace()
		if p.at(p.pos) == '>' {
			p.pos++
			break
		}
		if err := p.attribute(&tag, begin); err != nil {
			return err
		}
	}
	if name == "span" && tag.arg != "tg-spoiler" {
		return notHTML(`Tag "span" must have class "tg-spoiler" at byte offset %d`, begin)
	}
	p.open = append(p.open, tag)
	return nil
}

func (p *htmlParser) attribute(tag *openTag, begin int) error {
	from := p.pos
	for c := p.at(p.pos); c != 0 && !isSpace(c) && c != '=' && c != '>' && c != '/' && c != '"' && c != '\''; c = p.at(p.pos) {
		p.pos++
	}
	name := strings.ToLower(p.src[from:p.pos])
	if name == "" {
		if p.pos >= len(p.src) {
			return notHTML("Unclosed start tag at byte offset %d", begin)
		}
		return notHTML("Empty attribute name in the tag \"%s\" at byte offset %d", tag.name, begin)
	}
	p.skipSpace()
	if p.at(p.pos) != '=' {
		if p.pos >= len(p.src) {
			return notHTML("Unclosed start tag \"%s\" at byte offset %d", tag.name, begin)
		}
		tag.take(name, "")
		return nil
	}
	p.pos++
	p.skipSpace()
	value, err := p.value(begin)
	if err != nil {
		return err
	}
	tag.take(name, value)
	return nil
}

func (p *htmlParser) value(begin int) (string, error) {
	quote := p.at(p.pos)
	if quote != '"' && quote != '\'' {
		from := p.pos
		for c := p.at(p.pos); c == '.' || c == '-' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'; c = p.at(p.pos) {
			p.pos++
		}
		if c := p.at(p.pos); c != 0 && !isSpace(c) && c != '>' {
			return "", notHTML("Unexpected end of name token at byte offset %d", from)
		}
		return strings.ToLower(p.src[from:p.pos]), p.closed(begin)
	}
	p.pos++
	var value strings.Builder
	for p.pos < len(p.src) && p.src[p.pos] != quote {
		if char, size := htmlReference(p.src[p.pos:]); p.src[p.pos] == '&' && size > 0 {
			value.WriteString(char)
			p.pos += size
			continue
		}
		value.WriteByte(p.src[p.pos])
		p.pos++
	}
	p.pos++
	return value.String(), p.closed(begin)
}

func (p *htmlParser) closed(begin int) error {
	if p.pos >= len(p.src) {
		return notHTML("Unclosed start tag at byte offset %d", begin)
	}
	return nil
}

// take keeps the one attribute that matters to the tag.
func (t *openTag) take(name, value string) {
	switch {
	case t.name == "a" && name == "href", t.name == "tg-emoji" && name == "emoji-id", t.name == "span" && name == "class":
		t.arg = value
	case (t.name == "code" || t.name == "pre") && name == "class" && strings.HasPrefix(value, "language-"):
		t.arg = strings.TrimPrefix(value, "language-")
	case t.name == "blockquote" && name == "expandable":
		t.arg = "expandable"
	}
}

func (p *htmlParser) endTag() error {
	begin := p.pos
	if len(p.open) == 0 {
		return notHTML("Unexpected end tag at byte offset %d", begin)
	}
	p.pos += 2
	for c := p.at(p.pos); c != 0 && !isSpace(c) && c != '>'; c = p.at(p.pos) {
		p.pos++
	}
	name := strings.ToLower(p.src[begin+2 : p.pos])
	p.skipSpace()
	if p.at(p.pos) != '>' {
		return notHTML("Unclosed end tag at byte offset %d", begin)
	}
	p.pos++
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return notHTML("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, tag.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	if p.offset > tag.offset {
		p.entity(tag)
	}
	return nil
}

func (p *htmlParser) entity(tag openTag) {
	e := Entity{Type: htmlKinds[tag.name], Offset: tag.offset, Length: p.offset - tag.offset}
	switch tag.name {
	case "a":
		e.URL = tag.arg
		if e.URL == "" {
			e.URL = p.out.String()[tag.start:]
		}
		if e.URL = goodLink(e.URL); e.URL == "" {
			return // Telegram drops the link and keeps its text
		}
	case "tg-emoji":
		e.CustomEmojiID = tag.arg
	case "blockquote":
		if tag.arg != "" {
			e.Type = "expandable_blockquote"
		}
	case "code":
		e.Language = tag.arg
	case "pre":
		e = p.pre(e)
	}
	if tag.name == "code" && e.Language != "" && !p.insidePre() {
		e.Language = ""
	}
	p.found = append(p.found, e)
}

func (p *htmlParser) insidePre() bool { return len(p.open) > 0 && p.open[len(p.open)-1].name == "pre" }

// pre joins <pre><code class="language-…"> into one entity with a language.
func (p *htmlParser) pre(e Entity) Entity {
	if n := len(p.found); n > 0 {
		if in := p.found[n-1]; in.Type == "code" && in.Offset == e.Offset && in.Length == e.Length {
			e.Language = in.Language
			p.found = slices.Delete(p.found, n-1, n)
		}
	}
	return e
}

// goodLink returns an address as Telegram keeps it, or nothing when Telegram
// would not accept it.
func goodLink(address string) string {
	address = strings.TrimSpace(address)
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "tg", "ton":
		return address
	case "http", "https", "ftp":
	default:
		return ""
	}
	host := u.Hostname()
	if host == "" || (!strings.Contains(host, ".") && host != "localhost" && !strings.Contains(host, ":")) {
		return ""
	}
	if u.Path == "" && u.RawQuery == "" && u.Fragment == "" {
		address += "/"
	}
	return address
}
