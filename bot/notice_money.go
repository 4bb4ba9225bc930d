package bot

import (
	"encoding/json"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/store"
)

// moneyNotices is what people are told about money.
func (m *treasury) moneyNotices(r *router) {
	r.notice(office.KindPledge, m.pledgeNews)
	r.notice(office.KindPledgesOver, m.pledgeOver)
	r.notice(office.KindMoneyBack, m.moneyBack)
	r.notice(office.KindTransfer, m.transferNews)
	r.notice(office.KindTransferPost, m.transferPost)
}

// pledgeNews tells a resident that what they gave was confirmed, or given back.
func (m *treasury) pledgeNews(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.PledgeNews](data)
	if err != nil {
		return screen{}, err
	}
	g, p, err := m.pledgeAt(v.tx, n.Pledge)
	if err != nil {
		return screen{}, err
	}
	e, err := v.tx.LedgerEntry(n.Entry)
	if err != nil {
		return screen{}, err
	}
	if e.Undone != 0 {
		return screen{}, errNothing
	}
	if e.Kind == fund.EntryReturned {
		return screen{Text: locales.PledgeNewsBack(int(g.ID), int64(e.Amount()), p.Number, p.Title)}, nil
	}
	return screen{Text: locales.PledgeNewsReceived(int(g.ID), int64(e.Amount()), p.Number, p.Title)}, nil
}

func (m *treasury) pledgeAt(tx *store.Tx, id fund.PledgeID) (fund.Pledge, fund.Project, error) {
	g, err := tx.Pledge(id)
	if err != nil {
		return g, fund.Project{}, err
	}
	p, err := m.office.Project(tx, g.Project)
	return g, p, err
}

// pledgeOver tells a resident that the project they pledged to has ended, and
// what comes back.
func (m *treasury) pledgeOver(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.PledgeNews](data)
	if err != nil {
		return screen{}, err
	}
	g, p, err := m.pledgeAt(v.tx, n.Pledge)
	if err != nil {
		return screen{}, err
	}
	due, err := m.office.DueBack(v.tx, p.ID)
	if err != nil {
		return screen{}, err
	}
	var back fund.Money
	for _, d := range due {
		if d.Pledge.ID == g.ID {
			back = d.Sum
		}
	}
	return screen{Text: locales.PledgeNewsOver(int(g.ID), p.Number, p.Title, report.StatusName(p.Status), int64(g.Open()), int64(back))}, nil
}

// moneyBack tells the staff that money has to go back to whoever gave it.
func (m *treasury) moneyBack(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.MoneyBack](data)
	if err != nil {
		return screen{}, err
	}
	p, err := m.office.Project(v.tx, n.Project)
	if err != nil {
		return screen{}, err
	}
	due, err := m.office.DueBack(v.tx, p.ID)
	if err != nil {
		return screen{}, err
	}
	if len(due) == 0 {
		return screen{}, errNothing
	}
	var sum fund.Money
	for _, d := range due {
		sum += d.Sum
	}
	return screen{Text: locales.PledgeNewsDue(p.Number, p.Title, int64(sum), len(due)), Keys: [][]key{
		{v.key(locales.PurseMoneyButton(), projectMoneyButton{p.ID})},
	}}, nil
}

// transferNews tells whoever has to act on a transfer, and how it went.
func (m *treasury) transferNews(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.TransferNews](data)
	if err != nil {
		return screen{}, err
	}
	one, err := m.office.Transfer(v.tx, n.Transfer)
	if err != nil {
		return screen{}, err
	}
	if _, open := one.Waits(); n.Ask && !open {
		return screen{}, errNothing
	}
	text, err := m.transferSheet(v.tx, one)
	if err != nil {
		return screen{}, err
	}
	head := locales.TransferNewsDone()
	if n.Ask {
		head = locales.TransferNewsAsk()
	}
	return screen{Text: locales.Paragraphs(head, text), Keys: [][]key{
		{v.key(locales.TransferShowButton(), transferButton{one.ID})},
	}}, nil
}

// transferPost makes a transfer public in the neighbourhoods of both sides.
func (m *treasury) transferPost(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.TransferNews](data)
	if err != nil {
		return screen{}, err
	}
	one, err := m.office.Transfer(v.tx, n.Transfer)
	if err != nil {
		return screen{}, err
	}
	text, err := m.transferSheet(v.tx, one)
	return screen{Text: locales.Paragraphs(locales.TransferPost(), text)}, err
}

// transferSheet is a transfer as everybody may see it: who gives whom how
// much, of which year, why, who agreed, and who holds it. It names no person.
func (m *treasury) transferSheet(tx *store.Tx, one fund.Transfer) (locales.Message, error) {
	line, err := m.transferLine(tx, one)
	if err != nil {
		return locales.Message{}, err
	}
	lines := []locales.Message{line, locales.TransferReason(one.Reason)}
	for _, of := range []struct {
		id  fund.ProjectID
		say func(number, title string) locales.Message
	}{{one.FromProject, locales.TransferFromProject}, {one.ToProject, locales.TransferToProject}} {
		if of.id == 0 {
			continue
		}
		p, err := m.office.Project(tx, of.id)
		if err != nil {
			return locales.Message{}, err
		}
		lines = append(lines, of.say(p.Number, p.Title))
	}
	if one.ID == 0 {
		return locales.Lines(lines...), nil
	}
	lines = append(lines, locales.TransferProposedAt(one.Proposed))
	if !one.Agreed.IsZero() {
		lines = append(lines, locales.TransferAgreedAt(one.Agreed))
	}
	switch one.Status {
	case fund.TransferApproved:
		lines = append(lines, locales.TransferApprovedAt(one.Decided, oneIf(one.Tier == fund.TierStreet)))
	case fund.TransferRefused:
		lines = append(lines, locales.TransferRefusedAt(one.Decided, one.Answer))
	case fund.TransferWithdrawn:
		lines = append(lines, locales.TransferWithdrawnAt(one.Decided))
	case fund.TransferProposed, fund.TransferConsented:
		holder, err := m.transferHolder(tx, one)
		if err != nil {
			return locales.Message{}, err
		}
		lines = append(lines, holder)
	}
	return locales.Lines(lines...), nil
}

// transferHolder says who has to act on a transfer, since when.
func (m *treasury) transferHolder(tx *store.Tx, one fund.Transfer) (locales.Message, error) {
	side, _ := one.Waits()
	if side != 0 {
		name, err := nameOf(tx, m.office, side)
		return locales.TransferWithSide(name, one.Proposed), err
	}
	lineage, err := m.office.Lineage(tx, one.From)
	if err != nil || len(lineage) < 3 {
		return locales.Message{}, err
	}
	at := lineage[2]
	if one.Tier == fund.TierStreet {
		at = lineage[1]
	}
	name, err := nameOf(tx, m.office, at)
	return locales.TransferWithOffice(name, one.Agreed), err
}

// transferLine is a transfer in a line: from, to, how much, where it stands.
func (m *treasury) transferLine(tx *store.Tx, one fund.Transfer) (locales.Message, error) {
	from, err := nameOf(tx, m.office, one.From)
	if err != nil {
		return locales.Message{}, err
	}
	to, err := nameOf(tx, m.office, one.To)
	if err != nil {
		return locales.Message{}, err
	}
	if one.From == one.To {
		return locales.TransferLineWithin(int(one.ID), from, int64(one.Amount), transferStatus(one.Status)), nil
	}
	return locales.TransferLine(int(one.ID), from, to, int64(one.Amount), transferStatus(one.Status)), nil
}
