package report

import (
	"fmt"
	"strconv"

	"huimin/fund"
	"huimin/locales"
)

// Head is the record's tree head that a bulletin prints, so that everybody who
// received it is a witness: how many entries, and the hash over all of them.
type Head struct {
	Size int64
	Hash string // hex
}

// shownHash is how many hex digits of the head a bulletin prints: 128 bits,
// more than anybody can search through, in a line that a phone shows.
const shownHash = 32

// Short is the head's hash as it is printed.
func (h Head) Short() string { return h.Hash[:min(len(h.Hash), shownHash)] }

// Bulletin is page (from 1) of the quarter's summary of one community. The
// first page has the figures, the last one the record's head.
func Bulletin(b fund.Bulletin, place locales.Name, head Head, page int) locales.Message {
	pages := b.Pages()
	parts := []locales.Message{locales.BulletinTitle(place, b.Quarter.Year, b.Quarter.N)}
	if pages > 1 {
		parts = append(parts, locales.BulletinPage(page, pages))
	}
	if page == 1 {
		parts = append(parts, figures(b)...)
	}
	parts = append(parts, sections(b, (page-1)*fund.BulletinPageLines, page*fund.BulletinPageLines)...)
	if page >= pages {
		if !b.PostedUntil.IsZero() {
			parts = append(parts, locales.BulletinPosted(b.PostedUntil))
		}
		parts = append(parts, closing(head)...)
	}
	return locales.Paragraphs(parts...)
}

// Community is one community's share of a roll-up.
type Community struct {
	Name     locales.Name
	Bulletin fund.Bulletin
}

// Office is how an office keeps its days in a quarter.
type Office struct {
	Name locales.Name
	fund.Promptness
}

// OfficeLine says how an office keeps its days.
func OfficeLine(o Office) locales.Message {
	average := fmt.Sprintf("%d.%d", o.Average()/10, o.Average()%10)
	return locales.PromptRow(o.Name, o.Reviewed, o.OnTime, o.Late, average, o.Paused, o.Waiting, o.Overdue)
}

// rollupOverdue is how many overdue projects a roll-up names, the longest
// first; it says how many more there are.
const rollupOverdue = 10

// Rollup is page (from 1) of the quarter's summary of a street or a district:
// whole holds the figures of all its communities together. The first page has
// the figures; communities and then offices follow, page by page; the last one
// lists what is overdue and has the record's head.
func Rollup(
	whole fund.Bulletin, place locales.Name, communities []Community, offices []Office, head Head, page int,
) locales.Message {
	parts := []locales.Message{
		locales.BulletinRollupTitle(place, whole.Quarter.Year, whole.Quarter.N, len(communities)),
	}
	pages := fund.RollupPages(len(communities) + len(offices))
	if pages > 1 {
		parts = append(parts, locales.BulletinPage(page, pages))
	}
	if page == 1 {
		parts = append(parts, append(figures(whole), judgedFigures(whole.Judged))...)
	}
	view := window{first: (page - 1) * fund.RollupPageParts, last: page * fund.RollupPageParts}
	if from, to := view.next(len(communities)); from < to {
		parts = append(parts, section(locales.Message{}, communities[from:to], communityLine))
	}
	if from, to := view.next(len(offices)); from < to {
		parts = append(parts, section(locales.BulletinOffices(), offices[from:to], OfficeLine))
	}
	if page < pages {
		return locales.Paragraphs(parts...)
	}
	if len(whole.Overdue) > 0 {
		shown := whole.Overdue[:min(len(whole.Overdue), rollupOverdue)]
		list := section(locales.BulletinOverdue(len(whole.Overdue)), shown, overdueLine)
		if more := len(whole.Overdue) - len(shown); more > 0 {
			list = locales.Lines(list, locales.BulletinMore(more))
		}
		parts = append(parts, list)
	}
	return locales.Paragraphs(append(parts, closing(head)...)...)
}

