package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// nasty are values that somebody who tests a server by hand would try.
var nasty = []string{
	"", "null", "0", "-1", "999999999999999999999", "true", "x", "@", "@x", "attach://", "attach://x", "[]", "[null]", "[[]]", "[[null]]",
	"{}", `{"type":null}`, `{"inline_keyboard":null}`, `{"inline_keyboard":[[null]]}`, `{"inline_keyboard":[[{"text":"x","web_app":null,"copy_text":{}}]]}`,
	`{"keyboard":[[null,5,"a"]]}`, `{"keyboard":[["a",{"text":"b","request_chat":{}}]]}`, `{"message_id":1,"chat_id":null}`, `{"message_id":1,"chat_id":"@"}`,
	`[{"type":"bold","offset":-1,"length":5}]`, `[{"type":"text_mention","offset":0,"length":1,"user":null}]`, `[{"type":"photo"},{"type":"document","media":"attach://x"}]`,
	`{"type":"photo","media":"attach://"}`, `{"type":"chat","chat_id":null}`, `{"type":"chat_member","chat_id":1,"user_id":2}`, `{"receiver_user_id":1}`,
	"<", "</", "<a", "<a href", "<a href=", `<a href="`, "<b>&#", "&#x110000;", "<pre><code class=\"language-\">", "\x00\xff", "\u202e", strings.Repeat("<b>", 500),
}

// TestNoCallBreaksTheServer makes every call with every nasty value in every
// parameter: whatever comes back is an answer.
func TestNoCallBreaksTheServer(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	s := New(Options{Now: func() time.Time { return at }, Limits: Limits{Off: true}, Webhooks: To(http.NotFoundHandler())})
	defer s.Close()
	ann := s.NewUser(Person{First: "Ann"})
	ann.Start("")
	g := s.NewGroup(GroupInfo{Title: "G", BotAdmin: true}, ann)
	for name := range methods {
		method := readAPI().methods[strings.ToLower(name)]
		if method == nil {
			t.Fatalf("%s is no method of the Bot API", name)
		}
		for param := range method.params {
			for _, value := range nasty {
				for _, chat := range []int64{ann.ID(), g.ID()} {
					call := map[string]string{
						"chat_id": fmt.Sprint(chat), "from_chat_id": fmt.Sprint(chat), "message_id": "1", "text": "x", "parse_mode": "HTML",
						"media": `{"type":"photo","media":"x"}`, "question": "q", "options": `[{"text":"a"}]`, "latitude": "1", "longitude": "1",
						"title": "t", "address": "a", "phone_number": "1", "first_name": "f", "user_id": fmt.Sprint(ann.ID()), "caption": "c",
					}
					if method.name == "setWebhook" {
						call["url"] = ""
					}
					call[param] = value
					mustAnswer(t, s, name, call)
				}
			}
		}
		if g.BotStanding() == Left { // leaveChat does what it says
			g.AddBot()
			g.PromoteBot()
		}
	}
}

func mustAnswer(t *testing.T, s *Server, method string, call map[string]string) {
	t.Helper()
	body, err := json.Marshal(call)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://x/bot"+s.Token()+"/"+method, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := s.Client().Do(r)
	if err != nil {
		t.Fatalf("%s %v: %v", method, call, err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || !json.Valid(answer) || resp.StatusCode >= 500 {
		t.Fatalf("%s %v: %d %s %v", method, call, resp.StatusCode, answer, err)
	}
}
