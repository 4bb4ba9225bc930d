package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// What is done about minutes: see them, also from a post; put words on record
// and take them back; name the recorder (with Page: turn to those who may be);
// sign; correct; object.
type (
	minutesButton struct {
		Meeting fund.MeetingID
		Page    int
	}
	minutesPostButton  struct{ Meeting fund.MeetingID }
	minutesPaperButton struct{ Meeting fund.MeetingID }
	speakButton        struct{ Meeting fund.MeetingID }
	takeBackButton     struct{ Contribution int64 }
	recordersButton    struct {
		Meeting fund.MeetingID
		Page    int
	}
	recorderButton struct {
		Meeting fund.MeetingID
		Person  fund.PersonID
	}
	signMinutesButton    struct{ Meeting fund.MeetingID }
	correctMinutesButton struct{ Meeting fund.MeetingID }
	objectMinutesButton  struct{ Meeting fund.MeetingID }
)

// wantMinutes begins a link to a meeting's minutes: "m12".
const wantMinutes = 'm'

// saying is what somebody writes about a meeting: for its record, as a
// correction, or as an objection.
type saying struct {
	Meeting fund.MeetingID `json:"meeting"`
	Text    string         `json:"text,omitempty"`
}

// recording is the minutes of meetings.
type recording struct {
	*gathering
	speak   opener[saying]
	correct opener[saying]
	object  opener[saying]
}

// flow is everything about minutes.
func (m *recording) flow(r *router) {
	m.speak = form(r, m.speakForm())
	m.correct = form(r, m.correctForm())
	m.object = form(r, m.objectForm())
	m.rows = append(m.rows, m.meetingRows)
	press(r, "gn", func(t *turn, b minutesButton) error { return m.showMinutes(t, b.Meeting, b.Page) })
	pressOpen(r, "gno", func(t *turn, b minutesPostButton) error {
		t.open(t.link(string(wantMinutes) + strconv.FormatInt(int64(b.Meeting), 10)))
		return nil
	})
	press(r, "gnp", m.sendMinutes)
	press(r, "gns", m.beginSpeak)
	press(r, "gnt", m.takeBack)
	press(r, "gnl", m.showRecorders)
	press(r, "gnr", m.nameRecorder)
	press(r, "gnx", m.sign)
	press(r, "gnc", m.beginCorrect)
	press(r, "gnj", m.beginObject)
	r.command(command{Name: "minute", Scope: anywhere, Describe: locales.CommandMinute(), Run: m.minute})
	r.notice(office.KindMinutesPost, m.minutesPost)
	r.notice(office.KindMinutesPaper, m.minutesPaper)
	r.notice(office.KindMinutesSign, m.signNotice)
}

// meetingRows lead from a meeting's page to its minutes.
func (m *recording) meetingRows(t *turn, v office.MeetingView) (rows [][]key, err error) {
	id := v.Meeting.ID
	switch v.Meeting.Status {
	case fund.MeetingOpen:
		if m.office.MaySpeak(t.act(), v.Meeting) == nil {
			rows = append(rows, []key{t.key(locales.MinutesSpeakButton(), speakButton{id})})
		}
		list, err := t.tx.Contributions(id)
		if err != nil {
			return nil, err
		}
		rows = append(rows, []key{t.key(locales.MinutesSoFarButton(len(list)), minutesButton{Meeting: id})})
	case fund.MeetingEnded:
		rows = append(rows, []key{t.key(locales.MinutesButton(), minutesButton{Meeting: id})})
	case fund.MeetingCalled, fund.MeetingCancelled:
	}
	named, err := m.recorderRow(t, v.Meeting)
	return append(rows, named...), err
}

// recorderRow names who records, for whoever presides, until they have signed.
func (m *recording) recorderRow(t *turn, v fund.Meeting) ([][]key, error) {
	presides := m.office.Presides(t.act(), v.ID) == nil
	if !presides || v.Status == fund.MeetingCancelled {
		return nil, nil
	}
	signed, err := t.tx.SignOffs(v.ID)
	for _, s := range signed {
		if s.Capacity == fund.CapacityRecorder {
			return nil, err
		}
	}
	return [][]key{{t.key(locales.MinutesRecorderButton(), recordersButton{Meeting: v.ID})}}, err
}

// pageRoom is how many code points of minutes one message shows.
const pageRoom = 3500

// showMinutes shows a page of a meeting's minutes, with what the reader may do
// about them.
func (m *recording) showMinutes(t *turn, id fund.MeetingID, page int) error {
	v, err := m.office.Minutes(t.act(), id)
	if err != nil {
		return err
	}
	if err := v.Meeting.In(fund.MeetingOpen, fund.MeetingEnded); err != nil {
		return err
	}
	text, page, pages, err := m.minutesPage(t, v, page)
	if err != nil {
		return err
	}
	s := screen{Text: text}
	if pages > 1 {
		s.Text = locales.Lines(text, locales.MinutesMore(page+1, pages))
		s.Keys = append(s.Keys, turnKeys(t, page, pages, func(to int) any { return minutesButton{id, to} }))
	}
	keys, err := m.minutesKeys(t, v)
	if err != nil {
		return err
	}
	s.Keys = append(append(s.Keys, keys...), []key{t.key(locales.MeetingBackButton(), meetingButton{id})})
	return t.show(s)
}

