package pabulib_test

import (
	"bytes"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"huimin/fund"
	"huimin/pabulib"
)

// What is composed of an election reads as the same election, and is counted
// with the same outcome.
func TestComposedReadsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := &pabulib.Election{Title: "会上表决; \"第1项\"", Currency: "CNY", PointUnit: 1, Kind: "approval"}
		e.Unit, e.Budget = 100, rapid.Int64Range(1, 100_000).Draw(t, "budget")
		for i := range rapid.IntRange(1, 6).Draw(t, "projects") {
			e.Contenders = append(e.Contenders, fund.Contender{Cost: rapid.Int64Range(1, 50_000).Draw(t, "cost")})
			e.Projects = append(e.Projects, pabulib.Project{ID: string(rune('1' + i)), Name: "一楼; 灯", Published: pabulib.NotFunded})
		}
		for range rapid.IntRange(1, 8).Draw(t, "voters") {
			p := fund.Paper{Voters: 1}
			for i := range e.Projects {
				if rapid.Bool().Draw(t, "marks") {
					p.Names = append(p.Names, i)
				}
			}
			e.Papers = append(e.Papers, p)
		}
		e.Rule.Kind = rapid.SampledFrom([]pabulib.RuleKind{pabulib.RuleVotes, pabulib.RuleShares}).Draw(t, "rule")
		ties := rapid.SampledFrom(fund.TiesList()).Draw(t, "ties")
		e.Rule.Votes = fund.VotesRule{Ties: ties, Least: 1}
		e.Rule.Shares = fund.SharesRule{Ties: ties, Complete: true}

		f, err := pabulib.Compose(e)
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if err := f.Write(&text); err != nil {
			t.Fatal(err)
		}
		g, err := pabulib.Read(&text)
		if err != nil {
			t.Fatal(err)
		}
		back, err := g.Election()
		if err != nil {
			t.Fatal(err)
		}
		if back.Title != e.Title || back.Odd != (pabulib.Odd{}) || !reflect.DeepEqual(back.Projects, e.Projects) || back.Rule.Kind != e.Rule.Kind {
			t.Fatalf("read back: %+v", back)
		}
		if back.Rule.Votes.Ties != ties || back.Rule.Shares.Ties != ties {
			t.Fatalf("ties read back: %+v, want %s", back.Rule, ties)
		}
		if have, want := funded(t, back), funded(t, e); !reflect.DeepEqual(have, want) {
			t.Fatalf("funded %v, want %v", have, want)
		}
	})
}

func funded(t *rapid.T, e *pabulib.Election) (list []bool) {
	a, err := e.CountByVotes(e.Rule.Votes)
	if e.Rule.Kind == pabulib.RuleShares {
		a, err = e.CountEqualShares(e.Rule.Shares, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range a.Placings {
		list = append(list, s.Funded)
	}
	return list
}
