package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/simplifiedchinese"

	"huimin/fund"
	"huimin/office"
	"huimin/sandbox"
	"huimin/store"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"huimin": main})
}

// TestCommandLine plays the scripts in testdata: each has a practice Telegram
// of its own and a folder to work in, and runs the program as it is built.
func TestCommandLine(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			w := newWorkshop(env)
			env.Values[workshopKey{}] = w
			env.Defer(w.close)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"telegram": inWorkshop((*workshop).telegramOn),
			"revoke":   inWorkshop((*workshop).revoke),
			"listen":   inWorkshop((*workshop).listen),
			"group":    inWorkshop((*workshop).group),
			"throwout": inWorkshop((*workshop).throwOut),
			"writes":   inWorkshop((*workshop).writes),
			"hears":    inWorkshop((*workshop).hears),
			"healthy":  inWorkshop((*workshop).healthy),
			"knock":    inWorkshop((*workshop).knock),
			"stop!":    inWorkshop((*workshop).stop),
			"tamper":   inWorkshop((*workshop).tamper),
			"vote":     inWorkshop((*workshop).vote),
			"keep":     inWorkshop((*workshop).keep),
			"gbk":      inWorkshop((*workshop).gbk),
		},
	})
}

// patience is how long a script waits for something to happen.
const patience = time.Minute

type workshopKey struct{}

// workshop is what a script has beside the program: a practice Telegram and
// hands for the database.
type workshop struct {
	ctx      context.Context
	cancel   context.CancelFunc
	telegram *sandbox.Server
	server   *httptest.Server
	people   map[string]*sandbox.User
	groups   map[string]*sandbox.Chat
}

func newWorkshop(env *testscript.Env) *workshop {
	w := &workshop{people: map[string]*sandbox.User{}, groups: map[string]*sandbox.Chat{}}
	w.ctx, w.cancel = context.WithTimeout(context.Background(), 10*time.Minute)
	w.telegram = sandbox.New(sandbox.Options{Now: time.Now, LocalWebhooks: true})
	w.server = httptest.NewServer(w.telegram.Handler())
	for _, name := range []string{"HUIMIN_BOT_TOKEN", "HUIMIN_API_URL", "HUIMIN_LISTEN", "HUIMIN_DB", "HUIMIN_ADMINS", "HUIMIN_PROGRAMME", "LANG"} {
		env.Setenv(name, "")
	}
	return w
}

func (w *workshop) close() {
	w.cancel()
	w.telegram.Close()
	w.server.Close()
}

func inWorkshop(do func(*workshop, *testscript.TestScript, []string) error) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, not bool, args []string) {
		w, ok := ts.Value(workshopKey{}).(*workshop)
		if !ok || not {
			ts.Fatalf("no workshop, or not what it can do")
		}
		ts.Check(do(w, ts, args))
	}
}

// telegramOn lets the program find the practice Telegram.
func (w *workshop) telegramOn(ts *testscript.TestScript, _ []string) error {
	ts.Setenv("HUIMIN_API_URL", w.server.URL)
	ts.Setenv("HUIMIN_BOT_TOKEN", w.telegram.Token())
	return nil
}

// revoke makes the token one that Telegram does not know.
func (w *workshop) revoke(ts *testscript.TestScript, _ []string) error {
	ts.Setenv("HUIMIN_BOT_TOKEN", w.telegram.Token()+"x")
	return nil
}

