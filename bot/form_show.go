package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"huimin/bot/dialog"
	"huimin/locales"
	"huimin/store"
)

// showReply shows what follows from an event. With album, more pictures may be
// on their way.
func (r *router) showReply(t *turn, reply dialog.Reply, album bool) error {
	if t.tap != nil && !reply.Note.IsZero() {
		t.alert(reply.Note)
	}
	switch {
	case reply.Prompt == nil && (t.tap != nil || reply.Note.IsZero()):
		return nil
	case reply.Prompt == nil:
		return t.say(screen{Text: reply.Note})
	}
	s := screen{Text: reply.Prompt.Text, Keys: promptKeys(t, reply.Prompt)}
	if t.tap != nil {
		return r.showForm(t, s)
	}
	if !reply.Note.IsZero() {
		s.Text = locales.Paragraphs(reply.Note, s.Text)
	}
	if reply.Prompt.Looking && album || reply.Refresh {
		return t.post("form:"+strconv.FormatInt(t.user.ID, 10)+":"+strconv.FormatInt(reply.Prompt.Nonce, 10), s)
	}
	return t.say(s)
}

// post says a screen in a way that it can be brought up to date: what is posted
// under the same topic again takes its place.
func (t *turn) post(topic string, s screen) error {
	if err := s.check(); err != nil {
		return err
	}
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("post form: %w", err)
	}
	return t.tx.Send(store.Outgoing{Kind: kindLook, Topic: topic, Chat: t.chat.ID, Data: data, Lane: store.LaneReply}, t.now)
}

// showForm shows a question in place of the message whose button was pressed,
// unless that is a post that others read or that is kept up to date.
func (r *router) showForm(t *turn, s screen) error {
	if t.tap == nil || t.message == nil {
		return t.say(s)
	}
	var mine formButton
	if _, v, err := r.unpack(t.tap.Data); err == nil {
		mine, _ = v.Interface().(formButton)
	}
	if mine.Act != "" {
		return t.show(s)
	}
	if !t.chat.private() {
		return t.say(s)
	}
	switch _, err := t.tx.PostAt(t.chat.ID, t.message.ID); {
	case err == nil:
		return t.say(s)
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	return t.show(s)
}

func promptKeys(t *turn, p *dialog.Prompt) [][]key {
	rows := make([][]key, 0, len(p.Keys))
	for _, row := range p.Keys {
		var keys []key
		for _, k := range row {
			keys = append(keys, t.formKey(k.Label, k.Act, k.Value, p.Nonce).styled(k.Style))
		}
		rows = append(rows, keys)
	}
	return rows
}

func (t *turn) formKey(label locales.Message, act dialog.Act, value string, nonce int64) key {
	return t.key(label, formButton{Nonce: nonce, Act: string(act), Value: value})
}

// title is what the form of a conversation is called.
func (r *router) title(s *dialog.State) locales.Message { return r.forms[s.Form].title }

// askWhich asks whether to go on with the unfinished conversation or to begin
// the other one.
func (r *router) askWhich(t *turn, d dialog.Desk) error {
	if err := t.saveDesk(d); err != nil {
		return err
	}
	old := d.InTheWay()
	text, other := locales.FormInTheWay(r.title(old)), locales.FormAsideButton()
	if old.Form == d.Next.Form {
		text, other = locales.FormUnfinished(r.title(old)), locales.FormAnewButton()
	}
	return r.showForm(t, screen{Text: text, Keys: [][]key{
		{t.formKey(locales.FormGoOnButton(), dialog.GoOn, "", d.Nonce)},
		{t.formKey(other, dialog.Anew, "", d.Nonce)},
	}})
}

// sayWaiting reminds of what was put aside, once nothing else is open.
func (r *router) sayWaiting(t *turn) error {
	d, err := t.desk()
	if err != nil || d.Open != nil || d.Waiting() == nil {
		return err
	}
	return t.say(screen{Text: locales.FormWaiting(r.title(d.Waiting())), Keys: takeUp(t, locales.FormGoOnButton(), d.Waiting())})
}

func takeUp(t *turn, label locales.Message, s *dialog.State) [][]key {
	return [][]key{{t.formKey(label, dialog.Undo, "", s.Nonce)}}
}

// cancelForm gives the open conversation up, and offers to take that back.
func (r *router) cancelForm(t *turn, d dialog.Desk) error {
	s := screen{Text: locales.FormCancelled(r.title(d.Open))}
	d.Cancel()
	if d.Dropped != nil {
		s.Keys = takeUp(t, locales.FormUndoButton(), d.Dropped)
	}
	if err := t.saveDesk(d); err != nil {
		return err
	}
	return r.showForm(t, s)
}

// putAside puts the open conversation aside.
func (r *router) putAside(t *turn, d dialog.Desk) error {
	s := screen{Text: locales.FormPutAside(r.title(d.Open))}
	d.PutAside()
	if w := d.Waiting(); w != nil {
		s.Keys = takeUp(t, locales.FormGoOnButton(), w)
	}
	if err := t.saveDesk(d); err != nil {
		return err
	}
	return r.showForm(t, s)
}
