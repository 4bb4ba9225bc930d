package bot

import (
	"errors"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// What the staff say about a request that looks like a barred project.
type (
	sameButton struct {
		Request fund.RequestID
		Project fund.ProjectID
	}
	otherButton struct {
		Request fund.RequestID
		Project fund.ProjectID
	}
)

// What is done about an appeal.
type (
	appealButton       struct{ Project fund.ProjectID }
	appealPageButton   struct{ Appeal int64 }
	appealPhotosButton struct{ Appeal int64 }
	appealDecideButton struct {
		Appeal int64
		Grant  bool
	}
)

// differing is the word that a request is another thing than a barred project.
type differing struct {
	Request fund.RequestID `json:"request"`
	Project fund.ProjectID `json:"project"`
	Reason  string         `json:"reason,omitempty"`
}

// appealing is an appeal being written.
type appealing struct {
	Project fund.ProjectID `json:"project"`
	Reason  string         `json:"reason,omitempty"`
	Photos  []dialog.Photo `json:"photos,omitempty"`
}

// pleading is an appeal being decided.
type pleading struct {
	Appeal int64  `json:"appeal"`
	Grant  bool   `json:"grant,omitempty"`
	Answer string `json:"answer,omitempty"`
}

// yearForms are the forms about the end of the year.
type yearForms struct {
	differ   opener[differing]
	appeal   opener[appealing]
	pleading opener[pleading]
	judge    opener[judging]
	visit    opener[inspecting]
}

// barFlow is what comes of a failed project that may not come back: the
// question whether something is the same, the appeal, and its answer.
func (c *staff) barFlow(r *router) {
	c.year.differ = form(r, c.differForm())
	c.year.appeal = form(r, c.appealForm())
	c.year.pleading = form(r, c.pleadingForm())
	press(r, "yk", c.sayTheSame)
	press(r, "yo", c.beginDiffer)
	press(r, "ya", c.beginAppeal)
	press(r, "yp", func(t *turn, b appealPageButton) error { return c.showAppeal(t, b.Appeal) })
	press(r, "yph", c.showAppealPhotos)
	press(r, "yd", c.beginPleading)
	r.notice(office.KindAppeal, c.appealNotice)
	r.notice(office.KindAppealDecided, c.appealDecidedNotice)
}

// barPage shows why something may not be taken up, or asks whether it is the
// same as what may not; false when err is about neither.
func (c *staff) barPage(t *turn, err error) (bool, error) {
	var doubt *fund.BarDoubt
	if errors.As(err, &doubt) {
		return true, c.askTheSame(t, doubt)
	}
	var barred *fund.BarredError
	if !errors.As(err, &barred) {
		return false, err
	}
	v, err := c.office.Bar(t.act(), barred.Bar.Project)
	if err != nil {
		return true, err
	}
	way := locales.BarRefusedAppeal(c.office.Rules(t.now).Year.AppealDays)
	switch {
	case v.Appeal.ID == 0:
	case v.Appeal.Decided.IsZero():
		way = locales.BarRefusedWaiting(v.Appeal.Due)
	default:
		way = locales.BarRefusedDenied(v.BackIn)
	}
	return true, t.show(screen{
		Text: locales.BarRefused(v.Number, v.Title, v.Year, v.BackIn, way),
		Keys: [][]key{
			{t.key(locales.BarOpenButton(v.Number), projectButton{v.Project})}, c.deskButtonRow(t),
		},
	})
}

func (c *staff) askTheSame(t *turn, d *fund.BarDoubt) error {
	r, err := c.office.Request(t.tx, d.Request)
	if err != nil {
		return err
	}
	return t.show(screen{
		Text: locales.BarDoubt(shortTitle(r), d.Number, d.Title, d.Bar.Year, d.BackIn),
		Keys: [][]key{
			{t.key(locales.BarOtherButton(), otherButton{Request: d.Request, Project: d.Bar.Project})},
			{t.key(locales.BarSameButton(), sameButton{Request: d.Request, Project: d.Bar.Project})},
			{t.key(locales.BarOpenButton(d.Number), projectButton{d.Bar.Project})},
			c.deskButtonRow(t),
		},
	})
}

func (c *staff) sayTheSame(t *turn, b sameButton) error {
	if err := c.office.AnswerBar(t.act(), b.Request, b.Project, true, ""); err != nil {
		return err
	}
	v, err := c.office.Bar(t.act(), b.Project)
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.BarSameDone(v.Number, v.BackIn), Keys: [][]key{
		{t.key(locales.BarOpenButton(v.Number), projectButton{v.Project})}, c.deskButtonRow(t),
	}})
}

func (c *staff) beginDiffer(t *turn, b otherButton) error {
	if _, err := c.openCase(t, fund.ActAdopt, b.Request); err != nil {
		return err
	}
	return c.year.differ.begin(t, differing{Request: b.Request, Project: b.Project})
}

