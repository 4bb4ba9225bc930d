package fund_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"huimin/fund"
)

func cost(yuan int64) fund.Funding { return fund.Funding{Fund: fund.Yuan(yuan)} }

func draft(t *testing.T, f fund.Funding) fund.Project {
	t.Helper()
	p, err := fund.NewProject("街心公园长廊改造", "街心公园", f, liuzhou(t), noon)
	if err != nil {
		t.Fatal(err)
	}
	p.ID = 5
	return p
}

// at gives a project of this cost brought to a state.
func at(t *testing.T, s fund.ProjectStatus, f fund.Funding) fund.Project {
	t.Helper()
	p, prog := draft(t, f), liuzhou(t)
	carry := []func() error{
		func() error { return p.OpenBallot(noon) },
		func() error { return p.Decide(fund.OutcomeCarried, prog, noon, noon) },
	}
	up := append(carry,
		func() error { return p.Approve(fund.TierStreet, prog, noon) },
		func() error { return p.Approve(fund.TierDistrict, prog, noon) })
	pass := carry
	if f.Total() > prog.CommunityLimit {
		pass = up
	}
	start := append(slices.Clone(pass), func() error { return p.Start(noon) })
	finish := append(slices.Clone(start), func() error { return p.Finish(noon) })
	paths := map[fund.ProjectStatus][]func() error{
		fund.ProjectDrafted: {}, fund.ProjectVoting: carry[:1], fund.ProjectStreet: carry, fund.ProjectDistrict: up[:3],
		fund.ProjectApproved: pass, fund.ProjectStarted: start,
		fund.ProjectLost:     {carry[0], func() error { return p.Decide(fund.OutcomeLost, prog, noon, noon) }},
		fund.ProjectReturned: append(slices.Clone(carry), func() error { return p.Return(fund.TierStreet, "太贵", noon) }),
		fund.ProjectRefused:  append(slices.Clone(carry), func() error { return p.Refuse(fund.TierStreet, "不行", noon) }),
		fund.ProjectFinished: finish,
		fund.ProjectMending:  append(slices.Clone(finish), func() error { return p.Mend("漏水", noon.AddDate(0, 0, 9), noon) }),
		fund.ProjectAccepted: append(slices.Clone(finish), func() error { return p.Accept(noon) }),
		fund.ProjectFailed:   append(slices.Clone(start), func() error { return p.Fail("年底未完工", noon) }),
		fund.ProjectLapsed: {func() error {
			_, err := p.EndYear(prog)
			return err
		}},
		fund.ProjectDropped: {func() error { return p.Drop("撤回", noon) }},
	}
	for _, step := range paths[s] {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	if p.Status != s {
		t.Fatalf("meant to be %s, is %s", s, p.Status)
	}
	return p
}

func TestTheCorridorIsDecidedByTheCommunityAlone(t *testing.T) {
	prog := liuzhou(t)
	p := draft(t, fund.Funding{Fund: fund.Yuan(10_000), Sponsor: fund.Yuan(11_000), SponsorName: " 柳州机车车辆厂 "})
	if p.Cost() != fund.Yuan(21_000) || p.Tier != fund.TierCommunity || p.Year != 2026 ||
		p.Funding.SponsorName != "柳州机车车辆厂" {
		t.Errorf("%+v", p)
	}
	steps := []error{
		p.OpenBallot(noon.Add(time.Hour)), p.Decide(fund.OutcomeCarried, prog, noon.Add(2*time.Hour), noon.Add(2*time.Hour)),
		p.Start(noon.Add(3 * time.Hour)),
		p.Finish(noon.Add(5 * time.Hour)),
	}
	if err := errors.Join(steps...); err != nil {
		t.Fatal(err)
	}
	if p.Status != fund.ProjectFinished || p.VotedCost != fund.Yuan(21_000) || !p.Due.IsZero() {
		t.Errorf("%+v", p)
	}
	for name, c := range map[string]struct {
		got  time.Time
		hour int
	}{"decided": {p.DecidedAt, 2}, "approved": {p.ApprovedAt, 2}, "started": {p.StartedAt, 3}, "finished": {p.FinishedAt, 5}} {
		if !c.got.Equal(noon.Add(time.Duration(c.hour) * time.Hour)) {
			t.Errorf("%s at %v", name, c.got)
		}
	}
}

func TestWhatCostsMoreGoesToTheStreetAndTheDistrict(t *testing.T) {
	prog := liuzhou(t)
	for name, c := range map[string]struct {
		funding fund.Funding
		want    fund.ProjectStatus
	}{
		"49,999.99": {fund.Funding{Fund: 4_999_999}, fund.ProjectApproved},
		"50,000":    {fund.Funding{Fund: 5_000_000}, fund.ProjectApproved},
		"50,000.01": {fund.Funding{Fund: 5_000_001}, fund.ProjectStreet},
		"50,000.01 of three": {
			fund.Funding{Fund: 2_000_000, Sponsor: 2_000_000, Residents: 1_000_001, SponsorName: "works"}, fund.ProjectStreet,
		},
	} {
		p := draft(t, c.funding)
		if err := errors.Join(p.OpenBallot(noon), p.Decide(fund.OutcomeCarried, prog, noon, noon)); err != nil {
			t.Fatal(err)
		}
		if p.Status != c.want {
			t.Errorf("%s: %s, want %s", name, p.Status, c.want)
		}
	}
}

func TestTheRuleInForceWhenItIsDecidedCounts(t *testing.T) {
	p, prog := draft(t, cost(40_000)), liuzhou(t)
	prog.CommunityLimit = fund.Yuan(30_000)
	if err := errors.Join(p.OpenBallot(noon), p.Decide(fund.OutcomeCarried, prog, noon, noon)); err != nil {
		t.Fatal(err)
	}
	if p.Tier != fund.TierDistrict || p.Status != fund.ProjectStreet {
		t.Errorf("%s, %s", p.Tier, p.Status)
	}
}

func TestTheClockOfTheReview(t *testing.T) {
	arrives := moment("2026-04-14 16:00:00") // before 三月三
	later := moment("2026-04-16 09:00:00")
	joint := liuzhou(t)
	apart := joint
	apart.JointClock = false
	for name, c := range map[string]struct {
		prog             fund.Programme
		street, district string
	}{
		"joint: the district has what is left": {joint, "2026-04-23 23:59:59", "2026-04-23 23:59:59"},
		"apart: the district has its own":      {apart, "2026-04-23 23:59:59", "2026-04-27 23:59:59"},
	} {
		p := draft(t, cost(60_000))
		if err := errors.Join(p.OpenBallot(arrives), p.Decide(fund.OutcomeCarried, c.prog, arrives, arrives)); err != nil {
			t.Fatal(err)
		}
		if !p.Due.Equal(moment(c.street)) || p.DueProvisional || !p.HeldSince.Equal(arrives) {
			t.Errorf("%s: street due %v since %v", name, p.Due, p.HeldSince)
		}
		if err := p.Approve(fund.TierStreet, c.prog, later); err != nil {
			t.Fatal(err)
		}
		if p.Holder() != fund.HolderDistrict || !p.Due.Equal(moment(c.district)) || !p.HeldSince.Equal(later) {
			t.Errorf("%s: district due %v since %v", name, p.Due, p.HeldSince)
		}
		if err := p.Approve(fund.TierDistrict, c.prog, later); err != nil || !p.Due.IsZero() || !p.UnderWay() {
			t.Errorf("%s: %v, due %v", name, err, p.Due)
		}
	}
}

func TestAnOutageIsNotChargedToTheOffice(t *testing.T) {
	prog, closed, now := liuzhou(t), moment("2026-11-20 18:00:00"), moment("2026-11-25 10:00:00")
	p := draft(t, cost(60_000))
	if err := errors.Join(p.OpenBallot(closed), p.Decide(fund.OutcomeCarried, prog, closed, now)); err != nil {
		t.Fatal(err)
	}
	if !p.DecidedAt.Equal(closed) || !p.HeldSince.Equal(now) || !p.Due.Equal(moment("2026-12-02 23:59:59")) {
		t.Errorf("decided %v, at the street since %v, due %v", p.DecidedAt, p.HeldSince, p.Due)
	}
	q := draft(t, cost(100))
	if err := errors.Join(q.OpenBallot(closed), q.Decide(fund.OutcomeCarried, prog, closed, now)); err != nil {
		t.Fatal(err)
	}
	if !q.ApprovedAt.Equal(closed) || !q.DecidedAt.Equal(closed) {
		t.Errorf("decided %v, approved %v", q.DecidedAt, q.ApprovedAt)
	}
}

func TestTheReviewCountsInTheProgrammesZone(t *testing.T) {
	p, prog := draft(t, cost(60_000)), liuzhou(t)
	sunday := time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC) // Monday 01:00 in Liuzhou
	if err := errors.Join(p.OpenBallot(sunday), p.Decide(fund.OutcomeCarried, prog, sunday, sunday)); err != nil {
		t.Fatal(err)
	}
	if !p.Due.Equal(moment("2026-11-30 23:59:59")) {
		t.Errorf("due %v", p.Due)
	}
}

