package bot

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"huimin/fund"
	"huimin/office"
)

// convene is what is done in meetings that a transcript is not about.
func (s *stage) convene(a office.Act, words []string) error {
	place, err := s.office.PlaceByCode(a.Tx, "CD")
	if err != nil {
		return err
	}
	if words[0] == "meeting" {
		m, err := s.office.CallMeeting(a, office.NewMeeting{
			Community: place.ID, Kind: fund.MeetingRepresentatives, Title: strings.Join(words[1:], " "), Where: "Room 2",
			Starts: a.Now.Add(10 * time.Minute), Haste: "The roof may fall", Agenda: []fund.AgendaItem{{Title: "Rules of the courtyard"}},
		})
		if err == nil {
			_, err = s.office.OpenMeeting(a, m.ID)
		}
		return err
	}
	m, err := s.office.OpenMeetingAt(a.Tx, place.ID, fund.MeetingRepresentatives)
	if err != nil {
		return err
	}
	switch words[0] {
	case "tick", "untick":
		for _, name := range words[1:] {
			if err == nil {
				_, err = s.office.MarkPresent(a, m.ID, s.known(a, name).ID, words[0] == "tick")
			}
		}
	case "item":
		var n int
		if n, err = strconv.Atoi(words[1]); err == nil {
			_, err = s.office.OpenItem(a, m.ID, office.ItemVote{Item: n, Length: 5 * time.Minute})
		}
	case "choose":
		var v office.MeetingView
		if v, err = s.office.Meeting(a, m.ID); err == nil && len(v.Ballots) == 0 {
			err = fmt.Errorf("no ballot")
		}
		if err == nil {
			_, _, err = s.office.CastVote(a, v.Ballots[len(v.Ballots)-1].ID, fund.Choice(words[1]))
		}
	case "endmeeting":
		_, err = s.office.EndMeeting(a, m.ID)
	}
	return err
}
