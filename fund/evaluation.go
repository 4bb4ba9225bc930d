package fund

import (
	"fmt"
	"time"
)

// EvaluationRules are how residents say whether they are satisfied (民评; the
// article, 10 and 19).
type EvaluationRules struct {
	Days   int   // calendar days in which answers are taken
	Least  int   // answers below which no rate is published: so few would give people away
	Enough int   // answers that close it early, 0 for none
	Mark   Share // a rate below is warned of, no more
}

// defaultEvaluation: 满意, 基本满意, 不满意, rate of the first two, anonymous
// (汉阴). No pass mark was found: 80 % as a warning, and the days and numbers,
// are defaults of this project.
func defaultEvaluation() EvaluationRules {
	return EvaluationRules{Days: 14, Least: 5, Enough: 50, Mark: Share{Num: 80, Den: 100}}
}

// Answer is an answer of an evaluation.
type Answer string

// The answers.
const (
	AnswerSatisfied Answer = "satisfied" // 满意
	AnswerFairly    Answer = "fairly"    // 基本满意
	AnswerNot       Answer = "not"       // 不满意
)

// Evaluation is what residents say of a project whose acceptance passed. Who
// has answered is kept apart from the answers, which are kept as numbers alone,
// so that nobody can tell who said what.
type Evaluation struct {
	Project                ProjectID
	Opened                 time.Time
	Closes                 time.Time
	Closed                 time.Time
	Satisfied, Fairly, Not int
}

// OpenEvaluation asks the residents about a project.
func (p Project) OpenEvaluation(prog Programme, now time.Time) Evaluation {
	return Evaluation{Project: p.ID, Opened: now, Closes: endOfDay(now.In(prog.Zone), prog.Works.Evaluation.Days)}
}

// Answers counts the answers.
func (e Evaluation) Answers() int { return e.Satisfied + e.Fairly + e.Not }

// Rate is the share of those who are satisfied or fairly so, in ten thousandths;
// false while it is not published: before the evaluation is closed, and with
// fewer answers than the programme asks for.
func (e Evaluation) Rate(r EvaluationRules) (int, bool) {
	n := e.Answers()
	if e.Closed.IsZero() || n == 0 || n < r.Least {
		return 0, false
	}
	return (20000*(e.Satisfied+e.Fairly) + n) / (2 * n), true
}

// Below reports whether the published rate is below the programme's mark.
func (e Evaluation) Below(r EvaluationRules) bool {
	_, told := e.Rate(r)
	return told && !r.Mark.AtLeast(e.Satisfied+e.Fairly, e.Answers())
}

// Answer counts an answer; *StateError once the evaluation is closed.
func (e *Evaluation) Answer(o Answer, now time.Time) error {
	if !e.Closed.IsZero() || now.After(e.Closes) {
		return fmt.Errorf("answer: %w", &StateError{Noun: "evaluation", ID: int64(e.Project), Have: "closed", Want: []string{"open"}})
	}
	switch o {
	case AnswerSatisfied:
		e.Satisfied++
	case AnswerFairly:
		e.Fairly++
	case AnswerNot:
		e.Not++
	default:
		return fmt.Errorf("answer: no such answer %q", o)
	}
	return nil
}

// Close closes the evaluation at its hour, or once enough have answered; false
// before.
func (e *Evaluation) Close(r EvaluationRules, now time.Time) bool {
	if !e.Closed.IsZero() || !now.After(e.Closes) && (r.Enough == 0 || e.Answers() < r.Enough) {
		return false
	}
	e.Closed = now
	return true
}
