package main

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"huimin/locales"
	"huimin/programme"
)

// told says mistakes as the command line does, a line each.
func told(t *testing.T, book *locales.Book, err error, lang locales.Lang) string {
	t.Helper()
	var wrong programme.Mistakes
	if !errors.As(err, &wrong) {
		t.Fatalf("%v is no mistake", err)
	}
	lines := make([]string, len(wrong))
	for i, m := range wrong {
		var err error
		if lines[i], err = book.Plain(lang, locales.MistakeWhole(mistakeWords(m), phrase(m.Remedy))); err != nil {
			t.Error(err)
		}
	}
	return strings.Join(lines, "\n")
}

func TestMistakesAreToldWithLineKeyAndRemedy(t *testing.T) {
	book, err := locales.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ file, want string }{
		"nothing":         {"", ""},
		"comments alone":  {"# rules\n\n", ""},
		"a byte mark":     {"\uFEFFname = \"x\"\r\n[review]\r\ndays = 4\r\n", ""},
		"an empty table":  {"[tiers]\n", ""},
		"no TOML":         {"name = \"a\"\nlimit 5\n", "line 2: cannot be read: expected '.' or '=', but got '5' instead"},
		"a key twice":     {"[review]\ndays = 4\ndays = 5\n", "line 3: cannot be read: Key 'review.days' has already been defined"},
		"a slip":          {"[tiers]\ncomunity_limit = 1\n", "line 2: tiers.comunity_limit is no rule: did you mean tiers.community_limit?"},
		"a slip above":    {"[teirs]\ncommunity_limit = 1\n", "line 2: teirs.community_limit is no rule: did you mean tiers.community_limit?"},
		"the wrong table": {"[review]\nquorum = \"1/2\"\n", "line 2: review.quorum is no rule: did you mean ballot.quorum?"},
		"nothing like it": {"[weather]\nrain = true\n", "line 2: weather.rain is no rule: huimin init --programme liuzhou writes a file with all rules there are"},
		"no such preset":  {"preset = \"nanning\"\n", `line 1: preset is "nanning": write "liuzhou"`},
		"a text for a number": {
			"\n[review]\ndays = \"five\"\n", `line 3: review.days is "five": write a whole number of working days from 1 to 250, such as 5`,
		},
		"half a day": {"[review]\ndays = 4.5\n", "line 2: review.days is 4.5: write a whole number of working days from 1 to 250, such as 5"},
		"no days":    {"[review]\ndays = 0\n", "line 2: review.days is 0: write a number of working days from 1 to 250, such as 5"},
		"one day":    {"[review]\ndays = 1\n", ""},
		"many days":  {"[review]\ndays = 250\n", ""},
		"too many":   {"[review]\ndays = 251\n", "line 2: review.days is 251: write a number of working days from 1 to 250, such as 5"},
		"a yes":      {"[review]\njoint_clock = \"yes\"\n", `line 2: review.joint_clock is "yes": write true or false, such as true`},
		"money with a unit": {
			"[tiers]\ncommunity_limit = \"5万\"\n", `line 2: tiers.community_limit is "5万": write an amount in digits, without quotation marks or a unit, such as 50_000`,
		},
		"money below zero": {"[tiers]\ncommunity_limit = -1\n", "line 2: tiers.community_limit is -1: write an amount of whole units of the currency from 0 to 100000000000, such as 50_000"},
		"a tenth of a fen": {"[tiers]\ncommunity_limit = 0.001\n", "line 2: tiers.community_limit is 0.001: write an amount with two decimals at most, such as 50_000"},
		"a fen":            {"[tiers]\ncommunity_limit = 0.01\n", ""},
		"a share as a number": {
			"[ballot]\nquorum = 0.66\n", `line 2: ballot.quorum is 0.66: write a share between quotation marks, as a fraction like "2/3" or in percent like "10%", such as "2/3"`,
		},
		"a share by nothing":               {"[ballot]\nquorum = \"1/0\"\n", `line 2: ballot.quorum is "1/0": write a share`},
		"more than all":                    {"[ballot]\nquorum = \"4/3\"\n", "line 2: ballot.quorum is 4/3, more than everything: write a share up to 1/1"},
		"all of them":                      {"[ballot]\nquorum = \"3/3\"\n", ""},
		"none of them":                     {"[ballot]\nquorum = \"0/3\"\n", "line 2: ballot.quorum is nothing: one vote would decide: write a share"},
		"more than everybody":              {"[ballot]\nquorum = \"1/1\"\nquorum_over = true\n", "line 3: ballot.quorum_over asks for more than everybody: leave it false, or lower ballot.quorum"},
		"votes in meetings, backwards":     {"[meetings]\nvote_lengths = [30, 5]\n", "line 2: meetings.vote_lengths must name one length or more, the shortest first: write minutes"},
		"no day to meet":                   {"[meetings]\ndays_ahead = 1\n", "line 2: meetings.days_ahead leaves no day on which a meeting could be held"},
		"unbeatable":                       {"[ballot]\nmajority = \"100%\"\n", "line 2: ballot.majority cannot be exceeded"},
		"nearly":                           {"[ballot]\nmajority = \"99%\"\n", ""},
		"ballots, backwards":               {"[ballot]\nlengths = [72, 24]\n", "line 2: ballot.lengths must name one length or more, the shortest first"},
		"no ballots":                       {"[ballot]\nlengths = []\n", "line 2: ballot.lengths must name one length or more"},
		"a ballot of a text":               {"[ballot]\nlengths = [24, \"72\"]\n", `line 2: ballot.lengths has a part 2 that is "72": write a whole number of hours`},
		"notice to the day":                {"[ballot]\nnotice_hours = 144\n", ""},
		"notice of too long":               {"[ballot]\nnotice_hours = 145\n", "line 2: ballot.notice_hours leaves less than a day before the longest of ballot.lengths ends"},
		"a team of outsiders":              {"[works]\nteam = 3\nteam_outside = 3\n", ""},
		"more than the team":               {"[works]\nteam = 3\nteam_outside = 4\n", "line 3: works.team_outside is more than works.team"},
		"no days to mend":                  {"[works]\nmend_days = []\n", "line 2: works.mend_days must name one number"},
		"weekly from the start":            {"[year]\nwarn_from = 12\n", ""},
		"weekly before monthly":            {"[year]\nweekly_from = 9\n", "line 2: year.weekly_from is before year.warn_from"},
		"a month of none":                  {"[year]\nwarn_from = 13\n", "line 2: year.warn_from is 13: write a number of a month from 1 to 12, such as 10"},
		"serious is no more":               {"[year]\ninspection_satisfied_least = \"4/5\"\n", ""},
		"serious is more":                  {"[year]\ninspection_satisfied_least = \"81%\"\n", "line 2: year.inspection_satisfied_least is more than"},
		"a polls' length first":            {"[needs]\npoll_lengths = [7, 3]\n", "line 2: needs.poll_lengths must name one length or more"},
		"an hour of none":                  {"[hours]\nfrom = \"9\"\n", `line 2: hours.from is "9": write a time of the day between quotation marks, like "09:00"`},
		"a day that ends before it begins": {"[hours]\nfrom = \"18:00\"\n", "line 2: hours.to is not after hours.from: let the day end after it begins"},
		"no such zone":                     {"time_zone = \"Liuzhou\"\n", `line 1: time_zone is "Liuzhou": write the name of a time zone`},
		"no such region":                   {"[calendar]\nregion = \"GX\"\n", `line 2: calendar.region is "GX": write "CN", "CN-GX" or "none"`},
		"days in Chinese":                  {"[calendar]\nweekend = [\"周六\"]\n", `line 2: calendar.weekend has a part 1 that is "周六": write the days of the week in English`},
		"a day there is not":               {"[calendar]\nyearly = [\"02-30\"]\n", "line 2: calendar.years cannot be used"},
		"a year of its own":                {"[calendar]\nlisted_to = 2027\n", "line 2: calendar.listed_to has no meaning in CN-GX"},
		"regional days of nothing": {
			"[calendar]\nregion = \"CN\"\nregional_years = [{ year = 2027, off = [\"2027-04-09\"] }]\n", "line 3: calendar.regional_years is for a region with days off of its own",
		},
		"a part that is none":  {"[money]\nallocations = [{ since = 2014 }]\n", `line 2: money.allocations has a part 1 that has the unknown part "since": write { from = …, each = … }`},
		"years backwards":      {"[money]\nallocations = [{ from = 2016, each = 2 }, { from = 2014, each = 1 }]\n", "line 2: money.allocations must be in the order of years"},
		"an item there is":     {"[catalogue]\nmore = [{ code = \"GG2\", category = \"GG\", name = \"灯\" }]\n", "line 2: catalogue.more cannot be used"},
		"an item there is not": {"[catalogue]\nwithout = [\"GG99\"]\n", "line 2: catalogue.more cannot be used: leave out \"GG99\""},
		"a limit over the most": {
			"[tiers]\ncommunity_limit = 1_000_001\n", "line 2: tiers.community_limit is 1000001.00, more than tiers.max_cost, 1000000.00: lower the limit",
		},
		"a limit of the most": {"[tiers]\ncommunity_limit = 1_000_000\n", ""},
		"a most under the limit": {
			"[tiers]\nmax_cost = 49_999\n", "line 2: tiers.community_limit is 50000.00, more than tiers.max_cost, 49999.00",
		},
		"a change without a date": {"[[change]]\nreview.days = 3\n", `line 1: from is missing: write the day from which the change holds, like from = "2027-01-01"`},
		"a change of a month":     {"[[change]]\nfrom = \"2027-01\"\n", `line 2: from is "2027-01": write the day`},
		"two changes of one day": {
			"[[change]]\nfrom = \"2027-01-01\"\n[[change]]\nfrom = 2027-01-01\n", "line 4: from is not later than the change before it",
		},
		"one table of change": {"[change]\nfrom = \"2027-01-01\"\n", "line 1: change is one table: begin each change with a line [[change]]"},
		"a slip in a change":  {"[[change]]\nfrom = \"2027-01-01\"\n[change.review]\nday = 3\n", "line 4: review.day is no rule: did you mean review.days?"},
		"another currency from then on": {
			"[[change]]\nfrom = \"2027-01-01\"\n[change.currency]\ncode = \"EUR\"\n", "line 4: currency.code cannot change on a date",
		},
		"a change that contradicts": {
			"[[change]]\nfrom = \"2027-01-01\"\n\n[change.tiers]\nmax_cost = 10\n", "line 5: tiers.community_limit is 50000.00, more than tiers.max_cost, 10.00",
		},
		"a file without files": {"[calendar]\nfiles = [\"2027.json\"]\n", `line 2: calendar.files names "2027.json": files cannot be named here`},
	} {
		_, err := programme.Read(programme.Source{Text: c.file})
		var wrong programme.Mistakes
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.want != "" && !errors.As(err, &wrong):
			t.Errorf("%s: accepted, want %q", name, c.want)
		case c.want != "" && !strings.HasPrefix(told(t, book, err, locales.English), c.want):
			t.Errorf("%s:\n%s\nwant\n%s", name, told(t, book, err, locales.English), c.want)
		case c.want != "" && len(wrong) != 1:
			t.Errorf("%s: told %d times:\n%v", name, len(wrong), err)
		}
		if c.want == "" || len(wrong) == 0 {
			continue
		}
		if zh := told(t, book, err, locales.Chinese); !strings.HasPrefix(zh, fmt.Sprintf("第 %d 行：%s", wrong[0].Line, wrong[0].Key)) {
			t.Errorf("%s in Chinese: %s", name, zh)
		}
	}
}

