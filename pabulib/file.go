package pabulib

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// File is a .pb file as it stands, row by row.
type File struct {
	meta     []*row
	projects table
	votes    table
	rows     []*row // all of them, in order, with titles and empty lines
}

// table is a section with named columns.
type table struct {
	header *row
	rows   []*row
}

// row is one row: its cells, and its text with the line end, which stands as
// long as no cell is set.
type row struct {
	line  int
	cells []string
	text  string
}

// Why says what is wrong with a file.
type Why string

// What can be wrong with a file.
const (
	WhyNotText     Why = "not_text"     // no UTF-8
	WhyOpenQuote   Why = "open_quote"   // a quotation mark that is never closed
	WhyNoSection   Why = "no_section"   // a section is missing: What
	WhyTwoSections Why = "two_sections" // a section comes twice: What
	WhyNoColumn    Why = "no_column"    // a section lacks a column: What
	WhyNoBudget    Why = "no_budget"    // META has no budget
	WhyNoID        Why = "no_id"        // a project without an id
	WhySameID      Why = "same_id"      // a project's id stands twice: What
	WhyNoAmount    Why = "no_amount"    // no amount of money, or below zero: What
	WhyTooFine     Why = "too_fine"     // more than nine decimals, or too large with them: What
	WhyNoPoints    Why = "no_points"    // points that are no numbers, or not as many as projects: What
	WhyNobody      Why = "nobody"       // VOTES has no row
	WhyKind        Why = "kind"         // ballots of a kind that cannot be counted: What
)

// Error is what is wrong with a file, and where; Line is 0 where no line is.
type Error struct {
	Line int
	Why  Why
	What string
}

// Error names the line and the reason.
func (e *Error) Error() string {
	return fmt.Sprintf("pabulib file, line %d: %s %q", e.Line, e.Why, e.What)
}

// section titles.
const (
	meta     = "META"
	projects = "PROJECTS"
	votes    = "VOTES"
)

const mark = "\uFEFF"

// Read takes a file in. What is wrong with it is an *Error.
func Read(r io.Reader) (*File, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read a pabulib file: %w", err)
	}
	text := string(data)
	if !utf8.ValidString(text) || strings.Contains(text, "\x00") {
		return nil, &Error{Line: badLine(text), Why: WhyNotText}
	}
	f := &File{}
	section := ""
	seen := map[string]bool{}
	for line, rest := 1, text; rest != ""; {
		row, err := cut(rest, line)
		if err != nil {
			return nil, err
		}
		rest = rest[len(row.text):]
		line += strings.Count(row.text, "\n")
		f.rows = append(f.rows, row)
		if row.empty() {
			continue
		}
		if title := row.title(); title != "" {
			if seen[title] {
				return nil, &Error{Line: row.line, Why: WhyTwoSections, What: title}
			}
			section, seen[title] = title, true
			continue
		}
		switch section {
		case meta:
			f.meta = append(f.meta, row)
		case projects:
			f.projects.add(row)
		case votes:
			f.votes.add(row)
		default:
			return nil, &Error{Line: row.line, Why: WhyNoSection, What: meta}
		}
	}
	for _, title := range []string{meta, projects, votes} {
		if !seen[title] {
			return nil, &Error{Why: WhyNoSection, What: title}
		}
	}
	return f, nil
}

// badLine is the line with the first byte that is no text.
func badLine(text string) int {
	for i, r := range text {
		if r == utf8.RuneError || r == 0 {
			return strings.Count(text[:i], "\n") + 1
		}
	}
	return 0
}

func (t *table) add(r *row) {
	if t.header == nil {
		t.header = r
	} else {
		t.rows = append(t.rows, r)
	}
}

// column gives a column's place by its name, or -1.
func (t *table) column(name string) int {
	if t.header == nil {
		return -1
	}
	for i, c := range t.header.cells {
		if strings.EqualFold(strings.TrimSpace(c), name) {
			return i
		}
	}
	return -1
}

