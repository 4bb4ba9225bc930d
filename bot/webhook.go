package bot

import (
	"context"
	"crypto/subtle"
	"errors"
	"io"
	"mime"
	"net/http"
	"regexp"
	"time"

	"huimin/store"
)

// Webhook is where Telegram brings updates. Secret is 1 to 256 of A–Z, a–z,
// 0–9, _ and -: what shows that it is Telegram who brings them.
type Webhook struct {
	URL    string
	Secret string
}

var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

func (w Webhook) check() error {
	if w.URL != "" && !secretForm.MatchString(w.Secret) {
		return errors.New("a webhook needs a secret: 1 to 256 of A–Z, a–z, 0–9, _ and -")
	}
	return nil
}

const (
	maxUpdate    = 4 << 20                           // bytes; Telegram's are far smaller
	maxCommit    = 5 * time.Second                   // Telegram waits longer
	secretHeader = "X-Telegram-Bot-Api-Secret-Token" //nolint:gosec // the header's name, not the secret
)

// Webhook takes updates from Telegram: 200 once an update is committed, 401
// without the secret, 400 for what is no update, 503 when it could not be
// kept, so that Telegram brings it again.
func (b *Bot) Webhook() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(b.takeUpdate(w, r))
	})
}

func (b *Bot) takeUpdate(w http.ResponseWriter, r *http.Request) int {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return http.StatusMethodNotAllowed
	}
	given := r.Header.Get(secretHeader)
	if b.hook.Secret == "" || subtle.ConstantTimeCompare([]byte(given), []byte(b.hook.Secret)) != 1 {
		return http.StatusUnauthorized
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return http.StatusUnsupportedMediaType
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpdate))
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return http.StatusRequestEntityTooLarge
		}
		return http.StatusBadRequest
	}
	update, err := incoming(body)
	if err != nil {
		b.log.Warn("the webhook got something that is no update", "bytes", len(body))
		return http.StatusBadRequest
	}
	// Telegram hanging up does not stop the commit: it would bring it again.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), maxCommit)
	defer cancel()
	if err := b.receive(ctx, []store.Incoming{update}); err != nil {
		b.log.Error("cannot keep an update", "err", err)
		return http.StatusServiceUnavailable
	}
	return http.StatusOK
}
