package bot

import (
	"time"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
)

// describing is what a project is for being written down.
type describing struct {
	Project fund.ProjectID `json:"project"`
	Purpose string         `json:"purpose,omitempty"`
	Whom    string         `json:"whom,omitempty"`
}

// timing is the period of the works being set.
type timing struct {
	Project    fund.ProjectID `json:"project"`
	Begin, End time.Time
}

// picturing is photos from before the works being added.
type picturing struct {
	Project fund.ProjectID `json:"project"`
	Photos  []dialog.Photo `json:"photos,omitempty"`
}

// applyFlow is purpose, period and photos.
func (c *staff) applyFlow(r *router) {
	c.purpose = form(r, c.purposeForm())
	c.period = form(r, c.periodForm())
	c.before = form(r, c.beforeForm())
}

// whoms are those whom projects are mostly for.
func whoms() []commonReason {
	return []commonReason{
		{label: locales.ApplyWhomAllButton()},
		{label: locales.ApplyWhomOldButton()},
		{label: locales.ApplyWhomDisabledButton()},
		{label: locales.ApplyWhomChildrenButton()},
		{label: locales.ApplyWhomPoorButton()},
	}
}

func (c *staff) purposeForm() dialog.Form[*turn, describing] {
	return dialog.Form[*turn, describing]{
		Name: "purpose", Title: locales.ApplyPurposeTitle(),
		Steps: []dialog.Step[*turn, describing]{
			{
				Key: "purpose", Label: func(describing) locales.Message { return locales.ApplyPurposeLabelButton() },
				Ask: func(t *turn, d describing) (dialog.View, error) {
					p, err := c.office.Project(t.tx, d.Project)
					return dialog.View{Text: locales.ApplyPurposeAsk(p.Number, p.Title)}, err
				},
				Take: func(_ *turn, d *describing, a dialog.Answer) error {
					return takeText(a, fund.CheckPurpose, &d.Purpose)
				},
			},
			{
				Key: "whom", Label: func(describing) locales.Message { return locales.ApplyWhomLabelButton() },
				Ask: askWhom, Take: c.takeWhom,
			},
		},
		Look: func(t *turn, d describing) (dialog.View, error) {
			p, err := c.office.Project(t.tx, d.Project)
			return dialog.View{Text: locales.ApplyPurposeLook(p.Number, d.Purpose, d.Whom)}, err
		},
		Done: func(t *turn, d describing) error {
			if err := c.office.Describe(t.act(), d.Project, d.Purpose, d.Whom); err != nil {
				return err
			}
			return c.showProject(t, d.Project)
		},
	}
}

// takeText takes words that pass a check.
func takeText(a dialog.Answer, check func(string) error, into *string) error {
	if a.Text == "" {
		return dialog.Again(locales.FormTextPlease())
	}
	if err := check(a.Text); err != nil {
		return again(err)
	}
	*into = a.Text
	return nil
}

func askWhom(*turn, describing) (dialog.View, error) {
	v := dialog.View{Text: locales.ApplyWhomAsk()}
	var row []dialog.Choice
	for _, w := range whoms() {
		if row = append(row, dialog.Choice{Value: w.label.ID, Label: w.label}); len(row) == 2 {
			v.Choices, row = append(v.Choices, row), nil
		}
	}
	v.Choices = append(v.Choices, row)
	return v, nil
}

func (c *staff) takeWhom(t *turn, d *describing, a dialog.Answer) error {
	for _, w := range whoms() {
		if a.Choice != "" && a.Choice == w.label.ID {
			words, err := c.book.Plain(t.lang, w.label)
			d.Whom = words
			return err
		}
	}
	return takeText(a, fund.CheckWhom, &d.Whom)
}

func (c *staff) periodForm() dialog.Form[*turn, timing] {
	return dialog.Form[*turn, timing]{
		Name: "period", Title: locales.ApplyPeriodTitle(),
		Steps: []dialog.Step[*turn, timing]{{
			Key: "period", Label: func(timing) locales.Message { return locales.ApplyPeriodLabelButton() },
			Ask: c.askPeriod, Take: c.takePeriod,
		}},
		Look: func(t *turn, d timing) (dialog.View, error) {
			p, err := c.office.Project(t.tx, d.Project)
			zone := c.office.Zone()
			return dialog.View{Text: locales.ApplyPeriodLook(p.Number, d.Begin.In(zone), d.End.In(zone))}, err
		},
		Done: func(t *turn, d timing) error {
			if err := c.office.SetPeriod(t.act(), d.Project, d.Begin, d.End); err != nil {
				return err
			}
			return c.showProject(t, d.Project)
		},
	}
}

// periods are those offered: one and two months from today, and the rest of
// the year, none beyond its end.
func (c *staff) periods(now time.Time, year int) [][2]time.Time {
	today := midnight(now.In(c.office.Zone()))
	last := time.Date(year, time.December, 31, 0, 0, 0, 0, today.Location())
	var list [][2]time.Time
	for months := 1; months <= 2; months++ {
		if end := today.AddDate(0, months, 0); end.Before(last) {
			list = append(list, [2]time.Time{today, end})
		}
	}
	if !today.After(last) {
		list = append(list, [2]time.Time{today, last})
	}
	return list
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

func (c *staff) askPeriod(t *turn, d timing) (dialog.View, error) {
	p, err := c.office.Project(t.tx, d.Project)
	v := dialog.View{Text: locales.ApplyPeriodAsk(p.Number, p.Title, p.Year)}
	for _, days := range c.periods(t.now, p.Year) {
		v.Choices = append(v.Choices, []dialog.Choice{{
			Value: days[1].Format(time.DateOnly), Label: locales.ApplyPeriodButton(days[0], days[1]),
		}})
	}
	return v, err
}

func (c *staff) takePeriod(t *turn, d *timing, a dialog.Answer) error {
	p, err := c.office.Project(t.tx, d.Project)
	if err != nil {
		return err
	}
	for _, days := range c.periods(t.now, p.Year) {
		if a.Choice != "" && a.Choice == days[1].Format(time.DateOnly) {
			d.Begin, d.End = days[0], days[1]
			return nil
		}
	}
	if a.Text == "" {
		return dialog.Again(locales.FormTextPlease())
	}
	if d.Begin, d.End, err = fund.ParsePeriod(a.Text, p.Year, c.office.Zone()); err != nil {
		return again(err)
	}
	return nil
}

func (c *staff) beforeForm() dialog.Form[*turn, picturing] {
	return dialog.Form[*turn, picturing]{
		Name: "before", Title: locales.ApplyPhotosTitle(),
		Steps: []dialog.Step[*turn, picturing]{{
			Key: "photos", Label: func(picturing) locales.Message { return locales.ApplyPhotosLabelButton() }, Free: true,
			Ask: func(t *turn, d picturing) (dialog.View, error) {
				p, err := c.office.Project(t.tx, d.Project)
				return dialog.View{Text: locales.ApplyPhotosAsk(p.Number, p.Title, len(p.Before))}, err
			},
			Take: func(t *turn, d *picturing, a dialog.Answer) error {
				list, err := c.album(t, d.Photos, a)
				d.Photos = list
				return err
			},
		}},
		Look: func(t *turn, d picturing) (dialog.View, error) {
			p, err := c.office.Project(t.tx, d.Project)
			return dialog.View{Text: locales.ApplyPhotosLook(p.Number, len(d.Photos))}, err
		},
		Done: func(t *turn, d picturing) error {
			if err := c.office.AddBefore(t.act(), d.Project, photosOf(d.Photos)); err != nil {
				return err
			}
			return c.showProject(t, d.Project)
		},
	}
}
