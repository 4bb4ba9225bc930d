package office

import (
	"errors"
	"fmt"
	"slices"

	"huimin/fund"
	"huimin/store"
)

// ErrOwnRequest says that nobody supports their own request: asking is enough.
var ErrOwnRequest = errors.New("own request")

// supportEntry is what the record keeps of a support given or taken back.
type supportEntry struct {
	Request fund.RequestID `json:"request"`
}

// milestones are the numbers of supporters that the author hears of.
func milestones() []int { return []int{1, 10, 50, 100} }

// Support keeps that a resident of its community supports an open request;
// changed is false when they did already, and nothing else happens then.
// *fund.NotAllowed, [ErrNoConsent], [ErrOwnRequest], *fund.StateError. The
// author is told at the first supporter and at round numbers.
func (o *Office) Support(a Act, id fund.RequestID) (changed bool, err error) {
	r, err := o.supportable(a, id)
	if err != nil {
		return false, fmt.Errorf("support: %w", err)
	}
	if r.Author == a.By.ID {
		return false, fmt.Errorf("support request %d: %w", id, ErrOwnRequest)
	}
	if changed, err = a.Tx.AddSupport(id, a.By.ID, a.Now); err != nil || !changed {
		return false, err
	}
	if err := a.record("request_supported", supportEntry{id}); err != nil {
		return false, err
	}
	count := r.Supporters + 1
	if slices.Contains(milestones(), count) {
		err := o.tell(a, r.Author, Notice{
			Kind: KindRequestChanged, Data: RequestChanged{Request: id, What: ChangeSupported, Count: count},
			Key: fmt.Sprintf("supported:%d:%d", id, count), Lane: store.LaneNotice,
		})
		if err != nil {
			return false, err
		}
	}
	return true, o.showRequest(a, r, coalesce)
}

// Unsupport takes one's support back, or steps out of what a supported request
// was merged into; changed is false when there was no support. What is adopted
// already may still be left. *fund.StateError, [ErrNoConsent].
func (o *Office) Unsupport(a Act, id fund.RequestID) (changed bool, err error) {
	p, err := a.known()
	if err != nil {
		return false, fmt.Errorf("take support back: %w", err)
	}
	r, err := a.Tx.Request(id)
	if err == nil && r.Status != fund.RequestAdopted {
		err = isOpen(r)
	}
	if err != nil {
		return false, fmt.Errorf("take support back: %w", err)
	}
	if changed, err = a.Tx.RemoveSupport(id, p.ID); err != nil || !changed {
		return false, err
	}
	if err := a.record("support_withdrawn", supportEntry{id}); err != nil {
		return false, err
	}
	return true, o.showRequest(a, r, coalesce)
}

// supportable gives the request that the act's person may support.
func (o *Office) supportable(a Act, id fund.RequestID) (fund.Request, error) {
	if _, err := a.known(); err != nil {
		return fund.Request{}, err
	}
	r, err := a.Tx.Request(id)
	if err != nil {
		return r, err
	}
	if err := o.allow(a, fund.ActSupport, r.Community); err != nil {
		return r, err
	}
	return r, isOpen(r)
}

func isOpen(r fund.Request) error {
	if r.Status == fund.RequestOpen {
		return nil
	}
	return &fund.StateError{
		Noun: "request", ID: int64(r.ID), Have: string(r.Status), Want: []string{string(fund.RequestOpen)},
	}
}

// Supports tells whether somebody supports a request.
func (o *Office) Supports(tx *store.Tx, id fund.RequestID, person fund.PersonID) (bool, error) {
	return tx.Supports(id, person)
}
