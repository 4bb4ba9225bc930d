package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/programme"
	"huimin/sandbox"
	"huimin/scheduler"
	"huimin/store"
)

// stage is where transcripts are played: a practice Telegram with people and
// groups in it, the real bot on a real database, and a clock that is moved.
//
//	LZ ─ YF (district) ─ YFS (street) ─ CD workshop, HP lakeside
//	   └ LB (district) ─ LBS (street) ─ MC mill
type stage struct {
	t        *testing.T
	now      time.Time
	telegram *sandbox.Server
	office   *office.Office
	book     *locales.Book
	path     string
	db       *store.DB
	bot      *Bot
	clock    *scheduler.Scheduler
	players  map[string]*player
	groups   map[string]*sandbox.Chat
	acting   *player // who did something last
	heard    []string
	deaf     bool // nothing is written down yet
}

// player is one of the people of a transcript.
type player struct {
	name   string
	user   *sandbox.User
	tap    *sandbox.Tap
	answer sandbox.Answer
}

// stageBegin is ten o'clock on a working day.
const stageBegin = "2026-11-23 10:00"

func newStage(t *testing.T) *stage {
	t.Helper()
	return newStageAt(t, stageBegin)
}

func newStageAt(t *testing.T, begin string) *stage {
	t.Helper()
	return newStageBy(t, begin, programme.Liuzhou)
}

// newStageBy plays by the rules of a preset; "liuzhou shares" shares a sum out
// by equal shares, "liuzhou proxies" lets members vote for others.
func newStageBy(t *testing.T, begin, preset string) *stage {
	t.Helper()
	preset, more, _ := strings.Cut(preset, " ")
	prog, err := programme.Preset(preset)
	if err != nil {
		t.Fatal(err)
	}
	switch more {
	case "shares":
		prog.Budgets.Rule = fund.BudgetShares
	case "proxies":
		prog.Meetings.Proxies = true
	}
	now, err := time.ParseInLocation("2006-01-02 15:04", begin, prog.Zone)
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{
		t: t, now: now, path: filepath.Join(t.TempDir(), "huimin.db"),
		players: map[string]*player{}, groups: map[string]*sandbox.Chat{}, deaf: true,
	}
	clock := func() time.Time { return s.now }
	s.telegram = sandbox.New(sandbox.Options{Now: clock, Seed: 7, Limits: sandbox.Limits{Off: true}})
	s.telegram.Subscribe(s.hear)
	var count byte
	s.office = office.New(fund.Always(prog), office.WithRandom(func(b []byte) error {
		count++
		for i := range b {
			b[i] = count
		}
		return nil
	}))
	var words []locales.Option
	if prog.Voters == fund.VotersResidents {
		words = []locales.Option{locales.ResidentsVote(), locales.InCurrency(prog.Currency.Name)}
	}
	if s.book, err = locales.NewBook(words...); err != nil {
		t.Fatal(err)
	}
	s.open()
	t.Cleanup(func() {
		s.telegram.Close()
		if err := s.db.Close(); err != nil {
			t.Error(err)
		}
	})
	s.places()
	return s
}

