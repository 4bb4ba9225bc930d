package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// startBrowser starts a browser that ends with the test. It gives false where
// there is none; with CI=true that is a failure.
func startBrowser(t *testing.T) (context.Context, bool) {
	t.Helper()
	bin := os.Getenv("CHROME_BIN")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); bin == "" && err == nil {
			bin = path
		}
	}
	if bin == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("no browser found: install chromium, or name one in CHROME_BIN")
		}
		t.Log("the demo was NOT played in a browser: none found; install chromium, or name one in CHROME_BIN")
		return nil, false
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(bin), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	browser, stop := chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(browser); err != nil {
		t.Fatalf("start %s: %v", bin, err)
	}
	return browser, true
}

// phone is somebody's telephone on which one person after another is played.
type phone struct {
	t     *testing.T
	ctx   context.Context
	base  string
	shots int

	mu       sync.Mutex
	problems []string
}

// openPhone opens the demo's page at a phone's width.
func openPhone(browser context.Context, t *testing.T, base, language string) *phone {
	t.Helper()
	ctx, stop := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	limit, cancel := context.WithTimeout(ctx, 10*time.Minute)
	p := &phone{t: t, ctx: limit, base: base}
	t.Cleanup(func() {
		p.mu.Lock()
		for _, problem := range p.problems {
			t.Error(problem)
		}
		p.mu.Unlock()
		if t.Failed() {
			p.shot("failed")
		}
		cancel()
		stop()
	})
	err := chromedp.Listen(limit, func(event any) {
		if e, ok := event.(*runtime.EventExceptionThrown); ok {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.problems = append(p.problems, "exception in the page: "+e.ExceptionDetails.Text)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	send(p, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: "phone", AcceptLanguage: language})
	send(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	if err := chromedp.Do(limit, chromedp.EmulateViewport(390, 844), chromedp.Navigate(base)); err != nil {
		t.Fatalf("browser: %v", err)
	}
	p.until("the page is drawn", `document.body?.dataset.ready`)
	return p
}

func send[P, R any](p *phone, command cdp.Command[P, R], params P) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, command, params); err != nil {
		p.t.Fatalf("browser: %s: %v", command.Method, err)
	}
}

func eval[T any](p *phone, expression string) T {
	p.t.Helper()
	out, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		p.t.Fatalf("browser: %v", err)
	}
	return out
}

// until waits until an expression holds in the page, looking at each frame.
func (p *phone) until(what, expression string) {
	p.t.Helper()
	limit, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	look := fmt.Sprintf(`new Promise((done) => { const look = () => ((%s) ? done(true) : requestAnimationFrame(look)); look(); })`, expression)
	for {
		_, err := chromedp.Run(limit, chromedp.Evaluate[bool](look, chromedp.EvalAwaitPromise))
		if err == nil {
			return
		}
		if limit.Err() != nil || !strings.Contains(err.Error(), "navigated") {
			p.t.Fatalf("waiting: %s: %v", what, err)
		}
	}
}

// get asks the page's server for something.
func (p *phone) get(path string, into any) {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.ctx, http.MethodGet, p.base+path, http.NoBody)
	if err != nil {
		p.t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		p.t.Fatal(err)
	}
}

// be takes up the telephone as somebody, in a chat by its title; "" is the
// private chat with the bot.
func (p *phone) be(name, chat string) {
	p.t.Helper()
	var all struct {
		People []struct {
			ID   int64
			Name string
		}
	}
	p.get("sandbox/setup", &all)
	for _, person := range all.People {
		if person.Name != name {
			continue
		}
		at := person.ID
		if chat != "" {
			at = p.chat(person.ID, chat)
		}
		eval[bool](p, `(location.hash = "", true)`) // first out of the chat that is open
		p.until("the list of people", `!document.querySelector("[data-conversation]")?.checkVisibility() && document.querySelector("[data-person]")?.checkVisibility()`)
		eval[bool](p, fmt.Sprintf(`(location.hash = "#%d.%d", true)`, person.ID, at))
		p.until(name+" is in "+chat, fmt.Sprintf(
			`document.querySelector('[data-column="1"]')?.dataset.playing == "%d" && document.querySelector('[data-conversation="%d"]')?.checkVisibility()`, person.ID, at))
		return
	}
	p.t.Fatalf("nobody is called %s", name)
}

func (p *phone) chat(person int64, title string) int64 {
	p.t.Helper()
	var list struct {
		Chats []struct {
			ID    int64
			Title string
		}
	}
	p.get(fmt.Sprintf("sandbox/chats?person=%d", person), &list)
	for _, c := range list.Chats {
		if c.Title == title {
			return c.ID
		}
	}
	p.t.Fatalf("no chat is called %s", title)
	return 0
}

