package bot

import (
	"encoding/json"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// tenureNotices word what is told about terms, deputies and desks that were
// handed over.
func (c *staff) tenureNotices(r *router) {
	r.notice(office.KindTermEnds, c.termEnds)
	r.notice(office.KindTermChanged, c.termChanged)
	r.notice(office.KindDeputy, c.deputyTold)
	r.notice(office.KindHandedOver, c.handoverTold)
}

// held gives a grant as it is said: who, as what, where.
func (c *staff) held(tx *store.Tx, grant int64) (name string, h office.Held, err error) {
	if h.Grant, err = tx.Grant(grant); err != nil {
		return "", h, err
	}
	if name, err = personOf(tx, h.Grant.Person); err != nil {
		return "", h, err
	}
	h.Place, err = c.office.Place(tx, h.Grant.Place)
	return name, h, err
}

func (c *staff) termEnds(v *view, data json.RawMessage) (screen, error) {
	d, err := read[office.TermNews](data)
	if err != nil {
		return screen{}, err
	}
	name, h, err := c.held(v.tx, d.Grant)
	if err != nil {
		return screen{}, err
	}
	role, place, last := officeName(h.Grant.Role, h.Grant.Bureau), placeName(h.Place), lastDay(c.office, h.Grant.Term)
	days := fund.DaysTo(v.now.In(c.office.Zone()), last) // it may wait for working hours
	if d.Above {
		return screen{Text: locales.TenureEndsAbove(days, name, role, place, last)}, nil
	}
	return screen{Text: locales.TenureEnds(days, role, place, last)}, nil
}

// termChanged tells somebody until when they serve now, and for whom.
func (c *staff) termChanged(v *view, data json.RawMessage) (screen, error) {
	d, err := read[office.RoleNews](data)
	if err != nil {
		return screen{}, err
	}
	_, h, err := c.held(v.tx, d.Grant)
	if err != nil {
		return screen{}, err
	}
	if !h.Grant.Active(v.now) {
		return screen{}, errNothing
	}
	role, place := officeName(h.Grant.Role, h.Grant.Bureau), placeName(h.Place)
	if h.Grant.Term.IsZero() {
		return screen{Text: locales.TenureChangedOpen(role, place)}, nil
	}
	return screen{Text: locales.TenureChanged(role, place, lastDay(c.office, h.Grant.Term))}, nil
}

func (c *staff) deputyTold(v *view, data json.RawMessage) (screen, error) {
	d, err := read[office.DeputyNews](data)
	if err != nil {
		return screen{}, err
	}
	name, h, err := c.held(v.tx, d.Grant)
	if err != nil {
		return screen{}, err
	}
	of, err := principalName(v.tx, c.office, h.Grant)
	if err != nil {
		return screen{}, err
	}
	role, place, last := officeName(h.Grant.Role, h.Grant.Bureau), placeName(h.Place), lastDay(c.office, h.Grant.Term)
	if d.Above {
		return screen{Text: locales.DeputyToldAbove(name, of, role, place, last)}, nil
	}
	return screen{Text: locales.DeputyTold(of, role, place, last), Menu: menuRows(true)}, nil
}

func (c *staff) handoverTold(v *view, data json.RawMessage) (screen, error) {
	d, err := read[office.HandoverNews](data)
	if err != nil {
		return screen{}, err
	}
	from, err := personOf(v.tx, d.From)
	if err != nil {
		return screen{}, err
	}
	to, err := personOf(v.tx, d.To)
	if err != nil {
		return screen{}, err
	}
	var list []office.Held
	for _, id := range d.Grants {
		_, h, err := c.held(v.tx, id)
		if err != nil {
			return screen{}, err
		}
		list = append(list, h)
	}
	reader, err := v.tx.PersonByTelegram(v.chat)
	if err != nil {
		return screen{}, err
	}
	switch reader.ID {
	case d.To:
		return screen{Text: locales.HandoverTold(from, c.heldNames(list)), Menu: menuRows(true)}, nil
	case d.From:
		left, err := v.tx.Grants(d.From)
		return screen{Text: locales.HandoverToldLeft(to), Menu: menuRows(len(left) > 0)}, err
	}
	return screen{Text: locales.HandoverToldAbove(to, from, c.heldNames(list))}, nil
}
