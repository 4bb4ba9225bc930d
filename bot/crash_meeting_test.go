package bot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"huimin/fund"
	"huimin/office"
	"huimin/sandbox"
	"huimin/store"
)

// lastSecond is a vote in a meeting about to close: nine members press in its
// last second and again in the first one after it, and the bot, in a process of
// its own, is killed on either side of the hour.
type lastSecond struct {
	*stage
	rng     *rand.Rand
	ballot  fund.Ballot
	members []*player
	shown   map[*player]map[fund.Choice]button
	votes   map[int64]fund.Choice // the last press before the hour, by Telegram id
	late    []*sandbox.Tap        // the presses after it

	mu     sync.Mutex
	victim *exec.Cmd
	taken  bool // Telegram was told that all presses so far have arrived
	left   int  // calls that say something before the kill may come
}

func newLastSecond(t *testing.T, seed uint64, secret bool) *lastSecond {
	t.Helper()
	s := &lastSecond{
		stage: newStage(t), rng: rand.New(rand.NewPCG(seed, 3)), votes: map[int64]fund.Choice{},
		shown: map[*player]map[fund.Choice]button{},
	}
	s.enter("chen", "Chen Jing, en, resident CD, staff CD")
	names := strings.Fields("rosa sam tom uma vic wen xia yan zoe")
	for _, name := range names {
		s.enter(name, name+" Diaz, en, resident CD, representative CD")
		s.members = append(s.members, s.player(name))
	}
	s.gather("reps", "Workshop East representatives, en, representatives CD: chen "+strings.Join(names, " "))
	s.settle()
	s.write(s.person(s.player("chen")), func(a office.Act) error {
		if err := s.seat(a, names); err != nil {
			return err
		}
		list, err := s.office.Meetings(a.Tx, s.known(a, "rosa").Community)
		if err == nil {
			s.ballot, err = s.office.OpenItem(a, list[0].ID, office.ItemVote{Item: 1, Secret: secret, Length: 15 * time.Minute})
		}
		return err
	})
	s.settle()
	for _, p := range s.members {
		post := s.groups["reps"].Last()
		if secret {
			s.press(p, s.groups["reps"], "🔒 Get my paper")
			s.settle()
			post = p.user.Private().Last()
		}
		s.shown[p] = s.buttonsOn(post)
	}
	return s
}

// button is one that somebody has on the screen, whatever became of it since.
type button struct {
	post *sandbox.Message
	data string
}

func (s *lastSecond) buttonsOn(post *sandbox.Message) map[fund.Choice]button {
	s.t.Helper()
	shown := map[fund.Choice]button{}
	for c, label := range map[fund.Choice]string{
		fund.ChoiceFor: "✅ For", fund.ChoiceAgainst: "❌ Against", fund.ChoiceAbstain: "⚪ Abstain",
	} {
		b, ok := post.Find(label)
		if !ok {
			s.t.Fatalf("%q has no button %q", post.Text, label)
		}
		shown[c] = button{post, b.Data}
	}
	return shown
}

// presses lets so many presses happen, at least one by everybody, in any order.
func (s *lastSecond) presses(n int) (taps []*sandbox.Tap) {
	s.t.Helper()
	who := make([]*player, n)
	for i := range who {
		who[i] = s.members[i%len(s.members)]
	}
	s.rng.Shuffle(n, func(i, j int) { who[i], who[j] = who[j], who[i] })
	for _, p := range who {
		c := fund.Choices()[s.rng.IntN(len(fund.Choices()))]
		b := s.shown[p][c]
		taps = append(taps, p.user.Forge(b.post, b.data))
		if s.now.Before(s.ballot.Closes) {
			s.votes[p.user.ID()] = c
		}
	}
	return taps
}

// live runs the bot until it is killed: once it has taken from Telegram all
// that was pressed and made so many calls that say something.
func (s *lastSecond) live(calls int) {
	s.t.Helper()
	front := httptest.NewServer(s.deadly(s.telegram.Handler()))
	s.mu.Lock()
	c, err := process(s.t.Context(), modeStage, s.path, front.URL, s.telegram.Token(), siegeWorkers,
		fmt.Sprintf("%s=%d", childNow, s.now.Unix()))
	s.victim, s.taken, s.left = c, false, calls
	s.mu.Unlock()
	if err != nil {
		s.t.Fatal(err)
	}
	err = c.Wait()
	front.Close()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != -1 {
		s.t.Fatalf("the process was to be killed, but: %v", err)
	}
}

// deadly hands calls on, and kills who made them when it is time.
func (s *lastSecond) deadly(inner http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // its sender was killed
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if s.counts(r.URL.Path, body) {
			strike(s.victim)
			return
		}
		inner.ServeHTTP(w, r)
	})
}

