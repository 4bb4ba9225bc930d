package bot

import (
	"errors"
	"strings"

	"github.com/go-telegram/bot/models"

	"huimin/bot/dialog"
	"huimin/locales"
)

// pressForm goes on after a key of a question was pressed.
func (r *router) pressForm(t *turn, b formButton) error {
	d, err := t.desk()
	if err != nil {
		return err
	}
	switch act := dialog.Act(b.Act); act {
	case dialog.GoOn, dialog.Anew:
		return r.decide(t, d, act, b.Nonce)
	case dialog.Undo:
		if !d.TakeUp(b.Nonce) {
			t.alert(locales.FormOverAlert())
			return nil
		}
		return r.play(t, d, dialog.Event{Act: dialog.Resume})
	case dialog.PutAside:
		if d.Open == nil || d.Open.Nonce != b.Nonce {
			t.alert(locales.FormAnsweredAlert())
			return nil
		}
		return r.putAside(t, d)
	case dialog.Meant, dialog.Apart:
		return r.decideMeant(t, d, act, b.Nonce)
	case dialog.Choose, dialog.Back, dialog.Cancel, dialog.Skip, dialog.Keep, dialog.Change, dialog.Send:
		if d.Open == nil || b.Nonce == 0 {
			t.alert(locales.FormOverAlert())
			return nil
		}
		if d.Next != nil && d.Open.Nonce == b.Nonce {
			d.GoOn() // by using it again
		}
		return r.play(t, d, dialog.Event{Act: act, Value: b.Value, Nonce: b.Nonce})
	case dialog.Answered, dialog.Resume, dialog.Remind: // no button does that
	}
	return errStaleButton
}

// decide goes on with the unfinished conversation, or begins the other one.
func (r *router) decide(t *turn, d dialog.Desk, act dialog.Act, nonce int64) error {
	if d.Next == nil || d.Nonce != nonce {
		t.alert(locales.FormAnsweredAlert())
		return nil
	}
	if act == dialog.GoOn {
		d.GoOn()
	} else if old := d.Make(t.number()); old != nil {
		return r.askWhich(t, d)
	}
	return r.play(t, d, dialog.Event{Act: dialog.Resume})
}

// commandForm is /back and /cancel.
func (r *router) commandForm(t *turn, act dialog.Act) error {
	d, err := t.desk()
	if err != nil {
		return err
	}
	if d.Next != nil {
		d.GoOn() // what wanted to begin gives way
		return r.play(t, d, dialog.Event{Act: dialog.Resume})
	}
	if d.Open == nil && d.Left != nil {
		d.TakeUp(d.Left.Nonce)
		if act == dialog.Back {
			act = dialog.Resume
		}
	}
	switch {
	case d.Open != nil:
		return r.play(t, d, dialog.Event{Act: act})
	case t.chat.private():
		return t.say(screen{Text: locales.FormNothingOpen()})
	}
	return nil // in a group it may be meant for another bot
}

// continueForm takes what somebody writes or sends in the middle of a form.
func (r *router) continueForm(t *turn) (bool, error) {
	d, err := t.desk()
	switch {
	case err != nil:
		return false, err
	case t.stranger(), !t.chat.private() && !r.repliesToUs(t.message):
		return false, nil
	case d.Open == nil && d.Next == nil:
		return r.askMeant(t, d)
	case t.edited:
		return r.editForm(t, d)
	case t.called != nil:
		return r.interruptForm(t, d)
	case d.Next != nil:
		if err := t.say(screen{Text: locales.FormPressPlease()}); err != nil {
			return true, err
		}
		return true, r.askWhich(t, d)
	case pictureFile(t.message):
		return true, t.say(screen{Text: locales.FormPictureFile()})
	}
	a := answerIn(t.message)
	if a.Empty() && !somethingElse(t.message) {
		return false, nil
	}
	return true, r.play(t, d, dialog.Event{Act: dialog.Answered, Answer: a})
}

// editForm follows an edited message if it gave an answer.
func (r *router) editForm(t *turn, d dialog.Desk) (bool, error) {
	a := answerIn(t.message)
	if d.Open == nil || !d.Open.Knows(a.MessageID) || a.Empty() || t.message.Location != nil { // a place that moves by itself
		return false, nil
	}
	a.Edited = true
	return true, r.play(t, d, dialog.Event{Act: dialog.Answered, Answer: a})
}

