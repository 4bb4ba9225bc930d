package office

import (
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/store"
)

// YearNews points at a year, and at the community it is about where one is.
type YearNews struct {
	Year      int
	Community fund.PlaceID `json:",omitempty"`
}

// WarnYear warns everybody who has to do with works that are not finished, in
// one message about all of them: the staff and supervisors of their community,
// and the street. Whoever has nothing unfinished hears nothing. It is called at
// the hours of [fund.Programme.Warnings]; when it was missed by days, the
// message counts from the day on which it is read.
func (o *Office) WarnYear(a Act, due time.Time) error {
	rules := o.Rules(due)
	year := o.local(due).Year()
	end := rules.YearEnd(year)
	if !a.Now.Before(end) {
		return nil // it is over: the year's end has its own words
	}
	people, err := o.peopleOfUnfinished(a, year)
	if err != nil {
		return fmt.Errorf("warn of the end of %d: %w", year, err)
	}
	say := o.workMoment(a.Now)
	if !say.Before(end) {
		say = a.Now // no office opens again this year
	}
	for _, person := range people {
		n := Notice{
			Kind: KindYearWarning, Data: YearNews{Year: year}, Lane: store.LaneNotice, Due: say, Expires: end,
			Key: fmt.Sprintf("year:%s:%d", o.local(due).Format(time.DateOnly), person),
		}
		if err := o.tell(a, person, n); err != nil {
			return fmt.Errorf("warn of the end of %d: %w", year, err)
		}
	}
	return nil
}

// warnDeputy gives somebody who begins to stand in for another the year's
// warning that the other had, where they have to do with works that are not
// finished; later ones come to both.
func (o *Office) warnDeputy(a Act, deputy fund.Grant) error {
	rules, year := o.Rules(a.Now), o.local(a.Now).Year()
	warnings := rules.Warnings(year)
	if len(warnings) == 0 || a.Now.Before(warnings[0]) {
		return nil
	}
	left, err := o.Unfinished(Act{Tx: a.Tx, Now: a.Now, By: fund.Person{ID: deputy.Person}}, year)
	if err != nil || len(left) == 0 {
		return err
	}
	return o.tell(a, deputy.Person, Notice{
		Kind: KindYearWarning, Data: YearNews{Year: year}, Lane: store.LaneNotice, Due: o.workMoment(a.Now),
		Expires: rules.YearEnd(year), Key: fmt.Sprintf("year:%d:deputy:%d", year, deputy.ID),
	})
}

// peopleOfUnfinished gives those to whom works of a year that are not finished
// are a concern, each once.
func (o *Office) peopleOfUnfinished(a Act, year int) (people []fund.PersonID, err error) {
	left, err := o.unfinished(a.Tx, year)
	if err != nil {
		return nil, err
	}
	for _, community := range communitiesOf(left) {
		lineage, err := a.Tx.Lineage(community)
		if err != nil {
			return nil, err
		}
		for _, held := range []struct {
			role fund.Role
			kind fund.PlaceKind
		}{
			{fund.RoleStaff, fund.PlaceCommunity},
			{fund.RoleSupervisor, fund.PlaceCommunity},
			{fund.RoleStreet, fund.PlaceStreet},
		} {
			holders, err := o.holdersIn(a, lineage, held.role, held.kind)
			if err != nil {
				return nil, err
			}
			people = append(people, holders...)
		}
	}
	slices.Sort(people)
	return slices.Compact(people), nil
}

// unfinished gives the projects that would fail if the year ended now, by
// community.
func (o *Office) unfinished(tx *store.Tx, year int) ([]fund.Project, error) {
	list, err := tx.OpenProjects(year, endedStates()...)
	return slices.DeleteFunc(list, func(p fund.Project) bool { return p.Ending() != fund.EndingFails }), err
}

func communitiesOf(projects []fund.Project) (list []fund.PlaceID) {
	for _, p := range projects {
		if !slices.Contains(list, p.Community) {
			list = append(list, p.Community)
		}
	}
	return list
}

// Unfinished is what somebody has to do with that is not finished and fails at
// the year's end.
type Unfinished struct {
	Place    fund.Place
	Own      bool // of the community itself; else of one below the person's street
	Projects []fund.Project
}

// Unfinished gives, community by community, the works of a year that are not
// finished and are the act's person's concern, those of their own community
// first.
func (o *Office) Unfinished(a Act, year int) (list []Unfinished, err error) {
	left, err := o.unfinished(a.Tx, year)
	if err != nil {
		return nil, err
	}
	grants, err := grantsOf(a.Tx, a.By)
	if err != nil {
		return nil, err
	}
	for _, community := range communitiesOf(left) {
		lineage, err := a.Tx.Lineage(community)
		if err != nil {
			return nil, err
		}
		u := Unfinished{Place: lineage[0]}
		concerned := false
		for _, g := range grants {
			switch {
			case !g.Active(a.Now):
			case g.Place == community && (g.Role == fund.RoleStaff || g.Role == fund.RoleSupervisor):
				u.Own, concerned = true, true
			case g.Role == fund.RoleStreet && slices.ContainsFunc(lineage, func(p fund.Place) bool { return p.ID == g.Place }):
				concerned = true
			}
		}
		if !concerned {
			continue
		}
		for _, p := range left {
			if p.Community == community {
				u.Projects = append(u.Projects, o.localProject(p))
			}
		}
		list = append(list, u)
	}
	slices.SortStableFunc(list, func(a, b Unfinished) int {
		switch {
		case a.Own == b.Own:
			return 0
		case a.Own:
			return -1
		}
		return 1
	})
	return list, nil
}

