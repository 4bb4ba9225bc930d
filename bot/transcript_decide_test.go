package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huimin/fund"
	"huimin/office"
)

// decide is what is done about projects that a transcript is not about:
//
//	office chen: project 21000 Lamp     enters a request and adopts it
//	office chen: ready CD-26-P01        puts together what it lacks before the vote
//	office chen: ballot CD-26-P01 72    the same, and puts it to the vote for so many hours
//	office chen: plan 10000 11000 3000 Lamp   one that the fund, a sponsor and residents pay for
//	office chen: project 21000+9000 Lamp   the same, of which residents pay 9000
//	office ann: pledge CD-26-P01 500    promises money of one's own
//	office chen: receive CD-26-P01 500  it came in
//	office rosa: vote CD-26-P01 for
//	office chen: start CD-26-P01
//	office chen: pay CD-26-P01 20500    lets the allocation come in and pays an invoice
//	office chen: finish CD-26-P01 20500 the same, and reports it finished
//	office chen: mended CD-26-P01       reports them mended
//	office chen: team CD-26-P01 chen rosa gus   names who accepts them
//	office gus: sign CD-26-P01          signs that they pass
//	office lin: approve CD-26-P01
//	office chen: seat chen rosa sam     calls a meeting about a free item for ten minutes on and opens it, with these there
//	office chen: heard The lamp …       enters a request for somebody who came
//	office chen: end rosa               takes away what rosa holds
//	office chen: meeting Spring meeting   calls one about the courtyard, and opens it
//	office chen: tick rosa sam          they are there; untick: they have left
//	office chen: assemble The rest      calls a meeting with that item and opens it
//	office chen: item 1                 opens the vote on an item for five minutes
//	office rosa: choose for             votes in the latest ballot of the meeting
//	office chen: endmeeting
//	office chen: meet Spring meeting / The roof   calls a meeting about the roof, in half an hour
//	office chen: appoint eve representative CD   or "du district YF finance"
func (s *stage) decide(a office.Act, words []string) (known bool, err error) {
	switch words[0] {
	case "seat":
		return true, s.seat(a, words[1:])
	case "project":
		return true, s.propose(a, words[1], strings.Join(words[2:], " "))
	case "heard":
		place, err := s.office.PlaceByCode(a.Tx, "CD")
		if err == nil {
			_, err = s.office.EnterRequest(a, office.NewRequest{
				Text: strings.Join(words[1:], " "), Source: fund.SourceCounter, Community: place.ID,
			})
		}
		return true, err
	case "assemble":
		return true, s.assemble(a, strings.Join(words[1:], " "))
	case "meet":
		return true, s.meet(a, words[1:])
	case "plan":
		return true, s.plan(a, words[1:4], strings.Join(words[4:], " "))
	case "appoint":
		place, err := s.office.PlaceByCode(a.Tx, words[3])
		if err != nil {
			return true, err
		}
		to := office.Invitation{Role: fund.Role(words[2]), Place: place.ID}
		if len(words) > 4 {
			to.Bureau = fund.Bureau(words[4])
		}
		token, _, err := s.office.InviteTo(a, to)
		if err != nil {
			return true, err
		}
		_, err = s.office.AcceptInvite(office.Act{Tx: a.Tx, Now: a.Now, By: s.known(a, words[1])}, token, words[1])
		return true, err
	case "end":
		grants, err := s.office.Grants(a.Tx, s.known(a, words[1]))
		for _, g := range grants {
			if g.Role != fund.RoleResident && err == nil {
				_, err = s.office.Revoke(a, g.ID)
			}
		}
		return true, err
	case "meeting", "tick", "untick", "item", "choose", "endmeeting":
		return true, s.convene(a, words)
	case "ready", "ballot", "vote", "start", "pay", "finish", "mended", "team", "sign", "approve", "pledge", "receive":
	default:
		return false, nil
	}
	p, err := a.Tx.ProjectByNumber(words[1])
	if err != nil {
		return true, err
	}
	switch words[0] {
	case "ready":
		err = s.ready(a, p)
	case "ballot":
		var hours int
		if err = s.ready(a, p); err != nil {
			return true, err
		}
		if hours, err = strconv.Atoi(words[2]); err == nil {
			_, err = s.office.OpenBallot(a, p.ID, a.Now.Add(time.Duration(hours)*time.Hour))
		}
	case "vote":
		var b office.BallotView
		if b, err = s.office.LastBallot(a.Tx, p.ID); err == nil {
			_, _, err = s.office.CastVote(a, b.Ballot.ID, fund.Choice(words[2]))
		}
	case "pledge", "receive":
		return true, s.raise(a, p, words[0], words[2])
	case "start":
		_, err = s.office.Start(a, p.ID)
	case "pay":
		var sum fund.Money
		if sum, err = fund.ParseMoney(words[2]); err == nil {
			err = s.spend(a, p, sum)
		}
	case "finish":
		var spent fund.Money
		if spent, err = fund.ParseMoney(words[2]); err == nil {
			err = s.spend(a, p, spent)
		}
		if err == nil {
			_, err = s.office.Finish(a, p.ID, "", nil)
		}
	case "mended", "team", "sign":
		return true, s.accept(a, p, words)
	case "approve":
		var r fund.Approval
		if r, err = s.office.Review(a.Tx, p.ID); err == nil {
			_, err = s.office.Approve(a, r.ID)
		}
	}
	return true, err
}

