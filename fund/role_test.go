package fund_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huimin/fund"
)

// The places of these tests: one city with two districts, streets and
// communities each.
const (
	city       fund.PlaceID = 1
	district   fund.PlaceID = 10
	district2  fund.PlaceID = 20
	street     fund.PlaceID = 110
	street2    fund.PlaceID = 120
	community  fund.PlaceID = 1110
	community2 fund.PlaceID = 1120
	community3 fund.PlaceID = 1210 // under street2
)

var (
	here     = []fund.PlaceID{community, street, district, city}
	atStreet = []fund.PlaceID{street, district, city}
	atBureau = []fund.PlaceID{district, city}
	noon     = moment("2026-11-23 12:00:00")
)

func grant(r fund.Role, p fund.PlaceID) []fund.Grant {
	return []fund.Grant{{Role: r, Place: p, Since: noon.Add(-time.Hour)}}
}

// placeOf gives where a role that concerns community is held.
func placeOf(r fund.Role) fund.PlaceID {
	switch r.At() {
	case fund.PlaceCommunity:
		return community
	case fund.PlaceStreet:
		return street
	case fund.PlaceDistrict:
		return district
	case fund.PlaceCity:
		return city
	}
	return 0
}

// cells says who may do what: one letter a role, in the order of fund.Roles
// (resident, representative, staff, supervisor, street, district, admin), each
// holding the role at the place concerned or the one above it of its kind.
// The place concerned is a community.
var cells = map[fund.Action]string{
	fund.ActSuggest:        "y......",
	fund.ActSupport:        "y......",
	fund.ActComment:        "y......",
	fund.ActEnterRequest:   "..y...y",
	fund.ActCampaign:       "..y...y",
	fund.ActVisit:          "..y...y",
	fund.ActPoll:           "..y...y",
	fund.ActSelect:         "..y...y",
	fund.ActDesk:           "..y.yyy",
	fund.ActAdopt:          "..y...y",
	fund.ActDecline:        "..y...y",
	fund.ActMerge:          "..y...y",
	fund.ActOpenBallot:     "..y...y",
	fund.ActVote:           ".y.....",
	fund.ActVoteResident:   "y......",
	fund.ActCloseBallot:    "..y...y",
	fund.ActReviewStreet:   "....y..",
	fund.ActReviewDistrict: ".....y.",
	fund.ActAmend:          "..y...y",
	fund.ActStudy:          "..y...y",
	fund.ActDemand:         ".y.....",
	fund.ActDemandAll:      "yy.....", // a third of the representatives can too (the Act, Art. 26)
	fund.ActMeeting:        "..y...y", // its chair besides, whoever that is
	fund.ActMinute:         "yyyy...", // its members, chair and recorder besides
	fund.ActOpine:          ".....y.",
	fund.ActUnpause:        "..y.yyy",
	fund.ActResubmit:       "..y...y",
	fund.ActStart:          "..y...y",
	fund.ActFinish:         "..y...y",
	fund.ActDrop:           "..y...y",
	fund.ActAnswer:         "..y.yyy",
	fund.ActInvite:         "..y...y", // the street invites at its own place or one below: MayInvite
	fund.ActBind:           "..y...y", // the street binds its own group, not the community's
	fund.ActAppeal:         "..y...y",
	fund.ActDecideAppeal:   ".....y.",
	fund.ActSiteVisit:      "....yy.",
	fund.ActInspect:        ".....y.",
	fund.ActOversee:        "..yyyyy",
	fund.ActSponsors:       "..y.yyy",
	fund.ActProgress:       "..y...y",
	fund.ActChange:         "..y...y",
	fund.ActNote:           ".y.yyy.", // the district's leading group takes part at all three stages (the article, 19)
	fund.ActAnswerNote:     "..y...y",
	fund.ActComplain:       "y......",
	fund.ActAnswerComplain: "..y...y",
	fund.ActRuleComplaint:  "....y..",
	fund.ActNameTeam:       "..y...y",
	fund.ActSign:           ".yyyyy.",
	fund.ActDispute:        "y......",
	fund.ActRuleDispute:    "....y..",
	fund.ActEvaluate:       "y......",

	fund.ActKeepMoney:        "..y...y",
	fund.ActAllocate:         ".....yy",
	fund.ActPledge:           "y......",
	fund.ActTransfer:         "..y...y", // an administrator stands in for the committee's daily work
	fund.ActTransferStreet:   "....y..",
	fund.ActTransferDistrict: ".....y.",
	fund.ActImport:           "......y",
}

