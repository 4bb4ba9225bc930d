package fund

import (
	"maps"
	"math/big"
	"sync"
)

// SharesRule is the method of equal shares (Peters, Pierczyński, Skowron:
// Proportional Participatory Budgeting with Additive Utilities, 2021) as
// equalshares.net describes it for cities, on approval ballots with the cost
// as utility:
//
// The budget is divided equally among the voters. A project can be paid for
// when those who support it have its cost together; they pay equal parts, and
// whoever has less than such a part pays all they have left. Of the projects
// that can be paid for, the one is funded whose largest payment is the
// smallest for each unit of its cost; then the next, until none can be paid
// for.
type SharesRule struct {
	Ties Ties
	// Complete raises every share by one unit of the currency at a time and
	// counts anew (add1): first to the next whole number, and on, until nothing
	// more fits into the budget, or the next step would overspend it.
	Complete bool
	// Fill then funds what still fits, by votes (add1u).
	Fill bool
	// Compare takes the outcome by votes where more voters are better served by
	// it, having more projects funded that they support.
	Compare bool
}

// Completion says why shares were raised no further.
type Completion string

// The ends of a completion.
const (
	CompletionNone Completion = "none" // the rule raises no shares
	CompletionFull Completion = "full" // no project that is left would fit, or nobody supports what is left
	CompletionOver Completion = "over" // the next step would spend more than the budget
)

// SharesProgress tells how far a count by equal shares is.
type SharesProgress struct {
	Raised int64 // how many times shares were raised
	Spent  int64
	Budget int64
}

// CountEqualShares counts by the method of equal shares. Every decision is
// exact. Watch, unless it is nil, is told after every step; an error from it
// ends the count and is returned.
//
// Projects that nobody supports take no part; one that costs nothing is funded
// when somebody supports it. Points on papers are approval when they are above
// zero.
func (e *Election) CountEqualShares(rule SharesRule, watch func(SharesProgress) error) (*Award, error) {
	if err := e.check(); err != nil {
		return nil, err
	}
	s := newSharing(e, rule)
	if watch != nil {
		s.watch = watch
	}
	end, err := s.complete()
	if err != nil {
		return nil, err
	}
	return s.finish(end)
}

// finish makes the outcome of the last step, and takes what steps the rule has
// after that.
func (s *sharing) finish(end *run) (*Award, error) {
	a := s.award(end)
	if s.rule.Fill {
		s.fill(a)
	}
	if s.rule.Compare {
		if err := s.compare(a); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// sharing is an election made ready for the method: papers and projects that
// take part, and how equal ones are ranked.
type sharing struct {
	e      *Election
	rule   SharesRule
	watch  func(SharesProgress) error
	voters int64
	votes  []int64 // supporters, by project
	ranks  []int   // by project
	in     []int   // projects that take part
	all    *papers // with all that takes part
	lean   *papers // with what can be paid for up to a share, see within
	desks  [2]desk // of the two counts that run at once
}

// newSharing groups papers that name the same projects, and leaves out what
// takes no part.
func newSharing(e *Election, rule SharesRule) *sharing {
	e = e.approvals()
	votes, _ := e.tallies()
	s := &sharing{
		e: e, rule: rule, votes: votes, ranks: rule.Ties.ranks(e, votes), voters: int64(e.Voters()),
		watch: func(SharesProgress) error { return nil },
	}
	s.all = group(len(e.Contenders), e.Papers, s.enter())
	return s
}

// enter finds the projects that take part, and also gives them by project.
func (s *sharing) enter() []bool {
	takesPart := make([]bool, len(s.e.Contenders))
	for i, c := range s.e.Contenders {
		if takesPart[i] = s.votes[i] > 0 && c.Cost > 0; takesPart[i] {
			s.in = append(s.in, i)
		}
	}
	return takesPart
}

// approvals is the election with points above zero as approval, and those of
// zero or less as none.
func (e *Election) approvals() *Election {
	plain := *e
	plain.Papers = make([]Paper, len(e.Papers))
	for i, p := range e.Papers {
		q := Paper{Voters: p.Voters, Names: p.Names}
		if p.Points != nil {
			q.Names = nil
			for j, n := range p.Names {
				if p.Points[j] > 0 {
					q.Names = append(q.Names, n)
				}
			}
		}
		plain.Papers[i] = q
	}
	return &plain
}

// share is what every voter has to begin with: num/den of the smallest unit.
type share struct{ num, den int64 }

// first is the budget divided by the voters.
func (s *sharing) first() share { return share{s.e.Budget, s.voters} }

// raised is the share after n steps: whole units of the currency, the first of
// them above the first share.
func (s *sharing) raised(n int64) share {
	if n == 0 {
		return s.first()
	}
	return share{(s.units() + n) * s.e.Unit, 1}
}

func (a share) rat() *big.Rat { return big.NewRat(a.num, a.den) }

// complete finds the last step before the budget is overspent, or the first
// after which nothing more fits. Where a count proves that the steps between
// change nothing (see certify) they are passed over, ever more at a time; the
// outcome is that of taking them one by one.
func (s *sharing) complete() (*run, error) {
	now := s.count(0, nil, &s.desks[0])
	now.ended = CompletionNone
	ahead := map[int64]*run{} // counts of steps beyond now, by step
	for jump := int64(1); s.rule.Complete; {
		if err := s.watch(SharesProgress{Raised: now.step, Spent: now.spent, Budget: s.e.Budget}); err != nil {
			return nil, err
		}
		if s.full(now) {
			now.ended = CompletionFull
			break
		}
		if far := ahead[now.step+jump]; far != nil && far.guide != now {
			jump = 1
		}
		s.look(now, jump, ahead)
		next := ahead[now.step+jump]
		switch {
		case jump > 1 && !next.proves(now):
			jump /= 2
			continue
		case next.over:
			now.ended, now.beyond = CompletionOver, next.spent
			return now, nil
		case next.same(now):
			jump *= 2
		}
		now = next
		maps.DeleteFunc(ahead, func(step int64, _ *run) bool { return step <= now.step })
	}
	return now, nil
}

// busy is from how many names on the papers on two steps are counted at once.
const busy = 5_000

// look counts the step that is so far ahead, unless it is known; and at the
// same time, where counting takes long, the step that is wanted after it or,
// should it prove nothing, in its place.
func (s *sharing) look(now *run, jump int64, ahead map[int64]*run) {
	first := now.step + jump
	if ahead[first] != nil {
		return
	}
	second := now.step + 2
	if jump > 1 {
		second = now.step + jump/2
	}
	var one, other *run
	var both sync.WaitGroup
	if len(s.all.names) > busy && ahead[second] == nil {
		s.within(s.raised(max(first, second))) // made before both ask for it
		both.Go(func() { other = s.count(second, now, &s.desks[1]) })
	}
	one = s.count(first, now, &s.desks[0])
	both.Wait()
	ahead[first] = one
	if other != nil {
		ahead[second] = other
	}
}

// full reports whether no project that is left would fit, be it supported or
// not; or nobody supports what is left, so that no share could ever fund more.
func (s *sharing) full(r *run) bool {
	if len(r.wins) == len(s.in) {
		return true
	}
	for i, c := range s.e.Contenders {
		if r.round[i] < 0 && c.Cost > 0 && c.Cost <= s.e.Budget-r.spent {
			return false
		}
	}
	return true
}
