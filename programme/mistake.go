package programme

import (
	"fmt"
	"slices"
	"strings"
)

// Mistake is one thing that is wrong in a file, and what to do about it.
type Mistake struct {
	File   string // empty for the programme file itself
	Line   int    // 0 when it stands in no line
	Key    string // the rule, or ""
	What   string
	Remedy string
}

// Error gives the mistake in one line.
func (m *Mistake) Error() string {
	var b strings.Builder
	if m.File != "" {
		fmt.Fprintf(&b, "%s: ", m.File)
	}
	if m.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", m.Line)
	}
	if m.Key != "" {
		fmt.Fprintf(&b, "%s ", m.Key)
	}
	b.WriteString(m.What)
	if m.Remedy != "" {
		fmt.Fprintf(&b, ": %s", m.Remedy)
	}
	return b.String()
}

// Mistakes are all that is wrong in a file, by line.
type Mistakes []*Mistake

// Error gives a line for each.
func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, one := range m {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// err gives the mistakes in their order, or nil.
func (m Mistakes) err() error {
	if len(m) == 0 {
		return nil
	}
	slices.SortStableFunc(m, func(a, b *Mistake) int {
		if a.File != b.File {
			return strings.Compare(a.File, b.File)
		}
		return a.Line - b.Line
	})
	return m
}

// nearest gives the word that name was likely meant to be, "" when none is
// close.
func nearest(name string, words []string) string {
	best, least := "", 1+max(2, len(name)/3)
	for _, w := range words {
		if d := distance(name, w); d < least {
			best, least = w, d
		}
	}
	return best
}

// distance counts the letters to add, drop or change between two words.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}
