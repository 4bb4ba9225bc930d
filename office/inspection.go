package office

import (
	"errors"
	"fmt"
	"strings"

	"huimin/fund"
	"huimin/store"
)

// What the record says about inspections.
const (
	recordVisited   = "site_visit"
	recordDraftedIn = "inspection_drafted"
	recordInspected = "inspection_decided"
)

// visitFacts is the record's account of a visit: its columns. Words is sealed.
type visitFacts struct {
	ID        int64          `json:"id"`
	Community fund.PlaceID   `json:"community"`
	Year      int            `json:"year"`
	Project   fund.ProjectID `json:"project"`
	By        fund.PersonID  `json:"by"`
	At        int64          `json:"at"`
	Severity  fund.Severity  `json:"severity"`
	Words     string         `json:"words"`
}

func factsOfVisit(v fund.SiteVisit) visitFacts {
	return visitFacts{
		ID: v.ID, Community: v.Community, Year: v.Year, Project: v.Project, By: v.By, At: unix(v.At), Severity: v.Severity,
	}
}

// inspectionFacts is the record's account of an inspection: its columns.
// Reason is sealed.
type inspectionFacts struct {
	ID          int64            `json:"id"`
	Community   fund.PlaceID     `json:"community"`
	Year        int              `json:"year"`
	Opened      int64            `json:"opened"`
	Due         int64            `json:"due"`
	Provisional bool             `json:"provisional"`
	Base        fund.Money       `json:"base"`
	Draft       fund.OpinionKind `json:"draft"`
	DraftAmount fund.Money       `json:"draft_amount"`
	Findings    []fund.Finding   `json:"findings"`
	Opinion     fund.OpinionKind `json:"opinion"`
	Amount      fund.Money       `json:"amount"`
	Reason      string           `json:"reason"`
	Decided     int64            `json:"decided"`
	By          fund.PersonID    `json:"by"`
}

func factsOfInspection(i fund.Inspection) inspectionFacts {
	return inspectionFacts{
		ID: i.ID, Community: i.Community, Year: i.Year, Opened: unix(i.Opened), Due: unix(i.Due), Provisional: i.Provisional,
		Base: i.Base, Draft: i.Draft, DraftAmount: i.DraftAmount, Findings: i.Findings, Opinion: i.Opinion, Amount: i.Amount,
		Decided: unix(i.Decided), By: i.By,
	}
}

func (o *Office) recordInspection(a Act, what string, i fund.Inspection) (err error) {
	facts := factsOfInspection(i)
	if facts.Reason, err = a.seal(i.Reason, 0); err != nil { // the office's word: it outlives who gave it
		return err
	}
	return a.record(what, facts)
}

// draftInspection drafts a closed year's inspection by rule.
func (o *Office) draftInspection(a Act, community fund.PlaceID, y fund.Yearbook) error {
	rules := o.Rules(a.Now)
	visits, err := a.Tx.SiteVisitsOf(community, y.Year)
	if err != nil {
		return err
	}
	i := fund.Inspection{Community: community, Year: y.Year, Opened: a.Now, Base: rules.Allocation(y.Year + 1)}
	i.Due, i.Provisional = rules.Calendar.Add(o.local(a.Now), rules.Year.InspectDays)
	i.Findings, i.Draft, i.DraftAmount = fund.Inspect(y, visits, i.Base, rules)
	if i.ID, err = a.Tx.AddInspection(i); err != nil {
		return err
	}
	return o.recordInspection(a, recordDraftedIn, i)
}

// Visit notes what somebody from the street or the district saw at a community,
// perhaps of one project. A visit of the last year that comes before its
// inspection is decided still counts for it, and the draft is made anew.
func (o *Office) Visit(a Act, v fund.SiteVisit) (fund.SiteVisit, error) {
	if err := o.allow(a, fund.ActSiteVisit, v.Community); err != nil {
		return v, fmt.Errorf("visit: %w", err)
	}
	rules := o.Rules(a.Now)
	v.Text = strings.TrimSpace(v.Text)
	if err := rules.Requests.CheckReason(v.Text); err != nil {
		return v, fmt.Errorf("visit: %w", err)
	}
	if err := rules.Requests.CheckPhotos(len(v.Photos)); err != nil {
		return v, fmt.Errorf("visit: %w", err)
	}
	v.By, v.At, v.Year = a.By.ID, a.Now, o.local(a.Now).Year()
	if v.Project != 0 {
		p, err := a.Tx.Project(v.Project)
		if err == nil && p.Community != v.Community {
			err = ErrOtherCommunity
		}
		if err != nil {
			return v, fmt.Errorf("visit: %w", err)
		}
		v.Year = p.Year
	}
	open, err := a.Tx.InspectionOf(v.Community, v.Year-1)
	reopened := v.Project == 0 && err == nil && open.Opinion == ""
	if reopened {
		v.Year--
	} else if err != nil && !errors.Is(err, store.ErrNotFound) {
		return v, err
	}
	if v.ID, err = a.Tx.AddSiteVisit(v); err != nil {
		return v, err
	}
	facts := factsOfVisit(v)
	if facts.Words, err = a.seal(wordsAndPhotos(v.Text, v.Photos), 0); err != nil { // the office's word: it outlives who gave it
		return v, err
	}
	if err := a.record(recordVisited, facts); err != nil {
		return v, err
	}
	return v, o.redraft(a, v.Community, v.Year)
}

