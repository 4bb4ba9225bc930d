package fund_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huimin/fund"
)

// act is one step somebody may try, and the states it starts from.
type act struct {
	name string
	from []fund.ProjectStatus
	do   func(p *fund.Project, prog fund.Programme, now time.Time) error
}

func acts() []act {
	street, district := []fund.ProjectStatus{fund.ProjectStreet}, []fund.ProjectStatus{fund.ProjectDistrict}
	voting, finished := []fund.ProjectStatus{fund.ProjectVoting}, []fund.ProjectStatus{fund.ProjectFinished}
	running := []fund.ProjectStatus{fund.ProjectApproved, fund.ProjectStarted}
	change := func(f fund.Funding) func(*fund.Project, fund.Programme, time.Time) error {
		return func(p *fund.Project, prog fund.Programme, now time.Time) error {
			_, err := p.Change(f, "材料涨价", prog, now)
			return err
		}
	}
	decide := func(o fund.Outcome) func(*fund.Project, fund.Programme, time.Time) error {
		return func(p *fund.Project, prog fund.Programme, now time.Time) error { return p.Decide(o, prog, now, now) }
	}
	review := func(f func(*fund.Project, fund.Tier, string, time.Time) error, tier fund.Tier,
	) func(*fund.Project, fund.Programme, time.Time) error {
		return func(p *fund.Project, _ fund.Programme, now time.Time) error { return f(p, tier, "理由", now) }
	}
	approve := func(tier fund.Tier) func(*fund.Project, fund.Programme, time.Time) error {
		return func(p *fund.Project, prog fund.Programme, now time.Time) error { return p.Approve(tier, prog, now) }
	}
	simple := func(f func(*fund.Project, time.Time) error) func(*fund.Project, fund.Programme, time.Time) error {
		return func(p *fund.Project, _ fund.Programme, now time.Time) error { return f(p, now) }
	}
	amend := func(f fund.Funding) func(*fund.Project, fund.Programme, time.Time) error {
		return func(p *fund.Project, prog fund.Programme, now time.Time) error {
			_, err := p.Amend("长廊", "公园", p.Item, f, prog, now)
			return err
		}
	}
	editable := []fund.ProjectStatus{fund.ProjectDrafted, fund.ProjectReturned}
	return []act{
		{"open ballot", []fund.ProjectStatus{fund.ProjectDrafted}, simple((*fund.Project).OpenBallot)},
		{"carry", voting, decide(fund.OutcomeCarried)},
		{"lose", voting, decide(fund.OutcomeLost)},
		{"no quorum", voting, decide(fund.OutcomeNoQuorum)},
		{"street approves", street, approve(fund.TierStreet)},
		{"district approves", district, approve(fund.TierDistrict)},
		{"community approves", nil, approve(fund.TierCommunity)},
		{"street returns", street, review((*fund.Project).Return, fund.TierStreet)},
		{"district returns", district, review((*fund.Project).Return, fund.TierDistrict)},
		{"street refuses", street, review((*fund.Project).Refuse, fund.TierStreet)},
		{"district refuses", district, review((*fund.Project).Refuse, fund.TierDistrict)},
		{"community refuses", nil, review((*fund.Project).Refuse, fund.TierCommunity)},
		{"amend, cheap", editable, amend(cost(20_000))},
		{"amend, at the limit", editable, amend(cost(50_000))},
		{"amend, dear", editable, amend(cost(60_000))},
		{"amend, dearer", editable, amend(cost(90_000))},
		{"resubmit", []fund.ProjectStatus{fund.ProjectReturned}, func(p *fund.Project, prog fund.Programme, now time.Time) error {
			return p.Resubmit(prog, now)
		}},
		{"start", []fund.ProjectStatus{fund.ProjectApproved}, simple((*fund.Project).Start)},
		{"finish", []fund.ProjectStatus{fund.ProjectStarted, fund.ProjectMending}, func(p *fund.Project, _ fund.Programme, now time.Time) error { return p.Finish(now) }},
		{"change to 55,000", running, change(cost(55_000))},
		{"change to 66,000", running, change(cost(66_000))},
		{"change to 66,001", running, change(cost(66_001))},
		{"keep", nil, simple((*fund.Project).Keep)},
		{"mend", finished, func(p *fund.Project, _ fund.Programme, now time.Time) error {
			return p.Mend("漏水", now.Add(time.Hour), now)
		}},
		{"accept", finished, simple((*fund.Project).Accept)},
		{
			"fail",
			[]fund.ProjectStatus{fund.ProjectApproved, fund.ProjectStarted, fund.ProjectFinished, fund.ProjectMending},
			func(p *fund.Project, _ fund.Programme, now time.Time) error { return p.Fail("年底未完工", now) },
		},
		{
			"drop",
			[]fund.ProjectStatus{
				fund.ProjectDrafted, fund.ProjectStreet, fund.ProjectDistrict, fund.ProjectReturned, fund.ProjectApproved,
				fund.ProjectStarted,
			},
			func(p *fund.Project, _ fund.Programme, now time.Time) error { return p.Drop("撤回", now) },
		},
	}
}

