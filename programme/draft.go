package programme

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"huimin/fund"
)

// draft is a programme as a file says it: what the calendar and the catalogue
// are made of stands beside the rest.
type draft struct {
	fund.Programme
	Plan                 fund.CalendarPlan
	Files, RegionalFiles []string // notices that are still to be read
	Without              []fund.ItemCode
	More                 []fund.Item
}

func draftOf(p fund.Programme) (draft, error) {
	ours, err := fund.DefaultCatalogue()
	if err != nil {
		return draft{}, err
	}
	d := draft{Programme: p, Plan: p.Calendar.Plan()}
	d.Without, d.More = p.Catalogue.Beside(ours)
	return d, nil
}

// field finds where a key goes.
func (d *draft) field(k Key) reflect.Value {
	v := reflect.ValueOf(d).Elem()
	for name := range strings.SplitSeq(k.Field, ".") {
		v = v.FieldByName(name)
	}
	return v
}

// contradiction is a rule that does not go with others.
type contradiction struct {
	keys   []string // the first is where it is told
	what   Phrase
	remedy PhraseID
}

// programme puts calendar and catalogue together and looks whether the rules go
// with each other.
func (d *draft) programme() (p fund.Programme, wrong []contradiction, err error) {
	wrong = d.contradictions()
	if d.Calendar, err = fund.NewCalendar(d.Plan); err != nil {
		wrong = append(wrong, contradiction{
			[]string{"calendar.years", "calendar.regional_years", "calendar.yearly"},
			Phrase{ID: WhatUnusable, Text: err.Error()},
			RemedyCalendar,
		})
	}
	ours, err := fund.DefaultCatalogue()
	if err != nil {
		return p, nil, err
	}
	if d.Catalogue, err = ours.With(d.Without, d.More); err != nil {
		wrong = append(wrong, contradiction{
			[]string{"catalogue.more", "catalogue.without"},
			Phrase{ID: WhatUnusable, Text: err.Error()},
			RemedyCatalogue,
		})
	}
	return d.Programme, wrong, nil
}

// told collects contradictions.
type told []contradiction

func (t *told) bad(what Phrase, remedy PhraseID, keys ...string) {
	*t = append(*t, contradiction{keys, what, remedy})
}

// contradictions finds rules that cannot hold together.
func (d *draft) contradictions() []contradiction {
	var t told
	d.placeContradictions(&t)
	d.yearContradictions(&t)
	d.decisionContradictions(&t)
	return t
}

// placeContradictions are those of the place, its calendar and its people.
func (d *draft) placeContradictions(t *told) {
	if d.Hours.To <= d.Hours.From {
		t.bad(Phrase{ID: WhatNotAfter, Text: "hours.from"}, RemedyDayEnd, "hours.to", "hours.from")
	}
	if d.Requests.MinText > d.Requests.MaxText {
		t.bad(Phrase{ID: WhatMoreThan, Text: "limits.text_most"}, RemedyLower, "limits.text_least", "limits.text_most")
	}
	if d.People.LeastHouseholds > d.People.MostHouseholds {
		t.bad(Phrase{ID: WhatMoreThan, Text: "people.most_households"}, RemedyLower, "people.least_households", "people.most_households")
	}
	if !slices.IsSortedFunc(d.People.TermNotices, func(a, b int) int { return b - a }) {
		t.bad(Phrase{ID: WhatEarliest}, RemedyMostFirst, "people.term_notices")
	}
	if len(d.Polls.Lengths) == 0 || !slices.IsSorted(d.Polls.Lengths) {
		t.bad(Phrase{ID: WhatLengths}, RemedyPollDays, "needs.poll_lengths")
	}
	if d.Polls.Offered > d.Polls.MaxOptions {
		t.bad(Phrase{ID: WhatMoreThan, Text: "needs.poll_options"}, RemedyLower, "needs.poll_offered", "needs.poll_options")
	}
	if len(d.Plan.Weekend) == 7 {
		t.bad(Phrase{ID: WhatNoWorkday}, RemedyWorked, "calendar.weekend")
	}
	if d.Plan.Region != fund.RegionNone && d.Plan.ListedTo != 0 {
		t.bad(Phrase{ID: WhatListed, Text: d.Plan.Region}, RemedyListed, "calendar.listed_to", "calendar.region")
	}
	if d.Plan.Region != fund.RegionGuangxi && len(d.Plan.Regional) > 0 {
		t.bad(Phrase{ID: WhatNoRegion, Text: d.Plan.Region}, RemedyRegion, "calendar.regional_years", "calendar.regional_files", "calendar.region")
	}
	if d.Currency.Code == "" || d.Currency.Name == "" {
		t.bad(Phrase{ID: WhatCurrency}, RemedyCurrency, "currency.code", "currency.name")
	}
}

