package bot

import (
	"errors"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
)

// moneyButton shows the money of a place's year, page by page of its
// communities.
type moneyButton struct {
	Place fund.PlaceID
	Year  int
	Page  int
}

// projectMoneyButton shows the money of one project. Notices carry it too.
type projectMoneyButton struct{ Project fund.ProjectID }

// byProjectButton lists a community's projects of a year with their money.
type byProjectButton struct {
	Place fund.PlaceID
	Year  int
	Page  int
}

// treasury is the conversations about money, of residents and of offices.
type treasury struct {
	*staff
	give     opener[giving]
	sponsor  opener[sponsoring]
	receipt  opener[receiving]
	invoice  opener[invoicing]
	back     opener[givingBack]
	correct  opener[correcting]
	half     opener[halving]
	allot    opener[allotting]
	topUp    opener[toppingUp]
	transfer opener[transferring]
	refuse   opener[refusingTransfer]
}

// flow is the fund's money: what there is and what became of it.
func (m *treasury) flow(r *router) {
	m.give = form(r, m.giveForm())
	m.sponsor = form(r, m.sponsorForm())
	m.receipt = form(r, m.receiptForm())
	m.invoice = form(r, m.invoiceForm())
	m.back = form(r, m.backForm())
	m.correct = form(r, m.correctForm())
	m.half = form(r, m.halfForm())
	m.allot = form(r, m.allotForm())
	m.topUp = form(r, m.topUpForm())
	m.transfer = form(r, m.transferForm())
	m.refuse = form(r, m.refuseTransferForm())
	r.command(command{
		Name: "money", Scope: inPrivate, Describe: locales.CommandMoney(),
		Run: func(t *turn, _ string) error { return m.showMine(t) },
	})
	press(r, "mo", m.showMoney)
	press(r, "mp", func(t *turn, b projectMoneyButton) error { return m.showProjectMoney(t, b.Project) })
	press(r, "mop", m.showByProject)
	press(r, "mot", m.sendTable)
	m.pledgeFlow(r)
	m.paymentFlow(r)
	m.allocationFlow(r)
	m.transferFlow(r)
	m.moneyNotices(r)
}

// showMine shows the money of the place where somebody holds an office, else
// of where they live.
func (m *treasury) showMine(t *turn) error {
	place, err := m.overseen(t)
	if err != nil {
		return err
	}
	if place == 0 {
		place = t.person.Community
	}
	if place == 0 {
		return office.ErrNoCommunity
	}
	return m.showMoney(t, moneyButton{Place: place, Year: m.thisYear(t)})
}

func (m *treasury) thisYear(t *turn) int { return t.now.In(m.office.Zone()).Year() }

// showMoney shows a community's money of a year, or that of every community
// below a place. Who looks after the place sees all of it, its residents what
// they are owed in short.
func (m *treasury) showMoney(t *turn, b moneyButton) error {
	place, err := m.office.Place(t.tx, b.Place)
	if err != nil {
		return err
	}
	list, err := m.office.Statement(t.tx, b.Place, b.Year)
	if err != nil {
		return err
	}
	switch err := m.office.Allowed(t.act(), fund.ActOversee, b.Place); {
	case errors.Is(err, fund.ErrNotAllowed) && t.person.Community == b.Place && len(list) == 1:
		return m.showShort(t, list[0])
	case err != nil:
		return err
	}
	if place.Kind == fund.PlaceCommunity {
		return m.showCommunity(t, list[0])
	}
	return m.showBelow(t, place, list, b)
}

// showShort is the statement for residents, with the projects that they may
// add to.
func (m *treasury) showShort(t *turn, s office.CommunityStatement) error {
	f := s.Fund()
	text := locales.PurseShort(placeName(s.Place), s.Year, int64(s.Planned.Total()), int64(f.Received), int64(f.Paid),
		int64(s.Free()), int64(s.Sources[fund.SourceSponsor].Received), int64(s.Sources[fund.SourceResidents].Received))
	projects, err := m.office.Projects(t.tx, s.Place.ID)
	if err != nil {
		return err
	}
	var keys [][]key
	for _, p := range projects {
		k, err := giveKey(t.buttons, t.tx, m.office, p)
		if err != nil {
			return err
		}
		if k != nil {
			keys = append(keys, []key{t.key(locales.PurseGiveToButton(p.Title), addMoneyButton{p.ID})})
		}
		if len(keys) == maxChoices {
			break
		}
	}
	parts := []locales.Message{text}
	if len(keys) > 0 {
		parts = append(parts, locales.PurseGiveTo())
	}
	return t.show(screen{Text: locales.Paragraphs(parts...), Keys: keys})
}

