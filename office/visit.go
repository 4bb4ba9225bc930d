package office

import (
	"errors"
	"fmt"
	"time"

	"huimin/fund"
	"huimin/store"
)

// NewVisit is what came of calling at a door. Need is what was asked for, for
// fund.VisitNeed; Request what was asked for before, for fund.VisitSupport.
type NewVisit struct {
	Campaign fund.CampaignID
	Door     string
	Outcome  fund.VisitOutcome
	Need     NewRequest
	Request  fund.RequestID
}

// visitEntry is what the record keeps of a visit: the door by its internal
// number, never as it is written.
type visitEntry struct {
	Visit    int64             `json:"visit"`
	Campaign fund.CampaignID   `json:"campaign,omitempty"`
	Door     fund.DoorID       `json:"door,omitempty"`
	Outcome  fund.VisitOutcome `json:"outcome,omitempty"`
	Request  fund.RequestID    `json:"request,omitempty"`
}

// RecordVisit keeps what came of calling at a door, by the staff of the
// campaign's community. A need becomes a request like any other, without
// anybody's name; a household counts once for a request. *fund.NotAllowed,
// *fund.StateError, [ErrCampaignBegins], [fund.ErrNoDoor], [fund.ErrDoorName],
// [fund.ErrDoorPhone], [ErrHouseholdCounted], and what [Office.EnterRequest]
// refuses.
func (o *Office) RecordVisit(a Act, n NewVisit) (store.Visit, error) {
	v, err := o.recordVisit(a, n)
	if err != nil {
		return v, fmt.Errorf("visit: %w", err)
	}
	return o.localVisit(v), nil
}

// MayVisit says whether the act's person may record a visit now, and gives the
// campaign: *fund.NotAllowed, *fund.StateError, [ErrCampaignBegins].
func (o *Office) MayVisit(a Act, id fund.CampaignID) (fund.Campaign, error) {
	c, err := a.Tx.Campaign(id)
	if err == nil {
		err = o.allow(a, fund.ActVisit, c.Community)
	}
	switch {
	case err != nil:
		return c, err
	case c.Status != fund.CampaignOpen:
		return c, &fund.StateError{
			Noun: "campaign", ID: int64(id), Have: string(c.Status), Want: []string{string(fund.CampaignOpen)},
		}
	case a.Now.Before(c.From):
		return c, ErrCampaignBegins
	}
	return o.localCampaign(c), nil
}

func (o *Office) recordVisit(a Act, n NewVisit) (v store.Visit, err error) {
	c, err := o.MayVisit(a, n.Campaign)
	if err != nil {
		return v, err
	}
	door, err := fund.ReadDoor(n.Door)
	if err != nil {
		return v, err
	}
	door.Community = c.Community
	if door, err = a.Tx.KeepDoor(door); err != nil {
		return v, err
	}
	v = store.Visit{Campaign: c.ID, Door: door.ID, Outcome: n.Outcome, By: a.By.ID, At: a.Now}
	switch n.Outcome {
	case fund.VisitNeed:
		n.Need.Source, n.Need.Community = fund.SourceVisit, c.Community
		r, err := o.enterRequest(a, n.Need)
		if err != nil {
			return v, err
		}
		v.Request = r.ID
	case fund.VisitSupport:
		v.Request = n.Request
		if err := o.supportHousehold(a, c, v); err != nil {
			return v, err
		}
	case fund.VisitNone, fund.VisitNobody:
	}
	if v.ID, err = a.Tx.AddVisit(v); err != nil {
		return v, err
	}
	return v, a.record(recordVisit, visitEntry{v.ID, v.Campaign, v.Door, v.Outcome, v.Request})
}

// supportHousehold counts a household for a request.
func (o *Office) supportHousehold(a Act, c fund.Campaign, v store.Visit) error {
	r, err := a.Tx.Request(v.Request)
	if err == nil && r.Community != c.Community {
		err = ErrOtherCommunity
	}
	if err == nil {
		err = isOpen(r)
	}
	if err != nil {
		return err
	}
	added, err := a.Tx.AddHousehold(r.ID, v.Door, a.Now)
	if err == nil && !added {
		err = ErrHouseholdCounted
	}
	if err != nil {
		return err
	}
	return o.showRequest(a, r, coalesce)
}

// undoVisitFor is how long a visit may be taken back.
const undoVisitFor = 24 * time.Hour

// UndoVisit takes back a visit that brought no request, by the staff of its
// community within a day: *fund.NotAllowed, [ErrVisitKept].
func (o *Office) UndoVisit(a Act, id int64) (store.Visit, error) {
	v, err := a.Tx.Visit(id)
	if err == nil {
		err = o.undoVisit(a, &v)
	}
	if err != nil {
		return v, fmt.Errorf("undo visit: %w", err)
	}
	return o.localVisit(v), nil
}

func (o *Office) undoVisit(a Act, v *store.Visit) error {
	c, err := a.Tx.Campaign(v.Campaign)
	if err == nil {
		err = o.allow(a, fund.ActVisit, c.Community)
	}
	switch {
	case err != nil:
		return err
	case v.Outcome == fund.VisitNeed, !v.Undone.IsZero(), c.Status != fund.CampaignOpen, a.Now.Sub(v.At) > undoVisitFor:
		return ErrVisitKept
	}
	if v.Outcome == fund.VisitSupport {
		f, err := o.Follow(a.Tx, v.Request)
		if err != nil {
			return err
		}
		stands := f.Request
		if f.Into != nil {
			stands = *f.Into
		}
		if _, err := a.Tx.RemoveHousehold(stands.ID, v.Door); err != nil {
			return err
		}
		if err := o.showRequest(a, stands, coalesce); err != nil {
			return err
		}
	}
	v.Undone = a.Now
	if err := a.Tx.UndoVisit(v.ID, a.Now); err != nil {
		if errors.Is(err, store.ErrNotFound) {
			return ErrVisitKept
		}
		return err
	}
	return a.record(recordVisitUndone, visitEntry{Visit: v.ID})
}

func (o *Office) localVisit(v store.Visit) store.Visit {
	v.At, v.Undone = o.local(v.At), o.local(v.Undone)
	return v
}

// keepDoors is how long the number of a door is kept that nobody called at
// any more. Without it the household can no longer be told from a new one.
const keepDoors = 2 * 365 * 24 * time.Hour
