package sandbox

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

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

func storyHundreds(browser context.Context, t *testing.T) {
	w := newPractice(t)
	var last *Chat
	for i := range 300 {
		w.s.NewUser(Person{First: fmt.Sprintf("Neighbour %d", i)})
		last = w.s.NewGroup(GroupInfo{Title: fmt.Sprintf("Stairwell %d", i)}, w.lin, w.ann)
	}
	p := openPage(browser, t, w, english, "")
	p.enter(`[data-field="search"]`, "huang")
	p.until("one person is left", `document.querySelectorAll('[data-person]').length === 1`)
	p.click(person(w.ann))
	p.until("every chat is listed", `document.querySelectorAll('[data-chat]').length === 302`)
	w.lin.Say(last, "Who is in?")
	p.until("the latest comes first", fmt.Sprintf(`document.querySelector('[data-chat]').dataset.chat === "%d"`, last.ID()))
	for i := range 700 {
		w.lin.Say(last, fmt.Sprint("Number ", i))
	}
	p.click(chat(last))
	p.reads(".text", "Number 699")
}

func storyCut(browser context.Context, t *testing.T) {
	w := newPractice(t)
	p := openPage(browser, t, w, english, at(w.ann, w.group))
	first := w.lin.Say(w.group, "Before")
	p.reads(".text", "Before")
	p.cut()
	w.lin.Edit(first, "Before, corrected")
	w.lin.Say(w.group, "Meanwhile")
	p.reads(".text", "Meanwhile")
	p.reads(".text", "Before, corrected")
	p.gone("#offline:not(:empty)")
	p.forgive() // the browser reports the cut
}

func storyShare(browser context.Context, t *testing.T) {
	w := newPractice(t)
	w.greet(w.ann)
	w.bot.must("sendMessage", obj{
		"chat_id": w.ann.ID(), "text": "Which group, and who looks after it?",
		"reply_markup": obj{"keyboard": [][]obj{{
			{"text": "Choose the group", "request_chat": obj{"request_id": 1, "chat_is_channel": false}},
			{"text": "Choose somebody", "request_users": obj{"request_id": 2}},
		}}},
	})
	p := openPage(browser, t, w, english, at(w.ann, w.ann.Private()))
	p.click(`[data-key="Choose the group"]`)
	p.click(fmt.Sprintf(`dialog [data-action="%d"]`, w.group.ID()))
	p.reads(".service", "You gave the bot “Riverside neighbours”")
	p.click(`[data-key="Choose somebody"]`)
	p.click(fmt.Sprintf(`dialog [data-action="%d"]`, w.lin.ID()))
	p.reads(".service", "You gave the bot “林 美华”")
	if last := w.ann.Private().Last().Service; last == nil || last.Request != 2 {
		t.Errorf("the last message is %+v", last)
	}
}