func TestADueDayInAYearWithoutNoticeIsProvisional(t *testing.T) {
	p, prog, now := draft(t, cost(60_000)), liuzhou(t), moment("2026-12-28 10:00:00")
	if err := errors.Join(p.OpenBallot(now), p.Decide(fund.OutcomeCarried, prog, now, now)); err != nil {
		t.Fatal(err)
	}
	if !p.DueProvisional || !p.Due.Equal(moment("2027-01-05 23:59:59")) {
		t.Errorf("due %v, provisional %v", p.Due, p.DueProvisional)
	}
	if err := p.Return(fund.TierStreet, "补材料", now); err != nil || p.DueProvisional {
		t.Errorf("%v, still provisional %v", err, p.DueProvisional)
	}
}

func TestReturnedAmendedResubmitted(t *testing.T) {
	prog, later := liuzhou(t), noon.AddDate(0, 0, 7)
	for name, c := range map[string]struct {
		funding fund.Funding
		anew    fund.Anew
		then    fund.ProjectStatus
	}{
		"cheaper goes to the street again":                {cost(55_000), "", fund.ProjectStreet},
		"the same goes to the street again":               {cost(60_000), "", fund.ProjectStreet},
		"a fen more than was voted needs a new vote":      {fund.Funding{Fund: 6_000_001}, fund.AnewCost, ""},
		"within the community's limit the vote is enough": {cost(50_000), "", fund.ProjectApproved},
		"a fen above it is not":                           {fund.Funding{Fund: 5_000_001}, "", fund.ProjectStreet},
	} {
		p := at(t, fund.ProjectReturned, cost(60_000))
		anew, err := p.Amend("街心公园长廊", "公园东侧", p.Item, c.funding, prog, later)
		if err != nil || anew != c.anew {
			t.Fatalf("%s: anew %q, %v", name, anew, err)
		}
		if anew != "" {
			if p.Status != fund.ProjectDrafted || p.VotedCost != 0 || !p.DecidedAt.IsZero() {
				t.Errorf("%s: %+v", name, p)
			}
			if err := p.Resubmit(prog, later); !errors.Is(err, fund.ErrWrongState) {
				t.Errorf("%s: resubmitted without the vote: %v", name, err)
			}
			continue
		}
		if err := p.Resubmit(prog, later); err != nil || p.Status != c.then || p.Reason != "" {
			t.Errorf("%s: %v, %s, reason %q", name, err, p.Status, p.Reason)
		}
		if p.Status == fund.ProjectStreet && !p.Due.Equal(moment("2026-12-07 23:59:59")) {
			t.Errorf("%s: the clock did not start anew: %v", name, p.Due)
		}
	}
}

