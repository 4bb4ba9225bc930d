package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"

	"huimin/bot"
	"huimin/fund"
	"huimin/locales"
	"huimin/sandbox"
	"huimin/store"
)

// demoCommand is serve beside a practice Telegram, with a clock that can be
// moved. It reads nothing from the environment: a demo must never open the
// books of a real fund by accident.
type demoCommand struct {
	APIURL string    `name:"api-url" placeholder:"URL" help:"Talk to this Bot API server; the practice Telegram and its page stay away."`
	Token  string    `placeholder:"TOKEN" default:"1000:practice" help:"The bot's token."`
	DB     string    `name:"db" placeholder:"FILE" help:"Keep everything in this file and go on from it the next time. Without it nothing is kept."`
	Now    time.Time `placeholder:"TIME" help:"Where the clock starts, such as 2026-12-31T09:00:00+08:00."`
	Listen string    `placeholder:"HOST:PORT" default:"${demo_listen}" help:"Where the page is; another free port when this one is taken."`
	Empty  bool      `help:"Begin without a city: people to play, but nothing in the books."`
	Admins []int64   `placeholder:"NUMBER" help:"Telegram numbers of administrators, with commas between."`

	// Not programmeSetting: that one reads the environment.
	Programme string `placeholder:"FILE" default:"liuzhou" help:"Play by other rules: a preset (${presets}) or a programme file. The city's year is played by liuzhou alone; other rules begin without it."`
}

// demoListen is where the page is unless told otherwise.
const demoListen = "127.0.0.1:8086"

// demo is one run of the demo.
type demo struct {
	*demoCommand
	out   *outside
	log   *slog.Logger
	file  string // of the database
	clock *demoClock
	rules fund.Rulebook

	telegram *sandbox.Server // nil with another Bot API server
	city     *city           // nil when there is none
	page     http.Handler    // nil without a practice Telegram
	parts    *parts
}

