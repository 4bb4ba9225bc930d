package office

import (
	"fmt"
	"slices"
	"strings"

	"huimin/fund"
	"huimin/store"
)

// planner compares a file with the books.
type planner struct {
	*Office
	ImportPlan
	act   Act
	again bool

	byCode map[string]spot     // every place there is, and every one that is to be
	byName map[string][]string // the codes of places by their names
	may    map[string]bool     // whether the act's person administrates a place, by its code
	counts map[string]int      // households after the import, by the community's code
	reps   map[string]int      // representatives after the import, with those invited
}

// spot is a place as it will be.
type spot struct {
	fund.Place
	parent string
}

func (p *planner) flaw(at fund.Spot, c fund.Column, kind fund.FlawKind, value, other string, n int) {
	p.Flaws = append(p.Flaws, fund.Flaw{Spot: at, Column: c, Kind: kind, Value: value, Other: other, N: n})
}

func (p *planner) load(fund.Import) error {
	p.byCode, p.byName = make(map[string]spot), make(map[string][]string)
	p.may, p.counts, p.reps = make(map[string]bool), make(map[string]int), make(map[string]int)
	codes := make(map[fund.PlaceID]string)
	for _, kind := range fund.PlaceKinds() {
		places, err := p.act.Tx.PlacesOf(kind)
		if err != nil {
			return err
		}
		for _, place := range places {
			codes[place.ID] = place.Code
			p.know(spot{place, codes[place.Parent]})
		}
	}
	return nil
}

func (p *planner) know(s spot) {
	p.byCode[s.Code] = s
	for _, name := range []string{s.Name, s.NameEn} {
		if key := strings.ToLower(name); key != "" && !slices.Contains(p.byName[key], s.Code) {
			p.byName[key] = append(p.byName[key], s.Code)
		}
	}
}

// places plans the table of places. Lines may stand in any order.
func (p *planner) places(in fund.Import) error {
	first := make(map[string]fund.PlaceLine)
	for _, l := range in.Places {
		if before, ok := first[l.Code]; ok {
			p.flaw(l.Spot, fund.ColumnCode, fund.FlawTwice, l.Code, before.Sheet, before.Row)
			continue
		}
		first[l.Code] = l
		old, there := p.byCode[l.Code]
		s := PlaceStep{Line: l, Step: StepAdd, Was: old.Place}
		switch {
		case !there:
			p.know(spot{fund.Place{Kind: l.Kind, Code: l.Code, Name: l.Name, NameEn: l.NameEn}, l.Parent})
		case old.Kind != l.Kind:
			p.flaw(l.Spot, fund.ColumnKind, fund.FlawChanged, l.Code, string(old.Kind), 0)
		case old.parent != l.Parent:
			p.flaw(l.Spot, fund.ColumnParent, fund.FlawMoved, l.Code, old.parent, 0)
		case old.Name != l.Name || old.NameEn != l.NameEn:
			s.Step = StepChange
			old.Name, old.NameEn = l.Name, l.NameEn
			p.know(old) // by both names from here on
		default:
			s.Step = StepSame
		}
		p.Places = append(p.Places, s)
	}
	for _, s := range p.Places {
		if err := p.checkPlaceLine(s); err != nil {
			return err
		}
	}
	return nil
}

// checkPlaceLine looks at what a place stands in, once all of them are known.
func (p *planner) checkPlaceLine(s PlaceStep) error {
	l := s.Line
	if s.Step == StepAdd && l.Kind != fund.PlaceCity {
		above, ok := p.byCode[l.Parent]
		if !ok {
			p.flaw(l.Spot, fund.ColumnParent, fund.FlawUnknown, l.Parent, p.like(l.Parent), 0)
			return nil
		}
		if below, ok := above.Kind.Below(); !ok || below != l.Kind {
			p.flaw(l.Spot, fund.ColumnParent, fund.FlawParent, l.Parent, string(aboveKind(l.Kind)), 0)
			return nil
		}
	}
	if s.Step == StepSame {
		return nil
	}
	may, err := p.administrates(l.Code)
	if err == nil && !may {
		p.flaw(l.Spot, fund.ColumnCode, fund.FlawDenied, l.Code, "", 0)
	}
	return err
}

