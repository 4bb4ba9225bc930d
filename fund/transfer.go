package fund

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

var (
	// ErrTransferFar says that the communities of a transfer lie in different
	// districts: half of the money is the district's own.
	ErrTransferFar = errors.New("money does not leave its district")
	// ErrTransferSame says that a transfer has nowhere to go.
	ErrTransferSame = errors.New("a transfer needs two sides")
	// ErrTransferSide says that the side which proposed has agreed already: the
	// other one has to.
	ErrTransferSide = errors.New("the other side has to agree")
)

// TransferID numbers a transfer; 0 is none.
type TransferID int64

// TransferStatus is where a transfer stands.
type TransferStatus string

// The states of a transfer.
const (
	TransferProposed  TransferStatus = "proposed"  // by one side
	TransferConsented TransferStatus = "consented" // both sides agree; it waits for the approver
	TransferApproved  TransferStatus = "approved"  // done
	TransferRefused   TransferStatus = "refused"   // by the other side or the approver
	TransferWithdrawn TransferStatus = "withdrawn" // by the side that proposed it
)

// Transfer is money of a year that one community hands to another, or one
// project to another (调剂; the article, 7, which gives no details: the steps
// are this project's). FromProject, where set, is the project whose part of the
// fund becomes smaller; ToProject is what the money is for.
type Transfer struct {
	ID                     TransferID
	From, To               PlaceID
	FromProject, ToProject ProjectID
	Year                   int
	Amount                 Money
	Reason                 string
	Status                 TransferStatus
	Tier                   Tier // who approves: TierStreet or TierDistrict
	Side                   PlaceID
	By                     PersonID
	Proposed               time.Time
	AgreedBy               PersonID
	Agreed                 time.Time
	DecidedBy              PersonID
	Decided                time.Time
	Answer                 string // the reason of a refusal
}

// Waits tells at which place somebody has to act, and false when nobody has
// to. The approver's place is the caller's to find, by the Tier.
func (t Transfer) Waits() (side PlaceID, open bool) {
	switch t.Status {
	case TransferProposed:
		if t.Side == t.From {
			return t.To, true
		}
		return t.From, true
	case TransferConsented:
		return 0, true
	case TransferApproved, TransferRefused, TransferWithdrawn:
		return 0, false
	}
	return 0, false
}

// TransferTier says who approves a transfer between two communities, given
// their lineages: the street where both are of one street, and of one
// community; the district above; [ErrTransferFar] beyond.
func TransferTier(from, to []PlaceID) (Tier, error) {
	switch {
	case len(from) < 3 || len(to) < 3:
		return "", ErrTransferSame
	case from[1] == to[1]:
		return TierStreet, nil
	case from[2] == to[2]:
		return TierDistrict, nil
	}
	return "", ErrTransferFar
}

// NewTransfer proposes a transfer for one of its sides, with a reason. Within a
// community one committee answers for both sides, and it goes to the approver
// at once.
func NewTransfer(t Transfer, tier Tier, now time.Time) (Transfer, error) {
	if t.Amount <= 0 {
		return t, &FundingError{Why: FundingNothing, Have: t.Amount}
	}
	if t.From == t.To && (t.FromProject == 0 || t.ToProject == 0 || t.FromProject == t.ToProject) {
		return t, ErrTransferSame
	}
	if t.Side != t.From && t.Side != t.To {
		return t, ErrTransferSide
	}
	reason, err := needReason(t.Reason)
	if err != nil {
		return t, err
	}
	t.Reason, t.Tier, t.Proposed, t.Status = reason, tier, now, TransferProposed
	if t.From == t.To {
		t.Status, t.AgreedBy, t.Agreed = TransferConsented, t.By, now
	}
	return t, nil
}

// Agree records that the other side agrees.
func (t *Transfer) Agree(side PlaceID, by PersonID, now time.Time) error {
	if err := t.in(TransferProposed); err != nil {
		return err
	}
	if waits, _ := t.Waits(); waits != side {
		return ErrTransferSide
	}
	t.Status, t.AgreedBy, t.Agreed = TransferConsented, by, now
	return nil
}

// Approve records that the approver agrees: the money moves.
func (t *Transfer) Approve(by PersonID, now time.Time) error {
	if err := t.in(TransferConsented); err != nil {
		return err
	}
	t.Status, t.DecidedBy, t.Decided = TransferApproved, by, now
	return nil
}

// Refuse records that the other side or the approver does not agree.
func (t *Transfer) Refuse(by PersonID, reason string, now time.Time) error {
	if err := t.in(TransferProposed, TransferConsented); err != nil {
		return err
	}
	reason, err := needReason(reason)
	if err != nil {
		return err
	}
	t.Status, t.DecidedBy, t.Decided, t.Answer = TransferRefused, by, now, reason
	return nil
}

// Withdraw takes a proposal back before it is decided.
func (t *Transfer) Withdraw(by PersonID, now time.Time) error {
	if err := t.in(TransferProposed, TransferConsented); err != nil {
		return err
	}
	t.Status, t.DecidedBy, t.Decided = TransferWithdrawn, by, now
	return nil
}

func (t Transfer) in(want ...TransferStatus) error {
	if slices.Contains(want, t.Status) {
		return nil
	}
	e := &StateError{Noun: "transfer", ID: int64(t.ID), Have: string(t.Status)}
	for _, s := range want {
		e.Want = append(e.Want, string(s))
	}
	return fmt.Errorf("transfer: %w", e)
}
