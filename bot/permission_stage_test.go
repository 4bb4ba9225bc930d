package bot

import (
	"errors"
	"fmt"

	"huimin/fund"
	"huimin/office"
	"huimin/store"
)

// What the trials of permission_test.go are made of: ways to try, and things
// at the workshop community to try on.

// says is a command in private.
func says(command string) func(*stage) func(*player) {
	return func(s *stage) func(*player) {
		return func(p *player) {
			s.act(p, p.user.Private(), "/cancel")
			s.settle()
			s.heard = nil
			s.act(p, p.user.Private(), command)
		}
	}
}

// presses is a forged press in private.
func presses(s *stage, value any) func(*player) {
	return func(p *player) {
		s.act(p, p.user.Private(), "/cancel") // nothing is in the way
		s.settle()
		s.heard = nil
		s.forge(p, p.user.Private(), value)
	}
}

func onRequest(button func(fund.Request) any) func(*stage) func(*player) {
	return func(s *stage) func(*player) { return presses(s, button(s.newRequest())) }
}

func onProject(begin func(*stage) fund.Project, button func(fund.Project) any) func(*stage) func(*player) {
	return func(s *stage) func(*player) { return presses(s, button(begin(s))) }
}

// onThing is onProject for what has a number of its own.
func onThing(begin func(*stage) int64, button func(id int64) any) func(*stage) func(*player) {
	return func(s *stage) func(*player) { return presses(s, button(begin(s))) }
}

// opens is a link to the bot about a project.
func opens(begin func(*stage) fund.Project, payload func(fund.Project) string) func(*stage) func(*player) {
	return func(s *stage) func(*player) {
		project := begin(s)
		return func(p *player) {
			s.act(p, p.user.Private(), "/cancel")
			s.settle()
			s.heard = nil
			p.user.Start(payload(project))
		}
	}
}

func atCommunity(button func(fund.Place) any) func(*stage) func(*player) {
	return func(s *stage) func(*player) { return presses(s, button(s.place("CD"))) }
}

// inHall is a forged press in a group that is for nothing yet.
func inHall(button func(s *stage, chat int64) any) func(*stage) func(*player) {
	return func(s *stage) func(*player) {
		hall := s.groups["hall"]
		s.write(fund.Person{}, func(a office.Act) error {
			if err := s.office.Unbind(a, hall.ID()); !errors.Is(err, store.ErrNotFound) {
				return err
			}
			return nil
		})
		s.act(s.player("right_admin"), hall, "/bind")
		return func(p *player) {
			s.act(p, p.user.Private(), "/cancel")
			s.settle()
			s.heard = nil
			s.forge(p, hall, button(s, hall.ID()))
		}
	}
}

func onBallot(button func(fund.Ballot) any) func(*stage) func(*player) {
	return func(s *stage) func(*player) { return presses(s, button(s.newBallot(drafted(s)))) }
}

func onReview(begin func(*stage) fund.Project, v fund.Verdict) func(*stage) func(*player) {
	return func(s *stage) func(*player) {
		var r fund.Approval
		p := begin(s)
		s.write(fund.Person{}, func(a office.Act) (err error) {
			r, err = s.office.Review(a.Tx, p.ID)
			return err
		})
		return presses(s, reviewButton{r.ID, v})
	}
}

// onTransfer is a transfer on which both sides agree.
func onTransfer(from, to string, button func(fund.Transfer) any) func(*stage) func(*player) {
	return func(s *stage) func(*player) {
		var t fund.Transfer
		s.write(fund.Person{}, func(a office.Act) (err error) {
			giving := s.placeIn(a, from)
			t, err = s.office.ProposeTransfer(a, fund.Transfer{
				From: giving.ID, To: s.placeIn(a, to).ID, Side: giving.ID, Amount: fund.Yuan(100), Reason: "The roof there lets the rain in",
			})
			if err == nil {
				t, err = s.office.AgreeTransfer(a, t.ID)
			}
			return err
		})
		return presses(s, button(t))
	}
}

