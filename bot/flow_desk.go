package bot

import (
	"errors"
	"slices"
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// deskButton shows a page of the desk.
type deskButton struct{ Page int }

// caseButton shows one request as its staff see it. Notices carry it too.
type caseButton struct{ Request fund.RequestID }

// adoptButton, declineButton and joinButton begin what the staff do with a
// request.
type (
	adoptButton   struct{ Request fund.RequestID }
	declineButton struct{ Request fund.RequestID }
	joinButton    struct{ Request fund.RequestID }
)

// deliveriesButton shows the messages that are in doubt, or that failed.
type deliveriesButton struct{ Failed bool }

// deskSize is how many things are shown at once.
const deskSize = 6

// deskFlow is the desk: what waits for somebody, soonest deadline first, and
// one request with all that may be done about it.
func (c *staff) deskFlow(r *router) {
	r.command(command{
		Name: "desk", Scope: forStaff, Describe: locales.CommandDesk(), Word: locales.MenuDeskButton(),
		Run: func(t *turn, _ string) error { return c.showDesk(t, deskButton{}) },
	})
	press(r, "wd", c.showDesk)
	press(r, "wr", c.showCase)
	press(r, "wra", func(t *turn, b adoptButton) error { return c.beginAdopt(t, b.Request) })
	press(r, "wrd", func(t *turn, b declineButton) error { return c.beginDecline(t, b.Request) })
	press(r, "wrj", func(t *turn, b joinButton) error { return c.beginJoin(t, b.Request) })
	press(r, "wm", c.showDeliveries)
}

func (c *staff) showDesk(t *turn, b deskButton) error {
	items, err := c.office.Desk(t.act())
	var denied *fund.NotAllowed
	if errors.As(err, &denied) {
		return c.showOversight(t, err)
	}
	if err != nil {
		return err
	}
	var keys [][]key
	if keys, err = c.deskDoors(t); err != nil {
		return err
	}
	lent, err := c.actingFor(t)
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return t.show(screen{Text: locales.Paragraphs(append([]locales.Message{locales.DeskEmpty()}, lent...)...), Keys: keys})
	}
	pages := (len(items) + deskSize - 1) / deskSize
	page := min(max(b.Page, 0), pages-1)
	first := page * deskSize
	shown := items[first:min(first+deskSize, len(items))]
	parts := append([]locales.Message{locales.DeskTitle(len(items), deskCounts(items))}, lent...)
	var open [][]key
	for i, item := range shown {
		line, err := c.deskLine(t, first+i+1, item)
		if err != nil {
			return err
		}
		parts = append(parts, line)
		open = append(open, []key{c.deskKey(t, first+i+1, item)})
	}
	if pages > 1 {
		parts = append(parts, locales.DeskPage(page+1, pages))
		open = append(open, turnKeys(t, page, pages, func(to int) any { return deskButton{Page: to} }))
	}
	return t.show(screen{Text: locales.Paragraphs(parts...), Keys: append(open, keys...)})
}

// deskCounts says how many there are of each kind.
func deskCounts(items []office.DeskItem) []locales.Message {
	counts := map[string]int{}
	say := map[string]func(int) locales.Message{}
	var order []string
	for _, item := range items {
		name, words := deskCount(item.Kind)
		if counts[name] == 0 {
			order = append(order, name)
		}
		counts[name]++
		say[name] = words
	}
	list := make([]locales.Message, len(order))
	for i, name := range order {
		list[i] = say[name](counts[name])
	}
	return list
}

func deskCount(k office.DeskKind) (string, func(int) locales.Message) {
	switch k {
	case office.DeskReview:
		return "review", locales.DeskCountReview
	case office.DeskOverdue:
		return "overdue", locales.DeskCountOverdue
	case office.DeskVote:
		return "vote", locales.DeskCountVote
	case office.DeskReturned, office.DeskDrafted, office.DeskApproved, office.DeskStarted, office.DeskFinished,
		office.DeskMending:
		return "project", locales.DeskCountProject
	case office.DeskQuestion:
		return "question", locales.DeskCountQuestion
	case office.DeskRequest:
		return "request", locales.DeskCountRequest
	case office.DeskMerge:
		return "merge", locales.DeskCountMerge
	case office.DeskObjection, office.DeskComplaint, office.DeskSign, office.DeskDispute, office.DeskWords:
		return "works", locales.DeskCountWorks
	case office.DeskMinutes:
		return "minutes", locales.DeskCountMinutes
	case office.DeskGiveBack:
		return "give_back", locales.DeskCountGiveBack
	case office.DeskTransfer:
		return "transfer", locales.DeskCountTransfer
	case office.DeskCampaign, office.DeskPoll, office.DeskSelection:
		return "asking", locales.DeskCountAsking
	case office.DeskAppeal:
		return "appeal", locales.DeskCountAppeal
	case office.DeskPetition:
		return "petition", locales.DeskCountPetition
	case office.DeskInspect:
		return "inspection", locales.DeskCountInspection
	case office.DeskUncertain, office.DeskFailed:
	}
	return "delivery", locales.DeskCountDelivery
}

