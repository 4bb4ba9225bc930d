package bot

import (
	"encoding/json"
	"errors"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// appealNotice tells the district that an appeal waits; once it is answered,
// everybody who was told sees that.
func (c *staff) appealNotice(v *view, data json.RawMessage) (screen, error) {
	bar, err := c.appealOf(v, data)
	if err != nil {
		return screen{}, err
	}
	_, err = v.tx.Post(v.chat, v.topic)
	posted := err == nil
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return screen{}, err
	}
	a := bar.Appeal
	done := !a.Decided.IsZero()
	if done && !posted {
		return screen{}, errNothing
	}
	due := dueWords(c.office, a.Due, a.Provisional, v.now)
	if done {
		due = locales.Message{}
	}
	text, err := c.appealText(&bar, v.tx, due)
	if err != nil {
		return screen{}, err
	}
	if done {
		return screen{
			Text: locales.Paragraphs(locales.AppealTaken(), text, appealAnswer(bar)), Keys: appealKeys(v.buttons, bar, false),
		}, nil
	}
	person, err := v.tx.PersonByTelegram(v.chat)
	if err != nil {
		return screen{}, err
	}
	act := office.Act{Tx: v.tx, Now: v.now, By: person}
	may := c.office.Allowed(act, fund.ActDecideAppeal, bar.Community) == nil
	return screen{Text: text, Keys: appealKeys(v.buttons, bar, may)}, nil
}

// appealDecidedNotice tells the committee what the district answered.
func (c *staff) appealDecidedNotice(v *view, data json.RawMessage) (screen, error) {
	bar, err := c.appealOf(v, data)
	if err != nil {
		return screen{}, err
	}
	text := locales.AppealDecidedDenied(bar.Number, bar.Title, bar.Appeal.Answer, bar.BackIn)
	if bar.Appeal.Granted {
		text = locales.AppealDecidedGranted(bar.Number, bar.Title, bar.Appeal.Answer)
	}
	return screen{Text: text, Keys: [][]key{{v.key(locales.WorksOpenButton(), projectButton{bar.Project})}}}, nil
}

func (c *staff) appealOf(v *view, data json.RawMessage) (office.BarView, error) {
	n, err := read[office.AppealNews](data)
	if err != nil {
		return office.BarView{}, err
	}
	a, err := c.office.Appeal(v.tx, n.Appeal)
	if err != nil {
		return office.BarView{}, err
	}
	return c.office.Bar(office.Act{Tx: v.tx, Now: v.now}, a.Project)
}

// sheetFailed says that a project has failed, and when it may come back.
func sheetFailed(tx *store.Tx, o *office.Office, p fund.Project) ([]locales.Message, error) {
	line := locales.YearSheetFailed(p.Year)
	if p.Reason != "" {
		line = locales.SheetFailed(p.Changed, p.Reason)
	}
	v, err := o.Bar(office.Act{Tx: tx, Now: p.Changed}, p.ID)
	if errors.Is(err, store.ErrNotFound) {
		return []locales.Message{line}, nil
	}
	if err != nil {
		return nil, err
	}
	lines := []locales.Message{line}
	if v.Lifted.IsZero() {
		lines = append(lines, locales.BarSheet(v.BackIn))
	}
	switch a := v.Appeal; {
	case a.ID == 0:
	case a.Decided.IsZero():
		lines = append(lines, locales.BarSheetWaiting(a.Filed, a.Due))
	default:
		lines = append(lines, appealAnswer(v))
	}
	return lines, nil
}
