package bot

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/go-telegram/bot/models"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// chatInfo is the chat that an update came from.
type chatInfo struct {
	ID    int64
	Kind  store.ChatKind
	Title string
}

func (c chatInfo) private() bool { return c.Kind == store.ChatPrivate }

// turn is one update being answered: its transaction, person, chat and time.
type turn struct {
	*shared
	tx      *store.Tx
	now     time.Time
	person  fund.Person    // ID 0: nobody we know
	user    models.User    // as Telegram names them
	chat    chatInfo       // where it happened
	kept    store.Chat     // what is kept about that chat; ID 0 when nothing is
	lang    locales.Lang   // of the person; in a group, of what is posted there
	session *store.Session // the conversation they are in the middle of, if any
	update  *models.Update // the whole of it
	message *models.Message
	tap     *models.CallbackQuery // nil unless a button was pressed; message is then the one it hangs on, nil when too old
	edited  bool                  // message is a newer version of one that came before
	called  *called               // the command in message, if any
	doing   string                // what it came to, for a log without anybody's words
	answer  answerData
}

// stranger tells whether the person has not agreed to the privacy notice as it
// is today: they get the notice, and nothing about them is kept.
func (t *turn) stranger() bool {
	return t.person.ID == 0 || t.person.Erased || t.person.Consent != fund.ConsentVersion
}

// act is what the person of this turn does, for the office.
func (t *turn) act() office.Act { return office.Act{Tx: t.tx, Now: t.now, By: t.person} }

// say sends a new message to this chat.
func (t *turn) say(s screen) error {
	if !t.chat.private() && t.tap == nil && t.message != nil && s.ReplyTo == 0 {
		s.ReplyTo = t.message.ID
	}
	return t.queue(t.chat.ID, store.LaneReply, screenData{Lang: t.lang, Screen: s})
}

// show edits the message whose button was pressed. Without a press, or when
// that message cannot become the screen, it is said instead.
func (t *turn) show(s screen) error {
	if t.tap == nil || t.message == nil || !s.fitsInto(t.message) {
		return t.say(s)
	}
	return t.queue(t.chat.ID, store.LaneReply, screenData{Lang: t.lang, Screen: s, Edit: t.message.ID})
}

// tell sends a message to another chat, in the language of whoever reads it
// there.
func (t *turn) tell(chat int64, s screen) error {
	return t.queue(chat, store.LaneNotice, screenData{Screen: s})
}

func (t *turn) queue(chat int64, lane store.Lane, d screenData) error {
	if err := d.Screen.check(); err != nil {
		return err
	}
	data, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("say: %w", err)
	}
	return t.send(store.Outgoing{Kind: kindScreen, Chat: chat, Data: data, Lane: lane}, d)
}

// hand sends a screen with a paper of a secret ballot to the private chat of
// the person: in place of the message whose button was pressed, or anew. It
// waits in the outbox sealed.
func (t *turn) hand(s screen, edit bool) error {
	d := screenData{Lang: t.personLang(), Screen: s}
	if edit && t.message != nil {
		d.Edit = t.message.ID
	}
	err := s.check()
	var data []byte
	if err == nil {
		data, err = json.Marshal(d)
	}
	if err == nil {
		data, err = t.seal(data)
	}
	if err != nil {
		return fmt.Errorf("hand a paper: %w", err)
	}
	return t.send(store.Outgoing{Kind: kindSealed, Chat: t.person.Telegram, Data: data, Lane: store.LaneReply}, d)
}

func (t *turn) send(o store.Outgoing, d screenData) error {
	if d.Edit != 0 {
		o.Topic = editTopic(d.Edit) // two quick presses on one message become one edit
	}
	return t.tx.Send(o, t.now)
}

// editTopic names a message that is edited because its button was pressed.
func editTopic(message int) string { return "message:" + strconv.Itoa(message) }

// toast answers the press with a line that goes away by itself, once the
// transaction is committed. A press without an answer gets an empty one.
func (t *turn) toast(m locales.Message) { t.answer.Text, t.answer.Alert = &m, false }

// alert answers the press with a window that has to be closed.
func (t *turn) alert(m locales.Message) { t.answer.Text, t.answer.Alert = &m, true }

// open answers the press by opening a link of this bot, as made by t.link.
func (t *turn) open(url string) { t.answer.URL = url }

// answerLife is how long Telegram takes the answer to a press.
const answerLife = office.PressLife

// sendAnswer queues the one answer that every press gets.
func (t *turn) sendAnswer() error {
	t.answer.ID, t.answer.Lang = t.tap.ID, t.lang
	if !t.chat.private() {
		t.answer.Lang = t.personLang() // only the one who pressed reads it
	}
	data, err := json.Marshal(t.answer)
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	return t.tx.Send(store.Outgoing{
		Kind: kindAnswer, Chat: t.chat.ID, Data: data, Lane: store.LaneAnswer, Expires: t.now.Add(answerLife),
	}, t.now)
}

// personLang is the language of the person: the one they chose, else the one
// their Telegram speaks, else Chinese.
func (t *turn) personLang() locales.Lang { return locales.Match(t.person.Lang, t.user.LanguageCode) }

// text is what was written: the message's text, or the caption of its photo.
func (t *turn) text() string {
	switch {
	case t.message == nil || t.tap != nil:
		return ""
	case t.message.Text != "":
		return t.message.Text
	}
	return t.message.Caption
}

// setMenu shows the person's command menu with or without the commands of
// those who hold an office. It is to be called when that changes.
func (t *turn) setMenu(person fund.Person, staff bool) error {
	return t.queueMenu(person.Telegram, locales.Match(person.Lang), staff)
}
