package bot

import (
	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
)

// halfButton records that a half of a year's allocation came in.
type halfButton struct {
	Place  fund.PlaceID
	Year   int
	Source fund.Source
}

// allotButton decides a year's allocation; settleButton settles a year that is
// over, and asks before.
type (
	allotButton struct {
		Place fund.PlaceID
		Year  int
	}
	settleButton struct {
		Place fund.PlaceID
		Year  int
		Sure  bool
	}
)

// halving is money of an allocation coming in.
type halving struct {
	Place  fund.PlaceID `json:"place"`
	Year   int          `json:"year"`
	Source fund.Source  `json:"source"`
	Sum    fund.Money   `json:"sum,omitempty"`
}

// allotting is an allocation being decided.
type allotting struct {
	Place  fund.PlaceID `json:"place"`
	Year   int          `json:"year"`
	Sum    fund.Money   `json:"sum,omitempty"`
	Reason string       `json:"reason,omitempty"`
}

// allocationFlow is what city and district give a community in a year.
func (m *treasury) allocationFlow(r *router) {
	press(r, "mh", func(t *turn, b halfButton) error {
		if err := m.office.Allowed(t.act(), fund.ActAllocate, b.Place); err != nil {
			return err
		}
		return m.half.begin(t, halving{Place: b.Place, Year: b.Year, Source: b.Source})
	})
	press(r, "ma", func(t *turn, b allotButton) error {
		if err := m.office.Allowed(t.act(), fund.ActAllocate, b.Place); err != nil {
			return err
		}
		return m.allot.begin(t, allotting{Place: b.Place, Year: b.Year})
	})
	press(r, "mz", m.settleYear)
}

// allocationActions are what the district may do about a community's year.
func (m *treasury) allocationActions(t *turn, s office.CommunityStatement) [][]can {
	place, year := s.Place.ID, s.Year
	var rows [][]can
	for _, source := range []fund.Source{fund.SourceCity, fund.SourceDistrict} {
		if open := s.Sources[source].Planned - s.Sources[source].Received; open > 0 {
			label := locales.AllotHalfButton(report.Payer(source), int64(open))
			rows = append(rows, []can{{fund.ActAllocate, t.key(label, halfButton{place, year, source})}})
		}
	}
	switch this := m.thisYear(t); {
	case year >= this:
		rows = append(rows, []can{{fund.ActAllocate, t.key(locales.AllotDecideButton(), allotButton{place, year})}})
	case s.Fund().Held() > 0:
		rows = append(rows, []can{{fund.ActAllocate, t.key(locales.AllotSettleButton(year), settleButton{Place: place, Year: year})}})
	}
	return rows
}

// stillToCome is what of a half has not come in.
func (m *treasury) stillToCome(t *turn, d halving) (fund.SourceMoney, error) {
	money, err := m.office.CommunityMoney(t.tx, d.Place, d.Year)
	return money.Sources[d.Source], err
}

func (m *treasury) halfForm() dialog.Form[*turn, halving] {
	return dialog.Form[*turn, halving]{
		Name: "allocation_half", Title: locales.AllotHalfTitle(),
		Steps: []dialog.Step[*turn, halving]{{
			Key: "sum", Label: always[halving](locales.MoneySumLabelButton()),
			Ask: func(t *turn, d halving) (dialog.View, error) {
				part, err := m.stillToCome(t, d)
				if err != nil {
					return dialog.View{}, err
				}
				name, err := nameOf(t.tx, m.office, d.Place)
				open := int64(part.Planned - part.Received)
				return dialog.View{
					Text:    locales.AllotHalfAsk(name, d.Year, report.Payer(d.Source), int64(part.Planned), int64(part.Received)),
					Choices: [][]dialog.Choice{{{Value: "all", Label: locales.MoneySumButton(open)}}},
				}, err
			},
			Take: func(t *turn, d *halving, a dialog.Answer) error {
				part, err := m.stillToCome(t, *d)
				if err != nil {
					return err
				}
				open := part.Planned - part.Received
				if a.Choice != "" {
					d.Sum = open
					return nil
				}
				sum, err := amountIn(a)
				if err != nil {
					return err
				}
				if sum == 0 {
					return dialog.Again(locales.AdoptGiveZeroAlert())
				}
				if sum > open {
					return again(&office.AllocationError{
						Source: d.Source, Year: d.Year, Have: sum, Max: open, Planned: part.Planned, Received: part.Received,
					})
				}
				d.Sum = sum
				return nil
			},
		}},
		Look: func(t *turn, d halving) (dialog.View, error) {
			name, err := nameOf(t.tx, m.office, d.Place)
			return dialog.View{Text: locales.AllotHalfLook(name, d.Year, report.Payer(d.Source), int64(d.Sum))}, err
		},
		Done: func(t *turn, d halving) error {
			if _, err := m.office.ReceiveAllocation(t.act(), d.Place, d.Year, d.Source, d.Sum, nil); err != nil {
				return err
			}
			return m.showMoney(t, moneyButton{Place: d.Place, Year: d.Year})
		},
	}
}