// Run plays the demo until ctx ends.
func (c *demoCommand) Run(ctx context.Context, out *outside) (err error) {
	began := out.Now()
	d := &demo{
		demoCommand: c, out: out, file: c.DB,
		log: slog.New(slog.NewTextHandler(out.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
	}
	on, err := d.listen(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if shut := on.Close(); err == nil && !errors.Is(shut, net.ErrClosed) {
			err = shut
		}
	}()
	if d.file == "" {
		dir, made := os.MkdirTemp("", "huimin-demo-")
		if made != nil {
			return fmt.Errorf("a place for the demo: %w", made)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		d.file = filepath.Join(dir, "huimin.db")
	}
	if d.rules, err = (programmeSetting{c.Programme}).load(locales.English); err != nil {
		return err
	}
	d.clock = newDemoClock(out.Now, d.rules.Zone())
	if err := d.prepare(ctx); err != nil {
		return err
	}
	if d.telegram != nil {
		defer d.telegram.Close()
	}
	return d.play(ctx, on, began)
}

// listen takes the port, or another when the usual one is taken.
func (d *demo) listen(ctx context.Context) (net.Listener, error) {
	var tcp net.ListenConfig
	on, err := tcp.Listen(ctx, "tcp", d.Listen)
	if err == nil {
		return on, nil
	}
	if d.Listen != demoListen {
		return nil, fmt.Errorf("%w: choose another address with --listen", err)
	}
	if on, err = tcp.Listen(ctx, "tcp", "127.0.0.1:0"); err == nil {
		_, _ = fmt.Fprintf(d.out.Stdout, "%s is taken, so the demo is elsewhere this time.\n", demoListen)
	}
	return on, err
}

// start gives the moment at which the clock starts.
func (d *demo) start() time.Time {
	if d.Now.IsZero() {
		return d.out.Now().In(d.clock.zone)
	}
	return d.Now.In(d.clock.zone)
}

// prepare makes the world, or takes it up where it was left.
func (d *demo) prepare(ctx context.Context) error {
	_, err := os.Stat(d.file)
	switch {
	case err == nil:
		return d.resume(ctx)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if d.APIURL != "" {
		d.clock.start(d.start())
		return d.build(ctx, d.file, func(ctx context.Context, db *store.DB) error {
			p, err := d.wire(db, bot.Limits{})
			if err != nil || d.Empty {
				return err
			}
			var file cityFile
			if err := readCity("city.toml", &file); err != nil {
				return err
			}
			return addPlaces(ctx, p, file.Places)
		})
	}
	if d.Empty {
		return d.makeBare(ctx)
	}
	return d.makeCity(ctx)
}

// made marks books as a demo's, beside the jobs of the clock.
const made = "demo"

// errNotDemo says that a file holds something else than a demo.
var errNotDemo = errors.New("this database was not made by the demo, and the demo does not touch it")

// build makes the books under another name first, so that a start that breaks
// off leaves nothing half-made.
func (d *demo) build(ctx context.Context, file string, fill func(context.Context, *store.DB) error) error {
	under := file + ".new"
	for _, old := range []string{under, under + "-wal", under + "-shm", under + ".lock"} {
		if err := os.Remove(old); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	db, err := store.Build(ctx, under)
	if err != nil {
		return err
	}
	err = fill(ctx, db)
	if err == nil {
		err = db.Write(ctx, func(tx *store.Tx) error { return tx.SetJobRan(made, d.clock.Now()) })
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return errors.Join(err, os.Remove(under))
	}
	return errors.Join(os.Remove(under+".lock"), os.Rename(under, file))
}

// wire puts the program together for this demo.
func (d *demo) wire(db *store.DB, limits bot.Limits) (*parts, error) {
	w := wiring{
		DB: db, Rules: d.rules, Token: d.Token, URL: d.APIURL, Admins: d.Admins, Now: d.clock.Now, Log: d.log, Limits: limits,
	}
	if d.telegram != nil {
		w.Client = d.telegram.Client()
	}
	if d.city != nil {
		w.Admins = append(d.city.admins(), w.Admins...)
	}
	return wire(w)
}

// newTelegram makes an empty practice Telegram on the demo's clock, without
// limits until the playing begins.
func (d *demo) newTelegram() {
	d.telegram = sandbox.New(sandbox.Options{
		Now: d.clock.Now, Token: d.Token, Name: "惠民 Huimin", Seed: 1, Limits: sandbox.Limits{Off: true}, Log: d.log,
	})
}

// makeCity makes the city and its year.
func (d *demo) makeCity(ctx context.Context) (err error) {
	now := d.start()
	d.clock.stand(beginning(now))
	d.newTelegram()
	if d.city, err = newCity(d.telegram); err != nil {
		return err
	}
	err = d.build(ctx, d.file, func(ctx context.Context, db *store.DB) error {
		p, err := d.wire(db, bot.Limits{Off: true})
		if err != nil {
			return err
		}
		// A year leaves a lot behind it, and is made once: collecting it can wait.
		defer debug.SetGCPercent(debug.SetGCPercent(400))
		// What was said before the last day counts as read.
		return makeHistory(ctx, d.city, p, d.clock, now, func() { d.page = d.newPage() })
	})
	if err != nil {
		return fmt.Errorf("make the city: %w", err)
	}
	d.clock.start(now)
	return d.saveState()
}

// makeBare puts people and a group into the practice Telegram and leaves the
// books empty.
func (d *demo) makeBare(ctx context.Context) error {
	d.clock.start(d.start())
	d.newTelegram()
	d.newcomers()
	if err := d.build(ctx, d.file, func(context.Context, *store.DB) error { return nil }); err != nil {
		return err
	}
	return d.saveState()
}

// newcomers are people of whom the books know nothing: two who become
// administrators when they begin, and two neighbours.
func (d *demo) newcomers() {
	var people []*sandbox.User
	for _, p := range []sandbox.Person{
		{First: "郑敏", Language: "zh-hans", About: map[string]string{"zh": "管理员", "en": "An administrator; reads Chinese"}},
		{First: "Alice", Last: "Moore", Language: "en", About: map[string]string{"zh": "管理员，用英文界面", "en": "An administrator"}},
		{First: "韦志强", Language: "zh-hans", About: map[string]string{"zh": "邻居", "en": "A neighbour; reads Chinese"}},
		{First: "Chen", Last: "Mei", Language: "en", About: map[string]string{"zh": "邻居，用英文界面", "en": "A neighbour"}},
	} {
		people = append(people, d.telegram.NewUser(p))
	}
	d.telegram.NewGroup(sandbox.GroupInfo{Title: "邻里群 · Neighbours", BotAdmin: true}, people...)
	d.nameAdmins()
}

// nameAdmins makes the first two newcomers administrators.
func (d *demo) nameAdmins() {
	for i, u := range d.telegram.Users() {
		if i < 2 {
			d.Admins = append(d.Admins, u.ID())
		}
	}
}

// play opens the books and runs everything until ctx ends.
func (d *demo) play(ctx context.Context, on net.Listener, began time.Time) (err error) {
	db, err := store.Open(ctx, d.file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if d.parts, err = d.wire(db, bot.Limits{}); err != nil {
		return err
	}
	if err := d.parts.takeUp(ctx); err != nil {
		return err
	}
	running := d.time()
	mux := http.NewServeMux()
	mux.Handle("GET /healthz", d.parts.health())
	mux.Handle("POST /demo/clock", running.serve())
	if d.telegram != nil {
		d.telegram.SetLimits(sandbox.Limits{})
		if d.page == nil {
			d.page = d.newPage()
		}
		mux.Handle("/", d.page)
	}
	d.greet(on, began)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return d.parts.run(ctx, running.run) })
	group.Go(func() error { return serveHTTP(ctx, on, mux) })
	if d.telegram != nil && d.DB != "" {
		group.Go(func() error { return d.keepState(ctx) })
	}
	return errors.Join(group.Wait(), d.saveState())
}

// greet says where everything is.
func (d *demo) greet(on net.Listener, began time.Time) {
	where := "http://" + on.Addr().String()
	ready := d.out.Now().Sub(began).Seconds()
	if d.telegram == nil {
		_, _ = fmt.Fprintf(d.out.Stdout, "ready in %.1f s; the clock is at %s/demo/clock\n", ready, where)
		return
	}
	_, _ = fmt.Fprintf(d.out.Stdout, "ready in %.1f s; open %s in a browser, and end with Ctrl-C\n", ready, where)
}
