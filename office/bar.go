package office

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"huimin/fund"
	"huimin/store"
)

// What the record says about bars.
const (
	recordBarSet    = "bar_set"
	recordBarLifted = "bar_lifted"
	recordKinship   = "bar_answered"
)

// barFacts is the record's account of a bar: its columns; times in Unix
// seconds, 0 for none.
type barFacts struct {
	Project   fund.ProjectID `json:"project"`
	Community fund.PlaceID   `json:"community"`
	Year      int            `json:"year"`
	Since     int64          `json:"since"`
	Until     int64          `json:"until"`
	Lifted    int64          `json:"lifted"`
}

func factsOfBar(b fund.Bar) barFacts {
	return barFacts{b.Project, b.Community, b.Year, unix(b.Since), unix(b.Until), unix(b.Lifted)}
}

// kinshipFacts is the record's account of what the staff said about a request
// that looked like a barred project. Reason is sealed.
type kinshipFacts struct {
	Request fund.RequestID `json:"request"`
	Project fund.ProjectID `json:"project"`
	Same    bool           `json:"same"`
	Reason  string         `json:"reason"`
	At      int64          `json:"at"`
}

// setBar bars a project that has just failed.
func (o *Office) setBar(a Act, p fund.Project) error {
	b, ok := fund.NewBar(p, o.Rules(p.Changed))
	if !ok {
		return nil
	}
	if err := a.Tx.AddBar(b); err != nil {
		return err
	}
	return a.record(recordBarSet, factsOfBar(b))
}

// BarView is a bar with what people want to know about it.
type BarView struct {
	fund.Bar
	Number, Title string
	BackIn        int
	Holds         bool
	Appeal        fund.Appeal // ID 0 for none
}

// Bar gives the bar of a project with its appeal, or [store.ErrNotFound].
func (o *Office) Bar(a Act, id fund.ProjectID) (v BarView, err error) {
	if v.Bar, err = a.Tx.Bar(id); err != nil {
		return v, err
	}
	p, err := a.Tx.Project(id)
	if err != nil {
		return v, err
	}
	v.Number, v.Title, v.BackIn, v.Holds = p.Number, p.Title, v.Bar.BackIn(o.Zone()), v.Bar.Holds(a.Now)
	v.Since, v.Until, v.Lifted = o.local(v.Since), o.local(v.Until), o.local(v.Lifted)
	v.Appeal, err = a.Tx.AppealOf(id)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	v.Appeal = o.localAppeal(v.Appeal)
	return v, err
}

