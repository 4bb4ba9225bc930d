package fund

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Spot is where something stands in a file: the sheet and the row, from 1.
type Spot struct {
	Sheet string
	Row   int
}

// PlaceLine is a line of the table of places; Parent is a code, empty for a
// city.
type PlaceLine struct {
	Spot
	Kind                       PlaceKind
	Code, Name, NameEn, Parent string
}

// HouseholdsLine is a line of the table of households. Community is a code or
// a name.
type HouseholdsLine struct {
	Spot
	Community         string
	Building, Doorway string
	Count             int
}

// RosterLine is a line of the roster: who has which role where, from the
// beginning of the day From (zero: on accepting) to the end of the day before
// the moment Until (zero: open). Community is the place's code or name.
type RosterLine struct {
	Spot
	Community   string
	Name        string
	Role        Role
	Bureau      Bureau
	From, Until time.Time
}

// Import is what a file says. Ignored are the headings of columns that mean
// nothing here.
type Import struct {
	Places     []PlaceLine
	Households []HouseholdsLine
	Roster     []RosterLine
	Ignored    []string
}

// FlawKind is what is wrong with a cell.
type FlawKind string

// The flaws. In each, Value is what the cell says.
const (
	FlawTable     FlawKind = "table"     // a sheet whose columns belong to no table; Value are its headings
	FlawPrivate   FlawKind = "private"   // a column for phone, identity or bank numbers
	FlawEmpty     FlawKind = "empty"     // nothing, where something must be
	FlawLong      FlawKind = "long"      // longer than N characters
	FlawKindWord  FlawKind = "kind"      // no level
	FlawCode      FlawKind = "code"      // no code
	FlawNumber    FlawKind = "number"    // not a whole number from 0 on
	FlawRole      FlawKind = "role"      // no role that a roster gives
	FlawBureau    FlawKind = "bureau"    // no bureau, or not of that role
	FlawDay       FlawKind = "day"       // no day
	FlawOrder     FlawKind = "order"     // the term ends before it begins
	FlawTwice     FlawKind = "twice"     // the same as in row N of Other
	FlawUnknown   FlawKind = "unknown"   // no place of that code or name; Other may be one like it
	FlawTwo       FlawKind = "two"       // several places of that name
	FlawParent    FlawKind = "parent"    // a place cannot stand there: Other is the level that must be above
	FlawMoved     FlawKind = "moved"     // the place is there already under Other: places do not move
	FlawChanged   FlawKind = "changed"   // the place is there already, as a place of the level Other
	FlawPlaceKind FlawKind = "placekind" // nobody has that role at a place of the level Other
	FlawDenied    FlawKind = "denied"    // whoever imports does not administrate that place
	FlawOver      FlawKind = "over"      // the term is over
)

// Flaw is something wrong in a file, and where.
type Flaw struct {
	Spot
	Column Column
	Kind   FlawKind
	Value  string
	Other  string
	N      int
}

// maxCell is the longest name in a table, in code points, as the office takes
// them.
const maxCell = 64

// ReadImport reads the tables of a file. Each sheet is known by its headings,
// whatever it is called; columns may stand in any order. Everything that is
// wrong with a cell by itself is a flaw. near says in which year a day without
// one lies, and in which zone.
func ReadImport(tables []Table, near time.Time) (Import, []Flaw) {
	r := importReader{near: near}
	for _, t := range tables {
		r.table(t)
	}
	return r.Import, r.flaws
}

// importReader gathers what is read.
type importReader struct {
	Import
	near  time.Time
	flaws []Flaw
}

// row is one row being read.
type row struct {
	*importReader
	Spot
	at    map[Column]int
	cells []string
}

func (r *importReader) table(t Table) {
	head := 0
	for head < len(t.Rows) && strings.TrimSpace(strings.Join(t.Rows[head], "")) == "" {
		head++
	}
	if head == len(t.Rows) {
		return
	}
	kind, at := tableOf(t.Rows[head])
	if kind == "" && head+1 < len(t.Rows) { // a title may stand above the headings
		if k, a := tableOf(t.Rows[head+1]); k != "" {
			kind, at, head = k, a, head+1
		}
	}
	spot := Spot{t.Name, head + 1}
	if kind == "" {
		r.flaws = append(r.flaws, Flaw{Spot: spot, Kind: FlawTable, Value: headingsOf(t.Rows[head])})
		return
	}
	for i, heading := range t.Rows[head] {
		switch {
		case private(heading):
			r.flaws = append(r.flaws, Flaw{Spot: spot, Kind: FlawPrivate, Value: strings.TrimSpace(heading)})
		case strings.TrimSpace(heading) != "" && !slices.Contains(values(at), i):
			r.Ignored = append(r.Ignored, strings.TrimSpace(heading))
		}
	}
	for i, cells := range t.Rows[head+1:] {
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		line := row{importReader: r, Spot: Spot{t.Name, head + 2 + i}, at: at, cells: cells}
		switch kind {
		case TablePlaces:
			line.place()
		case TableHouseholds:
			line.households()
		case TableRoster:
			line.roster()
		}
	}
}

