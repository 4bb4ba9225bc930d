package bot

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// roomButton shows who votes in the room, inRoomButton ticks somebody for it;
// tellersButton names the two who count, one after the other; enterCountButton
// begins to enter a count.
type (
	roomButton struct {
		Ballot fund.BallotID
		Page   int
	}
	inRoomButton struct {
		Ballot fund.BallotID
		Person fund.PersonID
		On     bool
		Page   int
	}
	tellersButton struct {
		Ballot fund.BallotID
		First  fund.PersonID
		Second fund.PersonID
		Page   int
	}
	enterCountButton struct{ Ballot fund.BallotID }
)

// counting is a teller's count being entered.
type counting struct {
	Ballot  fund.BallotID `json:"ballot"`
	For     int           `json:"for"`
	Against int           `json:"against"`
	Abstain int           `json:"abstain"`
}

// tellerFlow is votes on paper or by voice: who gives them, and who counts.
func (g *gathering) tellerFlow(r *router) {
	g.count = form(r, g.countForm())
	press(r, "gu", g.showRoom)
	press(r, "guv", g.setRoom)
	press(r, "gut", g.nameTellers)
	press(r, "guc", func(t *turn, b enterCountButton) error {
		if err := g.office.MayCount(t.act(), b.Ballot); err != nil {
			return err
		}
		return g.count.begin(t, counting{Ballot: b.Ballot})
	})
	r.notice(office.KindTeller, g.tellerNews)
}

// tellerRows lead whoever presides to the votes in the room of each vote that
// is open, and a teller to their count.
func (g *gathering) tellerRows(t *turn, v office.MeetingView) (rows [][]key, err error) {
	presides := g.office.Presides(t.act(), v.Meeting.ID) == nil
	for _, b := range v.Ballots {
		if b.Status != fund.BallotOpen || b.Kind != fund.BallotMotion {
			continue
		}
		if presides {
			rows = append(rows, []key{t.key(locales.RoomVotesButton(b.Item), roomButton{Ballot: b.ID})})
		}
		if g.office.MayCount(t.act(), b.ID) == nil {
			rows = append(rows, []key{t.key(locales.RoomCountButton(), enterCountButton{b.ID})})
		}
	}
	return rows, nil
}

func (g *gathering) showRoom(t *turn, b roomButton) error {
	v, err := g.office.Room(t.tx, b.Ballot)
	if err == nil {
		err = g.office.Presides(t.act(), v.Ballot.Ballot.Meeting)
	}
	if err != nil {
		return err
	}
	people := slices.Compact(slices.Sorted(slices.Values(slices.Concat(v.May, v.Voters))))
	keys, err := g.peopleKeys(t, people, b.Page,
		func(p fund.PersonID) bool { return slices.Contains(v.Voters, p) },
		func(p fund.PersonID, page int) any {
			return inRoomButton{b.Ballot, p, !slices.Contains(v.Voters, p), page}
		},
		func(page int) any { return roomButton{b.Ballot, page} })
	if err != nil {
		return err
	}
	lines := roomHead(v)
	for _, teller := range v.Tellers {
		name, err := personOf(t.tx, teller.Teller)
		if err != nil {
			return err
		}
		lines = append(lines, locales.RoomTeller(name, tellerState(v, teller)))
	}
	if len(v.Tellers) == 0 {
		lines = append(lines, locales.RoomNoTellers())
	}
	keys = append(keys,
		[]key{t.key(locales.RoomTellersButton(), tellersButton{Ballot: b.Ballot})},
		[]key{t.key(locales.MeetingRefreshButton(), b), t.key(locales.MeetingBackButton(), meetingButton{v.Ballot.Ballot.Meeting})})
	return t.show(screen{Text: locales.Lines(lines...), Keys: keys})
}

