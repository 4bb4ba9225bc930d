package bot

import (
	"fmt"

	"huimin/fund"
	"huimin/locales"
	"huimin/report"
	"huimin/sheet"
)

// statementButton sends the money of a place's year as a table.
type statementButton struct {
	Place fund.PlaceID
	Year  int
}

// sendTable sends the money of every community below a place, a row a source,
// as a file that spreadsheets open.
func (m *treasury) sendTable(t *turn, b statementButton) error {
	if err := m.office.Allowed(t.act(), fund.ActOversee, b.Place); err != nil {
		return err
	}
	place, err := m.office.Place(t.tx, b.Place)
	if err != nil {
		return err
	}
	table, rows, err := m.office.StatementTable(t.tx, b.Place, b.Year)
	if err != nil {
		return err
	}
	written, err := report.Table(m.book, t.lang, table.Name, table.Columns, rows)
	if err != nil {
		return err
	}
	file, err := sheet.CSV(written)
	if err != nil {
		return err
	}
	return t.say(screen{
		Text:     locales.PurseTitle(placeName(place), b.Year),
		Document: &document{Name: fmt.Sprintf("money-%s-%d.csv", place.Code, b.Year), Bytes: file},
	})
}
