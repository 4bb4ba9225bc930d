package bot

import (
	"testing"
	"time"

	"github.com/go-telegram/bot/models"

	"huimin/locales"
	"huimin/store"
)

const lookKeys = " [✅ Send] [✏️ What] [✏️ Kind] [✏️ Photo] [⬅️ Back] [✖️ Cancel]"

func TestAFormFromTheFirstQuestionToTheEnd(t *testing.T) {
	f := newFormTalk(t)
	f.hears(f.write("/wish"), "What for the wish? [✖️ Cancel]")
	f.hears(f.write("lamp"), "Kind? [Light] [Road] [⬅️ Back] [✖️ Cancel]")
	f.hears(f.write("light"), "Please press one of the buttons.\n\nKind? [Light] [Road] [⬅️ Back] [✖️ Cancel]")
	f.hears(f.press("Light"), "edit Photo? [⏭ Skip] [⬅️ Back] [✖️ Cancel]")
	f.hears(f.press("⏭ Skip"), "edit lamp / light:1 / 0 pictures"+lookKeys)
	look, send := f.at, f.keys["✅ Send"]
	f.hears(f.press("✅ Send"), "edit Filed")
	f.hears(f.tap(look, send), "")
	if len(f.sent) != 1 || f.alert != "This is finished already; pressing again changes nothing." {
		t.Fatalf("sent %d times, and then told %q", len(f.sent), f.alert)
	}
	f.hears(f.write("hello"), "Heard: hello")
}

func TestAFormInChinese(t *testing.T) {
	f := newFormTalk(t)
	f.lang = locales.Chinese
	f.hears(f.write("/wish 灯"), "Kind? [Light] [Road] [⬅️ 上一步] [✖️ 取消]")
	f.hears(f.press("✖️ 取消"), "edit 已取消：the wish\n什么都没有提交。 [↩️ 不取消，接着填]")
	f.hears(f.press("↩️ 不取消，接着填"), "edit Kind? [Light] [Road] [⬅️ 上一步] [✖️ 取消]")
	f.hears(f.write("/cancel"), "已取消：the wish\n什么都没有提交。 [↩️ 不取消，接着填]")
	f.hears(f.write("/cancel"), "现在没有可以返回或取消的内容。想看能做什么，请按 /start")
}

func TestBackAndChange(t *testing.T) {
	f := newFormTalk(t)
	f.write("/wish lamp")
	f.hears(f.write("/back"), "What for the wish? [➡️ Keep it as it is] [✖️ Cancel]")
	f.hears(f.write("/back"), "This is the first question.\n\nWhat for the wish? [➡️ Keep it as it is] [✖️ Cancel]")
	f.press("➡️ Keep it as it is")
	f.press("Road")
	f.press("⏭ Skip")
	f.hears(f.press("✏️ What"), "edit What for the wish? [➡️ Keep it as it is] [✖️ Cancel]")
	f.hears(f.write("bench"), "bench / road / 0 pictures"+lookKeys)
}

func TestAnOldKeyOfAFormIsAnsweredAndChangesNothing(t *testing.T) {
	f := newFormTalk(t)
	f.write("/wish lamp")
	at, old := f.at, f.keys["Light"]
	f.press("Road")
	f.hears(f.tap(at, old), "")
	if f.alert != "That question has been answered already. Please go on further down." {
		t.Fatalf("told %q", f.alert)
	}
	f.hears(f.press("⏭ Skip"), "edit lamp / road / 0 pictures"+lookKeys)
}

func TestARefusalLeavesTheDraftAtTheLastLook(t *testing.T) {
	f := newFormTalk(t)
	f.write("/wish all")
	f.full = true
	f.hears(f.press("✅ Send"), "! Too many already")
	f.full = false
	f.hears(f.press("✅ Send"), "edit Filed")
	if len(f.sent) != 1 {
		t.Fatalf("sent %d times", len(f.sent))
	}
}

