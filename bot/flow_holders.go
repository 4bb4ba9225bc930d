package bot

import (
	"huimin/fund"
	"huimin/locales"
	"huimin/report"
	"huimin/store"
)

// holdersButton shows who holds which office at a place; 0 is the highest
// place where the person may appoint anybody.
type holdersButton struct {
	Place fund.PlaceID
	Page  int
}

// removeButton takes an office from somebody; it asks before.
type removeButton struct {
	Grant int64
	Sure  bool
}

// holdersSize is how many holders are shown at once.
const holdersSize = 8

// holdersFlow is who holds which office, and taking one away.
func (c *staff) holdersFlow(r *router) {
	press(r, "wh", c.showHolders)
	press(r, "whx", c.remove)
}

// showHolders lists who holds an office at a place, to those who may appoint
// there or below.
func (c *staff) showHolders(t *turn, b holdersButton) error {
	reach, err := c.reach(t)
	if err != nil {
		return err
	}
	if b.Place == 0 && len(reach) > 0 {
		b.Place = reach[0]
	}
	place, err := c.office.Place(t.tx, b.Place)
	if err != nil {
		return err
	}
	if may, err := c.reaches(t, reach, place.ID); err != nil || !may {
		return orDenied(err, place.ID)
	}
	grants, err := c.holdersAt(t, place)
	if err != nil {
		return err
	}
	pages := max(1, (len(grants)+holdersSize-1)/holdersSize)
	page := min(max(b.Page, 0), pages-1)
	first := page * holdersSize
	parts := []locales.Message{locales.HoldersTitle(placeName(place), len(grants))}
	if enough, err := c.representation(t, place); err != nil {
		return err
	} else if !enough.IsZero() {
		parts = append(parts, enough)
	}
	var keys [][]key
	var row []key
	for i, g := range grants[first:min(first+holdersSize, len(grants))] {
		name, err := personOf(t.tx, g.Person)
		if err != nil {
			return err
		}
		role, err := grantName(t.tx, c.office, g)
		if err != nil {
			return err
		}
		parts = append(parts, locales.HoldersLine(first+i+1, name, role, g.Since))
		may, err := c.holderKeys(t, first+i+1, g)
		if err != nil {
			return err
		}
		row = append(row, may...)
		if len(row) >= 2 {
			keys, row = append(keys, row), nil
		}
	}
	if len(row) > 0 {
		keys = append(keys, row)
	}
	if pages > 1 {
		keys = append(keys, turnKeys(t, page, pages, func(to int) any { return holdersButton{Place: place.ID, Page: to} }))
	}
	around, err := c.holdersAround(t, place, reach)
	if err != nil {
		return err
	}
	keys = append(append(keys, around...), []key{t.key(locales.InviteAgainButton(), inviteAgainButton{})})
	return t.show(screen{Text: locales.Lines(parts...), Keys: keys})
}

// holderKeys are what the person may do about the holder in a line of the list.
func (c *staff) holderKeys(t *turn, line int, g fund.Grant) ([]key, error) {
	may, err := c.mayRemove(t, g)
	if err != nil || !may {
		return nil, err
	}
	row := []key{t.key(locales.HoldersRemoveButton(line), removeButton{Grant: g.ID})}
	if g.Role.Appointed() && g.Deputy == 0 {
		row = append(row, t.key(locales.HandoverOfButton(line), handoverButton{Person: g.Person}))
	}
	return row, nil
}

func orDenied(err error, place fund.PlaceID) error {
	if err != nil {
		return err
	}
	return &fund.NotAllowed{Action: fund.ActInvite, Needs: fund.ActInvite.Needs(), At: place}
}

// reach gives the places of the offices by which the person may appoint
// others.
func (c *staff) reach(t *turn) ([]fund.PlaceID, error) {
	grants, err := c.office.Grants(t.tx, t.person)
	var places []fund.PlaceID
	for _, g := range grants {
		switch g.Role {
		case fund.RoleStaff, fund.RoleStreet, fund.RoleDistrict, fund.RoleAdmin:
			places = append(places, g.Place)
		case fund.RoleResident, fund.RoleRepresentative, fund.RoleSupervisor:
		}
	}
	return places, err
}

