package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"huimin/fund"
)

// placeRow is one line of a table of places.
type placeRow struct {
	fund.Place
	parent string // its code
	line   int
}

func columns() []string { return []string{"kind", "code", "name", "name_en", "parent"} }

// longestName is what office takes, in characters.
const longestName = 64

// mistake is what is wrong in a line and what to do about it.
type mistake struct {
	line int
	what string
}

// Error names the line.
func (m *mistake) Error() string { return fmt.Sprintf("line %d: %s", m.line, m.what) }

func mistaken(line int, format string, args ...any) *mistake {
	return &mistake{line, fmt.Sprintf(format, args...)}
}

// mistakes are those of a table.
type mistakes []*mistake

func (m *mistakes) add(one *mistake) {
	if one != nil {
		*m = append(*m, one)
	}
}

// err gives all of them by line, or nil.
func (m mistakes) err() error {
	slices.SortStableFunc(m, func(a, b *mistake) int { return a.line - b.line })
	var list []error
	for _, one := range m {
		list = append(list, one)
	}
	return errors.Join(list...)
}

// readPlaces reads a table, as spreadsheets write it, and looks at each line
// alone; the error has a line for every mistake.
func readPlaces(table []byte) ([]placeRow, error) {
	text := strings.TrimPrefix(string(table), "\uFEFF")
	if !utf8.ValidString(text) {
		return nil, errors.New("the table is not UTF-8: in a spreadsheet, save it as “CSV UTF-8”")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	head, err := r.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	for i := range head {
		head[i] = strings.ToLower(strings.TrimSpace(head[i]))
	}
	if !slices.Equal(head, columns()) {
		return nil, mistaken(1, "the columns must be %s; see huimin init --example", strings.Join(columns(), ","))
	}
	var (
		rows  []placeRow
		wrong mistakes
	)
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.Join(wrong.err(), err) // the rest of the table may be one long quotation
		}
		line, _ := r.FieldPos(0)
		row, bad := readPlace(line, fields)
		if bad == nil {
			rows = append(rows, row)
		}
		wrong.add(bad)
	}
	if len(rows)+len(wrong) == 0 {
		return nil, errors.New("the table has no places; see huimin init --example")
	}
	return rows, wrong.err()
}

func readPlace(line int, fields []string) (r placeRow, bad *mistake) {
	if len(fields) != len(columns()) {
		return r, mistaken(line, "%d columns instead of %d: write %s, and put a name with a comma between \" and \"",
			len(fields), len(columns()), strings.Join(columns(), ","))
	}
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	r.line = line
	r.Kind, r.Code, r.Name, r.NameEn = fund.PlaceKind(strings.ToLower(fields[0])), strings.ToUpper(fields[1]), fields[2], fields[3]
	r.parent = strings.ToUpper(fields[4])
	switch {
	case !slices.Contains(fund.PlaceKinds(), r.Kind):
		return r, mistaken(line, "%q is no kind of place: write city, district, street or community", fields[0])
	case !fund.ValidCode(r.Code):
		return r, mistaken(line, "%q is no code: write 2 to 6 of A–Z and 0–9; numbers of suggestions begin with it", fields[1])
	case r.Name == "":
		return r, mistaken(line, "%s has no name: residents read it", r.Code)
	case max(utf8.RuneCountInString(r.Name), utf8.RuneCountInString(r.NameEn)) > longestName:
		return r, mistaken(line, "the name of %s is longer than %d characters: shorten it", r.Code, longestName)
	case r.Kind == fund.PlaceCity && r.parent != "":
		return r, mistaken(line, "a city stands in nothing: leave the parent of %s empty", r.Code)
	case r.Kind != fund.PlaceCity && r.parent == "":
		return r, mistaken(line, "%s %s has no parent: write the code of its %s", r.Kind, r.Code, above(r.Kind))
	}
	return r, nil
}

// above gives the kind of place right over a kind; none over a city.
func above(k fund.PlaceKind) fund.PlaceKind {
	for _, over := range fund.PlaceKinds() {
		if below, ok := over.Below(); ok && below == k {
			return over
		}
	}
	return ""
}

// plan compares a table with itself and with the places there are (by code),
// and gives what is to be added, parents first. Lines may stand in any order;
// a line that says what is there already adds nothing.
func plan(rows []placeRow, had map[string]fund.Place) ([]placeRow, error) {
	var wrong mistakes
	first := make(map[string]placeRow, len(rows))
	for _, r := range rows {
		if before, ok := first[r.Code]; ok {
			wrong.add(mistaken(r.line, "the code %s stands already in line %d: every place needs its own", r.Code, before.line))
			continue
		}
		first[r.Code] = r
	}
	byID := make(map[fund.PlaceID]string, len(had))
	for code, p := range had {
		byID[p.ID] = code
	}
	var order []placeRow
	for _, kind := range fund.PlaceKinds() {
		for _, r := range rows {
			if r.Kind != kind || first[r.Code].line != r.line {
				continue
			}
			old, there := had[r.Code]
			if there && (old.Kind != r.Kind || old.Name != r.Name || old.NameEn != r.NameEn || byID[old.Parent] != r.parent) {
				wrong.add(mistaken(r.line, "%s is there already, as %s %s (%s) in %q: places cannot be changed here; write that, or take another code",
					r.Code, old.Kind, old.Name, old.NameEn, byID[old.Parent]))
			}
			if there {
				continue
			}
			wrong.add(checkParent(r, first, had))
			order = append(order, r)
		}
	}
	return order, wrong.err()
}

func checkParent(r placeRow, first map[string]placeRow, had map[string]fund.Place) *mistake {
	if r.Kind == fund.PlaceCity {
		return nil
	}
	kind := first[r.parent].Kind
	if old, ok := had[r.parent]; ok {
		kind = old.Kind
	}
	switch {
	case kind == "":
		return mistaken(r.line, "the parent %s of %s is nowhere: add a line for it, or mend the code", r.parent, r.Code)
	case kind != above(r.Kind):
		return mistaken(r.line, "%s %s stands in %s %s: a %s stands in a %s", r.Kind, r.Code, kind, r.parent, r.Kind, above(r.Kind))
	}
	return nil
}
