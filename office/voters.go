package office

import (
	"slices"

	"huimin/fund"
	"huimin/store"
)

// ballotGroup is the group in which a community votes.
func ballotGroup(v fund.Voters) store.Purpose {
	if v == fund.VotersResidents {
		return store.PurposeNeighbourhood
	}
	return store.PurposeRepresentatives
}

// VotersOf counts who could vote in a community at this moment:
// [ErrNoRepresentatives] or [ErrNoResidents] for nobody.
func (o *Office) VotersOf(a Act, community fund.PlaceID) (int, error) {
	members, err := o.roster(a, o.Rules(a.Now).Voters, community)
	return len(members), err
}

// roster gives those who may vote in a community at this moment.
func (o *Office) roster(a Act, voters fund.Voters, community fund.PlaceID) ([]fund.PersonID, error) {
	if voters == fund.VotersResidents {
		members, err := a.Tx.Residents(community)
		if err == nil && len(members) == 0 {
			err = ErrNoResidents
		}
		return members, err
	}
	grants, err := holding(a, community, fund.RoleRepresentative)
	if err != nil {
		return nil, err
	}
	var members []fund.PersonID
	for _, g := range grants {
		if g.Active(a.Now) {
			members = append(members, g.Person)
		}
	}
	slices.Sort(members)
	members = slices.Compact(members)
	if len(members) == 0 {
		return nil, ErrNoRepresentatives
	}
	return members, nil
}
