package bot

import (
	"encoding/json"

	"huimin/locales"
	"huimin/office"
)

// roleNotices word what is told about offices: whoever invited hears that it
// was accepted, whoever lost one hears that.
func (c *staff) roleNotices(r *router) {
	r.notice(office.KindRoleGiven, c.roleGiven)
	r.notice(office.KindRoleEnded, c.roleEnded)
}

func (c *staff) roleGiven(v *view, data json.RawMessage) (screen, error) {
	d, err := read[office.RoleNews](data)
	if err != nil {
		return screen{}, err
	}
	g, err := v.tx.Grant(d.Grant)
	if err != nil {
		return screen{}, err
	}
	name, err := personOf(v.tx, g.Person)
	if err != nil {
		return screen{}, err
	}
	place, err := nameOf(v.tx, c.office, g.Place)
	if err != nil {
		return screen{}, err
	}
	role, err := grantName(v.tx, c.office, g)
	return screen{
		Text: locales.RoleGiven(name, role, place),
		Keys: [][]key{{v.key(locales.InviteHoldersButton(), holdersButton{Place: g.Place})}},
	}, err
}

func (c *staff) roleEnded(v *view, data json.RawMessage) (screen, error) {
	d, err := read[office.RoleNews](data)
	if err != nil {
		return screen{}, err
	}
	g, err := v.tx.Grant(d.Grant)
	if err != nil {
		return screen{}, err
	}
	left, err := v.tx.Grants(g.Person)
	if err != nil {
		return screen{}, err
	}
	place, err := nameOf(v.tx, c.office, g.Place)
	if err != nil {
		return screen{}, err
	}
	var text locales.Message
	role, at := officeName(g.Role, g.Bureau), g.Until.In(c.office.Zone())
	switch {
	case g.Deputy != 0:
		of, err := principalName(v.tx, c.office, g)
		if err != nil {
			return screen{}, err
		}
		text = locales.TenureDeputyOver(role, place, of)
	case !g.Term.IsZero() && !g.Until.Before(g.Term):
		text = locales.TenureOver(role, place, lastDay(c.office, g.Term))
	default:
		text = locales.RoleEnded(role, place, at)
	}
	return screen{Text: text, Menu: menuRows(len(left) > 0)}, nil
}
