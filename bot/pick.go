package bot

import (
	"slices"
	"strconv"
	"strings"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
)

// maxChoices is how many places are offered at once.
const maxChoices = 24

// pick is a place being chosen: by pressing one, by going down from Under, or
// by writing a part of its name, which is Find.
type pick struct {
	Place fund.PlaceID `json:"place,omitempty"`
	Under fund.PlaceID `json:"under,omitempty"`
	Find  string       `json:"find,omitempty"`
}

// within gives the places of the kinds at which somebody may do something, by
// the roles that they hold.
func (c *staff) within(t *turn, may func(grants []fund.Grant, lineage []fund.PlaceID) error, kinds ...fund.PlaceKind) ([]fund.Place, error) {
	grants, err := c.office.Grants(t.tx, t.person)
	if err != nil {
		return nil, err
	}
	var list []fund.Place
	seen := map[fund.PlaceID]bool{}
	for _, g := range grants {
		for _, kind := range kinds {
			places, err := t.tx.PlacesWithin(g.Place, kind)
			if err != nil {
				return nil, err
			}
			for _, p := range places {
				if seen[p.ID] {
					continue
				}
				seen[p.ID] = true
				lineage, err := c.office.Lineage(t.tx, p.ID)
				if err != nil {
					return nil, err
				}
				if may(grants, lineage) == nil {
					list = append(list, p)
				}
			}
		}
	}
	return list, nil
}

// where gives the places at which somebody may do an action.
func (c *staff) where(t *turn, action fund.Action, kinds ...fund.PlaceKind) ([]fund.Place, error) {
	return c.within(t, func(grants []fund.Grant, lineage []fund.PlaceID) error {
		return fund.May(grants, action, lineage, t.now)
	}, kinds...)
}

// offer gives the choices of a place: all that may be chosen when they are
// few, else those that a name finds, else the way down from the top.
func (c *staff) offer(t *turn, p pick, among []fund.Place) (choices [][]dialog.Choice, above locales.Name, err error) {
	shown := matching(among, p.Find)
	var top fund.Place
	if len(shown) > maxChoices {
		if top, shown, err = c.level(t, p.Under, among); err != nil {
			return nil, above, err
		}
		above = placeName(top)
	}
	for i, place := range shown {
		value := "p"
		if top.ID != 0 && furtherDown(place, top, among) {
			value = "u"
		}
		choice := dialog.Choice{
			Value: value + strconv.FormatInt(int64(place.ID), 10), Label: locales.Named(placeName(place)),
		}
		if len(shown) > 6 && i%2 == 1 {
			choices[len(choices)-1] = append(choices[len(choices)-1], choice)
			continue
		}
		choices = append(choices, []dialog.Choice{choice})
	}
	if p.Under != 0 || p.Find != "" {
		choices = append(choices, []dialog.Choice{{Value: "t", Label: locales.PlaceUpButton()}})
	}
	return choices, above, nil
}

// level is one step of the way down: the place above, itself first when it
// may be chosen, and what lies right below it.
func (c *staff) level(t *turn, under fund.PlaceID, among []fund.Place) (top fund.Place, shown []fund.Place, err error) {
	if under == 0 {
		path, err := c.office.Path(t.tx, among[0].ID)
		if err != nil {
			return top, nil, err
		}
		under = path[0].ID
	}
	if top, err = c.office.Place(t.tx, under); err != nil {
		return top, nil, err
	}
	if contains(among, top.ID) {
		shown = append(shown, top)
	}
	below, err := c.office.Children(t.tx, under)
	return top, append(shown, below...), err
}

// furtherDown tells whether a place shown under top leads to others, rather
// than being one that may be chosen.
func furtherDown(place, top fund.Place, among []fund.Place) bool {
	if place.ID == top.ID {
		return false
	}
	kinds := fund.PlaceKinds() // from the top down
	return slices.ContainsFunc(among, func(p fund.Place) bool {
		return slices.Index(kinds, p.Kind) > slices.Index(kinds, place.Kind)
	})
}

// choose takes an answer about a place; false while more has to be said.
func (p *pick) choose(a dialog.Answer, among []fund.Place) (bool, error) {
	if a.Choice == "t" {
		*p = pick{}
		return false, nil
	}
	if a.Choice == "" {
		p.Find, p.Under = a.Text, 0
		found := matching(among, a.Text)
		if len(found) == 1 {
			*p = pick{Place: found[0].ID}
		}
		return len(found) == 1, nil
	}
	id, err := strconv.ParseInt(a.Choice[1:], 10, 64)
	if err != nil {
		return false, err
	}
	if a.Choice[0] == 'u' {
		*p = pick{Under: fund.PlaceID(id)}
		return false, nil
	}
	*p = pick{Place: fund.PlaceID(id)}
	return true, nil
}

// matching gives the places whose code, or a part of whose name, is text.
func matching(among []fund.Place, text string) []fund.Place {
	if text == "" {
		return among
	}
	var found []fund.Place
	for _, p := range among {
		if fold(p.Code) == fold(text) {
			return []fund.Place{p}
		}
		if strings.Contains(fold(p.Name), fold(text)) || strings.Contains(fold(p.NameEn), fold(text)) {
			found = append(found, p)
		}
	}
	return found
}

func contains(among []fund.Place, id fund.PlaceID) bool {
	return slices.ContainsFunc(among, func(p fund.Place) bool { return p.ID == id })
}
