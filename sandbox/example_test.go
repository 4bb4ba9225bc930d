package sandbox_test

import (
	"context"
	"fmt"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huimin/sandbox"
)

// A bot asks a question, and Ann answers it by a button.
func Example() {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	s := sandbox.New(sandbox.Options{Now: func() time.Time { return now }})
	defer s.Close()

	ask := func(ctx context.Context, b *bot.Bot, u *models.Update) {
		switch {
		case u.Message != nil:
			_, _ = b.SendMessage(ctx, &bot.SendMessageParams{
				ChatID: u.Message.Chat.ID, Text: "Shall the lamp be repaired?",
				ReplyMarkup: models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: "Yes", CallbackData: "y"}}}},
			})
		case u.CallbackQuery != nil:
			_, _ = b.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: u.CallbackQuery.ID, Text: "Noted."})
		}
	}
	b, err := bot.New(s.Token(), bot.WithHTTPClient(time.Minute, s.Client()), bot.WithDefaultHandler(ask))
	if err != nil {
		panic(err)
	}
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	ended := make(chan struct{})
	go func() { b.Start(ctx); close(ended) }()

	ann := s.NewUser(sandbox.Person{First: "Ann", Language: "en"})
	ann.Start("")
	_ = s.Await(ctx, func() bool { return ann.Private().Last().FromBot() })
	question := ann.Private().Last()
	tap, err := ann.Press(question, "Yes")
	if err != nil {
		panic(err)
	}
	answer, _ := tap.Wait(ctx)
	fmt.Println(question.Text, question.Labels(), answer.Text, len(s.Violations()))
	stop()
	<-ended
	// Output: Shall the lamp be repaired? [Yes] Noted. 0
}
