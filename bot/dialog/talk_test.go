package dialog

import (
	"errors"
	"testing"

	"huimin/locales"
)

func TestAConversationFromTheFirstQuestionToTheEnd(t *testing.T) {
	c := begin(t, lamp{}, "")
	c.at("what")
	if c.has(Back) || !c.has(Cancel) {
		t.Fatal("the first question has Cancel and no Back")
	}
	c.write(1, "the lamp is broken")
	c.at("where")
	c.write(2, "corridor")
	c.at("kind")
	c.press(Choose, "other")
	c.at("other")
	c.write(3, "paint")
	c.at("photo")
	if !c.has(Skip) {
		t.Fatal("an optional question has Skip")
	}
	c.send(Answer{MessageID: 4, Photos: []Photo{{File: "a"}}})
	c.at("look")
	if len(c.street.done) != 0 {
		t.Fatal("Done acted before Send")
	}
	c.press(Send, "")
	if c.last.End != Sent || len(c.street.done) != 1 {
		t.Fatalf("end %q, done %d times", c.last.End, len(c.street.done))
	}
	want := `{"What":"the lamp is broken","Where":"corridor","Point":null,"Kind":"other","Other":"paint","Photos":[{"file":"a"}]}`
	if got := encode(t, c.street.done[0]); got != want {
		t.Fatalf("sent %s, want %s", got, want)
	}
}

func TestWrongTurns(t *testing.T) {
	for name, play := range map[string]func(*testing.T, *chat){
		"an answer that cannot be used is asked for again, and spoils nothing": func(_ *testing.T, c *chat) {
			c.write(1, "bad")
			c.at("what")
			c.says("form_text_please")
			if c.draft().What != "" || c.last.Prompt == nil {
				c.t.Fatal("the refused answer left something behind, or the question is not asked again")
			}
		},
		"a sticker is told what can be read": func(_ *testing.T, c *chat) {
			c.send(Answer{MessageID: 1})
			c.at("what")
			c.says("form_unreadable")
		},
		"a text where a choice is asked": func(_ *testing.T, c *chat) {
			c.write(1, "lamp")
			c.write(2, "here")
			c.write(3, "light")
			c.at("kind")
			c.says("form_press_please")
		},
		"a text where a picture is asked": func(_ *testing.T, c *chat) {
			c.write(1, "lamp")
			c.write(2, "here")
			c.press(Choose, "light")
			c.write(3, "I have none")
			c.at("photo")
			c.says("form_photo_please")
		},
		"back at the first question": func(_ *testing.T, c *chat) {
			c.do(Event{Act: Back})
			c.at("what")
			c.says("form_first")
		},
		"skipping what is needed": func(_ *testing.T, c *chat) {
			c.press(Skip, "")
			c.at("what")
			c.says("form_needed")
		},
		"sending before the last look": func(_ *testing.T, c *chat) {
			c.press(Send, "")
			c.at("what")
			c.says("form_answered_alert")
		},
		"a choice that was never offered": func(_ *testing.T, c *chat) {
			c.write(1, "lamp")
			c.write(2, "here")
			c.press(Choose, "gold")
			c.at("kind")
			c.says("form_gone_alert")
		},
		"a choice that is gone by now": func(_ *testing.T, c *chat) {
			c.write(1, "lamp")
			c.write(2, "here")
			c.street.gone = "light"
			c.press(Choose, "light")
			c.at("kind")
			c.says("form_gone_alert")
		},
		"changing something that has no button": func(_ *testing.T, c *chat) {
			c.toLook()
			c.press(Change, "other")
			c.at("look")
			c.says("form_gone_alert")
		},
		"small talk at the last look": func(_ *testing.T, c *chat) {
			c.toLook()
			c.send(Answer{MessageID: 9, Group: "g"})
			c.at("look")
			c.says("form_unreadable")
		},
		"a choice without a nonce": func(_ *testing.T, c *chat) {
			c.toLook()
			c.do(Event{Act: Send})
			c.at("look")
			c.says("form_answered_alert")
		},
		"another thing in between": func(_ *testing.T, c *chat) {
			c.write(1, "lamp")
			c.do(Event{Act: Remind})
			c.at("where")
			c.says("form_middle")
			if !c.has(PutAside) {
				c.t.Fatal("there is no way to put it aside")
			}
		},
		"a step that does something else instead": func(_ *testing.T, c *chat) {
			c.write(1, "lamp")
			c.write(2, "here")
			c.press(Choose, "support")
			if c.last.End != Over || len(c.street.done) != 0 {
				c.t.Fatal("the conversation goes on")
			}
		},
	} {
		t.Run(name, func(t *testing.T) { play(t, begin(t, lamp{}, "")) })
	}
}

