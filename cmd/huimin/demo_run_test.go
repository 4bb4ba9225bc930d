package main

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"huimin/bot"
	"huimin/office"
	"huimin/store"
)

func TestADemoIsServedAndKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "demo.db")
	for _, time := range []string{"first", "again"} {
		t.Run(time, func(t *testing.T) {
			base := playDemo(t, "--empty", "--db", file, "--now", "2026-11-24T10:00:00+08:00")
			for path, want := range map[string]string{"healthz": "ok", "": "<html", "sandbox/setup": "Chen Mei"} {
				res, err := http.Get(base + path) //nolint:noctx // the test's own server
				if err != nil {
					t.Fatal(err)
				}
				body, err := io.ReadAll(res.Body)
				if err := errors.Join(err, res.Body.Close()); err != nil {
					t.Fatal(err)
				}
				if res.StatusCode != http.StatusOK || !strings.Contains(string(body), want) {
					t.Errorf("/%s: %d %.80s", path, res.StatusCode, body)
				}
			}
			err := run(context.Background(), []string{"demo", "--listen", "127.0.0.1:0", "--db", file}, nothing, io.Discard, io.Discard)
			if !errors.Is(err, store.ErrLocked) {
				t.Errorf("beside it: %v", err)
			}
		})
	}
}

// nothing is an environment in which nothing is set.
func nothing(string) string { return "" }

func TestADemoAtAnotherServer(t *testing.T) {
	d := newDemo(t, moment(t, "2026-11-24 10:00"), func(c *demoCommand) { c.APIURL = "http://127.0.0.1:1"; c.Admins = []int64{7} })
	if err := d.prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), d.file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Read(t.Context(), func(tx *store.Tx) error {
		if _, err := tx.PlaceByCode("CLD"); err != nil {
			return err
		}
		head, err := tx.Head()
		if head.Size != 14 {
			t.Errorf("%d entries: something else than places was made", head.Size)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if d.telegram != nil || d.page != nil {
		t.Error("there is a practice Telegram beside the server named")
	}
}

func TestTimeDoesNotGoBackAfterACrash(t *testing.T) {
	d, clock, _ := bare(t, "2026-11-24 10:00")
	if err := clock.move(t.Context(), moment(t, "2026-12-24 10:00")); err != nil {
		t.Fatal(err)
	}
	if err := d.parts.db.Close(); err != nil { // and the practice Telegram is not kept
		t.Fatal(err)
	}
	again := newDemo(t, moment(t, "2026-11-24 10:00"), func(c *demoCommand) { c.DB = d.DB })
	if err := again.prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	if now := again.clock.Now(); now.Before(moment(t, "2026-12-24 10:00")) {
		t.Errorf("it is %s", now)
	}
}

func TestAnotherPortWhenTheUsualOneIsTaken(t *testing.T) {
	if taken, err := net.Listen("tcp", demoListen); err == nil { //nolint:noctx // if it fails, somebody else has it: as good
		defer taken.Close()
	}
	d := newDemo(t, moment(t, "2026-11-24 10:00"), func(c *demoCommand) { c.Listen = demoListen })
	var says strings.Builder
	d.out.Stdout = &says
	on, err := d.listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer on.Close()
	if on.Addr().String() == demoListen || !strings.Contains(says.String(), "taken") {
		t.Errorf("it listens on %s and says %q", on.Addr(), says.String())
	}
	d.Listen = on.Addr().String()
	if second, err := d.listen(t.Context()); err == nil {
		t.Errorf("a port that was asked for and is taken became %s", errors.Join(second.Close()))
	}
}

func TestBooksWithPeopleThatTheDemoDidNotMakeAreLeftAlone(t *testing.T) {
	for name, people := range map[string]bool{"places alone": false, "people": true} {
		t.Run(name, func(t *testing.T) {
			d := newDemo(t, moment(t, "2026-11-24 10:00"), func(c *demoCommand) { c.Empty = true })
			db, err := store.Open(t.Context(), d.file)
			if err != nil {
				t.Fatal(err)
			}
			p, err := d.wire(db, bot.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			err = db.Write(t.Context(), func(tx *store.Tx) error {
				_, err := p.office.AddPlace(office.ByOperator(tx, d.Now), 0, "city", "LZ", "柳州市", "Liuzhou")
				if err == nil && people {
					_, err = p.office.Consent(office.Act{Tx: tx, Now: d.Now}, office.Newcomer{Telegram: 7, First: "Ann", Lang: "en"})
				}
				return err
			})
			if err := errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
			err = d.prepare(t.Context())
			if people != errors.Is(err, errNotDemo) || !people && err != nil {
				t.Errorf("it came to %v", err)
			}
		})
	}
}
