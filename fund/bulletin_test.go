package fund_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huimin/fund"
)

func TestQuarters(t *testing.T) {
	for at, want := range map[string]string{
		"2026-01-01 00:00:00": "2026Q1", "2026-03-31 23:59:59": "2026Q1", "2026-04-01 00:00:00": "2026Q2",
		"2026-06-30 23:59:59": "2026Q2", "2026-07-01 00:00:00": "2026Q3", "2026-09-30 23:59:59": "2026Q3",
		"2026-10-01 00:00:00": "2026Q4", "2026-12-31 23:59:59": "2026Q4",
	} {
		q := fund.QuarterOf(moment(at))
		if q.String() != want || !q.Holds(moment(at), china) || q.Next().Holds(moment(at), china) || q.Previous().Holds(moment(at), china) {
			t.Errorf("%s lies in %s, want %s", at, q, want)
		}
		if parsed, err := fund.ParseQuarter(want); err != nil || parsed != q {
			t.Errorf("%s is read as %v, %v", want, parsed, err)
		}
		if q.Next().Previous() != q || q.Previous().Next() != q || !q.End(china).Equal(q.Next().Start(china)) {
			t.Errorf("%s has no neighbours", q)
		}
	}
	for _, text := range []string{"", "2026", "2026Q0", "2026Q5", "2026q1", "26Q1", "2026Q1 ", "2026Q11", "Q1"} {
		if q, err := fund.ParseQuarter(text); err == nil {
			t.Errorf("%q is read as %v", text, q)
		}
	}
	if (fund.Quarter{Year: 2026, N: 1}).Holds(time.Time{}, china) {
		t.Error("never is in a quarter")
	}
}

func TestBulletinsAppearOnTheTwentieth(t *testing.T) {
	prog := liuzhou(t)
	for quarter, want := range map[string]string{
		"2026Q1": "2026-04-20 09:00:00", "2026Q2": "2026-07-20 09:00:00", "2026Q3": "2026-10-20 09:00:00",
		"2026Q4": "2027-01-20 09:00:00",
	} {
		q, err := fund.ParseQuarter(quarter)
		if err != nil {
			t.Fatal(err)
		}
		if got := prog.BulletinAt(q); !got.Equal(moment(want)) {
			t.Errorf("%s: %v, want %s", quarter, got, want)
		}
	}
	prog.BulletinDay = 31
	if got := prog.BulletinAt(fund.Quarter{Year: 2026, N: 1}); !got.Equal(moment("2026-04-30 09:00:00")) {
		t.Errorf("a day that April does not have: %v", got)
	}
}

