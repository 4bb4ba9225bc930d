package bot

import (
	"encoding/json"
	"errors"
	"strconv"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// evaluationButton asks how satisfied somebody is; opinionButton answers, from
// the group's post with Post; wordsButton adds words; readWordsButton shows
// the committee what people wrote.
type (
	evaluationButton struct{ Project fund.ProjectID }
	opinionButton    struct {
		Project fund.ProjectID
		Opinion string
		Post    bool
	}
	wordsButton     struct{ Project fund.ProjectID }
	readWordsButton struct{ Project fund.ProjectID }
)

// evalWords is what somebody writes beside their answer. It does not say what
// the answer was.
type evalWords struct {
	Project fund.ProjectID `json:"project"`
	Text    string         `json:"text,omitempty"`
}

// evaluationFlow is how satisfied residents are with what was done (民评).
func (w *working) evaluationFlow(r *router) {
	press(r, "ke", func(t *turn, b evaluationButton) error {
		if err := w.office.MayEvaluate(t.act(), b.Project); err != nil {
			return err
		}
		p, err := w.office.Project(t.tx, b.Project)
		if err != nil {
			return err
		}
		e, err := w.office.Evaluation(t.tx, b.Project)
		if err != nil {
			return err
		}
		return t.show(screen{Text: locales.EvaluationAsk(p.Number, p.Title, e.Closes), Keys: opinionKeys(t.buttons, p.ID, false)})
	})
	pressOpen(r, "keo", w.evaluate)
	press(r, "kew", func(t *turn, b wordsButton) error {
		if err := w.office.MayEvaluate(t.act(), b.Project); err != nil {
			return err
		}
		return w.evalWords.begin(t, evalWords{Project: b.Project})
	})
	press(r, "ker", w.readWords)
	r.notice(office.KindEvaluationAsk, w.evaluationAsk)
	r.notice(office.KindEvaluationPost, w.evaluationPost)
}

// opinionKeys are the three answers.
func opinionKeys(b *buttons, id fund.ProjectID, post bool) [][]key {
	row := func(label locales.Message, o fund.Answer) []key {
		return []key{b.key(label, opinionButton{id, string(o), post})}
	}
	return [][]key{
		row(locales.EvaluationSatisfiedButton(), fund.AnswerSatisfied),
		row(locales.EvaluationFairlyButton(), fund.AnswerFairly),
		row(locales.EvaluationNotButton(), fund.AnswerNot),
	}
}

// evaluate counts an answer. Who has not agreed, or presses in a group and has
// no community yet, is led to the private chat.
func (w *working) evaluate(t *turn, b opinionButton) error {
	if t.stranger() || b.Post && t.person.Community == 0 {
		t.open(t.link(string(wantProject) + strconv.FormatInt(int64(b.Project), 10)))
		return nil
	}
	if err := w.office.Evaluate(t.act(), b.Project, fund.Answer(b.Opinion)); err != nil {
		return err
	}
	if b.Post {
		t.alert(locales.EvaluationThanksAlert())
		return nil
	}
	return t.show(screen{Text: locales.EvaluationThanks(), Keys: [][]key{
		{t.key(locales.EvaluationWordsButton(), wordsButton{b.Project})},
		{t.key(locales.WorksOpenButton(), lookButton{b.Project})},
	}})
}

// mayEvaluate tells whether the person may answer and has not.
func (w *working) mayEvaluate(t *turn, p fund.Project) (bool, error) {
	e, err := w.office.Evaluation(t.tx, p.ID)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil || !e.Closed.IsZero() || t.now.After(e.Closes) {
		return false, err
	}
	answered, err := w.office.HasAnswered(t.act(), p.ID)
	return !answered, err
}

func (w *working) evalWordsForm() dialog.Form[*turn, evalWords] {
	return dialog.Form[*turn, evalWords]{
		Name: "evaluation_words", Title: locales.EvaluationWordsTitle(),
		Steps: []dialog.Step[*turn, evalWords]{{
			Key: "text", Label: sameLabel[evalWords](locales.NoteTextLabelButton()),
			Ask: func(t *turn, d evalWords) (dialog.View, error) {
				p, err := w.office.Project(t.tx, d.Project)
				return dialog.View{Text: locales.EvaluationWordsAsk(p.Number, p.Title)}, err
			},
			Take: func(t *turn, d *evalWords, a dialog.Answer) (err error) {
				d.Text, err = w.reasonIn(t, a)
				return err
			},
		}},
		Look: func(_ *turn, d evalWords) (dialog.View, error) {
			return dialog.View{Text: locales.EvaluationWordsLook(d.Text)}, nil
		},
		Done: func(t *turn, d evalWords) error {
			if err := w.office.AddWords(t.act(), d.Project, d.Text); err != nil {
				return err
			}
			return t.show(screen{Text: locales.EvaluationWordsDone()})
		},
	}
}

// readWords shows the committee what people wrote, without names or times.
func (w *working) readWords(t *turn, b readWordsButton) error {
	list, err := w.office.Words(t.act(), b.Project)
	if err != nil {
		return err
	}
	p, err := w.office.Project(t.tx, b.Project)
	if err != nil {
		return err
	}
	lines := []locales.Message{locales.EvaluationWords(p.Number, p.Title, len(list))}
	for _, text := range list {
		lines = append(lines, locales.EvaluationWordsLine(cut(text, reasonRoom)))
	}
	return t.show(screen{Text: locales.Lines(lines...), Keys: w.openRow(t, p.ID)})
}

// asked gives the project and evaluation of a notice; errNothing once it is
// closed, unless something stands there already.
func (w *working) asked(v *view, data json.RawMessage) (p fund.Project, e fund.Evaluation, err error) {
	n, err := read[office.ProjectPost](data)
	if err != nil {
		return p, e, err
	}
	if p, err = w.office.Project(v.tx, n.Project); err != nil {
		return p, e, err
	}
	e, err = w.office.Evaluation(v.tx, n.Project)
	return p, e, err
}

// evaluationAsk asks the proposer and the supporters.
func (w *working) evaluationAsk(v *view, data json.RawMessage) (screen, error) {
	p, e, err := w.asked(v, data)
	if err != nil {
		return screen{}, err
	}
	if !e.Closed.IsZero() {
		return screen{}, errNothing
	}
	return screen{Text: locales.EvaluationAsk(p.Number, p.Title, e.Closes), Keys: opinionKeys(v.buttons, p.ID, false)}, nil
}

// evaluationPost asks the neighbours, and says at the end what came of it.
// While it goes on it says only how many have answered.
func (w *working) evaluationPost(v *view, data json.RawMessage) (screen, error) {
	p, e, err := w.asked(v, data)
	if err != nil {
		return screen{}, err
	}
	if !e.Closed.IsZero() {
		head := locales.EvaluationOver(p.Number, p.Title)
		return screen{Text: locales.Lines(head, rateLine(w.office, e))}, nil
	}
	return screen{
		Text: locales.EvaluationPost(p.Number, p.Title, e.Closes, e.Answers()), Keys: opinionKeys(v.buttons, p.ID, true),
	}, nil
}

// rateLine says what an evaluation came to, or until when it goes on.
func rateLine(o *office.Office, e fund.Evaluation) locales.Message {
	rules := o.Rules(e.Opened).Works.Evaluation
	rate, told := e.Rate(rules)
	switch {
	case e.Closed.IsZero():
		return locales.SheetEvaluationOpen(e.Closes, e.Answers())
	case !told:
		return locales.SheetEvaluationFew(e.Answers(), rules.Least)
	case e.Below(rules):
		return locales.SheetEvaluationBelow(rate, e.Satisfied, e.Fairly, e.Not, shareOf(rules.Mark))
	}
	return locales.SheetEvaluation(rate, e.Satisfied, e.Fairly, e.Not)
}
