package bot

import (
	"strconv"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
)

// transfersButton lists the transfers of a year from or to a place.
type transfersButton struct {
	Place fund.PlaceID
	Year  int
	Page  int
}

// transferButton shows one transfer. Notices carry it too.
type transferButton struct{ Transfer fund.TransferID }

// newTransferButton proposes a transfer for a community.
type newTransferButton struct{ Place fund.PlaceID }

// What may be done about a transfer.
type (
	agreeTransferButton    struct{ Transfer fund.TransferID }
	approveTransferButton  struct{ Transfer fund.TransferID }
	refuseTransferButton   struct{ Transfer fund.TransferID }
	withdrawTransferButton struct{ Transfer fund.TransferID }
)

// The ways in which a transfer goes, seen from the side that proposes it.
const (
	transferAsk    = "ask"    // another community gives
	transferGive   = "give"   // to another community
	transferWithin = "within" // from one project to another of the same community
)

// transferring is a transfer being proposed.
type transferring struct {
	Side   fund.PlaceID   `json:"side"`
	Way    string         `json:"way,omitempty"`
	Other  pick           `json:"other,omitempty"`
	From   fund.ProjectID `json:"from,omitempty"`
	To     fund.ProjectID `json:"to,omitempty"`
	Sum    fund.Money     `json:"sum,omitempty"`
	Reason string         `json:"reason,omitempty"`
}

func (d transferring) transfer() fund.Transfer {
	t := fund.Transfer{
		From: d.Side, To: d.Side, FromProject: d.From, ToProject: d.To, Amount: d.Sum, Reason: d.Reason, Side: d.Side,
	}
	switch d.Way {
	case transferAsk:
		t.From = d.Other.Place
	case transferGive:
		t.To = d.Other.Place
	}
	return t
}

// refusingTransfer is a refusal with its reason.
type refusingTransfer struct {
	Transfer fund.TransferID `json:"transfer"`
	Reason   string          `json:"reason,omitempty"`
}

// transferFlow is money that goes from one community or project to another.
func (m *treasury) transferFlow(r *router) {
	press(r, "mvl", m.showTransfers)
	press(r, "mv1", func(t *turn, b transferButton) error { return m.showTransfer(t, b.Transfer) })
	press(r, "mvn", func(t *turn, b newTransferButton) error {
		if err := m.office.Allowed(t.act(), fund.ActTransfer, b.Place); err != nil {
			return err
		}
		return m.transfer.begin(t, transferring{Side: b.Place})
	})
	press(r, "mva", func(t *turn, b agreeTransferButton) error {
		if _, err := m.office.AgreeTransfer(t.act(), b.Transfer); err != nil {
			return err
		}
		return m.showTransfer(t, b.Transfer)
	})
	press(r, "mvy", func(t *turn, b approveTransferButton) error {
		if _, err := m.office.ApproveTransfer(t.act(), b.Transfer); err != nil {
			return err
		}
		return m.showTransfer(t, b.Transfer)
	})
	press(r, "mvx", func(t *turn, b refuseTransferButton) error {
		if err := m.office.MayRefuseTransfer(t.act(), b.Transfer); err != nil {
			return err
		}
		return m.refuse.begin(t, refusingTransfer{Transfer: b.Transfer})
	})
	press(r, "mvw", func(t *turn, b withdrawTransferButton) error {
		if _, err := m.office.WithdrawTransfer(t.act(), b.Transfer); err != nil {
			return err
		}
		return m.showTransfer(t, b.Transfer)
	})
}

func (m *treasury) showTransfers(t *turn, b transfersButton) error {
	if err := m.office.Allowed(t.act(), fund.ActOversee, b.Place); err != nil {
		return err
	}
	place, err := m.office.Place(t.tx, b.Place)
	if err != nil {
		return err
	}
	list, err := m.office.Transfers(t.tx, b.Place, b.Year)
	if err != nil {
		return err
	}
	pages := max(1, (len(list)+deskSize-1)/deskSize)
	page := min(max(b.Page, 0), pages-1)
	parts := []locales.Message{locales.TransferList(placeName(place), b.Year, len(list))}
	var keys [][]key
	for _, one := range list[page*deskSize : min(len(list), (page+1)*deskSize)] {
		line, err := m.transferLine(t.tx, one)
		if err != nil {
			return err
		}
		parts = append(parts, line)
		keys = append(keys, []key{t.key(locales.TransferOpenButton(int(one.ID), int64(one.Amount)), transferButton{one.ID})})
	}
	if pages > 1 {
		parts = append(parts, locales.DeskPage(page+1, pages))
		keys = append(keys, turnKeys(t, page, pages, func(to int) any { return transfersButton{b.Place, b.Year, to} }))
	}
	if place.Kind == fund.PlaceCommunity && b.Year == m.thisYear(t) {
		add, err := m.allowed(t, b.Place, [][]can{{{fund.ActTransfer, t.key(locales.TransferNewButton(), newTransferButton{b.Place})}}})
		if err != nil {
			return err
		}
		keys = append(keys, add...)
	}
	keys = append(keys, []key{t.key(locales.PurseBackButton(), moneyButton{Place: b.Place, Year: b.Year})})
	return t.show(screen{Text: locales.Paragraphs(parts...), Keys: keys})
}

