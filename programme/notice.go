package programme

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"huimin/fund"
)

// ReadNotice reads the days off of one year from a file, as the State Council's
// notice sets them. A name that ends in .json is read in the schema of
// github.com/NateScarlet/holiday-cn,
//
//	{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}
//
// and anything else as a table with commas, one day a line: the date, what it
// is, and off or work (休 or 班 do as well). The error is a *[Mistake].
func ReadNotice(name string, data []byte) (fund.CalendarYear, error) {
	text := strings.TrimPrefix(string(data), "\uFEFF")
	if !utf8.ValidString(text) {
		return fund.CalendarYear{}, &Mistake{File: name, What: Phrase{ID: WhatNotUTF8}, Remedy: Phrase{ID: RemedyCSVUTF8}}
	}
	days, err := noticeDays(name, text)
	if err != nil {
		return fund.CalendarYear{}, err
	}
	var y fund.CalendarYear
	seen := make(map[string]int)
	for _, d := range days {
		at, err := time.Parse(time.DateOnly, d.date)
		switch {
		case err != nil:
			return y, &Mistake{File: name, Line: d.line, What: Phrase{ID: WhatNoDate, Text: show(d.date)}, Remedy: Phrase{ID: RemedyDate}}
		case y.Year != 0 && at.Year() != y.Year:
			return y, &Mistake{File: name, Line: d.line, What: Phrase{ID: WhatOtherYear, Text: d.date, N: int64(y.Year)}, Remedy: Phrase{ID: RemedyYearFile}}
		case seen[d.date] > 0:
			return y, &Mistake{File: name, Line: d.line, What: Phrase{ID: WhatTwice, Text: d.date}, Remedy: Phrase{ID: RemedyOneOfThem}}
		}
		y.Year, seen[d.date] = at.Year(), 1
		if d.off {
			y.Off = append(y.Off, d.date)
		} else {
			y.Work = append(y.Work, d.date)
		}
	}
	if len(y.Off) == 0 {
		return y, &Mistake{File: name, What: Phrase{ID: WhatNoDaysOff}, Remedy: Phrase{ID: RemedyDaysOff}}
	}
	return y, nil
}

// noticeDay is a line of a notice.
type noticeDay struct {
	date string
	off  bool
	line int
}

func noticeDays(name, text string) ([]noticeDay, error) {
	if !strings.HasSuffix(strings.ToLower(name), ".json") {
		return noticeTable(name, text)
	}
	var file struct {
		Days []struct {
			Date  string `json:"date"`
			IsOff *bool  `json:"isOffDay"`
		} `json:"days"`
	}
	if err := json.Unmarshal([]byte(text), &file); err != nil {
		return nil, &Mistake{File: name, What: Phrase{ID: WhatSyntax, Text: err.Error()}, Remedy: Phrase{ID: RemedyJSON}}
	}
	var list []noticeDay
	for i, d := range file.Days {
		if d.IsOff == nil {
			return nil, &Mistake{File: name, What: Phrase{ID: WhatDayUnsaid, N: int64(i + 1)}, Remedy: Phrase{ID: RemedyJSONOff}}
		}
		list = append(list, noticeDay{date: d.Date, off: *d.IsOff})
	}
	return list, nil
}

func noticeTable(name, text string) (list []noticeDay, err error) {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, &Mistake{File: name, What: Phrase{ID: WhatSyntax, Text: err.Error()}, Remedy: Phrase{ID: RemedyRows}}
		}
		line, _ := r.FieldPos(0)
		if len(list) == 0 && line == 1 && strings.IndexAny(row[0], "0123456789") != 0 {
			continue // headings
		}
		off, ok := offWord(row)
		if !ok {
			return nil, &Mistake{File: name, Line: line, What: Phrase{ID: WhatLineUnsaid}, Remedy: Phrase{ID: RemedyRowOff}}
		}
		list = append(list, noticeDay{date: strings.TrimSpace(row[0]), off: off, line: line})
	}
}

// offWord reads the last column of a line.
func offWord(row []string) (off, ok bool) {
	if len(row) < 2 {
		return false, false
	}
	switch strings.ToLower(strings.TrimSpace(row[len(row)-1])) {
	case "off", "true", "1", "休", "休息", "放假", "是":
		return true, true
	case "work", "false", "0", "班", "上班", "补班", "否":
		return false, true
	}
	return false, false
}
