package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"huimin/bot"
	"huimin/fund"
	"huimin/office"
	"huimin/scheduler"
	"huimin/store"
)

// wiring is what it takes to put the program together.
type wiring struct {
	DB      *store.DB
	Rules   fund.Rulebook
	Token   string
	URL     string       // of the Bot API
	Client  *http.Client // nil: one that keeps its connections
	Admins  []int64      // Telegram ids
	Now     func() time.Time
	Log     *slog.Logger
	Limits  bot.Limits
	Webhook bot.Webhook
}

// parts are the program, put together.
type parts struct {
	db     *store.DB
	office *office.Office
	bot    *bot.Bot
	jobs   *scheduler.Scheduler
	now    func() time.Time
	log    *slog.Logger
}

// wire puts the program together on an open database, which stays the
// caller's. Nothing runs yet.
func wire(w wiring) (*parts, error) {
	book, err := wordsFor(w.Rules)
	if err != nil {
		return nil, fmt.Errorf("texts: %w", err)
	}
	p := &parts{db: w.DB, log: w.Log, office: office.New(w.Rules, office.WithAdmins(w.Admins...))}
	p.now = func() time.Time { return w.Now().In(w.Rules.Zone()) }
	p.bot, err = bot.New(bot.Config{
		DB: w.DB, Office: p.office, Book: book, Token: w.Token, URL: w.URL, Client: w.Client,
		Now: p.now, Log: w.Log, Limits: w.Limits, Operators: p.operators, Webhook: w.Webhook,
	})
	if err != nil {
		return nil, fmt.Errorf("bot: %w", err)
	}
	config := scheduler.Config{Zone: w.Rules.Zone(), Runs: scheduler.Books(p.office, p.act), Now: p.now, Log: w.Log}
	if p.jobs, err = scheduler.New(config, scheduler.Jobs(p.office, p.act)...); err != nil {
		return nil, fmt.Errorf("scheduler: %w", err)
	}
	return p, nil
}

// act runs do as an act of the clock, and lets the bot say what came of it.
func (p *parts) act(ctx context.Context, do func(office.Act) error) error {
	err := p.db.Write(ctx, func(tx *store.Tx) error { return do(office.Act{Tx: tx, Now: p.now()}) })
	if err == nil {
		p.bot.Wake()
	}
	return err
}

// operators gives the chats of those who run the bot: the administrators of
// every city.
func (p *parts) operators(tx *store.Tx) ([]int64, error) {
	cities, err := tx.PlacesOf(fund.PlaceCity)
	if err != nil {
		return nil, err
	}
	var chats []int64
	for _, city := range cities {
		grants, err := p.office.Holders(tx, city.ID, fund.RoleAdmin)
		if err != nil {
			return nil, err
		}
		for _, g := range grants {
			if !g.Active(p.now()) {
				continue
			}
			person, err := tx.Person(g.Person)
			if err != nil {
				return nil, err
			}
			if person.Telegram != 0 && !person.Erased {
				chats = append(chats, person.Telegram)
			}
		}
	}
	return chats, nil
}

// run takes updates, sends messages, and runs clock beside them, until ctx
// ends or one of them cannot go on. The clock waits until the bot has caught up
// with what people did before.
func (p *parts) run(ctx context.Context, clock func(context.Context)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var beside sync.WaitGroup
	beside.Go(func() {
		select {
		case <-p.bot.CaughtUp():
			clock(ctx)
		case <-ctx.Done():
		}
	})
	err := p.bot.Run(ctx)
	cancel()
	beside.Wait()
	return err
}
