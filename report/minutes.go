package report

import (
	"slices"
	"time"
	"unicode/utf8"

	"huimin/fund"
	"huimin/locales"
)

// Minutes is a meeting's minutes as they are told and printed. Names has
// everybody who is named in it, as the reader may see them; Titles the agenda's
// points by their numbers.
type Minutes struct {
	fund.Minutes
	Place      locales.Name
	Kind       locales.Message
	Names      map[fund.PersonID]string
	Titles     map[int]string
	Needed     int       // how many make the quorum
	Until      time.Time // the end of the last day on the board; zero for a draft
	Objections []fund.Complaint
	Outcome    func(fund.Ballot) locales.Message
	Projects   map[fund.ProjectID]string // those that stood beside others in a vote
	Head       Head
}

// share is a part of a whole in ten-thousandths, rounded half up; 0 of nothing.
func share(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return (2*10_000*part + whole) / (2 * whole)
}

func (m Minutes) people(list []fund.PersonID) []locales.Message {
	names := make([]locales.Message, len(list))
	for i, p := range list {
		names[i] = locales.MinutesPerson(m.Names[p])
	}
	return names
}

// Absent gives the members who were never there.
func (m Minutes) Absent() (list []fund.PersonID) {
	for _, p := range m.Members {
		if !slices.ContainsFunc(m.Attended, func(a fund.Attendance) bool { return a.Person == p }) {
			list = append(list, p)
		}
	}
	return list
}

// Blocks are the minutes as text for a chat, in paragraphs none of which is to
// be torn apart; Pages puts them into messages.
func (m Minutes) Blocks() []locales.Message {
	list := []locales.Message{locales.Lines(locales.MinutesTitle(m.Meeting.Title, m.Kind, m.Place), m.state()), m.facts()}
	agenda := make([]locales.Message, len(m.Meeting.Agenda))
	for i, item := range m.Meeting.Agenda {
		agenda[i] = locales.MeetingItemFree(item.N, m.Titles[item.N])
	}
	list = append(list, locales.MinutesAgenda(agenda))
	list = append(list, m.presence()...)
	list = append(list, m.votes()...)
	list = append(list, m.said()...)
	if len(m.Corrections) > 0 {
		lines := []locales.Message{locales.MinutesCorrections()}
		for _, c := range m.Corrections {
			lines = append(lines, locales.MinutesCorrection(c.N, c.At, m.Names[c.Person], c.Text))
		}
		list = append(list, lines...)
	}
	if len(m.Objections) > 0 {
		list = append(list, locales.MinutesObjections())
		for _, c := range m.Objections {
			list = append(list, locales.MinutesObjection(c.Number, c.Filed, c.Text, objectionAnswer(c)))
		}
	}
	return append(list, locales.MinutesRecord(int(m.Head.Size), m.Head.Short()))
}

// state says whether the minutes are signed, or whose signature is missing.
func (m Minutes) state() locales.Message {
	switch at := m.Signed(); {
	case m.Meeting.Status != fund.MeetingEnded:
		return locales.MinutesRunning()
	case !at.IsZero():
		return locales.MinutesSigned(at, m.Until)
	case m.Meeting.Recorder == 0:
		return locales.MinutesDraftNameless()
	}
	var who []locales.Message
	for _, c := range fund.Capacities() {
		if _, signed := m.Signature(c); !signed {
			who = append(who, capacity(c))
		}
	}
	return locales.MinutesDraft(who)
}

func capacity(c fund.Capacity) locales.Message {
	if c == fund.CapacityChair {
		return locales.MinutesChair()
	}
	return locales.MinutesRecorder()
}

// facts are when, where, by whom, and how it was called.
func (m Minutes) facts() locales.Message {
	v := m.Meeting
	lines := []locales.Message{locales.MinutesFacts(v.Opened, v.Ended, v.Where, m.Names[v.Chair], m.Names[v.Recorder])}
	if v.Ended.IsZero() {
		lines[0] = locales.MinutesFactsOpen(v.Opened, v.Where, m.Names[v.Chair], m.Names[v.Recorder])
	}
	lines = append(lines, m.called())
	lines = append(lines, m.rescheduled()...)
	if v.Haste != "" {
		lines = append(lines, locales.MeetingHaste(v.Haste))
	}
	return locales.Lines(lines...)
}

