package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huimin/office"
)

func TestTheClockIsHeldAgainstTelegrams(t *testing.T) {
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		theirs time.Duration
		took   time.Duration
		want   state
	}{
		"the same":                   {0, 0, stateGood},
		"half a minute is nothing":   {30 * time.Second, 0, stateGood},
		"a minute ahead":             {-time.Minute, 0, stateBad},
		"a minute behind":            {time.Minute, 0, stateBad},
		"a slow answer is no excuse": {90 * time.Second, 20 * time.Second, stateBad},
		"nor a reason":               {20 * time.Second, 40 * time.Second, stateGood},
	} {
		var found findings
		clock(&found, at.Add(c.theirs).Format(http.TimeFormat), at, at.Add(c.took))
		if len(found) != 1 || found[0].State != c.want {
			t.Errorf("%s: %+v", name, found)
		}
	}
	var found findings
	if clock(&found, "", at, at); found[0].State != stateNote {
		t.Errorf("no date: %+v", found)
	}
}

func TestHealthAsksOnThisMachine(t *testing.T) {
	status, path := http.StatusOK, ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path = r.URL.Path
		w.WriteHeader(status)
	}))
	defer server.Close()
	_, port, err := net.SplitHostPort(strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	for _, listen := range []string{":" + port, "0.0.0.0:" + port, "[::]:" + port, "127.0.0.1:" + port} {
		c := checkCommand{Health: true, listenSettings: listenSettings{Listen: listen}}
		status = http.StatusOK
		if err := c.health(t.Context()); err != nil || path != "/healthz" {
			t.Errorf("%s: %v, asked %q", listen, err, path)
		}
		status = http.StatusServiceUnavailable
		if err := c.health(t.Context()); err == nil || !strings.Contains(err.Error(), "status 503") {
			t.Errorf("%s, unwell: %v", listen, err)
		}
	}
}

func TestDeliveriesThatFailAreTold(t *testing.T) {
	answer := `{"url":"https://a.example/t","pending_update_count":3,"last_error_date":1800000000,"last_error_message":"Wrong response from the webhook: 502 Bad Gateway"}`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"ok":true,"result":` + answer + `}`))
	}))
	defer server.Close()
	for name, c := range map[string]struct {
		url  string
		want state
	}{
		"ours":    {"https://a.example/t", stateBad},
		"another": {"https://b.example/t", stateNote},
		"none":    {"", stateNote},
	} {
		var found findings
		check := checkCommand{listenSettings: listenSettings{WebhookURL: c.url}}
		check.hook(t.Context(), &found, newTelegram(server.URL, "1:a"))
		if len(found) != 1 || found[0].State != c.want || c.want == stateBad && !strings.Contains(found[0].What, "502 Bad Gateway (3 wait)") {
			t.Errorf("%s: %+v", name, found)
		}
	}
	answer = `{"url":`
	var found findings
	if new(checkCommand).hook(t.Context(), &found, newTelegram(server.URL, "1:a")); len(found) != 1 || found[0].State != stateBad {
		t.Errorf("an answer that is cut off: %+v", found)
	}
}

func TestTelegramKnocksAtThePathOfTheWebhook(t *testing.T) {
	for address, want := range map[string]string{
		"https://bot.example.org": "/", "https://bot.example.org/": "/", "https://bot.example.org/a/b?c=d": "/a/b", "%": "/",
	} {
		if got := hookPath(address); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}

func TestEveryFaultIsToldInWords(t *testing.T) {
	for _, c := range []struct {
		fault office.Fault
		want  string
	}{
		{office.Fault{Kind: office.FaultRecord, Noun: "record", Books: "a", Record: "b"}, "the record: its stored hashes give a, its entries b"},
		{office.Fault{Kind: office.FaultDiffers, Noun: "review", ID: 3, Field: "verdict", Record: `"return"`}, `review 3: verdict is nothing in the books and "return" in the record`},
		{office.Fault{Kind: office.FaultMissing, Noun: "project", ID: 3}, "project 3 is in the record and not in the books"},
		{office.Fault{Kind: office.FaultUnknown, Noun: "ballot", ID: 3}, "ballot 3 is in the books and not in the record"},
		{office.Fault{Kind: office.FaultDiffers, Noun: "paper", ID: 3, Field: "K7QM-2XVF", Books: "for", Record: "against"}, `ballot 3: the paper K7QM-2XVF is "for" in the books and "against" in the record`},
		{office.Fault{Kind: office.FaultMissing, Noun: "paper", ID: 3, Field: "K7QM-2XVF", Record: "for"}, `ballot 3: the paper K7QM-2XVF, "for", is in the record and not in the books`},
		{office.Fault{Kind: office.FaultUnknown, Noun: "paper", ID: 3, Field: "K7QM-2XVF", Books: "for"}, `ballot 3: the paper K7QM-2XVF, "for", is in the books and not in the record`},
		{office.Fault{Kind: office.FaultUnknown, Noun: "vote", ID: 3, Person: 4}, "ballot 3: the vote of person 4 is in the books and not in the record"},
	} {
		if got := faultWords(c.fault); got != c.want {
			t.Errorf("%s", got)
		}
	}
}
