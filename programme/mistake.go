package programme

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Mistake is one thing that is wrong in a file, and what to do about it. It has
// no words: huimin says it in the reader's language.
type Mistake struct {
	File   string // empty for the programme file itself
	Line   int    // 0 when it stands in no line
	Key    string // the rule, or ""
	What   Phrase
	Remedy Phrase // the zero Phrase for none
}

// Error gives the mistake in one line, for logs: what a person reads is made of
// its parts.
func (m *Mistake) Error() string {
	return fmt.Sprintf("%s:%d: %s: %s: %s", m.File, m.Line, m.Key, m.What, m.Remedy)
}

// Phrase is what is wrong, or what to do, with what belongs to it. What each
// holds stands at its [PhraseID].
type Phrase struct {
	ID      PhraseID
	Text    string
	Other   string
	N, M    int64
	Unit    Unit
	Words   []string
	Inner   *Phrase
	Example string // of a value, to end the sentence; empty for none
}

// String gives the phrase for logs.
func (p Phrase) String() string {
	said := []string{string(p.ID)}
	for _, part := range append([]string{p.Text, p.Other}, p.Words...) {
		if part != "" {
			said = append(said, strconv.Quote(part))
		}
	}
	if p.N != 0 || p.M != 0 {
		said = append(said, fmt.Sprint(p.N), fmt.Sprint(p.M))
	}
	if p.Inner != nil {
		said = append(said, p.Inner.String())
	}
	return strings.Join(said, " ")
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
