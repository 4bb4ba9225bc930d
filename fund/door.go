package fund

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// DoorID numbers a household's door inside the project; 0 is none. It leads to
// nobody once the door's own number is forgotten.
type DoorID int64

// Door is a household's door as staff write it: Label is what they wrote, Key
// is the same for every way of writing it, Building what of Key tells the
// building. Nobody's name is part of it, and none of it is published.
type Door struct {
	ID        DoorID
	Community PlaceID
	Label     string
	Key       string
	Building  string
}

// maxDoor is the longest door in code points.
const maxDoor = 40

var (
	// ErrNoDoor says that what was written names no door: it has no number, or
	// is too long for one.
	ErrNoDoor = errors.New("not a door")
	// ErrDoorName says that something like a name stands behind a door's number.
	ErrDoorName = errors.New("a name behind the door")
	// ErrDoorPhone says that a door's number has as many digits as a telephone's.
	ErrDoorPhone = errors.New("a telephone number as a door")
)

// The words between the numbers of a door. What ends a building comes first.
func buildingWords() []string {
	return []string{"号楼", "栋", "幢", "座", "楼", "building", "block", "bldg"}
}

func doorWords() []string {
	return append(buildingWords(),
		"单元", "门洞", "室", "号", "户", "房", "层", "门", "entrance", "unit", "flat", "apartment", "apt", "room", "door",
		"floor", "no")
}

// maxDoorDigits is how many digits in a row a door has at most: a telephone
// number has more.
const maxDoorDigits = 5

// ReadDoor reads a household's door: "5栋2单元301", "5-2-301" and "building 5,
// entrance 2, flat 301" are the same one. [ErrNoDoor], [ErrDoorName],
// [ErrDoorPhone].
func ReadDoor(s string) (Door, error) {
	label := strings.Join(strings.Fields(s), " ")
	if n := utf8.RuneCountInString(label); n == 0 || n > maxDoor {
		return Door{}, ErrNoDoor
	}
	tokens := doorTokens(label)
	last := -1
	for i, t := range tokens {
		if t.number {
			last = i
		}
		if len(t.text) > maxDoorDigits && isDigits(t.text) {
			return Door{}, ErrDoorPhone
		}
	}
	switch {
	case last < 0, !strings.ContainsFunc(label, unicode.IsDigit):
		return Door{}, ErrNoDoor
	case last < len(tokens)-1:
		return Door{}, ErrDoorName
	}
	d := Door{Label: label, Key: joinTokens(tokens)}
	d.Building = joinTokens(tokens[:buildingEnd(tokens)])
	return d, nil
}

// token is a part of a door that tells it from others. Ends says that a word
// for a building came after it.
type token struct {
	text   string
	number bool
	ends   bool
}

func joinTokens(tokens []token) string {
	parts := make([]string, len(tokens))
	for i, t := range tokens {
		parts[i] = t.text
	}
	return strings.Join(parts, "-")
}

// buildingEnd is how many tokens name the building: up to the one with a word
// for it, else the first number where others follow, else all.
func buildingEnd(tokens []token) int {
	for i, t := range tokens {
		if t.ends {
			return i + 1
		}
	}
	for i, t := range tokens {
		if t.number {
			return i + 1
		}
	}
	return len(tokens)
}

// doorTokens cuts a door into numbers and names, and leaves out the words that
// only say what the numbers are.
func doorTokens(s string) []token {
	var folded []rune
	for _, r := range s {
		folded = append(folded, foldRune(r))
	}
	var tokens []token
	for i := 0; i < len(folded); {
		rest := string(folded[i:])
		word := leadingWord(rest, doorWords())
		switch r := folded[i]; {
		case word != "":
			if len(tokens) > 0 && leadingWord(rest, buildingWords()) == word && tokens[len(tokens)-1].number {
				tokens[len(tokens)-1].ends = true
			}
			i += utf8.RuneCountInString(word)
		case unicode.IsDigit(r):
			start := i
			for i < len(folded) && unicode.IsDigit(folded[i]) {
				i++
			}
			if i < len(folded) && isASCIILetter(folded[i]) && (i+1 == len(folded) || !isASCIILetter(folded[i+1])) {
				i++ // 301a
			}
			tokens = append(tokens, token{text: trimZeros(string(folded[start:i])), number: true})
		case isASCIILetter(r) && standsAlone(folded, i): // a building called A
			tokens = append(tokens, token{text: string(r), number: true})
			i++
		case isWordRune(r):
			start := i
			for i < len(folded) && isWordRune(folded[i]) && !unicode.IsDigit(folded[i]) && (i == start || leadingWord(string(folded[i:]), doorWords()) == "") {
				i++
			}
			tokens = append(tokens, token{text: string(folded[start:i])})
		default:
			i++
		}
	}
	return tokens
}

// standsAlone reports whether the letter at i is a name by itself: neither part
// of a word nor behind an apostrophe.
func standsAlone(s []rune, i int) bool {
	if i > 0 && (s[i-1] == '\'' || s[i-1] == '’') {
		return false
	}
	return i+1 == len(s) || !isWordRune(s[i+1]) || unicode.IsDigit(s[i+1]) || leadingWord(string(s[i+1:]), buildingWords()) != ""
}

// leadingWord gives the longest of words that s begins with; an English one
// must end where letters end.
func leadingWord(s string, words []string) string {
	best := ""
	for _, w := range words {
		rest, ok := strings.CutPrefix(s, w)
		if next, _ := utf8.DecodeRuneInString(rest); !ok || len(w) <= len(best) || isASCIILetter(rune(w[0])) && isASCIILetter(next) {
			continue
		}
		best = w
	}
	return best
}

func isASCIILetter(r rune) bool { return r >= 'a' && r <= 'z' }

func isDigits(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) })
}

// trimZeros makes 0301 and 301 the same. One zero stays where no other digit
// follows: 0a is a flat, and a is not.
func trimZeros(s string) string {
	t := strings.TrimLeft(s, "0")
	if first, _ := utf8.DecodeRuneInString(t); len(t) < len(s) && !unicode.IsDigit(first) {
		return "0" + t
	}
	return t
}
