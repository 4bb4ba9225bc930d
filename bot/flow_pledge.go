package bot

import (
	"fmt"
	"strconv"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// addMoneyButton has a resident promise money to a project. It hangs under the
// project's post too.
type addMoneyButton struct{ Project fund.ProjectID }

// unpledgeButton takes a pledge back; it asks before.
type unpledgeButton struct {
	Pledge fund.PledgeID
	Sure   bool
}

// What the staff do about pledges: take one of a sponsor's down, list those
// that have not come in, have the fund pay the shortfall, give money back.
type (
	sponsorButton  struct{ Project fund.ProjectID }
	receiptsButton struct {
		Project fund.ProjectID
		Page    int
	}
	receiptButton      struct{ Pledge fund.PledgeID }
	backsButton        struct{ Project fund.ProjectID }
	returnPledgeButton struct{ Pledge fund.PledgeID }
	topUpButton        struct{ Project fund.ProjectID }
)

// giving is a resident's pledge being made.
type giving struct {
	Project fund.ProjectID `json:"project"`
	Sum     fund.Money     `json:"sum,omitempty"`
}

// pledgeFlow is what sponsors and residents promise and give.
func (m *treasury) pledgeFlow(r *router) {
	press(r, "mg", func(t *turn, b addMoneyButton) error { return m.beginGive(t, b.Project) })
	press(r, "mw", m.unpledge)
	press(r, "ms", func(t *turn, b sponsorButton) error {
		if _, err := m.projectFor(t, fund.ActKeepMoney, b.Project); err != nil {
			return err
		}
		return m.sponsor.begin(t, sponsoring{Project: b.Project})
	})
	press(r, "mq", m.showReceipts)
	press(r, "mr1", func(t *turn, b receiptButton) error {
		g, err := m.pledgeFor(t, b.Pledge)
		if err != nil {
			return err
		}
		if g.Open() == 0 {
			return fund.ErrPledgeOver
		}
		return m.receipt.begin(t, receiving{Pledge: b.Pledge})
	})
	press(r, "mk", m.forget)
	press(r, "mb", m.showBacks)
	press(r, "mb1", func(t *turn, b returnPledgeButton) error {
		if _, err := m.pledgeFor(t, b.Pledge); err != nil {
			return err
		}
		return m.back.begin(t, givingBack{Pledge: b.Pledge})
	})
	press(r, "mt", func(t *turn, b topUpButton) error {
		if _, err := m.projectFor(t, fund.ActAmend, b.Project); err != nil {
			return err
		}
		return m.topUp.begin(t, toppingUp{Project: b.Project})
	})
}

// forgetButton takes the contact person out of a pledge, once that is sure.
type forgetButton struct {
	Pledge fund.PledgeID
	Sure   bool
}

// forget takes the contact person out of a pledge.
func (m *treasury) forget(t *turn, b forgetButton) error {
	g, err := m.pledgeFor(t, b.Pledge)
	if err != nil {
		return err
	}
	if !b.Sure && g.Contact != "" {
		return t.show(screen{Text: locales.PledgeForgetAsk(int(g.ID), g.Name, g.Contact), Keys: [][]key{
			{t.key(locales.PledgeForgetNoButton(), projectMoneyButton{g.Project})},
			{t.key(locales.PledgeForgetYesButton(), forgetButton{g.ID, true}).styled("danger")},
		}})
	}
	if g.Contact != "" {
		if _, err := m.office.ForgetContact(t.act(), g.ID); err != nil {
			return err
		}
	}
	return m.showProjectMoney(t, g.Project)
}

// pledgeFor reads a pledge for those who keep the money of its project.
func (m *treasury) pledgeFor(t *turn, id fund.PledgeID) (fund.Pledge, error) {
	g, err := t.tx.Pledge(id)
	if err != nil {
		return g, err
	}
	_, err = m.projectFor(t, fund.ActKeepMoney, g.Project)
	return g, err
}

// giveKey is the button by which residents add money to a project; nil where
// none is asked of them.
func giveKey(b *buttons, tx *store.Tx, o *office.Office, p fund.Project) (*key, error) {
	pledges, err := o.Pledges(tx, p.ID)
	if err != nil || p.DecidedAt.IsZero() || p.PledgeOpen(fund.SourceResidents, pledges) == 0 {
		return nil, err
	}
	k := b.key(locales.PledgeGiveButton(), addMoneyButton{p.ID})
	return &k, nil
}

// beginGive asks how much somebody wants to promise, in their private chat:
// how much a neighbour gives is nobody else's business.
func (m *treasury) beginGive(t *turn, id fund.ProjectID) error {
	if !t.chat.private() || t.stranger() || t.person.Community == 0 {
		t.open(t.link(string(wantGive) + strconv.FormatInt(int64(id), 10)))
		return nil
	}
	if _, err := m.projectFor(t, fund.ActPledge, id); err != nil {
		return err
	}
	open, err := m.openFor(t, id)
	if err != nil {
		return err
	}
	if open == 0 {
		return &fund.PledgeError{Source: fund.SourceResidents}
	}
	return m.give.begin(t, giving{Project: id})
}

// openFor is what residents may still promise to a project.
func (m *treasury) openFor(t *turn, id fund.ProjectID) (fund.Money, error) {
	p, err := m.office.Project(t.tx, id)
	if err != nil {
		return 0, err
	}
	pledges, err := m.office.Pledges(t.tx, id)
	return p.PledgeOpen(fund.SourceResidents, pledges), err
}

func (m *treasury) giveForm() dialog.Form[*turn, giving] {
	return dialog.Form[*turn, giving]{
		Name: "give", Title: locales.PledgeGiveTitle(),
		Steps: []dialog.Step[*turn, giving]{{
			Key: "sum", Label: func(giving) locales.Message { return locales.MoneySumLabelButton() },
			Ask: func(t *turn, d giving) (dialog.View, error) {
				p, err := m.office.Project(t.tx, d.Project)
				if err != nil {
					return dialog.View{}, err
				}
				open, err := m.openFor(t, d.Project)
				return dialog.View{
					Text:    locales.PledgeGiveAsk(p.Number, p.Title, int64(p.Funding.Residents), int64(open)),
					Choices: sumChoices(open),
				}, err
			},
			Take: func(t *turn, d *giving, a dialog.Answer) error {
				open, err := m.openFor(t, d.Project)
				if err != nil {
					return err
				}
				d.Sum, err = sumIn(a, open, fund.SourceResidents)
				return err
			},
		}},
		Look: func(t *turn, d giving) (dialog.View, error) {
			p, err := m.office.Project(t.tx, d.Project)
			return dialog.View{Text: locales.PledgeGiveLook(p.Number, p.Title, int64(d.Sum))}, err
		},
		Done: func(t *turn, d giving) error {
			g, err := m.office.Pledge(t.act(), d.Project, d.Sum)
			if err != nil {
				return err
			}
			return m.showGiven(t, g)
		},
	}
}

// sumChoices offers round amounts below what is open, and all of it.
func sumChoices(open fund.Money) [][]dialog.Choice {
	var row []dialog.Choice
	for _, yuan := range []int64{50, 100, 200, 500} {
		if sum := fund.Yuan(yuan); sum < open {
			row = append(row, dialog.Choice{Value: strconv.FormatInt(int64(sum), 10), Label: locales.MoneySumButton(int64(sum))})
		}
	}
	all := dialog.Choice{Value: "all", Label: locales.MoneyAllButton(int64(open))}
	if len(row) == 0 {
		return [][]dialog.Choice{{all}}
	}
	return [][]dialog.Choice{row, {all}}
}

// sumIn reads an amount, chosen or written: more than nothing and no more than
// is open.
func sumIn(a dialog.Answer, open fund.Money, source fund.Source) (fund.Money, error) {
	if a.Choice == "all" {
		return open, nil
	}
	if a.Choice != "" {
		n, err := strconv.ParseInt(a.Choice, 10, 64)
		return fund.Money(n), err
	}
	sum, err := amountIn(a)
	switch {
	case err != nil:
		return 0, err
	case sum == 0:
		return 0, dialog.Again(locales.AdoptGiveZeroAlert())
	case sum > open:
		return 0, again(&fund.PledgeError{Source: source, Have: sum, Open: open})
	}
	return sum, nil
}

// showGiven is the receipt of a pledge: its number, and what happens next.
func (m *treasury) showGiven(t *turn, g fund.Pledge) error {
	p, err := m.office.Project(t.tx, g.Project)
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.PledgeGiven(int(g.ID), int64(g.Amount), p.Number, p.Title), Keys: [][]key{
		{t.key(locales.PledgeUndoButton(), unpledgeButton{Pledge: g.ID})},
	}})
}

