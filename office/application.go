package office

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// NotReadyError says what a project still lacks before it can be put to the
// vote, or sent up again: each of Lacks stops it.
type NotReadyError struct {
	Project fund.ProjectID
	Lacks   []fund.Check
}

// Error names what is lacking.
func (e *NotReadyError) Error() string {
	var list []string
	for _, c := range e.Lacks {
		list = append(list, fmt.Sprintf("%s (%s)", c.What, c.Lack))
	}
	return fmt.Sprintf("project %d lacks %s", e.Project, strings.Join(list, ", "))
}

var (
	// ErrNoQuote reports that a project has no quote of that number.
	ErrNoQuote = errors.New("no such quote")
	// ErrManyQuotes reports that a project has fund.MaxQuotes quotes already.
	ErrManyQuotes = errors.New("no room for another quote")
)

// Dossier reads everything the community has put together about a project,
// with times in the programme's zone.
func (o *Office) Dossier(tx *store.Tx, p fund.Project, now time.Time) (d fund.Dossier, err error) {
	if d.Lines, err = tx.CostLines(p.ID); err != nil {
		return d, err
	}
	if d.Application, err = tx.Application(p.ID); err != nil {
		return d, err
	}
	a := &d.Application
	a.Begin, a.End, a.Declared = o.local(a.Begin), o.local(a.End), o.local(a.Declared)
	if d.Quotes, err = tx.Quotes(p.ID); err != nil {
		return d, err
	}
	switch y, err := tx.Study(p.ID); {
	case err == nil:
		y.Held, y.At = o.local(y.Held), o.local(y.At)
		d.Study = &y
	case !errors.Is(err, store.ErrNotFound):
		return d, err
	}
	others, err := tx.ProjectsUnder(p.Community)
	if err != nil {
		return d, err
	}
	if p.Amendable() != nil { // decided on: what was explained then stays, whatever came later
		d.Alike = slices.DeleteFunc(others, func(other fund.Project) bool { return !slices.Contains(a.SplitWith, other.ID) })
		return d, nil //nolint:nilerr // that it cannot be amended is no fault here
	}
	prog, err := o.RulesOf(tx, p, now)
	d.Alike = prog.SplitFrom(p, others)
	return d, err
}

// Checklist says how far a project is put together: see
// fund.Programme.Checklist.
func (o *Office) Checklist(tx *store.Tx, p fund.Project, now time.Time) ([]fund.Check, error) {
	d, err := o.Dossier(tx, p, now)
	if err != nil {
		return nil, err
	}
	prog, err := o.RulesOf(tx, p, now)
	return prog.Checklist(p, d), err
}

// Ready gives *[NotReadyError] while something stops a project from the vote,
// or from being sent up again.
func (o *Office) Ready(a Act, p fund.Project) error {
	list, err := o.Checklist(a.Tx, p, a.Now)
	if err != nil {
		return err
	}
	lacks := fund.Missing(list)
	if p.Status == fund.ProjectReturned { // it was studied before the vote that still stands
		lacks = slices.DeleteFunc(lacks, func(c fund.Check) bool { return c.What == fund.NeedStudy })
	}
	if len(lacks) > 0 {
		return &NotReadyError{Project: p.ID, Lacks: lacks}
	}
	return nil
}

// Describe says what a project is for and for whom.
func (o *Office) Describe(a Act, id fund.ProjectID, purpose, whom string) error {
	if err := errors.Join(fund.CheckPurpose(purpose), fund.CheckWhom(whom)); err != nil {
		return fmt.Errorf("describe project %d: %w", id, err)
	}
	return o.apply(a, id, "purpose", func(_ fund.Project, d *fund.Application) error {
		d.Purpose, d.Whom = strings.TrimSpace(purpose), strings.TrimSpace(whom)
		return nil
	})
}

// SetPeriod says when the works begin and end: within the project's year, else
// *fund.PeriodError.
func (o *Office) SetPeriod(a Act, id fund.ProjectID, begin, end time.Time) error {
	return o.apply(a, id, "period", func(p fund.Project, d *fund.Application) error {
		d.Begin, d.End = o.day(begin), o.day(end)
		return fund.CheckPeriod(d.Begin, d.End, p.Year)
	})
}

