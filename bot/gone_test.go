package bot

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/office"
)

// photographed has ann file a suggestion with a photo and gives its number.
func (s *stage) photographed(ann *player) (r fund.Request) {
	s.t.Helper()
	ann.user.Photo(ann.user.Private(), "The corridor lamp is broken at door 502", picture(1))
	s.settle()
	s.write(s.person(ann), func(a office.Act) error {
		list, err := a.Tx.SessionsOf(ann.user.ID())
		if err != nil {
			return err
		}
		_, rest, _ := strings.Cut(string(list[0].Data), `"file":`)
		var file string
		if err := json.NewDecoder(strings.NewReader(rest)).Decode(&file); err != nil {
			return err
		}
		r, err = s.office.FileRequest(a, office.NewRequest{
			Text: "The corridor lamp is broken at door 502", Photos: []fund.Photo{{FileID: file, UniqueID: "u"}},
		})
		return err
	})
	s.settle()
	return r
}

// A photo leaves the neighbourhood's group with whoever sent it: also one that
// is too old for Telegram to let it be deleted.
func TestAnErasedAuthorsPhotoLeavesTheGroup(t *testing.T) {
	for name, c := range map[string]struct {
		age     time.Duration
		runs    bool // the bot runs the group
		adopted bool
		left    int // messages that the group still has about it
	}{
		"taken back":                      {time.Hour, false, false, 0},
		"a project":                       {time.Hour, false, true, 1},
		"old":                             {72 * time.Hour, false, false, 1},
		"an old project":                  {72 * time.Hour, false, true, 2},
		"old, where the bot runs a group": {72 * time.Hour, true, true, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			s.enter("ann", "Ann Lee, en, resident CD")
			s.enter("chen", "Chen Jing, en, staff CD")
			s.gather("g", "Neighbours, en, neighbourhood CD: ann")
			ann := s.player("ann")
			if !c.runs {
				s.groups["g"].DemoteBot()
			}
			others := len(s.groups["g"].History())
			r := s.photographed(ann)
			post := s.groups["g"].Last()
			if post == nil || post.Photo == nil {
				t.Fatal("the post shows no photo")
			}
			before := post.Photo.FileUniqueID
			if c.adopted {
				s.write(s.person(s.player("chen")), func(a office.Act) error {
					_, err := s.office.Adopt(a, r.ID, office.NewProject{Item: "GG2", Funding: fund.Funding{Fund: fund.Yuan(100)}})
					return err
				})
				s.settle()
			}
			s.now = s.now.Add(c.age)
			s.write(s.person(ann), func(a office.Act) error { return s.office.Erase(a) })
			s.settle()
			list := s.groups["g"].History()
			for _, m := range list {
				if m.Photo != nil && (m.Photo.FileUniqueID == before || m.Text != "") || strings.Contains(m.Text, "502") {
					t.Errorf("still there: %q, photo %v", m.Text, m.Photo)
				}
			}
			if len(list)-others != c.left {
				t.Errorf("%d messages are left, want %d", len(list)-others, c.left)
			}
		})
	}
}
