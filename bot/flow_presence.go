package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// wantCheckIn begins the payload of the link on the chair's screen:
// "k12-123456" checks in to meeting 12 by that code.
const wantCheckIn = 'k'

// codeButton shows the code on the chair's screen, or stops it; ticksButton
// lists the members for the chair to tick, tickButton does; remoteButton checks
// in from elsewhere; goButton asks, and with Sure notes, that a member goes.
type (
	codeButton struct {
		Meeting fund.MeetingID
		Stop    bool
	}
	ticksButton struct {
		Meeting fund.MeetingID
		Page    int
	}
	tickButton struct {
		Meeting fund.MeetingID
		Person  fund.PersonID
		Here    bool
		Page    int
	}
	remoteButton struct{ Meeting fund.MeetingID }
	goButton     struct {
		Meeting fund.MeetingID
		Sure    bool
	}
)

// presenceFlow is who is at a meeting: the code, the chair's list, coming and
// leaving.
func (g *gathering) presenceFlow(r *router) {
	press(r, "gc", g.showCode)
	press(r, "gt", func(t *turn, b ticksButton) error { return g.showTicks(t, b) })
	press(r, "gk", g.tick)
	press(r, "gh", g.comeRemote)
	press(r, "gl", g.leave)
	r.notice(office.KindMeetingCode, g.codeScreen)
	r.notice(office.KindMeetingCodeOver, g.codeOver)
}

// presenceRows are what the one who looks may do about who is there.
func (g *gathering) presenceRows(t *turn, v office.MeetingView) (rows [][]key, err error) {
	m := v.Meeting
	if m.Status != fund.MeetingOpen {
		return nil, nil
	}
	if g.office.Presides(t.act(), m.ID) == nil {
		rows = append(rows, []key{
			t.key(locales.PresenceCodeButton(), codeButton{Meeting: m.ID}),
			t.key(locales.PresenceTicksButton(), ticksButton{Meeting: m.ID}),
		})
	}
	if !slices.Contains(v.Members, t.person.ID) {
		return rows, nil
	}
	for _, item := range m.Agenda {
		if last, voted := lastVote(v, item.N); voted && last.Status == fund.BallotOpen {
			rows = append(rows, []key{t.key(locales.PresenceVotedButton(item.N), myVoteButton{last.ID})})
		}
	}
	_, represented := proxyGiven(v, t.person.ID)
	switch here := slices.Contains(v.Present, t.person.ID) && !represented; {
	case here:
		rows = append(rows, []key{t.key(locales.PresenceLeaveButton(), goButton{Meeting: m.ID})})
	case m.Remote:
		rows = append(rows, []key{t.key(locales.PresenceRemoteButton(), remoteButton{m.ID})})
	}
	return rows, nil
}

// presenceText says whether the one who looks at an open meeting is checked in;
// the zero Message to those who are no members of it.
func presenceText(t *turn, v office.MeetingView) locales.Message {
	switch {
	case v.Meeting.Status != fund.MeetingOpen || !slices.Contains(v.Members, t.person.ID):
		return locales.Message{}
	case slices.Contains(v.Present, t.person.ID):
		if _, represented := proxyGiven(v, t.person.ID); represented {
			return locales.Message{}
		}
		return locales.PresenceYouHere()
	}
	return locales.PresenceYouNot()
}

func (g *gathering) showCode(t *turn, b codeButton) error {
	if !b.Stop {
		if err := g.office.ShowCode(t.act(), b.Meeting); err != nil {
			return err
		}
		t.toast(locales.PresenceCodeAlert())
		return nil
	}
	was, err := g.office.HideCode(t.act(), b.Meeting)
	if err == nil && was {
		t.toast(locales.PresenceCodeStoppedAlert())
	}
	return err
}

// ticksSize is how many members one page of the chair's list shows.
const ticksSize = 10

// showTicks lists the members with a mark at those who are there.
func (g *gathering) showTicks(t *turn, b ticksButton) error {
	if err := g.office.Presides(t.act(), b.Meeting); err != nil {
		return err
	}
	v, err := g.office.Meeting(t.act(), b.Meeting)
	if err == nil {
		err = v.Meeting.In(fund.MeetingOpen)
	}
	if err != nil {
		return err
	}
	here := func(p fund.PersonID) bool {
		_, represented := proxyGiven(v, p)
		return slices.Contains(v.Present, p) && !represented
	}
	keys, err := g.peopleKeys(t, v.Members, b.Page, here,
		func(p fund.PersonID, page int) any { return tickButton{b.Meeting, p, !here(p), page} },
		func(page int) any { return ticksButton{b.Meeting, page} })
	if err != nil {
		return err
	}
	keys = append(keys, []key{t.key(locales.MeetingBackButton(), meetingButton{b.Meeting})})
	return t.show(screen{Text: locales.PresenceTicks(v.Meeting.Title, len(v.Present), len(v.Members), v.Needed), Keys: keys})
}

