package catalogue

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// read loads one English and one Chinese file.
func read(t *testing.T, en, zh string) (*Set, string) {
	t.Helper()
	files := fstest.MapFS{"text/request.en.toml": {Data: []byte(en)}}
	if zh != "" {
		files["text/request.zh.toml"] = &fstest.MapFile{Data: []byte(zh)}
	}
	set, problems, err := Load(files, "text")
	if err != nil {
		t.Fatal(err)
	}
	return set, problems.Error()
}

func TestSaysWhatIsWrongAndHowToMendIt(t *testing.T) {
	const counted = "[request_x]\nargs = \"n count\"\none = \"{{.N}}\"\nother = \"{{.N}}\"\n"
	for what, c := range map[string]struct{ en, zh, want string }{
		"not TOML":               {"[request_x]\nother = \"a\n", "", "text/request.en.toml: not readable as TOML: line 2"},
		"a bare value":           {"request_x = \"a\"", "", "request_x: this is not a table; write [request_x] and below it"},
		"key form":               {"[Request]\nother = \"a\"", "", "text/request.en.toml: Request: a key is noun_what"},
		"unknown field":          {"[request_x]\nothers = \"a\"\nother = \"b\"", "", `unknown field "others"; use args and the plural forms`},
		"not a text":             {"[request_x]\nother = 3", "", "other is not a text; put it in quotes"},
		"empty":                  {"[request_x]\nother = \" \"", "", `the form "other" is empty`},
		"no other":               {"[request_x]\none = \"a\"", "", `the form "other" is missing; add other`},
		"args without a kind":    {"[request_x]\nargs = \"n\"\nother = \"b\"", "", `args: "n" is not a name and a kind`},
		"unknown kind":           {"[request_x]\nargs = \"a word\"\nother = \"b\"", "", `args: unknown kind "word"; use one of text, int`},
		"a word of Go":           {"[request_x]\nargs = \"type text\"\nother = \"b\"", "", `"type" is a word of Go`},
		"two of one name":        {"[request_x]\nargs = \"a text, a int\"\nother = \"{{.A}}\"", "", "two arguments are called .A"},
		"an n that is no count":  {"[request_x]\nargs = \"n text\"\nother = \"b\"", "", ".N belongs to the count"},
		"unused":                 {"[request_x]\nargs = \"a text\"\nother = \"b\"", "", "the argument a is not used ({{.A}}); use it, or declare it as _a"},
		"undeclared":             {"[request_x]\nargs = \"a text\"\nother = \"{{.A}} {{.B}}\"", "", "{{.B}} is not declared: the args are .A"},
		"undeclared in zh":       {"[request_x]\nother = \"b\"", "[request_x]\nother = \"{{.B}}\"", "text/request.zh.toml: request_x: other: {{.B}} is not declared: the args are none"},
		"args in zh":             {"[request_x]\nother = \"b\"", "[request_x]\nargs = \"a text\"\nother = \"b\"", "args are declared in English only"},
		"unknown key":            {"[request_x]\nother = \"b\"", "[request_y]\nother = \"b\"", "text/request.zh.toml: request_y: English has no such key"},
		"money without function": {"[request_x]\nargs = \"a money\"\nother = \"{{.A}}\"", "", "{{.A}} is of kind money: write {{money .A}}"},
		"function of another":    {"[request_x]\nargs = \"a money\"\nother = \"{{date .A}}\"", "", "date takes time, and .A is of kind money"},
		"unknown function":       {"[request_x]\nargs = \"a money\"\nother = \"{{cash .A}}\"", "", `there is no function "cash"`},
		"a loop":                 {"[request_x]\nargs = \"a msgs\"\nother = \"{{range .A}}x{{end}}\"", "", "{{.Name}}, {{function .Name}}, {{currency}}, {{voters}} and {{if}} only"},
		"a variable":             {"[request_x]\nargs = \"a text\"\nother = \"{{$x := .A}}{{.A}}\"", "", "write {{.Name}} or {{function .Name}}"},
		"a time as condition":    {"[request_x]\nargs = \"a time\"\nother = \"{{if .A}}{{date .A}}{{end}}\"", "", ".A of kind time cannot be a condition"},
		"a function in an if":    {"[request_x]\nargs = \"a text\"\nother = \"{{if len .A}}{{.A}}{{end}}\"", "", "use eq, ne"},
		"broken template":        {"[request_x]\nargs = \"a text\"\nother = \"{{.A\"", "", "other: 1: unclosed action"},
		"unknown tag":            {"[request_x]\nother = \"<h1>b</h1>\"", "", "telegram does not know the tag <h1>"},
		"tag open in a branch":   {"[request_x]\nargs = \"a text\"\nother = \"{{if .A}}<b>{{.A}}{{end}}</b>\"", "", "<b> is not closed"},
		"form that zh lacks":     {counted, "[request_x]\none = \"{{.N}}\"\nother = \"{{.N}}\"", `the form "one" is never chosen in zh`},
		"form without a count":   {"[request_x]\none = \"a\"\nother = \"b\"", "", `the form "one" is never chosen in en; remove it, or declare a count`},
		"en without one":         {"[request_x]\nargs = \"n count\"\nother = \"{{.N}}\"", "", `en needs the plural form "one"`},
	} {
		if _, got := read(t, c.en, c.zh); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q does not say %q", what, got, c.want)
		}
	}
	if _, got := read(t, counted, "[request_x]\nother = \"{{.N}}\""); got != "" {
		t.Errorf("a right catalogue: %s", got)
	}
}