// wordsAndPhotos gathers what somebody wrote and showed.
func wordsAndPhotos(text string, photos []fund.Photo) string {
	for _, p := range photos {
		text += "\n" + p.FileID + " " + p.UniqueID
	}
	return text
}

// redraft makes the draft of an inspection that is open anew.
func (o *Office) redraft(a Act, community fund.PlaceID, year int) error {
	i, err := a.Tx.InspectionOf(community, year)
	if errors.Is(err, store.ErrNotFound) || err == nil && i.Opinion != "" {
		return nil
	}
	if err != nil {
		return err
	}
	y, err := a.Tx.Yearbook(community, year)
	if err != nil {
		return err
	}
	visits, err := a.Tx.SiteVisitsOf(community, year)
	if err != nil {
		return err
	}
	i.Findings, i.Draft, i.DraftAmount = fund.Inspect(y.Yearbook, visits, i.Base, o.Rules(a.Now))
	if err := a.Tx.SaveInspection(i); err != nil {
		return err
	}
	return o.recordInspection(a, recordDraftedIn, i)
}

// Inspect decides a community's inspection, by somebody of the district's
// leading group: the opinion on next year's allocation, with its amount where
// it is reduced, and the conditions or the reason. It sets what is planned for
// the community in that year. *fund.OpinionError, *fund.StateError.
func (o *Office) Inspect(a Act, id int64, kind fund.OpinionKind, amount fund.Money, reason string) (fund.Inspection, error) {
	i, err := a.Tx.Inspection(id)
	if err != nil {
		return i, fmt.Errorf("inspect: %w", err)
	}
	if a.By.ID == 0 { // deciding is a person's act: neither the clock nor the operator does it
		return i, &fund.NotAllowed{Action: fund.ActInspect, Needs: fund.ActInspect.Needs(), At: i.Community}
	}
	if err := o.allow(a, fund.ActInspect, i.Community); err != nil {
		return i, fmt.Errorf("inspect: %w", err)
	}
	if err := i.Decide(kind, amount, reason, o.Rules(a.Now), a.By.ID, a.Now); err != nil {
		return i, fmt.Errorf("inspect: %w", err)
	}
	if err := a.Tx.SaveInspection(i); err != nil {
		return i, err
	}
	if err := o.recordInspection(a, recordInspected, i); err != nil {
		return i, err
	}
	if err := o.allocateBy(a, i); err != nil {
		return i, fmt.Errorf("inspect: %w", err)
	}
	return o.localInspection(i), o.tellInspection(a, i)
}

// allocateBy sets the next year's allocation to what was decided.
func (o *Office) allocateBy(a Act, i fund.Inspection) error {
	planned, err := o.Planned(a.Tx, i.Community, i.Year+1)
	if err != nil || planned == i.Amount {
		return err
	}
	if i.Reason == "" {
		return &fund.OpinionError{Why: fund.OpinionNoReason, Have: i.Amount, Max: i.Base}
	}
	_, _, err = o.DecideAllocation(a, i.Community, i.Year+1, i.Amount, i.Reason)
	return err
}

// InspectionView is an inspection with all that its report says.
type InspectionView struct {
	fund.Inspection
	Place    fund.Place
	Street   fund.Place
	District fund.Place
	Figures  fund.Yearbook
	Visits   []fund.SiteVisit
	Projects []fund.Project // of the year
	Planned  fund.Money     // for the year after, as it stands
	Head     store.Head     // of the record when this was made
}

// Preview tells whether the year still goes on, so that nothing can be decided.
func (v InspectionView) Preview() bool { return v.ID == 0 }

