package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// telegram asks the Bot API questions, for subcommands that do not run the bot.
type telegram struct {
	url   string // with the token in it: never shown
	asked http.Header
}

// refused is a question that Telegram did not like.
type refused struct {
	Code        int
	Description string
}

// Error gives Telegram's words.
func (e *refused) Error() string { return fmt.Sprintf("Telegram says: %s", e.Description) }

// unknownToken tells whether Telegram does not know the bot's token.
func unknownToken(err error) bool {
	var r *refused
	return errors.As(err, &r) && (r.Code == http.StatusUnauthorized || r.Code == http.StatusNotFound)
}

// errToken says that Telegram does not know the token.
var errToken = errors.New("Telegram does not know this token: compare it with what @BotFather shows under /mybots → API Token") //nolint:staticcheck // a name begins with a capital

func newTelegram(api, token string) *telegram {
	return &telegram{url: strings.TrimSuffix(api, "/") + "/bot" + token + "/"}
}

// profile is what Telegram tells of the bot.
type profile struct {
	ID       int64  `json:"id"`
	Username string `json:"username"`
}

// me asks who the bot is: [errToken] when Telegram does not know.
func (t *telegram) me(ctx context.Context) (p profile, err error) {
	err = t.ask(ctx, "getMe", struct{}{}, &p)
	if unknownToken(err) {
		err = errToken
	}
	return p, err
}

// ask carries out a method that changes nothing. *refused is Telegram's no;
// any other error means that there was no answer.
func (t *telegram) ask(ctx context.Context, method string, params, dest any) error {
	body, err := json.Marshal(params)
	if err != nil {
		return fmt.Errorf("ask %s: %w", method, err)
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.url+method, bytes.NewReader(body))
	if err != nil {
		return errors.New("the address of the Bot API is not a URL") // the error's own words would show the token
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		var wrapped *url.Error
		if errors.As(err, &wrapped) {
			err = wrapped.Err
		}
		return fmt.Errorf("reach the Bot API: %w", err)
	}
	var answer struct {
		OK          bool
		Result      json.RawMessage
		Description string
	}
	err = json.NewDecoder(res.Body).Decode(&answer)
	if err = errors.Join(err, res.Body.Close()); err != nil {
		return fmt.Errorf("the Bot API's answer with status %d is not JSON: is the address right?", res.StatusCode)
	}
	t.asked = res.Header
	if !answer.OK {
		return &refused{Code: res.StatusCode, Description: answer.Description}
	}
	if err := json.Unmarshal(answer.Result, dest); err != nil {
		return fmt.Errorf("read the answer to %s: %w", method, err)
	}
	return nil
}
