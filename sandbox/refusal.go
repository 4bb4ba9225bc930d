package sandbox

import (
	"fmt"
	"net/http"
	"strings"
)

// refusal is an answer that is not ok, in Telegram's words.
type refusal struct {
	code       int
	text       string
	retryAfter int   // seconds
	migrateTo  int64 // chat id
	// innocent refusals are no violation: no bot can avoid them.
	innocent bool
}

func (r *refusal) Error() string { return r.text }

func badRequest(format string, args ...any) *refusal {
	return &refusal{code: http.StatusBadRequest, text: "Bad Request: " + lowerFirst(fmt.Sprintf(format, args...))}
}

func forbidden(text string) *refusal {
	return &refusal{code: http.StatusForbidden, text: "Forbidden: " + text}
}

func conflict(text string) *refusal {
	return &refusal{code: http.StatusConflict, text: "Conflict: " + text}
}

func tooMany(seconds int) *refusal {
	return &refusal{
		code: http.StatusTooManyRequests, retryAfter: seconds,
		text: fmt.Sprintf("Too Many Requests: retry after %d", seconds),
	}
}

// lowerFirst writes a message as Telegram's server does behind its prefix: a
// sentence loses its capital, a code such as BUTTON_DATA_INVALID keeps it.
func lowerFirst(text string) string {
	if len(text) >= 2 && (text[1] == '_' || ('A' <= text[1] && text[1] <= 'Z')) {
		return text
	}
	if text == "" {
		return text
	}
	return strings.ToLower(text[:1]) + text[1:]
}
