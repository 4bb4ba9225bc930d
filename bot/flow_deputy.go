package bot

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/skip2/go-qrcode"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
)

// deputyButton begins naming a deputy for a role of one's own.
type deputyButton struct{ Grant int64 }

// backButton ends what a deputy does: whoever was away is back.
type backButton struct{ Grant int64 }

// deputing is a deputy being named: Person stands in for the holder of Grant,
// or whoever opens the link first, until the end of the day Until.
type deputing struct {
	Grant  int64         `json:"grant"`
	Person fund.PersonID `json:"person,omitempty"`
	Link   bool          `json:"link,omitempty"`
	Until  string        `json:"until,omitempty"` // 2026-12-04
}

// byLink is the choice of somebody who is not in the list.
const byLink = "link"

// maxColleagues is how many are offered by name.
const maxColleagues = 20

// deputyFlow is having somebody act for oneself for a time.
func (c *staff) deputyFlow(r *router) {
	press(r, "pd", func(t *turn, b deputyButton) error {
		if _, err := c.deputised(t, b.Grant); err != nil {
			return err
		}
		return c.deputy.begin(t, deputing{Grant: b.Grant})
	})
	press(r, "pdx", c.back)
}

// deputised gives the role for which a deputy is named, with its place.
func (c *staff) deputised(t *turn, grant int64) (office.Held, error) {
	g, err := c.office.Deputisable(t.act(), grant)
	if err != nil {
		return office.Held{}, err
	}
	place, err := c.office.Place(t.tx, g.Place)
	return office.Held{Grant: g, Place: place}, err
}

func (c *staff) deputyForm() dialog.Form[*turn, deputing] {
	return dialog.Form[*turn, deputing]{
		Name: "deputy", Title: locales.DeputyTitle(),
		Steps: []dialog.Step[*turn, deputing]{
			{
				Key: "who", Label: func(deputing) locales.Message { return locales.DeputyWhoLabelButton() },
				Ask: c.askDeputy, Take: takeDeputy,
			},
			{
				Key: "until", Label: func(deputing) locales.Message { return locales.DeputyUntilLabelButton() },
				Ask: c.askUntil, Take: c.takeUntil,
			},
		},
		Look: c.lookDeputy,
		Done: c.deputyNamed,
	}
}

func (c *staff) askDeputy(t *turn, d deputing) (dialog.View, error) {
	held, err := c.deputised(t, d.Grant)
	if err != nil {
		return dialog.View{}, err
	}
	choices, err := c.colleagues(t, held.Grant.Place, t.person.ID)
	if err != nil {
		return dialog.View{}, err
	}
	choices = append(choices, []dialog.Choice{{Value: byLink, Label: locales.DeputyLinkButton()}})
	text := locales.DeputyWho(officeName(held.Grant.Role, held.Grant.Bureau), placeName(held.Place))
	return dialog.View{Text: text, Choices: choices}, nil
}

// colleagues offers those who hold an office near a place, by name and office.
func (c *staff) colleagues(t *turn, place fund.PlaceID, not fund.PersonID) ([][]dialog.Choice, error) {
	people, err := c.office.Colleagues(t.act(), place, not)
	if err != nil {
		return nil, err
	}
	var choices [][]dialog.Choice
	for _, id := range people[:min(maxColleagues, len(people))] {
		name, err := personOf(t.tx, id)
		if err != nil {
			return nil, err
		}
		choices = append(choices, []dialog.Choice{{Value: "p" + strconv.FormatInt(int64(id), 10), Label: locales.Text(name)}})
	}
	return choices, nil
}

// chosenPerson reads who was pressed; 0 for nobody.
func chosenPerson(choice string) fund.PersonID {
	id, err := strconv.ParseInt(strings.TrimPrefix(choice, "p"), 10, 64)
	if err != nil || !strings.HasPrefix(choice, "p") {
		return 0
	}
	return fund.PersonID(id)
}

func takeDeputy(_ *turn, d *deputing, a dialog.Answer) error {
	if a.Choice == "" {
		return dialog.Again(locales.FormPressPlease())
	}
	d.Link, d.Person = a.Choice == byLink, chosenPerson(a.Choice)
	return nil
}

// absences are the lengths that are offered, in days from today.
func absences() []int { return []int{2, 6, 13, 29} }

func (c *staff) askUntil(t *turn, d deputing) (dialog.View, error) {
	held, err := c.deputised(t, d.Grant)
	if err != nil {
		return dialog.View{}, err
	}
	now, rules := t.now.In(c.office.Zone()), c.office.Rules(t.now).People
	latest := now.AddDate(0, 0, rules.DeputyDays)
	if term := held.Grant.Term; !term.IsZero() && lastDay(c.office, term).Before(latest) {
		latest = lastDay(c.office, term)
	}
	v := dialog.View{Text: locales.DeputyUntil(latest)}
	for i, days := range absences() {
		day := now.AddDate(0, 0, days)
		if latest.Before(day) { // as the rule would say
			break
		}
		choice := dialog.Choice{Value: day.Format(time.DateOnly), Label: locales.DeputyUntilButton(day)}
		if i%2 == 1 {
			v.Choices[len(v.Choices)-1] = append(v.Choices[len(v.Choices)-1], choice)
			continue
		}
		v.Choices = append(v.Choices, []dialog.Choice{choice})
	}
	return v, nil
}

