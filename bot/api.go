package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"strconv"
	"time"

	"github.com/go-telegram/bot/models"
)

// callTime is how long a call may take; a file gets longer.
const (
	callTime   = 30 * time.Second
	uploadTime = 2 * time.Minute
)

// api is the Bot API. Calls go out as JSON by our own hand: the library's
// calls do not tell whether a message that failed may have arrived.
type api struct {
	url, token string
	client     *http.Client
}

// apiError is a refusal by Telegram.
type apiError struct {
	Code        int
	Description string
	RetryAfter  time.Duration
	MigrateTo   int64
}

// Error gives Telegram's words.
func (e *apiError) Error() string { return strconv.Itoa(e.Code) + " " + e.Description }

// wireError is a call without an answer. Unsent means that nothing has reached
// Telegram; otherwise it may have been carried out.
type wireError struct {
	Err    error
	Unsent bool
}

// Error gives the cause, without the address: the token is in it.
func (e *wireError) Error() string { return "call Telegram: " + e.Err.Error() }

// Unwrap gives the cause.
func (e *wireError) Unwrap() error { return e.Err }

// params are what calls carry. Each call sets what its method knows.
type params struct {
	ChatID             int64                      `json:"chat_id,omitempty"`
	MessageID          int                        `json:"message_id,omitempty"`
	Text               string                     `json:"text,omitempty"`
	Photo              string                     `json:"photo,omitempty"`
	Caption            string                     `json:"caption,omitempty"`
	ParseMode          models.ParseMode           `json:"parse_mode,omitempty"`
	Media              any                        `json:"media,omitempty"`
	LinkPreviewOptions *models.LinkPreviewOptions `json:"link_preview_options,omitempty"`
	Silent             bool                       `json:"disable_notification,omitempty"`
	ReplyParameters    *models.ReplyParameters    `json:"reply_parameters,omitempty"`
	ReplyMarkup        any                        `json:"reply_markup,omitempty"`

	Question    string       `json:"question,omitempty"`
	Options     []pollOption `json:"options,omitempty"`
	Anonymous   *bool        `json:"is_anonymous,omitempty"`
	Multiple    bool         `json:"allows_multiple_answers,omitempty"`
	HideResults bool         `json:"hide_results_until_closes,omitempty"`
	CloseDate   int64        `json:"close_date,omitempty"`

	CallbackQueryID string `json:"callback_query_id,omitempty"`
	ShowAlert       bool   `json:"show_alert,omitempty"`
	URL             string `json:"url,omitempty"`

	Commands     *[]menuCommand `json:"commands,omitempty"`
	Scope        *menuScope     `json:"scope,omitempty"`
	LanguageCode string         `json:"language_code,omitempty"`

	FileID string `json:"file_id,omitempty"`

	Offset         int64    `json:"offset,omitempty"`
	Limit          int      `json:"limit,omitempty"`
	Timeout        int      `json:"timeout,omitempty"`
	AllowedUpdates []string `json:"allowed_updates,omitempty"`
	SecretToken    string   `json:"secret_token,omitempty"`
}

type menuScope struct {
	Type   string `json:"type"`
	ChatID int64  `json:"chat_id,omitempty"`
}

// upload is a file that goes with a call.
type upload struct {
	Field, Name, Type string
	Bytes             []byte
}

// call carries out a method and reads its result into dest, if any. Errors are
// [*apiError], [*wireError], or a mistake of ours.
func (a *api) call(ctx context.Context, method string, p params, dest any) error {
	body, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("call %s: %w", method, err)
	}
	limit := callTime + time.Duration(p.Timeout)*time.Second
	return a.post(ctx, limit, method, "application/json", body, dest)
}

// send is call with a file.
func (a *api) send(ctx context.Context, method string, p params, f upload, dest any) error {
	raw, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("call %s: %w", method, err)
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return fmt.Errorf("call %s: %w", method, err)
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		var s string
		if json.Unmarshal(value, &s) != nil {
			s = string(value) // numbers and objects go as their JSON
		}
		if err := form.WriteField(name, s); err != nil {
			return fmt.Errorf("call %s: %w", method, err)
		}
	}
	head := textproto.MIMEHeader{}
	head.Set("Content-Disposition", multipart.FileContentDisposition(f.Field, f.Name))
	head.Set("Content-Type", f.Type)
	part, err := form.CreatePart(head)
	if err == nil {
		_, err = part.Write(f.Bytes)
	}
	if err = errors.Join(err, form.Close()); err != nil {
		return fmt.Errorf("call %s: %w", method, err)
	}
	return a.post(ctx, uploadTime, method, form.FormDataContentType(), body.Bytes(), dest)
}

func (a *api) post(ctx context.Context, limit time.Duration, method, contentType string, body []byte, dest any) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var dialed, wrote bool
	trace := &httptrace.ClientTrace{
		GetConn:      func(string) { dialed = true },
		WroteHeaders: func() { wrote = true },
	}
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, trace), http.MethodPost, a.url+method, bytes.NewReader(body))
	if err != nil {
		return errors.New("the address of the Bot API is not a URL") // the error's own words would show the token
	}
	req.Header.Set("Content-Type", contentType)
	if err := ctx.Err(); err != nil {
		return &wireError{Err: err, Unsent: true} // the client would not tell whether it had begun
	}
	res, err := a.client.Do(req)
	if err != nil {
		var wrapped *url.Error
		if errors.As(err, &wrapped) {
			err = wrapped.Err
		}
		return &wireError{Err: err, Unsent: dialed && !wrote || neverLeft(err)}
	}
	answer, err := io.ReadAll(res.Body)
	if err = errors.Join(err, res.Body.Close()); err != nil {
		return &wireError{Err: err}
	}
	return readAnswer(res.StatusCode, answer, dest)
}

// neverLeft tells errors that come before the first byte is written.
func neverLeft(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	return errors.As(err, &op) && op.Op == "dial" || errors.As(err, &dns)
}

func readAnswer(status int, body []byte, dest any) error {
	var a struct {
		OK          bool            `json:"ok"`
		Result      json.RawMessage `json:"result"`
		Description string          `json:"description"`
		Code        int             `json:"error_code"`
		Parameters  struct {
			RetryAfter int   `json:"retry_after"`
			MigrateTo  int64 `json:"migrate_to_chat_id"`
		} `json:"parameters"`
	}
	if err := json.Unmarshal(body, &a); err != nil {
		if status < http.StatusInternalServerError {
			return &wireError{Err: fmt.Errorf("an answer with status %d that is not JSON", status)}
		}
		return &apiError{Code: status, Description: http.StatusText(status)}
	}
	if !a.OK {
		if a.Code == 0 {
			a.Code = status
		}
		return &apiError{
			Code: a.Code, Description: a.Description,
			RetryAfter: time.Duration(a.Parameters.RetryAfter) * time.Second, MigrateTo: a.Parameters.MigrateTo,
		}
	}
	if dest == nil {
		return nil
	}
	if err := json.Unmarshal(a.Result, dest); err != nil {
		return &wireError{Err: fmt.Errorf("read the answer: %w", err)}
	}
	return nil
}
