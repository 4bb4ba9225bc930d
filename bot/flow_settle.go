package bot

import (
	"strconv"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
)

// settling is somebody choosing their community. Said is what they sent before
// they had one, and goes on afterwards.
type settling struct {
	At     fund.PlaceID   `json:"at,omitempty"`
	Found  []fund.PlaceID `json:"found,omitempty"`
	Text   string         `json:"text,omitempty"`
	Chosen fund.PlaceID   `json:"chosen,omitempty"`
	Said   *dialog.Answer `json:"said,omitempty"`
}

// searchHits is how many communities are offered for a part of a name.
const searchHits = 8

func (c *residents) settleForm() dialog.Form[*turn, settling] {
	return dialog.Form[*turn, settling]{
		Name: "settle", Title: locales.PlaceTitle(),
		Steps: []dialog.Step[*turn, settling]{
			{Key: "place", Ask: c.askPlace, Take: c.takePlace},
		},
		Done: c.settled,
	}
}

func (c *residents) askPlace(t *turn, d settling) (dialog.View, error) {
	if len(d.Found) > 0 {
		return c.askFound(t, d)
	}
	at, below, err := c.below(t, d.At)
	if err != nil {
		return dialog.View{}, err
	}
	if len(below) == 0 {
		return dialog.View{Text: locales.PlaceNone()}, nil
	}
	v := dialog.View{Text: locales.PlaceAsk(placeName(at))}
	if below[0].Kind == fund.PlaceCommunity {
		v.Text = locales.PlaceAskCommunity(placeName(at))
	}
	for i, p := range below {
		choice := dialog.Choice{Value: "p" + strconv.FormatInt(int64(p.ID), 10), Label: locales.Named(placeName(p))}
		if len(below) > 6 && i%2 == 1 {
			v.Choices[len(v.Choices)-1] = append(v.Choices[len(v.Choices)-1], choice)
			continue
		}
		v.Choices = append(v.Choices, []dialog.Choice{choice})
	}
	if d.At != 0 {
		v.Choices = append(v.Choices, []dialog.Choice{{Value: "u", Label: locales.PlaceUpButton()}})
	}
	return v, nil
}

// below gives the places to choose from under one. Where there is only one
// part, nobody is asked which.
func (c *residents) below(t *turn, id fund.PlaceID) (at fund.Place, below []fund.Place, err error) {
	for {
		if below, err = c.office.Children(t.tx, id); err != nil {
			return at, nil, err
		}
		if len(below) != 1 || below[0].Kind == fund.PlaceCommunity {
			break
		}
		id = below[0].ID
	}
	if id != 0 {
		at, err = c.office.Place(t.tx, id)
	}
	return at, below, err
}

func (c *residents) askFound(t *turn, d settling) (dialog.View, error) {
	v := dialog.View{Text: locales.PlaceFound(d.Text)}
	for _, id := range d.Found {
		p, err := c.office.Place(t.tx, id)
		if err != nil {
			return v, err
		}
		choice := dialog.Choice{Value: "p" + strconv.FormatInt(int64(id), 10), Label: locales.Named(placeName(p))}
		v.Choices = append(v.Choices, []dialog.Choice{choice})
	}
	v.Choices = append(v.Choices, []dialog.Choice{{Value: "u", Label: locales.PlaceUpButton()}})
	return v, nil
}

func (c *residents) takePlace(t *turn, d *settling, a dialog.Answer) error {
	switch {
	case a.Choice == "u":
		d.At, d.Found = 0, nil
		return dialog.ErrStay
	case a.Choice != "":
		id, err := strconv.ParseInt(a.Choice[1:], 10, 64)
		if err != nil {
			return err
		}
		p, err := c.office.Place(t.tx, fund.PlaceID(id))
		if err != nil {
			return err
		}
		if p.Kind == fund.PlaceCommunity {
			d.Chosen = p.ID
			return nil
		}
		d.At, d.Found = p.ID, nil
		return dialog.ErrStay
	case a.Text == "":
		return dialog.Again(locales.FormPressPlease())
	}
	hits, err := c.office.SearchCommunities(t.tx, a.Text, searchHits)
	if err != nil {
		return err
	}
	if len(hits) == 0 {
		return dialog.Again(locales.PlaceNotFound(cut(a.Text, maxEcho)))
	}
	d.Found, d.Text = nil, a.Text
	for _, p := range hits {
		d.Found = append(d.Found, p.ID)
	}
	return dialog.ErrStay
}

// settled keeps the community and goes on with what the person came for.
func (c *residents) settled(t *turn, d settling) error {
	newcomer := t.person.Community == 0
	p, err := c.office.ChooseCommunity(t.act(), d.Chosen)
	if err != nil {
		return err
	}
	t.person = p
	name, err := nameOf(t.tx, c.office, p.Community)
	if err != nil {
		return err
	}
	if err := t.show(screen{Text: locales.StartHere(name)}); err != nil {
		return err
	}
	switch {
	case newcomer && d.Said == nil:
		return sayWithMenu(t, c.office, locales.StartAsk())
	case newcomer:
		if err := sayWithMenu(t, c.office, locales.StartMenu()); err != nil {
			return err
		}
		return c.hearSuggestion(t, *d.Said)
	}
	return nil
}
