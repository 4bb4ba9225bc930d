package bot

import (
	"encoding/json"
	"errors"
	"time"

	"huimin/locales"
	"huimin/store"
)

// view is one notice being worded: a snapshot of the state, the reader's
// language, and where it is shown.
type view struct {
	*shared
	tx    *store.Tx
	now   time.Time
	lang  locales.Lang
	chat  int64
	topic string // "" for what is not a post
}

// private tells whether one person alone reads it.
func (v *view) private() bool { return v.chat > 0 }

// renderer words one kind of notice from the state at the time of sending.
// errNothing means that there is nothing to say any more. A row that is gone,
// [store.ErrNotFound], means the same.
type renderer func(v *view, data json.RawMessage) (screen, error)

// errNothing says that a notice has nothing to tell any more.
var errNothing = errors.New("nothing to say")
