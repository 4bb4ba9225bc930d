package office

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"huimin/fund"
	"huimin/store"
)

// world is a city of people for tests: two districts with a street each, three
// communities, and somebody of every role. It is made by the use cases alone.
//
//	LZ ─ YF (district) ─ YFS (street) ─ CD workshop, HP lakeside
//	   └ LB (district) ─ LBS (street) ─ MC mill
type world struct {
	t      *testing.T
	db     *store.DB
	look   *sql.DB
	office *Office
	now    time.Time
	path   string

	city, district, district2, street, street2, works, lake, mill fund.Place

	admin, staff, staff2, supervisor, officer, officer2, reviewer fund.Person
	reps                                                          []fund.Person // three, of works
	ann, bob, cat                                                 fund.Person   // residents of works
	dan                                                           fund.Person   // resident of lake
	stray                                                         fund.Person   // consented, no community
}

// Groups of the workshop community and of the offices above it.
const (
	groupNeighbours int64 = -1001
	groupReps       int64 = -1002
	groupStaff      int64 = -1003
	channelWorks    int64 = -1004
)

const adminTelegram int64 = 900

// newWorld makes the city on a Monday morning: 2026-03-02 09:30 in Liuzhou.
func newWorld(t *testing.T) *world {
	t.Helper()
	return newWorldAt(t, time.Date(2026, 3, 2, 1, 30, 0, 0, time.UTC))
}

// newWorldAt makes the city at a moment of choice: nobody holds a role before.
func newWorldAt(t *testing.T, now time.Time) *world {
	t.Helper()
	prog, err := fund.Liuzhou()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "huimin.db")
	db, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	look, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(look.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	})
	var count byte
	w := &world{
		t: t, db: db, look: look, now: now.In(prog.Zone), path: path,
		office: New(fund.Always(prog), WithAdmins(adminTelegram), WithRandom(func(b []byte) error {
			count++
			for i := range b {
				b[i] = count
			}
			return nil
		})),
	}
	w.places()
	w.people()
	return w
}

func (w *world) places() {
	w.t.Helper()
	w.admin = w.consent(adminTelegram, "Guan", "")
	add := func(parent fund.Place, kind fund.PlaceKind, code, name, nameEn string) (p fund.Place) {
		w.must(w.admin, func(a Act) (err error) {
			p, err = w.office.AddPlace(a, parent.ID, kind, code, name, nameEn)
			return err
		})
		return p
	}
	w.city = add(fund.Place{}, fund.PlaceCity, "LZ", "柳州", "Liuzhou")
	w.district = add(w.city, fund.PlaceDistrict, "YF", "鱼峰区", "Yufeng")
	w.district2 = add(w.city, fund.PlaceDistrict, "LB", "柳北区", "Liubei")
	w.street = add(w.district, fund.PlaceStreet, "YFS", "鹅山街道", "Eshan")
	w.street2 = add(w.district2, fund.PlaceStreet, "LBS", "钢城街道", "Gangcheng")
	w.works = add(w.street, fund.PlaceCommunity, "CD", "车辆厂东社区", "Workshop East")
	w.lake = add(w.street, fund.PlaceCommunity, "HP", "湖畔社区", "Lakeside")
	w.mill = add(w.street2, fund.PlaceCommunity, "MC", "磨坊社区", "Mill")
}

func (w *world) people() {
	w.t.Helper()
	w.reviewer = w.hold(w.consent(901, "国强", "林"), w.admin, fund.RoleDistrict, w.district)
	w.officer = w.hold(w.consent(902, "敏", "赵"), w.admin, fund.RoleStreet, w.street)
	w.officer2 = w.hold(w.consent(903, "Ho", ""), w.admin, fund.RoleStreet, w.street2)
	w.staff = w.hold(w.consent(904, "静", "陈"), w.officer, fund.RoleStaff, w.works)
	w.staff2 = w.hold(w.consent(905, "Mei", ""), w.officer, fund.RoleStaff, w.lake)
	w.supervisor = w.hold(w.consent(906, "Sun", ""), w.staff, fund.RoleSupervisor, w.works)
	for i := range int64(3) {
		p := w.hold(w.consent(910+i, fmt.Sprintf("Rep%d", i), ""), w.staff, fund.RoleRepresentative, w.works)
		w.reps = append(w.reps, p)
	}
	w.ann = w.live(w.consent(920, "小安", "王"), w.works)
	w.bob = w.live(w.consent(921, "Bob", "Li"), w.works)
	w.cat = w.live(w.consent(922, "Cat", ""), w.works)
	w.dan = w.live(w.consent(923, "Dan", ""), w.lake)
	w.stray = w.consent(924, "Stray", "")
}

// bindAll binds the workshop community's groups and channel.
func (w *world) bindAll() {
	w.t.Helper()
	for chat, purpose := range map[int64]store.Purpose{
		groupNeighbours: store.PurposeNeighbourhood, groupReps: store.PurposeRepresentatives,
		groupStaff: store.PurposeStaff, channelWorks: store.PurposeChannel,
	} {
		kind := store.ChatSupergroup
		if purpose == store.PurposeChannel {
			kind = store.ChatChannel
		}
		w.must(w.staff, func(a Act) error {
			_, err := w.office.Bind(a, chat, kind, "group", w.works.ID, purpose, "zh")
			return err
		})
	}
}

