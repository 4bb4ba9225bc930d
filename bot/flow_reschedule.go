package bot

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// rescheduleButton begins to move a meeting to another hour or place.
type rescheduleButton struct{ Meeting fund.MeetingID }

func (g *gathering) rescheduleFlow(r *router) {
	g.move = form(r, g.rescheduleForm())
	press(r, "gkm", func(t *turn, b rescheduleButton) error {
		v, err := g.office.Meeting(t.act(), b.Meeting)
		if err == nil {
			err = g.office.Presides(t.act(), b.Meeting)
		}
		if err == nil {
			err = v.Meeting.In(fund.MeetingCalled)
		}
		if err != nil {
			return err
		}
		m := v.Meeting
		return g.move.begin(t, calling{
			Place: m.Community, Kind: m.Kind, Meeting: m.ID, Was: m.Starts.Format(time.DateOnly), WasMinute: m.Starts.Hour()*60 + m.Starts.Minute(),
		})
	})
	r.notice(office.KindMeetingRescheduled, g.rescheduledNotice)
}

// rescheduleForm asks what a call asks of when and where, and offers to leave
// each as it is.
func (g *gathering) rescheduleForm() dialog.Form[*turn, calling] {
	label := sameLabel[calling]
	return dialog.Form[*turn, calling]{
		Name: "reschedule", Title: locales.RescheduleTitle(),
		Steps: []dialog.Step[*turn, calling]{
			{Key: "day", Label: label(locales.CallDayLabelButton()), Ask: g.askOtherDay, Take: g.takeCallDay},
			{Key: "hour", Label: label(locales.CallHourLabelButton()), Ask: g.askOtherHour, Take: takeCallHour},
			{Key: "haste", Label: label(locales.CallHasteLabelButton()), Ask: g.askHaste, Take: g.takeHaste, When: calling.hasty},
			{Key: "where", Label: label(locales.CallWhereLabelButton()), Ask: g.askOtherPlace, Take: g.takeOtherPlace},
		},
		Look: g.lookAtReschedule,
		Done: g.rescheduled,
	}
}

// hasty tells whether a form's hour needs a reason; one that stays needs none.
func (d calling) hasty() bool {
	return d.Short && (d.Meeting == 0 || d.Day != d.Was || d.Minute != d.WasMinute)
}

// stays puts a choice before the others that leaves something as it is, in place
// of the one among them that says the same.
func stays(v dialog.View, value string, label locales.Message) dialog.View {
	rows := [][]dialog.Choice{{{Value: value, Label: label}}}
	for _, row := range v.Choices {
		row = slices.DeleteFunc(row, func(c dialog.Choice) bool { return c.Value == value })
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	v.Choices = rows
	return v
}

func (g *gathering) askOtherDay(t *turn, d calling) (dialog.View, error) {
	v, err := g.office.Meeting(t.act(), d.Meeting)
	if err != nil {
		return dialog.View{}, err
	}
	usual, err := g.askCallDay(t, d)
	m := v.Meeting
	earliest, days := g.office.NoticeUntil(t.now, d.Kind), g.office.Rules(t.now).Meetings.NoticeDays(d.Kind)
	usual.Text = locales.RescheduleAskDay(m.Title, m.Starts, m.Where, earliest, days)
	if fund.EndOfDay(m.Starts).Before(t.now) {
		return usual, err
	}
	return stays(usual, d.Was, locales.RescheduleSameDayButton(m.Starts)), err
}

func (g *gathering) askOtherHour(t *turn, d calling) (dialog.View, error) {
	v, err := g.office.Meeting(t.act(), d.Meeting)
	if err != nil {
		return dialog.View{}, err
	}
	usual, err := askCallHour(t, d)
	return stays(usual, strconv.Itoa(d.WasMinute), locales.RescheduleSameHourButton(v.Meeting.Starts)), err
}

func (g *gathering) askOtherPlace(t *turn, d calling) (dialog.View, error) {
	v, err := g.office.Meeting(t.act(), d.Meeting)
	same := locales.RescheduleSamePlaceButton(cut(v.Meeting.Where, maxShortLabel-7))
	return stays(dialog.View{Text: locales.CallAskWhere()}, "s", same), err
}

func (g *gathering) takeOtherPlace(t *turn, d *calling, a dialog.Answer) error {
	if a.Choice == "" {
		return g.takeCallWhere(t, d, a)
	}
	v, err := g.office.Meeting(t.act(), d.Meeting)
	d.Where = v.Meeting.Where
	return err
}

// lookAtReschedule shows what was and what will be.
func (g *gathering) lookAtReschedule(t *turn, d calling) (dialog.View, error) {
	v, err := g.office.Meeting(t.act(), d.Meeting)
	if err != nil {
		return dialog.View{}, err
	}
	m := v.Meeting
	parts := []locales.Message{locales.RescheduleChange(m.Title, m.Starts, m.Where, d.starts(t), d.Where)}
	if d.hasty() && d.Haste != "" {
		parts = []locales.Message{locales.Lines(parts[0], locales.MeetingHaste(d.Haste))}
	}
	earliest := g.office.NoticeUntil(t.now, d.Kind)
	switch starts := d.starts(t); {
	case starts.Equal(m.Starts) && d.Where == m.Where:
		return dialog.View{Text: locales.Paragraphs(append(parts, locales.RescheduleNothing())...)}, nil
	case starts.Equal(m.Starts):
		parts = append(parts, locales.RescheduleLookPlace(othersTold(t, v)))
	case starts.Before(earliest) && d.Haste == "":
		parts = append(parts, locales.CallHasteAgain(earliest), locales.RescheduleLook(othersTold(t, v)))
	default:
		parts = append(parts, locales.RescheduleLook(othersTold(t, v)))
	}
	return dialog.View{Text: locales.Paragraphs(parts...)}, nil
}

func (g *gathering) rescheduled(t *turn, d calling) error {
	m, err := g.office.RescheduleMeeting(t.act(), d.Meeting, d.starts(t), d.Where, d.Haste)
	switch {
	case errors.Is(err, fund.ErrUnmoved):
		return dialog.Again(locales.RescheduleNothing())
	case errors.Is(err, office.ErrHaste): // it took long to fill in
		return dialog.Again(locales.CallHasteAgain(g.office.NoticeUntil(t.now, d.Kind)))
	case err != nil:
		return err
	}
	v, err := g.office.Meeting(t.act(), d.Meeting)
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.RescheduleDone(m.Title, m.Starts, m.Where, othersTold(t, v)), Keys: [][]key{
		{t.key(locales.CallPageButton(), meetingButton{m.ID})},
	}})
}
