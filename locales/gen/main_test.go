package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// house makes a package directory with these catalogues.
func house(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "text"), 0o755); err != nil {
		t.Fatal(err)
	}
	files["own.go"] = "package locales\n\nfunc Named() {}\n"
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func generated(t *testing.T, dir string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "messages_gen.go"))
	if errors.Is(err, os.ErrNotExist) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestGenerates(t *testing.T) {
	const right = "[lamp_on]\nother = \"on\"\n"
	for what, c := range map[string]struct {
		files   map[string]string
		fails   bool
		says    string
		written bool
	}{
		"all right": {map[string]string{"text/lamp.en.toml": right, "text/lamp.zh.toml": right}, false, "", true},
		"a translation is missing": {
			map[string]string{"text/lamp.en.toml": right, "text/x.zh.toml": ""},
			true,
			"text/lamp.zh.toml: lamp_on: the text is missing; add [lamp_on]", true,
		},
		"a translation is wrong": {
			map[string]string{"text/lamp.en.toml": right, "text/lamp.zh.toml": right + "[lamp_off]\nother = \"x\"\n"},
			true,
			"text/lamp.zh.toml: lamp_off: English has no such key", true,
		},
		"another language is not complete": {
			map[string]string{"text/lamp.en.toml": right, "text/lamp.zh.toml": right, "text/all.sv.toml": ""},
			false,
			"sv is not offered yet: 1 of 1 texts are missing, first lamp_on", true,
		},
		"the source is wrong": {
			map[string]string{"text/lamp.en.toml": right + "[lamp_off]\nother = \"{{.X}}\"\n", "text/lamp.zh.toml": right},
			true,
			"text/lamp.en.toml: lamp_off: other: {{.X}} is not declared", false,
		},
		"a name is taken": {
			map[string]string{"text/lamp.en.toml": "[language_name]\nother = \"x\"\n", "text/lamp.zh.toml": ""},
			true,
			"the package has a LanguageName already", false,
		},
	} {
		dir := house(t, c.files)
		var said strings.Builder
		err := run(dir, &said)
		if (err != nil) != c.fails || !strings.Contains(said.String(), c.says) {
			t.Errorf("%s: %v, said %q", what, err, said.String())
		}
		if got := generated(t, dir); (got != "") != c.written {
			t.Errorf("%s: wrote %q", what, got)
		}
	}
}

func TestLeavesTheOldCallsWhenTheSourceIsWrong(t *testing.T) {
	dir := house(t, map[string]string{"text/lamp.en.toml": "[lamp_on]\nother = \"on\"\n", "text/lamp.zh.toml": "[lamp_on]\nother = \"on\"\n"})
	var said strings.Builder
	if err := run(dir, &said); err != nil {
		t.Fatal(err, said.String())
	}
	before := generated(t, dir)
	if err := os.WriteFile(filepath.Join(dir, "text/lamp.en.toml"), []byte("[lamp_on"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := run(dir, &said); !errors.Is(err, errCatalogue) {
		t.Errorf("a broken source: %v", err)
	}
	if got := generated(t, dir); got != before {
		t.Errorf("the calls became %q", got)
	}
	left, err := filepath.Glob(filepath.Join(dir, ".gen-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
