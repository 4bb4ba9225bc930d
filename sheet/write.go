package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	_ "image/png" // the pictures that are put in
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"huimin/fund"
)

// Picture is a PNG that stands in a cell: Row and Column count from 1, the
// heading is row 1.
type Picture struct {
	Row, Column int
	PNG         []byte
}

// pictureHeight is the height of a row with a picture, in points.
const pictureHeight = 120

// XLSX writes tables as a workbook, one sheet each, with the first row fixed
// above the others; pictures go onto the first sheet. It prints on A4.
func XLSX(pictures []Picture, tables ...fund.Table) (data []byte, err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	bold, err := f.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
	})
	if err != nil {
		return nil, fmt.Errorf("write a spreadsheet: %w", err)
	}
	wrapped, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}})
	if err != nil {
		return nil, fmt.Errorf("write a spreadsheet: %w", err)
	}
	const twoDecimals = 2 // 0.00, of the formats that every spreadsheet has
	amount, err := f.NewStyle(&excelize.Style{NumFmt: twoDecimals, Alignment: &excelize.Alignment{Vertical: "center"}})
	if err != nil {
		return nil, fmt.Errorf("write a spreadsheet: %w", err)
	}
	for i, t := range tables {
		name := sheetName(t.Name, i)
		err := addSheet(f, name, i, t, bold, wrapped)
		if err == nil {
			err = addAmounts(f, name, t, amount)
		}
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", name, err)
		}
	}
	for _, p := range pictures {
		if err := addPicture(f, sheetName(tables[0].Name, 0), p); err != nil {
			return nil, fmt.Errorf("write a picture: %w", err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, fmt.Errorf("write a spreadsheet: %w", err)
	}
	return out.Bytes(), nil
}

func addSheet(f *excelize.File, name string, at int, t fund.Table, bold, wrapped int) error {
	var err error
	if at == 0 {
		err = f.SetSheetName(f.GetSheetName(0), name)
	} else {
		_, err = f.NewSheet(name)
	}
	if err != nil {
		return err
	}
	for i, row := range t.Rows {
		for j, cell := range row {
			where, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err == nil {
				err = f.SetCellStr(name, where, cell)
			}
			if err != nil {
				return err
			}
		}
	}
	return layOut(f, name, t, bold, wrapped)
}

// amounts are cells that a spreadsheet adds up: a number with two decimals, as
// money is written.
var amounts = regexp.MustCompile(`^-?\d{1,13}\.\d\d$`)

// addAmounts writes cells with amounts again, as numbers.
func addAmounts(f *excelize.File, name string, t fund.Table, style int) error {
	for i, row := range t.Rows {
		for j, cell := range row {
			if !amounts.MatchString(cell) {
				continue
			}
			n, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				return err
			}
			where, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err == nil {
				err = f.SetCellFloat(name, where, n, 2, 64)
			}
			if err == nil {
				err = f.SetCellStyle(name, where, where, style)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// layOut makes a sheet readable: columns as wide as their words, the heading
// bold and fixed, landscape, as wide as the page.
func layOut(f *excelize.File, name string, t fund.Table, bold, wrapped int) error {
	if len(t.Rows) == 0 {
		return nil
	}
	for j := range t.Rows[0] {
		column, err := excelize.ColumnNumberToName(j + 1)
		if err == nil {
			err = f.SetColWidth(name, column, column, width(t, j))
		}
		if err == nil {
			err = f.SetColStyle(name, column, wrapped)
		}
		if err != nil {
			return err
		}
	}
	landscape, wide, high := "landscape", 1, 0
	fit := true
	return errors.Join(
		f.SetRowStyle(name, 1, 1, bold),
		f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
		f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}),
		f.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high}),
	)
}

// width is how wide a column is, in characters; a Chinese one counts twice.
func width(t fund.Table, column int) float64 {
	widest := 8
	for _, row := range t.Rows {
		if column >= len(row) {
			continue
		}
		n := 2
		for _, r := range row[column] {
			n++
			if r > 0x2E80 {
				n++
			}
		}
		widest = max(widest, n)
	}
	return float64(min(widest, 48))
}

func addPicture(f *excelize.File, name string, p Picture) error {
	where, err := excelize.CoordinatesToCellName(p.Column, p.Row)
	if err != nil {
		return err
	}
	column, err := excelize.ColumnNumberToName(p.Column)
	if err != nil {
		return err
	}
	return errors.Join(
		f.SetRowHeight(name, p.Row, pictureHeight),
		f.SetColWidth(name, column, column, pictureHeight/5.5),
		f.AddPictureFromBytes(name, where, &excelize.Picture{
			Extension: ".png", File: p.PNG, Format: &excelize.GraphicOptions{AutoFit: true, OffsetX: 4, OffsetY: 4},
		}),
	)
}

// sheetName keeps to what Excel takes: 31 characters without some signs.
func sheetName(name string, at int) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return -1
		}
		return r
	}, name)
	if r := []rune(name); len(r) > 31 {
		name = string(r[:31])
	}
	if name == "" {
		return fmt.Sprintf("Sheet%d", at+1)
	}
	return name
}

// CSV writes a table as Excel opens it by a double click: UTF-8 with its mark.
// A cell that a spreadsheet would take for a formula gets an apostrophe in
// front, which [Read] takes away again; an amount below zero is no formula.
func CSV(t fund.Table) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(markUTF8)
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	for _, row := range t.Rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = guarded(cell)
		}
		if err := w.Write(safe); err != nil {
			return nil, fmt.Errorf("write %s: %w", t.Name, err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return nil, fmt.Errorf("write %s: %w", t.Name, err)
	}
	return out.Bytes(), nil
}

const formula = "=+-@\t\r"

func guarded(cell string) string {
	if cell != "" && !amounts.MatchString(cell) && strings.ContainsRune(formula+"'", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func unguarded(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.ContainsRune(formula+"'", rune(cell[1])) {
		return cell[1:]
	}
	return cell
}
