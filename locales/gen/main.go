// Command gen writes the typed calls of package locales from its catalogues.
// It runs in the directory of the package: go generate ./locales. What is wrong
// with a catalogue is said on standard error, one line each with file, key and
// remedy, and the exit status is then 1. The calls are written all the same
// when only a translation is at fault; a mistake in the English source leaves
// the old files as they were.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"huimin/locales/internal/catalogue"
)

func main() {
	if err := run(".", os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "locales:", err)
		os.Exit(1)
	}
}

var errCatalogue = errors.New("the catalogues need mending")

// run generates until the catalogues stand still: somebody may save one
// meanwhile, and the older result must not be the last.
func run(dir string, say io.Writer) error {
	for {
		before, err := fingerprint(dir)
		if err != nil {
			return err
		}
		genErr := generate(dir, say)
		after, err := fingerprint(dir)
		if err != nil {
			return err
		}
		if bytes.Equal(before, after) {
			return genErr
		}
	}
}

func generate(dir string, say io.Writer) error {
	set, problems, err := catalogue.Load(os.DirFS(dir), "text")
	if err != nil {
		return err
	}
	taken, err := declared(dir)
	if err != nil {
		return err
	}
	files, more, err := catalogue.Calls(set, taken)
	if err != nil {
		return err
	}
	problems = append(problems, more...)
	for _, p := range problems {
		fmt.Fprintln(say, p)
	}
	incomplete := report(set, say)
	if slices.ContainsFunc(problems, catalogue.Problem.InSource) {
		return fmt.Errorf("%w: nothing was written", errCatalogue)
	}
	for name, data := range files {
		if err := replace(filepath.Join(dir, name), data); err != nil {
			return err
		}
	}
	if len(problems) > 0 || incomplete {
		return fmt.Errorf("%w: the calls were written, the translations above are at fault", errCatalogue)
	}
	return nil
}

// report tells what is not translated yet. Only a required language makes that
// an error; another is not offered until it is complete.
func report(set *catalogue.Set, say io.Writer) (incomplete bool) {
	src := set.Language(catalogue.Source)
	for _, l := range set.Languages {
		required := slices.Contains(catalogue.Required(), l.Tag)
		if !required && len(l.Missing) > 0 {
			fmt.Fprintf(say, "%s is not offered yet: %d of %d texts are missing, first %s\n", l.Tag, len(l.Missing), len(src.Entries), l.Missing[0])
			continue
		}
		for _, key := range l.Missing {
			incomplete = true
			file := strings.TrimSuffix(src.Entries[key].File, "."+catalogue.Source+".toml") + "." + l.Tag + ".toml"
			fmt.Fprintf(say, "%s: %s: the text is missing; add [%s] with its plural forms\n", file, key, key)
		}
	}
	return incomplete
}

// declared returns the names that the package's own files declare.
func declared(dir string) (map[string]bool, error) {
	names := map[string]bool{}
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, fmt.Errorf("list the package: %w", err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_gen.go") || strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("read the package: %w", err)
		}
		for _, d := range file.Decls {
			addNames(names, d)
		}
	}
	names["Languages"], names["LanguageName"] = true, true
	return names, nil
}

func addNames(names map[string]bool, d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			names[d.Name.Name] = true
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				names[s.Name.Name] = true
			case *ast.ValueSpec:
				for _, n := range s.Names {
					names[n.Name] = true
				}
			}
		}
	}
}

// replace puts data at path in one step, so that nobody ever reads half a file,
// and leaves a file alone that is right already.
func replace(path string, data []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return nil
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".gen-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer os.Remove(tmp.Name()) // gone already when the rename succeeded
	_, err = tmp.Write(data)
	if err = errors.Join(err, tmp.Chmod(0o644), tmp.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// fingerprint is the content of all catalogues.
func fingerprint(dir string) ([]byte, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "text", "*.toml"))
	if err != nil {
		return nil, fmt.Errorf("list catalogues: %w", err)
	}
	var all []byte
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read catalogue: %w", err)
		}
		all = append(append(all, path...), data...)
	}
	return all, nil
}
