package sheet_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"huimin/fund"
	"huimin/sheet"
)

func TestCSVAsOfficesSaveIt(t *testing.T) {
	text := "社区,楼栋,户数\r\n车辆厂东社区,3栋,24\r\n\r\n湖畔社区,\"一,二栋\",0\r\n"
	want := [][]string{{"社区", "楼栋", "户数"}, {"车辆厂东社区", "3栋", "24"}, nil, {"湖畔社区", "一,二栋", "0"}}
	in := func(e encoding.Encoding) []byte {
		out, err := e.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for name, data := range map[string][]byte{
		"UTF-8":                   []byte(text),
		"UTF-8 with its mark":     []byte("\xEF\xBB\xBF" + text),
		"GBK, as Excel in China":  in(simplifiedchinese.GBK),
		"GB18030":                 in(simplifiedchinese.GB18030),
		"UTF-16":                  in(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)),
		"UTF-16, the other way":   in(unicode.UTF16(unicode.BigEndian, unicode.UseBOM)),
		"semicolons":              []byte(strings.ReplaceAll(strings.ReplaceAll(text, ",", ";"), "一;二", "一,二")),
		"without carriage return": []byte(strings.ReplaceAll(text, "\r", "")),
		"empty lines at the end":  []byte(text + "\r\n,,\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			tables, err := sheet.Read("户数.csv", data)
			if err != nil || len(tables) != 1 || tables[0].Name != "户数.csv" || !reflect.DeepEqual(tables[0].Rows, want) {
				t.Errorf("%v %q", err, tables)
			}
		})
	}
}

func TestRowsKeepTheirNumbers(t *testing.T) {
	tables, err := sheet.Read("x.csv", []byte("\na,b\n\"one\ntwo\",2\n\n3,4\n"))
	want := [][]string{nil, {"a", "b"}, {"one\ntwo", "2"}, nil, {"3", "4"}}
	if err != nil || !reflect.DeepEqual(tables[0].Rows, want) {
		t.Errorf("%v %q", err, tables)
	}
}

func TestWhatIsNoSpreadsheet(t *testing.T) {
	long := strings.Repeat("a\n", 20_001)
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"a picture":             {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), sheet.ErrNoTable},
		"Excel before 2007":     {[]byte("\xD0\xCF\x11\xE0\xA1\xB1"), sheet.ErrOldFormat},
		"a zip of something":    {[]byte("PK\x03\x04 and more"), sheet.ErrNoTable},
		"too many rows":         {[]byte(long), sheet.ErrTooLarge},
		"too many columns":      {[]byte(strings.Repeat("a,", 64) + "b"), sheet.ErrTooLarge},
		"too many bytes":        {make([]byte, sheet.MaxBytes+1), sheet.ErrTooLarge},
		"neither UTF-8 nor GBK": {[]byte("a,\xFF\xFFb"), sheet.ErrNoTable},
		"one behind a password": {[]byte("\xD0\xCF\x11\xE0 E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e"), sheet.ErrLocked},
	} {
		t.Run(name, func(t *testing.T) {
			if tables, err := sheet.Read("x", c.data); !errors.Is(err, c.want) {
				t.Errorf("%v, %q", err, tables)
			}
		})
	}
	if tables, err := sheet.Read("x.csv", nil); err != nil || len(tables) != 0 {
		t.Errorf("an empty file: %v %v", err, tables)
	}
}

func TestTablesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.SampledFrom([]string{"", "a", "社区", "=1+1", "'x", "'=x", "-3", "@a", "1,2", "a\"b", "two\nlines", " x "})
		width := rapid.IntRange(1, 4).Draw(t, "width")
		row := rapid.SliceOfN(cell, width, width)
		table := fund.Table{Name: "地点", Rows: rapid.SliceOfN(row, 1, 6).Draw(t, "rows")}
		table.Rows = append(table.Rows, []string{"end"})
		csv, err := sheet.CSV(table)
		if err != nil {
			t.Fatal(err)
		}
		book, err := sheet.XLSX(nil, table, table)
		if err != nil {
			t.Fatal(err)
		}
		for _, data := range [][]byte{csv, book} {
			got, err := sheet.Read("地点", data)
			if err != nil || !reflect.DeepEqual(trim(got[0].Rows), trim(table.Rows)) {
				t.Fatalf("%v: %q is not %q", err, got, table.Rows)
			}
		}
	})
}

// trim leaves out the empty cells at the end of rows, which no format keeps.
func trim(rows [][]string) (list [][]string) {
	for _, r := range rows {
		for len(r) > 0 && r[len(r)-1] == "" {
			r = r[:len(r)-1]
		}
		list = append(list, append([]string{}, r...))
	}
	return list
}

func TestAWorkbookOfExcel(t *testing.T) {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	for cell, value := range map[string]any{"A1": "姓名", "B1": "任期至", "A2": "王小明", "B2": 46387.0, "A3": 7} {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14}) // a date as its country writes it
	if err == nil {
		err = f.SetCellStyle("Sheet1", "B2", "B2", style)
	}
	if err == nil {
		_, err = f.NewSheet("空的")
	}
	if err == nil {
		_, err = f.NewSheet("隐藏")
	}
	if err == nil {
		err = errors.Join(f.SetCellStr("隐藏", "A1", "x"), f.SetSheetVisible("隐藏", false))
	}
	var out bytes.Buffer
	if err == nil {
		err = f.Write(&out)
	}
	if err != nil {
		t.Fatal(err)
	}
	tables, err := sheet.Read("a.xlsx", out.Bytes())
	want := [][]string{{"姓名", "任期至"}, {"王小明", "46387"}, {"7"}}
	if err != nil || len(tables) != 1 || !reflect.DeepEqual(tables[0].Rows, want) {
		t.Errorf("%v %q", err, tables)
	}
}

func TestPicturesStandInTheirRows(t *testing.T) {
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 20, 20))); err != nil {
		t.Fatal(err)
	}
	data, err := sheet.XLSX([]sheet.Picture{{Row: 2, Column: 2, PNG: picture.Bytes()}}, fund.Table{Name: "链接", Rows: [][]string{{"姓名", "二维码"}, {"王小明", ""}}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if got, err := f.GetPictures("链接", "B2"); err != nil || len(got) != 1 {
		t.Errorf("%v, %d pictures", err, len(got))
	}
}
