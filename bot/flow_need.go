package bot

import (
	"errors"
	"strings"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/sheet"
	"huimin/store"
)

// needsButton shows a page of a community's needs, ranked: of one part of the
// catalogue, or with some words in them, or all.
type needsButton struct {
	Place fund.PlaceID
	Cat   string
	Words string
	Page  int
}

// tableButton gives the list of needs as a file for a spreadsheet.
type tableButton struct{ Place fund.PlaceID }

// needsSize is how many needs a page has.
const needsSize = 5

// needsFlow is the needs of the year as the staff see them: the ranked list, and
// from there visits and surveys, polls, and the choice.
func (c *staff) needsFlow(r *router) {
	r.command(command{Name: "needs", Scope: forStaff, Describe: locales.CommandNeeds(), Run: c.commandNeeds})
	press(r, "nn", c.showNeeds)
	press(r, "nt", c.sendNeeds)
	c.campaignFlow(r)
	c.visitFlow(r)
	c.pollFlow(r)
	c.choiceFlow(r)
}

// commandNeeds is /needs, /needs CD, /needs lamp.
func (c *staff) commandNeeds(t *turn, args string) error {
	places, err := c.where(t, fund.ActOversee, fund.PlaceCommunity)
	if err != nil {
		return err
	}
	if len(places) == 0 {
		return c.office.Allowed(t.act(), fund.ActOversee, t.person.Community)
	}
	words := args
	for _, p := range places {
		if fold(p.Code) == fold(args) {
			places, words = []fund.Place{p}, ""
		}
	}
	if len(places) == 1 {
		return c.showNeeds(t, needsButton{Place: places[0].ID, Words: filterWords(words)})
	}
	var keys [][]key
	for _, p := range places[:min(len(places), maxChoices)] {
		keys = append(keys, []key{t.key(locales.NeedsPlaceButton(placeName(p)), needsButton{Place: p.ID, Words: filterWords(words)})})
	}
	return t.show(screen{Text: locales.NeedsPickPlace(), Keys: keys})
}

// maxFilter is how many code points of words a list can be filtered by: they
// travel in a button.
const maxFilter = 8

// filterWords are words as a button can carry them.
func filterWords(s string) string {
	s = strings.Join(strings.Fields(strings.NewReplacer("%", " ", ":", " ").Replace(s)), " ")
	runes := []rune(s)
	for _, r := range runes[:min(len(runes), maxFilter)] {
		if r > '\uffff' { // four bytes each
			return ""
		}
	}
	return strings.TrimSpace(string(runes[:min(len(runes), maxFilter)]))
}

// needsKey leads to the needs of somebody's community; nil for those who have
// nothing to do with them.
func (c *staff) needsKey(t *turn) (*key, error) {
	place, err := c.overseen(t)
	if place == 0 || err != nil {
		return nil, err
	}
	p, err := c.office.Place(t.tx, place)
	if err != nil || p.Kind != fund.PlaceCommunity {
		return nil, err
	}
	k := t.key(locales.NeedsButton(), needsButton{Place: place})
	return &k, nil
}

func (b needsButton) filter() office.NeedFilter {
	return office.NeedFilter{Category: fund.Category(b.Cat), Words: b.Words}
}

// filterName says what a list is filtered by; the zero Message for nothing.
func filterName(f office.NeedFilter) locales.Message {
	switch {
	case f.Category == office.NoCategory:
		return locales.NeedsUnsortedButton()
	case f.Category != "":
		return locales.Scope(string(f.Category))
	case f.Words != "":
		return locales.NeedsWords(f.Words)
	}
	return locales.Message{}
}

func (c *staff) showNeeds(t *turn, b needsButton) error {
	if err := c.office.Allowed(t.act(), fund.ActOversee, b.Place); err != nil {
		return err
	}
	name, err := nameOf(t.tx, c.office, b.Place)
	if err != nil {
		return err
	}
	total, err := t.tx.CountOpenRequests(b.Place)
	if err != nil {
		return err
	}
	list, err := c.office.Needs(t.tx, t.now, b.Place, b.filter())
	if err != nil {
		return err
	}
	year := c.office.Rules(t.now).Needs.Year(t.now)
	parts := []locales.Message{locales.NeedsTitle(name, year, total)}
	if total == 0 {
		parts = []locales.Message{locales.NeedsNone(name, year)}
	}
	what := filterName(b.filter())
	switch {
	case !what.IsZero() && len(list) == 0:
		parts = append(parts, locales.NeedsNoneFiltered())
	case !what.IsZero():
		parts = append(parts, locales.NeedsFiltered(len(list), what))
	}
	lines, keys := c.needLines(t, list, b)
	parts = append(parts, lines...)
	doors, err := c.needsDoors(t, b, year, total)
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.Paragraphs(parts...), Keys: append(keys, doors...)})
}

