package dialog

import (
	"fmt"
	"slices"

	"huimin/locales"
)

// prompt builds what the state shows.
func (k *talk[T, D]) prompt() (*Prompt, error) {
	p := &Prompt{Nonce: k.s.Nonce, Looking: k.s.Looking}
	v, err := k.view()
	if err != nil {
		return nil, err
	}
	p.Text = v.Text
	for _, row := range v.Choices {
		var keys []Key
		for _, c := range row {
			keys = append(keys, Key{Act: Choose, Value: c.Value, Label: c.Label, Style: c.Style})
		}
		p.Keys = append(p.Keys, keys)
	}
	if k.s.Looking {
		p.Keys = append(p.Keys, []Key{{Act: Send, Label: locales.FormSendButton(), Style: "success"}})
		p.Keys = append(p.Keys, k.changeKeys()...)
	} else if row := k.stepKeys(); len(row) > 0 {
		p.Keys = append(p.Keys, row)
	}
	var last []Key
	_, way := k.before()
	if k.s.Changing {
		way = !k.s.has(k.s.Step) // otherwise Keep leads back
	}
	if way {
		last = append(last, Key{Act: Back, Label: locales.FormBackButton()})
	}
	if k.e.Act == Remind { // in a row of its own: three of these wrap on a telephone
		p.Keys = append(p.Keys, []Key{{Act: PutAside, Label: locales.FormAsideButton()}})
	}
	p.Keys = append(p.Keys, append(last, Key{Act: Cancel, Label: locales.FormCancelButton()}))
	return p, nil
}

// view is what the open question, or the last look, says.
func (k *talk[T, D]) view() (View, error) {
	if k.s.Looking {
		v, err := k.form.Look(k.t, k.d)
		if err != nil {
			return View{}, fmt.Errorf("form %q: last look: %w", k.form.Name, err)
		}
		return v, nil
	}
	v, err := k.step().Ask(k.t, k.d)
	if err != nil {
		return View{}, fmt.Errorf("form %q: ask %q: %w", k.form.Name, k.s.Step, err)
	}
	return v, nil
}

// stepKeys are the open question's own: skip it, leave its answer out, keep it.
func (k *talk[T, D]) stepKeys() []Key {
	var row []Key
	step, has := k.step(), k.s.has(k.s.Step)
	if has {
		row = append(row, Key{Act: Keep, Label: locales.FormKeepButton()})
	}
	switch {
	case step.Optional && !has:
		row = append(row, Key{Act: Skip, Label: locales.FormSkipButton()})
	case step.Optional && step.Clear != nil:
		row = append(row, Key{Act: Skip, Label: locales.FormRemoveButton()})
	}
	return row
}

// changeKeys are the last look's: one for each answer, two a row.
func (k *talk[T, D]) changeKeys() [][]Key {
	var keys []Key
	for _, step := range k.form.Steps {
		if _, ok := k.form.needed(step.Key, k.d); ok && step.Label != nil {
			keys = append(keys, Key{Act: Change, Value: step.Key, Label: locales.FormChangeButton(step.Label(k.d))})
		}
	}
	return slices.Collect(slices.Chunk(keys, 2))
}