// showTransfer shows one transfer with who holds it, and what may be done.
func (m *treasury) showTransfer(t *turn, id fund.TransferID) error {
	one, err := m.office.Transfer(t.tx, id)
	if err != nil {
		return err
	}
	if err := m.maySeeTransfer(t, one); err != nil {
		return err
	}
	text, err := m.transferSheet(t.tx, one)
	if err != nil {
		return err
	}
	return t.show(screen{Text: text, Keys: m.transferKeys(t, one)})
}

// maySeeTransfer says whether the person may open a transfer: whoever looks
// after one of its sides.
func (m *treasury) maySeeTransfer(t *turn, one fund.Transfer) error {
	err := m.office.Allowed(t.act(), fund.ActOversee, one.From)
	if err != nil && m.office.Allowed(t.act(), fund.ActOversee, one.To) == nil {
		return nil
	}
	return err
}

func (m *treasury) transferKeys(t *turn, one fund.Transfer) [][]key {
	var keys [][]key
	side, open := one.Waits()
	approve := fund.ActTransferDistrict
	if one.Tier == fund.TierStreet {
		approve = fund.ActTransferStreet
	}
	no := t.key(locales.TransferRefuseButton(), refuseTransferButton{one.ID})
	switch {
	case side != 0 && m.office.Allowed(t.act(), fund.ActTransfer, side) == nil:
		keys = append(keys, []key{t.key(locales.TransferAgreeButton(), agreeTransferButton{one.ID}).styled("success"), no})
	case open && side == 0 && m.office.Allowed(t.act(), approve, one.From) == nil:
		keys = append(keys, []key{t.key(locales.TransferApproveButton(), approveTransferButton{one.ID}).styled("success"), no})
	}
	if open && m.office.Allowed(t.act(), fund.ActTransfer, one.Side) == nil {
		keys = append(keys, []key{t.key(locales.TransferWithdrawButton(), withdrawTransferButton{one.ID})})
	}
	return append(keys, []key{t.key(locales.PurseBackButton(), transfersButton{Place: one.Side, Year: one.Year})}, m.deskButtonRow(t))
}

func (m *treasury) transferForm() dialog.Form[*turn, transferring] {
	return dialog.Form[*turn, transferring]{
		Name: "transfer", Title: locales.TransferTitle(),
		Steps: []dialog.Step[*turn, transferring]{
			{Key: "way", Label: always[transferring](locales.TransferWayLabelButton()), Ask: m.askWay, Take: takeWay},
			{
				Key: "other", Label: always[transferring](locales.TransferOtherLabelButton()), Ask: m.askOther, Take: m.takeOther,
				When: func(d transferring) bool { return d.Way != transferWithin },
			},
			{
				Key: "from", Label: always[transferring](locales.TransferFromLabelButton()), Ask: m.askFromProject, Take: m.takeFromProject,
				When: func(d transferring) bool { return d.Way == transferWithin },
			},
			{
				Key: "to", Label: always[transferring](locales.TransferToLabelButton()), Ask: m.askToProject, Take: m.takeToProject,
				When: func(d transferring) bool { return d.Way == transferWithin },
			},
			{
				Key: "sum", Label: always[transferring](locales.MoneySumLabelButton()),
				Ask: func(*turn, transferring) (dialog.View, error) {
					return dialog.View{Text: locales.TransferSumAsk()}, nil
				},
				Take: func(_ *turn, d *transferring, a dialog.Answer) error {
					sum, err := amountIn(a)
					if err == nil && sum == 0 {
						return dialog.Again(locales.AdoptGiveZeroAlert())
					}
					d.Sum = sum
					return err
				},
			},
			{
				Key: "reason", Label: always[transferring](locales.DeclineReasonLabelButton()),
				Ask: func(*turn, transferring) (dialog.View, error) {
					return dialog.View{Text: locales.TransferReasonAsk()}, nil
				},
				Take: func(t *turn, d *transferring, a dialog.Answer) error {
					reason, err := m.reasonIn(t, a)
					d.Reason = reason
					return err
				},
			},
		},
		Look: func(t *turn, d transferring) (dialog.View, error) {
			line, err := m.transferSheet(t.tx, d.transfer())
			return dialog.View{Text: locales.TransferLook(line)}, err
		},
		Done: func(t *turn, d transferring) error {
			one, err := m.office.ProposeTransfer(t.act(), d.transfer())
			if err != nil {
				return err
			}
			return m.showTransfer(t, one.ID)
		},
	}
}

func (m *treasury) askWay(t *turn, d transferring) (dialog.View, error) {
	name, err := nameOf(t.tx, m.office, d.Side)
	return dialog.View{Text: locales.TransferWayAsk(name), Choices: [][]dialog.Choice{
		{{Value: transferAsk, Label: locales.TransferAskButton()}},
		{{Value: transferGive, Label: locales.TransferGiveButton()}},
		{{Value: transferWithin, Label: locales.TransferWithinButton()}},
	}}, err
}

