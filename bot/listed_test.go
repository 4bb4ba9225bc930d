package bot

import (
	"strings"
	"testing"

	"huimin/bot/dialog"
	"huimin/fund"
)

func TestTheNumberOfALine(t *testing.T) {
	for text, want := range map[string]int{
		"1": 1, "２": 2, "3.": 3, "№ 2": 2, "#2": 2, "2️⃣": 2, " 12 ": 12, "0": 0, "1。": 1,
		"the first": -1, "": -1, "CD-26-0001": -1, "第2": -1, "😀": -1, "99999999999999999999": -1,
	} {
		n, ok := lineNumber(text)
		if !ok {
			n = -1
		}
		if n != want {
			t.Errorf("%q: %d, want %d", text, n, want)
		}
	}
}

func TestASharedPlaceWhoseNameIsNoPlaceInWords(t *testing.T) {
	s := newStage(t)
	c := &residents{office: s.office}
	for name, want := range map[string]string{
		"Gate of the mill": "Gate of the mill", " Park ": "Park", "": "", "📍📍": "", strings.Repeat("far ", 200): "",
	} {
		var d suggestion
		err := c.takeWhere(&turn{now: s.now}, &d, dialog.Answer{Point: &dialog.Point{Lat: 24, Lon: 109, Name: name}})
		if err != nil || d.Where != want || d.Point == nil {
			t.Errorf("%q: where %q, point %v, %v", name, d.Where, d.Point, err)
		}
	}
}

func TestThePlaceAtALastLook(t *testing.T) {
	s := newStage(t)
	at := &fund.Point{Lat: 24, Lon: 109}
	for want, got := range map[string]string{
		"":                            s.plain("", nil),
		"Building 3":                  s.plain("Building 3", nil),
		"a place on the map":          s.plain("", at),
		"Building 3 (on the map too)": s.plain("Building 3", at),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func (s *stage) plain(where string, at *fund.Point) string {
	s.t.Helper()
	m := placeWords(where, at)
	if m.IsZero() {
		return ""
	}
	text, err := s.book.Plain("en", m)
	if err != nil {
		s.t.Fatal(err)
	}
	return text
}
