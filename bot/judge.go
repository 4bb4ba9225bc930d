package bot

import (
	"errors"
	"net/http"
	"strings"
	"time"
)

// sendLife is how long a message is tried when Telegram answers nothing
// sensible.
const sendLife = 24 * time.Hour

// judge says what becomes of a message after an error.
func (s *sender) judge(l letter, it *item, err error, o outcome, p part) outcome {
	now := s.b.now()
	var e *apiError
	var w *wireError
	switch {
	case errors.As(err, &w) && w.Unsent:
		o.verdict, o.why = offline, w.Error()
		return o
	case errors.As(err, &e):
		o.why = e.Error()
		if done := s.judgeRefusal(l, e, &o, now); done {
			return o
		}
	case !errors.As(err, &w):
		o.verdict, o.why = refused, class(err)
		return o
	default:
		o.why = w.Error()
	}
	// The call may have been carried out. What may be doubled is repeated.
	switch {
	case !p.edit && l.q.Chat < 0:
		o.verdict = unsure
	case now.Sub(l.q.Created) > sendLife:
		o.verdict = refused
	default:
		o.verdict, o.until = later, now.Add(retryAfter(it.attempts))
	}
	return o
}

// judgeRefusal says what becomes of a message that Telegram refused; false
// when Telegram is out of order itself and the call may have been carried out.
func (s *sender) judgeRefusal(l letter, e *apiError, o *outcome, now time.Time) bool {
	switch {
	case e.MigrateTo != 0:
		o.verdict, o.to = moved, e.MigrateTo
		o.gone = l.q.Kind == kindScreen && l.message != 0
	case e.Code == http.StatusTooManyRequests:
		o.verdict, o.slow, o.until = later, true, now.Add(max(e.RetryAfter, time.Second))
	case e.Code == http.StatusForbidden:
		o.verdict = blocked
	case e.Code == http.StatusUnauthorized || e.Code == http.StatusNotFound:
		o.verdict = offline // the token is wrong: no message is at fault
	case e.Code == http.StatusBadRequest && l.q.Kind == kindAnswer &&
		(strings.Contains(e.Description, "query is too old") || strings.Contains(e.Description, "query ID is invalid")):
		o.verdict = dropped
	case e.Code >= http.StatusInternalServerError:
		return false
	default:
		o.verdict = refused
	}
	return true
}

// retryAfter grows from a second to five minutes.
func retryAfter(attempts int) time.Duration {
	return min(time.Second<<min(attempts, 20), 5*time.Minute)
}
