package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"

	"golang.org/x/sync/errgroup"

	"huimin/fund"
	"huimin/office"
	"huimin/store"
)

// serveCommand runs the bot until it is told to stop.
type serveCommand struct {
	databaseSetting
	telegramSettings
	adminsSetting
	listenSettings
	programmeSetting
	languageSetting
}

// howToBegin is what comes before everything else.
const howToBegin = "write the places down (huimin init --example > places.csv shows how), then huimin init --places places.csv"

// errNoPlaces says that a database has nowhere for anybody to live.
var errNoPlaces = errors.New("there are no communities yet: " + howToBegin)

// Run checks the settings, opens the books for this process alone, and runs
// the bot, the clock's jobs and the listener. It returns nil after a clean
// stop: what was not sent yet waits in the database.
func (c *serveCommand) Run(ctx context.Context, out *outside) (err error) {
	log := slog.New(slog.NewJSONHandler(out.Stderr, nil))
	if wrong := c.wrongs(); len(wrong) > 0 {
		return errors.Join(wrong...)
	}
	token, err := c.token()
	if err != nil {
		return err
	}
	switch _, err := newTelegram(c.APIURL, token).me(ctx); {
	case errors.Is(err, errToken):
		return err
	case err != nil && ctx.Err() == nil: // Telegram may come back; the bot goes on asking
		log.Warn("Telegram does not answer yet", "err", err)
	}
	rules, err := c.load(c.spoken())
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, c.DB)
	if err != nil {
		return mend(err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	p, err := wire(wiring{
		DB: db, Rules: rules, Token: token, URL: c.APIURL, Admins: c.Admins, Now: out.Now, Log: log, Webhook: c.webhook(),
	})
	if err != nil {
		return err
	}
	if err := p.settle(ctx, c.Admins); err != nil {
		return err
	}
	if err := p.takeUp(ctx); err != nil {
		return err
	}
	return c.serve(ctx, p)
}

// wrongs gives what is wrong with the settings.
func (c *serveCommand) wrongs() []error {
	return append(append(c.telegramSettings.wrongs(), c.adminsSetting.wrongs()...), c.listenSettings.wrongs(c.APIURL)...)
}

// settle looks whether the books can be worked with, and gives those their
// office who are named in the settings and were known before.
func (p *parts) settle(ctx context.Context, admins []int64) error {
	return p.db.Write(ctx, func(tx *store.Tx) error {
		communities, err := tx.PlacesOf(fund.PlaceCommunity)
		if err == nil && len(communities) == 0 {
			err = errNoPlaces
		}
		if err != nil {
			return err
		}
		if err := p.office.FirstAdmins(office.ByOperator(tx, p.now()), admins...); err != nil {
			return fmt.Errorf("first administrators: %w", err)
		}
		holding, err := p.operators(tx)
		if err == nil && len(holding)+len(admins) == 0 {
			p.log.Warn("nobody administrates this fund: name somebody in HUIMIN_ADMINS, or invite one with huimin invite --role admin")
		}
		return err
	})
}

// serve runs everything side by side until ctx ends or one part cannot go on.
func (c *serveCommand) serve(ctx context.Context, p *parts) error {
	side, ctx := errgroup.WithContext(ctx)
	way := "polling"
	if c.WebhookURL != "" {
		way = "webhook"
	}
	if c.Listen != "" {
		on, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen)
		if err != nil {
			return fmt.Errorf("%w: choose another address with --listen or HUIMIN_LISTEN", err)
		}
		side.Go(func() error { return serveHTTP(ctx, on, c.routes(p)) })
	}
	side.Go(func() error { return p.run(ctx, p.jobs.Run) })
	p.log.Info("serving", "db", c.DB, "updates", way, "listen", c.Listen)
	err := side.Wait()
	p.log.Info("stopped", "clean", err == nil)
	return err
}

// routes are what the listener answers: health, and Telegram at the path of
// the webhook's address.
func (c *serveCommand) routes(p *parts) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /healthz", p.health())
	if c.WebhookURL != "" {
		mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != hookPath(c.WebhookURL) {
				http.NotFound(w, r)
				return
			}
			p.bot.Webhook().ServeHTTP(w, r)
		})
	}
	return mux
}

// hookPath is the path at which Telegram knocks.
func hookPath(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Path == "" {
		return "/"
	}
	return u.Path
}
