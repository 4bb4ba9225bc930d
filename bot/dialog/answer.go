package dialog

import "slices"

// Answer is what the person gave: a choice, or one message with text, pictures
// and a place in any combination. A caption is the text.
type Answer struct {
	Text   string
	Choice string
	Photos []Photo
	Point  *Point

	MessageID int    // the message that gave it, 0 for a choice
	Group     string // the album that the message is part of
	// Edited: the person edited the message that gave this step's answer before.
	Edited bool
	// More: this adds to what the step has, because it is the rest of an album or
	// was sent unasked after the step was answered.
	More bool
}

// Photo is a picture by Telegram's file id; Unique is the same for the same
// picture in every message.
type Photo struct {
	File   string `json:"file"`
	Unique string `json:"unique,omitempty"`
}

// Point is a shared place, in degrees; Name is the venue's, if it has one.
type Point struct {
	Lat  float64 `json:"lat"`
	Lon  float64 `json:"lon"`
	Name string  `json:"name,omitempty"`
}

// Empty reports whether the answer has nothing that a form can read.
func (a Answer) Empty() bool {
	return a.Text == "" && a.Choice == "" && len(a.Photos) == 0 && a.Point == nil
}

// Album gives the pictures that a step has after this answer: the answer's own,
// or those it had and the answer's where it adds to them. A picture that is
// there already is not added again.
func (a Answer) Album(had []Photo) []Photo {
	var list []Photo
	if a.More || a.Edited {
		list = slices.Clone(had)
	}
	for _, p := range a.Photos {
		if !slices.ContainsFunc(list, p.same) {
			list = append(list, p)
		}
	}
	return list
}

func (p Photo) same(q Photo) bool {
	return p.File == q.File || p.Unique != "" && p.Unique == q.Unique
}
