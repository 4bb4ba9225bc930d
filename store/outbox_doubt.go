package store

import (
	"errors"
	"fmt"
	"time"
)

// A post is known by its message's number. While nobody knows whether a post
// arrived, or as which message, nothing may be said on its topic in that chat:
// it would stand there twice. Newer words are held. They go out, as an edit or
// as the first message, when somebody settles what became of the other: it is
// sent again, a press shows which message it is, or it turns out never to have
// left. When whoever runs the bot says that it arrived, the number is still
// not known, and a press has to tell it.

// inTheDark tells whether a message on a topic may be in a chat, nobody knows
// which. It takes chat and topic twice.
const inTheDark = `(EXISTS (SELECT 1 FROM outbox d WHERE d.chat = ? AND d.topic = ?
		AND d.status IN ('sending', 'uncertain', 'arrived') AND d.status <> 'sent')
	AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.chat = ? AND p.topic = ?))`

// release lets words wait that were held behind a row, unless something else
// on its topic is in the dark still.
func (tx *Tx) release(id int64) error {
	q, err := tx.Queued(id)
	if err != nil || q.Topic == "" || q.Chat > 0 {
		return err
	}
	held, err := one(tx, scalar[int64], `
		SELECT id FROM outbox WHERE chat = ? AND topic = ? AND status = 'held' AND status <> 'sent' AND NOT `+inTheDark,
		q.Chat, q.Topic, q.Chat, q.Topic, q.Chat, q.Topic)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err == nil {
		err = tx.exec("UPDATE outbox SET status = 'waiting', rev = ? WHERE id = ?", tx.rev.Add(1), held)
	}
	if err != nil {
		return fmt.Errorf("release what is held behind message %d: %w", id, err)
	}
	return nil
}

// wait makes a row wait for a chat, unless another on the same topic waits or
// is held there already: then that one speaks for both.
func (tx *Tx) wait(id, chat int64) error {
	_, err := one(tx, scalar[int64], `
		SELECT o.id FROM outbox o JOIN outbox mine ON mine.topic = o.topic
		WHERE mine.id = ? AND o.chat = ? AND o.status IN ('waiting', 'held') AND o.status <> 'sent' AND o.id <> mine.id`, id, chat)
	switch {
	case err == nil:
		err := tx.exec("UPDATE outbox SET status = 'expired', error = 'superseded', chat = ? WHERE id = ?", chat, id)
		if err == nil {
			err = tx.release(id)
		}
		return err
	case !errors.Is(err, ErrNotFound):
		return err
	}
	// It waits before the question is asked: it is not in its own way.
	if err := tx.exec("UPDATE outbox SET status = 'waiting', rev = ?, chat = ? WHERE id = ?", tx.rev.Add(1), chat, id); err != nil {
		return err
	}
	q, err := tx.Queued(id)
	if err != nil || q.Topic == "" || chat > 0 {
		return err
	}
	return tx.exec("UPDATE outbox SET status = 'held' WHERE id = ? AND "+inTheDark, id, chat, q.Topic, chat, q.Topic)
}

// Requeue sends a message that was laid aside once more, or the newer words
// that were held behind it; [ErrNotFound] when it is not laid aside.
func (tx *Tx) Requeue(id int64, now time.Time) error {
	q, err := tx.Queued(id)
	if err != nil {
		return err
	}
	if q.Status != OutboxUncertain && q.Status != OutboxFailed && q.Status != OutboxParked {
		return fmt.Errorf("requeue message %d: %w", id, ErrNotFound)
	}
	if err := tx.exec("UPDATE outbox SET due = ?, expires = NULL WHERE id = ?", now.Unix(), id); err != nil {
		return fmt.Errorf("requeue message %d: %w", id, err)
	}
	if err := tx.wait(id, q.Chat); err != nil {
		return fmt.Errorf("requeue message %d: %w", id, err)
	}
	return nil
}

// LetBe gives up a message that failed; [ErrNotFound] when it has not.
func (tx *Tx) LetBe(id int64) error {
	n, err := tx.change("UPDATE outbox SET status = 'expired', data = '{}' WHERE id = ? AND status = 'failed'", id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("let message %d be: %w", id, err)
	}
	return nil
}

// Arrived settles a message in doubt: it did arrive, as message when that is
// known and not 0. Without a number, what is said next on its topic is a new
// message. [ErrNotFound] when there is no doubt about it.
func (tx *Tx) Arrived(id int64, message int, now time.Time) error {
	q, err := tx.Queued(id)
	if err != nil {
		return err
	}
	n, err := tx.change(`
		UPDATE outbox SET status = 'sent', message = ?, sent = ?, data = '{}' WHERE id = ? AND status IN ('uncertain', 'arrived')`,
		ref(int64(message)), now.Unix(), id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err == nil && q.Topic != "" && message != 0 {
		err = tx.SetPost(Post{Chat: q.Chat, Topic: q.Topic, Message: message, At: now})
	}
	if err == nil {
		err = tx.release(id)
	}
	if err != nil {
		return fmt.Errorf("message %d arrived: %w", id, err)
	}
	return nil
}

// ArrivedUnseen settles a message in doubt as far as somebody can who has seen
// it in the chat: it is there, and [Tx.Arrived] is still to learn its number.
// [ErrNotFound] when there is no doubt about it.
func (tx *Tx) ArrivedUnseen(id int64, now time.Time) error {
	n, err := tx.change("UPDATE outbox SET status = 'arrived', sent = ? WHERE id = ? AND status = 'uncertain'", now.Unix(), id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("message %d arrived: %w", id, err)
	}
	return nil
}
