package office

import (
	"errors"

	"huimin/fund"
	"huimin/store"
)

// asking adds what a community's staff are in the middle of asking: visits and
// surveys, polls, and the choice among a year's needs.
func (d *desk) asking(community fund.PlaceID) error {
	if err := d.campaigns(community); err != nil {
		return err
	}
	polls, err := d.act.Tx.Polls(community)
	if err != nil {
		return err
	}
	for _, p := range polls {
		if p.Status == fund.PollOpen {
			d.items = append(d.items, DeskItem{
				Kind: DeskPoll, Poll: p.ID, Title: p.Question, Place: community, Since: d.local(p.Opened), Until: d.local(p.Closes),
			})
		}
	}
	return d.selection(community)
}

func (d *desk) campaigns(community fund.PlaceID) error {
	list, err := d.act.Tx.Campaigns(community)
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.Status != fund.CampaignOpen {
			continue
		}
		p, err := d.act.Tx.Progress(c.ID)
		if err != nil {
			return err
		}
		d.items = append(d.items, DeskItem{
			Kind: DeskCampaign, Campaign: c.ID, Title: c.Title, Place: community, Since: d.local(c.Opened),
			Until: d.local(c.LastDay()), Overdue: !d.act.Now.Before(c.Until), Count: p.Done(c.Unit), Of: c.Goal,
		})
	}
	return nil
}

func (d *desk) selection(community fund.PlaceID) error {
	s, err := d.OpenSelection(d.act.Tx, community)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	waiting := 0
	for _, n := range s.Needs {
		if n.Fate == fund.FateWaiting {
			waiting++
		}
	}
	d.items = append(d.items, DeskItem{
		Kind: DeskSelection, Selection: s.Selection.ID, Place: community, Since: s.Selection.Opened, Year: s.Selection.Year,
		Count: waiting, Of: len(s.Needs),
	})
	return nil
}
