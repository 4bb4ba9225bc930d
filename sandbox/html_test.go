package sandbox_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

func decode(t *testing.T, r *http.Request, v any) {
	t.Helper()
	if err := json.NewDecoder(r.Body).Decode(v); err != nil {
		t.Error(err)
	}
}

func TestHTML(t *testing.T) {
	for source, want := range map[string]struct{ text, entities, html string }{
		"plain &amp; <b>bold</b>":                           {"plain & bold", "bold 8+4", "plain &amp; <b>bold</b>"},
		"<B>x</B> <strong>y</strong>":                       {"x y", "bold 0+1, bold 2+1", "<b>x</b> <b>y</b>"},
		"<b>a<i>b</i></b>":                                  {"ab", "bold 0+2, italic 1+1", "<b>a<i>b</i></b>"},
		"👍 <u>под</u> <s>x</s>":                             {"👍 под x", "underline 3+3, strikethrough 7+1", "👍 <u>под</u> <s>x</s>"},
		`<a href="https://a.example/?x=1&amp;y=2">here</a>`: {"here", "text_link 0+4 https://a.example/?x=1&y=2", `<a href="https://a.example/?x=1&amp;y=2">here</a>`},
		`<a href="nonsense">here</a>`:                       {"here", "", "here"},
		`<a href="https://a.example">x</a>`:                 {"x", "text_link 0+1 https://a.example/", `<a href="https://a.example/">x</a>`},
		`<pre><code class="language-go">f()</code></pre>`:   {"f()", "pre 0+3 go", `<pre><code class="language-go">f()</code></pre>`},
		"<code>/start a.example</code>":                     {"/start a.example", "code 0+16", "<code>/start a.example</code>"},
		"<tg-spoiler>x</tg-spoiler>":                        {"x", "spoiler 0+1", "<tg-spoiler>x</tg-spoiler>"},
		`<span class="tg-spoiler">x</span>`:                 {"x", "spoiler 0+1", "<tg-spoiler>x</tg-spoiler>"},
		"<blockquote expandable>x</blockquote>":             {"x", "expandable_blockquote 0+1", "<blockquote expandable>x</blockquote>"},
		"<b> x </b>":                                        {"x", "bold 0+1", "<b>x</b>"},
		"&lt;b&gt; &#20013; &#x4e2d; &nbsp;":                {"<b> 中 中 &nbsp;", "", "&lt;b&gt; 中 中 &amp;nbsp;"},
		"a\rb\tc":                                           {"ab c", "", "ab c"},
		"press /start":                                      {"press /start", "bot_command 6+6", "press /start"},
	} {
		w := newWorld(t)
		ann := w.started("Ann")
		w.say(ann.ID(), source, args{"parse_mode": "HTML"})
		m := ann.Private().Last()
		var found []string
		for _, e := range m.Entities {
			found = append(found, strings.TrimSpace(e.Type+" "+sprint(e.Offset)+"+"+sprint(e.Length)+" "+e.URL+e.Language))
		}
		if got := strings.Join(found, ", "); m.Text != want.text || got != want.entities || m.HTML() != want.html {
			t.Errorf("%s:\n got %q %s %s\nwant %q %s %s", source, m.Text, got, m.HTML(), want.text, want.entities, want.html)
		}
	}
}

func TestLengthsCountCodePoints(t *testing.T) {
	w := newWorld(t)
	ann := w.started("Ann")
	w.say(ann.ID(), strings.Repeat("👍", 4096))
	w.say(ann.ID(), "<b>"+strings.Repeat("字", 4096)+"</b>", args{"parse_mode": "HTML"})
	w.ok("sendPhoto", args{"chat_id": ann.ID(), "photo": picture(4, 4), "caption": strings.Repeat("👍", 1024)})
	w.say(ann.ID(), "x", args{"reply_markup": keyboard("x", strings.Repeat("字", 21)+"a")})
}

func TestMentionsOfPeopleTheBotKnows(t *testing.T) {
	w := newWorld(t)
	ann := w.started("Ann")
	w.say(ann.ID(), `<a href="tg://user?id=`+sprint(ann.ID())+`">Ann</a> <a href="tg://user?id=5">nobody</a>`, args{"parse_mode": "HTML"})
	m := ann.Private().Last()
	if len(m.Entities) != 1 || m.Entities[0].Type != "text_mention" || m.Entities[0].User.ID != ann.ID() || m.Part(m.Entities[0]) != "Ann" {
		t.Fatalf("%+v", m.Entities)
	}
}
