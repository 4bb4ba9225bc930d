package fund

import (
	"errors"
	"fmt"
	"time"
)

// ErrPledgeOver says that a pledge stands no longer: it was withdrawn, or its
// project has ended.
var ErrPledgeOver = errors.New("the pledge does not stand any more")

// PledgeID numbers a pledge; 0 is none.
type PledgeID int64

// PledgeStatus is where a pledge stands.
type PledgeStatus string

// The states of a pledge.
const (
	PledgeStanding  PledgeStatus = "standing"
	PledgeWithdrawn PledgeStatus = "withdrawn"
)

// Pledge is what somebody promised to give to a project, of their free will
// (the Act, Art. 42): an organisation, whose promise the staff take down with
// a contact person, or a resident, who makes it in the chat. A promise is no
// money: Received is what the staff confirmed, Returned what went back.
type Pledge struct {
	ID       PledgeID
	Project  ProjectID
	Source   Source   // SourceSponsor or SourceResidents
	Person   PersonID // the resident; 0 for a sponsor
	Name     string   // the organisation
	Contact  string   // its contact person, kept only as long as they agree; may be empty
	Agreed   time.Time
	AgreedBy PersonID // who said then that the contact person agrees
	Amount   Money
	Received Money
	Returned Money
	Status   PledgeStatus
	By       PersonID // who took it down
	Created  time.Time
	Changed  time.Time
}

// Open is what is promised and has not come in.
func (p Pledge) Open() Money {
	if p.Status != PledgeStanding {
		return 0
	}
	return max(p.Amount-p.Received, 0)
}

// Standing is what the pledge counts for: what may still come, and what came.
func (p Pledge) Standing() Money { return p.Open() + p.Received - p.Returned }

// Withdraw takes back what has not come in; what has stays the project's.
func (p *Pledge) Withdraw(now time.Time) error {
	if p.Status != PledgeStanding || p.Open() == 0 {
		return fmt.Errorf("withdraw pledge %d: %w", p.ID, ErrPledgeOver)
	}
	p.Status, p.Changed = PledgeWithdrawn, now
	return nil
}

// Promised adds up what a source's pledges promised and did not take back,
// whatever came in of it or went back.
func Promised(pledges []Pledge, s Source) Money {
	var sum Money
	for _, p := range pledges {
		if p.Source == s {
			sum += p.Open() + p.Received
		}
	}
	return sum
}

// Pledged adds up what stands of a source's pledges.
func Pledged(pledges []Pledge, s Source) Money {
	var sum Money
	for _, p := range pledges {
		if p.Source == s {
			sum += p.Standing()
		}
	}
	return sum
}

// PledgeError says that a pledge or a receipt of Have cannot be taken: at most
// Open is open. Source is whose it is.
type PledgeError struct {
	Source     Source
	Have, Open Money
}

// Error gives the amounts.
func (e *PledgeError) Error() string {
	return fmt.Sprintf("pledge of %s by %s: at most %s", e.Have.Decimal(), e.Source, e.Open.Decimal())
}

// PledgeOpen is the most that one more pledge of a source may promise, so that
// a project is never given more than it costs. Residents fill up the part that
// the plan has for them. A sponsor may promise more than planned while what
// the fund pays may still be lowered: the fund pays the shortfall alone. While
// others decide on the project, or on a change of it, the plan stays as it is.
func (p Project) PledgeOpen(s Source, pledges []Pledge) Money {
	if p.Ended() {
		return 0
	}
	plan := p.Funding
	if p.Standing != nil {
		plan.Sponsor = min(plan.Sponsor, p.Standing.Funding.Sponsor)
		plan.Residents = min(plan.Residents, p.Standing.Funding.Residents)
	}
	sponsor, residents := Pledged(pledges, SourceSponsor), Pledged(pledges, SourceResidents)
	switch s {
	case SourceResidents:
		return max(plan.Residents-residents, 0)
	case SourceSponsor:
		if p.planOpen() {
			return max(p.Cost()-max(plan.Residents, residents)-sponsor, 0)
		}
		return max(plan.Sponsor-sponsor, 0)
	case SourceCity, SourceDistrict, SourceTransfer:
	}
	return 0
}

// planOpen reports whether who pays may change without asking anybody: not
// while others decide on it.
func (p Project) planOpen() bool { return p.Holder() == HolderCommunity && p.Standing == nil }

