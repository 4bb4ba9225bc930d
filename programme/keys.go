package programme

import (
	"slices"
	"strings"

	"huimin/fund"
)

// Unit is what the number of a rule counts.
type Unit string

// The units.
const (
	UnitNone     Unit = ""
	UnitAmount   Unit = "amount" // whole units of the currency, with up to two decimals
	UnitWorkdays Unit = "workdays"
	UnitDays     Unit = "days"
	UnitHours    Unit = "hours"
	UnitMinutes  Unit = "minutes"
	UnitClock    Unit = "clock" // a time of the day: "09:00"
	UnitLetters  Unit = "letters"
	UnitCount    Unit = "count"
	UnitShare    Unit = "share" // "2/3" or "10%"
	UnitPercent  Unit = "percent"
	UnitMonth    Unit = "month" // 1 to 12
)

// Key is one rule as a file names it.
type Key struct {
	Name     string // "review.days"
	Field    string // where it goes: a path of fields in draft
	Unit     Unit
	Min, Max int64    // of a number, in Unit; Max 0 is as much as one likes
	OneOf    []string // of a text: the only ones
	Fixed    bool     // it cannot change on a date
}

// Section is the part of the file the key stands in; "" is the top.
func (k Key) Section() string {
	section, _, found := cutLast(k.Name)
	if !found {
		return ""
	}
	return section
}

// Short is the key's name within its section.
func (k Key) Short() string {
	_, short, _ := cutLast(k.Name)
	return short
}

func cutLast(name string) (section, short string, found bool) {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return "", name, false
	}
	return name[:i], name[i+1:], true
}

// mostMoney is the largest amount of a rule, in whole units of the currency.
const mostMoney = int64(fund.MaxMoney / 100)

// Keys lists every rule in the order in which a file has them.
func Keys() []Key {
	return slices.Concat(placeKeys(), decisionKeys(), meetingKeys(), moneyKeys(), draftKeys(), worksKeys(), needKeys(), officeKeys(), peopleKeys(), yearKeys())
}

// words gives the values of an enum as a file writes them.
func words[T ~string](list []T) []string {
	texts := make([]string, len(list))
	for i, one := range list {
		texts[i] = string(one)
	}
	return texts
}

// placeKeys are what a place is like.
func placeKeys() []Key {
	return []Key{
		{Name: "name", Field: "Name", Fixed: true},
		{Name: "time_zone", Field: "Zone", Fixed: true},

		{Name: "currency.code", Field: "Currency.Code", Fixed: true},
		{Name: "currency.name", Field: "Currency.Name", Fixed: true},

		{Name: "calendar.region", Field: "Plan.Region", OneOf: fund.Regions()},
		{Name: "calendar.weekend", Field: "Plan.Weekend"},
		{Name: "calendar.yearly", Field: "Plan.Yearly"},
		{Name: "calendar.listed_to", Field: "Plan.ListedTo", Unit: UnitCount, Max: 2200},
		{Name: "calendar.files", Field: "Files"},
		{Name: "calendar.regional_files", Field: "RegionalFiles"},
		{Name: "calendar.years", Field: "Plan.Years"},
		{Name: "calendar.regional_years", Field: "Plan.Regional"},

		{Name: "catalogue.without", Field: "Without"},
		{Name: "catalogue.more", Field: "More"},

		{Name: "hours.from", Field: "Hours.From", Unit: UnitClock, Max: 24 * 60},
		{Name: "hours.to", Field: "Hours.To", Unit: UnitClock, Max: 24 * 60},
	}
}

// decisionKeys are who decides on what, and how.
func decisionKeys() []Key {
	return []Key{
		{Name: "tiers.community_limit", Field: "CommunityLimit", Unit: UnitAmount, Max: mostMoney},
		{Name: "tiers.limit_inclusive", Field: "LimitInclusive"},
		{Name: "tiers.max_cost", Field: "MaxCost", Unit: UnitAmount, Min: 1, Max: mostMoney},

		{Name: "review.days", Field: "ReviewDays", Unit: UnitWorkdays, Min: 1, Max: 250},
		{Name: "review.joint_clock", Field: "JointClock"},

		{Name: "ballot.voters", Field: "Voters", OneOf: words(fund.VotersList()), Fixed: true},
		{Name: "ballot.quorum", Field: "Quorum", Unit: UnitShare},
		{Name: "ballot.quorum_over", Field: "QuorumOver"},
		{Name: "ballot.majority", Field: "Majority", Unit: UnitShare},
		{Name: "ballot.notice_hours", Field: "BallotNotice", Unit: UnitHours, Max: 24 * 60},
		{Name: "ballot.lengths", Field: "BallotLengths", Unit: UnitHours, Min: 1, Max: 24 * 60},
		{Name: "ballot.hours_from", Field: "BallotHours.From", Unit: UnitClock, Max: 24 * 60},
		{Name: "ballot.hours_to", Field: "BallotHours.To", Unit: UnitClock, Max: 24 * 60},
		{Name: "ballot.budget_rule", Field: "Budgets.Rule", OneOf: words(fund.BudgetRules())},
		{Name: "ballot.budget_ties", Field: "Budgets.Ties", OneOf: words(fund.TiesList())},
		{Name: "ballot.local_win", Field: "LocalWin", Unit: UnitShare},
	}
}

