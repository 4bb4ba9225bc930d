package store

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"huimin/fund"
)

func waiting(t *testing.T, tx *Tx) []Queued {
	t.Helper()
	list, err := tx.WaitingOutbox(0, 100)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func send(t *testing.T, tx *Tx, o Outgoing) {
	t.Helper()
	if o.Kind == "" {
		o.Kind = "test"
	}
	if o.Data == nil {
		o.Data = json.RawMessage(`{}`)
	}
	if err := tx.Send(o, day); err != nil {
		t.Fatal(err)
	}
}

func TestAKeyIsSaidOnceEver(t *testing.T) {
	db := openTemp(t)
	write(t, db, func(tx *Tx) error {
		send(t, tx, Outgoing{Key: "bulletin:2026Q3", Chat: 1})
		send(t, tx, Outgoing{Key: "bulletin:2026Q3", Chat: 1})
		send(t, tx, Outgoing{Key: "bulletin:2026Q3", Chat: 1, Topic: "b"})
		list := waiting(t, tx)
		if len(list) != 1 {
			t.Fatalf("%d rows wait", len(list))
		}
		if ok, err := tx.MarkSent(list[0].ID, list[0].Rev, 7, day); !ok || err != nil {
			t.Fatalf("sent: %v, %v", ok, err)
		}
		if _, err := tx.PruneOutbox(day.Add(time.Hour)); err != nil {
			return err
		}
		send(t, tx, Outgoing{Key: "bulletin:2026Q3", Chat: 1})
		if list := waiting(t, tx); len(list) != 0 {
			t.Errorf("said again: %+v", list)
		}
		return nil
	})
}

func TestChangesOfATopicBecomeOneMessage(t *testing.T) {
	db := openTemp(t)
	write(t, db, func(tx *Tx) error {
		send(t, tx, Outgoing{Chat: 1, Topic: "ballot:1", Data: json.RawMessage(`{"n":1}`), Due: day.Add(time.Minute)})
		before := waiting(t, tx)[0]
		send(t, tx, Outgoing{Chat: 1, Topic: "ballot:1", Data: json.RawMessage(`{"n":2}`), Due: day.Add(time.Second)})
		send(t, tx, Outgoing{Chat: 1, Topic: "ballot:1", Data: json.RawMessage(`{"n":3}`), Due: day.Add(time.Hour)})
		send(t, tx, Outgoing{Chat: 2, Topic: "ballot:1"})
		list := waiting(t, tx)
		if len(list) != 2 {
			t.Fatalf("%d rows wait", len(list))
		}
		if q := list[0]; string(q.Data) != `{"n":3}` || !q.Due.Equal(day.Add(time.Second)) || q.Rev <= before.Rev || q.ID != before.ID {
			t.Errorf("merged: %+v", q)
		}
		if ok, err := tx.MarkSent(before.ID, before.Rev, 7, day); ok || err != nil {
			t.Errorf("an attempt with old words settled the new ones: %v, %v", ok, err)
		}
		return nil
	})
}

func TestABlockedChatIsParkedAndComesBack(t *testing.T) {
	db := openTemp(t)
	write(t, db, func(tx *Tx) error {
		if _, err := tx.AddPerson(fund.Person{Telegram: 5, Name: "A**", Lang: "en", Created: day}); err != nil {
			return err
		}
		if err := tx.Send(Outgoing{Chat: 5, Kind: "old", Data: json.RawMessage(`{}`)}, day.Add(-48*time.Hour)); err != nil {
			return err
		}
		send(t, tx, Outgoing{Chat: 5, Kind: "new"})
		if err := tx.Park(5); err != nil {
			return err
		}
		if list := waiting(t, tx); len(list) != 0 {
			t.Errorf("still waiting: %+v", list)
		}
		if c, err := tx.Chat(5); err != nil || !c.Blocked {
			t.Errorf("chat: %+v, %v", c, err)
		}
		if err := tx.Unpark(5, day.Add(-24*time.Hour)); err != nil {
			return err
		}
		list := waiting(t, tx)
		if len(list) != 1 || list[0].Kind != "new" {
			t.Errorf("after unparking: %+v", list)
		}
		if c, err := tx.Chat(5); err != nil || c.Blocked {
			t.Errorf("chat: %+v, %v", c, err)
		}
		return nil
	})
}

func TestAMessageBegunByADeadProcessIsUncertain(t *testing.T) {
	db := openTemp(t)
	write(t, db, func(tx *Tx) error {
		send(t, tx, Outgoing{Chat: -5, Topic: "project:1"})
		q := waiting(t, tx)[0]
		if ok, err := tx.MarkSending(q.ID, q.Rev); !ok || err != nil {
			t.Fatalf("sending: %v, %v", ok, err)
		}
		list, err := tx.Abandoned()
		if err != nil || len(list) != 1 {
			t.Fatalf("abandoned: %+v, %v", list, err)
		}
		if err := tx.Arrived(q.ID, 33, day); err != nil {
			return err
		}
		if p, err := tx.PostAt(-5, 33); err != nil || p.Topic != "project:1" {
			t.Errorf("post: %+v, %v", p, err)
		}
		if err := tx.Requeue(q.ID, day); !errors.Is(err, ErrNotFound) {
			t.Errorf("what arrived was queued again: %v", err)
		}
		return nil
	})
}

func TestRequeuedRowMakesWayForNewerWordsOnItsTopic(t *testing.T) {
	db := openTemp(t)
	write(t, db, func(tx *Tx) error {
		send(t, tx, Outgoing{Chat: -5, Topic: "project:1"})
		old := waiting(t, tx)[0]
		if ok, err := tx.LayAside(old.ID, old.Rev, OutboxUncertain, "cut"); !ok || err != nil {
			t.Fatalf("aside: %v, %v", ok, err)
		}
		send(t, tx, Outgoing{Chat: -5, Topic: "project:1"})
		if err := tx.Requeue(old.ID, day); err != nil {
			return err
		}
		if list := waiting(t, tx); len(list) != 1 || list[0].ID == old.ID {
			t.Errorf("waiting: %+v", list)
		}
		return nil
	})
}

func TestAMigratedGroupTakesEverythingAlong(t *testing.T) {
	db := openTemp(t)
	write(t, db, func(tx *Tx) error {
		if err := tx.exec("INSERT INTO places VALUES (1, 'city', NULL, 'LZ', '柳州', 'Liuzhou')"); err != nil {
			return err
		}
		old := Chat{ID: -5, Kind: ChatGroup, Title: "Hall", Lang: "zh", Place: 1, Purpose: PurposeStaff, BoundAt: day}
		if err := tx.SaveChat(old); err != nil {
			return err
		}
		if err := tx.SetPost(Post{Chat: -5, Topic: "a", Message: 3, At: day}); err != nil {
			return err
		}
		if err := tx.SaveSession(Session{Chat: -5, Person: 9, Form: "f", Step: "s", Data: json.RawMessage(`{}`), Changed: day}); err != nil {
			return err
		}
		send(t, tx, Outgoing{Chat: -5, Topic: "a"})
		send(t, tx, Outgoing{Chat: -1005, Topic: "a"}) // the new id was heard of first
		rev := waiting(t, tx)[1].Rev
		for range 2 {
			if err := tx.MigrateChat(-5, -1005); err != nil {
				return err
			}
		}
		bound, err := tx.BoundChats(1, PurposeStaff)
		if err != nil || len(bound) != 1 || bound[0].ID != -1005 || bound[0].Kind != ChatSupergroup || bound[0].Title != "Hall" {
			t.Errorf("bound: %+v, %v", bound, err)
		}
		if _, err := tx.Session(-1005, 9); err != nil {
			t.Error(err)
		}
		list := waiting(t, tx)
		if len(list) != 1 || list[0].Chat != -1005 || list[0].Rev != rev {
			t.Errorf("waiting: %+v", list)
		}
		if _, err := tx.PostAt(-1005, 3); !errors.Is(err, ErrNotFound) {
			t.Errorf("message 3 of the new chat is taken for the old post: %v", err)
		}
		return nil
	})
}
