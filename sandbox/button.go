package sandbox

// Button is a button under a message (inline) or below the input line (reply
// keyboard). What it does is told by the one field that is set; a reply
// button with none of them sends its text.
type Button struct {
	Text  string
	Style string // "danger", "success", "primary" or empty

	Data         string  // inline: callback data, 1–64 bytes
	URL          string  // inline: address to open
	WebApp       string  // address of a web app
	LoginURL     string  // inline: address to log in at
	CopyText     string  // inline: text put on the clipboard
	SwitchInline *string // inline: asks for a chat and starts an inline query
	SwitchHere   *string // inline: starts an inline query in this chat
	Disabled     bool    // inline: does nothing

	RequestContact  bool // reply: sends the person's number
	RequestLocation bool // reply: sends where the person is
	RequestUsers    *int // reply: id of a request for people
	RequestChat     *int // reply: id of a request for a chat
	RequestPoll     bool // reply: asks to make a poll
}

// ReplyKeyboard is what a message does to the keyboard below the input line.
type ReplyKeyboard struct {
	Rows        [][]Button
	Remove      bool // takes the keyboard away
	ForceReply  bool // opens a reply to this message
	Persistent  bool
	Resize      bool
	OneTime     bool
	Selective   bool
	Placeholder string
}
