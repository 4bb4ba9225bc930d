package office

import (
	"fmt"
	"slices"

	"huimin/fund"
	"huimin/store"
)

// CashError says that a community should hand over Need and only Have of its
// year's money has come in and is not spent.
type CashError struct {
	Community  fund.PlaceID
	Year       int
	Need, Have fund.Money
}

// Error gives the amounts.
func (e *CashError) Error() string {
	return fmt.Sprintf("community %d in %d: %s to hand over, %s there", e.Community, e.Year, e.Need.Decimal(), e.Have.Decimal())
}

// TransferEntry is the record's account of a transfer. Words seals the reasons.
type TransferEntry struct {
	ID          fund.TransferID     `json:"id"`
	From        fund.PlaceID        `json:"from"`
	To          fund.PlaceID        `json:"to"`
	FromProject fund.ProjectID      `json:"from_project"`
	ToProject   fund.ProjectID      `json:"to_project"`
	Year        int                 `json:"year"`
	Amount      fund.Money          `json:"amount"`
	Status      fund.TransferStatus `json:"status"`
	Tier        fund.Tier           `json:"tier"`
	Side        fund.PlaceID        `json:"side"`
	By          fund.PersonID       `json:"by"`
	Proposed    int64               `json:"proposed"`
	AgreedBy    fund.PersonID       `json:"agreed_by"`
	Agreed      int64               `json:"agreed"`
	DecidedBy   fund.PersonID       `json:"decided_by"`
	Decided     int64               `json:"decided"`
	Words       string              `json:"words"` // sealed
}

func transferFacts(t fund.Transfer) TransferEntry {
	return TransferEntry{
		ID: t.ID, From: t.From, To: t.To, FromProject: t.FromProject, ToProject: t.ToProject, Year: t.Year, Amount: t.Amount,
		Status: t.Status, Tier: t.Tier, Side: t.Side, By: t.By, Proposed: unix(t.Proposed), AgreedBy: t.AgreedBy,
		Agreed: unix(t.Agreed), DecidedBy: t.DecidedBy, Decided: unix(t.Decided),
	}
}

func transferWords(t fund.Transfer) (string, error) {
	return wordsOf(struct{ Reason, Answer string }{t.Reason, t.Answer})
}

func (o *Office) localTransfer(t fund.Transfer) fund.Transfer {
	t.Proposed, t.Agreed, t.Decided = o.local(t.Proposed), o.local(t.Agreed), o.local(t.Decided)
	return t
}

// keepTransfer saves where a transfer stands, records it, and tells whoever
// has to act or wants to know.
func (o *Office) keepTransfer(a Act, t fund.Transfer) error {
	if err := a.Tx.SaveTransfer(t); err != nil {
		return err
	}
	return o.recordTransfer(a, t)
}

func (o *Office) recordTransfer(a Act, t fund.Transfer) error {
	facts := transferFacts(t)
	words, err := transferWords(t)
	if err != nil {
		return err
	}
	if facts.Words, err = a.seal(words, a.By.ID); err != nil {
		return err
	}
	if err := a.record(recordTransfer, facts); err != nil {
		return err
	}
	return o.tellTransfer(a, t)
}

// ProposeTransfer proposes for one side that money of a year goes from one
// community to another, or from one project to another of the same community
// (调剂; the article, 7). t gives From, To, their projects, Side, Amount and
// Reason; the year is this one. fund.ErrTransferFar beyond the district;
// *fund.NotFreeError when the giving side does not have it.
func (o *Office) ProposeTransfer(a Act, t fund.Transfer) (fund.Transfer, error) {
	if err := o.allow(a, fund.ActTransfer, t.Side); err != nil {
		return t, fmt.Errorf("propose transfer: %w", err)
	}
	from, err := o.Lineage(a.Tx, t.From)
	if err != nil {
		return t, fmt.Errorf("propose transfer: %w", err)
	}
	to, err := o.Lineage(a.Tx, t.To)
	if err != nil {
		return t, fmt.Errorf("propose transfer: %w", err)
	}
	tier, err := fund.TransferTier(from, to)
	if err != nil {
		return t, fmt.Errorf("propose transfer: %w", err)
	}
	if err := o.Rules(a.Now).Requests.CheckReason(t.Reason); err != nil {
		return t, fmt.Errorf("propose transfer: %w", err)
	}
	t.Year, t.By = o.local(a.Now).Year(), a.By.ID
	if t, err = fund.NewTransfer(t, tier, a.Now); err != nil {
		return t, fmt.Errorf("propose transfer: %w", err)
	}
	if err := o.checkTransfer(a.Tx, t); err != nil {
		return t, fmt.Errorf("propose transfer: %w", err)
	}
	if t.ID, err = a.Tx.AddTransfer(t); err != nil {
		return t, err
	}
	return o.localTransfer(t), o.recordTransfer(a, t)
}

