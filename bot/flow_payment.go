package bot

import (
	"fmt"
	"slices"
	"strconv"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/store"
)

// payButton enters an invoice of a project.
type payButton struct{ Project fund.ProjectID }

// entriesButton lists the ledger of a community's year, or of one project.
type entriesButton struct {
	Place   fund.PlaceID
	Year    int
	Project fund.ProjectID
	Page    int
}

// entryButton shows one entry of the ledger; paperButton its pictures;
// correctButton undoes it.
type (
	entryButton   struct{ Entry fund.EntryID }
	paperButton   struct{ Entry fund.EntryID }
	correctButton struct{ Entry fund.EntryID }
)

// invoicing is an invoice being entered.
type invoicing struct {
	Project fund.ProjectID `json:"project"`
	Lines   int            `json:"lines,omitempty"` // how many cost lines there are
	Line    int            `json:"line,omitempty"`
	Payee   string         `json:"payee,omitempty"`
	Sum     fund.Money     `json:"sum,omitempty"`
	Photos  []dialog.Photo `json:"photos,omitempty"`
}

// correcting is an entry of the ledger being undone.
type correcting struct {
	Entry  fund.EntryID `json:"entry"`
	Reason string       `json:"reason,omitempty"`
}

// paymentFlow is what is paid, and the ledger.
func (m *treasury) paymentFlow(r *router) {
	press(r, "my", func(t *turn, b payButton) error {
		p, err := m.projectFor(t, fund.ActKeepMoney, b.Project)
		if err != nil {
			return err
		}
		if !p.Payable() {
			return &fund.PaymentError{Why: fund.PayNotNow}
		}
		lines, err := m.office.CostLines(t.tx, b.Project)
		if err != nil {
			return err
		}
		return m.invoice.begin(t, invoicing{Project: b.Project, Lines: len(lines)})
	})
	press(r, "mel", m.showEntries)
	press(r, "me1", func(t *turn, b entryButton) error { return m.showEntry(t, b.Entry) })
	press(r, "mep", func(t *turn, b paperButton) error {
		e, err := m.office.Entry(t.act(), b.Entry)
		if err != nil {
			return err
		}
		if len(e.Photos) == 0 {
			return errNoPhotos
		}
		return t.say(screen{Text: locales.PayPaper(int(e.ID)), Photos: files(e.Photos)})
	})
	press(r, "mec", func(t *turn, b correctButton) error {
		e, err := m.office.Entry(t.act(), b.Entry)
		if err != nil {
			return err
		}
		if err := m.office.MayCorrect(t.act(), e); err != nil {
			return err
		}
		return m.correct.begin(t, correcting{Entry: b.Entry})
	})
}

func (m *treasury) invoiceForm() dialog.Form[*turn, invoicing] {
	return dialog.Form[*turn, invoicing]{
		Name: "invoice", Title: locales.PayTitle(),
		Steps: []dialog.Step[*turn, invoicing]{
			{
				Key: "line", Label: always[invoicing](locales.PayLineLabelButton()), Ask: m.askLine, Take: takeLine,
				When: func(d invoicing) bool { return d.Lines > 0 },
			},
			{Key: "payee", Label: always[invoicing](locales.PayPayeeLabelButton()), Ask: m.askPayee, Take: m.takePayee},
			{Key: "sum", Label: always[invoicing](locales.MoneySumLabelButton()), Ask: m.askInvoice, Take: m.takeInvoice},
			paperStep(m, locales.PayPhoto(), func(d *invoicing) *[]dialog.Photo { return &d.Photos }),
		},
		Look: func(t *turn, d invoicing) (dialog.View, error) {
			p, err := m.office.Project(t.tx, d.Project)
			if err != nil {
				return dialog.View{}, err
			}
			line, err := m.lineName(t, d)
			return dialog.View{Text: locales.PayLook(p.Number, p.Title, line, d.Payee, int64(d.Sum), len(d.Photos))}, err
		},
		Done: func(t *turn, d invoicing) error {
			_, err := m.office.Pay(t.act(), d.Project, office.NewPayment{
				Payee: d.Payee, Line: d.Line, Sum: d.Sum, Photos: photosOf(d.Photos),
			})
			if err != nil {
				return err
			}
			return m.showProjectMoney(t, d.Project)
		},
	}
}

