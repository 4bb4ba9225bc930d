package bot

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"huimin/bot/dialog"
	"huimin/locales"
	"huimin/store"
)

// nonsense is something that no question asks for.
type nonsense struct {
	name string
	// message is what Telegram sends beside who and where; data is a press instead.
	message map[string]any
	data    string
	// may: a question may ask for that after all, and the draft may change.
	may bool
}

// command is a command, marked as Telegram marks it.
func typed(text string) map[string]any {
	name, _, _ := strings.Cut(text, " ")
	return map[string]any{"text": text, "entities": []any{
		map[string]any{"type": "bot_command", "offset": 0, "length": len(name)},
	}}
}

// nonsenseAt is what is tried at a question whose buttons carry nonce.
func (s *stage) nonsenseAt(d dialog.State) []nonsense {
	press := func(b formButton) string {
		data, err := s.bot.router.pack(b)
		if err != nil {
			s.t.Fatal(err)
		}
		return data
	}
	file := map[string]any{"file_id": "x", "file_unique_id": "x"}
	list := []nonsense{
		{name: "nothing but a blank", message: map[string]any{"text": "\u2800"}},
		{name: "5000 characters", message: map[string]any{"text": strings.Repeat("长", 5000)}},
		{name: "5000 letters in a caption", message: map[string]any{"caption": strings.Repeat("long ", 1000), "sticker": file}},
		{name: "emoji", message: map[string]any{"text": "😀👍🏽🎉"}},
		{name: "a sticker", message: map[string]any{"sticker": file}},
		{name: "a voice note", message: map[string]any{"voice": file}},
		{name: "a contact", message: map[string]any{"contact": map[string]any{"phone_number": "1", "first_name": "x"}}},
		{name: "a place", message: map[string]any{"location": map[string]any{"latitude": 24.3, "longitude": 109.4}}, may: true},
		{name: "a command that does not exist", message: typed("/zzz 1")},
		{name: "an old button", data: press(formButton{Nonce: 1, Act: string(dialog.Send)})},
		{name: "a button of nothing", data: "zz:1"},
		{name: "an empty button", data: "f::y:"},
		{name: "a choice that is not offered", data: press(formButton{Nonce: d.Nonce, Act: string(dialog.Choose), Value: "zz9"})},
		{name: "a change of nothing", data: press(formButton{Nonce: d.Nonce, Act: string(dialog.Change), Value: "zz9"})},
		{name: "an act that does not exist", data: press(formButton{Nonce: d.Nonce, Act: "q"})},
		{name: "taking up nothing", data: press(formButton{Nonce: 1, Act: string(dialog.Undo)})},
		{name: "an answer about nothing left", data: press(formButton{Nonce: d.Nonce, Act: string(dialog.Meant)})},
	}
	if !d.Looking {
		list = append(list, nonsense{name: "sending too early", data: press(formButton{Nonce: d.Nonce, Act: string(dialog.Send)})})
	}
	h := fnv.New32a()
	fmt.Fprint(h, d.Form, d.Step, d.Looking, d.Touched)
	for i, c := range s.bot.router.commands {
		if c.Name == "back" || c.Name == "cancel" || i%5 != int(h.Sum32()%5) { // a fifth of them at each question
			continue
		}
		list = append(list, nonsense{name: "/" + c.Name, message: typed("/" + c.Name + " ؟zz 99999999999999999999 %00")})
		if !c.Word.IsZero() {
			for _, l := range locales.Languages() {
				word, err := s.book.Plain(l, c.Word)
				if err != nil {
					s.t.Fatal(err)
				}
				list = append(list, nonsense{name: word, message: map[string]any{"text": word}})
			}
		}
	}
	return list
}

