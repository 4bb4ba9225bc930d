package fund_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huimin/fund"
)

func TestSimilarity(t *testing.T) {
	for name, c := range map[string]struct {
		a, b        string
		least, most float64
	}{
		"the same":                 {"楼道灯坏了", "楼道灯坏了", 1, 1},
		"but for marks":            {"楼道灯坏了", "楼道灯，坏了！！", 1, 1},
		"but for the keyboard":     {"LED lamp 3", "ｌｅｄ　Ｌamp３", 1, 1},
		"a single letter":          {"灯", "灯", 1, 1},
		"two single letters":       {"灯", "树", 0, 0},
		"a letter and a word":      {"灯", "路灯", 0, 0},
		"nothing and nothing":      {"", "", 0, 0},
		"marks and marks":          {"！！", "！！", 0, 0},
		"nothing and something":    {"", "路灯", 0, 0},
		"nothing in common":        {"路灯坏了", "清理化粪池", 0, 0},
		"half of the pairs":        {"abc", "abd", 0.5, 0.5},
		"repeats count as often":   {"aaaa", "aa", 0.5, 0.5},
		"one wish in other words":  {"三栋楼道灯坏了，请来修", "3栋楼道的灯坏了", 0.4, 0.9},
		"another wish, same place": {"三栋楼道灯坏了", "三栋下水道堵了", 0.1, 0.39},
		"one wish in English":      {"The lamp at the corridor door is broken", "corridor lamp broken", 0.4, 0.9},
		"another in English":       {"The lamp at the corridor door is broken", "please plant some trees", 0, 0.3},
	} {
		if got := fund.Similarity(c.a, c.b); got < c.least || got > c.most {
			t.Errorf("%s: %.2f, want %.2f to %.2f", name, got, c.least, c.most)
		}
	}
}

func TestSimilarityIsAMeasure(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ab灯路 !]{0,12}`))
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		ab := fund.Similarity(a, b)
		if ab < 0 || ab > 1 {
			t.Fatalf("%v", ab)
		}
		if ba := fund.Similarity(b, a); ab != ba {
			t.Fatalf("%v one way, %v the other", ab, ba)
		}
		if same := fund.Similarity(a+"灯", a+"灯"); same != 1 {
			t.Fatalf("a text is %v like itself", same)
		}
	})
}

func TestTheMostSimilarComeFirst(t *testing.T) {
	among := []string{"清理化粪池", "路灯坏了请修", "路灯坏了", "", "路灯不亮", "路灯坏了！"}
	for name, c := range map[string]struct {
		atLeast float64
		n       int
		want    []int
	}{
		"all that have something": {0, 9, []int{2, 5, 1, 4}},
		"only three":              {0, 3, []int{2, 5, 1}},
		"only the very same":      {1, 9, []int{2, 5}},
		"a threshold in between":  {0.7, 9, []int{2, 5, 1}},
		"none asked for":          {0, 0, []int{}},
		"fewer than none":         {0, -1, []int{}},
	} {
		if got := fund.MostSimilar("路灯坏了", among, c.atLeast, c.n); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestWhatAsksForTheSameIsFound(t *testing.T) {
	among := []string{
		"Pigeons nest above the entrance of building 6",
		"The lamp in the stairwell of building 3 doesn’t work",
		"Please repair the playground, the swing has no seat",
		"3栋楼道的灯坏了",
		"三栋下水道堵了",
		"Street lamps along the river are dark",
	}
	for text, want := range map[string][]int{
		"All lamps in the stairwell of building 3 are broken": {1},
		"The swing on the playground is broken":               {2},
		"楼道灯坏了，请来修":                                           {3},
		"下水道堵了好几天":                                            {4},
		"please do something for us":                          nil,
		"no street lamps at the river":                        {5},
	} {
		if got := fund.MostSimilar(text, among, 0.3, 3); !slices.Equal(got, want) && len(got)+len(want) > 0 {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

// What a resident writes is compared while they wait, inside the one
// transaction that writes: at the limits, 500 texts of 1,000 letters.
func BenchmarkMostSimilarAtTheLimits(b *testing.B) {
	text := strings.Repeat("楼道灯坏了晚上看不见请装一盏新的灯好吗谢谢大家", 45)
	among := make([]string, 500)
	for i := range among {
		among[i] = string([]rune(text)[i%23:][:1000])
	}
	for b.Loop() {
		fund.MostSimilar(text, among, 0.3, 3)
	}
}

func TestOnlyTheBeginningOfALongTextIsCompared(t *testing.T) {
	begin := strings.Repeat("楼道灯坏了请修", 29)
	if got := fund.Similarity(begin+"一", begin+strings.Repeat("树", 700)); got != 1 {
		t.Errorf("the same 200 letters are %v alike", got)
	}
	if got := fund.Similarity(strings.Repeat("树", 200)+begin, begin); got > 0.1 {
		t.Errorf("what only ends alike is %v", got)
	}
}