func communityLine(c Community) locales.Message {
	b := c.Bulletin
	return locales.BulletinCommunityLine(
		c.Name, len(b.Approved), int64(b.Total), len(b.UnderWay), len(b.Finished), len(b.Overdue))
}

// judgedFigures adds up what was accepted and how satisfied residents are.
func judgedFigures(list []fund.JudgedLine) locales.Message {
	if len(list) == 0 {
		return locales.Message{}
	}
	accepted, answers, parts := 0, 0, 0
	for _, l := range list {
		if l.Accepted {
			accepted++
		}
		answers, parts = answers+l.Answers, parts+l.Rate*l.Answers
	}
	rate := 0
	if answers > 0 {
		rate = (parts + answers/2) / answers
	}
	return locales.BulletinJudgedFigures(accepted, len(list)-accepted, answers, rate)
}

func figures(b fund.Bulletin) []locales.Message {
	parts := []locales.Message{locales.BulletinRequests(
		b.RequestsFiled, b.RequestsAdopted, b.RequestsDeclined, b.RequestsMerged, b.RequestsOpen)}
	if len(b.Approved) > 0 {
		parts = append(parts, locales.BulletinSources(
			int64(b.ByFund), int64(b.BySponsor), int64(b.ByResidents), int64(b.Total)))
	}
	if money := quarterMoney(b.Money); !money.IsZero() {
		parts = append(parts, money)
	}
	if b.Spent > 0 {
		parts = append(parts, locales.BulletinSpent(int64(b.Spent)))
	}
	if b.Reviews > 0 {
		parts = append(parts, locales.BulletinReviews(b.Reviews, b.OnTime, strconv.FormatFloat(b.MeanWorkdays, 'f', 1, 64)))
	}
	if b.Lines() == 0 {
		parts = append(parts, locales.BulletinQuiet())
	}
	return parts
}

// window is a page's part of several lists, one after the other: from line
// first up to, not including, last.
type window struct{ first, last, at int }

// next gives what part of the next list, of n lines, falls on the page.
func (w *window) next(n int) (from, to int) {
	from, to = min(max(w.first-w.at, 0), n), min(max(w.last-w.at, 0), n)
	w.at += n
	return from, to
}

// sections lists the projects from line first up to, not including, last.
func sections(b fund.Bulletin, first, last int) []locales.Message {
	var parts []locales.Message
	view := window{first: first, last: last}
	add := func(title locales.Message, lines []fund.Line, say func(fund.Line) locales.Message) {
		if from, to := view.next(len(lines)); from < to {
			parts = append(parts, section(title, lines[from:to], say))
		}
	}
	add(locales.BulletinDecided(len(b.Decided)), b.Decided, sourcesLine)
	add(locales.BulletinApproved(len(b.Approved), int64(b.Total)), b.Approved, sourcesLine)
	add(locales.BulletinUnderWay(len(b.UnderWay), int64(fund.Sum(b.UnderWay).Total)), b.UnderWay, underWayLine)
	add(locales.BulletinFinished(len(b.Finished), int64(fund.Sum(b.Finished).Spent)), b.Finished, finishedLine)
	if from, to := view.next(len(b.Judged)); from < to {
		parts = append(parts, section(locales.BulletinJudged(len(b.Judged)), b.Judged[from:to], judgedLine))
	}
	add(locales.BulletinLost(len(b.Lost)), b.Lost, plainLine)
	add(locales.BulletinRefused(len(b.Refused)), b.Refused, plainLine)
	if from, to := view.next(len(b.Overdue)); from < to {
		parts = append(parts, section(locales.BulletinOverdue(len(b.Overdue)), b.Overdue[from:to], overdueLine))
	}
	return parts
}

func section[L any](title locales.Message, lines []L, say func(L) locales.Message) locales.Message {
	said := []locales.Message{title}
	for _, l := range lines {
		said = append(said, say(l))
	}
	return locales.Lines(said...)
}

