package store

import (
	"errors"
	"testing"
	"time"
)

// write and read run one transaction and fail the test on an error.
func write(t *testing.T, db *DB, do func(*Tx) error) {
	t.Helper()
	if err := db.Write(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

var day = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func TestUpdatesAreKeptOnceInTheOrderOfArrival(t *testing.T) {
	db := openTemp(t)
	write(t, db, func(tx *Tx) error {
		// The later update has the smaller id: ids start anew after a week.
		added, err := tx.Receive([]Incoming{{900, []byte("a")}, {17, []byte("b")}, {900, []byte("a")}}, day)
		if err != nil || added != 2 {
			t.Errorf("added %d, %v", added, err)
		}
		if added, err = tx.Receive([]Incoming{{17, []byte("b")}}, day); err != nil || added != 0 {
			t.Errorf("a second delivery added %d, %v", added, err)
		}
		return nil
	})
	write(t, db, func(tx *Tx) error {
		list, err := tx.WaitingUpdates(10)
		if err != nil {
			return err
		}
		if len(list) != 2 || list[0].ID != 900 || list[1].ID != 17 {
			t.Fatalf("waiting: %+v", list)
		}
		if err := tx.FailUpdate(list[0].Seq, "poison"); err != nil {
			return err
		}
		if err := tx.FinishUpdates(list[1].Seq); err != nil {
			return err
		}
		failed, err := tx.FailedUpdates(5)
		if err != nil || len(failed) != 1 || string(failed[0].Body) != "a" || failed[0].Error != "poison" {
			t.Errorf("failed: %+v, %v", failed, err)
		}
		if added, err := tx.Receive([]Incoming{{17, []byte("b")}}, day); err != nil || added != 0 {
			t.Errorf("a delivery after it was done added %d, %v", added, err)
		}
		if err := tx.RetryUpdate(list[0].Seq); err != nil {
			return err
		}
		if list, err = tx.WaitingUpdates(10); err != nil || len(list) != 1 || list[0].ID != 900 {
			t.Errorf("after retry: %+v, %v", list, err)
		}
		removed, err := tx.PruneInbox(day.Add(time.Second))
		if err != nil || removed != 1 {
			t.Errorf("pruned %d, %v", removed, err)
		}
		return nil
	})
}

// A press on "Try again" is itself an update: marking it as done must not mark
// what it let wait.
func TestAnUpdateTriedAgainIsNotDoneWithTheOneThatAskedForIt(t *testing.T) {
	db := openTemp(t)
	write(t, db, func(tx *Tx) error {
		if _, err := tx.Receive([]Incoming{{1, []byte("poison")}, {2, []byte("press")}, {3, []byte("last")}}, day); err != nil {
			return err
		}
		list, err := tx.WaitingUpdates(10)
		if err != nil {
			return err
		}
		poison, press := list[0].Seq, list[1].Seq
		if err := tx.FailUpdate(poison, "poison"); err != nil {
			return err
		}
		if err := tx.FinishUpdates(poison); err != nil {
			return err
		}
		if u, err := tx.FailedUpdate(poison); err != nil || string(u.Body) != "poison" {
			t.Errorf("set aside: %+v, %v", u, err)
		}
		if err := tx.RetryUpdate(poison); err != nil { // while the press is handled
			return err
		}
		if err := tx.FinishUpdates(press); err != nil {
			return err
		}
		if err := tx.FinishUpdates(list[2].Seq); err != nil {
			return err
		}
		if list, err = tx.WaitingUpdates(10); err != nil || len(list) != 1 || list[0].ID != 1 {
			t.Fatalf("waiting: %+v, %v", list, err)
		}
		if added, err := tx.Receive([]Incoming{{4, []byte("next")}}, day); err != nil || added != 1 {
			t.Errorf("the next one: %d, %v", added, err)
		}
		if err := tx.FailUpdate(list[0].Seq, "still"); err != nil {
			return err
		}
		if err := tx.LetUpdateBe(list[0].Seq); err != nil {
			return err
		}
		if err := tx.RetryUpdate(list[0].Seq); !errors.Is(err, ErrNotFound) {
			t.Errorf("what was let be is tried again: %v", err)
		}
		return nil
	})
}
