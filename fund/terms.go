package fund

import "strings"

// termsOf gives what a text is about, one number a term, none of them 0: the
// pairs of neighbouring Chinese characters (one that stands alone by itself),
// and the words of everything else, without their plural s and without those
// that every sentence has.
func termsOf(out []uint64, s string) []uint64 {
	var (
		last  rune // of a run of Chinese
		run   int  // how long it is
		word  = wordHash{}
		taken int
	)
	endRun := func() {
		if run == 1 {
			out = append(out, pair(last, 0))
		}
		run = 0
	}
	endWord := func() {
		if f := word.term(); f != 0 && !fillers[f] {
			out = append(out, f)
		}
		word = wordHash{}
	}
	for _, r := range s {
		if r == '\'' || r == '’' { // doesn't is one word
			continue
		}
		r, ok := foldLetter(r)
		han := ok && r >= firstHan && r <= lastHan
		if !han {
			endRun()
		}
		if han || !ok {
			endWord()
		}
		switch {
		case han:
			if run++; run > 1 {
				out = append(out, pair(last, r))
			}
			last = r
		case ok:
			word.add(r)
		}
		if ok {
			if taken++; taken == maxAlike {
				break
			}
		}
	}
	endRun()
	endWord()
	return out
}

// wordHash is a word on its way to a number: FNV-1a of all its letters, and of
// all but the last two, for words that end in s.
type wordHash struct {
	sum, before uint64
	letters     int
	last, prior rune
}

const (
	fnvBegin = 14695981039346656037
	fnvPrime = 1099511628211
	isWord   = 1 << 63 // a pair of characters never has this bit
)

func (w *wordHash) add(r rune) {
	if w.letters == 0 {
		w.sum = fnvBegin
	}
	w.before = w.sum
	w.sum = (w.sum ^ uint64(r)) * fnvPrime //nolint:gosec // runes are not negative
	w.prior, w.last = w.last, r
	w.letters++
}

// term is the word's number without a plural s; 0 for no word.
func (w *wordHash) term() uint64 {
	switch {
	case w.letters == 0:
		return 0
	case w.letters > 3 && w.last == 's' && w.prior != 's':
		return w.before | isWord
	}
	return w.sum | isWord
}

// fillers are words that say nothing about what is wanted.
var fillers = func() map[uint64]bool {
	words := map[uint64]bool{}
	for w := range strings.FieldsSeq(`a an and are as at be been but by can could do does doesnt dont for from get
		had has have he her here his i if in is it its just me more my near need needs no not of off on one or our
		out please she should so some that the their them there they this to too up us very want wants was we were
		what when where which who why will with would you your`) {
		var h wordHash
		for _, r := range w {
			h.add(r)
		}
		words[h.term()] = true
	}
	return words
}()