// quarterMoney says what the ledger says of a quarter: what came in, was paid
// and went back, by who pays. Nothing where nothing moved.
func quarterMoney(list []fund.MoneyOfSource) locales.Message {
	var received, paid, returned []locales.Message
	var in, out, back fund.Money
	add := func(into *[]locales.Message, total *fund.Money, of fund.MoneyOfSource, sum fund.Money) {
		if sum != 0 {
			*into = append(*into, locales.PayOfSource(Payer(of.Source), int64(sum)))
			*total += sum
		}
	}
	for _, m := range list {
		add(&received, &in, m, m.Received)
		add(&paid, &out, m, m.Paid)
		add(&returned, &back, m, m.Returned)
	}
	if len(received)+len(paid)+len(returned) == 0 {
		return locales.Message{}
	}
	return locales.BulletinMoney(int64(in), received, int64(out), paid, int64(back), returned)
}

// Payer is who money came from.
func Payer(s fund.Source) locales.Message {
	switch s {
	case fund.SourceCity:
		return locales.MoneySourceCity()
	case fund.SourceDistrict:
		return locales.MoneySourceDistrict()
	case fund.SourceTransfer:
		return locales.MoneySourceTransfer()
	case fund.SourceSponsor:
		return locales.MoneySourceSponsor()
	case fund.SourceResidents:
		return locales.MoneySourceResidents()
	}
	return locales.Message{}
}

func underWayLine(l fund.Line) locales.Message {
	if l.Spent == 0 {
		return plainLine(l)
	}
	return locales.BulletinPaidLine(l.Number, l.Title, int64(l.Spent), int64(l.Cost), int64(l.Cost-l.Spent))
}

func sourcesLine(l fund.Line) locales.Message {
	return locales.BulletinLine(l.Number, l.Title, int64(l.Cost), Sources(l.Funding))
}

func plainLine(l fund.Line) locales.Message {
	return locales.BulletinPlainLine(l.Number, l.Title, int64(l.Cost))
}

func finishedLine(l fund.Line) locales.Message {
	return locales.BulletinFinishedLine(l.Number, l.Title, int64(l.Spent), int64(l.Cost))
}

// judgedLine says whether works were accepted, and how satisfied residents are.
func judgedLine(l fund.JudgedLine) locales.Message {
	switch {
	case !l.Accepted:
		return locales.BulletinFailedLine(l.Number, l.Title)
	case !l.Asked:
		return locales.BulletinAcceptedLine(l.Number, l.Title)
	case l.Asking:
		return locales.BulletinAskingLine(l.Number, l.Title)
	case l.Answers == 0:
		return locales.BulletinUnratedLine(l.Number, l.Title)
	}
	return locales.BulletinRatedLine(l.Number, l.Title, l.Rate, l.Answers)
}

func overdueLine(l fund.OverdueLine) locales.Message {
	if l.Tier == fund.TierDistrict {
		return locales.BulletinDistrictOverdueLine(l.Number, l.Title, l.Days, l.Due)
	}
	return locales.BulletinStreetOverdueLine(l.Number, l.Title, l.Days, l.Due)
}

// Sources says who pays how much, where more than one does; nothing where the
// fund pays alone.
func Sources(f fund.Funding) []locales.Message {
	if f.Sponsor == 0 && f.Residents == 0 {
		return nil
	}
	parts := []locales.Message{}
	if f.Sponsor > 0 {
		parts = append(parts, locales.BulletinFromSponsor(int64(f.Sponsor), f.SponsorName))
	}
	if f.Residents > 0 {
		parts = append(parts, locales.BulletinFromResidents(int64(f.Residents)))
	}
	return append(parts, locales.BulletinFromFund(int64(f.Fund)))
}

func closing(head Head) []locales.Message {
	return []locales.Message{
		locales.BulletinRecord(int(head.Size), head.Short()),
		locales.BulletinAsk(),
	}
}
