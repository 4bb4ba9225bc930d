package programme

import (
	"fmt"
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
	keys         []string // the first is where it is told
	what, remedy string
}

// programme puts calendar and catalogue together and looks whether the rules go
// with each other.
func (d *draft) programme() (p fund.Programme, wrong []contradiction, err error) {
	wrong = d.contradictions()
	if d.Calendar, err = fund.NewCalendar(d.Plan); err != nil {
		wrong = append(wrong, contradiction{
			[]string{"calendar.years", "calendar.regional_years", "calendar.yearly"},
			"cannot be used: " + err.Error(),
			"write days like 2027-01-01, each under its own year, and days of every year like 12-25",
		})
	}
	ours, err := fund.DefaultCatalogue()
	if err != nil {
		return p, nil, err
	}
	if d.Catalogue, err = ours.With(d.Without, d.More); err != nil {
		wrong = append(wrong, contradiction{
			[]string{"catalogue.more", "catalogue.without"},
			"cannot be used: " + err.Error(),
			"an item to leave out is one of the program's, such as GG2; one to add needs a code that none has yet, a name, and a category of MS, GY, MZ and GG",
		})
	}
	return d.Programme, wrong, nil
}

// told collects contradictions.
type told []contradiction

func (t *told) bad(what, remedy string, keys ...string) {
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
		t.bad("is not after hours.from", "let the day end after it begins", "hours.to", "hours.from")
	}
	if d.Requests.MinText > d.Requests.MaxText {
		t.bad("is more than limits.text_most", "lower it", "limits.text_least", "limits.text_most")
	}
	if d.People.LeastHouseholds > d.People.MostHouseholds {
		t.bad("is more than people.most_households", "lower it", "people.least_households", "people.most_households")
	}
	if !slices.IsSortedFunc(d.People.TermNotices, func(a, b int) int { return b - a }) {
		t.bad("must begin with the earliest", "write the most days first, such as [30, 7]", "people.term_notices")
	}
	if len(d.Polls.Lengths) == 0 || !slices.IsSorted(d.Polls.Lengths) {
		t.bad("must name one length or more, the shortest first", "write days, such as [3, 7, 14]", "needs.poll_lengths")
	}
	if d.Polls.Offered > d.Polls.MaxOptions {
		t.bad("is more than needs.poll_options", "lower it", "needs.poll_offered", "needs.poll_options")
	}
	if len(d.Plan.Weekend) == 7 {
		t.bad("leaves no day to work", "leave out the days that are worked", "calendar.weekend")
	}
	if d.Plan.Region != fund.RegionNone && d.Plan.ListedTo != 0 {
		t.bad(fmt.Sprintf("has no meaning in %s, where a year is official once its notice is in", d.Plan.Region),
			`leave it at 0, or set calendar.region = "none"`, "calendar.listed_to", "calendar.region")
	}
	if d.Plan.Region != fund.RegionGuangxi && len(d.Plan.Regional) > 0 {
		t.bad("is for a region with days off of its own, and "+d.Plan.Region+" is none",
			`set calendar.region = "CN-GX", or write the days under calendar.years`, "calendar.regional_years", "calendar.regional_files", "calendar.region")
	}
	if d.Currency.Code == "" || d.Currency.Name == "" {
		t.bad("must be set, as must currency.name", `write a code like "CNY" and a name like "元"`, "currency.code", "currency.name")
	}
}

// yearContradictions are those of drafting, works and the year's end.
func (d *draft) yearContradictions(t *told) {
	if team := d.Works.Acceptance; team.Outside > team.Team {
		t.bad("is more than works.team", "lower it, or name more members", "works.team_outside", "works.team")
	}
	if days := d.Works.Acceptance.MendDays; len(days) == 0 || !slices.IsSorted(days) {
		t.bad("must name one number of days or more, the fewest first", "write working days, such as [5, 10, 20]", "works.mend_days")
	}
	if d.Year.WeeklyFrom < d.Year.WarnFrom {
		t.bad("is before year.warn_from", "warn by the month first, then by the week", "year.weekly_from", "year.warn_from")
	}
	if i := d.Year.Inspection; i.SatisfiedLeast.Num*i.Satisfied.Den > i.Satisfied.Num*i.SatisfiedLeast.Den {
		t.bad("is more than year.inspection_satisfied", "let what is serious be less than what is a finding", "year.inspection_satisfied_least", "year.inspection_satisfied")
	}
}

// decisionContradictions are those of who decides on how much.
func (d *draft) decisionContradictions(t *told) {
	if d.CommunityLimit > d.MaxCost {
		t.bad(fmt.Sprintf("is %s, more than tiers.max_cost, %s", d.CommunityLimit.Decimal(), d.MaxCost.Decimal()),
			"lower the limit, or raise what a project may cost at most", "tiers.community_limit", "tiers.max_cost")
	}
	if d.Quorum.Num == 0 {
		t.bad("is nothing: one vote would decide", `write a share of the members, such as "2/3"`, "ballot.quorum")
	}
	if d.QuorumOver && d.Quorum.Num == d.Quorum.Den {
		t.bad("asks for more than everybody", "leave it false, or lower ballot.quorum", "ballot.quorum_over", "ballot.quorum")
	}
	if d.Majority.Num == d.Majority.Den {
		t.bad("cannot be exceeded: nothing could ever be carried", `write the share that the votes for it must exceed, such as "1/2"`, "ballot.majority")
	}
	if len(d.BallotLengths) == 0 || !slices.IsSorted(d.BallotLengths) {
		t.bad("must name one length or more, the shortest first", "write hours, such as [24, 72, 168]", "ballot.lengths")
	}
	if len(d.Meetings.VoteLengths) == 0 || !slices.IsSorted(d.Meetings.VoteLengths) {
		t.bad("must name one length or more, the shortest first", "write minutes, such as [5, 15, 30]", "meetings.vote_lengths")
	}
	if max(d.Meetings.RepresentativesNotice, d.Meetings.ResidentsNotice) >= d.Meetings.MaxAhead {
		t.bad("leaves no day on which a meeting could be held", "let meetings be called further ahead than their notice", "meetings.days_ahead", "meetings.notice_days")
	}
	if d.BallotNotice > 0 && d.BallotNotice+24*time.Hour > d.LongestBallot() {
		t.bad("leaves less than a day before the longest of ballot.lengths ends", "ask for less notice, or add a longer length", "ballot.notice_hours", "ballot.lengths")
	}
	if !slices.IsSortedFunc(d.Allocations, func(a, b fund.Allocation) int { return a.From - b.From }) {
		t.bad("must be in the order of years", "put the earliest year first", "money.allocations")
	}
	for _, a := range d.Allocations {
		if a.From < 1949 || a.From > 2200 || a.Each < 0 || a.Each > fund.MaxMoney {
			t.bad(fmt.Sprintf("has the year %d with %s", a.From, a.Each.Decimal()), "write the year from which it holds and an amount of 0 or more", "money.allocations")
		}
	}
}

// firstMoment gives the moment at which a day begins in a zone.
func firstMoment(day string, zone *time.Location) (time.Time, error) {
	return time.ParseInLocation(time.DateOnly, day, zone)
}
