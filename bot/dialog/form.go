package dialog

import (
	"errors"
	"fmt"
	"slices"

	"huimin/locales"
)

// LastLook as the step of [Form.Start] begins at the last look.
const LastLook = "*"

// What Take may return besides nil, a [*Retry] and a failure.
var (
	// ErrStay keeps the draft as Take left it and asks the same question again:
	// a list that is paged, several things to tick.
	ErrStay = errors.New("stay with the question")
	// ErrOver ends the conversation without Done: Take did something else
	// instead, and has said so.
	ErrOver = errors.New("the conversation is over")
)

// Retry asks again, with a sentence first; nothing is lost. Take returns it for
// an answer it cannot use, and Done for a draft that must change first; Done
// must not have acted then.
type Retry struct {
	Message locales.Message
	// Enough says that the answer was meant for this step and is too much for
	// it: where it was offered unasked, no other step is tried.
	Enough bool
}

// Error names the sentence's key.
func (r *Retry) Error() string { return "ask again: " + r.Message.ID }

// Again is a [*Retry] with the sentence.
func Again(m locales.Message) error { return &Retry{Message: m} }

// Enough is a [*Retry] of an answer that is of the right kind and too much.
func Enough(m locales.Message) error { return &Retry{Message: m, Enough: true} }

// Form is a conversation that fills a draft D, step by step. T is what the
// caller hands through to every step, a turn for instance. D must survive JSON.
type Form[T, D any] struct {
	Name  string          // what it is saved by: never change it
	Title locales.Message // what is being filled in, said as "we are still in the middle of this: …"
	Steps []Step[T, D]
	// Look is the last look before sending. Without one, Done follows the last
	// step at once; a form that takes pictures needs one, for an album arrives in
	// several messages.
	Look func(t T, d D) (View, error)
	// Done checks the whole draft again and acts. After an error everything is as
	// it was before the event that led here.
	Done func(t T, d D) error
}

// Step is one question.
type Step[T, D any] struct {
	// Key is what a conversation is saved by, so that a release in the middle
	// never misroutes an answer. Never change it, nor give it another meaning.
	Key string
	// Label names the answer on its button at the last look; without one it
	// cannot be changed there.
	Label func(d D) locales.Message
	// Ask is the question with its choices. A draft that has the answer already,
	// because the person came back, may show it.
	Ask func(t T, d D) (View, error)
	// Take puts the answer into the draft; see [Retry], [ErrStay], [ErrOver]. A
	// choice is one of those that Ask offers at this moment.
	Take func(t T, d *D, a Answer) error
	// When tells whether the draft needs this question; nil: always.
	When func(d D) bool
	// Unasked tells that the question is not asked in passing: it is answered by
	// its button at the last look, or unasked if it is Free. Nil: never.
	Unasked func(D) bool
	// Optional gives the question a Skip button. Clear then takes an earlier
	// answer out of the draft; without it an answer once given can only be changed.
	Optional bool
	Clear    func(d *D)
	// Free lets pictures and places in at any other question, and whatever Take
	// accepts at the last look, without pressing anything first.
	Free bool
}

// View is what a question shows, choices row by row.
type View struct {
	Text    locales.Message
	Choices [][]Choice
}

// Choice is one button of a question. Value is short, for a button carries 64
// bytes in all; Style is "", "primary", "success" or "danger".
type Choice struct {
	Value string
	Label locales.Message
	Style string
}

// Check reports what is wrong with the declaration.
func (f Form[T, D]) Check() error {
	var errs []error
	bad := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("form %q: "+format, append([]any{f.Name}, args...)...))
	}
	if f.Name == "" || f.Title.IsZero() || f.Done == nil || len(f.Steps) == 0 {
		bad("needs a name, a title, steps and Done")
	}
	var keys []string
	for _, s := range f.Steps {
		switch {
		case s.Key == "" || s.Key == LastLook || slices.Contains(keys, s.Key):
			bad("step key %q is empty, reserved or used twice", s.Key)
		case s.Ask == nil || s.Take == nil:
			bad("step %q needs Ask and Take", s.Key)
		case s.Clear != nil && !s.Optional:
			bad("step %q has Clear but is not optional", s.Key)
		case s.Label != nil && f.Look == nil:
			bad("step %q has a label but there is no last look", s.Key)
		}
		keys = append(keys, s.Key)
	}
	return errors.Join(errs...)
}

// step finds a step by its key.
func (f Form[T, D]) step(key string) (Step[T, D], bool) {
	i := slices.IndexFunc(f.Steps, func(s Step[T, D]) bool { return s.Key == key })
	if i < 0 {
		return Step[T, D]{}, false
	}
	return f.Steps[i], true
}

// needed finds a step by its key if the draft needs it.
func (f Form[T, D]) needed(key string, d D) (Step[T, D], bool) {
	s, ok := f.step(key)
	return s, ok && (s.When == nil || s.When(d))
}
