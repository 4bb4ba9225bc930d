package sandbox

import (
	"context"
	"fmt"
	"testing"
	"time"

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
		"who is thrown out sees it":                       storyThrownOut,
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

func storyMarkup(browser context.Context, t *testing.T) {
	const evil = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>`
	w := newPractice(t)
	eve := w.s.NewUser(Person{First: evil, About: map[string]string{"en": evil}})
	room := w.s.NewGroup(GroupInfo{Title: evil, BotAdmin: true}, eve, w.ann)
	eve.Start("")
	m := eve.Say(room, evil+" javascript:window.hacked=1")
	eve.Reply(m, evil)
	eve.File(room, evil+".html", []byte("<script>window.hacked=1</script>"))
	w.bot.must("sendMessage", obj{
		"chat_id": room.ID(), "text": evil, "reply_markup": inline([]obj{button(evil[:40], "toast")}),
		"entities": []obj{{"type": "bold", "offset": 0, "length": 10}},
	})
	p := openPage(browser, t, w, english, "")
	p.click(person(eve))
	p.click(chat(room))
	p.reads(".text", evil)
	p.click(".inline [data-button]")
	p.reads("[data-toast]", "Recorded for "+evil)
	if n := eval[int](p, `document.querySelectorAll('main img[src="x"], main script, [href^="javascript"]').length`); n != 0 {
		t.Errorf("%d parts of the page were made by what somebody wrote", n)
	}
	if eval[bool](p, `window.hacked === 1`) {
		t.Error("what somebody wrote was run")
	}
	if shut := eval[string](p, `(() => { try { document.body.innerHTML = '<b>x</b>'; return 'open'; } catch (e) { return 'shut'; } })()`); shut != "shut" {
		t.Error("text can be turned into markup")
	}
	p.forgive() // the browser reports the attempt just made
}

func storyClock(browser context.Context, t *testing.T) {
	w := newPractice(t)
	w.greet(w.ann)
	p := openPage(browser, t, w, look{wide, "en-GB", false}, at(w.ann, w.ann.Private()))
	p.reads("[data-clock]", "20 Jan 2026 09:00")
	p.click(`[data-action="plus-hour"]`)
	p.reads("[data-clock]", "10:00")
	p.click(`[data-action="plus-day"]`)
	p.reads("[data-clock]", "21 Jan 2026 10:00")
	p.click(`[data-action="clock"]`)
	p.reads(`[data-clock-stop="0"]`, "Deadline of the street")
	p.picture("clock")
	p.click(`[data-clock-stop="0"]`)
	p.reads("[data-clock]", "26 Jan 2026 10:00")
	if want := time.Date(2026, 1, 26, 2, 0, 0, 0, time.UTC); !w.clock.now().Equal(want) {
		t.Errorf("the clock is at %s", w.clock.now())
	}
	p.write(".current", "Later")
	p.reads(".day", "Today")
}

func storyRefused(browser context.Context, t *testing.T) {
	w := newPractice(t)
	p := openPage(browser, t, w, look{wide, "en-GB", false}, "")
	p.gone("[data-log-count]")
	if _, ok := w.bot.call("sendMessage", obj{"chat_id": 4, "text": "hello"}); ok {
		t.Fatal("a message to nobody was sent")
	}
	p.reads("[data-log-count]", "1")
	p.click(`[data-action="log"]`)
	p.reads(`[data-violation="sendMessage"] .error`, "chat not found")
	p.picture("log")
	p.key(kb.Escape)
	p.gone("[data-log-drawer]")
}

func storyUnread(browser context.Context, t *testing.T) {
	w := newPractice(t)
	w.greet(w.ann)
	p := openPage(browser, t, w, english, "")
	p.see(person(w.ann))
	w.lin.Say(w.group, "Who has the key?")
	w.bot.must("sendMessage", obj{"chat_id": w.ann.ID(), "text": "Your suggestion was approved"})
	p.reads(person(w.ann)+" [data-unread]", "1")
	p.click(person(w.ann))
	p.reads(chat(w.group)+" [data-unread]", "1")
	p.reads(chat(w.group)+" .line", "林 美华: Who has the key?")
	w.lin.Say(w.group, "Found it")
	p.reads(chat(w.group)+" [data-unread]", "2")
	p.reads(chat(w.group)+" .line", "Found it")
	p.picture("chats")
	p.click(chat(w.group))
	p.reads(".text", "Found it")
	p.click(`[data-action="back"]`)
	p.see(`[data-screen="chats"]`)
	p.gone(chat(w.group) + " [data-unread]")
}

func storyPoll(browser context.Context, t *testing.T) {
	w := newPractice(t)
	m := w.bot.must("sendPoll", obj{
		"chat_id": w.group.ID(), "question": "Which colour?", "is_anonymous": false,
		"options": []obj{{"text": "Green"}, {"text": "Blue"}},
	})
	p := openPage(browser, t, w, english, at(w.ann, w.group))
	p.see(`[data-poll] input[data-option="Blue"]`)
	p.click(`input[data-option="Blue"]`)
	p.click(`[data-poll] [data-action="vote"]`)
	p.reads(`.result[data-option="Blue"]`, "100%")
	if got := w.group.Message(m.ID).Poll.Options[1].Voters; got != 1 {
		t.Errorf("%d votes for blue", got)
	}
	p.click(`[data-poll] [data-action="retract"]`)
	p.see(`[data-poll] input[data-option="Blue"]`)
}

func storyHistory(browser context.Context, t *testing.T) {
	w := newPractice(t)
	var first *Message
	for i := range 150 {
		m := w.lin.Say(w.group, fmt.Sprintf("Message number %d", i))
		if i == 3 {
			first = m
		}
	}
	w.bot.must("pinChatMessage", obj{"chat_id": w.group.ID(), "message_id": first.ID})
	p := openPage(browser, t, w, english, at(w.ann, w.group))
	p.reads(".text", "Message number 149")
	p.gone(fmt.Sprintf(`[data-message="%d"]`, first.ID))
	p.reads("[data-pinned]", "Message number 3")
	p.click("[data-pinned]")
	p.until("the pinned message is shown", fmt.Sprintf(`(() => {
		const n = document.querySelector('[data-message="%d"]');
		const at = n && n.getBoundingClientRect();
		return at && at.top > 0 && at.bottom < innerHeight;
	})()`, first.ID))
	w.lin.Say(w.group, "One more")
	p.reads(`[data-action="to-bottom"]`, "1 new message")
	p.click(`[data-action="to-bottom"]`)
	p.gone(`[data-action="to-bottom"]`)
	p.reads(".text", "One more")
}

func storyLanguage(browser context.Context, t *testing.T) {
	w := newPractice(t)
	p := openPage(browser, t, w, chinese, "")
	p.reads("h2", "您想扮演谁")
	p.reads(".group h3", "办事人员")
	p.reads(person(w.ann), "河畔社区居民")
	p.picture("people-zh")
	p.click(person(w.lin))
	p.click(chat(w.lin.Private()))
	p.click(`[data-action="start"]`)
	p.see(".text b")
	p.click(`[data-action="language"]`)
	p.until("the page is English", `document.documentElement.lang === 'en' && document.querySelector('[data-compose]').placeholder === 'Write a message'`)
	p.do(chromedp.Reload())
	p.until("English is kept", `document.body.dataset.ready && document.documentElement.lang === 'en'`)
}

func storyBlock(browser context.Context, t *testing.T) {
	w := newPractice(t)
	w.greet(w.ann)
	p := openPage(browser, t, w, english, at(w.ann, w.ann.Private()))
	p.click(`.current [data-action="chat-menu"]`)
	p.click(`dialog [data-action="block"]`)
	p.see(`[data-action="unblock"]`)
	if !w.ann.Blocked() {
		t.Error("Ann has not blocked the bot")
	}
	p.click(`[data-action="unblock"]`)
	p.see("[data-compose]")
	p.until("START was pressed twice", `document.querySelectorAll('[data-button="Mine"]').length === 2`)
	if w.ann.Blocked() {
		t.Error("Ann still blocks the bot")
	}
}

func storyLinks(browser context.Context, t *testing.T) {
	w := newPractice(t)
	mine := w.s.NewGroup(GroupInfo{Title: "Our stairs", NoBot: true}, w.lin, w.ann)
	p := openPage(browser, t, w, english, fmt.Sprintf("#%d", w.lin.ID()))
	p.click(`[data-action="open-link"]`)
	p.enter(`[data-field="link"]`, "https://example.org/?start=1")
	p.key(kb.Enter)
	p.reads("dialog .wrong", "not a link to the bot")
	p.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	p.enter(`[data-field="link"]`, "t.me/"+DefaultUsername+"?start=staff_7")
	p.key(kb.Enter)
	p.reads(".text code", "/start staff_7")
	p.click(`[data-action="back"]`)
	p.click(`[data-action="open-link"]`)
	p.enter(`[data-field="link"]`, "https://t.me/"+DefaultUsername+"?startgroup=bind_3")
	p.key(kb.Enter)
	p.click(fmt.Sprintf(`dialog [data-action="%d"]`, mine.ID()))
	p.reads(".service", "joined the group")
	p.reads(`[data-own="true"] .text`, "/start@"+DefaultUsername+" bind_3")
	if !mine.BotStanding().in() {
		t.Error("the bot is not in the group")
	}
}

func storyThrownOut(browser context.Context, t *testing.T) {
	w := newPractice(t)
	p := openPage(browser, t, w, english, at(w.ann, w.group))
	p.see("[data-compose]")
	w.group.Remove(w.ann)
	p.see(`[data-screen="chats"]`)
	p.gone(chat(w.group))
	w.group.Add(w.ann)
	p.see(chat(w.group))
}
