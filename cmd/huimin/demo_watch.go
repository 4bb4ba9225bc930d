package main

import (
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/office"
)

// complaintEntry is a complaint about a project, with its answer, and the day on
// which its author was content with that.
type complaintEntry struct {
	By       string
	Day      int
	Text     string
	Answered int
	Answer   string
	Settled  int
}

// lookEntry is what somebody who looks after others' work saw of a project.
type lookEntry struct {
	By        string
	Day       int
	Text      string
	Objection bool
	Answered  int
	Answer    string
}

// pauseEntry stops the street's clock so many working days after the review
// came, and for so many.
type pauseEntry struct {
	After  int
	Ground fund.PauseGround
	Words  string
	Days   int
}

// opinionEntry is what a bureau says of a project.
type opinionEntry struct {
	Bureau fund.Bureau
	View   fund.View
	Words  string
}

// watch lists complaints about a project and what those saw who look after
// others' work, with the committee's answers.
func (s *story) watch(p projectEntry) {
	for i, c := range p.Complaint {
		var id int64
		at := func(day int) time.Time { return dayBefore(s.now, day, s.minute(10*60+11*i, 17*60)) }
		s.add(at(c.Day), c.By, s.on(func(h *history, a office.Act, project fund.ProjectID) error {
			filed, err := h.parts.office.Complain(a, project, c.Text, nil)
			id = filed.ID
			return err
		}))
		if c.Answered != 0 {
			s.add(at(c.Answered), s.staff(), s.on(func(h *history, a office.Act, _ fund.ProjectID) error {
				_, err := h.parts.office.AnswerComplaint(a, id, c.Answer)
				return err
			}))
		}
		if c.Settled != 0 {
			s.add(at(c.Settled), c.By, s.on(func(h *history, a office.Act, _ fund.ProjectID) error {
				_, err := h.parts.office.AcceptAnswer(a, id)
				return err
			}))
		}
	}
	for i, l := range p.Look {
		var id int64
		at := func(day int) time.Time { return dayBefore(s.now, day, s.minute(9*60+40+13*i, 17*60)) }
		s.add(at(l.Day), l.By, s.on(func(h *history, a office.Act, project fund.ProjectID) error {
			seen, err := h.parts.office.Observe(a, project, l.Objection, l.Text, nil)
			id = seen.ID
			return err
		}))
		if l.Answered != 0 {
			s.add(at(l.Answered), s.staff(), s.on(func(h *history, a office.Act, _ fund.ProjectID) error {
				_, err := h.parts.office.AnswerNote(a, id, l.Answer)
				return err
			}))
		}
	}
}

// pause lists that the street stops its clock, and lets it run again.
func (s *story) pause(p projectEntry, street string) {
	if p.Pause == nil {
		return
	}
	s.step(s.worked(p.Pause.After), street, s.on(func(h *history, a office.Act, id fund.ProjectID) error {
		review, err := h.parts.office.Review(a.Tx, id)
		if err != nil {
			return err
		}
		_, err = h.parts.office.Pause(a, review.ID, p.Pause.Ground, p.Pause.Words)
		return err
	}))
	s.step(s.worked(p.Pause.Days), street, s.on(func(h *history, a office.Act, id fund.ProjectID) error {
		review, err := h.parts.office.Review(a.Tx, id)
		if err != nil {
			return err
		}
		_, err = h.parts.office.Unpause(a, review.ID)
		return err
	}))
}

// hear has the bureaus say what is written down that they say in a review;
// with all, every other one that the review waits for agrees.
func (h *history) hear(a office.Act, review fund.Approval, written []opinionEntry, all bool) error {
	o := h.parts.office
	if review.Tier != fund.TierDistrict {
		return nil
	}
	p, err := o.Project(a.Tx, review.Project)
	if err != nil {
		return err
	}
	said, awaited, err := o.Opinions(a, review, p)
	if err != nil {
		return err
	}
	for _, e := range h.city.file.People {
		says := opinionEntry{View: fund.ViewAgree}
		i := slices.IndexFunc(written, func(w opinionEntry) bool { return w.Bureau == e.Bureau })
		switch {
		case e.Bureau == "", slices.ContainsFunc(said, func(o fund.BureauOpinion) bool { return o.Bureau == e.Bureau }):
			continue
		case i >= 0:
			says = written[i]
		case !all || !slices.Contains(awaited, e.Bureau):
			continue
		}
		speaks, err := h.city.person(a.Tx, e.Key)
		if err != nil {
			return err
		}
		if _, err := o.Opine(office.Act{Tx: a.Tx, Now: a.Now, By: speaks}, review.ID, says.View, says.Words); err != nil {
			return fmt.Errorf("%s: %w", e.Bureau, err)
		}
	}
	return nil
}

// stop lists that works are stopped after a first invoice, and that what others
// gave and was not spent goes back to them.
func (s *story) stop(p projectEntry) {
	if p.Drop == 0 || p.Start == 0 {
		return
	}
	at := s.step(s.office(p.Drop), s.staff(), s.on(func(h *history, a office.Act, id fund.ProjectID) error {
		_, err := h.parts.office.Pay(a, id, office.NewPayment{
			Payee: "柳州市安居工程有限公司", Sum: fund.Yuan(p.Spent), Photos: h.paper(fmt.Sprint("invoice-", id)),
		})
		return err
	}))
	s.step(at.Add(time.Hour), s.staff(), s.on(func(h *history, a office.Act, id fund.ProjectID) error {
		_, err := h.parts.office.Drop(a, id, p.Reason)
		return err
	}))
	s.step(s.worked(3), s.staff(), s.on(giveBackAll))
}

// giveBackAll gives back what has to go back of what was given to a project.
func giveBackAll(h *history, a office.Act, id fund.ProjectID) error {
	due, err := h.parts.office.DueBack(a.Tx, id)
	if err != nil {
		return err
	}
	for _, d := range due {
		if _, err := h.parts.office.GiveBack(a, d.Pledge.ID, h.paper(fmt.Sprint("return-", d.Pledge.ID))); err != nil {
			return err
		}
	}
	return nil
}
