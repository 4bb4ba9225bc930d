package report

import (
	"fmt"
	"strings"

	"huimin/fund"
	"huimin/locales"
)

// MinutesPaper is the minutes as an A4 document (PDF) in the shape of the paper
// form for 会议记录, to be printed, signed by hand and filed. The same minutes
// give the same bytes.
func MinutesPaper(m Minutes, book *locales.Book, lang locales.Lang) ([]byte, error) {
	p := newPaper(book, lang, locales.MinutesFormFoot(m.Place, m.Meeting.Title, int(m.Head.Size), m.Head.Short()))
	p.title(p.words(locales.MinutesFormTitle(m.Kind)))
	if m.Signed().IsZero() {
		p.text(p.words(locales.MinutesFormDraft()))
	} else {
		p.text(p.words(locales.MinutesFormBoard(m.Until)))
	}
	p.gap(6)
	p.minutesFacts(m)
	p.head(p.words(locales.MinutesFormAgenda()))
	for _, item := range m.Meeting.Agenda {
		p.text(fmt.Sprintf("%d. %s", item.N, p.printable(m.Titles[item.N])))
		if item.Text != "" {
			p.column(p.printable(item.Text), paperEdge+16, paperRoom-16)
		}
	}
	p.minutesPresence(m)
	p.head(p.words(locales.MinutesFormSaid()))
	if len(m.Contributions) == 0 {
		p.text(p.words(locales.MinutesSaidNone()))
	}
	for _, c := range m.Contributions {
		p.text(p.words(m.spoken(c)))
	}
	if len(m.Votes) > 0 {
		p.need(2*sizeHead*leading + voteHigh)
	}
	p.head(p.words(locales.MinutesFormVotes()))
	if len(m.Votes) == 0 {
		p.text(p.words(locales.MinutesVotesNone()))
	}
	for _, v := range m.Votes {
		p.minutesVote(m, v)
	}
	p.head(p.words(locales.MinutesFormCorrections()))
	if len(m.Corrections) == 0 {
		p.text(p.words(locales.MinutesFormNoCorrections()))
	}
	for _, c := range m.Corrections {
		p.text(p.words(locales.MinutesCorrection(c.N, c.At, m.Names[c.Person], c.Text)))
	}
	p.minutesSignatures(m)
	return p.bytes()
}

// minutesFacts is the form's head: what, when, where, who, how many.
func (p *paper) minutesFacts(m Minutes) {
	v := m.Meeting
	came, members := len(m.Attended), len(m.Members)
	name := func(id fund.PersonID) string { return p.printable(m.Names[id]) }
	wide := func(label locales.Message, text string) {
		p.rows([]float64{0.16, 0.84}, [][]string{{p.words(label), p.printable(text)}})
		p.gap(-4) // the tables make one
	}
	wide(locales.MinutesFormSubject(), v.Title)
	p.rows([]float64{0.16, 0.34, 0.16, 0.34}, [][]string{
		{p.words(locales.MinutesFormDate()), p.when(m), p.words(locales.MinutesFormPlace()), p.printable(v.Where)},
		{p.words(locales.MinutesFormConvenor()), name(v.CalledBy), p.words(locales.MinutesFormCalled()), p.words(locales.PaperDate(v.Called))},
		{p.words(locales.MinutesFormChair()), name(v.Chair), p.words(locales.MinutesFormRecorder()), name(v.Recorder)},
		{p.words(locales.MinutesFormDue()), fmt.Sprint(members), p.words(locales.MinutesFormCame()), fmt.Sprint(came)},
	})
	p.gap(-4)
	wide(locales.MinutesFormRatio(), p.words(locales.MinutesFormRatioNeeded(share(came, members), m.Needed)))
	if lines := m.rescheduled(); len(lines) > 0 {
		wide(locales.MinutesFormRescheduled(), p.words(locales.Lines(lines...)))
	}
	if v.Haste != "" {
		wide(locales.MinutesFormHaste(), v.Haste)
	}
	p.gap(4)
}

func (p *paper) when(m Minutes) string {
	if m.Meeting.Ended.IsZero() {
		return p.words(locales.PaperDate(m.Meeting.Opened))
	}
	return p.words(locales.MinutesFormWhen(m.Meeting.Opened, m.Meeting.Ended))
}