// aboveKind gives the level right over one; none over a city.
func aboveKind(k fund.PlaceKind) fund.PlaceKind {
	for _, over := range fund.PlaceKinds() {
		if below, ok := over.Below(); ok && below == k {
			return over
		}
	}
	return ""
}

// administrates tells whether the act's person may import what concerns a
// place: a new one by the nearest place above it that there is.
func (p *planner) administrates(code string) (bool, error) {
	if may, known := p.may[code]; known {
		return may, nil
	}
	place := p.byCode[code]
	for range fund.PlaceKinds() {
		if place.ID != 0 || place.parent == "" {
			break
		}
		place = p.byCode[place.parent]
	}
	var err error
	if place.ID == 0 { // a new city
		err = p.mayAddPlace(p.act, fund.Place{Kind: fund.PlaceCity})
	} else {
		err = p.allow(p.act, fund.ActImport, place.ID)
	}
	refused, err := denied(err)
	p.may[code] = err == nil && !refused
	return p.may[code], err
}

// like gives a code or name close to one that is unknown; empty for none.
func (p *planner) like(text string) string {
	best, score := "", alike
	for _, s := range p.byCode {
		if c := max(closeness(s.Place, strings.ToLower(text)), fund.Similarity(strings.ToLower(s.Code), strings.ToLower(text))); c > score ||
			c == score && best != "" && s.Code < best {
			best, score = s.Code, c
		}
	}
	if best == "" {
		return ""
	}
	return best + " " + p.byCode[best].Name
}

// resolve finds a place by its code, or by a name that only one has.
func (p *planner) resolve(at fund.Spot, text string) (spot, bool, error) {
	s, ok := p.byCode[strings.ToUpper(text)]
	if !ok {
		switch codes := p.byName[strings.ToLower(text)]; len(codes) {
		case 0:
			p.flaw(at, fund.ColumnCommunity, fund.FlawUnknown, text, p.like(text), 0)
			return s, false, nil
		case 1:
			s = p.byCode[codes[0]]
		default:
			p.flaw(at, fund.ColumnCommunity, fund.FlawTwo, text, strings.Join(codes, ", "), 0)
			return s, false, nil
		}
	}
	may, err := p.administrates(s.Code)
	if err == nil && !may {
		p.flaw(at, fund.ColumnCommunity, fund.FlawDenied, text, "", 0)
	}
	return s, may, err
}

func (p *planner) households(in fund.Import) error {
	type door struct{ place, building, doorway string }
	first := make(map[door]fund.Spot)
	had := make(map[door]int)
	for _, l := range in.Households {
		s, ok, err := p.resolve(l.Spot, l.Community)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if s.Kind != fund.PlaceCommunity {
			p.flaw(l.Spot, fund.ColumnCommunity, fund.FlawPlaceKind, l.Community, string(s.Kind), 0)
			continue
		}
		if err := p.loadHouseholds(s, func(h fund.Households) { had[door{s.Code, h.Building, h.Doorway}] = h.Count }); err != nil {
			return err
		}
		at := door{s.Code, l.Building, l.Doorway}
		if before, twice := first[at]; twice {
			p.flaw(l.Spot, fund.ColumnBuilding, fund.FlawTwice, strings.TrimSpace(l.Building+" "+l.Doorway), before.Sheet, before.Row)
			continue
		}
		first[at] = l.Spot
		was, known := had[at]
		step := HouseholdsStep{Line: l, Step: StepAdd, Place: s.Code, Name: s.Name, Was: was}
		switch {
		case known && was == l.Count:
			step.Step = StepSame
		case known:
			step.Step = StepChange
		}
		p.counts[s.Code] += l.Count - was
		p.Households = append(p.Households, step)
	}
	return nil
}

// loadHouseholds reads what is known of a community, once.
func (p *planner) loadHouseholds(s spot, each func(fund.Households)) error {
	if _, loaded := p.counts[s.Code]; loaded {
		return nil
	}
	p.counts[s.Code] = 0
	if s.ID == 0 {
		return nil
	}
	list, err := p.act.Tx.Households(s.ID)
	for _, h := range list {
		each(h)
		p.counts[s.Code] += h.Count
	}
	return err
}

