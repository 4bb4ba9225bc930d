package dialog_test

import (
	"fmt"

	"huimin/bot/dialog"
	"huimin/locales"
)

type wish struct{ What, When string }

// wishForm asks two questions and shows the last look.
func wishForm() dialog.Form[struct{}, wish] {
	return dialog.Form[struct{}, wish]{
		Name: "wish", Title: locales.Text("Your wish"),
		Steps: []dialog.Step[struct{}, wish]{
			{
				Key:   "what",
				Label: func(wish) locales.Message { return locales.Text("What") },
				Ask: func(struct{}, wish) (dialog.View, error) {
					return dialog.View{Text: locales.Text("What would you like?")}, nil
				},
				Take: func(_ struct{}, d *wish, a dialog.Answer) error {
					if a.Text == "" {
						return dialog.Again(locales.FormTextPlease())
					}
					d.What = a.Text
					return nil
				},
			},
			{
				Key: "when",
				Ask: func(struct{}, wish) (dialog.View, error) {
					return dialog.View{Text: locales.Text("When?"), Choices: [][]dialog.Choice{
						{{Value: "now", Label: locales.Text("Now")}, {Value: "later", Label: locales.Text("Later")}},
					}}, nil
				},
				Take: func(_ struct{}, d *wish, a dialog.Answer) error {
					if a.Choice == "" {
						return dialog.Again(locales.FormPressPlease())
					}
					d.When = a.Choice
					return nil
				},
			},
		},
		Look: func(_ struct{}, d wish) (dialog.View, error) {
			return dialog.View{Text: locales.Text(d.What + ", " + d.When + ". Send?")}, nil
		},
		Done: func(_ struct{}, d wish) error {
			fmt.Println("sent:", d.What, d.When)
			return nil
		},
	}
}

// A conversation is played by handing each event to the state that the one
// before has left.
func Example() {
	book, err := locales.NewBook()
	if err != nil {
		fmt.Println(err)
		return
	}
	form := wishForm()
	state, err := form.Start(wish{}, "") // or a prefilled draft, at a step's key or at dialog.LastLook
	if err != nil {
		fmt.Println(err)
		return
	}
	press := func(act dialog.Act, value string) func() dialog.Event {
		return func() dialog.Event { return dialog.Event{Act: act, Value: value, Nonce: state.Nonce} }
	}
	write := func(text string) func() dialog.Event {
		return func() dialog.Event { return dialog.Event{Act: dialog.Answered, Answer: dialog.Answer{Text: text}} }
	}
	for i, next := range []func() dialog.Event{
		func() dialog.Event { return dialog.Event{Act: dialog.Resume} },
		write("a lamp"), write("soon"), press(dialog.Choose, "now"), press(dialog.Send, ""),
	} {
		e := next()
		e.Number = int64(i + 1)
		reply, err := form.Handle(struct{}{}, state, e)
		if err != nil {
			fmt.Println(err)
			return
		}
		state = reply.State // saved, in real life
		if reply.Prompt == nil {
			continue
		}
		text, err := book.Plain(locales.English, locales.Lines(reply.Note, reply.Prompt.Text))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(text)
	}
	// Output:
	// What would you like?
	// When?
	// Please press one of the buttons.
	// When?
	// a lamp, now. Send?
	// sent: a lamp now
}
