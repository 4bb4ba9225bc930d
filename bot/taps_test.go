package bot

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/office"
	"huimin/store"
)

// sitting is a meeting whose members press what they like, through the bot as
// it runs, and beside it a model of what should come of that.
type sitting struct {
	*stage
	rng     *rand.Rand
	meeting fund.MeetingID
	ballot  fund.Ballot
	names   []string // of the representatives
	ids     map[string]fund.PersonID
	grants  map[string]int64
	taps    int
	taken   int // votes that the model counts
	changes map[string]int
	closed  int
	room    int // votes closed with a count from the room
	without int // votes closed without one that was due
	model   sittingModel
}

// sittingModel is as simple as can be: who is what, and what they chose last.
type sittingModel struct {
	rep, here map[string]bool
	votes     map[string]fund.Choice
	room      map[string]bool // who votes there
	counts    map[string]fund.RoomCount
	open      bool
	atHour    map[string]bool // who was there at the vote's hour, once it has passed
}

const sittingReps = 15

// The two who count: one of the representatives, and a member of staff.
var sittingTellers = []string{"rep00", "dora"}

func newSitting(t *testing.T) *sitting {
	t.Helper()
	s := &sitting{
		stage: newStage(t), rng: rand.New(rand.NewPCG(5, 8)), ids: map[string]fund.PersonID{}, changes: map[string]int{}, grants: map[string]int64{},
		model: sittingModel{rep: map[string]bool{}, here: map[string]bool{}},
	}
	s.enter("chen", "Chen Jing, en, resident CD, staff CD")
	s.enter("dora", "Dora Qin, en, resident CD, staff CD")
	s.enter("ann", "Ann Lee, en, resident CD")
	s.enter("xu", "Xu Wei, en") // a stranger
	for i := range sittingReps {
		name := fmt.Sprintf("rep%02d", i)
		s.names = append(s.names, name)
		s.enter(name, "Rep "+name+", en, resident CD, representative CD")
		s.model.rep[name] = true
	}
	s.gather("reps", "Workshop East representatives, en, representatives CD: chen dora ann xu "+strings.Join(s.names, " "))
	s.write(s.person(s.player("chen")), func(a office.Act) error {
		for _, name := range append([]string{"chen", "dora", "ann"}, s.names...) {
			s.ids[name] = s.known(a, name).ID
			list, err := a.Tx.Grants(s.ids[name])
			if err != nil {
				return err
			}
			for _, g := range list {
				if g.Role == fund.RoleRepresentative {
					s.grants[name] = g.ID
				}
			}
		}
		here := s.names[:12]
		for _, name := range here {
			s.model.here[name] = true
		}
		if err := s.seat(a, here); err != nil {
			return err
		}
		list, err := a.Tx.AllMeetings()
		s.meeting = list[0].ID
		return err
	})
	s.settle()
	return s
}

func (m *sittingModel) quorum() bool { return 3*len(m.here) >= 2*sittingReps }

// agreed says whether both have counted the same, of as many as vote in the
// room now.
func (m *sittingModel) agreed() bool {
	a, b := m.counts[sittingTellers[0]], m.counts[sittingTellers[1]]
	return len(m.counts) == 2 && a == b && a.Sum() == len(m.room)
}

func (m *sittingModel) tally() fund.Tally {
	t := fund.Tally{Members: sittingReps}
	there := maps.Clone(m.here)
	if m.atHour != nil {
		there = maps.Clone(m.atHour)
	}
	count := m.counts[sittingTellers[0]]
	switch {
	case len(m.room) == 0 || m.agreed():
		t.For, t.Against, t.Abstain, t.Room = count.For, count.Against, count.Abstain, count.Sum()
		maps.Copy(there, m.room)
	default:
		t.Uncounted = len(m.room)
	}
	for name, c := range m.votes {
		there[name] = true
		switch c {
		case fund.ChoiceFor:
			t.For++
		case fund.ChoiceAgainst:
			t.Against++
		case fund.ChoiceAbstain:
			t.Abstain++
		}
	}
	t.Present = len(there)
	return t
}

