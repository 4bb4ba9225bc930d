package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot/models"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/store"
)

// wishDraft is what the form of these tests fills in.
type wishDraft struct {
	What   string         `json:"what"`
	Kind   string         `json:"kind"`
	Photos []dialog.Photo `json:"photos,omitempty"`
}

// formTalk plays updates through the router: one transaction and one fresh
// router each, as if the program were restarted between any two.
type formTalk struct {
	t     *testing.T
	db    *store.DB
	book  *locales.Book
	lang  locales.Lang
	group bool
	full  bool // sending is refused
	sent  []wishDraft

	update, message int
	seen            int64 // revision of the outbox
	keys            map[string]string
	at              int    // the message that the last keys hang on
	alert           string // the answer to the last press
}

func newFormTalk(t *testing.T) *formTalk {
	t.Helper()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "huimin.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	book, err := locales.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	return &formTalk{t: t, db: db, book: book, lang: locales.English, keys: map[string]string{}}
}

func labelled(s string) func(wishDraft) locales.Message {
	return func(wishDraft) locales.Message { return locales.Text(s) }
}

func (f *formTalk) wishForm(name string) dialog.Form[*turn, wishDraft] {
	return dialog.Form[*turn, wishDraft]{
		Name: name, Title: locales.Text("the " + name),
		Steps: []dialog.Step[*turn, wishDraft]{
			{Key: "what", Label: labelled("What"), Ask: func(*turn, wishDraft) (dialog.View, error) {
				return dialog.View{Text: locales.Text("What for the " + name + "?")}, nil
			}, Take: func(_ *turn, d *wishDraft, a dialog.Answer) error {
				if a.Text == "" {
					return dialog.Again(locales.FormTextPlease())
				}
				d.What = a.Text
				return nil
			}},
			{Key: "kind", Label: labelled("Kind"), Ask: func(*turn, wishDraft) (dialog.View, error) {
				return dialog.View{Text: locales.Text("Kind?"), Choices: [][]dialog.Choice{
					{{Value: "light:1", Label: locales.Text("Light")}, {Value: "road", Label: locales.Text("Road")}},
				}}, nil
			}, Take: func(_ *turn, d *wishDraft, a dialog.Answer) error {
				if a.Choice == "" {
					return dialog.Again(locales.FormPressPlease())
				}
				d.Kind = a.Choice
				return nil
			}},
			{
				Key: "photo", Optional: true, Clear: func(d *wishDraft) { d.Photos = nil }, Free: true, Label: labelled("Photo"),
				Ask: func(*turn, wishDraft) (dialog.View, error) {
					return dialog.View{Text: locales.Text("Photo?")}, nil
				}, Take: func(_ *turn, d *wishDraft, a dialog.Answer) error {
					if len(a.Photos) == 0 {
						return dialog.Again(locales.FormPhotoPlease())
					}
					d.Photos = a.Album(d.Photos)
					return nil
				},
			},
		},
		Look: func(_ *turn, d wishDraft) (dialog.View, error) {
			return dialog.View{Text: locales.Text(fmt.Sprintf("%s / %s / %d pictures", d.What, d.Kind, len(d.Photos)))}, nil
		},
		Done: func(t *turn, d wishDraft) error {
			f.sent = append(f.sent, d)
			if err := t.show(screen{Text: locales.Text("Filed")}); err != nil {
				return err
			}
			if f.full {
				f.sent = f.sent[:len(f.sent)-1]
				return refuse(locales.Text("Too many already"))
			}
			return nil
		},
	}
}

// wishButton begins a wish from a message with a button.
type wishButton struct{ N int }

// flow has two forms, a command for each and one for neither.
func (f *formTalk) flow(r *router) {
	first := f.formsOnly(r)
	r.command(command{Name: "mine", Scope: anywhere, Run: func(t *turn, _ string) error {
		return t.say(screen{Text: locales.Text("Nothing yet")})
	}})
	r.text(func(t *turn) (bool, error) {
		if len(t.message.Photo) > 0 {
			return true, first.beginWith(t, wishDraft{Kind: "road"}, answerIn(t.message))
		}
		return true, t.say(screen{Text: locales.Text("Heard: " + t.text())})
	})
}

// formsOnly has the forms and what begins them, and gives the first.
func (f *formTalk) formsOnly(r *router) opener[wishDraft] {
	var first opener[wishDraft]
	for _, name := range []string{"wish", "plan"} {
		open := form(r, f.wishForm(name))
		if name == "wish" {
			first = open
		}
		r.command(command{Name: name, Scope: anywhere, Run: func(t *turn, args string) error {
			switch args {
			case "":
				return open.begin(t, wishDraft{})
			case "all":
				return open.beginAt(t, wishDraft{What: "lamp", Kind: "road"}, dialog.LastLook)
			}
			return open.beginAt(t, wishDraft{What: args}, "kind")
		}})
	}
	press(r, "w", func(t *turn, _ wishButton) error { return first.begin(t, wishDraft{}) })
	return first
}

