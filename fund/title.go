package fund

import (
	"strings"
	"unicode"
)

// maxShort is the longest Request.Title in code points, its "…" counted.
const maxShort = 30

// Title is the request's first sentence or line, at most 30 code points long;
// what is cut off leaves "…".
func (r Request) Title() string {
	runes := []rune(firstSentence(strings.TrimSpace(r.Text)))
	if len(runes) <= maxShort {
		return string(runes)
	}
	cut := maxShort - 1
	for cut > 1 && joined(runes[cut-1], runes[cut]) {
		cut--
	}
	return strings.TrimRightFunc(string(runes[:cut]), unicode.IsSpace) + "…"
}

// firstSentence ends at a line break or after a mark that ends a sentence; a
// question or exclamation mark stays. An ASCII mark ends one only before a
// space, so that "2.5 m" stays whole.
func firstSentence(s string) string {
	runes := []rune(s)
	for i, r := range runes {
		last := i+1 == len(runes)
		switch r {
		case '\n', '\r', '。', '；':
			return strings.TrimSpace(string(runes[:i]))
		case '！', '？':
			return string(runes[:i+1])
		case '.', ';':
			if last || unicode.IsSpace(runes[i+1]) {
				return strings.TrimSpace(string(runes[:i]))
			}
		case '!', '?':
			if last || unicode.IsSpace(runes[i+1]) {
				return string(runes[:i+1])
			}
		}
	}
	return s
}

// joined reports whether a cut between a and b would tear one shown character:
// an accent, a variation, a skin tone, a joined emoji.
func joined(a, b rune) bool {
	const joiner = '\u200d'
	return a == joiner || b == joiner || unicode.Is(unicode.Mn, b) || unicode.Is(unicode.Me, b) ||
		b >= '\U0001F3FB' && b <= '\U0001F3FF'
}
