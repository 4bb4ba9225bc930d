package bot

import (
	"strconv"
	"time"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// campaigning is a round of visits or a survey being opened. From and Until
// are days as 2026-02-09.
type campaigning struct {
	Place pick              `json:"place"`
	Kind  fund.CampaignKind `json:"kind,omitempty"`
	Title string            `json:"title,omitempty"`
	Goal  int               `json:"goal,omitempty"`
	Unit  fund.GoalUnit     `json:"unit,omitempty"`
	From  string            `json:"from,omitempty"`
	Until string            `json:"until,omitempty"`
}

// campaignsButton lists a community's visits and surveys; campaignButton shows
// one; newCampaignButton begins to open one; closeCampaignButton asks whether
// to close one, and does with Yes.
type (
	campaignsButton     struct{ Place fund.PlaceID }
	campaignButton      struct{ Campaign fund.CampaignID }
	newCampaignButton   struct{ Place fund.PlaceID }
	closeCampaignButton struct {
		Campaign fund.CampaignID
		Yes      bool
	}
)

// campaignFlow is visits and surveys: opening one, how far it has come, and
// closing it.
func (c *staff) campaignFlow(r *router) {
	c.campaign = form(r, c.campaignForm())
	press(r, "nc", c.showCampaigns)
	press(r, "nca", func(t *turn, b campaignButton) error { return c.showCampaign(t, b.Campaign) })
	press(r, "ncn", func(t *turn, b newCampaignButton) error { return c.beginCampaign(t, b.Place) })
	press(r, "ncx", c.closeCampaign)
	r.notice(office.KindCampaignReminder, c.campaignReminder)
	r.notice(office.KindCampaignResult, c.campaignResult)
}

func (c *staff) beginCampaign(t *turn, place fund.PlaceID) error {
	if err := c.office.Allowed(t.act(), fund.ActCampaign, place); err != nil {
		return err
	}
	return c.campaign.begin(t, campaigning{Place: pick{Place: place}, From: t.now.Format(time.DateOnly)})
}

func (c *staff) campaignForm() dialog.Form[*turn, campaigning] {
	label := func(m locales.Message) func(campaigning) locales.Message {
		return func(campaigning) locales.Message { return m }
	}
	return dialog.Form[*turn, campaigning]{
		Name: "campaign", Title: locales.CampaignFormTitle(),
		Steps: []dialog.Step[*turn, campaigning]{
			{Key: "kind", Label: label(locales.CampaignKindLabelButton()), Ask: askCampaignKind, Take: takeCampaignKind},
			{Key: "title", Label: label(locales.CampaignTitleLabelButton()), Ask: c.askCampaignTitle, Take: c.takeCampaignTitle},
			{Key: "goal", Label: label(locales.CampaignGoalLabelButton()), Ask: askCampaignGoal, Take: c.takeCampaignGoal},
			{
				Key: "from", Label: label(locales.CampaignFromLabelButton()), Ask: askCampaignFrom, Take: takeCampaignFrom,
				Unasked: func(d campaigning) bool { return d.From != "" },
			},
			{Key: "until", Label: label(locales.CampaignUntilLabelButton()), Ask: askCampaignUntil, Take: c.takeCampaignUntil},
		},
		Look: c.lookAtCampaign,
		Done: func(t *turn, d campaigning) error {
			n, err := d.campaign(t)
			if err != nil {
				return err
			}
			opened, err := c.office.OpenCampaign(t.act(), n)
			if err != nil {
				return err
			}
			return t.show(screen{Text: locales.CampaignOpened(opened.Title), Keys: c.campaignKeys(t, opened)})
		},
	}
}

// campaign is what the form has collected.
func (d campaigning) campaign(t *turn) (n office.NewCampaign, err error) {
	n = office.NewCampaign{Community: d.Place.Place, Kind: d.Kind, Title: d.Title, Goal: d.Goal, Unit: d.Unit}
	if n.From, err = time.ParseInLocation(time.DateOnly, d.From, t.now.Location()); err != nil {
		return n, err
	}
	n.Until, err = time.ParseInLocation(time.DateOnly, d.Until, t.now.Location())
	return n, err
}

func askCampaignKind(*turn, campaigning) (dialog.View, error) {
	return dialog.View{Text: locales.CampaignAskKind(), Choices: [][]dialog.Choice{
		{{Value: string(fund.CampaignVisit), Label: locales.CampaignVisitButton()}},
		{{Value: string(fund.CampaignSurvey), Label: locales.CampaignSurveyButton()}},
	}}, nil
}

func takeCampaignKind(_ *turn, d *campaigning, a dialog.Answer) error {
	if a.Choice == "" {
		return dialog.Again(locales.FormPressPlease())
	}
	d.Kind = fund.CampaignKind(a.Choice)
	return nil
}

// usualTitle is what a campaign is mostly called.
func (c *staff) usualTitle(t *turn, d campaigning) locales.Message {
	year := c.office.Rules(t.now).Needs.Year(t.now)
	if d.Kind == fund.CampaignSurvey {
		return locales.CampaignUsualSurveyButton(year)
	}
	return locales.CampaignUsualVisitButton(year)
}

func (c *staff) askCampaignTitle(t *turn, d campaigning) (dialog.View, error) {
	return dialog.View{
		Text: locales.CampaignAskTitle(), Choices: [][]dialog.Choice{{{Value: "u", Label: c.usualTitle(t, d)}}},
	}, nil
}

func (c *staff) takeCampaignTitle(t *turn, d *campaigning, a dialog.Answer) (err error) {
	switch {
	case a.Choice != "":
		d.Title, err = c.book.Plain(t.lang, c.usualTitle(t, *d))
		return err
	case a.Text == "":
		return dialog.Again(locales.FormTextPlease())
	}
	if err := fund.CheckTitle(a.Text); err != nil {
		return again(err)
	}
	d.Title = a.Text
	return nil
}

// askCampaignGoal offers all households where it is known how many there are.
func askCampaignGoal(t *turn, d campaigning) (dialog.View, error) {
	v := dialog.View{Text: locales.CampaignAskGoal()}
	known, err := t.tx.CountHouseholds(d.Place.Place)
	if known > 0 {
		v.Choices = [][]dialog.Choice{{{Value: strconv.Itoa(known), Label: locales.CampaignAllButton(known)}}}
	}
	return v, err
}

func (c *staff) takeCampaignGoal(t *turn, d *campaigning, a dialog.Answer) error {
	if a.Choice != "" {
		a.Text = a.Choice
	}
	if a.Text == "" {
		return dialog.Again(locales.FormTextPlease())
	}
	n, unit, ok := fund.ReadGoal(a.Text)
	if !ok {
		return dialog.Again(locales.CampaignGoalUnreadable())
	}
	if most := c.office.Rules(t.now).Campaigns.MaxGoal; n < 1 || n > most {
		return dialog.Again(locales.RefuseCampaignGoalAlert(n, most))
	}
	d.Goal, d.Unit = n, unit
	return nil
}

func askCampaignFrom(t *turn, _ campaigning) (dialog.View, error) {
	monday := t.now.AddDate(0, 0, 7-(int(t.now.Weekday())+6)%7)
	return dialog.View{Text: locales.CampaignAskFrom(), Choices: [][]dialog.Choice{
		{{Value: t.now.Format(time.DateOnly), Label: locales.CampaignTodayButton()}},
		{{Value: monday.Format(time.DateOnly), Label: locales.CampaignMondayButton(monday)}},
	}}, nil
}

func takeCampaignFrom(t *turn, d *campaigning, a dialog.Answer) error {
	day, err := dayIn(t, a)
	if err == nil {
		d.From = day.Format(time.DateOnly)
	}
	return err
}

// dayIn reads the day of an answer.
func dayIn(t *turn, a dialog.Answer) (time.Time, error) {
	text := a.Text
	if a.Choice != "" {
		text = a.Choice
	}
	day, ok := fund.ReadDayAhead(text, t.now)
	if !ok {
		return day, dialog.Again(locales.CampaignDayUnreadable())
	}
	return day, nil
}

// Days after which a campaign mostly ends.
func usualLengths() []int { return []int{7, 14, 28, 56} }

func askCampaignUntil(t *turn, d campaigning) (dialog.View, error) {
	from, err := time.ParseInLocation(time.DateOnly, d.From, t.now.Location())
	if err != nil {
		return dialog.View{}, err
	}
	v := dialog.View{Text: locales.CampaignAskUntil()}
	for i, days := range usualLengths() {
		day := from.AddDate(0, 0, days)
		choice := dialog.Choice{Value: day.Format(time.DateOnly), Label: locales.CampaignMondayButton(day)}
		if i%2 == 0 {
			v.Choices = append(v.Choices, []dialog.Choice{choice})
			continue
		}
		v.Choices[len(v.Choices)-1] = append(v.Choices[len(v.Choices)-1], choice)
	}
	return v, nil
}

func (c *staff) takeCampaignUntil(t *turn, d *campaigning, a dialog.Answer) error {
	day, err := dayIn(t, a)
	if err != nil {
		return err
	}
	d.Until = day.Format(time.DateOnly)
	n, err := d.campaign(t)
	if err == nil {
		_, err = c.office.CheckCampaign(t.now, n)
	}
	if err != nil {
		return again(err)
	}
	return nil
}

func (c *staff) lookAtCampaign(t *turn, d campaigning) (dialog.View, error) {
	place, err := nameOf(t.tx, c.office, d.Place.Place)
	if err != nil {
		return dialog.View{}, err
	}
	n, err := d.campaign(t)
	return dialog.View{
		Text: locales.CampaignLook(place, campaignKind(d.Kind), d.Title, goalWords(d.Goal, d.Unit), n.From, n.Until),
	}, err
}

func campaignKind(k fund.CampaignKind) locales.Message {
	switch k {
	case fund.CampaignVisit:
		return locales.CampaignVisit()
	case fund.CampaignSurvey:
		return locales.CampaignSurvey()
	}
	return locales.Message{}
}

func goalWords(n int, u fund.GoalUnit) locales.Message {
	if u == fund.GoalBuildings {
		return locales.CampaignBuildings(n)
	}
	return locales.CampaignHouseholds(n)
}

// campaignState says how long a campaign still goes on.
func campaignState(c fund.Campaign, now time.Time) locales.Message {
	days := int(c.Until.Sub(now).Hours() / 24)
	switch {
	case c.Status == fund.CampaignClosed:
		return locales.CampaignStateClosed(c.Closed)
	case !now.Before(c.Until):
		return locales.CampaignStateOver()
	case days == 0:
		return locales.CampaignStateToday()
	}
	return locales.CampaignStateOpen(days)
}

// showCampaigns lists a community's visits and surveys.
func (c *staff) showCampaigns(t *turn, b campaignsButton) error {
	if err := c.office.Allowed(t.act(), fund.ActOversee, b.Place); err != nil {
		return err
	}
	name, err := nameOf(t.tx, c.office, b.Place)
	if err != nil {
		return err
	}
	list, err := c.office.Campaigns(t.tx, b.Place)
	if err != nil {
		return err
	}
	parts := []locales.Message{locales.CampaignList(name)}
	if len(list) == 0 {
		parts = append(parts, locales.CampaignListNone())
	}
	var keys [][]key
	for _, one := range list[:min(len(list), deskSize)] {
		v, err := c.office.ViewCampaign(t.tx, one.ID)
		if err != nil {
			return err
		}
		parts = append(parts, locales.CampaignListLine(one.Title, v.Progress.Done(one.Unit), goalWords(one.Goal, one.Unit), campaignState(one, t.now)))
		keys = append(keys, []key{t.key(locales.CampaignOpenButton(one.Title), campaignButton{one.ID})})
	}
	may, err := c.allowed(t, b.Place, [][]can{{{fund.ActCampaign, t.key(locales.CampaignNewButton(), newCampaignButton(b))}}})
	keys = append(append(keys, may...), []key{t.key(locales.NeedsButton(), needsButton{Place: b.Place})})
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.Paragraphs(parts...), Keys: keys})
}

