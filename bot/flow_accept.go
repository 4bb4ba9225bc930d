package bot

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/store"
)

// accepting is an office being taken.
type accepting struct {
	Token string `json:"token"`
	Typed string `json:"typed,omitempty"` // a name that was written, to be looked at before it is taken
	Name  string `json:"name,omitempty"`
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
		Steps: []dialog.Step[*turn, accepting]{{Key: "name", Ask: c.askName, Take: takeName}},
		Done:  c.accepted,
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
	place, err := nameOf(t.tx, c.office, i.Place)
	v := dialog.View{Text: locales.InviteAccept(officeName(i.Role, i.Bureau), place, dutyOf(i.Role), i.Expires)}
	if d.Typed != "" {
		v.Choices = append(v.Choices, []dialog.Choice{{Value: "t", Label: locales.InviteNameButton(d.Typed), Style: "success"}})
	}
	if name := fullName(t); name != "" && name != d.Typed {
		v.Choices = append(v.Choices, []dialog.Choice{{Value: "y", Label: locales.InviteNameButton(name), Style: "success"}})
	}
	return v, err
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
func takeName(t *turn, d *accepting, a dialog.Answer) error {
	switch a.Choice {
	case "y":
		d.Name = fullName(t)
		return nil
	case "t":
		d.Name = d.Typed
		return nil
	}
	typed := strings.Join(strings.Fields(a.Text), " ")
	if n := utf8.RuneCountInString(typed); n == 0 || n > maxName || strings.ContainsAny(typed, "?？!！") {
		return dialog.Again(locales.InviteNamePlease())
	}
	d.Typed = typed
	return dialog.ErrStay
}

// maxName is the longest name that is taken, in characters.
const maxName = 64

// accepted gives the office, and says what comes next.
func (c *staff) accepted(t *turn, d accepting) error {
	g, err := c.office.AcceptInvite(t.act(), d.Token, d.Name)
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
	if err := t.show(screen{Text: locales.InviteAccepted(officeName(g.Role, g.Bureau), place, d.Name)}); err != nil {
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
