package bot

import (
	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// sayingForm is a form of one question: some words about a meeting.
func (m *recording) sayingForm(
	name string, title locales.Message, ask func(office.MinutesView) locales.Message, check func(*turn, string) error,
	look func(office.MinutesView, string) locales.Message, done func(*turn, saying) error,
) dialog.Form[*turn, saying] {
	return dialog.Form[*turn, saying]{
		Name: name, Title: title,
		Steps: []dialog.Step[*turn, saying]{{
			Key: "text", Label: sameLabel[saying](locales.MinuteLabelButton()),
			Ask: func(t *turn, d saying) (dialog.View, error) {
				v, err := m.office.Minutes(t.act(), d.Meeting)
				return dialog.View{Text: ask(v)}, err
			},
			Take: func(t *turn, d *saying, a dialog.Answer) error {
				if a.Text == "" {
					return dialog.Again(locales.FormTextPlease())
				}
				if err := check(t, a.Text); err != nil {
					return again(err)
				}
				d.Text = a.Text
				return nil
			},
		}},
		Look: func(t *turn, d saying) (dialog.View, error) {
			v, err := m.office.Minutes(t.act(), d.Meeting)
			return dialog.View{Text: look(v, d.Text)}, err
		},
		Done: done,
	}
}

func (m *recording) speakForm() dialog.Form[*turn, saying] {
	return m.sayingForm("minute", locales.MinuteTitle(),
		func(v office.MinutesView) locales.Message { return locales.MinuteAsk(v.Meeting.Title) },
		func(_ *turn, text string) error { return fund.CheckContribution(text) },
		func(v office.MinutesView, text string) locales.Message {
			return locales.MinuteLook(v.Meeting.Title, text)
		},
		func(t *turn, d saying) error {
			c, err := m.office.PutOnRecord(t.act(), d.Meeting, t.person.ID, d.Text)
			if err != nil {
				return again(err)
			}
			v, err := t.tx.Meeting(d.Meeting)
			if err != nil {
				return err
			}
			return m.receipt(t, v, c)
		})
}

func (m *recording) correctForm() dialog.Form[*turn, saying] {
	return m.sayingForm("minutes_correct", locales.MinutesCorrectTitle(),
		func(v office.MinutesView) locales.Message { return locales.MinutesCorrectAsk(v.Meeting.Title) },
		func(_ *turn, text string) error { return fund.CheckContribution(text) },
		func(v office.MinutesView, text string) locales.Message {
			return locales.MinutesCorrectLook(v.Meeting.Title, text)
		},
		func(t *turn, d saying) error {
			c, err := m.office.CorrectMinutes(t.act(), d.Meeting, d.Text)
			if err != nil {
				return again(err)
			}
			return t.show(screen{Text: locales.MinutesCorrected(c.N), Keys: m.minutesRow(t, d.Meeting)})
		})
}

func (m *recording) objectForm() dialog.Form[*turn, saying] {
	days := func(v office.MinutesView) int { return m.office.Rules(v.Meeting.Called).Meetings.AnswerDays }
	return m.sayingForm("minutes_object", locales.MinutesObjectTitle(),
		func(v office.MinutesView) locales.Message {
			return locales.MinutesObjectAsk(v.Meeting.Title, v.Until)
		},
		func(t *turn, text string) error { return m.office.Rules(t.now).Requests.CheckText(text) },
		func(v office.MinutesView, text string) locales.Message {
			return locales.MinutesObjectLook(v.Meeting.Title, text, days(v))
		},
		func(t *turn, d saying) error {
			c, err := m.office.ObjectToMinutes(t.act(), d.Meeting, d.Text)
			if err != nil {
				return again(err)
			}
			return t.show(screen{Text: locales.MinutesObjected(c.Number, c.Due), Keys: m.minutesRow(t, d.Meeting)})
		})
}
