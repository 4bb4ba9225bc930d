package bot

import (
	"errors"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
)

// What is done about inspections and visits.
type (
	inspectionsButton struct{ Page int }
	inspectionButton  struct {
		Place fund.PlaceID
		Year  int
	}
	inspectionPaperButton struct {
		Place fund.PlaceID
		Year  int
	}
	decideInspectionButton struct{ Inspection int64 }
	siteVisitButton        struct {
		Place   fund.PlaceID
		Project fund.ProjectID
	}
	siteVisitPhotosButton struct {
		Place fund.PlaceID
		Year  int
	}
)

// judging is an inspection being decided.
type judging struct {
	Inspection int64            `json:"inspection"`
	Opinion    fund.OpinionKind `json:"opinion,omitempty"`
	Amount     fund.Money       `json:"amount,omitempty"`
	Reason     string           `json:"reason,omitempty"`
}

// inspecting is a visit being noted.
type inspecting struct {
	Place    fund.PlaceID   `json:"place"`
	Project  fund.ProjectID `json:"project,omitempty"`
	Severity fund.Severity  `json:"severity,omitempty"`
	Text     string         `json:"text,omitempty"`
	Photos   []dialog.Photo `json:"photos,omitempty"`
}

// inspectionFlow is the year-end inspection: the list, the report, its opinion,
// and the visits that go into it.
func (c *staff) inspectionFlow(r *router) {
	c.year.judge = form(r, c.judgeForm())
	c.year.visit = form(r, c.siteVisitForm())
	r.command(command{
		Name: "inspections", Scope: forStaff, Describe: locales.CommandInspections(),
		Run: func(t *turn, _ string) error { return c.showInspections(t, inspectionsButton{}) },
	})
	press(r, "yi", c.showInspections)
	press(r, "yr", func(t *turn, b inspectionButton) error { return c.showInspection(t, b.Place, b.Year) })
	press(r, "yw", c.sendPaper)
	press(r, "yx", func(t *turn, b decideInspectionButton) error { return c.beginJudge(t, b.Inspection) })
	press(r, "yv", c.beginVisit)
	press(r, "yvp", c.showVisitPhotos)
	r.notice(office.KindInspections, c.inspectionsNotice)
	r.notice(office.KindInspectionReport, c.paperNotice)
	r.notice(office.KindInspectionPost, c.inspectionPost)
}

func (c *staff) showInspections(t *turn, b inspectionsButton) error {
	list, err := c.office.Inspections(t.act())
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return refuse(locales.InspectionNone())
	}
	if len(list) == 1 {
		return c.showInspection(t, list[0].Place.ID, list[0].Year)
	}
	open := 0
	for _, i := range list {
		if i.ID != 0 && i.Opinion == "" {
			open++
		}
	}
	pages := (len(list) + deskSize - 1) / deskSize
	page := min(max(b.Page, 0), pages-1)
	first := page * deskSize
	lines := []locales.Message{locales.InspectionList(len(list), open)}
	var keys [][]key
	for n, i := range list[first:min(first+deskSize, len(list))] {
		name := placeName(i.Place)
		lines = append(lines, locales.InspectionLine(first+n+1, name, i.Year, inspectionState(i.Inspection)))
		label := locales.InspectionOpenButton(first+n+1, name)
		keys = append(keys, []key{t.key(label, inspectionButton{Place: i.Place.ID, Year: i.Year})})
	}
	if pages > 1 {
		lines = append(lines, locales.DeskPage(page+1, pages))
		keys = append(keys, turnKeys(t, page, pages, func(to int) any { return inspectionsButton{Page: to} }))
	}
	return t.show(screen{Text: locales.Lines(lines...), Keys: append(keys, c.deskButtonRow(t))})
}

func inspectionState(i fund.Inspection) locales.Message {
	switch {
	case i.ID == 0:
		return locales.InspectionLineRunning()
	case i.Opinion == "":
		return locales.InspectionLineOpen(report.OpinionName(i.Draft), i.Due)
	}
	return locales.InspectionLineDecided(report.OpinionName(i.Opinion), i.Decided)
}

// inspected is an inspection as its report tells it.
func inspected(v office.InspectionView) report.Inspected {
	return report.Inspected{
		Place: placeName(v.Place), Street: placeName(v.Street), District: placeName(v.District),
		Inspection: v.Inspection, Figures: v.Figures, Visits: v.Visits, Projects: v.Projects, Head: report.Head(v.Head),
	}
}

