package sandbox

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
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
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// findBrowser returns the browser to drive: CHROME_BIN, else Chromium or
// Chrome on the path.
func findBrowser() string {
	if bin := os.Getenv("CHROME_BIN"); bin != "" {
		return bin
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if bin, err := exec.LookPath(name); err == nil {
			return bin
		}
	}
	return ""
}

// startBrowser starts a browser that is closed with the test. It returns
// false where there is none; with CI=true that is a failure.
func startBrowser(t *testing.T) (context.Context, bool) {
	t.Helper()
	bin := findBrowser()
	if bin == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("no browser found: install chromium, or name one in CHROME_BIN")
		}
		t.Log("the page was NOT tried in a browser: none found; install chromium, or name one in CHROME_BIN")
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

// tab is one window on a practice world.
type tab struct {
	t    *testing.T
	ctx  context.Context
	w    *practice
	base string
	// cut breaks every connection of the window, as a lost network does.
	cut func()

	mu       sync.Mutex
	problems []string // console errors, exceptions, requests to elsewhere
}

// size is a window's size in CSS pixels.
type size struct{ width, height int64 }

var (
	phone = size{390, 844}
	wide  = size{1400, 900}
)

// look is how a reader has set up their device.
type look struct {
	size
	language string // en-GB or zh-CN
	dark     bool
}

// openPage opens the page in a window of its own, without anything kept from
// other tests.
func openPage(browser context.Context, t *testing.T, w *practice, l look, hash string) *tab {
	t.Helper()
	server := httptest.NewServer(w.s.Page(w.options()))
	ctx, stop := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	limit, cancel := context.WithTimeout(ctx, 3*time.Minute)
	p := &tab{t: t, ctx: limit, w: w, base: server.URL + "/", cut: server.CloseClientConnections}
	t.Cleanup(func() {
		p.check()
		cancel()
		stop()
		w.s.Close()
		server.Close()
	})
	if err := chromedp.Listen(limit, p.listen); err != nil {
		t.Fatalf("listen: %v", err)
	}
	scheme := "light"
	if l.dark {
		scheme = "dark"
	}
	send(p, network.Enable, network.EnableParams{})
	send(p, log.Enable, cdp.Empty{})
	send(p, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: "practice reader", AcceptLanguage: l.language})
	send(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	p.do(chromedp.EmulateViewport(l.width, l.height), chromedp.Navigate(p.base+hash))
	p.until("the page is drawn", `document.body?.dataset.ready`)
	return p
}

// send sends one command to the browser.
func send[P, R any](p *tab, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	result, err := chromedp.Call(p.ctx, command, params)
	if err != nil {
		p.t.Fatalf("browser: %s: %v", command.Method, err)
	}
	return result
}

func (p *tab) listen(event any) {
	problem := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		problem = "exception: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			problem += " " + e.ExceptionDetails.Exception.Description
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			problem = fmt.Sprintf("console: %s", e.Args[0].Value)
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			problem = "browser: " + e.Entry.Text + " " + e.Entry.URL
		}
	case *network.EventRequestWillBeSent:
		u, err := url.Parse(e.Request.URL)
		if err != nil || (u.Scheme != "blob" && u.Scheme != "data" && !strings.HasPrefix(e.Request.URL, p.base)) {
			problem = "request to elsewhere: " + e.Request.URL
		}
	}
	if problem == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.problems = append(p.problems, problem)
}

// check fails the test for everything the browser complained of.
func (p *tab) check() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, problem := range p.problems {
		p.t.Error(problem)
	}
	if p.t.Failed() {
		p.picture("failed-" + strings.ReplaceAll(p.t.Name(), "/", "-"))
	}
}

// forgive forgets the complaints so far, for a test that provoked them.
func (p *tab) forgive() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.problems = nil
}

func (p *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.t.Fatalf("browser: %v", err)
	}
}

// find is an expression for the first visible element a selector matches.
func find(selector string) string {
	return fmt.Sprintf(`[...document.querySelectorAll(%q)].find((n) => n.checkVisibility())`, selector)
}

// see waits until something that matches the selector is visible.
func (p *tab) see(selector string) {
	p.t.Helper()
	p.until("see "+selector, find(selector))
}

