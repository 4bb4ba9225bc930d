package bot

import (
	"time"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
)

// studying is the two committees' study being recorded.
type studying struct {
	Project   fund.ProjectID `json:"project"`
	Held      time.Time      `json:"held"`
	Branch    fund.Opinion   `json:"branch"`
	Committee fund.Opinion   `json:"committee"`
}

// studyFlow is the study before the meeting: three presses, words where there
// are any.
func (c *staff) studyFlow(r *router) { c.study = form(r, c.studyForm()) }

func (c *staff) studyForm() dialog.Form[*turn, studying] {
	label := func(m locales.Message) func(studying) locales.Message {
		return func(studying) locales.Message { return m }
	}
	return dialog.Form[*turn, studying]{
		Name: "study", Title: locales.StudyTitle(),
		Steps: []dialog.Step[*turn, studying]{
			{Key: "day", Label: label(locales.StudyDayLabelButton()), Ask: c.askStudyDay, Take: c.takeStudyDay},
			{
				Key: "branch", Label: label(locales.StudyBranchLabelButton()), Ask: askOpinion(locales.StudyBranchAsk()),
				Take: func(_ *turn, d *studying, a dialog.Answer) error { return takeOpinion(a, &d.Branch) },
			},
			{
				Key: "committee", Label: label(locales.StudyCommitteeLabelButton()), Ask: askOpinion(locales.StudyCommitteeAsk()),
				Take: func(_ *turn, d *studying, a dialog.Answer) error { return takeOpinion(a, &d.Committee) },
			},
			{
				Key: "branch_words", Label: label(locales.StudyBranchWordsLabelButton()), Ask: askStudyWords,
				Take:    func(t *turn, d *studying, a dialog.Answer) error { return c.takeNote(t, a, &d.Branch.Words) },
				Unasked: func(studying) bool { return true }, Optional: true, Clear: func(d *studying) { d.Branch.Words = "" },
			},
			{
				Key: "committee_words", Label: label(locales.StudyCommitteeWordsLabelButton()), Ask: askStudyWords,
				Take:    func(t *turn, d *studying, a dialog.Answer) error { return c.takeNote(t, a, &d.Committee.Words) },
				Unasked: func(studying) bool { return true }, Optional: true, Clear: func(d *studying) { d.Committee.Words = "" },
			},
		},
		Look: func(t *turn, d studying) (dialog.View, error) {
			p, err := c.office.Project(t.tx, d.Project)
			held := d.Held.In(c.office.Zone())
			return dialog.View{Text: locales.StudyLook(p.Number, held, opinionWords(d.Branch), opinionWords(d.Committee))}, err
		},
		Done: func(t *turn, d studying) error {
			if _, err := c.office.RecordStudy(t.act(), d.Project, d.Held, d.Branch, d.Committee); err != nil {
				return err
			}
			return c.showProject(t, d.Project)
		},
	}
}

func (c *staff) askStudyDay(t *turn, d studying) (dialog.View, error) {
	p, err := c.office.Project(t.tx, d.Project)
	return dialog.View{Text: locales.StudyDayAsk(p.Number, p.Title), Choices: [][]dialog.Choice{{
		{Value: "today", Label: locales.StudyTodayButton()}, {Value: "yesterday", Label: locales.StudyYesterdayButton()},
	}}}, err
}

func (c *staff) takeStudyDay(t *turn, d *studying, a dialog.Answer) error {
	today := midnight(t.now.In(c.office.Zone()))
	switch a.Choice {
	case "today":
		d.Held = today
		return nil
	case "yesterday":
		d.Held = today.AddDate(0, 0, -1)
		return nil
	}
	if a.Text == "" {
		return dialog.Again(locales.FormTextPlease())
	}
	day, ok := fund.ReadPastDay(a.Text, today)
	if !ok {
		return dialog.Again(locales.StudyDayUnreadAlert())
	}
	p, err := c.office.Project(t.tx, d.Project)
	if err != nil {
		return err
	}
	if day.After(today) || day.Year() < p.Year {
		return dialog.Again(locales.StudyDayAlert())
	}
	d.Held = day
	return nil
}

func askOpinion(question locales.Message) func(*turn, studying) (dialog.View, error) {
	return func(*turn, studying) (dialog.View, error) {
		return dialog.View{Text: question, Choices: [][]dialog.Choice{{
			{Value: "for", Label: locales.StudyForButton()}, {Value: "against", Label: locales.StudyAgainstButton()},
		}}}, nil
	}
}

func takeOpinion(a dialog.Answer, into *fund.Opinion) error {
	if a.Choice == "" {
		return dialog.Again(locales.FormPressPlease())
	}
	into.For = a.Choice == "for"
	return nil
}

func askStudyWords(*turn, studying) (dialog.View, error) {
	return dialog.View{Text: locales.StudyWordsAsk()}, nil
}

// takeNote takes a few words that may be as short as one letter.
func (c *staff) takeNote(t *turn, a dialog.Answer, into *string) error {
	return takeText(a, c.office.Rules(t.now).Requests.CheckNote, into)
}

// opinionWords says for or against, with the words of it.
func opinionWords(o fund.Opinion) locales.Message {
	if o.For {
		return locales.StudyFor(o.Words)
	}
	return locales.StudyAgainst(o.Words)
}
