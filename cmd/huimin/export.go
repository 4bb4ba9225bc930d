package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/sheet"
	"huimin/store"
)

// exportCommand writes tables of the books into a spreadsheet. It only reads,
// also beside a running bot.
type exportCommand struct {
	databaseSetting
	programmeSetting
	Place string `placeholder:"CODE" help:"Only what is at this place and below."`
	Lang  string `enum:"en,zh" default:"zh" help:"The language of headings and words: en or zh."`
	What  string `arg:"" placeholder:"TABLES" help:"Which tables, with commas between: places, households, roster, sponsors, requests, projects and others; or all."`
	File  string `arg:"" placeholder:"FILE" help:"An .xlsx, or a .csv for one table; it must not be there yet."`
}

// Run writes the file; a table that is asked for and not there is named with
// those there are.
func (c *exportCommand) Run(ctx context.Context, out *outside) (err error) {
	rules, err := c.load(locales.Lang(c.Lang))
	if err != nil {
		return err
	}
	o := office.New(rules)
	tables, err := c.tables(o)
	if err != nil {
		return err
	}
	ext := strings.ToLower(filepath.Ext(c.File))
	switch {
	case ext != ".xlsx" && ext != ".csv":
		return fmt.Errorf("%s: the file's name must end in .xlsx or .csv", c.File)
	case ext == ".csv" && len(tables) > 1:
		return fmt.Errorf("a .csv holds one table: write %d tables into an .xlsx", len(tables))
	}
	written, err := c.read(ctx, out, o, tables)
	if err != nil {
		return err
	}
	data, err := sheet.CSV(written[0])
	if ext == ".xlsx" {
		data, err = sheet.XLSX(nil, written...)
	}
	if err != nil {
		return err
	}
	f, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the operator names the path
	if err != nil {
		return fmt.Errorf("write the table: %w; name a file that is not there yet", err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write the table: %w", err)
	}
	for i, t := range tables {
		if _, err := fmt.Fprintf(out.Stdout, "%s: %d rows\n", t.Name, len(written[i].Rows)-1); err != nil {
			return err
		}
	}
	return nil
}

// tables finds what is asked for.
func (c *exportCommand) tables(o *office.Office) ([]office.Table, error) {
	if c.What == "all" {
		return o.Tables(), nil
	}
	var list []office.Table
	for _, name := range strings.Split(c.What, ",") {
		t, ok := o.Table(strings.TrimSpace(name))
		if !ok {
			var names []string
			for _, t := range o.Tables() {
				names = append(names, t.Name)
			}
			return nil, fmt.Errorf("there is no table %q: use %s, or all", name, strings.Join(names, ", "))
		}
		if !slices.ContainsFunc(list, func(have office.Table) bool { return have.Name == t.Name }) {
			list = append(list, t)
		}
	}
	return list, nil
}

func (c *exportCommand) read(ctx context.Context, out *outside, o *office.Office, tables []office.Table) (list []fund.Table, err error) {
	book, err := locales.NewBook()
	if err != nil {
		return nil, err
	}
	db, err := store.OpenReadOnly(ctx, c.DB)
	if err != nil {
		return nil, mend(err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.Read(ctx, func(tx *store.Tx) error {
		var place fund.Place
		if c.Place != "" {
			if place, err = o.PlaceByCode(tx, c.Place); err != nil {
				return fmt.Errorf("no place has the code %s: huimin export places places.csv lists them: %w", c.Place, err)
			}
		}
		for _, t := range tables {
			rows, err := t.Rows(office.ByOperator(tx, out.Now()), place.ID)
			if err != nil {
				return fmt.Errorf("read %s: %w", t.Name, err)
			}
			written, err := report.Table(book, locales.Lang(c.Lang), t.Name, t.Columns, rows)
			if err != nil {
				return err
			}
			list = append(list, written)
		}
		return nil
	})
	return list, err
}