// write sends a message and waits for the bot's answer, if it is to answer.
func (p *phone) write(text string, answered bool) {
	p.t.Helper()
	before := eval[string](p, logState)
	p.until("the input line", `document.querySelector("[data-compose]")?.checkVisibility()`)
	eval[bool](p, `(document.querySelector("[data-compose]").focus(), true)`)
	send(p, input.InsertText, input.InsertTextParams{Text: text})
	p.click(`document.querySelector("[data-send]")`)
	if answered {
		p.until("an answer to "+text, fmt.Sprintf(`%s !== %q && [...document.querySelectorAll("[data-message]")].at(-1)?.dataset.own !== "true"`, logState, before))
	}
}

// photo sends a picture with words below it and waits for the bot's answer.
func (p *phone) photo(caption string) {
	p.t.Helper()
	before := eval[string](p, logState)
	send := fmt.Sprintf(`(async () => {
		const { upload } = await import("./page/api.js");
		const canvas = document.createElement("canvas");
		canvas.width = canvas.height = 64;
		canvas.getContext("2d").fillRect(8, 8, 40, 48);
		const blob = await new Promise((done) => canvas.toBlob(done));
		const [person, chat] = location.hash.slice(1).split(".");
		await upload("photo", { person, chat, caption: %q }, [{ blob, name: "paper.png" }]);
		return true;
	})()`, caption)
	if _, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](send, chromedp.EvalAwaitPromise)); err != nil {
		p.t.Fatalf("browser: photo: %v", err)
	}
	p.until("an answer to the photo", fmt.Sprintf(`%s !== %q && [...document.querySelectorAll("[data-message]")].at(-1)?.dataset.own !== "true"`, logState, before))
}

// logState changes whenever the open talk does.
const logState = `[...document.querySelectorAll("[data-message]")].slice(-6).map((n) => n.dataset.message + n.textContent).join("|")`

// button is an expression for the newest button whose label begins so.
func button(label string) string {
	return fmt.Sprintf(`[...document.querySelectorAll("[data-button]")].filter((n) => n.checkVisibility() && n.dataset.button.startsWith(%q)).at(-1)`, label)
}

// press presses a button and waits for what it changes in the talk.
func (p *phone) press(label string) {
	p.t.Helper()
	p.until("a button "+label, button(label))
	before := eval[string](p, logState)
	p.click(button(label))
	p.until("what "+label+" does", fmt.Sprintf(`%s !== %q`, logState, before))
}

// tap presses a button that is answered by a passing note.
func (p *phone) tap(label, note string) {
	p.t.Helper()
	p.until("a button "+label, button(label))
	p.click(button(label))
	p.until("the note "+note, fmt.Sprintf(`[...document.querySelectorAll("[data-toast]")].some((n) => n.textContent.includes(%q))`, note))
}

// reads waits until a message of the open talk holds some words.
func (p *phone) reads(words string) {
	p.t.Helper()
	p.until("to read "+words, fmt.Sprintf(
		`[...document.querySelectorAll("[data-message]")].some((n) => n.textContent.includes(%q))`, words))
}

// click presses the mouse, or finger, on an element once nothing lies over it.
func (p *phone) click(element string) {
	p.t.Helper()
	p.until("to press "+element, fmt.Sprintf(`(() => {
		const n = %s;
		if (!n || n.disabled) return false;
		n.scrollIntoView({ block: "center" });
		const r = n.getBoundingClientRect();
		const hit = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
		return hit && (n.contains(hit) || hit.contains(n));
	})()`, element))
	at := eval[[]float64](p, fmt.Sprintf(`(() => { const r = %s.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; })()`, element))
	if err := chromedp.Do(p.ctx, chromedp.MouseClickXY(at[0], at[1])); err != nil {
		p.t.Fatalf("browser: %v", err)
	}
}

// shot keeps a picture where HUIMIN_SHOTS says, if it says so.
func (p *phone) shot(name string) {
	dir := os.Getenv("HUIMIN_SHOTS")
	if dir == "" {
		return
	}
	p.shots++
	if name != "ballot" { // there the note is what is looked at
		eval[bool](p, `([...document.querySelectorAll("[data-toast]")].forEach((n) => n.remove()), true)`)
	}
	picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Logf("picture %s: %v", name, err)
		return
	}
	file := fmt.Sprintf("%s-%02d-%s.png", strings.ReplaceAll(filepath.Base(p.t.Name()), " ", "-"), p.shots, name)
	if err := os.WriteFile(filepath.Join(dir, file), picture, 0o600); err != nil {
		p.t.Log(err)
	}
}
