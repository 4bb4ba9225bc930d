package main

import (
	"slices"
	"time"

	"huimin/fund"
	"huimin/office"
	"huimin/store"
)

// accept lists how finished works were accepted: a team of the committee, the
// residents' supervisors and their representatives is named on the next working
// day and signs; then neighbours say how satisfied they are. Of works finished
// within the last days a signature is missing still.
func (s *story) accept(p projectEntry) {
	named := s.worked(1)
	recent := !named.Before(dayBefore(s.now, 10, 0))
	if !named.Before(dayBefore(s.now, 1, 0)) {
		return
	}
	team := []string{s.staff()}
	team = append(team, s.city.holders(fund.RoleSupervisor, s.entry.In)...)
	team = append(team, s.city.holders(fund.RoleRepresentative, s.entry.In)...)
	team = slices.Compact(team)[:3]
	at := s.step(named, s.staff(), s.on(func(h *history, a office.Act, id fund.ProjectID) error {
		people, err := h.people(a.Tx, team)
		if err != nil {
			return err
		}
		_, err = h.parts.office.NameTeam(a, id, people)
		return err
	}))
	for i, who := range team {
		if recent && i == len(team)-1 {
			return
		}
		at = s.step(at.Add(time.Duration(70+i*35)*time.Minute), who, s.on(func(h *history, a office.Act, id fund.ProjectID) error {
			list, err := h.parts.office.Acceptances(a.Tx, id)
			if err != nil {
				return err
			}
			_, err = h.parts.office.Sign(a, list[len(list)-1].ID, fund.SignPass, "", 0)
			return err
		}))
	}
	s.evaluate(at, p)
}

// evaluate lets neighbours say how satisfied they are, over the days after the
// acceptance.
func (s *story) evaluate(passed time.Time, p projectEntry) {
	opinions := []fund.Answer{
		fund.AnswerSatisfied, fund.AnswerSatisfied, fund.AnswerFairly, fund.AnswerSatisfied, fund.AnswerSatisfied,
		fund.AnswerFairly, fund.AnswerSatisfied, fund.AnswerNot, fund.AnswerSatisfied,
	}
	who := s.neighbours()
	for i := range min(len(who), 5+(s.number+p.Yes)%5) {
		at := passed.Add(time.Duration(2+i*9) * time.Hour)
		s.small(at, who[i], s.on(func(h *history, a office.Act, id fund.ProjectID) error {
			return h.parts.office.Evaluate(a, id, opinions[(i+s.number)%len(opinions)])
		}))
	}
}

// people gives the numbers of some of the city's people.
func (h *history) people(tx *store.Tx, keys []string) ([]fund.PersonID, error) {
	list := make([]fund.PersonID, len(keys))
	for i, key := range keys {
		person, err := h.city.person(tx, key)
		if err != nil {
			return nil, err
		}
		list[i] = person.ID
	}
	return list, nil
}
