package bot

import (
	"strconv"
	"strings"
	"time"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
)

// sponsorsButton lists the sponsors of a place; addSponsorButton adds one
// there, or changes the one named; retireSponsorButton offers one no more, and
// asks before.
type (
	sponsorsButton   struct{ Place fund.PlaceID }
	addSponsorButton struct {
		Place   fund.PlaceID
		Sponsor fund.SponsorID
	}
	retireSponsorButton struct {
		Sponsor fund.SponsorID
		Sure    bool
	}
)

// keeping is a sponsor being added or changed.
type keeping struct {
	Place   fund.PlaceID   `json:"place"`
	Sponsor fund.SponsorID `json:"sponsor,omitempty"`
	Name    string         `json:"name,omitempty"`
	Contact string         `json:"contact,omitempty"`
	Reach   string         `json:"reach,omitempty"`
	Agreed  bool           `json:"agreed,omitempty"`
}

// sponsorsFlow is keeping the organisations that give money.
func (c *staff) sponsorsFlow(r *router) {
	r.command(command{
		Name: "sponsors", Scope: forStaff, Describe: locales.CommandSponsors(),
		Run: func(t *turn, _ string) error { return c.beginSponsors(t) },
	})
	press(r, "psl", func(t *turn, b sponsorsButton) error { return c.showSponsors(t, b.Place) })
	press(r, "psa", c.beginSponsor)
	press(r, "psx", c.retireSponsor)
}

// beginSponsors shows the sponsors of the place whose office somebody holds.
func (c *staff) beginSponsors(t *turn) error {
	grants, err := c.office.Grants(t.tx, t.person)
	if err != nil {
		return err
	}
	var keys [][]key
	var only fund.PlaceID
	seen := map[fund.PlaceID]bool{}
	for _, g := range grants {
		if seen[g.Place] || c.office.Allowed(t.act(), fund.ActSponsors, g.Place) != nil {
			continue
		}
		seen[g.Place] = true
		place, err := c.office.Place(t.tx, g.Place)
		if err != nil {
			return err
		}
		only = g.Place
		keys = append(keys, []key{t.key(locales.HoldersBelowButton(placeName(place)), sponsorsButton{g.Place})})
	}
	switch len(keys) {
	case 0:
		return &fund.NotAllowed{Action: fund.ActSponsors, Needs: fund.ActSponsors.Needs(), At: t.person.Community}
	case 1:
		return c.showSponsors(t, only)
	}
	return t.show(screen{Text: locales.SponsorsWhere(), Keys: keys})
}

// showSponsors lists the sponsors of a place, to those who keep them.
func (c *staff) showSponsors(t *turn, id fund.PlaceID) error {
	if err := c.office.Allowed(t.act(), fund.ActSponsors, id); err != nil {
		return err
	}
	place, err := c.office.Place(t.tx, id)
	if err != nil {
		return err
	}
	list, err := c.office.Sponsors(t.tx, id)
	if err != nil {
		return err
	}
	var lines, above []locales.Message
	var keys [][]key
	for _, s := range list {
		if s.Place != id {
			at, err := nameOf(t.tx, c.office, s.Place)
			if err != nil {
				return err
			}
			above = append(above, locales.SponsorsLineAbove(s.Name, at))
			continue
		}
		n := len(lines) + 1
		line := locales.SponsorsLine(n, s.Name)
		if !s.Consent.IsZero() {
			line = locales.SponsorsLineContact(n, s.Name, s.Contact, s.Reach, s.Consent)
		}
		lines = append(lines, line)
		keys = append(keys, []key{
			t.key(locales.SponsorsChangeButton(n), addSponsorButton{Place: id, Sponsor: s.ID}),
			t.key(locales.SponsorsRetireButton(n), retireSponsorButton{Sponsor: s.ID}),
		})
	}
	parts := append([]locales.Message{locales.SponsorsTitle(placeName(place), len(lines))}, lines...)
	parts = append(append(parts, above...), locales.SponsorsHint())
	keys = append(keys, []key{t.key(locales.SponsorsAddButton(), addSponsorButton{Place: id})}, c.deskButtonRow(t))
	return t.show(screen{Text: locales.Lines(parts...), Keys: keys})
}

func (c *staff) beginSponsor(t *turn, b addSponsorButton) error {
	if err := c.office.Allowed(t.act(), fund.ActSponsors, b.Place); err != nil {
		return err
	}
	d := keeping{Place: b.Place, Sponsor: b.Sponsor}
	if b.Sponsor == 0 {
		return c.sponsor.begin(t, d)
	}
	s, err := c.office.Sponsor(t.tx, b.Sponsor)
	if err != nil {
		return err
	}
	d.Place, d.Name, d.Contact, d.Reach, d.Agreed = s.Place, s.Name, s.Contact, s.Reach, !s.Consent.IsZero()
	return c.sponsor.beginAt(t, d, dialog.LastLook)
}

