package dialog

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"huimin/locales"
)

// outcome is what a step made of an answer.
type outcome string

const (
	taken   outcome = "taken"
	stayed  outcome = "stayed"
	refused outcome = "refused"
	ended   outcome = "ended"
)

// offer gives an answer to a step. The draft changes if the step takes it;
// otherwise the sentence says why not.
func (k *talk[T, D]) offer(step Step[T, D], a Answer) (outcome, locales.Message, error) {
	d, err := k.draft()
	if err != nil {
		return refused, locales.Message{}, err
	}
	result := taken
	var retry *Retry
	switch err := step.Take(k.t, &d, a); {
	case err == nil:
	case errors.Is(err, ErrStay):
		result = stayed
	case errors.Is(err, ErrOver):
		return ended, locales.Message{}, nil
	case errors.As(err, &retry):
		if retry.Enough {
			k.enough = retry.Message
		}
		return refused, retry.Message, nil
	default:
		return refused, locales.Message{}, fmt.Errorf("form %q: answer to %q: %w", k.form.Name, step.Key, err)
	}
	if err := k.save(d); err != nil {
		return refused, locales.Message{}, err
	}
	k.s.Touched = true
	k.s.source(a.MessageID, step.Key, !a.More)
	return result, locales.Message{}, nil
}

// over ends the conversation: a step did something else instead.
func (k *talk[T, D]) over() (Reply, error) { return Reply{State: k.s, End: Over}, nil }

// answer takes a message.
func (k *talk[T, D]) answer() (Reply, error) {
	a := k.e.Answer
	switch {
	case a.Edited:
		return k.edited(a)
	case a.Group != "" && a.Group == k.s.Album:
		return k.rest(a)
	}
	k.s.Album, k.s.AlbumFor, k.s.Refused = a.Group, "", 0
	if a.Empty() {
		return k.reject(a, locales.FormUnreadable())
	}
	if k.s.Looking {
		return k.free(a, locales.FormLookPlease())
	}
	step := k.step()
	result, why, err := k.offer(step, a)
	switch {
	case err != nil:
		return Reply{}, err
	case result == ended:
		return k.over()
	case result == refused && (len(a.Photos) > 0 || a.Point != nil):
		return k.free(a, why)
	case result == refused:
		return k.reject(a, why)
	}
	if a.Group != "" {
		k.s.AlbumFor = step.Key
	}
	if result == stayed {
		return k.ask(locales.Message{})
	}
	k.s.passed(step.Key)
	if result, err := k.alsoFree(a); err != nil || result == ended {
		return Reply{State: k.s, End: Over}, err
	}
	return k.forward()
}

// alsoFree offers the pictures and the place of a message whose words answered
// the question to the steps that take them unasked.
func (k *talk[T, D]) alsoFree(a Answer) (outcome, error) {
	if a.Text == "" || len(a.Photos) == 0 && a.Point == nil {
		return refused, nil
	}
	_, result, err := k.offerFree(Answer{Photos: a.Photos, Point: a.Point, Group: a.Group})
	return result, err
}

// reject asks again; the refused message may still be mended by editing it.
func (k *talk[T, D]) reject(a Answer, why locales.Message) (Reply, error) {
	k.s.Refused = a.MessageID
	return k.refuse(why)
}

// free offers an answer that the open question does not want to the steps that
// take one unasked.
func (k *talk[T, D]) free(a Answer, why locales.Message) (Reply, error) {
	step, result, err := k.offerFree(a)
	switch {
	case err != nil:
		return Reply{}, err
	case result == ended:
		return k.over()
	case result == refused && !k.enough.IsZero():
		return k.reject(a, k.enough)
	case result == refused:
		return k.reject(a, why)
	}
	if a.Group != "" {
		k.s.AlbumFor = step
	}
	return k.unasked(locales.FormAdded())
}

// offerFree finds the step that takes the answer unasked, and gives it to it.
func (k *talk[T, D]) offerFree(a Answer) (string, outcome, error) {
	for _, step := range k.form.Steps {
		_, needed := k.form.needed(step.Key, k.d)
		if !step.Free || !needed || !k.s.Looking && step.Key == k.s.Step {
			continue
		}
		a.More = a.Choice == "" && (a.More || k.s.has(step.Key))
		result, _, err := k.offer(step, a)
		if err != nil || result == ended {
			return step.Key, result, err
		}
		if result == refused && k.enough.IsZero() {
			continue
		}
		if result == refused {
			break
		}
		k.s.answered(step.Key)
		return step.Key, taken, nil
	}
	return "", refused, nil
}

