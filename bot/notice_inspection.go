package bot

import (
	"encoding/json"
	"fmt"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/store"
)

// inspectionsNotice tells the district how many inspections wait for it, and
// the street how many are drafted.
func (c *staff) inspectionsNotice(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.YearNews](data)
	if err != nil {
		return screen{}, err
	}
	person, err := v.tx.PersonByTelegram(v.chat)
	if err != nil {
		return screen{}, err
	}
	act := office.Act{Tx: v.tx, Now: v.now, By: person}
	list, err := c.office.Inspections(act)
	if err != nil {
		return screen{}, err
	}
	open, decide := 0, 0
	var last fund.Inspection
	for _, i := range list {
		if i.Year != n.Year || i.Opinion != "" {
			continue
		}
		open++
		if c.office.Allowed(act, fund.ActInspect, i.Community) == nil {
			decide++
			last = i.Inspection
		}
	}
	s := screen{Text: locales.InspectionNewsStreet(open, n.Year), Keys: [][]key{
		{v.key(locales.InspectionListButton(), inspectionsButton{})},
	}}
	switch {
	case open == 0:
		return screen{}, errNothing
	case decide > 0:
		s.Text = locales.InspectionNewsDistrict(decide, n.Year, dueWords(c.office, last.Due, last.Provisional, v.now))
	}
	return s, nil
}

// inspectionPost is the result in short, for the neighbours.
func (c *staff) inspectionPost(v *view, data json.RawMessage) (screen, error) {
	y, err := c.closedYear(v, data)
	if err != nil || y.Opinion == "" {
		return screen{}, orNothing(err)
	}
	return screen{Text: report.InspectionPost(inspected(y))}, nil
}

// paperNotice is the report as a paper, for those who file it.
func (c *staff) paperNotice(v *view, data json.RawMessage) (screen, error) {
	y, err := c.closedYear(v, data)
	if err != nil {
		return screen{}, err
	}
	raw, err := report.InspectionPaper(inspected(y), c.book, v.lang)
	if err != nil {
		return screen{}, err
	}
	text := locales.InspectionPaperPreview(placeName(y.Place), y.Year)
	switch {
	case y.Opinion != "":
		text = locales.InspectionPaper(
			placeName(y.Place), y.Year, y.Year+1, report.OpinionName(y.Opinion), int64(y.Amount))
	case y.ID != 0:
		text = locales.InspectionPaperDraft(placeName(y.Place), y.Year)
	}
	name, err := c.book.Plain(v.lang, locales.PaperFile(y.Place.Code, y.Year))
	return screen{Text: text, Document: &document{Name: name, Bytes: raw}}, err
}

// sendPaper has the report sent as a paper. It is made when it is sent: setting
// a document takes longer than an answer may.
func (c *staff) sendPaper(t *turn, b inspectionPaperButton) error {
	if _, err := c.office.Inspection(t.act(), b.Place, b.Year); err != nil {
		return err
	}
	data, err := json.Marshal(office.YearNews{Year: b.Year, Community: b.Place})
	if err != nil {
		return fmt.Errorf("send paper: %w", err)
	}
	return t.tx.Send(store.Outgoing{
		Kind: office.KindInspectionReport, Chat: t.chat.ID, Data: data, Lane: store.LaneReply, Due: t.now,
	}, t.now)
}
