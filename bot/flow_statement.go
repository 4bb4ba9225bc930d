package bot

import (
	"bytes"
	"encoding/csv"
	"fmt"

	"huimin/fund"
	"huimin/locales"
	"huimin/report"
)

// statementButton sends the money of a place's year as a table.
type statementButton struct {
	Place fund.PlaceID
	Year  int
}

// byteOrder lets spreadsheets see that a file is UTF-8.
const byteOrder = "\ufeff"

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
	list, err := m.office.Statement(t.tx, b.Place, b.Year)
	if err != nil {
		return err
	}
	rows := [][]string{report.StatementColumns()}
	for _, s := range list {
		for _, row := range report.Statement(s.Place.Code, placeName(s.Place), s.CommunityMoney) {
			rows = append(rows, row.Cells())
		}
	}
	file := bytes.NewBufferString(byteOrder)
	if err := csv.NewWriter(file).WriteAll(rows); err != nil {
		return fmt.Errorf("write statement: %w", err)
	}
	return t.say(screen{
		Text:     locales.PurseTitle(placeName(place), b.Year),
		Document: &document{Name: fmt.Sprintf("money-%s-%d.csv", place.Code, b.Year), Bytes: file.Bytes()},
	})
}
