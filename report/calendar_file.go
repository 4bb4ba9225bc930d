package report

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// CalendarEvent is what a calendar file says of one meeting. UID stays the same
// for as long as it is the same meeting, and Sequence rises with every change:
// so a later file takes an earlier one's place in people's calendars.
type CalendarEvent struct {
	UID       string
	Sequence  int
	Cancelled bool
	Stamp     time.Time // when this was so
	Starts    time.Time
	Length    time.Duration
	Title     string
	Where     string
	Text      string
	By        string // whose meeting it is
	Link      string // to the bot
}

// File is the event as a calendar reads it (iCalendar, RFC 5545; the methods
// are those of RFC 5546): moments in UTC, CRLF, lines folded at 75 octets.
func (e CalendarEvent) File() []byte {
	const utc = "20060102T150405Z"
	method, status := "PUBLISH", "CONFIRMED"
	if e.Cancelled {
		method, status = "CANCEL", "CANCELLED"
	}
	var b bytes.Buffer
	line := func(name, value string) { foldLine(&b, name+":"+value) }
	words := func(name, text string) {
		if text != "" {
			line(name, calendarText(text))
		}
	}
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//huimin//meetings//ZH")
	line("METHOD", method)
	line("BEGIN", "VEVENT")
	line("UID", e.UID)
	line("SEQUENCE", fmt.Sprint(e.Sequence))
	line("DTSTAMP", e.Stamp.UTC().Format(utc))
	line("DTSTART", e.Starts.UTC().Format(utc))
	line("DTEND", e.Starts.Add(e.Length).UTC().Format(utc))
	line(`ORGANIZER;CN="`+calendarName(e.By)+`"`, e.Link)
	line("STATUS", status)
	words("SUMMARY", e.Title)
	words("LOCATION", e.Where)
	words("DESCRIPTION", e.Text)
	line("END", "VEVENT")
	line("END", "VCALENDAR")
	return b.Bytes()
}

// calendarText escapes a text (RFC 5545, 3.3.11) and leaves out what no
// calendar may hold.
func calendarText(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\\", `\\`, ";", `\;`, ",", `\,`).Replace(s)
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ReplaceAll(s, "\n", `\n`))
}

// calendarName is a text between quotes, in which none may stand (RFC 5545,
// 3.2).
func calendarName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '"' {
			return -1
		}
		return r
	}, s)
}

// maxLine is how many octets a line of a calendar file holds, without its end.
const maxLine = 75

// foldLine writes a line, in several where it is longer, never within a
// character (RFC 5545, 3.1).
func foldLine(b *bytes.Buffer, s string) {
	room := maxLine
	for len(s) > room {
		at := room
		for !utf8.RuneStart(s[at]) {
			at--
		}
		b.WriteString(s[:at] + "\r\n ")
		s, room = s[at:], maxLine-1 // the space counts
	}
	b.WriteString(s + "\r\n")
}
