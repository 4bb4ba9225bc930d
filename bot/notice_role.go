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
	return screen{
		Text: locales.RoleGiven(name, officeName(g.Role, g.Bureau), place),
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
	return screen{
		Text: locales.RoleEnded(roleName(g.Role), place, g.Until.In(c.office.Zone())),
		Menu: menuRows(len(left) > 0),
	}, err
}
