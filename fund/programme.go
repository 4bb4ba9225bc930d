package fund

import (
	"fmt"
	"time"
)

// Programme is the set of rules a fund runs by. Its values are shared and must
// not be changed once made.
type Programme struct {
	Name           string
	Zone           *time.Location
	Currency       Currency
	CommunityLimit Money // up to which a community decides alone
	LimitInclusive bool  // a cost of CommunityLimit itself is the community's
	MaxCost        Money // the most any project may cost
	ReviewDays     int   // working days for review
	JointClock     bool  // street and district share ReviewDays
	Voters         Voters
	LocalWin       Share // this share of the cost, brought in by residents and sponsors, decides without a vote; 0 never
	Quorum         Share // at least this share of members takes part
	QuorumOver     bool  // more than that share, not just as much
	Majority       Share // more than this share of those is for it
	Calendar       Calendar
	Catalogue      Catalogue
	Hours          WorkHours
	BulletinDay    int // day of a quarter's first month
	BulletinHour   int // hour of that day
	PostingDays    int // days for which a bulletin hangs on the notice board; 0 is not asked for
	Requests       RequestLimits
	Campaigns      CampaignRules
	Polls          PollRules
	Needs          NeedRules
	InviteTTL      time.Duration
	BallotNotice   time.Duration   // a vote stays open for so long at least
	BallotLengths  []time.Duration // offered, ascending; the last is the longest allowed
	BallotHours    WorkHours       // in which ballots are offered to close, both ends counted in
	Budgets        BudgetVoting
	Allocations    []Allocation // ascending by year
	Money          MoneyRules
	Works          WorksRules
	Year           YearRules
	Draft          DraftRules
	People         PeopleRules
	Meetings       MeetingRules
}

// Currency is what money is counted in. Name is how it is written after an
// amount in a language that has no word of its own for Code.
type Currency struct{ Code, Name string }

// Allocation is what every community gets a year, from a year on.
type Allocation struct {
	From int
	Each Money
}

// Allocation gives what a community gets in a year; 0 before the fund began.
func (p Programme) Allocation(year int) Money {
	var each Money
	for _, a := range p.Allocations {
		if a.From <= year {
			each = a.Each
		}
	}
	return each
}

// LongestBallot is how long a ballot may stay open.
func (p Programme) LongestBallot() time.Duration {
	var longest time.Duration
	for _, d := range p.BallotLengths {
		longest = max(longest, d)
	}
	return longest
}

// Liuzhou gives the rules of Liuzhou's fund as far as they are known.
//
// From the article: 100,000 yuan a community and year from 2014, 200,000 from
// 2016 (5), at least a tenth more from 2021 (6, recorded here as 220,000);
// communities decide up to 50,000 (14); five working days for street and
// district (15), taken together because the article does not say. From the
// Act, Art. 29: the quorum and the majority. The 20th of a quarter's first
// month is common practice for notices. The rest are defaults of this project:
// the largest cost, hours, limits, lengths of ballots and invitations, and the
// catalogue.
func Liuzhou() (Programme, error) {
	calendar, err := DefaultCalendar("CN-GX")
	if err != nil {
		return Programme{}, fmt.Errorf("liuzhou: %w", err)
	}
	catalogue, err := DefaultCatalogue()
	if err != nil {
		return Programme{}, fmt.Errorf("liuzhou: %w", err)
	}
	return Programme{
		Name: "liuzhou",
		// China keeps one hour all year, so no zone files are needed for it.
		Zone:           time.FixedZone("Asia/Shanghai", 8*60*60),
		Currency:       Currency{Code: "CNY", Name: "元"},
		CommunityLimit: Yuan(50_000),
		LimitInclusive: true,
		MaxCost:        Yuan(1_000_000),
		ReviewDays:     5,
		JointClock:     true,
		Voters:         VotersRepresentatives,
		LocalWin:       Share{Num: 0, Den: 1},
		Quorum:         Share{Num: 2, Den: 3},
		Majority:       Share{Num: 1, Den: 2},
		Calendar:       calendar,
		Catalogue:      catalogue,
		Hours:          WorkHours{From: 9 * 60, To: 17*60 + 30},
		BulletinDay:    20,
		BulletinHour:   9,
		PostingDays:    15, // the Act, Art. 34: not less
		Requests: RequestLimits{
			MinText: 4, MaxText: 1000, MaxWhere: 200, MaxPhotos: 10, MaxOpen: 10, MaxPerDay: 5, MaxReason: 500,
		},
		Campaigns:     defaultCampaigns(),
		Polls:         defaultPolls(),
		Needs:         defaultNeeds(),
		InviteTTL:     7 * 24 * time.Hour,
		BallotLengths: []time.Duration{24 * time.Hour, 72 * time.Hour, 168 * time.Hour},
		BallotHours:   WorkHours{From: 8 * 60, To: 20 * 60},               // a default of this project
		Budgets:       BudgetVoting{Rule: BudgetVotes, Ties: TiesCheaper}, // a default of this project
		Allocations: []Allocation{
			{From: 2014, Each: Yuan(100_000)}, {From: 2016, Each: Yuan(200_000)}, {From: 2021, Each: Yuan(220_000)},
		},
		Money:  defaultMoney(),
		People: defaultPeople(),
		Works:  defaultWorks(),
		Year:   defaultYear(),
		Draft:  defaultDraft(),

		Meetings: defaultMeetings(),
	}, nil
}
