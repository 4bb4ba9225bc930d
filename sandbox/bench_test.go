package sandbox_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huimin/sandbox"
)

func benchWorld(b *testing.B) (*sandbox.Server, *bot.Bot, []*sandbox.User) {
	b.Helper()
	s := sandbox.New(sandbox.Options{Now: func() time.Time { return begin }, Limits: sandbox.Limits{Off: true}})
	b.Cleanup(s.Close)
	client, err := bot.New(s.Token(), bot.WithHTTPClient(time.Minute, s.Client()))
	if err != nil {
		b.Fatal(err)
	}
	var users []*sandbox.User
	for range 100 {
		u := s.NewUser(sandbox.Person{First: "U"})
		u.Start("")
		users = append(users, u)
	}
	return s, client, users
}

// BenchmarkSendMessage sends through the library and the in-memory client.
func BenchmarkSendMessage(b *testing.B) {
	_, client, users := benchWorld(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := client.SendMessage(b.Context(), message(users[i%len(users)])); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSendMessageParallel does so from many goroutines.
func BenchmarkSendMessageParallel(b *testing.B) {
	_, client, users := benchWorld(b)
	var n atomic.Int64
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := client.SendMessage(b.Context(), message(users[int(n.Add(1))%len(users)])); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

func message(u *sandbox.User) *bot.SendMessageParams {
	return &bot.SendMessageParams{
		ChatID: u.ID(), Text: "<b>No. 42</b>: the lamp at the corridor door is repaired.", ParseMode: models.ParseModeHTML,
		ReplyMarkup: models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{
			{{Text: "Well done", CallbackData: "ok:42"}, {Text: "Not yet", CallbackData: "no:42"}},
		}},
	}
}

// BenchmarkUpdates has people write and the bot fetch.
func BenchmarkUpdates(b *testing.B) {
	s, client, users := benchWorld(b)
	_ = client
	for i := 0; b.Loop(); i++ {
		u := users[i%len(users)]
		u.Say(u.Private(), "hello")
	}
	b.ReportMetric(float64(s.Pending()), "waiting")
}
