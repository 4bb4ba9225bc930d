package dialog

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"huimin/locales"
)

// lamp is the draft of the conversation that the tests hold.
type lamp struct {
	What   string
	Where  string
	Point  *Point
	Kind   string
	Other  string
	Photos []Photo
}

// street is what a conversation may reach through its T: here, what happened.
type street struct {
	done     []lamp
	refuse   error  // what Done says
	gone     string // a kind that is no longer offered
	accepted func(func(*lamp))
}

func (s *street) accept(d *lamp, do func(*lamp)) error {
	do(d)
	if s.accepted != nil {
		s.accepted(do)
	}
	return nil
}

func lampForm() Form[*street, lamp] {
	return Form[*street, lamp]{
		Name: "lamp", Title: locales.Text("Your suggestion"),
		Steps: []Step[*street, lamp]{
			{Key: "what", Label: label("What"), Ask: ask("what?"), Take: takeWhat},
			{Key: "where", Label: label("Where"), Ask: ask("where?"), Take: takeWhere, Free: true},
			{Key: "kind", Label: label("Kind"), Ask: askKind, Take: takeKind},
			{Key: "other", Ask: ask("which other?"), Take: takeOther, When: func(d lamp) bool { return d.Kind == "other" }},
			{
				Key: "photo", Label: label("Photo"), Ask: ask("photo?"), Take: takePhoto, Free: true,
				Optional: true, Clear: func(d *lamp) { d.Photos = nil },
			},
		},
		Look: func(_ *street, d lamp) (View, error) {
			raw, err := json.Marshal(d)
			return View{Text: locales.Text("look " + string(raw))}, err
		},
		Done: func(s *street, d lamp) error {
			if s.refuse != nil {
				return s.refuse
			}
			s.done = append(s.done, d)
			return nil
		},
	}
}

func label(s string) func(lamp) locales.Message {
	return func(lamp) locales.Message { return locales.Text(s) }
}

func ask(s string) func(*street, lamp) (View, error) {
	return func(*street, lamp) (View, error) { return View{Text: locales.Text(s)}, nil }
}

func takeWhat(s *street, d *lamp, a Answer) error {
	if a.Text == "" || strings.HasPrefix(a.Text, "bad") {
		d.What = "spoilt by a refused answer"
		for i := range d.Photos {
			d.Photos[i].File = "spoilt"
		}
		return Again(locales.FormTextPlease())
	}
	return s.accept(d, func(d *lamp) { d.What = a.Text })
}

func takeWhere(s *street, d *lamp, a Answer) error {
	switch {
	case a.Point != nil:
		return s.accept(d, func(d *lamp) { d.Where, d.Point = "", a.Point })
	case a.Text != "" && !a.More:
		return s.accept(d, func(d *lamp) { d.Where, d.Point = a.Text, nil })
	}
	return Again(locales.FormPlacePlease())
}

func askKind(s *street, _ lamp) (View, error) {
	v := View{Text: locales.Text("kind?")}
	for _, kind := range []string{"light", "other", "support"} {
		if kind != s.gone {
			v.Choices = append(v.Choices, []Choice{{Value: kind, Label: locales.Text(kind)}})
		}
	}
	return v, nil
}

func takeKind(s *street, d *lamp, a Answer) error {
	switch a.Choice {
	case "":
		return Again(locales.FormPressPlease())
	case "support":
		return ErrOver
	}
	return s.accept(d, func(d *lamp) { d.Kind = a.Choice })
}

func takeOther(s *street, d *lamp, a Answer) error {
	if a.Text == "" {
		return Again(locales.FormTextPlease())
	}
	return s.accept(d, func(d *lamp) { d.Other = a.Text })
}

func takePhoto(s *street, d *lamp, a Answer) error {
	if len(a.Photos) == 0 {
		return Again(locales.FormPhotoPlease())
	}
	return s.accept(d, func(d *lamp) { d.Photos = a.Album(d.Photos) })
}

// chat plays a conversation, saving and loading it between any two events.
type chat struct {
	t      *testing.T
	form   Form[*street, lamp]
	street *street
	state  State
	last   Reply
	number int64
}

func begin(t *testing.T, draft lamp, from string) *chat {
	t.Helper()
	c := &chat{t: t, form: lampForm(), street: &street{}}
	if err := c.form.Check(); err != nil {
		t.Fatal(err)
	}
	var err error
	if c.state, err = c.form.Start(draft, from); err != nil {
		t.Fatal(err)
	}
	c.do(Event{Act: Resume})
	return c
}

// do plays one event, between a save and a load.
func (c *chat) do(e Event) {
	c.t.Helper()
	c.number++
	e.Number = c.number
	before := encode(c.t, c.state)
	var state State
	if err := json.Unmarshal([]byte(before), &state); err != nil {
		c.t.Fatal(err)
	}
	r, err := c.form.Handle(c.street, state, e)
	if err != nil {
		c.t.Fatal(err)
	}
	if after := encode(c.t, state); after != before {
		c.t.Fatalf("%+v changed the state that was handed in:\n%s\n%s", e, before, after)
	}
	c.last, c.state = r, r.State
}

func (c *chat) press(act Act, value string) {
	c.t.Helper()
	c.do(Event{Act: act, Value: value, Nonce: c.state.Nonce})
}

func (c *chat) send(a Answer) {
	c.t.Helper()
	c.do(Event{Act: Answered, Answer: a})
}

func (c *chat) write(id int, text string) {
	c.t.Helper()
	c.send(Answer{MessageID: id, Text: text})
}

func (c *chat) draft() lamp {
	c.t.Helper()
	var d lamp
	if err := json.Unmarshal(c.state.Draft, &d); err != nil {
		c.t.Fatal(err)
	}
	return d
}

// at fails unless the question, or "look", is open.
func (c *chat) at(want string) {
	c.t.Helper()
	if got := place(c.state); got != want {
		c.t.Fatalf("at %q, want %q", got, want)
	}
}

// says fails unless the last reply's note is the text with this key.
func (c *chat) says(key string) {
	c.t.Helper()
	if c.last.Note.ID != key {
		c.t.Fatalf("the note is %q, want %q", c.last.Note.ID, key)
	}
}

func place(s State) string {
	if s.Looking {
		return "look"
	}
	return s.Step
}

func encode(t testing.TB, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// has reports whether the last prompt has such a key.
func (c *chat) has(act Act) bool {
	return c.last.Prompt != nil && slices.ContainsFunc(c.last.Prompt.Keys, func(row []Key) bool {
		return slices.ContainsFunc(row, func(k Key) bool { return k.Act == act })
	})
}

// toLook answers everything.
func (c *chat) toLook() {
	c.t.Helper()
	c.write(1, "the lamp is broken")
	c.write(2, "corridor")
	c.press(Choose, "light")
	c.press(Skip, "")
	c.at("look")
}
