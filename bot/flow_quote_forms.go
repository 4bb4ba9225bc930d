package bot

import (
	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
)

func (c *staff) quoteForm() dialog.Form[*turn, quoting] {
	return dialog.Form[*turn, quoting]{
		Name: "quote", Title: locales.QuoteTitle(),
		Steps: []dialog.Step[*turn, quoting]{
			{
				Key: "quote", Label: func(quoting) locales.Message { return locales.QuoteLabelButton() },
				Ask: func(t *turn, d quoting) (dialog.View, error) {
					p, err := c.office.Project(t.tx, d.Project)
					return dialog.View{Text: locales.QuoteAsk(p.Number, p.Title)}, err
				},
				Take: c.takeQuoteLine,
			},
			{
				Key: "photo", Label: func(quoting) locales.Message { return locales.QuotePhotoLabelButton() },
				Ask: func(_ *turn, d quoting) (dialog.View, error) {
					return dialog.View{Text: locales.QuotePhotoAsk(d.Vendor)}, nil
				},
				Take: func(t *turn, d *quoting, a dialog.Answer) error {
					list, err := c.album(t, d.Photos, a)
					d.Photos = list
					return err
				},
				Free: true, Optional: true, Clear: func(d *quoting) { d.Photos = nil },
			},
		},
		Look: func(_ *turn, d quoting) (dialog.View, error) {
			return dialog.View{Text: locales.QuoteLook(d.Vendor, int64(d.Amount), len(d.Photos))}, nil
		},
		Done: func(t *turn, d quoting) error {
			q := fund.Quote{Project: d.Project, Vendor: d.Vendor, Amount: d.Amount, Photos: photosOf(d.Photos)}
			if _, err := c.office.AddQuote(t.act(), q); err != nil {
				return err
			}
			return c.showQuotes(t, d.Project)
		},
	}
}

// takeQuoteLine reads a firm and what it asks, as a cost line is read.
func (c *staff) takeQuoteLine(t *turn, d *quoting, a dialog.Answer) error {
	if a.Text == "" {
		return dialog.Again(locales.FormTextPlease())
	}
	lines, err := fund.ParseCostLines(a.Text)
	if err != nil || len(lines) != 1 {
		return dialog.Again(locales.QuoteUnreadAlert())
	}
	q := fund.Quote{Vendor: lines[0].Label, Amount: lines[0].Amount}
	if err := fund.CheckQuote(q, c.office.Rules(t.now)); err != nil {
		return again(err)
	}
	d.Vendor, d.Amount = q.Vendor, q.Amount
	return nil
}

func (c *staff) chooseForm() dialog.Form[*turn, choosing] {
	vendor := func(t *turn, d choosing) (fund.Quote, fund.Dossier, error) {
		quotes, err := t.tx.Quotes(d.Project)
		full := fund.Dossier{Quotes: quotes}
		q, _ := full.Quote(d.N)
		return q, full, err
	}
	return dialog.Form[*turn, choosing]{
		Name: "choose_quote", Title: locales.ChooseTitle(),
		Steps: []dialog.Step[*turn, choosing]{{
			Key: "why", Label: func(choosing) locales.Message { return locales.ChooseWhyLabelButton() },
			Ask: func(t *turn, d choosing) (dialog.View, error) {
				q, full, err := vendor(t, d)
				return dialog.View{Text: locales.ChooseAsk(q.Vendor, int64(q.Amount), int64(full.Lowest()))}, err
			},
			Take: func(t *turn, d *choosing, a dialog.Answer) (err error) {
				d.Why, err = c.reasonIn(t, a)
				return err
			},
		}},
		Look: func(t *turn, d choosing) (dialog.View, error) {
			q, _, err := vendor(t, d)
			return dialog.View{Text: locales.ChooseLook(q.Vendor, d.Why)}, err
		},
		Done: func(t *turn, d choosing) error {
			if err := c.office.ChooseQuote(t.act(), d.Project, d.N, d.Why); err != nil {
				return err
			}
			return c.showQuotes(t, d.Project)
		},
	}
}

func (c *staff) relateForm() dialog.Form[*turn, relating] {
	return dialog.Form[*turn, relating]{
		Name: "interest", Title: locales.InterestTitle(),
		Steps: []dialog.Step[*turn, relating]{{
			Key: "who", Label: func(relating) locales.Message { return locales.InterestLabelButton() },
			Ask: func(t *turn, d relating) (dialog.View, error) {
				p, err := c.office.Project(t.tx, d.Project)
				return dialog.View{Text: locales.InterestAsk(p.Number)}, err
			},
			Take: func(t *turn, d *relating, a dialog.Answer) (err error) {
				d.Who, err = c.reasonIn(t, a)
				return err
			},
		}},
		Look: func(t *turn, d relating) (dialog.View, error) {
			p, err := c.office.Project(t.tx, d.Project)
			return dialog.View{Text: locales.InterestLook(p.Number, d.Who)}, err
		},
		Done: func(t *turn, d relating) error {
			if err := c.office.DeclareInterest(t.act(), d.Project, fund.InterestSome, d.Who); err != nil {
				return err
			}
			return c.showQuotes(t, d.Project)
		},
	}
}
