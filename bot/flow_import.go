package bot

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/sheet"
	"huimin/store"
)

// importButton agrees to what a file would change, with Again also to new
// links for those who have not accepted theirs; or leaves it.
type importButton struct {
	Upload int64
	Do     bool
	Again  bool
}

// tablesButton gives the tables as they are.
type tablesButton struct{}

// imports are the conversations about spreadsheets.
type imports struct {
	office *office.Office
	book   *locales.Book
}

// importFlow is an administrator sending a spreadsheet: what it would change
// is shown, and done once they agree.
func importFlow(o *office.Office) flow {
	return func(r *router) {
		c := &imports{office: o, book: r.book}
		r.command(command{
			Name: "import", Scope: forStaff, Describe: locales.CommandImport(),
			Run: func(t *turn, _ string) error { return c.about(t) },
		})
		r.text(c.sent)
		r.file(c.read)
		press(r, "pi", c.decide)
		press(r, "pit", func(t *turn, _ tablesButton) error { return c.tables(t) })
	}
}

// may refuses whoever administrates nothing.
func (c *imports) may(t *turn) error {
	may, err := c.office.Administrates(t.act())
	if err == nil && !may {
		err = &fund.NotAllowed{Action: fund.ActImport, Needs: fund.ActImport.Needs(), At: t.person.Community}
	}
	return err
}

func (c *imports) about(t *turn) error {
	if err := c.may(t); err != nil {
		return err
	}
	return t.say(screen{Text: locales.ImportAbout(), Keys: [][]key{{t.key(locales.ImportTablesButton(), tablesButton{})}}})
}

// tables gives the three tables as they are, of all that the person
// administrates.
func (c *imports) tables(t *turn) error {
	if err := c.may(t); err != nil {
		return err
	}
	grants, err := c.office.Grants(t.tx, t.person)
	if err != nil {
		return err
	}
	var list []fund.Table
	for _, kind := range fund.TableKinds() {
		table, _ := c.office.Table(string(kind))
		var rows [][]any
		for _, g := range grants {
			if g.Role != fund.RoleAdmin || !g.Active(t.now) {
				continue
			}
			some, err := table.Rows(t.act(), g.Place)
			if err != nil {
				return err
			}
			rows = append(rows, some...)
		}
		written, err := report.Table(c.book, t.lang, table.Name, table.Columns, distinct(rows))
		if err != nil {
			return err
		}
		list = append(list, written)
	}
	data, err := sheet.XLSX(nil, list...)
	if err != nil {
		return err
	}
	at := t.now.In(c.office.Zone())
	name := "huimin-" + at.Format(time.DateOnly) + ".xlsx"
	return t.say(screen{Text: locales.ImportTables(at), Document: &document{Name: name, Bytes: data}})
}

// distinct leaves out rows that stand there twice: somebody may administrate a
// district and a street of it.
func distinct(rows [][]any) (list [][]any) {
	seen := map[string]bool{}
	for _, row := range rows {
		if id := fmt.Sprint(row...); !seen[id] {
			seen[id] = true
			list = append(list, row)
		}
	}
	return list
}

// sent takes a spreadsheet that an administrator sends in private.
func (c *imports) sent(t *turn) (bool, error) {
	if !t.chat.private() || t.message == nil || t.message.Document == nil || t.stranger() {
		return false, nil
	}
	doc := t.message.Document
	if !slices.Contains([]string{".xlsx", ".xls", ".csv", ".xlsm"}, strings.ToLower(path.Ext(doc.FileName))) {
		return false, nil
	}
	if may, err := c.office.Administrates(t.act()); err != nil || !may {
		return false, err
	}
	if doc.FileSize > sheet.MaxBytes {
		return true, t.say(screen{Text: locales.ImportLarge(doc.FileName)})
	}
	if err := t.say(screen{Text: locales.ImportWorking(doc.FileName)}); err != nil {
		return true, err
	}
	return true, t.fetch(fetching{File: doc.FileID, Name: doc.FileName, Max: sheet.MaxBytes})
}

// read shows what a file would change, or what is wrong with it.
func (c *imports) read(t *turn, f fetched) error {
	if f.Lost {
		return t.say(screen{Text: locales.ImportLost(f.Name)})
	}
	if err := c.may(t); err != nil {
		return err
	}
	return c.show(t, store.Upload{Person: t.person.ID, Name: f.Name, Body: f.Data, At: t.now})
}

// parse reads a file's tables; done is true when it was answered instead.
func (c *imports) parse(t *turn, u store.Upload) (in fund.Import, flaws []fund.Flaw, done bool, err error) {
	tables, err := sheet.Read(u.Name, u.Body)
	said := locales.Message{}
	switch {
	case errors.Is(err, sheet.ErrOldFormat):
		said = locales.ImportOld(u.Name)
	case errors.Is(err, sheet.ErrLocked):
		said = locales.ImportLocked(u.Name)
	case errors.Is(err, sheet.ErrTooLarge):
		said = locales.ImportLarge(u.Name)
	case err != nil:
		said = locales.ImportUnreadable(u.Name)
	case len(tables) == 0:
		said = locales.ImportEmpty(u.Name)
	}
	if !said.IsZero() {
		return in, nil, true, t.say(screen{Text: said})
	}
	in, flaws = fund.ReadImport(tables, t.now.In(c.office.Zone()))
	return in, flaws, false, nil
}

