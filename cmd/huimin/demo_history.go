package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/office"
	"huimin/sandbox"
	"huimin/store"
)

// historyFile is the demo's year as it is written down. Days count back from
// the demo's first day.
type historyFile struct {
	Requests  []requestEntry  `toml:"request"`
	Rounds    []roundEntry    `toml:"round"`
	Polls     []pollEntry     `toml:"poll"`
	Choices   []choiceEntry   `toml:"choice"`
	Transfers []transferEntry `toml:"transfer"`
	Sights    []sightEntry    `toml:"sight"`
	Meetings  []meetingEntry  `toml:"meeting"`
}

// readHistory reads the demo's year.
func readHistory() (file historyFile, err error) {
	return file, errors.Join(readCity("history.toml", &file), readCity("year.toml", &file))
}

type requestEntry struct {
	Key      string
	In       string             // the code of the community
	By       string             // who asks; empty when the staff enter it
	Via      fund.RequestSource // how it came to the staff
	Round    string             // the key of the round of visits in which it was heard
	Door     string             // at which it was heard
	Day      int
	Text     string
	Where    string
	Lat, Lon float64
	Picture  string // what its photo shows
	Support  int
	Comment  []commentEntry
	Decline  *declineEntry
	Merge    *mergeEntry
	Withdraw int
	Project  *projectEntry
}

type commentEntry struct {
	By   string
	Day  int
	Text string
}

type declineEntry struct {
	Day    int
	Reason string
}

// mergeEntry merges a request into another; Waits leaves the question with its
// author.
type mergeEntry struct {
	Into  string
	Day   int
	Waits bool
}

// projectEntry is what came of a request. Street and District are after how
// many working days the tier approves, or, below zero, says no: the street
// returns it, the district refuses it. Due, where it is set, puts the whole so
// that the review that waits is due in so many working days.
type projectEntry struct {
	Adopt       int
	Title       string
	Item        fund.ItemCode
	Fund        int64
	Sponsor     int64
	SponsorName string `toml:"sponsor_name"`
	Residents   int64
	Idle        int // a vote on that day to which too few came
	Vote        int
	Closes      int // the day on which the vote closes, when not three later
	Yes         int
	No          int
	Abstain     int
	Street      int
	District    int
	Reason      string
	Again       int64 // what it costs the fund when it is sent up again
	Due         int
	Start       int
	Report      int // the day on which so many Percent were done
	Percent     int
	Finish      int
	Spent       int64
	Note        string
	Drop        int
	Stays       bool // where it is until the demo's first day
	Pause       *pauseEntry
	Opinion     []opinionEntry // of bureaus; without one a bureau that is waited for agrees
	Mend        *mendEntry
	Complaint   []complaintEntry
	Look        []lookEntry
}

// history makes the demo's year: it takes the clock through it and lets the
// city's people do, by the office's own rules, what is written down.
type history struct {
	city  *city
	parts *parts
	time  demoTime
	now   time.Time // at which it ends

	requests map[string]fund.RequestID
	projects map[string]fund.ProjectID
	ballots  map[string]fund.BallotID
	rounds   map[string]fund.CampaignID

	due    time.Time // when a job is due next; zero when nobody has asked
	unsaid bool      // something may be left to say
	office bool      // and it is more than a count
}

// event is something that somebody did at a moment.
type event struct {
	at    time.Time
	by    string // key
	small bool   // changes a count in a post; that may be said with what comes next
	heard bool   // others act on what is said of it
	do    func(h *history, a office.Act) error
}

// beginning is when the year begins that ends at now: a little early, so that
// people are there when the first of them writes.
func beginning(now time.Time) time.Time { return dayBefore(now, 366, 9*60) }

// dayBefore gives a minute of a day that lies some days before now.
func dayBefore(now time.Time, days, minute int) time.Time {
	return time.Date(now.Year(), now.Month(), now.Day()-days, 0, minute, 0, 0, now.Location())
}