func (c *staff) sponsorForm() dialog.Form[*turn, keeping] {
	return dialog.Form[*turn, keeping]{
		Name: "sponsor", Title: locales.SponsorsFormTitle(),
		Steps: []dialog.Step[*turn, keeping]{
			{
				Key: "name", Label: always[keeping](locales.SponsorsNameLabelButton()), Take: takeSponsorName,
				Ask: func(*turn, keeping) (dialog.View, error) { return dialog.View{Text: locales.SponsorsName()}, nil },
			},
			{
				Key: "contact", Label: always[keeping](locales.SponsorsContactLabelButton()), Take: takeContact,
				Optional: true, Clear: func(d *keeping) { d.Contact, d.Reach, d.Agreed = "", "", false },
				Ask: askContact,
			},
		},
		Look: func(t *turn, d keeping) (dialog.View, error) {
			place, err := nameOf(t.tx, c.office, d.Place)
			return dialog.View{Text: locales.SponsorsLook(d.Name, d.Contact, d.Reach, place)}, err
		},
		Done: c.keepSponsor,
	}
}

func takeSponsorName(_ *turn, d *keeping, a dialog.Answer) error {
	s := fund.Sponsor{Name: a.Text}.Tidy()
	if err := s.Check(); err != nil {
		return again(err)
	}
	d.Name = s.Name
	return nil
}

// askContact asks whom to turn to, and once that is said, whether they agreed.
func askContact(_ *turn, d keeping) (dialog.View, error) {
	if d.Contact == "" || d.Agreed {
		return dialog.View{Text: locales.SponsorsContact(d.Name)}, nil
	}
	return dialog.View{Text: locales.SponsorsAgreed(d.Contact), Choices: [][]dialog.Choice{
		{{Value: "y", Label: locales.SponsorsAgreedYesButton(), Style: "success"}},
		{{Value: "n", Label: locales.SponsorsAgreedNoButton()}},
	}}, nil
}

// takeContact reads a name and, after a comma, how to reach that person; then
// their agreement, without which neither is kept.
func takeContact(_ *turn, d *keeping, a dialog.Answer) error {
	switch a.Choice {
	case "y":
		d.Agreed = true
		return nil
	case "n":
		d.Contact, d.Reach, d.Agreed = "", "", false
		return nil
	}
	name, reach, _ := strings.Cut(strings.ReplaceAll(a.Text, "，", ","), ",")
	s := fund.Sponsor{Name: d.Name, Contact: name, Reach: reach, Consent: time.Unix(1, 0)}.Tidy()
	if fund.Weight(s.Contact) == 0 {
		return dialog.Again(locales.FormTextPlease())
	}
	if err := s.Check(); err != nil {
		return again(err)
	}
	d.Contact, d.Reach, d.Agreed = s.Contact, s.Reach, false
	return dialog.ErrStay
}

func (c *staff) keepSponsor(t *turn, d keeping) error {
	s := fund.Sponsor{ID: d.Sponsor, Place: d.Place, Name: d.Name, Contact: d.Contact, Reach: d.Reach}
	if d.Agreed {
		s.Consent = t.now
	}
	var err error
	if d.Sponsor == 0 {
		_, err = c.office.AddSponsor(t.act(), s)
	} else {
		_, err = c.office.ChangeSponsor(t.act(), s)
	}
	if err != nil {
		return err
	}
	return c.showSponsors(t, d.Place)
}

func (c *staff) retireSponsor(t *turn, b retireSponsorButton) error {
	s, err := c.office.Sponsor(t.tx, b.Sponsor)
	if err != nil {
		return err
	}
	if err := c.office.Allowed(t.act(), fund.ActSponsors, s.Place); err != nil {
		return err
	}
	if !b.Sure {
		return t.show(screen{Text: locales.SponsorsRetireAsk(s.Name), Keys: [][]key{
			{t.key(locales.SponsorsRetireNoButton(), sponsorsButton{s.Place})},
			{t.key(locales.SponsorsRetireYesButton(), retireSponsorButton{s.ID, true}).styled("danger")},
		}})
	}
	if _, err := c.office.RetireSponsor(t.act(), s.ID); err != nil {
		return err
	}
	return c.showSponsors(t, s.Place)
}

func sponsorValue(id fund.SponsorID) string { return "s" + strconv.FormatInt(int64(id), 10) }

// firmsOf offers the sponsors known at a place, by name.
func firmsOf(list []fund.Sponsor) (choices [][]dialog.Choice) {
	const most = 12
	for _, s := range list[:min(most, len(list))] {
		choices = append(choices, []dialog.Choice{{Value: sponsorValue(s.ID), Label: locales.Text(cut(s.Name, maxLabel))}})
	}
	return choices
}
