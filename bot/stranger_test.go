package bot

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"testing"

	"huimin/fund"
	"huimin/office"
	"huimin/sandbox"
	"huimin/store"
)

// TestNothingIsKeptAboutStrangers looks into the books after somebody who has
// not agreed has written, sent pictures, read the notice and pressed things.
func TestNothingIsKeptAboutStrangers(t *testing.T) {
	s := newStage(t)
	s.enter("ann", "Ann Lee, en")
	ann := s.player("ann")
	chat := ann.user.Private()
	s.acting = ann
	for _, act := range []string{
		"(start) cCD", "[What exactly is kept?]", "[简体中文]", "The lamp is broken", "📷📷 here", "📍", "/mine", "/privacy", "/language",
		"(forge) ps:1", "(forge) mi:", "(forge) pr:yes", "(edit) nothing",
	} {
		s.act(ann, chat, act)
		s.settle()
		s.restart()
	}
	err := s.db.Read(t.Context(), func(tx *store.Tx) error {
		if _, err := tx.PersonByTelegram(ann.user.ID()); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a person is kept: %v", err)
		}
		sessions, err := tx.SessionsOf(ann.user.ID())
		if err != nil || len(sessions) > 0 {
			t.Errorf("conversations are kept: %v, %v", sessions, err)
		}
		if _, err := tx.Chat(chat.ID()); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the chat is kept: %v", err)
		}
		for _, m := range chat.History() {
			if _, err := tx.PostAt(chat.ID(), m.ID); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("a post is kept: %v", err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s.check()
	ann.user.Block()
	s.settle()
	s.forgotten(ann)
}

// TestNothingIsLeftOfWhoeverDeletedTheirData looks into the books after
// somebody has deleted what was kept, and has then sent the bot away.
func TestNothingIsLeftOfWhoeverDeletedTheirData(t *testing.T) {
	s := newStage(t)
	s.enter("ann", "Ann Lee, en, resident CD")
	s.enter("bob", "Bob Li, en, resident CD")
	s.gather("g", "Neighbours, en, neighbourhood CD: ann bob")
	ann := s.player("ann")
	s.acting = ann
	for _, act := range []string{"The lamp at the door is broken", "[✅ Yes]", "[✅ Send]", "📷📷 here"} {
		s.act(ann, ann.user.Private(), act)
		s.settle()
	}
	s.write(s.person(ann), func(a office.Act) error { return s.office.Erase(a) })
	s.settle()
	ann.user.Block()
	s.settle()
	s.forgotten(ann)
}

// forgotten looks whether a fortnight later, after upkeep, any row of any table
// knows somebody's Telegram number.
func (s *stage) forgotten(p *player) {
	s.t.Helper()
	s.now = s.now.AddDate(0, 0, 16)
	s.write(fund.Person{}, func(a office.Act) error { return s.office.Upkeep(a) })
	db, err := sql.Open("sqlite3", s.path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			s.t.Error(err)
		}
	}()
	tables := 0
	for _, table := range column(s.t, db, "SELECT name FROM sqlite_schema WHERE type = 'table'") {
		tables++
		for _, c := range column(s.t, db, "SELECT name FROM pragma_table_info(?)", table) {
			found := column(s.t, db, fmt.Sprintf(`SELECT count(*) FROM %q WHERE instr(CAST(%q AS TEXT), ?)`, table, c), strconv.FormatInt(p.user.ID(), 10))
			if found[0] != "0" {
				s.t.Errorf("%s.%s names %s in %s rows", table, c, p.name, found[0])
			}
		}
	}
	if tables < 20 {
		s.t.Errorf("only %d tables were looked at", tables)
	}
}

func column(t *testing.T, db *sql.DB, query string, args ...any) (list []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Error(err)
		}
	}()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			t.Fatal(err)
		}
		list = append(list, v)
	}
	return list
}

// TestForgedPressesOfStrangersAndOthers sends every kind of press that
// residents' conversations know, made up, as somebody who may not: nothing
// changes, and each is answered.
func TestForgedPressesOfStrangersAndOthers(t *testing.T) {
	s := newStage(t)
	s.enter("ann", "Ann Lee, en, resident CD")
	s.enter("bob", "Bob Li, en, resident HP")
	s.enter("cat", "Cat, en")
	ann := s.player("ann")
	s.acting = ann
	for _, act := range []string{"The lamp at the door is broken", "[✅ Yes]", "[✅ Send]"} {
		s.act(ann, ann.user.Private(), act)
		s.settle()
	}
	s.player("cat").user.Start("")
	s.settle()
	before := s.books()
	for _, name := range []string{"bob", "cat"} {
		p := s.player(name)
		m := s.latest(p.user.Private(), (*sandbox.Message).FromBot)
		for _, data := range []string{
			"rw:1:1", "rs:1:1:::", "rs:1:::1:", "me:1:1", "ml:1:1", "so:1", "rp:1", "rp:9", "ro:9::", "rc:9", "f:1:y:", "f::y:",
			"mv:1:1", "mv:zz:1", "nl:-5", "nl:zzzz", "mi:zzzz", "ps:9", "ps:1", "la:xx", "pr:nonsense", "", "x", "rw:1:1:1:1",
		} {
			if data == "" {
				continue
			}
			tap := p.user.Forge(m, data)
			s.settle()
			if _, answered := tap.Answer(); !answered {
				t.Errorf("%s pressing %q got no answer", name, data)
			}
		}
	}
	if after := s.books(); after != before {
		t.Errorf("the record went from %d to %d entries", before, after)
	}
	if err := s.db.Read(t.Context(), func(tx *store.Tx) error {
		failed, err := tx.FailedUpdates(10)
		for _, u := range failed {
			t.Errorf("update %d failed: %s", u.Seq, u.Error)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// books tells how many entries the record has.
func (s *stage) books() (size int64) {
	s.t.Helper()
	err := s.db.Read(s.t.Context(), func(tx *store.Tx) error {
		head, err := tx.Head()
		size = head.Size
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return size
}