func TestFilesOfOneLanguageShareTheirKeys(t *testing.T) {
	_, problems, err := Load(fstest.MapFS{
		"text/a.en.toml":  {Data: []byte("[a_x]\nother = \"1\"")},
		"text/b.en.toml":  {Data: []byte("[a_x]\nother = \"2\"")},
		"text/c.xyz.toml": {Data: []byte("")},
		"text/d.toml":     {Data: []byte("")},
	}, "text")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"text/b.en.toml: a_x: text/a.en.toml has this key too", "text/d.toml: the file name names no language"} {
		if !strings.Contains(problems.Error(), want) {
			t.Errorf("%q does not say %q", problems.Error(), want)
		}
	}
}

func TestOffersWhatIsComplete(t *testing.T) {
	set, problems, err := Load(fstest.MapFS{
		"text/a.en.toml":   {Data: []byte("[a_x]\nother = \"1\"\n[a_y]\nother = \"2\"")},
		"text/a.zh.toml":   {Data: []byte("[a_x]\nother = \"1\"")},
		"text/all.de.toml": {Data: []byte("[a_x]\nother = \"1\"\n[a_y]\nother = \"2\"")},
		"text/all.sv.toml": {Data: []byte("[a_x]\nother = \"1\"")},
	}, "text")
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	if got, want := set.Offered(), []string{"zh", "en", "de"}; !slices.Equal(got, want) {
		t.Errorf("offered %v, want %v", got, want)
	}
	if got := set.Language("zh").Missing; !slices.Equal(got, []string{"a_y"}) {
		t.Errorf("zh lacks %v", got)
	}
}

func TestPluralFormsAreCLDRs(t *testing.T) {
	for tag, want := range map[string][]string{
		"zh": {"other"}, "en": {"one", "other"}, "ru": {"one", "few", "many", "other"},
		"ar": {"zero", "one", "two", "few", "many", "other"}, "pl": {"one", "few", "many", "other"},
	} {
		// Russian and Polish have "other" for fractions only; a catalogue needs it all the same.
		if got := Forms(tag); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", tag, got, want)
		}
	}
}

func TestTelegramHTML(t *testing.T) {
	for text, ok := range map[string]bool{
		"a <b>b <i>c</i></b> &amp; &#9731;":             true,
		`<a href="https://x.y/?a&amp;b">x</a>`:          true,
		`<span class="tg-spoiler">x</span>`:             true,
		`<blockquote expandable>x</blockquote>`:         true,
		`<pre><code class="language-go">x</code></pre>`: true,
		"<b>a":                 false,
		"<b><i>a</b></i>":      false,
		"a & b":                false,
		"&nbsp;":               false,
		"1 < 2":                false,
		"2 > 1":                false,
		"<br>":                 false,
		"<b class=\"x\">a</b>": false,
		"<span>x</span>":       false,
		"<a>x</a>":             false,
		"<blockquote><blockquote>x</blockquote></blockquote>": false,
		"</b>": false,
	} {
		if err := CheckHTML(text); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestCallsAreTheSameEveryTime(t *testing.T) {
	en := "[request_x]\nargs = \"number, place text\"\nother = \"b\""
	if _, got := read(t, en, ""); !strings.Contains(got, `"number" is not a name and a kind`) {
		t.Errorf("a kind may not be left out: %q", got)
	}
	set, problems := read(t, "[request_id_filed]\nargs = \"n count, number text, place text, cost money, at time\"\none = \"{{.N}}\"\nother = \"<b>{{.Number}}</b> {{.N}} {{.Place}}\\n{{money .Cost}} {{date .At}}\"\n[other_one]\nother = \"y\"", "")
	if problems != "" {
		t.Fatal(problems)
	}
	first, ps, err := Calls(set, nil)
	if err != nil || len(ps) > 0 {
		t.Fatal(ps, err)
	}
	for range 20 {
		again, _, err := Calls(set, nil)
		if err != nil || string(again[CallsFile]) != string(first[CallsFile]) || string(again[SamplesFile]) != string(first[SamplesFile]) {
			t.Fatal("the output changed", err)
		}
	}
	for _, want := range []string{
		"// RequestIDFiled says “<b>{{.Number}}</b> {{.N}} {{.Place}} …”.\nfunc RequestIDFiled(n int, number, place string, cost int64, at time.Time) Message {",
		`return Message{ID: "request_id_filed", N: &n, Args: []Arg{{"number", number}, {"place", place}, {"cost", fen(cost)}, {"at", at}}}`,
		"func OtherOne() Message {",
	} {
		if !strings.Contains(string(first[CallsFile]), want) {
			t.Errorf("the calls do not hold %s:\n%s", want, first[CallsFile])
		}
	}
	if _, ps, _ := Calls(set, map[string]bool{"OtherOne": true}); !strings.Contains(ps.Error(), "other_one: the package has a OtherOne already; rename the key") {
		t.Errorf("a taken name: %v", ps)
	}
}
