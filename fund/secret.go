package fund

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// PaperCode is the check code of one paper of a secret ballot: eight signs of
// Crockford's alphabet, which leaves out what is read as something else. It is
// drawn by lot, forty bits, and says nothing of who has it.
type PaperCode string

const (
	codeSigns  = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeLength = 8
	codeHalf   = codeLength / 2
)

// PaperRandom is how many bytes of chance a code is made of.
const PaperRandom = 5

// NewPaperCode makes a code of [PaperRandom] bytes of chance.
func NewPaperCode(chance [PaperRandom]byte) PaperCode {
	n := binary.BigEndian.Uint64(append(make([]byte, 8-PaperRandom), chance[:]...))
	var code [codeLength]byte
	for i := range code {
		code[codeLength-1-i] = codeSigns[n&31]
		n >>= 5
	}
	return PaperCode(code[:])
}

// Valid tells whether the code could be one of a paper.
func (c PaperCode) Valid() bool {
	return len(c) == codeLength && strings.Trim(string(c), codeSigns) == ""
}

// String writes the code as it is read aloud: K7QM-2XVF.
func (c PaperCode) String() string {
	if !c.Valid() {
		return string(c)
	}
	return string(c[:codeHalf]) + "-" + string(c[codeHalf:])
}

// SecretPaper is what was put into a secret ballot: a choice under a check code,
// or, where options are marked, [MarksChoice]. No person, no time and no order
// stand with it.
type SecretPaper struct {
	Code   PaperCode `json:"code"`
	Choice Choice    `json:"choice"`
}

// blankPaper is on a paper on which no option is marked, or none any more.
const blankPaper = "blank"

// MarksChoice is what is on a paper on which options are marked: their numbers,
// 1 3 7.
func MarksChoice(marks []int) Choice {
	words := make([]string, len(marks))
	for i, n := range marks {
		words[i] = strconv.Itoa(n)
	}
	if len(words) == 0 {
		return blankPaper
	}
	return Choice(strings.Join(words, " "))
}

// Marks are the numbers of the options that are marked on a paper, ascending;
// ok is false when what is on it is something else.
func (p SecretPaper) Marks() (marks []int, ok bool) {
	if p.Choice == blankPaper {
		return nil, true
	}
	for word := range strings.SplitSeq(string(p.Choice), " ") {
		n, err := strconv.Atoi(word)
		if err != nil {
			return nil, false
		}
		marks = append(marks, n)
	}
	return marks, slices.IsSorted(marks) && MarksChoice(slices.Compact(slices.Clone(marks))) == p.Choice
}

// SortPapers puts papers into the order in which they are kept and published:
// that of their codes, which is one of chance.
func SortPapers(papers []SecretPaper) {
	slices.SortFunc(papers, func(a, b SecretPaper) int { return strings.Compare(string(a.Code), string(b.Code)) })
}

// CountPapers counts the papers of a motion; a choice that does not exist
// counts for nothing. How many are members, and were present, it cannot know.
func CountPapers(papers []SecretPaper) (t Tally) {
	for _, p := range papers {
		switch p.Choice {
		case ChoiceFor:
			t.For++
		case ChoiceAgainst:
			t.Against++
		case ChoiceAbstain:
			t.Abstain++
		}
	}
	return t
}

// CountMarked counts on how many papers each option is marked, by its number, and
// on how many none is.
func CountMarked(papers []SecretPaper) (votes map[int]int, blank int) {
	votes = map[int]int{}
	for _, p := range papers {
		marks, ok := p.Marks()
		for _, n := range marks {
			votes[n]++
		}
		if ok && len(marks) == 0 {
			blank++
		}
	}
	return votes, blank
}

// FewVoters is below how many people a secret ballot hides little: with four
// papers, two who tell each other how they voted know the other two within one
// vote, and all alike, which tells on everybody, is likely. The number is this
// project's; whoever presides is warned, not stopped.
const FewVoters = 5

// SecrecyVoid tells whether the papers of a ballot, or the slips from the room,
// which are published apart, lay open how people voted, whatever they hide: one
// or two voted, of whom each knows the other's vote, or all voted alike.
func SecrecyVoid(papers []SecretPaper, slips RoomCount) bool {
	n, some := len(papers), slips.Sum()
	alike := !slices.ContainsFunc(papers, func(p SecretPaper) bool { return p.Choice != papers[0].Choice })
	return n > 0 && (n <= 2 || alike) ||
		some > 0 && (some <= 2 || some == max(slips.For, slips.Against, slips.Abstain))
}

var (
	// ErrPaperTwice says that a published list has a code twice.
	ErrPaperTwice = errors.New("a paper stands there twice")
	// ErrPaperWord says that a published paper says something that is no
	// choice.
	ErrPaperWord = errors.New("a paper with no choice on it")
	// ErrSlips says that a published count of the slips in the room cannot be
	// read, or stands there twice.
	ErrSlips = errors.New("the slips in the room cannot be counted")
)

// RecountPapers reads the papers out of a list as it was published, a line
// each, K7QM-2XVF and a choice, with a space or a comma between, and passes
// over all other lines: whoever has the list can count again. Words gives the
// choices by the words that stand for them there; where options are marked their
// numbers stand there. [ErrPaperTwice], [ErrPaperWord].
func RecountPapers(published string, words map[string]Choice) ([]SecretPaper, error) {
	var papers []SecretPaper
	seen := map[PaperCode]bool{}
	for line := range strings.Lines(published) {
		at := strings.IndexAny(line, " ,\t")
		if at < 0 {
			continue
		}
		code := PaperCode(strings.Replace(line[:at], "-", "", 1))
		if !code.Valid() || code.String() != line[:at] {
			continue
		}
		word := strings.TrimSpace(line[at+1:])
		choice, ok := words[word]
		if !ok {
			choice = Choice(word)
			_, ok = SecretPaper{code, choice}.Marks()
		}
		switch {
		case !ok:
			return nil, fmt.Errorf("%s: %w", code, ErrPaperWord)
		case seen[code]:
			return nil, fmt.Errorf("%s: %w", code, ErrPaperTwice)
		}
		seen[code] = true
		papers = append(papers, SecretPaper{code, choice})
	}
	return papers, nil
}

// RecountSlips reads out of a published list what the tellers counted in the
// room, a line for each choice, "slips in the room, for: 3", and passes over all
// other lines. Labels are the words that such lines
// begin with, words those of the choices. [ErrSlips].
func RecountSlips(published string, labels []string, words map[string]Choice) (c RoomCount, err error) {
	seen := map[Choice]bool{}
	for line := range strings.Lines(published) {
		line = strings.Join(strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" ,:，：\t\r\n", r) }), " ")
		i := slices.IndexFunc(labels, func(label string) bool { return strings.HasPrefix(line, label+" ") })
		if i < 0 {
			continue
		}
		word, number, _ := strings.Cut(strings.TrimPrefix(line, labels[i]+" "), " ")
		choice, ok := words[word]
		n, wrong := strconv.ParseUint(number, 10, 16)
		if !ok || wrong != nil || seen[choice] {
			return RoomCount{}, fmt.Errorf("%s: %w", line, ErrSlips)
		}
		seen[choice] = true
		c.add(choice, int(n))
	}
	return c, nil
}
