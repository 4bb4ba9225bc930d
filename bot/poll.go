package bot

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"huimin/store"
)

// pollTime is how long Telegram holds a question without news, in seconds: its
// own limit.
const pollTime = 50

// poll asks for updates until the context ends. The next question, which
// confirms what came before it, is asked only when that is committed. No
// offset outlives the process: Telegram's numbers start anew at random.
func (b *Bot) poll(ctx context.Context) {
	wait := patience{first: time.Second, longest: time.Minute}
	for ctx.Err() == nil {
		_, err := b.fetch(ctx, pollTime)
		if err == nil {
			wait.reset()
			continue
		}
		if ctx.Err() != nil {
			return
		}
		pause(ctx, b.pollAgain(ctx, err, &wait))
	}
}

// fetch asks once, commits what came, and tells how many that were.
func (b *Bot) fetch(ctx context.Context, timeout int) (int, error) {
	var bodies []json.RawMessage
	p := params{Offset: b.offset.Load(), Limit: 100, Timeout: timeout, AllowedUpdates: wanted()}
	if err := b.api.call(ctx, "getUpdates", p, &bodies); err != nil {
		return 0, err
	}
	if len(bodies) == 0 {
		return 0, nil
	}
	list := make([]store.Incoming, len(bodies))
	for i, body := range bodies {
		var err error
		if list[i], err = incoming(body); err != nil {
			return 0, err
		}
	}
	if err := b.receive(context.WithoutCancel(ctx), list); err != nil {
		return 0, err
	}
	b.offset.Store(list[len(list)-1].ID + 1)
	return len(list), nil
}

// pollAgain tells what went wrong and how long to wait before asking again.
func (b *Bot) pollAgain(ctx context.Context, err error, wait *patience) time.Duration {
	var refused *apiError
	if !errors.As(err, &refused) {
		b.log.Warn("cannot fetch updates", "err", err)
		return wait.next()
	}
	switch {
	case refused.RetryAfter > 0:
		b.log.Warn("Telegram asks to wait before fetching updates", "seconds", refused.RetryAfter.Seconds())
		return refused.RetryAfter
	case refused.Code == http.StatusConflict && strings.Contains(refused.Description, "webhook"):
		b.log.Info("removing the webhook: updates are fetched instead")
		if err := b.api.call(ctx, "deleteWebhook", params{}, nil); err != nil {
			b.log.Warn("cannot remove the webhook", "err", err)
			return wait.next()
		}
		return 0
	case refused.Code == http.StatusConflict:
		b.log.Error("another program fetches updates with this bot's token: stop it, or give this one a token of its own")
		return max(wait.next(), 5*time.Second)
	case refused.Code == http.StatusUnauthorized || refused.Code == http.StatusNotFound:
		b.log.Error("Telegram does not know this bot's token")
		return wait.longest
	}
	b.log.Warn("cannot fetch updates", "err", err)
	return wait.next()
}