// makeHistory fills the books and the chats. On the way, before the last day
// begins, it calls lastDay.
func makeHistory(ctx context.Context, c *city, p *parts, clock *demoClock, now time.Time, lastDay func()) error {
	h := &history{
		city: c, parts: p, time: demoTime{demoClock: clock, parts: p, unlimited: true}, now: now,
		requests: make(map[string]fund.RequestID), projects: make(map[string]fund.ProjectID),
		ballots: make(map[string]fund.BallotID), rounds: make(map[string]fund.CampaignID),
	}
	file, err := readHistory()
	if err != nil {
		return err
	}
	usual, err := asPreset(p.office.Rulebook())
	if err != nil {
		return err
	}
	if !usual { // what happened would not have happened so under other rules
		file = historyFile{}
	}
	if err := addPlaces(ctx, p, c.file.Places); err != nil {
		return err
	}
	if err := p.jobs.Tick(ctx, clock.Now()); err != nil {
		return err
	}
	if err := h.arrive(ctx); err != nil {
		return err
	}
	if err := h.bind(ctx); err != nil {
		return err
	}
	eve := dayBefore(now, 1, 0)
	for _, e := range h.plan(file) {
		if lastDay != nil && !e.at.Before(eve) {
			lastDay()
			lastDay = nil
		}
		if err := h.live(ctx, e); err != nil {
			return fmt.Errorf("%s by %s: %w", e.at.Format(time.RFC3339), e.by, err)
		}
	}
	if lastDay != nil {
		lastDay()
	}
	if err := h.time.move(ctx, now); err != nil || !usual {
		return err
	}
	return h.time.keepBegun(ctx, now.Add(-time.Second))
}

// plan lists what happens in the year, in order.
func (h *history) plan(file historyFile) []event {
	first := beginning(h.now)
	events := h.allocations(first.Year(), first)
	for year := first.Year() + 1; year <= h.now.Year(); year++ {
		events = append(events, h.allocations(year, first)...)
		events = append(events, h.opening(year)...)
	}
	for i, r := range file.Requests {
		s := &story{history: h, entry: r, number: i}
		s.tell()
		events = append(events, s.events...)
	}
	events = append(events, h.year(file)...)
	events = slices.DeleteFunc(events, func(e event) bool { return !e.at.Before(h.now) })
	slices.SortStableFunc(events, func(a, b event) int { return a.at.Compare(b.at) })
	return events
}

// story is how one request went.
type story struct {
	*history
	entry  requestEntry
	number int
	events []event
	last   time.Time // when the latest of its steps is
}

// key names the request in the story's own books.
func (s *story) key() string {
	if s.entry.Key != "" {
		return s.entry.Key
	}
	return fmt.Sprint("#", s.number)
}

// tell lists what happened to the request.
func (s *story) tell() {
	filed := dayBefore(s.now, s.entry.Day, s.minute(8*60+20, 20*60))
	if s.entry.Round != "" {
		filed = dayBefore(s.now, s.entry.Day, s.minute(9*60+10, 9*60+50))
	}
	s.file(filed)
	s.last = filed
	s.support(filed)
	for i, c := range s.entry.Comment {
		s.add(dayBefore(s.now, c.Day, s.minute(11*60+7*i, 19*60)), c.By, s.comment(c))
	}
	switch {
	case s.entry.Decline != nil:
		s.step(s.office(s.entry.Decline.Day), s.staff(), s.decline)
	case s.entry.Withdraw != 0:
		s.step(dayBefore(s.now, s.entry.Withdraw, s.minute(17*60, 20*60)), s.entry.By, s.withdraw)
	case s.entry.Merge != nil:
		s.merge()
	case s.entry.Project != nil:
		s.project(*s.entry.Project)
	}
}

// minute spreads the stories over the hours of a day.
func (s *story) minute(from, to int) int { return from + (s.number*97)%(to-from) }

// office gives a moment of a day at which the committee works, on the next
// working day when there is one before now.
func (s *story) office(day int) time.Time {
	at := dayBefore(s.now, day, s.minute(9*60+30, 11*60+40))
	prog := s.parts.office.Rules(at)
	if works := prog.Calendar.NextWorkMoment(at, prog.Hours); works.Before(dayBefore(s.now, 1, 0)) {
		return works
	}
	return at
}

// staff names who of the committee deals with it.
func (s *story) staff() string {
	who := s.city.holders(fund.RoleStaff, s.entry.In)
	return who[s.number%len(who)]
}

// add lists something that may happen at any time after the filing.
func (s *story) add(at time.Time, by string, do func(*history, office.Act) error) {
	s.events = append(s.events, event{at: at, by: by, do: do})
}

// small lists something that changes no more than a count.
func (s *story) small(at time.Time, by string, do func(*history, office.Act) error) {
	s.events = append(s.events, event{at: at, by: by, small: true, do: do})
}

// step lists the next step, which comes after the one before.
func (s *story) step(at time.Time, by string, do func(*history, office.Act) error) time.Time {
	if soonest := s.last.Add(5 * time.Minute); at.Before(soonest) {
		at = soonest
	}
	s.last = at
	s.add(at, by, do)
	return at
}

