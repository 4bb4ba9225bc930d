package dialog

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"huimin/locales"
)

// talk is one event being handled.
type talk[T, D any] struct {
	form Form[T, D]
	t    T
	e    Event
	was  State // as it was handed in
	s    State
	d    D // what s.Draft says
	// moved: another question is open now, or the last look has changed, so that
	// older buttons do not count any more.
	moved bool
	// enough is why a step refused an answer that was meant for it.
	enough locales.Message
}

// Handle answers one event. It changes nothing that was handed in; with an error
// nothing has happened, and the state handed in stands.
func (f Form[T, D]) Handle(t T, s State, e Event) (Reply, error) {
	if e.pressed() && (e.Nonce == 0 || e.Nonce != s.Nonce) {
		return Reply{State: s, Note: locales.FormAnsweredAlert()}, nil
	}
	if e.Act == Cancel {
		return Reply{State: s, End: Cancelled}, nil
	}
	k := &talk[T, D]{form: f, t: t, e: e, was: s, s: s.clone()}
	mended, err := k.open()
	if errors.Is(err, errDraft) {
		return Reply{State: s, End: Lost, Note: locales.FormLost()}, nil
	}
	if err != nil {
		return Reply{}, err
	}
	if mended && e.Act != Resume && e.Act != Remind {
		return k.ask(locales.FormMoved())
	}
	switch e.Act {
	case Answered:
		return k.answer()
	case Choose:
		return k.choose()
	case Back:
		return k.back()
	case Skip:
		return k.skip()
	case Keep:
		return k.keep()
	case Change:
		return k.change()
	case Send:
		return k.send()
	case Resume:
		k.moved = k.moved || k.s.Nonce == 0
		return k.ask(locales.Message{})
	case Remind:
		return k.ask(locales.FormMiddle(f.Title))
	case Cancel, PutAside, GoOn, Anew, Undo, Meant, Apart: // not a form's, or handled above
	}
	return Reply{State: s}, nil
}

// open reads the draft, and finds a place for a conversation whose question is
// gone: the first that has no answer yet.
func (k *talk[T, D]) open() (mended bool, err error) {
	if k.d, err = k.draft(); err != nil {
		return false, err
	}
	_, known := k.form.needed(k.s.Step, k.d)
	_, missing := k.unanswered()
	switch {
	case k.s.Looking && k.form.Look != nil && !missing:
		return false, nil
	case !k.s.Looking && known:
		return false, nil
	}
	if k.advance() {
		return true, nil
	}
	// Everything has its answer and there is no last look any more: the last
	// question is asked once more, for only the person decides to send.
	key, ok := k.before()
	if !ok {
		return false, errDraft
	}
	k.s.Looking = false
	k.enter(key)
	return true, nil
}

// draft decodes a draft of its own: Take may change it and then refuse.
func (k *talk[T, D]) draft() (D, error) {
	var d D
	if err := json.Unmarshal(k.s.Draft, &d); err != nil {
		return d, fmt.Errorf("form %q: %w", k.form.Name, errDraft)
	}
	return d, nil
}

// save makes d the draft.
func (k *talk[T, D]) save(d D) error {
	raw, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("form %q: save draft: %w", k.form.Name, err)
	}
	k.d, k.s.Draft = d, raw
	return nil
}

// step is the open question; open has made sure that there is one.
func (k *talk[T, D]) step() Step[T, D] {
	s, _ := k.form.step(k.s.Step)
	return s
}

// unanswered is the first question to be asked: the draft needs it and it has no
// answer.
func (k *talk[T, D]) unanswered() (string, bool) {
	for _, step := range k.form.Steps {
		if _, ok := k.form.needed(step.Key, k.d); !ok || step.Unasked != nil && step.Unasked(k.d) {
			continue
		}
		if !k.s.has(step.Key) {
			return step.Key, true
		}
	}
	return "", false
}

