package fund_test

import (
	"errors"
	"testing"
	"time"

	"huimin/fund"
)

func people(t *testing.T) fund.PeopleRules {
	t.Helper()
	p, err := fund.Liuzhou()
	if err != nil {
		t.Fatal(err)
	}
	return p.People
}

func TestOneRepresentativeFor20To50Households(t *testing.T) {
	for name, c := range map[string]struct {
		households, have, least, most int
		fits                          bool
	}{
		"nobody has counted":                  {0, 3, 0, 0, true},
		"fifty have one":                      {50, 1, 1, 2, true},
		"fifty-one need two":                  {51, 1, 2, 2, false},
		"a thousand have 20":                  {1000, 20, 20, 50, true},
		"a thousand have 19":                  {1000, 19, 20, 50, false},
		"a thousand have 50":                  {1000, 50, 20, 50, true},
		"a thousand have 51":                  {1000, 51, 20, 50, false},
		"39 households are too few for two":   {39, 2, 1, 1, false},
		"40 are enough for two":               {40, 2, 1, 2, true},
		"a community smaller than 20 has one": {12, 1, 1, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			v := people(t).Representation(c.households, c.have)
			if v.Least != c.least || v.Most != c.most || v.Fits() != c.fits {
				t.Errorf("%+v, fits %t", v, v.Fits())
			}
		})
	}
}

func TestATermEndsByItself(t *testing.T) {
	end := moment("2026-12-01 00:00:00")
	g := fund.Grant{Role: fund.RoleStreet, Place: street, Since: moment("2026-11-01 00:00:00"), Term: end}
	for at, active := range map[string]bool{
		"2026-10-31 23:59:59": false, "2026-11-01 00:00:00": true, "2026-11-30 23:59:59": true, "2026-12-01 00:00:00": false,
	} {
		if g.Active(moment(at)) != active {
			t.Errorf("at %s: %t", at, !active)
		}
		err := fund.May([]fund.Grant{g}, fund.ActReviewStreet, here, moment(at))
		if (err == nil) != active {
			t.Errorf("reviewing at %s: %v", at, err)
		}
	}
	if day := fund.LastDay(end).Format(time.DateOnly); day != "2026-11-30" {
		t.Errorf("its last day is %s", day)
	}
}

func TestADeputyDoesWhatIsNotPersonal(t *testing.T) {
	lent := func(r fund.Role) []fund.Grant {
		g := grant(r, placeOf(r))
		g[0].Deputy = 7
		return g
	}
	for _, right := range fund.Rights() {
		for _, role := range fund.Roles() {
			own := fund.May(grant(role, placeOf(role)), right.Action, here, noon)
			err := fund.May(lent(role), right.Action, here, noon)
			if want := own == nil && !right.Personal; (err == nil) != want {
				t.Errorf("%s by a deputy %s: %v", right.Action, role, err)
			}
		}
	}
	if fund.May(lent(fund.RoleRepresentative), fund.ActVote, here, noon) == nil {
		t.Error("somebody votes for another")
	}
}

func TestWhoMayBeStoodInForAndForHowLong(t *testing.T) {
	rules, now := people(t), moment("2026-11-27 10:00:00")
	street, own := fund.Grant{Role: fund.RoleStreet}, fund.Grant{Role: fund.RoleStreet, Term: moment("2026-12-11 00:00:00")}
	for name, c := range map[string]struct {
		grant fund.Grant
		until string
		want  error
	}{
		"a week":                       {street, "2026-12-05 00:00:00", nil},
		"the last of ninety days":      {street, "2027-02-26 00:00:00", nil},
		"a day more":                   {street, "2027-02-27 00:00:00", &fund.DeputyTermError{}},
		"until now":                    {street, "2026-11-27 10:00:00", &fund.DeputyTermError{}},
		"to the end of one's own term": {own, "2026-12-11 00:00:00", nil},
		"beyond one's own term":        {own, "2026-12-12 00:00:00", &fund.DeputyTermError{}},
		"a representative":             {fund.Grant{Role: fund.RoleRepresentative}, "2026-12-05 00:00:00", fund.ErrNotAppointed},
		"a supervisor":                 {fund.Grant{Role: fund.RoleSupervisor}, "2026-12-05 00:00:00", fund.ErrNotAppointed},
		"a deputy":                     {fund.Grant{Role: fund.RoleStaff, Deputy: 3}, "2026-12-05 00:00:00", fund.ErrDeputysDeputy},
	} {
		t.Run(name, func(t *testing.T) {
			err := rules.Deputise(c.grant, now, moment(c.until))
			var want, have *fund.DeputyTermError
			switch {
			case errors.As(c.want, &want):
				if !errors.As(err, &have) {
					t.Errorf("%v", err)
				}
			case !errors.Is(err, c.want):
				t.Errorf("%v, not %v", err, c.want)
			}
		})
	}
}

func TestNoticesBeforeATermEnds(t *testing.T) {
	g := fund.Grant{Role: fund.RoleStaff, Since: moment("2024-01-01 00:00:00"), Term: moment("2027-01-01 00:00:00")} // to 31 December
	late := g
	late.Since = moment("2026-12-10 00:00:00")
	lent := g
	lent.Deputy = 4
	for name, c := range map[string]struct {
		grant fund.Grant
		at    string
		days  int
	}{
		"a month and a day before":         {g, "2026-11-30 23:59:59", 0},
		"a month before":                   {g, "2026-12-01 09:00:00", 30},
		"eight days before, not said yet":  {g, "2026-12-23 09:00:00", 30},
		"a week before":                    {g, "2026-12-24 09:00:00", 7},
		"the last day":                     {g, "2026-12-31 09:00:00", 7},
		"when it is over":                  {g, "2027-01-01 00:00:00", 0},
		"one that began within the month":  {late, "2026-12-11 09:00:00", 0},
		"and is a week from its end":       {late, "2026-12-24 09:00:00", 7},
		"a deputy, who was told from when": {lent, "2026-12-24 09:00:00", 0},
	} {
		t.Run(name, func(t *testing.T) {
			if days, ok := people(t).TermNotice(c.grant, moment(c.at)); days != c.days || ok != (c.days != 0) {
				t.Errorf("%d days, %t", days, ok)
			}
		})
	}
}