// minutesKeys are what the reader may do about minutes.
func (m *recording) minutesKeys(t *turn, v office.MinutesView) (keys [][]key, err error) {
	id, a := v.Meeting.ID, t.act()
	if v.Meeting.Status == fund.MeetingOpen {
		if m.office.MaySpeak(a, v.Meeting) == nil {
			keys = append(keys, []key{t.key(locales.MinutesSpeakButton(), speakButton{id})})
		}
		for _, c := range v.Contributions {
			if c.Person == t.person.ID && c.TakenBack.IsZero() {
				keys = append(keys, []key{t.key(locales.MinutesTakeBackButton(c.N), takeBackButton{c.ID})})
			}
		}
	}
	named, err := m.recorderRow(t, v.Meeting)
	if err != nil || v.Meeting.Status != fund.MeetingEnded {
		return append(keys, named...), err
	}
	if _, err := v.Meeting.SignOff(t.person.ID, v.SignOffs, t.now); err == nil {
		keys = append(keys, []key{t.key(locales.MinutesSignButton(), signMinutesButton{id}).styled("success")})
	}
	keys = append(keys, named...)
	if m.office.KeepsMinutes(a, v.Meeting) == nil {
		keys = append(keys, []key{t.key(locales.MinutesCorrectButton(), correctMinutesButton{id})})
	}
	if m.office.MayObject(a, id) == nil {
		keys = append(keys, []key{t.key(locales.MinutesObjectButton(), objectMinutesButton{id})})
	}
	answers := m.office.Allowed(a, fund.ActAnswer, v.Meeting.Community) == nil
	for _, c := range v.Objections {
		if c.Status != fund.ComplaintSettled && (answers || c.Author == t.person.ID) {
			keys = append(keys, []key{t.key(locales.ComplaintMineButton(c.Number), complaintButton{c.ID})})
		}
	}
	return append(keys, []key{t.key(locales.MinutesPaperButton(), minutesPaperButton{id})}), nil
}

// sendMinutes has the minutes sent as a paper, which is made when it is sent:
// setting a document takes longer than an answer may.
func (m *recording) sendMinutes(t *turn, b minutesPaperButton) error {
	v, err := m.office.Minutes(t.act(), b.Meeting)
	if err == nil {
		err = v.Meeting.In(fund.MeetingEnded)
	}
	if err != nil {
		return err
	}
	data, err := json.Marshal(office.MinutesNews{Meeting: b.Meeting})
	if err != nil {
		return fmt.Errorf("send minutes: %w", err)
	}
	return t.tx.Send(store.Outgoing{Kind: office.KindMinutesPaper, Chat: t.chat.ID, Data: data, Lane: store.LaneReply, Due: t.now}, t.now)
}

// Putting words on record.

// minute puts words on the record of the meeting that goes on: those after the
// command, or those of the message that it replies to.
func (m *recording) minute(t *turn, words string) error {
	meeting, err := m.meetingHere(t)
	if err != nil {
		return err
	}
	speaker, words, err := m.heardFrom(t, strings.TrimSpace(words))
	if err != nil {
		return err
	}
	if words == "" {
		return t.say(screen{Text: locales.MinuteHow()})
	}
	c, err := m.office.PutOnRecord(t.act(), meeting.ID, speaker, words)
	if err != nil {
		return err
	}
	return m.receipt(t, meeting, c)
}

// meetingHere is the meeting that goes on where somebody writes.
func (m *recording) meetingHere(t *turn) (fund.Meeting, error) {
	place, kind := t.kept.Place, fund.MeetingRepresentatives
	if t.chat.private() {
		var err error
		if place, err = m.meetingPlace(t); err != nil {
			return fund.Meeting{}, err
		}
	} else if t.kept.Purpose == store.PurposeNeighbourhood {
		kind = fund.MeetingResidents
	}
	return m.office.OpenMeetingAt(t.tx, place, kind)
}

// heardFrom gives whose words are to go on record: one's own behind the
// command, else those of the message replied to, and whoever wrote it.
func (m *recording) heardFrom(t *turn, words string) (fund.PersonID, string, error) {
	to := t.message.ReplyToMessage
	if words != "" || to == nil || to.From == nil || to.From.IsBot {
		return t.person.ID, words, nil
	}
	words = to.Text
	if words == "" {
		words = to.Caption
	}
	if to.From.ID == t.user.ID {
		return t.person.ID, words, nil
	}
	speaker, err := found(t.tx.PersonByTelegram(to.From.ID))
	if err == nil && (speaker.ID == 0 || speaker.Erased || speaker.Consent != fund.ConsentVersion) {
		err = errSpeakerUnknown
	}
	return speaker.ID, words, err
}

