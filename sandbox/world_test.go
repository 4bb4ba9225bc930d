package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"huimin/sandbox"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// begin is when the practice worlds of these tests begin.
var begin = time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("CST", 8*3600))

// clock is a clock that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// world is a practice Telegram with a clock, and a bot that is played by raw
// calls.
type world struct {
	*sandbox.Server
	t     *testing.T
	clock *clock
}

func newWorld(t *testing.T, change ...func(*sandbox.Options)) *world {
	t.Helper()
	c := &clock{now: begin}
	o := sandbox.Options{Now: c.Now, Seed: 7, Limits: sandbox.Limits{Off: true}}
	for _, f := range change {
		f(&o)
	}
	w := &world{Server: sandbox.New(o), t: t, clock: c}
	t.Cleanup(w.Close)
	return w
}

type args map[string]any

type answer struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// raw makes one call with a JSON body; files go as multipart.
func (w *world) raw(method string, a args) (answer, error) {
	return w.rawContext(context.Background(), method, a)
}

func (w *world) rawContext(ctx context.Context, method string, a args) (answer, error) {
	body, kind := encode(a)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://api.telegram.org/bot"+w.Token()+"/"+method, body)
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("Content-Type", kind)
	resp, err := w.Client().Do(r)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	var out answer
	err = json.NewDecoder(resp.Body).Decode(&out)
	return out, err
}

func encode(a args) (io.Reader, string) {
	files := false
	for _, v := range a {
		if _, ok := v.([]byte); ok {
			files = true
		}
	}
	if !files {
		raw, err := json.Marshal(a)
		if err != nil {
			panic(err)
		}
		return bytes.NewReader(raw), "application/json"
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for k, v := range a {
		switch v := v.(type) {
		case []byte:
			part, _ := form.CreateFormFile(k, k+".bin")
			_, _ = part.Write(v)
		case string:
			_ = form.WriteField(k, v)
		default:
			raw, _ := json.Marshal(v)
			_ = form.WriteField(k, string(raw))
		}
	}
	_ = form.Close()
	return &body, form.FormDataContentType()
}

// ok makes a call that must succeed and reads its result.
func (w *world) ok(method string, a args, result ...any) {
	w.t.Helper()
	out, err := w.raw(method, a)
	if err != nil {
		w.t.Fatalf("%s: %v", method, err)
	}
	if !out.OK {
		w.t.Fatalf("%s %v: %d %s", method, a, out.Code, out.Description)
	}
	for _, r := range result {
		if err := json.Unmarshal(out.Result, r); err != nil {
			w.t.Fatalf("%s: result %s: %v", method, out.Result, err)
		}
	}
}

// no makes a call that must be refused in these words.
func (w *world) no(method string, a args, code int, words string) answer {
	w.t.Helper()
	out, err := w.raw(method, a)
	if err != nil {
		w.t.Fatalf("%s: %v", method, err)
	}
	if out.OK || out.Code != code || out.Description != words {
		w.t.Fatalf("%s %v:\n got %d %q %s\nwant %d %q", method, a, out.Code, out.Description, out.Result, code, words)
	}
	return out
}

// say sends a text and returns its message id.
func (w *world) say(chat int64, text string, more ...args) int {
	w.t.Helper()
	a := args{"chat_id": chat, "text": text}
	for _, m := range more {
		for k, v := range m {
			a[k] = v
		}
	}
	var m struct {
		ID int `json:"message_id"`
	}
	w.ok("sendMessage", a, &m)
	return m.ID
}

type updateSeen struct {
	ID      int64 `json:"update_id"`
	Message *struct {
		ID   int    `json:"message_id"`
		Text string `json:"text"`
		Chat struct {
			ID   int64  `json:"id"`
			Type string `json:"type"`
		} `json:"chat"`
		Entities []struct {
			Type   string `json:"type"`
			Offset int    `json:"offset"`
			Length int    `json:"length"`
		} `json:"entities"`
		MigrateTo   int64 `json:"migrate_to_chat_id"`
		MigrateFrom int64 `json:"migrate_from_chat_id"`
	} `json:"message"`
	Edited *struct {
		Text string `json:"text"`
	} `json:"edited_message"`
	Callback *struct {
		ID   string `json:"id"`
		Data string `json:"data"`
	} `json:"callback_query"`
	PollAnswer *struct {
		PollID  string           `json:"poll_id"`
		User    *json.RawMessage `json:"user"`
		Chat    *json.RawMessage `json:"voter_chat"`
		Options []int            `json:"option_ids"`
	} `json:"poll_answer"`
	Mine   *memberSeen      `json:"my_chat_member"`
	Member *memberSeen      `json:"chat_member"`
	Poll   *json.RawMessage `json:"poll"`
}

type memberSeen struct {
	Old struct {
		Status string `json:"status"`
	} `json:"old_chat_member"`
	New struct {
		Status string `json:"status"`
	} `json:"new_chat_member"`
}

func (u updateSeen) kind() string {
	switch {
	case u.Message != nil:
		return "message"
	case u.Edited != nil:
		return "edited_message"
	case u.Callback != nil:
		return "callback_query"
	case u.PollAnswer != nil:
		return "poll_answer"
	case u.Mine != nil:
		return "my_chat_member " + u.Mine.Old.Status + ">" + u.Mine.New.Status
	case u.Member != nil:
		return "chat_member " + u.Member.Old.Status + ">" + u.Member.New.Status
	case u.Poll != nil:
		return "poll"
	}
	return "?"
}

// updates fetches what waits for the bot and confirms it.
func (w *world) updates() []updateSeen {
	w.t.Helper()
	var got []updateSeen
	w.ok("getUpdates", args{"offset": 0}, &got)
	if n := len(got); n > 0 {
		w.ok("getUpdates", args{"offset": got[n-1].ID + 1, "limit": 1}, new([]updateSeen))
	}
	return got
}

func (w *world) kinds() string {
	w.t.Helper()
	var kinds []string
	for _, u := range w.updates() {
		kinds = append(kinds, u.kind())
	}
	return strings.Join(kinds, ", ")
}

func (w *world) person(name string) *sandbox.User {
	return w.NewUser(sandbox.Person{First: name, Username: strings.ToLower(name) + "_user", Language: "en"})
}

// started is a person who has written to the bot.
func (w *world) started(name string) *sandbox.User {
	u := w.person(name)
	u.Start("")
	return u
}

func keyboard(buttons ...any) args {
	row := []args{}
	for i := 0; i+1 < len(buttons); i += 2 {
		row = append(row, args{"text": buttons[i], "callback_data": buttons[i+1]})
	}
	return args{"inline_keyboard": [][]args{row}}
}

func picture(width, height int) []byte {
	img := image.NewGray(image.Rect(0, 0, width, height))
	img.Set(0, 0, color.White)
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		panic(err)
	}
	return out.Bytes()
}

func (w *world) noViolations() {
	w.t.Helper()
	for _, v := range w.Violations() {
		w.t.Errorf("violation: %s %s %v", v.Method, v.Error, v.Params)
	}
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func sprint(v ...any) string { return fmt.Sprint(v...) }