func (p *paper) minutesPresence(m Minutes) {
	p.head(p.words(locales.MinutesFormPresence()))
	table := [][]string{{
		p.words(locales.MinutesFormName()), p.words(locales.MinutesFormArrived()), p.words(locales.MinutesFormLeft()), p.words(locales.MinutesFormHow()),
	}}
	for _, a := range m.Attended {
		left := p.words(locales.MinutesFormToEnd())
		if !a.Left.IsZero() {
			left = p.words(locales.MinutesFormClock(a.Left))
		}
		table = append(table, []string{p.printable(m.Names[a.Person]), p.words(locales.MinutesFormClock(a.Came)), left, p.words(remark(a))})
	}
	p.rows([]float64{0.34, 0.16, 0.2, 0.3}, table)
	if absent := m.Absent(); len(absent) > 0 {
		p.text(p.words(locales.MinutesAbsent(m.people(absent))))
	}
	for _, line := range m.proxies() {
		p.text(p.words(line))
	}
}

// voteHigh is about how high a vote is on paper, so that it is not torn apart.
const voteHigh = 10 * sizeText * leading

// minutesVote is one vote: the figures with their shares of those present, the
// method, the result, who counted, and the names or the room for them.
func (p *paper) minutesVote(m Minutes, v fund.ItemVote) {
	b, t := v.Ballot, v.Ballot.Tally
	here := t.Attending()
	count := func(n int) string {
		return fmt.Sprintf("%d (%s)", n, p.words(locales.MinutesFormShare(share(n, here))))
	}
	p.need(voteHigh)
	p.text(fmt.Sprintf("%d. %s", b.Item, p.printable(m.Titles[b.Item])))
	if b.Reason != "" {
		p.text(p.words(locales.MinutesAnew(b.Reason)))
	}
	if b.Kind != fund.BallotMotion {
		p.text(p.words(m.Outcome(b)))
		for _, line := range m.marked(v) {
			p.text(p.words(line))
		}
		p.gap(4)
		return
	}
	p.rows([]float64{0.18, 0.18, 0.18, 0.18, 0.14, 0.14}, [][]string{
		{
			p.words(locales.MinutesFormFor()), p.words(locales.MinutesFormAgainst()), p.words(locales.MinutesFormAbstain()),
			p.words(locales.MinutesFormSilent()), p.words(locales.MinutesFormHere()), p.words(locales.MinutesFormMembers()),
		},
		{count(t.For), count(t.Against), count(t.Abstain), count(here - t.Voted()), fmt.Sprint(here), fmt.Sprint(t.Members)},
	})
	p.gap(-4)
	first, second := "", ""
	if len(v.Tellers) > 0 {
		first = p.printable(m.Names[v.Tellers[0]])
	}
	if len(v.Tellers) > 1 {
		second = p.printable(m.Names[v.Tellers[1]])
	}
	p.rows([]float64{0.18, 0.32, 0.18, 0.32}, [][]string{
		{p.words(locales.MinutesFormMethod()), p.words(method(b)), p.words(locales.MinutesFormResult()), p.words(m.Outcome(b))},
		{p.words(locales.MinutesFormTeller()), first, p.words(locales.MinutesFormOverseer()), second},
	})
	p.gap(-4)
	p.rows([]float64{0.18, 0.82}, [][]string{
		{p.words(locales.MinutesFormSignedFor()), p.voters(m, b, v.For)},
		{p.words(locales.MinutesFormSignedAgainst()), p.voters(m, b, v.Against)},
	})
	for _, line := range append(m.named([]naming{{v.Abstain, locales.MinutesAbstained}}), m.inRoom(v)...) {
		p.text(p.words(line))
	}
	p.gap(4)
}

// voters are the names of those who voted so, with a line left for pens.
func (p *paper) voters(m Minutes, b fund.Ballot, people []fund.PersonID) string {
	if b.Secret {
		return p.words(locales.MinutesFormSecretNames())
	}
	names := make([]string, len(people))
	for i, id := range people {
		names[i] = p.printable(m.Names[id])
	}
	between := ", "
	if p.lang == locales.Chinese {
		between = "、"
	}
	return strings.Join(names, between) + "\n "
}

func (p *paper) minutesSignatures(m Minutes) {
	p.head(p.words(locales.MinutesFormSignatures()))
	for _, c := range fund.Capacities() {
		label, person := locales.MinutesFormChair(), m.Meeting.Chair
		if c == fund.CapacityRecorder {
			label, person = locales.MinutesFormRecorder(), m.Meeting.Recorder
		}
		state := p.words(locales.MinutesFormUnsigned())
		if s, ok := m.Signature(c); ok {
			state = p.words(locales.MinutesFormSigned(m.Names[person], s.At))
		}
		p.need(3 * sizeText * leading)
		p.rows([]float64{0.16, 0.84}, [][]string{{p.words(label), state + "\n\n" + p.words(locales.MinutesFormByHand())}})
		p.gap(-4)
	}
	p.gap(4)
}