// Bars gives the bars that hold below a place.
func (o *Office) Bars(a Act, place fund.PlaceID) (list []BarView, err error) {
	bars, err := a.Tx.BarsUnder(place)
	if err != nil {
		return nil, err
	}
	for _, b := range bars {
		if !b.Holds(a.Now) {
			continue
		}
		v, err := o.Bar(a, b.Project)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// CheckBar says by *fund.BarredError that a request belongs to a project that
// failed and may not come back yet, under whatever name; and by *fund.BarDoubt
// that, by its title and place, it may, and that the staff have to say so
// first: see [Office.AnswerBar].
func (o *Office) CheckBar(a Act, request fund.RequestID) error {
	r, err := a.Tx.Request(request)
	if err != nil {
		return err
	}
	return o.checkBar(a, barCheck{
		community: r.Community, of: fund.Kin{Request: r.ID}, asked: r.ID, names: []string{r.Title(), r.Text}, where: r.Where,
	})
}

// checkProjectBar is CheckBar for a project, which may have been given another
// name since it was adopted.
func (o *Office) checkProjectBar(a Act, p fund.Project) error {
	return o.checkBar(a, barCheck{
		community: p.Community, of: fund.Kin{Project: p.ID}, asked: p.Lead, names: []string{p.Title}, where: p.Where,
	})
}

// barCheck is what is held against the bars of a community: whose kin it is,
// the request that asked for it, what it is called, and where it is.
type barCheck struct {
	community fund.PlaceID
	of        fund.Kin
	asked     fund.RequestID
	names     []string
	where     string
}

func (o *Office) checkBar(a Act, c barCheck) error {
	bars, err := a.Tx.BarsUnder(c.community)
	if err != nil {
		return err
	}
	bars = slices.DeleteFunc(bars, func(b fund.Bar) bool { return !b.Holds(a.Now) || b.Project == c.of.Project })
	if len(bars) == 0 {
		return nil
	}
	kin, answers, err := o.lineage(a, c.community)
	if err != nil {
		return err
	}
	family := kin.Projects(c.of)
	var doubt error
	for _, b := range bars {
		barred, err := a.Tx.Project(b.Project)
		if err != nil {
			return err
		}
		refused := fund.BarredError{Bar: b, Number: barred.Number, Title: barred.Title, BackIn: b.BackIn(o.Zone())}
		if slices.Contains(family, b.Project) {
			return &refused
		}
		answered := slices.ContainsFunc(answers, func(k store.Kinship) bool {
			return k.Request == c.asked && k.Project == b.Project
		})
		if doubt != nil || c.asked == 0 || answered {
			continue
		}
		alike, err := c.looksLike(a.Tx, barred)
		if err != nil {
			return err
		}
		if alike {
			doubt = &fund.BarDoubt{BarredError: refused, Request: c.asked}
		}
	}
	return doubt
}

// looksLike tells whether it is called what the barred project, or the request
// that asked for that, was called.
func (c barCheck) looksLike(tx *store.Tx, barred fund.Project) (bool, error) {
	names := []string{barred.Title}
	switch lead, err := tx.Request(barred.Lead); {
	case err == nil:
		names = append(names, lead.Text)
	case !errors.Is(err, store.ErrNotFound):
		return false, err
	}
	for _, own := range c.names {
		for _, name := range names {
			if fund.LooksAlike(own, c.where, name, barred.Where) {
				return true, nil
			}
		}
	}
	return false, nil
}

// lineage gathers what belongs together in a community, and what the staff said
// about it.
func (o *Office) lineage(a Act, community fund.PlaceID) (l fund.Lineage, answers []store.Kinship, err error) {
	projects, err := a.Tx.ProjectsUnder(community)
	if err != nil {
		return l, nil, err
	}
	requests, err := a.Tx.RequestsUnder(community)
	if err != nil {
		return l, nil, err
	}
	origins, err := a.Tx.OriginsUnder(community)
	if err != nil {
		return l, nil, err
	}
	if answers, err = a.Tx.KinshipsUnder(community); err != nil {
		return l, nil, err
	}
	for _, p := range projects {
		l.Project(p)
	}
	for _, r := range requests {
		l.Request(r)
	}
	for _, origin := range origins {
		l.Link(fund.Kin{Project: origin.Project}, fund.Kin{Request: origin.Request})
	}
	for _, k := range answers {
		if k.Same {
			l.Link(fund.Kin{Project: k.Project}, fund.Kin{Request: k.Request})
		}
	}
	return l, answers, nil
}

// AnswerBar keeps what the staff say about a request that looks like a barred
// project: the same, so that the bar holds for it too, or another thing, with a
// reason that anybody may ask for.
func (o *Office) AnswerBar(a Act, request fund.RequestID, project fund.ProjectID, same bool, reason string) error {
	r, err := a.Tx.Request(request)
	if err == nil {
		err = o.allow(a, fund.ActAdopt, r.Community)
	}
	if err != nil {
		return fmt.Errorf("answer bar: %w", err)
	}
	b, err := a.Tx.Bar(project)
	if err == nil && b.Community != r.Community {
		err = ErrOtherCommunity
	}
	if err != nil {
		return fmt.Errorf("answer bar: %w", err)
	}
	if reason = strings.TrimSpace(reason); !same {
		if err := o.Rules(a.Now).Requests.CheckReason(reason); err != nil {
			return fmt.Errorf("answer bar: %w", err)
		}
	}
	k := store.Kinship{Request: request, Project: project, Same: same, Reason: reason, By: a.By.ID, At: a.Now}
	if err := a.Tx.SetKinship(k); err != nil {
		return err
	}
	facts := factsOfKinship(k)
	if facts.Reason, err = a.seal(reason, 0); err != nil { // the office's word: it outlives who gave it
		return err
	}
	return a.record(recordKinship, facts)
}

func factsOfKinship(k store.Kinship) kinshipFacts {
	return kinshipFacts{Request: k.Request, Project: k.Project, Same: k.Same, At: unix(k.At)}
}
