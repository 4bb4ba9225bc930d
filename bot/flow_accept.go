package bot

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// accepting is an office being taken.
type accepting struct {
	Token string `json:"token"`
	Typed string `json:"typed,omitempty"` // a name that was written, to be looked at before it is taken
	Name  string `json:"name,omitempty"`
	Alone bool   `json:"alone,omitempty"` // no near relative is on the committee
}

// acceptInvitation shows what somebody is invited to, and what will be kept
// about them, before they accept. Whatever is wrong with the invitation is
// said politely, and changes nothing.
func (c *staff) acceptInvitation(t *turn, token string) error {
	if _, err := c.office.LookInvite(t.act(), token); err != nil {
		if errors.Is(err, store.ErrNotFound) {
			return sayWithMenu(t, c.office, locales.InviteUnknown())
		}
		if m, ok := words(err); ok {
			return sayWithMenu(t, c.office, m)
		}
		return err
	}
	return c.accept.begin(t, accepting{Token: token})
}

func (c *staff) acceptForm() dialog.Form[*turn, accepting] {
	return dialog.Form[*turn, accepting]{
		Name: "accept", Title: locales.InviteAcceptTitle(),
		Steps: []dialog.Step[*turn, accepting]{
			{Key: "name", Ask: c.askName, Take: c.takeName},
			{Key: "relatives", Ask: c.askRelatives, Take: c.takeRelatives, Unasked: func(d accepting) bool { return d.Alone }},
		},
		Done: c.accepted,
	}
}

func (c *staff) askName(t *turn, d accepting) (dialog.View, error) {
	i, err := c.office.LookInvite(t.act(), d.Token)
	if m, ok := words(err); ok { // it has run out, or was used, since
		return dialog.View{Text: m}, nil
	}
	if err != nil {
		return dialog.View{}, err
	}
	text, err := c.invitedTo(t, i)
	if err != nil {
		return dialog.View{}, err
	}
	v := dialog.View{Text: text}
	if i.Name != "" {
		v.Text = locales.Paragraphs(text, locales.TenureBound(i.Name))
		v.Choices = [][]dialog.Choice{{{Value: "y", Label: locales.TenureBoundButton(i.Name), Style: "success"}}}
		return v, nil
	}
	if d.Typed != "" {
		v.Choices = append(v.Choices, []dialog.Choice{{Value: "t", Label: locales.InviteNameButton(d.Typed), Style: "success"}})
	}
	if name := fullName(t); name != "" && name != d.Typed {
		v.Choices = append(v.Choices, []dialog.Choice{{Value: "y", Label: locales.InviteNameButton(name), Style: "success"}})
	}
	return v, nil
}

// invitedTo says what an invitation is to: a role, a desk that somebody
// leaves, or to stand in for somebody.
func (c *staff) invitedTo(t *turn, i store.Invite) (locales.Message, error) {
	place, err := nameOf(t.tx, c.office, i.Place)
	if err != nil {
		return locales.Message{}, err
	}
	role := officeName(i.Role, i.Bureau)
	switch {
	case i.Deputy != 0:
		of, err := principalName(t.tx, c.office, fund.Grant{Deputy: i.Deputy})
		return locales.DeputyAccept(of, role, place, lastDay(c.office, i.Term)), err
	case i.HandsOver != 0:
		from, err := personOf(t.tx, i.HandsOver)
		return locales.HandoverAccept(from, role, place, dutyOf(i.Role), i.Expires), err
	case i.Name != "":
		text := locales.InviteAcceptBound(role, place, dutyOf(i.Role), i.Expires)
		return withTerm(c.office, i, text), nil
	}
	return withTerm(c.office, i, locales.InviteAccept(role, place, dutyOf(i.Role), i.Expires)), nil
}

// mayHold says early what would be refused at the end.
func (c *staff) mayHold(t *turn, i store.Invite) error {
	grants, err := c.office.Grants(t.tx, t.person)
	if err != nil {
		return err
	}
	return fund.MayHold(grants, i.Role, i.Place, t.now)
}

// askRelatives asks a supervisor whether near relatives are on the committee.
// Whoever is invited to another role is not asked.
func (c *staff) askRelatives(t *turn, d accepting) (dialog.View, error) {
	i, err := c.office.LookInvite(t.act(), d.Token)
	if err != nil {
		return dialog.View{}, err
	}
	place, err := nameOf(t.tx, c.office, i.Place)
	return dialog.View{Text: locales.TenureDeclare(place), Choices: [][]dialog.Choice{
		{{Value: "n", Label: locales.TenureDeclareNoneButton(), Style: "success"}},
		{{Value: "y", Label: locales.TenureDeclareSomeButton()}},
	}}, err
}

