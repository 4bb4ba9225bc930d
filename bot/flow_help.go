package bot

import (
	"slices"

	"huimin/fund"
	"huimin/locales"
)

// helpFlow is how it works, by what somebody is.
func (c *residents) helpFlow(r *router) {
	r.command(command{
		Name: "help", Scope: inPrivate, Describe: locales.CommandHelp(), Word: locales.MenuHelpButton(), Open: true,
		Run: func(t *turn, _ string) error { return c.help(t) },
	})
}

func (c *residents) help(t *turn) error {
	if t.stranger() {
		return t.say(screen{Text: locales.HelpStranger()})
	}
	grants, err := c.office.Grants(t.tx, t.person)
	if err != nil {
		return err
	}
	var roles []fund.Role
	for _, g := range grants {
		if g.Active(t.now) {
			roles = append(roles, g.Role)
		}
	}
	parts := []locales.Message{locales.HelpResident()}
	for _, r := range fund.Roles() {
		if slices.Contains(roles, r) {
			parts = append(parts, helpFor(r))
		}
	}
	parts = slices.CompactFunc(parts, func(a, b locales.Message) bool { return a.ID == b.ID })
	return sayWithMenu(t, c.office, locales.Paragraphs(parts...))
}

// helpFor is what somebody in an office should know; nothing for a resident.
func helpFor(r fund.Role) locales.Message {
	switch r {
	case fund.RoleResident:
	case fund.RoleRepresentative:
		return locales.HelpRepresentative()
	case fund.RoleStaff:
		return locales.HelpStaff()
	case fund.RoleSupervisor:
		return locales.HelpSupervisor()
	case fund.RoleStreet, fund.RoleDistrict:
		return locales.HelpReviewer()
	case fund.RoleAdmin:
		return locales.HelpAdmin()
	}
	return locales.Message{}
}