func takeWay(_ *turn, d *transferring, a dialog.Answer) error {
	if a.Choice == "" {
		return dialog.Again(locales.FormPressPlease())
	}
	if d.Way = a.Choice; d.Way == transferWithin {
		d.Other = pick{}
		return nil
	}
	d.From, d.To = 0, 0
	return nil
}

// neighbours are the communities of the same district.
func (m *treasury) neighbours(t *turn, side fund.PlaceID) ([]fund.Place, error) {
	lineage, err := m.office.Lineage(t.tx, side)
	if err != nil || len(lineage) < 3 {
		return nil, err
	}
	list, err := t.tx.PlacesWithin(lineage[2], fund.PlaceCommunity)
	var others []fund.Place
	for _, p := range list {
		if p.ID != side {
			others = append(others, p)
		}
	}
	return others, err
}

func (m *treasury) askOther(t *turn, d transferring) (dialog.View, error) {
	among, err := m.neighbours(t, d.Side)
	if err != nil {
		return dialog.View{}, err
	}
	if len(among) == 0 {
		return dialog.View{}, fund.ErrTransferFar
	}
	choices, _, err := m.offer(t, d.Other, among)
	return dialog.View{Text: locales.TransferOtherAsk(), Choices: choices}, err
}

func (m *treasury) takeOther(t *turn, d *transferring, a dialog.Answer) error {
	among, err := m.neighbours(t, d.Side)
	if err != nil {
		return err
	}
	switch {
	case a.Choice == "" && a.Text == "":
		return dialog.Again(locales.FormPressPlease())
	case a.Choice == "" && len(matching(among, a.Text)) == 0:
		return dialog.Again(locales.TransferPlaceUnknown(cut(a.Text, maxEcho)))
	}
	done, err := d.Other.choose(a, among)
	if err == nil && !done {
		return dialog.ErrStay
	}
	return err
}

// projectChoices offers a community's projects of this year that go on, except
// one.
func (m *treasury) projectChoices(t *turn, community fund.PlaceID, except fund.ProjectID) ([][]dialog.Choice, error) {
	list, err := m.office.Projects(t.tx, community)
	var choices [][]dialog.Choice
	for _, p := range list {
		if p.Year == m.thisYear(t) && !p.Ended() && p.ID != except && len(choices) < maxChoices {
			choices = append(choices, []dialog.Choice{{
				Value: strconv.FormatInt(int64(p.ID), 10), Label: locales.Text(cut(p.Number+" "+p.Title, maxLabel)),
			}})
		}
	}
	return choices, err
}

func (m *treasury) askFromProject(t *turn, d transferring) (dialog.View, error) {
	choices, err := m.projectChoices(t, d.Side, d.To)
	return dialog.View{Text: locales.TransferFromAsk(), Choices: choices}, err
}

func (m *treasury) takeFromProject(_ *turn, d *transferring, a dialog.Answer) error {
	return takeProject(&d.From, a)
}

func (m *treasury) askToProject(t *turn, d transferring) (dialog.View, error) {
	choices, err := m.projectChoices(t, d.Side, d.From)
	return dialog.View{Text: locales.TransferToAsk(), Choices: choices}, err
}

func (m *treasury) takeToProject(_ *turn, d *transferring, a dialog.Answer) error {
	return takeProject(&d.To, a)
}

func takeProject(into *fund.ProjectID, a dialog.Answer) error {
	if a.Choice == "" {
		return dialog.Again(locales.FormPressPlease())
	}
	id, err := strconv.ParseInt(a.Choice, 10, 64)
	*into = fund.ProjectID(id)
	return err
}

func (m *treasury) refuseTransferForm() dialog.Form[*turn, refusingTransfer] {
	return dialog.Form[*turn, refusingTransfer]{
		Name: "refuse_transfer", Title: locales.TransferRefuseTitle(),
		Steps: []dialog.Step[*turn, refusingTransfer]{{
			Key: "reason", Label: always[refusingTransfer](locales.DeclineReasonLabelButton()),
			Ask: func(t *turn, d refusingTransfer) (dialog.View, error) {
				one, err := m.office.Transfer(t.tx, d.Transfer)
				if err != nil {
					return dialog.View{}, err
				}
				line, err := m.transferLine(t.tx, one)
				return dialog.View{Text: locales.TransferRefuseAsk(line)}, err
			},
			Take: func(t *turn, d *refusingTransfer, a dialog.Answer) error {
				reason, err := m.reasonIn(t, a)
				d.Reason = reason
				return err
			},
		}},
		Look: func(_ *turn, d refusingTransfer) (dialog.View, error) {
			return dialog.View{Text: locales.TransferRefuseLook(d.Reason)}, nil
		},
		Done: func(t *turn, d refusingTransfer) error {
			if _, err := m.office.RefuseTransfer(t.act(), d.Transfer, d.Reason); err != nil {
				return err
			}
			return m.showTransfer(t, d.Transfer)
		},
	}
}