func TestWhoMayDoWhat(t *testing.T) {
	if len(cells) != len(allActions()) {
		t.Errorf("%d actions in the table here, %d in fund", len(cells), len(allActions()))
	}
	for _, action := range allActions() {
		row := cells[action]
		for i, role := range fund.Roles() {
			err := fund.May(grant(role, placeOf(role)), action, here, noon)
			if want := row != "" && row[i] == 'y'; (err == nil) != want {
				t.Errorf("%s, %s: %v, want %v", action, role, err, want)
			}
			checkRefusal(t, err, action, action.Needs(), community)
		}
	}
}

func checkRefusal(t *testing.T, err error, a fund.Action, needs []fund.Role, at fund.PlaceID) {
	t.Helper()
	if err == nil {
		return
	}
	var refusal *fund.NotAllowed
	if !errors.As(err, &refusal) || !errors.Is(err, fund.ErrNotAllowed) {
		t.Fatalf("%v is no refusal", err)
	}
	if refusal.Action != a || refusal.At != at || !slices.Equal(refusal.Needs, needs) {
		t.Errorf("%+v", refusal)
	}
}

func TestRolesActAtTheirPlace(t *testing.T) {
	for name, c := range map[string]struct {
		role    fund.Role
		place   fund.PlaceID
		action  fund.Action
		lineage []fund.PlaceID
		ok      bool
	}{
		"staff of the next community":              {fund.RoleStaff, community2, fund.ActAdopt, here, false},
		"staff put at a street by mistake":         {fund.RoleStaff, street, fund.ActAdopt, here, false},
		"representative of the next community":     {fund.RoleRepresentative, community2, fund.ActVote, here, false},
		"representative put at the city":           {fund.RoleRepresentative, city, fund.ActVote, here, false},
		"resident of the next community":           {fund.RoleResident, community2, fund.ActSupport, here, false},
		"supervisor of the next community":         {fund.RoleSupervisor, community2, fund.ActOversee, here, false},
		"the next street's reviewer":               {fund.RoleStreet, street2, fund.ActReviewStreet, here, false},
		"the street's reviewer, asked at street":   {fund.RoleStreet, street, fund.ActReviewStreet, atStreet, true},
		"the next district's reviewer":             {fund.RoleDistrict, district2, fund.ActReviewDistrict, here, false},
		"the street binds its own group":           {fund.RoleStreet, street, fund.ActBind, atStreet, true},
		"the district binds its own group":         {fund.RoleDistrict, district, fund.ActBind, atBureau, true},
		"the district binds no street's":           {fund.RoleDistrict, district, fund.ActBind, atStreet, false},
		"an administrator of the district, below":  {fund.RoleAdmin, district, fund.ActBind, here, true},
		"an administrator of the district, above":  {fund.RoleAdmin, district, fund.ActBind, []fund.PlaceID{city}, false},
		"an administrator of another district":     {fund.RoleAdmin, district2, fund.ActBind, here, false},
		"an administrator of the community itself": {fund.RoleAdmin, community, fund.ActAdopt, here, true},
		"no place at all":                          {fund.RoleAdmin, city, fund.ActBind, nil, false},
		"a role at no place":                       {fund.RoleStaff, 0, fund.ActAdopt, []fund.PlaceID{0}, false},
		"an action that does not exist":            {fund.RoleAdmin, city, "fly", here, false},
	} {
		err := fund.May(grant(c.role, c.place), c.action, c.lineage, noon)
		if (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := fund.May(nil, fund.ActSuggest, here, noon); err == nil {
		t.Error("a stranger suggests")
	}
}

func TestARoleHoldsFromItsBeginningToItsEnd(t *testing.T) {
	g := fund.Grant{Role: fund.RoleStaff, Place: community, Since: noon, Until: noon.Add(time.Hour)}
	for at, want := range map[time.Duration]bool{
		-time.Nanosecond: false, 0: true, time.Hour - time.Nanosecond: true, time.Hour: false,
	} {
		if err := fund.May([]fund.Grant{g}, fund.ActAdopt, here, noon.Add(at)); (err == nil) != want {
			t.Errorf("after %v: %v", at, err)
		}
	}
	g.Until = time.Time{}
	if err := fund.May([]fund.Grant{g}, fund.ActAdopt, here, noon.AddDate(30, 0, 0)); err != nil {
		t.Errorf("an open grant ended: %v", err)
	}
}

func TestWhoMayInviteWhom(t *testing.T) {
	// For each role to be given: where, and who may, in the order of fund.Roles.
	for role, c := range map[fund.Role]struct {
		lineage []fund.PlaceID
		row     string
	}{
		fund.RoleResident:       {here, "......."},
		fund.RoleRepresentative: {here, "..y...y"},
		fund.RoleSupervisor:     {here, "..y...y"},
		fund.RoleStaff:          {here, "....y.y"},
		fund.RoleStreet:         {atStreet, ".....yy"},
		fund.RoleDistrict:       {atBureau, ".....yy"},
		fund.RoleAdmin:          {[]fund.PlaceID{city}, "......y"},
	} {
		for i, inviter := range fund.Roles() {
			err := fund.MayInvite(grant(inviter, placeOf(inviter)), role, c.lineage, noon)
			if (err == nil) != (c.row[i] == 'y') {
				t.Errorf("%s invites %s: %v", inviter, role, err)
			}
			if err != nil && !errors.Is(err, fund.ErrNotAllowed) {
				t.Errorf("%v is no refusal", err)
			}
		}
	}
}

func TestInvitationsStayWithinOnesPlace(t *testing.T) {
	for name, c := range map[string]struct {
		inviter fund.Role
		place   fund.PlaceID
		role    fund.Role
		lineage []fund.PlaceID
		ok      bool
	}{
		"staff of the next community":       {fund.RoleStaff, community2, fund.RoleRepresentative, here, false},
		"the next street":                   {fund.RoleStreet, street2, fund.RoleStaff, here, false},
		"staff at the street itself":        {fund.RoleStreet, street, fund.RoleStaff, atStreet, false},
		"the next district":                 {fund.RoleDistrict, district2, fund.RoleStreet, atStreet, false},
		"street reviewers at a community":   {fund.RoleDistrict, district, fund.RoleStreet, here, false},
		"street reviewers at the district":  {fund.RoleDistrict, district, fund.RoleStreet, atBureau, false},
		"the district's own from below":     {fund.RoleDistrict, district, fund.RoleDistrict, atStreet, false},
		"an administrator of one district":  {fund.RoleAdmin, district, fund.RoleStaff, here, true},
		"the same, for another one there":   {fund.RoleAdmin, district, fund.RoleAdmin, atBureau, true},
		"the same, for the city":            {fund.RoleAdmin, district, fund.RoleAdmin, []fund.PlaceID{city}, false},
		"an administrator of another":       {fund.RoleAdmin, district2, fund.RoleStaff, here, false},
		"nowhere":                           {fund.RoleAdmin, city, fund.RoleStaff, nil, false},
		"a street's reviewer at no lineage": {fund.RoleStreet, street, fund.RoleStaff, []fund.PlaceID{community}, false},
	} {
		if err := fund.MayInvite(grant(c.inviter, c.place), c.role, c.lineage, noon); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	ended := []fund.Grant{{Role: fund.RoleAdmin, Place: city, Until: noon}}
	if err := fund.MayInvite(ended, fund.RoleStaff, here, noon); err == nil {
		t.Error("somebody who was an administrator invites")
	}
}

func TestSupervisorsAreNotOfTheCommittee(t *testing.T) {
	for name, c := range map[string]struct {
		have  fund.Role
		place fund.PlaceID
		want  fund.Role
		ok    bool
	}{
		"staff as supervisor":                  {fund.RoleStaff, community, fund.RoleSupervisor, false},
		"supervisor as staff":                  {fund.RoleSupervisor, community, fund.RoleStaff, false},
		"staff of the next community":          {fund.RoleStaff, community2, fund.RoleSupervisor, true},
		"representative as supervisor":         {fund.RoleRepresentative, community, fund.RoleSupervisor, true},
		"staff as representative":              {fund.RoleStaff, community, fund.RoleRepresentative, true},
		"supervisor twice":                     {fund.RoleSupervisor, community, fund.RoleSupervisor, true},
		"a reviewer of the street as district": {fund.RoleStreet, street, fund.RoleDistrict, true},
	} {
		err := fund.MayHold(grant(c.have, c.place), c.want, community, noon)
		var conflict *fund.RoleConflict
		if (err == nil) != c.ok || err != nil && (!errors.As(err, &conflict) || !errors.Is(err, fund.ErrRoleConflict)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	ended := []fund.Grant{{Role: fund.RoleStaff, Place: community, Until: noon}}
	if err := fund.MayHold(ended, fund.RoleSupervisor, community, noon); err != nil {
		t.Errorf("somebody who left the committee: %v", err)
	}
}

func TestWhereRolesAreHeld(t *testing.T) {
	for _, r := range fund.Roles() {
		for _, k := range fund.PlaceKinds() {
			want := r == fund.RoleAdmin || r.At() == k
			if r.Fits(k) != want {
				t.Errorf("%s at a %s: %v", r, k, !want)
			}
		}
		if r.Fits("moon") {
			t.Errorf("%s on the moon", r)
		}
	}
	if fund.Role("king").Fits("") || fund.Role("king").Fits(fund.PlaceCity) {
		t.Error("there is no king")
	}
}

func TestAnotherGrantNeverTakesAway(t *testing.T) {
	anyGrant := rapid.Custom(func(t *rapid.T) fund.Grant {
		places := []fund.PlaceID{city, district, district2, street, street2, community, community2, community3}
		return fund.Grant{
			Role:  rapid.SampledFrom(fund.Roles()).Draw(t, "role"),
			Place: rapid.SampledFrom(places).Draw(t, "place"),
			Since: noon.Add(time.Duration(rapid.IntRange(-2, 2).Draw(t, "since")) * time.Hour),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		grants := rapid.SliceOfN(anyGrant, 0, 5).Draw(t, "grants")
		more := append(slices.Clone(grants), anyGrant.Draw(t, "one more"))
		action := rapid.SampledFrom(allActions()).Draw(t, "action")
		if fund.May(grants, action, here, noon) == nil && fund.May(more, action, here, noon) != nil {
			t.Fatalf("%s was allowed, and with one more role is not", action)
		}
		elsewhere := slices.DeleteFunc(grants, func(g fund.Grant) bool { return slices.Contains(here, g.Place) })
		if fund.May(elsewhere, action, here, noon) == nil {
			t.Fatalf("%s is allowed by roles held elsewhere: %v", action, elsewhere)
		}
	})
}

func TestPlaces(t *testing.T) {
	kinds := fund.PlaceKinds()
	for i, k := range kinds {
		below, ok := k.Below()
		if last := i == len(kinds)-1; ok == last || !last && below != kinds[i+1] {
			t.Errorf("below %s: %s, %v", k, below, ok)
		}
	}
	if _, ok := fund.PlaceKind("moon").Below(); ok {
		t.Error("there is something below the moon")
	}
	for code, want := range map[string]bool{
		"CD": true, "CDXC12": true, "12": true, "C": false, "CDXC123": false, "cd": false, "C-D": false, "": false,
		"车辆": false,
	} {
		if fund.ValidCode(code) != want {
			t.Errorf("code %q: %v", code, !want)
		}
	}
}

func TestRefusalsReadWell(t *testing.T) {
	err := fund.May(nil, fund.ActVote, here, noon)
	for _, part := range []string{"vote", "representative", fmt.Sprint(community)} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q lacks %q", err, part)
		}
	}
}