// rescheduled is for when and where the meeting was called first, and each time
// it was moved.
func (m Minutes) rescheduled() (lines []locales.Message) {
	v := m.Meeting
	for i, b := range v.Before {
		if i == 0 {
			lines = append(lines, locales.MinutesCalledFor(b.Starts, b.Where))
		}
		if b.Haste != "" {
			lines = append(lines, locales.MeetingHaste(b.Haste))
		}
		_, to := v.Moved(i + 1)
		lines = append(lines, locales.MinutesRescheduled(b.At, m.Names[b.By], to.Starts, to.Where))
	}
	return lines
}

func (m Minutes) called() locales.Message {
	v := m.Meeting
	switch v.Basis {
	case fund.CalledByRepresentatives:
		return locales.MinutesCalledForRepresentatives(v.Called, m.Names[v.CalledBy])
	case fund.CalledByResidents:
		return locales.MinutesCalledForResidents(v.Called, m.Names[v.CalledBy])
	case fund.CalledByCommittee:
	}
	return locales.MinutesCalled(v.Called, m.Names[v.CalledBy])
}

// presence is who was there, and who was not.
func (m Minutes) presence() (list []locales.Message) {
	came, members := len(m.Attended), len(m.Members)
	list = []locales.Message{locales.MinutesPresent(came, members, share(came, members), m.Needed)}
	for _, a := range m.Attended {
		if a.Left.IsZero() {
			list = append(list, locales.MinutesCame(m.Names[a.Person], a.Came, remark(a)))
		} else {
			list = append(list, locales.MinutesWent(m.Names[a.Person], a.Came, a.Left, remark(a)))
		}
	}
	if absent := m.Absent(); len(absent) > 0 {
		list = append(list, locales.MinutesAbsent(m.people(absent)))
	}
	return append(list, m.proxies()...)
}

// proxies is who let whom vote for them, in writing.
func (m Minutes) proxies() (list []locales.Message) {
	for _, p := range m.Proxies {
		say := locales.MinutesProxy
		if p.OnPaper() {
			say = locales.MinutesProxyPaper
		}
		line := say(m.Names[p.Giver], m.Names[p.Holder], p.Given)
		if !p.Ended.IsZero() {
			line = locales.MinutesProxyEnded(line, p.Ended)
		}
		list = append(list, line)
	}
	return list
}

// remark is what is to be said of a member's presence beside its times.
func remark(a fund.Attendance) locales.Message {
	switch {
	case a.Away:
		return locales.MinutesAway()
	case a.Way == fund.CheckInProxy:
		return locales.MinutesWayProxy()
	case a.Way == fund.CheckInRemote:
		return locales.MinutesWayRemote()
	case a.Way == fund.CheckInChair:
		return locales.MinutesWayChair()
	}
	return locales.Message{}
}

func (m Minutes) votes() (list []locales.Message) {
	for _, v := range m.Votes {
		b := v.Ballot
		lines := []locales.Message{locales.MinutesVote(b.Item, m.Titles[b.Item], m.Outcome(b), method(b), b.Opened, b.ClosedAt)}
		if b.Reason != "" {
			lines = append(lines, locales.MinutesAnew(b.Reason))
		}
		if b.Kind != fund.BallotMotion {
			list = append(list, locales.Lines(append(lines, m.marked(v)...)...))
			continue
		}
		t := b.Tally
		here := t.Attending()
		lines = append(lines, locales.MinutesCounts(t.For, t.Against, t.Abstain, share(t.For, here), share(t.Against, here), share(t.Abstain, here), here))
		lines = append(lines, m.named([]naming{{v.Against, locales.MinutesAgainst}, {v.Abstain, locales.MinutesAbstained}})...)
		lines = append(lines, m.inRoom(v)...)
		lines = append(lines, m.named([]naming{{v.Tellers, locales.MinutesTellers}})...)
		list = append(list, locales.Lines(lines...))
	}
	if len(list) == 0 && m.Meeting.Status == fund.MeetingEnded {
		list = append(list, locales.MinutesVotesNone())
	}
	return list
}

// naming is people and how they are named.
type naming struct {
	people []fund.PersonID
	say    func([]locales.Message) locales.Message
}

func (m Minutes) named(list []naming) (lines []locales.Message) {
	for _, n := range list {
		if len(n.people) > 0 {
			lines = append(lines, n.say(m.people(n.people)))
		}
	}
	return lines
}

