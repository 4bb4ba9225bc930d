package bot

import (
	"slices"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
)

// What is done on the page of a project's quotes.
type (
	quotesButton    struct{ Project fund.ProjectID }
	addQuoteButton  struct{ Project fund.ProjectID }
	quotePicsButton struct{ Project fund.ProjectID }
	takeQuoteButton struct {
		Project fund.ProjectID
		N       int
	}
	removeQuoteButton struct {
		Project fund.ProjectID
		N       int
	}
	relatedButton struct {
		Project fund.ProjectID
		Some    bool
	}
)

// quoting is a quote being taken down; choosing is one being taken that is not
// the lowest; relating is the declaration about relations with vendors.
type (
	quoting struct {
		Project fund.ProjectID `json:"project"`
		Vendor  string         `json:"vendor,omitempty"`
		Amount  fund.Money     `json:"amount,omitempty"`
		Photos  []dialog.Photo `json:"photos,omitempty"`
	}
	choosing struct {
		Project fund.ProjectID `json:"project"`
		N       int            `json:"n"`
		Why     string         `json:"why,omitempty"`
	}
	relating struct {
		Project fund.ProjectID `json:"project"`
		Who     string         `json:"who,omitempty"`
	}
)

// quoteFlow is the quotes of a project: taking them down, taking one, and
// declaring relations.
func (c *staff) quoteFlow(r *router) {
	c.quote = form(r, c.quoteForm())
	c.choose = form(r, c.chooseForm())
	c.relate = form(r, c.relateForm())
	press(r, "dq", func(t *turn, b quotesButton) error { return c.showQuotes(t, b.Project) })
	press(r, "dqa", func(t *turn, b addQuoteButton) error {
		if _, err := c.projectFor(t, fund.ActAmend, b.Project, fund.ProjectDrafted, fund.ProjectReturned); err != nil {
			return err
		}
		return c.quote.begin(t, quoting{Project: b.Project})
	})
	press(r, "dqp", c.showQuotePictures)
	press(r, "dqt", c.takeQuote)
	press(r, "dqr", func(t *turn, b removeQuoteButton) error {
		if err := c.office.RemoveQuote(t.act(), b.Project, b.N); err != nil {
			return err
		}
		return c.showQuotes(t, b.Project)
	})
	press(r, "dqi", func(t *turn, b relatedButton) error {
		if b.Some {
			if _, err := c.projectFor(t, fund.ActAmend, b.Project, fund.ProjectDrafted, fund.ProjectReturned); err != nil {
				return err
			}
			return c.relate.begin(t, relating{Project: b.Project})
		}
		if err := c.office.DeclareInterest(t.act(), b.Project, fund.InterestNone, ""); err != nil {
			return err
		}
		return c.showQuotes(t, b.Project)
	})
}

// showQuotes is the page of a project's quotes.
func (c *staff) showQuotes(t *turn, id fund.ProjectID) error {
	p, err := c.projectFor(t, fund.ActAmend, id, fund.ProjectDrafted, fund.ProjectReturned)
	if err != nil {
		return err
	}
	d, err := c.office.Dossier(t.tx, p, t.now)
	if err != nil {
		return err
	}
	rules := c.office.Rules(t.now).Draft
	need := 0
	if rules.AsksQuotes(p.Cost()) {
		need = rules.Quotes
	}
	text := locales.QuotePage(p.Number, p.Title, int64(p.Cost()), need, int64(rules.QuotesAbove), quoteRows(d))
	list, err := c.office.Checklist(t.tx, p, t.now)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(list, func(check fund.Check) bool { return check.What == fund.NeedQuotes && !check.Done() }); i >= 0 {
		text = locales.Paragraphs(text, locales.QuotePageLacks(lackName(list[i])))
	} else if d.Application.Interest != "" {
		text = locales.Paragraphs(text, interestWords(d.Application))
	}
	return t.show(screen{Text: text, Keys: quoteKeys(t, p, d)})
}

func quoteKeys(t *turn, p fund.Project, d fund.Dossier) [][]key {
	var keys [][]key
	for _, q := range d.Quotes {
		name := cut(q.Vendor, vendorRoom)
		var row []key
		if q.N != d.Application.Chosen {
			row = append(row, t.key(locales.QuoteTakeButton(name), takeQuoteButton{p.ID, q.N}))
		}
		keys = append(keys, append(row, t.key(locales.QuoteRemoveButton(name), removeQuoteButton{p.ID, q.N})))
	}
	if len(d.Quotes) < fund.MaxQuotes {
		keys = append(keys, []key{t.key(locales.QuoteAddButton(), addQuoteButton{p.ID})})
	}
	if d.Application.Chosen != 0 {
		keys = append(keys, []key{
			t.key(locales.QuoteNoneRelatedButton(), relatedButton{Project: p.ID}),
			t.key(locales.QuoteRelatedButton(), relatedButton{p.ID, true}),
		})
	}
	return append(keys, []key{t.key(locales.WorksBackButton(), projectButton{p.ID})})
}

// vendorRoom is how much of a vendor's name stands on a button.
const vendorRoom = 16

func quoteRows(d fund.Dossier) []locales.Message {
	var rows []locales.Message
	for _, q := range d.Quotes {
		taken := 0
		if q.N == d.Application.Chosen {
			taken = 1
		}
		rows = append(rows, locales.QuoteRow(q.Vendor, int64(q.Amount), taken, len(q.Photos)))
	}
	return rows
}

func interestWords(a fund.Application) locales.Message {
	switch a.Interest {
	case fund.InterestNone:
		return locales.QuoteInterestNone()
	case fund.InterestSome:
		return locales.QuoteInterestSome(a.InterestOf)
	}
	return locales.Message{}
}

// showQuotePictures sends the papers of the quotes to whoever may see the
// project.
func (c *staff) showQuotePictures(t *turn, b quotePicsButton) error {
	p, err := c.office.Project(t.tx, b.Project)
	if err != nil {
		return err
	}
	if err := c.maySee(t, p); err != nil {
		return err
	}
	quotes, err := t.tx.Quotes(p.ID)
	if err != nil {
		return err
	}
	var photos []fund.Photo
	var names []string
	for _, q := range quotes {
		if len(q.Photos) > 0 {
			photos, names = append(photos, q.Photos...), append(names, q.Vendor)
		}
	}
	if len(photos) == 0 {
		return errNoPhotos
	}
	return t.say(screen{Text: locales.QuotePictures(p.Number, locales.Few(len(names), names)), Photos: files(photos)})
}

// takeQuote takes a quote at once when it is the lowest, and else asks why.
func (c *staff) takeQuote(t *turn, b takeQuoteButton) error {
	p, err := c.projectFor(t, fund.ActAmend, b.Project, fund.ProjectDrafted, fund.ProjectReturned)
	if err != nil {
		return err
	}
	d, err := c.office.Dossier(t.tx, p, t.now)
	if err != nil {
		return err
	}
	if q, ok := d.Quote(b.N); ok && q.Amount > d.Lowest() {
		return c.choose.begin(t, choosing{Project: b.Project, N: b.N})
	}
	if err := c.office.ChooseQuote(t.act(), b.Project, b.N, ""); err != nil {
		return err
	}
	return c.showQuotes(t, b.Project)
}
