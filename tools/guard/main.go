// Command guard holds the small rules of the house that no linter knows: no
// notes to self, no skipped tests, words only in the catalogues, files of a size
// one can read, and documents whose commands and links exist.
//
//	guard DIR
//
// It prints each breach with file, line and remedy, and exits with status 1.
package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: guard DIR")
		os.Exit(2)
	}
	n, err := run(os.DirFS(os.Args[1]), os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "guard:", err)
		os.Exit(2)
	}
	if n > 0 {
		fmt.Printf("%d breaches\n", n)
		os.Exit(1)
	}
}

// breach is one place where a rule is broken.
type breach struct {
	file string
	line int
	what string // and how to mend it
}

// source is one file of the project.
type source struct {
	name string
	text string
}

func (s source) lines() []string { return strings.Split(strings.TrimSuffix(s.text, "\n"), "\n") }

func (s source) ext() string { return path.Ext(s.name) }

func (s source) isTest() bool { return strings.HasSuffix(s.name, "_test.go") }

func (s source) generated() bool {
	head, _, _ := strings.Cut(s.text, "\npackage ")
	return s.ext() == ".go" && strings.Contains(head, "// Code generated ")
}

// run prints the breaches in fsys and returns how many there are.
func run(fsys fs.FS, out io.Writer) (int, error) {
	files, err := project(fsys)
	if err != nil {
		return 0, err
	}
	var found []breach
	for _, rule := range []func(source) []breach{notes, size, skips, words} {
		for _, f := range files {
			found = append(found, rule(f)...)
		}
	}
	found = append(found, documents(fsys, files)...)
	slices.SortFunc(found, func(a, b breach) int {
		if c := strings.Compare(a.file, b.file); c != 0 {
			return c
		}
		return a.line - b.line
	})
	for _, b := range found {
		fmt.Fprintf(out, "%s:%d: %s\n", b.file, b.line, b.what)
	}
	return len(found), nil
}

// project reads the files that people write.
func project(fsys fs.FS) ([]source, error) {
	var files []source
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains([]string{".git", "bin", "tmp", "node_modules", "testdata"}, d.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		known := []string{".go", ".sql", ".js", ".css", ".html", ".toml", ".sh", ".md", ".yml", ""}
		if !slices.Contains(known, path.Ext(name)) || !d.Type().IsRegular() {
			return nil
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		files = append(files, source{name, string(data)})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the project: %w", err)
	}
	return files, nil
}
