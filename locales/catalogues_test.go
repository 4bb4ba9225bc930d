package locales

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"huimin/locales/internal/catalogue"
)

const (
	buttonRunes  = 30
	alertRunes   = 180 // Telegram's limit is 200: the rest is for longer arguments
	commandRunes = 256 // Telegram's limit
)

func load(t *testing.T) *catalogue.Set {
	t.Helper()
	set, problems, err := catalogue.Load(os.DirFS("."), "text")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
	return set
}

func book(t testing.TB) *Book {
	t.Helper()
	b, err := NewBook()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEveryRequiredLanguageHasEveryText(t *testing.T) {
	set := load(t)
	for _, tag := range catalogue.Required() {
		l := set.Language(tag)
		if l == nil {
			t.Fatalf("there is no catalogue for %s", tag)
		}
		for _, key := range l.Missing {
			t.Errorf("%s lacks %s: add it beside %s", tag, key, set.Language(catalogue.Source).Entries[key].File)
		}
	}
}

func TestGeneratedCallsAreFresh(t *testing.T) {
	files, problems, err := catalogue.Calls(load(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
	for name, want := range files {
		got, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the catalogues say: run go generate ./locales", name)
		}
	}
}

func TestEveryTextRendersInEveryLanguage(t *testing.T) {
	b := book(t)
	seen := map[string]bool{}
	for _, l := range slices.Sorted(maps.Keys(b.voices)) {
		for _, make := range []func(int) sample{short, nasty} {
			for n := range 120 {
				for _, m := range samples(make(n)) {
					if n > 0 && m.N == nil {
						continue
					}
					seen[m.ID] = true
					html, err := b.HTML(l, m)
					if err != nil {
						t.Fatal(err)
					}
					if err := catalogue.CheckHTML(html); err != nil {
						t.Errorf("%s %s: %v in %q", l, m.ID, err, html)
					}
					if strings.Contains(html, "<no value>") || strings.Contains(html, "%!") || html == "" {
						t.Errorf("%s %s renders as %q", l, m.ID, html)
					}
				}
			}
		}
	}
	for _, key := range load(t).Keys() {
		if key != catalogue.SelfKey && !seen[key] {
			t.Errorf("no call for %s was tried", key)
		}
	}
}

func TestShortTextsAreShortAndPlain(t *testing.T) {
	b := book(t)
	for l := range b.voices {
		for _, n := range []int{0, 1, 2, 119} {
			for _, m := range samples(short(n)) {
				limit, ok := limitOf(m.ID)
				if !ok {
					continue
				}
				html, err := b.HTML(l, m)
				if err != nil {
					t.Fatal(err)
				}
				if strings.Contains(html, "<") {
					t.Errorf("%s %s has tags, which are not shown there: %q", l, m.ID, html)
				}
				if got := utf8.RuneCountInString(plain(html)); got > limit || got == 0 {
					t.Errorf("%s %s has %d characters of %d: %q", l, m.ID, got, limit, plain(html))
				}
			}
		}
	}
}

// limitOf returns how many characters a text of this key may have.
func limitOf(key string) (runes int, ok bool) {
	switch {
	case strings.HasSuffix(key, "_button"):
		return buttonRunes, true
	case strings.HasSuffix(key, "_alert"):
		return alertRunes, true
	case strings.HasPrefix(key, "command_"):
		return commandRunes, true
	}
	return 0, false
}

func TestEveryMessageSurvivesJSON(t *testing.T) {
	b := book(t)
	for _, make := range []func(int) sample{short, nasty} {
		for _, m := range samples(make(3)) {
			wire, err := json.Marshal(m)
			if err != nil {
				t.Fatal(err)
			}
			var back Message
			if err := json.Unmarshal(wire, &back); err != nil {
				t.Fatal(err)
			}
			again, err := json.Marshal(back)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(wire, again) {
				t.Errorf("%s became %s", wire, again)
			}
			for _, l := range Languages() {
				if before, after := mustHTML(t, b, l, m), mustHTML(t, b, l, back); before != after {
					t.Errorf("%s: %q became %q", m.ID, before, after)
				}
			}
		}
	}
}

func mustHTML(t testing.TB, b *Book, l Lang, m Message) string {
	t.Helper()
	s, err := b.HTML(l, m)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
