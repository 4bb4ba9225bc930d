package sandbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"huimin/sandbox"
)

func TestUpdatesStayUntilConfirmed(t *testing.T) {
	w := newWorld(t)
	ann := w.started("Ann")
	for _, text := range []string{"one", "two", "three"} {
		ann.Say(ann.Private(), text)
	}
	var got, again, rest, none []updateSeen
	w.ok("getUpdates", args{"limit": 2}, &got)
	w.ok("getUpdates", args{}, &again)
	if len(got) != 2 || len(again) != 4 || got[0].ID != again[0].ID || got[1].ID != got[0].ID+1 {
		t.Fatalf("got %d then %d updates", len(got), len(again))
	}
	w.ok("getUpdates", args{"offset": again[2].ID}, &rest)
	if len(rest) != 2 || rest[0].Message.Text != "two" {
		t.Fatalf("after confirming two: %+v", rest)
	}
	w.ok("getUpdates", args{"offset": rest[1].ID + 1}, &none)
	if len(none) != 0 || w.Pending() != 0 {
		t.Fatalf("after confirming all: %+v", none)
	}
}

func TestNegativeOffsetForgetsAllButTheLast(t *testing.T) {
	w := newWorld(t)
	ann := w.started("Ann")
	ann.Say(ann.Private(), "one")
	ann.Say(ann.Private(), "two")
	var got []updateSeen
	w.ok("getUpdates", args{"offset": -1}, &got)
	if len(got) != 1 || got[0].Message.Text != "two" || w.Pending() != 1 {
		t.Fatalf("%+v, %d pending", got, w.Pending())
	}
}

func TestOffsetFromTheFutureConfirmsNothing(t *testing.T) {
	w := newWorld(t)
	w.started("Ann")
	var got []updateSeen
	w.ok("getUpdates", args{"offset": 2_000_000_000}, &got)
	if len(got) != 1 || w.Pending() != 1 {
		t.Fatalf("%+v, %d pending", got, w.Pending())
	}
}

func TestNumbersRestartAfterAWeekOfSilence(t *testing.T) {
	w := newWorld(t)
	ann := w.started("Ann")
	before := w.updates()[0].ID
	w.clock.add(6 * 24 * time.Hour)
	ann.Say(ann.Private(), "soon")
	if next := w.updates()[0].ID; next != before+1 {
		t.Fatalf("after six days %d follows %d", next, before)
	}
	w.clock.add(7 * 24 * time.Hour)
	ann.Say(ann.Private(), "late")
	if next := w.updates()[0].ID; next == before+2 {
		t.Fatalf("after a week %d follows %d", next, before+1)
	}
}

func TestAllowedUpdatesAreRemembered(t *testing.T) {
	w := newWorld(t)
	ann := w.started("Ann")
	g := w.NewGroup(sandbox.GroupInfo{Title: "G", BotAdmin: true}, ann)
	w.updates()
	g.Add(w.person("Bob"))
	if got := w.kinds(); got != "message" {
		t.Fatalf("by default the bot hears %q of a new member", got)
	}
	w.ok("getUpdates", args{"allowed_updates": []string{"chat_member"}})
	cai := w.person("Cai")
	g.Add(cai)
	w.ok("getUpdates", args{}) // says nothing: the choice stays
	g.Remove(cai)
	if got := w.kinds(); got != "chat_member left>member, chat_member member>kicked" {
		t.Fatalf("the bot hears %q", got)
	}
	w.ok("getUpdates", args{"allowed_updates": []string{}})
	ann.Say(ann.Private(), "x")
	if got := w.kinds(); got != "message" {
		t.Fatalf("after an empty list the bot hears %q", got)
	}
}

