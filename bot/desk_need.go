package bot

import (
	"huimin/locales"
	"huimin/office"
)

// deskDoors lead from the desk to what does not wait for anybody: all projects,
// all needs and the meetings.
func (c *staff) deskDoors(t *turn) ([][]key, error) {
	var row []key
	for _, door := range []func(*turn) (*key, error){c.projectsKey, c.needsKey, c.meetingsKey} {
		k, err := door(t)
		if err != nil {
			return nil, err
		}
		if k != nil {
			row = append(row, *k)
		}
	}
	if len(row) == 0 {
		return nil, nil
	}
	return [][]key{row}, nil
}

// askingLine is visits, a poll or a choice that goes on.
func (c *staff) askingLine(t *turn, place int, i office.DeskItem) (locales.Message, error) {
	switch i.Kind { //nolint:exhaustive // the others are no asking
	case office.DeskCampaign:
		one, err := t.tx.Campaign(i.Campaign)
		what := locales.DeskCampaign(i.Count, goalWords(i.Of, one.Unit), i.Until)
		if i.Overdue {
			what = locales.DeskCampaignOver(i.Until)
		}
		return locales.DeskLinePlain(place, locales.Text(i.Title), what), err
	case office.DeskPoll:
		p, err := c.office.Poll(t.tx, i.Poll)
		if err != nil {
			return locales.Message{}, err
		}
		question, err := c.question(t.lang, p)
		return locales.DeskLinePlain(place, locales.Text(question), locales.DeskPoll(i.Until)), err
	}
	return locales.DeskLinePlain(place, locales.NeedsChoiceButton(i.Year), locales.DeskSelection(i.Count, i.Of)), nil
}