func (s *story) file(at time.Time) {
	by := s.entry.By
	if by == "" {
		by = s.staff()
	}
	s.add(at, by, func(h *history, a office.Act) error {
		n := office.NewRequest{Text: s.entry.Text, Where: s.entry.Where, Source: s.entry.Via}
		if s.entry.Lat != 0 {
			n.At = &fund.Point{Lat: s.entry.Lat, Lon: s.entry.Lon}
		}
		if guess := h.parts.office.Rules(a.Now).Catalogue.Guess(s.entry.Text, 1); len(guess) > 0 {
			n.Item = guess[0].Code
		}
		if s.entry.Picture != "" {
			n.Photos = h.photo(s.city.users[by], s.entry.In, s.entry.Picture)
		}
		id, err := s.bring(h, a, n)
		h.requests[s.key()] = id
		return err
	})
}

// bring files a request as its author does, or as the staff do who heard of it,
// at their desk or at a door.
func (s *story) bring(h *history, a office.Act, n office.NewRequest) (fund.RequestID, error) {
	switch {
	case s.entry.Round != "":
		v, err := h.parts.office.RecordVisit(a, office.NewVisit{
			Campaign: h.rounds[s.entry.Round], Door: s.entry.Door, Outcome: fund.VisitNeed, Need: n,
		})
		return v.Request, err
	case s.entry.By != "":
		r, err := h.parts.office.FileRequest(a, n)
		return r.ID, err
	}
	community, err := a.Tx.PlaceByCode(s.entry.In)
	if err != nil {
		return 0, err
	}
	n.Community = community.ID
	r, err := h.parts.office.EnterRequest(a, n)
	return r.ID, err
}

// photo takes a picture into the neighbourhood's group, as people do, and
// gives it as Telegram keeps it.
func (h *history) photo(u *sandbox.User, place, picture string) []fund.Photo {
	for i, g := range h.city.file.Groups {
		if g.Place != place || g.Purpose != store.PurposeNeighbourhood || !u.In(h.city.groups[i]) {
			continue
		}
		if m := u.Photo(h.city.groups[i], "", h.city.pictures.paint(picture)); m != nil {
			return []fund.Photo{{FileID: m.Photo.FileID, UniqueID: m.Photo.FileUniqueID}}
		}
	}
	return nil
}

// support lets neighbours find the request one after another.
func (s *story) support(filed time.Time) {
	left := s.neighbours()
	if !s.supportEnds().After(filed) {
		return
	}
	for i := range min(s.entry.Support, len(left)) {
		at := filed.Add(time.Duration(40+i*i*37+s.number%13) * time.Minute)
		if end := s.supportEnds(); at.After(end) {
			at = filed.Add(end.Sub(filed) * time.Duration(i+1) / time.Duration(s.entry.Support+1))
		}
		s.small(at, left[i], func(h *history, a office.Act) error {
			_, err := h.parts.office.Support(a, h.requests[s.key()])
			return err
		})
	}
}

// neighbours gives who might support it, beginning with another for each story.
func (s *story) neighbours() []string {
	list := s.city.neighbours(s.entry.In, s.entry.By)
	from := s.number * 5 % len(list)
	return append(slices.Clone(list[from:]), list[:from]...)
}

// supportEnds is when the request leaves the list of open ones, at the latest
// an hour before the history ends.
func (s *story) supportEnds() time.Time {
	day := 0
	switch {
	case s.entry.Decline != nil:
		day = s.entry.Decline.Day
	case s.entry.Withdraw != 0:
		day = s.entry.Withdraw
	case s.entry.Merge != nil:
		day = s.entry.Merge.Day
	case s.entry.Project != nil:
		return s.adopted(*s.entry.Project).Add(-time.Hour)
	}
	if day == 0 {
		return s.now.Add(-time.Hour)
	}
	return dayBefore(s.now, day, 8*60)
}

func (s *story) comment(c commentEntry) func(*history, office.Act) error {
	return func(h *history, a office.Act) error {
		_, err := h.parts.office.Comment(a, h.requests[s.key()], c.Text)
		return err
	}
}

func (s *story) decline(h *history, a office.Act) error {
	_, err := h.parts.office.Decline(a, h.requests[s.key()], s.entry.Decline.Reason)
	return err
}

func (s *story) withdraw(h *history, a office.Act) error {
	_, err := h.parts.office.Withdraw(a, h.requests[s.key()])
	return err
}

// merge asks the author, who agrees in the evening unless the question waits.
func (s *story) merge() {
	m := *s.entry.Merge
	var asked int64
	at := s.step(s.office(m.Day), s.staff(), func(h *history, a office.Act) error {
		proposal, err := h.parts.office.ProposeMerge(a, h.requests[s.key()], h.requests[m.Into])
		asked = proposal.ID
		return err
	})
	if m.Waits || s.entry.By == "" {
		return
	}
	s.step(at.Add(7*time.Hour), s.entry.By, func(h *history, a office.Act) error {
		_, err := h.parts.office.AnswerMerge(a, asked, true)
		return err
	})
}
