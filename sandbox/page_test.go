package sandbox

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// servePage serves the page of a world for plain requests.
func servePage(t *testing.T, w *practice) string {
	t.Helper()
	server := httptest.NewServer(w.s.Page(w.options()))
	t.Cleanup(func() {
		w.s.Close()
		server.Close()
	})
	return server.URL + "/"
}

// post does what the page does and returns the status and the body.
func post(t *testing.T, address, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Sandbox", "1")
	return fetch(t, r)
}

func get(t *testing.T, address string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return fetch(t, r)
}

func fetch(t *testing.T, r *http.Request) (int, string) {
	t.Helper()
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.StatusCode, string(body)
}

func TestPageRefusesOtherPages(t *testing.T) {
	w := newPractice(t)
	base := servePage(t, w)
	say := fmt.Sprintf(`{"person":%d,"chat":%d,"text":"hello"}`, w.ann.ID(), w.group.ID())
	for name, header := range map[string]http.Header{
		"without the page's header":          {},
		"from another site":                  {"X-Sandbox": {"1"}, "Sec-Fetch-Site": {"cross-site"}},
		"from another origin, older browser": {"X-Sandbox": {"1"}, "Origin": {"https://elsewhere.example"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, path := range []string{"say", "press", "start", "block", "photo", "file", "clock"} {
				r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"sandbox/"+path, strings.NewReader(say))
				if err != nil {
					t.Fatal(err)
				}
				r.Header = header
				if code, body := fetch(t, r); code != http.StatusForbidden {
					t.Errorf("%s: %d %s", path, code, body)
				}
			}
		})
	}
	if last := w.group.Last(); last.Text == "hello" {
		t.Error("another page wrote in the group")
	}
	if code, body := post(t, base+"sandbox/say", say); code != http.StatusOK {
		t.Errorf("the page itself: %d %s", code, body)
	}
	if last := w.group.Last(); last.Text != "hello" || last.From.ID != w.ann.ID() {
		t.Errorf("the page's own words did not arrive: %q", last.Text)
	}
}

func TestPageRefusesWhatTelegramWould(t *testing.T) {
	w := newPractice(t)
	base := servePage(t, w)
	other := w.s.NewUser(Person{First: "Mei"})
	theirs := w.lin.Say(w.group, "mine")
	own := w.ann.Say(w.group, "own")
	ann, group := w.ann.ID(), w.group.ID()
	for name, c := range map[string]struct {
		act, body string
		code      int
	}{
		"nobody":                       {"say", `{"person":5,"chat":5,"text":"x"}`, 404},
		"a group one is not in":        {"say", fmt.Sprintf(`{"person":%d,"chat":%d,"text":"x"}`, other.ID(), group), 404},
		"somebody else's private chat": {"say", fmt.Sprintf(`{"person":%d,"chat":%d,"text":"x"}`, ann, w.lin.ID()), 404},
		"nothing written":              {"say", fmt.Sprintf(`{"person":%d,"chat":%d,"text":"  "}`, ann, group), 409},
		"a reply to nothing":           {"say", fmt.Sprintf(`{"person":%d,"chat":%d,"text":"x","reply":999}`, ann, group), 409},
		"somebody else's message":      {"edit", fmt.Sprintf(`{"person":%d,"chat":%d,"message":%d,"text":"x"}`, ann, group, theirs.ID), 409},
		"an edit that changes nothing": {"edit", fmt.Sprintf(`{"person":%d,"chat":%d,"message":%d,"text":"own"}`, ann, group, own.ID), 200},
		"a button that is not there":   {"press", fmt.Sprintf(`{"person":%d,"chat":%d,"message":%d,"text":"x"}`, ann, group, own.ID), 409},
		"a key that is not there":      {"key", fmt.Sprintf(`{"person":%d,"chat":%d,"text":"x"}`, ann, group), 409},
		"a place off the earth":        {"place", fmt.Sprintf(`{"person":%d,"chat":%d,"latitude":91}`, ann, group), 409},
		"a vote without a poll":        {"vote", fmt.Sprintf(`{"person":%d,"chat":%d,"message":%d,"options":[0]}`, ann, group, own.ID), 409},
		"no JSON":                      {"say", `text`, 400},
		"an unknown field":             {"say", `{"persn":1}`, 400},
		"a photo that is no form":      {"photo", `{}`, 400},
		"the clock backwards":          {"clock", `{"to":1}`, 409},
		"the clock far ahead":          {"clock", `{"to":9999999999}`, 409},
	} {
		t.Run(name, func(t *testing.T) {
			if code, body := post(t, base+"sandbox/"+c.act, c.body); code != c.code {
				t.Errorf("%d %s, want %d", code, body, c.code)
			}
		})
	}
}

