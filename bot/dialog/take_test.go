package dialog

import (
	"testing"

	"huimin/locales"
)

func picture(id int, file, group string) Answer {
	return Answer{MessageID: id, Photos: []Photo{{File: file, Unique: "u" + file}}, Group: group}
}

func TestAnAlbumIsOneAnswer(t *testing.T) {
	c := begin(t, lamp{}, "")
	c.write(1, "lamp")
	c.write(2, "here")
	c.press(Choose, "light")
	c.send(picture(3, "a", "g"))
	c.at("look")
	nonce := c.state.Nonce
	for i, file := range []string{"b", "c", "c"} {
		c.send(picture(4+i, file, "g"))
		if !c.last.Refresh || c.last.Note.ID != "" || c.state.Nonce != nonce {
			t.Fatal("the rest of the album is asked about again")
		}
	}
	if got := encode(t, c.draft().Photos); got != `[{"file":"a","unique":"ua"},{"file":"b","unique":"ub"},{"file":"c","unique":"uc"}]` {
		t.Fatalf("the album is %s", got)
	}
	c.press(Change, "photo")
	c.send(picture(9, "z", ""))
	if got := encode(t, c.draft().Photos); got != `[{"file":"z","unique":"uz"}]` {
		t.Fatalf("the changed pictures are %s", got)
	}
}

func TestAnAlbumWithWordsFillsBothQuestions(t *testing.T) {
	c := begin(t, lamp{}, "")
	first := picture(1, "a", "g")
	first.Text = "the lamp is broken"
	c.send(first)
	c.at("where")
	c.send(picture(2, "b", "g"))
	if c.last.Prompt != nil || c.last.Note.ID != "" {
		t.Fatal("the second picture is talked about")
	}
	if d := c.draft(); d.What != "the lamp is broken" || len(d.Photos) != 2 {
		t.Fatalf("draft %+v", d)
	}
	c.write(3, "here")
	c.press(Choose, "light")
	c.at("look") // the pictures are there already
}

func TestAnAlbumThatIsNotWantedIsRefusedOnce(t *testing.T) {
	c := begin(t, lamp{}, "")
	c.form.Steps[4].Free = false
	c.send(picture(1, "a", "g"))
	c.says("form_text_please")
	c.send(picture(2, "b", "g"))
	if c.last.Prompt != nil || c.last.Note.ID != "" {
		t.Fatal("the second picture is refused again")
	}
}

func TestPicturesAndPlacesAreTakenUnasked(t *testing.T) {
	c := begin(t, lamp{}, "")
	c.send(picture(1, "a", ""))
	c.at("what")
	c.says("form_added")
	c.write(2, "lamp")
	c.send(Answer{MessageID: 3, Point: &Point{Lat: 24.3, Lon: 109.4}})
	c.at("kind")
	c.press(Choose, "light")
	c.at("look")
	old := c.state.Nonce
	c.send(picture(4, "b", ""))
	c.at("look")
	c.says("form_added")
	if c.state.Nonce == old {
		t.Fatal("the look from before the second picture can still be sent")
	}
	c.send(Answer{MessageID: 5, Point: &Point{Lat: 24.4, Lon: 109.5}})
	if d := c.draft(); len(d.Photos) != 2 || d.Point.Lat != 24.4 {
		t.Fatalf("draft %+v", d)
	}
}

func TestAnEditedMessageChangesItsAnswer(t *testing.T) {
	c := begin(t, lamp{}, "")
	c.write(1, "lanp")
	c.write(2, "here")
	c.send(Answer{MessageID: 1, Text: "lamp", Edited: true})
	c.at("kind")
	c.says("form_edited")
	c.press(Choose, "light")
	c.press(Skip, "")
	old := c.state.Nonce
	c.send(Answer{MessageID: 2, Text: "there", Edited: true})
	c.at("look")
	if d := c.draft(); d.What != "lamp" || d.Where != "there" || c.state.Nonce == old {
		t.Fatalf("draft %+v, nonce %d → %d", d, old, c.state.Nonce)
	}
	for name, a := range map[string]Answer{
		"nothing changed":         {MessageID: 2, Text: "there", Edited: true},
		"a message of other days": {MessageID: 77, Text: "x", Edited: true},
	} {
		before := encode(t, c.draft())
		c.send(a)
		if c.last.Prompt != nil || c.last.Note.ID != "" || encode(t, c.draft()) != before {
			t.Errorf("%s: something is said or done", name)
		}
	}
	c.send(Answer{MessageID: 1, Text: "bad", Edited: true})
	c.says("form_text_please")
	if c.draft().What != "lamp" {
		t.Fatal("a refused edit changed the answer")
	}
}

func TestOnlyTheLatestMessageOfAnAnswerCanBeEdited(t *testing.T) {
	c := begin(t, lamp{}, "")
	c.toLook()
	c.press(Change, "what")
	c.write(9, "the new lamp")
	c.send(Answer{MessageID: 1, Text: "the old lamp", Edited: true})
	if got := c.draft().What; got != "the new lamp" {
		t.Fatalf("what is %q", got)
	}
}

