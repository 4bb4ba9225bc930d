package office

import (
	"fmt"
	"slices"

	"huimin/fund"
	"huimin/store"
)

// petitionsSaid is what the record says of demands for a meeting.
type petitionsSaid struct {
	facts   map[fund.PetitionID]PetitionFacts
	signers map[fund.PetitionID]map[fund.PersonID]bool
}

func newPetitionsSaid() petitionsSaid {
	return petitionsSaid{map[fund.PetitionID]PetitionFacts{}, map[fund.PetitionID]map[fund.PersonID]bool{}}
}

// hear takes in an entry about demands; known is false for others.
func (s *petitionsSaid) hear(e store.Entry) (known bool, err error) {
	switch e.What {
	case recordPetitionOpened, recordPetitionReached, recordPetitionAnswered, recordPetitionRenewed, recordPetitionWithdrawn:
		return true, hearInto(s.facts, e, func(f PetitionFacts) fund.PetitionID { return f.ID })
	case recordPetitionSigned:
		return true, hearing(e, func(g SignatureEntry) {
			if s.signers[g.Petition] == nil {
				s.signers[g.Petition] = map[fund.PersonID]bool{}
			}
			if g.Signed {
				s.signers[g.Petition][fund.PersonID(e.By)] = true
			} else {
				delete(s.signers[g.Petition], fund.PersonID(e.By))
			}
		})
	}
	return false, nil
}

// petitions compares every demand, and who signed it, with what the record
// says.
func (v *verifier) petitions() error {
	list, err := v.tx.AllPetitions()
	if err != nil {
		return err
	}
	seen := map[fund.PetitionID]bool{}
	for _, p := range list {
		seen[p.ID] = true
		said, ok := v.said.petitions.facts[p.ID]
		if !ok {
			v.fault(Fault{Kind: FaultUnknown, Noun: "petition", ID: int64(p.ID)})
			continue
		}
		if err := v.sealed("petition", int64(p.ID), said.Subject, p.Subject, int64(p.OpenedBy)); err != nil {
			return err
		}
		facts := petitionFacts(p)
		facts.Subject = said.Subject
		v.compare("petition", int64(p.ID), facts, said)
		signers, err := v.tx.Signers(p.ID)
		if err != nil {
			return err
		}
		var record []fund.PersonID
		for person := range v.said.petitions.signers[p.ID] {
			record = append(record, person)
		}
		slices.Sort(record)
		if !slices.Equal(signers, record) {
			v.fault(Fault{
				Kind: FaultDiffers, Noun: "petition", ID: int64(p.ID), Field: "signers", Books: fmt.Sprint(signers), Record: fmt.Sprint(record),
			})
		}
	}
	missing(v, "petition", v.said.petitions.facts, seen)
	return nil
}
