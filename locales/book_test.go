package locales

import (
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

// practice is a small catalogue with every kind of argument, beside the real
// common words; sv lacks one text.
func practice(t testing.TB) *Book {
	t.Helper()
	files := fstest.MapFS{
		"text/practice.en.toml": {Data: []byte(`
[practice_all]
args = "title text, number int, cost money, share percent, due time, left duration, place name, status msg, items msgs"
other = "<b>{{.Title}}</b> {{.Number}} {{money .Cost}} {{.Share}} {{date .Due}}|{{dateyear .Due}}|{{clock .Due}}|{{datetime .Due}} {{span .Left}} {{.Place}} {{t .Status}} {{join .Items}}|{{lines .Items}}"

[practice_lamps]
args = "lamps count, where text"
one = "{{.N}} lamp{{if .Where}} at {{.Where}}{{end}}"
other = "{{.N}} lamps{{if .Where}} at {{.Where}}{{end}}"

[practice_plain]
other = "R&amp;D <i>now</i>"
`)},
		"text/practice.zh.toml": {Data: []byte(`
[practice_all]
other = "<b>{{.Title}}</b> {{.Number}} {{money .Cost}} {{.Share}} {{date .Due}}|{{dateyear .Due}}|{{clock .Due}}|{{datetime .Due}} {{span .Left}} {{.Place}} {{t .Status}} {{join .Items}}|{{lines .Items}}"
[practice_lamps]
other = "{{if .Where}}{{.Where}}的{{end}}{{.N}} 盏灯"
[practice_plain]
other = "研发 <i>现在</i>"
`)},
		"text/practice.sv.toml": {Data: []byte("[practice_plain]\nother = \"FoU\"\n")},
	}
	for _, name := range []string{"text/common.en.toml", "text/common.zh.toml"} {
		data, err := texts.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	b, err := newBook(files)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func lamps(n int, where string) Message {
	return Message{ID: "practice_lamps", N: &n, Args: []Arg{{"where", where}}}
}

func everything() Message {
	due := time.Date(2026, 11, 23, 9, 5, 0, 0, time.FixedZone("", 8*3600))
	return Message{ID: "practice_all", Args: []Arg{
		{"title", "Tom & <Jerry>"},
		{"number", 7},
		{"cost", fen(1_100_000)},
		{"share", basisPoints(6667)},
		{"due", due},
		{"left", 48 * time.Hour},
		{"place", Name{ZH: "工人村", EN: "Workers' Village"}},
		{"status", lamps(1, "")},
		{"items", []Message{Text("a"), Text("<b>"), lamps(2, "x")}},
	}}
}

func TestRendersEveryKind(t *testing.T) {
	b := practice(t)
	want := map[Lang]string{
		English: "<b>Tom &amp; &lt;Jerry&gt;</b> 7 11,000 yuan 66.7% Mon 23 Nov|Mon 23 Nov 2026|09:05|Mon 23 Nov, 09:05 2 days Workers' Village 1 lamp a, &lt;b&gt; and 2 lamps at x|a\n&lt;b&gt;\n2 lamps at x",
		Chinese: "<b>Tom &amp; &lt;Jerry&gt;</b> 7 11,000 元 66.7% 11月23日 周一|2026年11月23日 周一|09:05|11月23日 周一 09:05 2 天 工人村 1 盏灯 a、&lt;b&gt;和x的2 盏灯|a\n&lt;b&gt;\nx的2 盏灯",
	}
	for l, w := range want {
		if got := mustHTML(t, b, l, everything()); got != w {
			t.Errorf("%s:\n got %s\nwant %s", l, got, w)
		}
	}
}

func TestPlainHasNoTagsAndKeepsWhatPeopleWrote(t *testing.T) {
	b := practice(t)
	for _, c := range []struct {
		m    Message
		want string
	}{
		{Message{ID: "practice_plain"}, "R&D now"},
		{Text("<b>&lt; & \"x\"</b>"), "<b>&lt; & \"x\"</b>"},
		{Lines(Text("a<"), Message{}, Text(">b")), "a<\n>b"},
		{Paragraphs(Text("a"), Text("b")), "a\n\nb"},
		{Named(Name{ZH: "村"}), "村"},
		{Text("bad \xff byte"), "bad \uFFFD byte"},
	} {
		got, err := b.Plain(English, c.m)
		if err != nil || got != c.want {
			t.Errorf("%v: %q, %v; want %q", c.m, got, err, c.want)
		}
	}
}

func TestRefusesWhatItCannotSay(t *testing.T) {
	b := practice(t)
	n := 1
	for what, c := range map[string]struct {
		m    Message
		want error
	}{
		"no ID":              {Message{}, ErrUnknown},
		"unknown ID":         {Message{ID: "practice_gone"}, ErrUnknown},
		"unknown inside":     {Lines(Message{ID: "practice_gone"}), ErrUnknown},
		"missing argument":   {Message{ID: "practice_lamps", N: &n}, ErrArgument},
		"missing count":      {Message{ID: "practice_lamps", Args: []Arg{{"where", ""}}}, ErrArgument},
		"another kind":       {Message{ID: "practice_lamps", N: &n, Args: []Arg{{"where", 3}}}, ErrArgument},
		"a kind nobody has":  {Message{ID: "practice_lamps", N: &n, Args: []Arg{{"where", 3.5}}}, ErrArgument},
		"text without words": {Message{ID: idText}, ErrArgument},
		"lines without any":  {Message{ID: idLines}, ErrArgument},
	} {
		if got, err := b.HTML(English, c.m); !errors.Is(err, c.want) {
			t.Errorf("%s: %q, %v; want %v", what, got, err, c.want)
		}
	}
	if _, err := json.Marshal(Arg{"x", 3.5}); !errors.Is(err, ErrArgument) {
		t.Errorf("a float went into JSON: %v", err)
	}
	var a Arg
	if err := json.Unmarshal([]byte(`{"name":"x","hue":"red"}`), &a); !errors.Is(err, ErrArgument) {
		t.Errorf("an unknown kind came out of JSON: %v", err)
	}
}

func TestEnglishStandsInForWhatALanguageLacks(t *testing.T) {
	b := practice(t)
	if got := mustHTML(t, b, "sv", Message{ID: "practice_plain"}); got != "FoU" {
		t.Errorf("own text: %q", got)
	}
	if got := mustHTML(t, b, "sv", lamps(1, "")); got != "1 lamp" {
		t.Errorf("borrowed text: %q", got)
	}
	if got := mustHTML(t, b, "de-AT", lamps(1, "")); got != "1 盏灯" {
		t.Errorf("a language without a catalogue: %q", got)
	}
}

func TestEveryKindSurvivesJSON(t *testing.T) {
	b := practice(t)
	wire, err := json.Marshal(everything())
	if err != nil {
		t.Fatal(err)
	}
	var back Message
	if err := json.Unmarshal(wire, &back); err != nil {
		t.Fatal(err)
	}
	for _, l := range Languages() {
		if before, after := mustHTML(t, b, l, everything()), mustHTML(t, b, l, back); before != after {
			t.Errorf("%q became %q by %s", before, after, wire)
		}
	}
	empty := Message{ID: "practice_lamps", Args: []Arg{{"where", ""}, {"n", 0}, {"cost", fen(0)}, {"ms", []Message{}}, {"p", Name{}}}}
	if wire, err = json.Marshal(empty); err != nil {
		t.Fatal(err)
	}
	if back = (Message{}); json.Unmarshal(wire, &back) != nil || back.String() != empty.String() {
		t.Errorf("%v became %v", empty, back)
	}
}

func TestAmountsAndSpans(t *testing.T) {
	en := practice(t).voices[English]
	for amount, want := range map[fen]string{
		0: "0 yuan", 50: "0.50 yuan", 100: "1 yuan", 100_000: "1,000 yuan", 99_999: "999.99 yuan",
		-1_100_000: "-11,000 yuan", -5: "-0.05 yuan", 123_456_789_00: "123,456,789 yuan",
		-1 << 63: "-92,233,720,368,547,758.08 yuan",
	} {
		if got, err := en.money(amount); err != nil || got != want {
			t.Errorf("%d fen: %q, %v; want %q", amount, got, err, want)
		}
	}
	for bp, want := range map[basisPoints]string{0: "0%", 10000: "100%", 6667: "66.7%", 5: "0.1%", 4: "0%", -250: "-2.5%"} {
		if got, err := en.percent(bp); err != nil || got != want {
			t.Errorf("%d of 10000: %q, %v; want %q", bp, got, err, want)
		}
	}
	for d, want := range map[time.Duration]string{
		0: "0 seconds", time.Second: "1 second", 59600 * time.Millisecond: "1 minute",
		90 * time.Minute: "2 hours", 24 * time.Hour: "1 day", 36 * time.Hour: "36 hours",
		47*time.Hour + 40*time.Minute: "2 days", -72 * time.Hour: "3 days",
	} {
		if got, err := en.span(d); err != nil || got != want {
			t.Errorf("%v: %q, %v; want %q", d, got, err, want)
		}
	}
}

func TestMatch(t *testing.T) {
	for code, want := range map[string]Lang{
		"zh-hans": Chinese, "zh-Hant-TW": Chinese, "en-GB": English, "en": English, "de": Chinese, "": Chinese, "!": Chinese,
	} {
		if got := Match(code); got != want {
			t.Errorf("%q: %s, want %s", code, got, want)
		}
	}
	if got := Match("de", "en"); got != English {
		t.Errorf("the second code: %s", got)
	}
	if LanguageName(Chinese) != "简体中文" || LanguageName("xx") != "xx" {
		t.Error("a language is not called by its own name")
	}
}

func TestLogsKeepOutWhatPeopleWrote(t *testing.T) {
	var b strings.Builder
	slog.New(slog.NewTextHandler(&b, nil)).Info("sent", "message", everything())
	if !strings.Contains(b.String(), "practice_all") || strings.Contains(b.String(), "Jerry") {
		t.Errorf("logged %s", b.String())
	}
	if s := lamps(2, "door").String(); s != `practice_lamps(N=2, where="door")` {
		t.Errorf("debug form: %s", s)
	}
}

func TestManyReadersAtOnce(t *testing.T) {
	b := practice(t)
	want := mustHTML(t, practice(t), Chinese, everything())
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got, err := b.HTML(Chinese, everything()); err != nil || got != want {
					t.Errorf("%q, %v", got, err)
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkHTML(b *testing.B) {
	book := practice(b)
	for name, m := range map[string]Message{"plain": {ID: "practice_plain"}, "count": lamps(3, "door"), "everything": everything()} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := book.HTML(Chinese, m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestAmountsInAnotherCurrency(t *testing.T) {
	b, err := NewBook(InCurrency("so'm <new>"))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range Languages() {
		for m, want := range map[string]string{
			plainIn(t, b, l, SheetSpent(12_345_600)): "123,456 so'm <new>",
			plainIn(t, b, l, RefuseMoneyAlert()):     "so'm <new>",
		} {
			if !strings.Contains(m, want) || want != "" && strings.Contains(m, "元") {
				t.Errorf("%s: %q does not say %q", l, m, want)
			}
		}
	}
	usual, err := NewBook()
	if err != nil {
		t.Fatal(err)
	}
	if got := plainIn(t, usual, Chinese, RefuseMoneyAlert()); !strings.Contains(got, "以元为单位") {
		t.Errorf("in yuan: %q", got)
	}
}

func plainIn(t *testing.T, b *Book, l Lang, m Message) string {
	t.Helper()
	s, err := b.Plain(l, m)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestItemsThatAPlaceAddsHaveTheNamesItGives(t *testing.T) {
	b, err := NewBook(ItemNames(map[string]Name{"GG10": {ZH: "雨棚", EN: "Rain <shelters>"}, "GG11": {ZH: "花箱"}}))
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string][2]string{
		"GG10": {"雨棚", "Rain <shelters>"}, "GG11": {"花箱", "花箱"}, "GG12": {"GG12", "GG12"}, "GG2": {"楼道灯、路灯", "Corridor and street lamps"},
	} {
		if zh, en := plainIn(t, b, Chinese, Scope(code)), plainIn(t, b, English, Scope(code)); zh != want[0] || en != want[1] {
			t.Errorf("%s is called %q and %q", code, zh, en)
		}
	}
}
