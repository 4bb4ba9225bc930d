package sandbox_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"huimin/sandbox"
)

// lived is a world in which something of everything has happened.
func lived(t *testing.T, now func() time.Time) *sandbox.Server {
	t.Helper()
	s := sandbox.New(sandbox.Options{Now: now, Seed: 7, Limits: sandbox.Limits{Off: true}})
	t.Cleanup(s.Close)
	ann := s.NewUser(sandbox.Person{First: "Ann", Username: "ann", Language: "en", About: map[string]string{"en": "a neighbour"}})
	bob := s.NewUser(sandbox.Person{First: "Bob"})
	group := s.NewGroup(sandbox.GroupInfo{Title: "Stairs", Kind: sandbox.Group, BotAdmin: true}, ann, bob)
	group = group.Migrate()
	channel := s.NewGroup(sandbox.GroupInfo{Title: "News", Kind: sandbox.Channel, Username: "news"}, bob)
	ann.Start("cCLD")
	said := ann.Say(group, "Look at https://example.org, @bob")
	bob.Reply(said, "I see")
	ann.Edit(said, "Look there")
	ann.Pin(said)
	bob.Photo(group, "so", picture(40, 30))
	bob.File(group, "list.txt", []byte("one"))
	ann.Forward(said, ann.Private())
	bob.Say(channel, "Heard?")
	ann.Stand(24.3, 109.4)
	bob.Start("")
	bob.Block()
	call := func(method string, body string) {
		t.Helper()
		res, err := s.Client().Post("https://x/bot"+s.Token()+"/"+method, "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if res.StatusCode != 200 {
			var why any
			_ = json.NewDecoder(res.Body).Decode(&why)
			t.Fatalf("%s: %v", method, why)
		}
	}
	id, err := json.Marshal(group.ID())
	if err != nil {
		t.Fatal(err)
	}
	call("sendPoll", `{"chat_id":`+string(id)+`,"question":"When?","options":[{"text":"now"},{"text":"later"}],"is_anonymous":false}`)
	if err := ann.Vote(group.Last(), 1); err != nil {
		t.Fatal(err)
	}
	call("sendMessage", `{"chat_id":`+string(id)+`,"text":"Menu","reply_markup":{"keyboard":[[{"text":"Mine"}]]}}`)
	call("setMyCommands", `{"commands":[{"command":"mine","description":"what is mine"}]}`)
	call("sendMessage", `{"chat_id":`+string(id)+`,"text":"Yes?","reply_markup":{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}}`)
	return s
}

func saveOf(t *testing.T, s *sandbox.Server) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := s.Save(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestASavedWorldGoesOn(t *testing.T) {
	at := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	now := func() time.Time { return at }
	old := lived(t, now)
	kept := saveOf(t, old)
	if when, err := sandbox.SavedAt(bytes.NewReader(kept)); err != nil || !when.Equal(at) {
		t.Errorf("saved at %s, %v", when, err)
	}

	s := sandbox.New(sandbox.Options{Now: now, Seed: 99, Limits: sandbox.Limits{Off: true}})
	t.Cleanup(s.Close)
	if err := s.Load(bytes.NewReader(kept)); err != nil {
		t.Fatal(err)
	}
	var before, after map[string]any
	for text, into := range map[string]*map[string]any{string(kept): &before, string(saveOf(t, s)): &after} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
		delete(*into, "Seed")
	}
	if !reflect.DeepEqual(before, after) {
		t.Errorf("it came back otherwise:\n%v\n%v", before, after)
	}

	ann, bob := s.Users()[0], s.Users()[1]
	if !bob.Blocked() || ann.About("en") != "a neighbour" {
		t.Error("people came back otherwise")
	}
	group := ann.Chats()[1]
	if tap, err := ann.Press(group.Last(), "Yes"); err != nil || tap.Data != "y" {
		t.Errorf("a button is dead: %v", err)
	}
	if keys := ann.KeyboardIn(group); keys == nil || keys.Rows[0][0].Text != "Mine" {
		t.Error("the menu below the input line is gone")
	}
	if pins := group.Pinned(); len(pins) != 1 || pins[0].Text != "Look there" {
		t.Errorf("pinned: %v", pins)
	}
	photo := group.History()[4]
	if _, _, _, ok := s.File(photo.Photo.FileID); !ok {
		t.Error("the photo is gone")
	}
	if said := ann.Say(group, "and on"); said == nil || said.ID <= group.History()[0].ID {
		t.Error("nobody can go on writing")
	}
	if s.Pending() != old.Pending()+2 {
		t.Errorf("%d updates wait, and %d waited before", s.Pending(), old.Pending())
	}
	if carl := s.NewUser(sandbox.Person{First: "Carl"}); old.User(carl.ID()) != nil {
		t.Error("a newcomer got the number of another")
	}
}

