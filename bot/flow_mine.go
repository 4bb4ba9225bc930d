package bot

import (
	"fmt"
	"strings"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/store"
)

// mineButton shows a page of everything of mine.
type mineButton struct{ Page int }

// withdrawButton takes a request of one's own back; it asks before.
type withdrawButton struct {
	Request int64
	Sure    bool
}

// rolesButton shows the offices somebody holds.
type rolesButton struct{}

// leaveButton gives an office up; it asks before.
type leaveButton struct {
	Grant int64
	Sure  bool
}

// mineSize is how many requests a page has.
const mineSize = 6

// mineFlow is everything of mine: where it stands, who holds it since when.
func (c *residents) mineFlow(r *router) {
	r.command(command{
		Name: "mine", Scope: inPrivate, Describe: locales.CommandMine(), Word: locales.MenuMineButton(),
		Run: func(t *turn, _ string) error { return c.showMine(t, 0) },
	})
	press(r, "mi", func(t *turn, b mineButton) error { return c.showMine(t, b.Page) })
	press(r, "rw", c.withdraw)
	press(r, "mr", func(t *turn, _ rolesButton) error { return c.showRoles(t) })
	press(r, "ml", c.leave)
}

func (c *residents) showMine(t *turn, page int) error {
	m, err := c.office.Mine(t.act())
	if err != nil {
		return err
	}
	list := append(append([]office.Followed{}, m.Requests...), m.Supported...)
	pages := max(1, (len(list)+mineSize-1)/mineSize)
	page = min(max(page, 0), pages-1)
	parts := []locales.Message{locales.MineTitle()}
	var keys [][]key
	if len(list) == 0 {
		parts = append(parts, locales.MineNothing())
	}
	for i := page * mineSize; i < min(len(list), (page+1)*mineSize); i++ {
		f := list[i]
		switch {
		case i < len(m.Requests) && (i == 0 || i == page*mineSize):
			parts = append(parts, locales.MineSuggested(len(m.Requests)))
		case i == len(m.Requests), i > len(m.Requests) && i == page*mineSize:
			parts = append(parts, locales.MineSupported(len(m.Supported)))
		}
		state, err := stateOf(t.tx, c.office, f)
		if err != nil {
			return err
		}
		title := shortTitle(f.Request)
		parts = append(parts, locales.MineLine(i+1, opening(f.Request), f.Request.Number, state))
		label := locales.Text(fmt.Sprintf("%d. %s", i+1, title))
		keys = append(keys, []key{t.key(label, openButton{int64(f.Request.ID), fromMine, page})})
	}
	if pages > 1 {
		parts = append(parts, locales.MinePage(page+1, pages))
		keys = append(keys, turnKeys(t, page, pages, func(p int) any { return mineButton{p} }))
	}
	pledged, undo, err := myPledges(t, c.office)
	if err != nil {
		return err
	}
	parts, keys = append(parts, pledged), append(keys, undo...)
	if len(m.Roles) > 0 {
		lines, err := heldRoles(t, c.office, m.Roles)
		if err != nil {
			return err
		}
		parts = append(parts, locales.MineRoles(lines))
		keys = append(keys, []key{t.key(locales.MineMoreRolesButton(), rolesButton{})})
	}
	keys = append(keys, []key{t.key(locales.MineDataButton(), privacyButton{})})
	return t.show(screen{Text: locales.Paragraphs(parts...), Keys: keys})
}

// noWords stand for a request whose words its author deleted.
const noWords = "…"

// shortTitle is the short form of a request, for buttons and news.
func shortTitle(r fund.Request) string {
	if title := r.Title(); title != "" {
		return title
	}
	return noWords
}

// maxOpening is how much of a request's words a list shows, in code points.
const maxOpening = 80

// opening is how a request begins, for lists.
func opening(r fund.Request) string {
	words := strings.Join(strings.Fields(r.Text), " ")
	if words == "" {
		return noWords
	}
	return cut(words, maxOpening)
}

func heldRoles(t *turn, o *office.Office, roles []office.Held) ([]locales.Message, error) {
	lines := make([]locales.Message, len(roles))
	for i, h := range roles {
		role, err := grantName(t.tx, o, h.Grant)
		if err != nil {
			return nil, err
		}
		lines[i] = locales.MineRole(role, placeName(h.Place), h.Grant.Since)
	}
	return lines, nil
}

func (c *residents) withdraw(t *turn, b withdrawButton) error {
	id := fund.RequestID(b.Request)
	if b.Sure {
		r, err := c.office.Withdraw(t.act(), id)
		if err != nil {
			return err
		}
		return t.show(screen{Text: locales.RequestWithdrawnDone(r.Number), Keys: [][]key{
			{t.key(locales.RequestMineButton(), mineButton{})},
		}})
	}
	r, err := c.office.Request(t.tx, id)
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.RequestWithdrawAsk(shortTitle(r), r.Supporters), Keys: [][]key{
		{t.key(locales.RequestWithdrawNoButton(), openButton{b.Request, fromMine, 0})},
		{t.key(locales.RequestWithdrawYesButton(), withdrawButton{b.Request, true}).styled("danger")},
	}})
}

func (c *residents) showRoles(t *turn) error {
	m, err := c.office.Mine(t.act())
	if err != nil {
		return err
	}
	if len(m.Roles) == 0 {
		return c.showMine(t, 0)
	}
	var keys [][]key
	for _, h := range m.Roles {
		away, err := deputyKeys(t, c.office, h.Grant)
		if err != nil {
			return err
		}
		keys = append(keys, away...)
		keys = append(keys, []key{t.key(locales.MineLeaveButton(report.RoleName(h.Grant.Role)), leaveButton{Grant: h.Grant.ID})})
	}
	if hand, err := handoverKey(t, c.office); err != nil {
		return err
	} else if hand != nil {
		keys = append(keys, []key{*hand})
	}
	lines, err := heldRoles(t, c.office, m.Roles)
	if err != nil {
		return err
	}
	keys = append(keys, []key{t.key(locales.RequestListButton(), mineButton{})})
	return t.show(screen{Text: locales.MineRoles(lines), Keys: keys})
}

func (c *residents) leave(t *turn, b leaveButton) error {
	m, err := c.office.Mine(t.act())
	if err != nil {
		return err
	}
	for _, h := range m.Roles {
		if h.Grant.ID != b.Grant {
			continue
		}
		role, place := report.RoleName(h.Grant.Role), placeName(h.Place)
		if b.Sure {
			return c.left(t, b.Grant, locales.MineLeft(role, place))
		}
		return t.show(screen{Text: locales.MineLeaveAsk(role, place), Keys: [][]key{
			{t.key(locales.MineLeaveNoButton(), rolesButton{})},
			{t.key(locales.MineLeaveYesButton(), leaveButton{b.Grant, true}).styled("danger")},
		}})
	}
	return fmt.Errorf("leave grant %d: %w", b.Grant, store.ErrNotFound)
}

// left gives the office up; menu and commands follow.
func (c *residents) left(t *turn, grant int64, done locales.Message) error {
	if _, err := c.office.Leave(t.act(), grant); err != nil {
		return err
	}
	holds, err := holdsOffice(t, c.office)
	if err != nil {
		return err
	}
	if err := t.show(screen{Text: done}); err != nil {
		return err
	}
	if holds {
		return nil
	}
	if err := t.setMenu(t.person, false); err != nil {
		return err
	}
	return c.sayHere(t)
}
