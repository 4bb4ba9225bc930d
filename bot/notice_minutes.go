package bot

import (
	"encoding/json"
	"slices"
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/store"
)

// minutesPage gives a page of minutes as the reader may see them, which page it
// is, and how many there are.
func (m *recording) minutesPage(t *turn, v office.MinutesView, page int) (text locales.Message, at, pages int, err error) {
	told, err := m.told(t.tx, v, m.namesAll(t.act(), v))
	if err != nil {
		return text, 0, 0, err
	}
	list, err := report.Pages(m.book, t.lang, told.Blocks(), pageRoom)
	if err != nil {
		return text, 0, 0, err
	}
	at = min(max(page, 0), len(list)-1)
	return list[at], at, len(list), nil
}

// namesAll tells whether somebody reads everybody's name in minutes: the
// meeting's members, and those who keep its minutes. To others, chair, recorder
// and whoever called stand by name, and everybody else with stars.
func (m *recording) namesAll(a office.Act, v office.MinutesView) bool {
	return a.By.ID != 0 && (slices.Contains(v.Members, a.By.ID) || m.office.KeepsMinutes(a, v.Meeting) == nil)
}

// told is minutes with the names and titles that are told.
func (m *recording) told(tx *store.Tx, v office.MinutesView, full bool) (report.Minutes, error) {
	told := report.Minutes{
		Minutes: v.Minutes, Place: placeName(v.Place), Kind: meetingKind(v.Meeting.Kind),
		Names: map[fund.PersonID]string{}, Titles: map[int]string{},
		Until: v.Until, Objections: v.Objections, Outcome: ballotOutcome, Projects: map[fund.ProjectID]string{}, Head: report.Head(v.Head),
	}
	rules := m.office.Rules(v.Meeting.Called).InMeeting(v.Meeting.Kind)
	told.Needed = rules.QuorumNeeds(len(v.Members))
	for _, item := range v.Meeting.Agenda {
		told.Titles[item.N] = item.Title
		if item.Project == 0 {
			continue
		}
		p, err := m.office.Project(tx, item.Project)
		if err != nil {
			return told, err
		}
		told.Titles[item.N] = p.Number + " " + p.Title
	}
	for _, vote := range v.Votes {
		for _, o := range vote.Asked.Options {
			if o.Project == 0 {
				continue
			}
			p, err := m.office.Project(tx, o.Project)
			if err != nil {
				return told, err
			}
			told.Projects[o.Project] = p.Number + " " + p.Title
		}
	}
	public := convenors(v.Meeting)
	for _, id := range slices.Concat(public, named(v.Minutes)) {
		if id == 0 || told.Names[id] != "" {
			continue
		}
		p, err := tx.Person(id)
		if err != nil {
			return told, err
		}
		if told.Names[id], err = personOf(tx, id); err != nil {
			return told, err
		}
		if !full && !p.Erased && !slices.Contains(public, id) {
			told.Names[id] = fund.MaskName("", p.Name)
		}
	}
	return told, nil
}

// convenors gives who called a meeting, moved it, presides and records: they
// stand in minutes by name.
func convenors(m fund.Meeting) []fund.PersonID {
	list := []fund.PersonID{m.Chair, m.Recorder, m.CalledBy}
	for _, b := range m.Before {
		list = append(list, b.By)
	}
	return list
}

// named gives everybody who is named in minutes.
func named(v fund.Minutes) (list []fund.PersonID) {
	list = slices.Clone(v.Members)
	for _, vote := range v.Votes {
		list = slices.Concat(list, vote.For, vote.Against, vote.Abstain, vote.InRoom, vote.Tellers)
	}
	for _, c := range v.Contributions {
		list = append(list, c.Person, c.By)
	}
	for _, c := range v.Corrections {
		list = append(list, c.Person)
	}
	for _, s := range v.SignOffs {
		list = append(list, s.Person)
	}
	return list
}

// minutesPost is the post about signed minutes: until when they are on the
// board, and how to object.
func (m *recording) minutesPost(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.MinutesNews](data)
	if err != nil {
		return screen{}, err
	}
	minutes, err := m.office.Minutes(office.Act{Tx: v.tx, Now: v.now}, n.Meeting)
	if err != nil {
		return screen{}, err
	}
	if minutes.Until.IsZero() {
		return screen{}, errNothing
	}
	return screen{
		Text: locales.MinutesPost(minutes.Meeting.Title, placeName(minutes.Place), minutes.Until, len(minutes.Corrections), len(minutes.Objections)),
		Keys: [][]key{{v.key(locales.MinutesReadButton(), minutesPostButton{n.Meeting})}},
	}, nil
}

// minutesPaper is the minutes as a paper. In a group names stand with stars.
func (m *recording) minutesPaper(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.MinutesNews](data)
	if err != nil {
		return screen{}, err
	}
	a := office.Act{Tx: v.tx, Now: v.now}
	if v.private() {
		if a.By, err = v.tx.PersonByTelegram(v.chat); err != nil {
			return screen{}, err
		}
	}
	minutes, err := m.office.Minutes(a, n.Meeting)
	if err != nil {
		return screen{}, err
	}
	if v.topic != "" && n.Corrections != len(minutes.Corrections) {
		return screen{}, errNothing // a newer paper says it all
	}
	told, err := m.told(v.tx, minutes, m.namesAll(a, minutes))
	if err != nil {
		return screen{}, err
	}
	raw, err := report.MinutesPaper(told, m.book, v.lang)
	if err != nil {
		return screen{}, err
	}
	title := minutes.Meeting.Title
	text := locales.MinutesPaperCaption(title, minutes.Until)
	switch {
	case minutes.Until.IsZero():
		text = locales.MinutesPaperDraft(title)
	case n.Corrections > 0:
		last := minutes.Corrections[len(minutes.Corrections)-1]
		text = locales.MinutesPaperCorrected(title, last.N, last.Text, minutes.Until)
	}
	name, err := m.book.Plain(v.lang, locales.MinutesFormFile(minutes.Place.Code, minutes.Meeting.Starts.Format(time.DateOnly)))
	return screen{Text: text, Document: &document{Name: name, Bytes: raw}}, err
}

// signNotice tells chair or recorder that the minutes wait for their signature.
func (m *recording) signNotice(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.MinutesNews](data)
	if err != nil {
		return screen{}, err
	}
	person, err := v.tx.PersonByTelegram(v.chat)
	if err != nil {
		return screen{}, err
	}
	minutes, err := m.office.Minutes(office.Act{Tx: v.tx, Now: v.now, By: person}, n.Meeting)
	if err != nil {
		return screen{}, err
	}
	chair := 0
	if person.ID == minutes.Meeting.Chair {
		chair = 1
	} else if person.ID != minutes.Meeting.Recorder {
		return screen{}, errNothing
	}
	for _, s := range minutes.SignOffs {
		if s.Person == person.ID {
			return screen{}, errNothing
		}
	}
	return screen{Text: locales.MinutesSignAsk(minutes.Meeting.Title, chair), Keys: [][]key{
		{v.key(locales.MinutesButton(), minutesButton{Meeting: n.Meeting})},
	}}, nil
}
