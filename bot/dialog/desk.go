package dialog

import "slices"

// Desk is all that one person has begun in one chat: one conversation open, and
// others put aside. It is what a session saves.
type Desk struct {
	Open *State `json:"open,omitempty"`
	// Next wants to begin while an unfinished one is in the way; Nonce is that of
	// the question which of them it shall be.
	Next  *State  `json:"next,omitempty"`
	Nonce int64   `json:"nonce,omitempty"`
	Aside []State `json:"aside,omitempty"` // latest last
	// Dropped was cancelled last, until something else begins.
	Dropped *State `json:"dropped,omitempty"`
	// Left had no answer yet when the person did something else: what is written
	// next may be meant for it. Earlier is what Left was before something began.
	Left    *State `json:"left,omitempty"`
	Earlier *State `json:"earlier,omitempty"`
}

// Begin opens a conversation. Where an unfinished one is in the way, nothing is
// opened and that one comes back: the person decides by [Desk.GoOn] or
// [Desk.Make]. Number is as in [Event].
func (d *Desk) Begin(s State, number int64) *State {
	if d.Left != nil && d.Left.Form != s.Form {
		d.Earlier = d.Left
	}
	d.Dropped, d.Next, d.Left = nil, nil, nil
	old := d.inTheWay(s.Form)
	if old == nil {
		d.Open = &s
		return nil
	}
	d.Next, d.Nonce = &s, max(number, d.Nonce+1)
	return old
}

// InTheWay is the unfinished conversation that keeps Next from beginning.
func (d *Desk) InTheWay() *State {
	if d.Next == nil {
		return nil
	}
	return d.inTheWay(d.Next.Form)
}

// inTheWay is the open conversation if something would be lost with it, or one
// of the same form that was put aside.
func (d *Desk) inTheWay(form string) *State {
	if d.Open != nil && d.Open.Touched {
		return d.Open
	}
	if i := d.aside(form); i >= 0 {
		return &d.Aside[i]
	}
	return nil
}

// GoOn decides for the unfinished conversation. What wanted to begin is put
// aside if the person has given something to it already.
func (d *Desk) GoOn() {
	next := d.Next
	if next == nil {
		return
	}
	d.Next = nil
	if d.Open == nil || !d.Open.Touched {
		d.take(next.Form)
	}
	if next.Touched {
		next.Nonce = d.Nonce
		d.Aside = append(d.Aside, *next)
	}
}

// Make decides for what wanted to begin: the open conversation is put aside, or
// replaced if it is of the same form. It may meet another one in the way, which
// comes back as from [Desk.Begin]. Without anything that wants to begin, the
// open conversation is just put aside.
func (d *Desk) Make(number int64) *State {
	next := d.Next
	if next == nil {
		d.PutAside()
		return nil
	}
	if d.Open != nil && d.Open.Touched {
		if d.Open.Form != next.Form {
			d.Aside = append(d.Aside, *d.Open)
		}
		d.Open = nil
		return d.Begin(*next, number)
	}
	if i := d.aside(next.Form); i >= 0 {
		d.Aside = slices.Delete(d.Aside, i, i+1)
	}
	return d.Begin(*next, number)
}

// PutAside puts the open conversation aside, if there is something in it.
func (d *Desk) PutAside() {
	if d.Open != nil && d.Open.Touched {
		d.Aside = append(d.Aside, *d.Open)
	}
	d.Open = nil
}

// Leave leaves the open conversation, in which there is nothing yet.
func (d *Desk) Leave() { d.Open, d.Left = nil, d.Open }

// TakeUp opens the conversation that was put aside, left, or cancelled last,
// with this nonce; the one that is open now is put aside for it.
func (d *Desk) TakeUp(nonce int64) bool {
	s := d.takeOut(nonce)
	if s == nil {
		return false
	}
	d.Next, d.Left = nil, nil
	d.PutAside()
	d.Open = s
	return true
}

// takeOut takes the conversation with this nonce from where it lies; nil when
// there is none.
func (d *Desk) takeOut(nonce int64) *State {
	for _, at := range []**State{&d.Dropped, &d.Left, &d.Earlier} {
		if s := *at; s != nil && s.Nonce == nonce {
			*at = nil
			return s
		}
	}
	i := slices.IndexFunc(d.Aside, func(s State) bool { return s.Nonce == nonce })
	if i < 0 {
		return nil
	}
	s := d.Aside[i]
	d.Aside = slices.Delete(d.Aside, i, i+1)
	return &s
}

// Cancel gives the open conversation up; it can be taken up again until
// something else begins.
func (d *Desk) Cancel() {
	if d.Open != nil && d.Open.Touched {
		d.Dropped = d.Open
	}
	d.Open, d.Next = nil, nil
}

// Waiting is the conversation that was put aside last, or nil.
func (d *Desk) Waiting() *State {
	if len(d.Aside) == 0 {
		return nil
	}
	return &d.Aside[len(d.Aside)-1]
}

// Empty reports whether nothing needs to be saved.
func (d *Desk) Empty() bool {
	return d.Open == nil && d.Next == nil && len(d.Aside) == 0 && d.Dropped == nil && d.Left == nil && d.Earlier == nil
}

func (d *Desk) aside(form string) int {
	return slices.IndexFunc(d.Aside, func(s State) bool { return s.Form == form })
}

// take opens the one of the form that is aside.
func (d *Desk) take(form string) {
	if i := d.aside(form); i >= 0 {
		s := d.Aside[i]
		d.Aside = slices.Delete(d.Aside, i, i+1)
		d.Open = &s
	}
}