// errSpeakerUnknown says that whoever wrote a message has not agreed that
// anything of theirs is kept.
var errSpeakerUnknown = errors.New("the speaker has not agreed to the privacy notice")

// receipt shows what stands on record, with a way to take it back.
func (m *recording) receipt(t *turn, meeting fund.Meeting, c fund.Contribution) error {
	s := screen{
		Text: locales.MinuteDoneHere(c.N, meeting.Title), // the words stand above: erasure could not reach them here
		Keys: [][]key{{t.key(locales.MinutesTakeBackButton(c.N), takeBackButton{c.ID})}},
	}
	if t.chat.private() {
		s.Text = locales.MinuteDone(c.N, meeting.Title, c.Text)
		s.Keys = append(s.Keys, []key{t.key(locales.MeetingBackButton(), meetingButton{meeting.ID})})
	}
	return t.show(s)
}

func (m *recording) takeBack(t *turn, b takeBackButton) error {
	c, err := m.office.TakeBack(t.act(), b.Contribution)
	if err != nil {
		return err
	}
	s := screen{Text: locales.MinuteBack(c.N)}
	if t.chat.private() {
		s.Keys = [][]key{{t.key(locales.MeetingBackButton(), meetingButton{c.Meeting})}}
	}
	return t.show(s)
}

func (m *recording) beginSpeak(t *turn, b speakButton) error {
	v, err := t.tx.Meeting(b.Meeting)
	if err == nil {
		err = m.office.MaySpeak(t.act(), v)
	}
	if err != nil {
		return err
	}
	return m.speak.begin(t, saying{Meeting: b.Meeting})
}

// Naming the recorder, and signing.

// recordersShown is how many who may record are offered at once.
const recordersShown = 8

func (m *recording) showRecorders(t *turn, b recordersButton) error {
	v, err := m.office.Meeting(t.act(), b.Meeting)
	if err == nil {
		err = m.office.Presides(t.act(), b.Meeting)
	}
	if err != nil {
		return err
	}
	list, err := m.office.Recorders(t.act(), b.Meeting)
	if err != nil {
		return err
	}
	now := ""
	if v.Meeting.Recorder != 0 {
		if now, err = personOf(t.tx, v.Meeting.Recorder); err != nil {
			return err
		}
	}
	s := screen{Text: locales.MinutesRecorderAsk(v.Meeting.Title, now)}
	pages := max(1, (len(list)+recordersShown-1)/recordersShown)
	page := min(max(b.Page, 0), pages-1)
	for _, p := range list[page*recordersShown : min((page+1)*recordersShown, len(list))] {
		name, err := personOf(t.tx, p)
		if err != nil {
			return err
		}
		s.Keys = append(s.Keys, []key{t.key(locales.MinutesPersonButton(name), recorderButton{b.Meeting, p})})
	}
	if pages > 1 {
		s.Keys = append(s.Keys, turnKeys(t, page, pages, func(to int) any { return recordersButton{b.Meeting, to} }))
	}
	s.Keys = append(s.Keys, []key{t.key(locales.MeetingBackButton(), meetingButton{b.Meeting})})
	return t.show(s)
}

func (m *recording) nameRecorder(t *turn, b recorderButton) error {
	if _, err := m.office.NameRecorder(t.act(), b.Meeting, b.Person); err != nil {
		return err
	}
	name, err := personOf(t.tx, b.Person)
	if err != nil {
		return err
	}
	t.toast(locales.MinutesRecorderAlert(name))
	return m.showMeeting(t, b.Meeting)
}

func (m *recording) sign(t *turn, b signMinutesButton) error {
	v, err := m.office.SignMinutes(t.act(), b.Meeting)
	if err != nil {
		return err
	}
	if v.Signed().IsZero() {
		t.toast(locales.MinutesSignedAlert())
	} else {
		t.toast(locales.MinutesPostedAlert())
	}
	return m.showMinutes(t, b.Meeting, 0)
}

// Correcting and objecting.

func (m *recording) beginCorrect(t *turn, b correctMinutesButton) error {
	v, err := t.tx.Meeting(b.Meeting)
	if err == nil {
		err = m.office.KeepsMinutes(t.act(), v)
	}
	if err == nil {
		err = v.In(fund.MeetingEnded)
	}
	if err != nil {
		return err
	}
	return m.correct.begin(t, saying{Meeting: b.Meeting})
}

func (m *recording) beginObject(t *turn, b objectMinutesButton) error {
	if err := m.office.MayObject(t.act(), b.Meeting); err != nil {
		return err
	}
	return m.object.begin(t, saying{Meeting: b.Meeting})
}

func (m *recording) minutesRow(t *turn, id fund.MeetingID) [][]key {
	return [][]key{{t.key(locales.MinutesButton(), minutesButton{Meeting: id})}}
}