func TestAVoteAllowsWhatWasVotedOnAndNothingElse(t *testing.T) {
	prog, later := liuzhou(t), noon.AddDate(0, 0, 7)
	shared := fund.Funding{Fund: fund.Yuan(10_000), Sponsor: fund.Yuan(90_000), SponsorName: "works"}
	with := func(own, sponsor int64) fund.Funding {
		return fund.Funding{Fund: fund.Yuan(own), Sponsor: fund.Yuan(sponsor), SponsorName: "works"}
	}
	for name, c := range map[string]struct {
		title, where string
		item         fund.ItemCode
		funding      fund.Funding
		anew         fund.Anew
	}{
		"another item":                      {"街心公园长廊改造", "街心公园", "B1", shared, fund.AnewItem},
		"a fen more in all":                 {"街心公园长廊改造", "街心公园", "A1", with(10_000, 90_001), fund.AnewCost},
		"the fund pays what the firm did":   {"街心公园长廊改造", "街心公园", "A1", with(50_000, 0), fund.AnewFund},
		"the fund pays more, less in all":   {"街心公园长廊改造", "街心公园", "A1", with(10_001, 80_000), fund.AnewFund},
		"a better title and place":          {"街心公园东侧长廊改造", "公园东侧", "A1", shared, ""},
		"the fund pays less, the firm more": {"街心公园长廊改造", "街心公园", "A1", with(5_000, 95_000), ""},
		"cheaper for the fund and in all":   {"街心公园长廊改造", "街心公园", "A1", with(9_000, 80_000), ""},
	} {
		p := draft(t, shared)
		p.Item = "A1"
		if err := errors.Join(p.OpenBallot(noon), p.Decide(fund.OutcomeCarried, prog, noon, noon),
			p.Return(fund.TierStreet, "太贵", noon)); err != nil {
			t.Fatal(err)
		}
		anew, err := p.Amend(c.title, c.where, c.item, c.funding, prog, later)
		if err != nil || anew != c.anew || p.Item != c.item {
			t.Errorf("%s: %q, %v, item %s; want %q", name, anew, err, p.Item, c.anew)
		}
		if err := p.Resubmit(prog, later); (err == nil) != (c.anew == "") {
			t.Errorf("%s: resubmitted: %v", name, err)
		}
	}
}

