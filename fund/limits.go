package fund

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// RequestLimits keep requests readable and staff able to answer them. The most
// counts code points after trimming; the least of a text counts as [Weight].
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

// minReason is the least [Weight] of a reason given to people.
const minReason = 4

// Weight is how much s says: its letters and digits, of which a Han character,
// that is a word or half of one, counts as two.
func Weight(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Han, r):
			n += 2
		case isWordRune(r):
			n++
		}
	}
	return n
}

// CheckText says by *LengthError whether s may be a request's text. Too short
// is measured by [Weight]: 灯坏了 has 6, dots and emoji have 0.
func (l RequestLimits) CheckText(s string) error {
	if have := Weight(s); have < l.MinText || have == 0 {
		return &LengthError{What: WhatText, Have: have, Min: l.MinText, Max: l.MaxText}
	}
	return checkLength(WhatText, s, 1, l.MaxText)
}

// CheckWhere says by *LengthError whether s may be a place in words; it may be
// left empty.
func (l RequestLimits) CheckWhere(s string) error {
	if strings.TrimSpace(s) == "" {
		return nil
	}
	return checkLength(WhatWhere, s, 1, l.MaxWhere)
}

// CheckReason says by *LengthError whether s may be a reason given to people
// for what was decided against: of [Weight] 4 at least, and not of digits
// alone, which count 0.
func (l RequestLimits) CheckReason(s string) error {
	if err := sayReason(s, l.MaxReason); err != nil {
		return err
	}
	return checkLength(WhatReason, s, 1, l.MaxReason)
}

// CheckNote says by *LengthError whether s may be a note beside a decision: as
// long as a reason, or as short as one letter.
func (l RequestLimits) CheckNote(s string) error {
	return checkLength(WhatReason, s, 1, l.MaxReason)
}

// CheckTitle says by *LengthError whether s may be a project's title.
func CheckTitle(s string) error { return checkLength(WhatTitle, s, MinTitle, MaxTitle) }

// Limits of a meeting's words in code points.
const (
	maxMeetingWhere = 200
	maxItemText     = 1000
)

// CheckMeetingWhere says by *LengthError whether s may be where a meeting is
// held.
func CheckMeetingWhere(s string) error { return checkLength(WhatWhere, s, 2, maxMeetingWhere) }

// CheckItemText says by *LengthError whether s may be what is to be known of a
// free item of an agenda; it may be left empty.
func CheckItemText(s string) error {
	if strings.TrimSpace(s) == "" {
		return nil
	}
	return checkLength(WhatText, s, 1, maxItemText)
}

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

// needReason gives the reason trimmed, or *LengthError when it says nothing.
func needReason(s string) (string, error) {
	return strings.TrimSpace(s), sayReason(s, 0)
}

// sayReason refuses by *LengthError, which names the most, what is no reason.
func sayReason(s string, most int) error {
	have := Weight(s)
	if !strings.ContainsFunc(s, unicode.IsLetter) {
		have = 0
	}
	if have < minReason {
		return &LengthError{What: WhatReason, Have: have, Min: minReason, Max: most}
	}
	return nil
}
