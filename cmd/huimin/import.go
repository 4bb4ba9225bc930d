package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"huimin/bot"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/sheet"
	"huimin/store"
)

// importCommand reads places, households and the roster out of a spreadsheet.
// It works beside a running bot.
type importCommand struct {
	databaseSetting
	telegramSettings
	adminsSetting
	programmeSetting
	DryRun bool   `help:"Say what would change, and change nothing."`
	Again  bool   `help:"Make new links for those in the roster who have not accepted theirs; the old ones stop working."`
	Links  string `placeholder:"FILE" help:"Where to write the links of the roster, to print: an .xlsx; FILE-links.xlsx unless you name another."`
	Bot    string `placeholder:"NAME" help:"The bot's name without @, for the links; asked of Telegram unless you give it."`
	Lang   string `enum:"en,zh" default:"en" help:"The language of what is said and written: en or zh."`
	File   string `arg:"" placeholder:"FILE" help:"An .xlsx with a sheet each for places, households and roster, or a .csv with one of them. huimin export writes such files."`
}

// Run reads the whole file before anything is changed; one mistake, and
// nothing is.
func (c *importCommand) Run(ctx context.Context, out *outside) (err error) {
	book, err := locales.NewBook()
	if err != nil {
		return err
	}
	data, err := os.ReadFile(c.File)
	if err != nil {
		return fmt.Errorf("read the table: %w", err)
	}
	tables, err := sheet.Read(filepath.Base(c.File), data)
	if err != nil {
		return fmt.Errorf("%s: %w; nothing was changed", c.File, readable(err))
	}
	rules, err := c.load(locales.Lang(c.Lang))
	if err != nil {
		return err
	}
	o := office.New(rules, office.WithAdmins(c.Admins...))
	in, flaws := fund.ReadImport(tables, out.Now().In(o.Zone()))
	say := func(m locales.Message) string { return words(book, locales.Lang(c.Lang), m) }
	if c.DryRun {
		return c.tryOut(ctx, out, o, in, flaws, say)
	}
	return c.carryOut(ctx, out, o, book, in, flaws)
}

// readable adds to an error of reading a file what to do about it.
func readable(err error) error {
	switch {
	case errors.Is(err, sheet.ErrNoTable):
		return fmt.Errorf("%w: save it as .xlsx, or as “CSV UTF-8”", err)
	case errors.Is(err, sheet.ErrLocked):
		return fmt.Errorf("%w: save it without one", err)
	case errors.Is(err, sheet.ErrTooLarge):
		return fmt.Errorf("%w: up to 5 MB and 20,000 rows are read; split it", err)
	}
	return err
}

// words renders a text for the command line.
func words(book *locales.Book, lang locales.Lang, m locales.Message) string {
	text, err := book.Plain(lang, m)
	if err != nil {
		return m.ID // a test renders every text: this does not happen
	}
	return text
}

// tryOut tells what would change, without a database too.
func (c *importCommand) tryOut(
	ctx context.Context, out *outside, o *office.Office, in fund.Import, flaws []fund.Flaw, say func(locales.Message) string,
) error {
	var plan office.ImportPlan
	look := func(tx *store.Tx) (err error) {
		plan, err = o.PlanImport(office.ByOperator(tx, out.Now()), in, flaws, c.Again)
		return err
	}
	db, err := store.OpenReadOnly(ctx, c.DB)
	if errors.Is(err, fs.ErrNotExist) {
		err = inEmpty(ctx, look)
	} else if err == nil {
		err = errors.Join(db.Read(ctx, look), db.Close())
	}
	if err != nil {
		return mend(err)
	}
	if err := c.tell(out.Stdout, plan, say); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out.Stdout, "%d rows would change something; nothing was changed\n", plan.Changes())
	return err
}