// askLine asks which of the cost lines it is for; a project without any is
// paid for as a whole.
func (m *treasury) askLine(t *turn, d invoicing) (dialog.View, error) {
	p, err := m.office.Project(t.tx, d.Project)
	if err != nil {
		return dialog.View{}, err
	}
	lines, err := m.office.CostLines(t.tx, d.Project)
	v := dialog.View{Text: locales.PayLineAsk(p.Number, p.Title, int64(p.MaySpend().Total()), int64(p.Spent))}
	for i, l := range lines {
		paid, err := m.office.LinePaid(t.tx, d.Project, i+1)
		if err != nil {
			return v, err
		}
		v.Choices = append(v.Choices, []dialog.Choice{{
			Value: strconv.Itoa(i + 1), Label: locales.PayLineButton(cut(l.Label, maxLabel/2), int64(l.Amount-paid)),
		}})
	}
	v.Choices = append(v.Choices, []dialog.Choice{{Value: "0", Label: locales.PayWholeButton()}})
	return v, err
}

func takeLine(_ *turn, d *invoicing, a dialog.Answer) error {
	if a.Choice == "" {
		return dialog.Again(locales.FormPressPlease())
	}
	n, err := strconv.Atoi(a.Choice)
	d.Line = n
	return err
}

func (m *treasury) lineName(t *turn, d invoicing) (string, error) {
	lines, err := m.office.CostLines(t.tx, d.Project)
	if err != nil || d.Line < 1 || d.Line > len(lines) {
		return "", err
	}
	return lines[d.Line-1].Label, nil
}

// payees are who was paid for a project so far, the latest first.
func (m *treasury) payees(t *turn, d invoicing) ([]string, error) {
	entries, err := t.tx.LedgerOfProject(d.Project)
	var names []string
	for _, e := range entries {
		if e.Payee != "" && !slices.Contains(names, e.Payee) && len(names) < 3 {
			names = append(names, e.Payee)
		}
	}
	return names, err
}

func (m *treasury) askPayee(t *turn, d invoicing) (dialog.View, error) {
	v := dialog.View{Text: locales.PayPayeeAsk()}
	names, err := m.payees(t, d)
	for _, name := range names {
		v.Choices = append(v.Choices, []dialog.Choice{{Value: short(name), Label: locales.Text(cut(name, maxLabel))}})
	}
	return v, err
}

func (m *treasury) takePayee(t *turn, d *invoicing, a dialog.Answer) error {
	if a.Choice == "" {
		return takePayeeName(&d.Payee, a)
	}
	names, err := m.payees(t, *d)
	for _, name := range names {
		if short(name) == a.Choice {
			d.Payee = name
		}
	}
	return err
}

func (m *treasury) askInvoice(t *turn, d invoicing) (dialog.View, error) {
	p, err := m.office.Project(t.tx, d.Project)
	return dialog.View{Text: locales.PaySumAsk(d.Payee, int64(p.MaySpend().Total()), int64(p.Spent))}, err
}

func (m *treasury) takeInvoice(t *turn, d *invoicing, a dialog.Answer) error {
	sum, err := amountIn(a)
	if err != nil {
		return err
	}
	if err := m.office.CheckPayment(t.act(), d.Project, d.Line, sum); err != nil {
		return again(err)
	}
	d.Sum = sum
	return nil
}

