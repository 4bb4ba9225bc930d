package fund

import (
	"cmp"
	"slices"
)

// maxAlike is how many letters and digits of a text are looked at to tell how
// alike two are: what is wanted stands at the beginning, and a new text must be
// compared with hundreds while somebody waits.
const maxAlike = 200

// Similarity tells how alike two names are, from 0 to 1: the Dice coefficient
// of the pairs of neighbouring letters and digits among their first 200,
// folded. Spaces, marks and emoji do not count. Texts that fold to the same are
// 1; a text without any letter or digit is like nothing and gives 0.
func Similarity(a, b string) float64 { return likenessOf(a, pairsOf).to(b) }

// MostSimilar gives the indexes of up to n texts of among that ask for
// something at least atLeast like text, from 0 to 1, the most alike first,
// equals in their own order. What counts are neighbouring characters in
// Chinese, and whole words where words are spaced: letters alone would find a
// lamp in every "please".
func MostSimilar(text string, among []string, atLeast float64, n int) []int {
	type scored struct {
		index int
		score float64
	}
	var found []scored
	like := likenessOf(text, termsOf)
	for i, other := range among {
		if s := like.to(other); s > 0 && s >= atLeast {
			found = append(found, scored{i, s})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	found = found[:min(len(found), max(n, 0))]
	indexes := make([]int, len(found))
	for i, f := range found {
		indexes[i] = f.index
	}
	return indexes
}

// slots is more than twice the features of one text, and a power of two.
const slots = 512

// likeness is a text ready to be compared with many: its features in a table,
// each in the first free slot from its hash on, with how often it occurs.
type likeness struct {
	split           func(out []uint64, s string) []uint64 // gives a text's features, none of them 0
	features, other []uint64                              // other is room for the text compared with
	table           [slots]uint64
	counts          [slots]uint8
}

func likenessOf(text string, split func([]uint64, string) []uint64) *likeness {
	l := &likeness{split: split, features: split(nil, text)}
	for _, f := range l.features {
		slot := l.slot(f)
		l.table[slot] = f
		l.counts[slot]++
	}
	return l
}

// slot finds the feature's place, or the free one where it belongs.
func (l *likeness) slot(f uint64) uint64 {
	at := f * 0x9E3779B97F4A7C15 >> 55 // Fibonacci hashing to 9 bits
	for l.table[at] != 0 && l.table[at] != f {
		at = (at + 1) % slots
	}
	return at
}

// to tells how alike the text and another are.
func (l *likeness) to(text string) float64 {
	l.other = l.split(l.other[:0], text)
	x, y := l.features, l.other
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	if slices.Equal(x, y) {
		return 1
	}
	left, common := l.counts, 0
	for _, f := range y {
		if slot := l.slot(f); left[slot] > 0 {
			left[slot]--
			common++
		}
	}
	return float64(2*common) / float64(len(x)+len(y))
}

// pair is two neighbours as one number, never 0.
func pair(a, b rune) uint64 { return uint64(a)<<32 | uint64(b) } //nolint:gosec // runes are not negative

// pairsOf gives the pairs of neighbouring letters and digits; a letter all by
// itself counts as one.
func pairsOf(out []uint64, s string) []uint64 {
	var last rune
	n := 0
	for _, r := range s {
		if r, ok := foldLetter(r); ok {
			if n++; n > 1 {
				out = append(out, pair(last, r))
			}
			if last = r; n == maxAlike {
				break
			}
		}
	}
	if n == 1 {
		out = append(out, pair(last, 0))
	}
	return out
}