// listen gives the program an address of this machine that is free.
func (w *workshop) listen(ts *testscript.TestScript, _ []string) error {
	on, err := (&net.ListenConfig{}).Listen(w.ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	ts.Setenv("HUIMIN_LISTEN", on.Addr().String())
	return on.Close()
}

// group CODE PURPOSE makes a group and binds it, as /bind there would.
func (w *workshop) group(ts *testscript.TestScript, args []string) error {
	owner := w.person("owner")
	group := w.telegram.NewGroup(sandbox.GroupInfo{Title: args[0] + " " + args[1]}, owner)
	w.groups[args[1]] = group
	return w.books(ts, func(o *office.Office, tx *store.Tx) error {
		place, err := o.PlaceByCode(tx, args[0])
		if err != nil {
			return err
		}
		_, err = o.Bind(office.ByOperator(tx, time.Now()), group.ID(), store.ChatSupergroup, group.Title(), place.ID, store.Purpose(args[1]), "zh")
		return err
	})
}

// books opens the script's database as the program would.
func (w *workshop) books(ts *testscript.TestScript, do func(*office.Office, *store.Tx) error) error {
	programme, err := fund.Liuzhou()
	if err != nil {
		return err
	}
	programme.Draft = fund.DraftRules{} // what a project needs before the vote is not what is tested here
	db, err := store.Open(w.ctx, ts.MkAbs("huimin.db"))
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Write(w.ctx, func(tx *store.Tx) error { return do(office.New(fund.Always(programme)), tx) })
}

// vote decides a project in the books by one representative, so that there is
// something to verify.
func (w *workshop) vote(ts *testscript.TestScript, args []string) error {
	now := time.Now()
	return w.books(ts, func(o *office.Office, tx *store.Tx) error {
		place, err := o.PlaceByCode(tx, args[0])
		if err != nil {
			return err
		}
		operator := office.ByOperator(tx, now)
		mei, err := o.Consent(office.Act{Tx: tx, Now: now}, office.Newcomer{Telegram: 7, First: "Mei", Lang: "zh"})
		if err != nil {
			return err
		}
		token, _, err := o.Invite(operator, fund.RoleRepresentative, place.ID)
		if err != nil {
			return err
		}
		if _, err := o.AcceptInvite(office.Act{Tx: tx, Now: now, By: mei}, token, "Chen Mei"); err != nil {
			return err
		}
		lin, err := o.Consent(office.Act{Tx: tx, Now: now}, office.Newcomer{Telegram: 8, First: "Lin", Lang: "zh"})
		if err != nil {
			return err
		}
		if token, _, err = o.Invite(operator, fund.RoleStaff, place.ID); err != nil {
			return err
		}
		staff := office.Act{Tx: tx, Now: now, By: lin}
		if _, err := o.AcceptInvite(staff, token, "Lin Lin"); err != nil {
			return err
		}
		r, err := o.EnterRequest(staff, office.NewRequest{Text: "Mend the lamp", Community: place.ID, Source: fund.SourceCounter})
		if err != nil {
			return err
		}
		p, err := o.Adopt(staff, r.ID, office.NewProject{Item: "GG2", Funding: fund.Funding{Fund: fund.Yuan(1000)}})
		if err != nil {
			return err
		}
		b, err := o.OpenBallot(staff, p.ID, now.Add(24*time.Hour))
		if err != nil {
			return err
		}
		if _, _, err := o.CastVote(office.Act{Tx: tx, Now: now, By: mei}, b.ID, fund.ChoiceFor); err != nil {
			return err
		}
		_, err = o.CloseBallot(staff, b.ID)
		return err
	})
}

// keep notes the head that the last command printed, as HEAD, and as a
// bulletin prints it, as SHORT.
func (w *workshop) keep(ts *testscript.TestScript, _ []string) error {
	_, head, ok := strings.Cut(strings.TrimSpace(ts.ReadFile("stdout")), "to keep: ")
	size, hash, has := strings.Cut(head, ":")
	if !ok || !has || len(hash) != 64 {
		return fmt.Errorf("no head in %q", head)
	}
	ts.Setenv("HEAD", head)
	ts.Setenv("SIZE", size)
	ts.Setenv("SHORT", size+":"+strings.ToUpper(hash[:32]))
	return nil
}

// throwOut removes the bot from a group.
func (w *workshop) throwOut(_ *testscript.TestScript, args []string) error {
	w.groups[args[0]].RemoveBot()
	return nil
}

func (w *workshop) person(name string) *sandbox.User {
	if w.people[name] == nil {
		w.people[name] = w.telegram.NewUser(sandbox.Person{First: name, Language: "en"})
	}
	return w.people[name]
}

// writes NAME TEXT sends a private message to the bot.
func (w *workshop) writes(_ *testscript.TestScript, args []string) error {
	who := w.person(args[0])
	who.Say(who.Private(), strings.Join(args[1:], " "))
	return nil
}

// hears NAME N waits until somebody has N messages of the bot.
func (w *workshop) hears(_ *testscript.TestScript, args []string) error {
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	want, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	have := 0
	err = w.telegram.Await(ctx, func() bool {
		have = 0
		for _, m := range w.person(args[0]).Private().History() {
			if m.FromBot() {
				have++
			}
		}
		return have >= want
	})
	if err != nil {
		return fmt.Errorf("%s has heard %d times: %w", args[0], have, err)
	}
	return nil
}

// healthy waits until the program answers that it is well.
func (w *workshop) healthy(ts *testscript.TestScript, _ []string) error {
	return w.until(ts, "/healthz", "", http.StatusOK)
}

// knock PATH STATUS [SECRET] brings what is no update, as to a webhook.
func (w *workshop) knock(ts *testscript.TestScript, args []string) error {
	var status int
	if _, err := fmt.Sscan(args[1], &status); err != nil {
		return err
	}
	return w.until(ts, args[0], strings.Join(args[2:], ""), status)
}

// until asks the program again and again, for it may not listen yet.
func (w *workshop) until(ts *testscript.TestScript, path, secret string, status int) error {
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		method := http.MethodGet
		if path != "/healthz" {
			method = http.MethodPost
		}
		req, err := http.NewRequestWithContext(ctx, method, "http://"+ts.Getenv("HUIMIN_LISTEN")+path, strings.NewReader("{"))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/json")
		if secret != "" {
			req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
		}
		res, err := http.DefaultClient.Do(req)
		if err == nil {
			res.Body.Close()
			if res.StatusCode != status {
				return fmt.Errorf("%s answers %s, not %d", path, res.Status, status)
			}
			return nil
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return fmt.Errorf("%s: %w", path, err)
		}
	}
}

// stop asks the program in the background to stop, as the system does.
func (w *workshop) stop(ts *testscript.TestScript, _ []string) error {
	for _, c := range ts.BackgroundCmds() {
		if err := c.Process.Signal(syscall.SIGTERM); err != nil {
			return err
		}
	}
	return nil
}

// gbk FROM TO saves a file as Excel in China does.
func (w *workshop) gbk(ts *testscript.TestScript, args []string) error {
	text, err := simplifiedchinese.GBK.NewEncoder().String(ts.ReadFile(args[0]))
	if err != nil {
		return err
	}
	return os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o600)
}

// tamper SQL changes the database behind the program's back, its guards
// removed.
func (w *workshop) tamper(ts *testscript.TestScript, args []string) error {
	db, err := sql.Open("sqlite3", "file:"+ts.MkAbs("huimin.db")+"?_busy_timeout=5000&_fk=0")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	var drop string
	err = db.QueryRowContext(w.ctx, "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_schema WHERE type = 'trigger'").Scan(&drop)
	if err != nil {
		return err
	}
	if _, err := db.ExecContext(w.ctx, drop); err != nil {
		return err
	}
	res, err := db.ExecContext(w.ctx, strings.Join(args, " "))
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		err = errors.New("nothing was changed")
	}
	return err
}
