package office

import (
	"errors"
	"fmt"
	"time"

	"huimin/fund"
	"huimin/store"
)

// Followed is a request and what came of it: where it stands, who holds it,
// since when, and until when that is due (zero: no date). Request is the one
// that was filed or supported; where it was merged, Into is the one that
// stands for it now. Project is zero while none came of it.
type Followed struct {
	Request fund.Request
	Into    *fund.Request `json:",omitempty"`
	Project *fund.Project `json:",omitempty"`
	Merge   *store.Merge  `json:",omitempty"` // waits for the author's answer
	Holder  fund.Holder
	Since   time.Time
	Due     time.Time
}

// Held is a role somebody holds, and where.
type Held struct {
	Grant fund.Grant
	Place fund.Place
}

// Mine is everything of one person's: what they asked for and support, newest
// first, and the roles they hold.
type Mine struct {
	Requests  []Followed
	Supported []Followed
	Roles     []Held
}

// Mine gives everything of the act's person's; [ErrNoConsent] for strangers.
func (o *Office) Mine(a Act) (Mine, error) {
	if _, err := a.known(); err != nil {
		return Mine{}, fmt.Errorf("mine: %w", err)
	}
	requests, err := a.Tx.RequestsOf(a.By.ID)
	if err != nil {
		return Mine{}, err
	}
	supported, err := a.Tx.SupportedBy(a.By.ID)
	if err != nil {
		return Mine{}, err
	}
	var m Mine
	if m.Requests, err = o.follow(a.Tx, requests); err != nil {
		return Mine{}, err
	}
	if m.Supported, err = o.follow(a.Tx, supported); err != nil {
		return Mine{}, err
	}
	grants, err := a.Tx.Grants(a.By.ID)
	if err != nil {
		return Mine{}, err
	}
	for _, g := range o.localGrants(grants) {
		place, err := a.Tx.Place(g.Place)
		if err != nil {
			return Mine{}, err
		}
		m.Roles = append(m.Roles, Held{g, place})
	}
	return m, nil
}

func (o *Office) follow(tx *store.Tx, requests []fund.Request) ([]Followed, error) {
	list := make([]Followed, 0, len(requests))
	for _, r := range requests {
		f, err := o.Follow(tx, r.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

// maxMerges is how many merges one after the other are followed.
const maxMerges = 100

// Follow gives a request and what came of it, or [store.ErrNotFound].
func (o *Office) Follow(tx *store.Tx, id fund.RequestID) (Followed, error) {
	r, err := o.Request(tx, id)
	if err != nil {
		return Followed{}, err
	}
	f := Followed{Request: r, Holder: fund.HolderNobody, Since: r.Changed}
	for range maxMerges {
		if r.Status != fund.RequestMerged {
			break
		}
		if r, err = o.Request(tx, r.MergedInto); err != nil {
			return f, err
		}
		f.Into, f.Since = &r, r.Changed
	}
	switch r.Status {
	case fund.RequestOpen:
		f.Holder, f.Since = fund.HolderCommunity, r.Filed
		m, err := o.PendingMerge(tx, id)
		if err == nil {
			f.Merge = &m
		} else if !errors.Is(err, store.ErrNotFound) {
			return f, err
		}
	case fund.RequestAdopted:
		p, err := o.Project(tx, r.Project)
		if err != nil {
			return f, err
		}
		f.Project, f.Holder, f.Since, f.Due = &p, p.Holder(), p.HeldSince, p.Due
	case fund.RequestDeclined, fund.RequestWithdrawn, fund.RequestMerged:
	}
	return f, nil
}
