package office

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/store"
)

// ImportStep is what an import does with a line.
type ImportStep string

// The steps.
const (
	StepSame   ImportStep = "same"   // it says what is there
	StepAdd    ImportStep = "add"    // a place, or households where none were known
	StepChange ImportStep = "change" // a place's name, a number of households, the term of somebody who serves
	StepInvite ImportStep = "invite" // an invitation for somebody by name
	StepAgain  ImportStep = "again"  // one that was not accepted yet, anew: its term is another, or it was lost
	StepWaits  ImportStep = "waits"  // one that was not accepted yet stays as it is
)

// PlaceStep is what an import does with a place; Was is how it is called now.
type PlaceStep struct {
	Line fund.PlaceLine
	Step ImportStep
	Was  fund.Place
}

// HouseholdsStep is what an import does with a doorway; Was is how many
// households it has now.
type HouseholdsStep struct {
	Line  fund.HouseholdsLine
	Step  ImportStep
	Place string // the community's code
	Name  string // and its name
	Was   int
}

// RosterStep is what an import does with a line of the roster.
type RosterStep struct {
	Line   fund.RosterLine
	Step   ImportStep
	Place  string // its code
	Name   string // and its name
	Grant  fund.Grant
	Invite int64
}

// Wanting is a community whose representatives are too few or too many for its
// households once the import is done.
type Wanting struct {
	Name, NameEn string
	fund.Representation
}

// ImportPlan is what an import would do. With a flaw it does nothing.
type ImportPlan struct {
	Places     []PlaceStep
	Households []HouseholdsStep
	Roster     []RosterStep
	Wanting    []Wanting
	Ignored    []string
	Flaws      []fund.Flaw
}

