package bot

import (
	"errors"

	"huimin/locales"
)

// refusal is an error that a conversation makes on the spot, with its words.
type refusal struct{ words locales.Message }

// Error names the text, never what a person wrote.
func (r *refusal) Error() string { return "refused: " + r.words.ID }

// refuse undoes what this turn changed and tells the person why: as an alert
// on a press, as a message otherwise.
func refuse(words locales.Message) error { return &refusal{words: words} }

// wording gives the words for errors of one noun; false for errors it does not
// know.
type wording func(err error) (locales.Message, bool)

// wordings is every noun's table of errors, errors_….go.
func wordings() []wording {
	return []wording{
		refusalWords,
		worksWords,
		moneyRefusals,
		officeWords,
		tenureWords,
		minutesWords,
		meetingWords,
		markWords,
		ballotWords,
		needWords,
		yearWords,
		requestWords,
		draftWords,
		worksWords,
		localMoneyWords,
	}
}

// words gives what a person is told about an error that they, and not the
// program, have caused; false when it is the program's.
func words(err error) (locales.Message, bool) {
	for _, w := range wordings() {
		if m, ok := w(err); ok {
			return m, true
		}
	}
	return locales.Message{}, false
}

func refusalWords(err error) (locales.Message, bool) {
	var r *refusal
	if errors.As(err, &r) {
		return r.words, true
	}
	if errors.Is(err, errStaleButton) {
		return locales.EngineStaleAlert(), true
	}
	return locales.Message{}, false
}

// knownError is an error with its words.
type knownError struct {
	err   error
	words locales.Message
}

// oneOf gives the words for an error that is one of some.
func oneOf(err error, list []knownError) (locales.Message, bool) {
	for _, known := range list {
		if errors.Is(err, known.err) {
			return known.words, true
		}
	}
	return locales.Message{}, false
}