// open starts the program on the database.
func (s *stage) open() {
	s.t.Helper()
	var err error
	if s.db, err = store.Open(s.t.Context(), s.path); err != nil {
		s.t.Fatal(err)
	}
	clock := func() time.Time { return s.now }
	s.bot, err = New(Config{
		DB: s.db, Office: s.office, Book: s.book, Token: s.telegram.Token(), URL: "http://telegram",
		Client: s.telegram.Client(), Now: clock, Limits: Limits{Off: true},
		Log: slog.New(slog.NewTextHandler(s.t.Output(), nil)),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	in := func(ctx context.Context, do func(office.Act) error) error {
		return s.db.Write(ctx, func(tx *store.Tx) error { return do(office.Act{Tx: tx, Now: s.now}) })
	}
	zone := s.office.Zone()
	s.clock, err = scheduler.New(scheduler.Config{Zone: zone, Runs: scheduler.Books(s.office, in), Now: clock},
		scheduler.Jobs(s.office, in)...)
	if err != nil {
		s.t.Fatal(err)
	}
	s.tick()
}

// restart ends the program and starts it again.
func (s *stage) restart() {
	s.t.Helper()
	if err := s.db.Close(); err != nil {
		s.t.Fatal(err)
	}
	s.open()
	s.settle()
}

func (s *stage) tick() {
	s.t.Helper()
	if err := s.clock.Tick(s.t.Context(), s.now); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) settle() {
	s.t.Helper()
	if err := s.bot.Settle(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

// redeliver delivers the last n updates a second time, to a bot that asks for
// all there are, as after a kill: one that runs says itself which it has.
func (s *stage) redeliver(n int) {
	s.t.Helper()
	s.telegram.Redeliver(n)
	s.bot.offset.Store(0)
	s.settle()
}

// wait lets time pass, doing what falls due on the way.
func (s *stage) wait(until time.Time) {
	s.t.Helper()
	if until.Before(s.now) {
		s.t.Fatalf("the clock cannot go back to %s", until)
	}
	for {
		next, err := s.clock.Next(s.t.Context(), s.now)
		if err != nil {
			s.t.Fatal(err)
		}
		if next.IsZero() || next.After(until) {
			break
		}
		if next.After(s.now) {
			s.now = next
		}
		s.tick()
		s.settle()
	}
	s.now = until
	s.tick()
	s.settle()
}

// write runs do as somebody's act, or the operator's for person 0.
func (s *stage) write(by fund.Person, do func(a office.Act) error) {
	s.t.Helper()
	err := s.db.Write(s.t.Context(), func(tx *store.Tx) error {
		a := office.ByOperator(tx, s.now)
		if by.ID != 0 {
			a = office.Act{Tx: tx, Now: s.now, By: by}
		}
		return do(a)
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) places() {
	s.t.Helper()
	s.write(fund.Person{}, func(a office.Act) error {
		ids := map[string]fund.PlaceID{}
		for _, p := range []struct {
			parent, code, name, nameEn string
			kind                       fund.PlaceKind
		}{
			{"", "LZ", "柳州市", "Liuzhou", fund.PlaceCity},
			{"LZ", "YF", "鱼峰区", "Yufeng District", fund.PlaceDistrict},
			{"LZ", "LB", "柳北区", "Liubei District", fund.PlaceDistrict},
			{"YF", "YFS", "鹅山街道", "Eshan Street", fund.PlaceStreet},
			{"LB", "LBS", "钢城街道", "Gangcheng Street", fund.PlaceStreet},
			{"YFS", "CD", "车辆厂东社区", "Workshop East", fund.PlaceCommunity},
			{"YFS", "HP", "湖畔社区", "Lakeside", fund.PlaceCommunity},
			{"LBS", "MC", "磨坊社区", "Mill Lane", fund.PlaceCommunity},
		} {
			added, err := s.office.AddPlace(a, ids[p.parent], p.kind, p.code, p.name, p.nameEn)
			if err != nil {
				return err
			}
			ids[p.code] = added.ID
		}
		return nil
	})
}

// place gives the place with a code.
func (s *stage) place(code string) (p fund.Place) {
	s.t.Helper()
	s.write(fund.Person{}, func(a office.Act) (err error) {
		p, err = s.office.PlaceByCode(a.Tx, code)
		return err
	})
	return p
}

// enter brings somebody in: "Ann Lee, en" is a stranger, "Ann Lee, en,
// resident CD, representative CD" has agreed and holds roles.
func (s *stage) enter(name, about string) {
	s.t.Helper()
	parts := strings.Split(about, ", ")
	if len(parts) < 2 {
		s.t.Fatalf("person %s: want a name and a language", name)
	}
	first, last, _ := strings.Cut(parts[0], " ")
	p := &player{name: name}
	p.user = s.telegram.NewUser(sandbox.Person{First: first, Last: last, Language: parts[1]})
	p.user.Stand(24.3264, 109.4281)
	s.players[name] = p
	if len(parts) == 2 {
		return
	}
	var person fund.Person
	s.write(fund.Person{}, func(a office.Act) (err error) {
		person, err = s.office.Consent(a, office.Newcomer{
			Telegram: p.user.ID(), First: first, Last: last, Lang: string(locales.Match(parts[1])),
		})
		return err
	})
	for _, held := range parts[2:] {
		role, code, _ := strings.Cut(held, " ")
		s.give(person, fund.Role(role), s.place(code), parts[0])
	}
	p.user.Start("")
	s.settle()
}

// give makes somebody a resident, or gives them a role by an invitation.
func (s *stage) give(person fund.Person, role fund.Role, place fund.Place, fullName string) {
	s.t.Helper()
	if role == fund.RoleResident {
		s.write(person, func(a office.Act) error {
			_, err := s.office.ChooseCommunity(a, place.ID)
			return err
		})
		return
	}
	var token string
	s.write(fund.Person{}, func(a office.Act) (err error) {
		token, _, err = s.office.Invite(a, role, place.ID)
		return err
	})
	s.write(person, func(a office.Act) error {
		_, err := s.office.Accept(a, token, office.Acceptance{Name: fullName, NoRelative: true})
		return err
	})
}

// gather makes a group: "Neighbours, zh, neighbourhood CD: ann bob" is bound,
// "Neighbours: ann" is not.
func (s *stage) gather(name, about string) {
	s.t.Helper()
	about, who, _ := strings.Cut(about, ": ")
	parts := strings.Split(about, ", ")
	var people []*sandbox.User
	for word := range strings.FieldsSeq(who) {
		people = append(people, s.player(word).user)
	}
	chat := s.telegram.NewGroup(sandbox.GroupInfo{Title: parts[0], Kind: sandbox.Supergroup, BotAdmin: true}, people...)
	s.groups[name] = chat
	s.settle()
	if len(parts) < 3 {
		return
	}
	purpose, code, _ := strings.Cut(parts[2], " ")
	place := s.place(code)
	s.write(fund.Person{}, func(a office.Act) error {
		_, err := s.office.Bind(a, chat.ID(), store.ChatSupergroup, parts[0], place.ID, store.Purpose(purpose), parts[1])
		return err
	})
}

func (s *stage) player(name string) *player {
	s.t.Helper()
	p := s.players[name]
	if p == nil {
		s.t.Fatalf("nobody is called %q: there are %q", name, slices.Sorted(maps.Keys(s.players)))
	}
	return p
}

// person gives somebody as the office knows them.
func (s *stage) person(p *player) (known fund.Person) {
	s.t.Helper()
	s.write(fund.Person{}, func(a office.Act) (err error) {
		known, err = a.Tx.PersonByTelegram(p.user.ID())
		return err
	})
	return known
}

// filed tells how many requests somebody has filed.
func (s *stage) filed(p *player) (n int) {
	s.t.Helper()
	s.write(s.person(p), func(a office.Act) error {
		mine, err := s.office.Mine(a)
		n = len(mine.Requests)
		return err
	})
	return n
}

// check fails the test when Telegram refused a call, or an update failed.
func (s *stage) check() {
	s.t.Helper()
	s.checkBut("\x00")
}

// checkBut is check, without the refusals that say something.
func (s *stage) checkBut(something string) {
	s.t.Helper()
	for _, v := range s.telegram.Violations() {
		if !strings.Contains(v.Error, something) {
			s.t.Errorf("bad call %s: %s %v", v.Method, v.Error, v.Params)
		}
	}
	err := s.db.Read(s.t.Context(), func(tx *store.Tx) error {
		failed, err := tx.FailedUpdates(10)
		for _, u := range failed {
			s.t.Errorf("update %d failed: %s", u.Seq, u.Error)
		}
		if err != nil {
			return err
		}
		aside, err := tx.Aside(store.OutboxFailed, 10)
		for _, q := range aside {
			s.t.Errorf("message %d (%s) was laid aside: %s", q.ID, q.Kind, q.Error)
		}
		return err
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		s.t.Error(err)
	}
}

// picture is a photo of its own for every number.
func picture(n int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 8, 8))
	img.Set(n%8, n/8%8, color.RGBA{R: byte(n), G: 90, B: 30, A: 255})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(fmt.Sprintf("encode a picture: %v", err))
	}
	return b.Bytes()
}
