package bot

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"huimin/office"
	"huimin/store"
)

// Run takes updates and sends messages until the context ends. Then it stops
// asking, finishes the batch it handles and lets messages on their way arrive;
// the rest waits in the database for the next start. It returns nil after a
// clean stop.
func (b *Bot) Run(ctx context.Context) error {
	if !b.running.CompareAndSwap(false, true) {
		return errors.New("the bot is running already")
	}
	defer b.running.Store(false)
	wait := patience{first: time.Second, longest: time.Minute}
	for {
		err := b.start(ctx)
		if err == nil {
			break
		}
		if ctx.Err() != nil {
			return nil
		}
		if store.Unavailable(err) {
			return err
		}
		b.log.Error("cannot begin; trying again", "err", err)
		pause(ctx, wait.next())
	}
	var loops sync.WaitGroup
	if b.hook.URL == "" {
		loops.Go(func() { b.poll(ctx) })
	}
	loops.Go(func() { b.pump(ctx) })
	loops.Go(func() { b.sender.run(ctx) })
	loops.Go(func() { b.beat(ctx) })
	loops.Wait()
	return nil
}

// start recovers what a process left in the middle, learns the bot's name, and
// says where updates go. Once is enough.
func (b *Bot) start(ctx context.Context) error {
	if b.ready.Load() {
		return nil
	}
	err := b.db.Write(ctx, func(tx *store.Tx) error {
		list, err := tx.Abandoned()
		if err != nil {
			return err
		}
		for _, q := range list {
			key := fmt.Sprintf("%s:%d:%d", kindUncertain, q.ID, q.Attempts)
			if err := b.tellOperators(tx, kindUncertain, key, rowTrouble{Row: q.ID, Kind: q.Kind, Why: "the process ended"}); err != nil {
				return err
			}
		}
		if err := b.began(tx); err != nil {
			return err
		}
		return b.router.queueMenus(tx, b.now())
	})
	if err != nil {
		return fmt.Errorf("recover: %w", err)
	}
	var me struct {
		Username string `json:"username"`
	}
	if err := b.api.call(ctx, "getMe", params{}, &me); err != nil {
		return fmt.Errorf("ask for the bot's name: %w", err)
	}
	b.shared.name.Store(&me.Username)
	if b.hook.URL != "" {
		p := params{URL: b.hook.URL, SecretToken: b.hook.Secret, AllowedUpdates: wanted()}
		if err := b.api.call(ctx, "setWebhook", p, nil); err != nil {
			return fmt.Errorf("set the webhook: %w", err)
		}
	}
	b.ready.Store(true)
	return nil
}

// Settle takes everything that waits at Telegram, handles it and sends what
// may be sent at this moment, until nothing of the kind is left. What is due
// later stays. Beside a running [Bot.Run] it waits until that has nothing left
// to do.
func (b *Bot) Settle(ctx context.Context) error {
	b.settle.Lock()
	defer b.settle.Unlock()
	if b.running.Load() {
		return b.rest(ctx)
	}
	if err := b.start(ctx); err != nil {
		return err
	}
	for look := true; ; {
		fetched, handled := 0, 0
		if b.hook.URL == "" {
			var err error
			if fetched, err = b.fetch(ctx, 0); err != nil {
				return err
			}
		}
		// What was fetched is handled already, unless it was too much, or
		// something that was set aside is tried once more.
		if look || fetched > 0 {
			var err error
			if handled, err = b.pumpOnce(ctx); err != nil {
				return err
			}
		}
		look = fetched+handled > 0
		tried, err := b.sender.sendAll(ctx)
		if err != nil {
			return err
		}
		if fetched+handled+tried == 0 {
			b.caughtUp()
			return b.alive(ctx)
		}
	}
}

// heartbeat is how often it is kept that the program runs.
const heartbeat = time.Minute

// began says that the program runs again, and since when it did not.
func (b *Bot) began(tx *store.Tx) error {
	if b.office == nil {
		return nil
	}
	b.beaten = b.now()
	return b.office.Started(office.Act{Tx: tx, Now: b.beaten})
}

// beat keeps that the program runs, each minute.
func (b *Bot) beat(ctx context.Context) {
	for ctx.Err() == nil {
		if err := b.alive(ctx); err != nil {
			b.log.Error("cannot note that the program runs", "err", class(err))
		}
		pause(ctx, heartbeat)
	}
}

// alive keeps that the program runs, once a minute at most.
func (b *Bot) alive(ctx context.Context) error {
	now := b.now()
	if b.office == nil || now.Sub(b.beaten) < heartbeat {
		return nil
	}
	b.beaten = now
	return b.db.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		return b.office.Alive(office.Act{Tx: tx, Now: now})
	})
}

// rest waits until the running loops have nothing left to do.
func (b *Bot) rest(ctx context.Context) error {
	for {
		before := b.handled.Load()
		wake(b.shared.arrived)
		if err := ask(ctx, b.quiet); err != nil {
			return err
		}
		wake(b.sender.news)
		if err := ask(ctx, b.sender.quiet); err != nil {
			return err
		}
		if b.handled.Load() == before {
			return nil
		}
	}
}

// Wake makes a running bot look at once for messages that something beside it
// has put into the outbox, as the jobs of the clock do.
func (b *Bot) Wake() { wake(b.sender.news) }

// CaughtUp is closed once everything is handled that was received before the
// start: what people did before an hour came is done before the clock does
// what is due at that hour.
func (b *Bot) CaughtUp() <-chan struct{} { return b.caught }

func (b *Bot) caughtUp() { b.catchUp.Do(func() { close(b.caught) }) }

// ask waits until a loop says that it has nothing to do.
func ask(ctx context.Context, loop chan<- chan struct{}) error {
	done := make(chan struct{})
	select {
	case loop <- done:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
