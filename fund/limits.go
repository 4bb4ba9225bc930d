package fund

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// RequestLimits keep requests readable and staff able to answer them. Lengths
// count code points after trimming.
type RequestLimits struct {
	MinText, MaxText int // a request's text
	MaxWhere         int // a place in words
	MaxPhotos        int // photos of one request
	MaxOpen          int // open requests of one person
	MaxPerDay        int // requests of one person in 24 hours
	MaxReason        int // a reason given to people
}

// Limits of a project's title in code points.
const (
	MinTitle = 2
	MaxTitle = 60
)

// CheckText says by *LengthError whether s may be a request's text. Text
// without any letter or digit (dots, emoji) has length 0.
func (l RequestLimits) CheckText(s string) error {
	return checkLength(WhatText, s, l.MinText, l.MaxText)
}

// CheckWhere says by *LengthError whether s may be a place in words; it may be
// left empty.
func (l RequestLimits) CheckWhere(s string) error {
	if strings.TrimSpace(s) == "" {
		return nil
	}
	return checkLength(WhatWhere, s, 1, l.MaxWhere)
}

// CheckReason says by *LengthError whether s may be a reason given to people.
func (l RequestLimits) CheckReason(s string) error {
	return checkLength(WhatReason, s, 1, l.MaxReason)
}

// CheckTitle says by *LengthError whether s may be a project's title.
func CheckTitle(s string) error { return checkLength(WhatTitle, s, MinTitle, MaxTitle) }

// CheckPhotos says by *LengthError whether a request may have n photos.
func (l RequestLimits) CheckPhotos(n int) error {
	if n < 0 || n > l.MaxPhotos {
		return &LengthError{What: WhatPhotos, Have: n, Max: l.MaxPhotos}
	}
	return nil
}

// CheckPace says by *PaceError whether somebody who has open requests now, and
// filed filedLast24h in the last 24 hours, may file one more.
func (l RequestLimits) CheckPace(open, filedLast24h int) error {
	if open >= l.MaxOpen {
		return &PaceError{What: WhatOpen, Have: open, Max: l.MaxOpen}
	}
	if filedLast24h >= l.MaxPerDay {
		return &PaceError{What: WhatDay, Have: filedLast24h, Max: l.MaxPerDay}
	}
	return nil
}

func checkLength(what What, s string, least, most int) error {
	s = strings.TrimSpace(s)
	have := utf8.RuneCountInString(s)
	if !strings.ContainsFunc(s, isWordRune) {
		have = 0
	}
	if have < least || have > most || have == 0 {
		return &LengthError{What: what, Have: have, Min: least, Max: most}
	}
	return nil
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// needReason gives the reason trimmed, or *LengthError when it is blank.
func needReason(s string) (string, error) {
	if s = strings.TrimSpace(s); !strings.ContainsFunc(s, isWordRune) {
		return "", &LengthError{What: WhatReason, Have: 0, Min: 1}
	}
	return s, nil
}