// quarterly is a third quarter of 2026 with something of each kind in it, and
// something just outside on both sides.
func quarterly() fund.BulletinInput {
	in, first, last, before, after := moment("2026-08-12 10:00:00"), moment("2026-07-01 00:00:00"),
		moment("2026-09-30 23:59:59"), moment("2026-06-30 23:59:59"), moment("2026-10-01 00:00:00")
	corridor := fund.Funding{Fund: fund.Yuan(10_000), Sponsor: fund.Yuan(11_000), SponsorName: "柳州机车车辆厂"}
	project := func(id fund.ProjectID, s fund.ProjectStatus, f fund.Funding) fund.Project {
		return fund.Project{ID: id, Status: s, Funding: f, Title: "项目"}
	}
	finished := project(1, fund.ProjectFinished, corridor)
	finished.DecidedAt, finished.ApprovedAt, finished.FinishedAt, finished.Spent = first, first, last, fund.Yuan(20_500)
	lost := project(2, fund.ProjectLost, cost(100))
	lost.DecidedAt = in
	refused := project(3, fund.ProjectRefused, cost(60_000))
	refused.DecidedAt = before
	running := project(4, fund.ProjectStarted, fund.Funding{Fund: 300, Residents: 200})
	running.DecidedAt, running.ApprovedAt, running.Spent = before, before, 150
	later := project(5, fund.ProjectApproved, cost(9))
	later.DecidedAt, later.ApprovedAt = after, after
	waiting := project(6, fund.ProjectStreet, cost(70_000))
	waiting.DecidedAt, waiting.HeldSince, waiting.Due = last, last, moment("2026-10-13 23:59:59")
	doneLater := project(7, fund.ProjectFinished, cost(50))
	doneLater.ApprovedAt, doneLater.FinishedAt = before, after
	doneBefore := project(8, fund.ProjectFinished, cost(50))
	doneBefore.ApprovedAt, doneBefore.FinishedAt, doneBefore.Spent = before, before, 5
	dropped := project(9, fund.ProjectDropped, cost(50))
	dropped.ApprovedAt, dropped.Changed = before, in
	droppedLater := project(10, fund.ProjectDropped, cost(50))
	droppedLater.ApprovedAt, droppedLater.Changed = before, after
	stuck := project(11, fund.ProjectDistrict, cost(80_000))
	stuck.Due = moment("2026-09-29 23:59:59")
	return fund.BulletinInput{
		Projects: []fund.Project{
			later, finished, lost, refused, running, waiting, doneLater, doneBefore, dropped, droppedLater, stuck,
		},
		Approvals: []fund.Approval{
			{
				Project: 3, Tier: fund.TierStreet, Arrived: moment("2026-08-10 01:00:00").UTC(), Decided: in,
				Due: moment("2026-08-12 10:00:00"), Verdict: fund.VerdictRefuse,
			},
			{
				Project: 6, Tier: fund.TierStreet, Arrived: moment("2026-08-06 09:00:00"), Decided: in,
				Due: moment("2026-08-12 09:59:59"), Verdict: fund.VerdictReturn,
			},
			{Project: 6, Tier: fund.TierStreet, Arrived: last},
			{Project: 7, Tier: fund.TierStreet, Arrived: before, Decided: before, Due: before, Verdict: fund.VerdictRefuse},
			{Project: 7, Tier: fund.TierCommunity, Arrived: in, Decided: in, Due: in, Verdict: fund.VerdictApprove},
		},
		Requests: []fund.Request{
			{Status: fund.RequestOpen, Filed: first},
			{Status: fund.RequestOpen, Filed: before},
			{Status: fund.RequestOpen, Filed: after},
			{Status: fund.RequestAdopted, Filed: before, Changed: in},
			{Status: fund.RequestDeclined, Filed: in, Changed: last},
			{Status: fund.RequestMerged, Filed: in, Changed: in},
			{Status: fund.RequestWithdrawn, Filed: last, Changed: last},
			{Status: fund.RequestWithdrawn, Filed: last, Changed: after},
		},
	}
}

func ids(lines []fund.Line) []fund.ProjectID {
	out := []fund.ProjectID{}
	for _, l := range lines {
		out = append(out, l.Project)
	}
	return out
}

