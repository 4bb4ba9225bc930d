package fund

import (
	"math/big"
	"math/bits"
	"slices"
)

// run is one count by equal shares, every voter beginning with the same share.
//
// What a voter has left is the share less the payments so far: a fraction
// whose exact form grows with every round. So it is kept twice. In left, as a
// whole number of 1/2^frac of the smallest unit, rounded up: never less than
// the truth, and more by less than one for each payment and one for the share.
// And exactly, but only as the chain of payments, from which the money of any
// voters together can be computed. Prices found with the first are lower
// bounds; the few projects that they cannot tell apart are priced with the
// second.
type run struct {
	s      *sharing
	*desk  // until the count ends
	papers *papers
	step   int64
	share  share
	frac   uint

	open  []int // projects that may still be funded
	round []int // by project: the round in which it was funded, from 0, or -1
	wins  []win
	den   *big.Int // the denominator of the chain: the share's, times all payers
	spent int64

	ended  Completion
	over   bool  // more than the budget is spent; the count stopped there
	beyond int64 // with CompletionOver: what the next step spends

	guide     *run
	certified bool
}

// desk is what a run works with and leaves to the next one.
type desk struct {
	left  []purse   // by paper
	gave  []uint64  // by paper with money left: bit t is set when it paid in round t, of the first 64
	live  [][]int32 // by project: its papers that may have money left
	pool  []int32   // all of live
	bound []uint64  // by project: no less than this is the largest payment for it
	fresh []int     // by project: the round, from 1, for whose money bound is the solution
	poor  []int     // by project, if fresh: so many of its live papers, the first, have less than bound
}

// clear makes a desk ready for so many projects and these papers.
func (d *desk) clear(projects int, p *papers) {
	d.left, d.gave, d.pool = sized(d.left, len(p.weight)), sized(d.gave, len(p.weight)), sized(d.pool, len(p.names))
	d.live, d.bound = sized(d.live, projects), sized(d.bound, projects)
	d.fresh, d.poor = sized(d.fresh, projects), sized(d.poor, projects)
	clear(d.gave)
	clear(d.live)
	clear(d.bound)
	clear(d.fresh)
	clear(d.poor)
}

// sized is a slice of so many, the same one where it has room.
func sized[T any](list []T, n int) []T {
	if cap(list) < n {
		return make([]T, n)
	}
	return list[:n]
}

// purse is what is left to each voter of a paper, in 1/2^frac; 0 says exactly
// nothing. The number of these voters stands beside it, where it is wanted.
type purse struct{ left, voters uint64 }

// win is a round: what was funded, and for how much.
type win struct {
	project int
	payers  int64    // voters who paid the whole part
	num     *big.Int // the part: num / (denominator before this round × payers)
	floor   uint64   // the part in 1/2^frac, rounded down
	alike   bool     // all who support it paid alike
}

// price is what a project would cost those who support it, exactly.
type price struct {
	win
	poor int // so many of the project's live papers, the first, pay all they have
}

// count runs the method with the share of a step. With a guide, the run of an
// earlier step, it also finds out whether all steps between have its outcome.
func (s *sharing) count(step int64, guide *run, d *desk) *run {
	r := s.begin(step, guide, s.within(s.raised(step)), d)
	for len(r.open) > 0 && !r.over {
		x := r.pick()
		if x == nil {
			break
		}
		r.certify(x)
		r.pay(x)
	}
	r.certified = r.certified && len(r.wins) == len(guide.wins)
	r.guide = guide
	r.desk, r.papers = nil, nil
	return r
}

func (s *sharing) begin(step int64, guide *run, p *papers, d *desk) *run {
	n := len(s.e.Contenders)
	d.clear(n, p)
	r := &run{
		s: s, desk: d, papers: p, step: step, share: s.raised(step),
		guide: guide, certified: guide != nil, round: make([]int, n),
	}
	r.den = big.NewInt(r.share.den)
	whole := uint64(r.share.num / r.share.den)
	r.frac = uint(61 - bits.Len64(whole))
	hi, lo := shifted(uint64(r.share.num), r.frac)
	each, rest := bits.Div64(hi, lo, uint64(r.share.den))
	if rest > 0 {
		each++
	}
	for i, w := range p.weight {
		r.left[i] = purse{each, w}
	}
	for i := range r.round {
		r.round[i] = -1
	}
	pool := d.pool
	for _, i := range s.in {
		hi, lo := shifted(uint64(s.e.Contenders[i].Cost), r.frac)
		if hi >= uint64(s.votes[i]) {
			continue // more than anybody has
		}
		if r.bound[i], _ = bits.Div64(hi, lo, uint64(s.votes[i])); r.bound[i] > each {
			continue
		}
		k := copy(pool, p.backers[i])
		r.live[i], pool = pool[:k:k], pool[k:]
		r.fresh[i] = 1
		r.open = append(r.open, i)
	}
	return r
}

