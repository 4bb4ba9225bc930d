package fund

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAPaperCodeSaysAllItsChanceAndNothingElse(t *testing.T) {
	for chance, want := range map[[PaperRandom]byte]string{
		{}:                             "0000-0000",
		{0xff, 0xff, 0xff, 0xff, 0xff}: "ZZZZ-ZZZZ",
		{0x00, 0x44, 0x32, 0x14, 0xc7}: "0123-4567",
		{0x39, 0x28, 0xa9, 0xbb, 0xae}: "74MA-KEXE",
		{0x00, 0x00, 0x00, 0x00, 0x01}: "0000-0001",
	} {
		if code := NewPaperCode(chance); code.String() != want || !code.Valid() {
			t.Errorf("%x: %s, want %s", chance, code, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		var a, b [PaperRandom]byte
		copy(a[:], rapid.SliceOfN(rapid.Byte(), PaperRandom, PaperRandom).Draw(t, "a"))
		copy(b[:], rapid.SliceOfN(rapid.Byte(), PaperRandom, PaperRandom).Draw(t, "b"))
		if (NewPaperCode(a) == NewPaperCode(b)) != (a == b) {
			t.Fatalf("%x and %x have the codes %s and %s", a, b, NewPaperCode(a), NewPaperCode(b))
		}
	})
	for _, not := range []PaperCode{"", "0123456", "012345678", "0123-567", "O1234567", "abcdefgh", "ILOU0000", "码0000000"} {
		if not.Valid() {
			t.Errorf("%q is no code", not)
		}
	}
}

func TestSecrecyIsVoidWithFewVotersOrOneMind(t *testing.T) {
	for want, list := range map[bool][]string{
		true:  {"for", "for,against", "abstain,abstain", "for,for,for,for", "1 3,1 3,1 3", "blank,blank,blank"},
		false: {"", "for,for,against", "for,for,for,abstain", "1 3,1 3,1", "1,1,blank"},
	} {
		for _, said := range list {
			var papers []SecretPaper
			for choice := range strings.SplitSeq(said, ",") {
				if choice != "" {
					papers = append(papers, SecretPaper{Choice: Choice(choice)})
				}
			}
			if SecrecyVoid(papers, RoomCount{}) != want {
				t.Errorf("%s: %v", said, !want)
			}
		}
	}
}

func TestWhatIsMarkedOnAPaper(t *testing.T) {
	for _, marks := range [][]int{nil, {1}, {2, 7, 60}} {
		p := SecretPaper{Choice: MarksChoice(marks)}
		if back, ok := p.Marks(); !ok || !slices.Equal(back, marks) {
			t.Errorf("%v is on the paper as %q, and read as %v", marks, p.Choice, back)
		}
	}
	for _, word := range []Choice{"", "for", "1 1", "3 1", "1  3", "01", "1 x", " 1", "+1"} {
		if marks, ok := (SecretPaper{Choice: word}).Marks(); ok {
			t.Errorf("%q is read as %v", word, marks)
		}
	}
}

func TestSecrecyIsVoidForTheSlipsAlone(t *testing.T) {
	papers := []SecretPaper{{Choice: ChoiceFor}, {Choice: ChoiceFor}, {Choice: ChoiceAgainst}}
	for room, want := range map[RoomCount]bool{
		{}:                               false,
		{For: 2, Against: 1}:             false,
		{For: 1, Against: 2, Abstain: 1}: false,
		{Abstain: 1}:                     true,
		{For: 1, Against: 1}:             true, // each of the two knows the other's
		{For: 3}:                         true, // all alike
	} {
		if SecrecyVoid(papers, room) != want {
			t.Errorf("%+v in the room: %v", room, !want)
		}
	}
}

// somePapers are so many papers of chance.
func somePapers(rng *rand.Rand, n int) []SecretPaper {
	papers := make([]SecretPaper, n)
	for i := range papers {
		var chance [PaperRandom]byte
		for k := range chance {
			chance[k] = byte(rng.UintN(256))
		}
		papers[i] = SecretPaper{NewPaperCode(chance), Choices()[rng.IntN(3)]}
	}
	SortPapers(papers)
	return papers
}

func publishedWords() map[string]Choice {
	return map[string]Choice{"for": ChoiceFor, "against": ChoiceAgainst, "abstain": ChoiceAbstain}
}

// Whoever has the published lines counts what was counted; and one line that
// was changed, lost or added gives another count or another list.
func TestAnybodyRecountsThePublishedPapers(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	papers := somePapers(rng, 60)
	lines := make([]string, len(papers))
	for i, p := range papers {
		lines[i] = fmt.Sprintf("%s%c%s", p.Code, " ,"[i%2], p.Choice)
	}
	list := func(lines []string) string {
		return "\ufeffcheck code,vote\r\nThe papers: Lamp\n\n" + strings.Join(lines, "\r\n") + "\n\nFor 3, against 2\nDecision for"
	}
	same, err := RecountPapers(list(lines), publishedWords())
	if err != nil || !slices.Equal(same, papers) || CountPapers(same) != CountPapers(papers) || CountPapers(same).Voted() != 60 {
		t.Errorf("recounted %v, %v", same, err)
	}
	for i, p := range papers {
		for _, other := range Choices() {
			if other == p.Choice {
				continue
			}
			changed := slices.Clone(lines)
			changed[i] = p.Code.String() + " " + string(other)
			found, err := RecountPapers(list(changed), publishedWords())
			if err != nil || CountPapers(found) == CountPapers(papers) {
				t.Errorf("%s as %s: %v, %v", p.Code, other, CountPapers(found), err)
			}
		}
		lost, err := RecountPapers(list(slices.Delete(slices.Clone(lines), i, i+1)), publishedWords())
		if err != nil || len(lost) != 59 {
			t.Errorf("without %s: %d, %v", p.Code, len(lost), err)
		}
	}
	if _, err := RecountPapers(list(append(lines, lines[7])), publishedWords()); !errors.Is(err, ErrPaperTwice) {
		t.Errorf("a paper twice: %v", err)
	}
	marked, err := RecountPapers("K7QM-2XVF 1 12\n04010410,3\n0401-0410,3\n2222-3333 nothing", map[string]Choice{"nothing": MarksChoice(nil)})
	want := []SecretPaper{{"K7QM2XVF", "1 12"}, {"04010410", "3"}, {"22223333", "blank"}}
	if err != nil || !slices.Equal(marked, want) {
		t.Errorf("marked papers: %v, %v", marked, err)
	}
	if _, err := RecountPapers("K7QM-2XVF perhaps", publishedWords()); !errors.Is(err, ErrPaperWord) {
		t.Errorf("no choice: %v", err)
	}
}

// What the tellers counted stands below the papers, a line for each choice.
func TestAnybodyRecountsTheSlips(t *testing.T) {
	labels := []string{"现场纸票", "Slips in the room"}
	words := publishedWords()
	words["赞成"], words["反对"] = ChoiceFor, ChoiceAgainst
	want := RoomCount{For: 3, Against: 1}
	for _, text := range []string{
		"K7QM-2XVF for\nSlips in the room, for: 3\nSlips in the room, against: 1\nSlips in the room, abstain: 0\n\nFor 4, against 1, abstained 0.",
		"check code,vote\r\nK7QM-2XVF,for\r\nSlips in the room,for,3\r\nSlips in the room,against,1\r\n",
		"K7QM-2XVF 赞成\n现场纸票，赞成：3\n现场纸票，反对：1",
	} {
		if c, err := RecountSlips(text, labels, words); err != nil || c != want {
			t.Errorf("%q: %+v, %v", text, c, err)
		}
		if papers, err := RecountPapers(text, words); err != nil || len(papers) != 1 {
			t.Errorf("%q: %d papers, %v", text, len(papers), err)
		}
	}
	for _, text := range []string{
		"Slips in the room, for: 3\nSlips in the room, for: 1", "Slips in the room, perhaps: 3", "Slips in the room, for: -1",
		"Slips in the room, for: many", "Slips in the room",
	} {
		if c, err := RecountSlips(text, labels, words); (err == nil) != (text == "Slips in the room") || err != nil && !errors.Is(err, ErrSlips) {
			t.Errorf("%q: %+v, %v", text, c, err)
		}
	}
}
