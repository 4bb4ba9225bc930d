package bot

import (
	"regexp"
	"strings"
	"time"

	"huimin/fund"
	"huimin/office"
	"huimin/sandbox"
)

// shownCode is the code on the chair's screen: another one each half minute.
var shownCode = regexp.MustCompile(`(?m)^(\d{3}) (\d{3})$`)

// meet calls a meeting in half an hour, without the notice that is owed:
//
//	office chen: meet Spring meeting / The roof / CD-26-P01     its title, and two items
func (s *stage) meet(a office.Act, words []string) error {
	parts := strings.Split(strings.Join(words, " "), " / ")
	n := office.NewMeeting{
		Community: s.placeIn(a, "CD").ID, Kind: fund.MeetingRepresentatives, Title: parts[0], Where: "Room 2",
		Starts: a.Now.Add(30 * time.Minute), Haste: "The roof may fall",
	}
	for _, item := range parts[1:] {
		p, err := a.Tx.ProjectByNumber(item)
		if err != nil {
			n.Agenda = append(n.Agenda, fund.AgendaItem{Title: item})
			continue
		}
		n.Agenda = append(n.Agenda, fund.AgendaItem{Project: p.ID})
	}
	_, err := s.office.CallMeeting(a, n)
	return err
}

// readCode reads the code off the latest screen that shows one.
func (s *stage) readCode() string {
	s.t.Helper()
	var last *sandbox.Message
	for _, p := range s.players {
		for _, m := range p.user.Private().History() {
			if shownCode.MatchString(m.Text) && (last == nil || m.Date.After(last.Date)) {
				last = m
			}
		}
	}
	if last == nil {
		s.t.Fatal("nobody shows a code")
	}
	return strings.Join(shownCode.FindStringSubmatch(last.Text)[1:], "")
}

// sitting is the number of the newest meeting, as a link has it.
func (s *stage) sitting() (id fund.MeetingID) {
	s.t.Helper()
	s.write(fund.Person{}, func(a office.Act) error {
		list, err := a.Tx.AllMeetings()
		if i := len(list) - 1; err == nil {
			id = list[i].ID
		}
		return err
	})
	return id
}