// CheckPledge says by *PledgeError whether somebody may promise sum, and by
// *FundingError when it is nothing.
func (p Project) CheckPledge(s Source, sum Money, pledges []Pledge) error {
	if sum <= 0 {
		return &FundingError{Why: FundingNothing, Have: sum}
	}
	if open := p.PledgeOpen(s, pledges); sum > open {
		return &PledgeError{Source: s, Have: sum, Open: open}
	}
	return nil
}

// Replan fits who pays to what was pledged: what a sponsor promised beyond the
// plan lowers the fund's part. It tells whether anything changed.
func (p *Project) Replan(pledges []Pledge, now time.Time) bool {
	more := min(Pledged(pledges, SourceSponsor)-p.Funding.Sponsor, p.Funding.Fund)
	if more <= 0 || !p.planOpen() {
		return false
	}
	p.Funding.Sponsor += more
	p.Funding.Fund -= more
	p.Changed = now
	return true
}

// Shortfall is what the plan expects of others and nobody has pledged: the
// fund would have to pay it.
func (p Project) Shortfall(pledges []Pledge) Money {
	return max(p.Funding.Sponsor-Pledged(pledges, SourceSponsor), 0) +
		max(p.Funding.Residents-Pledged(pledges, SourceResidents), 0)
}

// ToppedUp is who pays when the fund pays what others were planned to and
// nobody pledged. It costs no more in all.
func (p Project) ToppedUp(pledges []Pledge) Funding {
	f := p.Funding
	f.Sponsor = min(f.Sponsor, Pledged(pledges, SourceSponsor))
	f.Residents = min(f.Residents, Pledged(pledges, SourceResidents))
	f.Fund = p.Cost() - f.Sponsor - f.Residents
	return f
}

// CheckPledged says by *PledgeError whether who pays, as in f, leaves room for
// what was pledged already.
func CheckPledged(f Funding, pledges []Pledge) error {
	if have := Pledged(pledges, SourceSponsor); have > f.Sponsor {
		return &PledgeError{Source: SourceSponsor, Have: have, Open: f.Sponsor}
	}
	if have := Pledged(pledges, SourceResidents); have > f.Residents {
		return &PledgeError{Source: SourceResidents, Have: have, Open: f.Residents}
	}
	return nil
}

// DueBack is what of a project's pledges has still to be given back, in the
// order of pledges: when the project has ended, all that others gave and was
// not spent; while it goes on, what is above their part of a plan that became
// cheaper. What goes back is shared in proportion to what was received of each,
// exactly to the fen ([Apportion]); what went back already is taken off. held
// is what an account of the project holds.
func (p Project) DueBack(pledges []Pledge, held func(Source, PledgeID) Money) []Money {
	due := make([]Money, len(pledges))
	if p.Standing != nil { // nobody knows yet what it will cost
		return due
	}
	rest := held(SourceResidents, 0)
	if !p.Ended() {
		rest = min(rest, max(kept(pledges, SourceResidents)-p.Funding.Residents, 0))
	}
	p.share(due, pledges, SourceResidents, rest)
	if !p.Ended() {
		p.share(due, pledges, SourceSponsor, max(kept(pledges, SourceSponsor)-p.Funding.Sponsor, 0))
	}
	for i, g := range pledges { // each sponsor's money lies in an account of its own
		switch {
		case g.Source != SourceSponsor:
		case p.Ended():
			due[i] = held(SourceSponsor, g.ID)
		default:
			due[i] = min(due[i], held(SourceSponsor, g.ID))
		}
	}
	return due
}

// share divides rest among the pledges of a source, as DueBack says.
func (p Project) share(due []Money, pledges []Pledge, s Source, rest Money) {
	received := make([]Money, len(pledges))
	back := rest
	for i, g := range pledges {
		if g.Source == s {
			received[i] = g.Received
			back += g.Returned
		}
	}
	for i, part := range Apportion(back, received) {
		if pledges[i].Source == s {
			due[i] = min(max(part-pledges[i].Returned, 0), rest)
			rest -= due[i]
		}
	}
}

// kept is what came in of a source's pledges and did not go back.
func kept(pledges []Pledge, s Source) Money {
	var sum Money
	for _, g := range pledges {
		if g.Source == s {
			sum += g.Received - g.Returned
		}
	}
	return sum
}
