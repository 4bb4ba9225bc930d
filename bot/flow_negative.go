package bot

import (
	"slices"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
)

// noneButton declares that nothing of a project is on the negative list.
type noneButton struct{ Project fund.ProjectID }

// listedButton begins to say why something on the list should be paid.
type listedButton struct {
	Project fund.ProjectID
	Item    fund.NegativeItem
}

// listing is something on the negative list being declared.
type listing struct {
	Project fund.ProjectID    `json:"project"`
	Item    fund.NegativeItem `json:"item"`
	Why     string            `json:"why,omitempty"`
}

// explaining is the reason being given why a project is not split.
type explaining struct {
	Project fund.ProjectID `json:"project"`
	Why     string         `json:"why,omitempty"`
}

// negativeFlow is the negative list, and the warning of splitting.
func (c *staff) negativeFlow(r *router) {
	c.listed = form(r, c.negativeForm())
	c.split = form(r, c.splitForm())
	press(r, "dnn", func(t *turn, b noneButton) error {
		if err := c.office.DeclareNegative(t.act(), b.Project, nil, ""); err != nil {
			return err
		}
		return c.showProject(t, b.Project)
	})
	press(r, "dni", func(t *turn, b listedButton) error {
		if _, err := c.projectFor(t, fund.ActAmend, b.Project, fund.ProjectDrafted, fund.ProjectReturned); err != nil {
			return err
		}
		if !slices.Contains(c.office.Rules(t.now).Draft.Negative, b.Item) {
			return errStaleButton
		}
		return c.listed.begin(t, listing{Project: b.Project, Item: b.Item})
	})
}

// showNegative is the list in plain sentences: one press when it is none.
func (c *staff) showNegative(t *turn, p fund.Project) error {
	var rows []locales.Message
	var numbers []key
	keys := [][]key{{t.key(locales.NegativeNoneButton(), noneButton{p.ID}).styled("success")}}
	for i, item := range c.office.Rules(t.now).Draft.Negative {
		rows = append(rows, locales.NegativeRow(i+1, negativeName(item)))
		if numbers = append(numbers, t.key(locales.NegativeNumberButton(i+1), listedButton{p.ID, item})); len(numbers) == 5 {
			keys, numbers = append(keys, numbers), nil
		}
	}
	if len(numbers) > 0 {
		keys = append(keys, numbers)
	}
	keys = append(keys, []key{t.key(locales.WorksBackButton(), projectButton{p.ID})})
	return t.show(screen{Text: locales.NegativePage(p.Number, p.Title, rows), Keys: keys})
}

func negativeName(item fund.NegativeItem) locales.Message {
	switch item {
	case fund.NegativePay:
		return locales.NegativePay()
	case fund.NegativeBenefits:
		return locales.NegativeBenefits()
	case fund.NegativeRunning:
		return locales.NegativeRunning()
	case fund.NegativePremises:
		return locales.NegativePremises()
	case fund.NegativeDebts:
		return locales.NegativeDebts()
	case fund.NegativeEntertain:
		return locales.NegativeEntertain()
	case fund.NegativeProperty:
		return locales.NegativeProperty()
	case fund.NegativePrivate:
		return locales.NegativePrivate()
	case fund.NegativeOwner:
		return locales.NegativeOwner()
	case fund.NegativeGovernment:
		return locales.NegativeGovernment()
	}
	return locales.Text(string(item))
}

func (c *staff) negativeForm() dialog.Form[*turn, listing] {
	return dialog.Form[*turn, listing]{
		Name: "negative", Title: locales.NegativeTitle(),
		Steps: []dialog.Step[*turn, listing]{{
			Key: "why", Label: func(listing) locales.Message { return locales.NegativeWhyLabelButton() },
			Ask: func(t *turn, d listing) (dialog.View, error) {
				p, err := c.office.Project(t.tx, d.Project)
				return dialog.View{Text: locales.NegativeWhyAsk(p.Number, negativeName(d.Item))}, err
			},
			Take: func(t *turn, d *listing, a dialog.Answer) (err error) {
				d.Why, err = c.reasonIn(t, a)
				return err
			},
		}},
		Look: func(t *turn, d listing) (dialog.View, error) {
			p, err := c.office.Project(t.tx, d.Project)
			return dialog.View{Text: locales.NegativeLook(p.Number, negativeName(d.Item), d.Why)}, err
		},
		Done: func(t *turn, d listing) error {
			if err := c.office.DeclareNegative(t.act(), d.Project, []fund.NegativeItem{d.Item}, d.Why); err != nil {
				return err
			}
			return c.showProject(t, d.Project)
		},
	}
}

// beginSplit shows what a project looks split from, and asks why it is not.
func (c *staff) beginSplit(t *turn, p fund.Project) error {
	d, err := c.office.Dossier(t.tx, p, t.now)
	if err != nil {
		return err
	}
	if len(d.Alike) == 0 {
		return refuse(locales.SplitNoneAlert())
	}
	return c.split.begin(t, explaining{Project: p.ID})
}

func (c *staff) splitForm() dialog.Form[*turn, explaining] {
	return dialog.Form[*turn, explaining]{
		Name: "split", Title: locales.SplitTitle(),
		Steps: []dialog.Step[*turn, explaining]{{
			Key: "why", Label: func(explaining) locales.Message { return locales.SplitWhyLabelButton() },
			Ask: c.askSplit,
			Take: func(t *turn, d *explaining, a dialog.Answer) (err error) {
				d.Why, err = c.reasonIn(t, a)
				return err
			},
		}},
		Look: func(t *turn, d explaining) (dialog.View, error) {
			p, err := c.office.Project(t.tx, d.Project)
			return dialog.View{Text: locales.SplitLook(p.Number, d.Why)}, err
		},
		Done: func(t *turn, d explaining) error {
			if err := c.office.ExplainSplit(t.act(), d.Project, d.Why); err != nil {
				return err
			}
			return c.showProject(t, d.Project)
		},
	}
}

func (c *staff) askSplit(t *turn, d explaining) (dialog.View, error) {
	p, err := c.office.Project(t.tx, d.Project)
	if err != nil {
		return dialog.View{}, err
	}
	full, err := c.office.Dossier(t.tx, p, t.now)
	sum := p.Cost()
	var others []locales.Message
	for _, o := range full.Alike {
		others = append(others, locales.SplitOther(o.Number, o.Title, int64(o.Cost())))
		sum += o.Cost()
	}
	limit := c.office.Rules(t.now).CommunityLimit
	return dialog.View{Text: locales.SplitAsk(p.Number, others, int64(sum), int64(limit))}, err
}
