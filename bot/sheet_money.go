package bot

import (
	"errors"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/store"
)

// sheetMoney is a project's money in a few lines, as everybody sees it: what
// was pledged, received, paid and returned are different things. Nothing while
// nobody pledged and nothing was paid.
func sheetMoney(tx *store.Tx, o *office.Office, p fund.Project) (locales.Message, error) {
	m, err := o.ProjectMoney(tx, p.ID)
	if err != nil {
		return locales.Message{}, err
	}
	all := m.Total()
	if all.Pledged+all.Received+all.Paid == 0 {
		if p.Spent > 0 { // before there was a ledger
			return locales.SheetSpent(int64(p.Spent)), nil
		}
		return locales.Message{}, nil
	}
	lines := []locales.Message{locales.PurseSheetPaid(int64(all.Paid), int64(m.Cost))}
	for _, s := range []struct {
		source fund.Source
		money  fund.SourceMoney
	}{{fund.SourceSponsor, m.Sponsor}, {fund.SourceResidents, m.Residents}} {
		if s.money.Planned+s.money.Pledged+s.money.Received > 0 {
			lines = append(lines, locales.PurseSheetOthers(report.Payer(s.source), int64(s.money.Pledged), int64(s.money.Received),
				int64(s.money.Paid), int64(s.money.Returned)))
		}
	}
	if len(lines) > 1 {
		lines = append(lines, locales.PurseSheetFund(int64(m.Fund.Planned), int64(m.Fund.Paid)))
	}
	return locales.Lines(lines...), nil
}

// showProjectMoney is the statement of a project, and what may be done about
// its money. Who gave is named to those who keep the money alone.
func (m *treasury) showProjectMoney(t *turn, id fund.ProjectID) error {
	p, err := m.office.Project(t.tx, id)
	if err != nil {
		return err
	}
	if err := m.maySee(t, p); err != nil {
		return err
	}
	text, err := m.projectStatement(t, p)
	if err != nil {
		return err
	}
	keys, err := m.projectMoneyKeys(t, p)
	if err != nil {
		return err
	}
	return t.show(screen{Text: text, Keys: keys})
}

func (m *treasury) projectStatement(t *turn, p fund.Project) (locales.Message, error) {
	money, err := m.office.ProjectMoney(t.tx, p.ID)
	if err != nil {
		return locales.Message{}, err
	}
	all := money.Total()
	parts := []locales.Message{locales.PurseProject(p.Number, p.Title, report.StatusName(p.Status), int64(money.Cost), int64(all.Paid),
		int64(money.Left()))}
	for _, s := range []struct {
		name  locales.Message
		money fund.SourceMoney
		fund  bool
	}{
		{locales.PurseTheFund(), money.Fund, true},
		{report.Payer(fund.SourceSponsor), money.Sponsor, false},
		{report.Payer(fund.SourceResidents), money.Residents, false},
	} {
		switch x := s.money; {
		case x.Planned+x.Pledged+x.Received+x.Paid == 0:
		case s.fund:
			parts = append(parts, locales.PurseOfFund(s.name, int64(x.Planned), int64(x.Committed), int64(x.Paid)))
		default:
			parts = append(parts, locales.PurseOthers(s.name, int64(x.Planned), int64(x.Pledged), int64(x.Received),
				int64(x.Paid), int64(x.Returned), int64(x.Held())))
		}
	}
	if all.Planned > money.Fund.Planned {
		parts = append(parts, m.payOrder(t, p))
	}
	costs, err := m.costSums(t, p)
	if err != nil {
		return locales.Message{}, err
	}
	givers, err := m.pledgeLines(t, p)
	if err != nil {
		return locales.Message{}, err
	}
	return locales.Paragraphs(append(parts, costs, givers)...), nil
}

// payOrder says which rule says who pays first.
func (m *treasury) payOrder(t *turn, p fund.Project) locales.Message {
	prog, err := m.office.RulesOf(t.tx, p, t.now)
	if err == nil && prog.Money.PayOrder == fund.PayByPlan {
		return locales.PurseOrderPlan()
	}
	return locales.PurseOrderOthers()
}

// costSums are a project's cost lines with what was paid on each.
func (m *treasury) costSums(t *turn, p fund.Project) (locales.Message, error) {
	lines, err := m.office.CostLines(t.tx, p.ID)
	if err != nil || len(lines) == 0 {
		return locales.Message{}, err
	}
	var said []locales.Message
	for i, l := range lines {
		paid, err := m.office.LinePaid(t.tx, p.ID, i+1)
		if err != nil {
			return locales.Message{}, err
		}
		said = append(said, locales.PurseCostLine(l.Label, int64(l.Amount), int64(paid)))
	}
	return locales.PurseCosts(said), nil
}

