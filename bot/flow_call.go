package bot

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// calling is a meeting being called. Day is as 2026-02-09, Minute from
// midnight. Short tells that Day is sooner than the notice allows, and so needs
// Haste; MayRemote that the rules let members take part from elsewhere. Meeting
// is one that is called already and is being moved from Was and WasMinute.
type calling struct {
	Place     fund.PlaceID      `json:"place"`
	Petition  fund.PetitionID   `json:"petition,omitempty"` // the demand that it answers, if any
	Kind      fund.MeetingKind  `json:"kind,omitempty"`
	Day       string            `json:"day,omitempty"`
	Minute    int               `json:"minute,omitempty"`
	Short     bool              `json:"short,omitempty"`
	Haste     string            `json:"haste,omitempty"`
	Where     string            `json:"where,omitempty"`
	MayRemote bool              `json:"may_remote,omitempty"`
	Remote    bool              `json:"remote,omitempty"`
	Agenda    []fund.AgendaItem `json:"agenda,omitempty"`
	Chair     fund.PersonID     `json:"chair,omitempty"`
	Title     string            `json:"title,omitempty"`

	Meeting   fund.MeetingID `json:"meeting,omitempty"`
	Was       string         `json:"was,omitempty"`
	WasMinute int            `json:"was_minute,omitempty"`
}

// callButton begins to call a community's meeting.
type callButton struct{ Place fund.PlaceID }

// meetingsKey leads to a community's meetings those who call them; nil for
// others.
func (c *staff) meetingsKey(t *turn) (*key, error) {
	place, err := c.overseen(t)
	if place == 0 || err != nil {
		return nil, err
	}
	p, err := c.office.Place(t.tx, place)
	if err != nil || p.Kind != fund.PlaceCommunity {
		return nil, err
	}
	k := t.key(locales.CallDeskButton(), meetingsButton{place})
	return &k, nil
}

func (g *gathering) beginCall(t *turn, b callButton) error {
	if err := g.office.Allowed(t.act(), fund.ActMeeting, b.Place); err != nil {
		return err
	}
	return g.call.begin(t, calling{Place: b.Place, MayRemote: g.office.Rules(t.now).Meetings.Remote})
}

func (g *gathering) callForm() dialog.Form[*turn, calling] {
	label := sameLabel[calling]
	unasked := func(calling) bool { return true }
	return dialog.Form[*turn, calling]{
		Name: "call", Title: locales.CallTitle(),
		Steps: []dialog.Step[*turn, calling]{
			{
				Key: "kind", Label: label(locales.CallKindLabelButton()), Ask: g.askCallKind, Take: g.takeCallKind,
				When: func(d calling) bool { return d.Petition == 0 },
			},
			{Key: "day", Label: label(locales.CallDayLabelButton()), Ask: g.askCallDay, Take: g.takeCallDay},
			{Key: "hour", Label: label(locales.CallHourLabelButton()), Ask: askCallHour, Take: takeCallHour},
			{
				Key: "haste", Label: label(locales.CallHasteLabelButton()), Ask: g.askHaste, Take: g.takeHaste,
				When: calling.hasty,
			},
			{Key: "where", Label: label(locales.CallWhereLabelButton()), Ask: g.askCallWhere, Take: g.takeCallWhere},
			{
				Key: "remote", Label: label(locales.CallRemoteLabelButton()), Ask: askCallRemote, Take: takeCallRemote,
				When: func(d calling) bool { return d.MayRemote },
			},
			{Key: "agenda", Label: label(locales.CallAgendaLabelButton()), Ask: g.askAgenda, Take: g.takeAgenda},
			{Key: "chair", Label: label(locales.CallChairLabelButton()), Ask: g.askChair, Take: g.takeChair, Unasked: unasked},
			{Key: "title", Label: label(locales.CallTitleLabelButton()), Ask: askCallTitle, Take: g.takeCallTitle, Unasked: unasked},
		},
		Look: g.lookAtCall,
		Done: g.called,
	}
}

func (g *gathering) askCallKind(t *turn, d calling) (dialog.View, error) {
	v := dialog.View{Text: locales.CallAskKind()}
	for _, kind := range fund.MeetingKinds() {
		n, err := g.office.MembersOf(t.act(), d.Place, kind)
		if err != nil {
			return v, err
		}
		label := locales.CallRepresentativesButton(n)
		if kind == fund.MeetingResidents {
			label = locales.CallResidentsButton(n)
		}
		v.Choices = append(v.Choices, []dialog.Choice{{Value: string(kind), Label: label}})
	}
	return v, nil
}

func (g *gathering) takeCallKind(t *turn, d *calling, a dialog.Answer) error {
	if a.Choice == "" {
		return dialog.Again(locales.FormPressPlease())
	}
	d.Kind = fund.MeetingKind(a.Choice)
	switch n, err := g.office.MembersOf(t.act(), d.Place, d.Kind); {
	case err != nil:
		return err
	case n == 0 && d.Kind == fund.MeetingResidents:
		return again(office.ErrNoResidents)
	case n == 0:
		return again(office.ErrNoRepresentatives)
	}
	if d.Day == "" {
		return nil
	}
	return g.setDay(t, d, d.Day) // another kind, another notice
}