// unpledge takes a pledge back, a sponsor's by the staff; it asks before.
func (m *treasury) unpledge(t *turn, b unpledgeButton) error {
	g, err := t.tx.Pledge(b.Pledge)
	if err != nil {
		return err
	}
	p, err := m.office.Project(t.tx, g.Project)
	if err != nil {
		return err
	}
	if !b.Sure {
		if g.Open() == 0 {
			return fund.ErrPledgeOver
		}
		return t.show(screen{Text: locales.PledgeUndoAsk(int(g.ID), int64(g.Open()), p.Number, p.Title), Keys: [][]key{
			{t.key(locales.PledgeUndoSureButton(), unpledgeButton{g.ID, true})},
		}})
	}
	if g, err = m.office.WithdrawPledge(t.act(), b.Pledge); err != nil {
		return err
	}
	return t.show(screen{Text: locales.PledgeUndone(int(g.ID), p.Number, p.Title, int64(g.Received))})
}

// myPledges lists what somebody has promised, for the page of everything of
// theirs.
func myPledges(t *turn, o *office.Office) (locales.Message, [][]key, error) {
	list, err := o.MyPledges(t.act())
	if err != nil || len(list) == 0 {
		return locales.Message{}, nil, err
	}
	var lines []locales.Message
	var keys [][]key
	for _, g := range list[:min(len(list), mineSize)] {
		p, err := o.Project(t.tx, g.Project)
		if err != nil {
			return locales.Message{}, nil, err
		}
		lines = append(lines, locales.PledgeMineLine(int(g.ID), p.Number, p.Title, int64(g.Amount), int64(g.Received),
			int64(g.Returned), oneIf(g.Status == fund.PledgeWithdrawn), oneIf(p.Ended())))
		if g.Open() > 0 && !p.Ended() {
			keys = append(keys, []key{t.key(locales.PledgeUndoNumberButton(int(g.ID)), unpledgeButton{Pledge: g.ID})})
		}
	}
	return locales.PledgeMine(lines), keys, nil
}

