// Package dialog holds conversations that fill in a form: one question at a
// time, with a last look before anything is sent. A form is declared as a list
// of steps; what every form needs is built here, once: back, cancel, skip,
// changing one answer, the last look, buttons of questions that are over,
// albums, edited messages, and going on after a restart or a new release.
//
// It is pure: it knows neither Telegram nor SQL nor the clock. An [Event] goes
// in with the saved [State]; a [Reply] comes out with the new one and with what
// to show. The caller saves the one and shows the other.
//
// # Declaring a form
//
//	type draft struct {
//		What   string         `json:"what"`
//		Photos []dialog.Photo `json:"photos,omitempty"`
//	}
//
//	func suggestForm(o *office.Office) dialog.Form[*turn, draft] {
//		return dialog.Form[*turn, draft]{
//			Name: "suggest", Title: locales.SuggestTitle(),
//			Steps: []dialog.Step[*turn, draft]{
//				{Key: "what", Label: whatLabel, Ask: askWhat, Take: takeWhat},
//				{
//					Key: "photo", Label: photoLabel, Ask: askPhoto, Take: takePhoto, Free: true,
//					Optional: true, Clear: func(d *draft) { d.Photos = nil },
//				},
//			},
//			Look: func(_ *turn, d draft) (dialog.View, error) {
//				return dialog.View{Text: locales.SuggestLook(d.What, len(d.Photos))}, nil
//			},
//			Done: func(t *turn, d draft) error {
//				r, err := o.FileRequest(t.act(), …)
//				if err != nil {
//					return err // the draft stays at the last look; the person is told why
//				}
//				return t.show(receipt(r))
//			},
//		}
//	}
//
//	func takeWhat(_ *turn, d *draft, a dialog.Answer) error {
//		if a.Text == "" {
//			return dialog.Again(locales.FormTextPlease()) // asks again with this sentence
//		}
//		d.What = a.Text
//		return nil
//	}
//
//	func takePhoto(_ *turn, d *draft, a dialog.Answer) error {
//		if len(a.Photos) == 0 {
//			return dialog.Again(locales.FormPhotoPlease())
//		}
//		d.Photos = a.Album(d.Photos) // replaces, or adds what belongs to the same album
//		return nil
//	}
//
// # What Take should know
//
//   - An answer is a choice, or a message with text, pictures and a place in any
//     combination; a caption is the text. Check for what you need, not for what
//     you do not.
//   - A choice is one of those that Ask offers for the draft at that moment, so
//     a forged or outdated one never arrives.
//   - Take works on a copy: a refused answer leaves nothing behind.
//   - The pictures of an album come one by one. The first answers the question;
//     the others arrive with More set while a later question is open already,
//     and [Answer.Album] adds them.
//   - A picture or place beside the words of an answer, or sent at another
//     question, goes to the steps that are Free. At the last look everything
//     that comes is offered to them, in their order.
//   - [ErrStay] keeps the change and asks again; [ErrOver] ends the form because
//     Take did something else instead ("support this one").
//
// # What is kept, and when a question counts as answered
//
// A conversation is saved by the form's name and its steps' keys. If a release
// drops the open question, the first one without an answer is asked instead, and
// what was meant for the old one is not taken for it. A question is asked when
// When says that the draft needs it and it has not been answered or skipped,
// unless it is Unasked: then it waits for its button at the last look.
//
// Each prompt has a number, its nonce; buttons carry it. A button whose number
// is not the state's belongs to a question that is over, and changes nothing.
// That also makes a second press of Send harmless.
//
// [Desk] is for a person who begins something else in the middle: one
// conversation is open, others wait aside, and none is lost.
package dialog
