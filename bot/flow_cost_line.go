package bot

import (
	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// costLinesButton begins to write down what a project pays for.
type costLinesButton struct{ Project fund.ProjectID }

// costing is a project's cost being written down line by line.
type costing struct {
	Project fund.ProjectID  `json:"project"`
	Lines   []fund.CostLine `json:"lines,omitempty"`
}

// costLineFlow is what a project pays for: one message, a line each.
func (c *staff) costLineFlow(r *router) {
	c.costs = form(r, c.costForm())
	press(r, "dc", func(t *turn, b costLinesButton) error {
		_, err := c.projectFor(t, fund.ActAmend, b.Project, fund.ProjectDrafted, fund.ProjectReturned)
		if err != nil {
			return err
		}
		return c.costs.begin(t, costing{Project: b.Project})
	})
}

func (c *staff) costForm() dialog.Form[*turn, costing] {
	return dialog.Form[*turn, costing]{
		Name: "costs", Title: locales.CostTitle(),
		Steps: []dialog.Step[*turn, costing]{{
			Key: "lines", Label: func(costing) locales.Message { return locales.CostLabelButton() },
			Ask: c.askCostLines, Take: c.takeCostLines,
		}},
		Look: func(t *turn, d costing) (dialog.View, error) {
			p, err := c.office.Project(t.tx, d.Project)
			return dialog.View{Text: locales.CostLook(p.Number, p.Title, costRows(d.Lines), int64(p.Cost()))}, err
		},
		Done: func(t *turn, d costing) error {
			if err := c.office.SetCostLines(t.act(), d.Project, d.Lines); err != nil {
				return err
			}
			return c.showProject(t, d.Project)
		},
	}
}

func (c *staff) askCostLines(t *turn, d costing) (dialog.View, error) {
	p, err := c.office.Project(t.tx, d.Project)
	if err != nil {
		return dialog.View{}, err
	}
	now, err := c.office.CostLines(t.tx, d.Project)
	return dialog.View{Text: locales.CostAsk(p.Number, p.Title, int64(p.Cost()), costRows(now))}, err
}

func (c *staff) takeCostLines(t *turn, d *costing, a dialog.Answer) error {
	if a.Text == "" {
		return dialog.Again(locales.FormTextPlease())
	}
	lines, err := fund.ParseCostLines(a.Text)
	if err != nil {
		return again(err)
	}
	p, err := c.office.Project(t.tx, d.Project)
	if err != nil {
		return err
	}
	if err := fund.CheckCostLines(lines, p.Cost()); err != nil {
		return again(err)
	}
	d.Lines = lines
	return nil
}

// costRows are cost lines, a row each.
func costRows(lines []fund.CostLine) []locales.Message {
	var rows []locales.Message
	for _, l := range lines {
		rows = append(rows, locales.CostRow(l.Label, int64(l.Amount)))
	}
	return rows
}

// sheetCosts says what a project pays for, and when that does not come to what
// it costs; nothing where nobody has written it down.
func sheetCosts(tx *store.Tx, o *office.Office, p fund.Project) (locales.Message, error) {
	lines, err := o.CostLines(tx, p.ID)
	if err != nil || len(lines) == 0 {
		return locales.Message{}, err
	}
	sum := fund.SumCostLines(lines)
	return locales.CostSheet(costRows(lines), int64(sum), int64(p.Cost())), nil
}
