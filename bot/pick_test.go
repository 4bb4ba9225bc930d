package bot

import (
	"fmt"
	"testing"

	"huimin/fund"
	"huimin/office"
)

// grow adds so many communities to a street that they are too many to show.
func (s *stage) grow(street string, n int) {
	s.t.Helper()
	parent := s.place(street)
	s.write(fund.Person{}, func(a office.Act) error {
		for i := range n {
			name := fmt.Sprintf("Row %c", 'A'+i)
			if _, err := s.office.AddPlace(a, parent.ID, fund.PlaceCommunity, fmt.Sprintf("R%02d", i), name, name); err != nil {
				return err
			}
		}
		return nil
	})
}

// TestManyPlacesAreReachedLevelByLevel plays what an administrator of a large
// city does: down by buttons, by a part of the name, by a code.
func TestManyPlacesAreReachedLevelByLevel(t *testing.T) {
	for name, lines := range map[string][]string{
		"an intake by buttons": {
			"guan: /enter", "guan: [Yufeng District]", "guan: [Eshan Street]", "guan: [Row C]", "guan: [They came in]",
		},
		"an intake by name": {"guan: /enter", "guan: row", "guan: Row D", "guan: [They came in]"},
		"an intake by code": {"guan: /enter", "guan: r05", "guan: [They came in]"},
		"another place after all": {
			"guan: /enter", "guan: [Yufeng District]", "guan: [↩️ Another place]", "guan: [Liubei District]",
			"guan: [Gangcheng Street]", "guan: [Mill Lane]", "guan: [They came in]",
		},
		"an invitation": {
			"guan: /invite", "guan: [committee staff]", "guan: [Yufeng District]", "guan: [Eshan Street]", "guan: [Row C]",
			"guan: [👤 Invite another]",
		},
		"an administrator of a district": {
			"guan: /invite", "guan: [administrator]", "guan: [Yufeng District]", "guan: [Yufeng District]",
			"guan: [👤 Invite another]",
		},
		"a group": {
			"guan in hall: /bind", "guan in hall: [🏘 Yufeng District …]", "guan in hall: [🏘 Eshan Street …]",
			"guan in hall: [↩️ Another place]", "guan in hall: [🏘 Eshan Street …]", "guan in hall: [✅ Row C]",
			"guan in hall: [All neighbours]", "guan in hall: [✖️ Post nothing here any more]",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.enter("guan", "Guan Li, en, admin LZ")
			s.gather("hall", "Hall: guan")
			s.grow("YFS", 26)
			for _, line := range lines {
				s.line(line)
				s.settle()
			}
			s.check()
		})
	}
}
