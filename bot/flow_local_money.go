package bot

import (
	"huimin/fund"
	"huimin/locales"
)

// localMoneyButton decides on a project without a vote: local money has.
type localMoneyButton struct{ Project fund.ProjectID }

// carryByMoney decides on a project for which enough local money came in.
func (c *staff) carryByMoney(t *turn, b localMoneyButton) error {
	p, err := c.office.CarryByMoney(t.act(), b.Project)
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.LocalMoneyDone(p.Number, p.Title), Keys: [][]key{
		{t.key(locales.WorksOpenButton(), projectButton{p.ID})}, c.deskButtonRow(t),
	}})
}
