package office

import (
	"errors"
	"fmt"

	"huimin/fund"
	"huimin/store"
)

var (
	// ErrAlreadyHeld says that somebody holds that role at that place already.
	ErrAlreadyHeld = errors.New("role is held already")
	// ErrLastAdmin says that the last administrator of a city cannot go: nobody
	// could appoint another.
	ErrLastAdmin = errors.New("last administrator of the city")
	// ErrNotYours says that something belongs to somebody else.
	ErrNotYours = errors.New("not yours")
)

// grantEntry is what the record keeps of a role given or ended.
type grantEntry struct {
	Grant  int64         `json:"grant"`
	Person fund.PersonID `json:"person"`
	Role   fund.Role     `json:"role"`
	Place  fund.PlaceID  `json:"place"`
	Invite int64         `json:"invite,omitempty"`

	Bureau   fund.Bureau `json:"bureau,omitempty"`
	Since    int64       `json:"since,omitempty"` // Unix seconds UTC, as Term
	Term     int64       `json:"term,omitempty"`
	Deputy   int64       `json:"deputy_of,omitempty"`
	Declared bool        `json:"declared,omitempty"`
}

// given is the entry for a role given by an invitation (0: none).
func given(g fund.Grant, invite int64) grantEntry {
	return grantEntry{
		Grant: g.ID, Person: g.Person, Role: g.Role, Place: g.Place, Invite: invite,
		Bureau: g.Bureau, Since: unix(g.Since), Term: unix(g.Term), Deputy: g.Deputy, Declared: g.Declared,
	}
}

// ended is the entry for a role that ended.
func ended(g fund.Grant) grantEntry {
	return grantEntry{Grant: g.ID, Person: g.Person, Role: g.Role, Place: g.Place}
}

// Grants gives what somebody holds now, being a resident of the chosen
// community included (without a number).
func (o *Office) Grants(tx *store.Tx, p fund.Person) ([]fund.Grant, error) {
	grants, err := grantsOf(tx, p)
	return o.localGrants(grants), err
}

// Holders gives who holds a role at a place now.
func (o *Office) Holders(tx *store.Tx, place fund.PlaceID, role fund.Role) ([]fund.Grant, error) {
	grants, err := tx.Holders(place, role)
	return o.localGrants(grants), err
}

func (o *Office) localGrants(grants []fund.Grant) []fund.Grant {
	for i := range grants {
		g := &grants[i]
		g.Since, g.Until, g.Term = o.local(g.Since), o.local(g.Until), o.local(g.Term)
	}
	return grants
}

// FirstAdmins makes those administrators of every city who are named by
// Telegram id, have consented, and are not yet. Only the program's settings
// name them: it is called on consent and when a city is added, and asks for no
// role.
func (o *Office) FirstAdmins(a Act, telegram ...int64) error {
	a.By = fund.Person{} // the settings give it, not whoever happens to act
	cities, err := a.Tx.PlacesOf(fund.PlaceCity)
	if err != nil {
		return err
	}
	for _, id := range telegram {
		p, err := a.Tx.PersonByTelegram(id)
		if errors.Is(err, store.ErrNotFound) || err == nil && !p.Consented() {
			continue
		}
		if err != nil {
			return err
		}
		for _, city := range cities {
			_, err := o.give(a, fund.Grant{Person: p.ID, Role: fund.RoleAdmin, Place: city.ID}, 0, 0)
			if err != nil && !errors.Is(err, ErrAlreadyHeld) {
				return err
			}
		}
	}
	return nil
}

// give gives somebody the role and place of g: *fund.RoleConflict or
// [ErrAlreadyHeld] when that cannot be. It begins now, unless it begins later.
// by is who answers for it, invite the invitation it came by (0: none).
func (o *Office) give(a Act, g fund.Grant, by fund.PersonID, invite int64) (fund.Grant, error) {
	grants, err := a.Tx.Grants(g.Person)
	if err != nil {
		return fund.Grant{}, err
	}
	for _, had := range grants {
		if had.Role != g.Role || had.Place != g.Place {
			continue
		}
		over := !had.Term.IsZero() && !a.Now.Before(had.Term)
		if !over && (had.Deputy == 0 || g.Deputy != 0) {
			return fund.Grant{}, fmt.Errorf("%s at %d: %w", g.Role, g.Place, ErrAlreadyHeld)
		}
		if err := o.close(a, had); err != nil { // over, or only lent so far
			return fund.Grant{}, err
		}
	}
	if err := fund.MayHold(grants, g.Role, g.Place, a.Now); err != nil {
		return fund.Grant{}, err
	}
	if g.Since.Before(a.Now) {
		g.Since = a.Now
	}
	if g.ID, err = a.Tx.AddGrant(g, by); err != nil {
		return fund.Grant{}, err
	}
	return g, a.record("role_given", given(g, invite))
}

