package office

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// The names of entries about visits and surveys.
const (
	recordCampaignOpened = "campaign_opened"
	recordCampaignClosed = "campaign_closed"
	recordVisit          = "visit"
	recordVisitUndone    = "visit_undone"
)

// NewCampaign is a round of visits or a survey to be opened. From and Until are
// moments of its first and its last day.
type NewCampaign struct {
	Community   fund.PlaceID
	Kind        fund.CampaignKind
	Title       string
	Goal        int
	Unit        fund.GoalUnit
	From, Until time.Time
}

// CampaignEntry is what the record keeps of a campaign opened or closed; the
// figures when it is closed.
type CampaignEntry struct {
	Campaign  fund.CampaignID   `json:"campaign"`
	Community fund.PlaceID      `json:"community"`
	Kind      fund.CampaignKind `json:"kind"`
	Title     string            `json:"title_sealed"`
	Goal      int               `json:"goal"`
	Unit      fund.GoalUnit     `json:"unit"`
	From      int64             `json:"from"`
	Until     int64             `json:"until"`
	Progress  *fund.Progress    `json:"progress,omitempty"`
}

// CampaignView is a campaign with how far it has come.
type CampaignView struct {
	Campaign  fund.Campaign
	Progress  fund.Progress
	Buildings []store.BuildingCount
	Requests  []fund.Request // taken down in it, the most supported first
}

// CheckCampaign says whether a campaign could be opened as it is, and gives it:
// *fund.CampaignError, *fund.LengthError.
func (o *Office) CheckCampaign(now time.Time, n NewCampaign) (fund.Campaign, error) {
	c := fund.Campaign{
		Community: n.Community, Kind: n.Kind, Title: strings.TrimSpace(n.Title), Goal: n.Goal, Unit: n.Unit,
		From: o.dayBegins(n.From, 0), Until: o.dayBegins(n.Until, 1), Status: fund.CampaignOpen, Opened: now,
	}
	if !slices.Contains(fund.CampaignKinds(), c.Kind) || !slices.Contains(fund.GoalUnits(), c.Unit) {
		return c, fmt.Errorf("%s of %s: %w", c.Kind, c.Unit, fund.ErrCampaign)
	}
	return c, o.Rules(now).Campaigns.Check(c, now)
}

// dayBegins is when the day of t begins in the programme's zone, or one of the
// days after it.
func (o *Office) dayBegins(t time.Time, after int) time.Time {
	t = t.In(o.Zone())
	return time.Date(t.Year(), t.Month(), t.Day()+after, 0, 0, 0, 0, o.Zone())
}

// OpenCampaign opens a round of visits or a survey in a community, by its
// staff: *fund.NotAllowed, *fund.CampaignError, *fund.LengthError,
// [ErrPlaceKind].
func (o *Office) OpenCampaign(a Act, n NewCampaign) (fund.Campaign, error) {
	c, err := o.openCampaign(a, n)
	if err != nil {
		return c, fmt.Errorf("open campaign: %w", err)
	}
	return o.localCampaign(c), nil
}

func (o *Office) openCampaign(a Act, n NewCampaign) (c fund.Campaign, err error) {
	if err := o.allow(a, fund.ActCampaign, n.Community); err != nil {
		return c, err
	}
	place, err := a.Tx.Place(n.Community)
	if err == nil && place.Kind != fund.PlaceCommunity {
		err = fmt.Errorf("campaign of a %s: %w", place.Kind, ErrPlaceKind)
	}
	if err != nil {
		return c, err
	}
	if c, err = o.CheckCampaign(a.Now, n); err != nil {
		return c, err
	}
	c.OpenedBy = a.By.ID
	if c.ID, err = a.Tx.AddCampaign(c); err != nil {
		return c, err
	}
	return c, o.recordCampaign(a, recordCampaignOpened, c, nil)
}

func (o *Office) recordCampaign(a Act, what string, c fund.Campaign, p *fund.Progress) (err error) {
	e := CampaignEntry{
		Campaign: c.ID, Community: c.Community, Kind: c.Kind, Goal: c.Goal, Unit: c.Unit,
		From: unix(c.From), Until: unix(c.Until), Progress: p,
	}
	if e.Title, err = a.seal(c.Title, 0); err != nil { // the office's word: it outlives who gave it
		return err
	}
	return a.record(what, e)
}

// CloseCampaign closes a campaign, by the staff of its community; its result is
// posted to the neighbourhood. *fund.NotAllowed, *fund.StateError.
func (o *Office) CloseCampaign(a Act, id fund.CampaignID) (fund.Campaign, error) {
	c, err := a.Tx.Campaign(id)
	if err == nil {
		err = o.permitted(a, fund.ActCampaign, c.Community, func() error { return o.closeCampaign(a, &c) })
	}
	if err != nil {
		return c, fmt.Errorf("close campaign: %w", err)
	}
	return o.localCampaign(c), nil
}

