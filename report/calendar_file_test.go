package report_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"huimin/report"
)

// unfold reads a calendar file's lines as a calendar does, and checks that each
// was written as it must be.
func unfold(t interface{ Errorf(string, ...any) }, file []byte) []string {
	text := string(file)
	if !utf8.ValidString(text) || !strings.HasSuffix(text, "\r\n") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") {
		t.Errorf("lines must be UTF-8 and end in CRLF: %q", text)
	}
	for _, line := range strings.Split(text, "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
	}
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(text, "\r\n ", ""), "\r\n"), "\r\n")
}

func TestCalendarFile(t *testing.T) {
	at := time.Date(2026, 12, 1, 19, 30, 0, 0, time.FixedZone("", 8*3600))
	e := report.CalendarEvent{
		UID: "meeting-7-1@huimin", Stamp: at.Add(-time.Hour), Starts: at, Length: 2 * time.Hour, Title: "春季会议; lamps, stairs",
		Where: `Room 2\north`, Text: "1. Lamp\r\n2. Stairs\x07", By: `Workshop "East"`, Link: "https://t.me/huimin_bot",
	}
	want := []string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//huimin//meetings//ZH", "METHOD:PUBLISH", "BEGIN:VEVENT", "UID:meeting-7-1@huimin", "SEQUENCE:0",
		"DTSTAMP:20261201T103000Z", "DTSTART:20261201T113000Z", "DTEND:20261201T133000Z", `ORGANIZER;CN="Workshop East":https://t.me/huimin_bot`,
		"STATUS:CONFIRMED", `SUMMARY:春季会议\; lamps\, stairs`, `LOCATION:Room 2\\north`, `DESCRIPTION:1. Lamp\n2. Stairs`, "END:VEVENT", "END:VCALENDAR",
	}
	got := unfold(t, e.File())
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("written:\n%s", strings.Join(got, "\n"))
	}
	e.Cancelled, e.Sequence = true, 1
	off := strings.Join(unfold(t, e.File()), "\n")
	for _, line := range []string{"METHOD:CANCEL", "UID:meeting-7-1@huimin", "SEQUENCE:1", "STATUS:CANCELLED"} {
		if !strings.Contains(off, line) {
			t.Errorf("a cancellation without %s:\n%s", line, off)
		}
	}
}

// TestCalendarWordsComeBack has any words, however long, be read as they were
// written.
func TestCalendarWordsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.StringOf(rapid.RuneFrom([]rune("ab;,\\\n灯修🏛\" :"))).Draw(t, "title")
		lines := unfold(t, report.CalendarEvent{UID: "u", Title: title, Link: "https://t.me/b"}.File())
		read := ""
		for _, line := range lines {
			if words, ok := strings.CutPrefix(line, "SUMMARY:"); ok {
				read = words
			}
		}
		var back strings.Builder
		for i := 0; i < len(read); i++ {
			if read[i] == '\\' {
				if i++; read[i] == 'n' {
					back.WriteByte('\n')
					continue
				}
			}
			back.WriteByte(read[i])
		}
		if back.String() != title {
			t.Errorf("%q came back as %q", title, back.String())
		}
	})
}
