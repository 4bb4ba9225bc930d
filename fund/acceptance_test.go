package fund_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"huimin/fund"
)

func team(roles ...fund.Role) (list []fund.AcceptanceMember) {
	for i, r := range roles {
		list = append(list, fund.AcceptanceMember{Person: fund.PersonID(i + 1), Role: r})
	}
	return list
}

func TestWhoMayAcceptWorks(t *testing.T) {
	rules := liuzhou(t).Works.Acceptance
	const staff, rep, sup = fund.RoleStaff, fund.RoleRepresentative, fund.RoleSupervisor
	twice := team(staff, rep, sup)
	twice[2].Person = twice[1].Person
	for name, c := range map[string]struct {
		team    []fund.AcceptanceMember
		ok      bool
		outside bool
	}{
		"nobody":                       {nil, false, false},
		"two":                          {team(staff, rep), false, false},
		"three":                        {team(staff, staff, rep), true, false},
		"three of the committee":       {team(staff, staff, staff), false, true},
		"none of the committee":        {team(rep, rep, sup), true, false},
		"the same twice":               {twice, false, false},
		"four, one of them a stranger": {append(team(staff, rep, sup), fund.AcceptanceMember{}), true, false},
	} {
		err := rules.CheckTeam(c.team)
		var team *fund.TeamError
		if (err == nil) != c.ok || err != nil && (!errors.As(err, &team) || team.Outside != c.outside) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAllSignOrItIsMended(t *testing.T) {
	for name, c := range map[string]struct {
		pass  fund.Share
		signs string // p, f, x for good, or - for none
		want  fund.AcceptanceStatus
	}{
		"one of three for good":       {fund.Share{Num: 1, Den: 1}, "xfp", fund.AcceptanceFailed},
		"two of three for good":       {fund.Share{Num: 1, Den: 1}, "xfx", fund.AcceptanceFailed},
		"all three for good":          {fund.Share{Num: 1, Den: 1}, "xxx", fund.AcceptanceFailed},
		"one for good, two pass":      {fund.Share{Num: 2, Den: 3}, "xpp", fund.AcceptancePassed},
		"all":                         {fund.Share{Num: 1, Den: 1}, "ppp", fund.AcceptancePassed},
		"all but one":                 {fund.Share{Num: 1, Den: 1}, "ppf", fund.AcceptanceFailed},
		"one has not signed":          {fund.Share{Num: 1, Den: 1}, "pp-", fund.AcceptanceOpen},
		"one fails, one has not":      {fund.Share{Num: 1, Den: 1}, "pf-", fund.AcceptanceOpen},
		"two thirds are enough":       {fund.Share{Num: 2, Den: 3}, "ppf", fund.AcceptancePassed},
		"one third is not two thirds": {fund.Share{Num: 2, Den: 3}, "pff", fund.AcceptanceFailed},
	} {
		prog := liuzhou(t)
		prog.Works.Acceptance.Pass = c.pass
		p := at(t, fund.ProjectFinished, cost(20_000))
		a, err := p.NameTeam(team(fund.RoleStaff, fund.RoleRepresentative, fund.RoleSupervisor), prog, noon)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range c.signs {
			sign := map[rune]fund.Signature{'p': fund.SignPass, 'f': fund.SignFail, 'x': fund.SignFail}[s]
			if s == '-' {
				continue
			}
			days := []int{0, 10, 20}[i]
			if s == 'x' {
				days = fund.NoMending
			}
			if err := a.Sign(fund.PersonID(i+1), sign, "扶手松动", days, prog, noon); err != nil {
				t.Fatal(err)
			}
		}
		later := noon.Add(time.Hour)
		if decided := a.Decide(p, prog, later); decided != (c.want != fund.AcceptanceOpen) || a.Status != c.want {
			t.Errorf("%s: %s, decided %v", name, a.Status, decided)
		}
		if final := strings.Count(c.signs, "x") >= 2; final != a.Final() {
			t.Errorf("%s: for good %v", name, a.Final())
		}
		if mend := a.Status == fund.AcceptanceFailed && !a.Final(); mend == a.MendBy.IsZero() || mend && !a.MendBy.After(later) {
			t.Errorf("%s: to be mended by %v", name, a.MendBy)
		}
		if passed := a.Status == fund.AcceptancePassed; passed == a.Until.IsZero() {
			t.Errorf("%s: may be disputed until %v", name, a.Until)
		}
	}
}

// TestHowManyEndAProject: two thirds of the team, rounded up, and nobody where
// the programme says so.
func TestHowManyEndAProject(t *testing.T) {
	prog := liuzhou(t)
	for members, want := range map[int]int{1: 1, 2: 2, 3: 2, 4: 3, 5: 4, 6: 4} {
		if need := prog.Works.Acceptance.FinalNeeds(members); need != want {
			t.Errorf("of %d members %d must sign", members, need)
		}
	}
	prog.Works.Acceptance.Final = fund.Share{Num: 0, Den: 1}
	if need := prog.Works.Acceptance.FinalNeeds(3); need != 0 {
		t.Errorf("where works never fail for good %d must sign", need)
	}
	p := at(t, fund.ProjectFinished, cost(20_000))
	a, err := p.NameTeam(team(fund.RoleStaff, fund.RoleRepresentative, fund.RoleSupervisor), prog, noon)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if err := a.Sign(fund.PersonID(i+1), fund.SignFail, "扶手松动", fund.NoMending, prog, noon); err != nil {
			t.Fatal(err)
		}
	}
	if !a.Decide(p, prog, noon) || a.Final() || a.MendBy.IsZero() {
		t.Errorf("there they are mended: %s by %v", a.Status, a.MendBy)
	}
}

func TestASignatureOfOnesOwnWithAReason(t *testing.T) {
	prog := liuzhou(t)
	p := at(t, fund.ProjectFinished, cost(20_000))
	a, err := p.NameTeam(team(fund.RoleStaff, fund.RoleRepresentative, fund.RoleSupervisor), prog, noon)
	if err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"not in the team":      a.Sign(9, fund.SignPass, "", 0, prog, noon),
		"nobody":               a.Sign(0, fund.SignPass, "", 0, prog, noon),
		"a fail for no reason": a.Sign(1, fund.SignFail, " ", 0, prog, noon),
		"no such signature":    a.Sign(1, "perhaps", "", 0, prog, noon),
	} {
		if err == nil || a.Missing() != 3 {
			t.Errorf("%s: %v, %d missing", name, err, a.Missing())
		}
	}
	if err := a.Sign(1, fund.SignFail, "扶手松动", 10, prog, noon); err != nil {
		t.Fatal(err)
	}
	if err := a.Sign(1, fund.SignPass, "", 0, prog, noon); err != nil || a.Members[0].Reason != "" || len(a.Reasons()) != 0 {
		t.Errorf("changed before the end: %v, %+v", err, a.Members[0])
	}
}

