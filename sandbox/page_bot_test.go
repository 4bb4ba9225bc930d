package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// scriptBot plays the bot's side in the tests of the page, by plain calls.
type scriptBot struct {
	t *testing.T
	s *Server
}

type botUpdate struct {
	ID      int64       `json:"update_id"`
	Message *botMessage `json:"message"`
	Edited  *botMessage `json:"edited_message"`
	Tap     *struct {
		ID      string     `json:"id"`
		Data    string     `json:"data"`
		Message botMessage `json:"message"`
		From    struct {
			First string `json:"first_name"`
		} `json:"from"`
	} `json:"callback_query"`
}

type botMessage struct {
	ID   int    `json:"message_id"`
	Text string `json:"text"`
	Chat struct {
		ID int64 `json:"id"`
	} `json:"chat"`
	Photo    []struct{} `json:"photo"`
	Location *struct {
		Latitude float64 `json:"latitude"`
	} `json:"location"`
	ReplyTo *botMessage `json:"reply_to_message"`
}

type obj = map[string]any

// call makes one call and returns its result, and whether it was granted.
func (b *scriptBot) call(method string, params obj) (json.RawMessage, bool) {
	body, err := json.Marshal(params)
	if err != nil {
		b.t.Error(err)
		return nil, false
	}
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "http://telegram/bot"+b.s.Token()+"/"+method, bytes.NewReader(body))
	if err != nil {
		b.t.Error(err)
		return nil, false
	}
	r.Header.Set("Content-Type", "application/json")
	w, err := b.s.Client().Do(r)
	if err != nil {
		return nil, false // the world was closed
	}
	defer w.Body.Close()
	var reply struct {
		OK     bool            `json:"ok"`
		Result json.RawMessage `json:"result"`
	}
	if err := json.NewDecoder(w.Body).Decode(&reply); err != nil {
		b.t.Error(err)
	}
	return reply.Result, reply.OK
}

// must makes a call that has to be granted and returns the message it made.
func (b *scriptBot) must(method string, params obj) botMessage {
	b.t.Helper()
	result, ok := b.call(method, params)
	if !ok {
		b.t.Errorf("%s was refused: %s", method, lastRefusal(b.s))
	}
	var m botMessage
	_ = json.Unmarshal(result, &m) // some methods return true
	return m
}

func lastRefusal(s *Server) string {
	calls := s.Calls()
	if len(calls) == 0 {
		return "no calls"
	}
	return calls[len(calls)-1].Description
}

// run answers updates until the world is closed.
func (b *scriptBot) run(answer func(botUpdate)) {
	offset := int64(0)
	for {
		result, ok := b.call("getUpdates", obj{"timeout": 50, "offset": offset, "allowed_updates": []string{"message", "edited_message", "callback_query", "poll_answer"}})
		if !ok {
			return
		}
		var updates []botUpdate
		if err := json.Unmarshal(result, &updates); err != nil {
			b.t.Error(err)
			return
		}
		for _, u := range updates {
			offset = u.ID + 1
			answer(u)
		}
	}
}

func inline(rows ...[]obj) obj { return obj{"inline_keyboard": rows} }

func button(text, data string) obj { return obj{"text": text, "callback_data": data} }

// lampBot is a small bot: /start greets with buttons, a text is answered, a
// photo and a place are confirmed, and each button shows another answer.
func lampBot(b *scriptBot) func(botUpdate) {
	return func(u botUpdate) {
		switch {
		case u.Tap != nil:
			lampTap(b, u)
		case u.Edited != nil:
			b.must("sendMessage", obj{"chat_id": u.Edited.Chat.ID, "text": "You changed it to: " + u.Edited.Text})
		case u.Message == nil:
		case len(u.Message.Photo) > 0:
			b.must("sendMessage", obj{"chat_id": u.Message.Chat.ID, "text": "A fine photo"})
		case u.Message.Location != nil:
			b.must("sendMessage", obj{"chat_id": u.Message.Chat.ID, "text": fmt.Sprintf("You are at %.3f", u.Message.Location.Latitude)})
		case u.Message.ReplyTo != nil:
			b.must("sendMessage", obj{"chat_id": u.Message.Chat.ID, "text": "You replied to: " + u.Message.ReplyTo.Text})
		case len(u.Message.Text) >= 6 && u.Message.Text[:6] == "/start":
			greet(b, u.Message)
		case u.Message.Chat.ID > 0 && u.Message.Text != "":
			b.must("sendMessage", obj{"chat_id": u.Message.Chat.ID, "text": "You said: " + u.Message.Text})
		}
	}
}

