package pabulib_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"huimin/fund"
	"huimin/pabulib"
)

func read(t testing.TB, text string) (*pabulib.File, *pabulib.Election) {
	t.Helper()
	f, err := pabulib.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	e, err := f.Election()
	if err != nil {
		t.Fatal(err)
	}
	return f, e
}

func load(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// What these cities funded by their rule is what that rule funds here.
func TestCitiesAgree(t *testing.T) {
	for name, c := range map[string]struct {
		kind     pabulib.RuleKind
		voters   int
		projects int
		raised   int64
	}{
		"Poland_Swiecie_2023.pb":                  {pabulib.RuleShares, 2553, 22, 227},
		"Netherlands_Assen_2024.pb":               {pabulib.RuleShares, 84, 14, 843},
		"Poland_Warszawa_2017_ZielonaGrzybowa.pb": {pabulib.RuleVotes, 268, 8, 0},
		"Poland_Warszawa_2017_Las.pb":             {pabulib.RuleVotes, 135, 5, 0},
		"Poland_Warszawa_2019_Las.pb":             {pabulib.RuleVotes, 127, 13, 0},
	} {
		t.Run(name, func(t *testing.T) {
			_, e := read(t, load(t, name))
			if e.Rule.Kind != c.kind || e.Voters() != c.voters || len(e.Projects) != c.projects || e.Odd != (pabulib.Odd{}) {
				t.Fatalf("rule %q, %d voters, %d projects, odd %+v", e.Rule.Kind, e.Voters(), len(e.Projects), e.Odd)
			}
			a, err := e.CountByVotes(e.Rule.Votes)
			if c.kind == pabulib.RuleShares {
				a, err = e.CountEqualShares(e.Rule.Shares, nil)
			}
			if err != nil {
				t.Fatal(err)
			}
			if a.Raised != c.raised {
				t.Errorf("raised %d times, want %d", a.Raised, c.raised)
			}
			for i, p := range e.Projects {
				if want := p.Published == pabulib.Funded; a.Placings[i].Funded != want {
					t.Errorf("project %s: funded %v, the city %v", p.ID, a.Placings[i].Funded, want)
				}
			}
		})
	}
}

func TestReadAndWrittenIsTheSame(t *testing.T) {
	odd := "\uFEFFMETA\r\nkey;value\r\nbudget;100\r\ncomment;\"a; \"\"b\"\"\r\nc\"\r\n\r\nPROJECTS;;\nproject_id; cost ;mood\n a ;5;good\n\nVOTES\nvoter_id;vote\nv1;a"
	for name, text := range map[string]string{
		"Świecie": load(t, "Poland_Swiecie_2023.pb"), "Warszawa": load(t, "Poland_Warszawa_2017_ZielonaGrzybowa.pb"), "odd": odd,
	} {
		f, _ := read(t, text)
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		if b.String() != text {
			t.Errorf("%s: written\n%q\nread\n%q", name, b.String(), text)
		}
	}
}

func TestSelect(t *testing.T) {
	f, e := read(t, load(t, "Netherlands_Assen_2024.pb"))
	var as []bool
	for _, p := range e.Projects {
		as = append(as, p.Published != pabulib.Funded)
	}
	f.Select(as)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	_, again := read(t, b.String())
	for i, p := range again.Projects {
		if (p.Published == pabulib.Funded) != as[i] || p.Name != e.Projects[i].Name || again.Contenders[i] != e.Contenders[i] {
			t.Errorf("project %+v, funded %v", p, as[i])
		}
	}

	f, _ = read(t, "META\nkey;value\nbudget;5\nPROJECTS\nproject_id;cost;name\na;1;\"x; y\"\nb;2\nVOTES\nvoter_id;vote\n1;a\n")
	f.Select([]bool{true, false})
	b.Reset()
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	want := "META\nkey;value\nbudget;5\nPROJECTS\nproject_id;cost;name;selected\na;1;\"x; y\";1\nb;2;;0\nVOTES\nvoter_id;vote\n1;a\n"
	if b.String() != want {
		t.Errorf("written\n%s\nwant\n%s", b.String(), want)
	}
}

// pb makes a file of META rows, PROJECTS with header, and VOTES with header.
func pb(meta, projects, votes string) string {
	return "META\nkey;value\n" + meta + "\nPROJECTS\n" + projects + "\nVOTES\n" + votes + "\n"
}

func TestWhatIsWrong(t *testing.T) {
	sound := [3]string{"budget;100\nvote_type;approval", "project_id;cost\na;10\nb;20", "voter_id;vote\n1;a,b\n2;b"}
	file := func(at int, with string) string {
		parts := sound
		parts[at] = with
		return pb(parts[0], parts[1], parts[2])
	}
	read(t, pb(sound[0], sound[1], sound[2]))
	for name, c := range map[string]struct {
		text string
		want pabulib.Error
	}{
		"nothing":              {"", pabulib.Error{Why: pabulib.WhyNoSection, What: "META"}},
		"another kind of file": {"a;b\n1;2\n", pabulib.Error{Line: 1, Why: pabulib.WhyNoSection, What: "META"}},
		"not UTF-8":            {"META\nkey;value\nunit;\xa6wiecie\n", pabulib.Error{Line: 3, Why: pabulib.WhyNotText}},
		"UTF-16":               {"M\x00E\x00T\x00A\x00", pabulib.Error{Line: 1, Why: pabulib.WhyNotText}},
		"no votes":             {"META\nkey;value\nbudget;1\nPROJECTS\nproject_id;cost\na;1\n", pabulib.Error{Why: pabulib.WhyNoSection, What: "VOTES"}},
		"projects twice":       {pb(sound[0], sound[1], sound[2]) + "PROJECTS\n", pabulib.Error{Line: 13, Why: pabulib.WhyTwoSections, What: "PROJECTS"}},
		"no cost column":       {file(1, "project_id;price\na;10"), pabulib.Error{Line: 6, Why: pabulib.WhyNoColumn, What: "cost"}},
		"no header at all":     {"META\nbudget;1\nPROJECTS\nVOTES\n", pabulib.Error{Why: pabulib.WhyNoColumn, What: "project_id"}},
		"no vote column":       {file(2, "voter_id;age\n1;30"), pabulib.Error{Line: 10, Why: pabulib.WhyNoColumn, What: "vote"}},
		"no budget":            {file(0, "unit;x"), pabulib.Error{Why: pabulib.WhyNoBudget}},
		"a budget in words":    {file(0, "budget;much"), pabulib.Error{Line: 3, Why: pabulib.WhyNoAmount, What: "much"}},
		"a budget below zero":  {file(0, "budget;-1"), pabulib.Error{Line: 3, Why: pabulib.WhyNoAmount, What: "-1"}},
		"a cost that is empty": {file(1, "project_id;cost\na;10\nb;"), pabulib.Error{Line: 8, Why: pabulib.WhyNoAmount}},
		"a cost too fine":      {file(1, "project_id;cost\na;10\nb;0.0123456789"), pabulib.Error{Line: 8, Why: pabulib.WhyTooFine, What: "0.0123456789"}},
		"a cost too large":     {file(1, "project_id;cost\na;1e17\nb;1"), pabulib.Error{Line: 7, Why: pabulib.WhyTooFine, What: "1e17"}},
		"no id":                {file(1, "project_id;cost\na;10\n;20"), pabulib.Error{Line: 8, Why: pabulib.WhyNoID}},
		"an id twice":          {file(1, "project_id;cost\na;10\n a ;20"), pabulib.Error{Line: 8, Why: pabulib.WhySameID, What: "a"}},
		"an open quote":        {file(1, "project_id;cost;name\na;10;\"Park\nb;20;x"), pabulib.Error{Line: 7, Why: pabulib.WhyOpenQuote}},
		"a quote closed later": {file(1, "project_id;cost;name\na;10;\"Park\nb;20;\"Lamp\""), pabulib.Error{Line: 7, Why: pabulib.WhyOpenQuote}},
		"points too large":     {file(2, "voter_id;vote;points\n1;a;1e13"), pabulib.Error{Why: pabulib.WhyTooFine, What: "10000000000000"}},
		"points in words":      {file(2, "voter_id;vote;points\n1;a,b;3,two"), pabulib.Error{Line: 11, Why: pabulib.WhyNoPoints, What: "3,two"}},
		"too few points":       {file(2, "voter_id;vote;points\n1;a,b;3"), pabulib.Error{Line: 11, Why: pabulib.WhyNoPoints, What: "3"}},
		"too many points":      {file(2, "voter_id;vote;points\n1;a;3,2"), pabulib.Error{Line: 11, Why: pabulib.WhyNoPoints, What: "3,2"}},
		"an unknown ballot":    {file(0, "budget;100\nvote_type;quadratic"), pabulib.Error{Line: 4, Why: pabulib.WhyKind, What: "quadratic"}},
		"points for the rest":  {file(0, "budget;100\ndefault_score;3"), pabulib.Error{Line: 4, Why: pabulib.WhyKind, What: "default_score 3"}},
		"points left out":      {file(0, "budget;100\nvote_type;scoring"), pabulib.Error{Line: 10, Why: pabulib.WhyNoColumn, What: "points"}},
		"nobody voted":         {file(2, "voter_id;vote"), pabulib.Error{Line: 10, Why: pabulib.WhyNobody}},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := pabulib.Read(strings.NewReader(c.text))
			if err == nil {
				_, err = f.Election()
			}
			var got *pabulib.Error
			if !errors.As(err, &got) {
				t.Fatalf("error %v", err)
			}
			if *got != c.want {
				t.Errorf("got %+v, want %+v", *got, c.want)
			}
		})
	}
}

