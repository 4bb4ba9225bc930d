package bot

import (
	"encoding/json"
	"fmt"

	"huimin/fund"
	"huimin/locales"
	"huimin/report"
)

// privacyButton is a key of the page on what is kept about somebody.
type privacyButton struct{ Do string }

// What its keys do; none shows the page.
const (
	privacyCopy      = "copy"
	privacyDelete    = "del"
	privacySure      = "yes"
	privacyDetails   = "more"
	privacyCommunity = "place"
	privacyLanguage  = "lang"
)

// privacyFlow is what is kept about somebody: see it, take it along, delete it
// (PIPL Art. 44 to 47).
func (c *residents) privacyFlow(r *router) {
	r.command(command{
		Name: "privacy", Scope: inPrivate, Describe: locales.CommandPrivacy(), Open: true,
		Run: func(t *turn, _ string) error { return c.showPrivacy(t) },
	})
	press(r, "pr", c.pressPrivacy)
}

func (c *residents) pressPrivacy(t *turn, b privacyButton) error {
	switch b.Do {
	case privacyCopy:
		return c.sendCopy(t)
	case privacyDelete:
		return c.askToDelete(t)
	case privacySure:
		return c.deleteAll(t)
	case privacyDetails:
		return t.show(screen{Text: locales.StartDetails(), Keys: [][]key{
			{t.key(locales.PrivacyBackButton(), privacyButton{})},
		}})
	case privacyCommunity:
		return c.settle.begin(t, settling{})
	case privacyLanguage:
		return c.askLanguage(t)
	}
	return c.showPrivacy(t)
}

func (c *residents) showPrivacy(t *turn) error {
	if t.person.ID == 0 {
		s, err := c.notice(t, "", true)
		if err != nil {
			return err
		}
		s.Text = locales.Paragraphs(locales.PrivacyStranger(), s.Text)
		return t.say(s)
	}
	e, err := c.office.Export(t.act())
	if err != nil {
		return err
	}
	place, err := nameOf(t.tx, c.office, t.person.Community)
	if err != nil {
		return err
	}
	text := locales.PrivacyPage(e.Person.Name, place, e.Person.ConsentAt,
		len(e.Requests), len(e.Supported), len(e.Comments), len(e.Votes)+len(e.VotedIn), len(e.Complaints), len(e.Pledges))
	return t.show(screen{Text: text, Keys: [][]key{
		{t.key(locales.PrivacyDetailsButton(), privacyButton{privacyDetails})},
		{t.key(locales.PrivacyCopyButton(), privacyButton{privacyCopy})},
		{t.key(locales.PrivacyCommunityButton(), privacyButton{privacyCommunity})},
		{t.key(locales.PrivacyLanguageButton(), privacyButton{privacyLanguage})},
		{t.key(locales.PrivacyDeleteButton(), privacyButton{privacyDelete}).styled("danger")},
	}})
}

func (c *residents) sendCopy(t *turn) error {
	e, err := c.office.Export(t.act())
	if err != nil {
		return err
	}
	raw, err := json.MarshalIndent(e, "", "  ")
	if err != nil {
		return fmt.Errorf("send a copy: %w", err)
	}
	at := t.now.In(c.office.Zone())
	return t.say(screen{
		Text: locales.PrivacyCopy(at), Document: &document{Name: "huimin-" + at.Format("2006-01-02") + ".json", Bytes: raw},
	})
}

// askToDelete names what goes, what ends and what stays.
func (c *residents) askToDelete(t *turn) error {
	m, err := c.office.Mine(t.act())
	if err != nil {
		return err
	}
	open := 0
	for _, f := range m.Requests {
		if f.Request.Status == fund.RequestOpen {
			open++
		}
	}
	roles := make([]locales.Message, len(m.Roles))
	for i, h := range m.Roles {
		roles[i] = report.RoleName(h.Grant.Role)
	}
	return t.show(screen{Text: locales.PrivacyDeleteAsk(open, len(roles), roles), Keys: [][]key{
		{t.key(locales.PrivacyDeleteNoButton(), privacyButton{})},
		{t.key(locales.PrivacyDeleteYesButton(), privacyButton{privacySure}).styled("danger")},
	}})
}

func (c *residents) deleteAll(t *turn) error {
	held, err := holdsOffice(t, c.office)
	if err != nil {
		return err
	}
	if err := c.office.Erase(t.act()); err != nil {
		return err
	}
	t.session = nil
	if held {
		if err := t.setMenu(t.person, false); err != nil {
			return err
		}
	}
	if err := t.show(screen{Text: locales.PrivacyStranger()}); err != nil {
		return err
	}
	return t.say(screen{Text: locales.PrivacyDeleted(), RemoveMenu: true})
}
