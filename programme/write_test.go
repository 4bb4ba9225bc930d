package programme

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"huimin/fund"
)

func preset(t *testing.T, name string) fund.Programme {
	t.Helper()
	p, err := Preset(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// alike compares programmes; two zones are alike when they have one name.
func alike(a, b fund.Programme) bool {
	if a.Zone.String() != b.Zone.String() {
		return false
	}
	a.Zone, b.Zone = nil, nil
	return reflect.DeepEqual(a, b)
}

func TestAWrittenPresetReadsBackAsTheSameRules(t *testing.T) {
	for _, name := range Presets() {
		want := preset(t, name)
		text, err := Canonical(fund.Always(want))
		if err != nil {
			t.Fatal(err)
		}
		book, err := Read(Source{Text: text})
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, text)
		}
		if got := book.At(time.Time{}); !alike(got, want) {
			t.Errorf("%s reads back as\n%+v\nand was\n%+v", name, got, want)
		}
		again, err := Canonical(book)
		if err != nil || again != text {
			t.Errorf("%s is written differently the second time: %v", name, err)
		}
	}
}

func TestEveryRuleChangedReadsBack(t *testing.T) {
	text := `
name = "elsewhere"
time_zone = "Asia/Tashkent"
[currency]
code = "UZS"
name = "so'm \"new\""
[calendar]
region = "none"
weekend = ["sunday"]
yearly = ["01-01", "03-21"]
listed_to = 2027
years = [{ year = 2027, off = ["2027-05-27"], work = ["2027-05-30"] }]
[catalogue]
without = ["MS7"]
more = [{ code = "GG10", category = "GG", name = "雨棚", name_en = "Rain shelter", words = ["雨棚", "shelter"] }]
[hours]
from = "08:30"
to = "24:00"
[tiers]
community_limit = 1234.56
limit_inclusive = false
[ballot]
majority = "60%"
[[change]]
from = 2027-03-01
[change.tiers]
community_limit = 99_999
[change.calendar]
yearly = ["01-01"]
[[change]]
from = "2027-04-01"
review.days = 7
`
	book, err := Read(Source{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	p := book.At(time.Time{})
	if p.CommunityLimit != 123456 || p.LimitInclusive || p.Majority != (fund.Share{Num: 60, Den: 100}) || p.Hours.To != 24*60 {
		t.Errorf("%+v", p)
	}
	if it, ok := p.Catalogue.Item("GG10"); !ok || it.Name != "雨棚" {
		t.Errorf("%+v", it)
	}
	if len(book.Editions()) != 3 {
		t.Fatalf("%d editions", len(book.Editions()))
	}
	last := book.Editions()[2]
	if last.ReviewDays != 7 || last.CommunityLimit != fund.Yuan(99_999) || last.From.Format(time.RFC3339) != "2027-04-01T00:00:00+05:00" {
		t.Errorf("the last change: %v, %d days, %s", last.From, last.ReviewDays, last.CommunityLimit.Decimal())
	}
	written, err := Canonical(book)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Read(Source{Text: written})
	if err != nil {
		t.Fatalf("%v\n%s", err, written)
	}
	for i, e := range back.Editions() {
		if want := book.Editions()[i]; !e.From.Equal(want.From) || !alike(e.Programme, want.Programme) {
			t.Errorf("edition %d differs:\n%s", i, written)
		}
	}
	if strings.Count(written, "[[change]]") != 2 || !strings.Contains(written, "[change.review]\ndays = 7\n") {
		t.Errorf("written:\n%s", written)
	}
}

func TestCommentsStandAboveWhatTheyExplain(t *testing.T) {
	var b strings.Builder
	err := Write(&b, fund.Always(preset(t, Liuzhou)), func(part string) string {
		return map[string]string{"": "the rules\n\nof a place", "section:tiers": "who decides", "tiers.max_cost": "the most"}[part]
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"# the rules\n#\n# of a place\n", "\n# who decides\n[tiers]\n", "\n# the most\nmax_cost = 1_000_000\n",
		"quorum = \"2/3\"\n", "lengths = [24, 72, 168]\n", "from = \"09:00\"\n", "{ from = 2016, each = 200_000 }",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

func TestPresetsDifferWhereTheyShould(t *testing.T) {
	for name, want := range map[string]struct {
		voters         fund.Voters
		region, money  string
		zone           string
		limitIsTheMost bool
	}{
		Liuzhou:    {fund.VotersRepresentatives, fund.RegionGuangxi, "CNY", "Asia/Shanghai", false},
		Generic:    {fund.VotersResidents, fund.RegionNone, "EUR", "UTC", true},
		Initiative: {fund.VotersResidents, fund.RegionNone, "UZS", "Asia/Tashkent", true},
	} {
		p := preset(t, name)
		if p.Name != name || p.Voters != want.voters || p.Calendar.Plan().Region != want.region || p.Currency.Code != want.money ||
			p.Zone.String() != want.zone || (p.CommunityLimit == p.MaxCost) != want.limitIsTheMost {
			t.Errorf("%s: %+v", name, p)
		}
	}
	if p := preset(t, Initiative); p.WinningMoney(fund.Yuan(1_000)) != fund.Yuan(500) || p.WinningMoney(1) != 1 || p.WinningMoney(0) != 0 {
		t.Error("half of it makes a winner")
	}
	if preset(t, Generic).WinningMoney(fund.Yuan(1)) != 0 || preset(t, Liuzhou).WinningMoney(fund.Yuan(1)) != 0 {
		t.Error("elsewhere money decides nothing")
	}
	if _, err := Preset("nanning"); err == nil {
		t.Error("there is no such preset")
	}
}
