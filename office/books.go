package office

import (
	"slices"
	"time"

	"huimin/fund"
)

// Table is a part of the books as a table, for export: everything at a place
// and below. Columns name what stands in each; a cell is a string, an int, a
// fund.Money, a time.Time (a day; zero for none), or one of fund's words, such
// as a fund.Role. Name is what it is asked for by.
type Table struct {
	Name    string
	Columns []string
	Rows    func(a Act, place fund.PlaceID) ([][]any, error)
}

// Tables lists every table that can be exported. Those that are imported come
// first, and back as they went out. A new one is a line here.
func (o *Office) Tables() []Table {
	return append([]Table{
		{string(fund.TablePlaces), columnNames(fund.TablePlaces), o.placeRows},
		{string(fund.TableHouseholds), columnNames(fund.TableHouseholds), o.householdRows},
		{string(fund.TableRoster), columnNames(fund.TableRoster), o.rosterRows},
		{"sponsors", []string{"community", "sponsor", "since"}, o.sponsorRows},
		{"requests", []string{
			"number", "community", "filed", "source", "text", "where", "item", "status", "supporters", "project", "changed",
		}, o.requestRows},
		{"needs", []string{
			"rank", "number", "community", "text", "where", "category", "item", "neighbours", "doors", "support", "polled", "filed",
		}, o.needRows},
		{"projects", []string{
			"number", "community", "year", "title", "where", "item", "cost", "from_fund", "from_sponsor", "sponsor",
			"from_residents", "spent", "status", "held_since", "due", "decided", "approved", "started", "finished",
		}, o.projectRows},
		{"deputies", []string{"record_entry", "day", "code", "role", "deputy", "acting_for", "act"}, o.deputyRows},
	}, o.moneyTables()...)
}

// Table gives the table of a name; false when there is none.
func (o *Office) Table(name string) (Table, bool) {
	list := o.Tables()
	i := slices.IndexFunc(list, func(t Table) bool { return t.Name == name })
	if i < 0 {
		return Table{}, false
	}
	return list[i], true
}

func columnNames(k fund.TableKind) (names []string) {
	for _, c := range k.Columns() {
		names = append(names, string(c))
	}
	return names
}

// within gives the places at and below one, from the top down, by code; of 0
// all there are.
func (o *Office) within(a Act, place fund.PlaceID, kinds ...fund.PlaceKind) ([]fund.Place, error) {
	var list []fund.Place
	for _, kind := range kinds {
		var some []fund.Place
		var err error
		if place == 0 {
			some, err = a.Tx.PlacesOf(kind)
		} else {
			some, err = a.Tx.PlacesWithin(place, kind)
		}
		if err != nil {
			return nil, err
		}
		list = append(list, some...)
	}
	return list, nil
}

// codes gives the code of every place.
func (o *Office) codes(a Act) (map[fund.PlaceID]string, error) {
	places, err := o.within(a, 0, fund.PlaceKinds()...)
	codes := make(map[fund.PlaceID]string, len(places))
	for _, p := range places {
		codes[p.ID] = p.Code
	}
	return codes, err
}

func (o *Office) placeRows(a Act, place fund.PlaceID) ([][]any, error) {
	codes, err := o.codes(a)
	if err != nil {
		return nil, err
	}
	places, err := o.within(a, place, fund.PlaceKinds()...)
	var rows [][]any
	for _, p := range places {
		rows = append(rows, []any{p.Kind, p.Code, p.Name, p.NameEn, codes[p.Parent]})
	}
	return rows, err
}

func (o *Office) householdRows(a Act, place fund.PlaceID) ([][]any, error) {
	communities, err := o.within(a, place, fund.PlaceCommunity)
	if err != nil {
		return nil, err
	}
	var rows [][]any
	for _, c := range communities {
		list, err := a.Tx.Households(c.ID)
		if err != nil {
			return nil, err
		}
		for _, h := range list {
			rows = append(rows, []any{c.Code, h.Building, h.Doorway, h.Count})
		}
	}
	return rows, nil
}