func (m *treasury) allotForm() dialog.Form[*turn, allotting] {
	return dialog.Form[*turn, allotting]{
		Name: "allocation", Title: locales.AllotTitle(),
		Steps: []dialog.Step[*turn, allotting]{
			{
				Key: "sum", Label: always[allotting](locales.MoneySumLabelButton()),
				Ask: func(t *turn, d allotting) (dialog.View, error) {
					a, err := m.office.Allotment(t.tx, d.Place, d.Year)
					if err != nil {
						return dialog.View{}, err
					}
					name, err := nameOf(t.tx, m.office, d.Place)
					return dialog.View{Text: locales.AllotAsk(name, d.Year, int64(a.Total()))}, err
				},
				Take: func(_ *turn, d *allotting, a dialog.Answer) error {
					sum, err := amountIn(a)
					d.Sum = sum
					return err
				},
			},
			{
				Key: "reason", Label: always[allotting](locales.DeclineReasonLabelButton()),
				Ask: func(*turn, allotting) (dialog.View, error) { return dialog.View{Text: locales.AllotReason()}, nil },
				Take: func(t *turn, d *allotting, a dialog.Answer) error {
					reason, err := m.reasonIn(t, a)
					d.Reason = reason
					return err
				},
			},
		},
		Look: func(t *turn, d allotting) (dialog.View, error) {
			name, err := nameOf(t.tx, m.office, d.Place)
			if err != nil {
				return dialog.View{}, err
			}
			a, warnings, err := m.office.TryAllocation(t.tx, d.Place, d.Year, d.Sum)
			return dialog.View{Text: locales.Paragraphs(
				locales.AllotLook(name, d.Year, int64(a.Total()), int64(a.City), int64(a.District), d.Reason), warningLines(warnings),
			)}, err
		},
		Done: func(t *turn, d allotting) error {
			if _, _, err := m.office.DecideAllocation(t.act(), d.Place, d.Year, d.Sum, d.Reason); err != nil {
				return err
			}
			return m.showMoney(t, moneyButton{Place: d.Place, Year: d.Year})
		},
	}
}

// settleYear does with what a year left what the programme says; it asks
// before.
func (m *treasury) settleYear(t *turn, b settleButton) error {
	if err := m.office.Allowed(t.act(), fund.ActAllocate, b.Place); err != nil {
		return err
	}
	name, err := nameOf(t.tx, m.office, b.Place)
	if err != nil {
		return err
	}
	back := m.office.Rules(t.now).Money.LeftOver == fund.LeftReturned
	if !b.Sure {
		money, err := m.office.CommunityMoney(t.tx, b.Place, b.Year)
		if err != nil {
			return err
		}
		return t.show(screen{Text: locales.AllotSettleAsk(name, b.Year, int64(money.Fund().Held()), oneIf(back), b.Year+1), Keys: [][]key{
			{t.key(locales.AllotSettleSureButton(), settleButton{b.Place, b.Year, true})},
			{t.key(locales.PurseBackButton(), moneyButton{Place: b.Place, Year: b.Year})},
		}})
	}
	if _, err := m.office.SettleYear(t.act(), b.Place, b.Year); err != nil {
		return err
	}
	return m.showMoney(t, moneyButton{Place: b.Place, Year: b.Year})
}