// yearContradictions are those of drafting, works and the year's end.
func (d *draft) yearContradictions(t *told) {
	if team := d.Works.Acceptance; team.Outside > team.Team {
		t.bad(Phrase{ID: WhatMoreThan, Text: "works.team"}, RemedyTeam, "works.team_outside", "works.team")
	}
	if days := d.Works.Acceptance.MendDays; len(days) == 0 || !slices.IsSorted(days) {
		t.bad(Phrase{ID: WhatMend}, RemedyMend, "works.mend_days")
	}
	if d.Year.WeeklyFrom < d.Year.WarnFrom {
		t.bad(Phrase{ID: WhatBefore, Text: "year.warn_from"}, RemedyWeekly, "year.weekly_from", "year.warn_from")
	}
	if i := d.Year.Inspection; i.SatisfiedLeast.Num*i.Satisfied.Den > i.Satisfied.Num*i.SatisfiedLeast.Den {
		t.bad(Phrase{ID: WhatMoreThan, Text: "year.inspection_satisfied"}, RemedySerious, "year.inspection_satisfied_least", "year.inspection_satisfied")
	}
}

// decisionContradictions are those of who decides on how much.
func (d *draft) decisionContradictions(t *told) {
	if d.CommunityLimit > d.MaxCost {
		t.bad(Phrase{ID: WhatLimit, Text: d.CommunityLimit.Decimal(), Other: d.MaxCost.Decimal()}, RemedyLimit, "tiers.community_limit", "tiers.max_cost")
	}
	if d.Quorum.Num == 0 {
		t.bad(Phrase{ID: WhatNoQuorum}, RemedyQuorum, "ballot.quorum")
	}
	if d.QuorumOver && d.Quorum.Num == d.Quorum.Den {
		t.bad(Phrase{ID: WhatOverEverybody}, RemedyQuorumOver, "ballot.quorum_over", "ballot.quorum")
	}
	if d.Majority.Num == d.Majority.Den {
		t.bad(Phrase{ID: WhatNoMajority}, RemedyMajority, "ballot.majority")
	}
	if len(d.BallotLengths) == 0 || !slices.IsSorted(d.BallotLengths) {
		t.bad(Phrase{ID: WhatLengths}, RemedyHours, "ballot.lengths")
	}
	if len(d.Meetings.VoteLengths) == 0 || !slices.IsSorted(d.Meetings.VoteLengths) {
		t.bad(Phrase{ID: WhatLengths}, RemedyMinutes, "meetings.vote_lengths")
	}
	if max(d.Meetings.RepresentativesNotice, d.Meetings.ResidentsNotice) >= d.Meetings.MaxAhead {
		t.bad(Phrase{ID: WhatNoMeeting}, RemedyFurther, "meetings.days_ahead", "meetings.notice_days")
	}
	if d.BallotNotice > 0 && d.BallotNotice+24*time.Hour > d.LongestBallot() {
		t.bad(Phrase{ID: WhatNotice}, RemedyNotice, "ballot.notice_hours", "ballot.lengths")
	}
	if !slices.IsSortedFunc(d.Allocations, func(a, b fund.Allocation) int { return a.From - b.From }) {
		t.bad(Phrase{ID: WhatYears}, RemedyYears, "money.allocations")
	}
	for _, a := range d.Allocations {
		if a.From < 1949 || a.From > 2200 || a.Each < 0 || a.Each > fund.MaxMoney {
			t.bad(Phrase{ID: WhatAllocation, N: int64(a.From), Text: a.Each.Decimal()}, RemedyAllocation, "money.allocations")
		}
	}
}

// firstMoment gives the moment at which a day begins in a zone.
func firstMoment(day string, zone *time.Location) (time.Time, error) {
	return time.ParseInLocation(time.DateOnly, day, zone)
}