// TestNonsenseAtEveryStepOfEveryForm plays all transcripts, and wherever
// somebody is asked something, sends what nobody asked for and takes it back:
// each is answered, in the reader's language, with a way on, and nothing that
// they had given is lost.
func TestNonsenseAtEveryStepOfEveryForm(t *testing.T) {
	files, err := filepath.Glob("testdata/*.chat")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	var mu sync.Mutex
	seen := map[string]bool{}
	first := func(key string) bool {
		mu.Lock()
		defer mu.Unlock()
		was := seen[key]
		seen[key] = true
		return !was
	}
	english, skip := false, ""
	t.Run("all", func(t *testing.T) {
		for _, file := range files {
			if story, ok := strings.CutSuffix(file, ".en.chat"); ok { // every other story in English
				if english = !english; english {
					skip = story + ".zh.chat"
				} else {
					continue
				}
			} else if file == skip {
				continue
			}
			t.Run(strings.TrimSuffix(filepath.Base(file), ".chat"), func(t *testing.T) {
				t.Parallel()
				raw, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				playWith(t, string(raw), func(s *stage) { s.annoy(first) })
			})
		}
	})
	forms := map[string]bool{}
	for key := range seen {
		name, _, _ := strings.Cut(key, " ")
		forms[name] = true
	}
	for name := range newStage(t).bot.router.forms {
		if !forms[name] {
			t.Errorf("no transcript comes by the form %q", name)
		}
	}
}

// annoy sends nonsense to everybody who is being asked something, once for each
// question, draft with or without anything in it, and language.
func (s *stage) annoy(first func(key string) bool) {
	s.t.Helper()
	for _, p := range s.players {
		d, lang := s.deskOf(p)
		if d.Open == nil || !first(fmt.Sprintf("%s %s %v %v %s", d.Open.Form, d.Open.Step, d.Open.Looking, d.Open.Touched, lang)) {
			continue
		}
		for _, n := range s.nonsenseAt(*d.Open) {
			s.try(p, lang, d, n)
		}
	}
}