func (r *row) empty() bool {
	for _, c := range r.cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// title is the section that a row begins, if it has nothing but its name.
func (r *row) title() string {
	for _, c := range r.cells[1:] {
		if strings.TrimSpace(c) != "" {
			return ""
		}
	}
	name := strings.ToUpper(strings.TrimSpace(strings.TrimPrefix(r.cells[0], mark)))
	switch name {
	case meta, projects, votes:
		return name
	}
	return ""
}

// cell is the text of a cell without the blanks around it; "" where the row is
// too short or the column is -1.
func (r *row) cell(at int) string {
	if at < 0 || at >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(r.cells[at])
}

// cut takes the first row off a text. Cells in quotation marks may hold
// semicolons, line ends, and quotation marks written twice.
func cut(text string, line int) (*row, error) {
	end := strings.IndexByte(text, '\n') + 1
	if end == 0 {
		end = len(text)
	}
	r := &row{line: line, text: text[:end]}
	if strings.IndexByte(r.text, '"') < 0 {
		r.cells = strings.Split(strings.TrimRight(r.text, "\r\n"), ";")
		return r, nil
	}
	for at := 0; ; {
		cell, n, ok := cutCell(text[at:])
		if !ok {
			return nil, &Error{Line: line, Why: WhyOpenQuote}
		}
		r.cells = append(r.cells, cell)
		at += n
		if at == len(text) || text[at] == '\n' {
			r.text = text[:min(at+1, len(text))]
			return r, nil
		}
		at++ // the semicolon
	}
}

// cutCell takes the first cell off a text, and says where it ends: at a
// semicolon, a line end or the end. It is false where a quotation mark is not
// closed, or is closed on a later line in the middle of a cell.
func cutCell(text string) (cell string, n int, ok bool) {
	plain := func(from int) int {
		if end := strings.IndexAny(text[from:], ";\n"); end >= 0 {
			return from + end
		}
		return len(text)
	}
	body := strings.TrimLeft(text, " ")
	if !strings.HasPrefix(body, `"`) {
		n = plain(0)
		return strings.TrimSuffix(text[:n], "\r"), n, true
	}
	var b strings.Builder
	i := len(text) - len(body) + 1
	for {
		end := strings.IndexByte(text[i:], '"')
		if end < 0 {
			return "", 0, false
		}
		b.WriteString(text[i : i+end])
		i += end + 1
		if i < len(text) && text[i] == '"' {
			b.WriteByte('"')
			i++
			continue
		}
		n = plain(i)
		after := strings.TrimSpace(text[i:n])
		b.WriteString(after)
		return b.String(), n, after == "" || !strings.Contains(text[:i], "\n")
	}
}

// Write writes the file.
func (f *File) Write(w io.Writer) error {
	for _, r := range f.rows {
		if _, err := io.WriteString(w, r.text); err != nil {
			return fmt.Errorf("write a pabulib file: %w", err)
		}
	}
	return nil
}

// Select sets the column of what is funded, adding it where there is none.
func (f *File) Select(funded []bool) {
	at := f.projects.column("selected")
	if at < 0 {
		at = len(f.projects.header.cells)
		f.projects.header.set(at, "selected")
	}
	for i, r := range f.projects.rows {
		value := "0"
		if funded[i] {
			value = "1"
		}
		if r.cell(at) != value {
			r.set(at, value)
		}
	}
}

// set puts a value into a cell and writes the row anew.
func (r *row) set(at int, value string) {
	for len(r.cells) <= at {
		r.cells = append(r.cells, "")
	}
	r.cells[at] = value
	cells := make([]string, len(r.cells))
	for i, c := range r.cells {
		if strings.ContainsAny(c, ";\"\n\r") {
			c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
		}
		cells[i] = c
	}
	end := r.text[len(strings.TrimRight(r.text, "\r\n")):]
	r.text = strings.Join(cells, ";") + end
}
