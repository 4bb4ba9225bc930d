package office

import (
	"errors"
	"fmt"
	"time"

	"huimin/fund"
	"huimin/store"
)

var (
	// ErrHasDeputy says that somebody stands in already.
	ErrHasDeputy = errors.New("there is a deputy already")
	// ErrSelf says that somebody names themselves.
	ErrSelf = errors.New("oneself")
	// ErrNotColleague says that somebody holds no office near enough to be
	// chosen without an invitation.
	ErrNotColleague = errors.New("not a colleague")
)

// KindDeputy tells that a deputy was named.
const KindDeputy = "deputy_named" // DeputyNews

// DeputyNews points at a deputy's grant: for the deputy, or for those who
// appointed the one who is absent.
type DeputyNews struct {
	Grant int64
	Above bool `json:",omitempty"`
}

// NameDeputy has a colleague act for the act's person in a role of theirs
// until a moment. The deputy may do what the role may, but nothing that is
// personal, and is told; so are those who appointed the absent one.
// [ErrNotYours], [ErrNotColleague], [ErrHasDeputy], fund.ErrNotAppointed,
// fund.ErrDeputysDeputy, *fund.DeputyTermError, [ErrAlreadyHeld],
// *fund.RoleConflict.
func (o *Office) NameDeputy(a Act, grant int64, deputy fund.PersonID, until time.Time) (fund.Grant, error) {
	g, err := o.deputisable(a, grant, until)
	if err != nil {
		return g, fmt.Errorf("name a deputy: %w", err)
	}
	if err := o.colleague(a, g.Place, deputy, a.By.ID); err != nil {
		return g, fmt.Errorf("name a deputy: %w", err)
	}
	d, err := o.give(a, deputyOf(g, deputy, until), a.By.ID, 0)
	if err != nil {
		return d, fmt.Errorf("name a deputy: %w", err)
	}
	return d, o.tellDeputy(a, g, d)
}

// InviteDeputy makes an invitation to act for the act's person until a moment.
// Errors are those of [Office.NameDeputy].
func (o *Office) InviteDeputy(a Act, grant int64, until time.Time) (token string, expires time.Time, err error) {
	g, err := o.deputisable(a, grant, until)
	if err != nil {
		return "", time.Time{}, fmt.Errorf("invite a deputy: %w", err)
	}
	return o.invite(a, store.Invite{Role: g.Role, Place: g.Place, Bureau: g.Bureau, Term: until, Deputy: g.ID})
}

// deputyOf is the grant by which somebody stands in for the holder of g.
func deputyOf(g fund.Grant, deputy fund.PersonID, until time.Time) fund.Grant {
	return fund.Grant{Person: deputy, Role: g.Role, Place: g.Place, Bureau: g.Bureau, Term: until, Deputy: g.ID}
}

// Deputisable gives a role of the act's person in which somebody may stand in
// for them: [store.ErrNotFound], [ErrNotYours], fund.ErrNotAppointed,
// fund.ErrDeputysDeputy, [ErrHasDeputy].
func (o *Office) Deputisable(a Act, grant int64) (fund.Grant, error) {
	g, err := o.ownGrant(a, grant)
	if err != nil {
		return g, fmt.Errorf("deputy for grant %d: %w", grant, err)
	}
	if err := fund.MayDeputise(g); err != nil {
		return g, fmt.Errorf("deputy for grant %d: %w", grant, err)
	}
	there, err := o.Deputies(a, g.ID)
	if err == nil && len(there) > 0 {
		err = fmt.Errorf("deputy for grant %d: %w", grant, ErrHasDeputy)
	}
	return o.localGrants([]fund.Grant{g})[0], err
}

func (o *Office) deputisable(a Act, grant int64, until time.Time) (fund.Grant, error) {
	g, err := o.Deputisable(a, grant)
	if err != nil {
		return g, err
	}
	return g, o.Rules(a.Now).People.Deputise(g, o.local(a.Now), until)
}