func (c *staff) differForm() dialog.Form[*turn, differing] {
	return dialog.Form[*turn, differing]{
		Name: "differ", Title: locales.BarOtherTitle(),
		Steps: []dialog.Step[*turn, differing]{{
			Key: "reason", Label: func(differing) locales.Message { return locales.BarReasonLabelButton() },
			Ask: func(t *turn, d differing) (dialog.View, error) {
				p, err := c.office.Project(t.tx, d.Project)
				return dialog.View{Text: locales.BarOtherAsk(p.Number, p.Title)}, err
			},
			Take: func(t *turn, d *differing, a dialog.Answer) (err error) {
				d.Reason, err = c.reasonIn(t, a)
				return err
			},
		}},
		Look: func(t *turn, d differing) (dialog.View, error) {
			p, err := c.office.Project(t.tx, d.Project)
			return dialog.View{Text: locales.BarOtherLook(p.Number, p.Title, d.Reason)}, err
		},
		Done: func(t *turn, d differing) error {
			if err := c.office.AnswerBar(t.act(), d.Request, d.Project, false, d.Reason); err != nil {
				return err
			}
			return t.show(screen{Text: locales.BarOtherDone(), Keys: [][]key{
				{t.key(locales.RequestOpenButton(), caseButton{Request: d.Request})}, c.deskButtonRow(t),
			}})
		},
	}
}

// barKeys are what may be done about a project that has failed.
func (c *staff) barKeys(t *turn, p fund.Project) ([]key, error) {
	if p.Status != fund.ProjectFailed || c.office.Allowed(t.act(), fund.ActAppeal, p.Community) != nil {
		return nil, nil //nolint:nilerr // whoever may not appeal has no button
	}
	v, err := found(c.office.Bar(t.act(), p.ID))
	if err != nil || !v.Holds || v.Appeal.ID != 0 {
		return nil, err
	}
	return []key{t.key(locales.AppealButton(), appealButton{p.ID})}, nil
}

func (c *staff) beginAppeal(t *turn, b appealButton) error {
	p, err := c.projectFor(t, fund.ActAppeal, b.Project, fund.ProjectFailed)
	if err != nil {
		return err
	}
	v, err := c.office.Bar(t.act(), p.ID)
	if err != nil {
		return err
	}
	if v.Appeal.ID != 0 {
		return office.ErrAppealed
	}
	return c.year.appeal.begin(t, appealing{Project: p.ID})
}

func (c *staff) appealForm() dialog.Form[*turn, appealing] {
	return dialog.Form[*turn, appealing]{
		Name: "appeal", Title: locales.AppealTitle(),
		Steps: []dialog.Step[*turn, appealing]{
			{
				Key: "reason", Label: func(appealing) locales.Message { return locales.BarReasonLabelButton() },
				Ask: func(t *turn, d appealing) (dialog.View, error) {
					v, err := c.office.Bar(t.act(), d.Project)
					days := c.office.Rules(t.now).Year.AppealDays
					return dialog.View{Text: locales.AppealAsk(v.Number, v.Title, v.BackIn, days)}, err
				},
				Take: func(t *turn, d *appealing, a dialog.Answer) (err error) {
					d.Reason, err = c.reasonIn(t, a)
					return err
				},
			},
			{
				Key: "photo", Label: func(appealing) locales.Message { return locales.AppealPhotoLabelButton() },
				Ask: func(*turn, appealing) (dialog.View, error) { return dialog.View{Text: locales.AppealPhoto()}, nil },
				Take: func(t *turn, d *appealing, a dialog.Answer) (err error) {
					d.Photos, err = c.album(t, d.Photos, a)
					return err
				},
				Free: true, Optional: true, Clear: func(d *appealing) { d.Photos = nil },
			},
		},
		Look: func(t *turn, d appealing) (dialog.View, error) {
			p, err := c.office.Project(t.tx, d.Project)
			return dialog.View{Text: locales.AppealLook(p.Number, p.Title, d.Reason, len(d.Photos))}, err
		},
		Done: func(t *turn, d appealing) error {
			v, err := c.office.FileAppeal(t.act(), d.Project, d.Reason, photosOf(d.Photos))
			if err != nil {
				return err
			}
			p, err := c.office.Project(t.tx, d.Project)
			if err != nil {
				return err
			}
			return t.show(screen{Text: locales.AppealFiled(p.Number, v.Due), Keys: [][]key{
				{t.key(locales.WorksOpenButton(), projectButton{p.ID})}, c.deskButtonRow(t),
			}})
		},
	}
}

// appealText is an appeal as the district reads it.
func (c *staff) appealText(v *office.BarView, tx *store.Tx, due locales.Message) (locales.Message, error) {
	place, err := nameOf(tx, c.office, v.Community)
	a := v.Appeal
	return locales.AppealPage(place, v.Number, v.Title, v.Year, v.BackIn, a.Filed, a.Reason, len(a.Photos), due), err
}