// deskLine is one thing of the list: what it is, what it asks for, until when.
func (c *staff) deskLine(t *turn, place int, i office.DeskItem) (locales.Message, error) {
	at, err := nameOf(t.tx, c.office, i.Place)
	if err != nil {
		return locales.Message{}, err
	}
	var what locales.Message
	switch i.Kind {
	case office.DeskUncertain:
		return locales.DeskLineBare(place, locales.DeskUncertain(i.Count)), nil
	case office.DeskFailed:
		return locales.DeskLineBare(place, locales.DeskFailed(i.Count)), nil
	case office.DeskCampaign, office.DeskPoll, office.DeskSelection:
		return c.askingLine(t, place, i)
	case office.DeskReview:
		what = locales.DeskReview(at, i.Since)
	case office.DeskOverdue:
		what = locales.DeskOverdue(at, i.Since)
	case office.DeskAppeal:
		what = locales.DeskAppeal(at, i.Since)
	case office.DeskInspect:
		return c.deskInspection(t, place, i)
	case office.DeskPetition:
		due, err := c.deskDue(t, i)
		return locales.DeskLinePlain(place, locales.Text(cut(i.Title, maxShortLabel)), locales.Lines(locales.PetitionDesk(i.Since), due)), err
	case office.DeskVote:
		what = locales.DeskVote()
	case office.DeskMending:
		what = locales.DeskMending()
	case office.DeskQuestion:
		what = locales.DeskQuestion(i.Count, i.Since)
	case office.DeskRequest:
		what = locales.DeskRequest(i.Count, i.Since)
	case office.DeskMerge:
		what = locales.DeskMerge()
	case office.DeskWords:
		what = locales.DeskWords(i.Count)
	case office.DeskGiveBack:
		what = locales.DeskGiveBack(int64(i.Sum), i.Since)
	case office.DeskTransfer:
		return locales.DeskTransferLine(place, int64(i.Sum), i.Title, i.Since), nil
	case office.DeskReturned, office.DeskDrafted, office.DeskApproved, office.DeskStarted, office.DeskFinished,
		office.DeskObjection, office.DeskComplaint, office.DeskMinutes, office.DeskSign, office.DeskDispute:
		what = deskSince(i.Kind)(i.Since)
	}
	due, err := c.deskDue(t, i)
	return locales.DeskLine(place, itemTitle(i), i.Number, what, due), err
}

// deskSince says what is to be done of which only since when is known.
func deskSince(k office.DeskKind) func(time.Time) locales.Message {
	return map[office.DeskKind]func(time.Time) locales.Message{
		office.DeskReturned:  locales.DeskReturned,
		office.DeskDrafted:   locales.DeskDrafted,
		office.DeskApproved:  locales.DeskApproved,
		office.DeskStarted:   locales.DeskStarted,
		office.DeskFinished:  locales.DeskFinished,
		office.DeskObjection: locales.DeskObjection,
		office.DeskComplaint: locales.DeskComplaint,
		office.DeskMinutes:   locales.DeskMinutes,
		office.DeskSign:      locales.DeskSign,
		office.DeskDispute:   locales.DeskDispute,
	}[k]
}

func itemTitle(i office.DeskItem) string {
	if i.Title == "" {
		return i.Number // its author deleted the words
	}
	return i.Title
}

// deskDue says until when something is due, and how late it is, and with whom.
func (c *staff) deskDue(t *turn, i office.DeskItem) (locales.Message, error) {
	switch {
	case i.Due.IsZero():
		return locales.Message{}, nil
	case i.Kind == office.DeskVote:
		return locales.DeskCloses(i.Due), nil
	case i.Overdue && (i.Work != 0 || i.Petition != 0):
		return locales.SheetOverdue(i.Due, -i.DaysLeft), nil
	case i.Overdue:
		p, err := c.office.Project(t.tx, i.Project)
		if err != nil {
			return locales.Message{}, err
		}
		late := p.Holder()
		if i.Kind == office.DeskAppeal {
			late = fund.HolderDistrict
		}
		holder, err := holderName(t.tx, c.office, late, p.Community)
		return locales.DeskLate(-i.DaysLeft, holder), err
	case i.DaysLeft == 0:
		return locales.DeskDueToday(i.Due), nil
	}
	return locales.DeskDue(i.Due, i.DaysLeft), nil
}