func (p *planner) roster(in fund.Import) error {
	type seat struct {
		place string
		role  fund.Role
		name  string
	}
	first := make(map[seat]fund.Spot)
	for _, l := range in.Roster {
		s, ok, err := p.resolve(l.Spot, l.Community)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if !l.Role.Fits(s.Kind) {
			p.flaw(l.Spot, fund.ColumnCommunity, fund.FlawPlaceKind, l.Community, string(s.Kind), 0)
			continue
		}
		at := seat{s.Code, l.Role, l.Name}
		if before, twice := first[at]; twice {
			p.flaw(l.Spot, fund.ColumnPerson, fund.FlawTwice, l.Name, before.Sheet, before.Row)
			continue
		}
		first[at] = l.Spot
		step, err := p.rosterStep(l, s)
		if err != nil {
			return err
		}
		p.Roster = append(p.Roster, step)
	}
	return nil
}

// rosterStep compares a line with those who serve, and those who were invited.
func (p *planner) rosterStep(l fund.RosterLine, s spot) (RosterStep, error) {
	step := RosterStep{Line: l, Step: StepInvite, Place: s.Code, Name: s.Name}
	if err := p.loadReps(s); err != nil {
		return step, err
	}
	if s.ID == 0 {
		p.reps[s.Code] += count(l.Role == fund.RoleRepresentative)
		return step, nil
	}
	serving, err := p.serving(s.ID, l)
	if err != nil {
		return step, err
	}
	if serving.ID != 0 {
		step.Step, step.Grant = StepSame, serving
		if !serving.Term.Equal(l.Until) || serving.Bureau != l.Bureau {
			step.Step = StepChange
		}
		return step, nil
	}
	open, err := p.act.Tx.OpenInvites(s.ID, p.act.Now)
	if err != nil {
		return step, err
	}
	for _, i := range open {
		if i.Role != l.Role || i.Name != l.Name {
			continue
		}
		step.Invite, step.Step = i.ID, StepWaits
		if p.again || !i.Term.Equal(l.Until) || !i.Since.Equal(l.From) || i.Bureau != l.Bureau {
			step.Step = StepAgain
		}
		return step, nil
	}
	p.reps[s.Code] += count(l.Role == fund.RoleRepresentative)
	return step, nil
}

// serving gives the grant by which somebody of a line's name has its role now;
// the zero Grant for nobody.
func (p *planner) serving(place fund.PlaceID, l fund.RosterLine) (fund.Grant, error) {
	grants, err := p.act.Tx.Holders(place, l.Role)
	if err != nil {
		return fund.Grant{}, err
	}
	for _, g := range grants {
		if g.Deputy != 0 || !g.Term.IsZero() && !p.act.Now.Before(g.Term) {
			continue
		}
		person, err := p.act.Tx.Person(g.Person)
		if err != nil {
			return fund.Grant{}, err
		}
		if person.Name == l.Name {
			return g, nil
		}
	}
	return fund.Grant{}, nil
}

// loadReps counts a community's representatives, those invited by name too.
func (p *planner) loadReps(s spot) error {
	if _, loaded := p.reps[s.Code]; loaded {
		return nil
	}
	p.reps[s.Code] = 0
	if s.ID == 0 {
		return nil
	}
	now, err := holding(p.act, s.ID, fund.RoleRepresentative)
	if err != nil {
		return err
	}
	open, err := p.act.Tx.OpenInvites(s.ID, p.act.Now)
	if err != nil {
		return err
	}
	invited := slices.DeleteFunc(open, func(i store.Invite) bool { return i.Role != fund.RoleRepresentative })
	p.reps[s.Code] = len(now) + len(invited)
	return nil
}

// wanting looks whether the communities that the file is about have as many
// representatives as their households ask for.
func (p *planner) wanting(fund.Import) error {
	var codes []string
	for code := range p.counts {
		codes = append(codes, code)
	}
	for code := range p.reps {
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	rules := p.Rules(p.act.Now).People
	for _, code := range codes {
		s := p.byCode[code]
		if s.Kind != fund.PlaceCommunity {
			continue
		}
		if err := p.loadReps(s); err != nil {
			return err
		}
		if err := p.loadHouseholds(s, func(fund.Households) {}); err != nil {
			return fmt.Errorf("households of %s: %w", code, err)
		}
		if v := rules.Representation(p.counts[code], p.reps[code]); !v.Fits() {
			p.Wanting = append(p.Wanting, Wanting{s.Name, s.NameEn, v})
		}
	}
	return nil
}
