package main

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

var (
	makeForm   = regexp.MustCompile(`^make ([a-z]+)`)
	huiminForm = regexp.MustCompile(`(?:^|&& |go run \./cmd/)huimin ([a-z]+)`)
	spanForm   = regexp.MustCompile("`([^`]+)`")
	linkForm   = regexp.MustCompile(`\]\(([^)#\s]+)(#[^)]*)?\)`)
	targetForm = regexp.MustCompile(`(?m)^([a-z]+):`)
)

// documents holds the commands and links of the project's pages to what exists:
// a make target, a file cmd/huimin/<subcommand>.go, a file that is linked to.
func documents(fsys fs.FS, files []source) []breach {
	var targets []string
	for _, f := range files {
		if f.name == "Makefile" {
			for _, m := range targetForm.FindAllStringSubmatch(f.text, -1) {
				targets = append(targets, m[1])
			}
		}
	}
	var found []breach
	for _, f := range files {
		if f.ext() == ".md" {
			found = append(found, page(fsys, f, targets)...)
		}
	}
	return found
}

// page reads one document line by line.
func page(fsys fs.FS, f source, targets []string) []breach {
	var found []breach
	block := false
	for i, line := range f.lines() {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			block = !block
			continue
		}
		for _, c := range commands(line, block) {
			if m := makeForm.FindStringSubmatch(c); m != nil && !slices.Contains(targets, m[1]) {
				found = append(found, breach{f.name, i + 1, "the Makefile has no target " + m[1] + ": correct the page"})
			}
			if m := huiminForm.FindStringSubmatch(c); m != nil && !exists(fsys, "cmd/huimin/"+m[1]+".go") {
				found = append(found, breach{f.name, i + 1, "huimin has no subcommand " + m[1] + " (cmd/huimin/" + m[1] + ".go): correct the page"})
			}
		}
		if !block {
			found = append(found, deadLinks(fsys, f, i+1, line)...)
		}
	}
	return found
}

// commands are the lines of a code block, or the code spans of a line of text.
func commands(line string, block bool) []string {
	if block {
		return []string{strings.TrimPrefix(strings.TrimSpace(line), "$ ")}
	}
	var spans []string
	for _, m := range spanForm.FindAllStringSubmatch(line, -1) {
		spans = append(spans, m[1])
	}
	return spans
}

func deadLinks(fsys fs.FS, f source, line int, text string) []breach {
	var found []breach
	for _, m := range linkForm.FindAllStringSubmatch(spanForm.ReplaceAllString(text, ""), -1) {
		if strings.Contains(m[1], ":") {
			continue // another site
		}
		if !exists(fsys, path.Join(path.Dir(f.name), m[1])) {
			found = append(found, breach{f.name, line, "the link leads to no file: " + m[1]})
		}
	}
	return found
}

func exists(fsys fs.FS, name string) bool {
	_, err := fs.Stat(fsys, name)
	return err == nil
}
