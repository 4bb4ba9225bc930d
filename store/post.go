package store

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"
	"time"
)

// FormTopics begins the topics of the posts that conversations are held in:
// they are forgotten with the conversation.
const FormTopics = "form:"

// Post is a message that is edited in place: the one about Topic in Chat.
type Post struct {
	Chat    int64
	Topic   string
	Message int
	At      time.Time // when it was sent or edited last
	Digest  []byte    // of what it shows
}

const postColumns = "chat, topic, message, at, digest"

func scanPost(s scanner) (p Post, err error) {
	var at sql.NullInt64
	err = s.Scan(&p.Chat, &p.Topic, &p.Message, &at, &p.Digest)
	p.At = moment(at)
	return p, err
}

// Post gives the post about a topic in a chat, or [ErrNotFound].
func (tx *Tx) Post(chat int64, topic string) (Post, error) {
	p, err := one(tx, scanPost, "SELECT "+postColumns+" FROM posts WHERE chat = ? AND topic = ?", chat, topic)
	if err != nil {
		return p, fmt.Errorf("post %s: %w", topic, err)
	}
	return p, nil
}

// PostAt gives the post that a message is, or [ErrNotFound].
func (tx *Tx) PostAt(chat int64, message int) (Post, error) {
	p, err := one(tx, scanPost, "SELECT "+postColumns+" FROM posts WHERE chat = ? AND message = ?", chat, message)
	if err != nil {
		return p, fmt.Errorf("post at message %d: %w", message, err)
	}
	return p, nil
}

// PostsUnder gives the posts, in whatever chat, whose topics begin so.
func (tx *Tx) PostsUnder(prefix string) ([]Post, error) {
	// U+10FFFF sorts after everything that a topic may go on with.
	list, err := all(tx, scanPost, "SELECT "+postColumns+" FROM posts WHERE topic >= ? AND topic < ?",
		prefix, prefix+"\U0010FFFF")
	slices.SortFunc(list, func(a, b Post) int { return cmp.Or(cmp.Compare(a.Chat, b.Chat), cmp.Compare(a.Topic, b.Topic)) })
	if err != nil {
		return nil, fmt.Errorf("posts under %s: %w", prefix, err)
	}
	return list, nil
}

// SetPost keeps which message is the post about a topic.
func (tx *Tx) SetPost(p Post) error {
	err := tx.exec("INSERT OR REPLACE INTO posts ("+postColumns+") VALUES (?, ?, ?, ?, ?)",
		p.Chat, p.Topic, p.Message, p.At.Unix(), p.Digest)
	if err != nil {
		return fmt.Errorf("set post %s: %w", p.Topic, err)
	}
	return nil
}

// prunePosts forgets the posts of conversations that nobody has touched since
// before.
func (tx *Tx) prunePosts(before time.Time) error {
	if err := tx.exec("DELETE FROM posts WHERE topic >= ? AND topic < ? AND at < ?", FormTopics, FormTopics+"\U0010FFFF", before.Unix()); err != nil {
		return fmt.Errorf("prune posts: %w", err)
	}
	return nil
}

// DropPost forgets a post, so that the next word on its topic is a new
// message.
func (tx *Tx) DropPost(chat int64, topic string) error {
	if err := tx.exec("DELETE FROM posts WHERE chat = ? AND topic = ?", chat, topic); err != nil {
		return fmt.Errorf("drop post %s: %w", topic, err)
	}
	return nil
}
