package bot

import (
	"errors"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
)

// handoverButton begins handing over somebody's desk, one's own with 0.
type handoverButton struct{ Person fund.PersonID }

// handing is a desk being handed over, to a person or by a link.
type handing struct {
	From fund.PersonID `json:"from"`
	To   fund.PersonID `json:"to,omitempty"`
	Link bool          `json:"link,omitempty"`
}

// handoverFlow is giving everything that goes with a desk to a successor.
func (c *staff) handoverFlow(r *router) {
	press(r, "ph", func(t *turn, b handoverButton) error {
		if b.Person == 0 {
			b.Person = t.person.ID
		}
		h, err := c.office.Holdings(t.act(), b.Person)
		if err != nil {
			return err
		}
		choices, err := c.successors(t, h)
		if err != nil {
			return err
		}
		if len(choices) == 0 {
			return t.show(screen{Text: locales.HandoverNobody(), Keys: [][]key{c.deskButtonRow(t)}})
		}
		return c.handover.begin(t, handing{From: b.Person})
	})
}

func (c *staff) handoverForm() dialog.Form[*turn, handing] {
	return dialog.Form[*turn, handing]{
		Name: "handover", Title: locales.HandoverTitle(),
		Steps: []dialog.Step[*turn, handing]{{
			Key: "who", Label: func(handing) locales.Message { return locales.DeputyWhoLabelButton() },
			Ask: c.askSuccessor, Take: takeSuccessor,
		}},
		Look: c.lookHandover,
		Done: c.handedOver,
	}
}

func (c *staff) askSuccessor(t *turn, d handing) (dialog.View, error) {
	h, err := c.office.Holdings(t.act(), d.From)
	if err != nil {
		return dialog.View{}, err
	}
	choices, err := c.successors(t, h)
	if err != nil {
		return dialog.View{}, err
	}
	text := locales.HandoverWhoOwn()
	if d.From != t.person.ID {
		name, err := personOf(t.tx, d.From)
		if err != nil {
			return dialog.View{}, err
		}
		text = locales.HandoverWho(name)
	}
	return dialog.View{Text: text, Choices: choices}, nil
}

// successors are who may take a desk over: colleagues, and for those who
// appoint, whoever opens a link.
func (c *staff) successors(t *turn, h office.Holdings) ([][]dialog.Choice, error) {
	choices, err := c.colleagues(t, h.Roles[0].Place.ID, h.Person.ID)
	if err != nil {
		return nil, err
	}
	grants, err := c.office.Grants(t.tx, t.person)
	if err != nil {
		return nil, err
	}
	for _, r := range h.Roles {
		lineage, err := c.office.Lineage(t.tx, r.Grant.Place)
		if err != nil {
			return nil, err
		}
		if fund.MayInvite(grants, r.Grant.Role, lineage, t.now) != nil {
			return choices, nil //nolint:nilerr // whoever may not invite has no such choice
		}
	}
	return append(choices, []dialog.Choice{{Value: byLink, Label: locales.DeputyLinkButton()}}), nil
}

func takeSuccessor(_ *turn, d *handing, a dialog.Answer) error {
	if a.Choice == "" {
		return dialog.Again(locales.FormPressPlease())
	}
	d.Link, d.To = a.Choice == byLink, chosenPerson(a.Choice)
	return nil
}

// lookHandover lists everything that goes over, ends or stays.
func (c *staff) lookHandover(t *turn, d handing) (dialog.View, error) {
	h, err := c.office.Holdings(t.act(), d.From)
	if err != nil {
		return dialog.View{}, err
	}
	from, err := personOf(t.tx, d.From)
	if err != nil {
		return dialog.View{}, err
	}
	to := ""
	if !d.Link {
		if to, err = personOf(t.tx, d.To); err != nil {
			return dialog.View{}, err
		}
	}
	rest, err := c.restOf(t, h)
	return dialog.View{Text: locales.HandoverLook(to, from, c.heldNames(h.Roles), rest)}, err
}

// heldNames say roles with their places.
func (c *staff) heldNames(list []office.Held) []locales.Message {
	var lines []locales.Message
	for _, r := range list {
		role := officeName(r.Grant.Role, r.Grant.Bureau)
		if !r.Grant.Term.IsZero() {
			role = locales.TenureUntil(role, lastDay(c.office, r.Grant.Term))
		}
		lines = append(lines, locales.HandoverRole(role, placeName(r.Place)))
	}
	return lines
}

// restOf says what else goes with a desk.
func (c *staff) restOf(t *turn, h office.Holdings) ([]locales.Message, error) {
	lines := []locales.Message{locales.HandoverWaitsNone()}
	if h.Waits > 0 {
		lines[0] = locales.HandoverWaits(h.Waits)
	}
	if h.Invites > 0 {
		lines = append(lines, locales.HandoverInvites(h.Invites))
	}
	for _, d := range h.Deputies {
		name, err := personOf(t.tx, d.Person)
		if err != nil {
			return nil, err
		}
		lines = append(lines, locales.HandoverDeputy(name))
	}
	for _, r := range h.For {
		name, err := principalName(t.tx, c.office, r.Grant)
		if err != nil {
			return nil, err
		}
		lines = append(lines, locales.HandoverFor(name, report.RoleName(r.Grant.Role), placeName(r.Place)))
	}
	for _, r := range h.Stay {
		lines = append(lines, locales.HandoverStay(report.RoleName(r.Grant.Role), placeName(r.Place)))
	}
	return lines, nil
}

func (c *staff) handedOver(t *turn, d handing) error {
	from, err := personOf(t.tx, d.From)
	if err != nil {
		return err
	}
	if d.Link {
		return c.inviteSuccessor(t, d, from)
	}
	if _, err := c.office.HandOver(t.act(), d.From, d.To); err != nil {
		return err
	}
	to, err := personOf(t.tx, d.To)
	if err != nil {
		return err
	}
	if err := c.menuWithout(t, d.From); err != nil {
		return err
	}
	if d.From != t.person.ID {
		return t.show(screen{Text: locales.HandoverDone(to, from), Keys: [][]key{c.deskButtonRow(t)}})
	}
	return sayWithMenu(t, c.office, locales.HandoverDoneOwn(to))
}

func (c *staff) inviteSuccessor(t *turn, d handing, from string) error {
	h, err := c.office.Holdings(t.act(), d.From)
	if err != nil {
		return err
	}
	token, expires, err := c.office.InviteSuccessor(t.act(), d.From)
	if err != nil {
		return err
	}
	link, first := t.link(string(wantInvite)+token), h.Roles[0]
	role := officeName(first.Grant.Role, first.Grant.Bureau)
	return c.sayLink(t, locales.HandoverInvited(from, role, placeName(first.Place), expires, link), link)
}

// handoverKey hands over one's own desk; nil where there is none.
func handoverKey(t *turn, o *office.Office) (*key, error) {
	_, err := o.Holdings(t.act(), t.person.ID)
	if errors.Is(err, office.ErrNothingToHand) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	k := t.key(locales.HandoverButton(), handoverButton{})
	return &k, nil
}