func (c *staff) takeRelatives(t *turn, d *accepting, a dialog.Answer) error {
	switch a.Choice {
	case "n":
		d.Alone = true
		return nil
	case "y":
		i, err := c.office.LookInvite(t.act(), d.Token)
		if err != nil {
			return err
		}
		place, err := nameOf(t.tx, c.office, i.Place)
		if err != nil {
			return err
		}
		if err := t.show(screen{Text: locales.TenureDeclaredSome(place)}); err != nil {
			return err
		}
		return dialog.ErrOver
	}
	return dialog.Again(locales.FormPressPlease())
}

// fullName is what somebody is called in Telegram, a Chinese name with the
// family's before the given one.
func fullName(t *turn) string {
	first, last := strings.TrimSpace(t.user.FirstName), strings.TrimSpace(t.user.LastName)
	if strings.ContainsFunc(first+last, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return last + first
	}
	return strings.TrimSpace(first + " " + last)
}

// takeName accepts with a press alone: what is written may be a question, and
// is shown on the button before it becomes anybody's name.
func (c *staff) takeName(t *turn, d *accepting, a dialog.Answer) error {
	i, err := c.office.LookInvite(t.act(), d.Token)
	if err != nil {
		return err
	}
	if err := c.mayHold(t, i); err != nil {
		return err
	}
	d.Alone = i.Role != fund.RoleSupervisor // nobody else has to say
	if i.Name != "" && a.Choice != "y" {
		return dialog.Again(locales.TenureBoundPlease(i.Name))
	}
	switch a.Choice {
	case "y":
		d.Name = fullName(t)
		return nil
	case "t":
		d.Name = d.Typed
		return nil
	}
	typed := strings.Join(strings.Fields(a.Text), " ")
	if n := utf8.RuneCountInString(typed); fund.Weight(typed) == 0 || n > maxName || strings.ContainsAny(typed, "?？!！") {
		return dialog.Again(locales.InviteNamePlease())
	}
	d.Typed = typed
	return dialog.ErrStay
}

// maxName is the longest name that is taken, in characters.
const maxName = 64

// accepted gives the office, and says what comes next.
func (c *staff) accepted(t *turn, d accepting) error {
	g, err := c.office.Accept(t.act(), d.Token, office.Acceptance{Name: d.Name, NoRelative: d.Alone})
	if err != nil {
		return err
	}
	if t.person, err = c.office.Person(t.tx, t.person.ID); err != nil {
		return err
	}
	place, err := nameOf(t.tx, c.office, g.Place)
	if err != nil {
		return err
	}
	if err := t.setMenu(t.person, true); err != nil {
		return err
	}
	role, err := grantName(t.tx, c.office, g)
	if err != nil {
		return err
	}
	if err := t.show(screen{Text: locales.InviteAccepted(role, place, t.person.Name)}); err != nil {
		return err
	}
	return sayWithMenu(t, c.office, nextOf(g.Role))
}

// dutyOf says what somebody in an office does.
func dutyOf(r fund.Role) locales.Message {
	switch r {
	case fund.RoleRepresentative:
		return locales.InviteDutyRepresentative()
	case fund.RoleStaff:
		return locales.InviteDutyStaff()
	case fund.RoleSupervisor:
		return locales.InviteDutySupervisor()
	case fund.RoleStreet:
		return locales.InviteDutyStreet()
	case fund.RoleDistrict:
		return locales.InviteDutyDistrict()
	case fund.RoleAdmin:
		return locales.InviteDutyAdmin()
	case fund.RoleResident:
	}
	return locales.Message{}
}

// nextOf says how somebody new in an office begins.
func nextOf(r fund.Role) locales.Message {
	switch r {
	case fund.RoleRepresentative:
		return locales.InviteNextRepresentative()
	case fund.RoleStaff:
		return locales.InviteNextStaff()
	case fund.RoleSupervisor:
		return locales.InviteNextSupervisor()
	case fund.RoleStreet, fund.RoleDistrict:
		return locales.InviteNextReviewer()
	case fund.RoleAdmin:
		return locales.InviteNextAdmin()
	case fund.RoleResident:
	}
	return locales.Message{}
}