func (g *gathering) tick(t *turn, b tickButton) error {
	moved, err := g.office.MarkPresent(t.act(), b.Meeting, b.Person, b.Here)
	if err != nil {
		return err
	}
	name, err := personOf(t.tx, b.Person)
	if err != nil {
		return err
	}
	switch {
	case !moved:
		t.toast(locales.PresenceSameAlert())
	case b.Here:
		t.toast(locales.PresenceTickedAlert(name))
	default:
		t.toast(locales.PresenceGoneAlert(name))
	}
	return g.showTicks(t, ticksButton{b.Meeting, b.Page})
}

func (g *gathering) comeRemote(t *turn, b remoteButton) error {
	if _, err := g.office.CheckInRemote(t.act(), b.Meeting); err != nil {
		return err
	}
	return g.moved(t, b.Meeting, locales.PresenceInAlert)
}

// leave asks once: a press by mistake could stop a vote for everybody.
func (g *gathering) leave(t *turn, b goButton) error {
	if b.Sure {
		if _, err := g.office.LeaveMeeting(t.act(), b.Meeting); err != nil {
			return err
		}
		return g.moved(t, b.Meeting, locales.PresenceOutAlert)
	}
	m, err := g.office.Meeting(t.act(), b.Meeting)
	if err == nil {
		err = m.Meeting.In(fund.MeetingOpen)
	}
	if err == nil && !slices.Contains(m.Members, t.person.ID) {
		err = office.ErrNotMember
	}
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.PresenceLeaveAsk(m.Meeting.Title), Keys: [][]key{
		{t.key(locales.PresenceStayButton(), meetingButton{b.Meeting})},
		{t.key(locales.PresenceGoButton(), goButton{b.Meeting, true}).styled("danger")},
	}})
}

// moved shows the page again, and says that somebody came or went.
func (g *gathering) moved(t *turn, id fund.MeetingID, receipt func(present, members, needed int) locales.Message) error {
	v, err := g.office.Meeting(t.act(), id)
	if err != nil {
		return err
	}
	t.toast(receipt(len(v.Present), len(v.Members), v.Needed))
	return g.showMeeting(t, id)
}

// codeFlow takes the six digits that members type: the right ones also while a
// form is open that somebody left, which keeps all other numbers.
func (g *gathering) codeFlow(r *router) { r.before(g.hearCode) }

// likeCode is what is meant for the code, a digit more or less included.
var likeCode = regexp.MustCompile(`^[0-9]{4,8}$`)

// hearCode takes digits alone in the private chat for the code on the chair's
// screen, while a meeting of the person, or of their community, is open.
func (g *gathering) hearCode(t *turn) (bool, error) {
	code := strings.ReplaceAll(fund.Fold(t.text()), " ", "")
	if !t.chat.private() || !likeCode.MatchString(code) {
		return false, nil
	}
	desk, err := t.desk()
	if err != nil {
		return false, err
	}
	form := desk.Open != nil || desk.Left != nil
	list, err := g.office.SittingOf(t.tx, t.person.ID)
	if err != nil || form && len(list) == 0 {
		return false, err
	}
	if len(list) == 0 {
		near, err := g.office.Meetings(t.tx, t.person.Community)
		if slices.ContainsFunc(near, func(m fund.Meeting) bool { return m.Status == fund.MeetingOpen }) {
			err = office.ErrNotMember
		}
		return err != nil, err
	}
	for i, m := range list {
		answer, err := g.office.TryCode(t.act(), m.ID, code)
		right := answer == office.CodeTaken || answer == office.CodeAgain
		switch {
		case err != nil:
			return true, err
		case right, !form && (answer != office.CodeWrong || i == len(list)-1):
			return true, g.sayCode(t, m.ID, answer)
		}
	}
	return !form, nil
}

// scan checks in by the link on the chair's screen.
func (g *gathering) scan(t *turn, want string) error {
	number, code, _ := strings.Cut(want, "-")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return refuse(locales.StartLinkUnknown())
	}
	answer, err := g.office.TryCode(t.act(), fund.MeetingID(id), code)
	if err != nil {
		return err
	}
	return g.sayCode(t, fund.MeetingID(id), answer)
}

// sayCode says what came of a code.
func (g *gathering) sayCode(t *turn, id fund.MeetingID, answer office.CodeAnswer) error {
	v, err := g.office.Meeting(t.act(), id)
	if err != nil {
		return err
	}
	var said locales.Message
	switch answer {
	case office.CodeTaken:
		said = locales.PresenceIn(v.Meeting.Title, len(v.Present), len(v.Members), v.Needed)
	case office.CodeAgain:
		said = locales.PresenceInAlready(v.Meeting.Title)
	case office.CodeWrong:
		said = locales.RefuseWrongCodeAlert()
	case office.CodeTooMany:
		said = locales.PresenceTooMany()
	}
	return t.say(screen{Text: said, Keys: [][]key{{t.key(locales.PresenceMeetingButton(), meetingButton{id})}}})
}
