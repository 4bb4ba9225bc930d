package sandbox

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

var (
	english = look{phone, "en-GB", false}
	chinese = look{phone, "zh-CN", false}
)

// TestPageInBrowser plays the page as readers do. Every story also fails on a
// console error, on a request to anywhere but the server, and on a bad call
// of the bot.
func TestPageInBrowser(t *testing.T) {
	browser, ok := startBrowser(t)
	if !ok {
		return
	}
	stories := map[string]func(context.Context, *testing.T){
		"a resident starts, presses, writes and corrects": storyResident,
		"photos, albums and a place are sent":             storyAttach,
		"replies and the keyboard below the input line":   storyReply,
		"two people side by side see each other at once":  storyColumns,
		"a phone shows one thing at a time":               storyPhone,
		"everything works with the keyboard alone":        storyKeyboard,
		"nothing people write becomes part of the page":   storyMarkup,
		"the clock moves and says so":                     storyClock,
		"a refused call shows in the log":                 storyRefused,
		"what is unread is counted, and live":             storyUnread,
		"a poll is voted in":                              storyPoll,
		"an old talk is read back and a pin found":        storyHistory,
		"Chinese from a Chinese device, English at a tap": storyLanguage,
		"the bot is blocked and started again":            storyBlock,
		"links bring the bot to a person and to a group":  storyLinks,
		"a button that asks for a chat is given one":      storyShare,
		"a cut connection loses nothing":                  storyCut,
		"who is thrown out sees it":                       storyThrownOut,
		"hundreds of chats and people are no burden":      storyHundreds,
	}
	for name, story := range stories {
		t.Run(name, func(t *testing.T) { story(browser, t) })
	}
}

func storyResident(browser context.Context, t *testing.T) {
	w := newPractice(t)
	p := openPage(browser, t, w, english, "")
	p.click(person(w.ann))
	p.reads(`[data-screen="chats"] h2`, "Ann Huang")
	p.click(chat(w.ann.Private()))
	p.click(`[data-action="start"]`)
	p.reads(".text b", "neighbourhood fund")
	p.click(`[data-button="Suggest something"]`)
	p.reads("[data-toast]", "Recorded for Ann")
	p.click(`[data-button="Mine"]`)
	p.reads("[data-alert]", "You have no suggestions yet.")
	p.click(`[data-alert] [data-action="ok"]`)
	p.gone("[data-alert]")
	p.click(`[data-button="Count"]`)
	p.reads("[data-message] .text", "Counted 1")
	p.click(`[data-button="Count"]`)
	p.reads("[data-message] .text", "Counted 2")
	p.reads("[data-edited-mark]", "edited")

	p.write(".current", "The lamp at the coridor is broken")
	p.reads(`[data-own="true"] .text`, "coridor")
	p.reads("[data-message] .text", "You said: The lamp at the coridor is broken")
	p.focus("[data-compose]")
	p.key(kb.ArrowUp)
	p.see(`[data-aim="edit"]`)
	p.key("!")
	p.click("[data-send]")
	p.reads("[data-message] .text", "You changed it to: The lamp at the coridor is broken!")
	p.reads(`[data-own="true"] [data-edited-mark]`, "edited")
}

func storyAttach(browser context.Context, t *testing.T) {
	w := newPractice(t)
	w.greet(w.ann)
	p := openPage(browser, t, w, english, at(w.ann, w.ann.Private()))
	p.click(`[data-action="attach"]`)
	p.click(`[data-action="photo"]`)
	p.click(`[data-picture="lamp"]`)
	p.enter(`[data-field="caption"]`, "Lamp number 4")
	p.click(`[data-action="send-photo"]`)
	p.reads(`[data-own="true"] .text`, "Lamp number 4")
	p.until("the photo is drawn", `[...document.querySelectorAll('[data-photo] img')].some((i) => i.complete && i.naturalWidth === 640)`)
	p.reads("[data-message] .text", "A fine photo")

	p.click(`[data-action="attach"]`)
	p.click(`[data-action="photo"]`)
	p.click(`[data-picture="stairs"]`)
	p.click(`[data-picture="pipe"]`)
	p.picture("photos-chooser")
	p.click(`[data-action="send-photo"]`)
	p.until("an album of two", `document.querySelectorAll('[data-album] [data-photo]').length === 2`)

	p.click(`[data-action="attach"]`)
	p.click(`[data-action="place"]`)
	p.see("[data-plan]")
	p.click(`[data-place-choice="Market"]`)
	p.picture("place-chooser")
	p.click(`[data-action="send-place"]`)
	p.reads("[data-message] .text", "You are at 24.316")
	if m := w.ann.Private().History(); m[len(m)-2].Place == nil || m[len(m)-2].Place.Longitude != 109.416 {
		t.Errorf("the place that came: %+v", m[len(m)-2].Place)
	}
	p.see(`[data-place="24.31550, 109.41600"]`)
}

func storyReply(browser context.Context, t *testing.T) {
	w := newPractice(t)
	w.greet(w.ann)
	p := openPage(browser, t, w, english, at(w.ann, w.ann.Private()))
	p.see(`[data-key="My suggestions"]`)
	p.click(`[data-key="My suggestions"]`)
	p.reads("[data-message] .text", "You said: My suggestions")
	p.click(`[data-key="Where I am"]`)
	p.click(`[data-action="send-place"]`)
	p.reads("[data-message] .text", "You are at 24.310")
	first := w.ann.Private().History()[1]
	p.click(fmt.Sprintf(`[data-message="%d"] [data-action="message-menu"]`, first.ID))
	p.click(`dialog [data-action="reply"]`)
	p.see(`[data-aim="reply"]`)
	p.write(".current", "Thank you")
	p.see(fmt.Sprintf(`[data-reply-to="%d"]`, first.ID))
	p.reads("[data-message] .text", "You replied to: Welcome")
	p.click(`[data-button="Open the invitation"]`)
	p.reads(".text code", "/start again")
}