// counts tells whether the kill comes at this call.
func (s *lastSecond) counts(path string, body []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if strings.HasSuffix(path, "/getUpdates") {
		var p struct{ Offset int64 }
		s.taken = s.taken || json.Unmarshal(body, &p) == nil && p.Offset > 0
	} else {
		s.left--
	}
	return s.taken && s.left <= 0
}

// TestTheLastSecondAndTheFirstAfter presses in the last second of a meeting's
// vote and kills the bot as soon as it has received the presses; then lets the
// hour come, people press on, and kills it again and again while it closes the
// vote. What was received before the hour counts, all of it; what came later
// does not; the vote closes once, at its hour.
func TestTheLastSecondAndTheFirstAfter(t *testing.T) {
	rounds := 6
	if raceDetector {
		rounds = 2
	}
	waited, silent := 0, 0
	for _, secret := range []bool{false, true} {
		for seed := range rounds {
			s := newLastSecond(t, uint64(seed), secret)
			w, n := s.play(seed)
			waited, silent = waited+w, silent+n
			s.compare()
		}
	}
	t.Logf("when the first kill came, %d presses waited to be handled and %d to be answered", waited, silent)
	if waited == 0 || silent == 0 {
		t.Error("the kills come too late to prove anything")
	}
}

// play gives how many presses before the hour were received and not handled
// when the first kill came, and how many were not answered.
func (s *lastSecond) play(seed int) (waited, silent int) {
	s.t.Helper()
	s.wait(s.ballot.Closes.Add(-time.Second)) // running, so that the vote is not posted anew as after an outage
	if err := s.db.Close(); err != nil {
		s.t.Fatal(err)
	}
	few, many := len(s.members)+3, 95 // more than are handled in one commit
	early := s.presses([]int{few, many}[seed%2])
	s.live(seed / 2)
	waited = s.waiting()
	for _, tap := range early {
		if a, answered := tap.Answer(); !answered {
			silent++
		} else if strings.Contains(a.Text, "closed") {
			s.t.Errorf("a press before the hour was answered %q", a.Text)
		}
	}
	for i := range 3 {
		s.now = s.ballot.Closes.Add(time.Duration(i) * time.Second)
		s.late = append(s.late, s.presses(few)...)
		s.live(s.rng.IntN(12))
	}
	s.open()
	s.settle()
	s.wait(s.ballot.Closes.Add(time.Minute))
	return waited, silent
}

// waiting counts the updates that were received and not handled.
func (s *lastSecond) waiting() (n int) {
	s.t.Helper()
	db, err := store.Open(s.t.Context(), s.path)
	if err == nil {
		err = db.Read(s.t.Context(), func(tx *store.Tx) (err error) {
			n, _, err = tx.InboxCounts()
			return err
		})
		err = errors.Join(err, db.Close())
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

// compare finds where the books or the chats differ from what people did.
func (s *lastSecond) compare() {
	t := s.t
	t.Helper()
	want := fund.Tally{Members: len(s.members), Present: len(s.members)}
	for _, c := range s.votes {
		switch c {
		case fund.ChoiceFor:
			want.For++
		case fund.ChoiceAgainst:
			want.Against++
		case fund.ChoiceAbstain:
			want.Abstain++
		}
	}
	s.write(fund.Person{}, func(a office.Act) error {
		v, err := s.office.Ballot(a.Tx, s.ballot.ID)
		if err != nil {
			return err
		}
		b := v.Ballot
		if b.Tally != want || b.Status != fund.BallotClosed || !b.ClosedAt.Equal(s.ballot.Closes) || b.ClosedBy != 0 {
			t.Errorf("counted %+v, %s at %s by %d; people made %+v", b.Tally, b.Status, b.ClosedAt, b.ClosedBy, want)
		}
		waiting, failed, err := a.Tx.InboxCounts()
		if err != nil || waiting != 0 || failed != 0 {
			t.Errorf("%d updates wait, %d failed, %v", waiting, failed, err)
		}
		counts, err := a.Tx.OutboxCounts()
		if err != nil {
			return err
		}
		if n := s.results(); n > 1 || n == 0 && counts[store.OutboxUncertain] == 0 {
			t.Errorf("the result was posted %d times, and %d messages are uncertain", n, counts[store.OutboxUncertain])
		}
		found, err := s.office.Verify(a.Tx)
		for _, f := range found.Faults {
			t.Errorf("verify: %+v", f)
		}
		return err
	})
	for _, tap := range s.late {
		if a, answered := tap.Answer(); answered && !strings.Contains(a.Text, "closed") && !strings.Contains(a.Text, "ended") {
			t.Errorf("a press after the hour was answered %q", a.Text)
		}
	}
}

// results counts the posts of the result in the group.
func (s *lastSecond) results() (n int) {
	for _, m := range s.groups["reps"].History() {
		if strings.HasPrefix(m.Text, "🗳 Result: ") {
			n++
		}
	}
	return n
}
