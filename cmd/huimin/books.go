package main

import (
	"errors"
	"fmt"
	"io/fs"

	"huimin/store"
)

// mend adds to an error of opening the database what to do about it.
func mend(err error) error {
	var remedy string
	switch {
	case err == nil:
		return nil
	case errors.Is(err, store.ErrLocked):
		remedy = "stop it first, or name another file with --db"
	case errors.Is(err, store.ErrSchema):
		remedy = "an older file is brought up to date when this version's huimin serve opens it; a newer one needs the huimin that made it"
	case errors.Is(err, fs.ErrNotExist):
		remedy = "name the database with --db or HUIMIN_DB; huimin init makes a new one, in a folder that exists"
	case errors.Is(err, fs.ErrPermission):
		remedy = "let the user who runs huimin read and write this file and its folder"
	default:
		return err
	}
	return fmt.Errorf("%w: %s", err, remedy)
}