// showInspection shows a community's report of a year; of the year that goes
// on where none is given.
func (c *staff) showInspection(t *turn, place fund.PlaceID, year int) error {
	if year == 0 {
		year = t.now.In(c.office.Zone()).Year()
	}
	v, err := c.office.Inspection(t.act(), place, year)
	if err != nil {
		return err
	}
	due := dueWords(c.office, v.Due, v.Provisional, t.now)
	s := screen{Text: report.Inspection(inspected(v), due)}
	decide := can{fund.ActInspect, t.key(locales.InspectionDecideButton(), decideInspectionButton{v.ID})}
	rows := [][]can{{{fund.ActSiteVisit, t.key(locales.InspectionVisitButton(), siteVisitButton{Place: place})}}}
	if v.ID != 0 && v.Opinion == "" {
		rows = append([][]can{{decide}}, rows...)
	}
	if s.Keys, err = c.allowed(t, place, rows); err != nil {
		return err
	}
	row := []key{t.key(locales.InspectionPaperButton(), inspectionPaperButton{Place: place, Year: year})}
	for _, visit := range v.Visits {
		if len(visit.Photos) > 0 {
			row = append(row, t.key(locales.SiteVisitPhotosButton(), siteVisitPhotosButton{Place: place, Year: year}))
			break
		}
	}
	s.Keys = append(s.Keys, row)
	last := c.deskButtonRow(t)
	if list, err := c.office.Inspections(t.act()); err != nil {
		return err
	} else if len(list) > 1 {
		last = append([]key{t.key(locales.InspectionBackButton(), inspectionsButton{})}, last...)
	}
	s.Keys = append(s.Keys, last)
	return t.show(s)
}

func (c *staff) showVisitPhotos(t *turn, b siteVisitPhotosButton) error {
	v, err := c.office.Inspection(t.act(), b.Place, b.Year)
	if err != nil {
		return err
	}
	var photos []fund.Photo
	for _, visit := range v.Visits {
		photos = append(photos, visit.Photos...)
	}
	if len(photos) == 0 {
		return errNoPhotos
	}
	photos = photos[max(0, len(photos)-maxPhotos):]
	return t.say(screen{Text: locales.SiteVisitPhotos(placeName(v.Place), b.Year), Photos: files(photos)})
}

// Deciding.

func (c *staff) beginJudge(t *turn, id int64) error {
	v, err := c.office.InspectionByID(t.act(), id)
	if err != nil {
		return err
	}
	if err := c.office.Allowed(t.act(), fund.ActInspect, v.Community); err != nil {
		return err
	}
	if v.Opinion != "" {
		return &fund.StateError{Noun: "inspection", ID: id, Have: string(v.Opinion)}
	}
	return c.year.judge.begin(t, judging{Inspection: id})
}

func (c *staff) judgeForm() dialog.Form[*turn, judging] {
	return dialog.Form[*turn, judging]{
		Name: "inspection", Title: locales.InspectionDecideTitle(),
		Steps: []dialog.Step[*turn, judging]{
			{
				Key: "opinion", Label: func(judging) locales.Message { return locales.InspectionOpinionLabelButton() },
				Ask: c.askOpinion, Take: c.takeOpinion,
			},
			{
				Key: "amount", Label: func(judging) locales.Message { return locales.InspectionAmountLabelButton() },
				When: func(d judging) bool { return d.Opinion == fund.OpinionReduced },
				Ask:  c.askReduced, Take: c.takeReduced,
			},
			{
				Key: "reason", Label: func(judging) locales.Message { return locales.InspectionReasonLabelButton() },
				Ask: func(t *turn, d judging) (dialog.View, error) {
					v, err := c.office.InspectionByID(t.act(), d.Inspection)
					must := 0
					if d.Opinion != fund.OpinionFull || v.Draft != fund.OpinionFull {
						must = 1
					}
					return dialog.View{Text: locales.InspectionReasonAsk(must)}, err
				},
				Take: func(t *turn, d *judging, a dialog.Answer) (err error) {
					d.Reason, err = c.reasonIn(t, a)
					return err
				},
				Optional: true, Clear: func(d *judging) { d.Reason = "" },
			},
		},
		Look: func(t *turn, d judging) (dialog.View, error) {
			v, err := c.office.InspectionByID(t.act(), d.Inspection)
			return dialog.View{Text: locales.InspectionDecideLook(
				placeName(v.Place), v.Year+1, report.OpinionName(d.Opinion), int64(amountOf(d, v)), int64(v.Base), d.Reason)}, err
		},
		Done: func(t *turn, d judging) error {
			i, err := c.office.Inspect(t.act(), d.Inspection, d.Opinion, d.Amount, d.Reason)
			if err != nil {
				return err
			}
			name, err := nameOf(t.tx, c.office, i.Community)
			if err != nil {
				return err
			}
			return t.show(screen{Text: locales.InspectionDecideDone(name), Keys: [][]key{
				{t.key(locales.InspectionListButton(), inspectionsButton{})}, c.deskButtonRow(t),
			}})
		},
	}
}

