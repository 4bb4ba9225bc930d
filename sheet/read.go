package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"huimin/fund"
)

// Limits of a file, which comes from anybody's machine.
const (
	MaxBytes = 5 << 20  // of the file
	maxGrown = 64 << 20 // of what an XLSX unpacks to
	maxRows  = 20_000   // of one table
	maxCols  = 64
)

var (
	// ErrTooLarge says that a file has more bytes, rows or columns than are read.
	ErrTooLarge = errors.New("the file is too large")
	// ErrOldFormat says that a file is of Excel before 2007 (.xls).
	ErrOldFormat = errors.New("an .xls file: save it as .xlsx")
	// ErrNoTable says that a file is no spreadsheet, or none that can be read.
	ErrNoTable = errors.New("not a spreadsheet")
	// ErrLocked says that a file opens with a password only.
	ErrLocked = errors.New("the file is protected by a password")
)

// Marks at the beginning of files.
const (
	markZip   = "PK\x03\x04"
	markOLE   = "\xD0\xCF\x11\xE0" // .xls, and .xlsx behind a password
	markUTF8  = "\xEF\xBB\xBF"
	markLE    = "\xFF\xFE"
	markBE    = "\xFE\xFF"
	encrypted = "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e"
)

// Read reads the tables of a file, whatever its name ends in. A CSV is one
// table, called by the file's name. Tables without a single filled cell are
// left out. Errors: [ErrTooLarge], [ErrOldFormat], [ErrLocked], [ErrNoTable].
func Read(name string, data []byte) ([]fund.Table, error) {
	switch {
	case len(data) > MaxBytes:
		return nil, ErrTooLarge
	case bytes.HasPrefix(data, []byte(markZip)):
		return readXLSX(data)
	case bytes.HasPrefix(data, []byte(markOLE)) && bytes.Contains(data, []byte(encrypted)):
		return nil, ErrLocked
	case bytes.HasPrefix(data, []byte(markOLE)):
		return nil, ErrOldFormat
	}
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	t, err := readCSV(name, text)
	if err != nil || len(t.Rows) == 0 {
		return nil, err
	}
	return []fund.Table{t}, nil
}

func readXLSX(data []byte) (tables []fund.Table, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxGrown, UnzipXMLSizeLimit: maxGrown,
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoTable, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for _, name := range f.GetSheetList() {
		if shown, err := f.GetSheetVisible(name); err != nil || !shown {
			continue // what nobody sees is not meant
		}
		t, err := readSheet(f, name)
		if err != nil {
			return nil, err
		}
		if len(t.Rows) > 0 {
			tables = append(tables, t)
		}
	}
	return tables, nil
}

// readSheet reads row by row, so that a sheet made to be large is not
// unpacked whole.
func readSheet(f *excelize.File, name string) (t fund.Table, err error) {
	t.Name = name
	rows, err := f.Rows(name)
	if err != nil {
		return t, fmt.Errorf("%w: %s: %w", ErrNoTable, name, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return t, fmt.Errorf("%w: %s: %w", ErrNoTable, name, err)
		}
		if len(t.Rows) >= maxRows || len(cells) > maxCols {
			return t, ErrTooLarge
		}
		t.Rows = append(t.Rows, cells)
	}
	t.Rows = filled(t.Rows)
	return t, rows.Error()
}

// decode gives a text file's words, whatever it was saved in.
func decode(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte(markUTF8)):
		data = data[len(markUTF8):]
	case bytes.HasPrefix(data, []byte(markLE)), bytes.HasPrefix(data, []byte(markBE)):
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", fmt.Errorf("%w: %w", ErrNoTable, err)
		}
		data = out
	}
	if !utf8.Valid(data) {
		out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
			return "", ErrNoTable
		}
		data = out
	}
	if bytes.ContainsRune(data, 0) {
		return "", ErrNoTable
	}
	return string(data), nil
}

func readCSV(name, text string) (fund.Table, error) {
	t := fund.Table{Name: name}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma(text), -1, true
	next := 1 // the line after the last record
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return t, fmt.Errorf("%w: %w", ErrNoTable, err)
		}
		for line, _ := r.FieldPos(0); next < line; next++ { // the reader passes over empty lines; a spreadsheet does not
			t.Rows = append(t.Rows, nil)
		}
		next = 1 + strings.Count(text[:r.InputOffset()], "\n")
		if len(row) > maxCols || len(t.Rows) >= maxRows {
			return t, ErrTooLarge
		}
		for i := range row {
			row[i] = unguarded(row[i])
		}
		t.Rows = append(t.Rows, row)
	}
	t.Rows = filled(t.Rows)
	return t, nil
}

// comma finds what stands between the cells: some countries' Excel writes
// semicolons.
func comma(text string) rune {
	head, _, _ := strings.Cut(text, "\n")
	best, most := ',', strings.Count(head, ",")
	for _, c := range ";\t" {
		if n := strings.Count(head, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}

// filled cuts off the rows after the last that holds anything.
func filled(rows [][]string) [][]string {
	for len(rows) > 0 && strings.TrimSpace(strings.Join(rows[len(rows)-1], "")) == "" {
		rows = rows[:len(rows)-1]
	}
	return rows
}