// showEntries lists the ledger, the newest first.
func (m *treasury) showEntries(t *turn, b entriesButton) error {
	list, err := m.office.Entries(t.act(), b.Place, b.Year, b.Project)
	if err != nil {
		return err
	}
	name, err := nameOf(t.tx, m.office, b.Place)
	if err != nil {
		return err
	}
	pages := max(1, (len(list)+deskSize-1)/deskSize)
	page := min(max(b.Page, 0), pages-1)
	parts := []locales.Message{locales.PayEntries(name, b.Year, len(list))}
	var keys [][]key
	for _, e := range list[page*deskSize : min(len(list), (page+1)*deskSize)] {
		line, err := m.entryLine(t, e)
		if err != nil {
			return err
		}
		parts = append(parts, line)
		keys = append(keys, []key{t.key(locales.PayEntryButton(int(e.ID), report.EntryKindName(e.Kind)), entryButton{e.ID})})
	}
	if pages > 1 {
		parts = append(parts, locales.DeskPage(page+1, pages))
		keys = append(keys, turnKeys(t, page, pages, func(to int) any { return entriesButton{b.Place, b.Year, b.Project, to} }))
	}
	back := t.key(locales.PurseBackButton(), moneyButton{Place: b.Place, Year: b.Year})
	if b.Project != 0 {
		back = t.key(locales.PurseBackButton(), projectMoneyButton{b.Project})
	}
	return t.show(screen{Text: locales.Paragraphs(parts...), Keys: append(keys, []key{back})})
}

// entryLine is an entry in a line or two: what, when, how much, from whom.
func (m *treasury) entryLine(t *turn, e store.LedgerRow) (locales.Message, error) {
	var sources []locales.Message
	for _, s := range fund.Sources() {
		var sum fund.Money
		for _, p := range e.Postings {
			if p.Account.Source == s && p.Amount > 0 {
				sum += p.Amount
			}
		}
		if sum != 0 {
			sources = append(sources, locales.PayOfSource(report.Payer(s), int64(sum)))
		}
	}
	number := ""
	if e.Project != 0 {
		p, err := m.office.Project(t.tx, e.Project)
		if err != nil {
			return locales.Message{}, err
		}
		number = p.Number
	}
	return locales.PayEntryLine(int(e.ID), report.EntryKindName(e.Kind), e.At, int64(e.Amount()), sources, number, e.Payee,
		int(e.Corrects), int(e.Undone), int(e.Pledge)), nil
}

// showEntry shows one entry with who made it, and what may be done about it.
func (m *treasury) showEntry(t *turn, id fund.EntryID) error {
	e, err := m.office.Entry(t.act(), id)
	if err != nil {
		return err
	}
	line, err := m.entryLine(t, e)
	if err != nil {
		return err
	}
	by := ""
	if e.By != 0 {
		if by, err = personOf(t.tx, e.By); err != nil {
			return err
		}
	}
	var keys [][]key
	if len(e.Photos) > 0 {
		keys = append(keys, []key{t.key(locales.PayPaperButton(len(e.Photos)), paperButton{e.ID})})
	}
	if m.office.MayCorrect(t.act(), e) == nil {
		keys = append(keys, []key{t.key(locales.PayCorrectButton(), correctButton{e.ID})})
	}
	back := entriesButton{Place: e.Community, Year: e.Year, Project: e.Project}
	keys = append(keys, []key{t.key(locales.PurseBackButton(), back)})
	return t.show(screen{Text: locales.Paragraphs(line, locales.PayEntryBy(by, e.Note)), Keys: keys})
}

func (m *treasury) correctForm() dialog.Form[*turn, correcting] {
	return dialog.Form[*turn, correcting]{
		Name: "correct_entry", Title: locales.PayCorrectTitle(),
		Steps: []dialog.Step[*turn, correcting]{{
			Key: "reason", Label: always[correcting](locales.DeclineReasonLabelButton()),
			Ask: func(t *turn, d correcting) (dialog.View, error) {
				e, err := m.office.Entry(t.act(), d.Entry)
				if err != nil {
					return dialog.View{}, err
				}
				line, err := m.entryLine(t, e)
				return dialog.View{Text: locales.PayCorrectAsk(line)}, err
			},
			Take: func(t *turn, d *correcting, a dialog.Answer) error {
				reason, err := m.reasonIn(t, a)
				d.Reason = reason
				return err
			},
		}},
		Look: func(_ *turn, d correcting) (dialog.View, error) {
			return dialog.View{Text: locales.PayCorrectLook(int(d.Entry), d.Reason)}, nil
		},
		Done: func(t *turn, d correcting) error {
			e, err := m.office.Correct(t.act(), d.Entry, d.Reason)
			if err != nil {
				return fmt.Errorf("correct: %w", err)
			}
			return m.showEntry(t, e.ID)
		},
	}
}