func greet(b *scriptBot, m *botMessage) {
	b.must("sendMessage", obj{
		"chat_id": m.Chat.ID, "parse_mode": "HTML",
		"text": "Welcome to the <b>neighbourhood fund</b>.\nYou came with <code>" + m.Text + "</code>",
		"reply_markup": inline(
			[]obj{button("Suggest something", "toast"), button("Mine", "alert")},
			[]obj{button("Count", "edit:0")},
			[]obj{{"text": "Refuse", "callback_data": "alert", "style": "danger"}, {"text": "Approve", "callback_data": "toast", "style": "success"}},
			[]obj{{"text": "Open the invitation", "url": "https://t.me/" + DefaultUsername + "?start=again"}},
		),
	})
	if m.Chat.ID < 0 {
		return
	}
	b.must("sendMessage", obj{
		"chat_id": m.Chat.ID, "text": "The buttons below are always here.",
		"reply_markup": obj{"keyboard": [][]obj{{{"text": "My suggestions"}, {"text": "Where I am", "request_location": true}}}, "resize_keyboard": true},
	})
}

func lampTap(b *scriptBot, u botUpdate) {
	data, chat := u.Tap.Data, u.Tap.Message.Chat.ID
	switch {
	case data == "alert":
		b.must("answerCallbackQuery", obj{"callback_query_id": u.Tap.ID, "text": "You have no suggestions yet.", "show_alert": true})
	case data == "toast":
		b.must("answerCallbackQuery", obj{"callback_query_id": u.Tap.ID, "text": "Recorded for " + u.Tap.From.First})
	case strings.HasPrefix(data, "edit:"):
		var n int
		if _, err := fmt.Sscanf(data, "edit:%d", &n); err != nil {
			b.t.Errorf("odd data %q", data)
		}
		b.must("editMessageText", obj{
			"chat_id": chat, "message_id": u.Tap.Message.ID, "text": fmt.Sprintf("Counted %d", n+1),
			"reply_markup": inline([]obj{button("Count", fmt.Sprintf("edit:%d", n+1))}),
		})
		b.must("answerCallbackQuery", obj{"callback_query_id": u.Tap.ID})
	}
}

// practice is a small world with the lamp bot in it.
type practice struct {
	s        *Server
	bot      *scriptBot
	ann, lin *User
	group    *Chat
	clock    *practiceClock
}

type practiceClock struct{ at chan time.Time }

func (c *practiceClock) now() time.Time {
	at := <-c.at
	c.at <- at
	return at
}

func (c *practiceClock) move(_ context.Context, to time.Time) error {
	<-c.at
	c.at <- to
	return nil
}

// newPractice builds the world. The bot runs until the test ends.
func newPractice(t *testing.T) *practice {
	t.Helper()
	zone := time.FixedZone("CST", 8*3600)
	clock := &practiceClock{at: make(chan time.Time, 1)}
	clock.at <- time.Date(2026, 1, 20, 9, 0, 0, 0, zone)
	s := New(Options{Now: clock.now, Seed: 7, Limits: Limits{Off: true}, Name: "惠民 Fund"})
	w := &practice{s: s, bot: &scriptBot{t, s}, clock: clock}
	w.ann = s.NewUser(Person{First: "Ann", Last: "Huang", Username: "ann", Language: "en", About: map[string]string{"en": "Resident of Riverside", "zh": "河畔社区居民"}})
	w.lin = s.NewUser(Person{First: "林", Last: "美华", Language: "zh", About: map[string]string{"en": "Committee staff, Riverside", "zh": "河畔社区工作人员"}})
	w.group = s.NewGroup(GroupInfo{Title: "Riverside neighbours", BotAdmin: true}, w.lin, w.ann)
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.bot.run(lampBot(w.bot))
	}()
	t.Cleanup(func() {
		s.Close()
		<-done
	})
	return w
}

// options are the page's options in the tests.
func (w *practice) options() PageOptions {
	return PageOptions{
		Title: "Practice neighbourhood",
		Clock: &PageClock{
			Now: w.clock.now, Move: w.clock.move,
			Stops: func() []PageStop {
				return []PageStop{
					{At: w.clock.now().Add(5 * 24 * time.Hour), Label: map[string]string{"en": "Deadline of the street", "zh": "街道的期限"}},
					{At: w.clock.now().AddDate(0, 3, 0), Label: map[string]string{"en": "Summary of the quarter", "zh": "季度公报"}},
				}
			},
		},
		Places: []PagePlace{
			{Label: map[string]string{"en": "Riverside gate", "zh": "河畔大门"}, Latitude: 24.3101, Longitude: 109.4102},
			{Label: map[string]string{"en": "Market", "zh": "菜市场"}, Latitude: 24.3155, Longitude: 109.4160},
		},
		Heading: func(u *User) map[string]string {
			if u == w.lin {
				return map[string]string{"en": "Offices", "zh": "办事人员"}
			}
			return map[string]string{"en": "Residents", "zh": "居民"}
		},
	}
}

// greet starts the bot for somebody and waits until it has said all it says.
func (w *practice) greet(u *User) {
	w.bot.t.Helper()
	before := len(u.Private().History())
	u.Start("")
	limit, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := w.s.Await(limit, func() bool { return len(u.Private().History()) >= before+3 }); err != nil {
		w.bot.t.Fatalf("the bot does not greet: %v", err)
	}
}