// Count gives how many lines there are for a step, of every table.
func (p ImportPlan) Count(step ImportStep) (n int) {
	for _, s := range p.Places {
		n += count(s.Step == step)
	}
	for _, s := range p.Households {
		n += count(s.Step == step)
	}
	for _, s := range p.Roster {
		n += count(s.Step == step)
	}
	return n
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

// Changes gives how many lines change anything.
func (p ImportPlan) Changes() int {
	return p.Count(StepAdd) + p.Count(StepChange) + p.Count(StepInvite) + p.Count(StepAgain)
}

// ImportError says that a file was not imported: everything in it that is
// wrong.
type ImportError struct{ Flaws []fund.Flaw }

// Error tells how much is wrong.
func (e *ImportError) Error() string { return fmt.Sprintf("%d mistakes in the file", len(e.Flaws)) }

// RosterLink is an invitation from the roster, to be handed to whom it names.
// Its token is shown once.
type RosterLink struct {
	Line    fund.RosterLine
	Place   fund.Place
	Token   string
	Expires time.Time
}

// PlanImport tells what an import would do, and changes nothing: for every
// line of the places that the act's person administrates. again makes new
// invitations for those who have not accepted theirs.
func (o *Office) PlanImport(a Act, in fund.Import, flaws []fund.Flaw, again bool) (ImportPlan, error) {
	p := planner{Office: o, act: a, again: again, ImportPlan: ImportPlan{Ignored: in.Ignored, Flaws: slices.Clone(flaws)}}
	for _, step := range []func(fund.Import) error{p.load, p.places, p.households, p.roster, p.wanting} {
		if err := step(in); err != nil {
			return ImportPlan{}, fmt.Errorf("plan an import: %w", err)
		}
	}
	return p.ImportPlan, nil
}

// Import does what [Office.PlanImport] tells, all of it or nothing, and gives
// the new invitations of the roster: *[ImportError] when something is wrong.
func (o *Office) Import(a Act, in fund.Import, flaws []fund.Flaw, again bool) (ImportPlan, []RosterLink, error) {
	p, err := o.PlanImport(a, in, flaws, again)
	if err == nil && len(p.Flaws) > 0 {
		err = &ImportError{p.Flaws}
	}
	if err != nil {
		return p, nil, fmt.Errorf("import: %w", err)
	}
	if err := o.importPlaces(a, p.Places); err != nil {
		return p, nil, fmt.Errorf("import places: %w", err)
	}
	if err := o.importHouseholds(a, p.Households); err != nil {
		return p, nil, fmt.Errorf("import households: %w", err)
	}
	links, err := o.importRoster(a, p.Roster)
	if err != nil {
		return p, nil, fmt.Errorf("import the roster: %w", err)
	}
	return p, links, nil
}

func (o *Office) importPlaces(a Act, steps []PlaceStep) error {
	for _, kind := range fund.PlaceKinds() { // parents first
		for _, s := range steps {
			if s.Line.Kind != kind {
				continue
			}
			var err error
			switch s.Step {
			case StepAdd:
				err = o.importPlace(a, s.Line)
			case StepChange:
				err = o.renamePlace(a, s.Was, s.Line)
			case StepSame, StepInvite, StepAgain, StepWaits:
			}
			if err != nil {
				return fmt.Errorf("row %d: %w", s.Line.Row, err)
			}
		}
	}
	return nil
}

func (o *Office) importPlace(a Act, l fund.PlaceLine) error {
	var parent fund.Place
	if l.Parent != "" {
		var err error
		if parent, err = a.Tx.PlaceByCode(l.Parent); err != nil {
			return err
		}
	}
	_, err := o.AddPlace(a, parent.ID, l.Kind, l.Code, l.Name, l.NameEn)
	return err
}

func (o *Office) renamePlace(a Act, was fund.Place, l fund.PlaceLine) error {
	was.Name, was.NameEn = l.Name, l.NameEn
	if err := a.Tx.RenamePlace(was.ID, was.Name, was.NameEn); err != nil {
		return err
	}
	return a.record("place_renamed", placeEntry{was.ID, was.Kind, was.Parent, was.Code, was.Name, was.NameEn})
}

// householdsEntry is what the record keeps of a community's households: how
// many there are altogether.
type householdsEntry struct {
	Community  fund.PlaceID `json:"community"`
	Households int          `json:"households"`
}

func (o *Office) importHouseholds(a Act, steps []HouseholdsStep) error {
	var touched []fund.PlaceID
	for _, s := range steps {
		if s.Step == StepSame {
			continue
		}
		place, err := a.Tx.PlaceByCode(s.Place)
		if err != nil {
			return err
		}
		h := fund.Households{Community: place.ID, Building: s.Line.Building, Doorway: s.Line.Doorway, Count: s.Line.Count}
		if err := a.Tx.SaveHouseholds(h, a.Now); err != nil {
			return err
		}
		if !slices.Contains(touched, place.ID) {
			touched = append(touched, place.ID)
		}
	}
	for _, id := range touched {
		n, err := a.Tx.CountHouseholds(id)
		if err != nil {
			return err
		}
		if err := a.record("households_counted", householdsEntry{id, n}); err != nil {
			return err
		}
	}
	return nil
}

// termEntry is what the record keeps of a term that became another.
type termEntry struct {
	Grant  int64       `json:"grant"`
	Term   int64       `json:"term,omitempty"`
	Bureau fund.Bureau `json:"bureau,omitempty"`
}

func (o *Office) importRoster(a Act, steps []RosterStep) (links []RosterLink, err error) {
	for _, s := range steps {
		switch s.Step {
		case StepSame, StepWaits, StepAdd:
		case StepChange:
			if err := a.Tx.SetTerm(s.Grant.ID, s.Line.Until, s.Line.Bureau); err != nil {
				return nil, err
			}
			if err := a.record("term_changed", termEntry{s.Grant.ID, unix(s.Line.Until), s.Line.Bureau}); err != nil {
				return nil, err
			}
			n := Notice{Kind: KindTermChanged, Data: RoleNews{s.Grant.ID}, Lane: store.LaneNotice, Due: o.hoursBegin(a.Now)}
			if err := o.tell(a, s.Grant.Person, n); err != nil {
				return nil, err
			}
		case StepInvite, StepAgain:
			if s.Invite != 0 {
				if err := a.Tx.EndInvite(s.Invite, a.Now); err != nil {
					return nil, err
				}
			}
			link, err := o.rosterLink(a, s)
			if err != nil {
				return nil, fmt.Errorf("row %d: %w", s.Line.Row, err)
			}
			links = append(links, link)
		}
	}
	return links, nil
}

func (o *Office) rosterLink(a Act, s RosterStep) (RosterLink, error) {
	place, err := a.Tx.PlaceByCode(s.Place)
	if err != nil {
		return RosterLink{}, err
	}
	l := RosterLink{Line: s.Line, Place: place}
	l.Token, l.Expires, err = o.InviteTo(a, Invitation{
		Role: s.Line.Role, Place: place.ID, Bureau: s.Line.Bureau, Since: s.Line.From, Term: s.Line.Until, Name: s.Line.Name,
	})
	return l, err
}

// Administrates tells whether the act's person may import anything anywhere.
func (o *Office) Administrates(a Act) (bool, error) {
	if a.operator {
		return true, nil
	}
	grants, err := grantsOf(a.Tx, a.By)
	for _, g := range grants {
		if fund.May(grants, fund.ActImport, []fund.PlaceID{g.Place}, a.Now) == nil {
			return true, err
		}
	}
	return false, err
}

// denied turns a refusal into false.
func denied(err error) (bool, error) {
	if errors.Is(err, fund.ErrNotAllowed) || errors.Is(err, store.ErrNotFound) {
		return true, nil
	}
	return false, err
}