// unasked goes on after the draft changed elsewhere than at the open question:
// that one is asked again if the draft still needs it.
func (k *talk[T, D]) unasked(note locales.Message) (Reply, error) {
	if k.s.Looking {
		k.moved = true
		k.advance()
		return k.ask(note)
	}
	if _, ok := k.form.needed(k.s.Step, k.d); ok {
		return k.ask(note)
	}
	if k.advance() {
		return k.ask(note)
	}
	return k.done()
}

// rest takes another picture of an album: the question has been asked once, and
// is not asked again for each.
func (k *talk[T, D]) rest(a Answer) (Reply, error) {
	a.More = true
	result := refused
	var err error
	if step, ok := k.form.needed(k.s.AlbumFor, k.d); ok {
		if result, _, err = k.offer(step, a); err != nil {
			return Reply{}, err
		}
	}
	if result == refused && k.enough.IsZero() {
		if _, result, err = k.offerFree(a); err != nil {
			return Reply{}, err
		}
	}
	switch _, still := k.form.needed(k.s.Step, k.d); {
	case result == refused && !k.enough.IsZero() && k.s.Refused == 0: // said once for an album
		return k.reject(a, k.enough)
	case result == refused:
		return Reply{State: k.s}, nil
	case result == ended:
		return k.over()
	case !k.s.Looking && !still:
		return k.unasked(locales.Message{})
	case !k.s.Looking && k.s.Step != k.s.AlbumFor:
		return Reply{State: k.s}, nil
	}
	k.advanceLook()
	r, err := k.ask(locales.Message{})
	r.Refresh = !k.moved
	return r, err
}

// advanceLook leaves the last look if the draft needs another question now.
func (k *talk[T, D]) advanceLook() {
	if k.s.Looking {
		k.advance()
	}
}

// edited follows a message that the person edited: the answer that it gave
// changes, wherever the conversation is by now.
func (k *talk[T, D]) edited(a Answer) (Reply, error) {
	key, ok := k.s.Sources[a.MessageID]
	if !ok && a.MessageID == k.s.Refused && a.MessageID != 0 {
		k.e.Answer.Edited = false
		return k.answer()
	}
	step, needed := k.form.needed(key, k.d)
	if !ok || !needed {
		return Reply{State: k.s}, nil
	}
	before := k.s.Draft
	result, why, err := k.offerEdited(step, a)
	switch {
	case err != nil:
		return Reply{}, err
	case result == ended:
		return k.over()
	case result == refused:
		return k.refuse(why)
	case bytes.Equal(before, k.s.Draft):
		return Reply{State: k.s}, nil
	}
	return k.unasked(locales.FormEdited())
}

// offerEdited is offer without forgetting the step's other messages.
func (k *talk[T, D]) offerEdited(step Step[T, D], a Answer) (outcome, locales.Message, error) {
	kept := k.s.clone().Sources
	result, why, err := k.offer(step, a)
	k.s.Sources = kept
	return result, why, err
}

// choose takes a choice, if it is one of those that are offered at this moment.
func (k *talk[T, D]) choose() (Reply, error) {
	v, err := k.view()
	if err != nil {
		return Reply{}, err
	}
	offered := slices.ContainsFunc(v.Choices, func(row []Choice) bool {
		return slices.ContainsFunc(row, func(c Choice) bool { return c.Value == k.e.Value })
	})
	if !offered {
		return k.ask(locales.FormGoneAlert())
	}
	a := Answer{Choice: k.e.Value}
	if k.s.Looking {
		return k.chooseLooking(a)
	}
	step := k.step()
	result, why, err := k.offer(step, a)
	switch {
	case err != nil:
		return Reply{}, err
	case result == ended:
		return k.over()
	case result == refused:
		return k.refuse(why)
	case result == stayed:
		return k.ask(locales.Message{})
	}
	k.s.passed(step.Key)
	return k.forward()
}

// chooseLooking takes a choice of the last look, which belongs to a free step.
func (k *talk[T, D]) chooseLooking(a Answer) (Reply, error) {
	_, result, err := k.offerFree(a)
	switch {
	case err != nil:
		return Reply{}, err
	case result == ended:
		return k.over()
	case result == refused:
		return k.refuse(locales.FormGoneAlert())
	}
	return k.unasked(locales.Message{})
}
