package bot

import (
	"strings"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
)

func (c *staff) askPlanKind(t *turn, d plan) (dialog.View, error) {
	name, err := c.planName(t, d)
	if err != nil {
		return dialog.View{}, err
	}
	v := dialog.View{Text: locales.AdoptKind(name)}
	if d.Category == "" {
		for _, cat := range fund.Categories() {
			v.Choices = append(v.Choices, []dialog.Choice{{Value: "c" + string(cat), Label: locales.Scope(string(cat))}})
		}
		return v, nil
	}
	v.Text = locales.AdoptKindIn(locales.Scope(string(d.Category)))
	for _, item := range c.office.Rules(t.now).Catalogue.In(d.Category) {
		code := string(item.Code)
		v.Choices = append(v.Choices, []dialog.Choice{{Value: "i" + code, Label: locales.Scope(code)}})
	}
	v.Choices = append(v.Choices, []dialog.Choice{{Value: "u", Label: locales.AdoptKindUpButton()}})
	return v, nil
}

func (c *staff) takePlanKind(_ *turn, d *plan, a dialog.Answer) error {
	switch {
	case a.Choice == "":
		return dialog.Again(locales.FormPressPlease())
	case a.Choice == "u":
		d.Category = ""
		return dialog.ErrStay
	case a.Choice[0] == 'c':
		d.Category = fund.Category(a.Choice[1:])
		return dialog.ErrStay
	}
	d.Item, d.Category = fund.ItemCode(a.Choice[1:]), ""
	return nil
}

func askPlanName(_ *turn, d plan) (dialog.View, error) {
	return dialog.View{Text: locales.AdoptName(d.Title)}, nil
}

func takePlanName(_ *turn, d *plan, a dialog.Answer) error {
	if a.Text == "" {
		return dialog.Again(locales.FormTextPlease())
	}
	if err := fund.CheckTitle(a.Text); err != nil {
		return again(err)
	}
	d.Title = a.Text
	return nil
}

// amountIn reads the amount of an answer.
func amountIn(a dialog.Answer) (fund.Money, error) {
	if a.Text == "" {
		return 0, dialog.Again(locales.FormTextPlease())
	}
	m, err := fund.ParseMoney(a.Text)
	if err != nil {
		return 0, again(err)
	}
	return m, nil
}

func (c *staff) askCost(t *turn, d plan) (dialog.View, error) {
	name, err := c.planName(t, d)
	return dialog.View{Text: locales.AdoptCost(name, int64(c.office.Rules(t.now).CommunityLimit))}, err
}

// takeCost takes an amount, or what it is made of, a line each.
func (c *staff) takeCost(t *turn, d *plan, a dialog.Answer) error {
	cost, err := amountIn(a)
	lines, unread := fund.ParseCostLines(a.Text)
	switch {
	case err == nil:
		lines = nil
	case unread == nil:
		cost = fund.SumCostLines(lines)
	case strings.ContainsAny(a.Text, "\n；;"):
		return again(unread)
	default:
		return err
	}
	if err := fund.CheckFunding(fund.Funding{Fund: cost}, c.office.Rules(t.now)); err != nil {
		return again(err)
	}
	if others := d.others(); cost < others {
		return dialog.Again(locales.AdoptBelowOthersAlert(int64(others)))
	}
	d.Cost, d.Lines = cost, lines
	return nil
}

func askPays(_ *turn, d plan) (dialog.View, error) {
	return dialog.View{Text: locales.AdoptPays(int64(d.Cost)), Choices: [][]dialog.Choice{
		{{Value: string(paysFund), Label: locales.AdoptPaysFundButton()}},
		{{Value: string(paysSponsor), Label: locales.AdoptPaysSponsorButton()}},
		{{Value: string(paysResidents), Label: locales.AdoptPaysResidentsButton()}},
		{{Value: string(paysBoth), Label: locales.AdoptPaysBothButton()}},
	}}, nil
}

func takePays(_ *turn, d *plan, a dialog.Answer) error {
	if a.Choice == "" {
		return dialog.Again(locales.FormPressPlease())
	}
	d.Pays = payers(a.Choice)
	if !d.Pays.sponsor() {
		d.Name, d.Sponsor = "", 0
	}
	if !d.Pays.residents() {
		d.Residents = 0
	}
	return nil
}

// askFirm offers the sponsors known where the project is.
func (c *staff) askFirm(t *turn, d plan) (dialog.View, error) {
	list, err := c.firms(t, d)
	return dialog.View{Text: locales.AdoptSponsor(), Choices: firmsOf(list)}, err
}

// firms gives the sponsors known where a project is, or will be.
func (c *staff) firms(t *turn, d plan) ([]fund.Sponsor, error) {
	var community fund.PlaceID
	if d.Project != 0 {
		p, err := c.office.Project(t.tx, d.Project)
		if err != nil {
			return nil, err
		}
		community = p.Community
	} else if d.Request != 0 {
		r, err := c.office.Request(t.tx, d.Request)
		if err != nil {
			return nil, err
		}
		community = r.Community
	}
	if community == 0 {
		return nil, nil
	}
	return c.office.Sponsors(t.tx, community)
}

func (c *staff) takeFirm(t *turn, d *plan, a dialog.Answer) error {
	if a.Choice != "" {
		list, err := c.firms(t, *d)
		for _, s := range list {
			if sponsorValue(s.ID) == a.Choice {
				d.Name = s.Name
			}
		}
		return err
	}
	return takePayeeName(&d.Name, a)
}

func askFirmMoney(_ *turn, d plan) (dialog.View, error) {
	return dialog.View{Text: locales.AdoptSponsorMoney(d.Name, int64(d.Cost))}, nil
}

func takeFirmMoney(_ *turn, d *plan, a dialog.Answer) error {
	sum, err := amountUpTo(a, d.Cost-d.funding().Residents)
	d.Sponsor = sum
	return err
}

func askResidents(_ *turn, d plan) (dialog.View, error) {
	return dialog.View{Text: locales.AdoptResidents(int64(d.Cost - d.funding().Sponsor))}, nil
}

func takeResidents(_ *turn, d *plan, a dialog.Answer) error {
	sum, err := amountUpTo(a, d.Cost-d.funding().Sponsor)
	d.Residents = sum
	return err
}

// amountUpTo reads what somebody gives: more than nothing, and no more than is
// open.
func amountUpTo(a dialog.Answer, open fund.Money) (fund.Money, error) {
	sum, err := amountIn(a)
	switch {
	case err != nil:
		return 0, err
	case sum == 0:
		return 0, dialog.Again(locales.AdoptGiveZeroAlert())
	case sum > open:
		return 0, dialog.Again(locales.AdoptMoreThanLeftAlert(int64(open)))
	}
	return sum, nil
}

func askPlanWhere(*turn, plan) (dialog.View, error) {
	return dialog.View{Text: locales.AdoptWhere()}, nil
}

func (c *staff) takePlanWhere(t *turn, d *plan, a dialog.Answer) error {
	switch {
	case a.Point != nil:
		d.At = &fund.Point{Lat: a.Point.Lat, Lon: a.Point.Lon}
		if name := venueIn(t, c.office, a.Point); name != "" {
			d.Where = name
		}
		return nil
	case a.Text == "":
		return dialog.Again(locales.FormPlacePlease())
	}
	if err := c.office.Rules(t.now).Requests.CheckWhere(a.Text); err != nil {
		return again(err)
	}
	d.Where = a.Text
	return nil
}
