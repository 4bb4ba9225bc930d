package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

const maxLines = 450

// Written so that this file does not break its own rule.
var noteForm = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X|HA` + `CK)\b`)

// notes refuses notes to self: what is not done is said in an issue.
func notes(s source) []breach {
	var found []breach
	for i, line := range s.lines() {
		if m := noteForm.FindString(line); m != "" && s.ext() != ".md" {
			found = append(found, breach{s.name, i + 1, m + ": do it, or open an issue and remove the note"})
		}
	}
	return found
}

// size keeps a file to what one can read in a sitting.
func size(s source) []breach {
	if s.generated() || !slices.Contains([]string{".go", ".sql", ".js", ".css", ".html"}, s.ext()) {
		return nil
	}
	if n := len(s.lines()); n > maxLines {
		return []breach{{s.name, n, fmt.Sprintf("%d lines, at most %d: split it by noun", n, maxLines)}}
	}
	return nil
}

// skips refuses skipped tests. A test that needs a browser may skip where there
// is none, in a file named …browser_test.go, unless CI is set: there it fails.
func skips(s source) []breach {
	if !s.isTest() {
		return nil
	}
	browser := strings.HasSuffix(s.name, "browser_test.go") && strings.Contains(s.text, `os.Getenv("CI")`)
	var found []breach
	inspect(s, func(n ast.Node, line int) {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if ok && slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, sel.Sel.Name) && !browser {
			found = append(found, breach{s.name, line, `a skipped test proves nothing: remove the skip (a missing browser: in …browser_test.go, unless os.Getenv("CI") is set)`})
		}
	})
	return found
}

// understood are the files whose Chinese is read and never said.
func understood() map[string]string {
	return map[string]string{
		"fund/amount.go":    "amounts as people type them",
		"fund/clock.go":     "hours as people type them",
		"fund/column.go":    "headings as people write them over a table",
		"fund/cost_line.go": "a sum as people write it under a list",
		"fund/day.go":       "days as people type them",
		"fund/day_said.go":  "days as people say them",
		"fund/door.go":      "doors as people write them",
		"fund/import.go":    "a unit behind a number in a table",
		"fund/mask.go":      "surnames of two characters",
		"fund/programme.go": "what the currency is called, until a programme says otherwise",
		"fund/read.go":      "days as people type them",
	}
}

// words refuses Chinese in the strings of packages that know no words.
func words(s source) []breach {
	dir, _, _ := strings.Cut(s.name, "/")
	if s.isTest() || understood()[s.name] != "" || s.ext() != ".go" || !slices.Contains([]string{"bot", "office", "fund", "scheduler", "report"}, dir) {
		return nil
	}
	var found []breach
	inspect(s, func(n ast.Node, line int) {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING && lit.Kind != token.CHAR {
			return
		}
		if strings.ContainsFunc(lit.Value, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			found = append(found, breach{s.name, line, "words live in locales/text: give this text a key there"})
		}
	})
	return found
}

// inspect walks the syntax of a Go file; the compiler reports what cannot be
// parsed.
func inspect(s source, visit func(n ast.Node, line int)) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, s.name, s.text, parser.SkipObjectResolution)
	if err != nil {
		return
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if n != nil {
			visit(n, set.Position(n.Pos()).Line)
		}
		return true
	})
}
