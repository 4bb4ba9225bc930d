package fund

import (
	"errors"
	"fmt"
	"time"
)

// CampaignID numbers a campaign; 0 is none.
type CampaignID int64

// CampaignKind is how a campaign asks people what they need.
type CampaignKind string

// The kinds of campaign (the article, 11): 年初走访 and 调查.
const (
	CampaignVisit  CampaignKind = "visit"  // from door to door
	CampaignSurvey CampaignKind = "survey" // with a list of questions
)

// CampaignKinds lists both kinds.
func CampaignKinds() []CampaignKind { return []CampaignKind{CampaignVisit, CampaignSurvey} }

// GoalUnit is what the goal of a campaign counts.
type GoalUnit string

// What goals count.
const (
	GoalHouseholds GoalUnit = "households"
	GoalBuildings  GoalUnit = "buildings"
)

// GoalUnits lists what goals may count.
func GoalUnits() []GoalUnit { return []GoalUnit{GoalHouseholds, GoalBuildings} }

// CampaignStatus is where a campaign stands.
type CampaignStatus string

// The states of a campaign.
const (
	CampaignOpen   CampaignStatus = "open"
	CampaignClosed CampaignStatus = "closed"
)

// Campaign is a community's round of visits or its survey. From is when its
// first day begins and Until when its last day is over, in the programme's
// zone; Goal is how many Units are to be reached.
type Campaign struct {
	ID        CampaignID
	Community PlaceID
	Kind      CampaignKind
	Title     string
	Goal      int
	Unit      GoalUnit
	From      time.Time
	Until     time.Time
	Status    CampaignStatus
	Opened    time.Time
	OpenedBy  PersonID
	Closed    time.Time
	ClosedBy  PersonID
}

// LastDay is a moment of the campaign's last day.
func (c Campaign) LastDay() time.Time { return c.Until.Add(-time.Second) }

// Close ends the campaign. It must be open, else *StateError.
func (c *Campaign) Close(by PersonID, now time.Time) error {
	if c.Status != CampaignOpen {
		return fmt.Errorf("close: %w", &StateError{
			Noun: "campaign", ID: int64(c.ID), Have: string(c.Status), Want: []string{string(CampaignOpen)},
		})
	}
	c.Status, c.Closed, c.ClosedBy = CampaignClosed, now, by
	return nil
}

// VisitOutcome is what came of standing at a door.
type VisitOutcome string

// The outcomes of a visit.
const (
	VisitNeed    VisitOutcome = "need"    // a request was taken down
	VisitSupport VisitOutcome = "support" // what the household asks for has been asked for already
	VisitNone    VisitOutcome = "none"    // somebody was in, and needs nothing
	VisitNobody  VisitOutcome = "nobody"  // nobody was in
)

// Reached reports whether somebody was spoken to.
func (o VisitOutcome) Reached() bool { return o != VisitNobody }

// Progress is how far a campaign has come. Doors were called at and Reached
// are those of them where somebody was in at least once, in Buildings
// buildings; Needs were taken down, and households joined older ones Supports
// times; at None doors nothing was needed.
type Progress struct {
	Doors, Reached, Buildings, Needs, Supports, None int
}

// Done is how much of the campaign's goal is reached.
func (p Progress) Done(u GoalUnit) int {
	if u == GoalBuildings {
		return p.Buildings
	}
	return p.Reached
}

// CampaignRules limit campaigns; all are defaults of this project.
type CampaignRules struct {
	MaxDays    int   // how long one may last
	MaxGoal    int   // households or buildings
	RemindDays []int // so many days before the last one its staff are reminded; 0: on that day
	CloseAfter int   // so many days after the last one the clock closes what nobody has
}

func defaultCampaigns() CampaignRules {
	return CampaignRules{MaxDays: 120, MaxGoal: 20_000, RemindDays: []int{7, 2, 0}, CloseAfter: 14}
}

// CampaignFault is what is wrong with a campaign.
type CampaignFault string

// What may be wrong with a campaign.
const (
	CampaignPast     CampaignFault = "past"     // it would be over already
	CampaignBackward CampaignFault = "backward" // it would end before it begins
	CampaignLong     CampaignFault = "long"     // it would last too long
	CampaignGoal     CampaignFault = "goal"     // its goal is none, or too high
)

// ErrCampaign is in every *CampaignError.
var ErrCampaign = errors.New("not a campaign")

// CampaignError says what is wrong with a campaign: Have is what it has and Max
// what it may have, in days for CampaignLong, doors or buildings for
// CampaignGoal. errors.Is(err, ErrCampaign).
type CampaignError struct {
	Fault     CampaignFault
	Have, Max int
}

// Error names the fault and the figures.
func (e *CampaignError) Error() string {
	return fmt.Sprintf("campaign: %s: %d of %d", e.Fault, e.Have, e.Max)
}

// Unwrap gives ErrCampaign.
func (e *CampaignError) Unwrap() error { return ErrCampaign }

// Check says whether a campaign may be opened at now: nil, *CampaignError, or
// *LengthError for its title. It may have begun before.
func (r CampaignRules) Check(c Campaign, now time.Time) error {
	if err := CheckTitle(c.Title); err != nil {
		return err
	}
	days := int(c.Until.Sub(c.From).Hours()/24 + 0.5) // whole days, whatever the clocks do meanwhile
	switch {
	case days < 1:
		return &CampaignError{Fault: CampaignBackward}
	case !c.Until.After(now):
		return &CampaignError{Fault: CampaignPast}
	case days > r.MaxDays:
		return &CampaignError{Fault: CampaignLong, Have: days, Max: r.MaxDays}
	case c.Goal < 1 || c.Goal > r.MaxGoal:
		return &CampaignError{Fault: CampaignGoal, Have: c.Goal, Max: r.MaxGoal}
	}
	return nil
}
