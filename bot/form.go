package bot

import (
	"encoding/json"
	"errors"
	"fmt"

	"huimin/bot/dialog"
	"huimin/locales"
	"huimin/store"
)

// opener begins the conversations of one form.
type opener[D any] struct {
	open func(t *turn, draft D, step string) error
	hear func(t *turn, draft D, a dialog.Answer) error
}

// begin asks the first question. The draft may hold what is known already.
// Somebody who is in the middle of another form is asked first which it shall
// be.
func (o opener[D]) begin(t *turn, draft D) error { return o.open(t, draft, "") }

// beginAt asks the question of the step with this key, or shows the last look
// at dialog.LastLook; what comes before counts as answered by the draft.
func (o opener[D]) beginAt(t *turn, draft D, step string) error { return o.open(t, draft, step) }

// beginWith begins with the first question answered already, by what somebody
// sent before anything was asked.
func (o opener[D]) beginWith(t *turn, draft D, a dialog.Answer) error { return o.hear(t, draft, a) }

// formRunner goes on with the conversations of one form, whatever its draft.
type formRunner struct {
	title  locales.Message
	handle func(*turn, dialog.State, dialog.Event) (dialog.Reply, error)
}

// form registers a form and gives what begins it.
func form[D any](r *router, f dialog.Form[*turn, D]) opener[D] {
	if err := f.Check(); err != nil {
		r.errs = append(r.errs, err)
	}
	if _, ok := r.forms[f.Name]; ok || f.Name == noForm {
		r.wrong("form %q is registered twice", f.Name)
	}
	done := f.Done
	f.Done = func(t *turn, d D) error {
		return t.undoable(func() error {
			if err := t.closeForm(); err != nil {
				return err
			}
			return done(t, d)
		})
	}
	r.forms[f.Name] = formRunner{title: f.Title, handle: f.Handle}
	return opener[D]{
		open: func(t *turn, draft D, step string) error {
			state, err := f.Start(draft, step)
			if err != nil {
				return err
			}
			return r.beginForm(t, state)
		},
		hear: func(t *turn, draft D, a dialog.Answer) error {
			state, err := f.Start(draft, "")
			if err != nil {
				return err
			}
			reply, err := f.Handle(t, state, dialog.Event{Act: dialog.Answered, Number: t.number(), Answer: a})
			if err != nil || reply.End != dialog.Open {
				return err
			}
			if !reply.State.Touched && !reply.Note.IsZero() { // it was not taken
				if err := t.say(screen{Text: reply.Note}); err != nil {
					return err
				}
			}
			return r.beginForm(t, reply.State)
		},
	}
}

// formButton is a key of a question; see dialog.Key.
type formButton struct {
	Nonce int64
	Act   string
	Value string
}

// kindLook is a last look that an album is still arriving for: a post, so that
// it can be brought up to date.
const kindLook = "form_look"

// formFlow goes on with whatever form somebody is in the middle of.
func formFlow(r *router) {
	r.sessions(r.continueForm)
	press(r, "f", r.pressForm)
	r.notice(kindLook, func(_ *view, data json.RawMessage) (screen, error) {
		var s screen
		err := json.Unmarshal(data, &s)
		return s, err
	})
	r.command(command{
		Name: "back", Scope: anywhere, Describe: locales.CommandBack(),
		Run: func(t *turn, _ string) error { return r.commandForm(t, dialog.Back) },
	})
	r.command(command{
		Name: "cancel", Scope: anywhere, Describe: locales.CommandCancel(),
		Run: func(t *turn, _ string) error { return r.commandForm(t, dialog.Cancel) },
	})
}

// undoable runs do so that its error leaves the state, and the session, as they
// were.
func (t *turn) undoable(do func() error) error {
	before := t.session
	err := t.tx.Savepoint(func(*store.Tx) error { return do() })
	if err != nil {
		t.session = before
	}
	return err
}

// noForm is the session's form while nothing is open and something is aside.
const noForm = "-"

// desk is what the person has begun here. A session that is not a desk is
// another flow's, and in nobody's way.
func (t *turn) desk() (dialog.Desk, error) {
	if t.session == nil { // not read for a press, which mostly has nothing to do with a form
		s, err := found(t.tx.Session(t.chat.ID, t.user.ID))
		if err != nil || s.Data == nil {
			return dialog.Desk{}, err
		}
		t.session = &s
	}
	var d dialog.Desk
	if json.Unmarshal(t.session.Data, &d) == nil {
		return d, nil
	}
	return dialog.Desk{}, nil
}

// saveDesk keeps what the person has begun here.
func (t *turn) saveDesk(d dialog.Desk) error {
	if d.Empty() {
		t.session = nil
		return t.tx.DropSession(t.chat.ID, t.user.ID)
	}
	raw, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	s := store.Session{Chat: t.chat.ID, Person: t.user.ID, Form: noForm, Data: raw, Changed: t.now}
	if d.Open != nil {
		s.Form, s.Step = d.Open.Form, d.Open.Step
	}
	if err := t.tx.SaveSession(s); err != nil {
		return err
	}
	t.session = &s
	return nil
}

// closeForm ends the open conversation.
func (t *turn) closeForm() error {
	d, err := t.desk()
	if err != nil {
		return err
	}
	d.Open = nil
	return t.saveDesk(d)
}

// beginForm opens a conversation, or asks what shall become of the one that is
// in the way.
func (r *router) beginForm(t *turn, s dialog.State) error {
	d, err := t.desk()
	if err != nil {
		return err
	}
	left := d.Left
	if old := d.Begin(s, t.number()); old != nil {
		return r.askWhich(t, d)
	}
	if left != nil && d.Earlier == left {
		if err := r.sayLeft(t, left); err != nil {
			return err
		}
	}
	return r.play(t, d, dialog.Event{Act: dialog.Resume})
}

// number rises from update to update; that of the one being answered is in the
// buttons of what it asks.
func (t *turn) number() int64 { return t.update.ID }

// play gives an event to the open conversation, keeps what comes of it, and
// shows it.
func (r *router) play(t *turn, d dialog.Desk, e dialog.Event) error {
	run, ok := r.forms[d.Open.Form]
	if !ok { // of an earlier release
		d.Open = nil
		return errors.Join(t.saveDesk(d), r.showForm(t, screen{Text: locales.FormLost()}))
	}
	e.Number = t.number()
	reply, err := run.handle(t, *d.Open, e)
	if err != nil {
		return err
	}
	switch reply.End {
	case dialog.Sent: // Done has closed it, and has said what there is to say
		return r.sayWaiting(t)
	case dialog.Cancelled:
		return r.cancelForm(t, d)
	case dialog.Over:
		return errors.Join(t.closeForm(), r.sayWaiting(t))
	case dialog.Lost:
		d.Open = nil
		return errors.Join(t.saveDesk(d), r.showForm(t, screen{Text: reply.Note}))
	case dialog.Open:
	}
	d.Open = &reply.State
	if err := t.saveDesk(d); err != nil {
		return err
	}
	return r.showReply(t, reply, d.Open.Album != "")
}