// inEmpty looks at books in which nothing stands yet.
func inEmpty(ctx context.Context, look func(*store.Tx) error) (err error) {
	dir, err := os.MkdirTemp("", "huimin")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	db, err := store.Build(ctx, filepath.Join(dir, "huimin.db"))
	if err != nil {
		return err
	}
	return errors.Join(db.Read(ctx, look), db.Close())
}

// tell writes what would change, or was changed, or what is wrong.
func (c *importCommand) tell(w io.Writer, plan office.ImportPlan, say func(locales.Message) string) error {
	if len(plan.Flaws) > 0 {
		const most = 100
		lines, more := bot.ImportFlaws(plan.Flaws, most)
		var text strings.Builder
		for _, l := range lines {
			fmt.Fprintf(&text, "\n%s", say(l))
		}
		if more > 0 {
			fmt.Fprintf(&text, "\nand %d more", more)
		}
		return fmt.Errorf("%s, nothing was changed:%s", c.File, text.String())
	}
	for _, l := range bot.ImportLines(plan) {
		if _, err := fmt.Fprintln(w, say(l)); err != nil {
			return err
		}
	}
	return nil
}

// carryOut changes everything or nothing. Where there are invitations, their
// links are written before the database is told to keep them.
func (c *importCommand) carryOut(
	ctx context.Context, out *outside, o *office.Office, book *locales.Book, in fund.Import, flaws []fund.Flaw,
) (err error) {
	db, err := c.open(ctx)
	if err != nil {
		return mend(err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var plan office.ImportPlan
	var links []office.RosterLink
	say := func(m locales.Message) string { return words(book, locales.Lang(c.Lang), m) }
	name := ""
	err = db.Write(ctx, func(tx *store.Tx) error {
		var wrong *office.ImportError
		plan, links, err = o.Import(office.ByOperator(tx, out.Now()), in, flaws, c.Again)
		if errors.As(err, &wrong) {
			return c.tell(out.Stdout, plan, say)
		}
		if err != nil || len(links) == 0 {
			return err
		}
		name, err = c.writeLinks(ctx, book, o, links)
		return err
	})
	if err != nil {
		if name != "" {
			err = errors.Join(err, os.Remove(name)) // nobody will know these links
		}
		return err
	}
	if err := c.tell(out.Stdout, plan, say); err != nil {
		return err
	}
	if name != "" {
		fmt.Fprintf(out.Stdout, "%d links in %s: print it, and hand each line to the one whom it names\n", len(links), name)
	}
	_, err = fmt.Fprintf(out.Stdout, "%d rows changed something in %s\n", plan.Changes(), c.DB)
	return err
}

// open opens the database beside a running bot, or makes one.
func (c *importCommand) open(ctx context.Context) (*store.DB, error) {
	db, err := store.OpenBeside(ctx, c.DB)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, store.ErrSchema) {
		return store.Open(ctx, c.DB)
	}
	return db, err
}

func (c *importCommand) writeLinks(ctx context.Context, book *locales.Book, o *office.Office, links []office.RosterLink) (string, error) {
	name := c.Bot
	if name == "" {
		token, err := c.token()
		if err != nil {
			return "", fmt.Errorf("the links need the bot's name: give it with --bot; nothing was changed: %w", err)
		}
		me, err := newTelegram(c.APIURL, token).me(ctx)
		if err != nil {
			return "", fmt.Errorf("ask for the bot's name: %w; nothing was changed", err)
		}
		name = me.Username
	}
	data, err := bot.RosterSheet(book, locales.Lang(c.Lang), o.Zone(), links, func(token string) string {
		return bot.InviteLink(name, token)
	})
	if err != nil {
		return "", err
	}
	file := c.Links
	if file == "" {
		file = strings.TrimSuffix(c.File, filepath.Ext(c.File)) + "-links.xlsx"
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the operator names the path
	if err != nil {
		return "", fmt.Errorf("write the links: %w; nothing was changed; name another file with --links", err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return "", fmt.Errorf("write the links: %w; nothing was changed", err)
	}
	return file, nil
}
