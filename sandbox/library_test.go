package sandbox_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huimin/sandbox"
)

// echo answers texts, taps and photos the way bots do.
func echo(t *testing.T) bot.HandlerFunc {
	return func(ctx context.Context, b *bot.Bot, u *models.Update) {
		switch {
		case u.CallbackQuery != nil:
			if _, err := b.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{
				CallbackQueryID: u.CallbackQuery.ID, Text: "got " + u.CallbackQuery.Data, ShowAlert: true,
			}); err != nil && ctx.Err() == nil {
				t.Errorf("answer: %v", err)
			}
			m := u.CallbackQuery.Message.Message
			if _, err := b.EditMessageText(ctx, &bot.EditMessageTextParams{ChatID: m.Chat.ID, MessageID: m.ID, Text: "<b>done</b>", ParseMode: models.ParseModeHTML}); err != nil && ctx.Err() == nil {
				t.Errorf("edit: %v", err)
			}
		case u.Message != nil && u.Message.Text != "":
			if _, err := b.SendMessage(ctx, &bot.SendMessageParams{
				ChatID: u.Message.Chat.ID, Text: "You said: " + u.Message.Text,
				ReplyParameters: &models.ReplyParameters{MessageID: u.Message.ID},
				ReplyMarkup:     models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: "OK", CallbackData: "ok:1", Style: "success"}}}},
			}); err != nil && ctx.Err() == nil {
				t.Errorf("send: %v", err)
			}
		}
	}
}

// converse plays a short conversation against a running echo bot.
func converse(t *testing.T, s *sandbox.Server) {
	t.Helper()
	ctx := within(t)
	ann := s.NewUser(sandbox.Person{First: "Ann", Language: "en"})
	ann.Say(ann.Private(), "hello 你好")
	last := func() *sandbox.Message { return ann.Private().Last() }
	if err := s.Await(ctx, func() bool { return last() != nil && last().FromBot() }); err != nil {
		t.Fatal(err)
	}
	if got := last().Text; got != "You said: hello 你好" {
		t.Fatalf("bot said %q", got)
	}
	if to := last().ReplyTo; to == nil || to.Text != "hello 你好" {
		t.Fatalf("the answer replies to %+v", to)
	}
	tap, err := ann.Press(last(), "OK")
	if err != nil {
		t.Fatal(err)
	}
	answer, err := tap.Wait(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if answer != (sandbox.Answer{Text: "got ok:1", Alert: true}) {
		t.Fatalf("answer %+v", answer)
	}
	if err := s.Await(ctx, func() bool { return last().HTML() == "<b>done</b>" }); err != nil {
		t.Fatalf("%v: the message says %q", err, last().HTML())
	}
	if err := s.Await(ctx, func() bool { return s.Pending() == 0 }); err != nil {
		t.Fatal(err)
	}
	for _, v := range s.Violations() {
		t.Errorf("violation %+v", v)
	}
}

// play runs a bot's polling loop through a conversation and stops it.
func play(t *testing.T, s *sandbox.Server, b *bot.Bot) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { b.Start(ctx) })
	converse(t, s)
	stop()
	running.Wait()
}

func TestLibraryPollsThroughTheInMemoryClient(t *testing.T) {
	w := newWorld(t)
	b, err := bot.New(w.Token(), bot.WithHTTPClient(time.Minute, w.Client()), bot.WithDefaultHandler(echo(t)), bot.WithNotAsyncHandlers())
	if err != nil {
		t.Fatal(err)
	}
	play(t, w.Server, b)
}

func TestLibraryPollsOverSockets(t *testing.T) {
	w := newWorld(t)
	srv := httptest.NewServer(w.Handler())
	defer srv.Close()
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	b, err := bot.New(w.Token(), bot.WithServerURL(srv.URL), bot.WithHTTPClient(time.Minute, client), bot.WithDefaultHandler(echo(t)), bot.WithNotAsyncHandlers())
	if err != nil {
		t.Fatal(err)
	}
	play(t, w.Server, b)
}

func TestLibraryTakesWebhooks(t *testing.T) {
	const secret = "s3cret_-x"
	hooks := make(chan http.Handler, 1)
	w := newWorld(t, func(o *sandbox.Options) {
		o.Webhooks = sandbox.To(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			h := <-hooks
			hooks <- h
			if r.Header.Get("X-Telegram-Bot-Api-Secret-Token") != secret {
				rw.WriteHeader(http.StatusUnauthorized)
				return
			}
			h.ServeHTTP(rw, r)
		}))
	})
	b, err := bot.New(w.Token(), bot.WithHTTPClient(time.Minute, w.Client()), bot.WithDefaultHandler(echo(t)),
		bot.WithWebhookSecretToken(secret), bot.WithNotAsyncHandlers())
	if err != nil {
		t.Fatal(err)
	}
	hooks <- b.WebhookHandler()
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { b.StartWebhook(ctx) })
	if _, err := b.SetWebhook(ctx, &bot.SetWebhookParams{URL: "https://bot.example.com/hook", SecretToken: secret, AllowedUpdates: []string{"message", "callback_query"}}); err != nil {
		t.Fatal(err)
	}
	converse(t, w.Server)
	info, err := b.GetWebhookInfo(ctx)
	if err != nil || info.URL != "https://bot.example.com/hook" || info.PendingUpdateCount != 0 || info.LastErrorMessage != "" {
		t.Fatalf("info %+v, %v", info, err)
	}
	stop()
	running.Wait()
}

