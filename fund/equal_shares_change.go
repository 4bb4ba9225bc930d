package fund

import "slices"

// Change is what would have funded a project that a count by equal shares does
// not fund. Each figure was proved by counting the whole election anew with it,
// the raising of shares included; that no smaller change would do is likely, but
// not proved: with more money in a count, a project may also lose its place.
type Change struct {
	// Voters is with how many more voters who name this project alone it is
	// funded; 0 when no number was found. They share the same budget.
	Voters int64
	// Cost is at which lower cost it is funded; 0 when none was found.
	Cost int64
}

// Recount is an election by equal shares, ready to be counted anew with changes.
type Recount struct {
	s   *sharing
	end int64 // the share of the outcome, in whole units of the currency
	a   *Award
}

// Recount makes an election ready to be counted anew; its Award is the outcome
// by the same rule. Watch is as in CountEqualShares.
func (e *Election) Recount(rule SharesRule, a *Award, watch func(SharesProgress) error) *Recount {
	s := newSharing(e, rule)
	if watch != nil {
		s.watch = watch
	}
	return &Recount{s: s, end: s.units() + a.Raised, a: a}
}

// Work tells how long it takes to find a change, as the number of the names on
// its papers, equal ones taken together, times the number of raised shares.
func (r *Recount) Work() int64 { return int64(len(r.s.all.names)) * (r.a.Raised + 1) }

// Change finds what would have funded project i.
func (r *Recount) Change(i int) (Change, error) {
	var c Change
	var err error
	if c.Cost, err = r.cheaper(i); err != nil {
		return c, err
	}
	c.Voters, err = r.more(i)
	return c, err
}

// tries is how many costs, or numbers of voters, are counted with before none is told.
const tries = 8

// cheaper finds a lower cost, in whole units of the currency where the cost is.
func (r *Recount) cheaper(i int) (int64, error) {
	cost, unit := r.s.e.Contenders[i].Cost, r.s.e.Unit
	if r.s.votes[i] == 0 {
		return 0, nil
	}
	if cost%unit != 0 {
		unit = 1
	}
	// The highest cost that is paid for with the share of the outcome.
	low, high := int64(0), cost/unit
	for low+1 < high {
		at := low + (high-low)/2
		if r.s.changed(i, at*unit, 0).pays(i, r.end) {
			low = at
		} else {
			high = at
		}
	}
	left := max(0, r.s.e.Budget-r.a.Spent) / unit
	list := []int64{low, min(low, left)}
	for n := list[1]; len(list) < tries; {
		n = n * 3 / 4
		list = append(list, n)
	}
	for _, n := range slices.Compact(list) {
		if n == 0 {
			break
		}
		if funded, err := r.s.changed(i, n*unit, 0).funds(i); funded || err != nil {
			return n * unit, err
		}
	}
	return 0, nil
}

// more finds a number of voters.
func (r *Recount) more(i int) (int64, error) {
	cost := r.s.e.Contenders[i].Cost
	if cost > r.s.e.Budget {
		return 0, nil
	}
	pays := func(n int64) bool { return r.s.changed(i, cost, n).pays(i, r.end) }
	most := 10 * r.s.voters
	low, high := int64(0), max(1, r.a.Placings[i].Bring)
	for !pays(high) {
		if low, high = high, high*2; high > most {
			return 0, nil
		}
	}
	for low+1 < high {
		if at := low + (high-low)/2; pays(at) {
			high = at
		} else {
			low = at
		}
	}
	for try := range int64(tries) {
		if funded, err := r.s.changed(i, cost, high).funds(i); funded || err != nil {
			return high, err
		}
		high += high*(try+1)/8 + 1
	}
	return 0, nil
}

// changed is the election with another cost of project i and so many more voters
// who name it alone.
func (s *sharing) changed(i int, cost, more int64) *sharing {
	e := *s.e
	e.Contenders = slices.Clone(e.Contenders)
	e.Contenders[i].Cost = cost
	c := &sharing{e: &e, rule: s.rule, watch: s.watch, voters: s.voters + more, votes: slices.Clone(s.votes), all: s.all}
	if more > 0 {
		e.Papers = append(slices.Clip(e.Papers), Paper{Voters: int(more), Names: []int{i}})
		c.votes[i] += more
		c.all = s.all.plus(int32(i), uint64(more))
	}
	c.ranks = c.rule.Ties.ranks(&e, c.votes)
	c.enter()
	return c
}

// plus is the papers with one more that names project i alone.
func (p *papers) plus(i int32, voters uint64) *papers {
	q := &papers{
		names: append(slices.Clip(p.names), i), ends: append(slices.Clip(p.ends), len(p.names)+1),
		weight: append(slices.Clip(p.weight), voters), backers: slices.Clone(p.backers),
	}
	q.backers[i] = append(slices.Clip(q.backers[i]), int32(len(p.weight)))
	return q
}

// units is the first share in whole units of the currency, rounded down.
func (s *sharing) units() int64 { return s.e.Budget / s.voters / s.e.Unit }

// pays reports whether project i is paid for with a share of so many units of
// the currency, or with the first share, if that is more.
func (s *sharing) pays(i int, units int64) bool {
	if s.e.Contenders[i].Cost == 0 {
		return true
	}
	return s.count(max(0, units-s.units()), nil, &s.desks[0]).round[i] >= 0
}

// funds reports whether the whole count funds project i.
func (s *sharing) funds(i int) (bool, error) {
	if s.e.Contenders[i].Cost == 0 {
		return s.votes[i] > 0, nil
	}
	end, err := s.complete()
	if err != nil {
		return false, err
	}
	if !s.rule.Fill && !s.rule.Compare {
		return end.round[i] >= 0, nil
	}
	a, err := s.finish(end)
	return err == nil && a.Placings[i].Funded, err
}