// Revoke ends a role that somebody else holds, by whoever may invite to it, or
// a deputy's by the one they stand in for:
// *fund.NotAllowed, [store.ErrNotFound] when it ended already, [ErrLastAdmin].
// The holder is told.
func (o *Office) Revoke(a Act, grant int64) (fund.Grant, error) {
	g, err := a.Tx.Grant(grant)
	if err == nil && !g.Active(a.Now) {
		err = store.ErrNotFound
	}
	if err != nil {
		return g, fmt.Errorf("revoke: %w", err)
	}
	if err := o.mayRevoke(a, g); err != nil {
		return g, fmt.Errorf("revoke: %w", err)
	}
	if err := o.end(a, g); err != nil {
		return g, fmt.Errorf("revoke: %w", err)
	}
	if g.Person == a.By.ID {
		return g, nil
	}
	return g, o.tell(a, g.Person, Notice{Kind: KindRoleEnded, Data: RoleNews{g.ID}, Lane: store.LaneNotice})
}

func (o *Office) mayRevoke(a Act, g fund.Grant) error {
	if g.Deputy != 0 && a.By.ID != 0 {
		of, err := a.Tx.Grant(g.Deputy)
		if err != nil || of.Person == a.By.ID {
			return err
		}
	}
	return o.mayInvite(a, g.Role, g.Place)
}

// Leave gives up a role of one's own: [ErrNotYours], [store.ErrNotFound] when
// it ended already, [ErrLastAdmin].
func (o *Office) Leave(a Act, grant int64) (fund.Grant, error) {
	g, err := a.Tx.Grant(grant)
	if err == nil && !g.Active(a.Now) {
		err = store.ErrNotFound
	}
	if err == nil && (a.By.ID == 0 || g.Person != a.By.ID) {
		err = ErrNotYours
	}
	if err == nil {
		err = o.end(a, g)
	}
	if err != nil {
		return g, fmt.Errorf("leave: %w", err)
	}
	return g, nil
}

// end ends a grant by somebody's will: [ErrLastAdmin].
func (o *Office) end(a Act, g fund.Grant) error {
	if g.Role == fund.RoleAdmin {
		place, err := a.Tx.Place(g.Place)
		if err != nil {
			return err
		}
		others, err := holding(a, g.Place, fund.RoleAdmin)
		if err != nil {
			return err
		}
		if place.Kind == fund.PlaceCity && len(others) < 2 {
			return ErrLastAdmin
		}
	}
	return o.finish(a, g)
}

// close ends a grant, and what deputies do by it.
func (o *Office) close(a Act, g fund.Grant) error {
	if err := a.Tx.EndGrant(g.ID, a.Now); err != nil {
		return err
	}
	if err := a.record("role_ended", ended(g)); err != nil {
		return err
	}
	return o.endDeputies(a, g)
}

// finish closes a grant. Who holds no office any more is known by a masked
// name again.
func (o *Office) finish(a Act, g fund.Grant) error {
	if err := o.close(a, g); err != nil {
		return err
	}
	left, err := a.Tx.Grants(g.Person)
	if err != nil || len(left) > 0 {
		return err
	}
	p, err := a.Tx.Person(g.Person)
	if err != nil || p.Erased {
		return err
	}
	p.Name = fund.MaskName(p.Name, "")
	return a.Tx.SavePerson(p)
}

// mayInvite says whether the act's person may give or take a role at a place:
// nil, *fund.NotAllowed, or [ErrPlaceKind] where no such role is held.
func (o *Office) mayInvite(a Act, role fund.Role, place fund.PlaceID) error {
	if err := o.mayInviteAs(a, a.By, role, place); err != nil || a.By.ID == 0 {
		return err
	}
	of, err := o.principalFor(a, func(grants []fund.Grant) error {
		lineage, err := o.Lineage(a.Tx, place)
		if err != nil {
			return err
		}
		return fund.MayInvite(grants, role, lineage, a.Now)
	})
	return noteFor(a, of, err)
}

func (o *Office) mayInviteAs(a Act, by fund.Person, role fund.Role, place fund.PlaceID) error {
	lineage, err := a.Tx.Lineage(place)
	if err != nil {
		return err
	}
	if role == fund.RoleResident || !role.Fits(lineage[0].Kind) {
		return fmt.Errorf("%s at a %s: %w", role, lineage[0].Kind, ErrPlaceKind)
	}
	if a.operator {
		return nil
	}
	grants, err := grantsOf(a.Tx, by)
	if err != nil {
		return err
	}
	ids := make([]fund.PlaceID, len(lineage))
	for i, p := range lineage {
		ids[i] = p.ID
	}
	return fund.MayInvite(grants, role, ids, a.Now)
}
