package bot

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/programme"
	"huimin/scheduler"
	"huimin/store"
)

// What a process started by a test is told by its environment.
const (
	childMode  = "HUIMIN_TEST_CHILD"
	childDB    = "HUIMIN_TEST_DB"
	childURL   = "HUIMIN_TEST_URL"
	childToken = "HUIMIN_TEST_TOKEN"
	childCrew  = "HUIMIN_TEST_WORKERS"
	childNow   = "HUIMIN_TEST_NOW" // Unix seconds: where the clock of a stage stands
)

// process starts a bot in a process of its own.
func process(ctx context.Context, mode, path, url, token string, workers int, env ...string) (*exec.Cmd, error) {
	c := exec.CommandContext(ctx, os.Args[0], "-test.run=^$")
	c.Env = append(os.Environ(), childMode+"="+mode, childDB+"="+path, childURL+"="+url, childToken+"="+token,
		childCrew+"="+strconv.Itoa(workers))
	c.Env = append(c.Env, env...)
	c.Stderr = os.Stderr
	return c, c.Start()
}

// The kinds of process.
const (
	modeEngine  = "engine"  // this bot
	modeStage   = "stage"   // the whole bot and its clock, as they are served
	modeLibrary = "library" // the library's own loop, with an insert for every update
)

func child(mode string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	switch mode {
	case modeEngine:
		return childEngine(ctx)
	case modeStage:
		return childStage(ctx)
	case modeLibrary:
		return childLibrary(ctx)
	}
	return fmt.Errorf("no mode %q", mode)
}

// newTownBot is a bot with the town's conversations, without limits.
func newTownBot(db *store.DB, url, token string, workers int) (*Bot, error) {
	book, err := locales.NewBook()
	if err != nil {
		return nil, err
	}
	prog, err := fund.Liuzhou()
	if err != nil {
		return nil, err
	}
	return newBot(Config{
		DB: db, Book: book, Token: token, URL: url, Now: time.Now, Limits: Limits{Off: true}, Workers: workers,
	}, []flow{operatorFlow, townFlow(office.New(fund.Always(prog)))})
}

func childEngine(ctx context.Context) error {
	db, err := store.Open(ctx, os.Getenv(childDB))
	if err != nil {
		return err
	}
	workers, err := strconv.Atoi(os.Getenv(childCrew))
	if err != nil {
		return errors.Join(err, db.Close())
	}
	b, err := newTownBot(db, os.Getenv(childURL), os.Getenv(childToken), workers)
	if err == nil {
		err = b.Run(ctx)
	}
	return errors.Join(err, db.Close())
}

// childStage is the bot with every conversation and the clock's jobs beside it,
// at a moment that does not pass.
func childStage(ctx context.Context) error {
	db, err := store.Open(ctx, os.Getenv(childDB))
	if err != nil {
		return err
	}
	b, clock, err := newStageBot(db)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	ctx, cancel := context.WithCancel(ctx)
	var beside sync.WaitGroup
	beside.Go(func() {
		select {
		case <-b.CaughtUp():
			clock.Run(ctx)
		case <-ctx.Done():
		}
	})
	err = b.Run(ctx)
	cancel()
	beside.Wait()
	return errors.Join(err, db.Close())
}

// newStageBot is the bot that a stage plays with, by the environment's word.
func newStageBot(db *store.DB) (*Bot, *scheduler.Scheduler, error) {
	prog, err := programme.Preset(programme.Liuzhou)
	if err != nil {
		return nil, nil, err
	}
	book, err := locales.NewBook()
	if err != nil {
		return nil, nil, err
	}
	seconds, err := strconv.ParseInt(os.Getenv(childNow), 10, 64)
	if err != nil {
		return nil, nil, err
	}
	now := func() time.Time { return time.Unix(seconds, 0).In(prog.Zone) }
	o := office.New(fund.Always(prog))
	b, err := New(Config{
		DB: db, Office: o, Book: book, Token: os.Getenv(childToken), URL: os.Getenv(childURL), Now: now, Limits: Limits{Off: true},
		Workers: siegeWorkers,
	})
	if err != nil {
		return nil, nil, err
	}
	in := func(ctx context.Context, do func(office.Act) error) error {
		err := db.Write(ctx, func(tx *store.Tx) error { return do(office.Act{Tx: tx, Now: now()}) })
		b.Wake()
		return err
	}
	clock, err := scheduler.New(scheduler.Config{Zone: prog.Zone, Runs: scheduler.Books(o, in), Now: now, Log: slog.Default()},
		scheduler.Jobs(o, in)...)
	return b, clock, err
}

// childLibrary is the bot that one writes from the library's README: it
// inserts each update and answers.
func childLibrary(ctx context.Context) error {
	db, err := sql.Open("sqlite3", "file:"+os.Getenv(childDB)+"?_journal=WAL&_sync=FULL&_txlock=immediate&_busy_timeout=5000")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS seen (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"); err != nil {
		return err
	}
	handle := func(ctx context.Context, b *tg.Bot, u *models.Update) {
		text := ""
		if u.Message != nil {
			text = u.Message.Text
		}
		if _, err := db.ExecContext(ctx, "INSERT OR IGNORE INTO seen (id, text) VALUES (?, ?)", u.ID, text); err != nil {
			return
		}
		var err error
		switch {
		case u.Message != nil:
			_, err = b.SendMessage(ctx, &tg.SendMessageParams{ChatID: u.Message.Chat.ID, Text: "you said " + text})
		case u.CallbackQuery != nil:
			_, err = b.AnswerCallbackQuery(ctx, &tg.AnswerCallbackQueryParams{CallbackQueryID: u.CallbackQuery.ID, Text: "recorded"})
		}
		if err != nil && ctx.Err() == nil {
			fmt.Fprintln(os.Stderr, "library:", err)
		}
	}
	b, err := tg.New(os.Getenv(childToken), tg.WithServerURL(os.Getenv(childURL)), tg.WithDefaultHandler(handle),
		tg.WithHTTPClient(time.Minute, &http.Client{}))
	if err != nil {
		return err
	}
	b.Start(ctx)
	return db.Close()
}

// peakMemory is the most memory a process has held, in bytes.
func peakMemory(pid int) (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")), 10, 64)
			return kb * 1024, err
		}
	}
	return 0, fmt.Errorf("process %d tells no peak memory", pid)
}
