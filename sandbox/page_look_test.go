package sandbox

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
)

// contrastScript lists visible texts whose contrast with what is behind them
// is below WCAG AA: 4.5:1, or 3:1 for large ones.
const contrastScript = `(() => {
	const parse = (c) => { const n = c.match(/[\d.]+/g).map(Number); return { rgb: n.slice(0, 3), a: n.length > 3 ? n[3] : 1 }; };
	const over = (top, under) => top.rgb.map((v, i) => v * top.a + under[i] * (1 - top.a));
	const light = (rgb) => {
		const [r, g, b] = rgb.map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const behind = (node) => {
		const layers = [];
		for (let n = node; n; n = n.parentElement) layers.push(parse(getComputedStyle(n).backgroundColor));
		return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
	};
	const bad = [];
	const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	const open = document.querySelector('dialog[open]');
	while (walk.nextNode()) {
		const node = walk.currentNode.parentElement;
		const words = walk.currentNode.textContent.trim();
		if (!words || !node.checkVisibility() || node.closest('.unseen, .skip, noscript, script, .spoiler:not(.shown)')) continue;
		if (open && !open.contains(node)) continue;
		const style = getComputedStyle(node);
		let solid = 1;
		for (let n = node; n; n = n.parentElement) solid *= Number(getComputedStyle(n).opacity);
		const ground = behind(node);
		const ink = parse(style.color);
		ink.a *= solid;
		const [a, b] = [light(over(ink, ground)), light(ground)].sort((x, y) => y - x);
		const ratio = (a + 0.05) / (b + 0.05);
		const px = parseFloat(style.fontSize);
		const large = px >= 24 || (px >= 18.66 && Number(style.fontWeight) >= 700);
		if (ratio < (large ? 3 : 4.5)) bad.push(ratio.toFixed(2) + ' ' + node.className + ': ' + words.slice(0, 40));
	}
	return bad;
})()`

// targetScript lists visible controls that are smaller than 44 pixels; a link
// or command within a sentence is excused, as WCAG excuses it.
const targetScript = `[...document.querySelectorAll('button, a[href], input, textarea, summary')]
	.filter((n) => n.checkVisibility() && !n.closest('.text, .skip, .pick, .poll label') && !n.matches('.unseen, .skip'))
	.filter((n) => { const r = n.getBoundingClientRect(); return r.width < 44 || r.height < 44; })
	.map((n) => n.outerHTML.slice(0, 90))`

// overlapScript lists parts of the bar that lie over each other or outside.
const overlapScript = `(() => {
	const parts = [...document.querySelectorAll('#bar button, #bar h1')].filter((n) => n.checkVisibility()).map((n) => [n, n.getBoundingClientRect()]);
	const bad = parts.filter(([, r]) => r.left < -1 || r.right > innerWidth + 1).map(([n]) => 'outside: ' + n.textContent);
	parts.forEach(([a, r], i) => parts.slice(i + 1).forEach(([b, s]) => {
		if (r.left < s.right - 1 && s.left < r.right - 1) bad.push(a.textContent + ' over ' + b.textContent);
	}));
	return bad;
})()`

// TestPageLooks measures contrast, the size of what is to be pressed, and the
// names that screen readers say, on every screen, in both languages, light
// and dark, and keeps pictures of them where SANDBOX_SHOTS says.
func TestPageLooks(t *testing.T) {
	browser, ok := startBrowser(t)
	if !ok {
		return
	}
	for _, l := range []look{
		{phone, "en-GB", false}, {phone, "zh-CN", true}, {wide, "zh-CN", false}, {wide, "en-GB", true},
	} {
		name := fmt.Sprintf("%d-%s-%s", l.width, l.language[:2], map[bool]string{true: "dark", false: "light"}[l.dark])
		t.Run(name, func(t *testing.T) { lookAround(browser, t, l, name) })
	}
}