func TestAnOldButtonChangesNothing(t *testing.T) {
	c := begin(t, lamp{}, "")
	c.write(1, "lamp")
	c.write(2, "here")
	old := c.state.Nonce
	c.press(Choose, "light")
	before := encode(t, c.state)
	for _, act := range []Act{Choose, Back, Cancel, Skip, Keep, Change, Send} {
		c.do(Event{Act: act, Value: "other", Nonce: old})
		c.says("form_answered_alert")
		if c.last.End != Open || encode(t, c.state) != before || c.last.Prompt != nil {
			t.Fatalf("an old %q button did something", act)
		}
	}
}

func TestSendPressedTwiceSendsOnce(t *testing.T) {
	c := begin(t, lamp{}, "")
	c.toLook()
	nonce := c.state.Nonce
	c.press(Send, "")
	next := begin(t, lamp{}, "")
	next.street, next.number = c.street, c.number
	next.do(Event{Act: Resume})
	next.toLook()
	next.do(Event{Act: Send, Nonce: nonce})
	if len(c.street.done) != 1 {
		t.Fatalf("sent %d times", len(c.street.done))
	}
}

func TestBackShowsWhatWasAndKeepGoesOn(t *testing.T) {
	c := begin(t, lamp{}, "")
	c.toLook()
	for _, want := range []string{"photo", "kind", "where", "what"} {
		c.do(Event{Act: Back})
		c.at(want)
		if !c.has(Keep) {
			t.Fatalf("%s cannot be kept", want)
		}
	}
	if got := c.draft(); got.What != "the lamp is broken" || got.Where != "corridor" || got.Kind != "light" {
		t.Fatalf("going back lost something: %+v", got)
	}
	c.press(Keep, "")
	c.at("look")
}

func TestOneAnswerIsChangedAtTheLastLook(t *testing.T) {
	c := begin(t, lamp{}, "")
	c.toLook()
	c.press(Change, "where")
	c.at("where")
	c.do(Event{Act: Back})
	c.at("look")
	c.press(Change, "where")
	c.write(7, "roof")
	c.at("look")
	if got := c.draft().Where; got != "roof" {
		t.Fatalf("where is %q", got)
	}
	c.press(Change, "kind")
	c.press(Choose, "other")
	c.at("other") // the new answer needs another question
	c.write(8, "paint")
	c.at("look")
}

func TestAnAnswerLeftOutIsCleared(t *testing.T) {
	c := begin(t, lamp{Photos: []Photo{{File: "a"}}}, LastLook)
	c.press(Change, "photo")
	c.press(Skip, "")
	c.at("look")
	if len(c.draft().Photos) != 0 {
		t.Fatal("the picture is still there")
	}
}

func TestAPrefilledDraftBeginsWhereItIsTold(t *testing.T) {
	c := begin(t, lamp{What: "the lamp"}, "where")
	c.at("where")
	if !c.state.Touched || !c.has(Back) {
		t.Fatal("what was given already can be lost, or not be gone back to")
	}
	c.do(Event{Act: Back})
	c.at("what")
	c = begin(t, lamp{What: "the lamp", Kind: "light"}, LastLook)
	c.at("look")
	if _, err := c.form.Start(lamp{}, "nowhere"); err == nil {
		t.Fatal("a step that does not exist is accepted")
	}
}

func TestADomainErrorLeavesTheDraftWhereItIs(t *testing.T) {
	c := begin(t, lamp{}, "")
	c.toLook()
	full := errors.New("too many open")
	c.street.refuse = full
	before := encode(t, c.state)
	if _, err := c.form.Handle(c.street, c.state, Event{Act: Send, Nonce: c.state.Nonce, Number: 99}); !errors.Is(err, full) {
		t.Fatalf("error %v", err)
	}
	c.street.refuse = Again(locales.FormTextPlease())
	c.press(Send, "")
	c.says("form_text_please")
	if encode(t, c.state) != before {
		t.Fatal("the refusal changed something")
	}
	c.street.refuse = nil
	c.press(Send, "")
	if c.last.End != Sent {
		t.Fatal("cannot be sent after the refusal")
	}
}

func TestAFormWithoutLastLookSendsAfterTheLastAnswer(t *testing.T) {
	c := begin(t, lamp{}, "")
	c.form.Look = nil
	c.form.Steps = c.form.Steps[:2]
	c.write(1, "lamp")
	c.street.refuse = Again(locales.FormPlacePlease())
	c.write(2, "nowhere")
	c.at("where")
	c.says("form_place_please")
	c.street.refuse = nil
	c.send(Answer{MessageID: 2, Text: "here", Edited: true}) // mends the refused message
	if c.last.End != Sent || len(c.street.done) != 1 || c.street.done[0].Where != "here" {
		t.Fatalf("end %q, done %+v", c.last.End, c.street.done)
	}
}