// moneyKeys are where money comes from and what it may do.
func moneyKeys() []Key {
	return []Key{
		{Name: "money.allocations", Field: "Allocations"},
		{Name: "money.city_share", Field: "Money.CityShare", Unit: UnitShare},
		{Name: "money.floors", Field: "Money.Floors"},
		{Name: "money.growth_from", Field: "Money.Growth.From", Max: 2200},
		{Name: "money.growth_years", Field: "Money.Growth.Years", Unit: UnitCount, Min: 1, Max: 100},
		{Name: "money.growth_least", Field: "Money.Growth.Least", Unit: UnitShare},
		{Name: "money.pay_order", Field: "Money.PayOrder", OneOf: words([]fund.PayOrder{fund.PayOthersFirst, fund.PayByPlan})},
		{Name: "money.left_over", Field: "Money.LeftOver", OneOf: words([]fund.LeftOver{fund.LeftCarried, fund.LeftReturned})},
	}
}

// worksKeys are what is asked of works.
func worksKeys() []Key {
	return []Key{
		{Name: "works.change_share", Field: "Works.ChangeShare", Unit: UnitShare},
		{Name: "works.complaint_days", Field: "Works.Complaint.Days", Unit: UnitWorkdays, Min: 1, Max: 250},
		{Name: "works.complaint_street_days", Field: "Works.Complaint.StreetDays", Unit: UnitWorkdays, Min: 1, Max: 250},
		{Name: "works.complaint_reply_days", Field: "Works.Complaint.ReplyDays", Unit: UnitDays, Min: 1, Max: 365},
		{Name: "works.complaints_open", Field: "Works.Complaint.MaxOpen", Unit: UnitCount, Min: 1, Max: 1000},
		{Name: "works.team", Field: "Works.Acceptance.Team", Unit: UnitCount, Min: 1, Max: 50},
		{Name: "works.team_outside", Field: "Works.Acceptance.Outside", Unit: UnitCount, Max: 50},
		{Name: "works.pass", Field: "Works.Acceptance.Pass", Unit: UnitShare},
		{Name: "works.final", Field: "Works.Acceptance.Final", Unit: UnitShare},
		{Name: "works.name_days", Field: "Works.Acceptance.NameDays", Unit: UnitWorkdays, Min: 1, Max: 250},
		{Name: "works.sign_days", Field: "Works.Acceptance.SignDays", Unit: UnitWorkdays, Min: 1, Max: 250},
		{Name: "works.mend_days", Field: "Works.Acceptance.MendDays", Unit: UnitWorkdays, Min: 1, Max: 250},
		{Name: "works.dispute_days", Field: "Works.Acceptance.DisputeDays", Unit: UnitDays, Max: 365},
		{Name: "works.rule_days", Field: "Works.Acceptance.RuleDays", Unit: UnitWorkdays, Min: 1, Max: 250},
		{Name: "works.evaluation_days", Field: "Works.Evaluation.Days", Unit: UnitDays, Min: 1, Max: 365},
		{Name: "works.evaluation_least", Field: "Works.Evaluation.Least", Unit: UnitCount, Min: 1, Max: 10_000},
		{Name: "works.evaluation_enough", Field: "Works.Evaluation.Enough", Unit: UnitCount, Max: 1_000_000},
		{Name: "works.evaluation_mark", Field: "Works.Evaluation.Mark", Unit: UnitShare},
	}
}

// officeKeys are what the office publishes, asks and takes.
func officeKeys() []Key {
	return []Key{
		{Name: "bulletin.day", Field: "BulletinDay", Unit: UnitCount, Min: 1, Max: 31},
		{Name: "bulletin.hour", Field: "BulletinHour", Unit: UnitCount, Max: 23},
		{Name: "bulletin.posting_days", Field: "PostingDays", Unit: UnitDays, Max: 365},

		{Name: "limits.text_least", Field: "Requests.MinText", Unit: UnitLetters, Min: 1, Max: 200},
		{Name: "limits.text_most", Field: "Requests.MaxText", Unit: UnitLetters, Min: 20, Max: 4000},
		{Name: "limits.where_most", Field: "Requests.MaxWhere", Unit: UnitLetters, Min: 10, Max: 500},
		{Name: "limits.reason_most", Field: "Requests.MaxReason", Unit: UnitLetters, Min: 20, Max: 2000},
		{Name: "limits.photos", Field: "Requests.MaxPhotos", Unit: UnitCount, Max: 10},
		{Name: "limits.open_requests", Field: "Requests.MaxOpen", Unit: UnitCount, Min: 1, Max: 1000},
		{Name: "limits.requests_a_day", Field: "Requests.MaxPerDay", Unit: UnitCount, Min: 1, Max: 1000},

		{Name: "invitations.days", Field: "InviteTTL", Unit: UnitDays, Min: 1, Max: 365},
	}
}

// peopleKeys are for how long and for how many somebody serves.
func peopleKeys() []Key {
	return []Key{
		{Name: "people.least_households", Field: "People.LeastHouseholds", Unit: UnitCount, Min: 1, Max: 10_000},
		{Name: "people.most_households", Field: "People.MostHouseholds", Unit: UnitCount, Min: 1, Max: 10_000},
		{Name: "people.term_years", Field: "People.TermYears", Unit: UnitCount, Min: 1, Max: 20},
		{Name: "people.term_notices", Field: "People.TermNotices", Unit: UnitDays, Min: 1, Max: 365},
		{Name: "people.deputy_days", Field: "People.DeputyDays", Unit: UnitDays, Min: 1, Max: 365},
		{Name: "people.roster_days", Field: "People.RosterTTL", Unit: UnitDays, Min: 1, Max: 365},
	}
}
