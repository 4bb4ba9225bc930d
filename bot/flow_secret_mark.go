package bot

import (
	"slices"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// paperMarkButton marks an option on a paper of a secret ballot, or takes the
// mark off; without N it turns to a page of the options. Mark proves that the
// paper was given to whoever presses.
type paperMarkButton struct {
	Ballot fund.BallotID
	Code   string
	Mark   string
	N      int
	Page   int           // from 1
	For    fund.PersonID // whose proxy the one who presses holds; 0 for their own paper
}

// markPaper records what was pressed on a paper, and shows it there. As in
// castPaper, the note that answers the press says neither code nor options.
func (d *decisions) markPaper(t *turn, b paperMarkButton) error {
	code := fund.PaperCode(b.Code)
	if !t.holds(b.Ballot, code, b.Mark, b.For) {
		return errStaleButton
	}
	v, err := d.office.Ballot(t.tx, b.Ballot)
	if err != nil {
		return err
	}
	as, err := d.office.ByProxy(t.act(), b.Ballot, b.For)
	if err != nil {
		return err
	}
	if b.N == 0 {
		marks, err := d.office.MarksOn(as, b.Ballot, code)
		if err != nil {
			return d.whyNoPaper(t, v, err)
		}
		return d.handMarks(t, v, b, marks, true)
	}
	marks, first, changed, err := d.office.MarkPaper(as, b.Ballot, code, b.N)
	if err != nil {
		return d.whyNoPaper(t, v, err)
	}
	switch until := v.Ballot.Closes; {
	case !changed:
		t.toast(locales.SecretSameAlert(until))
	case first:
		t.toast(locales.SecretRecordedAlert(until))
	default:
		t.toast(locales.SecretChangedAlert(until))
	}
	return d.handMarks(t, v, b, marks, true)
}

// handMarks hands out a paper with a page of the options, and what is marked.
func (d *decisions) handMarks(t *turn, v office.BallotView, b paperMarkButton, marks []int, edit bool) error {
	b.Mark = t.paperMark(b.Ballot, t.voter(b.For), fund.PaperCode(b.Code))
	head, err := paperHead(t, b.For)
	if err != nil {
		return err
	}
	options, page, pages := optionsPage(v.Asked.Options, b.Page)
	lines, err := d.optionLines(t.tx, options)
	if err != nil {
		return err
	}
	yours := locales.MarkYoursNone()
	switch {
	case len(marks) > 0:
		yours = locales.MarkYours(numbers(marks))
	case b.N != 0: // the last mark was taken off again
		yours = locales.SecretPaperBlank()
	}
	paper := locales.SecretPaperChoice
	if v.Ballot.Kind == fund.BallotBudget {
		paper = locales.SecretPaperBudget
	}
	text := paper(itemLine(v), fund.PaperCode(b.Code).String(), lines, yours, v.Ballot.Closes)
	s := screen{Text: locales.Paragraphs(head, text, locales.SecretAboutCode())}
	for _, o := range options {
		name, err := d.optionName(t.tx, o)
		if err != nil {
			return err
		}
		b.N, b.Page = o.N, page
		s.Keys = append(s.Keys, []key{t.key(optionLabel(marks, o.N)(o.N, cut(name, maxLabel)), b)})
	}
	b.N = 0
	s.Keys = append(s.Keys, pageKeys(page, pages, func(to int) key {
		b.Page = to
		return t.key(locales.MarkPageButton(to, pages), b)
	})...)
	return t.hand(s, edit)
}

// optionLabel is the label of an option's button, ticked when it is marked.
func optionLabel(marks []int, n int) func(int, string) locales.Message {
	if slices.Contains(marks, n) {
		return locales.MarkMarkedButton
	}
	return locales.MarkNumberButton
}

// optionsPage gives a page of options, its number within the pages there are, and
// how many there are.
func optionsPage(all []fund.Option, page int) (options []fund.Option, at, pages int) {
	pages = max((len(all)+onPage-1)/onPage, 1)
	at = min(max(page, 1), pages)
	return all[min((at-1)*onPage, len(all)):min(at*onPage, len(all))], at, pages
}

// pageKeys are the keys to the pages beside one, in a row; no row where there is
// one page.
func pageKeys(page, pages int, turn func(to int) key) (rows [][]key) {
	var row []key
	for _, to := range []int{page - 1, page + 1} {
		if to >= 1 && to <= pages {
			row = append(row, turn(to))
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	return rows
}
