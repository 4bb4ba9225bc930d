package office

import (
	"encoding/json"
	"strconv"

	"huimin/fund"
	"huimin/store"
)

// peopleSaid are what the record says last of roles and sponsors.
type peopleSaid struct {
	grants   map[int64]grantSaid
	sponsors map[fund.SponsorID]SponsorEntry
	counted  map[fund.PlaceID]int
}

// grantSaid is a role given, and whether it ended.
type grantSaid struct {
	given grantEntry
	ended bool
}

func newPeopleSaid() peopleSaid {
	return peopleSaid{
		grants: make(map[int64]grantSaid), sponsors: make(map[fund.SponsorID]SponsorEntry),
		counted: make(map[fund.PlaceID]int),
	}
}

// hear takes in one entry; those about other things are passed over.
func (s *peopleSaid) hear(e store.Entry) error {
	switch {
	case e.What == "role_given":
		var g grantEntry
		if err := json.Unmarshal([]byte(e.Data), &g); err != nil {
			return err
		}
		s.grants[g.Grant] = grantSaid{given: g}
	case e.What == "role_ended":
		var g grantEntry
		if err := json.Unmarshal([]byte(e.Data), &g); err != nil {
			return err
		}
		said := s.grants[g.Grant]
		said.ended = true
		s.grants[g.Grant] = said
	case e.What == "term_changed":
		var t termEntry
		if err := json.Unmarshal([]byte(e.Data), &t); err != nil {
			return err
		}
		said := s.grants[t.Grant]
		said.given.Term, said.given.Bureau = t.Term, t.Bureau
		s.grants[t.Grant] = said
	case e.What == "households_counted":
		var h householdsEntry
		if err := json.Unmarshal([]byte(e.Data), &h); err != nil {
			return err
		}
		s.counted[h.Community] = h.Households
	case aboutSponsors(e.What):
		var v SponsorEntry
		if err := json.Unmarshal([]byte(e.Data), &v); err != nil {
			return err
		}
		s.sponsors[v.Sponsor] = v
	}
	return nil
}

// roles compares every role that was ever held with the record: who held it,
// where, for which bureau and until when.
func (v *verifier) roles() error {
	list, err := v.tx.EveryGrant()
	if err != nil {
		return err
	}
	v.Roles = len(list)
	seen := make(map[int64]bool)
	for _, g := range list {
		seen[g.ID] = true
		said, ok := v.said.people.grants[g.ID]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: "role", ID: g.ID})
			continue
		}
		want, have := said.given, given(g, said.given.Invite)
		if want.Since == 0 {
			have.Since = 0 // recorded before terms were
		}
		v.compare("role", g.ID, have, want)
		if said.ended != !g.Until.IsZero() {
			v.fault(Fault{Kind: FaultDiffers, Noun: "role", ID: g.ID, Field: "ended"})
		}
	}
	missing(v, "role", v.said.people.grants, seen)
	return nil
}

// sponsors compares every sponsor with its newest entry.
func (v *verifier) sponsors() error {
	list, err := v.tx.EverySponsor()
	if err != nil {
		return err
	}
	seen := make(map[fund.SponsorID]bool)
	for _, s := range list {
		seen[s.ID] = true
		said, ok := v.said.people.sponsors[s.ID]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: "sponsor", ID: int64(s.ID)})
			continue
		}
		for _, text := range []struct{ seal, words string }{{said.Name, s.Name}, {said.Contact, contactWords(s)}} {
			if err := v.sealed("sponsor", int64(s.ID), text.seal, text.words, 0); err != nil {
				return err
			}
		}
		have := said
		have.Sponsor, have.Place, have.Retired = s.ID, s.Place, !s.Retired.IsZero()
		v.compare("sponsor", int64(s.ID), have, said)
	}
	missing(v, "sponsor", v.said.people.sponsors, seen)
	return nil
}

// households compares how many households each community has.
func (v *verifier) households() error {
	communities, err := v.tx.PlacesOf(fund.PlaceCommunity)
	if err != nil {
		return err
	}
	for _, c := range communities {
		n, err := v.tx.CountHouseholds(c.ID)
		if err != nil {
			return err
		}
		if said := v.said.people.counted[c.ID]; said != n {
			v.fault(Fault{
				Kind: FaultDiffers, Noun: "place", ID: int64(c.ID), Field: "households",
				Books: strconv.Itoa(n), Record: strconv.Itoa(said),
			})
		}
	}
	return nil
}