// amountOf is what an opinion comes to.
func amountOf(d judging, v office.InspectionView) fund.Money {
	switch d.Opinion {
	case fund.OpinionFull, fund.OpinionConditions:
		return v.Base
	case fund.OpinionReduced:
		return d.Amount
	case fund.OpinionWithheld:
	}
	return 0
}

func (c *staff) askOpinion(t *turn, d judging) (dialog.View, error) {
	v, err := c.office.InspectionByID(t.act(), d.Inspection)
	view := dialog.View{Text: locales.InspectionOpinionAsk(
		placeName(v.Place), v.Year+1, report.OpinionName(v.Draft), int64(v.DraftAmount), int64(v.Base))}
	labels := map[fund.OpinionKind]locales.Message{
		fund.OpinionFull: locales.OpinionFullButton(), fund.OpinionConditions: locales.OpinionConditionsButton(),
		fund.OpinionReduced: locales.OpinionReducedButton(), fund.OpinionWithheld: locales.OpinionWithheldButton(),
	}
	for _, k := range fund.OpinionKinds() {
		view.Choices = append(view.Choices, []dialog.Choice{{Value: string(k), Label: labels[k]}})
	}
	return view, err
}

func (c *staff) takeOpinion(_ *turn, d *judging, a dialog.Answer) error {
	if a.Choice == "" {
		return dialog.Again(locales.FormPressPlease())
	}
	d.Opinion = fund.OpinionKind(a.Choice)
	if d.Opinion != fund.OpinionReduced {
		d.Amount = 0
	}
	return nil
}

func (c *staff) askReduced(t *turn, d judging) (dialog.View, error) {
	v, err := c.office.InspectionByID(t.act(), d.Inspection)
	if err != nil {
		return dialog.View{}, err
	}
	view := dialog.View{Text: locales.InspectionAmountAsk(int64(v.Base))}
	if suggested := c.office.Rules(t.now).Year.Inspection.Reduced.Of(v.Base); suggested > 0 {
		view.Choices = [][]dialog.Choice{{{Value: "s", Label: locales.InspectionAmountButton(int64(suggested))}}}
	}
	return view, nil
}

func (c *staff) takeReduced(t *turn, d *judging, a dialog.Answer) error {
	v, err := c.office.InspectionByID(t.act(), d.Inspection)
	if err != nil {
		return err
	}
	if a.Choice != "" {
		d.Amount = c.office.Rules(t.now).Year.Inspection.Reduced.Of(v.Base)
		return nil
	}
	amount, err := amountIn(a)
	if err != nil {
		return err
	}
	if amount <= 0 || amount >= v.Base {
		return again(&fund.OpinionError{Why: fund.OpinionAmount, Have: amount, Max: v.Base})
	}
	d.Amount = amount
	return nil
}

// Visits.

func (c *staff) beginVisit(t *turn, b siteVisitButton) error {
	if b.Project != 0 {
		p, err := c.office.Project(t.tx, b.Project)
		if err != nil {
			return err
		}
		b.Place = p.Community
	}
	if err := c.office.Allowed(t.act(), fund.ActSiteVisit, b.Place); err != nil {
		return err
	}
	return c.year.visit.begin(t, inspecting{Place: b.Place, Project: b.Project})
}

func severityLabel(s fund.Severity) locales.Message {
	switch s {
	case fund.SeverityNote:
		return locales.SiteVisitNoteButton()
	case fund.SeveritySerious:
		return locales.SiteVisitSeriousButton()
	case fund.SeverityGrave:
		return locales.SiteVisitGraveButton()
	}
	return locales.SiteVisitFineButton()
}