// day gives the midnight that begins a moment's day.
func (o *Office) day(t time.Time) time.Time {
	t = o.local(t)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// DeclareNegative says that the negative list was gone through: items is what
// of it the project touches, none for nothing, and why is why it should be paid
// nevertheless. What is on the list is kept from the vote all the same: the
// declaration stands in the record, and the project must become another.
func (o *Office) DeclareNegative(a Act, id fund.ProjectID, items []fund.NegativeItem, why string) error {
	rules := o.Rules(a.Now)
	if len(items) > 0 {
		if err := rules.Requests.CheckReason(why); err != nil {
			return fmt.Errorf("negative list of project %d: %w", id, err)
		}
	}
	for _, item := range items {
		if !slices.Contains(rules.Draft.Negative, item) {
			return fmt.Errorf("negative list of project %d: no item %q", id, item)
		}
	}
	return o.apply(a, id, "negative", func(p fund.Project, d *fund.Application) error {
		d.Declared, d.DeclaredOf, d.Negative, d.NegativeWhy = a.Now.Truncate(time.Second), p.Item, items, ""
		if len(items) > 0 {
			d.NegativeWhy = strings.TrimSpace(why)
		}
		return nil
	})
}

// ExplainSplit says why a project that looks split from others is none.
func (o *Office) ExplainSplit(a Act, id fund.ProjectID, why string) error {
	if err := o.Rules(a.Now).Requests.CheckReason(why); err != nil {
		return fmt.Errorf("split of project %d: %w", id, err)
	}
	return o.apply(a, id, "split", func(p fund.Project, d *fund.Application) error {
		full, err := o.Dossier(a.Tx, p, a.Now)
		d.SplitWhy, d.SplitWith = strings.TrimSpace(why), nil
		for _, other := range full.Alike {
			d.SplitWith = append(d.SplitWith, other.ID)
		}
		return err
	})
}

// AddBefore adds photos from before the works to a drafted or returned project.
func (o *Office) AddBefore(a Act, id fund.ProjectID, photos []fund.Photo) error {
	p, err := o.amendable(a, id)
	if err != nil {
		return fmt.Errorf("add photos: %w", err)
	}
	p.Before = append(slices.Clone(p.Before), photos...)
	if err := o.Rules(a.Now).Requests.CheckPhotos(len(p.Before)); err != nil {
		return fmt.Errorf("add photos to project %d: %w", id, err)
	}
	p.Changed = a.Now
	if err := o.saveProject(a, recordAmended, p, ProjectEntry{}); err != nil {
		return err
	}
	return o.editProject(a, p)
}

// amendable reads a project that the act's person may change now.
func (o *Office) amendable(a Act, id fund.ProjectID) (fund.Project, error) {
	p, err := o.projectFor(a, fund.ActAmend, id)
	if err == nil {
		err = p.Amendable()
	}
	return p, err
}

// apply changes what is said about a project, and records all that is said now.
func (o *Office) apply(a Act, id fund.ProjectID, what string, change func(fund.Project, *fund.Application) error) error {
	p, err := o.amendable(a, id)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	d, err := a.Tx.Application(id)
	if err != nil {
		return err
	}
	d.Project = id
	if err := change(p, &d); err != nil {
		return fmt.Errorf("%s of project %d: %w", what, id, err)
	}
	if err := a.Tx.SaveApplication(d); err != nil {
		return err
	}
	return o.recordApplied(a, id, what)
}

// recordApplied is something being said about a project.
const recordApplied = "project_applied"

// ApplicationEntry is the record's account of what a community says about a
// project: all of it, sealed in Words, and in the open what counts. What names
// the part that changed.
type ApplicationEntry struct {
	Project  fund.ProjectID      `json:"project"`
	What     string              `json:"what"`
	Declared int64               `json:"declared"`
	Negative []fund.NegativeItem `json:"negative,omitempty"`
	Quotes   []QuoteFacts        `json:"quotes,omitempty"`
	Chosen   int                 `json:"chosen,omitempty"`
	Words    string              `json:"words"`
}

// QuoteFacts are a quote in the open; money in fen.
type QuoteFacts struct {
	N      int        `json:"n"`
	Amount fund.Money `json:"amount"`
}

func (o *Office) recordApplied(a Act, id fund.ProjectID, what string) error {
	e, words, err := applicationEntry(a.Tx, id)
	if err != nil {
		return err
	}
	e.What = what
	if e.Words, err = a.seal(words, a.By.ID); err != nil {
		return err
	}
	return a.record(recordApplied, e)
}

// applicationEntry gives what the record says of a project's application now,
// and the words to be sealed.
func applicationEntry(tx *store.Tx, id fund.ProjectID) (e ApplicationEntry, words string, err error) {
	d, err := tx.Application(id)
	if err != nil {
		return e, "", err
	}
	quotes, err := tx.Quotes(id)
	if err != nil {
		return e, "", err
	}
	e = ApplicationEntry{Project: id, Declared: unix(d.Declared), Negative: d.Negative, Chosen: d.Chosen}
	for _, q := range quotes {
		e.Quotes = append(e.Quotes, QuoteFacts{q.N, q.Amount})
	}
	text, err := json.Marshal(struct {
		fund.Application
		Quotes []fund.Quote
	}{d, quotes})
	return e, string(text), err
}
