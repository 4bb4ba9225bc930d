package bot

import (
	"errors"
	"maps"
	"slices"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// comingButton says whether one will come to a meeting; whoButton lists who
// does; itemSheetButton shows what an item is about; offButton calls a meeting
// off.
type (
	comingButton struct {
		Meeting fund.MeetingID
		Reply   fund.Reply
	}
	whoButton       struct{ Meeting fund.MeetingID }
	itemSheetButton struct {
		Meeting fund.MeetingID
		Item    int
	}
	offButton struct{ Meeting fund.MeetingID }
)

// callingOff is a meeting being called off.
type callingOff struct {
	Meeting fund.MeetingID `json:"meeting"`
	Reason  string         `json:"reason,omitempty"`
}

// callFlow is calling a meeting, answering a call, and calling it off.
func (g *gathering) callFlow(r *router) {
	g.call, g.off = form(r, g.callForm()), form(r, g.offForm())
	press(r, "gkc", g.beginCall)
	press(r, "gka", g.answerCall)
	press(r, "gkw", g.showWho)
	press(r, "gkt", g.showItem)
	press(r, "gkx", func(t *turn, b offButton) error {
		v, err := g.office.Meeting(t.act(), b.Meeting)
		if err == nil {
			err = g.office.Presides(t.act(), b.Meeting)
		}
		if err == nil {
			err = v.Meeting.In(fund.MeetingCalled)
		}
		if err != nil {
			return err
		}
		return g.off.begin(t, callingOff{Meeting: b.Meeting})
	})
	r.notice(office.KindMeetingNews, g.meetingNews)
	r.notice(office.KindMeetingCall, g.callNotice)
	r.notice(office.KindMeetingFile, g.calendarFile)
	r.notice(office.KindMeetingOff, g.offNotice)
	r.notice(office.KindMeetingReminder, g.callReminder)
}

// replyKeys say whether one will come.
func replyKeys(b *buttons, id fund.MeetingID) []key {
	return []key{
		b.key(locales.CallComingButton(), comingButton{id, fund.ReplyComing}),
		b.key(locales.CallPerhapsButton(), comingButton{id, fund.ReplyPerhaps}),
		b.key(locales.CallNotButton(), comingButton{id, fund.ReplyNot}),
	}
}

// listenKeys say whether somebody comes who does not vote.
func listenKeys(b *buttons, id fund.MeetingID) []key {
	return []key{
		b.key(locales.CallListenButton(), comingButton{id, fund.ReplyComing}), b.key(locales.CallNotButton(), comingButton{id, fund.ReplyNot}),
	}
}

// answerCall notes an answer. In a group nobody else hears of it but by the
// counts.
func (g *gathering) answerCall(t *turn, b comingButton) error {
	v, err := g.office.Meeting(t.act(), b.Meeting)
	if err != nil {
		return err
	}
	guest, err := g.office.AnswerCall(t.act(), b.Meeting, b.Reply)
	if errors.Is(err, office.ErrNotCalled) {
		place, err := nameOf(t.tx, g.office, v.Meeting.Community)
		return errors.Join(err, refuse(locales.CallNotYoursAlert(place)))
	}
	if err != nil {
		return err
	}
	t.toast(replyNoted(b.Reply, guest, v.Meeting))
	if !t.chat.private() {
		return nil
	}
	return g.showMeeting(t, b.Meeting)
}

func replyNoted(r fund.Reply, guest bool, m fund.Meeting) locales.Message {
	switch {
	case guest && r == fund.ReplyNot:
		return locales.CallGuestNotAlert()
	case guest:
		return locales.CallGuestAlert(m.Starts)
	case r == fund.ReplyComing:
		return locales.CallComingAlert(m.Starts)
	case r == fund.ReplyPerhaps:
		return locales.CallPerhapsAlert()
	}
	return locales.CallNotAlert()
}

func replyName(r fund.Reply) locales.Message {
	switch r {
	case fund.ReplyComing:
		return locales.CallComing()
	case fund.ReplyPerhaps:
		return locales.CallPerhaps()
	case fund.ReplyNot:
		return locales.CallNot()
	}
	return locales.Message{}
}

// mine is what somebody answered to a call; nothing for whoever is not called
// and has not answered.
func mine(v office.MeetingView, person fund.PersonID) locales.Message {
	reply, said := v.Replies[person]
	old, before := v.OldReplies[person]
	called := slices.Contains(v.Members, person)
	switch {
	case v.Meeting.Status != fund.MeetingCalled, !called && !said && !before:
		return locales.Message{}
	case before:
		return locales.CallMineOld(replyName(old))
	case !said:
		return locales.CallMineNone()
	case !called:
		return locales.CallMineGuest(replyName(reply))
	}
	return locales.CallMine(replyName(reply))
}

// callRows are what somebody may do about a meeting that is called: answer,
// look at its items, see who comes, call it off.
func (g *gathering) callRows(t *turn, v office.MeetingView) (rows [][]key, err error) {
	m := v.Meeting
	if m.Status != fund.MeetingCalled {
		return nil, nil
	}
	if slices.Contains(v.Told(), t.person.ID) || t.person.Community == m.Community {
		rows = append(rows, replyKeys(t.buttons, m.ID))
	}
	items, err := g.itemKeys(t.act(), t.buttons, m)
	rows = append(rows, items...)
	if g.office.Presides(t.act(), m.ID) == nil {
		rows = append(rows, []key{t.key(locales.CallWhoButton(), whoButton{m.ID})}, []key{
			t.key(locales.RescheduleButton(), rescheduleButton{m.ID}), t.key(locales.CallOffButton(), offButton{m.ID}),
		})
	}
	return rows, err
}

// itemKeys lead to the sheets of an agenda's projects.
func (g *gathering) itemKeys(a office.Act, b *buttons, m fund.Meeting) (rows [][]key, err error) {
	for _, item := range m.Agenda {
		if item.Project == 0 {
			continue
		}
		p, err := g.office.Project(a.Tx, item.Project)
		if err != nil {
			return nil, err
		}
		label := locales.CallItemButton(item.N, cut(p.Title, maxShortLabel-6))
		rows = append(rows, []key{b.key(label, itemSheetButton{m.ID, item.N})})
	}
	return rows, nil
}

// showItem shows the sheet of an agenda's project, with what people said about
// it so far.
func (g *gathering) showItem(t *turn, b itemSheetButton) error {
	v, err := g.office.Meeting(t.act(), b.Meeting)
	if err != nil {
		return err
	}
	item, ok := v.Meeting.Item(b.Item)
	if !ok || item.Project == 0 {
		return office.ErrNoAgendaItem
	}
	p, err := g.office.Project(t.tx, item.Project)
	if err != nil {
		return err
	}
	sheet, err := projectSheet(t.tx, g.office, p, t.now)
	if err != nil {
		return err
	}
	parts := []locales.Message{locales.CallItemPage(b.Item, sheet)}
	if p.Lead != 0 {
		r, err := g.office.Request(t.tx, p.Lead)
		if err != nil {
			return err
		}
		said, err := (&residents{office: g.office}).comments(t, p.Lead)
		if err != nil {
			return err
		}
		if r.Supporters+r.Households > 0 {
			parts = append(parts, locales.CallBacked(backed(r.Supporters, r.Households)))
		}
		parts = append(parts, said)
	}
	keys := g.works.photoKeys(t, p)
	return t.show(screen{Text: locales.Paragraphs(parts...), Keys: append(keys,
		[]key{t.key(locales.MeetingBackButton(), meetingButton{b.Meeting})})})
}

// showWho lists who comes, for whoever presides.
func (g *gathering) showWho(t *turn, b whoButton) error {
	if err := g.office.Presides(t.act(), b.Meeting); err != nil {
		return err
	}
	v, err := g.office.Meeting(t.act(), b.Meeting)
	if err != nil {
		return err
	}
	said := map[fund.Reply][]fund.PersonID{}
	for _, p := range v.Members {
		said[v.Replies[p]] = append(said[v.Replies[p]], p)
	}
	var guests []fund.PersonID
	for _, p := range slices.Sorted(maps.Keys(v.Replies)) {
		if !slices.Contains(v.Members, p) && v.Replies[p] != fund.ReplyNot {
			guests = append(guests, p)
		}
	}
	var lines []locales.Message
	for _, part := range []struct {
		people []fund.PersonID
		say    func([]locales.Message, int) locales.Message
	}{
		{said[fund.ReplyComing], locales.CallWhoComing},
		{said[fund.ReplyPerhaps], locales.CallWhoPerhaps},
		{said[fund.ReplyNot], locales.CallWhoNot},
		{said[""], locales.CallWhoSilent},
		{guests, locales.CallWhoGuests},
	} {
		var names []locales.Message
		for _, p := range part.people[:min(len(part.people), namesShown)] {
			name, err := personOf(t.tx, p)
			if err != nil {
				return err
			}
			names = append(names, locales.Text(name))
		}
		if len(part.people) > namesShown {
			names = append(names, locales.Text("…"))
		}
		if len(names) > 0 {
			lines = append(lines, part.say(names, len(part.people)))
		}
	}
	return t.show(screen{
		Text: locales.Paragraphs(locales.CallWho(v.Meeting.Title, turnout(v)), locales.Lines(lines...)),
		Keys: [][]key{{t.key(locales.MeetingBackButton(), meetingButton(b))}},
	})
}

// othersTold counts who hears of what somebody does with a meeting.
func othersTold(t *turn, v office.MeetingView) int {
	return len(slices.DeleteFunc(v.Told(), func(p fund.PersonID) bool { return p == t.person.ID }))
}

// namesShown is of how many the names are shown who gave one answer.
const namesShown = 40

func (g *gathering) offForm() dialog.Form[*turn, callingOff] {
	return dialog.Form[*turn, callingOff]{
		Name: "call_off", Title: locales.CallOffTitle(),
		Steps: []dialog.Step[*turn, callingOff]{{
			Key: "reason", Label: sameLabel[callingOff](locales.CallHasteLabelButton()),
			Ask: func(t *turn, d callingOff) (dialog.View, error) {
				v, err := g.office.Meeting(t.act(), d.Meeting)
				return dialog.View{Text: locales.CallOffAsk(v.Meeting.Title, v.Meeting.Starts)}, err
			},
			Take: func(t *turn, d *callingOff, a dialog.Answer) (err error) {
				d.Reason, err = g.reasonIn(t, a)
				return err
			},
		}},
		Look: func(t *turn, d callingOff) (dialog.View, error) {
			v, err := g.office.Meeting(t.act(), d.Meeting)
			return dialog.View{Text: locales.CallOffLook(v.Meeting.Title, v.Meeting.Starts, d.Reason, othersTold(t, v))}, err
		},
		Done: func(t *turn, d callingOff) error {
			m, err := g.office.CancelMeeting(t.act(), d.Meeting, d.Reason)
			if err != nil {
				return err
			}
			return t.show(screen{Text: locales.CallOffDone(m.Title), Keys: [][]key{
				{t.key(locales.MeetingAllButton(), meetingsButton{m.Community})},
			}})
		},
	}
}