// setDay takes the day of a meeting, and finds out whether it is short notice.
func (g *gathering) setDay(t *turn, d *calling, text string) error {
	day, ok := fund.ReadDayAhead(text, t.now)
	if !ok {
		return dialog.Again(locales.CampaignDayUnreadable())
	}
	today := time.Date(t.now.Year(), t.now.Month(), t.now.Day(), 0, 0, 0, 0, t.now.Location())
	latest := today.AddDate(0, 0, g.office.Rules(t.now).Meetings.MaxAhead)
	if day.Before(today) || day.After(latest) {
		return dialog.Again(locales.CallDayPast(latest))
	}
	d.Day, d.Short = day.Format(time.DateOnly), day.Before(g.office.NoticeUntil(t.now, d.Kind))
	if !d.Short {
		d.Haste = ""
	}
	return nil
}

func (g *gathering) askCallDay(t *turn, d calling) (dialog.View, error) {
	earliest := g.office.NoticeUntil(t.now, d.Kind)
	v := dialog.View{Text: locales.CallAskDay(earliest, g.office.Rules(t.now).Meetings.NoticeDays(d.Kind))}
	for i, after := range []int{0, 1, 2, 7} {
		day := earliest.AddDate(0, 0, after)
		choice := dialog.Choice{Value: day.Format(time.DateOnly), Label: locales.CallDayButton(day)}
		if i%2 == 0 {
			v.Choices = append(v.Choices, nil)
		}
		last := len(v.Choices) - 1
		v.Choices[last] = append(v.Choices[last], choice)
	}
	return v, nil
}

func (g *gathering) takeCallDay(t *turn, d *calling, a dialog.Answer) error {
	if a.Choice != "" {
		a.Text = a.Choice
	}
	return g.setDay(t, d, a.Text)
}

// starts is the moment a form's meeting is called for.
func (d calling) starts(t *turn) time.Time {
	day, _ := fund.ReadDay(d.Day, t.now) // what was read once is written so that it can be read
	return time.Date(day.Year(), day.Month(), day.Day(), 0, d.Minute, 0, 0, t.now.Location())
}

// Hours at which people mostly meet, in minutes from midnight.
func usualHours() []int {
	return []int{9 * 60, 10 * 60, 15 * 60, 19 * 60, 19*60 + 30, 20 * 60}
}

func askCallHour(t *turn, d calling) (dialog.View, error) {
	v := dialog.View{Text: locales.CallAskHour(d.starts(t))}
	for i, minute := range usualHours() {
		d.Minute = minute
		if i%3 == 0 {
			v.Choices = append(v.Choices, nil)
		}
		last := len(v.Choices) - 1
		v.Choices[last] = append(v.Choices[last], dialog.Choice{Value: strconv.Itoa(minute), Label: locales.CallHourButton(d.starts(t))})
	}
	return v, nil
}

func takeCallHour(t *turn, d *calling, a dialog.Answer) (err error) {
	ok := true
	if a.Choice != "" {
		d.Minute, err = strconv.Atoi(a.Choice)
	} else {
		d.Minute, ok = fund.ReadClock(a.Text)
	}
	switch {
	case err != nil:
		return err
	case !ok:
		return dialog.Again(locales.CallHourUnreadable())
	case !d.starts(t).After(t.now):
		return dialog.Again(locales.CallHourPast())
	}
	return nil
}

// askHaste is asked only where the notice is shorter than the rule: it names
// the rule and the earliest day, and offers that day.
func (g *gathering) askHaste(t *turn, d calling) (dialog.View, error) {
	earliest := g.office.NoticeUntil(t.now, d.Kind)
	days, byAct := g.office.Rules(t.now).Meetings.NoticeDays(d.Kind), 0
	if d.Kind == fund.MeetingResidents {
		byAct = 1
	}
	return dialog.View{
		Text:    locales.CallAskHaste(meetingKind(d.Kind), d.starts(t), earliest, byAct, days),
		Choices: [][]dialog.Choice{{{Value: "e", Label: locales.CallEarliestButton(earliest)}}},
	}, nil
}

func (g *gathering) takeHaste(t *turn, d *calling, a dialog.Answer) error {
	if a.Choice != "" {
		return g.setDay(t, d, g.office.NoticeUntil(t.now, d.Kind).Format(time.DateOnly))
	}
	if a.Text == "" {
		return dialog.Again(locales.FormTextPlease())
	}
	if err := g.office.Rules(t.now).Requests.CheckReason(a.Text); err != nil {
		return again(err)
	}
	d.Haste = a.Text
	return nil
}