func TestWhatIsOddIsCounted(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		budget int64
		unit   int64
		votes  []int64
		points []int64 // where they are counted
		odd    pabulib.Odd
	}{
		"blanks and decimal commas": {
			pb("budget; 1 000,50 ", "project_id ; cost\n a b ;10,25\nc; 1.5", "voter_id; vote\n1; a b , c\n2;c"),
			100050, 100,
			[]int64{1, 2},
			nil,
			pabulib.Odd{},
		},
		"thousands, a float, and sections in small letters": {
			"meta\nbudget;1,234,567.50\nprojects\nproject_id;cost\na;1E+3\nb;1.250,5\nvotes\nvoter_id;vote\n1;a\n",
			12345675, 10,
			[]int64{1, 0},
			nil,
			pabulib.Odd{},
		},
		"empty papers count as voters": {
			pb("budget;5\nnum_votes;3", "project_id;cost\na;1\nb;2", "voter_id;vote;age\n1;a;30\n2;;40\n3"),
			5, 1,
			[]int64{1, 0},
			nil,
			pabulib.Odd{},
		},
		"a name twice, one unknown, a voter twice, fewer rows than told": {
			pb("budget;5\nnum_votes;9", "project_id;cost;votes\na;1;3\nb;2;1", "voter_id;vote\n1;a,a\n1;a,z\n2;a,b,a"),
			5, 1,
			[]int64{3, 1},
			nil,
			pabulib.Odd{SameVoter: 1, Twice: 2, Unknown: 1, Rows: 9},
		},
		"a colon for a semicolon, and ids under another name": {
			"META\nbudget: 1000\nunit: x\nPROJECTS\nid;cost;votes\na;1;1\nb;2;0\nVOTES\nvote\na\n",
			1000, 1,
			[]int64{1, 0},
			nil,
			pabulib.Odd{},
		},
		"votes that are published otherwise": {
			pb("budget;5", "project_id;cost;votes\na;1;7\nb;2;", "voter_id;vote\n1;a"),
			5, 1,
			[]int64{1, 0},
			nil,
			pabulib.Odd{Tallies: 1},
		},
		"one project each": {
			pb("budget;5\nvote_type;choose-1", "project_id;cost;votes\na;1;1\nb;2;1", "voter_id;vote\n1;a\n2;b"),
			5, 1,
			[]int64{1, 1},
			nil,
			pabulib.Odd{},
		},
		"points": {
			pb("budget;5\nvote_type;cumulative", "project_id;cost;votes;score\na;1;2;3\nb;2;1;2.5", "voter_id;vote;points\n1;b,a;2.5,1\n2;a;2"),
			5, 1,
			[]int64{2, 1},
			[]int64{30, 25},
			pabulib.Odd{},
		},
		"points where votes decide": {
			pb("budget;5\nvote_type;scoring", "project_id;cost;votes\na;1;2\nb;2;1", "voter_id;vote;points\n1;b,a;2,1\n2;a;2"),
			5, 1,
			[]int64{2, 1},
			nil,
			pabulib.Odd{},
		},
		"ranks are points": {
			pb("budget;5\nvote_type;ordinal", "project_id;cost;score\na;1;3\nb;2;2\nc;1;3", "voter_id;vote\n1;a,b,c\n2;c,b"),
			5, 1,
			[]int64{1, 2, 2},
			[]int64{3, 3, 3},
			pabulib.Odd{Tallies: 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, e := read(t, c.text)
			if e.Budget != c.budget || e.Unit != c.unit || e.Odd != c.odd || e.ByPoints != (c.points != nil) {
				t.Errorf("budget %d/%d, odd %+v, by points %v", e.Budget, e.Unit, e.Odd, e.ByPoints)
			}
			a, err := e.CountByVotes(fund.VotesRule{Ties: fund.TiesListed})
			if err != nil {
				t.Fatal(err)
			}
			for i, s := range a.Placings {
				if s.Votes != c.votes[i] || c.points != nil && s.Points != c.points[i] {
					t.Errorf("project %d: %d votes, %d points", i, s.Votes, s.Points)
				}
			}
		})
	}
}