// showReceipts lists the pledges of a project that have not come in.
func (m *treasury) showReceipts(t *turn, b receiptsButton) error {
	p, err := m.projectFor(t, fund.ActKeepMoney, b.Project)
	if err != nil {
		return err
	}
	pledges, err := m.office.Pledges(t.tx, p.ID)
	if err != nil {
		return err
	}
	var open []fund.Pledge
	for _, g := range pledges {
		if g.Open() > 0 {
			open = append(open, g)
		}
	}
	pages := max(1, (len(open)+deskSize-1)/deskSize)
	page := min(max(b.Page, 0), pages-1)
	var keys [][]key
	for _, g := range open[page*deskSize : min(len(open), (page+1)*deskSize)] {
		name, err := m.giver(t, g)
		if err != nil {
			return err
		}
		keys = append(keys, []key{t.key(locales.PledgeOfButton(int(g.ID), name, int64(g.Open())), receiptButton{g.ID})})
	}
	if pages > 1 {
		keys = append(keys, turnKeys(t, page, pages, func(to int) any { return receiptsButton{b.Project, to} }))
	}
	keys = append(keys, []key{t.key(locales.PurseBackButton(), projectMoneyButton{p.ID})})
	return t.show(screen{Text: locales.PledgeReceipts(p.Number, p.Title, len(open)), Keys: keys})
}

// showBacks lists what has to be given back of a project.
func (m *treasury) showBacks(t *turn, b backsButton) error {
	p, err := m.projectFor(t, fund.ActKeepMoney, b.Project)
	if err != nil {
		return err
	}
	due, err := m.office.DueBack(t.tx, p.ID)
	if err != nil {
		return err
	}
	if len(due) == 0 {
		return office.ErrNotGiven
	}
	var keys [][]key
	var sum fund.Money
	for _, d := range due {
		name, err := m.giver(t, d.Pledge)
		if err != nil {
			return err
		}
		sum += d.Sum
		if len(keys) < maxChoices {
			keys = append(keys, []key{t.key(locales.PledgeOfButton(int(d.Pledge.ID), name, int64(d.Sum)), returnPledgeButton{d.Pledge.ID})})
		}
	}
	keys = append(keys, []key{t.key(locales.PurseBackButton(), projectMoneyButton{p.ID})})
	return t.show(screen{Text: locales.PledgeBacks(p.Number, p.Title, int64(sum), len(due)), Keys: keys})
}

// startGive opens the pledge that a link leads to.
func (m *treasury) startGive(t *turn, want string) error {
	id, err := strconv.ParseInt(want, 10, 64)
	if err != nil {
		return fmt.Errorf("open pledge: %w", err)
	}
	return m.beginGive(t, fund.ProjectID(id))
}
