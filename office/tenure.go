package office

import (
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/store"
)

// What people are told about offices that last for a time.
const (
	KindTermEnds    = "term_ends"    // TermNews
	KindTermChanged = "term_changed" // RoleNews
)

// TermNews tells that a term ends in so many days: to whoever holds the role,
// or to those who would appoint the next.
type TermNews struct {
	Grant int64
	Days  int
	Above bool `json:",omitempty"`
}

// holding gives who holds a role at a place at this moment, the oldest first;
// Tx.Holders also has those whose term is over, or begins later.
func holding(a Act, place fund.PlaceID, role fund.Role) ([]fund.Grant, error) {
	grants, err := a.Tx.Holders(place, role)
	return slices.DeleteFunc(grants, func(g fund.Grant) bool { return !g.Active(a.Now) }), err
}

// NextTermEnd gives when the next term ends; the zero time when none does.
func (o *Office) NextTermEnd(tx *store.Tx) (time.Time, error) {
	list, err := tx.GrantsInTerm()
	if err != nil || len(list) == 0 {
		return time.Time{}, err
	}
	return o.local(list[0].Term), nil
}

// EndTerms ends the roles whose term is over, deputies' too, and tells their
// holders. A role whose term is over does nothing before that either. It gives
// how many ended.
func (o *Office) EndTerms(a Act) (int, error) {
	list, err := a.Tx.GrantsInTerm()
	if err != nil {
		return 0, err
	}
	n := 0
	for _, g := range list {
		if a.Now.Before(g.Term) {
			break
		}
		switch g, err := a.Tx.Grant(g.ID); {
		case err != nil:
			return n, err
		case !g.Until.IsZero():
			continue // a deputy whose principal's term ended at the same moment
		}
		if err := o.finish(a, g); err != nil {
			return n, fmt.Errorf("end term of grant %d: %w", g.ID, err)
		}
		n++
		news := Notice{Kind: KindRoleEnded, Data: RoleNews{g.ID}, Lane: store.LaneNotice, Due: o.hoursBegin(a.Now)}
		if err := o.tell(a, g.Person, news); err != nil {
			return n, err
		}
	}
	return n, nil
}

// RemindTerms tells those whose term ends soon, and those who appoint the next,
// each notice once. It is called on every day.
func (o *Office) RemindTerms(a Act) error {
	list, err := a.Tx.GrantsInTerm()
	if err != nil {
		return err
	}
	for _, g := range list {
		days, due := o.Rules(a.Now).People.TermNotice(g, o.local(a.Now))
		if !due {
			continue
		}
		above, err := o.appointers(a, g)
		if err != nil {
			return err
		}
		for i, person := range append([]fund.PersonID{g.Person}, above...) {
			n := Notice{
				Kind: KindTermEnds, Data: TermNews{Grant: g.ID, Days: days, Above: i > 0}, Lane: store.LaneNotice,
				Key: fmt.Sprintf("term:%d:%s:%d:%d", g.ID, o.local(g.Term).Format(time.DateOnly), days, person), Due: o.workMoment(a.Now), Expires: g.Term,
			}
			if err := o.tell(a, person, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// appointers gives those who may give the role of g to somebody else: the ones
// nearest to it, or where there is nobody, the administrators. The holder is
// not among them.
func (o *Office) appointers(a Act, g fund.Grant) ([]fund.PersonID, error) {
	lineage, err := a.Tx.Lineage(g.Place)
	if err != nil {
		return nil, err
	}
	role, kind := fund.RoleAdmin, fund.PlaceKinds()
	switch g.Role {
	case fund.RoleRepresentative, fund.RoleSupervisor:
		role, kind = fund.RoleStaff, []fund.PlaceKind{fund.PlaceCommunity}
	case fund.RoleStaff:
		role, kind = fund.RoleStreet, []fund.PlaceKind{fund.PlaceStreet}
	case fund.RoleStreet, fund.RoleDistrict:
		role, kind = fund.RoleDistrict, []fund.PlaceKind{fund.PlaceDistrict}
	case fund.RoleAdmin, fund.RoleResident:
	}
	people, err := o.holdersIn(a, lineage, role, kind...)
	people = slices.DeleteFunc(people, func(p fund.PersonID) bool { return p == g.Person })
	if err != nil || len(people) > 0 || role == fund.RoleAdmin {
		return people, err
	}
	people, err = o.holdersIn(a, lineage, fund.RoleAdmin, fund.PlaceKinds()...)
	return slices.DeleteFunc(people, func(p fund.PersonID) bool { return p == g.Person }), err
}

// Colleagues gives those who hold an office at a place, right above it, or
// beside it under the same place, each once, without the person themselves:
// among them a deputy or successor is chosen without a link.
func (o *Office) Colleagues(a Act, place fund.PlaceID, not fund.PersonID) ([]fund.PersonID, error) {
	lineage, err := a.Tx.Lineage(place)
	if err != nil {
		return nil, err
	}
	around := lineage[:1]
	if len(lineage) > 1 {
		beside, err := a.Tx.Children(lineage[1].ID)
		if err != nil {
			return nil, err
		}
		around = slices.Concat(around, lineage[1:2], beside)
	}
	var people []fund.PersonID
	for _, role := range []fund.Role{fund.RoleStaff, fund.RoleStreet, fund.RoleDistrict, fund.RoleAdmin} {
		some, err := o.holdersIn(a, around, role, fund.PlaceKinds()...)
		if err != nil {
			return nil, err
		}
		for _, p := range some {
			if p != not && !slices.Contains(people, p) {
				people = append(people, p)
			}
		}
	}
	return people, nil
}

// Representation tells how well a community's representatives stand for its
// households.
func (o *Office) Representation(a Act, community fund.PlaceID) (fund.Representation, error) {
	households, err := a.Tx.CountHouseholds(community)
	if err != nil {
		return fund.Representation{}, err
	}
	reps, err := holding(a, community, fund.RoleRepresentative)
	return o.Rules(a.Now).People.Representation(households, len(reps)), err
}