// play routes one update as the pump does, and gives what was said for it.
func (f *formTalk) play(u models.Update) string {
	f.t.Helper()
	r, err := newRouter(f.book, &shared{buttons: newButtons()}, []flow{formFlow, f.flow})
	if err != nil {
		f.t.Fatal(err)
	}
	name := "huimin_bot"
	r.name.Store(&name)
	f.update++
	u.ID = int64(f.update)
	out := ""
	err = f.db.Write(f.t.Context(), func(tx *store.Tx) error {
		t := f.turn(r, tx, &u)
		if s, err := tx.Session(t.chat.ID, t.user.ID); err == nil {
			if t.tap == nil { // a press does not read it
				t.session = &s
			}
		} else if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		err := tx.Savepoint(func(*store.Tx) error { return r.route(t) })
		if m, ok := words(err); ok {
			out = "! " + f.plain(m) + "\n"
			return nil
		} else if err != nil {
			return err
		}
		f.alert = ""
		if t.answer.Text != nil {
			f.alert = f.plain(*t.answer.Text)
		}
		return nil
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return strings.TrimSpace(out + f.heard())
}

func (f *formTalk) turn(r *router, tx *store.Tx, u *models.Update) *turn {
	t := &turn{
		shared: r.shared, tx: tx, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), lang: f.lang, update: u,
		user: models.User{ID: 7}, person: fund.Person{ID: 1, Telegram: 7, Consent: fund.ConsentVersion},
		chat: chatInfo{ID: 7, Kind: store.ChatPrivate},
	}
	if f.group {
		t.chat = chatInfo{ID: -5, Kind: store.ChatSupergroup}
	}
	switch {
	case u.CallbackQuery != nil:
		t.tap, t.message = u.CallbackQuery, u.CallbackQuery.Message.Message
	case u.EditedMessage != nil:
		t.message, t.edited = u.EditedMessage, true
	default:
		t.message = u.Message
	}
	return t
}

func (f *formTalk) plain(m locales.Message) string {
	f.t.Helper()
	s, err := f.book.Plain(f.lang, m)
	if err != nil {
		f.t.Fatal(err)
	}
	return s
}

// heard gives what came into the outbox: "edit" before what replaces the
// pressed message, "post" before what is kept up to date, keys in brackets.
func (f *formTalk) heard() string {
	f.t.Helper()
	var out strings.Builder
	err := f.db.Read(f.t.Context(), func(tx *store.Tx) error {
		rows, err := tx.WaitingOutbox(f.seen, 100)
		for _, q := range rows {
			f.seen = max(f.seen, q.Rev)
			var d screenData
			how := ""
			switch q.Kind {
			case kindScreen:
				err = json.Unmarshal(q.Data, &d)
			case kindLook:
				how, err = "post ", json.Unmarshal(q.Data, &d.Screen)
			default:
				continue
			}
			if d.Edit != 0 {
				how = "edit "
			}
			out.WriteString(how + f.plain(d.Screen.Text) + f.buttons(d.Screen) + "\n")
		}
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return out.String()
}

func (f *formTalk) buttons(s screen) string {
	out := ""
	if len(s.Keys) > 0 {
		f.message++
		f.at = f.message
		f.keys = map[string]string{}
	}
	for _, row := range s.Keys {
		for _, k := range row {
			label := f.plain(k.Label)
			f.keys[label] = k.Data
			out += " [" + label + "]"
		}
	}
	return out
}

func (f *formTalk) incoming(m models.Message) *models.Message {
	f.message++
	if m.ID == 0 {
		m.ID = f.message
	}
	if strings.HasPrefix(m.Text, "/") {
		name, _, _ := strings.Cut(m.Text, " ")
		m.Entities = []models.MessageEntity{{Type: models.MessageEntityTypeBotCommand, Length: len(name)}}
	}
	return &m
}

func (f *formTalk) write(text string) string {
	f.t.Helper()
	return f.play(models.Update{Message: f.incoming(models.Message{Text: text})})
}

func (f *formTalk) picture(file, album, caption string) string {
	f.t.Helper()
	return f.play(models.Update{Message: f.incoming(models.Message{
		MediaGroupID: album, Caption: caption,
		Photo: []models.PhotoSize{{FileID: "small"}, {FileID: file, FileUniqueID: file}},
	})})
}

// press presses a key of the last message that had any.
func (f *formTalk) press(label string) string {
	f.t.Helper()
	data, ok := f.keys[label]
	if !ok {
		f.t.Fatalf("there is no key [%s] among %v", label, f.keys)
	}
	return f.tap(f.at, data)
}

// pressOn presses a key of a message that replies to what the person wrote.
func (f *formTalk) pressOn(label, wrote string) string {
	f.t.Helper()
	return f.play(models.Update{CallbackQuery: &models.CallbackQuery{
		ID: "q", Data: f.keys[label], Message: models.MaybeInaccessibleMessage{Message: &models.Message{
			ID: f.at, ReplyToMessage: &models.Message{ID: f.at - 1, Text: wrote, From: &models.User{ID: 7}},
		}},
	}})
}

func (f *formTalk) tap(message int, data string) string {
	f.t.Helper()
	return f.play(models.Update{CallbackQuery: &models.CallbackQuery{
		ID: "q", Data: data, Message: models.MaybeInaccessibleMessage{Message: &models.Message{ID: message}},
	}})
}

// hears fails unless that was said.
func (f *formTalk) hears(got, want string) {
	f.t.Helper()
	if got != want {
		f.t.Fatalf("heard\n%s\nwant\n%s", got, want)
	}
}
