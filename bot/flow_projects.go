package bot

import (
	"errors"
	"fmt"

	"huimin/fund"
	"huimin/locales"
	"huimin/report"
	"huimin/store"
)

var errNoPhotos = fmt.Errorf("photos of a project: %w", store.ErrNotFound)

// overseen is the place whose projects somebody looks through: the one of the
// first office they hold; 0 when they hold none.
func (c *staff) overseen(t *turn) (fund.PlaceID, error) {
	grants, err := c.office.Grants(t.tx, t.person)
	for _, g := range grants {
		switch g.Role {
		case fund.RoleStaff, fund.RoleSupervisor, fund.RoleStreet, fund.RoleDistrict, fund.RoleAdmin:
			return g.Place, err
		case fund.RoleResident, fund.RoleRepresentative:
		}
	}
	return 0, err
}

// projectsKey leads to all projects of those who look through a place's; nil
// for others.
func (c *staff) projectsKey(t *turn) (*key, error) {
	place, err := c.overseen(t)
	if place == 0 || err != nil {
		return nil, err
	}
	k := t.key(locales.DeskProjectsButton(), projectsButton{Place: place})
	return &k, nil
}

// showOversight is the desk of those who only look after others' work: the
// list of projects. Denied is what everybody else gets.
func (c *staff) showOversight(t *turn, denied error) error {
	place, err := c.overseen(t)
	if err != nil {
		return err
	}
	if place == 0 {
		return denied
	}
	return c.showProjects(t, projectsButton{Place: place})
}

// showProjects lists the projects at a place, the newest first.
func (c *staff) showProjects(t *turn, b projectsButton) error {
	if err := c.office.Allowed(t.act(), fund.ActOversee, b.Place); err != nil {
		return err
	}
	name, err := nameOf(t.tx, c.office, b.Place)
	if err != nil {
		return err
	}
	list, err := c.office.Projects(t.tx, b.Place)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return t.show(screen{Text: locales.DeskProjectsNone(name)})
	}
	pages := (len(list) + deskSize - 1) / deskSize
	page := min(max(b.Page, 0), pages-1)
	first := page * deskSize
	parts := []locales.Message{locales.DeskProjects(name, len(list))}
	var keys [][]key
	for i, p := range list[first:min(first+deskSize, len(list))] {
		place := first + i + 1
		parts = append(parts, locales.DeskLine(place, p.Title, p.Number, report.StatusName(p.Status), locales.Message{}))
		keys = append(keys, []key{t.key(locales.DeskOpenButton(place, p.Title), projectButton{p.ID})})
	}
	if pages > 1 {
		parts = append(parts, locales.DeskPage(page+1, pages))
		keys = append(keys, turnKeys(t, page, pages, func(to int) any { return projectsButton{Place: b.Place, Page: to} }))
	}
	keys = append(keys, []key{t.key(locales.PromptButton(), figuresButton{b.Place, t.now.In(c.office.Zone()).Year()})})
	switch _, err := c.office.Desk(t.act()); {
	case err == nil:
		keys = append(keys, c.deskButtonRow(t))
	case !errors.Is(err, fund.ErrNotAllowed): // for whom this list is the desk
		return err
	}
	return t.show(screen{Text: locales.Paragraphs(parts...), Keys: keys})
}
