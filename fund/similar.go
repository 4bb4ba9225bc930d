package fund

import (
	"cmp"
	"slices"
)

// Similarity tells how alike two texts are, from 0 to 1: the Dice coefficient
// of their pairs of neighbouring letters and digits, folded. Spaces, marks and
// emoji do not count. Texts that fold to the same are 1; a text without any
// letter or digit is like nothing and gives 0.
func Similarity(a, b string) float64 {
	x, y := foldWords(a), foldWords(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	if slices.Equal(x, y) {
		return 1
	}
	if len(x) < 2 || len(y) < 2 {
		return 0
	}
	pairs := make(map[[2]rune]int, len(x))
	for i := range len(x) - 1 {
		pairs[[2]rune{x[i], x[i+1]}]++
	}
	common := 0
	for i := range len(y) - 1 {
		p := [2]rune{y[i], y[i+1]}
		if pairs[p] > 0 {
			pairs[p]--
			common++
		}
	}
	return float64(2*common) / float64(len(x)+len(y)-2)
}

// MostSimilar gives the indexes of up to n texts of among that are at least
// atLeast like text, the most alike first, equals in their own order.
func MostSimilar(text string, among []string, atLeast float64, n int) []int {
	type scored struct {
		index int
		score float64
	}
	var found []scored
	for i, other := range among {
		if s := Similarity(text, other); s > 0 && s >= atLeast {
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
