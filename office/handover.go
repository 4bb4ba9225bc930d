package office

import (
	"errors"
	"fmt"
	"time"

	"huimin/fund"
	"huimin/store"
)

// ErrNothingToHand says that somebody holds no office that can be handed over.
var ErrNothingToHand = errors.New("nothing to hand over")

// KindHandedOver tells that a desk was handed over.
const KindHandedOver = "desk_handed_over" // HandoverNews

// HandoverNews tells who took over whose desk: to the successor, the one who
// left it, and those who appoint.
type HandoverNews struct {
	From, To fund.PersonID
	Grants   []int64 // the successor's
}

// Holdings are everything that goes with somebody's desk. Roles go over to the
// successor, with what is left of their terms; those that residents gave Stay.
// Deputies that stand in, and deputies' roles that they have for others, end.
// Open invitations go on under the successor's name. Waits is how much lies on
// the desk, which belongs to the office and stays there.
type Holdings struct {
	Person   fund.Person
	Roles    []Held
	Stay     []Held
	Deputies []fund.Grant
	For      []Held
	Invites  int
	Waits    int
}

// Holdings gives everything that goes with somebody's desk, to themselves and
// to those who may appoint to all of it: *fund.NotAllowed, and
// [ErrNothingToHand].
func (o *Office) Holdings(a Act, person fund.PersonID) (Holdings, error) {
	h, err := o.holdings(a, person)
	if err != nil {
		return h, fmt.Errorf("holdings: %w", err)
	}
	return h, nil
}

func (o *Office) holdings(a Act, person fund.PersonID) (h Holdings, err error) {
	if h.Person, err = o.Person(a.Tx, person); err != nil {
		return h, err
	}
	grants, err := a.Tx.Grants(person)
	if err != nil {
		return h, err
	}
	for _, g := range o.localGrants(grants) {
		if !g.Active(a.Now) {
			continue
		}
		if err := o.sort(a, &h, g); err != nil {
			return h, err
		}
	}
	if len(h.Roles) == 0 {
		return h, ErrNothingToHand
	}
	if err := o.mayHandOver(a, person, h); err != nil {
		return h, err
	}
	if h.Invites, err = a.Tx.CountOpenInvites(person, a.Now); err != nil {
		return h, err
	}
	items, err := o.Desk(Act{Tx: a.Tx, Now: a.Now, By: h.Person})
	h.Waits = len(items)
	return h, err
}

// sort puts a role among those it goes with.
func (o *Office) sort(a Act, h *Holdings, g fund.Grant) error {
	place, err := a.Tx.Place(g.Place)
	if err != nil {
		return err
	}
	held := Held{g, place}
	switch {
	case g.Deputy != 0:
		h.For = append(h.For, held)
		return nil
	case !g.Role.Appointed():
		h.Stay = append(h.Stay, held)
		return nil
	}
	h.Roles = append(h.Roles, held)
	deputies, err := o.Deputies(a, g.ID)
	h.Deputies = append(h.Deputies, deputies...)
	return err
}

// mayHandOver says whether the act's person may hand over a desk: their own,
// or one to whose every role they may appoint.
func (o *Office) mayHandOver(a Act, person fund.PersonID, h Holdings) error {
	if a.By.ID == person && person != 0 {
		return nil
	}
	for _, r := range h.Roles {
		if err := o.mayInvite(a, r.Grant.Role, r.Grant.Place); err != nil {
			return err
		}
	}
	return nil
}

// HandOver gives everything that somebody's desk holds to a successor, who is
// told. Whoever leaves chooses among colleagues, who hold an office already;
// those who appoint to it choose freely, or send [Office.InviteSuccessor].
// Errors are those of [Office.Holdings], [ErrNotColleague], [ErrSelf],
// *fund.RoleConflict.
func (o *Office) HandOver(a Act, from, to fund.PersonID) (Holdings, error) {
	h, err := o.holdings(a, from)
	if err == nil && from == a.By.ID {
		err = o.colleague(a, h.Roles[0].Grant.Place, to, from)
	}
	if err == nil && from == to {
		err = ErrSelf
	}
	if err != nil {
		return h, fmt.Errorf("hand over: %w", err)
	}
	_, err = o.handOver(a, h, to, 0)
	return h, err
}

// InviteSuccessor makes an invitation by which whoever accepts takes over a
// desk, by those who may appoint to all it holds: *fund.NotAllowed,
// [ErrNothingToHand].
func (o *Office) InviteSuccessor(a Act, from fund.PersonID) (token string, expires time.Time, err error) {
	h, err := o.holdings(a, from)
	if err == nil {
		err = o.mayHandOver(a, 0, h)
	}
	if err != nil {
		return "", time.Time{}, fmt.Errorf("invite a successor: %w", err)
	}
	first := h.Roles[0].Grant
	return o.invite(a, store.Invite{Role: first.Role, Place: first.Place, Bureau: first.Bureau, HandsOver: from})
}

// handedEntry is what the record keeps of a desk that was handed over, beside
// the roles that began and ended.
type handedEntry struct {
	From    fund.PersonID `json:"from"`
	To      fund.PersonID `json:"to"`
	Invites int           `json:"invites"`
}

// handOver moves what h lists, and gives the first role that the successor
// has now. invite is the invitation it came by (0: none).
func (o *Office) handOver(a Act, h Holdings, to fund.PersonID, invite int64) (first fund.Grant, err error) {
	news := HandoverNews{From: h.Person.ID, To: to}
	for _, r := range h.Roles {
		old := r.Grant
		next := fund.Grant{Person: to, Role: old.Role, Place: old.Place, Bureau: old.Bureau, Term: old.Term}
		g, err := o.give(a, next, a.By.ID, invite)
		switch {
		case errors.Is(err, ErrAlreadyHeld): // they shared the desk
		case err != nil:
			return first, err
		default:
			news.Grants = append(news.Grants, g.ID)
			if first.ID == 0 {
				first = g
			}
		}
		if err := o.finish(a, old); err != nil {
			return first, err
		}
	}
	for _, r := range h.For {
		if err := o.finish(a, r.Grant); err != nil {
			return first, err
		}
	}
	moved, err := a.Tx.MoveInvites(h.Person.ID, to, a.Now)
	if err != nil {
		return first, err
	}
	if err := a.record("desk_handed_over", handedEntry{h.Person.ID, to, moved}); err != nil {
		return first, err
	}
	return first, o.tellHandedOver(a, h, news)
}

// tellHandedOver tells everybody concerned but whoever did it.
func (o *Office) tellHandedOver(a Act, h Holdings, news HandoverNews) error {
	above, err := o.appointers(a, h.Roles[0].Grant)
	if err != nil {
		return err
	}
	told := map[fund.PersonID]bool{a.By.ID: true, 0: true}
	for _, person := range append([]fund.PersonID{news.To, news.From}, above...) {
		if told[person] {
			continue
		}
		told[person] = true
		if err := o.tell(a, person, Notice{Kind: KindHandedOver, Data: news, Lane: store.LaneNotice}); err != nil {
			return err
		}
	}
	return nil
}