// deskKey opens one thing of the list.
func (c *staff) deskKey(t *turn, place int, i office.DeskItem) key {
	label := locales.DeskOpenButton(place, itemTitle(i))
	switch i.Kind {
	case office.DeskReview, office.DeskOverdue, office.DeskReturned, office.DeskDrafted, office.DeskApproved,
		office.DeskStarted, office.DeskFinished, office.DeskMending:
		return t.key(label, projectButton{Project: i.Project})
	case office.DeskAppeal:
		return t.key(label, appealPageButton{i.Appeal})
	case office.DeskPetition:
		return t.key(label, petitionButton{i.Petition})
	case office.DeskInspect:
		return t.key(locales.InspectionListButton(), inspectionsButton{})
	case office.DeskVote:
		return t.key(label, ballotButton{i.Ballot})
	case office.DeskObjection:
		return t.key(label, objectionButton{i.Work})
	case office.DeskComplaint, office.DeskMinutes:
		return t.key(label, complaintButton{i.Work})
	case office.DeskSign:
		return t.key(label, acceptanceButton{i.Work})
	case office.DeskDispute:
		return t.key(label, ruleButton{i.Work})
	case office.DeskWords:
		return t.key(label, readWordsButton{i.Project})
	case office.DeskQuestion, office.DeskRequest:
		return t.key(label, caseButton{Request: i.Request})
	case office.DeskCampaign:
		return t.key(label, campaignButton{i.Campaign})
	case office.DeskPoll:
		return t.key(locales.DeskPlainButton(place, locales.PollListButton()), pollButton{i.Poll})
	case office.DeskSelection:
		return t.key(locales.DeskPlainButton(place, locales.NeedsChoiceButton(i.Year)), choiceButton{Selection: i.Selection})
	case office.DeskMerge:
		return t.key(label, openButton{Request: int64(i.Request), From: fromMine})
	case office.DeskGiveBack:
		return t.key(label, projectMoneyButton{i.Project})
	case office.DeskTransfer:
		return t.key(label, transferButton{i.Transfer})
	case office.DeskUncertain:
		return t.key(locales.DeskUncertain(i.Count), deliveriesButton{})
	case office.DeskFailed:
		return t.key(locales.DeskFailed(i.Count), deliveriesButton{Failed: true})
	}
	return t.key(label, deskButton{})
}

func (c *staff) deskButtonRow(t *turn) []key {
	return []key{t.key(locales.DeskDeskButton(), deskButton{})}
}

// showDeliveries lists messages in doubt, or failed, with what may be done
// about each.
func (c *staff) showDeliveries(t *turn, b deliveriesButton) error {
	may, err := t.operators(t.tx)
	if err != nil {
		return err
	}
	if !slices.Contains(may, t.user.ID) {
		return refuse(locales.OperatorOnlyAlert())
	}
	status := store.OutboxUncertain
	if b.Failed {
		status = store.OutboxFailed
	}
	rows, err := t.tx.Aside(status, deskSize)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return t.show(screen{Text: locales.DeskEmpty(), Keys: [][]key{c.deskButtonRow(t)}})
	}
	var lines []locales.Message
	var keys [][]key
	for _, q := range rows {
		chat, err := found(t.tx.Chat(q.Chat))
		if err != nil {
			return err
		}
		lines = append(lines, locales.DeskMessageLine(int(q.ID), kindName(q.Kind), chat.Title))
		row := []key{t.key(locales.DeskAgainButton(int(q.ID)), uncertainButton{Row: q.ID, Again: true})}
		if b.Failed {
			row = append(row, t.key(locales.DeskLetBeButton(int(q.ID)), letBeButton{Row: q.ID}))
		} else {
			row = slices.Insert(row, 0, t.key(locales.DeskArrivedButton(int(q.ID)), uncertainButton{Row: q.ID}))
		}
		keys = append(keys, row)
	}
	text := locales.DeskMessages(lines)
	if b.Failed {
		text = locales.DeskMessagesFailed(lines)
	}
	return t.show(screen{Text: text, Keys: append(keys, c.deskButtonRow(t))})
}
