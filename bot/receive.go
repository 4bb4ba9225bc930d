package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/go-telegram/bot/models"

	"huimin/store"
)

// wanted is every kind of update we use. It is always sent whole: without it
// Telegram keeps to what it was told last.
func wanted() []string {
	return []string{
		models.AllowedUpdateMessage, models.AllowedUpdateEditedMessage, models.AllowedUpdateCallbackQuery,
		models.AllowedUpdateMyChatMember, models.AllowedUpdateChatMember, models.AllowedUpdatePoll,
	}
}

var errNoUpdateID = errors.New("an update without update_id")

// incoming reads an update's number and leaves the rest for later.
func incoming(body []byte) (store.Incoming, error) {
	var id struct {
		ID *int64 `json:"update_id"`
	}
	if err := json.Unmarshal(body, &id); err != nil {
		return store.Incoming{}, errNoUpdateID // the error's own words could show what people wrote
	}
	if id.ID == nil {
		return store.Incoming{}, errNoUpdateID
	}
	return store.Incoming{ID: *id.ID, Body: body}, nil
}

// receive commits updates to the inbox. Only when it returns nil may Telegram
// be told that we have them. What waits there is handled in the same commit
// when it is little: a person who writes to a quiet bot waits for one commit,
// not for two. When that cannot be committed, or the bot does not know its own
// name yet, the updates alone are.
func (b *Bot) receive(ctx context.Context, list []store.Incoming) error {
	handled := 0
	list, err := b.shared.sealUpdates(list)
	if err != nil {
		return fmt.Errorf("receive %d updates: %w", len(list), err)
	}
	err = b.db.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Receive(list, b.now())
		if err == nil && len(list) <= batch && b.ready.Load() {
			handled, err = b.drain(tx)
		}
		return err
	})
	if err == nil {
		b.done(handled)
	} else {
		b.log.Warn("cannot handle updates as they come", "err", class(err))
		err = b.db.Write(ctx, func(tx *store.Tx) error {
			_, err := tx.Receive(list, b.now())
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("receive %d updates: %w", len(list), err)
	}
	if handled < len(list) {
		wake(b.shared.arrived)
	}
	return nil
}
