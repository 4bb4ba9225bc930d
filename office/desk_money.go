package office

import (
	"huimin/fund"
)

// money adds what a community's staff have to give back, and the transfers
// that wait for their side.
func (d *desk) money(community fund.PlaceID, action fund.Action) error {
	pledges, err := d.act.Tx.PledgesUnder(community)
	if err != nil {
		return err
	}
	seen := make(map[fund.ProjectID]bool)
	for _, g := range pledges {
		if seen[g.Project] || g.Received == g.Returned {
			continue
		}
		seen[g.Project] = true
		if err := d.giveBack(g.Project); err != nil {
			return err
		}
	}
	return d.transfers(community, action)
}

// giveBack adds a project of which money has to go back.
func (d *desk) giveBack(id fund.ProjectID) error {
	due, err := d.DueBack(d.act.Tx, id)
	if err != nil || len(due) == 0 {
		return err
	}
	p, err := d.act.Tx.Project(id)
	if err != nil {
		return err
	}
	item := d.project(DeskGiveBack, p)
	item.Since, item.Count = d.local(p.Changed), len(due)
	for _, one := range due {
		item.Sum += one.Sum
	}
	d.items = append(d.items, item)
	return nil
}

// transfers adds the transfers below a place that wait for this person: for
// the other side's consent, or for an approver.
func (d *desk) transfers(place fund.PlaceID, action fund.Action) error {
	list, err := d.act.Tx.OpenTransfers(place)
	if err != nil {
		return err
	}
	for _, t := range list {
		side, _ := t.Waits()
		since, at := t.Agreed, t.From
		if side != 0 {
			since, at = t.Proposed, side
		}
		if side != 0 != (action == fund.ActTransfer) || side == 0 && approvalOf(t) != action || side != 0 && side != place {
			continue
		}
		d.items = append(d.items, DeskItem{
			Kind: DeskTransfer, Transfer: t.ID, Place: at, Since: d.local(since), Sum: t.Amount, Title: t.Reason,
		})
	}
	return nil
}
