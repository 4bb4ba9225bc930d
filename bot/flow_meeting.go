package bot

import (
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// meetingsButton lists a community's meetings; meetingButton shows one;
// stepMeetingButton opens it or ends it; itemButton asks for how long an item
// is voted on, and with Minutes opens the vote.
type (
	meetingsButton    struct{ Place fund.PlaceID }
	meetingButton     struct{ Meeting fund.MeetingID }
	stepMeetingButton struct {
		Meeting fund.MeetingID
		End     bool
	}
	itemButton struct {
		Meeting fund.MeetingID
		Item    int
		Minutes int
		Secret  bool
	}
)

// gathering is meetings: their pages, and what is done in them. Rows are what
// each part of it adds to a meeting's page for whoever looks at it.
type gathering struct {
	*staff
	works  *working
	call   opener[calling]
	off    opener[callingOff]
	move   opener[calling]
	demand opener[demanding]
	anew   opener[revoting]
	choose opener[singling]
	budget opener[budgeting]
	count  opener[counting]
	rows   []func(*turn, office.MeetingView) ([][]key, error)
}

// flow is everything about meetings.
func (g *gathering) flow(r *router) {
	g.rows = append(g.rows, g.callRows, g.itemRows, g.presenceRows, g.proxyRows, g.tellerRows, g.stepRow)
	g.callFlow(r)
	g.rescheduleFlow(r)
	g.petitionFlow(r)
	g.presenceFlow(r)
	g.proxyFlow(r)
	g.anewFlow(r)
	g.tellerFlow(r)
	press(r, "g", func(t *turn, b meetingsButton) error { return g.showMeetings(t, b.Place) })
	press(r, "gm", func(t *turn, b meetingButton) error { return g.showMeeting(t, b.Meeting) })
	press(r, "gs", g.stepMeeting)
	press(r, "gi", g.openItem)
	g.questionFlow(r)
	r.command(command{
		Name: "meetings", Scope: inPrivate, Describe: locales.CommandMeetings(),
		Run: func(t *turn, _ string) error {
			place, err := g.meetingPlace(t)
			if err != nil {
				return err
			}
			return g.showMeetings(t, place)
		},
	})
	r.notice(office.KindMeetingPost, g.meetingPost)
}

// meetingPlace is the community whose meetings somebody is shown: the one they
// have an office in, else the one they live in.
func (g *gathering) meetingPlace(t *turn) (fund.PlaceID, error) {
	place, err := g.overseen(t)
	if err != nil || place == 0 {
		return g.attended(t, err)
	}
	p, err := g.office.Place(t.tx, place)
	if err == nil && p.Kind != fund.PlaceCommunity {
		place = t.person.Community
	}
	return place, err
}

// attended is the community that somebody lives in, or else represents.
func (g *gathering) attended(t *turn, err error) (fund.PlaceID, error) {
	if err != nil || t.person.Community != 0 {
		return t.person.Community, err
	}
	grants, err := g.office.Grants(t.tx, t.person)
	for _, have := range grants {
		if have.Role == fund.RoleRepresentative {
			return have.Place, err
		}
	}
	return 0, err
}

// manyMeetings is how many meetings one list shows.
const manyMeetings = 10

func (g *gathering) showMeetings(t *turn, place fund.PlaceID) error {
	list, err := g.office.Meetings(t.tx, place)
	if err != nil {
		return err
	}
	name, err := nameOf(t.tx, g.office, place)
	if err != nil {
		return err
	}
	call, err := g.allowed(t, place, [][]can{{{fund.ActMeeting, t.key(locales.CallButton(), callButton{place})}}})
	if err != nil {
		return err
	}
	demands, err := g.petitionKeys(t, place)
	if err != nil {
		return err
	}
	call = append(call, demands...)
	if len(list) == 0 {
		return t.show(screen{Text: locales.MeetingsNone(name), Keys: call})
	}
	list = list[:min(len(list), manyMeetings)]
	lines, keys := []locales.Message{locales.MeetingsTitle(name)}, [][]key{}
	for _, m := range list {
		lines = append(lines, locales.MeetingLine(m.Starts, m.Title, meetingStatus(m.Status)))
		keys = append(keys, []key{t.key(locales.MeetingLineButton(m.Starts, m.Title), meetingButton{m.ID})})
	}
	return t.show(screen{Text: locales.Lines(lines...), Keys: append(keys, call...)})
}

// showMeeting is a meeting's page in a private chat.
func (g *gathering) showMeeting(t *turn, id fund.MeetingID) error {
	v, err := g.office.Meeting(t.act(), id)
	if err != nil {
		return err
	}
	text, err := g.meetingText(t.act(), v)
	if err != nil {
		return err
	}
	proxy, err := proxyText(t, v)
	if err != nil {
		return err
	}
	s := screen{Text: locales.Paragraphs(text, attendance(v), mine(v, t.person.ID), presenceText(t, v), proxy)}
	for _, part := range g.rows {
		rows, err := part(t, v)
		if err != nil {
			return err
		}
		s.Keys = append(s.Keys, rows...)
	}
	s.Keys = append(s.Keys, []key{
		t.key(locales.MeetingRefreshButton(), meetingButton{id}),
		t.key(locales.MeetingAllButton(), meetingsButton{v.Meeting.Community}),
	})
	return t.show(s)
}

// itemRows lead to an item's vote: its newest, or for whoever presides to
// opening one.
func (g *gathering) itemRows(t *turn, v office.MeetingView) (rows [][]key, err error) {
	if v.Meeting.Status != fund.MeetingOpen {
		return nil, nil
	}
	presides := g.office.Presides(t.act(), v.Meeting.ID) == nil
	for _, item := range v.Meeting.Agenda {
		last, voted := lastVote(v, item.N)
		switch {
		case voted:
			row := []key{t.key(locales.MeetingBallotButton(item.N), ballotButton{last.ID})}
			if presides && last.Status == fund.BallotClosed && g.votable(t, item) {
				row = append(row, t.key(locales.AnewButton(item.N), anewButton{v.Meeting.ID, item.N}))
			}
			rows = append(rows, row)
		case presides:
			rows = append(rows, []key{t.key(locales.MeetingVoteButton(item.N), itemButton{Meeting: v.Meeting.ID, Item: item.N})})
		}
	}
	return rows, nil
}

// votable tells whether an item may be voted on at all: a project that was
// decided on may not.
func (g *gathering) votable(t *turn, item fund.AgendaItem) bool {
	if item.Project == 0 {
		return true
	}
	p, err := g.office.Project(t.tx, item.Project)
	return err == nil && p.Status == fund.ProjectDrafted
}

// lastVote is the newest vote on an item, false when there was none.
func lastVote(v office.MeetingView, item int) (last fund.Ballot, voted bool) {
	for _, b := range v.Ballots {
		if b.Item == item {
			last, voted = b, true
		}
	}
	return last, voted
}

// stepRow opens or ends a meeting, for whoever presides.
func (g *gathering) stepRow(t *turn, v office.MeetingView) ([][]key, error) {
	m := v.Meeting
	presides := g.office.Presides(t.act(), m.ID) == nil
	switch {
	case presides && m.Status == fund.MeetingCalled:
		return [][]key{{t.key(locales.MeetingOpenButton(), stepMeetingButton{Meeting: m.ID})}}, nil
	case presides && m.Status == fund.MeetingOpen:
		return [][]key{{t.key(locales.MeetingEndButton(), stepMeetingButton{m.ID, true})}}, nil
	}
	return nil, nil
}

func (g *gathering) stepMeeting(t *turn, b stepMeetingButton) (err error) {
	if b.End {
		if _, err = g.office.EndMeeting(t.act(), b.Meeting); err == nil {
			t.toast(locales.MeetingEndedAlert())
		}
	} else if _, err = g.office.OpenMeeting(t.act(), b.Meeting); err == nil {
		t.toast(locales.MeetingOpenedAlert())
	}
	if err != nil {
		return err
	}
	return g.showMeeting(t, b.Meeting)
}

func (g *gathering) openItem(t *turn, b itemButton) error {
	v, err := g.office.Meeting(t.act(), b.Meeting)
	if err == nil {
		err = g.office.Presides(t.act(), b.Meeting)
	}
	if err != nil {
		return err
	}
	item, ok := v.Meeting.Item(b.Item)
	if !ok {
		return office.ErrNoAgendaItem
	}
	if b.Minutes > 0 {
		opened, err := g.office.OpenItem(t.act(), b.Meeting, office.ItemVote{Item: b.Item, Secret: b.Secret, Length: time.Duration(b.Minutes) * time.Minute})
		if err != nil {
			return err
		}
		return g.showOpened(t, opened)
	}
	title, err := agendaTitle(t.tx, g.office, item)
	if err != nil {
		return err
	}
	lengths, err := g.voteLengths(t, b.Meeting)
	if err != nil {
		return err
	}
	var row []key
	for _, n := range lengths {
		row = append(row, t.key(locales.MeetingMinutesButton(n), itemButton{b.Meeting, b.Item, n, b.Secret}))
	}
	other, about := t.key(locales.SecretMakeButton(), itemButton{Meeting: b.Meeting, Item: b.Item, Secret: true}), []locales.Message{locales.SecretNot()}
	if b.Secret {
		other, about = t.key(locales.SecretUnmakeButton(), itemButton{Meeting: b.Meeting, Item: b.Item}), secretAdvice(len(v.Present))
	}
	return t.show(screen{
		Text: locales.Paragraphs(locales.MeetingLengthAsk(item.N, title), locales.Lines(about...)),
		Keys: [][]key{
			row,
			{other},
			{t.key(locales.QuestionChoiceButton(), newQuestionButton{b.Meeting, b.Item, false, b.Secret})},
			{t.key(locales.QuestionBudgetButton(), newQuestionButton{b.Meeting, b.Item, true, b.Secret})},
			{t.key(locales.MeetingBackButton(), meetingButton{b.Meeting})},
		},
	})
}

// agendaTitle is what an item of an agenda is called.
func agendaTitle(tx *store.Tx, o *office.Office, item fund.AgendaItem) (string, error) {
	if item.Project == 0 {
		return item.Title, nil
	}
	p, err := o.Project(tx, item.Project)
	return p.Title, err
}

func meetingStatus(s fund.MeetingStatus) locales.Message {
	switch s {
	case fund.MeetingCalled:
		return locales.MeetingCalled()
	case fund.MeetingOpen:
		return locales.MeetingOpen()
	case fund.MeetingEnded:
		return locales.MeetingEnded()
	case fund.MeetingCancelled:
		return locales.MeetingCancelled()
	}
	return locales.Message{}
}

func meetingKind(k fund.MeetingKind) locales.Message {
	if k == fund.MeetingResidents {
		return locales.MeetingResidents()
	}
	return locales.MeetingRepresentatives()
}