func TestOnlyASavedWorldIsLoaded(t *testing.T) {
	now := func() time.Time { return time.Unix(1_790_000_000, 0) }
	kept := saveOf(t, lived(t, now))
	empty := func(token string) *sandbox.Server {
		s := sandbox.New(sandbox.Options{Now: now, Token: token})
		t.Cleanup(s.Close)
		return s
	}
	for name, text := range map[string]string{
		"nothing":         "",
		"another file":    `{"Version":99}`,
		"a broken file":   string(kept[:len(kept)/2]),
		"a stray message": strings.Replace(string(kept), `"InChat":-`, `"InChat":1`, 1),
	} {
		if err := empty("").Load(strings.NewReader(text)); !errors.Is(err, sandbox.ErrSaved) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := empty("2000:other").Load(bytes.NewReader(kept)); !errors.Is(err, sandbox.ErrSaved) {
		t.Errorf("another bot's: %v", err)
	}
	s := empty("")
	s.NewUser(sandbox.Person{First: "Ann"})
	if err := s.Load(bytes.NewReader(kept)); !errors.Is(err, sandbox.ErrInhabited) {
		t.Errorf("over people: %v", err)
	}
	if _, err := sandbox.SavedAt(strings.NewReader("{}")); !errors.Is(err, sandbox.ErrSaved) {
		t.Errorf("a time of nothing: %v", err)
	}
}

func TestLimitsCanBeSetWhilePlaying(t *testing.T) {
	now := func() time.Time { return time.Unix(1_790_000_000, 0) }
	s := sandbox.New(sandbox.Options{Now: now, Limits: sandbox.Limits{Off: true}})
	t.Cleanup(s.Close)
	ann := s.NewUser(sandbox.Person{First: "Ann"})
	ann.Start("")
	send := func() int {
		res, err := s.Client().Post("https://x/bot"+s.Token()+"/sendMessage", "application/json",
			strings.NewReader(`{"chat_id":`+jsonOf(t, ann.ID())+`,"text":"hello"}`))
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode
	}
	for range 50 {
		if code := send(); code != 200 {
			t.Fatalf("refused with %d although there are no limits", code)
		}
	}
	s.SetLimits(sandbox.Limits{PrivateBurst: 2})
	if a, b, c := send(), send(), send(); a != 200 || b != 200 || c != 429 {
		t.Errorf("%d %d %d", a, b, c)
	}
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAPictureOfAnotherWorldCanBeSent(t *testing.T) {
	s := sandbox.New(sandbox.Options{Now: func() time.Time { return time.Unix(1_790_000_000, 0) }})
	t.Cleanup(s.Close)
	ann := s.NewUser(sandbox.Person{First: "Ann"})
	ann.Start("")
	const id = "AgACAgIAAxkBanother"
	if err := s.PutPhoto(id, "AQADanother", picture(40, 30)); err != nil {
		t.Fatal(err)
	}
	if err := s.PutPhoto("AgACAgIAAxkBtext", "", []byte("text")); err == nil {
		t.Error("a text is kept as a picture")
	}
	res, err := s.Client().Post("https://x/bot"+s.Token()+"/sendPhoto", "application/json",
		strings.NewReader(`{"chat_id":`+jsonOf(t, ann.ID())+`,"photo":"`+id+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	if m := ann.Private().Last(); res.StatusCode != 200 || m.Photo == nil || m.Photo.FileUniqueID != "AQADanother" || m.Photo.Width != 40 {
		t.Errorf("%d: %v", res.StatusCode, m.Photo)
	}
}
