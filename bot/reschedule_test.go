package bot

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/office"
)

// TestCalendarsFollowAMeeting sends one event with a rising number each time a
// meeting is moved, and takes that event out when it is called off.
func TestCalendarsFollowAMeeting(t *testing.T) {
	s := newStage(t)
	s.enter("chen", "Chen Jing, en, resident CD, staff CD")
	s.enter("rosa", "Rosa Diaz, en, resident CD, representative CD")
	s.settle()
	chen := s.person(s.player("chen"))
	var m fund.Meeting
	s.write(chen, func(a office.Act) (err error) {
		m, err = s.office.CallMeeting(a, office.NewMeeting{
			Community: chen.Community, Kind: fund.MeetingRepresentatives, Title: "Spring meeting", Where: "Room 2",
			Starts: a.Now.AddDate(0, 0, 9), Agenda: []fund.AgendaItem{{Title: "The roof"}},
		})
		return err
	})
	file := func() (lines []string) {
		t.Helper()
		s.write(fund.Person{}, func(a office.Act) error {
			data, err := json.Marshal(office.MeetingPost{Meeting: m.ID})
			if err != nil {
				return err
			}
			g := &gathering{staff: &staff{office: s.office, book: s.book}}
			shown, err := g.calendarFile(&view{shared: s.bot.shared, tx: a.Tx, now: a.Now, lang: "en"}, data)
			if err == nil {
				lines = strings.Split(string(shown.Document.Bytes), "\r\n")
			}
			return err
		})
		return lines
	}
	line := func(lines []string, name string) string {
		for _, l := range lines {
			if value, found := strings.CutPrefix(l, name+":"); found {
				return value
			}
		}
		return ""
	}
	first := file()
	moved := m.Starts.AddDate(0, 0, 2)
	for n, step := range []struct {
		sequence, status, starts, where string
		do                              func(a office.Act) error
	}{
		{"0", "CONFIRMED", utc(m.Starts), "Room 2", func(office.Act) error { return nil }},
		{"1", "CONFIRMED", utc(m.Starts), "Room 9", func(a office.Act) error {
			_, err := s.office.RescheduleMeeting(a, m.ID, m.Starts, "Room 9", "")
			return err
		}},
		{"2", "CONFIRMED", utc(moved), "Room 9", func(a office.Act) error {
			_, err := s.office.RescheduleMeeting(a, m.ID, moved, "Room 9", "")
			return err
		}},
		{"3", "CANCELLED", utc(moved), "Room 9", func(a office.Act) error {
			_, err := s.office.CancelMeeting(a, m.ID, "The hall is flooded")
			return err
		}},
	} {
		s.write(chen, step.do)
		f := file()
		if got := line(f, "UID"); got == "" || got != line(first, "UID") {
			t.Errorf("file %d is of another event: %q", n, got)
		}
		for name, want := range map[string]string{"SEQUENCE": step.sequence, "STATUS": step.status, "DTSTART": step.starts, "LOCATION": step.where} {
			if got := line(f, name); got != want {
				t.Errorf("file %d says %s %q, not %q", n, name, got, want)
			}
		}
	}
}

func utc(at time.Time) string { return at.UTC().Format("20060102T150405Z") }
