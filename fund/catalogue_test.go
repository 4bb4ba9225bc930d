package fund_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huimin/fund"
)

func catalogue(t interface{ Fatal(...any) }) fund.Catalogue {
	c, err := fund.DefaultCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheCatalogueIsFourTimesNine(t *testing.T) {
	c := catalogue(t)
	if n := len(c.Items()); n != 36 {
		t.Errorf("%d items", n)
	}
	for _, cat := range fund.Categories() {
		in := c.In(cat)
		if len(in) != 9 {
			t.Errorf("%s has %d items", cat, len(in))
		}
		for _, it := range in {
			if !strings.HasPrefix(string(it.Code), string(cat)) {
				t.Errorf("%s is in %s", it.Code, cat)
			}
			if got, ok := c.Item(it.Code); !ok || got.Code != it.Code {
				t.Errorf("%s is not found", it.Code)
			}
		}
	}
	if _, ok := c.Item("XX1"); ok {
		t.Error("XX1 is found")
	}
}

func TestEveryItemHasWordsInBothLanguages(t *testing.T) {
	owner := map[string]fund.ItemCode{}
	for _, it := range catalogue(t).Items() {
		han, latin := 0, 0
		for _, w := range it.Words {
			if w[0] > 0x7f {
				han++
			} else {
				latin++
			}
			if other, taken := owner[w]; taken {
				t.Errorf("%q belongs to %s and %s, and tells nothing", w, other, it.Code)
			}
			owner[w] = it.Code
		}
		if han < 6 || latin < 6 {
			t.Errorf("%s: %d Chinese and %d English words", it.Code, han, latin)
		}
	}
}

func TestWhatResidentsSayInChinese(t *testing.T) { guesses(t, chineseSentences) }

func TestWhatResidentsSayInEnglish(t *testing.T) { guesses(t, englishSentences) }

func guesses(t *testing.T, sentences map[string]fund.ItemCode) {
	t.Helper()
	c := catalogue(t)
	if len(sentences) < 30 {
		t.Errorf("%d sentences only", len(sentences))
	}
	for text, want := range sentences {
		got := c.Guess(text, 3)
		if len(got) == 0 || got[0].Code != want {
			var codes []fund.ItemCode
			for _, it := range got {
				codes = append(codes, it.Code)
			}
			t.Errorf("%s: %v, want %s", text, codes, want)
		}
	}
}

var chineseSentences = map[string]fund.ItemCode{
	"3栋2单元楼道灯坏了两个星期，晚上老人上楼看不见":    "GG2",
	"小区门口那条巷子晚上太黑了，能不能装几盏路灯":      "GG2",
	"后门那段水泥路坑坑洼洼，下雨天全是水，孩子摔过跤":    "GG1",
	"菜市场旁边的台阶断了一块，走路要小心":          "GG1",
	"化粪池满了，一楼臭得不行，请帮忙清一下":         "GG3",
	"楼下排水沟堵住了，一下雨就往屋里倒灌":          "GG3",
	"希望在小区大门口加装几个监控摄像头":           "GG4",
	"我们单元的门禁坏了，谁都能进来":             "GG4",
	"楼道里的灭火器都过期了，没人换":             "GG5",
	"电动车没地方充电，大家从楼上飞线，太危险了":       "GG6",
	"想搭一个停车棚，电瓶车都淋雨":              "GG6",
	"广场边上的健身器材生锈断了，请换新的":          "GG7",
	"篮球架的篮筐掉了，小伙子们没法打球":           "GG7",
	"门口那棵大树枯了，怕台风天砸到人":            "GG8",
	"街心公园的长廊漏雨，石凳也烂了":             "GG8",
	"楼梯的扶手松了，老人扶着不安全":             "GG9",
	"一楼出入口能不能修个无障碍坡道，方便坐轮椅的邻居":    "GG9",
	"我隔壁的低保户刚做完手术，家里很困难，能不能去慰问一下": "MS1",
	"楼上独居老人没人做饭，希望社区办个老年食堂":       "MS2",
	"暑假孩子没人看，能不能办个暑期班":            "MS5",
	"希望每个月有师傅来小区理发、修家电、磨刀":        "MS6",
	"请医生来给大家量血压、测血糖":              "MS7",
	"想请律师来讲讲遗产和遗嘱的事":              "MS9",
	"中秋节想搞个百家宴，大家认识认识":            "GY1",
	"好久没看露天电影了，夏天放几场吧":            "GY2",
	"组织一次气排球比赛吧，年轻人也能参加":          "GY3",
	"很多人不会垃圾分类，垃圾桶旁边乱扔":           "GY8",
	"小区里小偷多，建议成立老妈巡逻队晚上巡逻":        "MZ6",
	"楼上每天半夜吵闹，和他们吵架也没用，请社区调解":     "MZ7",
	"公开栏半年没更新了，账目要公示出来":           "MZ3",
	"活动室想添几个书架，搞个图书角":             "GY9",
	"请组织一次消防演练，教大家怎么逃生":           "GY7",
	"社区定事情之前开个居民会议，大家一起商量":        "MZ1",
	"楼长年纪大了，要培训新的楼栋长":             "MZ9",
}

var englishSentences = map[string]fund.ItemCode{
	"The lamp at the corridor door is broken":                                      "GG2",
	"It is pitch dark behind block 4, we need a street light":                      "GG2",
	"Huge potholes on the road by the back gate":                                   "GG1",
	"The steps next to the market are cracked and my mother fell":                  "GG1",
	"The drain in front of building 2 is blocked and it stinks":                    "GG3",
	"Please empty the septic tank, sewage is coming up":                            "GG3",
	"Could we have CCTV cameras at the entrance?":                                  "GG4",
	"The intercom and the door lock of unit 3 do not work":                         "GG4",
	"All fire extinguishers on our stairs are out of date":                         "GG5",
	"There is nowhere to charge e-bikes, please build a charging point":            "GG6",
	"We want a bicycle shed, the scooters stand in the rain":                       "GG6",
	"The exercise equipment on the square is rusty":                                "GG7",
	"The basketball hoop has fallen off":                                           "GG7",
	"A dead tree is leaning over the playground, please cut its branches":          "GG8",
	"More benches in the garden, please":                                           "GG8",
	"The handrail is loose on the third floor":                                     "GG9",
	"Please build a wheelchair ramp at the entrance of block 7":                    "GG9",
	"My neighbour lost his job and the family is struggling, can we help?":         "MS1",
	"Hot meals for elderly people who live alone":                                  "MS2",
	"A summer class for the children while parents work":                           "MS5",
	"Could a barber come once a month and cut hair? Haircuts are expensive":        "MS6",
	"Let a doctor come and check our blood pressure":                               "MS7",
	"We need a lawyer to explain unpaid wages to us":                               "MS9",
	"Let's celebrate the Mid-Autumn Festival together with dumplings":              "GY1",
	"An open-air cinema night in July":                                             "GY2",
	"Organise a table tennis tournament between the blocks":                        "GY3",
	"People throw everything together, teach us waste sorting":                     "GY8",
	"Bikes get stolen every week, we need a night patrol":                          "MZ6",
	"Loud music upstairs every night, we had a quarrel, please send a mediator":    "MZ7",
	"The notice board is empty; publish the accounts":                              "MZ3",
	"A reading corner with bookshelves for the kids":                               "GY9",
	"Please hold a fire drill and teach us first aid":                              "GY7",
	"Call a residents' meeting before you decide this":                             "MZ1",
	"More VOLUNTEERS should be thanked; red vests for volunteers would help a lot": "GY4",
}

func TestWhatSaysNothingIsNotGuessed(t *testing.T) {
	c := catalogue(t)
	for _, text := range []string{"", "   ", "。。。", "👍👍", "你好", "谢谢", "hello", "thank you very much", "123"} {
		if got := c.Guess(text, 3); len(got) != 0 {
			t.Errorf("%q: %s", text, got[0].Code)
		}
	}
	for _, text := range []string{"delighted by the slight blight", "lampoon", "treeless"} {
		for _, it := range c.Guess(text, 36) {
			t.Errorf("%q: part of a word is no word, yet %s", text, it.Code)
		}
	}
	if got := c.Guess("路灯", 0); got != nil {
		t.Errorf("none were asked for: %v", got)
	}
	if got := c.Guess("路灯", -1); got != nil {
		t.Errorf("none were asked for: %v", got)
	}
}

func TestKeyboardsDoNotMatter(t *testing.T) {
	c := catalogue(t)
	for _, text := range []string{"ＣＣＴＶ ＣＡＭＥＲＡ", "cctv camera", "CCTV-Cameras!"} {
		if got := c.Guess(text, 1); len(got) != 1 || got[0].Code != "GG4" {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestLongerWordsWeighMore(t *testing.T) {
	c, err := fund.ReadCatalogue("code\tcategory\tstatus\tsource\twords\nA\tMS\tI\t-\t灯,楼道\nB\tGG\tI\t-\t楼道灯\nC\tGY\tI\t-\t道\n")
	if err != nil {
		t.Fatal(err)
	}
	var codes []fund.ItemCode
	for _, it := range c.Guess("楼道灯坏了", 5) {
		codes = append(codes, it.Code)
	}
	if len(codes) != 3 || codes[0] != "B" || codes[1] != "A" || codes[2] != "C" {
		t.Errorf("%v", codes)
	}
}

func TestAWordInsideAnotherCountsOnce(t *testing.T) {
	c, err := fund.ReadCatalogue("code\tcategory\tstatus\tsource\twords\nA\tMS\tI\t-\t路灯\nB\tGG\tI\t-\t路灯,灯\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Guess("路灯不亮", 1); got[0].Code != "A" {
		t.Errorf("灯 counted again inside 路灯: %s", got[0].Code)
	}
	if got := c.Guess("路灯不亮，换个灯", 1); got[0].Code != "B" {
		t.Errorf("灯 by itself did not count: %s", got[0].Code)
	}
}

func TestCataloguesThatAreWrongAreRefused(t *testing.T) {
	for name, data := range map[string]string{
		"nothing":          "",
		"headings only":    "code\tcategory\tstatus\tsource\twords\n",
		"too few fields":   "h\nGG1\tGG\tS\t-\n",
		"a code twice":     "h\nGG1\tGG\tS\t-\ta\nGG1\tGG\tS\t-\tb\n",
		"no code":          "h\n\tGG\tS\t-\ta\n",
		"no such category": "h\nXX1\tXX\tS\t-\ta\n",
	} {
		if _, err := fund.ReadCatalogue(data); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestACallerCannotChangeTheCatalogue(t *testing.T) {
	c := catalogue(t)
	c.Items()[0].Code = "changed"
	if c.Items()[0].Code != "MS1" {
		t.Error("the catalogue changed under another's hands")
	}
}

func TestGuessesAreWithinWhatWasAsked(t *testing.T) {
	c := catalogue(t)
	rapid.Check(t, func(t *rapid.T) { checkGuess(t, c, rapid.String().Draw(t, "text"), rapid.IntRange(0, 40).Draw(t, "n")) })
}

func checkGuess(t interface{ Fatalf(string, ...any) }, c fund.Catalogue, text string, n int) {
	got := c.Guess(text, n)
	if len(got) > n {
		t.Fatalf("%q: %d of %d", text, len(got), n)
	}
	seen := map[fund.ItemCode]bool{}
	for _, it := range got {
		if _, known := c.Item(it.Code); !known || seen[it.Code] {
			t.Fatalf("%q: %s is unknown or there twice", text, it.Code)
		}
		seen[it.Code] = true
	}
	if folded := c.Guess(strings.ToUpper(text), n); text == strings.ToLower(text) && isASCII(text) && len(folded) != len(got) {
		t.Fatalf("%q: capitals change the guess", text)
	}
}

func isASCII(s string) bool {
	for _, r := range s {
		if r > 0x7f {
			return false
		}
	}
	return true
}

func FuzzGuess(f *testing.F) {
	c := catalogue(f)
	for text := range chineseSentences {
		f.Add(text)
	}
	for text := range englishSentences {
		f.Add(text)
	}
	f.Add("\x00lamp\x00\xff灯")
	f.Fuzz(func(t *testing.T, text string) { checkGuess(t, c, text, 3) })
}