// accept brings finished works to their acceptance.
func (s *stage) accept(a office.Act, p fund.Project, words []string) error {
	switch words[0] {
	case "mended":
		_, err := s.office.Finish(a, p.ID, "", nil)
		return err
	case "team":
		var people []fund.PersonID
		for _, name := range words[2:] {
			people = append(people, s.known(a, name).ID)
		}
		_, err := s.office.NameTeam(a, p.ID, people)
		return err
	}
	list, err := s.office.Acceptances(a.Tx, p.ID)
	if err == nil {
		_, err = s.office.Sign(a, list[len(list)-1].ID, fund.SignPass, "", 0)
	}
	return err
}

// raise pledges money of one's own to a project, or lets what was pledged to it
// come in.
func (s *stage) raise(a office.Act, p fund.Project, what, amount string) error {
	sum, err := fund.ParseMoney(amount)
	if err != nil {
		return err
	}
	if what == "pledge" {
		_, err = s.office.Pledge(a, p.ID, sum)
		return err
	}
	pledges, err := s.office.Pledges(a.Tx, p.ID)
	if err != nil {
		return err
	}
	_, err = s.office.ReceivePledge(a, pledges[len(pledges)-1].ID, sum, paper())
	return err
}

// spend pays an invoice of a project, once the allocation has come in.
func (s *stage) spend(a office.Act, p fund.Project, sum fund.Money) error {
	if err := s.fill(a, p.Community, p.Year); err != nil {
		return err
	}
	_, err := s.office.Pay(a, p.ID, office.NewPayment{Payee: "Lamp & Wire", Sum: sum, Photos: paper()})
	return err
}

// fill lets what is still to come of a community's allocation come in.
func (s *stage) fill(a office.Act, community fund.PlaceID, year int) error {
	m, err := s.office.CommunityMoney(a.Tx, community, year)
	if err != nil {
		return err
	}
	for _, source := range []fund.Source{fund.SourceCity, fund.SourceDistrict} {
		part := m.Sources[source]
		if part.Received == part.Planned {
			continue
		}
		op := office.ByOperator(a.Tx, a.Now)
		if _, err := s.office.ReceiveAllocation(op, community, year, source, part.Planned-part.Received, nil); err != nil {
			return err
		}
	}
	return nil
}

// paper is the picture of a receipt or an invoice.
func paper() []fund.Photo { return []fund.Photo{{FileID: "paper", UniqueID: "p"}} }