// Inspection gives a community's inspection of a year; of a year that is not
// closed, what it would be today, with ID 0. Whoever may look through the
// community's projects may read it.
func (o *Office) Inspection(a Act, community fund.PlaceID, year int) (v InspectionView, err error) {
	if err := o.allow(a, fund.ActOversee, community); err != nil {
		return v, fmt.Errorf("inspection: %w", err)
	}
	return o.inspection(a, community, year)
}

// InspectionReport is Inspection for the program itself, which makes the paper.
func (o *Office) InspectionReport(a Act, community fund.PlaceID, year int) (v InspectionView, err error) {
	return o.inspection(a, community, year)
}

func (o *Office) inspection(a Act, community fund.PlaceID, year int) (v InspectionView, err error) {
	lineage, err := a.Tx.Lineage(community)
	if err != nil {
		return v, err
	}
	for _, p := range lineage {
		switch p.Kind {
		case fund.PlaceCommunity:
			v.Place = p
		case fund.PlaceStreet:
			v.Street = p
		case fund.PlaceDistrict:
			v.District = p
		case fund.PlaceCity:
		}
	}
	if v.Visits, err = a.Tx.SiteVisitsOf(community, year); err != nil {
		return v, err
	}
	if v.Figures, _, err = o.Yearbook(a, community, year); err != nil {
		return v, err
	}
	if v.Head, err = a.Tx.Head(); err != nil {
		return v, err
	}
	if err := o.projectsOfYear(a, &v, year); err != nil {
		return v, err
	}
	i, err := a.Tx.InspectionOf(community, year)
	switch {
	case err == nil:
		v.Inspection = o.localInspection(i)
	case errors.Is(err, store.ErrNotFound):
		rules := o.Rules(a.Now)
		v.Community, v.Year, v.Base, v.Opened = community, year, rules.Allocation(year+1), o.local(a.Now)
		v.Findings, v.Draft, v.DraftAmount = fund.Inspect(v.Figures, v.Visits, v.Base, rules)
	default:
		return v, err
	}
	v.Planned, err = o.Planned(a.Tx, community, year+1)
	return v, err
}

func (o *Office) projectsOfYear(a Act, v *InspectionView, year int) error {
	projects, err := a.Tx.ProjectsUnder(v.Place.ID)
	if err != nil {
		return err
	}
	for _, p := range projects {
		if p.Year == year {
			v.Projects = append(v.Projects, o.localProject(p))
		}
	}
	for i := range v.Visits {
		v.Visits[i].At = o.local(v.Visits[i].At)
	}
	return nil
}

// InspectionByID gives an inspection by its number, to whoever may read it.
func (o *Office) InspectionByID(a Act, id int64) (InspectionView, error) {
	i, err := a.Tx.Inspection(id)
	if err != nil {
		return InspectionView{}, err
	}
	return o.Inspection(a, i.Community, i.Year)
}

// InspectionLine is one community in a list of inspections. Inspection has ID 0
// before its first year is closed.
type InspectionLine struct {
	Place fund.Place
	fund.Inspection
}

// Inspections gives the last inspection of each community that somebody may
// look through, those to be decided first.
func (o *Office) Inspections(a Act) ([]InspectionLine, error) {
	grants, err := grantsOf(a.Tx, a.By)
	if err != nil {
		return nil, err
	}
	var open, rest []InspectionLine
	seen := map[fund.PlaceID]bool{}
	for _, g := range grants {
		if !g.Active(a.Now) || g.Role == fund.RoleResident || g.Role == fund.RoleRepresentative {
			continue
		}
		places, err := a.Tx.PlacesWithin(g.Place, fund.PlaceCommunity)
		if err != nil {
			return nil, err
		}
		for _, p := range places {
			if seen[p.ID] || o.allow(a, fund.ActOversee, p.ID) != nil {
				continue
			}
			seen[p.ID] = true
			line := InspectionLine{Place: p}
			list, err := a.Tx.InspectionsUnder(p.ID)
			if err != nil {
				return nil, err
			}
			if len(list) > 0 {
				line.Inspection = o.localInspection(list[0])
			}
			if line.ID != 0 && line.Opinion == "" {
				open = append(open, line)
			} else {
				rest = append(rest, line)
			}
		}
	}
	return append(open, rest...), nil
}

func (o *Office) localInspection(i fund.Inspection) fund.Inspection {
	i.Opened, i.Due, i.Decided = o.local(i.Opened), o.local(i.Due), o.local(i.Decided)
	return i
}