func (s *sitting) chance(n int) bool { return s.rng.IntN(n) == 0 }

func anyOf[T any](rng *rand.Rand, list []T) T { return list[rng.IntN(len(list))] }

// vote is a press under whatever post of the group: mostly a real choice in the
// vote that is open, now and then something forged or old.
func (s *sitting) vote() {
	name := anyOf(s.rng, append([]string{"ann", "xu", "chen"}, s.names...))
	choice := anyOf(s.rng, fund.Choices())
	id := func(off int64) string { return strconv.FormatInt(int64(s.ballot.ID)+off, 36) }
	data := fmt.Sprintf("v:%s:%s", id(0), choice)
	forged := s.chance(6)
	if forged {
		data = fmt.Sprintf(anyOf(s.rng, []string{
			"v:%[1]s:twice", "v:%[1]s:%[2]s:%[2]s", "v:0%[1]s:%[2]s", "v: %[1]s:%[2]s", "v:-%[1]s:%[2]s", "V:%[1]s:%[2]s", "v:%[1]s:%[2]s\x00",
			"vp:%[1]s:04010410:AAAAAAAAAAAA:%[2]s", "vq:%[1]s", "v:١:%[2]s", "v:99999999999999999999:%[2]s", "v:%[1]s:",
			"v:%[3]s:%[2]s", "v:%[4]s:%[2]s", "v:" + id(36) + ":%[2]s", "v:", "v", "f::y:", "%[1]s",
		}), id(0), choice, id(1), id(-1))
		data, _, _ = strings.Cut(data, "%!") // what is said of values that a pattern has no place for
	}
	posts := s.groups["reps"].History()
	s.player(name).user.Forge(anyOf(s.rng, posts[max(0, len(posts)-6):]), data)
	s.taps++
	m := &s.model
	if !forged && m.open && s.now.Before(s.ballot.Closes) && m.rep[name] && m.here[name] && m.quorum() && !m.room[name] {
		s.taken++
		if m.votes[name] != choice {
			s.changes[name]++
		}
		m.votes[name] = choice
	}
}

// come lets whoever presides tick somebody who came or left, or somebody else
// try to.
func (s *sitting) come() {
	name, here := anyOf(s.rng, s.names), !s.chance(5)
	by := "chen"
	if s.chance(5) {
		by = anyOf(s.rng, s.names)
	}
	s.forge(s.player(by), s.player(by).user.Private(), tickButton{s.meeting, s.ids[name], here, 0})
	s.taps++
	switch {
	case by != "chen":
	case here:
		s.model.here[name] = true
	default:
		delete(s.model.here, name)
	}
}

// inRoom ticks somebody who votes in the room, or takes them off.
func (s *sitting) inRoom() {
	name, on := anyOf(s.rng, s.names), !s.chance(3)
	by := "chen"
	if s.chance(5) {
		by = anyOf(s.rng, s.names)
	}
	s.forge(s.player(by), s.player(by).user.Private(), inRoomButton{s.ballot.ID, s.ids[name], on, 0})
	s.taps++
	m := &s.model
	if by != "chen" || !m.open || !s.now.Before(s.ballot.Closes) || m.room[name] == on {
		return
	}
	if on && (!m.here[name] || !m.rep[name] || m.votes[name] != "") {
		return
	}
	if m.room[name] = on; !on {
		delete(m.room, name)
	}
	m.counts = map[string]fund.RoomCount{}
}

