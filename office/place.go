package office

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"huimin/fund"
	"huimin/store"
)

var (
	// ErrPlaceCode says that a place's code is not 2 to 6 of A–Z and 0–9.
	ErrPlaceCode = errors.New("not a place code")
	// ErrCodeTaken says that another place has the code.
	ErrCodeTaken = errors.New("place code is taken")
	// ErrPlaceKind says that a place of this kind cannot stand, or be chosen,
	// there.
	ErrPlaceKind = errors.New("wrong kind of place")
)

// placeEntry is what the record keeps of a place.
type placeEntry struct {
	Place  fund.PlaceID   `json:"place"`
	Kind   fund.PlaceKind `json:"kind"`
	Parent fund.PlaceID   `json:"parent,omitempty"`
	Code   string         `json:"code"`
	Name   string         `json:"name"`
	NameEn string         `json:"name_en,omitempty"`
}

// AddPlace adds a place under parent (0 for a city), which must be of the kind
// right above: [ErrPlaceKind] otherwise, [ErrPlaceCode], [ErrCodeTaken], or
// *fund.LengthError for a name. Administrators add below their place; a city
// is added by the operator or by an administrator named in the settings, and
// those who consented already administrate it from then on.
func (o *Office) AddPlace(
	a Act, parent fund.PlaceID, kind fund.PlaceKind, code, name, nameEn string,
) (fund.Place, error) {
	p := fund.Place{
		Kind: kind, Parent: parent, Code: code, Name: strings.TrimSpace(name), NameEn: strings.TrimSpace(nameEn),
	}
	if err := o.mayAddPlace(a, p); err != nil {
		return fund.Place{}, fmt.Errorf("add place: %w", err)
	}
	if err := checkPlace(a.Tx, p); err != nil {
		return fund.Place{}, fmt.Errorf("add place: %w", err)
	}
	id, err := a.Tx.AddPlace(p)
	if err != nil {
		return fund.Place{}, err
	}
	p.ID = id
	err = a.record("place_added", placeEntry{id, kind, parent, code, p.Name, p.NameEn})
	if err == nil && kind == fund.PlaceCity {
		err = o.FirstAdmins(a, o.admins...)
	}
	return p, err
}

func (o *Office) mayAddPlace(a Act, p fund.Place) error {
	if p.Parent == 0 {
		if a.operator || a.By.ID != 0 && slices.Contains(o.admins, a.By.Telegram) {
			return nil
		}
		return &fund.NotAllowed{Action: fund.ActInvite, Needs: []fund.Role{fund.RoleAdmin}}
	}
	if a.operator {
		return nil
	}
	lineage, err := o.Lineage(a.Tx, p.Parent)
	if err != nil {
		return err
	}
	grants, err := grantsOf(a.Tx, a.By)
	if err != nil {
		return err
	}
	return fund.MayInvite(grants, fund.RoleAdmin, lineage, a.Now)
}

func checkPlace(tx *store.Tx, p fund.Place) error {
	if err := checkName(p.Name); err != nil {
		return err
	}
	if !fund.ValidCode(p.Code) {
		return fmt.Errorf("%q: %w", p.Code, ErrPlaceCode)
	}
	if _, err := tx.PlaceByCode(p.Code); !errors.Is(err, store.ErrNotFound) {
		return errors.Join(err, fmt.Errorf("%s: %w", p.Code, ErrCodeTaken))
	}
	if p.Parent == 0 {
		if p.Kind != fund.PlaceCity {
			return fmt.Errorf("%s without a parent: %w", p.Kind, ErrPlaceKind)
		}
		return nil
	}
	above, err := tx.Place(p.Parent)
	if err != nil {
		return err
	}
	if below, ok := above.Kind.Below(); !ok || p.Kind != below {
		return fmt.Errorf("%s in a %s: %w", p.Kind, above.Kind, ErrPlaceKind)
	}
	return nil
}

// Place gives one place, or [store.ErrNotFound].
func (o *Office) Place(tx *store.Tx, id fund.PlaceID) (fund.Place, error) { return tx.Place(id) }

// PlaceByCode gives the place with a code in any case, or [store.ErrNotFound].
func (o *Office) PlaceByCode(tx *store.Tx, code string) (fund.Place, error) {
	return tx.PlaceByCode(strings.ToUpper(strings.TrimSpace(code)))
}

// Children gives the places right under one, by code; of 0, the cities.
func (o *Office) Children(tx *store.Tx, id fund.PlaceID) ([]fund.Place, error) {
	return tx.Children(id)
}

// Lineage gives a place's number, then its parents' up to the city, or
// [store.ErrNotFound].
func (o *Office) Lineage(tx *store.Tx, id fund.PlaceID) ([]fund.PlaceID, error) {
	places, err := tx.Lineage(id)
	if err != nil {
		return nil, err
	}
	ids := make([]fund.PlaceID, len(places))
	for i, p := range places {
		ids[i] = p.ID
	}
	return ids, nil
}

// Path gives the way to a place from its city down, the place itself last, or
// [store.ErrNotFound].
func (o *Office) Path(tx *store.Tx, id fund.PlaceID) ([]fund.Place, error) {
	places, err := tx.Lineage(id)
	slices.Reverse(places)
	return places, err
}

// alike is how close a name must be to what was typed to be offered.
const alike = 0.4

// SearchCommunities gives up to n communities for what somebody typed: those
// with that code, then those whose name in either language contains it, then
// those with a name close to it.
func (o *Office) SearchCommunities(tx *store.Tx, text string, n int) ([]fund.Place, error) {
	communities, err := tx.PlacesOf(fund.PlaceCommunity)
	if err != nil {
		return nil, err
	}
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		return nil, nil
	}
	score := make(map[fund.PlaceID]float64)
	found := slices.DeleteFunc(communities, func(p fund.Place) bool {
		score[p.ID] = closeness(p, text)
		return score[p.ID] < alike
	})
	slices.SortStableFunc(found, func(p, q fund.Place) int {
		switch d := score[q.ID] - score[p.ID]; {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return 0
	})
	return found[:min(n, len(found))], nil
}

// closeness is 0 to 3; from 1 up the place really contains the text.
func closeness(p fund.Place, text string) float64 {
	name, nameEn := strings.ToLower(p.Name), strings.ToLower(p.NameEn)
	near := max(fund.Similarity(name, text), fund.Similarity(nameEn, text))
	switch {
	case strings.ToLower(p.Code) == text, name == text, nameEn == text:
		return 3
	case strings.Contains(name, text) || strings.Contains(nameEn, text):
		return 1 + near
	case strings.Contains(text, name):
		return 1
	}
	return near
}