func TestAQuartersBulletin(t *testing.T) {
	prog := liuzhou(t)
	q := fund.Quarter{Year: 2026, N: 3}
	b := fund.MakeBulletin(q, quarterly(), prog, prog.BulletinAt(q))
	for name, c := range map[string]struct {
		got  []fund.Line
		want []fund.ProjectID
	}{
		"decided": {b.Decided, []fund.ProjectID{1, 6}}, "approved": {b.Approved, []fund.ProjectID{1}},
		"refused": {b.Refused, []fund.ProjectID{3}}, "lost": {b.Lost, []fund.ProjectID{2}},
		"under way": {b.UnderWay, []fund.ProjectID{4, 7, 10}}, "finished": {b.Finished, []fund.ProjectID{1}},
	} {
		if got := ids(c.got); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if b.ByFund != fund.Yuan(10_000) || b.BySponsor != fund.Yuan(11_000) || b.ByResidents != 0 || b.Total != fund.Yuan(21_000) {
		t.Errorf("amounts %d %d %d %d", b.ByFund, b.BySponsor, b.ByResidents, b.Total)
	}
	if b.Spent != fund.Yuan(20_500)+150 {
		t.Errorf("spent %d", b.Spent)
	}
	if b.RequestsFiled != 5 || b.RequestsOpen != 2 || b.RequestsAdopted != 1 || b.RequestsDeclined != 1 ||
		b.RequestsMerged != 1 || b.RequestsWithdrawn != 1 {
		t.Errorf("requests %+v", b)
	}
	if b.Reviews != 2 || b.Workdays != 2+4 || b.MeanWorkdays != 3 || b.OnTime != 1 || b.Late != 1 {
		t.Errorf("reviews %d, days %d (%v), on time %d, late %d", b.Reviews, b.Workdays, b.MeanWorkdays, b.OnTime, b.Late)
	}
	if len(b.Overdue) != 2 || b.Overdue[0].Project != 11 || b.Overdue[0].Tier != fund.TierDistrict || b.Overdue[0].Days != 11 /* 30 September, then 8, 9, make-up 10, 12 to 16, 19, 20 October */ ||
		b.Overdue[1].Project != 6 || b.Overdue[1].Tier != fund.TierStreet || b.Overdue[1].Days != 5 {
		t.Errorf("overdue %+v", b.Overdue)
	}
}

func TestABulletinSaysWhatWasAcceptedAndHowItPleased(t *testing.T) {
	prog, q := liuzhou(t), fund.Quarter{Year: 2026, N: 3}
	in, before, after := moment("2026-08-12 10:00:00"), moment("2026-06-30 23:59:59"), moment("2026-10-01 00:00:00")
	accepted := func(id fund.ProjectID, at time.Time) fund.Project {
		return fund.Project{ID: id, Status: fund.ProjectAccepted, AcceptedAt: at, Changed: at}
	}
	answers := func(id fund.ProjectID, closed time.Time, satisfied, fairly, not int) fund.Evaluation {
		return fund.Evaluation{Project: id, Closed: closed, Satisfied: satisfied, Fairly: fairly, Not: not}
	}
	input := fund.BulletinInput{
		Projects: []fund.Project{
			accepted(1, in), accepted(2, in), accepted(3, in), accepted(4, in), accepted(5, before), accepted(6, before), accepted(7, after),
			{ID: 8, Status: fund.ProjectFailed, Changed: in},
			{ID: 9, Status: fund.ProjectFailed, Changed: after},
			{ID: 10, Status: fund.ProjectFinished, FinishedAt: in, Changed: in},
		},
		Evaluations: []fund.Evaluation{
			answers(1, in, 20, 3, 2), answers(2, time.Time{}, 20, 0, 0), answers(3, in, 2, 2, 0),
			answers(5, in, 3, 1, 1), answers(6, before, 9, 0, 0),
		},
	}
	want := map[fund.ProjectID]fund.JudgedLine{
		1: {Accepted: true, Asked: true, Answers: 25, Rate: 9200}, // 23 of 25
		2: {Accepted: true, Asked: true, Asking: true},
		3: {Accepted: true, Asked: true}, // four answers would give people away
		4: {Accepted: true},              // nobody was asked
		5: {Accepted: true, Asked: true, Answers: 5, Rate: 8000},
		8: {},
	}
	b := fund.MakeBulletin(q, input, prog, prog.BulletinAt(q))
	for _, l := range b.Judged {
		w, ok := want[l.Project]
		if w.Line = l.Line; !ok || l != w {
			t.Errorf("project %d: %+v", l.Project, l)
		}
	}
	if len(b.Judged) != len(want) || b.Judged[0].Project != 5 || b.Lines() != len(want)+1 {
		t.Errorf("%d judged of %d lines", len(b.Judged), b.Lines())
	}
}

func TestDaysInWhichAClockStoodStillAreNotTaken(t *testing.T) {
	prog, q := liuzhou(t), fund.Quarter{Year: 2026, N: 3}
	in := quarterly()
	in.Approvals[0].ID, in.Approvals[1].ID = 1, 2
	in.Paused = map[int64]int{1: 1, 2: 9}
	if b := fund.MakeBulletin(q, in, prog, prog.BulletinAt(q)); b.Workdays != 1 || b.Reviews != 2 {
		t.Errorf("%d working days for %d reviews", b.Workdays, b.Reviews)
	}
}

func TestNothingHappened(t *testing.T) {
	b := fund.MakeBulletin(fund.Quarter{Year: 2026, N: 3}, fund.BulletinInput{}, liuzhou(t), noon)
	if b.MeanWorkdays != 0 || b.Total != 0 || len(b.Overdue) != 0 || b.Quarter.String() != "2026Q3" {
		t.Errorf("%+v", b)
	}
}

func TestAReviewIsOverdueFromTheDayAfter(t *testing.T) {
	prog := liuzhou(t)
	due := moment("2026-11-25 23:59:59") // a Wednesday
	in := fund.BulletinInput{Projects: []fund.Project{
		{ID: 1, Status: fund.ProjectStreet, Due: due}, {ID: 2, Status: fund.ProjectStreet}, // without a clock
	}}
	for at, want := range map[string]int{
		"2026-11-25 23:59:59": 0, "2026-11-26 00:00:00": 1, "2026-11-27 12:00:00": 2, "2026-11-28 12:00:00": 2,
	} {
		b := fund.MakeBulletin(fund.Quarter{Year: 2026, N: 3}, in, prog, moment(at).UTC())
		days := 0
		for _, o := range b.Overdue {
			days += o.Days
		}
		if days != want {
			t.Errorf("at %s: %d days over, want %d", at, days, want)
		}
	}
}

func TestWorkdaysTaken(t *testing.T) {
	c := calendarOf(t, "CN-GX")
	arrived := moment("2026-04-14 16:00:00")
	for decided, want := range map[string]int{
		"2026-04-14 17:00:00": 0, "2026-04-15 09:00:00": 1, "2026-04-18 09:00:00": 2, "2026-04-21 09:00:00": 3,
		"2026-04-23 23:59:59": 5, "2026-04-24 00:00:00": 6,
	} {
		a := fund.Approval{Arrived: arrived, Decided: moment(decided).UTC()}
		if got := a.WorkdaysTaken(c); got != want {
			t.Errorf("decided %s: %d, want %d", decided, got, want)
		}
	}
	if got := (fund.Approval{Arrived: arrived}).WorkdaysTaken(c); got != 0 {
		t.Errorf("still waiting: %d", got)
	}
}

func TestOnTimeIsByTheDueSecond(t *testing.T) {
	due := moment("2026-04-23 23:59:59")
	for name, c := range map[string]struct {
		decided time.Time
		want    bool
	}{
		"early": {due.Add(-time.Hour), true}, "at the second": {due, true},
		"within the second": {due.Add(999 * time.Millisecond), true}, "a second late": {due.Add(time.Second), false},
		"not yet": {time.Time{}, false},
	} {
		if got := (fund.Approval{Due: due, Decided: c.decided}).OnTime(); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func anyProject() *rapid.Generator[fund.Project] {
	return rapid.Custom(func(t *rapid.T) fund.Project {
		fen := rapid.Map(rapid.Int64Range(0, 100_000_00), func(n int64) fund.Money { return fund.Money(n) })
		p := fund.Project{
			ID:      fund.ProjectID(rapid.IntRange(1, 1000).Draw(t, "id")),
			Status:  rapid.SampledFrom(allProjectStatuses()).Draw(t, "status"),
			Funding: fund.Funding{Fund: fen.Draw(t, "fund"), Sponsor: fen.Draw(t, "sponsor"), Residents: fen.Draw(t, "residents")},
			Spent:   fen.Draw(t, "spent"), Changed: anyDay().Draw(t, "changed"),
		}
		for _, at := range []*time.Time{&p.DecidedAt, &p.ApprovedAt, &p.FinishedAt, &p.Due} {
			if rapid.Bool().Draw(t, "happened") {
				*at = anyDay().Draw(t, "at")
			}
		}
		return p
	})
}

func TestTheFiguresAddUp(t *testing.T) {
	prog := liuzhou(t)
	rapid.Check(t, func(t *rapid.T) {
		in := fund.BulletinInput{Projects: rapid.SliceOfN(anyProject(), 0, 20).Draw(t, "projects")}
		for range rapid.IntRange(0, 10).Draw(t, "approvals") {
			in.Approvals = append(in.Approvals, fund.Approval{
				Project: fund.ProjectID(rapid.IntRange(1, 1000).Draw(t, "project")), Tier: fund.TierStreet,
				Arrived: anyDay().Draw(t, "arrived"), Decided: anyDay().Draw(t, "decided"), Due: anyDay().Draw(t, "due"),
				Verdict: rapid.SampledFrom(allVerdicts()).Draw(t, "verdict"),
			})
		}
		for range rapid.IntRange(0, 10).Draw(t, "requests") {
			in.Requests = append(in.Requests, fund.Request{
				Status: rapid.SampledFrom(allRequestStatuses()).Draw(t, "request"),
				Filed:  anyDay().Draw(t, "filed"), Changed: anyDay().Draw(t, "changed"),
			})
		}
		var approved, filed, reviews int
		for q := (fund.Quarter{Year: 2023, N: 4}); q.Year < 2030; q = q.Next() {
			b := fund.MakeBulletin(q, in, prog, anyDay().Draw(t, "now"))
			checkFigures(t, b, q)
			approved, filed, reviews = approved+len(b.Approved), filed+b.RequestsFiled, reviews+b.Reviews
		}
		for _, p := range in.Projects {
			if !p.ApprovedAt.IsZero() {
				approved--
			}
		}
		if approved != 0 || filed != len(in.Requests) || reviews != len(in.Approvals) {
			t.Fatalf("over all quarters: %d projects too many, %d requests, %d reviews", approved, filed, reviews)
		}
	})
}

func checkFigures(t *rapid.T, b fund.Bulletin, q fund.Quarter) {
	if b.ByFund+b.BySponsor+b.ByResidents != b.Total {
		t.Fatalf("%d + %d + %d is not %d", b.ByFund, b.BySponsor, b.ByResidents, b.Total)
	}
	var total, spent fund.Money
	for _, l := range b.Approved {
		total += l.Cost
	}
	for _, lines := range [][]fund.Line{b.UnderWay, b.Finished} {
		for _, l := range lines {
			spent += l.Spent
		}
	}
	if total != b.Total || spent != b.Spent {
		t.Fatalf("total %d of %d, spent %d of %d", total, b.Total, spent, b.Spent)
	}
	if b.OnTime+b.Late != b.Reviews || b.Reviews == 0 && b.MeanWorkdays != 0 {
		t.Fatalf("%d on time and %d late are not %d", b.OnTime, b.Late, b.Reviews)
	}
	for _, lines := range [][]fund.Line{b.Decided, b.Approved, b.Refused, b.Lost, b.Finished} {
		for i, l := range lines {
			if !q.Holds(l.At, china) || i > 0 && l.At.Before(lines[i-1].At) {
				t.Fatalf("line %d of %s is from %v", i, q, l.At)
			}
		}
	}
	for _, o := range b.Overdue {
		if o.Days < 1 {
			t.Fatalf("overdue by %d days", o.Days)
		}
	}
}

func TestTheNextBulletinIsTheFirstAfterAMoment(t *testing.T) {
	prog := liuzhou(t)
	prog.BulletinDay, prog.BulletinHour = 31, 9
	for after, want := range map[string]string{
		"2026-04-01 00:00:00": "2026-04-30 09:00:00", // a day April does not have
		"2026-04-30 08:59:59": "2026-04-30 09:00:00",
		"2026-04-30 09:00:00": "2026-07-31 09:00:00",
		"2026-12-31 23:59:59": "2027-01-31 09:00:00",
	} {
		if got := fund.Always(prog).NextBulletin(moment(after)); !got.Equal(moment(want)) {
			t.Errorf("after %s: %v, want %s", after, got, want)
		}
	}
}