// plan makes a project that several pay for.
func (s *stage) plan(a office.Act, parts []string, title string) error {
	var sums [3]fund.Money
	for i, part := range parts {
		sum, err := fund.ParseMoney(part)
		if err != nil {
			return err
		}
		sums[i] = sum
	}
	f := fund.Funding{Fund: sums[0], Sponsor: sums[1], Residents: sums[2]}
	if f.Sponsor > 0 {
		f.SponsorName = "柳州机车车辆厂"
	}
	return s.proposeFor(a, f, title)
}

// propose makes a project of a request that the staff enter.
func (s *stage) propose(a office.Act, cost, title string) error {
	cost, own, _ := strings.Cut(cost, "+")
	sum, err := fund.ParseMoney(cost)
	if err != nil {
		return err
	}
	funding := fund.Funding{Fund: sum}
	if own != "" {
		if funding.Residents, err = fund.ParseMoney(own); err != nil {
			return err
		}
	}
	return s.proposeFor(a, funding, title)
}

func (s *stage) proposeFor(a office.Act, f fund.Funding, title string) error {
	grants, err := s.office.Grants(a.Tx, a.By)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(grants, func(g fund.Grant) bool { return g.Role == fund.RoleStaff })
	if i < 0 {
		return fmt.Errorf("%s is not staff", title)
	}
	item := fund.ItemCode("GG2")
	if guess := s.office.Rules(s.now).Catalogue.Guess(title, 1); len(guess) > 0 {
		item = guess[0].Code
	}
	r, err := s.office.EnterRequest(a, office.NewRequest{
		Text: title, Source: fund.SourceVisit, Community: grants[i].Place, Item: item,
	})
	if err != nil {
		return err
	}
	_, err = s.office.Adopt(a, r.ID, office.NewProject{Title: title, Item: item, Funding: f})
	return err
}

// ready puts together what a project lacks before the vote.
func (s *stage) ready(a office.Act, p fund.Project) error {
	list, err := s.office.Checklist(a.Tx, p, a.Now)
	if err != nil {
		return err
	}
	for _, check := range fund.Missing(list) {
		switch check.What {
		case fund.NeedNegative:
			err = s.office.DeclareNegative(a, p.ID, nil, "")
		case fund.NeedStudy:
			_, err = s.office.RecordStudy(a, p.ID, a.Now, fund.Opinion{For: true}, fund.Opinion{For: true})
		case fund.NeedSplit:
			err = s.office.ExplainSplit(a, p.ID, "另一处，另一件事")
		case fund.NeedQuotes:
			err = s.quote(a, p)
		case fund.NeedPurpose, fund.NeedLines, fund.NeedPeriod, fund.NeedPhotos:
			err = fmt.Errorf("nobody knows how to mend %s", check.What)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// quote has as many firms as are asked for quote for a project, and takes the
// lowest.
func (s *stage) quote(a office.Act, p fund.Project) error {
	need := s.office.Rules(a.Now).Draft.Quotes
	for i := range need {
		_, err := s.office.AddQuote(a, fund.Quote{
			Project: p.ID, Vendor: fmt.Sprintf("Firm %d", i+1), Amount: p.Cost()/2 - fund.Money(i)*100,
			Photos: []fund.Photo{{FileID: fmt.Sprintf("quote%d", i), UniqueID: fmt.Sprintf("quote%d", i)}},
		})
		if err != nil {
			return err
		}
	}
	if err := s.office.ChooseQuote(a, p.ID, need, ""); err != nil {
		return err
	}
	return s.office.DeclareInterest(a, p.ID, fund.InterestNone, "")
}

// known gives somebody as the office knows them, inside a transaction.
func (s *stage) known(a office.Act, name string) fund.Person {
	s.t.Helper()
	p, err := a.Tx.PersonByTelegram(s.player(name).user.ID())
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// sleep ends the program and starts it again at another time.
func (s *stage) sleep(until time.Time) {
	s.t.Helper()
	if err := s.db.Close(); err != nil {
		s.t.Fatal(err)
	}
	s.now = until
	s.open()
	s.settle()
}
