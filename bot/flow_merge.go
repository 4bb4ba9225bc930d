package bot

import (
	"errors"
	"strconv"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/store"
)

// joining is a request being joined to another that asks for the same.
type joining struct {
	Request fund.RequestID `json:"request"`
	Into    fund.RequestID `json:"into,omitempty"`
}

func (c *staff) beginJoin(t *turn, id fund.RequestID) error {
	if _, err := c.openCase(t, fund.ActMerge, id); err != nil {
		return err
	}
	return c.join.begin(t, joining{Request: id})
}

func (c *staff) joinForm() dialog.Form[*turn, joining] {
	return dialog.Form[*turn, joining]{
		Name: "join", Title: locales.MergingTitle(),
		Steps: []dialog.Step[*turn, joining]{{
			Key: "into", Label: func(joining) locales.Message { return locales.MergingIntoLabelButton() },
			Ask: c.askInto, Take: c.takeInto,
		}},
		Look: c.lookAtJoin,
		Done: c.joinAsked,
	}
}

// likeThis gives the open requests closest to one.
func (c *staff) likeThis(t *turn, r fund.Request) ([]fund.Request, error) {
	list, err := c.office.Similar(t.tx, r.Community, r.Text, similarShown+1)
	var others []fund.Request
	for _, other := range list {
		if other.ID != r.ID && len(others) < similarShown {
			others = append(others, other)
		}
	}
	return others, err
}

func (c *staff) askInto(t *turn, d joining) (dialog.View, error) {
	r, err := c.office.Request(t.tx, d.Request)
	if err != nil {
		return dialog.View{}, err
	}
	others, err := c.likeThis(t, r)
	var v dialog.View
	var lines []locales.Message
	for i, other := range others {
		lines = append(lines, locales.FormLine(i+1, locales.MergingLine(other.Number, shortTitle(other), other.Supporters)))
		v.Choices = append(v.Choices, []dialog.Choice{{
			Value: strconv.FormatInt(int64(other.ID), 10), Label: locales.Text(other.Number),
		}})
	}
	v.Text = locales.MergingAsk(r.Number, shortTitle(r), lines)
	return v, err
}

func (c *staff) takeInto(t *turn, d *joining, a dialog.Answer) error {
	if a.Choice != "" {
		id, err := strconv.ParseInt(a.Choice, 10, 64)
		d.Into = fund.RequestID(id)
		return err
	}
	if a.Text == "" {
		return dialog.Again(locales.FormTextPlease())
	}
	into, err := c.writtenInto(t, d.Request, a.Text)
	if errors.Is(err, store.ErrNotFound) {
		return dialog.Again(locales.MergingUnknown(cut(a.Text, maxEcho)))
	}
	if err != nil {
		return err
	}
	if into.ID == d.Request {
		return dialog.Again(locales.MergingItself())
	}
	d.Into = into.ID
	return nil
}

// writtenInto is the request that somebody wrote the number of: its own, or that
// of its line.
func (c *staff) writtenInto(t *turn, id fund.RequestID, text string) (fund.Request, error) {
	n, ok := lineNumber(text)
	if !ok {
		return c.office.RequestByNumber(t.tx, text)
	}
	r, err := c.office.Request(t.tx, id)
	if err != nil {
		return r, err
	}
	others, err := c.likeThis(t, r)
	if err == nil && (n < 1 || n > len(others)) {
		err = store.ErrNotFound
	}
	if err != nil {
		return r, err
	}
	return others[n-1], nil
}

func (c *staff) lookAtJoin(t *turn, d joining) (dialog.View, error) {
	r, err := c.office.Request(t.tx, d.Request)
	if err != nil {
		return dialog.View{}, err
	}
	into, err := c.office.Request(t.tx, d.Into)
	return dialog.View{
		Text: locales.MergingLook(r.Number, shortTitle(r), into.Number, shortTitle(into), int(r.Author), r.Supporters),
	}, err
}

// joinAsked asks the author, or joins at once where nobody can be asked.
func (c *staff) joinAsked(t *turn, d joining) error {
	m, err := c.office.ProposeMerge(t.act(), d.Request, d.Into)
	if err != nil {
		return err
	}
	r, err := c.office.Request(t.tx, d.Request)
	if err != nil {
		return err
	}
	into, err := c.office.Request(t.tx, d.Into)
	if err != nil {
		return err
	}
	text := locales.MergingAsked(r.Number, into.Number)
	if m.Agreed {
		text = locales.MergingDone(r.Number, into.Number)
	}
	return t.show(screen{Text: text, Keys: [][]key{c.deskButtonRow(t)}})
}