// askCallWhere offers the place of the meeting called last.
func (g *gathering) askCallWhere(t *turn, d calling) (dialog.View, error) {
	v := dialog.View{Text: locales.CallAskWhere()}
	list, err := g.office.Meetings(t.tx, d.Place)
	if err != nil || len(list) == 0 {
		return v, err
	}
	last := slices.MaxFunc(list, func(a, b fund.Meeting) int { return int(a.ID - b.ID) })
	v.Choices = [][]dialog.Choice{{{Value: "l", Label: locales.Text(cut(last.Where, maxShortLabel))}}}
	return v, nil
}

func (g *gathering) takeCallWhere(t *turn, d *calling, a dialog.Answer) error {
	if a.Choice != "" {
		list, err := g.office.Meetings(t.tx, d.Place)
		if err != nil || len(list) == 0 {
			return err
		}
		a.Text = slices.MaxFunc(list, func(a, b fund.Meeting) int { return int(a.ID - b.ID) }).Where
	}
	var length *fund.LengthError
	if err := fund.CheckMeetingWhere(a.Text); errors.As(err, &length) {
		return dialog.Again(locales.CallWhereLength(length.Min, length.Max, length.Have))
	}
	d.Where = strings.TrimSpace(a.Text)
	return nil
}

func askCallRemote(*turn, calling) (dialog.View, error) {
	return dialog.View{Text: locales.CallAskRemote(), Choices: [][]dialog.Choice{
		{{Value: "y", Label: locales.CallRemoteYesButton()}}, {{Value: "n", Label: locales.CallRemoteNoButton()}},
	}}, nil
}

func takeCallRemote(_ *turn, d *calling, a dialog.Answer) error {
	if a.Choice == "" {
		return dialog.Again(locales.FormPressPlease())
	}
	d.Remote = a.Choice == "y"
	return nil
}

func askCallTitle(_ *turn, d calling) (dialog.View, error) {
	return dialog.View{Text: locales.CallAskTitle(), Choices: [][]dialog.Choice{{{Value: "u", Label: meetingKind(d.Kind)}}}}, nil
}

func (g *gathering) takeCallTitle(_ *turn, d *calling, a dialog.Answer) error {
	if a.Choice != "" {
		d.Title = ""
		return nil
	}
	var length *fund.LengthError
	if err := fund.CheckTitle(a.Text); errors.As(err, &length) {
		return dialog.Again(locales.CallTitleLength(length.Min, length.Max, length.Have))
	}
	d.Title = strings.TrimSpace(a.Text)
	return nil
}

// meeting is what the form has collected; its usual name is in the language of
// whoever calls it.
func (g *gathering) meeting(t *turn, d calling) (n office.NewMeeting, err error) {
	n = office.NewMeeting{
		Community: d.Place, Kind: d.Kind, Title: d.Title, Where: d.Where, Starts: d.starts(t), Remote: d.Remote, Haste: d.Haste,
		Chair: d.Chair, Agenda: d.Agenda, Petition: d.Petition,
	}
	if n.Title == "" {
		n.Title, err = g.book.Plain(t.lang, meetingKind(d.Kind))
	}
	return n, err
}

// lookAtCall shows the call as it will be read. What keeps it from being sent
// is said when it is sent.
func (g *gathering) lookAtCall(t *turn, d calling) (dialog.View, error) {
	n, err := g.meeting(t, d)
	if err != nil {
		return dialog.View{}, err
	}
	m := fund.Meeting{
		Community: n.Community, Kind: n.Kind, Status: fund.MeetingCalled, Title: n.Title, Where: n.Where, Starts: n.Starts,
		Remote: n.Remote, Haste: n.Haste, Chair: n.Chair, Agenda: slices.Clone(n.Agenda), Petition: n.Petition,
	}
	if n.Petition != 0 {
		p, err := g.office.Petition(t.act(), n.Petition)
		if err != nil {
			return dialog.View{}, err
		}
		m.Basis = p.Basis
	}
	if m.Chair == 0 {
		m.Chair = t.person.ID
	}
	for i := range m.Agenda {
		m.Agenda[i].N = i + 1
	}
	page, err := g.meetingText(t.act(), office.MeetingView{Meeting: m})
	if err != nil {
		return dialog.View{}, err
	}
	if earliest := g.office.NoticeUntil(t.now, d.Kind); n.Starts.Before(earliest) && d.Haste == "" {
		page = locales.Paragraphs(page, locales.CallHasteAgain(earliest))
	}
	members, err := g.office.MembersOf(t.act(), d.Place, d.Kind)
	return dialog.View{Text: locales.CallLook(page, members)}, err
}

func (g *gathering) called(t *turn, d calling) error {
	n, err := g.meeting(t, d)
	if err != nil {
		return err
	}
	m, err := g.office.CallMeeting(t.act(), n)
	if errors.Is(err, office.ErrHaste) { // it took long to fill in
		return dialog.Again(locales.CallHasteAgain(g.office.NoticeUntil(t.now, d.Kind)))
	}
	if err != nil {
		return err
	}
	members, err := g.office.MembersOf(t.act(), d.Place, d.Kind)
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.CallDone(m.Title, members), Keys: [][]key{
		{t.key(locales.CallPageButton(), meetingButton{m.ID})},
	}})
}
