package dialog

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// player presses, writes and sends whatever comes to mind, and holds a second
// account of what was accepted.
type player struct {
	*street
	form   Form[*street, lamp]
	state  State
	said   lamp // by the second account
	number int64
	nonces []int64
	begun  int
	sends  int // presses of Send that were due
	ids    int
}

func (p *player) begin(t *rapid.T) {
	draft := lamp{What: fmt.Sprint("prefilled ", p.begun)}
	from := rapid.SampledFrom([]string{"", "where", "photo", LastLook}).Draw(t, "from")
	state, err := p.form.Start(draft, from)
	if err != nil {
		t.Fatal(err)
	}
	p.state, p.said, p.begun = state, draft, p.begun+1
	p.play(t, Event{Act: Resume})
}

func (p *player) event(t *rapid.T) Event {
	act := rapid.SampledFrom([]Act{Answered, Answered, Answered, Choose, Choose, Back, Back, Skip, Keep, Change, Send, Resume, Remind}).Draw(t, "act")
	e := Event{Act: act}
	if act == Answered {
		e.Answer = p.anAnswer(t)
		return e
	}
	if act != Resume && act != Remind {
		e.Nonce = p.state.Nonce
		if rapid.IntRange(0, 3).Draw(t, "old") == 0 {
			e.Nonce = rapid.SampledFrom(p.nonces).Draw(t, "nonce")
		}
	}
	e.Value = rapid.SampledFrom([]string{"light", "other", "support", "gold", "what", "where", "kind", "photo", "nowhere"}).Draw(t, "value")
	if act == Choose && e.Value == "support" {
		e.Value = "light"
	}
	return e
}

func (p *player) anAnswer(t *rapid.T) Answer {
	a := Answer{
		Text:  rapid.SampledFrom([]string{"", "lamp", "corridor", "bad", "paint"}).Draw(t, "text"),
		Group: rapid.SampledFrom([]string{"", "", "g1", "g2"}).Draw(t, "group"),
	}
	if rapid.Bool().Draw(t, "photo") || a.Group != "" {
		a.Photos = []Photo{{File: rapid.StringMatching("[a-f]").Draw(t, "file")}}
	}
	if a.Group == "" && rapid.IntRange(0, 4).Draw(t, "place") == 0 {
		a.Point = &Point{Lat: float64(rapid.IntRange(1, 9).Draw(t, "lat"))}
	}
	p.ids++
	a.MessageID = p.ids
	if rapid.IntRange(0, 4).Draw(t, "edit") == 0 {
		a.Edited, a.MessageID = true, rapid.IntRange(1, p.ids).Draw(t, "message")
	}
	return a
}

// play plays one event and checks all that must hold after any.
func (p *player) play(t *rapid.T, e Event) {
	p.number++
	e.Number = p.number
	before := p.json(t, p.state)
	due := e.Act == Send && p.state.Looking && e.Nonce == p.state.Nonce
	old := e.pressed() && e.Nonce != p.state.Nonce
	clears := e.Act == Skip && !old && p.state.Step == "photo" && !p.state.Looking
	r, err := p.form.Handle(p.street, p.state, e)
	if err != nil {
		t.Fatal(err)
	}
	if p.json(t, p.state) != before {
		t.Fatal("the state handed in was changed")
	}
	if old && (p.json(t, r.State) != before || r.Prompt != nil || r.End != Open) {
		t.Fatal("an old button did something")
	}
	if clears {
		p.said.Photos = nil
	}
	if due {
		p.sends++
	}
	if len(p.done) != p.sends || (r.End == Sent) != due {
		t.Fatalf("sent %d times after %d presses; end %q", len(p.done), p.sends, r.End)
	}
	if got, want := string(r.State.Draft), p.json(t, p.said); got != want {
		t.Fatalf("after %+v the draft is\n%s\naccepted was\n%s", e, got, want)
	}
	if place(r.State) != place(p.state) && r.End == Open && slices.Contains(p.nonces, r.State.Nonce) {
		t.Fatal("the buttons of an earlier question count here")
	}
	if r.Prompt != nil {
		p.nonces = append(p.nonces, r.Prompt.Nonce)
		if r.Prompt.Nonce != r.State.Nonce {
			t.Fatal("the prompt's buttons do not count")
		}
	}
	p.wentBack(t, e, r)
	p.state = State{}
	if err := json.Unmarshal([]byte(p.json(t, r.State)), &p.state); err != nil {
		t.Fatal(err)
	}
}

// wentBack checks that Back leads to a question that had its answer.
func (p *player) wentBack(t *rapid.T, e Event, r Reply) {
	if e.Act != Back || place(r.State) == place(p.state) {
		return
	}
	if !r.State.Looking && !slices.Contains(r.State.Answered, r.State.Step) {
		t.Fatalf("back from %s to %s, which was never asked", place(p.state), r.State.Step)
	}
}

func (p *player) json(t *rapid.T, v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestNoSequenceLosesAnAnswerOrSendsTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := &player{street: &street{}, form: lampForm()}
		p.accepted = func(do func(*lamp)) { do(&p.said) }
		p.begin(t)
		for range rapid.IntRange(1, 40).Draw(t, "events") {
			sent := len(p.done)
			p.play(t, p.event(t))
			if len(p.done) > sent {
				p.begin(t)
			}
		}
		// From anywhere, the way leads to the end.
		for range len(p.form.Steps) + 1 {
			if p.state.Looking {
				break
			}
			e := Event{Act: Keep, Nonce: p.state.Nonce}
			if !p.state.has(p.state.Step) {
				e = map[string]Event{
					"what": {Act: Answered, Answer: Answer{Text: "x"}}, "where": {Act: Answered, Answer: Answer{Text: "y"}},
					"kind": {Act: Choose, Value: "light", Nonce: p.state.Nonce}, "other": {Act: Answered, Answer: Answer{Text: "z"}},
					"photo": {Act: Skip, Nonce: p.state.Nonce},
				}[p.state.Step]
			}
			p.play(t, e)
		}
		p.play(t, Event{Act: Send, Nonce: p.state.Nonce})
	})
}