// checkTransfer says whether the money of a transfer is free at this moment,
// and its projects are there to give and to take it.
func (o *Office) checkTransfer(tx *store.Tx, t fund.Transfer) error {
	for id, place := range map[fund.ProjectID]fund.PlaceID{t.FromProject: t.From, t.ToProject: t.To} {
		if id == 0 {
			continue
		}
		p, err := tx.Project(id)
		if err != nil {
			return err
		}
		if p.Community != place || p.Year != t.Year {
			return fmt.Errorf("project %d: %w", id, fund.ErrPurpose)
		}
		if p.Ended() {
			return &fund.StateError{Noun: "project", ID: int64(id), Have: string(p.Status)}
		}
	}
	if t.FromProject != 0 {
		return o.checkGiver(tx, t)
	}
	m, err := o.CommunityMoney(tx, t.From, t.Year)
	if err != nil {
		return err
	}
	return m.CheckFree(t.Amount, 0)
}

// checkGiver says whether a project can do without the money of a transfer:
// it keeps what its fund has paid already, and costs something.
func (o *Office) checkGiver(tx *store.Tx, t fund.Transfer) error {
	p, err := tx.Project(t.FromProject)
	if err != nil {
		return err
	}
	if p.Holder() != fund.HolderCommunity {
		return &fund.StateError{Noun: "project", ID: int64(p.ID), Have: string(p.Status)}
	}
	m, err := o.ProjectMoney(tx, p.ID)
	if err != nil {
		return err
	}
	spare := p.Funding.Fund - m.Fund.Paid
	if p.Cost() == p.Funding.Fund && m.Fund.Paid == 0 {
		spare-- // what costs nothing is no project
	}
	if t.Amount > spare {
		return &fund.NotFreeError{
			Community: t.From, Year: t.Year, Need: t.Amount, Free: spare, Planned: p.Funding.Fund, Reserved: m.Fund.Paid,
		}
	}
	return nil
}

// transferFor reads a transfer that somebody wants to act on.
func (o *Office) transferFor(a Act, id fund.TransferID, action fund.Action, place func(fund.Transfer) fund.PlaceID) (fund.Transfer, error) {
	t, err := a.Tx.Transfer(id)
	if err != nil {
		return t, err
	}
	if err := o.allow(a, action, place(t)); err != nil {
		return t, fmt.Errorf("transfer %d: %w", id, err)
	}
	return t, nil
}

// AgreeTransfer records that the other side agrees.
func (o *Office) AgreeTransfer(a Act, id fund.TransferID) (fund.Transfer, error) {
	t, err := a.Tx.Transfer(id)
	if err != nil {
		return t, fmt.Errorf("agree: %w", err)
	}
	side, _ := t.Waits()
	if side == 0 { // it waits for no side any more: those of both are told so
		if side = t.To; o.allow(a, fund.ActTransfer, side) != nil {
			side = t.From
		}
	}
	if err := o.allow(a, fund.ActTransfer, side); err != nil {
		return t, fmt.Errorf("agree to transfer %d: %w", id, err)
	}
	if err := t.Agree(side, a.By.ID, a.Now); err != nil {
		return t, fmt.Errorf("agree to transfer %d: %w", id, err)
	}
	if err := o.checkTransfer(a.Tx, t); err != nil {
		return t, fmt.Errorf("agree to transfer %d: %w", id, err)
	}
	return o.localTransfer(t), o.keepTransfer(a, t)
}

// approvalOf is what the approver of a transfer needs.
func approvalOf(t fund.Transfer) fund.Action {
	if t.Tier == fund.TierStreet {
		return fund.ActTransferStreet
	}
	return fund.ActTransferDistrict
}

// ApproveTransfer lets a transfer happen that both sides agree on: the giving
// project's part becomes smaller, and between communities the money moves,
// which must have come in (*[CashError]). Approving is a person's act.
func (o *Office) ApproveTransfer(a Act, id fund.TransferID) (fund.Transfer, error) {
	t, err := o.decideTransfer(a, id)
	if err != nil {
		return t, fmt.Errorf("approve: %w", err)
	}
	if err := t.Approve(a.By.ID, a.Now); err != nil {
		return t, fmt.Errorf("approve transfer %d: %w", id, err)
	}
	if err := o.checkTransfer(a.Tx, t); err != nil {
		return t, fmt.Errorf("approve transfer %d: %w", id, err)
	}
	if t.FromProject != 0 {
		p, err := a.Tx.Project(t.FromProject)
		if err != nil {
			return t, err
		}
		p.Funding.Fund -= t.Amount
		p.Changed = a.Now
		if err := o.saveProject(a, recordReplanned, p, ProjectEntry{}); err != nil {
			return t, err
		}
		if err := o.editProject(a, p); err != nil {
			return t, err
		}
	}
	if t.From != t.To {
		if err := o.moveMoney(a, t); err != nil {
			return t, fmt.Errorf("approve transfer %d: %w", id, err)
		}
	}
	return o.localTransfer(t), o.keepTransfer(a, t)
}

