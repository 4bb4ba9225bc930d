package fund_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"huimin/fund"
)

// madeElection makes an election of whole yuan: projects of very different
// cost, and voters who each name between 3 and 15 of them. Clustered voters
// belong to districts with favourites of their own.
func madeElection(projects, voters int, clustered bool) *fund.Election {
	r := rand.New(rand.NewPCG(1, uint64(projects*voters)))
	e := &fund.Election{Unit: 100}
	for range projects {
		cost := int64(2_000 + r.ExpFloat64()*120_000)
		e.Contenders = append(e.Contenders, fund.Contender{Cost: cost * 100})
		e.Budget += cost * 100
	}
	e.Budget = e.Budget / 3 / 100 * 100
	drawn := map[int]bool{}
	for range voters {
		from, width := 0, projects
		if clustered && r.IntN(10) > 0 {
			width = projects / 8
			from = r.IntN(8) * width
		}
		clear(drawn)
		p := fund.Paper{Voters: 1}
		for range 3 + r.IntN(13) {
			// The earlier in the list, the better liked.
			n := from + int(float64(width)*r.Float64()*r.Float64())
			if !drawn[n] {
				drawn[n] = true
				p.Names = append(p.Names, n)
			}
		}
		e.Papers = append(e.Papers, p)
	}
	return e
}

func BenchmarkEqualShares(b *testing.B) {
	for _, size := range []struct{ projects, voters int }{{20, 300}, {100, 50_000}, {200, 100_000}} {
		for _, kind := range []string{"random", "clustered"} {
			b.Run(fmt.Sprintf("%dx%d/%s", size.projects, size.voters, kind), func(b *testing.B) {
				e := madeElection(size.projects, size.voters, kind == "clustered")
				var a *fund.Award
				b.ReportAllocs()
				for b.Loop() {
					var err error
					if a, err = e.CountEqualShares(fund.SharesRule{Ties: fund.TiesCheaper, Complete: true}, nil); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(a.Raised), "steps")
			})
		}
	}
}

// cityElection makes an election as cities have them: amounts in whole units, so
// much of the budget for each voter; projects liked and priced very differently;
// a third of the voters name one project, the others up to 15. Its shares are
// raised hundreds of times.
func cityElection(projects, voters int, each int64) *fund.Election {
	r := rand.New(rand.NewPCG(2, uint64(projects*voters)))
	e := &fund.Election{Unit: 1, Budget: each * int64(voters)}
	liked := make([]float64, projects) // up to and with each project
	sum := 0.0
	for i := range liked {
		sum += math.Exp(r.NormFloat64() * 0.9)
		liked[i] = sum
		cost := float64(e.Budget) / 30 * math.Exp(r.NormFloat64()*0.9)
		e.Contenders = append(e.Contenders, fund.Contender{Cost: min(e.Budget, int64(cost)/100*100+100)})
	}
	for range voters {
		p := fund.Paper{Voters: 1}
		names := 1
		if r.IntN(3) > 0 {
			names += r.IntN(15)
		}
		for range names {
			i, _ := slices.BinarySearch(liked, r.Float64()*sum)
			if !slices.Contains(p.Names, i) {
				p.Names = append(p.Names, i)
			}
		}
		e.Papers = append(e.Papers, p)
	}
	return e
}

func BenchmarkEqualSharesInManySteps(b *testing.B) {
	for _, size := range []struct {
		projects, voters int
		each             int64
	}{{20, 2_500, 400}, {100, 50_000, 300}, {200, 100_000, 300}} {
		b.Run(fmt.Sprintf("%dx%d", size.projects, size.voters), func(b *testing.B) {
			e := cityElection(size.projects, size.voters, size.each)
			var a *fund.Award
			b.ReportAllocs()
			for b.Loop() {
				var err error
				if a, err = e.CountEqualShares(fund.SharesRule{Ties: fund.TiesCheaper, Complete: true}, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(a.Raised), "steps")
		})
	}
}

func BenchmarkByVotes(b *testing.B) {
	e := madeElection(100, 50_000, false)
	for b.Loop() {
		if _, err := e.CountByVotes(fund.VotesRule{Ties: fund.TiesCheaper}); err != nil {
			b.Fatal(err)
		}
	}
}
