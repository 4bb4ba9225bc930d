package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/programme"
	"huimin/store"
)

// initCommand makes a city with its districts, streets and communities, or
// adds places to one; or it writes a programme file to begin with.
type initCommand struct {
	databaseSetting
	adminsSetting
	Programme string `placeholder:"NAME" help:"Print a programme with every rule explained: ${presets}; or a file of yours, with all its rules."`
	Lang      string `enum:"en,zh" default:"en" help:"The language in which rules are explained: en or zh."`

	Places  string `placeholder:"FILE" help:"A table of places: kind, code, name, name_en, parent, with commas between (CSV, UTF-8)."`
	DryRun  bool   `help:"Say what would be done, and do nothing."`
	Example bool   `help:"Print an example of the table."`
}

//go:embed places.csv
var examplePlaces string

// errNothingToDo says that init was not told where the places are.
var errNothingToDo = errors.New("name a table of places with --places; huimin init --example > places.csv writes an example to begin with")

// Run reads the whole table before anything is changed; one mistake, and
// nothing is.
func (c *initCommand) Run(ctx context.Context, out *outside) error {
	if c.Example {
		_, err := io.WriteString(out.Stdout, examplePlaces)
		return err
	}
	if c.Programme != "" {
		rules, err := programmeSetting{c.Programme}.load(locales.Lang(c.Lang))
		if err != nil {
			return err
		}
		return writeProgramme(out.Stdout, rules, locales.Lang(c.Lang))
	}
	if c.Places == "" {
		return errNothingToDo
	}
	table, err := os.ReadFile(c.Places)
	if err != nil {
		return fmt.Errorf("read the table of places: %w", err)
	}
	rows, err := readPlaces(table)
	if err != nil {
		return fmt.Errorf("%s, nothing was changed:\n%w", c.Places, err)
	}
	had, err := c.present(ctx)
	if err != nil {
		return err
	}
	order, err := plan(rows, had)
	if err != nil {
		return fmt.Errorf("%s, nothing was changed:\n%w", c.Places, err)
	}
	if !c.DryRun {
		if err := c.add(ctx, out, order); err != nil {
			return err
		}
	}
	return c.tell(out.Stdout, order, len(rows)-len(order))
}

// present gives the places that the database has, by code; none without a
// database.
func (c *initCommand) present(ctx context.Context) (map[string]fund.Place, error) {
	db, err := store.OpenReadOnly(ctx, c.DB)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, mend(err)
	}
	have := make(map[string]fund.Place)
	err = db.Read(ctx, func(tx *store.Tx) error {
		for _, kind := range fund.PlaceKinds() {
			places, err := tx.PlacesOf(kind)
			if err != nil {
				return err
			}
			for _, p := range places {
				have[p.Code] = p
			}
		}
		return nil
	})
	return have, errors.Join(err, db.Close())
}

// add puts the places into the books, all of them or none.
func (c *initCommand) add(ctx context.Context, out *outside, order []placeRow) (err error) {
	rules, err := programmeSetting{programme.Liuzhou}.rules() // places follow no rule that differs
	if err != nil {
		return err
	}
	o := office.New(rules, office.WithAdmins(c.Admins...))
	db, err := store.Open(ctx, c.DB)
	if err != nil {
		return mend(err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Write(ctx, func(tx *store.Tx) error {
		act := office.ByOperator(tx, out.Now())
		for _, r := range order {
			var parent fund.Place
			if r.parent != "" {
				var err error
				if parent, err = o.PlaceByCode(tx, r.parent); err != nil {
					return fmt.Errorf("line %d: %w", r.line, err)
				}
			}
			if _, err := o.AddPlace(act, parent.ID, r.Kind, r.Code, r.Name, r.NameEn); err != nil {
				return fmt.Errorf("line %d: %w; nothing was changed", r.line, err)
			}
		}
		return nil
	})
}

func (c *initCommand) tell(w io.Writer, order []placeRow, present int) error {
	word, done := "added", "added to "+c.DB
	if c.DryRun {
		word, done = "would add", "to be added to "+c.DB+"; nothing was changed"
	}
	for _, r := range order {
		fmt.Fprintf(w, "%s %s %s %s\n", word, r.Kind, r.Code, r.Name)
	}
	_, err := fmt.Fprintf(w, "%d places %s; %d were there already\n", len(order), done, present)
	if err == nil && !c.DryRun && len(order) > 0 {
		_, err = fmt.Fprintln(w, "next: huimin check, then huimin serve")
	}
	return err
}
