package bot

import (
	"fmt"
	"strings"
	"testing"

	"huimin/fund"
	"huimin/office"
	"huimin/programme"
	"huimin/sandbox"
)

// Every role tries every action against the real bot: holding exactly that
// role at the right place, at a wrong one, and holding none. What fund's table
// (fund/right.go) says must be what happens: whoever may not is refused in
// words, and nothing is changed.

// refusals begin the words by which somebody is refused.
func refusals() []string {
	return []string{
		"Who may do this there:", "That is for residents of that community", "Where do you live?",
		"vote here, and you ", "Only the staff of that place, or an administrator, can do that.",
		"may close it early.", "Only the named team signs this acceptance",
	}
}

// holder is somebody of a trial: who holds what, where.
type holder struct {
	name string
	role fund.Role // empty: none
	here bool
}

func holders() []holder {
	list := []holder{{name: "nobody"}}
	for _, r := range fund.Roles() {
		list = append(list, holder{"right_" + string(r), r, true}, holder{"wrong_" + string(r), r, false})
	}
	return list
}

func TestEveryRoleTriesEveryAction(t *testing.T) {
	tried := map[fund.Action]bool{}
	for _, scene := range scenes() {
		for action := range scene.Trials {
			if tried[action] {
				t.Errorf("%s is tried twice", action)
			}
			tried[action] = true
			if len(action.Needs()) == 0 {
				t.Errorf("%s is tried and is no action", action)
			}
		}
		t.Run(scene.Name, func(t *testing.T) {
			t.Parallel()
			s := permissionStage(t, scene.Preset)
			for _, right := range fund.Rights() {
				if try, ok := scene.Trials[right.Action]; ok {
					s.tryAll(right.Action, try)
				}
			}
			s.check()
		})
	}
	for _, right := range fund.Rights() {
		if !tried[right.Action] {
			t.Errorf("nobody knows how to try %s: add a line to a scene in bot/permission_scene_test.go", right.Action)
		}
	}
}

// tryAll lets everybody who may not try first, so that there is something to
// be refused, and then those who may.
func (s *stage) tryAll(action fund.Action, try trial) {
	s.t.Helper()
	var do func(p *player)
	for _, may := range []bool{false, true} {
		for _, h := range holders() {
			if s.mayTry(h, action, try) != may {
				continue
			}
			if do == nil {
				do = try.Make(s)
				s.settle()
			}
			p, before := s.player(h.name), s.recordSize()
			s.acting, s.heard = p, nil
			do(p)
			s.settle()
			answer := strings.Join(s.heard, "\n")
			s.judgeTry(h, action, may, answer, s.recordSize()-before)
			if may {
				do = nil
			}
		}
	}
}

func (s *stage) judgeTry(h holder, action fund.Action, may bool, answer string, entries int64) {
	s.t.Helper()
	refused := false
	for _, words := range refusals() {
		refused = refused || strings.Contains(answer, words)
	}
	switch {
	case answer == "" || strings.Contains(answer, "Something went wrong"):
		s.t.Errorf("%s by %s is answered by %q", action, h.name, answer)
	case may && refused:
		s.t.Errorf("%s by %s is refused: %q", action, h.name, answer)
	case !may && !refused:
		s.t.Errorf("%s by %s is let through: %q", action, h.name, answer)
	case !may && entries != 0:
		s.t.Errorf("%s by %s is refused and changes something all the same", action, h.name)
	}
}

// mayTry is what fund's table says.
func (s *stage) mayTry(h holder, action fund.Action, try trial) (may bool) {
	s.t.Helper()
	s.write(fund.Person{}, func(a office.Act) error {
		p := s.known(a, h.name)
		if may = try.Settles && p.Community == 0; may {
			return nil
		}
		grants, err := s.office.Grants(a.Tx, p)
		if err != nil {
			return err
		}
		at := s.placeIn(a, "CD").ID
		if try.Own && len(grants) > 0 {
			at = grants[0].Place
		}
		lineage, err := s.office.Lineage(a.Tx, at)
		for _, one := range append([]fund.Action{action}, try.Also...) {
			may = may || fund.May(grants, one, lineage, a.Now) == nil
		}
		for _, r := range try.AlsoRoles {
			may = may || h.role == r
		}
		return err
	})
	return may
}

func (s *stage) placeIn(a office.Act, code string) fund.Place {
	p, err := s.office.PlaceByCode(a.Tx, code)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

func (s *stage) recordSize() (n int64) {
	s.write(fund.Person{}, func(a office.Act) error {
		head, err := a.Tx.Head()
		n = head.Size
		return err
	})
	return n
}

// permissionStage is a stage with somebody for every role, here and elsewhere,
// who hold exactly that: offices live nowhere.
func permissionStage(t *testing.T, preset string) *stage {
	t.Helper()
	if preset == "" {
		preset = programme.Liuzhou
	}
	s := newStageBy(t, stageBegin, preset)
	s.write(fund.Person{}, func(a office.Act) error { // a street more, for transfers within the district
		street, err := s.office.AddPlace(a, s.placeIn(a, "YF").ID, fund.PlaceStreet, "PKS", "公园街道", "Park Street")
		if err == nil {
			_, err = s.office.AddPlace(a, street.ID, fund.PlaceCommunity, "PK", "公园社区", "Park")
		}
		return err
	})
	places := map[fund.PlaceKind][2]string{
		fund.PlaceCommunity: {"CD", "MC"}, fund.PlaceStreet: {"YFS", "LBS"}, fund.PlaceDistrict: {"YF", "LB"}, fund.PlaceCity: {"LZ", "LB"},
	}
	var all []string
	for _, h := range holders() {
		all = append(all, h.name)
		if h.role == "" {
			s.enter(h.name, "No Body, en, resident CD")
			s.moveOut(h.name)
			continue
		}
		code := places[h.role.At()][1]
		if h.here {
			code = places[h.role.At()][0]
		}
		s.enter(h.name, fmt.Sprintf("%s, en, %s %s", strings.ReplaceAll(h.name, "_", " "), h.role, code))
		if h.role != fund.RoleResident {
			s.moveOut(h.name)
		}
	}
	who := strings.Join(all, " ")
	s.gather("reps", "Representatives, en, representatives CD: "+who)
	s.gather("square", "Neighbours, en, neighbourhood CD: "+who)
	s.gather("hall", "Hall: "+who)
	s.deaf = false
	return s
}

// moveOut leaves somebody without a community of their own.
func (s *stage) moveOut(name string) {
	s.t.Helper()
	s.write(fund.Person{}, func(a office.Act) error {
		p := s.known(a, name)
		p.Community = 0
		return a.Tx.SavePerson(p)
	})
}

// forge presses a button of one's own making.
func (s *stage) forge(p *player, chat *sandbox.Chat, value any) {
	s.t.Helper()
	data, err := s.bot.shared.pack(value)
	if err != nil {
		s.t.Fatal(err)
	}
	p.user.Forge(s.latest(chat, func(m *sandbox.Message) bool { return m.FromBot() }), data)
}
