package bot

import (
	"time"

	"huimin/fund"
	"huimin/office"
)

// seat calls a meeting of the representatives about a free item, opens it,
// and marks some as there.
func (s *stage) seat(a office.Act, names []string) error {
	place, err := s.office.PlaceByCode(a.Tx, "CD")
	if err != nil {
		return err
	}
	n := office.NewMeeting{
		Community: place.ID, Kind: fund.MeetingRepresentatives, Title: "Spring meeting", Where: "Room 2", Starts: a.Now.Add(10 * time.Minute),
		Haste: "The roof may fall", Agenda: []fund.AgendaItem{{Title: "Who heads the supervisors"}},
	}
	if a.By.Lang == "zh" {
		n.Title, n.Where, n.Haste, n.Agenda[0].Title = "春季会议", "二号会议室", "屋顶随时会塌", "谁当监督小组组长"
	}
	m, err := s.office.CallMeeting(a, n)
	if err == nil {
		_, err = s.office.OpenMeeting(a, m.ID)
	}
	for _, name := range names {
		if err == nil {
			_, err = s.office.MarkPresent(a, m.ID, s.known(a, name).ID, true)
		}
	}
	return err
}
