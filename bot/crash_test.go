package bot

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"huimin/fund"
	"huimin/sandbox"
	"huimin/store"
)

// siege is a practice Telegram full of people who vote and write, and a bot in
// a process of its own that is killed again and again.
type siege struct {
	t      *testing.T
	rng    *rand.Rand
	tg     *sandbox.Server
	front  *httptest.Server
	people []*sandbox.User
	group  *sandbox.Chat
	path   string
	ballot fund.BallotID
	post   *sandbox.Message

	mu     sync.Mutex
	left   int // calls until the kill; negative: none is planned
	victim *exec.Cmd
	acted  int // things that people did
	sends  int // calls that say something
	crowd  int // things that may be unanswered before people do more
	texts  []string
	votes  map[int64][]fund.Choice
}

func newSiege(t *testing.T, crowd int) *siege {
	t.Helper()
	s := &siege{
		t: t, rng: rand.New(rand.NewPCG(1, 2)), left: -1, crowd: crowd, votes: map[int64][]fund.Choice{},
		path: filepath.Join(t.TempDir(), "huimin.db"),
	}
	s.tg = sandbox.New(sandbox.Options{Now: time.Now, Limits: sandbox.Limits{Off: true}})
	t.Cleanup(s.tg.Close)
	inner := s.tg.Handler()
	s.front = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kill := s.called(!strings.HasSuffix(r.URL.Path, "/getUpdates"))
		if kill != nil && s.coin() {
			strike(kill) // before the call is carried out
			kill = nil
		}
		inner.ServeHTTP(w, r)
		if kill != nil {
			strike(kill) // after it was, before the answer is read
		}
	}))
	t.Cleanup(s.front.Close)
	for i := range 12 {
		s.people = append(s.people, s.tg.NewUser(sandbox.Person{First: fmt.Sprint("P", i), Language: "en"}))
		s.people[i].Start("")
	}
	s.group = s.tg.NewGroup(sandbox.GroupInfo{Title: "Reps", BotAdmin: true}, s.people...)
	return s
}

func strike(c *exec.Cmd) {
	if err := c.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		panic(err)
	}
}

func (s *siege) coin() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rng.IntN(2) == 0
}

// called counts a call. People do more as they are answered.
func (s *siege) called(says bool) *exec.Cmd {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.acted-s.sends < s.crowd {
		s.act(s.crowd / 2)
	}
	if !says {
		return nil
	}
	s.sends++
	if s.left < 0 || s.victim == nil {
		return nil
	}
	s.left--
	if s.left >= 0 {
		return nil
	}
	return s.victim
}

// act lets people do n things.
func (s *siege) act(n int) {
	for range n {
		s.acted++
		u := s.people[s.rng.IntN(len(s.people))]
		if s.post != nil && s.rng.IntN(2) == 0 {
			c := fund.Choices()[s.rng.IntN(len(fund.Choices()))]
			data, err := (&buttons{}).packVote(townVote{s.ballot, c})
			if err != nil {
				panic(err)
			}
			u.Forge(s.post, data)
			s.votes[u.ID()] = append(s.votes[u.ID()], c)
			continue
		}
		text := fmt.Sprintf("%d/%d", s.group.ID(), len(s.texts))
		s.texts = append(s.texts, text)
		u.Say(u.Private(), text)
	}
}

// packVote packs a vote as the bot of the other process does.
func (*buttons) packVote(v townVote) (string, error) {
	b := newButtons()
	r := &router{shared: &shared{buttons: b}}
	press(r, "v", func(*turn, townVote) error { return nil })
	return b.pack(v)
}

// siegeWorkers is how many messages may be on their way when the kill comes.
const siegeWorkers = 8

// run starts a process and waits for its end: the kill after so many calls.
func (s *siege) run(mode string, calls int) {
	s.t.Helper()
	s.mu.Lock()
	c, err := process(s.t.Context(), mode, s.path, s.front.URL, s.tg.Token(), siegeWorkers)
	s.victim, s.left = c, calls
	s.mu.Unlock()
	if err != nil {
		s.t.Fatal(err)
	}
	err = c.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != -1 {
		s.t.Fatalf("the process was to be killed, but: %v", err)
	}
	s.mu.Lock()
	s.victim = nil
	s.mu.Unlock()
}

func (s *siege) open() *store.DB {
	s.t.Helper()
	db, err := store.Open(s.t.Context(), s.path)
	if err != nil {
		s.t.Fatal(err)
	}
	return db
}

