package fund

import (
	"encoding/binary"
	"math/big"
	"slices"
)

// papers are what the voters named, those who named the same together.
type papers struct {
	names   []int32   // what all papers name, paper after paper
	ends    []int     // by paper: where its names end
	weight  []uint64  // by paper: voters
	backers [][]int32 // by project: papers that name it
	upTo    *big.Rat  // to which share these are good, or nil for any
}

// begin is where the names of a paper begin.
func (p *papers) begin(g int32) int {
	if g == 0 {
		return 0
	}
	return p.ends[g-1]
}

// group puts papers together that name the same of the projects that take part.
func group(projects int, list []Paper, takesPart []bool) *papers {
	p := &papers{backers: make([][]int32, projects)}
	known := make(map[string]int32, len(list))
	var key []byte
	var names []int32
	for _, paper := range list {
		names = names[:0]
		for _, n := range paper.Names {
			if takesPart[n] {
				names = append(names, int32(n))
			}
		}
		slices.Sort(names)
		key = p.add(known, key, names, uint64(paper.Voters))
	}
	return p
}

// add puts voters who name these projects, in order, to those who do already;
// known are the papers so far, and key is there to be used again.
func (p *papers) add(known map[string]int32, key []byte, names []int32, voters uint64) []byte {
	if len(names) == 0 {
		return key
	}
	key = key[:0]
	for _, n := range names {
		key = binary.LittleEndian.AppendUint32(key, uint32(n))
	}
	g, ok := known[string(key)]
	if !ok {
		g = int32(len(p.weight))
		known[string(key)] = g
		p.names = append(p.names, names...)
		p.ends = append(p.ends, len(p.names))
		p.weight = append(p.weight, 0)
		for _, n := range names {
			p.backers[n] = append(p.backers[n], g)
		}
	}
	p.weight[g] += voters
	return key
}

// within gives the papers for counting with a share: without the projects that
// all who support them could not pay for together even if they had kept the
// whole share. So more papers are alike. They are good for a quarter more.
func (s *sharing) within(a share) *papers {
	if s.lean != nil && a.rat().Cmp(s.lean.upTo) <= 0 {
		return s.lean
	}
	upTo := a.rat()
	upTo.Mul(upTo, big.NewRat(5, 4))
	most := new(big.Rat)
	takesPart := make([]bool, len(s.e.Contenders))
	for _, i := range s.in {
		most.Mul(upTo, most.SetInt64(s.votes[i]))
		takesPart[i] = most.Cmp(new(big.Rat).SetInt64(s.e.Contenders[i].Cost)) >= 0
	}
	p := &papers{backers: make([][]int32, len(s.e.Contenders)), upTo: upTo}
	known := make(map[string]int32, len(s.all.weight))
	var key []byte
	var names []int32
	for g, w := range s.all.weight {
		names = names[:0]
		for _, n := range s.all.names[s.all.begin(int32(g)):s.all.ends[g]] {
			if takesPart[n] {
				names = append(names, n)
			}
		}
		key = p.add(known, key, names, w)
	}
	s.lean = p
	return p
}
