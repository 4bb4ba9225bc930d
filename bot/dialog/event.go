package dialog

import "huimin/locales"

// Act is what an event does, and what a key of a prompt does when it is
// pressed. The values travel in buttons: never change them.
type Act string

// What may happen in a conversation.
const (
	Answered Act = "answer" // a message came; Event.Answer has it
	Choose   Act = "c"      // Event.Value is the choice's
	Back     Act = "b"
	Cancel   Act = "x"
	Skip     Act = "s"
	Keep     Act = "k" // the answer stays as it was
	Change   Act = "e" // Event.Value is the step's key
	Send     Act = "y"
	Resume   Act = "r" // ask where we are: begin, go on
	Remind   Act = "m" // something else was done in between: ask again
)

// What the keys between conversations do; see [Desk].
const (
	PutAside Act = "a"
	GoOn     Act = "g"
	Anew     Act = "n"
	Undo     Act = "u" // take a cancellation back
	Meant    Act = "h" // what was written is the answer to the one that was left
	Apart    Act = "o" // it is something of its own
)

// Event is something that happens in a conversation.
type Event struct {
	Act Act
	// Number is higher than that of every event before it, in whatever
	// conversation: the next prompt's buttons carry it, so that those of older
	// prompts can be told apart.
	Number int64
	Nonce  int64 // what the pressed button carries; 0: nothing was pressed
	Value  string
	Answer Answer
}

// End is how a conversation ended.
type End string

// The ends.
const (
	Open      End = ""          // not at all
	Sent      End = "sent"      // Done did its work
	Cancelled End = "cancelled" // the person gave it up; the state is as it was
	Over      End = "over"      // a step ended it with ErrOver
	Lost      End = "lost"      // what was saved does not fit this release
)

// Reply is what follows from an event.
type Reply struct {
	State State
	End   End
	// Note is a sentence that comes first: before the prompt, or as the answer to
	// a press. Zero: there is none.
	Note locales.Message
	// Prompt is what to show now; nil: what is on the screen stays.
	Prompt *Prompt
	// Refresh: the prompt takes the place of the one that was shown last, though
	// nothing was pressed; its buttons are the same.
	Refresh bool
}

// Prompt is a question, or the last look, with all its keys. Nonce belongs into
// every key.
type Prompt struct {
	Text    locales.Message
	Keys    [][]Key
	Nonce   int64
	Looking bool
}

// Key is one key of a prompt; Style as in [Choice].
type Key struct {
	Act   Act
	Value string
	Label locales.Message
	Style string
}

// pressed reports whether the event can only come from a button.
func (e Event) pressed() bool {
	switch e.Act {
	case Choose, Skip, Keep, Change, Send, PutAside, GoOn, Anew, Undo, Meant, Apart:
		return true
	case Back, Cancel:
		return e.Nonce != 0 // otherwise it was a command
	case Answered, Resume, Remind:
	}
	return false
}