func TestANoticeThatIsWrong(t *testing.T) {
	book, err := locales.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ file, text, want string }{
		"not there":     {"gone.json", "", `line 2: calendar.files names "gone.json", which cannot be read: no such file: write its place`},
		"no JSON":       {"a.json", "{", "a.json: cannot be read: unexpected end of JSON input: write {"},
		"no date":       {"a.csv", "元旦,off\n1 January,元旦,off\n", `a.csv: line 2: has no date but "1 January": write it like 2027-01-01`},
		"off or not":    {"a.csv", "2027-01-01,元旦\n", "a.csv: line 1: does not say whether the day is off"},
		"two years":     {"a.csv", "2027-01-01,x,off\n2028-01-01,x,off\n", "a.csv: line 2: 2028-01-01 is not in 2027: make a file for each year"},
		"twice":         {"a.csv", "2027-01-01,x,off\n2027-01-01,x,work\n", "a.csv: line 2: 2027-01-01 is there twice: leave one of them"},
		"empty":         {"a.csv", "", "a.csv: has no days off"},
		"work alone":    {"a.csv", "2027-01-02,x,work\n", "a.csv: has no days off"},
		"not UTF-8":     {"a.csv", "2027-01-01,\xd4\xd4,off\n", "a.csv: is not UTF-8"},
		"says nothing":  {"a.json", `{"days":[{"date":"2027-01-01"}]}`, "a.json: day 1 does not say isOffDay"},
		"a wrong quote": {"a.csv", "2027-01-01,\"x,off\n", "a.csv: cannot be read"},
	} {
		have := map[string]string{}
		if c.file != "gone.json" {
			have[c.file] = c.text
		}
		_, err := programme.Read(programme.Source{Text: fmt.Sprintf("[calendar]\nfiles = [%q]\n", c.file), Open: func(name string) ([]byte, error) {
			if text, ok := have[name]; ok {
				return []byte(text), nil
			}
			return nil, errors.New("no such file")
		}})
		if err == nil || !strings.HasPrefix(told(t, book, err, locales.English), c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, told(t, book, err, locales.English), c.want)
		}
	}
}

// TestEveryPhraseHasWords: what programme can say is said.
func TestEveryPhraseHasWords(t *testing.T) {
	source, err := os.ReadFile("../../programme/phrase.go")
	if err != nil {
		t.Fatal(err)
	}
	ids := regexp.MustCompile(`PhraseID = "(.*)"`).FindAllStringSubmatch(string(source), -1)
	for _, id := range ids {
		p := programme.Phrase{ID: programme.PhraseID(id[1]), Inner: &programme.Phrase{}, Words: []string{"a", "b"}}
		if phrase(p).IsZero() {
			t.Errorf("%s has no words", id[1])
		}
	}
	if len(ids) < 80 {
		t.Errorf("%d phrases", len(ids))
	}
}