// roomHead says who is to be ticked; and in a secret vote that slips alone are
// secret, and when they are too few to be.
func roomHead(v office.RoomView) []locales.Message {
	item, n := v.Ballot.Ballot.Item, len(v.Voters)
	if !v.Ballot.Ballot.Secret {
		return []locales.Message{locales.RoomVotes(item, n)}
	}
	lines := []locales.Message{locales.RoomSlips(item, n)}
	if n > 0 && n < fund.FewVoters {
		lines = append(lines, locales.RoomSlipsFew(n, fund.FewVoters))
	}
	return lines
}

func tellerState(v office.RoomView, t fund.Telling) locales.Message {
	switch {
	case v.Agreed:
		return locales.RoomStateAgreed()
	case t.At.IsZero():
		return locales.RoomStateWaits()
	}
	return locales.RoomStateCounted()
}

// peopleKeys are a page of names with a mark at some, two in a row, and what
// turns the page.
func (g *gathering) peopleKeys(
	t *turn, people []fund.PersonID, at int, marked func(fund.PersonID) bool,
	to func(p fund.PersonID, page int) any, turnTo func(page int) any,
) (keys [][]key, err error) {
	pages := (len(people) + ticksSize - 1) / ticksSize
	page := max(min(at, pages-1), 0)
	first := page * ticksSize
	for i, person := range people[first:min(first+ticksSize, len(people))] {
		name, err := personOf(t.tx, person)
		if err != nil {
			return nil, err
		}
		label := locales.PresenceAwayButton(name)
		if marked(person) {
			label = locales.PresenceHereButton(name)
		}
		k := t.key(label, to(person, page))
		if i%2 == 1 {
			keys[len(keys)-1] = append(keys[len(keys)-1], k)
			continue
		}
		keys = append(keys, []key{k})
	}
	if pages > 1 {
		keys = append(keys, turnKeys(t, page, pages, turnTo))
	}
	return keys, nil
}

func (g *gathering) setRoom(t *turn, b inRoomButton) error {
	if err := g.office.MarkRoomVoter(t.act(), b.Ballot, b.Person, b.On); err != nil {
		say := locales.RoomInChatAlert
		switch {
		case errors.Is(err, office.ErrVotedInChat):
		case errors.Is(err, office.ErrNotPresent):
			say = locales.RoomAwayAlert
		case errors.Is(err, office.ErrNoVoteHere):
			say = locales.RoomNoVoteAlert
		default:
			return err
		}
		name, err := personOf(t.tx, b.Person)
		if err != nil {
			return err
		}
		return refuse(say(name))
	}
	return g.showRoom(t, roomButton{b.Ballot, b.Page})
}

// nameTellers asks for the first, then for the second, and names both.
func (g *gathering) nameTellers(t *turn, b tellersButton) error {
	v, err := g.office.Room(t.tx, b.Ballot)
	if err == nil {
		err = g.office.Presides(t.act(), v.Ballot.Ballot.Meeting)
	}
	if err != nil {
		return err
	}
	if b.Second != 0 {
		if err := g.office.NameTellers(t.act(), b.Ballot, []fund.PersonID{b.First, b.Second}); err != nil {
			return err
		}
		t.toast(locales.RoomTellersNamedAlert())
		return g.showRoom(t, roomButton{Ballot: b.Ballot})
	}
	people, err := g.office.TellersFor(t.act(), v.Ballot.Ballot.Meeting)
	if err != nil {
		return err
	}
	people = slices.DeleteFunc(people, func(p fund.PersonID) bool { return p == b.First })
	keys, err := g.peopleKeys(t, people, b.Page, func(fund.PersonID) bool { return false },
		func(p fund.PersonID, _ int) any {
			if b.First == 0 {
				return tellersButton{Ballot: b.Ballot, First: p}
			}
			return tellersButton{Ballot: b.Ballot, First: b.First, Second: p}
		},
		func(page int) any { return tellersButton{b.Ballot, b.First, 0, page} })
	if err != nil {
		return err
	}
	text := locales.RoomTellersFirst()
	if b.First != 0 {
		name, err := personOf(t.tx, b.First)
		if err != nil {
			return err
		}
		text = locales.RoomTellersSecond(name)
	}
	keys = append(keys, []key{t.key(locales.MeetingBackButton(), meetingButton{v.Ballot.Ballot.Meeting})})
	return t.show(screen{Text: text, Keys: keys})
}

