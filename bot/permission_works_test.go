package bot

import (
	"time"

	"huimin/fund"
	"huimin/office"
)

// What takes a whole story to come about, for the trials of permission_test.go:
// each gives the number of what it made.

// by is something done by somebody of the trial, or by the operator for "".
func (s *stage) by(name string, do func(a office.Act) error) {
	s.t.Helper()
	person := fund.Person{}
	if name != "" {
		person = s.person(s.player(name))
	}
	s.write(person, do)
}

// paused is a review at the street whose clock stands still.
func paused(s *stage) (approval int64) {
	p := underReview(s)
	s.by("right_street", func(a office.Act) error {
		r, err := s.office.Review(a.Tx, p.ID)
		if err == nil {
			_, err = s.office.Pause(a, r.ID, fund.GroundSite, "")
		}
		approval = r.ID
		return err
	})
	return approval
}

// forwardedToBureaus is a review at the district, whose reviewer speaks for a
// bureau.
func forwardedToBureaus(s *stage) (approval int64) {
	s.by("", func(a office.Act) error {
		if _, err := s.decide(a, []string{"end", "right_district"}); err != nil {
			return err
		}
		_, err := s.decide(a, []string{"appoint", "right_district", "district", "YF", string(fund.BureauFinance)})
		return err
	})
	p := forwarded(s)
	s.by("", func(a office.Act) error {
		r, err := s.office.Review(a.Tx, p.ID)
		approval = r.ID
		return err
	})
	return approval
}

// objection is what a supervisor does not agree with.
func objection(s *stage) (note int64) {
	p := started(s)
	s.by("right_supervisor", func(a office.Act) error {
		n, err := s.office.Observe(a, p.ID, true, "The cable lies across the path", nil)
		note = n.ID
		return err
	})
	return note
}

func complaint(s *stage) (id int64) {
	p := started(s)
	s.by("right_resident", func(a office.Act) error {
		c, err := s.office.Complain(a, p.ID, "They work at midnight", nil)
		id = c.ID
		return err
	})
	return id
}

// raisedComplaint is one whose answer did not do.
func raisedComplaint(s *stage) int64 {
	id := complaint(s)
	s.by("right_staff", func(a office.Act) error {
		_, err := s.office.AnswerComplaint(a, id, "They have to finish soon")
		return err
	})
	s.by("right_resident", func(a office.Act) error {
		_, err := s.office.ObjectToAnswer(a, id, "It goes on")
		return err
	})
	return id
}

// signers are in the team that accepts works on this stage: everybody who may
// be.
func signers() []string {
	return []string{"right_representative", "right_staff", "right_supervisor", "right_street", "right_district"}
}

func (s *stage) nameTeam(p fund.Project) (acceptance int64) {
	s.t.Helper()
	s.by("right_staff", func(a office.Act) error {
		var people []fund.PersonID
		for _, name := range signers() {
			people = append(people, s.known(a, name).ID)
		}
		n, err := s.office.NameTeam(a, p.ID, people)
		acceptance = n.ID
		return err
	})
	return acceptance
}

// teamNamed is an acceptance that waits for signatures.
func teamNamed(s *stage) int64 { return s.nameTeam(finished(s)) }

// passed is works that passed acceptance: it may be disputed, and people are
// asked how satisfied they are.
func passed(s *stage) fund.Project {
	p := finished(s)
	id := s.nameTeam(p)
	for _, name := range signers() {
		s.by(name, func(a office.Act) error {
			_, err := s.office.Sign(a, id, fund.SignPass, "", 0)
			return err
		})
	}
	return s.projectNow(p)
}

// disputed is a dispute about works that passed.
func disputed(s *stage) (id int64) {
	p := passed(s)
	s.by("right_resident", func(a office.Act) error {
		d, err := s.office.Dispute(a, p.ID, "The lamp is dark again")
		id = d.ID
		return err
	})
	return id
}

// failed is a project that failed with its year, and against whose bar nobody
// has appealed.
func failed(s *stage) (p fund.Project) {
	if s.now.Year() == 2026 {
		started(s)
		s.wait(time.Date(2027, 1, 4, 10, 0, 0, 0, s.now.Location()))
	}
	s.by("", func(a office.Act) error {
		list, err := a.Tx.ProjectsIn(fund.ProjectFailed)
		if err == nil {
			p = list[0]
		}
		return err
	})
	return p
}

// appealed is an appeal against a bar.
func appealed(s *stage) (id int64) {
	p := failed(s)
	s.by("right_staff", func(a office.Act) error {
		v, err := s.office.FileAppeal(a, p.ID, "The firm went bankrupt", nil)
		id = v.ID
		return err
	})
	return id
}

// inspection is the inspection of the year that has ended.
func inspection(s *stage) (id int64) {
	failed(s)
	s.by("", func(a office.Act) error {
		i, err := a.Tx.InspectionOf(s.placeIn(a, "CD").ID, 2026)
		id = i.ID
		return err
	})
	return id
}