func TestTheDistrictsReturnGoesThroughTheStreetAgain(t *testing.T) {
	prog, p := liuzhou(t), at(t, fund.ProjectDistrict, cost(60_000))
	err := errors.Join(p.Return(fund.TierDistrict, " 预算不清 ", noon), p.Resubmit(prog, noon))
	if err != nil || p.Status != fund.ProjectStreet {
		t.Errorf("%v, %s", err, p.Status)
	}
}

func TestWhatWasChangedBehindTheVoteIsNotResubmitted(t *testing.T) {
	p := at(t, fund.ProjectReturned, cost(60_000))
	p.Funding = cost(70_000)
	var funding *fund.FundingError
	if err := p.Resubmit(liuzhou(t), noon); !errors.As(err, &funding) || p.Status != fund.ProjectReturned {
		t.Errorf("%v, %s", err, p.Status)
	}
}

func TestAnAmendmentThatIsRefusedChangesNothing(t *testing.T) {
	prog := liuzhou(t)
	for name, c := range map[string]struct {
		title, where string
		funding      fund.Funding
	}{
		"no title":           {" ", "here", cost(1)},
		"a place too long":   {"路灯", longText(201), cost(1)},
		"no cost":            {"路灯", "here", fund.Funding{}},
		"a nameless sponsor": {"路灯", "here", fund.Funding{Sponsor: 1}},
	} {
		p := at(t, fund.ProjectReturned, cost(60_000))
		title, changed := p.Title, p.Changed
		if _, err := p.Amend(c.title, c.where, p.Item, c.funding, prog, noon.Add(time.Hour)); err == nil {
			t.Errorf("%s: accepted", name)
		}
		if p.Title != title || p.Cost() != fund.Yuan(60_000) || !p.Changed.Equal(changed) || p.Status != fund.ProjectReturned {
			t.Errorf("%s: %+v", name, p)
		}
		if _, err := fund.NewProject(c.title, c.where, c.funding, prog, noon); err == nil {
			t.Errorf("%s: drafted", name)
		}
	}
}

