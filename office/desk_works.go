package office

import (
	"maps"
	"slices"

	"huimin/fund"
)

// works adds what waits for a community's staff about works: objections,
// complaints, and what people wrote in evaluations.
func (d *desk) works(community fund.PlaceID) error {
	notes, err := d.act.Tx.OpenObjections(community)
	if err != nil {
		return err
	}
	for _, n := range notes {
		p, err := d.act.Tx.Project(n.Project)
		if err != nil {
			return err
		}
		item := d.project(DeskObjection, p)
		item.Work, item.Since = n.ID, d.local(n.At)
		d.items = append(d.items, item)
	}
	if err := d.complaints(community, fund.ComplaintOpen); err != nil {
		return err
	}
	words, err := d.act.Tx.WordsUnseen(community)
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(words)) {
		p, err := d.act.Tx.Project(id)
		if err != nil {
			return err
		}
		e, err := d.Evaluation(d.act.Tx, id)
		if err != nil {
			return err
		}
		item := d.project(DeskWords, p)
		item.Count, item.Since = words[id], e.Opened
		d.items = append(d.items, item)
	}
	return nil
}

// complaints adds the complaints below a place that wait for an answer.
func (d *desk) complaints(place fund.PlaceID, status fund.ComplaintStatus) error {
	list, err := d.act.Tx.ComplaintsUnder(place, status)
	if err != nil {
		return err
	}
	for _, c := range list {
		item := DeskItem{Kind: DeskMinutes, Place: c.Community}
		if c.Meeting != 0 {
			m, err := d.act.Tx.Meeting(c.Meeting)
			if err != nil {
				return err
			}
			item.Title = m.Title
		} else {
			p, err := d.act.Tx.Project(c.Project)
			if err != nil {
				return err
			}
			item = d.project(DeskComplaint, p)
		}
		item.Work, item.Number, item.Since = c.ID, c.Number, d.local(c.Since)
		d.due(&item, c.Due)
		d.items = append(d.items, item)
	}
	return nil
}

// appeals adds what the street decides on about works: complaints that went
// up, and disputes.
func (d *desk) appeals(place fund.PlaceID) error {
	if err := d.complaints(place, fund.ComplaintRaised); err != nil {
		return err
	}
	list, err := d.act.Tx.DisputesWaiting(place)
	if err != nil {
		return err
	}
	for _, n := range list {
		p, err := d.act.Tx.Project(n.Project)
		if err != nil {
			return err
		}
		item := d.project(DeskDispute, p)
		item.Work, item.Since = n.ID, d.local(n.Filed)
		d.due(&item, n.Due)
		d.items = append(d.items, item)
	}
	return nil
}

// signatures adds the acceptances that wait for the person's own signature.
func (d *desk) signatures() error {
	list, err := d.act.Tx.AcceptancesIn(fund.AcceptanceOpen)
	if err != nil {
		return err
	}
	for _, n := range list {
		for _, m := range n.Members {
			if m.Person != d.act.By.ID || m.Verdict != "" {
				continue
			}
			p, err := d.act.Tx.Project(n.Project)
			if err != nil {
				return err
			}
			if p.Status != fund.ProjectFinished { // it ended otherwise, at the year's end
				continue
			}
			item := d.project(DeskSign, p)
			item.Work, item.Since = n.ID, d.local(n.Named)
			d.due(&item, n.Due)
			d.items = append(d.items, item)
		}
	}
	return nil
}
