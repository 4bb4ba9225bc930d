package fund_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huimin/fund"
)

func TestLineage(t *testing.T) {
	var l fund.Lineage
	l.Project(fund.Project{ID: 1, Lead: 10})                                    // failed
	l.Request(fund.Request{ID: 10, Status: fund.RequestOpen, Project: 1})       // its request, open again
	l.Request(fund.Request{ID: 11, Status: fund.RequestMerged, MergedInto: 10}) // a neighbour asks the same
	l.Project(fund.Project{ID: 2, Lead: 12})                                    // another thing
	l.Request(fund.Request{ID: 12, Status: fund.RequestAdopted, Project: 2})
	l.Link(fund.Kin{Request: 13}, fund.Kin{Project: 1}) // declared the same by the staff
	l.Project(fund.Project{ID: 3, Lead: 11})            // adopted from the merged one, long ago
	for name, c := range map[string]struct {
		of   fund.Kin
		want []fund.ProjectID
	}{
		"its own request":         {fund.Kin{Request: 10}, []fund.ProjectID{1, 3}},
		"a merged request":        {fund.Kin{Request: 11}, []fund.ProjectID{1, 3}},
		"another thing":           {fund.Kin{Request: 12}, []fund.ProjectID{2}},
		"declared the same":       {fund.Kin{Request: 13}, []fund.ProjectID{1, 3}},
		"a project, itself apart": {fund.Kin{Project: 3}, []fund.ProjectID{1}},
		"unknown":                 {fund.Kin{Request: 99}, nil},
		"nothing":                 {fund.Kin{}, nil},
	} {
		if got := l.Projects(c.of); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestLineageIsMutual: whatever is linked to what, kinship goes both ways.
func TestLineageIsMutual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l fund.Lineage
		kin := func(label string) fund.Kin {
			n := rapid.IntRange(1, 12).Draw(t, label)
			if n > 6 {
				return fund.Kin{Project: fund.ProjectID(n)}
			}
			return fund.Kin{Request: fund.RequestID(n)}
		}
		for range rapid.IntRange(0, 20).Draw(t, "links") {
			l.Link(kin("a"), kin("b"))
		}
		for a := fund.ProjectID(7); a <= 12; a++ {
			for _, b := range l.Projects(fund.Kin{Project: a}) {
				if b == a || !slices.Contains(l.Projects(fund.Kin{Project: b}), a) {
					t.Fatalf("%d is kin of %d, not the other way round", b, a)
				}
			}
		}
	})
}