// deskOf is what somebody has begun in the private chat, and their language.
func (s *stage) deskOf(p *player) (d dialog.Desk, lang locales.Lang) {
	s.t.Helper()
	err := s.db.Read(s.t.Context(), func(tx *store.Tx) error {
		person, err := found(tx.PersonByTelegram(p.user.ID()))
		if err != nil {
			return err
		}
		lang = locales.Match(person.Lang)
		had, err := found(tx.Session(p.user.ID(), p.user.ID()))
		if err != nil || had.Data == nil {
			return err
		}
		return json.Unmarshal(had.Data, &d)
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return d, lang
}

var showNonsense = flag.Bool("nonsense", false, "show what is answered to nonsense")

var errTakenBack = errors.New("only tried")

// try sends one thing, looks at what comes of it, and takes it back.
func (s *stage) try(p *player, lang locales.Lang, before dialog.Desk, n nonsense) {
	s.t.Helper()
	at := fmt.Sprintf("%s: %s at %s %q", p.name, n.name, before.Open.Form, before.Open.Step)
	err := s.db.Write(s.t.Context(), func(tx *store.Tx) error {
		seq, err := tx.Receive([]store.Incoming{{ID: 1 << 40, Body: s.updateOf(p, n)}}, s.now)
		if err != nil {
			return fmt.Errorf("%d: %w", seq, err)
		}
		waiting, err := tx.WaitingUpdates(1)
		if err != nil || len(waiting) != 1 {
			return fmt.Errorf("%d updates wait: %w", len(waiting), err)
		}
		said, err := tx.WaitingOutbox(0, 1000)
		if err != nil {
			return err
		}
		if err := s.bot.handle(tx, waiting[0]); err != nil {
			return err
		}
		failed, err := tx.FailedUpdates(10)
		if err != nil {
			return err
		}
		for _, u := range failed {
			s.t.Errorf("%s: set aside: %s", at, u.Error)
		}
		now, err := tx.WaitingOutbox(0, 1000)
		if err != nil {
			return err
		}
		s.answered(at, lang, p, slices.DeleteFunc(now, func(q store.Queued) bool {
			return slices.ContainsFunc(said, func(old store.Queued) bool { return old.ID == q.ID && old.Rev == q.Rev })
		}))
		if !n.may {
			s.kept(tx, at, p, before)
		}
		return errTakenBack
	})
	if !errors.Is(err, errTakenBack) {
		s.t.Fatalf("%s: %v", at, err)
	}
}

// updateOf is what Telegram would send.
func (s *stage) updateOf(p *player, n nonsense) []byte {
	s.t.Helper()
	from := map[string]any{"id": p.user.ID(), "is_bot": false, "first_name": p.name}
	chat := map[string]any{"id": p.user.ID(), "type": "private"}
	u := map[string]any{"update_id": 1 << 40}
	if n.data != "" {
		u["callback_query"] = map[string]any{
			"id": "1", "from": from, "data": n.data, "chat_instance": "1",
			"message": map[string]any{"message_id": 999_999, "date": s.now.Unix(), "chat": chat, "text": "x"},
		}
	} else {
		m := map[string]any{"message_id": 999_999, "date": s.now.Unix(), "chat": chat, "from": from}
		for k, v := range n.message {
			m[k] = v
		}
		u["message"] = m
	}
	raw, err := json.Marshal(u)
	if err != nil {
		s.t.Fatal(err)
	}
	return raw
}

var (
	inChinese = regexp.MustCompile(`\p{Han}`)
	inEnglish = regexp.MustCompile(`[A-Za-z]{2}`)
	// wayOn is a word that says what to do, where no button does.
	wayOn = regexp.MustCompile(`/[a-z]|(?i)press|send|write|choose|go on|ask|请|按|发|写|选|看下面`)
)

// answered fails unless something that was said for it is an answer.
func (s *stage) answered(at string, lang locales.Lang, p *player, rows []store.Queued) {
	s.t.Helper()
	var texts []string
	way := false
	for _, q := range rows {
		if q.Chat != p.user.ID() {
			continue
		}
		var text locales.Message
		keys := 0
		switch q.Kind {
		case kindScreen:
			var d screenData
			s.read(q.Data, &d)
			text, keys = d.Screen.Text, len(d.Screen.Keys)+len(d.Screen.Menu)
			if d.Lang != lang {
				s.t.Errorf("%s: said in %q, not %q", at, d.Lang, lang)
			}
		case kindLook:
			var d screen
			s.read(q.Data, &d)
			text, keys = d.Text, len(d.Keys)
		case kindAnswer:
			var d answerData
			s.read(q.Data, &d)
			if d.Text == nil {
				continue
			}
			text = *d.Text
		default:
			continue
		}
		plain, err := s.book.Plain(lang, text)
		if err != nil {
			s.t.Fatal(err)
		}
		if n := utf8.RuneCountInString(plain); n > 2500 {
			s.t.Errorf("%s: %d characters", at, n)
		}
		texts = append(texts, plain)
		way = way || keys > 0 || wayOn.MatchString(plain)
	}
	all := strings.Join(texts, "\n")
	want := inEnglish
	if lang == locales.Chinese {
		want = inChinese
	}
	switch {
	case all == "":
		s.t.Errorf("%s: no answer", at)
	case !want.MatchString(all):
		s.t.Errorf("%s: not in %s: %q", at, lang, all)
	case !way:
		s.t.Errorf("%s: says nothing about what to do: %q", at, all)
	}
	if *showNonsense {
		s.t.Logf("%s → %s", at, strings.ReplaceAll(all, "\n", " ⏎ "))
	}
}

func (s *stage) read(data []byte, into any) {
	s.t.Helper()
	if err := json.Unmarshal(data, into); err != nil {
		s.t.Fatal(err)
	}
}

// kept fails unless the draft is where it was, or in a place that it can be
// taken up from.
func (s *stage) kept(tx *store.Tx, at string, p *player, before dialog.Desk) {
	s.t.Helper()
	var d dialog.Desk
	had, err := found(tx.Session(p.user.ID(), p.user.ID()))
	if err == nil && had.Data != nil {
		err = json.Unmarshal(had.Data, &d)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	for _, now := range []*dialog.State{d.Open, d.Left, d.Earlier, d.Waiting()} {
		if now != nil && now.Form == before.Open.Form && string(now.Draft) == string(before.Open.Draft) {
			return
		}
	}
	s.t.Errorf("%s: the draft is not as it was", at)
}