func TestARefusedMessageIsMendedByEditingIt(t *testing.T) {
	c := begin(t, lamp{}, "")
	c.write(1, "bad")
	c.send(Answer{MessageID: 1, Text: "good", Edited: true})
	c.at("where")
	c.write(2, "here")
	c.write(3, "light") // refused: a choice is asked
	c.press(Choose, "other")
	c.send(Answer{MessageID: 3, Text: "light bulb", Edited: true})
	c.at("other") // that message was for another question
	if c.draft().Other != "" {
		t.Fatal("the edit was taken for another question's answer")
	}
}

func TestAStepMayStay(t *testing.T) {
	c := begin(t, lamp{}, "")
	c.form.Steps[2].Take = func(_ *street, d *lamp, a Answer) error {
		if a.Choice == "other" {
			d.Kind += "+"
			return ErrStay
		}
		return nil
	}
	c.write(1, "lamp")
	c.write(2, "here")
	nonce := c.state.Nonce
	c.press(Choose, "other")
	c.press(Choose, "other")
	c.at("kind")
	if c.draft().Kind != "++" || c.last.Prompt == nil || c.state.Nonce != nonce {
		t.Fatalf("draft %+v", c.draft())
	}
	c.press(Choose, "light")
	c.at("photo")
}

func TestTheLastLookMayHaveChoices(t *testing.T) {
	c := begin(t, lamp{What: "lamp", Kind: "light"}, LastLook)
	c.form.Steps[2].Free = true
	c.form.Look = func(s *street, d lamp) (View, error) { return askKind(s, d) }
	c.press(Choose, "other")
	c.at("other")
	c.write(1, "paint")
	c.at("look")
}

func TestAReleaseInTheMiddle(t *testing.T) {
	for name, change := range map[string]struct {
		from func(*chat) // the conversation so far
		form func(*Form[*street, lamp])
		want string
	}{
		"the open question is gone: the first without an answer": {
			func(c *chat) { c.write(1, "lamp") },
			func(f *Form[*street, lamp]) { f.Steps[1].Key = "spot" }, "spot",
		},
		"a question is new, before the open one": {
			func(c *chat) { c.write(1, "lamp") },
			func(f *Form[*street, lamp]) {
				f.Steps = append([]Step[*street, lamp]{{Key: "who", Ask: ask("who?"), Take: takeOther}}, f.Steps...)
			}, "where",
		},
		"a question is new, at the last look": {
			(*chat).toLook,
			func(f *Form[*street, lamp]) {
				f.Steps = append(f.Steps, Step[*street, lamp]{Key: "who", Ask: ask("who?"), Take: takeOther})
			}, "who",
		},
		"the last look is gone: the last question again": {
			(*chat).toLook, func(f *Form[*street, lamp]) { f.Look = nil }, "photo",
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := begin(t, lamp{}, "")
			change.from(c)
			change.form(&c.form)
			draft, old := encode(t, c.draft()), c.state
			c.do(Event{Act: Resume})
			c.at(change.want)
			if encode(t, c.draft()) != draft || len(c.street.done) != 0 {
				t.Fatal("the draft changed, or was sent")
			}
			if place(old) == change.want {
				return
			}
			c.state = old
			c.write(50, "meant for the old question")
			c.at(change.want)
			c.says("form_moved")
			if encode(t, c.draft()) != draft {
				t.Fatal("the answer went to another question")
			}
		})
	}
}

func TestADraftThatDoesNotFitAnyMoreEndsKindly(t *testing.T) {
	c := begin(t, lamp{}, "")
	c.state.Draft = []byte(`{"What":7}`)
	c.write(1, "lamp")
	if c.last.End != Lost || c.last.Note.ID != "form_lost" {
		t.Fatalf("end %q", c.last.End)
	}
	c.do(Event{Act: Cancel})
	if c.last.End != Cancelled {
		t.Fatal("cannot be cancelled")
	}
}

func TestCheckFindsMistakes(t *testing.T) {
	for name, spoil := range map[string]func(*Form[*street, lamp]){
		"no name":         func(f *Form[*street, lamp]) { f.Name = "" },
		"no title":        func(f *Form[*street, lamp]) { f.Title = locales.Message{} },
		"no Done":         func(f *Form[*street, lamp]) { f.Done = nil },
		"no steps":        func(f *Form[*street, lamp]) { f.Steps = nil },
		"key twice":       func(f *Form[*street, lamp]) { f.Steps[1].Key = "what" },
		"reserved key":    func(f *Form[*street, lamp]) { f.Steps[1].Key = LastLook },
		"no Take":         func(f *Form[*street, lamp]) { f.Steps[1].Take = nil },
		"Clear, needed":   func(f *Form[*street, lamp]) { f.Steps[4].Optional = false },
		"label, no look":  func(f *Form[*street, lamp]) { f.Look = nil },
		"a step that has": func(f *Form[*street, lamp]) { f.Steps[0].Ask = nil },
	} {
		f := lampForm()
		spoil(&f)
		if f.Check() == nil {
			t.Errorf("%s: nothing found", name)
		}
	}
}