// tellNewYear tells everybody once what the end of a year came to and what is
// new: the staff their year, street and district the inspections, and each
// neighbourhood its year in one post.
func (o *Office) tellNewYear(a Act, year int, communities []fund.Place) error {
	say := o.workMoment(a.Now)
	for _, c := range communities {
		lineage, err := a.Tx.Lineage(c.ID)
		if err != nil {
			return err
		}
		staff, err := o.holdersIn(a, lineage[:1], fund.RoleStaff, fund.PlaceCommunity)
		if err != nil {
			return err
		}
		for _, person := range staff {
			n := Notice{
				Kind: KindYearClosed, Data: YearNews{Year: year, Community: c.ID}, Lane: store.LaneNotice, Due: say,
				Key: fmt.Sprintf("year:%d:closed:%d:%d", year, c.ID, person),
			}
			if err := o.tell(a, person, n); err != nil {
				return err
			}
		}
		if err := o.postOnce(a, c.ID, KindYearDigest, YearNews{Year: year, Community: c.ID}, say); err != nil {
			return err
		}
	}
	return o.tellInspections(a, year, say)
}

// postOnce says something in a community's groups and channels, once each.
func (o *Office) postOnce(a Act, community fund.PlaceID, kind string, news YearNews, say time.Time) error {
	for _, purpose := range []store.Purpose{store.PurposeNeighbourhood, store.PurposeChannel} {
		chats, err := a.Tx.BoundChats(community, purpose)
		if err != nil {
			return err
		}
		for _, c := range chats {
			n := Notice{
				Kind: kind, Data: news, Lane: store.LaneBroadcast, Due: say,
				Key: fmt.Sprintf("%s:%d:%d:%d", kind, news.Year, news.Community, c.ID),
			}
			if err := o.post(a, c.ID, "", n); err != nil {
				return err
			}
		}
	}
	return nil
}

// tellInspections tells the district that its communities' inspections wait to
// be decided, and the streets that they are drafted.
func (o *Office) tellInspections(a Act, year int, say time.Time) error {
	for _, role := range []fund.Role{fund.RoleDistrict, fund.RoleStreet} {
		kind := role.At()
		places, err := a.Tx.PlacesOf(kind)
		if err != nil {
			return err
		}
		people, err := o.holdersIn(a, places, role, kind)
		if err != nil {
			return err
		}
		for _, person := range people {
			n := Notice{
				Kind: KindInspections, Data: YearNews{Year: year}, Lane: store.LaneNotice, Due: say,
				Key: fmt.Sprintf("year:%d:inspections:%d", year, person),
			}
			if err := o.tell(a, person, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// tellInspection sends a decided inspection's report as a paper to the street
// and the district, into their groups where they have one and else to their
// reviewers, and to the community's staff; the neighbourhood reads it in short.
func (o *Office) tellInspection(a Act, i fund.Inspection) error {
	lineage, err := a.Tx.Lineage(i.Community)
	if err != nil {
		return err
	}
	news := YearNews{Year: i.Year, Community: i.Community}
	for _, to := range []struct {
		role fund.Role
		kind fund.PlaceKind
	}{
		{fund.RoleStaff, fund.PlaceCommunity}, {fund.RoleStreet, fund.PlaceStreet}, {fund.RoleDistrict, fund.PlaceDistrict},
	} {
		for _, place := range lineage {
			if place.Kind != to.kind {
				continue
			}
			if err := o.sendReport(a, place, to.role, news); err != nil {
				return err
			}
		}
	}
	return o.postOnce(a, i.Community, KindInspectionPost, news, o.workMoment(a.Now))
}

func (o *Office) sendReport(a Act, place fund.Place, role fund.Role, news YearNews) error {
	n := Notice{Kind: KindInspectionReport, Data: news, Lane: store.LaneNotice, Due: o.workMoment(a.Now)}
	groups, err := a.Tx.BoundChats(place.ID, store.PurposeStaff)
	if err != nil {
		return err
	}
	for _, c := range groups {
		n.Key = fmt.Sprintf("%s:%d:%d:%d", n.Kind, news.Year, news.Community, c.ID)
		if err := o.post(a, c.ID, "", n); err != nil {
			return err
		}
	}
	if len(groups) > 0 {
		return nil
	}
	people, err := o.holdersIn(a, []fund.Place{place}, role, place.Kind)
	if err != nil {
		return err
	}
	for _, person := range people {
		n.Key = fmt.Sprintf("%s:%d:%d:person:%d", n.Kind, news.Year, news.Community, person)
		if err := o.tell(a, person, n); err != nil {
			return err
		}
	}
	return nil
}
