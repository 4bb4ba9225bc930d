package bot

import (
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// grantName says a role as somebody holds it: for which bureau, for whom they
// stand in, until when.
func grantName(tx *store.Tx, o *office.Office, g fund.Grant) (locales.Message, error) {
	role := officeName(g.Role, g.Bureau)
	switch {
	case g.Deputy != 0:
		of, err := principalName(tx, o, g)
		return locales.TenureFor(role, of, lastDay(o, g.Term)), err
	case !g.Term.IsZero():
		return locales.TenureUntil(role, lastDay(o, g.Term)), nil
	}
	return role, nil
}

// principalName is whom a deputy stands in for.
func principalName(tx *store.Tx, o *office.Office, g fund.Grant) (string, error) {
	p, err := o.Principal(tx, g)
	if err != nil {
		return "", err
	}
	return personOf(tx, p.ID)
}

// lastDay is the last day of what ends at a moment.
func lastDay(o *office.Office, end time.Time) time.Time { return fund.LastDay(end.In(o.Zone())) }

// termOf says the term that an invitation gives; the zero Message for none.
func termOf(o *office.Office, i store.Invite) locales.Message {
	switch {
	case i.Term.IsZero() || i.Deputy != 0:
		return locales.Message{}
	case i.Since.IsZero():
		return locales.TenureTermUntil(lastDay(o, i.Term))
	}
	return locales.TenureTerm(i.Since.In(o.Zone()), lastDay(o, i.Term))
}

// withTerm adds the term that an invitation gives, if any.
func withTerm(o *office.Office, i store.Invite, text locales.Message) locales.Message {
	if term := termOf(o, i); !term.IsZero() {
		return locales.Paragraphs(text, term)
	}
	return text
}

// actingFor says for whom the person stands in, and until when, a line each.
func (c *staff) actingFor(t *turn) ([]locales.Message, error) {
	grants, err := c.office.Grants(t.tx, t.person)
	if err != nil {
		return nil, err
	}
	var lines []locales.Message
	for _, g := range grants {
		if g.Deputy == 0 || !g.Active(t.now) {
			continue
		}
		of, err := principalName(t.tx, c.office, g)
		if err != nil {
			return nil, err
		}
		place, err := nameOf(t.tx, c.office, g.Place)
		if err != nil {
			return nil, err
		}
		lines = append(lines, locales.DeputyActing(of, officeName(g.Role, g.Bureau), place, lastDay(c.office, g.Term)))
	}
	return lines, nil
}

// forWhom adds to what was done that it was done for somebody absent.
func forWhom(t *turn, o *office.Office, said locales.Message, action fund.Action, place fund.PlaceID) (locales.Message, error) {
	of, err := o.ActsFor(t.act(), action, place)
	if err != nil || of.ID == 0 {
		return said, err
	}
	name, err := personOf(t.tx, of.ID)
	return locales.Paragraphs(said, locales.DeputyDone(name)), err
}

// representation says how well a community's representatives stand for its
// households; the zero Message where nobody has counted them.
func (c *staff) representation(t *turn, place fund.Place) (locales.Message, error) {
	if place.Kind != fund.PlaceCommunity {
		return locales.Message{}, nil
	}
	v, err := c.office.Representation(t.act(), place.ID)
	return representationWords(v), err
}

func representationWords(v fund.Representation) locales.Message {
	switch {
	case v.Households == 0:
		return locales.Message{}
	case v.Have < v.Least:
		return locales.RepresentationFew(v.Households, v.Have, v.Least)
	case v.Have > v.Most:
		return locales.RepresentationMany(v.Households, v.Have, v.Most)
	}
	return locales.RepresentationFits(v.Households, v.Have)
}
