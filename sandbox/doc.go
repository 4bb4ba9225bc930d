// Package sandbox is a practice Telegram inside the process: a strict Bot API
// server with one bot, people who are played from Go, and a chat page to play
// them in the browser. It knows nothing of the project it serves.
//
// The server answers as Telegram's does, down to the words of its refusals,
// and is stricter in one thing: whatever Telegram would pass over in silence
// (an unknown parameter, a field that an object does not have) is kept in
// Server.Violations.
//
// A test builds a world, points the bot at it, and plays:
//
//	s := sandbox.New(sandbox.Options{Now: clock})
//	defer s.Close()
//	b, err := bot.New(s.Token(), bot.WithHTTPClient(time.Minute, s.Client()))
//	…
//	ann := s.NewUser(sandbox.Person{First: "Ann", Language: "en"})
//	ann.Start("")
//	err = s.Await(ctx, func() bool { return ann.Private().Last().FromBot() })
//	tap, err := ann.Press(ann.Private().Last(), "Yes")
//	answer, err := tap.Wait(ctx)
//
// What a Message holds never changes; every edit makes a new version, which
// Chat.Message, Chat.History and Chat.Last return. Nothing waits for the wall
// clock except long polls and retries, which testing/synctest can hurry.
//
// Outside the practice world are: Markdown parse modes, media other than
// photos and documents, topics, inline mode, payments, games, stickers,
// stories, business accounts and join requests. Calls that need them are
// refused and kept as violations.
package sandbox