// showCommunity is the statement of a community for those who look after it.
func (m *treasury) showCommunity(t *turn, s office.CommunityStatement) error {
	lines, err := m.statementLines(t, s)
	if err != nil {
		return err
	}
	keys, err := m.communityKeys(t, s)
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.Paragraphs(lines...), Keys: keys})
}

func (m *treasury) statementLines(t *turn, s office.CommunityStatement) ([]locales.Message, error) {
	a, f := s.Planned, s.Fund()
	city, district := s.Sources[fund.SourceCity], s.Sources[fund.SourceDistrict]
	sources := locales.Lines(
		locales.PursePlanned(int64(a.Total()), int64(a.City), int64(a.District), oneIf(a.Decided)),
		locales.PurseReceived(int64(f.Received), int64(city.Received), int64(district.Received),
			int64(city.Planned-city.Received), int64(district.Planned-district.Received)),
		nonZero(f.Moved, locales.PurseMoved), nonZero(f.Carried, locales.PurseCarried),
		locales.PurseReserved(int64(s.Reserved), int64(s.Committed)),
		locales.PursePaid(int64(f.Paid), int64(f.Held())),
		nonZero(f.Returned, locales.PurseReturned),
		locales.PurseFree(int64(s.Free())),
	)
	parts := []locales.Message{locales.PurseTitle(placeName(s.Place), s.Year), sources}
	for _, source := range []fund.Source{fund.SourceSponsor, fund.SourceResidents} {
		if o := s.Sources[source]; o.Planned+o.Pledged+o.Received > 0 {
			parts = append(parts, locales.PurseOthers(report.Payer(source), int64(o.Planned), int64(o.Pledged), int64(o.Received),
				int64(o.Paid), int64(o.Returned), int64(o.Held())))
		}
	}
	warnings, err := m.office.AllocationWarnings(t.tx, s.Place.ID, s.Year)
	if err != nil {
		return nil, err
	}
	return append(parts, warningLines(warnings)), nil
}

// nonZero says an amount, nothing where there is none.
func nonZero(sum fund.Money, say func(int64) locales.Message) locales.Message {
	if sum == 0 {
		return locales.Message{}
	}
	return say(int64(sum))
}

// warningLines say where an allocation stays behind a rule.
func warningLines(list []fund.AllocationWarning) locales.Message {
	var lines []locales.Message
	for _, w := range list {
		switch w.Rule {
		case fund.RuleFloor:
			lines = append(lines, locales.PurseWarnFloor(w.Since, int64(w.Want), int64(w.Have)))
		case fund.RuleGrowth:
			lines = append(lines, locales.PurseWarnGrowth(w.Year, w.Since, w.By, int64(w.Want), int64(w.Base), int64(w.Have)))
		case fund.RuleHalves:
			lines = append(lines, locales.PurseWarnHalves(int64(w.Want), int64(w.Have)))
		}
	}
	return locales.Lines(lines...)
}

// communityKeys are what may be done about a community's money.
func (m *treasury) communityKeys(t *turn, s office.CommunityStatement) ([][]key, error) {
	place, year := s.Place.ID, s.Year
	keys := [][]key{
		{
			t.key(locales.PurseByProjectButton(), byProjectButton{Place: place, Year: year}),
			t.key(locales.PurseTableButton(), statementButton{Place: place, Year: year}),
		},
		{
			t.key(locales.PurseEntriesButton(), entriesButton{Place: place, Year: year}),
			t.key(locales.PurseTransfersButton(), transfersButton{Place: place, Year: year}),
		},
	}
	allocate, err := m.allowed(t, place, m.allocationActions(t, s))
	if err != nil {
		return nil, err
	}
	keys = append(keys, allocate...)
	years, err := m.yearKeys(t, moneyButton{Place: place, Year: year})
	if err != nil {
		return nil, err
	}
	if years != nil {
		keys = append(keys, years)
	}
	return append(keys, m.deskButtonRow(t)), nil
}

