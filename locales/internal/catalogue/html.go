package catalogue

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Telegram's HTML: https://core.telegram.org/bots/api#html-style
var (
	entityForm = regexp.MustCompile(`^&(amp|lt|gt|quot|#[0-9]+|#x[0-9a-fA-F]+);`)
	closeForm  = regexp.MustCompile(`^</([a-z-]+)>`)
	openForm   = regexp.MustCompile(`^<([a-z-]+)( [^<>]*)?>`)
)

// attributes returns, for each tag that Telegram knows, what may follow its
// name.
func attributes() map[string]*regexp.Regexp {
	none := regexp.MustCompile(`^$`)
	m := map[string]*regexp.Regexp{
		"a":          regexp.MustCompile(`^ href="[^"]+"$`),
		"code":       regexp.MustCompile(`^( class="language-[^"]+")?$`),
		"span":       regexp.MustCompile(`^ class="tg-spoiler"$`),
		"tg-emoji":   regexp.MustCompile(`^ emoji-id="[^"]+"$`),
		"blockquote": regexp.MustCompile(`^( expandable)?$`),
	}
	for _, tag := range []string{"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "pre", "tg-spoiler"} {
		m[tag] = none
	}
	return m
}

// CheckHTML says what Telegram would refuse in a text: an unknown tag, one that
// is not closed or closed out of order, a bare & or <.
func CheckHTML(text string) error {
	var open []string
	known := attributes()
	for i := 0; i < len(text); {
		rest := text[i:]
		switch rest[0] {
		case '&':
			m := entityForm.FindString(rest)
			if m == "" {
				return fmt.Errorf("a bare & at %q", head(rest))
			}
			i += len(m)
		case '<':
			if m := closeForm.FindStringSubmatch(rest); m != nil {
				if len(open) == 0 || open[len(open)-1] != m[1] {
					return fmt.Errorf("</%s> closes nothing that is open", m[1])
				}
				open = open[:len(open)-1]
				i += len(m[0])
				continue
			}
			m := openForm.FindStringSubmatch(rest)
			if m == nil {
				return fmt.Errorf("a bare < at %q", head(rest))
			}
			attr, ok := known[m[1]]
			if !ok || !attr.MatchString(m[2]) {
				return fmt.Errorf("telegram does not know the tag %s", m[0])
			}
			if m[1] == "blockquote" && slices.Contains(open, m[1]) {
				return fmt.Errorf("a blockquote inside a blockquote")
			}
			open = append(open, m[1])
			i += len(m[0])
		case '>':
			return fmt.Errorf("a bare > at %q", head(rest))
		default:
			if next := strings.IndexAny(rest, "&<>"); next > 0 {
				i += next
			} else {
				i = len(text)
			}
		}
	}
	if len(open) > 0 {
		return fmt.Errorf("<%s> is not closed", open[len(open)-1])
	}
	return nil
}

func head(s string) string {
	r := []rune(s)
	return string(r[:min(len(r), 12)])
}