func TestRules(t *testing.T) {
	for meta, want := range map[string]pabulib.Rule{
		"rule;greedy": {
			Kind: pabulib.RuleVotes, Votes: fund.VotesRule{Ties: fund.TiesListed}, Shares: shares(false),
		},
		"rule;Greedy-no-skip\nmin_project_score_threshold;50": {
			Kind: pabulib.RuleVotes, Votes: fund.VotesRule{Ties: fund.TiesListed, Stop: true, Least: 50}, Shares: shares(false),
		},
		"rule;greedy-threshold\nmin_project_score_threshold;300": {
			Kind: pabulib.RuleVotes, Votes: fund.VotesRule{Ties: fund.TiesListed, Least: 300}, Shares: shares(false),
		},
		"rule;greedy-threshold\nmin_project_score_threshold;299.5": {
			Kind: pabulib.RuleVotes, Votes: fund.VotesRule{Ties: fund.TiesListed, Least: 300}, Shares: shares(false),
		},
		"unit;Poznań\nrule;greedy-custom": {
			Kind: pabulib.RuleVotes, Votes: fund.VotesRule{Ties: fund.TiesListed, Stop: true}, Shares: shares(false), Own: true,
		},
		"rule; Equalshares / add1": {Kind: pabulib.RuleShares, Shares: shares(false), Votes: fund.VotesRule{Ties: fund.TiesListed}},
		"rule;greedy-custom": {
			Kind: pabulib.RuleVotes, Votes: fund.VotesRule{Ties: fund.TiesListed}, Shares: shares(false), Own: true,
		},
		"rule;equalshares":      {Kind: pabulib.RuleShares, Shares: fund.SharesRule{Ties: fund.TiesCheaper}, Votes: fund.VotesRule{Ties: fund.TiesListed}},
		"rule;equalshares/add1": {Kind: pabulib.RuleShares, Shares: shares(false), Votes: fund.VotesRule{Ties: fund.TiesListed}},
		"rule;equalshares/add1u": {
			Kind: pabulib.RuleShares, Votes: fund.VotesRule{Ties: fund.TiesListed},
			Shares: fund.SharesRule{Ties: fund.TiesCheaper, Complete: true, Fill: true},
		},
		"rule;equalshares/add1-comparison": {Kind: pabulib.RuleShares, Shares: shares(true), Votes: fund.VotesRule{Ties: fund.TiesListed}},
		"rule;unknown":                     {Shares: shares(false), Votes: fund.VotesRule{Ties: fund.TiesListed}},
		"unit;x":                           {Shares: shares(false), Votes: fund.VotesRule{Ties: fund.TiesListed}},
	} {
		_, e := read(t, pb("budget;1\n"+meta, "project_id;cost\na;1", "voter_id;vote\n1;a"))
		want.Name = e.Rule.Name
		if e.Rule != want {
			t.Errorf("%q: %+v, want %+v", meta, e.Rule, want)
		}
	}
}