func TestPagePressesOnlyWhatTheReaderSaw(t *testing.T) {
	w := newPractice(t)
	base := servePage(t, w)
	m := w.bot.must("sendMessage", obj{"chat_id": w.group.ID(), "text": "Vote", "reply_markup": inline([]obj{button("For", "a"), button("For", "b")})})
	press := func(column int, label string) (int, string) {
		return post(t, base+"sandbox/press", fmt.Sprintf(`{"person":%d,"chat":%d,"message":%d,"row":0,"column":%d,"text":%q}`,
			w.ann.ID(), w.group.ID(), m.ID, column, label))
	}
	pressed := make(chan string, 4)
	defer w.s.Subscribe(func(e Event) {
		if e.Kind == EventTap {
			pressed <- e.Tap.Data
		}
	})()
	if code, body := press(1, "For"); code != http.StatusOK {
		t.Fatalf("press: %d %s", code, body)
	}
	if data := <-pressed; data != "b" {
		t.Errorf("of two buttons with one label the other was pressed: %q", data)
	}
	w.bot.must("editMessageText", obj{"chat_id": w.group.ID(), "message_id": m.ID, "text": "Vote", "reply_markup": inline([]obj{button("Closed", "c"), button("Closed too", "d")})})
	if code, _ := press(1, "For"); code != http.StatusConflict {
		t.Errorf("a button that has changed meanwhile was pressed: %d", code)
	}
}

func TestPageHandsOutFilesSafely(t *testing.T) {
	w := newPractice(t)
	base := servePage(t, w)
	m := w.ann.File(w.group, `a"b.html`, []byte("<script>alert(1)</script>"))
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+fileURL(m.Document.FileID), nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	for name, want := range map[string]string{
		"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff",
		"Content-Disposition": `attachment; filename="a\"b.html"`, "Content-Security-Policy": "sandbox; default-src 'none'",
	} {
		if have := got.Header.Get(name); have != want {
			t.Errorf("%s: %q, want %q", name, have, want)
		}
	}
	if code, _ := get(t, base+"sandbox/file/nothing"); code != http.StatusNotFound {
		t.Errorf("a file that is not there: %d", code)
	}
}

func TestPageStreamMissesNothing(t *testing.T) {
	w := newPractice(t)
	base := servePage(t, w)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"sandbox/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	lines := bufio.NewScanner(stream.Body)
	lines.Buffer(nil, 1<<22)
	next := func() (b pageBatch) {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				if err := json.Unmarshal([]byte(data), &b); err != nil {
					t.Fatal(err)
				}
				return b
			}
		}
		t.Fatalf("the stream ended: %v", lines.Err())
		return b
	}
	if b := next(); !b.Hello || b.Now != w.clock.now().Unix() {
		t.Errorf("the first batch is %+v", b)
	}
	const many = 60
	go func() {
		for i := range many {
			w.ann.Say(w.group, fmt.Sprint(i))
		}
	}()
	for heard := 0; heard < many; {
		for _, e := range next().Events {
			if e.Kind != "message" || e.Message.Text != fmt.Sprint(heard) {
				t.Fatalf("event %d is %s %+v", heard, e.Kind, e.Message)
			}
			heard++
		}
	}
	w.s.Close()
	for lines.Scan() { // the stream ends with the world
	}
}

func TestPageTellsASlowReaderToFetchAgain(t *testing.T) {
	w := newPractice(t)
	p := &page{s: w.s, base: map[int64]int{}, read: map[readKey]int{}}
	q := &waiting{more: make(chan struct{}, 1)}
	defer w.s.Subscribe(q.add)()
	for i := range maxWaiting + 1 {
		w.ann.Say(w.group, fmt.Sprint(i))
	}
	if views := p.viewEvents(q.take()); len(views) != 1 || views[0].Kind != "reload" {
		t.Errorf("%d events instead of one reload", len(views))
	}
	m := w.ann.Say(w.group, "a")
	w.ann.Say(w.group, "b")
	w.ann.Edit(m, "c")
	views := p.viewEvents(q.take())
	if len(views) != 2 || views[0].Message.Text != "c" || views[1].Message.Text != "b" {
		t.Errorf("an edited message is not shown once, in its place: %+v", views)
	}
}

func TestPageTakesHistoryAsRead(t *testing.T) {
	w := newPractice(t)
	w.lin.Say(w.group, "long ago")
	base := servePage(t, w)
	unread := func() int {
		_, body := get(t, fmt.Sprintf("%ssandbox/chats?person=%d", base, w.ann.ID()))
		var list struct{ Chats []pageChat }
		if err := json.Unmarshal([]byte(body), &list); err != nil {
			t.Fatal(err)
		}
		for _, c := range list.Chats {
			if c.ID == w.group.ID() {
				return c.Unread
			}
		}
		t.Fatal("the group is not listed")
		return 0
	}
	if n := unread(); n != 0 {
		t.Errorf("history counts as %d unread", n)
	}
	w.lin.Say(w.group, "new")
	w.ann.Say(w.group, "own")
	if n := unread(); n != 1 {
		t.Errorf("%d unread, want 1", n)
	}
	post(t, base+"sandbox/read", fmt.Sprintf(`{"person":%d,"chat":%d}`, w.ann.ID(), w.group.ID()))
	if n := unread(); n != 0 {
		t.Errorf("%d unread after reading", n)
	}
}

func TestPageNamesZonesForBrowsers(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 1, 20, 9, 0, 0, 0, time.UTC)
	for want, zone := range map[string]*time.Location{
		"Asia/Shanghai": shanghai, "UTC": time.UTC, "+08:00": time.FixedZone("CST", 8*3600),
	} {
		if got := zoneName(at.In(zone)); got != want {
			t.Errorf("%s is called %s", zone, got)
		}
	}
}