// ownGrant gives a role that the act's person holds now: [store.ErrNotFound],
// [ErrNotYours].
func (o *Office) ownGrant(a Act, grant int64) (fund.Grant, error) {
	g, err := a.Tx.Grant(grant)
	if err == nil && !g.Active(a.Now) {
		err = store.ErrNotFound
	}
	if err == nil && (a.By.ID == 0 || g.Person != a.By.ID) {
		err = ErrNotYours
	}
	return g, err
}

// Deputies gives those who stand in for the holder of a grant now.
func (o *Office) Deputies(a Act, grant int64) ([]fund.Grant, error) {
	list, err := a.Tx.DeputiesOf(grant)
	var now []fund.Grant
	for _, d := range o.localGrants(list) {
		if d.Active(a.Now) {
			now = append(now, d)
		}
	}
	return now, err
}

// Principal gives whom a deputy stands in for; the zero Person for a grant of
// one's own.
func (o *Office) Principal(tx *store.Tx, g fund.Grant) (fund.Person, error) {
	if g.Deputy == 0 {
		return fund.Person{}, nil
	}
	of, err := tx.Grant(g.Deputy)
	if err != nil {
		return fund.Person{}, err
	}
	return o.Person(tx, of.Person)
}

// ActsFor gives whom the act's person stands in for when they do an action at
// a place; the zero Person when they may do it by themselves, or not at all.
func (o *Office) ActsFor(a Act, action fund.Action, place fund.PlaceID) (fund.Person, error) {
	return o.principalFor(a, func(grants []fund.Grant) error {
		lineage, err := o.Lineage(a.Tx, place)
		if err != nil {
			return err
		}
		return fund.May(grants, action, lineage, a.Now)
	})
}

// principalFor gives whom the act's person stands in for when they do what may
// allows for grants; the zero Person when their own are enough, or none are.
func (o *Office) principalFor(a Act, may func(grants []fund.Grant) error) (fund.Person, error) {
	grants, err := grantsOf(a.Tx, a.By)
	if err != nil {
		return fund.Person{}, err
	}
	var own, lent []fund.Grant
	for _, g := range grants {
		if g.Deputy == 0 {
			own = append(own, g)
			continue
		}
		lent = append(lent, g)
	}
	if len(lent) == 0 || may(own) == nil {
		return fund.Person{}, nil
	}
	for _, g := range lent {
		if may([]fund.Grant{g}) == nil {
			return o.Principal(a.Tx, g)
		}
	}
	return fund.Person{}, nil
}

// noteFor notes for whom the act's person does what they are about to do.
func noteFor(a Act, of fund.Person, err error) error {
	if err != nil {
		return err
	}
	a.Tx.ActFor(int64(a.By.ID), int64(of.ID))
	return nil
}

// colleague says whether somebody can be chosen for a role at a place by
// somebody else without an invitation.
func (o *Office) colleague(a Act, place fund.PlaceID, chosen, by fund.PersonID) error {
	if chosen == by {
		return ErrSelf
	}
	among, err := o.Colleagues(a, place, by)
	if err != nil {
		return err
	}
	for _, p := range among {
		if p == chosen {
			return nil
		}
	}
	return ErrNotColleague
}

// tellDeputy tells a deputy, and those who appointed the absent one.
func (o *Office) tellDeputy(a Act, g, d fund.Grant) error {
	above, err := o.appointers(a, g)
	if err != nil {
		return err
	}
	for i, person := range append([]fund.PersonID{d.Person}, above...) {
		if person == a.By.ID || i > 0 && person == d.Person {
			continue
		}
		n := Notice{Kind: KindDeputy, Data: DeputyNews{Grant: d.ID, Above: i > 0}, Lane: store.LaneNotice}
		if err := o.tell(a, person, n); err != nil {
			return err
		}
	}
	return o.warnDeputy(a, d)
}

// endDeputies ends what others do for the holder of a grant that ends.
func (o *Office) endDeputies(a Act, g fund.Grant) error {
	list, err := a.Tx.DeputiesOf(g.ID)
	if err != nil {
		return err
	}
	for _, d := range list {
		if err := o.finish(a, d); err != nil {
			return err
		}
		n := Notice{Kind: KindRoleEnded, Data: RoleNews{d.ID}, Lane: store.LaneNotice}
		if err := o.tell(a, d.Person, n); err != nil {
			return err
		}
	}
	return nil
}