// decideTransfer reads a transfer for its approver.
func (o *Office) decideTransfer(a Act, id fund.TransferID) (fund.Transfer, error) {
	t, err := a.Tx.Transfer(id)
	if err != nil {
		return t, err
	}
	if a.By.ID == 0 {
		return t, &fund.NotAllowed{Action: approvalOf(t), Needs: approvalOf(t).Needs(), At: t.From}
	}
	return t, o.allow(a, approvalOf(t), t.From)
}

// moveMoney hands the money of a transfer over, from each source in proportion
// to what it has there.
func (o *Office) moveMoney(a Act, t fund.Transfer) error {
	list, err := fundHeld(a.Tx, t.From, t.Year)
	if err != nil {
		return err
	}
	weights, there := make([]fund.Money, len(list)), fund.Money(0)
	for i, b := range list {
		weights[i] = b.Amount
		there += b.Amount
	}
	if there < t.Amount {
		return &CashError{Community: t.From, Year: t.Year, Need: t.Amount, Have: there}
	}
	for i, part := range fund.Apportion(t.Amount, weights) {
		list[i].Amount = part
	}
	_, err = o.enter(a, store.LedgerRow{
		Entry: fund.MoveTo(t.To, list...), Community: t.From, Year: t.Year, Project: t.ToProject, Transfer: t.ID,
	})
	return err
}

// RefuseTransfer records that the other side, or the approver, does not agree,
// with a reason.
func (o *Office) RefuseTransfer(a Act, id fund.TransferID, reason string) (fund.Transfer, error) {
	t, err := a.Tx.Transfer(id)
	if err != nil {
		return t, fmt.Errorf("refuse: %w", err)
	}
	if side, open := t.Waits(); open && side != 0 {
		err = o.allow(a, fund.ActTransfer, side)
	} else {
		t, err = o.decideTransfer(a, id)
	}
	if err == nil {
		err = o.Rules(a.Now).Requests.CheckReason(reason)
	}
	if err != nil {
		return t, fmt.Errorf("refuse transfer %d: %w", id, err)
	}
	if err := t.Refuse(a.By.ID, reason, a.Now); err != nil {
		return t, fmt.Errorf("refuse transfer %d: %w", id, err)
	}
	return o.localTransfer(t), o.keepTransfer(a, t)
}

// MayRefuseTransfer says why the act's person may not refuse a transfer now, nil
// if they may: see [Office.RefuseTransfer], which asks again.
func (o *Office) MayRefuseTransfer(a Act, id fund.TransferID) error {
	t, err := a.Tx.Transfer(id)
	if err != nil {
		return err
	}
	side, open := t.Waits()
	switch {
	case !open:
		return &fund.StateError{Noun: "transfer", ID: int64(id), Have: string(t.Status)}
	case side != 0:
		return o.allow(a, fund.ActTransfer, side)
	}
	_, err = o.decideTransfer(a, id)
	return err
}

// WithdrawTransfer takes a proposal back for the side that made it.
func (o *Office) WithdrawTransfer(a Act, id fund.TransferID) (fund.Transfer, error) {
	t, err := o.transferFor(a, id, fund.ActTransfer, func(t fund.Transfer) fund.PlaceID { return t.Side })
	if err != nil {
		return t, fmt.Errorf("withdraw: %w", err)
	}
	if err := t.Withdraw(a.By.ID, a.Now); err != nil {
		return t, fmt.Errorf("withdraw transfer %d: %w", id, err)
	}
	return o.localTransfer(t), o.keepTransfer(a, t)
}

// Transfer reads one transfer.
func (o *Office) Transfer(tx *store.Tx, id fund.TransferID) (fund.Transfer, error) {
	t, err := tx.Transfer(id)
	return o.localTransfer(t), err
}

// Transfers reads the transfers of a year from or to the communities below a
// place, the newest first.
func (o *Office) Transfers(tx *store.Tx, place fund.PlaceID, year int) ([]fund.Transfer, error) {
	list, err := tx.TransfersUnder(place)
	list = slices.DeleteFunc(list, func(t fund.Transfer) bool { return t.Year != year })
	return each(list, o.localTransfer), err
}