// counts lets one of the tellers, or somebody else, enter a count.
func (s *sitting) counts() {
	s.settle()
	s.read()
	m, who := &s.model, anyOf(s.rng, append([]string{"rep01"}, sittingTellers...))
	p, n := s.player(who), len(m.room)
	if s.chance(8) {
		n++
	}
	c := fund.RoomCount{Against: n / 2, For: n - n/2}
	if s.chance(4) {
		c = fund.RoomCount{Abstain: n}
	}
	s.forge(p, p.user.Private(), enterCountButton{s.ballot.ID})
	s.settle()
	s.taps++
	form := s.formOf(p) == "room_count"
	if may := m.open && slices.Contains(sittingTellers, who) && !m.agreed(); form != may {
		s.t.Fatalf("%s may enter a count: %t, and the model says %t", who, form, may)
	}
	if !form {
		return
	}
	for _, n := range []int{c.For, c.Against, c.Abstain} {
		p.user.Say(p.user.Private(), fmt.Sprint(n))
		s.settle()
	}
	s.press(p, p.user.Private(), "✅ Send")
	s.settle()
	if s.formOf(p) != "" {
		s.press(p, p.user.Private(), "✖️ Cancel")
		s.settle()
	}
	if c.Sum() != len(m.room) || c.Sum() == 0 {
		return
	}
	if m.counts[who] = c; len(m.counts) == 2 && !m.agreed() {
		m.counts = map[string]fund.RoomCount{}
	}
}

// formOf is what somebody is filling in, "" for nothing.
func (s *sitting) formOf(p *player) string {
	d, _ := s.deskOf(p)
	if d.Open == nil {
		return ""
	}
	return d.Open.Form
}

// dismiss takes somebody's role away, for good.
func (s *sitting) dismiss() {
	name := anyOf(s.rng, s.names[1:])
	if gone := sittingReps - len(slices.Collect(maps.Keys(s.model.rep))); !s.model.rep[name] || gone > 3 {
		return
	}
	s.settle()
	s.write(s.person(s.player("chen")), func(a office.Act) error {
		_, err := s.office.Revoke(a, s.grants[name])
		return err
	})
	delete(s.model.rep, name)
}

// turn opens a vote when none is open, closes one by a press, or lets time
// pass.
func (s *sitting) turn() {
	m := &s.model
	s.settle()
	s.read()
	switch {
	case !m.open && m.quorum():
		s.write(s.person(s.player("chen")), func(a office.Act) (err error) {
			s.ballot, err = s.office.OpenItem(a, s.meeting, office.ItemVote{Item: 1, Length: 3 * time.Minute, Reason: "Two had not heard it"})
			return err
		})
		m.open, m.votes, m.room, m.counts, m.atHour = true, map[string]fund.Choice{}, map[string]bool{}, map[string]fund.RoomCount{}, nil
		s.settle()
		s.forge(s.player("chen"), s.player("chen").user.Private(),
			tellersButton{Ballot: s.ballot.ID, First: s.ids[sittingTellers[0]], Second: s.ids[sittingTellers[1]]})
		if !m.here[sittingTellers[0]] { // who is not there cannot count
			s.forge(s.player("chen"), s.player("chen").user.Private(), tickButton{s.meeting, s.ids[sittingTellers[0]], true, 0})
			s.settle()
			m.here[sittingTellers[0]] = true
			s.forge(s.player("chen"), s.player("chen").user.Private(),
				tellersButton{Ballot: s.ballot.ID, First: s.ids[sittingTellers[0]], Second: s.ids[sittingTellers[1]]})
		}
	case m.open && s.chance(6):
		s.forge(s.player("chen"), s.player("chen").user.Private(), closeButton{Ballot: s.ballot.ID, Answer: 1})
	default:
		next := s.now.Add(time.Duration(1+s.rng.IntN(90)) * time.Second)
		if s.chance(12) {
			next = s.now.Add(fund.CountGrace)
		}
		if m.open && s.now.Before(s.ballot.Closes) && !next.Before(s.ballot.Closes) {
			m.atHour = maps.Clone(m.here)
		}
		s.wait(next)
	}
	s.settle()
	s.read()
}

