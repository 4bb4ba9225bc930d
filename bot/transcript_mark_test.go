package bot

import (
	"time"

	"huimin/fund"
	"huimin/office"
)

// assemble calls a meeting with one item that a transcript is not about, and
// opens it.
func (s *stage) assemble(a office.Act, item string) error {
	place, err := s.office.PlaceByCode(a.Tx, "CD")
	if err != nil {
		return err
	}
	m, err := s.office.CallMeeting(a, office.NewMeeting{
		Community: place.ID, Kind: fund.MeetingRepresentatives, Title: "2026-2", Where: "Room 2",
		Starts: a.Now.Add(10 * time.Minute), Haste: "The year is almost over",
		Agenda: []fund.AgendaItem{{Title: item}},
	})
	if err == nil {
		_, err = s.office.OpenMeeting(a, m.ID)
	}
	return err
}