// marked tells a vote in which options were marked: how many took part, the
// sum, and for each option its votes, by whom, and whether it won.
func (m Minutes) marked(v fund.ItemVote) []locales.Message {
	b, pot := v.Ballot, v.Asked.Pot
	here := b.Tally.Attending()
	lines := []locales.Message{locales.MarkMinutesHere(here, b.Tally.Members, b.Tally.Voted())}
	if b.Kind == fund.BallotBudget {
		lines = append(lines, locales.MarkPot(int64(pot.Sum), int64(pot.Left)))
	}
	for _, o := range v.Asked.Options {
		line := locales.MarkOption(o.N, o.Text)
		if o.Project != 0 {
			line = locales.MarkOptionProject(o.N, m.Projects[o.Project], int64(o.Cost))
		}
		switch {
		case b.Kind == fund.BallotChoice:
			line = locales.MarkVotes(line, o.Votes, share(o.Votes, here))
		case o.Won:
			line = locales.MarkMinutesFunded(line, o.Votes)
		default:
			line = locales.MarkMinutesNotFunded(line, o.Votes)
		}
		if by := v.By(o.N); len(by) > 0 {
			line = locales.MarkMinutesBy(line, m.people(by))
		}
		lines = append(lines, line)
	}
	return lines
}

// inRoom is what of a vote was given in the room: the count of both tellers,
// or that there was none, and who voted there.
func (m Minutes) inRoom(v fund.ItemVote) (lines []locales.Message) {
	switch t := v.Ballot.Tally; {
	case t.Room > 0:
		lines = append(lines, locales.MinutesRoom(t.Room, v.Room.For, v.Room.Against, v.Room.Abstain))
	case t.Uncounted > 0:
		lines = append(lines, locales.RoomUncounted(t.Uncounted))
	}
	return append(lines, m.named([]naming{{v.InRoom, locales.MinutesInRoom}})...)
}

func method(b fund.Ballot) locales.Message {
	if b.Secret {
		return locales.MinutesMethodSecret()
	}
	return locales.MinutesMethodOpen()
}

func (m Minutes) said() []locales.Message {
	list := []locales.Message{locales.MinutesSaidHead()}
	for _, c := range m.Contributions {
		list = append(list, m.spoken(c))
	}
	if len(list) == 1 {
		list[0] = locales.Lines(list[0], locales.MinutesSaidNone())
	}
	return list
}

// spoken is one contribution as it stands in the minutes.
func (m Minutes) spoken(c fund.Contribution) locales.Message {
	as := locales.Message{}
	switch c.As {
	case fund.SpeakerGuest:
		as = locales.MinutesGuest()
	case fund.SpeakerOffice:
		as = locales.MinutesOffice()
	case fund.SpeakerMember:
	}
	switch {
	case !c.TakenBack.IsZero():
		return locales.MinutesSaidBack(c.N)
	case c.Text == "":
		return locales.MinutesSaidErased(c.N, c.At, as)
	case c.By != c.Person:
		return locales.MinutesSaidBy(locales.MinutesSaid(c.N, c.At, m.Names[c.Person], as, c.Text), m.Names[c.By])
	}
	return locales.MinutesSaid(c.N, c.At, m.Names[c.Person], as, c.Text)
}

func objectionAnswer(c fund.Complaint) locales.Message {
	switch {
	case c.Ruling != "":
		return locales.MinutesObjectionRuled(c.Ruling)
	case c.Status == fund.ComplaintRaised:
		return locales.MinutesObjectionStreet(c.Due)
	case c.Answer != "":
		return locales.MinutesObjectionAnswered(c.Answer)
	case c.Status == fund.ComplaintOpen:
		return locales.MinutesObjectionWaits(c.Due)
	}
	return locales.MinutesObjectionDropped()
}

// Pages puts blocks of text into as few messages of at most so many code points
// as keep them whole and in order.
func Pages(book *locales.Book, lang locales.Lang, blocks []locales.Message, most int) (pages []locales.Message, err error) {
	var page []locales.Message
	room := most
	for _, block := range blocks {
		words, err := book.Plain(lang, block)
		if err != nil {
			return nil, err
		}
		size := utf8.RuneCountInString(words) + 1
		if size > room && len(page) > 0 {
			pages, page, room = append(pages, locales.Lines(page...)), nil, most
		}
		page, room = append(page, block), room-size
	}
	return append(pages, locales.Lines(page...)), nil
}