// yearKeys lead to the years beside one.
func (m *treasury) yearKeys(t *turn, b moneyButton) ([]key, error) {
	years, err := m.office.MoneyYears(t.act(), b.Place)
	var keys []key
	for _, year := range years {
		if year == b.Year-1 || year == b.Year+1 {
			keys = append(keys, t.key(locales.PurseYearButton(year), moneyButton{Place: b.Place, Year: year}))
		}
	}
	return keys, err
}

// showBelow lists the money of the communities below a place, and its sum.
func (m *treasury) showBelow(t *turn, place fund.Place, list []office.CommunityStatement, b moneyButton) error {
	var planned, received, paid, free fund.Money
	for _, s := range list {
		f := s.Fund()
		planned, received, paid, free = planned+s.Planned.Total(), received+f.Received, paid+f.Paid, free+s.Free()
	}
	parts := []locales.Message{
		locales.PurseTitle(placeName(place), b.Year),
		locales.PurseSum(len(list), int64(planned), int64(received), int64(paid), int64(free)),
	}
	pages := max(1, (len(list)+deskSize-1)/deskSize)
	page := min(max(b.Page, 0), pages-1)
	var keys [][]key
	for _, s := range list[page*deskSize : min(len(list), (page+1)*deskSize)] {
		f := s.Fund()
		parts = append(parts, locales.PurseLine(placeName(s.Place), int64(s.Planned.Total()), int64(f.Received), int64(f.Paid),
			int64(s.Free())))
		keys = append(keys, []key{t.key(locales.Named(placeName(s.Place)), moneyButton{Place: s.Place.ID, Year: b.Year})})
	}
	if pages > 1 {
		parts = append(parts, locales.DeskPage(page+1, pages))
		keys = append(keys, turnKeys(t, page, pages, func(to int) any { return moneyButton{b.Place, b.Year, to} }))
	}
	years, err := m.yearKeys(t, b)
	if err != nil {
		return err
	}
	if years != nil {
		keys = append(keys, years)
	}
	keys = append(keys, []key{
		t.key(locales.PurseTransfersButton(), transfersButton{Place: b.Place, Year: b.Year}),
		t.key(locales.PurseTableButton(), statementButton{Place: b.Place, Year: b.Year}),
	})
	return t.show(screen{Text: locales.Paragraphs(parts...), Keys: append(keys, m.deskButtonRow(t))})
}

// showByProject lists the projects of a community's year with what became of
// their money.
func (m *treasury) showByProject(t *turn, b byProjectButton) error {
	if err := m.office.Allowed(t.act(), fund.ActOversee, b.Place); err != nil {
		return err
	}
	list, err := m.office.Projects(t.tx, b.Place)
	if err != nil {
		return err
	}
	var of []fund.Project
	for _, p := range list {
		if p.Year == b.Year {
			of = append(of, p)
		}
	}
	name, err := nameOf(t.tx, m.office, b.Place)
	if err != nil {
		return err
	}
	back := t.key(locales.PurseBackButton(), moneyButton{Place: b.Place, Year: b.Year})
	pages := max(1, (len(of)+deskSize-1)/deskSize)
	page := min(max(b.Page, 0), pages-1)
	parts := []locales.Message{locales.PurseProjects(name, b.Year, len(of))}
	var keys [][]key
	for i, p := range of[page*deskSize : min(len(of), (page+1)*deskSize)] {
		money, err := m.office.ProjectMoney(t.tx, p.ID)
		if err != nil {
			return err
		}
		n := page*deskSize + i + 1
		parts = append(parts, locales.PurseProjectLine(n, p.Title, p.Number, report.StatusName(p.Status), int64(money.Cost),
			int64(money.Total().Paid)))
		keys = append(keys, []key{t.key(locales.DeskOpenButton(n, p.Title), projectMoneyButton{p.ID})})
	}
	if pages > 1 {
		parts = append(parts, locales.DeskPage(page+1, pages))
		keys = append(keys, turnKeys(t, page, pages, func(to int) any { return byProjectButton{b.Place, b.Year, to} }))
	}
	return t.show(screen{Text: locales.Paragraphs(parts...), Keys: append(keys, []key{back})})
}