// enter opens a question.
func (k *talk[T, D]) enter(key string) {
	k.moved = k.moved || k.s.Looking || k.s.Step != key
	k.s.Step, k.s.Looking, k.s.Changing, k.s.Refused = key, false, false, 0
}

// advance goes to the next question without an answer, or to the last look; it
// reports false when neither is left, and Done is due.
func (k *talk[T, D]) advance() bool {
	if key, ok := k.unanswered(); ok {
		k.enter(key)
		return true
	}
	if k.form.Look == nil {
		return false
	}
	k.moved = k.moved || !k.s.Looking
	k.s.Step, k.s.Looking, k.s.Changing, k.s.Refused = "", true, false, 0
	return true
}

// before is the question that Back leads to.
func (k *talk[T, D]) before() (string, bool) {
	for _, key := range slices.Backward(k.s.Came) {
		if _, ok := k.form.needed(key, k.d); ok && (k.s.Looking || key != k.s.Step) {
			return key, true
		}
	}
	return "", false
}

// ask shows where the conversation is.
func (k *talk[T, D]) ask(note locales.Message) (Reply, error) {
	if k.moved {
		k.s.Nonce = max(k.e.Number, k.s.Nonce+1)
	}
	p, err := k.prompt()
	if err != nil {
		return Reply{}, err
	}
	return Reply{State: k.s, Note: note, Prompt: p}, nil
}

// refuse says why nothing has changed, and asks again unless the question was
// just pressed and is still on the screen.
func (k *talk[T, D]) refuse(note locales.Message) (Reply, error) {
	if k.e.pressed() {
		return Reply{State: k.s, Note: note}, nil
	}
	return k.ask(note)
}

// forward goes on after the open question is done with.
func (k *talk[T, D]) forward() (Reply, error) {
	if k.advance() {
		return k.ask(locales.Message{})
	}
	return k.done()
}

// done hands the draft over.
func (k *talk[T, D]) done() (Reply, error) {
	err := k.form.Done(k.t, k.d)
	var retry *Retry
	switch {
	case errors.As(err, &retry):
		k.s, k.moved = k.was.clone(), false
		if k.d, err = k.draft(); err != nil {
			return Reply{}, err
		}
		k.s.Refused = k.e.Answer.MessageID
		return k.refuse(retry.Message)
	case err != nil:
		return Reply{}, fmt.Errorf("form %q: %w", k.form.Name, err)
	}
	return Reply{State: k.s, End: Sent}, nil
}

func (k *talk[T, D]) back() (Reply, error) {
	if k.s.Changing {
		return k.forward()
	}
	key, ok := k.before()
	if !ok {
		return k.refuse(locales.FormFirst())
	}
	i := slices.Index(k.s.Came, key)
	k.s.Came = k.s.Came[:i]
	k.enter(key)
	return k.ask(locales.Message{})
}

func (k *talk[T, D]) skip() (Reply, error) {
	step := k.step()
	if k.s.Looking || !step.Optional {
		return k.refuse(locales.FormNeeded())
	}
	if step.Clear != nil {
		d := k.d
		step.Clear(&d)
		if err := k.save(d); err != nil {
			return Reply{}, err
		}
		k.s.source(0, step.Key, true)
	}
	k.s.passed(step.Key)
	return k.forward()
}

func (k *talk[T, D]) keep() (Reply, error) {
	if k.s.Looking || !k.s.has(k.s.Step) {
		return k.refuse(locales.FormNeeded())
	}
	k.s.passed(k.s.Step)
	return k.forward()
}

func (k *talk[T, D]) change() (Reply, error) {
	step, ok := k.form.needed(k.e.Value, k.d)
	if !k.s.Looking || !ok || step.Label == nil {
		return k.refuse(locales.FormGoneAlert())
	}
	k.enter(step.Key)
	k.s.Changing = true
	return k.ask(locales.Message{})
}

func (k *talk[T, D]) send() (Reply, error) {
	if !k.s.Looking {
		return k.refuse(locales.FormAnsweredAlert())
	}
	return k.done()
}
