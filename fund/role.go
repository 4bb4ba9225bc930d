package fund

import (
	"fmt"
	"slices"
	"time"
)

// Role is what somebody is at a place.
type Role string

// The roles.
const (
	RoleResident       Role = "resident"       // anybody who chose the community
	RoleRepresentative Role = "representative" // 居民代表
	RoleStaff          Role = "staff"          // the residents' committee and its staff
	RoleSupervisor     Role = "supervisor"     // residents' supervision group (the Act, Art. 36)
	RoleStreet         Role = "street"         // street office reviewer
	RoleDistrict       Role = "district"       // district leading group (the article, 18)
	RoleAdmin          Role = "admin"          // runs the programme; may be held at any place
)

// Roles lists every role.
func Roles() []Role {
	return []Role{
		RoleResident, RoleRepresentative, RoleStaff, RoleSupervisor, RoleStreet, RoleDistrict, RoleAdmin,
	}
}

// At gives the kind of place where the role is held. An administrator may be
// one at any kind; the answer for it is the city, and Fits tells more.
func (r Role) At() PlaceKind {
	switch r {
	case RoleResident, RoleRepresentative, RoleStaff, RoleSupervisor:
		return PlaceCommunity
	case RoleStreet:
		return PlaceStreet
	case RoleDistrict:
		return PlaceDistrict
	case RoleAdmin:
		return PlaceCity
	}
	return ""
}

// Fits reports whether the role can be held at a place of kind k.
func (r Role) Fits(k PlaceKind) bool {
	if r == RoleAdmin {
		return slices.Contains(PlaceKinds(), k)
	}
	return k != "" && r.At() == k
}

// Grant is a role somebody holds at a place, from Since on. It ended at Until
// (zero: nobody ended it), and ends by itself at Term (zero: open), both
// excluded. Bureau is whom a district reviewer speaks for. A deputy acts for
// whoever holds the grant Deputy. A supervisor has Declared that no near
// relative is on the committee.
type Grant struct {
	ID       int64
	Person   PersonID
	Role     Role
	Place    PlaceID
	Since    time.Time
	Until    time.Time
	Bureau   Bureau    `json:",omitempty"`
	Term     time.Time `json:",omitzero"`
	Deputy   int64     `json:",omitempty"`
	Declared bool      `json:",omitempty"`
}

// Active reports whether the grant is in force at now.
func (g Grant) Active(now time.Time) bool {
	return !now.Before(g.Since) && (g.Until.IsZero() || now.Before(g.Until)) && (g.Term.IsZero() || now.Before(g.Term))
}

// NotAllowed says that nobody without one of the roles Needs at the place At
// (or above it) may do Action. errors.Is(err, ErrNotAllowed).
type NotAllowed struct {
	Action Action
	Needs  []Role
	At     PlaceID
}

// Error names the action and what it needs.
func (e *NotAllowed) Error() string {
	return fmt.Sprintf("%s at place %d needs one of %v", e.Action, e.At, e.Needs)
}

// Unwrap gives ErrNotAllowed.
func (e *NotAllowed) Unwrap() error { return ErrNotAllowed }

// May says whether somebody with these grants may do a at a place now: nil or
// *NotAllowed. lineage is the place concerned, then its parents up to the city.
//
// A role acts at its own place: staff of one community are nobody in the next.
// Reviewers of a street or district act on what lies below it; an
// administrator on everything below its place. A resident's acts need a chosen
// community, which the caller passes as Grant{Role: RoleResident, Place: it}.
// A deputy acts like whom they stand in for, but never in what is personal.
func May(grants []Grant, a Action, lineage []PlaceID, now time.Time) error {
	right := a.right()
	for _, g := range grants {
		if !g.Active(now) || !slices.Contains(right.Who, g.Role) || len(lineage) == 0 || g.Place == 0 {
			continue
		}
		if right.Personal && g.Deputy != 0 {
			continue
		}
		if g.Place == lineage[0] || right.reachesDown(g.Role) && slices.Contains(lineage, g.Place) {
			return nil
		}
	}
	return notAllowed(a, right.Who, lineage)
}

// MayInvite says whether somebody with these grants may invite another to role
// at a place now: nil or *NotAllowed. lineage is the place where the role
// would be held, then its parents up to the city. An administrator invites to
// any role at its place and below; the district to street reviewers of its
// streets and to its own group; the street to the staff of its communities;
// staff to the representatives and supervisors of their community. Nobody is
// invited to be a resident: residents choose.
func MayInvite(grants []Grant, role Role, lineage []PlaceID, now time.Time) error {
	needs := invitersOf(role)
	for _, g := range grants {
		if g.Active(now) && g.Place != 0 && slices.Contains(needs, g.Role) && invites(g, role, lineage) {
			return nil
		}
	}
	return notAllowed(ActInvite, needs, lineage)
}

func notAllowed(a Action, needs []Role, lineage []PlaceID) error {
	e := &NotAllowed{Action: a, Needs: needs}
	if len(lineage) > 0 {
		e.At = lineage[0]
	}
	return e
}

func invitersOf(role Role) []Role {
	switch role {
	case RoleRepresentative, RoleSupervisor:
		return []Role{RoleStaff, RoleAdmin}
	case RoleStaff:
		return []Role{RoleStreet, RoleAdmin}
	case RoleStreet, RoleDistrict:
		return []Role{RoleDistrict, RoleAdmin}
	case RoleAdmin:
		return []Role{RoleAdmin}
	case RoleResident:
		return nil
	}
	return nil
}

// invites reports whether the place of g is the one from which role is given
// at lineage[0].
func invites(g Grant, role Role, lineage []PlaceID) bool {
	if g.Role == RoleAdmin {
		return slices.Contains(lineage, g.Place)
	}
	up := 0 // representatives and supervisors by staff, the district's own by the district
	if role == RoleStaff || role == RoleStreet {
		up = 1
	}
	return up < len(lineage) && lineage[up] == g.Place
}

// RoleConflict says that somebody who is Have at a place cannot also be Want
// there. errors.Is(err, ErrRoleConflict).
type RoleConflict struct {
	Have, Want Role
	At         PlaceID
}

// Error names both roles.
func (e *RoleConflict) Error() string {
	return fmt.Sprintf("%s at place %d cannot also be %s", e.Have, e.At, e.Want)
}

// Unwrap gives ErrRoleConflict.
func (e *RoleConflict) Unwrap() error { return ErrRoleConflict }

// MayHold says whether somebody with these grants may also hold role at place:
// nil or *RoleConflict. Committee members are excluded from the residents'
// supervision group, and so the other way round (the Act, Art. 36).
func MayHold(grants []Grant, role Role, place PlaceID, now time.Time) error {
	var excluded Role
	switch role {
	case RoleStaff:
		excluded = RoleSupervisor
	case RoleSupervisor:
		excluded = RoleStaff
	case RoleResident, RoleRepresentative, RoleStreet, RoleDistrict, RoleAdmin:
		return nil
	}
	for _, g := range grants {
		if g.Active(now) && g.Role == excluded && g.Place == place {
			return &RoleConflict{Have: excluded, Want: role, At: place}
		}
	}
	return nil
}
