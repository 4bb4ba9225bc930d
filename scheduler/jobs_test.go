package scheduler_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"huimin/fund"
	"huimin/office"
	"huimin/scheduler"
	"huimin/store"
)

// fundOf is a community with a bound group, one representative and somebody
// of every office above it, on a clock that the test moves.
type fundOf struct {
	t         *testing.T
	db        *store.DB
	office    *office.Office
	now       time.Time
	community fund.PlaceID
	people    map[fund.Role]fund.Person
}

const (
	neighbours int64 = -1
	reps       int64 = -2
)

func newFund(t *testing.T, now string) *fundOf {
	t.Helper()
	prog, err := fund.Liuzhou()
	if err != nil {
		t.Fatal(err)
	}
	prog.Draft = fund.DraftRules{} // what a project needs before the vote is not what is tested here
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "huimin.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	f := &fundOf{
		t: t, db: db, office: office.New(fund.Always(prog), office.WithAdmins(1)), now: at(now), people: make(map[fund.Role]fund.Person),
	}
	var parent fund.PlaceID
	for i, kind := range fund.PlaceKinds() {
		f.do(fund.Person{}, func(a office.Act) error {
			p, err := f.office.AddPlace(office.ByOperator(a.Tx, a.Now), parent, kind, string(rune('A'+i))+"1", "Place", "")
			parent = p.ID
			return err
		})
	}
	f.community = parent
	f.hire()
	return f
}

// hire brings in one person of every role and binds the groups.
func (f *fundOf) hire() {
	f.t.Helper()
	for i, role := range []fund.Role{fund.RoleAdmin, fund.RoleStaff, fund.RoleRepresentative, fund.RoleStreet, fund.RoleDistrict} {
		f.do(fund.Person{}, func(a office.Act) (err error) {
			f.people[role], err = f.office.Consent(a, office.Newcomer{Telegram: int64(i + 1), First: "Somebody", Lang: "zh"})
			return err
		})
		if role == fund.RoleAdmin {
			continue
		}
		f.do(f.people[fund.RoleAdmin], func(a office.Act) error {
			lineage, err := a.Tx.Lineage(f.community)
			if err != nil {
				return err
			}
			for _, p := range lineage {
				if p.Kind != role.At() {
					continue
				}
				token, _, err := f.office.Invite(a, role, p.ID)
				if err != nil {
					return err
				}
				a.By = f.people[role]
				_, err = f.office.AcceptInvite(a, token, "Some Body")
				return err
			}
			return nil
		})
	}
	for chat, purpose := range map[int64]store.Purpose{neighbours: store.PurposeNeighbourhood, reps: store.PurposeRepresentatives} {
		f.do(f.people[fund.RoleStaff], func(a office.Act) error {
			_, err := f.office.Bind(a, chat, store.ChatGroup, "group", f.community, purpose, "zh")
			return err
		})
	}
}

func (f *fundOf) do(by fund.Person, do func(office.Act) error) {
	f.t.Helper()
	err := f.db.Write(f.t.Context(), func(tx *store.Tx) error { return do(office.Act{Tx: tx, Now: f.now, By: by}) })
	if err != nil {
		f.t.Fatal(err)
	}
}

// started is a new process on the same books.
func (f *fundOf) started() *scheduler.Scheduler {
	f.t.Helper()
	in := func(ctx context.Context, do func(office.Act) error) error {
		return f.db.Write(ctx, func(tx *store.Tx) error { return do(office.Act{Tx: tx, Now: f.now}) })
	}
	s, err := scheduler.New(scheduler.Config{Zone: zone, Runs: scheduler.Books(f.office, in)}, scheduler.Jobs(f.office, in)...)
	if err != nil {
		f.t.Fatal(err)
	}
	return s
}

func (f *fundOf) tick(s *scheduler.Scheduler, now string) {
	f.t.Helper()
	f.now = at(now)
	tick(f.t, s, now)
}

// count counts the messages of a kind that were ever laid out.
func (f *fundOf) count(kind string) (n int) {
	f.t.Helper()
	f.do(fund.Person{}, func(a office.Act) error {
		list, err := a.Tx.WaitingOutbox(0, 1000)
		for _, m := range list {
			if m.Kind == kind {
				n++
			}
		}
		return err
	})
	return n
}

func TestABulletinIsPostedOnceHoweverLongTheProcessWasDown(t *testing.T) {
	for name, back := range map[string]string{
		"never": "2026-07-20 09:00", "an hour": "2026-07-20 10:00", "a day": "2026-07-21 09:00", "a week": "2026-07-27 11:00",
	} {
		t.Run(name, func(t *testing.T) {
			f := newFund(t, "2026-07-01 10:00")
			s := f.started()
			f.tick(s, "2026-07-20 08:59")
			if n := f.count(office.KindBulletin); n != 0 {
				t.Fatalf("%d bulletins before their hour", n)
			}
			s = f.started()
			f.tick(s, back)
			f.tick(s, back)
			s = f.started()
			f.tick(s, "2026-07-28 09:00")
			if b, r := f.count(office.KindBulletin), f.count(office.KindRollup); b != 1 || r != 2 {
				t.Errorf("%d bulletins and %d roll-ups", b, r)
			}
			f.tick(s, "2026-10-20 09:00")
			if b := f.count(office.KindBulletin); b != 2 {
				t.Errorf("%d bulletins after the next quarter", b)
			}
		})
	}
}

