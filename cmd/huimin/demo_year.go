package main

import (
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/office"
	"huimin/store"
)

// roundEntry is a round of visits from door to door. Until may lie below zero:
// the round still goes on then.
type roundEntry struct {
	Key    string
	In     string
	By     string
	Kind   fund.CampaignKind
	Title  string
	Goal   int
	Unit   fund.GoalUnit
	From   int
	Until  int
	Close  int
	Visits []visitEntry `toml:"visit"`
}

// visitEntry is what came of a door, but for needs: a request says itself at
// which door it was heard. Of is the request that a household supports.
type visitEntry struct {
	By      string
	Day     int
	Door    string
	Outcome fund.VisitOutcome
	Of      string
}

// pollEntry is a poll in the neighbourhood's groups, among some requests.
type pollEntry struct {
	In       string
	By       string
	Day      int
	Days     int
	Multiple bool
	Requests []string
	Answers  []answerEntry `toml:"answer"`
}

type answerEntry struct {
	By string
	Of []string
}

// choiceEntry is the choice among a year's needs: what became a project until
// its end is in the requests' own stories, and what was declined at its end is
// here.
type choiceEntry struct {
	In      string
	By      string
	Day     int
	End     int
	Decline []struct{ Request, Reason string }
}

// transferEntry is money that goes from one community to another, for a
// project or for whatever it needs.
type transferEntry struct {
	From, To   string
	Project    string
	Amount     int64
	Reason     string
	By         string
	Day        int
	AgreedBy   string `toml:"agreed_by"`
	Agree      int
	ApprovedBy string `toml:"approved_by"`
	Approve    int
}

// sightEntry is what the street noted on a visit to a community.
type sightEntry struct {
	In       string
	By       string
	Day      int
	Text     string
	Severity fund.Severity
}

// year lists what the committees and the street began themselves.
func (h *history) year(file historyFile) []event {
	var events []event
	for _, r := range file.Rounds {
		events = append(events, h.round(r)...)
	}
	for _, p := range file.Polls {
		events = append(events, h.poll(p)...)
	}
	for _, c := range file.Choices {
		events = append(events, h.choice(c)...)
	}
	for _, t := range file.Transfers {
		events = append(events, h.transfer(t)...)
	}
	for _, m := range file.Meetings {
		events = append(events, h.meeting(m)...)
	}
	for i, s := range file.Sights {
		events = append(events, event{at: dayBefore(h.now, s.Day, 15*60+7*i), by: s.By, do: func(h *history, a office.Act) error {
			place, err := h.parts.office.PlaceByCode(a.Tx, s.In)
			if err != nil {
				return err
			}
			_, err = h.parts.office.Visit(a, fund.SiteVisit{Community: place.ID, Severity: s.Severity, Text: s.Text})
			return err
		}})
	}
	return events
}

// round lists a round of visits: opened, at the doors, and closed.
func (h *history) round(r roundEntry) []event {
	events := []event{{at: dayBefore(h.now, r.From, 8*60+50), by: r.By, do: func(h *history, a office.Act) error {
		place, err := h.parts.office.PlaceByCode(a.Tx, r.In)
		if err != nil {
			return err
		}
		c, err := h.parts.office.OpenCampaign(a, office.NewCampaign{
			Community: place.ID, Kind: r.Kind, Title: r.Title, Goal: r.Goal, Unit: r.Unit,
			From: a.Now, Until: dayBefore(h.now, r.Until, 12*60),
		})
		h.rounds[r.Key] = c.ID
		return err
	}}}
	for i, v := range r.Visits {
		events = append(events, event{at: dayBefore(h.now, v.Day, 10*60+11*i), by: v.By, small: true, do: func(h *history, a office.Act) error {
			_, err := h.parts.office.RecordVisit(a, office.NewVisit{
				Campaign: h.rounds[r.Key], Door: v.Door, Outcome: v.Outcome, Request: h.requests[v.Of],
			})
			return err
		}})
	}
	if r.Close != 0 {
		events = append(events, event{at: dayBefore(h.now, r.Close, 16*60), by: r.By, do: func(h *history, a office.Act) error {
			_, err := h.parts.office.CloseCampaign(a, h.rounds[r.Key])
			return err
		}})
	}
	return events
}

