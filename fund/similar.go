package fund

import (
	"cmp"
	"slices"
)

// maxAlike is how many letters and digits of a text are looked at to tell how
// alike two are: what is wanted stands at the beginning, and a new text must be
// compared with hundreds while somebody waits.
const maxAlike = 200

// Similarity tells how alike two texts are, from 0 to 1: the Dice coefficient
// of the pairs of neighbouring letters and digits among their first 200,
// folded. Spaces, marks and emoji do not count. Texts that fold to the same are
// 1; a text without any letter or digit is like nothing and gives 0.
func Similarity(a, b string) float64 { return likenessOf(a).to(b) }

// MostSimilar gives the indexes of up to n texts of among that are at least
// atLeast like text, the most alike first, equals in their own order.
func MostSimilar(text string, among []string, atLeast float64, n int) []int {
	type scored struct {
		index int
		score float64
	}
	var found []scored
	like := likenessOf(text)
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

// slots is more than twice the pairs of one text, and a power of two.
const slots = 512

// likeness is a text ready to be compared with many: its pairs in a table, each
// in the first free slot from its hash on, with how often it occurs.
type likeness struct {
	words, other []rune // folded; other is room for the text compared with
	pairs        [slots]uint64
	counts       [slots]uint8
}

func likenessOf(text string) *likeness {
	l := &likeness{words: foldWords(nil, text, maxAlike)}
	for i := range max(0, len(l.words)-1) {
		slot := l.slot(l.words[i], l.words[i+1])
		l.pairs[slot] = pair(l.words[i], l.words[i+1])
		l.counts[slot]++
	}
	return l
}

// pair is two neighbours as one number, never 0.
func pair(a, b rune) uint64 { return uint64(a)<<32 | uint64(b) } //nolint:gosec // runes are not negative

// slot finds the pair's place, or the free one where it belongs.
func (l *likeness) slot(a, b rune) uint64 {
	p := pair(a, b)
	at := p * 0x9E3779B97F4A7C15 >> 55 // Fibonacci hashing to 9 bits
	for l.pairs[at] != 0 && l.pairs[at] != p {
		at = (at + 1) % slots
	}
	return at
}

// to tells how alike the text and another are.
func (l *likeness) to(text string) float64 {
	l.other = foldWords(l.other[:0], text, maxAlike)
	x, y := l.words, l.other
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	if slices.Equal(x, y) {
		return 1
	}
	if len(x) < 2 || len(y) < 2 {
		return 0
	}
	left, common := l.counts, 0
	for i := range len(y) - 1 {
		if slot := l.slot(y[i], y[i+1]); left[slot] > 0 {
			left[slot]--
			common++
		}
	}
	return float64(2*common) / float64(len(x)+len(y)-2)
}
