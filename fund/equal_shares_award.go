package fund

import (
	"cmp"
	"math/big"
	"slices"
)

// award tells what the last step decided, and why. It counts that step again
// and writes down what it sees.
func (s *sharing) award(end *run) *Award {
	r := s.begin(end.step, nil, s.all, &s.desks[0])
	a := &Award{
		Placings: make([]Placing, len(s.e.Contenders)), Voters: int(s.voters), Budget: s.e.Budget,
		Share: r.share.rat(), First: s.first().rat(), Raised: end.step, Ended: end.ended, Over: end.beyond,
	}
	for i, c := range s.e.Contenders {
		st := &a.Placings[i]
		st.Votes, st.Points = s.votes[i], s.votes[i]
		switch {
		case s.votes[i] == 0:
			st.Why = WhyUnwanted
		case c.Cost > s.e.Budget:
			st.Why = WhyTooDear
		case c.Cost == 0:
			st.Funded, st.Why = true, WhyFree
		default:
			st.Why = WhyShort
		}
	}
	for len(r.open) > 0 {
		x := r.pick()
		if x == nil {
			break
		}
		st := &a.Placings[x.project]
		st.Funded, st.Round, st.Why, st.Payments = true, len(r.wins)+1, WhyPaid, r.paidBy(x)
		r.pay(x)
	}
	a.Spent = r.spent
	for _, i := range s.in {
		if st := &a.Placings[i]; !st.Funded {
			st.Behind = r.behind(i)
			st.Bring = r.bring(st.Behind, i)
		}
	}
	return a
}

// apart is up to how many papers the payments of those who gave all they had
// are told one by one.
const apart = 100

// paidBy tells how a project is paid for, before it is paid.
func (r *run) paidBy(x *price) []Payment {
	part := new(big.Rat).SetFrac(x.num, new(big.Int).Mul(r.den, big.NewInt(x.payers)))
	list := []Payment{{Voters: x.payers, Each: part}}
	poor := r.live[x.project][:x.poor]
	if x.poor > apart {
		return append(list, r.summed(poor, x, part))
	}
	var rest []Payment
	for _, g := range poor {
		each := new(big.Rat).SetFrac(r.money(g), r.den)
		rest = append(rest, Payment{Voters: int64(r.left[g].voters), Each: each, All: true})
	}
	slices.SortFunc(rest, func(a, b Payment) int { return b.Each.Cmp(a.Each) })
	for _, p := range rest {
		last := &list[len(list)-1]
		switch {
		case p.Each.Sign() == 0:
		case last.All && last.Each.Cmp(p.Each) == 0:
			last.Voters += p.Voters
		default:
			list = append(list, p)
		}
	}
	return list
}

// summed tells the payments of the many who gave all they had in one sum, with
// the largest and the smallest.
func (r *run) summed(poor []int32, x *price, part *big.Rat) Payment {
	slack := uint64(len(r.wins)) + 1
	low, high := uint64(1<<63), uint64(0)
	for _, g := range poor {
		low, high = min(low, r.left[g].left), max(high, r.left[g].left)
	}
	p := Payment{All: true}
	var least, most *big.Int
	for _, g := range poor {
		b := r.left[g]
		p.Voters += int64(b.voters)
		if b.left > low+slack && b.left+slack < high {
			continue
		}
		m := r.money(g)
		if least == nil || m.Cmp(least) < 0 {
			least = m
		}
		if most == nil || m.Cmp(most) > 0 {
			most = m
		}
	}
	p.Least, p.Each = new(big.Rat).SetFrac(least, r.den), new(big.Rat).SetFrac(most, r.den)
	p.Sum = new(big.Rat).SetInt64(r.s.e.Contenders[x.project].Cost)
	p.Sum.Sub(p.Sum, new(big.Rat).Mul(part, new(big.Rat).SetInt64(x.payers)))
	return p
}

// behind is what all who support a project have left.
func (r *run) behind(i int) *big.Rat {
	paid := make([]int64, len(r.wins))
	var owners int64
	for _, g := range r.papers.backers[i] {
		if r.left[g].left > 0 {
			w := int64(r.left[g].voters)
			owners += w
			r.payments(g, paid, w)
		}
	}
	return new(big.Rat).SetFrac(r.together(owners, paid), r.den)
}

// bring is how many whole shares make up what a project lacks.
func (r *run) bring(behind *big.Rat, i int) int64 {
	each := r.share.rat()
	if each.Sign() == 0 {
		return 0
	}
	lack := new(big.Rat).SetInt64(r.s.e.Contenders[i].Cost)
	lack.Quo(lack.Sub(lack, behind), each)
	n := new(big.Int).Quo(lack.Num(), lack.Denom())
	if !lack.IsInt() {
		n.Add(n, big.NewInt(1))
	}
	return n.Int64()
}

// fill funds what still fits, the project with the most votes first, as the
// count by votes does.
func (s *sharing) fill(a *Award) {
	order := make([]int, len(s.ranks))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(s.votes[j], s.votes[i]), cmp.Compare(i, j))
	})
	for _, i := range order {
		st := &a.Placings[i]
		if cost := s.e.Contenders[i].Cost; !st.Funded && cost <= s.e.Budget-a.Spent {
			st.Before = s.e.Budget - a.Spent
			st.Funded, st.Why = true, WhyFilled
			a.Spent += cost
		}
	}
}

// compare takes the outcome by votes where more voters are better served by it.
func (s *sharing) compare(a *Award) error {
	byVotes, err := s.e.CountByVotes(VotesRule{Ties: TiesListed})
	if err != nil {
		return err
	}
	c := &Comparison{}
	for _, p := range s.e.Papers {
		balance := 0
		for _, n := range p.Names {
			if a.Placings[n].Funded {
				balance++
			}
			if byVotes.Placings[n].Funded {
				balance--
			}
		}
		if balance > 0 {
			c.PreferShares += p.Voters
		} else if balance < 0 {
			c.PreferVotes += p.Voters
		}
	}
	a.Compared = c
	if c.TookVotes = c.PreferVotes > c.PreferShares; !c.TookVotes {
		return nil
	}
	a.Spent = byVotes.Spent
	for i, b := range byVotes.Placings {
		st := &a.Placings[i]
		if b.Funded != st.Funded {
			st.Why = WhyComparison
		}
		st.Funded, st.Round = b.Funded, b.Round
		st.Payments, st.Behind, st.Bring = nil, nil, 0
		st.Before = b.Before
	}
	return nil
}
