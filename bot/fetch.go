package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"huimin/locales"
	"huimin/store"
)

// A file that somebody sent is not in the update: it has to be fetched from
// Telegram. Nothing slow happens inside a transaction, so a flow puts a row
// into the outbox, the sender fetches the file as it sends messages, with the
// same patience, and the flow that asked goes on in a transaction of its own.

// kindFetch is the kind of a row that fetches a file instead of saying
// something.
const kindFetch = "fetch"

// methodFetch is the part of such a row.
const methodFetch = "getFile"

// fetching is a file to be fetched, for the person of the private chat that it
// was sent in.
type fetching struct {
	File string       `json:"file"` // Telegram's id
	Name string       `json:"name"`
	Max  int          `json:"max"` // bytes
	Lang locales.Lang `json:"lang"`
}

// fetched is a file that has come; Lost when Telegram does not give it.
type fetched struct {
	fetching
	Data []byte
	Lost bool
}

// fetch has a file fetched that the message carries. What is registered by
// r.file goes on with it.
func (t *turn) fetch(f fetching) error {
	f.Lang = t.lang
	data, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("fetch: %w", err)
	}
	return t.tx.Send(store.Outgoing{Kind: kindFetch, Chat: t.chat.ID, Data: data, Lane: store.LaneReply}, t.now)
}

// file registers what goes on with files that were fetched. t has no update
// and no message: it can say things.
func (r *router) file(goOn func(t *turn, f fetched) error) {
	if r.fetched != nil {
		r.wrong("two flows go on with files")
	}
	r.fetched = goOn
}

// fetchFile fetches a file and lets its flow go on. When the process ends in
// between, it is done again: a file that waits is looked at twice, at most.
func (s *sender) fetchFile(ctx context.Context, chat int64, f fetching) error {
	data, err := s.b.api.file(ctx, f.File, f.Max)
	got := fetched{fetching: f, Data: data}
	if badRequest(err) != "" || errors.Is(err, errFileTooLarge) {
		got.Lost, err = true, nil
	}
	if err != nil {
		return err
	}
	err = s.b.db.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		t, err := s.b.fetchTurn(tx, chat, f)
		if err != nil {
			return err
		}
		err = tx.Savepoint(func(*store.Tx) error { return s.b.router.fetched(t, got) })
		if m, ok := words(err); ok {
			return t.say(screen{Text: m})
		}
		return err
	})
	wake(s.news)
	return err
}

// fetchTurn is the turn of whoever sent a file.
func (b *Bot) fetchTurn(tx *store.Tx, chat int64, f fetching) (*turn, error) {
	person, err := found(tx.PersonByTelegram(chat))
	if err != nil {
		return nil, err
	}
	t := &turn{
		shared: b.shared, tx: tx, now: b.now(), person: person, lang: f.Lang,
		chat: chatInfo{ID: chat, Kind: store.ChatPrivate},
	}
	t.user.ID = chat
	return t, nil
}

// errFileTooLarge says that a file has more bytes than are wanted.
var errFileTooLarge = errors.New("the file is too large")

// file fetches a file of up to most bytes. Errors are those of [api.call], and
// [errFileTooLarge].
func (a *api) file(ctx context.Context, id string, most int) ([]byte, error) {
	var f struct {
		Path string `json:"file_path"`
		Size int    `json:"file_size"`
	}
	if err := a.call(ctx, "getFile", params{FileID: id}, &f); err != nil {
		return nil, err
	}
	if f.Size > most {
		return nil, errFileTooLarge
	}
	ctx, cancel := context.WithTimeout(ctx, uploadTime)
	defer cancel()
	address := strings.Replace(a.url, "/bot"+a.token+"/", "/file/bot"+a.token+"/", 1) + f.Path
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errors.New("the address of the Bot API is not a URL") // the error's own words would show the token
	}
	res, err := a.client.Do(req)
	if err != nil {
		var wrapped *url.Error
		if errors.As(err, &wrapped) {
			err = wrapped.Err
		}
		return nil, &wireError{Err: err, Unsent: true}
	}
	data, err := io.ReadAll(io.LimitReader(res.Body, int64(most)+1))
	switch err = errors.Join(err, res.Body.Close()); {
	case err != nil:
		return nil, &wireError{Err: err}
	case res.StatusCode == http.StatusNotFound: // the link's hour is over
		return nil, &apiError{Code: http.StatusBadRequest, Description: "the file is gone"}
	case res.StatusCode != http.StatusOK:
		return nil, &apiError{Code: res.StatusCode, Description: http.StatusText(res.StatusCode), RetryAfter: time.Second}
	case len(data) > most:
		return nil, errFileTooLarge
	}
	return data, nil
}
