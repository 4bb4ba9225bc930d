package fund

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Guess gives up to n items that text may be about, the best first, and none
// when no word of any item is in it. Words are found after folding, English
// ones whole or with a common ending. Every word counts once, by the square of
// its length, so that 楼道灯 outweighs 灯; what lies inside a longer word found
// does not count again. Of equals the one named first in the text comes first:
// people say what they want before they say why.
func (c Catalogue) Guess(text string, n int) []Item {
	type scored struct {
		item         Item
		score, first int
	}
	said := spaced(text)
	var found []scored
	for _, it := range c.items {
		if s, first := score(said, it.Words); s > 0 {
			found = append(found, scored{it, s, first})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.first, b.first))
	})
	var items []Item
	for _, f := range found[:min(len(found), max(n, 0))] {
		items = append(items, f.item)
	}
	return items
}

// spaced folds s and puts one space for everything between letters and digits,
// and one at each end.
func spaced(s string) string {
	var b strings.Builder
	gap := true
	b.WriteByte(' ')
	for _, r := range s {
		r = foldRune(r)
		switch {
		case r == '\'' || r == '’': // neighbour's stays one word
		case isWordRune(r):
			b.WriteRune(r)
			gap = false
		case !gap:
			b.WriteByte(' ')
			gap = true
		}
	}
	b.WriteByte(' ')
	return b.String()
}

// score adds up the words found in said and gives where the first stands.
// Words come longest first, and what one has matched is gone for the next.
func score(said string, words []string) (total, first int) {
	first = len(said)
	for _, w := range words {
		start, end := find(said, w)
		if start < 0 {
			continue
		}
		said = said[:start] + strings.Repeat("\x00", end-start) + said[end:]
		total += weight(w) * weight(w)
		first = min(first, start)
	}
	return total, first
}

// weight is a word's length, a Chinese character counting two: it says more
// than a letter does.
func weight(word string) int {
	n := 0
	for _, r := range word {
		n++
		if unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n
}

// find gives where word stands in said, or -1. Chinese is not spaced, so a
// word with a Chinese character is found anywhere; others only as whole words.
func find(said, word string) (start, end int) {
	if strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		i := strings.Index(said, word)
		return i, i + len(word)
	}
	for from := 0; ; {
		i := strings.Index(said[from:], word)
		if i < 0 {
			return -1, -1
		}
		start, end = from+i, from+i+len(word)
		if opens(said[:start]) && closes(said[end:]) {
			return start, end
		}
		from = start + 1
	}
}

// opens reports whether a word may begin after before.
func opens(before string) bool { return before == "" || !asciiWord(before[len(before)-1]) }

// closes reports whether after ends a word, perhaps with a common ending.
func closes(after string) bool {
	for _, ending := range []string{"", "s", "es", "ed", "ing"} {
		rest, ok := strings.CutPrefix(after, ending)
		if ok && (rest == "" || !asciiWord(rest[0])) {
			return true
		}
	}
	return false
}

func asciiWord(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' }
