package fund

import (
	"math/big"
	"math/bits"
)

// settle finds a fresh project's price exactly, or nil when its cost is not
// there. It begins with those who surely have less than the bound, and adds
// voters who have less than the part that results, until nobody is added.
func (r *run) settle(i int) *price {
	x := &price{win: win{project: i}, poor: r.poor[i]}
	live := r.live[i]
	paid := make([]int64, len(r.wins)) // by round: payments that the poor made before
	var owners int64                   // the poor
	give := func(g int32) {
		w := int64(r.left[g].voters)
		owners += w
		r.payments(g, paid, w)
	}
	for _, g := range live[:x.poor] {
		give(g)
	}
	for _, g := range live[x.poor:] {
		x.payers += int64(r.left[g].voters)
	}
	slack := uint64(len(r.wins)) + 1
	for x.payers > 0 {
		r.part(x, owners, paid)
		was := x.poor
		for at := x.poor; at < len(live); at++ {
			g := live[at]
			b := r.left[g]
			if b.left >= x.floor+1+slack || b.left >= x.floor && !r.less(g, x) {
				continue
			}
			live[at], live[x.poor] = live[x.poor], g
			x.poor++
			x.payers -= int64(b.voters)
			give(g)
		}
		if x.poor == was {
			x.alike = x.payers == r.s.votes[i]
			return x
		}
	}
	return nil
}

// less reports whether a voter of a paper has less than the part, exactly.
func (r *run) less(g int32, x *price) bool {
	m := r.money(g)
	return m.Mul(m, big.NewInt(x.payers)).Cmp(x.num) < 0
}

// part computes what each payer pays when the poor give all they have.
func (r *run) part(x *price, owners int64, paid []int64) {
	x.num = new(big.Int).Mul(big.NewInt(int64(r.cost(x.project))), r.den)
	if owners > 0 {
		x.num.Sub(x.num, r.together(owners, paid))
	}
	q := new(big.Int).Lsh(x.num, r.frac)
	d := new(big.Int).Mul(r.den, big.NewInt(x.payers))
	q.Quo(q, d)
	x.floor = 1<<63 - 1 // more than anybody has
	if q.BitLen() < 63 {
		x.floor = q.Uint64()
	}
}

// together is the exact money, over r.den, of so many voters who made so many
// payments in each round and have not been left with nothing.
func (r *run) together(owners int64, paid []int64) *big.Int {
	sum := new(big.Int).Mul(big.NewInt(owners), big.NewInt(r.share.num))
	var t, k big.Int
	for at, w := range r.wins {
		sum.Mul(sum, k.SetInt64(w.payers))
		if paid[at] != 0 {
			sum.Sub(sum, t.Mul(w.num, k.SetInt64(paid[at])))
		}
	}
	return sum
}

// money is the exact money, over r.den, of one voter of a paper who has not
// been left with nothing.
func (r *run) money(g int32) *big.Int {
	paid := make([]int64, len(r.wins))
	r.payments(g, paid, 1)
	return r.together(1, paid)
}

// payments adds so many payments to every round in which the voters of a paper
// paid, who have not been left with nothing.
func (r *run) payments(g int32, paid []int64, each int64) {
	if len(paid) <= 64 {
		for rounds := r.gave[g]; rounds != 0; rounds &= rounds - 1 {
			paid[bits.TrailingZeros64(rounds)] += each
		}
		return
	}
	for _, j := range r.papers.names[r.papers.begin(g):r.papers.ends[g]] {
		if t := r.round[j]; t >= 0 {
			paid[t] += each
		}
	}
}

// pay funds a project.
func (r *run) pay(x *price) {
	round := uint64(1) << len(r.wins) // 0 from the 65th on
	for at, g := range r.live[x.project] {
		if at < x.poor {
			r.left[g].left = 0
		} else {
			r.left[g].left -= x.floor
			r.gave[g] |= round
		}
	}
	r.round[x.project] = len(r.wins)
	r.wins = append(r.wins, x.win)
	r.den = new(big.Int).Mul(r.den, big.NewInt(x.payers))
	r.spent += int64(r.cost(x.project))
	r.over = r.spent > r.s.e.Budget
	r.drop(x.project)
}

// certify keeps r.certified true only while it is proved that, with every share
// between the guide's and this one, the same project is funded in this round.
//
// With the same projects funded before, a larger share leaves nobody with less
// and makes no payment larger. So between the two shares the winner's payment
// is at most the guide's, and any other project's at least what it is here;
// what cannot be paid for here cannot be paid for there. If the winner comes
// first even so, it comes first everywhere between.
func (r *run) certify(x *price) {
	if !r.certified {
		return
	}
	at := len(r.wins)
	if at >= len(r.guide.wins) || r.guide.wins[at].project != x.project {
		r.certified = false
		return
	}
	then := r.guide.wins[at]
	below := then.floor>>(r.guide.frac-r.frac) + 1
	for k := 0; k < len(r.open); k++ {
		i := r.open[k]
		if i == x.project || r.dearer(i, x.project, below) {
			continue
		}
		if r.fresh[i] != at+1 {
			if !r.estimate(i, nil) {
				r.drop(i)
				k--
				continue
			}
			if r.dearer(i, x.project, below) {
				continue
			}
		}
		// Where all pay alike, the payment for the cost is one by their number.
		more := r.s.votes[x.project] - r.s.votes[i]
		if !then.alike || more < 0 || more == 0 && r.s.ranks[i] < r.s.ranks[x.project] {
			r.certified = false
			return
		}
	}
}

// proves reports whether all steps from earlier to this one have its outcome.
func (r *run) proves(earlier *run) bool { return r.certified && r.guide == earlier && !r.over }

// same reports whether both fund the same projects in the same order.
func (r *run) same(other *run) bool {
	if len(r.wins) != len(other.wins) {
		return false
	}
	for i, w := range r.wins {
		if w.project != other.wins[i].project {
			return false
		}
	}
	return true
}