// interruptForm runs another command in the middle of a form, and then comes
// back to it. A form that nothing was given to yet is left.
func (r *router) interruptForm(t *turn, d dialog.Desk) (bool, error) {
	if c := t.called.command; c == nil || c.Name == "back" || c.Name == "cancel" || d.Open == nil || d.Next != nil {
		return false, nil
	}
	if !d.Open.Touched {
		return true, r.leaveForm(t, d)
	}
	was := *d.Open
	if err := r.runBeside(t); err != nil {
		return true, err
	}
	d, err := t.desk()
	if err != nil || d.Next != nil || d.Open == nil || d.Open.Form != was.Form || d.Open.Nonce != was.Nonce {
		return true, err
	}
	return true, r.play(t, d, dialog.Event{Act: dialog.Remind})
}

// runBeside runs a command; why it is refused is said at once, for the form has
// something to say after it.
func (r *router) runBeside(t *turn) error {
	err := t.undoable(func() error { return r.runCommand(t) })
	if m, ok := words(err); ok {
		return t.say(screen{Text: m})
	}
	return err
}

// leaveForm runs a command in place of a form that nothing was given to yet, and
// says how to take that up again; where another one begins, that comes last.
func (r *router) leaveForm(t *turn, d dialog.Desk) error {
	d.Leave()
	if err := t.saveDesk(d); err != nil {
		return err
	}
	if err := r.runBeside(t); err != nil {
		return err
	}
	d, err := t.desk()
	if err != nil || d.Left == nil {
		return err
	}
	return r.sayLeft(t, d.Left)
}

func (r *router) sayLeft(t *turn, left *dialog.State) error {
	return t.say(screen{Text: locales.FormLeft(r.title(left)), Keys: takeUp(t, locales.FormGoOnButton(), left)})
}

// askMeant asks whether what somebody writes is the answer to a form that they
// left before they had given one: only they know.
func (r *router) askMeant(t *turn, d dialog.Desk) (bool, error) {
	if d.Left == nil || t.edited || t.called != nil || answerIn(t.message).Empty() {
		return false, nil
	}
	s := screen{Text: locales.FormMeant(r.title(d.Left)), ReplyTo: t.message.ID, Keys: [][]key{
		{t.formKey(locales.FormMeantButton(), dialog.Meant, "", d.Left.Nonce)},
		{t.formKey(locales.FormApartButton(), dialog.Apart, "", d.Left.Nonce)},
	}}
	if t.message.MediaGroupID != "" {
		return true, t.sayOnce("meant:"+t.message.MediaGroupID, s)
	}
	return true, t.say(s)
}

// decideMeant gives what was written to the form that was left, or to whoever
// takes what belongs to none.
func (r *router) decideMeant(t *turn, d dialog.Desk, act dialog.Act, nonce int64) error {
	if d.Left == nil || d.Left.Nonce != nonce {
		t.alert(locales.FormAnsweredAlert())
		return nil
	}
	said := sentBefore(t)
	if act == dialog.Meant {
		d.TakeUp(nonce)
		if said == nil {
			return r.play(t, d, dialog.Event{Act: dialog.Resume})
		}
		return r.play(t, d, dialog.Event{Act: dialog.Answered, Answer: *said})
	}
	d.Left = nil
	if err := errors.Join(t.saveDesk(d), t.show(screen{Text: locales.FormApart()})); err != nil || said == nil {
		return err
	}
	heard := *t // as if it came now
	heard.tap, heard.message = nil, t.message.ReplyToMessage
	_, err := firstTaker(&heard, r.texts)
	return err
}

// answerIn is what a message says to a form.
func answerIn(m *models.Message) dialog.Answer {
	a := dialog.Answer{Text: strings.TrimSpace(m.Text), MessageID: m.ID, Group: m.MediaGroupID}
	if a.Text == "" {
		a.Text = strings.TrimSpace(m.Caption)
	}
	if n := len(m.Photo); n > 0 { // the sizes of one picture, the largest last
		a.Photos = []dialog.Photo{{File: m.Photo[n-1].FileID, Unique: m.Photo[n-1].FileUniqueID}}
	}
	if l := m.Location; l != nil {
		a.Point = &dialog.Point{Lat: l.Latitude, Lon: l.Longitude}
		if m.Venue != nil {
			a.Point.Name = m.Venue.Title
		}
	}
	return a
}

// pictureFile tells whether a picture came as a file, which Telegram does not
// let anybody send on as a picture.
func pictureFile(m *models.Message) bool {
	return m.Document != nil && strings.HasPrefix(m.Document.MimeType, "image/")
}

// somethingElse tells whether somebody sent a thing that no form reads; the rest
// is Telegram's own news about the chat.
func somethingElse(m *models.Message) bool {
	return m.Sticker != nil || m.Voice != nil || m.Video != nil || m.VideoNote != nil || m.Audio != nil ||
		m.Document != nil || m.Animation != nil || m.Contact != nil || m.Dice != nil || m.Poll != nil
}
