package office

import (
	"encoding/json"
	"strconv"

	"huimin/fund"
	"huimin/store"
)

// actedFor is an entry of the record that somebody made for somebody absent.
type actedFor struct {
	entry store.Entry
	of    fund.PersonID
}

// principalOf gives for whom an entry was made; 0 for nobody.
func principalOf(e store.Entry) fund.PersonID {
	var said struct {
		For fund.PersonID `json:"acting_for"`
	}
	if json.Unmarshal([]byte(e.Data), &said) != nil {
		return 0 // not an object, or one that [sayings.hear] finds wrong
	}
	return said.For
}

func (s *sayings) hearActing(e store.Entry) {
	if of := principalOf(e); of != 0 {
		s.acted = append(s.acted, actedFor{e, of})
	}
}

// deputies checks that whoever acted for somebody stood in for them then.
func (v *verifier) deputies() error {
	grants, err := v.tx.EveryGrant()
	if err != nil {
		return err
	}
	v.ActedFor = len(v.said.acted)
	for _, done := range v.said.acted {
		if _, ok := lentBy(grants, done); !ok {
			v.fault(Fault{
				Kind: FaultDiffers, Noun: "record", ID: done.entry.Seq, Field: "acting_for",
				Books: "0", Record: strconv.FormatInt(int64(done.of), 10),
			})
		}
	}
	return nil
}

// lentBy finds the grant by which an entry was made for somebody.
func lentBy(grants []fund.Grant, done actedFor) (fund.Grant, bool) {
	held := make(map[int64]fund.PersonID, len(grants))
	for _, g := range grants {
		held[g.ID] = g.Person
	}
	at := done.entry.At
	for _, g := range grants {
		if g.Deputy != 0 && int64(g.Person) == done.entry.By && held[g.Deputy] == done.of &&
			!g.Since.After(at) && (g.Until.IsZero() || !g.Until.Before(at)) {
			return g, true
		}
	}
	return fund.Grant{}, false
}

// deputyRows lists what deputies did, and for whom.
func (o *Office) deputyRows(a Act, place fund.PlaceID) ([][]any, error) {
	entries, err := a.Tx.EntriesActed()
	if err != nil {
		return nil, err
	}
	grants, err := a.Tx.EveryGrant()
	if err != nil {
		return nil, err
	}
	places, err := o.within(a, place, fund.PlaceKinds()...)
	if err != nil {
		return nil, err
	}
	code := make(map[fund.PlaceID]string, len(places))
	for _, p := range places {
		code[p.ID] = p.Code
	}
	var rows [][]any
	for _, e := range entries {
		done := actedFor{e, principalOf(e)}
		g, ok := lentBy(grants, done)
		if at, here := code[g.Place]; ok && here {
			by, err := o.Person(a.Tx, g.Person)
			if err != nil {
				return nil, err
			}
			of, err := o.Person(a.Tx, done.of)
			if err != nil {
				return nil, err
			}
			rows = append(rows, []any{int(e.Seq), o.local(e.At), at, g.Role, by.Name, of.Name, e.What})
		}
	}
	return rows, nil
}