// campaignKeys are what may be done in a campaign.
func (c *staff) campaignKeys(t *turn, one fund.Campaign) [][]key {
	var keys [][]key
	if one.Status == fund.CampaignOpen {
		keys = append(keys, []key{t.key(locales.CampaignDoorButton(), doorButton{one.ID}).styled("primary")},
			[]key{t.key(locales.CampaignCloseButton(), closeCampaignButton{Campaign: one.ID})})
	}
	return append(keys, []key{t.key(locales.CampaignListButton(), campaignsButton{one.Community})})
}

// shownBuildings and shownNeeds are how many a page of a campaign names.
const (
	shownBuildings = 12
	shownNeeds     = 5
)

// showCampaign shows how far a campaign has come.
func (c *staff) showCampaign(t *turn, id fund.CampaignID) error {
	v, err := c.office.Campaign(t.act(), id)
	if err != nil {
		return err
	}
	one, p := v.Campaign, v.Progress
	name, err := nameOf(t.tx, c.office, one.Community)
	if err != nil {
		return err
	}
	parts := []locales.Message{
		locales.CampaignPage(one.Title, campaignKind(one.Kind), name, one.From, one.LastDay(), campaignState(one, t.now)),
		locales.Lines(
			locales.CampaignProgress(p.Done(one.Unit), goalWords(one.Goal, one.Unit), p.Doors, p.Doors-p.Reached, p.None),
			locales.CampaignHeard(locales.CampaignNeeds(p.Needs), locales.CampaignSupports(p.Supports)),
		),
	}
	if len(v.Buildings) > 0 {
		var lines []locales.Message
		for _, b := range v.Buildings[:min(len(v.Buildings), shownBuildings)] {
			lines = append(lines, locales.CampaignBuildingCount(b.Building, b.Reached, b.Doors))
		}
		parts = append(parts, locales.CampaignBuildingsLine(lines, len(v.Buildings)-len(lines)))
	}
	parts = append(parts, campaignNeeds(v))
	keys := c.campaignKeys(t, one)
	if c.office.Allowed(t.act(), fund.ActCampaign, one.Community) != nil {
		keys = keys[len(keys)-1:]
	}
	return t.show(screen{Text: locales.Paragraphs(parts...), Keys: keys})
}

