package catalogue

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Telegram's HTML: https://core.telegram.org/bots/api#html-style
var (
	entityForm = regexp.MustCompile(`^&(amp|lt|gt|quot|#[0-9]+|#x[0-9a-fA-F]+);`)
	closeForm  = regexp.MustCompile(`^</([a-z0-9-]+)>`)
	openForm   = regexp.MustCompile(`^<([a-z0-9-]+)( [^<>]*)?>`)
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

// known is attributes, made once.
var known = attributes()

// CheckHTML says what Telegram would refuse in a text: an unknown tag, one that
// is not closed or closed out of order, a bare & or <.
func CheckHTML(text string) error {
	r := htmlReader{known: known}
	for rest := text; rest != ""; {
		next := strings.IndexAny(rest, "&<>")
		if next < 0 {
			break
		}
		rest = rest[next:]
		n, err := r.mark(rest)
		if err != nil {
			return err
		}
		rest = rest[n:]
	}
	if len(r.open) > 0 {
		return fmt.Errorf("<%s> is not closed", r.open[len(r.open)-1])
	}
	return nil
}

type htmlReader struct {
	known map[string]*regexp.Regexp
	open  []string
}

// mark reads the entity or tag at the beginning of rest and returns its length.
func (r *htmlReader) mark(rest string) (int, error) {
	if rest[0] == '&' {
		m := entityForm.FindString(rest)
		if m == "" {
			return 0, fmt.Errorf("a bare & at %q", head(rest))
		}
		return len(m), nil
	}
	if m := closeForm.FindStringSubmatch(rest); m != nil {
		if len(r.open) == 0 || r.open[len(r.open)-1] != m[1] {
			return 0, fmt.Errorf("</%s> closes nothing that is open", m[1])
		}
		r.open = r.open[:len(r.open)-1]
		return len(m[0]), nil
	}
	m := openForm.FindStringSubmatch(rest)
	if m == nil {
		return 0, fmt.Errorf("a bare %c at %q", rest[0], head(rest))
	}
	if attr, ok := r.known[m[1]]; !ok || !attr.MatchString(m[2]) {
		return 0, fmt.Errorf("telegram does not know the tag %s", m[0])
	}
	if m[1] == "blockquote" && slices.Contains(r.open, m[1]) {
		return 0, errors.New("a blockquote inside a blockquote")
	}
	r.open = append(r.open, m[1])
	return len(m[0]), nil
}

func head(s string) string {
	r := []rune(s)
	return string(r[:min(len(r), 12)])
}