func TestLibrarySendsEveryKindOfMessage(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	b, err := bot.New(w.Token(), bot.WithHTTPClient(time.Minute, w.Client()))
	if err != nil {
		t.Fatal(err)
	}
	ann := w.started("Ann")
	chat := ann.Private()
	photo, err := b.SendPhoto(ctx, &bot.SendPhotoParams{ChatID: chat.ID(), Photo: &models.InputFileUpload{Filename: "lamp.png", Data: bytes.NewReader(picture(30, 20))}, Caption: "a <i>lamp</i>", ParseMode: models.ParseModeHTML})
	if err != nil {
		t.Fatal(err)
	}
	if p := photo.Photo[len(photo.Photo)-1]; p.Width != 30 || p.Height != 20 || photo.Caption != "a lamp" {
		t.Fatalf("photo %+v", photo)
	}
	if _, err := b.SendMediaGroup(ctx, &bot.SendMediaGroupParams{ChatID: chat.ID(), Media: []models.InputMedia{
		&models.InputMediaPhoto{Media: "attach://one.png", MediaAttachment: bytes.NewReader(picture(3, 3)), Caption: "two"},
		&models.InputMediaPhoto{Media: photo.Photo[0].FileID},
	}}); err != nil {
		t.Fatal(err)
	}
	doc, err := b.SendDocument(ctx, &bot.SendDocumentParams{ChatID: chat.ID(), Document: &models.InputFileUpload{Filename: "bulletin.pdf", Data: bytes.NewReader([]byte("%PDF-1.4"))}})
	if err != nil || doc.Document.FileName != "bulletin.pdf" || doc.Document.MimeType != "application/pdf" {
		t.Fatalf("document %+v, %v", doc, err)
	}
	if _, err := b.SendPoll(ctx, &bot.SendPollParams{ChatID: chat.ID(), Question: "Which?", IsAnonymous: bot.False(), Options: []models.InputPollOption{{Text: "this"}, {Text: "that"}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.SendLocation(ctx, &bot.SendLocationParams{ChatID: chat.ID(), Latitude: 24.32, Longitude: 109.41}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.SetMyCommands(ctx, &bot.SetMyCommandsParams{Commands: []models.BotCommand{{Command: "suggest", Description: "Ask for something"}}, Scope: &models.BotCommandScopeAllPrivateChats{}, LanguageCode: "en"}); err != nil {
		t.Fatal(err)
	}
	if got := ann.Commands(chat); len(got) != 1 || got[0].Name != "suggest" {
		t.Fatalf("commands %v", got)
	}
	var kinds []sandbox.MessageKind
	for _, m := range chat.History() {
		kinds = append(kinds, m.Kind)
	}
	if sprint(kinds) != "[text photo photo photo document poll location]" {
		t.Fatalf("kinds %v", kinds)
	}
	w.noViolations()
}

func TestLibraryFetchesFiles(t *testing.T) {
	w := newWorld(t)
	b, err := bot.New(w.Token(), bot.WithHTTPClient(time.Minute, w.Client()))
	if err != nil {
		t.Fatal(err)
	}
	ann := w.started("Ann")
	sent := ann.Photo(ann.Private(), "broken", picture(8, 8))
	f, err := b.GetFile(t.Context(), &bot.GetFileParams{FileID: sent.Photo.FileID})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.FileDownloadLink(f), nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := w.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil || !bytes.Equal(data, picture(8, 8)) {
		t.Fatalf("%d bytes, %v", len(data), err)
	}
}

func TestLibraryReadsRefusals(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	b, err := bot.New(w.Token(), bot.WithHTTPClient(time.Minute, w.Client()))
	if err != nil {
		t.Fatal(err)
	}
	ann := w.started("Ann")
	send := func(chat int64) error {
		_, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: chat, Text: "x"})
		return err
	}
	ann.Block()
	if err := send(ann.ID()); !errors.Is(err, bot.ErrorForbidden) {
		t.Errorf("blocked: %v", err)
	}
	ann.Unblock()
	w.Inject(sandbox.FaultRule{Kind: sandbox.Fault429, Method: "sendMessage", RetryAfter: 7 * time.Second})
	var many *bot.TooManyRequestsError
	if err := send(ann.ID()); !errors.As(err, &many) || many.RetryAfter != 7 {
		t.Errorf("too many: %v", err)
	}
	g := w.NewGroup(sandbox.GroupInfo{Title: "G", Kind: sandbox.Group}, ann)
	next := g.Migrate()
	var moved *bot.MigrateError
	if err := send(g.ID()); !errors.As(err, &moved) || int64(moved.MigrateToChatID) != next.ID() {
		t.Errorf("migrated: %v", err)
	}
	if _, err := bot.New("1000:wrong", bot.WithHTTPClient(time.Minute, w.Client())); !errors.Is(err, bot.ErrorUnauthorized) {
		t.Errorf("wrong token: %v", err)
	}
	w.noViolations()
}