// shifted is v × 2^by, as two words.
func shifted(v uint64, by uint) (hi, lo uint64) { return v >> (64 - by), v << by }

// pick finds the project with the smallest largest payment for its cost, or
// nil when no project can be paid for. A project is looked at only as closely
// as it takes to know that it is not the one.
func (r *run) pick() *price {
	now := len(r.wins) + 1
	var best *price
	settled := map[int]bool{}
	for {
		i := r.likeliest(best, settled)
		if i < 0 {
			return best
		}
		if r.fresh[i] != now {
			if !r.estimate(i, best) {
				r.drop(i)
			}
			continue
		}
		x := r.settle(i)
		settled[i] = true
		if x == nil {
			r.drop(i)
		} else if best == nil || r.before(x, best) {
			best = x
		}
	}
}

// likeliest is the open project with the lowest bound that may come before the
// best one so far, or -1.
func (r *run) likeliest(best *price, settled map[int]bool) int {
	found := -1
	for _, i := range r.open {
		if settled[i] || best != nil && r.dearer(i, best.project, best.floor+1) {
			continue
		}
		if found < 0 || productLess(r.bound[i], r.cost(found), r.bound[found], r.cost(i)) {
			found = i
		}
	}
	return found
}

func (r *run) cost(i int) uint64 { return uint64(r.s.e.Contenders[i].Cost) }

func (r *run) drop(i int) {
	at := slices.Index(r.open, i)
	r.open = slices.Delete(r.open, at, at+1)
}

// dearer reports that project i surely has a larger payment for its cost than
// project w, whose payment is less than below.
func (r *run) dearer(i, w int, below uint64) bool {
	return !productLess(r.bound[i], r.cost(w), below, r.cost(i))
}

// productLess reports a×b < c×d.
func productLess(a, b, c, d uint64) bool {
	hi1, lo1 := bits.Mul64(a, b)
	hi2, lo2 := bits.Mul64(c, d)
	return hi1 < hi2 || hi1 == hi2 && lo1 < lo2
}

// before compares two prices exactly, and by the rule for ties.
func (r *run) before(x, y *price) bool {
	a := new(big.Int).Mul(x.num, big.NewInt(y.payers))
	a.Mul(a, big.NewInt(int64(r.cost(y.project))))
	b := new(big.Int).Mul(y.num, big.NewInt(x.payers))
	b.Mul(b, big.NewInt(int64(r.cost(x.project))))
	if c := a.Cmp(b); c != 0 {
		return c < 0
	}
	return r.s.ranks[x.project] < r.s.ranks[y.project]
}

// estimate raises a project's bound to the money that is left now: the largest
// payment when left were exact. It reports false when its cost is not there. It
// stops when the bound is surely dearer than the best price so far, if any.
//
// With a payment p, voters with less than p pay what they have and the others
// an equal part of the rest, which is p or more; from a bound that is too low
// this leads upwards to the solution and never beyond it. The papers of those
// with less than the bound are put first.
func (r *run) estimate(i int, best *price) bool {
	now := len(r.wins) + 1
	p, live := r.bound[i], r.live[i]
	hi, lo := shifted(r.cost(i), r.frac) // the cost less what the poor have
	poor, end := 0, len(live)
	for at := 0; ; at = poor {
		var payers uint64
		next := uint64(1 << 63) // the least money of those who are not poor
		for at < end {
			b := r.left[live[at]]
			switch {
			case b.left >= p:
				payers += b.voters
				next = min(next, b.left)
				at++
			case b.left == 0:
				end--
				live[at], live[end] = live[end], live[at]
			default:
				h, l := bits.Mul64(b.left, b.voters)
				var borrow uint64
				lo, borrow = bits.Sub64(lo, l, 0)
				hi, _ = bits.Sub64(hi, h, borrow)
				live[at], live[poor] = live[poor], live[at]
				poor++
				at++
			}
		}
		if payers == 0 || hi >= payers {
			return false
		}
		p, _ = bits.Div64(hi, lo, payers)
		p = max(p, r.bound[i])
		r.bound[i], r.live[i], r.poor[i] = p, live[:end], poor
		if p <= next {
			r.fresh[i] = now
			return true
		}
		if best != nil && r.dearer(i, best.project, best.floor+1) {
			return true
		}
	}
}
