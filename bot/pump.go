package bot

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"huimin/locales"
	"huimin/store"
)

// batch is how many updates may share one commit.
const batch = 64

// pump handles what waits in the inbox until the context ends. The batch it is
// in the middle of is finished.
func (b *Bot) pump(ctx context.Context) {
	wait := patience{first: 50 * time.Millisecond, longest: 10 * time.Second}
	var asked []chan struct{}
	for ctx.Err() == nil {
		n, err := b.pumpOnce(ctx)
		switch {
		case err != nil:
			// Nothing is marked: the disk may be full, and will not be for ever.
			b.log.Error("cannot handle updates; trying again", "err", class(err))
			pause(ctx, wait.next())
		case n > 0:
			wait.reset()
		default:
			wait.reset()
			b.caughtUp()
			for _, done := range asked {
				close(done)
			}
			asked = nil
			select {
			case <-b.shared.arrived:
			case done := <-b.quiet:
				asked = append(asked, done) // answered when another look finds nothing
			case <-ctx.Done():
			}
		}
	}
}

// pumpOnce handles the first updates that wait, in one commit, and tells how
// many they were.
func (b *Bot) pumpOnce(ctx context.Context) (n int, err error) {
	err = b.db.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		n, err = b.drain(tx)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("handle updates: %w", err)
	}
	b.done(n)
	return n, nil
}

// drain handles the first updates that wait and tells how many they were.
func (b *Bot) drain(tx *store.Tx) (int, error) {
	list, err := tx.WaitingUpdates(batch)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	for _, u := range list {
		if err := b.handle(tx, u); err != nil {
			return 0, err
		}
	}
	return len(list), tx.FinishUpdates(list[len(list)-1].Seq)
}

// done tells the sender that n updates are handled and committed.
func (b *Bot) done(n int) {
	if n > 0 {
		b.handled.Add(int64(n))
		wake(b.sender.news)
	}
}

// handle gives one update to the conversation it belongs to. What that changes
// is kept or undone as a whole. The error is one that concerns the whole batch.
func (b *Bot) handle(tx *store.Tx, u store.Update) error {
	var t *turn
	err := tx.Savepoint(func(tx *store.Tx) (err error) {
		if t, err = b.begin(tx, u); err != nil || t == nil {
			return err
		}
		return b.router.route(t)
	})
	if err == nil || store.Unavailable(err) {
		return err
	}
	if m, ok := words(err); ok && t != nil {
		err = tx.Savepoint(func(*store.Tx) error { return t.answerWith(m, m) })
		if err == nil || store.Unavailable(err) {
			return err
		}
	}
	return b.setAside(tx, u, t, err)
}

// setAside keeps an update that cannot be handled, tells the person that
// nothing was changed, and tells whoever runs the bot.
func (b *Bot) setAside(tx *store.Tx, u store.Update, t *turn, cause error) error {
	why := class(cause)
	if t != nil && t.doing != "" {
		why = t.doing + ": " + why
	}
	attrs := []any{"seq", u.Seq, "update", u.ID, "why", why}
	var p *store.PanicError
	if errors.As(cause, &p) {
		attrs = append(attrs, "stack", string(p.Stack))
	}
	b.log.Error("an update failed and was set aside", attrs...)
	if err := b.failUpdate(tx, u, why); err != nil {
		return err
	}
	err := tx.Savepoint(func(tx *store.Tx) error {
		if t != nil {
			if err := t.answerWith(locales.EngineFailed(), locales.EngineFailedAlert()); err != nil {
				return err
			}
		}
		return b.tellOperators(tx, kindUpdateFailed, fmt.Sprintf("update_failed:%d", u.Seq), updateFailed{Seq: u.Seq, Why: why})
	})
	if store.Unavailable(err) {
		return err
	}
	if err != nil {
		b.log.Error("cannot tell about a failed update", "seq", u.Seq, "why", class(err))
	}
	return nil
}

// failUpdate keeps an update for whoever runs the bot; but not one in which a
// paper of a secret ballot is, which whoever has it can press again.
func (b *Bot) failUpdate(tx *store.Tx, u store.Update, why string) error {
	err := tx.FailUpdate(u.Seq, why)
	if err == nil && isSealed(u) {
		err = tx.BlankUpdate(u.Seq)
	}
	return err
}

// answerWith tells the person something in place of what the conversation
// would have said: as an alert on a press, as a message otherwise. In a group,
// only somebody who asked for something is answered.
func (t *turn) answerWith(said, alert locales.Message) error {
	t.answer = answerData{}
	switch {
	case t.tap != nil:
		t.alert(alert)
		return t.sendAnswer()
	case t.message != nil && t.user.ID != 0 && (t.chat.private() || t.called != nil || t.session != nil):
		return t.say(screen{Text: said})
	}
	return nil
}

// class names an error without anything that people wrote: its type, and its
// words where a program wrote them.
func class(err error) string {
	for {
		var next error
		switch e := err.(type) { //nolint:errorlint // this walks the chain itself
		case interface{ Unwrap() []error }:
			if all := e.Unwrap(); len(all) > 0 {
				next = all[0]
			}
		case interface{ Unwrap() error }:
			next = e.Unwrap()
		}
		if next == nil {
			break
		}
		err = next
	}
	switch e := err.(type) { //nolint:errorlint // the end of the chain
	case *store.PanicError:
		if r, ok := e.Value.(runtime.Error); ok {
			return "panic: " + r.Error()
		}
		return fmt.Sprintf("panic: %T", e.Value)
	}
	if cause := store.Cause(err); cause != "" {
		return "sqlite: " + cause
	}
	if strings.HasPrefix(fmt.Sprintf("%T", err), "*errors.") {
		return err.Error()
	}
	return fmt.Sprintf("%T", err)
}
