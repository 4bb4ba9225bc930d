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

// ProjectTitle proposes what a project made of the request may be called, up to
// MaxTitle code points and without "…": all of a short text, else its first
// sentence, else that sentence's first clause, else as many whole words of it
// as there is room for. It is "" when there is nothing to call it by.
func (r Request) ProjectTitle() string {
	text := strings.TrimSpace(r.Text)
	whole := strings.TrimRight(text, ".。;；")
	if CheckTitle(whole) == nil && !strings.ContainsAny(whole, "\n\r") {
		return whole
	}
	sentence := firstSentence(text)
	if CheckTitle(sentence) == nil {
		return sentence
	}
	if i := strings.IndexAny(sentence, ",，、:："); i > 0 && Weight(sentence[:i]) >= minClause && CheckTitle(sentence[:i]) == nil {
		return strings.TrimSpace(sentence[:i])
	}
	runes := []rune(sentence)
	if len(runes) <= MaxTitle {
		return ""
	}
	cut := MaxTitle
	for cut > 1 && joined(runes[cut-1], runes[cut]) {
		cut--
	}
	return wholeWords(string(runes[:cut]), runes[cut])
}

// minClause is the least Weight of a clause that says by itself what is wanted.
const minClause = 12

// wholeWords takes a word that is cut before next off the end, and then those
// that lead to what is missing.
func wholeWords(s string, next rune) string {
	words := strings.Fields(s)
	torn := func(r rune) bool { return isWordRune(r) && !unicode.Is(unicode.Han, r) }
	if last := []rune(s); len(words) > 1 && torn(last[len(last)-1]) && torn(next) {
		words = words[:len(words)-1]
	}
	for len(words) > 2 && leads(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return strings.TrimRight(strings.Join(words, " "), ",，、:：")
}

// leads tells whether a sentence cannot end with a word.
func leads(word string) bool {
	switch strings.ToLower(word) {
	case "a", "an", "and", "as", "at", "because", "but", "by", "for", "from", "in", "is", "it", "its", "of", "on", "or",
		"so", "that", "the", "their", "to", "we", "when", "where", "which", "while", "who", "with":
		return true
	}
	return false
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
