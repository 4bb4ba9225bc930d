package fund_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huimin/fund"
)

// goodYear is a year in which nothing is amiss, on every mark.
func goodYear() fund.Yearbook {
	paid := fund.Funding{Fund: fund.Yuan(110_000), Sponsor: fund.Yuan(11_000)}
	return fund.Yearbook{
		Year: 2026, Projects: 5, Accepted: 5, Planned: fund.Yuan(220_000), Allowed: paid, Received: paid, Paid: paid,
		Complaints: 10, ComplaintsLate: 1, Satisfied: 3, Fairly: 1, Unsatisfied: 1, Quarters: 4, Disclosed: 4,
	}
}

// TestInspectionMarks draws the line on and beside each mark.
func TestInspectionMarks(t *testing.T) {
	prog := liuzhou(t)
	for name, c := range map[string]struct {
		change func(*fund.Yearbook)
		rule   fund.FindingRule // "" for none
		weight fund.Severity
		draft  fund.OpinionKind
	}{
		"nothing amiss":               {func(*fund.Yearbook) {}, "", "", fund.OpinionFull},
		"a fen less than half used":   {func(y *fund.Yearbook) { y.Paid.Fund-- }, fund.FindingUse, fund.SeverityNote, fund.OpinionConditions},
		"nothing planned":             {func(y *fund.Yearbook) { y.Planned = 0 }, "", "", fund.OpinionFull},
		"one in five failed":          {func(y *fund.Yearbook) { y.Accepted, y.Failed = 4, 1 }, fund.FindingFailed, fund.SeverityNote, fund.OpinionConditions},
		"more than one in five":       {func(y *fund.Yearbook) { y.Accepted, y.Failed = 7, 2 }, fund.FindingFailed, fund.SeveritySerious, fund.OpinionReduced},
		"below four in five":          {func(y *fund.Yearbook) { y.Satisfied, y.Unsatisfied = 2, 2 }, fund.FindingSatisfied, fund.SeverityNote, fund.OpinionConditions},
		"below three in five":         {func(y *fund.Yearbook) { y.Satisfied, y.Unsatisfied = 1, 3 }, fund.FindingSatisfied, fund.SeveritySerious, fund.OpinionReduced},
		"too few answers":             {func(y *fund.Yearbook) { y.Satisfied, y.Fairly, y.Unsatisfied = 0, 0, 4 }, "", "", fund.OpinionFull},
		"two complaints late of ten":  {func(y *fund.Yearbook) { y.ComplaintsLate = 2 }, fund.FindingComplaints, fund.SeverityNote, fund.OpinionConditions},
		"one quarter not disclosed":   {func(y *fund.Yearbook) { y.Disclosed = 3 }, fund.FindingDisclosure, fund.SeverityNote, fund.OpinionConditions},
		"two quarters not disclosed":  {func(y *fund.Yearbook) { y.Disclosed = 2 }, fund.FindingDisclosure, fund.SeveritySerious, fund.OpinionReduced},
		"a fen beyond the approval":   {func(y *fund.Yearbook) { y.Paid.Sponsor++ }, fund.FindingOverpaid, fund.SeverityGrave, fund.OpinionWithheld},
		"a fen beyond what came in":   {func(y *fund.Yearbook) { y.Received.Sponsor-- }, fund.FindingOverpaid, fund.SeverityGrave, fund.OpinionWithheld},
		"a year in which nothing was": {func(y *fund.Yearbook) { *y = fund.Yearbook{Year: 2026, Quarters: 4, Disclosed: 4} }, "", "", fund.OpinionFull},
	} {
		y := goodYear()
		c.change(&y)
		findings, draft, amount := fund.Inspect(y, nil, fund.Yuan(220_000), prog)
		if draft != c.draft {
			t.Errorf("%s: drafted %s (%+v)", name, draft, findings)
		}
		if c.rule == "" && len(findings) > 0 || c.rule != "" && (len(findings) != 1 || findings[0].Rule != c.rule || findings[0].Severity != c.weight) {
			t.Errorf("%s: found %+v", name, findings)
		}
		want := map[fund.OpinionKind]fund.Money{fund.OpinionFull: fund.Yuan(220_000), fund.OpinionConditions: fund.Yuan(220_000), fund.OpinionReduced: fund.Yuan(176_000)}[c.draft]
		if amount != want {
			t.Errorf("%s: proposes %s", name, amount.Decimal())
		}
	}
}

func TestVisitsAreFindings(t *testing.T) {
	prog := liuzhou(t)
	visits := []fund.SiteVisit{{ID: 1}, {ID: 2, Severity: fund.SeverityNote}, {ID: 3, Severity: fund.SeveritySerious}}
	findings, draft, _ := fund.Inspect(goodYear(), visits, fund.Yuan(220_000), prog)
	if len(findings) != 2 || findings[0].Visit != 2 || draft != fund.OpinionReduced {
		t.Errorf("%s of %+v", draft, findings)
	}
}

// TestMoreFindingsNeverFavour: another finding never makes the opinion better.
func TestMoreFindingsNeverFavour(t *testing.T) {
	prog := liuzhou(t)
	rank := map[fund.OpinionKind]int{}
	for i, k := range fund.OpinionKinds() {
		rank[k] = i
	}
	rapid.Check(t, func(t *rapid.T) {
		y := goodYear()
		y.Failed = rapid.IntRange(0, 5).Draw(t, "failed")
		y.Disclosed = rapid.IntRange(0, 4).Draw(t, "disclosed")
		y.Unsatisfied = rapid.IntRange(0, 9).Draw(t, "unsatisfied")
		_, before, most := fund.Inspect(y, nil, fund.Yuan(220_000), prog)
		visit := fund.SiteVisit{ID: 1, Severity: rapid.SampledFrom(fund.Severities()).Draw(t, "severity")}
		_, after, amount := fund.Inspect(y, []fund.SiteVisit{visit}, fund.Yuan(220_000), prog)
		if rank[after] < rank[before] || amount > most || amount < 0 {
			t.Fatalf("%s %s became %s %s", before, most.Decimal(), after, amount.Decimal())
		}
	})
}