// tellerNews tells a teller what there is to do, or that the count stands.
func (g *gathering) tellerNews(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.TellerNews](data)
	if err != nil {
		return screen{}, err
	}
	room, err := g.office.Room(v.tx, n.Ballot)
	if err != nil {
		return screen{}, err
	}
	b := room.Ballot.Ballot
	_, title := ballotName(room.Ballot)
	switch {
	case n.Agreed:
		return screen{Text: locales.RoomAgreed(b.Item, title), Keys: [][]key{
			{v.key(locales.PresenceMeetingButton(), meetingButton{b.Meeting})},
		}}, nil
	case b.Status != fund.BallotOpen:
		return screen{}, errNothing
	}
	text := locales.RoomNamed(b.Item, title)
	if n.Again {
		text = locales.RoomAgain(b.Item, title)
	}
	return screen{Text: text, Keys: [][]key{{v.key(locales.RoomCountButton(), enterCountButton{n.Ballot})}}}, nil
}

func (g *gathering) countForm() dialog.Form[*turn, counting] {
	step := func(key string, ask func(item int, title string) locales.Message, label locales.Message, into func(*counting) *int) dialog.Step[*turn, counting] {
		return dialog.Step[*turn, counting]{
			Key: key, Label: sameLabel[counting](label),
			Ask: func(t *turn, d counting) (dialog.View, error) {
				v, err := g.office.Ballot(t.tx, d.Ballot)
				_, title := ballotName(v)
				return dialog.View{Text: ask(v.Ballot.Item, title)}, err
			},
			Take: func(_ *turn, d *counting, a dialog.Answer) error {
				n, err := strconv.ParseUint(strings.TrimSpace(fund.Fold(a.Text)), 10, 16)
				if err != nil {
					return dialog.Again(locales.RoomNumberPlease())
				}
				*into(d) = int(n)
				return nil
			},
		}
	}
	return dialog.Form[*turn, counting]{
		Name: "room_count", Title: locales.RoomCountTitle(),
		Steps: []dialog.Step[*turn, counting]{
			step("for", locales.RoomForAsk, locales.ChoiceForLabelButton(), func(d *counting) *int { return &d.For }),
			step("against", locales.RoomAgainstAsk, locales.ChoiceAgainstLabelButton(), func(d *counting) *int { return &d.Against }),
			step("abstain", locales.RoomAbstainAsk, locales.ChoiceAbstainLabelButton(), func(d *counting) *int { return &d.Abstain }),
		},
		Look: func(_ *turn, d counting) (dialog.View, error) {
			return dialog.View{Text: locales.RoomCountLook(d.For, d.Against, d.Abstain, d.For+d.Against+d.Abstain)}, nil
		},
		Done: func(t *turn, d counting) error {
			v, err := g.office.Ballot(t.tx, d.Ballot)
			if err != nil {
				return err
			}
			agreed, repeat, err := g.office.CountRoom(t.act(), d.Ballot, fund.RoomCount{For: d.For, Against: d.Against, Abstain: d.Abstain})
			if err != nil {
				return again(err)
			}
			text, keys := locales.RoomCountTaken(), [][]key{{t.key(locales.PresenceMeetingButton(), meetingButton{v.Ballot.Meeting})}}
			switch {
			case agreed:
				text = locales.RoomCountAgreed()
			case repeat:
				text = locales.RoomCountDiffers()
				keys = append([][]key{{t.key(locales.RoomCountButton(), enterCountButton{d.Ballot})}}, keys...)
			}
			return t.show(screen{Text: text, Keys: keys})
		},
	}
}
