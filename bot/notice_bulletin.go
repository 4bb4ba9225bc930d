package bot

import (
	"encoding/json"

	"huimin/fund"
	"huimin/office"
	"huimin/report"
)

// bulletinNotices is the quarter's figures: for neighbourhoods, and rolled up
// for streets and districts.
func (d *decisions) bulletinNotices(r *router) {
	r.notice(office.KindBulletin, d.bulletin)
	r.notice(office.KindRollup, d.rollup)
}

func (d *decisions) bulletin(v *view, data json.RawMessage) (screen, error) {
	b, page, err := d.readBulletin(v, data)
	if err != nil || page > b.Pages() {
		return screen{}, orNothing(err)
	}
	return screen{Text: report.Bulletin(b.Bulletin, placeName(b.Place), report.Head(b.Head), page)}, nil
}

func (d *decisions) rollup(v *view, data json.RawMessage) (screen, error) {
	b, page, err := d.readBulletin(v, data)
	if err != nil || page > fund.RollupPages(len(b.Parts)+len(b.Offices)) {
		return screen{}, orNothing(err)
	}
	parts := make([]report.Community, len(b.Parts))
	for i, part := range b.Parts {
		parts[i] = report.Community{Name: placeName(part.Place), Bulletin: part.Bulletin}
	}
	offices := make([]report.Office, len(b.Offices))
	for i, one := range b.Offices {
		offices[i] = report.Office{Name: placeName(one.Place), Promptness: one.Promptness}
	}
	return screen{Text: report.Rollup(b.Bulletin, placeName(b.Place), parts, offices, report.Head(b.Head), page)}, nil
}

// readBulletin makes up the figures at the moment of sending.
func (d *decisions) readBulletin(v *view, data json.RawMessage) (office.BulletinView, int, error) {
	n, err := read[office.BulletinNews](data)
	if err != nil {
		return office.BulletinView{}, 0, err
	}
	b, err := d.office.Bulletin(office.Act{Tx: v.tx, Now: v.now}, n.Place, n.Quarter)
	return b, max(1, n.Page), err
}

// orNothing is the error, or that there is nothing to say.
func orNothing(err error) error {
	if err != nil {
		return err
	}
	return errNothing
}