func TestOpinionIsDecidedByPeople(t *testing.T) {
	prog := liuzhou(t)
	now := time.Date(2027, 1, 12, 10, 0, 0, 0, prog.Zone)
	full := fund.Yuan(220_000)
	for name, c := range map[string]struct {
		draft, kind fund.OpinionKind
		amount      fund.Money
		reason      string
		why         fund.OpinionWhy
		want        fund.Money
	}{
		"as drafted, in full":          {fund.OpinionFull, fund.OpinionFull, 0, "", "", full},
		"in full against the draft":    {fund.OpinionReduced, fund.OpinionFull, 0, "", fund.OpinionNoReason, 0},
		"the same with a reason":       {fund.OpinionReduced, fund.OpinionFull, 0, "the flood", "", full},
		"conditions without words":     {fund.OpinionConditions, fund.OpinionConditions, 0, " ", fund.OpinionNoReason, 0},
		"conditions":                   {fund.OpinionConditions, fund.OpinionConditions, 5, "answer complaints", "", full},
		"reduced to nothing":           {fund.OpinionReduced, fund.OpinionReduced, 0, "two failed", fund.OpinionAmount, 0},
		"reduced to a fen":             {fund.OpinionReduced, fund.OpinionReduced, 1, "two failed", "", 1},
		"reduced by a fen":             {fund.OpinionReduced, fund.OpinionReduced, full - 1, "two failed", "", full - 1},
		"reduced to the full amount":   {fund.OpinionReduced, fund.OpinionReduced, full, "two failed", fund.OpinionAmount, 0},
		"reduced without a reason":     {fund.OpinionReduced, fund.OpinionReduced, 100, "", fund.OpinionNoReason, 0},
		"withheld":                     {fund.OpinionWithheld, fund.OpinionWithheld, full, "books are missing", "", 0},
		"withheld without a reason":    {fund.OpinionWithheld, fund.OpinionWithheld, 0, "", fund.OpinionNoReason, 0},
		"withheld, though it was fine": {fund.OpinionFull, fund.OpinionWithheld, 0, "see the audit", "", 0},
	} {
		i := fund.Inspection{ID: 1, Base: full, Draft: c.draft}
		err := i.Decide(c.kind, c.amount, c.reason, prog, 3, now)
		var wrong *fund.OpinionError
		if c.why != "" {
			if !errors.As(err, &wrong) || wrong.Why != c.why || i.Opinion != "" {
				t.Errorf("%s: %v, %+v", name, err, i)
			}
			continue
		}
		if err != nil || i.Amount != c.want || i.Opinion != c.kind {
			t.Errorf("%s: %v, %+v", name, err, i)
		}
		var state *fund.StateError
		if err := i.Decide(fund.OpinionFull, 0, "once more", prog, 3, now); !errors.As(err, &state) {
			t.Errorf("%s, again: %v", name, err)
		}
	}
}

func TestYearbookAddsUp(t *testing.T) {
	prog := liuzhou(t)
	rapid.Check(t, func(t *rapid.T) {
		var in fund.YearInput
		for i := range rapid.IntRange(0, 30).Draw(t, "projects") {
			in.Projects = append(in.Projects, fund.Project{
				ID: fund.ProjectID(i + 1), Year: rapid.IntRange(2025, 2027).Draw(t, "year"),
				Status:  rapid.SampledFrom(everyStatus()).Draw(t, "status"),
				Funding: fund.Funding{Fund: fund.Money(rapid.IntRange(0, 900).Draw(t, "fund")), Sponsor: fund.Money(rapid.IntRange(0, 900).Draw(t, "sponsor"))},
			})
		}
		statuses := []fund.RequestStatus{fund.RequestOpen, fund.RequestAdopted, fund.RequestDeclined, fund.RequestMerged, fund.RequestWithdrawn}
		for range rapid.IntRange(0, 30).Draw(t, "requests") {
			in.Requests = append(in.Requests, fund.Request{
				Status: rapid.SampledFrom(statuses).Draw(t, "request"),
				Filed:  prog.YearEnd(2025).Add(time.Duration(rapid.IntRange(-9000, 18000).Draw(t, "hour")) * time.Hour),
			})
		}
		y := fund.MakeYearbook(2026, in, prog)
		if y.Asked != y.Open+y.Adopted+y.Declined+y.Merged+y.Withdrawn {
			t.Fatalf("requests do not add up: %+v", y)
		}
		if y.Projects != y.Accepted+y.Failed+y.Lapsed+y.Lost+y.Refused+y.Dropped+y.Waiting {
			t.Fatalf("projects do not add up: %+v", y)
		}
		var allowed fund.Money
		for _, p := range in.Projects {
			if p.Year == 2026 && (p.UnderWay() || p.Status == fund.ProjectAccepted || p.Status == fund.ProjectFailed) {
				allowed += p.Cost()
			}
		}
		if y.Allowed.Total() != allowed {
			t.Fatalf("allowed %d, not %d", y.Allowed.Total(), allowed)
		}
	})
}