// tableOf knows a table by its headings, and gives where each column stands.
func tableOf(headings []string) (TableKind, map[Column]int) {
	for _, kind := range TableKinds() {
		at := make(map[Column]int)
		for _, c := range kind.Columns() {
			for i, heading := range headings {
				if _, had := at[c]; !had && c.Named(heading) {
					at[c] = i
				}
			}
		}
		missing := slices.ContainsFunc(kind.needs(), func(c Column) bool {
			_, has := at[c]
			return !has
		})
		if !missing {
			return kind, at
		}
	}
	return "", nil
}

func values(at map[Column]int) (list []int) {
	for _, i := range at {
		list = append(list, i)
	}
	return list
}

// headingsOf gives headings for a message, a few of them.
func headingsOf(cells []string) string {
	var list []string
	for _, c := range cells {
		if c = strings.TrimSpace(c); c != "" && len(list) < 6 {
			list = append(list, c)
		}
	}
	return strings.Join(list, ", ")
}

// get gives a cell, trimmed to one line; empty where there is none.
func (r row) get(c Column) string {
	i, ok := r.at[c]
	if !ok || i >= len(r.cells) {
		return ""
	}
	return strings.Join(strings.Fields(r.cells[i]), " ")
}

// name gives a cell that must hold a name.
func (r row) name(c Column, needed bool) (string, bool) {
	text := r.get(c)
	switch {
	case text == "" && needed:
		r.bad(c, FlawEmpty)
		return "", false
	case utf8.RuneCountInString(text) > maxCell:
		r.flaws = append(r.flaws, Flaw{Spot: r.Spot, Column: c, Kind: FlawLong, Value: text, N: maxCell})
		return "", false
	}
	return text, true
}

func (r row) place() {
	line := PlaceLine{
		Spot: r.Spot, Code: strings.ToUpper(r.get(ColumnCode)), Parent: strings.ToUpper(r.get(ColumnParent)),
	}
	before := len(r.flaws)
	var ok bool
	if line.Kind, ok = kindOf(r.get(ColumnKind)); !ok {
		r.bad(ColumnKind, FlawKindWord)
	}
	if !ValidCode(line.Code) {
		r.bad(ColumnCode, FlawCode)
	}
	line.Name, _ = r.name(ColumnName, true)
	line.NameEn, _ = r.name(ColumnNameEn, false)
	switch {
	case line.Kind == PlaceCity && line.Parent != "":
		r.bad(ColumnParent, FlawParent)
	case line.Kind != PlaceCity && line.Kind != "" && line.Parent == "":
		r.bad(ColumnParent, FlawEmpty)
	}
	if len(r.flaws) == before {
		r.Places = append(r.Places, line)
	}
}

func (r row) bad(c Column, kind FlawKind) {
	r.flaws = append(r.flaws, Flaw{Spot: r.Spot, Column: c, Kind: kind, Value: r.get(c)})
}

func (r row) households() {
	line := HouseholdsLine{Spot: r.Spot}
	before := len(r.flaws)
	line.Community, _ = r.name(ColumnCommunity, true)
	line.Building, _ = r.name(ColumnBuilding, true)
	line.Doorway, _ = r.name(ColumnDoorway, false)
	text := strings.TrimSuffix(strings.TrimSuffix(r.get(ColumnHouseholds), "户"), ".0")
	n, err := strconv.Atoi(strings.TrimSpace(text))
	const most = 100_000
	if err != nil || n < 0 || n > most {
		r.bad(ColumnHouseholds, FlawNumber)
	}
	line.Count = n
	if len(r.flaws) == before {
		r.Households = append(r.Households, line)
	}
}

func (r row) roster() {
	line := RosterLine{Spot: r.Spot}
	before := len(r.flaws)
	line.Community, _ = r.name(ColumnCommunity, true)
	line.Name, _ = r.name(ColumnPerson, true)
	var ok bool
	if line.Role, ok = roleOf(r.get(ColumnRole)); !ok {
		r.bad(ColumnRole, FlawRole)
	}
	if line.Bureau, ok = bureauOf(r.get(ColumnBureau)); !ok || line.Role != "" && !line.Bureau.Fits(line.Role) {
		r.bad(ColumnBureau, FlawBureau)
	}
	from, until := r.day(ColumnFrom), r.day(ColumnUntil)
	if !from.IsZero() {
		line.From = from
	}
	if !until.IsZero() {
		line.Until = EndOfDay(until)
	}
	switch {
	case !until.IsZero() && !from.IsZero() && !from.Before(line.Until):
		r.bad(ColumnUntil, FlawOrder)
	case !until.IsZero() && !line.Until.After(r.near):
		r.bad(ColumnUntil, FlawOver)
	}
	if len(r.flaws) == before {
		r.Roster = append(r.Roster, line)
	}
}

// day gives a cell that may hold a day, as written or as a spreadsheet's
// serial number.
func (r row) day(c Column) time.Time {
	text := r.get(c)
	if text == "" || text == "-" || text == "—" {
		return time.Time{}
	}
	const first, last = 36526, 109574 // 2000-01-01 and 2199-12-31
	whole, _, _ := strings.Cut(text, ".")
	if n, err := strconv.Atoi(whole); err == nil && n >= first && n <= last {
		return time.Date(1899, time.December, 30+n, 0, 0, 0, 0, r.near.Location())
	}
	day, ok := ReadDay(text, r.near)
	if !ok {
		r.bad(c, FlawDay)
		return time.Time{}
	}
	return day
}