func shares(compare bool) fund.SharesRule {
	return fund.SharesRule{Ties: fund.TiesCheaper, Complete: true, Compare: compare}
}

func TestPublished(t *testing.T) {
	_, e := read(t, pb("budget;1", "project_id;cost;selected\na;1;1\nb;1;0\nc;1;2\nd;1;\ne;1;1.0\nf;1;False", "voter_id;vote\n1;a"))
	var got []pabulib.Published
	for _, p := range e.Projects {
		got = append(got, p.Published)
	}
	if want := []pabulib.Published{pabulib.Funded, pabulib.NotFunded, pabulib.Otherwise, pabulib.Unpublished, pabulib.Funded, pabulib.NotFunded}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// Whatever a file holds, reading it ends with an election that can be counted
// or an *Error; and what was read is written as it was.
func FuzzRead(f *testing.F) {
	f.Add(pb("budget;1,5\nrule;greedy", "project_id;cost;selected;votes;score\na;\"1\";1;1;2", "voter_id;vote;points\n1;a;2"))
	f.Add("META\nPROJECTS\n\"project_id\";cost\na\"b;1e9\nVOTES\nvote\na\"b,,\n")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := pabulib.Read(strings.NewReader(text))
		var wrong *pabulib.Error
		if err != nil {
			if !errors.As(err, &wrong) {
				t.Fatal(err)
			}
			return
		}
		var b bytes.Buffer
		if err := file.Write(&b); err != nil || b.String() != text {
			t.Fatalf("written %q (%v), read %q", b.String(), err, text)
		}
		e, err := file.Election()
		if err != nil {
			if !errors.As(err, &wrong) {
				t.Fatal(err)
			}
			return
		}
		if len(e.Contenders) > 50 || len(e.Papers) > 200 {
			return
		}
		if _, err := e.CountByVotes(e.Rule.Votes); err != nil {
			t.Fatal(err)
		}
		once := e.Rule.Shares
		once.Complete = false
		if _, err := e.CountEqualShares(once, nil); err != nil {
			t.Fatal(err)
		}
	})
}