func (c *staff) takeUntil(t *turn, d *deputing, a dialog.Answer) error {
	text := a.Text
	if a.Choice != "" {
		text = a.Choice
	}
	day, ok := fund.ReadDayAhead(text, t.now.In(c.office.Zone()))
	if !ok {
		return dialog.Again(locales.DeputyUntilPlease())
	}
	held, err := c.deputised(t, d.Grant)
	if err != nil {
		return err
	}
	if err := c.office.Rules(t.now).People.Deputise(held.Grant, t.now.In(c.office.Zone()), fund.EndOfDay(day)); err != nil {
		return again(err)
	}
	d.Until = day.Format(time.DateOnly)
	return nil
}

// until gives the end of the day that was said.
func (c *staff) until(t *turn, d deputing) (time.Time, error) {
	day, ok := fund.ReadDay(d.Until, t.now.In(c.office.Zone()))
	if !ok {
		return day, dialog.Again(locales.DeputyUntilPlease())
	}
	return fund.EndOfDay(day), nil
}

func (c *staff) lookDeputy(t *turn, d deputing) (dialog.View, error) {
	held, err := c.deputised(t, d.Grant)
	if err != nil {
		return dialog.View{}, err
	}
	end, err := c.until(t, d)
	if err != nil {
		return dialog.View{}, err
	}
	name := ""
	if !d.Link {
		if name, err = personOf(t.tx, d.Person); err != nil {
			return dialog.View{}, err
		}
	}
	role := officeName(held.Grant.Role, held.Grant.Bureau)
	return dialog.View{Text: locales.DeputyLook(name, role, placeName(held.Place), lastDay(c.office, end))}, nil
}

func (c *staff) deputyNamed(t *turn, d deputing) error {
	held, err := c.deputised(t, d.Grant)
	if err != nil {
		return err
	}
	end, err := c.until(t, d)
	if err != nil {
		return err
	}
	role, place, last := officeName(held.Grant.Role, held.Grant.Bureau), placeName(held.Place), lastDay(c.office, end)
	if !d.Link {
		if _, err := c.office.NameDeputy(t.act(), d.Grant, d.Person, end); err != nil {
			return err
		}
		name, err := personOf(t.tx, d.Person)
		if err != nil {
			return err
		}
		return t.show(screen{Text: locales.DeputyNamed(name, role, place, last), Keys: [][]key{c.deskButtonRow(t)}})
	}
	token, _, err := c.office.InviteDeputy(t.act(), d.Grant, end)
	if err != nil {
		return err
	}
	name, err := personOf(t.tx, t.person.ID)
	if err != nil {
		return err
	}
	link := t.link(string(wantInvite) + token)
	return c.sayLink(t, locales.DeputyInvited(name, role, place, last, link), link)
}

// sayLink says a message to pass on, with the link's picture, and what to do
// with it.
func (c *staff) sayLink(t *turn, text locales.Message, link string) error {
	picture, err := qrcode.Encode(link, qrcode.Medium, qrSize)
	if err != nil {
		return fmt.Errorf("invitation's picture: %w", err)
	}
	if err := t.say(screen{Text: text, Image: picture}); err != nil {
		return err
	}
	return t.say(screen{Text: locales.InviteMadeHint(), Keys: [][]key{c.deskButtonRow(t)}})
}

// back ends a deputy's time at once.
func (c *staff) back(t *turn, b backButton) error {
	g, err := c.office.Revoke(t.act(), b.Grant)
	if err != nil {
		return err
	}
	name, err := personOf(t.tx, g.Person)
	if err != nil {
		return err
	}
	if err := c.menuWithout(t, g.Person); err != nil {
		return err
	}
	return t.show(screen{Text: locales.DeputyEnded(name), Keys: [][]key{c.deskButtonRow(t)}})
}

// deputyKeys are what somebody may do about a role of theirs while they are
// away: name a deputy, or be back.
func deputyKeys(t *turn, o *office.Office, g fund.Grant) ([][]key, error) {
	if !g.Role.Appointed() || g.Deputy != 0 {
		return nil, nil
	}
	deputies, err := o.Deputies(t.act(), g.ID)
	if err != nil {
		return nil, err
	}
	if len(deputies) == 0 {
		return [][]key{{t.key(locales.DeputyButton(report.RoleName(g.Role)), deputyButton{g.ID})}}, nil
	}
	var keys [][]key
	for _, d := range deputies {
		name, err := personOf(t.tx, d.Person)
		if err != nil {
			return nil, err
		}
		keys = append(keys, []key{t.key(locales.DeputyEndButton(name), backButton{d.ID})})
	}
	return keys, nil
}