// newRequest is an open request at the workshop community, by nobody who tries.
func (s *stage) newRequest() (r fund.Request) {
	s.t.Helper()
	s.write(fund.Person{}, func(a office.Act) (err error) {
		by := office.Act{Tx: a.Tx, Now: a.Now, By: s.known(a, "right_staff")}
		r, err = s.office.EnterRequest(by, office.NewRequest{
			Community: s.placeIn(a, "CD").ID, Source: fund.SourceCounter, Text: fmt.Sprintf("The lamp at door %d is broken", s.recordCount(a)),
		})
		return err
	})
	return r
}

func (s *stage) recordCount(a office.Act) int64 {
	head, err := a.Tx.Head()
	if err != nil {
		s.t.Fatal(err)
	}
	return head.Size
}

// newProject drafts a project for which the fund pays so much.
func (s *stage) newProject(cost fund.Money) fund.Project {
	return s.newFunded(fund.Funding{Fund: cost})
}

func (s *stage) newFunded(f fund.Funding) (p fund.Project) {
	s.t.Helper()
	r := s.newRequest()
	s.write(fund.Person{}, func(a office.Act) (err error) {
		p, err = s.office.Adopt(a, r.ID, office.NewProject{Title: r.Title(), Item: "GG2", Funding: f})
		return err
	})
	return p
}

// again gives a project as it is now.
func (s *stage) projectNow(p fund.Project) fund.Project {
	s.t.Helper()
	s.write(fund.Person{}, func(a office.Act) (err error) {
		p, err = s.office.Project(a.Tx, p.ID)
		return err
	})
	return p
}

func (s *stage) newBallot(p fund.Project) (b fund.Ballot) {
	s.t.Helper()
	s.write(fund.Person{}, func(a office.Act) (err error) {
		if err := s.ready(a, p); err != nil {
			return err
		}
		b, err = s.office.OpenBallot(a, p.ID, a.Now.Add(s.office.Rules(a.Now).BallotLengths[0]))
		return err
	})
	return b
}

// voted is a project that the representatives have carried.
func (s *stage) voted(cost fund.Money) fund.Project {
	s.t.Helper()
	p := s.newProject(cost)
	b := s.newBallot(p)
	s.write(s.person(s.player("right_representative")), func(a office.Act) error {
		_, _, err := s.office.CastVote(a, b.ID, fund.ChoiceFor)
		return err
	})
	s.write(fund.Person{}, func(a office.Act) error {
		_, err := s.office.CloseBallot(a, b.ID)
		return err
	})
	return s.projectNow(p)
}

// reviewed lets the street decide.
func (s *stage) reviewed(p fund.Project, v fund.Verdict) fund.Project {
	s.t.Helper()
	s.write(s.person(s.player("right_street")), func(a office.Act) error {
		r, err := s.office.Review(a.Tx, p.ID)
		switch {
		case err != nil:
		case v == fund.VerdictApprove:
			_, err = s.office.Approve(a, r.ID)
		case v == fund.VerdictReturn:
			_, err = s.office.Return(a, r.ID, "Please ask a second firm as well")
		default:
			err = errors.New("no such verdict here")
		}
		return err
	})
	return s.projectNow(p)
}

func drafted(s *stage) fund.Project { return s.newProject(fund.Yuan(100)) }
func collecting(s *stage) fund.Project {
	return s.newFunded(fund.Funding{Fund: fund.Yuan(100), Residents: fund.Yuan(100)})
}
func underReview(s *stage) fund.Project { return s.voted(fund.Yuan(50_001)) }
func forwarded(s *stage) fund.Project   { return s.reviewed(underReview(s), fund.VerdictApprove) }
func returned(s *stage) fund.Project    { return s.reviewed(underReview(s), fund.VerdictReturn) }
func approved(s *stage) fund.Project    { return s.voted(fund.Yuan(100)) }

func started(s *stage) fund.Project {
	p := approved(s)
	s.write(fund.Person{}, func(a office.Act) error {
		_, err := s.office.Start(a, p.ID)
		return err
	})
	return s.projectNow(p)
}

func finished(s *stage) fund.Project {
	p := started(s)
	s.write(fund.Person{}, func(a office.Act) error {
		if err := s.spend(a, p, p.Cost()); err != nil {
			return err
		}
		_, err := s.office.Finish(a, p.ID, "", nil)
		return err
	})
	return s.projectNow(p)
}