func lookAround(browser context.Context, t *testing.T, l look, name string) {
	w := newPractice(t)
	fillWorld(w, l.language[:2])
	p := openPage(browser, t, w, l, "")
	look := func(what string) {
		t.Helper()
		p.picture(what + "-" + name)
		p.inspect(what)
	}
	p.see("[data-person]")
	look("people")
	hash := fmt.Sprintf("%s|%d.%d", at(w.ann, w.ann.Private()), w.lin.ID(), w.group.ID())
	if l.size == wide {
		eval[string](p, fmt.Sprintf(`location.hash = %q`, hash))
	} else {
		p.click(person(w.ann))
		p.see("[data-chat]")
		look("chats")
		p.click(chat(w.group))
		p.see("[data-poll]")
		look("group")
		p.click(`[data-action="back"]`)
		p.click(chat(w.ann.Private()))
	}
	p.see(`[data-button="Refuse"]`)
	look("talk")
	for action, inside := range map[string]string{
		"settings": "[data-settings]", "log": "[data-log-drawer]", "clock": "[data-clock-dialog]", "attach": "dialog",
	} {
		p.click(fmt.Sprintf(`[data-action=%q]`, action))
		p.see(inside)
		look(action)
		p.click("dialog [data-close]")
		p.gone("dialog")
	}
	p.click(`[data-action="settings"]`)
	p.click(`[data-settings] input[value="huge"]`)
	p.click("dialog [data-close]")
	p.gone("dialog")
	p.until("the talk stays at its end", `(() => { const l = document.querySelector('[data-log]'); return l.scrollHeight - l.scrollTop - l.clientHeight < 4; })()`)
	look("huge")
	p.click(`[data-action="settings"]`)
	p.click(`[data-settings] input[value="normal"]`)
	p.click("dialog [data-close]")
	p.gone("dialog")
	p.click(`[data-button="Mine"]`)
	p.see("[data-alert]")
	look("alert")
	p.click(`[data-alert] [data-action="ok"]`)
	for _, kind := range []string{"photo", "place"} {
		p.click(`[data-action="attach"]`)
		p.click(fmt.Sprintf(`dialog [data-action=%q]`, kind))
		p.see(`dialog [data-field]`)
		look(kind)
		p.click("dialog [data-close]")
		p.gone("dialog")
	}
}

// fillWorld makes talks with a bit of everything.
func fillWorld(w *practice, language string) {
	say := map[string][]string{
		"en": {"Good morning. The lamp at the corridor door has been dark for a week.", "My mother fell there last year.", "Thank you, I have written it down."},
		"zh": {"早上好，走廊门口的灯已经坏了一个星期了。", "去年我母亲在那里摔了一跤。", "谢谢，我记下来了。"},
	}[language]
	w.ann.Start("riverside")
	w.ann.Say(w.ann.Private(), say[0])
	m := w.ann.Say(w.group, say[0])
	w.ann.Say(w.group, say[1])
	w.lin.Reply(m, say[2])
	w.ann.Place(w.group, 24.3101, 109.4102)
	w.lin.File(w.group, "minutes.txt", []byte("agreed"))
	w.bot.must("sendMessage", obj{
		"chat_id": w.group.ID(), "parse_mode": "HTML",
		"text":         "<b>№ 12</b> · <i>corridor lamp</i>\n<blockquote>Estimate: 3,200 yuan</blockquote>See <a href=\"https://example.org/\">the rule</a>, <code>/mine</code>, <s>old</s> <u>new</u> <tg-spoiler>secret</tg-spoiler> #lamp /help",
		"reply_markup": inline([]obj{{"text": "For", "callback_data": "toast", "style": "success"}, {"text": "Against", "callback_data": "alert", "style": "danger"}, {"text": "Abstain", "callback_data": "toast", "style": "primary"}}),
	})
	w.bot.must("sendPoll", obj{"chat_id": w.group.ID(), "question": "Which colour?", "is_anonymous": false, "options": []obj{{"text": "Green"}, {"text": "Blue"}}})
	w.bot.must("setMyCommands", obj{"commands": []obj{{"command": "suggest", "description": "Suggest something"}, {"command": "mine", "description": "What became of mine"}}})
	w.bot.call("sendMessage", obj{"chat_id": 4, "text": "hello"})
}

// inspect measures the screen as it is.
func (p *tab) inspect(what string) {
	p.t.Helper()
	for _, bad := range eval[[]string](p, contrastScript) {
		p.t.Errorf("%s: too little contrast: %s", what, bad)
	}
	for _, small := range eval[[]string](p, targetScript) {
		p.t.Errorf("%s: smaller than 44 pixels: %s", what, small)
	}
	for _, bad := range eval[[]string](p, overlapScript) {
		p.t.Errorf("%s: in the bar: %s", what, bad)
	}
	if eval[bool](p, `document.documentElement.scrollWidth > innerWidth`) {
		p.t.Errorf("%s: wider than the window", what)
	}
	for _, nameless := range p.nameless() {
		p.t.Errorf("%s: a screen reader has no name for: %s", what, nameless)
	}
}

// nameless lists the controls of the accessibility tree that have no name.
func (p *tab) nameless() []string {
	p.t.Helper()
	nodes := send(p, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{}).Nodes
	var found []string
	for _, n := range nodes {
		if n.Ignored || n.Role == nil {
			continue
		}
		role := strings.Trim(string(n.Role.Value), `"`)
		switch role {
		case "button", "link", "textbox", "searchbox", "radio", "checkbox", "dialog", "alertdialog", "img", "image", "log", "navigation", "option", "heading":
		default:
			continue
		}
		if n.Name == nil || strings.Trim(string(n.Name.Value), `" `) == "" {
			found = append(found, role+" "+string(n.NodeID))
		}
	}
	return found
}
