package bot

import (
	"huimin/fund"
	"huimin/locales"
	"huimin/report"
)

// figuresButton shows how the offices around a place keep their days in a year.
type figuresButton struct {
	Place fund.PlaceID
	Year  int
}

// promptnessFlow is the page of on-time figures.
func (c *staff) promptnessFlow(r *router) {
	press(r, "df", c.showPromptness)
	r.command(command{
		Name: "figures", Scope: forStaff, Describe: locales.CommandFigures(),
		Run: func(t *turn, _ string) error {
			place, err := c.overseen(t)
			if err != nil {
				return err
			}
			if place == 0 {
				return &fund.NotAllowed{Action: fund.ActOversee, Needs: fund.ActOversee.Needs()}
			}
			return c.showPromptness(t, figuresButton{place, t.now.In(c.office.Zone()).Year()})
		},
	})
}

func (c *staff) showPromptness(t *turn, b figuresButton) error {
	list, err := c.office.Promptness(t.act(), b.Place, b.Year)
	if err != nil {
		return err
	}
	name, err := nameOf(t.tx, c.office, b.Place)
	if err != nil {
		return err
	}
	back := [][]key{c.deskButtonRow(t)}
	if len(list) == 0 {
		return t.show(screen{Text: locales.PromptNone(name, b.Year), Keys: back})
	}
	var rows []locales.Message
	for _, o := range list {
		rows = append(rows, report.OfficeLine(report.Office{Name: placeName(o.Place), Promptness: o.Promptness}))
	}
	return t.show(screen{Text: locales.PromptPage(name, b.Year, rows), Keys: back})
}
