package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
)

// What was deleted is not only out of reach: its bytes are gone, from the file
// and from the log beside it.
func TestWhatIsDeletedLeavesTheDisk(t *testing.T) {
	db := openTemp(t)
	secret := strings.Repeat("the lamp at door 502 ", 400)
	write(t, db, func(tx *Tx) error {
		_, err := tx.Receive([]Incoming{{1, []byte(secret)}, {2, []byte("x")}}, day)
		return err
	})
	onDisk := func() (n int) {
		for _, suffix := range []string{"", "-wal"} {
			raw, err := os.ReadFile(db.Path() + suffix)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
			n += bytes.Count(raw, []byte("door 502"))
		}
		return n
	}
	if onDisk() == 0 {
		t.Fatal("the test does not see what is on the disk")
	}
	write(t, db, func(tx *Tx) error { return tx.FinishUpdates(2) })
	write(t, db, (*Tx).Optimize)
	if n := onDisk(); n > 0 {
		t.Errorf("%d traces are left", n)
	}
}

func TestForgettingFindsAPersonWhereverAnUpdateNamesThem(t *testing.T) {
	for _, body := range []string{
		`{"message":{"from":{"id":%d},"text":"x"}}`,
		`{"chat_member":{"from":{"id":%d}}}`,
		`{"chat_member":{"from":{"id":9},"new_chat_member":{"user":{"id":%d}}}}`,
		`{"message":{"from":{"id":9},"reply_to_message":{"from":{"id":%d},"text":"my words"}}}`,
		`{"callback_query":{"from":{"id":9},"message":{"reply_to_message":{"from":{"id":%d}}}}}`,
		`{"message":{"from":{"id":9},"contact":{"user_id":%d}}}`,
	} {
		db := openTemp(t)
		write(t, db, func(tx *Tx) error {
			for i, who := range []int64{77, 78} {
				if _, err := tx.Receive([]Incoming{{int64(i), fmt.Appendf(nil, body, who)}}, day); err != nil {
					return err
				}
			}
			for seq := int64(1); seq <= 2; seq++ {
				if err := tx.FailUpdate(seq, "poison"); err != nil {
					return err
				}
			}
			if err := tx.Forget(77); err != nil {
				return err
			}
			list, err := tx.FailedUpdates(5)
			if err != nil || len(list) != 2 || list[1].Body != nil || list[0].Body == nil {
				t.Errorf("%s: %+v, %v", body, list, err)
			}
			if err := tx.RetryUpdate(1); !errors.Is(err, ErrNotFound) {
				t.Errorf("nothing is left of it, and it is tried again: %v", err)
			}
			return nil
		})
	}
}

func TestPostsOfForgottenConversationsAreForgotten(t *testing.T) {
	db := openTemp(t)
	write(t, db, func(tx *Tx) error {
		for i, topic := range []string{"form:5:1", "form:6:1", "request:1", "task:1:a", "task:10:a", "task:1:b"} {
			if err := tx.SetPost(Post{Chat: 5, Topic: topic, Message: i + 1, At: day.AddDate(0, 0, i)}); err != nil {
				return err
			}
		}
		if _, err := tx.PruneSessions(day.AddDate(0, 0, 1)); err != nil {
			return err
		}
		for prefix, want := range map[string]int{"": 5, "form:": 1, "task:1:": 2} {
			if list, err := tx.PostsUnder(prefix); err != nil || len(list) != want {
				t.Errorf("under %q: %+v, %v", prefix, list, err)
			}
		}
		return nil
	})
}