// read compares the books with the model.
func (s *sitting) read() {
	s.t.Helper()
	m := &s.model
	if !m.open {
		return
	}
	s.write(fund.Person{}, func(a office.Act) error {
		b, err := a.Tx.Ballot(s.ballot.ID)
		if err != nil {
			return err
		}
		votes, err := a.Tx.Votes(b.ID)
		if err != nil {
			return err
		}
		room, err := a.Tx.RoomVoters(b.ID)
		have, want := map[fund.PersonID]fund.Choice{}, map[fund.PersonID]fund.Choice{}
		for _, v := range votes {
			have[v.Person] = v.Choice
		}
		for _, p := range room {
			have[p] = "room"
		}
		for name, c := range m.votes {
			want[s.ids[name]] = c
		}
		for name := range m.room {
			want[s.ids[name]] = "room"
		}
		if !maps.Equal(have, want) {
			s.t.Fatalf("after %d taps ballot %d has %v, the model %v", s.taps, b.ID, have, want)
		}
		if b.Status == fund.BallotOpen {
			if late := s.now.Sub(b.Closes); late >= 0 && (len(m.room) == 0 || m.agreed()) || late >= fund.CountGrace {
				s.t.Fatalf("ballot %d is open %s after its hour", b.ID, late)
			}
			return err
		}
		if b.Tally != m.tally() || s.now.Before(b.Closes) && len(m.room) > 0 && !m.agreed() {
			s.t.Fatalf("after %d taps ballot %d has %+v, the model %+v", s.taps, b.ID, b.Tally, m.tally())
		}
		m.open = false
		s.closed++
		if b.Tally.Room > 0 {
			s.room++
		}
		if b.Tally.Uncounted > 0 {
			s.without++
		}
		return err
	})
}

// TestTapsThroughTheBot lets the members of a meeting press thousands of
// buttons of a running bot, forged ones, old ones and such as are delivered
// twice, while people come and go, roles end, tellers count, and the program
// ends and starts again with presses unread. What stands in the books is what a
// simple model says, always, and no vote stays open.
func TestTapsThroughTheBot(t *testing.T) {
	taps := 4000
	if raceDetector {
		taps = 300
	}
	s := newSitting(t)
	s.turn()
	begun := time.Now()
	for s.taps < taps {
		for range 1 + s.rng.IntN(12) { // that come together
			switch r := s.rng.IntN(100); {
			case r < 6:
				s.come()
			case r < 10:
				s.inRoom()
			case r < 12:
				s.counts()
			case r == 12 && s.chance(4):
				s.dismiss()
			default:
				s.vote()
			}
		}
		switch s.rng.IntN(20) {
		case 0, 1:
			s.restart() // with all of that unread
		case 2, 3, 4, 5:
			s.settle()
			s.redeliver(1 + s.rng.IntN(20))
		}
		s.settle()
		s.read()
		if s.chance(3) {
			s.turn()
		}
	}
	s.wait(s.now.Add(time.Hour))
	s.read()
	t.Logf("%d taps, %d votes taken, %d ballots closed, %d with votes from the room, %d without those, %s",
		s.taps, s.taken, s.closed, s.room, s.without, time.Since(begun))
	if s.model.open || !raceDetector && (s.taken < taps/10 || s.closed < 10 || s.room == 0 || s.without == 0) {
		t.Errorf("too little happened, or a vote is still open: %t", s.model.open)
	}
	err := s.db.Read(t.Context(), func(tx *store.Tx) error {
		for _, name := range s.names {
			entries, err := tx.EntriesBy(s.ids[name])
			if err != nil {
				return err
			}
			entries = slices.DeleteFunc(entries, func(e store.Entry) bool { return e.What != "ballot_vote" })
			if len(entries) != s.changes[name] {
				t.Errorf("the record tells %d votes of %s, who gave or changed %d", len(entries), name, s.changes[name])
			}
		}
		v, err := s.office.Verify(tx)
		for _, f := range v.Faults {
			t.Errorf("books and record disagree: %+v", f)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	s.checkBut("message is not modified") // two presses at once show the same
}
