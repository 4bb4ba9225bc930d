package dialog

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// State is a conversation between two events. It is saved as JSON, and the next
// release may go on from it.
type State struct {
	Form    string          `json:"form"`
	Step    string          `json:"step,omitempty"` // the question that is open
	Looking bool            `json:"looking,omitempty"`
	Draft   json.RawMessage `json:"draft"`
	// Touched: the person has given something that would be lost.
	Touched  bool           `json:"touched,omitempty"`
	Changing bool           `json:"changing,omitempty"` // one answer, from the last look
	Came     []string       `json:"came,omitempty"`     // the way back, latest last
	Answered []string       `json:"answered,omitempty"` // or skipped
	Nonce    int64          `json:"nonce"`              // of the prompt whose buttons count
	Sources  map[int]string `json:"sources,omitempty"`  // message → step it answered
	Refused  int            `json:"refused,omitempty"`  // the message that was refused last
	Album    string         `json:"album,omitempty"`    // the album that is arriving
	AlbumFor string         `json:"albumFor,omitempty"` // the step that took its first picture
}

// maxSources bounds how many messages may still be edited.
const maxSources = 50

var errDraft = errors.New("the saved draft does not fit the form any more")

// Start is a conversation about to begin: at the first question that the draft
// asks, or at the step called from, or at [LastLook]. What comes before from,
// and the draft needs, counts as answered by it. Nothing is asked until
// [Form.Handle] gets a [Resume].
func (f Form[T, D]) Start(draft D, from string) (State, error) {
	raw, err := json.Marshal(draft)
	if err != nil {
		return State{}, fmt.Errorf("start form %q: %w", f.Name, err)
	}
	s := State{Form: f.Name, Draft: raw, Touched: from != ""}
	if from == "" {
		s.Step = f.first(draft)
		return s, nil
	}
	if _, ok := f.step(from); !ok && (from != LastLook || f.Look == nil) {
		return State{}, fmt.Errorf("start form %q: there is no step %q", f.Name, from)
	}
	for _, step := range f.Steps {
		if step.Key == from {
			break
		}
		if _, ok := f.needed(step.Key, draft); ok {
			s.passed(step.Key)
		}
	}
	s.Step, s.Looking = from, from == LastLook
	if s.Looking {
		s.Step = ""
	}
	return s, nil
}

// first is the question that a draft begins with.
func (f Form[T, D]) first(draft D) string {
	for _, step := range f.Steps {
		if _, ok := f.needed(step.Key, draft); ok && (step.Unasked == nil || !step.Unasked(draft)) {
			return step.Key
		}
	}
	return f.Steps[0].Key
}

// Knows reports whether editing the message matters to the conversation: it
// gave an answer, or was refused last.
func (s State) Knows(message int) bool {
	_, ok := s.Sources[message]
	return ok || message != 0 && message == s.Refused
}

// clone copies a state, so that the one handed in is never changed.
func (s State) clone() State {
	s.Came, s.Answered = slices.Clone(s.Came), slices.Clone(s.Answered)
	s.Sources = maps.Clone(s.Sources)
	return s
}

// has reports whether a step has its answer, or was skipped.
func (s *State) has(key string) bool { return slices.Contains(s.Answered, key) }

// answered notes that a step has its answer.
func (s *State) answered(key string) {
	if !s.has(key) {
		s.Answered = append(s.Answered, key)
	}
}

// passed notes that a question is answered and that the way back leads by it.
func (s *State) passed(key string) {
	s.answered(key)
	s.Came = append(slices.DeleteFunc(s.Came, func(k string) bool { return k == key }), key)
}

// source notes which message answered a step; alone: the earlier ones no longer
// count.
func (s *State) source(message int, key string, alone bool) {
	if alone {
		maps.DeleteFunc(s.Sources, func(_ int, k string) bool { return k == key })
	}
	if message == 0 {
		return
	}
	if s.Sources == nil {
		s.Sources = map[int]string{}
	}
	s.Sources[message] = key
	for len(s.Sources) > maxSources {
		delete(s.Sources, slices.Min(slices.Collect(maps.Keys(s.Sources))))
	}
}
