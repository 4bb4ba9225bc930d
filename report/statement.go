package report

import (
	"strconv"

	"huimin/fund"
	"huimin/locales"
)

// StatementRow is one source of a community's money in a year, as a table has
// it: money in yuan with two decimals, so that any spreadsheet adds it up.
type StatementRow struct {
	Community string // its code
	Name      locales.Name
	Year      int
	Source    fund.Source
	fund.SourceMoney
}

// Statement is the rows of communities' money, a row for each source that the
// year knows, in the order in which statements name them.
func Statement(code string, name locales.Name, m fund.CommunityMoney) []StatementRow {
	var rows []StatementRow
	for _, s := range fund.Sources() {
		if part := m.Sources[s]; part != (fund.SourceMoney{}) {
			rows = append(rows, StatementRow{Community: code, Name: name, Year: m.Year, Source: s, SourceMoney: part})
		}
	}
	return rows
}

// StatementColumns names the columns of a statement, as [StatementRow.Cells]
// gives them.
func StatementColumns() []string {
	return []string{
		"community", "year", "source", "planned", "pledged", "received", "moved", "carried", "committed", "paid",
		"returned", "held",
	}
}

// Cells gives the row as a spreadsheet has it.
func (r StatementRow) Cells() []string {
	cells := []string{r.Community, strconv.Itoa(r.Year), string(r.Source)}
	for _, m := range []fund.Money{
		r.Planned, r.Pledged, r.Received, r.Moved, r.Carried, r.Committed, r.Paid, r.Returned, r.Held(),
	} {
		cells = append(cells, m.Decimal())
	}
	return cells
}