func (o *Office) closeCampaign(a Act, c *fund.Campaign) error {
	if err := c.Close(a.By.ID, a.Now); err != nil {
		return err
	}
	if err := a.Tx.SaveCampaign(*c); err != nil {
		return err
	}
	p, err := a.Tx.Progress(c.ID)
	if err != nil {
		return err
	}
	if err := o.recordCampaign(a, recordCampaignClosed, *c, &p); err != nil {
		return err
	}
	_, err = o.postTo(a, c.Community, campaignTopic(c.ID), Notice{
		Kind: KindCampaignResult, Data: CampaignNews{Campaign: c.ID}, Lane: store.LaneNotice,
	}, store.PurposeNeighbourhood)
	return err
}

// Campaign gives a campaign with how far it has come, for those who look
// through its community: *fund.NotAllowed, [store.ErrNotFound].
func (o *Office) Campaign(a Act, id fund.CampaignID) (CampaignView, error) {
	c, err := a.Tx.Campaign(id)
	if err == nil {
		err = o.allow(a, fund.ActOversee, c.Community)
	}
	if err != nil {
		return CampaignView{}, fmt.Errorf("campaign: %w", err)
	}
	return o.ViewCampaign(a.Tx, id)
}

// ViewCampaign is [Office.Campaign] for a notice, which nobody asks for.
func (o *Office) ViewCampaign(tx *store.Tx, id fund.CampaignID) (v CampaignView, err error) {
	if v.Campaign, err = tx.Campaign(id); err != nil {
		return v, err
	}
	v.Campaign = o.localCampaign(v.Campaign)
	if v.Progress, err = tx.Progress(id); err != nil {
		return v, err
	}
	if v.Buildings, err = tx.Buildings(id); err != nil {
		return v, err
	}
	v.Requests, err = tx.CampaignRequests(id)
	v.Requests = o.localRequests(v.Requests)
	return v, err
}

// Campaigns gives a community's campaigns, the open ones first, then the
// newest.
func (o *Office) Campaigns(tx *store.Tx, community fund.PlaceID) ([]fund.Campaign, error) {
	list, err := tx.Campaigns(community)
	return each(list, o.localCampaign), err
}

func (o *Office) localCampaign(c fund.Campaign) fund.Campaign {
	c.From, c.Until, c.Opened, c.Closed = o.local(c.From), o.local(c.Until), o.local(c.Opened), o.local(c.Closed)
	return c
}

// remindCampaigns reminds a community's staff of a campaign some days before it
// ends, and on the day after; when nobody has closed it two weeks later, the
// clock does.
func (o *Office) remindCampaigns(a Act) error {
	list, err := a.Tx.OpenCampaigns()
	if err != nil {
		return err
	}
	rules := o.Rules(a.Now).Campaigns
	for _, c := range list {
		left := o.daysUntil(a.Now, c.LastDay())
		switch {
		case left < -rules.CloseAfter:
			err = o.closeCampaign(a, &c)
		case left == -1 || slices.Contains(rules.RemindDays, left):
			err = o.remindCampaign(a, c, left)
		}
		if err != nil {
			return fmt.Errorf("campaign %d: %w", c.ID, err)
		}
	}
	return nil
}

// daysUntil counts calendar days from now's to at's, 0 on the day itself.
func (o *Office) daysUntil(now, at time.Time) int {
	day := func(t time.Time) time.Time { // days have 24 hours in UTC
		t = t.In(o.Zone())
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	return int(day(at).Sub(day(now)).Hours() / 24)
}

func (o *Office) remindCampaign(a Act, c fund.Campaign, left int) error {
	staff, err := o.staffOf(a, c.Community)
	if err != nil {
		return err
	}
	for _, p := range staff {
		err := o.tell(a, p, Notice{
			Kind: KindCampaignReminder, Data: CampaignNews{c.ID, left}, Lane: store.LaneNotice,
			Key: fmt.Sprintf("campaign:%d:%d:%d", c.ID, left, p), Expires: o.dayBegins(a.Now, 1),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// staffOf gives a community's staff of this moment.
func (o *Office) staffOf(a Act, community fund.PlaceID) ([]fund.PersonID, error) {
	place, err := a.Tx.Place(community)
	if err != nil {
		return nil, err
	}
	return o.holdersIn(a, []fund.Place{place}, fund.RoleStaff, fund.PlaceCommunity)
}

// Errors of visits.
var (
	// ErrCampaignBegins says that the campaign's first day has not come.
	ErrCampaignBegins = errors.New("campaign has not begun")
	// ErrHouseholdCounted says that the household is counted for that request
	// already: it supports it, or has asked for it itself.
	ErrHouseholdCounted = errors.New("household is counted already")
	// ErrVisitKept says that a visit can no longer be taken back: it brought a
	// request, or is older than a day.
	ErrVisitKept = errors.New("visit cannot be taken back")
)
