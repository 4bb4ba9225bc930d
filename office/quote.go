package office

import (
	"fmt"
	"strings"

	"huimin/fund"
)

// AddQuote keeps what a vendor asks for a project and gives it with its number.
func (o *Office) AddQuote(a Act, q fund.Quote) (fund.Quote, error) {
	if _, err := o.amendable(a, q.Project); err != nil {
		return q, fmt.Errorf("add quote: %w", err)
	}
	rules := o.Rules(a.Now)
	q.Vendor = strings.TrimSpace(q.Vendor)
	if err := fund.CheckQuote(q, rules); err != nil {
		return q, fmt.Errorf("quote for project %d: %w", q.Project, err)
	}
	if err := rules.Requests.CheckPhotos(len(q.Photos)); err != nil {
		return q, fmt.Errorf("quote for project %d: %w", q.Project, err)
	}
	quotes, err := a.Tx.Quotes(q.Project)
	if err != nil {
		return q, err
	}
	if len(quotes) >= fund.MaxQuotes {
		return q, fmt.Errorf("quote %d for project %d: %w", len(quotes)+1, q.Project, ErrManyQuotes)
	}
	q.N = 1
	for _, other := range quotes {
		q.N = max(q.N, other.N+1)
	}
	if err := a.Tx.AddQuote(q); err != nil {
		return q, err
	}
	return q, o.recordApplied(a, q.Project, "quote")
}

// RemoveQuote takes a quote out again; one that was chosen is no longer.
func (o *Office) RemoveQuote(a Act, id fund.ProjectID, n int) error {
	return o.apply(a, id, "quote", func(_ fund.Project, d *fund.Application) error {
		if d.Chosen == n {
			d.Chosen, d.ChosenWhy = 0, ""
		}
		return a.Tx.RemoveQuote(id, n)
	})
}

// ChooseQuote takes a quote, with a reason where another is lower.
func (o *Office) ChooseQuote(a Act, id fund.ProjectID, n int, why string) error {
	quotes, err := a.Tx.Quotes(id)
	if err != nil {
		return err
	}
	d := fund.Dossier{Quotes: quotes}
	q, ok := d.Quote(n)
	if !ok {
		return fmt.Errorf("choose quote %d of project %d: %w", n, id, ErrNoQuote)
	}
	why = strings.TrimSpace(why)
	if q.Amount > d.Lowest() {
		if err := o.Rules(a.Now).Requests.CheckReason(why); err != nil {
			return fmt.Errorf("choose quote %d of project %d: %w", n, id, err)
		}
	}
	return o.apply(a, id, "choice", func(_ fund.Project, d *fund.Application) error {
		d.Chosen, d.ChosenWhy = n, why
		return nil
	})
}

// DeclareInterest says whether anybody of the committee is related to a vendor;
// who is, and what follows from it, is said in words.
func (o *Office) DeclareInterest(a Act, id fund.ProjectID, i fund.Interest, of string) error {
	switch i {
	case fund.InterestNone:
		of = ""
	case fund.InterestSome:
		if err := o.Rules(a.Now).Requests.CheckReason(of); err != nil {
			return fmt.Errorf("interest in project %d: %w", id, err)
		}
	default:
		return fmt.Errorf("interest in project %d: no such declaration %q", id, i)
	}
	return o.apply(a, id, "interest", func(_ fund.Project, d *fund.Application) error {
		d.Interest, d.InterestOf = i, strings.TrimSpace(of)
		return nil
	})
}
