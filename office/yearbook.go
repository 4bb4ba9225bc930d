package office

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/store"
)

// yearEntry is the record's account of a community's closed year. Figures are
// its yearbook, as it is kept.
type yearEntry struct {
	Community fund.PlaceID  `json:"community"`
	Figures   fund.Yearbook `json:"figures"`
	Closed    int64         `json:"closed"`
}

// closeBooks fixes a community's figures of a year and drafts its inspection.
func (o *Office) closeBooks(a Act, c fund.Place, year int, end time.Time) error {
	y, err := o.yearbook(a, c, year, end)
	if err != nil {
		return err
	}
	if err := a.Tx.AddYearbook(c.ID, y, end); err != nil {
		return err
	}
	if err := a.record(recordYearClosed, yearEntry{Community: c.ID, Figures: y, Closed: end.Unix()}); err != nil {
		return err
	}
	if err := o.draftInspection(a, c.ID, y); err != nil {
		return err
	}
	return o.settleLeft(a, c.ID, year)
}

// settleLeft does with the money that a closed year left what the programme
// says, by the clock; where works are still open to dispute, the district does
// it when they have ended.
func (o *Office) settleLeft(a Act, community fund.PlaceID, year int) error {
	_, err := o.SettleYear(ByOperator(a.Tx, a.Now), community, year)
	var open *OpenProjectsError
	if errors.As(err, &open) {
		return nil
	}
	return err
}

// Yearbook gives a community's year: as it was closed, or, for one that goes
// on, as it stands now (closed is then the zero time).
func (o *Office) Yearbook(a Act, community fund.PlaceID, year int) (y fund.Yearbook, closed time.Time, err error) {
	kept, err := a.Tx.Yearbook(community, year)
	if err == nil {
		return kept.Yearbook, o.local(kept.Closed), nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return y, closed, err
	}
	place, err := a.Tx.Place(community)
	if err == nil {
		y, err = o.yearbook(a, place, year, a.Now)
	}
	if err != nil {
		return y, closed, fmt.Errorf("year %d of community %d: %w", year, community, err)
	}
	return y, closed, nil
}

// yearbook makes up a community's figures of a year as of a moment.
func (o *Office) yearbook(a Act, c fund.Place, year int, at time.Time) (y fund.Yearbook, err error) {
	var in fund.YearInput
	if in.Projects, err = a.Tx.ProjectsUnder(c.ID); err != nil {
		return y, err
	}
	if in.Approvals, err = a.Tx.ApprovalsUnder(c.ID); err != nil {
		return y, err
	}
	if in.Requests, err = a.Tx.RequestsUnder(c.ID); err != nil {
		return y, err
	}
	y = fund.MakeYearbook(year, in, o.Rules(at))
	if err := o.yearMoney(a, c.ID, &y); err != nil {
		return y, err
	}
	if err := o.yearVoices(a, c.ID, &y, in.Projects, at); err != nil {
		return y, err
	}
	y.Quarters, y.Disclosed, err = o.disclosed(a, c.ID, year, at)
	return y, err
}

// yearVoices adds what residents said of the works: complaints filed in the
// year, and how satisfied they are.
func (o *Office) yearVoices(
	a Act, community fund.PlaceID, y *fund.Yearbook, projects []fund.Project, at time.Time,
) error {
	rules := o.Rules(at)
	for _, status := range fund.ComplaintStatuses() {
		list, err := a.Tx.ComplaintsUnder(community, status)
		if err != nil {
			return err
		}
		for _, c := range list {
			if c.Filed.Before(rules.YearEnd(y.Year-1)) || !c.Filed.Before(rules.YearEnd(y.Year)) {
				continue
			}
			y.Complaints++
			waits := status == fund.ComplaintOpen || status == fund.ComplaintRaised
			if waits {
				y.ComplaintsOpen++
			}
			if c.Raised == fund.RaiseOverdue || waits && at.After(c.Due) {
				y.ComplaintsLate++
			}
		}
	}
	return o.yearAnswers(a, y, projects, rules)
}

// yearAnswers adds how satisfied residents are, as far as that is published.
func (o *Office) yearAnswers(a Act, y *fund.Yearbook, projects []fund.Project, rules fund.Programme) error {
	for _, p := range projects {
		if p.Year != y.Year {
			continue
		}
		e, err := a.Tx.Evaluation(p.ID)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if _, told := e.Rate(rules.Works.Evaluation); told {
			y.Satisfied, y.Fairly, y.Unsatisfied = y.Satisfied+e.Satisfied, y.Fairly+e.Fairly, y.Unsatisfied+e.Not
		}
	}
	return nil
}

// yearMoney adds what was planned, came in and was paid, out of the ledger.
// Planned is the allocation with what was transferred and carried over.
func (o *Office) yearMoney(a Act, community fund.PlaceID, y *fund.Yearbook) error {
	m, err := o.CommunityMoney(a.Tx, community, y.Year)
	if err != nil {
		return err
	}
	all, sponsor, residents := m.Fund(), m.Sources[fund.SourceSponsor], m.Sources[fund.SourceResidents]
	y.Planned, y.Free = m.Planned.Total()+all.Moved+all.Carried, m.Free()
	y.Received = fund.Funding{
		Fund: all.Received + all.Moved + all.Carried, Sponsor: sponsor.Received, Residents: residents.Received,
	}
	y.Paid = fund.Funding{Fund: all.Paid, Sponsor: sponsor.Paid, Residents: residents.Paid}
	y.Returned = fund.Funding{Fund: all.Returned, Sponsor: sponsor.Returned, Residents: residents.Returned}
	return nil
}

// Planned is what a community is to get of the fund in a year: as the district
// decided, or by the rule.
func (o *Office) Planned(tx *store.Tx, community fund.PlaceID, year int) (fund.Money, error) {
	a, err := o.Allotment(tx, community, year)
	return a.Total(), err
}

// disclosed counts the quarters whose bulletin fell due in a year before a
// moment, since the program has been running, and those that went out where the
// neighbours read them.
func (o *Office) disclosed(a Act, community fund.PlaceID, year int, at time.Time) (due, out int, err error) {
	began, err := a.Tx.FirstEntry()
	if errors.Is(err, store.ErrNotFound) {
		return 0, 0, nil
	}
	if err != nil {
		return 0, 0, err
	}
	var chats []store.Chat
	for _, purpose := range []store.Purpose{store.PurposeNeighbourhood, store.PurposeChannel} {
		bound, err := a.Tx.BoundChats(community, purpose)
		if err != nil {
			return 0, 0, err
		}
		chats = append(chats, bound...)
	}
	rules := o.Rules(at)
	for t := o.rules.NextBulletin(rules.YearEnd(year - 1)); t.Before(rules.YearEnd(year)) && t.Before(at); t = o.rules.NextBulletin(t) {
		if t.Before(began) {
			continue
		}
		due++
		published, err := a.Tx.JobRan(bulletinJob + fund.QuarterOf(t.In(o.Zone())).Previous().String())
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return due, out, err
		}
		if slices.ContainsFunc(chats, func(c store.Chat) bool { return !c.BoundAt.After(published) }) {
			out++
		}
	}
	return due, out, nil
}