// gone waits until nothing visible matches the selector.
func (p *tab) gone(selector string) {
	p.t.Helper()
	p.until("no "+selector, "!"+find(selector))
}

// reads waits until something visible that matches the selector has the text.
func (p *tab) reads(selector, text string) {
	p.t.Helper()
	p.until(fmt.Sprintf("%s reads %q", selector, text),
		fmt.Sprintf(`[...document.querySelectorAll(%q)].some((n) => n.checkVisibility() && n.textContent.includes(%q))`, selector, text))
}

// until waits until an expression holds in the page, looking at each frame
// that is drawn.
func (p *tab) until(what, expression string) {
	p.t.Helper()
	limit, cancel := context.WithTimeout(p.ctx, 15*time.Second)
	defer cancel()
	look := fmt.Sprintf(`new Promise((done) => { const look = () => ((%s) ? done(true) : requestAnimationFrame(look)); look(); })`, expression)
	for {
		_, err := chromedp.Run(limit, chromedp.Evaluate[bool](look, chromedp.EvalAwaitPromise))
		if err == nil {
			return
		}
		if limit.Err() != nil || !strings.Contains(err.Error(), "navigated") { // a new document: look there
			p.t.Fatalf("waiting: %s: %v", what, err)
		}
	}
}

// click waits until the first match is visible and nothing lies over it, and
// presses the mouse there.
func (p *tab) click(selector string) {
	p.t.Helper()
	p.until("press "+selector, fmt.Sprintf(`(() => {
		const n = %s;
		if (!n || n.disabled) return false;
		n.scrollIntoView({ block: 'nearest', inline: 'nearest' });
		const r = n.getBoundingClientRect();
		const hit = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
		return hit && (n.contains(hit) || hit.contains(n));
	})()`, find(selector)))
	at := eval[[]float64](p, fmt.Sprintf(`(() => { const r = %s.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; })()`, find(selector)))
	p.do(chromedp.MouseClickXY(at[0], at[1]))
}

// focus puts the focus on the first visible match.
func (p *tab) focus(selector string) {
	p.t.Helper()
	p.see(selector)
	eval[bool](p, fmt.Sprintf(`(%s.focus(), true)`, find(selector)))
}

// enter writes text where the focus is put first.
func (p *tab) enter(selector, text string) {
	p.t.Helper()
	p.focus(selector)
	send(p, input.InsertText, input.InsertTextParams{Text: text})
}

// write writes a message and sends it.
func (p *tab) write(within, text string) {
	p.t.Helper()
	p.enter(within+" [data-compose]", text)
	p.click(within + " [data-send]")
}

// key presses keys one after the other. Each is one event that carries its
// text, as from a real keyboard: a page that takes the key down for itself
// then gets no letter.
func (p *tab) key(keys string) {
	p.t.Helper()
	for _, r := range keys {
		events := kb.Encode(r)
		down, up := events[0], events[len(events)-1]
		if len(events) == 3 {
			down.Text, down.UnmodifiedText = events[1].Text, events[1].UnmodifiedText
		}
		send(p, input.DispatchKeyEvent, *down)
		send(p, input.DispatchKeyEvent, *up)
	}
}

// eval evaluates an expression in the page.
func eval[T any](p *tab, expression string) T {
	p.t.Helper()
	out, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		p.t.Fatalf("browser: %v", err)
	}
	return out
}

// picture keeps a screenshot where SANDBOX_SHOTS says, if it says so.
func (p *tab) picture(name string) {
	dir := os.Getenv("SANDBOX_SHOTS")
	if dir == "" {
		return
	}
	shot, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Logf("picture %s: %v", name, err)
		return
	}
	name = strings.NewReplacer("/", "-", " ", "_", ",", "").Replace(name)
	if err := os.WriteFile(filepath.Join(dir, name+".png"), shot, 0o600); err != nil {
		p.t.Log(err)
	}
}

// at is the address of a talk.
func at(u *User, c *Chat) string { return fmt.Sprintf("#%d.%d", u.ID(), c.ID()) }

func person(u *User) string { return fmt.Sprintf(`[data-person="%d"]`, u.ID()) }

func chat(c *Chat) string { return fmt.Sprintf(`[data-chat="%d"]`, c.ID()) }