func TestADisputeComesInTime(t *testing.T) {
	prog := liuzhou(t)
	p := at(t, fund.ProjectFinished, cost(20_000))
	a, err := p.NameTeam(team(fund.RoleStaff, fund.RoleRepresentative, fund.RoleSupervisor), prog, noon)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Dispute(5, "还漏雨呢", prog, noon); !errors.Is(err, fund.ErrWrongState) {
		t.Errorf("before it passed: %v", err)
	}
	for i := range a.Members {
		if err := a.Sign(fund.PersonID(i+1), fund.SignPass, "", 0, prog, noon); err != nil {
			t.Fatal(err)
		}
	}
	a.Decide(p, prog, noon)
	for name, c := range map[string]struct {
		at time.Time
		ok bool
	}{
		"at once": {noon, true}, "in the last second": {a.Until, true}, "a second later": {a.Until.Add(time.Second), false},
	} {
		if _, err := a.Dispute(5, "还漏雨呢", prog, c.at); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	if want := time.Date(2026, 11, 30, 23, 59, 59, 0, prog.Zone); !a.Until.Equal(want) {
		t.Errorf("until %v, want %v", a.Until, want)
	}
	later := a.Until.Add(time.Second)
	if a.Stand(1, later) || a.Stand(0, a.Until) || !a.Stand(0, later) || a.Status != fund.AcceptanceStands {
		t.Errorf("it is %s", a.Status)
	}
	if err := a.Upset(later); !errors.Is(err, fund.ErrWrongState) {
		t.Errorf("upset once it stands: %v", err)
	}
}

func TestProgressFallsWithAReasonOnly(t *testing.T) {
	limits := liuzhou(t).Requests
	p := at(t, fund.ProjectStarted, cost(20_000))
	for name, c := range map[string]struct {
		last, percent int
		text          string
		ok            bool
	}{
		"nothing yet":               {0, 0, "", true},
		"all":                       {99, 100, "", true},
		"more than all":             {99, 101, "", false},
		"less than nothing":         {0, -1, "拆了重做", false},
		"the same":                  {50, 50, "", true},
		"less, without a reason":    {50, 49, "", false},
		"less, with half a reason":  {50, 49, "拆", false},
		"less, with a reason":       {50, 49, "拆了重做", true},
		"more, with a short remark": {50, 60, "顺", true},
	} {
		if _, err := p.Report(c.last, c.percent, c.text, limits, noon); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, s := range allProjectStatuses() {
		p := at(t, s, cost(60_000))
		want := s == fund.ProjectStarted || s == fund.ProjectMending
		if _, err := p.Report(0, 10, "", limits, noon); (err == nil) != want {
			t.Errorf("%s: %v", s, err)
		}
	}
}

func TestTheRateIsOfThoseWhoAreAtLeastFairlySatisfied(t *testing.T) {
	rules := fund.EvaluationRules{Days: 14, Least: 5, Mark: fund.Share{Num: 80, Den: 100}}
	for name, c := range map[string]struct {
		satisfied, fairly, not, rate int
		told, below                  bool
	}{
		"nobody":                    {0, 0, 0, 0, false, false},
		"four are too few":          {4, 0, 0, 0, false, false},
		"five":                      {5, 0, 0, 10000, true, false},
		"four of five, at the mark": {1, 3, 1, 8000, true, false},
		"three of five":             {3, 0, 2, 6000, true, true},
		"two thirds, rounded":       {2, 2, 2, 6667, true, true},
		"79 of 100":                 {79, 0, 21, 7900, true, true},
		"80 of 100":                 {40, 40, 20, 8000, true, false},
	} {
		e := fund.Evaluation{Satisfied: c.satisfied, Fairly: c.fairly, Not: c.not}
		if _, told := e.Rate(rules); told {
			t.Errorf("%s: told before it is closed", name)
		}
		e.Closed = noon
		if rate, told := e.Rate(rules); told != c.told || rate != c.rate || e.Below(rules) != c.below {
			t.Errorf("%s: %d, told %v, below %v", name, rate, told, e.Below(rules))
		}
	}
}

func TestAnEvaluationClosesAtItsHourOrWithEnoughAnswers(t *testing.T) {
	prog := liuzhou(t)
	rules := prog.Works.Evaluation
	e := at(t, fund.ProjectFinished, cost(20_000)).OpenEvaluation(prog, noon)
	if want := time.Date(2026, 12, 7, 23, 59, 59, 0, prog.Zone); !e.Closes.Equal(want) {
		t.Errorf("closes %v", e.Closes)
	}
	if e.Close(rules, e.Closes) || !e.Close(rules, e.Closes.Add(time.Second)) {
		t.Error("not at its hour")
	}
	if err := e.Answer(fund.AnswerFairly, noon); !errors.Is(err, fund.ErrWrongState) {
		t.Errorf("answered when closed: %v", err)
	}
	e = fund.Evaluation{Closes: noon.Add(time.Hour)}
	for range rules.Enough {
		if e.Close(rules, noon) {
			t.Fatalf("closed with %d answers", e.Answers())
		}
		if err := e.Answer(fund.AnswerSatisfied, noon); err != nil {
			t.Fatal(err)
		}
	}
	if !e.Close(rules, noon) {
		t.Errorf("open with %d answers", e.Answers())
	}
}

func TestAComplaintStepByStep(t *testing.T) {
	prog := liuzhou(t)
	p := at(t, fund.ProjectStarted, cost(20_000))
	filed := func() fund.Complaint {
		c, err := p.File("工地没有围挡", prog, noon)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	c := filed()
	if want := time.Date(2026, 12, 7, 23, 59, 59, 0, prog.Zone); !c.Due.Equal(want) || c.Holder() != fund.HolderCommunity {
		t.Errorf("due %v with %s, want %v: ten working days", c.Due, c.Holder(), want)
	}
	if c.Lapse(prog, c.Due) || !c.Lapse(prog, c.Due.Add(time.Second)) || c.Holder() != fund.HolderStreet {
		t.Errorf("overdue it is with %s", c.Holder())
	}
	if err := c.Rule(7, "已经装上了", prog, noon); err != nil || c.Status != fund.ComplaintSettled || !c.Due.IsZero() {
		t.Errorf("%v: %+v", err, c)
	}
	c = filed()
	for name, err := range map[string]error{
		"content before an answer": c.Accept(prog, noon), "not content before one": c.Object("不行不行", prog, noon),
		"ruled on at once": c.Rule(7, "已经装上了", prog, noon), "answered with nothing": c.Reply(7, "?", prog, noon),
	} {
		if err == nil || c.Status != fund.ComplaintOpen {
			t.Errorf("%s: %v, %s", name, err, c.Status)
		}
	}
	if err := c.Reply(7, "下周装上", prog, noon); err != nil || c.Holder() != fund.HolderNobody {
		t.Fatal(err)
	}
	if c.Lapse(prog, c.Due) || !c.Lapse(prog, c.Due.Add(time.Second)) || c.Status != fund.ComplaintSettled {
		t.Errorf("nobody objected: %s", c.Status)
	}
	for _, s := range allProjectStatuses() {
		p := at(t, s, cost(60_000))
		_, err := p.File("工地没有围挡", prog, noon)
		if want := s != fund.ProjectDrafted && s != fund.ProjectVoting; (err == nil) != want {
			t.Errorf("%s: %v", s, err)
		}
	}
}