// rosterRows are those who serve, and those who were invited by name. Their
// terms begin on the day they began.
func (o *Office) rosterRows(a Act, place fund.PlaceID) ([][]any, error) {
	places, err := o.within(a, place, fund.PlaceKinds()...)
	if err != nil {
		return nil, err
	}
	var rows [][]any
	for _, p := range places {
		for _, role := range fund.Roles() {
			if role == fund.RoleResident || role == fund.RoleAdmin || !role.Fits(p.Kind) {
				continue
			}
			some, err := o.rosterOf(a, p, role)
			if err != nil {
				return nil, err
			}
			rows = append(rows, some...)
		}
	}
	return rows, nil
}

func (o *Office) rosterOf(a Act, p fund.Place, role fund.Role) (rows [][]any, err error) {
	grants, err := a.Tx.Holders(p.ID, role)
	if err != nil {
		return nil, err
	}
	line := func(name string, bureau fund.Bureau, from, until time.Time) {
		if !until.IsZero() {
			until = fund.LastDay(o.local(until))
		}
		rows = append(rows, []any{p.Code, name, role, bureau, o.local(from), until})
	}
	for _, g := range grants {
		if g.Deputy != 0 || !g.Term.IsZero() && !a.Now.Before(g.Term) {
			continue
		}
		person, err := a.Tx.Person(g.Person)
		if err != nil {
			return nil, err
		}
		line(person.Name, g.Bureau, g.Since, g.Term)
	}
	open, err := a.Tx.OpenInvites(p.ID, a.Now)
	for _, i := range open {
		if i.Role == role {
			line(i.Name, i.Bureau, i.Since, i.Term)
		}
	}
	return rows, err
}

func (o *Office) sponsorRows(a Act, place fund.PlaceID) ([][]any, error) {
	places, err := o.within(a, place, fund.PlaceKinds()...)
	if err != nil {
		return nil, err
	}
	sponsors, err := a.Tx.EverySponsor()
	var rows [][]any
	for _, p := range places {
		for _, s := range sponsors {
			if s.Place == p.ID && s.Retired.IsZero() {
				rows = append(rows, []any{p.Code, s.Name, o.local(s.Added)})
			}
		}
	}
	return rows, err
}

func (o *Office) requestRows(a Act, place fund.PlaceID) ([][]any, error) {
	communities, err := o.within(a, place, fund.PlaceCommunity)
	if err != nil {
		return nil, err
	}
	numbers := make(map[fund.ProjectID]string)
	var rows [][]any
	for _, c := range communities {
		projects, err := a.Tx.ProjectsUnder(c.ID)
		if err != nil {
			return nil, err
		}
		for _, p := range projects {
			numbers[p.ID] = p.Number
		}
		list, err := a.Tx.RequestsUnder(c.ID)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			rows = append(rows, []any{
				r.Number, c.Code, o.local(r.Filed), r.Source, r.Text, r.Where, string(r.Item), r.Status, r.Supporters,
				numbers[r.Project], o.local(r.Changed),
			})
		}
	}
	return rows, nil
}

func (o *Office) projectRows(a Act, place fund.PlaceID) (rows [][]any, err error) {
	err = o.projectsOf(a, place, func(c fund.Place, p fund.Project) error {
		rows = append(rows, []any{
			p.Number, c.Code, p.Year, p.Title, p.Where, string(p.Item), p.Cost(), p.Funding.Fund, p.Funding.Sponsor,
			p.Funding.SponsorName, p.Funding.Residents, p.Spent, p.Status, o.local(p.HeldSince), o.local(p.Due),
			o.local(p.DecidedAt), o.local(p.ApprovedAt), o.local(p.StartedAt), o.local(p.FinishedAt),
		})
		return nil
	})
	return rows, err
}
