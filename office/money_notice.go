package office

import (
	"fmt"
	"strings"

	"huimin/fund"
	"huimin/store"
)

// The kinds of notice about money, each with the struct that carries its data.
const (
	KindPledge       = "pledge"        // PledgeNews, to the resident who gave
	KindPledgesOver  = "pledges_over"  // PledgeNews, to the resident whose project has ended
	KindMoneyBack    = "money_back"    // MoneyBack, to the staff: something has to go back
	KindTransfer     = "transfer"      // TransferNews, to whoever has to act on it or proposed it
	KindTransferPost = "transfer_post" // TransferNews, to the neighbourhoods of both sides
)

// PledgeNews points at a pledge and, where one is concerned, at the entry by
// which money came in or went back.
type PledgeNews struct {
	Pledge fund.PledgeID
	Entry  fund.EntryID `json:",omitempty"`
}

// MoneyBack points at a project of which money has to go back.
type MoneyBack struct{ Project fund.ProjectID }

// TransferNews points at a transfer. Ask is true for whoever has to act on it.
type TransferNews struct {
	Transfer fund.TransferID
	Ask      bool `json:",omitempty"`
}

// tellPledge tells a resident that money of theirs came in, or went back.
func (o *Office) tellPledge(a Act, g fund.Pledge, r store.LedgerRow) error {
	if g.Person == a.By.ID {
		return nil
	}
	return o.tell(a, g.Person, Notice{Kind: KindPledge, Data: PledgeNews{g.ID, r.ID}, Lane: store.LaneNotice})
}

// settleMoney lets those who pledged know that a project has ended, and the
// staff that money has to go back, once for each return.
func (o *Office) settleMoney(a Act, p fund.Project) error {
	due, err := o.DueBack(a.Tx, p.ID)
	if err != nil {
		return err
	}
	if len(due) > 0 {
		staff, err := holding(a, p.Community, fund.RoleStaff)
		if err != nil {
			return err
		}
		n := Notice{Kind: KindMoneyBack, Data: MoneyBack{p.ID}, Lane: store.LaneNotice, Due: o.workMoment(a.Now)}
		for _, g := range staff {
			n.Key = fmt.Sprintf("money_back:%d:%s:%d", p.ID, returnsOf(due), g.Person)
			if err := o.tell(a, g.Person, n); err != nil {
				return err
			}
		}
	}
	if !p.Ended() {
		return nil
	}
	pledges, err := a.Tx.Pledges(p.ID)
	if err != nil {
		return err
	}
	for _, g := range pledges {
		if g.Person == 0 || g.Standing() == 0 {
			continue
		}
		n := Notice{Kind: KindPledgesOver, Data: PledgeNews{Pledge: g.ID}, Lane: store.LaneNotice}
		if err := o.tell(a, g.Person, n); err != nil {
			return err
		}
	}
	return nil
}

// returnsOf names what has to go back: of each pledge, all that will have gone
// back once it has.
func returnsOf(due []Due) string {
	var parts []string
	for _, d := range due {
		parts = append(parts, fmt.Sprintf("%d=%d", d.Pledge.ID, d.Pledge.Returned+d.Sum))
	}
	return strings.Join(parts, ",")
}

// tellTransfer tells whoever has to act on a transfer, and those of both sides
// when it is decided; an approved one is made public in both neighbourhoods
// (the Act, Art. 34).
func (o *Office) tellTransfer(a Act, t fund.Transfer) error {
	side, open := t.Waits()
	n := Notice{Kind: KindTransfer, Data: TransferNews{t.ID, open}, Lane: store.LaneNotice, Due: o.workMoment(a.Now)}
	switch {
	case side != 0:
		return o.tellHolders(a, side, fund.RoleStaff, n)
	case open:
		return o.tellApprovers(a, t, n)
	}
	if t.Status == fund.TransferApproved {
		post := Notice{Kind: KindTransferPost, Data: TransferNews{Transfer: t.ID}, Lane: store.LaneNotice}
		for _, place := range sides(t) {
			if _, err := o.postTo(a, place, "", post, store.PurposeNeighbourhood, store.PurposeChannel); err != nil {
				return err
			}
		}
	}
	for _, place := range sides(t) {
		if err := o.tellHolders(a, place, fund.RoleStaff, n); err != nil {
			return err
		}
	}
	return nil
}

// sides are the communities of a transfer, each once.
func sides(t fund.Transfer) []fund.PlaceID {
	if t.From == t.To {
		return []fund.PlaceID{t.From}
	}
	return []fund.PlaceID{t.From, t.To}
}

func (o *Office) tellApprovers(a Act, t fund.Transfer, n Notice) error {
	lineage, err := o.Lineage(a.Tx, t.From)
	if err != nil {
		return err
	}
	if t.Tier == fund.TierStreet {
		return o.tellHolders(a, lineage[1], fund.RoleStreet, n)
	}
	return o.tellHolders(a, lineage[2], fund.RoleDistrict, n)
}

// tellHolders tells everybody who holds a role at a place, but not whoever did
// it.
func (o *Office) tellHolders(a Act, place fund.PlaceID, role fund.Role, n Notice) error {
	holders, err := holding(a, place, role)
	if err != nil {
		return err
	}
	for _, g := range holders {
		if g.Person == a.By.ID || !g.Active(a.Now) {
			continue
		}
		if err := o.tell(a, g.Person, n); err != nil {
			return err
		}
	}
	return nil
}
