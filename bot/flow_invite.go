package bot

import (
	"fmt"

	"github.com/skip2/go-qrcode"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
)

// wantInvite begins the payload of a link that invites: "i" and the token.
const wantInvite = 'i'

// inviting is an invitation being made.
type inviting struct {
	Role   fund.Role   `json:"role,omitempty"`
	Bureau fund.Bureau `json:"bureau,omitempty"`
	Place  pick        `json:"place"`
}

// inviteAgainButton begins another invitation.
type inviteAgainButton struct{}

// inviteFlow is inviting somebody to an office.
func (c *staff) inviteFlow(r *router) {
	r.command(command{
		Name: "invite", Scope: forStaff, Describe: locales.CommandInvite(),
		Run: func(t *turn, _ string) error { return c.beginInvite(t) },
	})
	press(r, "wi", func(t *turn, _ inviteAgainButton) error { return c.beginInvite(t) })
}

func (c *staff) beginInvite(t *turn) error {
	roles, err := c.mayGive(t)
	if err != nil {
		return err
	}
	if len(roles) == 0 {
		return &fund.NotAllowed{Action: fund.ActInvite, Needs: fund.ActInvite.Needs(), At: t.person.Community}
	}
	return c.invite.begin(t, inviting{})
}

// mayGive gives the roles that the person may give somewhere.
func (c *staff) mayGive(t *turn) ([]fund.Role, error) {
	var roles []fund.Role
	for _, role := range fund.Roles() {
		if role == fund.RoleRepresentative && c.office.Rules(t.now).Voters == fund.VotersResidents {
			continue // they would have nothing to do
		}
		places, err := c.invitable(t, role)
		if err != nil {
			return nil, err
		}
		if len(places) > 0 {
			roles = append(roles, role)
		}
	}
	return roles, nil
}

// invitable gives the places at which the person may give a role.
func (c *staff) invitable(t *turn, role fund.Role) ([]fund.Place, error) {
	if role == fund.RoleResident {
		return nil, nil
	}
	var kinds []fund.PlaceKind
	for _, k := range fund.PlaceKinds() {
		if role.Fits(k) {
			kinds = append(kinds, k)
		}
	}
	return c.within(t, func(grants []fund.Grant, lineage []fund.PlaceID) error {
		return fund.MayInvite(grants, role, lineage, t.now)
	}, kinds...)
}

func (c *staff) inviteForm() dialog.Form[*turn, inviting] {
	return dialog.Form[*turn, inviting]{
		Name: "invite", Title: locales.InviteTitle(),
		Steps: []dialog.Step[*turn, inviting]{
			{Key: "role", Ask: c.askRole, Take: c.takeRole},
			{
				Key: "place", Ask: c.askInvitePlace, Take: c.takeInvitePlace,
				Unasked: func(d inviting) bool { return d.Place.Place != 0 },
			},
			{
				Key: "bureau", Ask: askBureau, Take: takeBureau,
				When: func(d inviting) bool { return d.Role == fund.RoleDistrict },
			},
		},
		Done: c.invited,
	}
}

func (c *staff) askRole(t *turn, _ inviting) (dialog.View, error) {
	roles, err := c.mayGive(t)
	v := dialog.View{Text: locales.InviteRole()}
	for _, role := range roles {
		v.Choices = append(v.Choices, []dialog.Choice{{Value: string(role), Label: report.RoleName(role)}})
	}
	v.Choices = append(v.Choices, []dialog.Choice{{Value: "who", Label: locales.InviteHoldersButton()}})
	return v, err
}

func (c *staff) takeRole(t *turn, d *inviting, a dialog.Answer) error {
	switch a.Choice {
	case "":
		return dialog.Again(locales.FormPressPlease())
	case "who":
		if err := c.showHolders(t, holdersButton{}); err != nil {
			return err
		}
		return dialog.ErrOver
	}
	d.Role, d.Place, d.Bureau = fund.Role(a.Choice), pick{}, ""
	places, err := c.invitable(t, d.Role)
	if len(places) == 1 {
		d.Place.Place = places[0].ID
	}
	return err
}

func (c *staff) askInvitePlace(t *turn, d inviting) (dialog.View, error) {
	among, err := c.invitable(t, d.Role)
	if err != nil || len(among) == 0 {
		return dialog.View{Text: locales.InvitePlace(report.RoleName(d.Role), locales.Name{})}, err
	}
	choices, above, err := c.offer(t, d.Place, among)
	return dialog.View{Text: locales.InvitePlace(report.RoleName(d.Role), above), Choices: choices}, err
}

func (c *staff) takeInvitePlace(t *turn, d *inviting, a dialog.Answer) error {
	among, err := c.invitable(t, d.Role)
	if err != nil {
		return err
	}
	if a.Choice == "" && len(matching(among, a.Text)) == 0 || a.Choice == "" && a.Text == "" {
		return dialog.Again(locales.InvitePlaceUnknown(cut(a.Text, maxEcho)))
	}
	done, err := d.Place.choose(a, among)
	if err == nil && !done {
		return dialog.ErrStay
	}
	return err
}

// qrSize is the side of an invitation's picture in pixels.
const qrSize = 320

// invited makes the invitation: a message to pass on, with the link as text
// and as a picture, and what to do with it.
func (c *staff) invited(t *turn, d inviting) error {
	token, expires, err := c.office.InviteTo(t.act(), office.Invitation{Role: d.Role, Place: d.Place.Place, Bureau: d.Bureau})
	if err != nil {
		return err
	}
	place, err := nameOf(t.tx, c.office, d.Place.Place)
	if err != nil {
		return err
	}
	link := t.link(string(wantInvite) + token)
	picture, err := qrcode.Encode(link, qrcode.Medium, qrSize)
	if err != nil {
		return fmt.Errorf("invitation's picture: %w", err)
	}
	if err := t.say(screen{Text: locales.InviteMade(officeName(d.Role, d.Bureau), place, expires, link), Image: picture}); err != nil {
		return err
	}
	return t.say(screen{Text: locales.InviteMadeHint(), Keys: [][]key{
		{t.key(locales.InviteAgainButton(), inviteAgainButton{})},
		{t.key(locales.InviteHoldersButton(), holdersButton{Place: d.Place.Place}), t.key(locales.DeskDeskButton(), deskButton{})},
	}})
}