// poll lists a poll in the groups, and the answers that people press there. The
// clock closes it.
func (h *history) poll(p pollEntry) []event {
	opens := dayBefore(h.now, p.Day, 10*60+20)
	var asked fund.Poll
	events := []event{{at: opens, by: p.By, heard: true, do: func(h *history, a office.Act) error {
		place, err := h.parts.office.PlaceByCode(a.Tx, p.In)
		if err != nil {
			return err
		}
		n := office.NewPoll{Community: place.ID, Multiple: p.Multiple, Length: time.Duration(p.Days) * 24 * time.Hour}
		for _, key := range p.Requests {
			n.Requests = append(n.Requests, h.requests[key])
		}
		asked, err = h.parts.office.OpenPoll(a, n)
		return err
	}}}
	for i, answer := range p.Answers {
		at := opens.Add(time.Duration(35+i*i*50) * time.Minute)
		events = append(events, event{at: at, by: answer.By, do: func(h *history, _ office.Act) error {
			return h.answer(asked, answer)
		}})
	}
	return events
}

// answer presses somebody's answers in the group in which they see the poll.
func (h *history) answer(p fund.Poll, e answerEntry) error {
	u := h.city.users[e.By]
	var places []int
	for _, o := range p.Options {
		if slices.ContainsFunc(e.Of, func(key string) bool { return h.requests[key] == o.Request }) {
			places = append(places, o.Place)
		}
	}
	for i, g := range h.city.file.Groups {
		if g.Purpose != store.PurposeNeighbourhood || !u.In(h.city.groups[i]) {
			continue
		}
		for _, m := range slices.Backward(h.city.groups[i].History()) {
			if m.Poll != nil {
				return u.Vote(m, places...)
			}
		}
	}
	return fmt.Errorf("%w: %s sees no poll", errNotAsPlayed, e.By)
}

// choice lists the choice among a community's needs.
func (h *history) choice(c choiceEntry) []event {
	var chosen fund.SelectionID
	return []event{
		{at: dayBefore(h.now, c.Day, 17*60), by: c.By, do: func(h *history, a office.Act) error {
			place, err := h.parts.office.PlaceByCode(a.Tx, c.In)
			if err != nil {
				return err
			}
			s, err := h.parts.office.BeginSelection(a, place.ID)
			chosen = s.ID
			return err
		}},
		{at: dayBefore(h.now, c.End, 16*60+30), by: c.By, do: func(h *history, a office.Act) error {
			for _, d := range c.Decline {
				if err := h.parts.office.NoteNeed(a, chosen, h.requests[d.Request], fund.FateDeclined, d.Reason); err != nil {
					return err
				}
			}
			_, err := h.parts.office.EndSelection(a, chosen)
			return err
		}},
	}
}

// transfer lists a transfer with the consent of the other side and of who
// approves it, where they have given it. All of it is within one year.
func (h *history) transfer(t transferEntry) []event {
	days := []*int{&t.Day, &t.Agree, &t.Approve}
	fit := h.fit(days)
	at := func(day, minute int) time.Time { return dayBefore(h.now, fit(day), minute) }
	var moved fund.TransferID
	step := func(when time.Time, by string, do func(office.Act) error) event {
		return event{at: when, by: by, do: func(h *history, a office.Act) error {
			p, err := h.parts.office.Project(a.Tx, h.projects[t.Project])
			if t.Project != "" && (err != nil || p.Ended()) { // it ended with its year
				return err
			}
			return do(a)
		}}
	}
	events := []event{step(at(t.Day, 11*60), t.By, func(a office.Act) (err error) {
		moved, err = h.propose(a, t)
		return err
	})}
	if t.Agree != 0 {
		events = append(events, step(at(t.Agree, 10*60), t.AgreedBy, func(a office.Act) error {
			_, err := h.parts.office.AgreeTransfer(a, moved)
			return err
		}))
	}
	if t.Approve != 0 {
		events = append(events, step(at(t.Approve, 15*60), t.ApprovedBy, func(a office.Act) error {
			_, err := h.parts.office.ApproveTransfer(a, moved)
			return err
		}))
	}
	return events
}

// propose proposes a transfer for the side whose staff does it.
func (h *history) propose(a office.Act, t transferEntry) (fund.TransferID, error) {
	from, err := h.parts.office.PlaceByCode(a.Tx, t.From)
	if err != nil {
		return 0, err
	}
	to, err := h.parts.office.PlaceByCode(a.Tx, t.To)
	if err != nil {
		return 0, err
	}
	side := to.ID
	if slices.Contains(h.city.holders(fund.RoleStaff, t.From), t.By) {
		side = from.ID
	}
	made, err := h.parts.office.ProposeTransfer(a, fund.Transfer{
		From: from.ID, To: to.ID, ToProject: h.projects[t.Project], Side: side, Amount: fund.Yuan(t.Amount), Reason: t.Reason,
	})
	return made.ID, err
}