// pledgeLines are who pledged, for those who keep the money.
func (m *treasury) pledgeLines(t *turn, p fund.Project) (locales.Message, error) {
	if err := m.office.Allowed(t.act(), fund.ActKeepMoney, p.Community); err != nil {
		if errors.Is(err, fund.ErrNotAllowed) {
			err = nil // the page is shown without who gave
		}
		return locales.Message{}, err
	}
	pledges, err := m.office.Pledges(t.tx, p.ID)
	if err != nil || len(pledges) == 0 {
		return locales.Message{}, err
	}
	due, err := m.office.DueBack(t.tx, p.ID)
	if err != nil {
		return locales.Message{}, err
	}
	owed := map[fund.PledgeID]fund.Money{}
	for _, d := range due {
		owed[d.Pledge.ID] = d.Sum
	}
	var lines []locales.Message
	for _, g := range pledges {
		name, err := m.giver(t, g)
		if err != nil {
			return locales.Message{}, err
		}
		contact, err := contactWords(t, g)
		if err != nil {
			return locales.Message{}, err
		}
		lines = append(lines, locales.PursePledgeLine(int(g.ID), name, contact, int64(g.Amount), int64(g.Received),
			int64(g.Returned), oneIf(g.Status == fund.PledgeWithdrawn), int64(owed[g.ID])))
		if len(lines) == maxPledgeLines {
			break
		}
	}
	return locales.PursePledges(len(pledges), lines), nil
}

// maxPledgeLines is how many pledges a page names.
const maxPledgeLines = 20

// contactWords is whom to turn to at a sponsor, and since when and by whose word
// that person agrees to be kept; the zero Message for nobody.
func contactWords(t *turn, g fund.Pledge) (locales.Message, error) {
	if g.Contact == "" || g.Agreed.IsZero() {
		return locales.Text(g.Contact), nil
	}
	by, err := personOf(t.tx, g.AgreedBy)
	return locales.PursePledgeContact(g.Contact, g.Agreed, by), err
}

// giver is who pledged: an organisation, or a resident by their masked name.
func (m *treasury) giver(t *turn, g fund.Pledge) (string, error) {
	if g.Person == 0 {
		return g.Name, nil
	}
	return personOf(t.tx, g.Person)
}

// projectMoneyKeys are what may be done about a project's money at this moment.
func (m *treasury) projectMoneyKeys(t *turn, p fund.Project) ([][]key, error) {
	actions, err := m.moneyActions(t, p)
	if err != nil {
		return nil, err
	}
	keys, err := m.allowed(t, p.Community, actions)
	if err != nil {
		return nil, err
	}
	if m.office.Allowed(t.act(), fund.ActOversee, p.Community) == nil {
		keys = append(keys, []key{t.key(locales.PurseEntriesButton(), entriesButton{Place: p.Community, Year: p.Year, Project: p.ID})})
	}
	return append(keys, []key{t.key(locales.WorksOpenButton(), projectButton{p.ID})}), nil
}

func (m *treasury) moneyActions(t *turn, p fund.Project) ([][]can, error) {
	pledges, err := m.office.Pledges(t.tx, p.ID)
	if err != nil {
		return nil, err
	}
	due, err := m.office.DueBack(t.tx, p.ID)
	if err != nil {
		return nil, err
	}
	var rows [][]can
	if p.Payable() {
		rows = append(rows, []can{{fund.ActKeepMoney, t.key(locales.PayButton(), payButton{p.ID})}})
	}
	if p.PledgeOpen(fund.SourceSponsor, pledges) > 0 {
		rows = append(rows, []can{{fund.ActKeepMoney, t.key(locales.PledgeSponsorButton(), sponsorButton{p.ID})}})
	}
	var open fund.Money
	for _, g := range pledges {
		open += g.Open()
	}
	if open > 0 && !p.Ended() {
		rows = append(rows, []can{{fund.ActKeepMoney, t.key(locales.PledgeReceiptsButton(), receiptsButton{Project: p.ID})}})
	}
	if len(due) > 0 {
		rows = append(rows, []can{{fund.ActKeepMoney, t.key(locales.PledgeBackButton(), backsButton{p.ID})}})
	}
	for _, g := range pledges {
		if g.Contact != "" {
			label := locales.PledgeForgetButton(int(g.ID), cut(g.Contact, maxLabel))
			rows = append(rows, []can{{fund.ActKeepMoney, t.key(label, forgetButton{Pledge: g.ID})}})
		}
	}
	if m.maysTopUp(p, pledges) {
		rows = append(rows, []can{{fund.ActAmend, t.key(locales.PledgeTopUpButton(int64(p.Shortfall(pledges))), topUpButton{p.ID})}})
	}
	return rows, nil
}

// maysTopUp tells whether the fund could pay what others do not.
func (m *treasury) maysTopUp(p fund.Project, pledges []fund.Pledge) bool {
	return p.Holder() == fund.HolderCommunity && p.Standing == nil && p.Shortfall(pledges) > 0 &&
		p.Status != fund.ProjectFinished && p.Status != fund.ProjectMending
}

// oneIf is a yes or no as a text's argument.
func oneIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