func (c *staff) siteVisitForm() dialog.Form[*turn, inspecting] {
	const fine = "fine" // a choice without a value is no choice
	return dialog.Form[*turn, inspecting]{
		Name: "site_visit", Title: locales.SiteVisitTitle(),
		Steps: []dialog.Step[*turn, inspecting]{
			{
				Key: "severity", Label: func(inspecting) locales.Message { return locales.SiteVisitSeverityLabelButton() },
				Ask: func(t *turn, d inspecting) (dialog.View, error) {
					name, err := nameOf(t.tx, c.office, d.Place)
					v := dialog.View{Text: locales.SiteVisitSeverity(name), Choices: [][]dialog.Choice{
						{{Value: fine, Label: severityLabel("")}},
					}}
					for _, s := range fund.Severities() {
						v.Choices = append(v.Choices, []dialog.Choice{{Value: string(s), Label: severityLabel(s)}})
					}
					return v, err
				},
				Take: func(_ *turn, d *inspecting, a dialog.Answer) error {
					switch a.Choice {
					case "":
						return dialog.Again(locales.FormPressPlease())
					case fine:
						d.Severity = ""
					default:
						d.Severity = fund.Severity(a.Choice)
					}
					return nil
				},
			},
			{
				Key: "text", Label: func(inspecting) locales.Message { return locales.SiteVisitTextLabelButton() },
				Ask: func(*turn, inspecting) (dialog.View, error) { return dialog.View{Text: locales.SiteVisitText()}, nil },
				Take: func(t *turn, d *inspecting, a dialog.Answer) (err error) {
					d.Text, err = c.reasonIn(t, a)
					return err
				},
			},
			{
				Key: "photo", Label: func(inspecting) locales.Message { return locales.SiteVisitPhotoLabelButton() },
				Ask: func(*turn, inspecting) (dialog.View, error) { return dialog.View{Text: locales.SiteVisitPhoto()}, nil },
				Take: func(t *turn, d *inspecting, a dialog.Answer) (err error) {
					d.Photos, err = c.album(t, d.Photos, a)
					return err
				},
				Free: true, Optional: true, Clear: func(d *inspecting) { d.Photos = nil },
			},
		},
		Look: func(t *turn, d inspecting) (dialog.View, error) {
			name, err := nameOf(t.tx, c.office, d.Place)
			return dialog.View{Text: locales.SiteVisitLook(name, severityLabel(d.Severity), d.Text, len(d.Photos))}, err
		},
		Done: c.siteVisited,
	}
}

func (c *staff) siteVisited(t *turn, d inspecting) error {
	v, err := c.office.Visit(t.act(), fund.SiteVisit{
		Community: d.Place, Project: d.Project, Severity: d.Severity, Text: d.Text, Photos: photosOf(d.Photos),
	})
	if err != nil {
		return err
	}
	name, err := nameOf(t.tx, c.office, d.Place)
	if err != nil {
		return err
	}
	back := t.key(locales.InspectionListButton(), inspectionButton{Place: d.Place, Year: v.Year})
	return t.show(screen{Text: locales.SiteVisitDone(name, v.Year), Keys: [][]key{{back}, c.deskButtonRow(t)}})
}

// visitKeys lead from a project to what somebody saw of it.
func (c *staff) visitKeys(t *turn, p fund.Project) ([]key, error) {
	switch err := c.office.Allowed(t.act(), fund.ActSiteVisit, p.Community); {
	case errors.Is(err, fund.ErrNotAllowed):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return []key{t.key(locales.InspectionVisitButton(), siteVisitButton{Project: p.ID})}, nil
}

// deskInspection is the inspections to decide as one line of the desk.
func (c *staff) deskInspection(t *turn, place int, i office.DeskItem) (locales.Message, error) {
	due := locales.DeskDue(i.Due, i.DaysLeft)
	switch {
	case i.Overdue:
		holder, err := nameOf(t.tx, c.office, i.Place)
		if err != nil {
			return locales.Message{}, err
		}
		due = locales.DeskLate(-i.DaysLeft, locales.Named(holder))
	case i.DaysLeft == 0:
		due = locales.DeskDueToday(i.Due)
	}
	what := locales.Lines(locales.DeskInspection(i.Count, i.Since), due)
	return locales.Lines(locales.DeskLineBare(place, locales.DeskInspectionTitle(i.Year)), what), nil
}