func TestLifetimes(t *testing.T) {
	for name, c := range map[string]struct {
		after time.Duration
		want  string
	}{
		"just before a tap dies":     {150*time.Second - 1, "message, callback_query, poll, poll_answer"},
		"when a tap dies":            {150 * time.Second, "message, poll, poll_answer"},
		"just before a message dies": {24*time.Hour - 1, "message, poll, poll_answer"},
		"when a message dies":        {24 * time.Hour, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			ann := w.started("Ann")
			w.say(ann.ID(), "?", args{"reply_markup": keyboard("A", "a")})
			question := ann.Private().Last()
			w.ok("sendPoll", args{"chat_id": ann.ID(), "question": "q", "options": options(2), "is_anonymous": false})
			poll := ann.Private().Last()
			w.updates()
			ann.Say(ann.Private(), "x")
			if _, err := ann.Press(question, "A"); err != nil {
				t.Fatal(err)
			}
			if err := ann.Vote(poll, 1); err != nil {
				t.Fatal(err)
			}
			w.clock.add(c.after)
			if got := w.kinds(); got != c.want {
				t.Fatalf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestATapIsAnsweredOnceAndInTime(t *testing.T) {
	w := newWorld(t)
	ann := w.started("Ann")
	w.say(ann.ID(), "?", args{"reply_markup": keyboard("A", "a")})
	first := ann.Forge(ann.Private().Last(), "a")
	w.ok("answerCallbackQuery", args{"callback_query_id": first.ID, "text": "yes"})
	w.no("answerCallbackQuery", args{"callback_query_id": first.ID}, 400, "Bad Request: "+tooOld)
	if n := len(w.Violations()); n != 1 {
		t.Fatalf("%d violations for a second answer", n)
	}
	second := ann.Forge(ann.Private().Last(), "a")
	w.clock.add(150 * time.Second)
	w.no("answerCallbackQuery", args{"callback_query_id": second.ID}, 400, "Bad Request: "+tooOld)
	if n := len(w.Violations()); n != 1 {
		t.Fatalf("an answer that came too late is a violation")
	}
	if _, ok := second.Answer(); ok {
		t.Fatal("the late answer was shown")
	}
}

func TestRedeliverSendsTheSameUpdatesAgain(t *testing.T) {
	w := newWorld(t)
	ann := w.started("Ann")
	ann.Say(ann.Private(), "one")
	ann.Say(ann.Private(), "two")
	first := w.updates()
	w.Redeliver(2)
	second := w.updates()
	if len(second) != 2 || second[0].ID != first[1].ID || second[1].Message.Text != "two" {
		t.Fatalf("second delivery %+v of %+v", second, first)
	}
}

func TestLongPollWaitsForAnUpdate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		ann := w.person("Ann")
		got := make(chan answer, 1)
		go func() {
			out, err := w.raw("getUpdates", args{"timeout": 30})
			if err != nil {
				t.Error(err)
			}
			got <- out
		}()
		synctest.Wait()
		select {
		case <-got:
			t.Fatal("the poll did not wait")
		default:
		}
		ann.Say(ann.Private(), "hello")
		var updates []updateSeen
		if err := json.Unmarshal((<-got).Result, &updates); err != nil || len(updates) != 1 || updates[0].Message.Text != "hello" {
			t.Fatalf("%+v, %v", updates, err)
		}
	})
}

func TestLongPollEndsAfterFiftySecondsAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		from := time.Now()
		var got []updateSeen
		w.ok("getUpdates", args{"timeout": 3600}, &got)
		if waited := time.Since(from); waited != 50*time.Second || len(got) != 0 {
			t.Fatalf("waited %v", waited)
		}
	})
}

func TestTheSecondPollerEndsTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		first := make(chan answer, 1)
		go func() {
			out, err := w.raw("getUpdates", args{"timeout": 30})
			if err != nil {
				t.Error(err)
			}
			first <- out
		}()
		synctest.Wait()
		w.ok("getUpdates", args{})
		if out := <-first; out.Code != 409 || out.Description != "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running" {
			t.Fatalf("%+v", out)
		}
	})
}

func TestAPollThatGivesUpLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := w.rawContext(ctx, "getUpdates", args{"timeout": 30}); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		w.started("Ann")
		if got := w.kinds(); got != "message" {
			t.Fatalf("got %q", got)
		}
	})
}

func TestCloseEndsLongPollsAndRefusesCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		ended := make(chan error, 1)
		go func() {
			_, err := w.raw("getUpdates", args{"timeout": 30})
			ended <- err
		}()
		synctest.Wait()
		w.Close()
		w.Close()
		if err := <-ended; !errors.Is(err, syscall.ECONNREFUSED) {
			t.Fatalf("the poll ended with %v", err)
		}
		if _, err := w.raw("getMe", args{}); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Fatalf("getMe: %v", err)
		}
	})
}

