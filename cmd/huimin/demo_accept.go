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
	s.mend(p)
	named := s.worked(1)
	recent := !named.Before(dayBefore(s.now, 10, 0))
	if !named.Before(dayBefore(s.now, 1, 0)) {
		return
	}
	team, at := s.team(named)
	for i, who := range team {
		if recent && i == len(team)-1 {
			return
		}
		at = s.sign(at.Add(time.Duration(70+i*35)*time.Minute), who, fund.SignPass, "")
	}
	s.evaluate(at, p)
}

// team lists that a team is named, and gives who is in it.
func (s *story) team(named time.Time) (team []string, at time.Time) {
	team = []string{s.staff()}
	team = append(team, s.city.holders(fund.RoleSupervisor, s.entry.In)...)
	team = append(team, s.city.holders(fund.RoleRepresentative, s.entry.In)...)
	team = slices.Compact(team)[:3]
	at = s.step(named, s.staff(), s.on(func(h *history, a office.Act, id fund.ProjectID) error {
		people, err := h.people(a.Tx, team)
		if err != nil {
			return err
		}
		_, err = h.parts.office.NameTeam(a, id, people)
		return err
	}))
	return team, at
}

// sign lists what one of the team signs.
func (s *story) sign(at time.Time, who string, what fund.Signature, reason string) time.Time {
	return s.step(at, who, s.on(func(h *history, a office.Act, id fund.ProjectID) error {
		list, err := h.parts.office.Acceptances(a.Tx, id)
		if err != nil {
			return err
		}
		_, err = h.parts.office.Sign(a, list[len(list)-1].ID, what, reason, 0)
		return err
	}))
}

// mendEntry is what the team found amiss, and what the committee had done about
// it some working days later.
type mendEntry struct {
	Reason string
	Days   int
	Note   string
}

// mend lists a first acceptance in which one of the team, not of the committee,
// asks for mending.
func (s *story) mend(p projectEntry) {
	if p.Mend == nil {
		return
	}
	team, at := s.team(s.worked(1))
	for i, who := range team {
		what, reason := fund.SignPass, ""
		if i == 1 {
			what, reason = fund.SignFail, p.Mend.Reason
		}
		at = s.sign(at.Add(time.Duration(65+i*25)*time.Minute), who, what, reason)
	}
	s.step(s.worked(p.Mend.Days), s.staff(), s.on(func(h *history, a office.Act, id fund.ProjectID) error {
		_, err := h.parts.office.Finish(a, id, p.Mend.Note, nil)
		return err
	}))
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
