package programme

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"huimin/fund"
)

// files opens the files of a map.
func files(m map[string]string) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		if text, ok := m[name]; ok {
			return []byte(text), nil
		}
		return nil, errors.New("no such file")
	}
}

func TestAllMistakesAreToldAtOnce(t *testing.T) {
	_, err := Read(Source{Text: `preset = "liuzhou"
[review]
days = "five"
clock = "joint"
[money]
allocations = [
  { from = 2014, each = 100_000 },
  { from = "soon", each = 1 },
] # until then [nothing]
[tiers]
max_cost = 1
[[change]]
from = "2027-02-30"
[change.hours]
to = "later"
`})
	if err == nil {
		t.Fatal("accepted")
	}
	var lines []string
	var wrong Mistakes
	if !errors.As(err, &wrong) {
		t.Fatal(err)
	}
	for _, m := range wrong {
		lines = append(lines, fmt.Sprintf("line %d: %s", m.Line, m.Key))
	}
	want := "line 3: review.days|line 4: review.clock|line 6: money.allocations|line 11: tiers.community_limit|line 13: from|line 15: hours.to"
	if got := strings.Join(lines, "|"); got != want {
		t.Errorf("%s\nwant\n%s\n%v", got, want, err)
	}
}

func TestAnotherVersionsRulesArePassedOver(t *testing.T) {
	text := "[review]\ndays = 4\nsomething_new = 5\n"
	book, err := Read(Source{Text: text, Lenient: true})
	if err != nil || book.Editions()[0].ReviewDays != 4 {
		t.Errorf("%v", err)
	}
}

const notice2027 = `{"year": 2027, "days": [
	{"name": "元旦", "date": "2027-01-01", "isOffDay": true},
	{"name": "元旦", "date": "2027-01-02", "isOffDay": true},
	{"name": "元旦", "date": "2027-01-03", "isOffDay": true},
	{"name": "春节", "date": "2027-01-30", "isOffDay": false}]}`

func TestANoticeOfTheNextYear(t *testing.T) {
	table := "\uFEFFdate,name,off\n2027-01-01,元旦,off\n2027-01-02,元旦,休\n2027-01-03, 元旦, TRUE\n2027-01-30,春节,班\n"
	third := "2027-04-08,三月三,off\n2027-04-09,三月三,off\n"
	for name, c := range map[string]struct{ file, region string }{"2027.json": {notice2027, ""}, "2027.csv": {table, third}} {
		text := fmt.Sprintf("[calendar]\nfiles = [%q]\n", name)
		if c.region != "" {
			text += "regional_files = [\"gx.csv\"]\n"
		}
		book, err := Read(Source{Text: text, Open: files(map[string]string{name: c.file, "gx.csv": c.region})})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		cal := book.Editions()[0].Calendar
		zone := book.Zone()
		for day, want := range map[string]bool{
			"2027-01-01": false, "2027-01-03": false, "2027-01-30": true, "2027-02-05": true, "2026-10-10": true,
			"2027-04-08": c.region == "",
		} {
			at, err := firstMoment(day, zone)
			if err != nil {
				t.Fatal(err)
			}
			if cal.Working(at) != want {
				t.Errorf("%s: %s is worked: %v", name, day, !want)
			}
			if year := at.Year(); year == 2027 && cal.Provisional(at) != (c.region == "") {
				t.Errorf("%s: provisional %v: Guangxi's own days are known: %v", name, cal.Provisional(at), c.region != "")
			}
		}
		kept, err := Canonical(book)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Read(Source{Text: kept})
		if err != nil || !alike(back.Editions()[0].Programme, book.Editions()[0].Programme) {
			t.Errorf("%s: what was read does not stand in the text to be kept: %v\n%s", name, err, kept)
		}
	}
}

func TestWhatWasInForceIsNotRewritten(t *testing.T) {
	now, err := firstMoment("2026-11-27", preset(t, Liuzhou).Zone)
	if err != nil {
		t.Fatal(err)
	}
	read := func(text string) fund.Rulebook {
		book, err := Read(Source{Text: text, Open: files(map[string]string{"2027.json": notice2027})})
		if err != nil {
			t.Fatal(err)
		}
		return book
	}
	notice := "[calendar]\nyears = [{ year = 2026, off = [\"2026-01-01\", \"2026-12-30\"] }]\n"
	for name, c := range map[string]struct{ kept, anew, want string }{
		"the same":                                      {"", "", ""},
		"another limit":                                 {"", "[tiers]\ncommunity_limit = 80_000\n", "tiers.community_limit 50_000 80_000"},
		"another limit from tomorrow":                   {"", "[[change]]\nfrom = \"2026-11-28\"\ntiers.community_limit = 80_000\n", ""},
		"another limit from today":                      {"", "[[change]]\nfrom = \"2026-11-27\"\ntiers.community_limit = 80_000\n", "tiers.community_limit 50_000 80_000"},
		"a change that was announced is taken back":     {"[[change]]\nfrom = \"2027-01-01\"\nreview.days = 3\n", "", ""},
		"a change that was lived is taken back":         {"[[change]]\nfrom = \"2026-11-01\"\nreview.days = 3\n", "", "review.days 3 5"},
		"a change that was lived stays":                 {"[[change]]\nfrom = \"2026-11-01\"\nreview.days = 3\n", "[[change]]\nfrom = \"2026-11-01\"\nreview.days = 3\n", ""},
		"next year's notice":                            {"", "[calendar]\nfiles = [\"2027.json\"]\n", ""},
		"this year's notice, late":                      {"", notice, ""},
		"this year's notice without a day that is over": {notice, "[calendar]\nyears = [{ year = 2026, off = [\"2026-12-30\"] }]\n", `calendar.years [{ year = 2026, off = ["2026-01-01", "2026-12-30"] }] [{ year = 2026, off = ["2026-12-30"] }]`},
		"this year's notice without a day that comes":   {notice, "[calendar]\nyears = [{ year = 2026, off = [\"2026-01-01\"] }]\n", ""},
	} {
		list, err := Rewrites(read(c.kept), read(c.anew), now)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range list {
			got = append(got, strings.Join([]string{r.Key.Name, r.Old, r.New}, " "))
		}
		if text := strings.Join(got, "|"); text != c.want {
			t.Errorf("%s: %q, want %q", name, text, c.want)
		}
	}
}