// finish opens the books in this process and lets everything be done.
func (s *siege) finish() *store.DB {
	s.t.Helper()
	s.mu.Lock()
	s.crowd, s.left = 0, -1
	s.mu.Unlock()
	db := s.open()
	b, err := newTownBot(db, s.front.URL, s.tg.Token(), siegeWorkers)
	if err != nil {
		s.t.Fatal(err)
	}
	b.api.client = s.tg.Client()
	if err := b.Settle(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	return db
}

// kills is how many times the process is killed.
func kills() int {
	if raceDetector {
		return 25 // the same paths, at a tenth of the speed
	}
	return 200
}

func TestKilledAtAnyMomentItLosesNothing(t *testing.T) {
	s := newSiege(t, 40)
	db := s.open()
	var telegram []int64
	for _, u := range s.people {
		telegram = append(telegram, u.ID())
	}
	err := db.Write(t.Context(), func(tx *store.Tx) (err error) {
		if s.ballot, err = settleTown(tx, time.Now(), s.group.ID(), telegram); err != nil {
			return err
		}
		data := json.RawMessage(fmt.Sprintf(`{"Ballot":%d}`, s.ballot))
		return tx.Send(store.Outgoing{
			Topic: fmt.Sprintf("ballot:%d", s.ballot), Kind: "ballot_post", Chat: s.group.ID(), Data: data, Lane: store.LaneNotice,
		}, time.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	b, err := newTownBot(db, s.front.URL, s.tg.Token(), siegeWorkers)
	if err != nil {
		t.Fatal(err)
	}
	b.api.client = s.tg.Client()
	if err := b.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s.post = s.group.Last()

	for range kills() {
		s.run(modeEngine, s.rng.IntN(60))
	}
	db = s.finish()
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	s.checkBooks(db)
	doubled := s.checkReplies()
	s.checkGroup(db)
	t.Logf("%d kills, %d texts, %d replies came twice (at most %d may)", kills(), len(s.texts), doubled, kills()*siegeWorkers)
	if doubled > kills()*siegeWorkers {
		t.Errorf("%d replies came twice", doubled)
	}
}

// checkBooks compares what is kept with what people did.
func (s *siege) checkBooks(db *store.DB) {
	t := s.t
	t.Helper()
	err := db.Read(t.Context(), func(tx *store.Tx) error {
		waiting, failed, err := tx.InboxCounts()
		if err != nil || waiting != 0 || failed != 0 {
			t.Errorf("%d updates wait, %d failed, %v", waiting, failed, err)
		}
		said, changes := map[string]int{}, map[int64]int{}
		for from := int64(0); ; {
			list, err := tx.Entries(from, 1000)
			if err != nil {
				return err
			}
			if len(list) == 0 {
				break
			}
			for _, e := range list {
				if e.What == recordTownSaid {
					var text string
					if err := json.Unmarshal([]byte(e.Data), &text); err != nil {
						return err
					}
					said[text]++
				} else {
					changes[e.By]++
				}
			}
			from += int64(len(list))
		}
		for _, text := range s.texts {
			if said[text] != 1 {
				t.Errorf("text %s was handled %d times", text, said[text])
			}
		}
		votes, err := tx.Votes(s.ballot)
		if err != nil {
			return err
		}
		got := map[fund.PersonID]fund.Choice{}
		for _, v := range votes {
			got[v.Person] = v.Choice
		}
		for telegram, choices := range s.votes {
			p, err := tx.PersonByTelegram(telegram)
			if err != nil {
				return err
			}
			want := 0
			for i, c := range choices {
				if i == 0 || choices[i-1] != c {
					want++
				}
			}
			if changes[int64(p.ID)] != want || got[p.ID] != choices[len(choices)-1] {
				t.Errorf("person %d: %d changes of vote, ending %s; made %d, ending %s",
					p.ID, changes[int64(p.ID)], got[p.ID], want, choices[len(choices)-1])
			}
		}
		_, err = tx.CheckRecord()
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// checkReplies finds texts without a reply and counts replies beyond the first.
func (s *siege) checkReplies() (doubled int) {
	replies := map[string]int{}
	for _, u := range s.people {
		for _, m := range u.Private().History() {
			if text, ok := strings.CutPrefix(m.Text, "you said "); ok && m.FromBot() {
				replies[text]++
			}
		}
	}
	for _, text := range s.texts {
		if replies[text] == 0 {
			s.t.Errorf("text %s has no reply", text)
			continue
		}
		doubled += replies[text] - 1
	}
	return doubled
}

// checkGroup finds news that a group got twice, or that it did not get while
// the books say that it surely did.
func (s *siege) checkGroup(db *store.DB) {
	t := s.t
	t.Helper()
	news := map[string]int{}
	for _, m := range s.group.History() {
		if text, ok := strings.CutPrefix(m.Text, "news "); ok {
			news[text]++
		}
	}
	missing := 0
	for _, text := range s.texts {
		switch n := news[text]; {
		case n > 1:
			t.Errorf("news %s came %d times", text, n)
		case n == 0 && strings.HasSuffix(text, "0"):
			missing++
		}
	}
	err := db.Read(t.Context(), func(tx *store.Tx) error {
		counts, err := tx.OutboxCounts()
		if err != nil {
			return err
		}
		if missing > counts[store.OutboxUncertain] {
			t.Errorf("%d news are missing, %d are marked uncertain", missing, counts[store.OutboxUncertain])
		}
		for _, bad := range []store.OutboxStatus{store.OutboxWaiting, store.OutboxSending, store.OutboxFailed, store.OutboxParked} {
			if counts[bad] != 0 && bad != store.OutboxWaiting {
				t.Errorf("%d messages are %s", counts[bad], bad)
			}
		}
		t.Logf("%d posts uncertain, %d of them did not arrive", counts[store.OutboxUncertain], missing)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// The same siege must break the library's own way in: otherwise it proves
// nothing.
func TestTheSiegeBreaksTheLibrarysOwnLoop(t *testing.T) {
	s := newSiege(t, 40)
	n := 15
	if raceDetector {
		n = 5
	}
	for range n {
		s.mu.Lock()
		s.act(150) // people write while the bot is away
		s.mu.Unlock()
		s.run(modeLibrary, 20+s.rng.IntN(60))
	}
	db, err := sql.Open("sqlite3", s.path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	pending := s.tg.Pending()
	var seen int
	if err := db.QueryRowContext(t.Context(), "SELECT count(DISTINCT text) FROM seen WHERE text LIKE '-%'").Scan(&seen); err != nil {
		t.Fatal(err)
	}
	lost := len(s.texts) - seen - pending
	t.Logf("%d kills: of %d texts, %d were handled, at most %d can still come, at least %d are lost", n, len(s.texts), seen, pending, lost)
	if lost <= 0 {
		t.Error("the library lost nothing: the siege is too gentle")
	}
}