func TestFaults(t *testing.T) {
	call := func(w *world, chat int64) (answer, error) {
		return w.raw("sendMessage", args{"chat_id": chat, "text": "x"})
	}
	t.Run("refused connection delivers nothing", func(t *testing.T) {
		w := newWorld(t)
		ann := w.started("Ann")
		w.Inject(sandbox.FaultRule{Kind: sandbox.FaultRefuse, Method: "sendmessage", Times: 2})
		for range 2 {
			if _, err := call(w, ann.ID()); !errors.Is(err, syscall.ECONNREFUSED) {
				t.Fatal(err)
			}
		}
		w.ok("sendMessage", args{"chat_id": ann.ID(), "text": "x"})
		if n := len(ann.Private().History()); n != 2 {
			t.Fatalf("%d messages", n)
		}
	})
	t.Run("cut connection has delivered", func(t *testing.T) {
		w := newWorld(t)
		ann, bob := w.started("Ann"), w.started("Bob")
		w.Inject(sandbox.FaultRule{Kind: sandbox.FaultCut, Chat: ann.ID()})
		w.say(bob.ID(), "x")
		if _, err := call(w, ann.ID()); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatal(err)
		}
		if !ann.Private().Last().FromBot() {
			t.Fatal("nothing was delivered")
		}
	})
	t.Run("5xx is no JSON", func(t *testing.T) {
		w := newWorld(t)
		ann := w.started("Ann")
		w.Inject(sandbox.FaultRule{Kind: sandbox.Fault5xx})
		var bad *json.SyntaxError
		if _, err := call(w, ann.ID()); !errors.As(err, &bad) {
			t.Fatal(err)
		}
	})
	t.Run("429 says how long to wait", func(t *testing.T) {
		w := newWorld(t)
		ann := w.started("Ann")
		w.Inject(sandbox.FaultRule{Kind: sandbox.Fault429, Times: -1, RetryAfter: 3 * time.Second})
		for range 3 {
			out := w.no("sendMessage", args{"chat_id": ann.ID(), "text": "x"}, 429, "Too Many Requests: retry after 3")
			if out.Parameters.RetryAfter != 3 {
				t.Fatalf("%+v", out)
			}
		}
		w.ClearFaults()
		w.say(ann.ID(), "x")
		calls := w.Calls()
		if len(calls) != 4 || calls[0].Code != 429 || calls[0].Fault != sandbox.Fault429 || calls[3].Code != 200 {
			t.Fatalf("%+v", calls)
		}
		w.noViolations()
	})
	t.Run("slow", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.Inject(sandbox.FaultRule{Kind: sandbox.FaultSlow, Delay: 9 * time.Second})
			from := time.Now()
			w.ok("getMe", args{})
			if d := time.Since(from); d != 9*time.Second {
				t.Fatal(d)
			}
		})
	})
}

func TestFormsOfBody(t *testing.T) {
	w := newWorld(t)
	ann := w.started("Ann")
	id := sprint(ann.ID())
	for name, r := range map[string]*http.Request{
		"query": request(t, http.MethodGet, w, "sendMessage?chat_id="+id+"&text=a%20b", "", ""),
		"form":  request(t, http.MethodPost, w, "sendMessage", "application/x-www-form-urlencoded", "chat_id="+id+"&text=a+b"),
		"json":  request(t, http.MethodPost, w, "SENDMESSAGE", "application/json; charset=utf-8", `{"chat_id":`+id+`,"text":"a b","reply_markup":null}`),
		"multipart": request(t, http.MethodPost, w, "sendMessage", "multipart/form-data; boundary=X",
			"--X\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n"+id+"\r\n--X\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\na b\r\n--X--\r\n"),
	} {
		resp, err := w.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != 200 || ann.Private().Last().Text != "a b" {
			t.Errorf("%s: %d %s", name, resp.StatusCode, body)
		}
	}
	w.noViolations()
}

func TestAddressesOfTheBotAPI(t *testing.T) {
	w := newWorld(t)
	for path, want := range map[string]int{
		"/bot" + w.Token() + "/getMe": 200,
		"/bot1000:other/getMe":        401,
		"/botnonsense/getMe":          404,
		"/":                           404,
		"/file/bot" + w.Token() + "/photos/none.jpg": 404,
		"/file/bot1000:other/photos/none.jpg":        401,
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://x"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := w.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, resp.StatusCode, want)
		}
	}
}
