package fund

import (
	"errors"
	"fmt"
	"time"
)

// PeopleRules are the rules about who serves, and for how long.
type PeopleRules struct {
	LeastHouseholds int           // households a representative speaks for, at least
	MostHouseholds  int           // and at most
	TermYears       int           // a term of office, offered where nobody says another
	TermNotices     []int         // days before a term's end on which its holder is told, descending
	DeputyDays      int           // the longest that somebody may be stood in for, in days
	RosterTTL       time.Duration // an invitation made from the roster
}

// defaultPeople are one representative for 20 to 50 households (the Act, Art.
// 13). The rest are defaults of this project: a term of five years, as
// committees have it; notices a month and a week before a term ends,
// deputies for at most three months, and two months to answer an invitation
// from the roster, which is handed out on paper.
func defaultPeople() PeopleRules {
	return PeopleRules{
		LeastHouseholds: 20, MostHouseholds: 50, TermYears: 5, TermNotices: []int{30, 7}, DeputyDays: 90,
		RosterTTL: 60 * 24 * time.Hour,
	}
}

// Representation is how many representatives a community of so many
// households has, and should have: Least to Most.
type Representation struct {
	Households, Have, Least, Most int
}

// Representation says how well so many representatives stand for so many
// households: one for every LeastHouseholds to MostHouseholds of them (the
// Act, Art. 13). A community too small for that has one.
func (r PeopleRules) Representation(households, have int) Representation {
	v := Representation{Households: households, Have: have}
	if households > 0 && r.MostHouseholds > 0 && r.LeastHouseholds > 0 {
		v.Least = (households + r.MostHouseholds - 1) / r.MostHouseholds
		v.Most = max(households/r.LeastHouseholds, v.Least)
	}
	return v
}

// Fits reports whether there are neither too few nor too many; always where no
// household is known.
func (v Representation) Fits() bool {
	return v.Households == 0 || v.Have >= v.Least && v.Have <= v.Most
}

// Appointed reports whether the role is given by an office, which may be stood
// in for and handed over. Residents choose their representatives and
// supervisors, for themselves and nobody else.
func (r Role) Appointed() bool {
	switch r {
	case RoleStaff, RoleStreet, RoleDistrict, RoleAdmin:
		return true
	case RoleResident, RoleRepresentative, RoleSupervisor:
		return false
	}
	return false
}

var (
	// ErrNotAppointed says that residents chose somebody for this: nobody
	// stands in for them, and they hand it to nobody.
	ErrNotAppointed = errors.New("chosen by residents, not appointed")
	// ErrDeputysDeputy says that a deputy names no other.
	ErrDeputysDeputy = errors.New("a deputy names no other deputy")
	// ErrNotDeclared says that somebody has not declared that no near relative
	// of theirs is on the residents' committee (the Act, Art. 36).
	ErrNotDeclared = errors.New("near relatives were not declared")
)

// DeputyTermError says that a deputy's time would be over before it begins, or
// last longer than Latest, the last moment it may.
type DeputyTermError struct{ Until, Latest time.Time }

// Error gives both moments.
func (e *DeputyTermError) Error() string {
	return fmt.Sprintf("a deputy until %s: the latest is %s", e.Until.Format(time.DateTime), e.Latest.Format(time.DateTime))
}

// MayDeputise says whether whoever holds g may be stood in for: nil,
// [ErrNotAppointed] or [ErrDeputysDeputy].
func MayDeputise(g Grant) error {
	switch {
	case !g.Role.Appointed():
		return ErrNotAppointed
	case g.Deputy != 0:
		return ErrDeputysDeputy
	}
	return nil
}

// Deputise says whether whoever holds g may be stood in for until a moment:
// nil, [ErrNotAppointed], [ErrDeputysDeputy] or *DeputyTermError.
func (r PeopleRules) Deputise(g Grant, now, until time.Time) error {
	if err := MayDeputise(g); err != nil {
		return err
	}
	latest := EndOfDay(now.AddDate(0, 0, r.DeputyDays))
	if !g.Term.IsZero() && g.Term.Before(latest) {
		latest = g.Term.In(now.Location())
	}
	if !until.After(now) || until.After(latest) {
		return &DeputyTermError{Until: until, Latest: latest}
	}
	return nil
}

// MayDeclare says whether somebody may take on a role with or without the
// declaration that no near relative of theirs is on the residents' committee.
// Near relatives are a spouse, parents, children, siblings, grandparents and
// grandchildren (the Civil Code, Art. 1045).
func MayDeclare(r Role, declared bool) error {
	if r == RoleSupervisor && !declared {
		return ErrNotDeclared
	}
	return nil
}

// EndOfDay is when the day of t is over, in t's zone: what lasts until a day
// includes it.
func EndOfDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, t.Location())
}

// LastDay is the last day of what ends at a moment, in its zone.
func LastDay(end time.Time) time.Time { return end.Add(-time.Nanosecond) }

// DaysTo counts the days from one day to another, in their zone; 0 on the day,
// and after it.
func DaysTo(now, day time.Time) int {
	const hours = 24 * time.Hour
	return max(0, int(EndOfDay(day).Sub(EndOfDay(now))/hours))
}

// TermNotice gives which notice is due by now for a grant whose term ends, in
// days before its last: the latest of those whose day has come since the grant
// began; false for none. Deputies know until when they are asked.
func (r PeopleRules) TermNotice(g Grant, now time.Time) (days int, ok bool) {
	if g.Term.IsZero() || g.Deputy != 0 || !g.Active(now) {
		return 0, false
	}
	last := LastDay(g.Term.In(now.Location()))
	for _, n := range r.TermNotices {
		day := time.Date(last.Year(), last.Month(), last.Day()-n, 0, 0, 0, 0, now.Location())
		if !now.Before(day) && !g.Since.After(day) {
			days, ok = n, true
		}
	}
	return days, ok
}