func storyColumns(browser context.Context, t *testing.T) {
	w := newPractice(t)
	p := openPage(browser, t, w, look{wide, "en-GB", false}, at(w.ann, w.group))
	p.click(`[data-action="add-column"]`)
	p.click(`[data-column="2"] ` + person(w.lin))
	p.click(`[data-column="2"] ` + chat(w.group))
	p.write(`[data-column="1"]`, "Good morning, neighbours")
	p.reads(`[data-column="2"] [data-own="false"] .text`, "Good morning, neighbours")
	p.reads(`[data-column="2"] .from`, "Ann Huang")
	p.write(`[data-column="2"]`, "早上好")
	p.reads(`[data-column="1"] [data-own="false"] .text`, "早上好")
	w.bot.must("sendMessage", obj{"chat_id": w.group.ID(), "text": "A vote", "reply_markup": inline([]obj{button("For", "toast"), button("Against", "alert")})})
	p.click(`[data-column="2"] [data-button="For"]`)
	p.reads(`[data-column="2"] [data-toast]`, "Recorded for 林")
	p.gone(`[data-column="1"] [data-toast]`)
	p.picture("two-columns")
	want := fmt.Sprintf("#%d.%d|%d.%d", w.ann.ID(), w.group.ID(), w.lin.ID(), w.group.ID())
	if got := eval[string](p, "decodeURIComponent(location.hash)"); got != want {
		t.Errorf("the address is %q, want %q", got, want)
	}
	p.do(chromedp.Reload())
	p.reads(`[data-column="2"] [data-own="false"] .text`, "Good morning, neighbours")
	p.click(`[data-column="2"] [data-action="close-column"]`)
	p.gone(`[data-column="2"]`)
}

func storyPhone(browser context.Context, t *testing.T) {
	w := newPractice(t)
	w.greet(w.ann)
	p := openPage(browser, t, w, english, fmt.Sprintf("#%d.%d|%d", w.ann.ID(), w.ann.ID(), w.lin.ID()))
	p.see(`[data-column="1"] [data-message]`)
	p.gone(`[data-column="2"]`)
	p.click(`[data-tab="2"]`)
	p.see(`[data-column="2"] [data-screen="chats"]`)
	p.gone(`[data-column="1"]`)
	p.click(`[data-tab="1"]`)
	if over := eval[bool](p, `document.documentElement.scrollWidth > innerWidth || document.body.scrollHeight > innerHeight`); over {
		t.Error("the page is larger than the phone")
	}
	p.until("the talk is at its end", `(() => { const l = document.querySelector('.current [data-log]'); return l.scrollHeight - l.scrollTop - l.clientHeight < 4; })()`)
	p.click(`.current [data-action="back"]`)
	p.see(`.current [data-screen="chats"]`)
	p.until("the focus is on the chat one left", fmt.Sprintf(`document.activeElement.dataset.chat === "%d"`, w.ann.ID()))
	p.click(`.current [data-action="back"]`)
	p.see(`.current [data-screen="people"]`)
	p.do(chromedp.NavigateBack())
	p.see(`.current [data-screen="chats"]`)
}

// tabTo presses Tab until the focus is on what the expression says of n.
func (p *tab) tabTo(what string) {
	p.t.Helper()
	for range 60 {
		if eval[bool](p, fmt.Sprintf(`((n) => Boolean(%s))(document.activeElement)`, what)) {
			return
		}
		p.key(kb.Tab)
	}
	p.t.Fatalf("Tab does not reach %s", what)
}

func storyKeyboard(browser context.Context, t *testing.T) {
	w := newPractice(t)
	p := openPage(browser, t, w, look{wide, "en-GB", false}, "")
	p.tabTo(fmt.Sprintf(`n.dataset.person === "%d"`, w.ann.ID()))
	p.key(kb.Enter)
	p.see(`[data-screen="chats"]`)
	p.tabTo(fmt.Sprintf(`n.dataset.chat === "%d"`, w.ann.ID()))
	p.key(kb.Enter)
	p.see(`[data-action="start"]`)
	p.tabTo(`n.dataset.action === "start"`)
	p.key(kb.Enter)
	p.reads(".text b", "neighbourhood fund")
	p.until("the input line has the focus", `document.activeElement.matches('[data-compose]')`)
	p.key("Typed by keys")
	p.key(kb.Enter)
	p.reads("[data-message] .text", "You said: Typed by keys")

	p.until("the input line is empty", `document.querySelector("[data-compose]").value === ""`)
	p.focus("[data-log]")
	p.tabTo(`n.dataset.button === "Mine"`)
	p.key(kb.Enter)
	p.see("[data-alert]")
	p.until("the focus is on OK", `document.activeElement.dataset.action === "ok"`)
	p.key(kb.Enter)
	p.gone("[data-alert]")
	p.until("the focus is back", `document.activeElement.dataset.button === "Mine"`)
	p.tabTo(`n.dataset.button === "Count"`)
	p.key(kb.Enter)
	p.reads("[data-message] .text", "Counted 1")
	p.until("an edit leaves the focus where it was", `document.activeElement.dataset.button === "Count"`)
	if ring := eval[string](p, `getComputedStyle(document.activeElement).outlineStyle`); ring == "none" {
		t.Error("the focus cannot be seen")
	}
	p.tabTo(`n.dataset.action === "attach"`)
	p.key(kb.Enter)
	p.see("dialog")
	p.key(kb.Escape)
	p.gone("dialog")
	p.until("the focus is back", `document.activeElement.dataset.action === "attach"`)
}
