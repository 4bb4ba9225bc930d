package bot

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"

	"huimin/fund"
	"huimin/store"
)

// How much the measurement lets people do.
const (
	benchPeople  = 200
	benchBacklog = 10_000 // updates that wait when the bot starts
	benchRounds  = 3      // of each bot, taking turns
	benchRate    = 300    // updates a second
	benchPaced   = 3000   // updates at that rate
)

// BenchmarkUpdates measures this bot beside the library's own loop with one
// insert for every update: the same updates, the same Telegram, the same
// machine, taking turns. Half of the updates are votes, half are texts. This
// bot takes them into its inbox, opens the session, applies the rules, writes
// vote and record, and sends from its outbox, all with synchronous=FULL; the
// library's loop inserts a row and answers.
func BenchmarkUpdates(b *testing.B) {
	for b.Loop() {
		var ours, theirs []benchRun
		for range benchRounds {
			ours = append(ours, benchBot(b, modeEngine))
			theirs = append(theirs, benchBot(b, modeLibrary))
		}
		table(b, ours, theirs)
	}
}

// benchRun is what one process did.
type benchRun struct {
	perSecond float64 // with a backlog
	p50, p99  time.Duration
	memory    int64         // bytes at most
	cpu       time.Duration // of the process, for each update
}

func table(b *testing.B, ours, theirs []benchRun) {
	b.Helper()
	us, them := median(ours), median(theirs)
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\n\tupdates/s\tp50 at %d/s\tp99 at %d/s\tCPU an update\tpeak memory\n", benchRate, benchRate)
	for _, line := range []struct {
		name string
		run  benchRun
	}{{"huimin", us}, {"library's loop", them}} {
		fmt.Fprintf(w, "%s\t%.0f\t%.2f ms\t%.2f ms\t%.0f µs\t%.1f MB\n", line.name, line.run.perSecond,
			ms(line.run.p50), ms(line.run.p99), 1000*ms(line.run.cpu), float64(line.run.memory)/1e6)
	}
	fmt.Fprintf(w, "ratio\t%.2f\t\t\t\t\n", us.perSecond/them.perSecond)
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	b.Log(table.String())
	b.ReportMetric(us.perSecond, "updates/s")
	b.ReportMetric(us.perSecond/them.perSecond, "×library")
	b.ReportMetric(ms(us.p99), "p99-ms")
	b.ReportMetric(float64(us.memory)/1e6, "peak-MB")
	b.ReportMetric(0, "ns/op")
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// median takes the middle of each figure.
func median(runs []benchRun) benchRun {
	middle := func(of func(benchRun) float64) float64 {
		var list []float64
		for _, r := range runs {
			list = append(list, of(r))
		}
		slices.Sort(list)
		return list[len(list)/2]
	}
	return benchRun{
		perSecond: middle(func(r benchRun) float64 { return r.perSecond }),
		p50:       time.Duration(middle(func(r benchRun) float64 { return float64(r.p50) })),
		p99:       time.Duration(middle(func(r benchRun) float64 { return float64(r.p99) })),
		cpu:       time.Duration(middle(func(r benchRun) float64 { return float64(r.cpu) })),
		memory:    int64(middle(func(r benchRun) float64 { return float64(r.memory) })),
	}
}

// benchBot measures one process.
func benchBot(b *testing.B, mode string) benchRun {
	b.Helper()
	path := filepath.Join(b.TempDir(), "huimin.db")
	stub := newStub()
	front := httptest.NewServer(stub)
	defer front.Close()
	if mode == modeEngine {
		benchTown(b, path, stub)
	}
	stub.queue(benchBacklog)
	c, err := process(b.Context(), mode, path, front.URL, "1000:bench", 0) // 0: as many workers as usual
	if err != nil {
		b.Fatal(err)
	}
	var run benchRun
	stub.wait(benchBacklog)
	run.perSecond = float64(benchBacklog) / stub.took().Seconds()
	stub.pace(benchPaced, time.Second/benchRate)
	stub.wait(benchBacklog + benchPaced)
	run.p50, run.p99 = stub.delays()
	if run.memory, err = peakMemory(c.Process.Pid); err != nil {
		b.Fatal(err)
	}
	if err := c.Process.Signal(syscall.SIGTERM); err != nil {
		b.Fatal(err)
	}
	stub.hangUp()
	if err := c.Wait(); err != nil {
		b.Fatal(err)
	}
	run.cpu = (c.ProcessState.UserTime() + c.ProcessState.SystemTime()) / (benchBacklog + benchPaced)
	return run
}

func benchTown(b *testing.B, path string, s *stub) {
	b.Helper()
	db, err := store.Open(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	telegram := make([]int64, benchPeople)
	for i := range telegram {
		telegram[i] = benchPerson(i)
	}
	err = db.Write(b.Context(), func(tx *store.Tx) error {
		s.ballot, err = settleTown(tx, time.Now(), -1000000001, telegram)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
}

func benchPerson(i int) int64 { return int64(5_000_000_000 + i%benchPeople) }

// stub answers like Telegram, cheaply, and takes the time.
type stub struct {
	ballot fund.BallotID

	mu       sync.Mutex
	news     chan struct{} // closed when something comes
	gone     chan struct{} // closed when the measurement is over
	next     int           // number of the next update
	waiting  []stubUpdate
	asked    map[string]time.Time // when what is unanswered was said
	answered int
	enough   chan struct{} // closed when as many are answered as are waited for
	target   int
	first    time.Time // the first update was handed out
	last     time.Time // the last answer came
	late     []time.Duration
	paced    bool
}

type stubUpdate struct {
	id   int
	body []byte
}

func newStub() *stub {
	return &stub{ballot: 1, news: make(chan struct{}), gone: make(chan struct{}), asked: map[string]time.Time{}, next: 1}
}

// queue lets people do n things at once.
func (s *stub) queue(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range n {
		s.say()
	}
	close(s.news)
	s.news = make(chan struct{})
}

// say lets somebody do one thing: every second one is a vote.
func (s *stub) say() {
	i := s.next
	s.next++
	who := benchPerson(i)
	from := fmt.Sprintf(`{"id":%d,"is_bot":false,"first_name":"Ann","language_code":"en"}`, who)
	now := time.Now()
	if i%2 == 0 {
		choice := fund.Choices()[(i/benchPeople)%3]
		data, err := (&buttons{}).packVote(townVote{s.ballot, choice})
		if err != nil {
			panic(err)
		}
		s.asked["tap"+strconv.Itoa(i)] = now
		s.waiting = append(s.waiting, stubUpdate{i, fmt.Appendf(nil,
			`{"update_id":%d,"callback_query":{"id":"tap%d","from":%s,"chat_instance":"1","data":%q,"message":`+
				`{"message_id":7,"date":1,"chat":{"id":-1000000001,"title":"Reps","type":"supergroup"},"text":"vote"}}}`, i, i, from, data)})
		return
	}
	text := fmt.Sprintf("-1000000001/%d1", i)
	s.asked["you said "+text] = now
	s.waiting = append(s.waiting, stubUpdate{i, fmt.Appendf(nil,
		`{"update_id":%d,"message":{"message_id":%d,"date":%d,"from":%s,"chat":{"id":%d,"first_name":"Ann","type":"private"},"text":%q}}`,
		i, i, now.Unix(), from, who, text)})
}

// pace lets people do n things, one at a time.
func (s *stub) pace(n int, every time.Duration) {
	s.mu.Lock()
	s.paced, s.late = true, nil
	s.mu.Unlock()
	tick := time.NewTicker(every)
	defer tick.Stop()
	for range n {
		<-tick.C
		s.queue(1)
	}
}

// wait waits until n things are answered.
func (s *stub) wait(n int) {
	s.mu.Lock()
	s.target, s.enough = n, make(chan struct{})
	done := s.enough
	if s.answered >= n {
		close(done)
		s.enough = nil
	}
	s.mu.Unlock()
	<-done
}

func (s *stub) took() time.Duration { return s.last.Sub(s.first) }

func (s *stub) delays() (p50, p99 time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	slices.Sort(s.late)
	return s.late[len(s.late)/2], s.late[len(s.late)*99/100]
}

func (s *stub) hangUp() { close(s.gone) }

// ServeHTTP answers a call.
func (s *stub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	var answer string
	switch method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]; method {
	case "getMe":
		answer = `{"ok":true,"result":{"id":1000,"is_bot":true,"first_name":"Bench","username":"bench_bot"}}`
	case "getUpdates":
		answer = s.updates(r)
	case "sendMessage":
		s.heard(value(r, "text"))
		answer = `{"ok":true,"result":{"message_id":7,"date":1,"chat":{"id":1,"type":"private"},"text":"x"}}`
	case "answerCallbackQuery":
		s.heard(value(r, "callback_query_id"))
		answer = `{"ok":true,"result":true}`
	default:
		answer = `{"ok":true,"result":true}`
	}
	if _, err := io.WriteString(w, answer); err != nil && r.Context().Err() == nil {
		panic(err)
	}
}

// value reads a field of a call, in JSON or in the library's multipart form.
func value(r *http.Request, name string) string {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		var fields map[string]json.RawMessage
		if err := json.NewDecoder(r.Body).Decode(&fields); err != nil {
			return ""
		}
		var text string
		if json.Unmarshal(fields[name], &text) != nil {
			return string(fields[name])
		}
		return text
	}
	return r.FormValue(name)
}

func (s *stub) updates(r *http.Request) string {
	offset, err := strconv.Atoi(value(r, "offset"))
	if err != nil {
		offset = 0
	}
	for {
		s.mu.Lock()
		for len(s.waiting) > 0 && s.waiting[0].id < offset {
			s.waiting = s.waiting[1:]
		}
		if n := min(len(s.waiting), 100); n > 0 {
			if s.first.IsZero() {
				s.first = time.Now()
			}
			var out strings.Builder
			for i, u := range s.waiting[:n] {
				if i > 0 {
					out.WriteByte(',')
				}
				out.Write(u.body)
			}
			s.mu.Unlock()
			return `{"ok":true,"result":[` + out.String() + `]}`
		}
		news := s.news
		s.mu.Unlock()
		select {
		case <-news:
		case <-s.gone:
			return `{"ok":true,"result":[]}`
		case <-r.Context().Done():
			return ""
		}
	}
}

// heard takes an answer to something that somebody did.
func (s *stub) heard(what string) {
	now := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	at, ok := s.asked[what]
	if !ok {
		return
	}
	delete(s.asked, what)
	if s.paced {
		s.late = append(s.late, now.Sub(at))
	}
	s.answered++
	s.last = now
	if s.enough != nil && s.answered >= s.target {
		close(s.enough)
		s.enough = nil
	}
}
