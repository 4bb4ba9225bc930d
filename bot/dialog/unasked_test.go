package dialog

import "testing"

func TestUnaskedQuestionsWaitForTheirButton(t *testing.T) {
	c := begin(t, lamp{}, "")
	for i := range c.form.Steps {
		switch c.form.Steps[i].Key {
		case "kind", "photo":
			c.form.Steps[i].Unasked = func(lamp) bool { return true }
		}
	}
	c.write(1, "the lamp is broken")
	c.write(2, "corridor")
	c.at("look")
	c.send(Answer{MessageID: 3, Photos: []Photo{{File: "a"}}})
	c.at("look")
	c.press(Change, "kind")
	c.at("kind")
	if c.has(Keep) || !c.has(Back) {
		t.Fatal("there is no answer to keep, and no way back to the look")
	}
	c.press(Back, "")
	c.at("look")
	c.press(Change, "kind")
	c.press(Choose, "light")
	c.at("look")
	if d := c.draft(); d.Kind != "light" || len(d.Photos) != 1 {
		t.Errorf("the draft is %+v", d)
	}
}

func TestAFormBeginsWithTheFirstQuestionThatIsAsked(t *testing.T) {
	for from, known := range map[string]bool{"where": true, "what": false} {
		f := lampForm()
		f.Steps[0].Unasked = func(lamp) bool { return known }
		s, err := f.Start(lamp{}, "")
		if err != nil || s.Step != from || s.Touched || len(s.Answered) != 0 {
			t.Errorf("known %t: began as %+v, %v", known, s, err)
		}
	}
}
