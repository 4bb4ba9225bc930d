package fund_test

import (
	"testing"

	"pgregory.net/rapid"

	"huimin/fund"
)

func meetingRules(t interface{ Fatal(...any) }) fund.MeetingRules {
	prog, err := fund.Liuzhou()
	if err != nil {
		t.Fatal(err)
	}
	return prog.Meetings
}

// TestDemanded is on and beside each threshold of the Act, Art. 26 and 28.
func TestDemanded(t *testing.T) {
	const reps, residents = fund.MeetingRepresentatives, fund.MeetingResidents
	const byReps, byResidents = fund.CalledByRepresentatives, fund.CalledByResidents
	for name, c := range map[string]struct {
		kind   fund.MeetingKind
		signed fund.Signed
		basis  fund.MeetingBasis
	}{
		"a fifth of ten representatives":              {reps, fund.Signed{Representatives: 2, OfRepresentatives: 10}, byReps},
		"one less":                                    {reps, fund.Signed{Representatives: 1, OfRepresentatives: 10}, ""},
		"a fifth of eleven is more than two":          {reps, fund.Signed{Representatives: 2, OfRepresentatives: 11}, ""},
		"and three are enough":                        {reps, fund.Signed{Representatives: 3, OfRepresentatives: 11}, byReps},
		"one of five":                                 {reps, fund.Signed{Representatives: 1, OfRepresentatives: 5}, byReps},
		"one of six is not":                           {reps, fund.Signed{Representatives: 1, OfRepresentatives: 6}, ""},
		"nobody of nobody":                            {reps, fund.Signed{}, ""},
		"residents do not call representatives":       {reps, fund.Signed{Residents: 90, OfResidents: 90, OfRepresentatives: 5}, ""},
		"a tenth of 120 residents":                    {residents, fund.Signed{Residents: 12, OfResidents: 120, OfRepresentatives: 9}, byResidents},
		"one less of 120":                             {residents, fund.Signed{Residents: 11, OfResidents: 120, OfRepresentatives: 9}, ""},
		"a tenth of 121 is more than twelve":          {residents, fund.Signed{Residents: 12, OfResidents: 121}, ""},
		"a third of nine representatives":             {residents, fund.Signed{Representatives: 3, OfRepresentatives: 9, OfResidents: 120}, byReps},
		"two of nine":                                 {residents, fund.Signed{Representatives: 2, OfRepresentatives: 9, OfResidents: 120}, ""},
		"a third of ten is more than three":           {residents, fund.Signed{Representatives: 3, OfRepresentatives: 10, OfResidents: 120}, ""},
		"no residents and no representatives":         {residents, fund.Signed{}, ""},
		"both shares: the residents' will is named":   {residents, fund.Signed{Representatives: 9, OfRepresentatives: 9, Residents: 12, OfResidents: 120}, byResidents},
		"a meeting of nobody is demanded by nobody":   {"", fund.Signed{Representatives: 9, OfRepresentatives: 9, Residents: 9, OfResidents: 9}, ""},
		"one of one":                                  {residents, fund.Signed{Residents: 1, OfResidents: 1}, byResidents},
		"all residents of nobody, one representative": {residents, fund.Signed{Representatives: 1, OfRepresentatives: 1}, byReps},
	} {
		basis, ok := meetingRules(t).Demanded(c.kind, c.signed)
		if basis != c.basis || ok != (c.basis != "") {
			t.Errorf("%s: %q %v, want %q", name, basis, ok, c.basis)
		}
	}
}

// TestNeedsIsTheThreshold says that what is shown as needed is enough, and one
// less is not.
func TestNeedsIsTheThreshold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := fund.Share{Num: rapid.IntRange(1, 9).Draw(t, "num"), Den: rapid.IntRange(1, 30).Draw(t, "den")}
		total := rapid.IntRange(1, 5000).Draw(t, "total")
		n := s.Needs(total)
		if !s.AtLeast(n, total) || n > 1 && s.AtLeast(n-1, total) {
			t.Errorf("%d of %d is not where %d/%d begins", n, total, s.Num, s.Den)
		}
	})
}

func TestCountSigned(t *testing.T) {
	got := fund.CountSigned([]fund.PersonID{1, 2, 5, 9}, []fund.PersonID{1, 3, 5}, []fund.PersonID{1, 2, 3, 4})
	if want := (fund.Signed{Representatives: 2, OfRepresentatives: 3, Residents: 2, OfResidents: 4}); got != want {
		t.Errorf("%+v, want %+v: 9 is neither, 1 is both", got, want)
	}
}
