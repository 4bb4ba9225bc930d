package bot

import (
	"encoding/json"
	"slices"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// campaignReminder tells staff that visits or a survey are about to end.
func (c *staff) campaignReminder(v *view, data json.RawMessage) (screen, error) {
	d, err := read[office.CampaignNews](data)
	if err != nil {
		return screen{}, err
	}
	one, err := c.office.ViewCampaign(v.tx, d.Campaign)
	if err != nil {
		return screen{}, err
	}
	if one.Campaign.Status != fund.CampaignOpen {
		return screen{}, errNothing
	}
	when := locales.CampaignStateOpen(d.Left)
	switch {
	case d.Left == 0:
		when = locales.CampaignStateToday()
	case d.Left < 0:
		when = locales.CampaignStateOver()
	}
	k := one.Campaign
	return screen{
		Text: locales.CampaignReminder(k.Title, k.LastDay(), when, one.Progress.Done(k.Unit), goalWords(k.Goal, k.Unit)),
		Keys: [][]key{{v.key(locales.CampaignOpenButton(k.Title), campaignButton{k.ID})}},
	}, nil
}

// campaignResult is what the neighbourhood reads when a campaign is closed. No
// door and no building is named in it.
func (c *staff) campaignResult(v *view, data json.RawMessage) (screen, error) {
	d, err := read[office.CampaignNews](data)
	if err != nil {
		return screen{}, err
	}
	one, err := c.office.ViewCampaign(v.tx, d.Campaign)
	if err != nil {
		return screen{}, err
	}
	k, p := one.Campaign, one.Progress
	last := k.LastDay()
	if k.Closed.Before(last) {
		last = k.Closed
	}
	parts := []locales.Message{
		locales.CampaignResult(k.Title, campaignKind(k.Kind), k.From, last, goalWords(k.Goal, k.Unit), p.Done(k.Unit),
			locales.CampaignNeeds(p.Needs), locales.CampaignSupports(p.Supports)),
		campaignNeeds(one),
	}
	if p.Needs+p.Supports > 0 {
		parts = append(parts, locales.CampaignResultNext())
	}
	return screen{Text: locales.Paragraphs(parts...)}, nil
}

// postedNeeds is how many needs a post names, and newsNeeds how many of
// somebody's own a message does.
const (
	postedNeeds = 20
	newsNeeds   = 10
)

// needsPost is the list of a year's needs in the neighbourhood's group, with
// what has become of each. What staff have noted is not told before the end.
func (c *staff) needsPost(v *view, data json.RawMessage) (screen, error) {
	d, err := read[office.SelectionNews](data)
	if err != nil {
		return screen{}, err
	}
	list, err := c.office.Selected(v.tx, d.Selection)
	if err != nil {
		return screen{}, err
	}
	s := list.Selection
	place, err := c.office.Place(v.tx, s.Community)
	if err != nil {
		return screen{}, err
	}
	name := placeName(place)
	parts := []locales.Message{locales.NeedsPost(name, s.Year, len(list.Needs))}
	if s.Status == fund.SelectionClosed {
		parts[0] = locales.NeedsPostEnded(name, s.Year, s.Closed)
	}
	for _, n := range list.Needs[:min(len(list.Needs), postedNeeds)] {
		if s.Status == fund.SelectionOpen && n.Request.Status == fund.RequestOpen {
			n.Fate = fund.FateWaiting
		}
		parts = append(parts, locales.NeedsPostLine(n.Need.Rank, shortTitle(n.Request), backed(n.Need.Neighbours, n.Need.Households), fateName(s, n)))
	}
	if more := len(list.Needs) - postedNeeds; more > 0 {
		parts = append(parts, locales.NeedsPostMore(more))
	}
	return screen{
		Text: locales.Paragraphs(parts...), Keys: [][]key{{linkKey(locales.NeedsPostButton(), v.link(string(wantList)+place.Code))}},
	}, nil
}

// needsNews tells somebody, in one message, what became of everything they
// asked for or support.
func (c *staff) needsNews(v *view, data json.RawMessage) (screen, error) {
	d, err := read[office.SelectionNews](data)
	if err != nil {
		return screen{}, err
	}
	person, err := v.tx.PersonByTelegram(v.chat)
	if err != nil {
		return screen{}, err
	}
	list, err := c.office.Selected(v.tx, d.Selection)
	if err != nil {
		return screen{}, err
	}
	s := list.Selection
	name, err := nameOf(v.tx, c.office, s.Community)
	if err != nil {
		return screen{}, err
	}
	own, supported, err := c.office.Concerns(v.tx, list, person.ID)
	if err != nil {
		return screen{}, err
	}
	if len(own)+len(supported) == 0 {
		return screen{}, errNothing
	}
	parts := []locales.Message{locales.NeedsNews(name, s.Year)}
	if len(own) > 0 {
		parts = append(parts, locales.NeedsNewsOwn(newsLines(s, own)))
	}
	if len(supported) > 0 {
		parts = append(parts, locales.NeedsNewsSupported(newsLines(s, supported)))
	}
	kept := func(n office.SelectedNeed) bool { return n.Fate == fund.FateKept }
	if slices.ContainsFunc(own, kept) || slices.ContainsFunc(supported, kept) {
		parts = append(parts, locales.NeedsNewsNext())
	}
	out := screen{Text: locales.Paragraphs(parts...)}
	if len(own) == 1 { // several are found under "mine"
		out.Keys = [][]key{{v.key(locales.RequestOpenButton(), openButton{Request: int64(own[0].Request.ID), From: fromMine})}}
	}
	return out, nil
}

func newsLines(s fund.Selection, list []office.SelectedNeed) []locales.Message {
	var lines []locales.Message
	for _, n := range list[:min(len(list), newsNeeds)] {
		lines = append(lines, locales.NeedsNewsLine(n.Request.Number, shortTitle(n.Request), fateName(s, n)))
	}
	if more := len(list) - newsNeeds; more > 0 {
		lines = append(lines, locales.NeedsPostMore(more))
	}
	return lines
}