// Lines that are shown of what would change, and of what is wrong.
const (
	maxPlanLines = 30
	maxFlawLines = 12
)

// show says what a file would change, and keeps it until that is agreed to.
func (c *imports) show(t *turn, u store.Upload) error {
	in, flaws, done, err := c.parse(t, u)
	if err != nil || done {
		return err
	}
	plan, err := c.office.PlanImport(t.act(), in, flaws, false)
	if err != nil {
		return err
	}
	if len(plan.Flaws) > 0 {
		lines, more := ImportFlaws(plan.Flaws, maxFlawLines)
		return t.say(screen{Text: locales.ImportFlaws(u.Name, len(plan.Flaws), lines, more)})
	}
	waits := plan.Count(office.StepWaits)
	if plan.Changes() == 0 && waits == 0 {
		return t.say(screen{Text: locales.ImportSame(u.Name, plan.Count(office.StepSame))})
	}
	if u.Plan, err = planDigest(plan); err != nil {
		return err
	}
	if u.ID == 0 {
		u.ID, err = t.tx.AddUpload(u)
	} else {
		err = t.tx.SaveUploadPlan(u.ID, u.Plan)
	}
	if err != nil {
		return err
	}
	return t.say(screen{Text: planText(u.Name, plan), Keys: planKeys(t, u.ID, plan)})
}

func planText(name string, plan office.ImportPlan) locales.Message {
	if plan.Changes() == 0 {
		return locales.ImportSame(name, plan.Count(office.StepSame)+plan.Count(office.StepWaits))
	}
	lines := ImportLines(plan)
	if over := len(lines) - maxPlanLines; over > 0 {
		lines = append(lines[:maxPlanLines:maxPlanLines], locales.ImportMore(over))
	}
	return locales.ImportPlan(name, lines)
}

func planKeys(t *turn, upload int64, plan office.ImportPlan) [][]key {
	var keys [][]key
	if plan.Changes() > 0 {
		keys = append(keys, []key{t.key(locales.ImportDoButton(), importButton{Upload: upload, Do: true}).styled("success")})
	}
	if n := plan.Count(office.StepWaits); n > 0 {
		keys = append(keys, []key{t.key(locales.ImportAgainButton(n), importButton{Upload: upload, Do: true, Again: true})})
	}
	return append(keys, []key{t.key(locales.ImportLeaveButton(), importButton{Upload: upload})})
}

// planDigest stands for what was shown: whoever agrees agrees to that.
func planDigest(plan office.ImportPlan) ([]byte, error) {
	raw, err := json.Marshal(plan)
	if err != nil {
		return nil, fmt.Errorf("digest of an import: %w", err)
	}
	sum := sha256.Sum256(raw)
	return sum[:], nil
}

// decide does what was shown, if it still is what the file would do.
func (c *imports) decide(t *turn, b importButton) error {
	if err := c.may(t); err != nil {
		return err
	}
	u, err := t.tx.Upload(b.Upload)
	if errors.Is(err, store.ErrNotFound) || err == nil && u.Person != t.person.ID {
		return refuse(locales.ImportGoneAlert())
	}
	if err != nil {
		return err
	}
	if !b.Do {
		if err := t.tx.DropUpload(u.ID); err != nil {
			return err
		}
		return t.show(screen{Text: locales.ImportLeft()})
	}
	in, flaws, done, err := c.parse(t, u)
	if err != nil || done {
		return err
	}
	plan, err := c.office.PlanImport(t.act(), in, flaws, false)
	if err != nil {
		return err
	}
	if now, err := planDigest(plan); err != nil || string(now) != string(u.Plan) {
		if err != nil {
			return err
		}
		if err := t.show(screen{Text: locales.ImportStale(u.Name)}); err != nil {
			return err
		}
		return c.show(t, u)
	}
	return c.carryOut(t, u, in, flaws, b.Again)
}

// carryOut changes everything, and gives the links of the roster to print.
func (c *imports) carryOut(t *turn, u store.Upload, in fund.Import, flaws []fund.Flaw, again bool) error {
	plan, links, err := c.office.Import(t.act(), in, flaws, again)
	if err != nil {
		return err
	}
	if err := t.tx.DropUpload(u.ID); err != nil {
		return err
	}
	if err := t.show(screen{Text: locales.ImportDone(u.Name, plan.Changes())}); err != nil || len(links) == 0 {
		return err
	}
	data, err := RosterSheet(c.book, t.lang, c.office.Zone(), links, func(token string) string {
		return InviteLink(t.username(), token)
	})
	if err != nil {
		return err
	}
	name := strings.TrimSuffix(u.Name, path.Ext(u.Name)) + "-links.xlsx"
	return t.say(screen{Text: locales.ImportLinks(len(links)), Document: &document{Name: name, Bytes: data}})
}
