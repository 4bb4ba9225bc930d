package locales

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// wireArg is an Arg in JSON: its name and one field that tells the kind.
type wireArg struct {
	Name     string         `json:"name"`
	Text     *string        `json:"text,omitempty"`
	Int      *int           `json:"int,omitempty"`
	Money    *fen           `json:"money,omitempty"`
	Percent  *basisPoints   `json:"percent,omitempty"`
	Time     *time.Time     `json:"time,omitempty"`
	Duration *time.Duration `json:"duration,omitempty"`
	NameOf   *Name          `json:"place,omitempty"`
	Msg      *Message       `json:"msg,omitempty"`
	Msgs     *[]Message     `json:"msgs,omitempty"`
}

// ErrArgument is for an argument that a text needs and has not got, or that has
// another kind than the text expects.
var ErrArgument = errors.New("argument does not fit the text")

// MarshalJSON writes the name and the value under its kind: fen and basis
// points as integers, times as RFC 3339 with their offset, durations in
// nanoseconds.
func (a Arg) MarshalJSON() ([]byte, error) {
	w := wireArg{Name: a.Name}
	switch v := a.Value.(type) {
	case string:
		w.Text = &v
	case int:
		w.Int = &v
	case fen:
		w.Money = &v
	case basisPoints:
		w.Percent = &v
	case time.Time:
		w.Time = &v
	case time.Duration:
		w.Duration = &v
	case Name:
		w.NameOf = &v
	case Message:
		w.Msg = &v
	case []Message:
		if v == nil {
			v = []Message{}
		}
		w.Msgs = &v
	default:
		return nil, fmt.Errorf("%s is a %T: %w", a.Name, a.Value, ErrArgument)
	}
	return json.Marshal(w)
}

// UnmarshalJSON reads what MarshalJSON wrote; an argument without a value of a
// known kind is ErrArgument.
func (a *Arg) UnmarshalJSON(data []byte) error {
	var w wireArg
	if err := json.Unmarshal(data, &w); err != nil {
		return fmt.Errorf("read argument: %w", err)
	}
	a.Name = w.Name
	switch {
	case w.Text != nil:
		a.Value = *w.Text
	case w.Int != nil:
		a.Value = *w.Int
	case w.Money != nil:
		a.Value = *w.Money
	case w.Percent != nil:
		a.Value = *w.Percent
	case w.Time != nil:
		a.Value = *w.Time
	case w.Duration != nil:
		a.Value = *w.Duration
	case w.NameOf != nil:
		a.Value = *w.NameOf
	case w.Msg != nil:
		a.Value = *w.Msg
	case w.Msgs != nil:
		a.Value = *w.Msgs
	default:
		return fmt.Errorf("%s has no value: %w", w.Name, ErrArgument)
	}
	return nil
}
