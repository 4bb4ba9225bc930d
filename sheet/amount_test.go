package sheet_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"huimin/fund"
	"huimin/sheet"
)

func TestAmountsAreNumbersThatASpreadsheetAddsUp(t *testing.T) {
	cells := []string{"-10000.00", "0.05", "3.1", "-SUM(A1)", "2026-12-04", "9999999999999.99"}
	table := fund.Table{Name: "Money", Rows: [][]string{{"a", "b", "c", "d", "e", "f"}, cells}}
	text, err := sheet.CSV(table)
	if err != nil {
		t.Fatal(err)
	}
	if want := "\r\n-10000.00,0.05,3.1,'-SUM(A1),2026-12-04,9999999999999.99\r\n"; !strings.HasSuffix(string(text), want) {
		t.Errorf("%q", text)
	}
	book, err := sheet.XLSX(nil, table)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for i, number := range []bool{true, true, false, false, false, true} {
		where, _ := excelize.CoordinatesToCellName(i+1, 2)
		kind, err := f.GetCellType("Money", where)
		if err != nil || (kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber) != number {
			t.Errorf("%s is of type %v (%v)", cells[i], kind, err)
		}
		if shown, err := f.GetCellValue("Money", where); err != nil || shown != cells[i] {
			t.Errorf("%s shows as %s (%v)", cells[i], shown, err)
		}
	}
}
