package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"huimin/store"
)

// restoreCommand puts a backup in the place of the database of a bot that is
// stopped.
type restoreCommand struct {
	databaseSetting
	From string `arg:"" name:"copy" help:"The copy that huimin backup made."`
}

// Run reads the copy, puts it in place, and says what is in it and what is not.
func (c *restoreCommand) Run(ctx context.Context, out *outside) error {
	now := out.Now()
	aside := c.DB + ".before-" + now.UTC().Format("20060102T150405Z")
	r, err := store.Restore(ctx, c.From, c.DB, aside)
	switch {
	case errors.Is(err, store.ErrLocked):
		return mend(err)
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("%w: try again in a second; nothing was changed", err)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: name a copy that huimin backup made; nothing was changed", err)
	case errors.Is(err, store.ErrRecordBroken), errors.Is(err, store.ErrDamaged):
		return fmt.Errorf("%w: this copy is not sound, take an earlier one; nothing was changed", err)
	case err != nil:
		return fmt.Errorf("%w: nothing was changed", err)
	}
	fmt.Fprintf(out.Stdout, "%s holds %s now: %d rows in %d tables, %d entries in the record\n",
		c.DB, c.From, r.Rows, r.Tables, r.Head.Size)
	if !r.Last.IsZero() {
		fmt.Fprintf(out.Stdout, "what happened after %s is not in it\n", r.Last.UTC().Format(time.RFC3339))
	}
	if r.Waiting > 0 {
		fmt.Fprintf(out.Stdout, "%d messages waited when the copy was made; huimin serve asks you about posts that may have been sent since\n", r.Waiting)
	}
	if r.Aside != "" {
		fmt.Fprintf(out.Stdout, "the database that was there is now %s; keep it until you are sure\n", r.Aside)
	}
	_, err = fmt.Fprintln(out.Stdout, "run huimin verify, then huimin serve")
	return err
}