func TestAnAlbumIsShownOnce(t *testing.T) {
	f := newFormTalk(t)
	f.write("/wish lamp")
	f.press("Light")
	f.hears(f.picture("a", "g", ""), "post lamp / light:1 / 1 pictures"+lookKeys)
	f.hears(f.picture("b", "g", ""), "post lamp / light:1 / 2 pictures"+lookKeys)
	err := f.db.Read(t.Context(), func(tx *store.Tx) error {
		rows, err := tx.WaitingOutbox(0, 100)
		posts := 0
		for _, q := range rows {
			if q.Kind == kindLook {
				posts++
			}
		}
		if posts != 1 {
			t.Errorf("%d messages wait to show the look", posts)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	f.press("✅ Send")
	if len(f.sent) != 1 || len(f.sent[0].Photos) != 2 || f.sent[0].Photos[0].File != "a" {
		t.Fatalf("sent %+v", f.sent)
	}
}

func TestAFormBeginsWithWhatWasSentBeforeAnythingWasAsked(t *testing.T) {
	f := newFormTalk(t)
	m := f.incoming(models.Message{
		ID: 40, Caption: "lanp", MediaGroupID: "g", Photo: []models.PhotoSize{{FileID: "a", FileUniqueID: "a"}},
	})
	f.hears(f.play(models.Update{Message: m}), "Kind? [Light] [Road] [⬅️ Back] [✖️ Cancel]")
	f.hears(f.picture("b", "g", ""), "")
	m.Caption = "lamp"
	f.hears(f.play(models.Update{EditedMessage: m}),
		"You corrected your message: I changed it here too.\n\nKind? [Light] [Road] [⬅️ Back] [✖️ Cancel]")
	f.hears(f.press("Light"), "edit lamp / light:1 / 2 pictures"+lookKeys)
}

func TestWhatAFormCannotRead(t *testing.T) {
	f := newFormTalk(t)
	f.write("/wish")
	question := "What for the wish? [✖️ Cancel]"
	for name, c := range map[string]struct {
		message models.Message
		want    string
	}{
		"a sticker": {
			models.Message{Sticker: &models.Sticker{}},
			"I can read words, pictures and shared places. Please send one of these.\n\n" + question,
		},
		"a picture as a file": {
			models.Message{Document: &models.Document{MimeType: "image/png"}},
			"That picture came as a file, which I cannot show to others. Please send it once more as an ordinary picture.",
		},
	} {
		if got := f.play(models.Update{Message: f.incoming(c.message)}); got != c.want {
			t.Errorf("%s: heard %q", name, got)
		}
	}
}

func TestAnEditedMessageChangesTheDraft(t *testing.T) {
	f := newFormTalk(t)
	f.write("/wish")
	m := f.incoming(models.Message{Text: "lanp"})
	f.play(models.Update{Message: m})
	f.press("Light")
	f.press("⏭ Skip")
	m.Text = "lamp"
	f.hears(f.play(models.Update{EditedMessage: m}),
		"You corrected your message: I changed it here too.\n\nlamp / light:1 / 0 pictures"+lookKeys)
	m.ID = 999
	f.hears(f.play(models.Update{EditedMessage: m}), "")
}

func TestAnotherCommandInTheMiddle(t *testing.T) {
	f := newFormTalk(t)
	f.write("/wish lamp")
	f.hears(f.write("/mine"), "Nothing yet\nWe are still in the middle of this: the wish\n\n"+
		"Kind? [Light] [Road] [📥 Put it aside] [⬅️ Back] [✖️ Cancel]")
	f.hears(f.press("📥 Put it aside"), "edit Put aside: the wish\nWhat you wrote is kept. [▶️ Go on with it]")
	f.hears(f.write("hello"), "Heard: hello")
	f.hears(f.write("/wish bench"), "You have begun this before and not finished it: the wish\n\n"+
		"Go on with that, or begin a new one? [▶️ Go on with it] [🆕 Begin a new one]")
	f.hears(f.press("▶️ Go on with it"), "edit Kind? [Light] [Road] [⬅️ Back] [✖️ Cancel]")
	f.press("Light")
	f.hears(f.press("⏭ Skip"), "edit lamp / light:1 / 0 pictures"+lookKeys)
	f.hears(f.press("✅ Send"), "edit Filed\nThis is still unfinished: the wish [▶️ Go on with it]") // the bench
}

func TestAnEmptyFormGivesWay(t *testing.T) {
	f := newFormTalk(t)
	left := "📥 Put aside: the wish. To go on with it, press ▶️. [▶️ Go on with it]"
	f.write("/wish")
	f.hears(f.write("/mine"), "Nothing yet\n"+left)
	f.hears(f.press("▶️ Go on with it"), "edit What for the wish? [✖️ Cancel]")
	f.hears(f.write("/plan"), left+"\nWhat for the plan? [✖️ Cancel]")
	f.hears(f.write("/wish"), "📥 Put aside: the plan. To go on with it, press ▶️. [▶️ Go on with it]\nWhat for the wish? [✖️ Cancel]")
	f.hears(f.write("/wish"), "What for the wish? [✖️ Cancel]")
	f.hears(f.write("lamp"), "Kind? [Light] [Road] [⬅️ Back] [✖️ Cancel]")
}

func TestWhatIsWrittenAfterAFormWasLeft(t *testing.T) {
	meant := "Is this your answer to what was put aside: the wish? [✅ Yes, put it there] [✏️ No, it is something else]"
	kind := "Kind? [Light] [Road] [⬅️ Back] [✖️ Cancel]"
	for name, c := range map[string]struct {
		do   func(f *formTalk) string
		want string
	}{
		"it is the answer": {func(f *formTalk) string { return f.pressOn("✅ Yes, put it there", "lamp") }, "edit " + kind},
		"it is something else": {
			func(f *formTalk) string { return f.pressOn("✏️ No, it is something else", "lamp") },
			"edit All right, it is something else.\nHeard: lamp",
		},
		"written once more":  {func(f *formTalk) string { return f.write("bench") }, meant},
		"/back":              {func(f *formTalk) string { return f.write("/back") }, "What for the wish? [✖️ Cancel]"},
		"/cancel":            {func(f *formTalk) string { return f.write("/cancel") }, "Cancelled: the wish\nNothing was sent."},
		"another command":    {func(f *formTalk) string { return f.write("/mine") }, "Nothing yet"},
		"the form once more": {func(f *formTalk) string { return f.write("/wish") }, "What for the wish? [✖️ Cancel]"},
	} {
		f := newFormTalk(t)
		f.write("/wish")
		f.write("/mine")
		f.hears(f.write("lamp"), meant)
		if got := c.do(f); got != c.want {
			t.Errorf("%s: heard %q, want %q", name, got, c.want)
		}
	}
	f := newFormTalk(t)
	f.write("/wish")
	f.write("/mine")
	f.write("lamp")
	no := f.keys["✏️ No, it is something else"]
	f.pressOn("✏️ No, it is something else", "lamp")
	f.hears(f.tap(f.at, no), "")
	f.hears(f.write("bench"), "Heard: bench")
}

func TestAnotherFormInTheMiddle(t *testing.T) {
	f := newFormTalk(t)
	inTheWay := "You have begun something and not finished it: the wish\n\n" +
		"What you wrote is kept. Go on with it, or put it aside for now? [▶️ Go on with it] [📥 Put it aside]"
	f.write("/wish lamp")
	f.hears(f.write("/plan"), inTheWay)
	f.hears(f.write("a path"), "Please press one of the buttons.\n"+inTheWay)
	at, goOn := f.at, f.keys["▶️ Go on with it"]
	f.hears(f.press("📥 Put it aside"), "edit What for the plan? [✖️ Cancel]")
	f.hears(f.tap(at, goOn), "")
	f.write("a path")
	f.press("Road")
	f.press("⏭ Skip")
	f.hears(f.press("✅ Send"), "edit Filed\nThis is still unfinished: the wish [▶️ Go on with it]")
	f.hears(f.press("▶️ Go on with it"), "edit Kind? [Light] [Road] [⬅️ Back] [✖️ Cancel]")
}

func TestInAGroupOnlyRepliesAreAnswers(t *testing.T) {
	f := newFormTalk(t)
	f.group = true
	f.hears(f.write("/wish"), "What for the wish? [✖️ Cancel]")
	f.hears(f.write("who brings tea?"), "Heard: who brings tea?")
	reply := f.incoming(models.Message{Text: "lamp", ReplyToMessage: &models.Message{
		From: &models.User{IsBot: true, Username: "huimin_bot"},
	}})
	f.hears(f.play(models.Update{Message: reply}), "Kind? [Light] [Road] [⬅️ Back] [✖️ Cancel]")
}

func TestAFormDoesNotTakeThePlaceOfAPost(t *testing.T) {
	f := newFormTalk(t)
	r, err := newRouter(f.book, &shared{buttons: newButtons()}, []flow{formFlow, f.flow})
	if err != nil {
		t.Fatal(err)
	}
	begin := r.key(locales.Text("Wish"), wishButton{N: 1}).Data
	err = f.db.Write(t.Context(), func(tx *store.Tx) error {
		return tx.SetPost(store.Post{Chat: 7, Topic: "request:1", Message: 501, At: time.Unix(1, 0)})
	})
	if err != nil {
		t.Fatal(err)
	}
	f.hears(f.tap(501, begin), "What for the wish? [✖️ Cancel]")
	f.hears(f.tap(502, begin), "edit What for the wish? [✖️ Cancel]")
}

func TestASessionOfAnEarlierReleaseEndsKindly(t *testing.T) {
	f := newFormTalk(t)
	err := f.db.Write(t.Context(), func(tx *store.Tx) error {
		return tx.SaveSession(store.Session{
			Chat: 7, Person: 7, Form: "gone", Changed: time.Unix(1, 0),
			Data: []byte(`{"open":{"form":"gone","step":"x","draft":{},"nonce":1,"touched":true}}`),
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	f.hears(f.write("lamp"), "Sorry, we have changed these questions and cannot go on from here. Please begin again. Nothing was sent.")
	f.hears(f.write("lamp"), "Heard: lamp")
}

func TestTheCrossroadsCanBeLeftByGoingOn(t *testing.T) {
	for name, leave := range map[string]func(*formTalk) string{
		"/back":                  func(f *formTalk) string { return f.write("/back") },
		"/cancel":                func(f *formTalk) string { return f.write("/cancel") },
		"the question's own key": func(f *formTalk) string { return f.tap(2, f.keys["Light"]) },
	} {
		f := newFormTalk(t)
		f.write("/wish lamp")
		keys := f.keys
		f.write("/plan a path") // given something already: it is not lost
		f.keys = keys
		leave(f)
		if f.keys["Light"] != "" {
			f.press("Light")
		}
		f.press("⏭ Skip")
		if got := f.press("✅ Send"); got != "edit Filed\nThis is still unfinished: the plan [▶️ Go on with it]" {
			t.Errorf("%s: heard %q", name, got)
		}
		f.hears(f.press("▶️ Go on with it"), "edit Kind? [Light] [Road] [⬅️ Back] [✖️ Cancel]")
	}
}