func longText(n int) string {
	r := make([]rune, n)
	for i := range r {
		r[i] = '楼'
	}
	return string(r)
}

func TestWithoutAQuorumItIsADraftAgain(t *testing.T) {
	p := at(t, fund.ProjectVoting, cost(100))
	if err := p.Decide(fund.OutcomeNoQuorum, liuzhou(t), noon, noon); err != nil || p.Status != fund.ProjectDrafted {
		t.Errorf("%v, %s", err, p.Status)
	}
	if !p.DecidedAt.IsZero() || p.VotedCost != 0 {
		t.Errorf("nothing was decided: %+v", p)
	}
}

func TestUnknownOutcomesAndTiersAreRefused(t *testing.T) {
	prog := liuzhou(t)
	p := at(t, fund.ProjectVoting, cost(100))
	if err := p.Decide("maybe", prog, noon, noon); err == nil || p.Status != fund.ProjectVoting {
		t.Errorf("%v, %s", err, p.Status)
	}
	p = at(t, fund.ProjectStreet, cost(60_000))
	for _, tier := range []fund.Tier{"moon", fund.TierCommunity, fund.TierDistrict} {
		for act, err := range map[string]error{
			"approve": p.Approve(tier, prog, noon), "return": p.Return(tier, "太贵", noon), "refuse": p.Refuse(tier, "太贵", noon),
		} {
			if err == nil || p.Status != fund.ProjectStreet {
				t.Errorf("%s by %s: %v, %s", act, tier, err, p.Status)
			}
		}
	}
}

func TestAReasonIsOwed(t *testing.T) {
	for _, reason := range []string{"", " ", "…"} {
		p := at(t, fund.ProjectStreet, cost(60_000))
		for act, err := range map[string]error{
			"return": p.Return(fund.TierStreet, reason, noon), "refuse": p.Refuse(fund.TierStreet, reason, noon),
			"drop": p.Drop(reason, noon),
		} {
			var length *fund.LengthError
			if !errors.As(err, &length) || length.What != fund.WhatReason || p.Status != fund.ProjectStreet {
				t.Errorf("%s for %q: %v, %s", act, reason, err, p.Status)
			}
		}
	}
}

func TestWhoHoldsIt(t *testing.T) {
	holders := map[fund.ProjectStatus]fund.Holder{
		fund.ProjectDrafted: fund.HolderCommunity, fund.ProjectVoting: fund.HolderRepresentatives,
		fund.ProjectLost: fund.HolderNobody, fund.ProjectStreet: fund.HolderStreet,
		fund.ProjectDistrict: fund.HolderDistrict, fund.ProjectReturned: fund.HolderCommunity,
		fund.ProjectRefused: fund.HolderNobody, fund.ProjectApproved: fund.HolderCommunity,
		fund.ProjectStarted: fund.HolderCommunity, fund.ProjectFinished: fund.HolderCommunity,
		fund.ProjectMending: fund.HolderCommunity, fund.ProjectAccepted: fund.HolderNobody,
		fund.ProjectFailed: fund.HolderNobody, fund.ProjectLapsed: fund.HolderNobody, fund.ProjectDropped: fund.HolderNobody,
	}
	for _, s := range allProjectStatuses() {
		p := fund.Project{Status: s}
		if p.Holder() != holders[s] || p.Ended() != (holders[s] == fund.HolderNobody) {
			t.Errorf("%s: %s, ended %v", s, p.Holder(), p.Ended())
		}
		want := slices.Contains([]fund.ProjectStatus{
			fund.ProjectApproved, fund.ProjectStarted, fund.ProjectFinished, fund.ProjectMending,
		}, s)
		if p.UnderWay() != want {
			t.Errorf("%s: under way %v", s, p.UnderWay())
		}
		if !slices.Contains(allHolders(), p.Holder()) {
			t.Errorf("%s is missing among the holders", p.Holder())
		}
	}
}
