package bot

import (
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/store"
)

// sheetDifference says what changed since a project was sent up before, for
// those who review it again; nothing the first time.
func sheetDifference(tx *store.Tx, o *office.Office, p fund.Project) (locales.Message, error) {
	if p.Status != fund.ProjectStreet && p.Status != fund.ProjectDistrict {
		return locales.Message{}, nil
	}
	d, ok, err := o.Difference(tx, p.ID)
	switch {
	case err != nil || !ok:
		return locales.Message{}, err
	case d.Same():
		return locales.DiffSame(), nil
	}
	var rows []locales.Message
	for _, f := range d.Fields {
		rows = append(rows, fieldChange(f, d, o.Zone()))
	}
	for _, l := range d.Removed {
		rows = append(rows, locales.DiffRemoved(l.Label, int64(l.Amount)))
	}
	for _, l := range d.Changed {
		rows = append(rows, locales.DiffLine(l.Label, int64(l.Old), int64(l.New)))
	}
	for _, l := range d.Added {
		rows = append(rows, locales.DiffAdded(l.Label, int64(l.Amount)))
	}
	return locales.DiffHead(d.Old.N, rows), nil
}

func fieldChange(f fund.Field, d fund.Difference, zone *time.Location) locales.Message {
	old, now := d.Old, d.New
	switch f {
	case fund.FieldTitle:
		return locales.DiffTitle(old.Title, now.Title)
	case fund.FieldWhere:
		return locales.DiffWhere(old.Where, now.Where)
	case fund.FieldItem:
		return locales.DiffItem(locales.Scope(string(old.Item)), locales.Scope(string(now.Item)))
	case fund.FieldCost:
		return locales.DiffCost(int64(old.Funding.Total()), int64(now.Funding.Total()))
	case fund.FieldFund:
		return locales.DiffFund(int64(old.Funding.Fund), int64(now.Funding.Fund))
	case fund.FieldSponsor:
		return locales.DiffSponsor(int64(old.Funding.Sponsor), int64(now.Funding.Sponsor))
	case fund.FieldResidents:
		return locales.DiffResidents(int64(old.Funding.Residents), int64(now.Funding.Residents))
	case fund.FieldPurpose:
		return locales.DiffPurpose(cut(old.Purpose, reasonRoom), cut(now.Purpose, reasonRoom))
	case fund.FieldWhom:
		return locales.DiffWhom(old.Whom, now.Whom)
	case fund.FieldPeriod:
		return locales.DiffPeriod(time.Unix(now.Begin, 0).In(zone), time.Unix(now.End, 0).In(zone))
	case fund.FieldQuote:
		return locales.DiffQuote(old.Vendor, int64(old.Quoted), now.Vendor, int64(now.Quoted))
	case fund.FieldPhotos:
		return locales.DiffPhotos(old.Photos, now.Photos)
	}
	return locales.Message{}
}

// sheetOpinions says what the bureaus think of a project that the district
// reviews or reviewed, and who has not spoken.
func sheetOpinions(tx *store.Tx, o *office.Office, p fund.Project, reviews []fund.Approval, now time.Time) ([]locales.Message, error) {
	for i := len(reviews) - 1; i >= 0; i-- {
		if reviews[i].Tier != fund.TierDistrict {
			continue
		}
		said, awaited, err := o.Opinions(office.Act{Tx: tx, Now: now}, reviews[i], p)
		if err != nil {
			return nil, err
		}
		var lines []locales.Message
		for _, s := range said {
			lines = append(lines, locales.SpokenRow(report.BureauName(s.Bureau), viewName(s.View), cut(s.Words, reasonRoom)))
		}
		if len(awaited) > 0 {
			lines = append(lines, locales.SpokenAwaited(bureauNames(awaited)))
		}
		return lines, nil
	}
	return nil, nil
}

func bureauNames(list []fund.Bureau) (names []locales.Message) {
	for _, b := range list {
		names = append(names, report.BureauName(b))
	}
	return names
}

func viewName(v fund.View) locales.Message {
	switch v {
	case fund.ViewAgree:
		return locales.SpokenAgree()
	case fund.ViewConditions:
		return locales.SpokenConditions()
	case fund.ViewObject:
		return locales.SpokenObject()
	}
	return locales.Message{}
}

// pauseRoom is how long the words of a pause stand in a brief sheet.
const pauseRoom = 40

// sheetPause says that a review's clock stands still; nothing while it runs.
func sheetPause(tx *store.Tx, o *office.Office, reviews []fund.Approval, now time.Time, room int) (locales.Message, error) {
	if len(reviews) == 0 {
		return locales.Message{}, nil
	}
	last := reviews[len(reviews)-1]
	pauses, err := o.Pauses(tx, last.ID)
	for _, p := range pauses {
		if p.Open(now) {
			return locales.PauseSheet(p.Since, p.Until, groundName(p.Ground), cut(p.Words, room)), err
		}
	}
	return locales.Message{}, err
}

func groundName(g fund.PauseGround) locales.Message {
	switch g {
	case fund.GroundDocuments:
		return locales.PauseDocuments()
	case fund.GroundSite:
		return locales.PauseSite()
	case fund.GroundExpert:
		return locales.PauseExpert()
	}
	return locales.Message{}
}

// sheetReviewed says what a review waits for: what the community has to add,
// whom the district has not heard, a clock that stands still.
func sheetReviewed(tx *store.Tx, o *office.Office, p fund.Project, now time.Time, brief bool) ([]locales.Message, error) {
	reviews, err := o.Reviews(tx, p.ID)
	if err != nil {
		return nil, err
	}
	room := reasonRoom
	if brief {
		room = pauseRoom
	}
	pause, err := sheetPause(tx, o, reviews, now, room)
	if err != nil || brief {
		return []locales.Message{pause}, err
	}
	lines, err := sheetOpinions(tx, o, p, reviews, now)
	if err != nil {
		return nil, err
	}
	lacks, err := sheetLacks(tx, o, p, now)
	return append(lines, pause, lacks), err
}