func TestEveryStepFromEveryState(t *testing.T) {
	prog := liuzhou(t)
	for _, a := range acts() {
		for _, s := range allProjectStatuses() {
			p := at(t, s, cost(60_000))
			before := p
			err := a.do(&p, prog, noon.Add(time.Hour))
			if slices.Contains(a.from, s) {
				if err != nil || p.Changed.Equal(before.Changed) {
					t.Errorf("%s when %s: %v, changed %v", a.name, s, err, p.Changed)
				}
				continue
			}
			if !errors.Is(err, fund.ErrWrongState) {
				t.Errorf("%s when %s: %v", a.name, s, err)
			}
			var state *fund.StateError
			if len(a.from) > 0 && (!errors.As(err, &state) || state.Have != string(s) || state.ID != 5) {
				t.Errorf("%s when %s: %v", a.name, s, err)
			}
			if p.Status != before.Status || p.Funding != before.Funding || !p.Changed.Equal(before.Changed) || p.Reason != before.Reason {
				t.Errorf("%s when %s was refused and changed it", a.name, s)
			}
		}
	}
}

// ghost is what really happened to a project, kept apart from it.
type ghost struct {
	carried          fund.Money // the cost of the last carried ballot
	street, district bool       // approvals since it last went up
	before           *ghost     // what held before a change that is decided on
}

func (g *ghost) saw(name string, p fund.Project) {
	switch name {
	case "carry":
		*g = ghost{carried: p.Cost(), before: g.before}
	case "no quorum", "open ballot":
		*g = ghost{before: g.before}
	case "change to 55,000", "change to 66,000", "change to 66,001":
		if p.Standing != nil {
			was := *g
			*g = ghost{before: &was}
		}
	case "lose", "street refuses", "district refuses", "keep":
		if g.before != nil { // the change is off
			*g = *g.before
		}
	case "street approves":
		g.street = true
	case "district approves":
		g.district = true
	case "street returns", "district returns", "resubmit":
		g.street, g.district = false, false
	}
	if p.UnderWay() {
		g.before = nil // approved anew
	}
}

func TestNothingIsApprovedButByVoteAndTheTiersItNeeds(t *testing.T) {
	prog := liuzhou(t)
	list := acts()
	rapid.Check(t, func(t *rapid.T) {
		prog := prog
		prog.JointClock = rapid.Bool().Draw(t, "joint clock")
		now := anyDay().Draw(t, "now")
		p, err := fund.NewProject("长廊", "公园", cost(rapid.SampledFrom([]int64{20_000, 50_000, 50_001, 90_000}).Draw(t, "yuan")), prog, now)
		if err != nil {
			t.Fatal(err)
		}
		var g ghost
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(1, 100).Draw(t, "hours")) * time.Hour)
			// Half of the steps are such as can be made, so that runs go far.
			able := slices.DeleteFunc(slices.Clone(list), func(a act) bool {
				return !slices.Contains(a.from, p.Status) || a.name == "drop"
			})
			a := rapid.SampledFrom(list).Draw(t, "step")
			if len(able) > 0 && rapid.Bool().Draw(t, "possible") {
				a = rapid.SampledFrom(able).Draw(t, "possible step")
			}
			before := p
			if err := a.do(&p, prog, now); err == nil {
				g.saw(a.name, p)
			}
			checkHistory(t, a.name, before, p, g, prog, now)
		}
	})
}

func checkHistory(t *rapid.T, step string, before, p fund.Project, g ghost, prog fund.Programme, now time.Time) {
	if p.UnderWay() || p.Status == fund.ProjectAccepted {
		// What was carried, and a tenth more at most.
		if g.carried == 0 || p.Cost() > g.carried+g.carried/10 || p.VotedCost != g.carried {
			t.Fatalf("%s: %s costs %s, the vote allowed %s", step, p.Status, p.Cost().Decimal(), g.carried.Decimal())
		}
		if p.Cost() > prog.CommunityLimit && (!g.street || !g.district) {
			t.Fatalf("%s: %s for %s, street %v, district %v", step, p.Status, p.Cost().Decimal(), g.street, g.district)
		}
	}
	if s := p.MaySpend(); p.Spent > s.Total() && !p.Ended() {
		t.Fatalf("%s: %s spent %s of %s", step, p.Status, p.Spent.Decimal(), s.Total().Decimal())
	}
	if p.Status == fund.ProjectStarted && p.StartedAt.IsZero() || p.Status == fund.ProjectApproved && !p.StartedAt.IsZero() {
		t.Fatalf("%s: %s, begun %v", step, p.Status, p.StartedAt)
	}
	if p.Spent > p.Cost() || p.Spent < 0 {
		t.Fatalf("%s: spent %d of %d", step, p.Spent, p.Cost())
	}
	if before.Ended() && p.Status != before.Status {
		t.Fatalf("%s: it had ended as %s", step, before.Status)
	}
	reviewing := p.Holder() == fund.HolderStreet || p.Holder() == fund.HolderDistrict
	if (reviewing || p.Status == fund.ProjectMending) == p.Due.IsZero() || p.DueProvisional && p.Due.IsZero() {
		t.Fatalf("%s: held by %s, due %v", step, p.Holder(), p.Due)
	}
	if p.Holder() != before.Holder() && !p.HeldSince.Equal(now) {
		t.Fatalf("%s: %s holds it since %v, not now", step, p.Holder(), p.HeldSince)
	}
	if p.Holder() == before.Holder() && !p.HeldSince.Equal(before.HeldSince) {
		t.Fatalf("%s: %s had it all along", step, p.Holder())
	}
	if p.Tier != prog.TierFor(p.Cost()) {
		t.Fatalf("%s: %s for %s", step, p.Tier, p.Cost().Decimal())
	}
}