// needLines are a page of needs, each with a key to it, and the keys that turn
// the pages.
func (c *staff) needLines(t *turn, list []office.NeedLine, b needsButton) (parts []locales.Message, keys [][]key) {
	if len(list) == 0 {
		return nil, nil
	}
	answers := c.office.Allowed(t.act(), fund.ActAnswer, b.Place) == nil
	pages := (len(list) + needsSize - 1) / needsSize
	page := min(max(b.Page, 0), pages-1)
	first := page * needsSize
	for i, n := range list[first:min(first+needsSize, len(list))] {
		place := first + i + 1
		r := n.Request
		polled, category := locales.Message{}, locales.Message{}
		if n.Polled >= 0 {
			polled = locales.NeedsPolled(n.Polled)
		}
		if n.Category != "" && b.Cat == "" {
			category = locales.Scope(string(n.Category))
		}
		parts = append(parts, locales.NeedsLine(place, opening(r), r.Number, backed(r.Supporters, r.Households), polled, category))
		label := locales.NeedsOpenButton(place, shortTitle(r))
		if !answers { // those who only look after it
			keys = append(keys, []key{t.key(label, openButton{Request: int64(r.ID)})})
			continue
		}
		keys = append(keys, []key{t.key(label, caseButton{r.ID})})
	}
	if pages > 1 {
		parts = append(parts, locales.NeedsPage(page+1, pages))
		keys = append(keys, turnKeys(t, page, pages, func(to int) any { return needsButton{b.Place, b.Cat, b.Words, to} }))
	}
	return parts, keys
}

// needsDoors lead on from the list: to parts of it, the choice, visits, polls.
func (c *staff) needsDoors(t *turn, b needsButton, year, total int) ([][]key, error) {
	var keys [][]key
	if total > 0 {
		keys = categoryKeys(t, b.filter(), func(cat string) any { return needsButton{Place: b.Place, Cat: cat} })
	}
	var choice key
	switch s, err := c.office.OpenSelection(t.tx, b.Place); {
	case err == nil:
		choice = t.key(locales.NeedsChoiceButton(s.Selection.Year), choiceButton{Selection: s.Selection.ID})
	case errors.Is(err, store.ErrNotFound):
		choice = t.key(locales.NeedsBeginButton(year), beginChoiceButton{Place: b.Place})
	default:
		return nil, err
	}
	may, err := c.allowed(t, b.Place, [][]can{{{fund.ActSelect, choice}}})
	if err != nil {
		return nil, err
	}
	if total > 0 || strings.HasPrefix(choice.Data, "nx:") {
		keys = append(keys, may...)
	}
	keys = append(keys, []key{
		t.key(locales.CampaignListButton(), campaignsButton{b.Place}), t.key(locales.PollListButton(), pollsButton{b.Place}),
	})
	last := c.deskButtonRow(t)
	if total > 0 {
		last = append([]key{t.key(locales.NeedsTableButton(), tableButton{b.Place})}, last...)
	}
	return append(keys, last), nil
}

// categoryKeys filter a list by the parts of the catalogue.
func categoryKeys(t *turn, now office.NeedFilter, to func(string) any) [][]key {
	var flat []key
	if now != (office.NeedFilter{}) {
		flat = append(flat, t.key(locales.NeedsAllButton(), to("")))
	}
	for _, cat := range append(fund.Categories(), office.NoCategory) {
		if cat != now.Category {
			flat = append(flat, t.key(filterName(office.NeedFilter{Category: cat}), to(string(cat))))
		}
	}
	var rows [][]key
	for i, k := range flat {
		if i%2 == 0 {
			rows = append(rows, []key{k})
			continue
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], k)
	}
	return rows
}

// backed says who backs a request: neighbours in the chat, and households at
// the door apart.
func backed(neighbours, households int) locales.Message {
	doors := locales.Message{}
	if households > 0 {
		doors = locales.NeedsHouseholds(households)
	}
	return locales.NeedsBacked(locales.NeedsNeighbours(neighbours), doors)
}

// sendNeeds gives the whole list as a file.
func (c *staff) sendNeeds(t *turn, b tableButton) error {
	if err := c.office.Allowed(t.act(), fund.ActOversee, b.Place); err != nil {
		return err
	}
	place, err := c.office.Place(t.tx, b.Place)
	if err != nil {
		return err
	}
	table, _ := c.office.Table("needs")
	rows, err := table.Rows(t.act(), b.Place)
	if err != nil {
		return err
	}
	written, err := report.Table(c.book, t.lang, table.Name, table.Columns, rows)
	if err != nil {
		return err
	}
	file, err := sheet.XLSX(nil, written)
	if err != nil {
		return err
	}
	year := c.office.Rules(t.now).Needs.Year(t.now)
	return t.say(screen{
		Text:     locales.NeedsTable(placeName(place), year, len(rows)),
		Document: &document{Name: "needs-" + place.Code + "-" + t.now.Format("2006-01-02") + ".xlsx", Bytes: file},
	})
}