func (w *world) consent(telegram int64, first, last string) (p fund.Person) {
	w.t.Helper()
	w.must(fund.Person{}, func(a Act) (err error) {
		p, err = w.office.Consent(a, Newcomer{Telegram: telegram, First: first, Last: last, Lang: "zh"})
		return err
	})
	return p
}

func (w *world) live(p fund.Person, community fund.Place) fund.Person {
	w.t.Helper()
	w.must(p, func(a Act) (err error) {
		p, err = w.office.ChooseCommunity(a, community.ID)
		return err
	})
	return p
}

func (w *world) invite(by fund.Person, role fund.Role, place fund.Place) (token string) {
	w.t.Helper()
	w.must(by, func(a Act) (err error) {
		token, _, err = w.office.Invite(a, role, place.ID)
		return err
	})
	return token
}

func (w *world) hold(p, by fund.Person, role fund.Role, place fund.Place) fund.Person {
	w.t.Helper()
	token := w.invite(by, role, place)
	w.must(p, func(a Act) error {
		_, err := w.office.Accept(a, token, Acceptance{Name: "Full Name " + p.Name, NoRelative: true})
		return err
	})
	return w.person(p)
}

// person gives somebody as they are kept now.
func (w *world) person(p fund.Person) (now fund.Person) {
	w.t.Helper()
	w.read(func(tx *store.Tx) (err error) {
		now, err = tx.Person(p.ID)
		return err
	})
	return now
}

// try does something as somebody, as they are kept now; an error undoes it.
func (w *world) try(by fund.Person, do func(Act) error) error {
	return w.db.Write(w.t.Context(), func(tx *store.Tx) error {
		if by.ID != 0 {
			now, err := tx.Person(by.ID)
			if err != nil {
				return err
			}
			by = now
		}
		return do(Act{Tx: tx, Now: w.now, By: by})
	})
}

func (w *world) must(by fund.Person, do func(Act) error) {
	w.t.Helper()
	if err := w.try(by, do); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) read(do func(*store.Tx) error) {
	w.t.Helper()
	if err := w.db.Read(w.t.Context(), do); err != nil {
		w.t.Fatal(err)
	}
}

// refuse does something that must be refused with want, and must have written
// nothing by then, undone or not.
func (w *world) refuse(by fund.Person, want error, do func(Act) error) {
	w.t.Helper()
	before := w.dump()
	var refusal error
	err := w.try(by, func(a Act) error {
		refusal = do(a)
		return nil // keeps whatever was written before the refusal
	})
	if err != nil {
		w.t.Fatal(err)
	}
	if !errors.Is(refusal, want) {
		w.t.Errorf("refused with %v, want %v", refusal, want)
	}
	if after := w.dump(); after != before {
		w.t.Errorf("the refusal (%v) left a trace:\n%s", refusal, difference(before, after))
	}
}

// dump is every row of every table, a line each.
func (w *world) dump() string {
	w.t.Helper()
	var out strings.Builder
	for _, table := range w.column("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
		for _, row := range w.rows(`SELECT * FROM "` + table + `" ORDER BY 1, 2`) {
			fmt.Fprintln(&out, table, row)
		}
	}
	return out.String()
}

func difference(before, after string) string {
	had := make(map[string]bool)
	for line := range strings.Lines(before) {
		had[line] = true
	}
	var out strings.Builder
	for line := range strings.Lines(after) {
		if !had[line] {
			out.WriteString("+ " + line)
		}
	}
	return out.String()
}

// rows reads anything from outside, each row as text.
func (w *world) rows(query string, args ...any) (list []string) {
	w.t.Helper()
	rows, err := w.look.QueryContext(w.t.Context(), query, args...)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	columns, err := rows.Columns()
	if err != nil {
		w.t.Fatal(err)
	}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			w.t.Fatal(err)
		}
		for i, v := range values {
			if b, ok := v.([]byte); ok && utf8.Valid(b) {
				values[i] = string(b)
			}
		}
		list = append(list, strings.TrimSuffix(fmt.Sprintln(values...), "\n"))
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return list
}

func (w *world) column(query string, args ...any) []string { return w.rows(query, args...) }

// said lists "kind chat data" of the outbox rows after id since, in order.
func (w *world) said(since int64) []string {
	w.t.Helper()
	return w.rows("SELECT kind, chat, data FROM outbox WHERE id > ? ORDER BY id", since)
}

// lastOutbox is the id of the newest outbox row.
func (w *world) lastOutbox() (id int64) {
	w.t.Helper()
	err := w.look.QueryRowContext(w.t.Context(), "SELECT coalesce(max(id), 0) FROM outbox").Scan(&id)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// ask files a request and gives it.
func (w *world) ask(by fund.Person, text string) (r fund.Request) {
	w.t.Helper()
	w.must(by, func(a Act) (err error) {
		r, err = w.office.FileRequest(a, NewRequest{Text: text})
		return err
	})
	return r
}

// support has somebody support a request.
func (w *world) support(by fund.Person, r fund.Request) (changed bool) {
	w.t.Helper()
	w.must(by, func(a Act) (err error) {
		changed, err = w.office.Support(a, r.ID)
		return err
	})
	return changed
}

// request gives a request as it is kept now.
func (w *world) request(id fund.RequestID) (r fund.Request) {
	w.t.Helper()
	w.read(func(tx *store.Tx) (err error) {
		r, err = w.office.Request(tx, id)
		return err
	})
	return r
}

func itoa[T ~int64](n T) string { return strconv.FormatInt(int64(n), 10) }
