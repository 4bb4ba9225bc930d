package bot

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
)

// askAgenda shows the projects ready for the vote to be ticked, and what was
// written besides to be taken away.
func (g *gathering) askAgenda(t *turn, d calling) (dialog.View, error) {
	ready, err := g.office.ReadyProjects(t.act(), d.Place)
	if err != nil {
		return dialog.View{}, err
	}
	most := g.office.Rules(t.now).Meetings.MaxItems
	shown := ready[:min(len(ready), most)]
	var v dialog.View
	for _, p := range shown {
		on := 0
		if d.item(p.ID) >= 0 {
			on = 1
		}
		v.Choices = append(v.Choices, []dialog.Choice{{
			Value: "p" + strconv.FormatInt(int64(p.ID), 10), Label: locales.CallProjectButton(on, cut(p.Title, maxShortLabel-3)),
		}})
	}
	var lines []locales.Message
	for i, item := range d.Agenda {
		title, err := agendaTitle(t.tx, g.office, item)
		if err != nil {
			return v, err
		}
		line := locales.MeetingItemFree(i+1, title)
		if item.Text != "" {
			line = locales.MeetingItemText(line, item.Text)
		}
		lines = append(lines, line)
		if item.Project == 0 || !slices.ContainsFunc(shown, func(p fund.Project) bool { return p.ID == item.Project }) {
			v.Choices = append(v.Choices, []dialog.Choice{{
				Value: "x" + strconv.Itoa(i), Label: locales.CallFreeButton(cut(title, maxShortLabel-3)),
			}})
		}
	}
	if len(d.Agenda) > 0 {
		v.Choices = append(v.Choices, []dialog.Choice{{Value: "d", Label: locales.CallAgendaButton(len(d.Agenda)), Style: "primary"}})
	}
	v.Text = locales.CallAskAgenda(lines, len(ready), most)
	return v, nil
}

// item is where a project stands on the agenda of a form, -1 when it does not.
func (d calling) item(p fund.ProjectID) int {
	return slices.IndexFunc(d.Agenda, func(i fund.AgendaItem) bool { return i.Project == p })
}

// takeAgenda ticks a project or takes it away, adds what is written, and goes
// on when it is said to be all.
func (g *gathering) takeAgenda(t *turn, d *calling, a dialog.Answer) error {
	if a.Choice == "d" {
		return nil
	}
	if a.Choice == "" {
		return g.takeItem(t, d, a.Text)
	}
	n, err := strconv.ParseInt(a.Choice[1:], 10, 64)
	if err != nil {
		return err
	}
	if a.Choice[0] == 'x' {
		d.Agenda = slices.Delete(d.Agenda, int(n), int(n)+1)
		return dialog.ErrStay
	}
	if i := d.item(fund.ProjectID(n)); i >= 0 {
		d.Agenda = slices.Delete(d.Agenda, i, i+1)
		return dialog.ErrStay
	}
	return g.addItem(t, d, fund.AgendaItem{Project: fund.ProjectID(n)})
}

func (g *gathering) addItem(t *turn, d *calling, item fund.AgendaItem) error {
	if most := g.office.Rules(t.now).Meetings.MaxItems; len(d.Agenda) >= most {
		return dialog.Again(locales.CallAgendaFull(most))
	}
	d.Agenda = append(d.Agenda, item)
	return dialog.ErrStay
}

// takeItem reads a free item: its title, and below it what is to be known.
func (g *gathering) takeItem(t *turn, d *calling, text string) error {
	title, more, _ := strings.Cut(strings.TrimSpace(text), "\n")
	item := fund.AgendaItem{Title: strings.TrimSpace(title), Text: strings.TrimSpace(more)}
	if item.Title == "" {
		return dialog.Again(locales.FormTextPlease())
	}
	var length *fund.LengthError
	if err := fund.CheckTitle(item.Title); errors.As(err, &length) {
		return dialog.Again(locales.CallItemLength(length.Min, length.Max, length.Have))
	}
	if err := fund.CheckItemText(item.Text); err != nil {
		return again(err)
	}
	return g.addItem(t, d, item)
}

// manyChairs is how many names are offered to preside.
const manyChairs = 10

func (g *gathering) askChair(t *turn, d calling) (dialog.View, error) {
	me, err := personOf(t.tx, t.person.ID)
	if err != nil {
		return dialog.View{}, err
	}
	v := dialog.View{Text: locales.CallAskChair(), Choices: [][]dialog.Choice{
		{{Value: "0", Label: locales.CallChairMeButton(cut(me, maxShortLabel-5))}},
	}}
	people, err := g.office.Chairs(t.act(), d.Place)
	if err != nil {
		return v, err
	}
	for _, p := range people {
		if p == t.person.ID || len(v.Choices) > manyChairs {
			continue
		}
		name, err := personOf(t.tx, p)
		if err != nil {
			return v, err
		}
		v.Choices = append(v.Choices, []dialog.Choice{{
			Value: strconv.FormatInt(int64(p), 10), Label: locales.Text(cut(name, maxShortLabel)),
		}})
	}
	return v, nil
}

func (g *gathering) takeChair(t *turn, d *calling, a dialog.Answer) error {
	if a.Choice != "" {
		id, err := strconv.ParseInt(a.Choice, 10, 64)
		d.Chair = fund.PersonID(id)
		return err
	}
	people, err := g.office.Chairs(t.act(), d.Place)
	if err != nil {
		return err
	}
	var found []fund.PersonID
	for _, p := range people {
		name, err := personOf(t.tx, p)
		if err != nil {
			return err
		}
		if a.Text != "" && strings.Contains(fund.Fold(name), fund.Fold(a.Text)) {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		return dialog.Again(locales.CallChairUnknown())
	}
	d.Chair = found[0]
	return nil
}