func TestTwoMissedQuartersAreBothReported(t *testing.T) {
	f := newFund(t, "2026-04-01 10:00")
	s := f.started()
	f.tick(s, "2026-04-01 10:00")
	f.tick(f.started(), "2026-10-30 10:00")
	f.do(fund.Person{}, func(a office.Act) error {
		list, err := f.office.Quarters(a.Tx)
		if len(list) != 3 || list[0].String() != "2026Q3" || list[2].String() != "2026Q1" {
			t.Errorf("reported: %v", list)
		}
		return err
	})
}

func TestABallotIsTheNextThingDueAndClosesAtItsMinute(t *testing.T) {
	f := newFund(t, "2026-04-13 10:00")
	s := f.started()
	f.tick(s, "2026-04-13 10:00")
	var b fund.Ballot
	f.do(f.people[fund.RoleStaff], func(a office.Act) error {
		r, err := f.office.EnterRequest(a, office.NewRequest{
			Text: "Mend the lamp", Community: f.community, Source: fund.SourceCounter,
		})
		if err != nil {
			return err
		}
		p, err := f.office.Adopt(a, r.ID, office.NewProject{Item: "GG2", Funding: fund.Funding{Fund: fund.Yuan(60_000)}})
		if err != nil {
			return err
		}
		b, err = f.office.OpenBallot(a, p.ID, at("2026-04-14 02:00"))
		return err
	})
	f.do(f.people[fund.RoleRepresentative], func(a office.Act) error {
		_, _, err := f.office.CastVote(a, b.ID, fund.ChoiceFor)
		return err
	})
	next, err := s.Next(t.Context(), f.now)
	if err != nil || !next.Equal(b.Closes) {
		t.Errorf("next is %s (%v)", next, err)
	}
	f.tick(s, "2026-04-14 01:59")
	if n := f.count(office.KindBallotResult); n != 0 {
		t.Error("closed a minute early")
	}
	f.tick(s, "2026-04-14 02:00")
	if n := f.count(office.KindBallotResult); n != 1 {
		t.Errorf("%d results", n)
	}
	// Down over the deadline, 23 April: one reminder of that day is said, not
	// those of the days that went by.
	tasks := f.count(office.KindTask)
	f.tick(f.started(), "2026-04-23 10:00")
	if n := f.count(office.KindTask) - tasks; n != 1 {
		t.Errorf("%d reminders after the downtime", n)
	}
}

// A day that April does not have is its last, in the job as in the rules.
func TestBulletinsAreDueWhenTheProgrammeSays(t *testing.T) {
	prog, err := fund.Liuzhou()
	if err != nil {
		t.Fatal(err)
	}
	prog.BulletinDay = 31
	for _, j := range scheduler.Jobs(office.New(fund.Always(prog)), nil) {
		if j.Name != scheduler.JobBulletins {
			continue
		}
		due := at("2026-04-01 00:00")
		for _, want := range []string{"2026-04-30 09:00", "2026-07-31 09:00", "2026-10-31 09:00", "2027-01-31 09:00"} {
			if due = j.After(due); !due.Equal(at(want)) {
				t.Errorf("due %s, want %s", due, want)
			}
		}
	}
}

// The process was killed with a vote in its inbox that had come in time. The one
// that follows closes the ballot after it has handled the vote, and not before.
func TestAVoteInTheInboxOutlivesARestart(t *testing.T) {
	f := newFund(t, "2026-04-13 10:00")
	f.tick(f.started(), "2026-04-13 10:00")
	var b fund.Ballot
	f.do(f.people[fund.RoleStaff], func(a office.Act) error {
		r, err := f.office.EnterRequest(a, office.NewRequest{Text: "Mend the lamp", Community: f.community, Source: fund.SourceCounter})
		if err != nil {
			return err
		}
		p, err := f.office.Adopt(a, r.ID, office.NewProject{Item: "GG2", Funding: fund.Funding{Fund: fund.Yuan(100)}})
		if err != nil {
			return err
		}
		b, err = f.office.OpenBallot(a, p.ID, at("2026-04-14 10:00"))
		return err
	})
	f.now = at("2026-04-14 09:59")
	f.do(fund.Person{}, func(a office.Act) error {
		_, err := a.Tx.Receive([]store.Incoming{{ID: 7, Body: []byte("{}")}}, a.Now)
		return err
	})
	s := f.started()
	f.tick(s, "2026-04-14 10:05")
	if n := f.count(office.KindBallotResult); n != 0 {
		t.Fatal("closed over a vote that waits")
	}
	f.now = at("2026-04-14 09:59") // the pump acts as of when it came
	f.do(f.people[fund.RoleRepresentative], func(a office.Act) error {
		if _, _, err := f.office.CastVote(a, b.ID, fund.ChoiceFor); err != nil {
			return err
		}
		list, err := a.Tx.WaitingUpdates(1)
		if err != nil {
			return err
		}
		return a.Tx.FinishUpdates(list[0].Seq)
	})
	f.tick(s, "2026-04-14 10:06")
	f.do(fund.Person{}, func(a office.Act) error {
		got, err := a.Tx.Ballot(b.ID)
		if got.Outcome != fund.OutcomeCarried || !got.ClosedAt.Equal(b.Closes) {
			t.Errorf("closed as %+v", got)
		}
		return err
	})
}