// campaignNeeds are those of a campaign's needs that most people support.
func campaignNeeds(v office.CampaignView) locales.Message {
	if len(v.Requests) == 0 {
		return locales.Message{}
	}
	var lines []locales.Message
	for _, r := range v.Requests[:min(len(v.Requests), shownNeeds)] {
		lines = append(lines, locales.CampaignRequestLine(r.Number, shortTitle(r), backed(r.Supporters, r.Households)))
	}
	return locales.CampaignRequests(lines, len(v.Requests)-len(lines))
}

func (c *staff) closeCampaign(t *turn, b closeCampaignButton) error {
	v, err := c.office.Campaign(t.act(), b.Campaign)
	if err == nil {
		err = c.office.Allowed(t.act(), fund.ActCampaign, v.Campaign.Community)
	}
	if err != nil {
		return err
	}
	one := v.Campaign
	if b.Yes {
		if _, err := c.office.CloseCampaign(t.act(), b.Campaign); err != nil {
			return err
		}
		return t.show(screen{Text: locales.CampaignClosed(one.Title), Keys: [][]key{
			{t.key(locales.CampaignOpenButton(one.Title), campaignButton{one.ID})}, {t.key(locales.NeedsButton(), needsButton{Place: one.Community})},
		}})
	}
	if one.Status != fund.CampaignOpen {
		return refuse(locales.RefuseCampaignClosedAlert())
	}
	return t.show(screen{
		Text: locales.CampaignCloseAsk(one.Title, v.Progress.Done(one.Unit), goalWords(one.Goal, one.Unit)),
		Keys: [][]key{
			{t.key(locales.CampaignCloseYesButton(), closeCampaignButton{one.ID, true})},
			{t.key(locales.CampaignBackButton(), campaignButton{one.ID})},
		},
	})
}
