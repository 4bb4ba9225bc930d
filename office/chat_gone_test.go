package office

import (
	"errors"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

// A group that the bot was removed from is no place for a vote.
func TestNoVoteIsOpenedWhereNobodyWouldSeeIt(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.adopted(fund.Yuan(1_000))
	w.ready(p)
	var chats []store.Chat
	w.must(w.staff, func(a Act) (err error) {
		chats, err = a.Tx.BoundChats(p.Community, store.PurposeRepresentatives)
		return errors.Join(err, a.Tx.Park(chats[0].ID))
	})
	open := func(a Act) error {
		_, err := w.office.OpenBallot(a, p.ID, w.now.Add(24*time.Hour))
		return err
	}
	var gone *NoGroupError
	if err := w.try(w.staff, open); !errors.As(err, &gone) {
		t.Errorf("opened in a group that is gone: %v", err)
	}
	w.must(w.staff, func(a Act) error { return a.Tx.Unpark(chats[0].ID, w.now) })
	w.must(w.staff, open)
}
