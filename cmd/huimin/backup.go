package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"huimin/store"
)

// backupCommand copies the database of a bot that may go on running.
type backupCommand struct {
	databaseSetting
	Dest string `arg:"" name:"dest" help:"The copy's file, which must not exist yet, or a folder in which it gets a name with the time."`
}

// Run copies, reads the copy back, and says what is in it.
func (c *backupCommand) Run(ctx context.Context, out *outside) (err error) {
	db, err := store.OpenReadOnly(ctx, c.DB)
	if err != nil {
		return mend(err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	dest := c.Dest
	if info, err := os.Stat(dest); err == nil && info.IsDir() {
		dest = filepath.Join(dest, "huimin-"+out.Now().UTC().Format("20060102T150405Z")+".db")
	}
	copied, err := db.Backup(ctx, dest)
	switch {
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("%w: choose another name; a backup never overwrites", err)
	case errors.Is(err, store.ErrRecordBroken), errors.Is(err, store.ErrDamaged):
		return fmt.Errorf("%w: no copy was kept; see huimin verify, and keep your last backup", err)
	case err != nil:
		return err
	}
	_, err = fmt.Fprintf(out.Stdout, "copied to %s: %d rows in %d tables, %d kB; read back and compared\nhead of the record, to keep: %d:%s\n",
		copied.Path, copied.Rows, copied.Tables, (copied.Bytes+1023)/1024, copied.Head.Size, copied.Head.Hash)
	return err
}