// reaches tells whether a place is one of reach, or below one.
func (c *staff) reaches(t *turn, reach []fund.PlaceID, place fund.PlaceID) (bool, error) {
	lineage, err := c.office.Lineage(t.tx, place)
	for _, above := range lineage {
		for _, own := range reach {
			if above == own {
				return true, err
			}
		}
	}
	return false, err
}

// holdersAt gives everybody who holds an office right at a place.
func (c *staff) holdersAt(t *turn, place fund.Place) ([]fund.Grant, error) {
	var list []fund.Grant
	for _, role := range fund.Roles() {
		if role == fund.RoleResident || !role.Fits(place.Kind) {
			continue
		}
		grants, err := c.office.Holders(t.tx, place.ID, role)
		if err != nil {
			return nil, err
		}
		for _, g := range grants {
			if g.Term.IsZero() || t.now.Before(g.Term) { // whose term begins later is named already
				list = append(list, g)
			}
		}
	}
	return list, nil
}

// mayRemove tells whether the person may take an office away: whoever may give
// it may. Their own they give up elsewhere.
func (c *staff) mayRemove(t *turn, g fund.Grant) (bool, error) {
	if g.Person == t.person.ID {
		return false, nil
	}
	grants, err := c.office.Grants(t.tx, t.person)
	if err != nil {
		return false, err
	}
	lineage, err := c.office.Lineage(t.tx, g.Place)
	return err == nil && fund.MayInvite(grants, g.Role, lineage, t.now) == nil, err
}

// holdersAround lead to the places right below, and to the one above.
func (c *staff) holdersAround(t *turn, place fund.Place, reach []fund.PlaceID) ([][]key, error) {
	below, err := c.office.Children(t.tx, place.ID)
	if err != nil {
		return nil, err
	}
	if place.Parent != 0 {
		up, err := c.office.Place(t.tx, place.Parent)
		if err != nil {
			return nil, err
		}
		if may, err := c.reaches(t, reach, up.ID); err != nil {
			return nil, err
		} else if may {
			below = append(below, up)
		}
	}
	var keys [][]key
	for i, p := range below {
		k := t.key(locales.HoldersBelowButton(placeName(p)), holdersButton{Place: p.ID})
		if i%2 == 1 {
			keys[len(keys)-1] = append(keys[len(keys)-1], k)
			continue
		}
		keys = append(keys, []key{k})
	}
	return keys, nil
}

// remove takes an office away, once the person is sure.
func (c *staff) remove(t *turn, b removeButton) error {
	g, err := t.tx.Grant(b.Grant)
	if err != nil {
		return err
	}
	if !g.Active(t.now) {
		return store.ErrNotFound
	}
	name, err := personOf(t.tx, g.Person)
	if err != nil {
		return err
	}
	place, err := nameOf(t.tx, c.office, g.Place)
	if err != nil {
		return err
	}
	back := t.key(locales.HoldersNoButton(), holdersButton{Place: g.Place})
	if !b.Sure {
		if may, err := c.mayRemove(t, g); err != nil || !may {
			return orDenied(err, g.Place)
		}
		return t.show(screen{Text: locales.HoldersAsk(name, report.RoleName(g.Role), place), Keys: [][]key{
			{back}, {t.key(locales.HoldersYesButton(), removeButton{Grant: g.ID, Sure: true}).styled("danger")},
		}})
	}
	if _, err := c.office.Revoke(t.act(), g.ID); err != nil {
		return err
	}
	if err := c.menuWithout(t, g.Person); err != nil {
		return err
	}
	return t.show(screen{Text: locales.HoldersRemoved(name, report.RoleName(g.Role), place), Keys: [][]key{
		{t.key(locales.InviteHoldersButton(), holdersButton{Place: g.Place})}, c.deskButtonRow(t),
	}})
}

// menuWithout shortens somebody's command menu once they hold no office.
func (c *staff) menuWithout(t *turn, id fund.PersonID) error {
	p, err := c.office.Person(t.tx, id)
	if err != nil || p.Telegram == 0 {
		return err
	}
	left, err := t.tx.Grants(id)
	if err != nil || len(left) > 0 {
		return err
	}
	return t.setMenu(p, false)
}