// appealed gives an appeal with its bar, to whoever may read or decide it.
func (c *staff) appealed(t *turn, id int64) (v office.BarView, err error) {
	a, err := c.office.Appeal(t.tx, id)
	if err != nil {
		return v, err
	}
	if v, err = c.office.Bar(t.act(), a.Project); err != nil {
		return v, err
	}
	return v, c.office.Allowed(t.act(), fund.ActOversee, v.Community)
}

func (c *staff) showAppeal(t *turn, id int64) error {
	v, err := c.appealed(t, id)
	if err != nil {
		return err
	}
	due := dueWords(c.office, v.Appeal.Due, v.Appeal.Provisional, t.now)
	if !v.Appeal.Decided.IsZero() {
		due = locales.Message{}
	}
	text, err := c.appealText(&v, t.tx, due)
	if err != nil {
		return err
	}
	s := screen{Text: locales.Paragraphs(text, appealAnswer(v))}
	may := v.Appeal.Decided.IsZero() && c.office.Allowed(t.act(), fund.ActDecideAppeal, v.Community) == nil
	s.Keys = append(appealKeys(t.buttons, v, may), c.deskButtonRow(t))
	return t.show(s)
}

// appealAnswer says what the district answered; nothing before.
func appealAnswer(v office.BarView) locales.Message {
	switch a := v.Appeal; {
	case a.Decided.IsZero():
		return locales.Message{}
	case a.Granted:
		return locales.BarSheetGranted(a.Decided, a.Answer)
	default:
		return locales.BarSheetDenied(a.Decided, a.Answer)
	}
}

func appealKeys(b *buttons, v office.BarView, decide bool) [][]key {
	var keys [][]key
	if decide {
		keys = append(keys, []key{
			b.key(locales.AppealGrantButton(), appealDecideButton{Appeal: v.Appeal.ID, Grant: true}).styled("success"),
			b.key(locales.AppealDenyButton(), appealDecideButton{Appeal: v.Appeal.ID}),
		})
	}
	row := []key{b.key(locales.WorksOpenButton(), projectButton{v.Project})}
	if len(v.Appeal.Photos) > 0 {
		row = append(row, b.key(locales.AppealPhotosButton(), appealPhotosButton{v.Appeal.ID}))
	}
	return append(keys, row)
}

func (c *staff) showAppealPhotos(t *turn, b appealPhotosButton) error {
	v, err := c.appealed(t, b.Appeal)
	if err != nil {
		return err
	}
	if len(v.Appeal.Photos) == 0 {
		return errNoPhotos
	}
	return t.say(screen{Text: locales.AppealPhotos(v.Number), Photos: files(v.Appeal.Photos)})
}

func (c *staff) beginPleading(t *turn, b appealDecideButton) error {
	v, err := c.appealed(t, b.Appeal)
	if err != nil {
		return err
	}
	if err := c.office.Allowed(t.act(), fund.ActDecideAppeal, v.Community); err != nil {
		return err
	}
	if !v.Appeal.Decided.IsZero() {
		return &fund.StateError{Noun: "appeal", ID: b.Appeal}
	}
	return c.year.pleading.begin(t, pleading{Appeal: b.Appeal, Grant: b.Grant})
}

func (c *staff) pleadingForm() dialog.Form[*turn, pleading] {
	project := func(t *turn, d pleading) (v office.BarView, err error) {
		a, err := c.office.Appeal(t.tx, d.Appeal)
		if err != nil {
			return v, err
		}
		return c.office.Bar(t.act(), a.Project)
	}
	return dialog.Form[*turn, pleading]{
		Name: "appeal_answer", Title: locales.AppealDecideTitle(),
		Steps: []dialog.Step[*turn, pleading]{{
			Key: "answer", Label: func(pleading) locales.Message { return locales.BarReasonLabelButton() },
			Ask: func(t *turn, d pleading) (dialog.View, error) {
				v, err := project(t, d)
				text := locales.AppealDenyAsk(v.Number, v.Title)
				if d.Grant {
					text = locales.AppealGrantAsk(v.Number, v.Title)
				}
				return dialog.View{Text: text}, err
			},
			Take: func(t *turn, d *pleading, a dialog.Answer) (err error) {
				d.Answer, err = c.reasonIn(t, a)
				return err
			},
		}},
		Look: func(t *turn, d pleading) (dialog.View, error) {
			v, err := project(t, d)
			text := locales.AppealDenyLook(v.Number, v.Title, d.Answer, v.BackIn)
			if d.Grant {
				text = locales.AppealGrantLook(v.Number, v.Title, d.Answer)
			}
			return dialog.View{Text: text}, err
		},
		Done: func(t *turn, d pleading) error {
			if _, err := c.office.DecideAppeal(t.act(), d.Appeal, d.Grant, d.Answer); err != nil {
				return err
			}
			v, err := project(t, d)
			if err != nil {
				return err
			}
			return t.show(screen{Text: locales.AppealDone(v.Number), Keys: [][]key{c.deskButtonRow(t)}})
		},
	}
}
