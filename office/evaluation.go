package office

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// ErrAnswered says that somebody has answered an evaluation already. What they
// answered is known to nobody, so that it cannot be changed.
var ErrAnswered = errors.New("answered already")

// evaluationTopic is what the post that asks about a project is kept by.
func evaluationTopic(id fund.ProjectID) string { return fmt.Sprintf("evaluation:%d", id) }

// openEvaluation asks about a project, once: its proposers and supporters in
// private, the neighbours in their group.
func (o *Office) openEvaluation(a Act, p fund.Project) error {
	switch _, err := a.Tx.Evaluation(p.ID); {
	case err == nil:
		return nil // it was asked when the works passed before
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	e := p.OpenEvaluation(o.Rules(a.Now), a.Now)
	if err := a.Tx.AddEvaluation(e); err != nil {
		return err
	}
	if err := recordThing(a, aboutEvaluation(e)); err != nil {
		return err
	}
	asked, err := o.followersOf(a.Tx, p.ID)
	if err != nil {
		return err
	}
	for _, person := range asked {
		n := Notice{
			Kind: KindEvaluationAsk, Data: ProjectPost{p.ID}, Lane: store.LaneNotice, Expires: e.Closes,
			Key: fmt.Sprintf("evaluate:%d:%d", p.ID, person),
		}
		if err := o.tell(a, person, n); err != nil {
			return err
		}
	}
	return o.showEvaluation(a, p, 0)
}

// followersOf gives the authors and supporters of what a project came of, each
// once.
func (o *Office) followersOf(tx *store.Tx, id fund.ProjectID) (people []fund.PersonID, err error) {
	requests, err := tx.RequestsFrom(id)
	if err != nil {
		return nil, err
	}
	for _, r := range requests {
		supporters, err := tx.Supporters(r.ID)
		if err != nil {
			return nil, err
		}
		people = append(append(people, r.Author), supporters...)
	}
	slices.Sort(people)
	people = slices.Compact(people)
	return slices.DeleteFunc(people, func(id fund.PersonID) bool { return id == 0 }), nil
}

// showEvaluation brings the neighbourhood's post that asks up to date.
func (o *Office) showEvaluation(a Act, p fund.Project, wait time.Duration) error {
	n := Notice{Kind: KindEvaluationPost, Data: ProjectPost{p.ID}, Lane: store.LaneNotice, Due: a.Now.Add(wait)}
	_, err := o.postTo(a, p.Community, evaluationTopic(p.ID), n, store.PurposeNeighbourhood)
	return err
}

// Evaluate counts what a resident, or whoever asked for the project or supports
// it, says of it, once. That they have answered is kept, what they answered is
// added to a number; no entry of the record is made for it, because its time
// would join the two: the record gets the counts when the evaluation closes.
func (o *Office) Evaluate(a Act, id fund.ProjectID, opinion fund.Answer) error {
	p, e, err := o.evaluated(a, id)
	if err != nil {
		return fmt.Errorf("evaluate: %w", err)
	}
	if err := e.Answer(opinion, a.Now); err != nil {
		return fmt.Errorf("evaluate project %d: %w", id, err)
	}
	switch first, err := a.Tx.Answered(id, a.By.ID); {
	case err != nil:
		return err
	case !first:
		return fmt.Errorf("evaluate project %d: %w", id, ErrAnswered)
	}
	if e.Close(o.Rules(e.Opened).Works.Evaluation, a.Now) {
		return o.closeEvaluation(a, p, e)
	}
	if err := a.Tx.SaveEvaluation(e); err != nil {
		return err
	}
	return o.showEvaluation(a, p, coalesce)
}

// MayEvaluate says why the act's person may not say how satisfied they are with
// a project, nil when they may: *fund.NotAllowed, *fund.StateError where
// nobody is asked.
func (o *Office) MayEvaluate(a Act, id fund.ProjectID) error {
	_, _, err := o.evaluated(a, id)
	return err
}

// evaluated gives a project and its evaluation, if the act's person may answer.
func (o *Office) evaluated(a Act, id fund.ProjectID) (p fund.Project, e fund.Evaluation, err error) {
	if _, err := a.known(); err != nil {
		return p, e, err
	}
	if p, err = a.Tx.Project(id); err != nil {
		return p, e, err
	}
	if err := o.allow(a, fund.ActEvaluate, p.Community); err != nil {
		asked, other := o.followersOf(a.Tx, id)
		if other != nil || !slices.Contains(asked, a.By.ID) {
			return p, e, errors.Join(err, other)
		}
	}
	if e, err = a.Tx.Evaluation(id); errors.Is(err, store.ErrNotFound) {
		err = &fund.StateError{Noun: "evaluation", ID: int64(id), Have: "closed", Want: []string{"open"}}
	}
	return p, e, err
}

// AddWords keeps what somebody wrote beside their answer, without their name.
func (o *Office) AddWords(a Act, id fund.ProjectID, text string) error {
	_, e, err := o.evaluated(a, id)
	if err != nil {
		return fmt.Errorf("evaluate: %w", err)
	}
	if err := o.Rules(a.Now).Requests.CheckReason(text); err != nil {
		return fmt.Errorf("evaluate project %d: %w", id, err)
	}
	answered, err := a.Tx.HasAnswered(id, a.By.ID)
	if err != nil {
		return err
	}
	words, err := a.Tx.Words(id, false)
	if err != nil {
		return err
	}
	if !answered || len(words) >= e.Answers() { // one each, and nobody knows whose
		return fmt.Errorf("evaluate project %d: %w", id, ErrAnswered)
	}
	return a.Tx.AddWords(id, strings.TrimSpace(text))
}

// closeEvaluation publishes what residents said.
func (o *Office) closeEvaluation(a Act, p fund.Project, e fund.Evaluation) error {
	if err := a.Tx.SaveEvaluation(e); err != nil {
		return err
	}
	quiet := a
	quiet.By = fund.Person{} // whoever answered last must not be known by it
	if err := recordThing(quiet, aboutEvaluation(e)); err != nil {
		return err
	}
	if err := o.showEvaluation(a, p, 0); err != nil {
		return err
	}
	return o.editProject(a, p)
}

// closeEvaluations closes those whose time is over.
func (o *Office) closeEvaluations(a Act) error {
	list, err := a.Tx.EvaluationsOpen()
	if err != nil {
		return err
	}
	for _, e := range list {
		if !e.Close(o.Rules(e.Opened).Works.Evaluation, a.Now) {
			continue
		}
		p, err := a.Tx.Project(e.Project)
		if err != nil {
			return err
		}
		if err := o.closeEvaluation(a, p, e); err != nil {
			return err
		}
	}
	return nil
}

// Evaluation gives a project's evaluation, or [store.ErrNotFound]. The counts
// are for nobody to see before it is closed.
func (o *Office) Evaluation(tx *store.Tx, id fund.ProjectID) (fund.Evaluation, error) {
	e, err := tx.Evaluation(id)
	e.Opened, e.Closes, e.Closed = o.local(e.Opened), o.local(e.Closes), o.local(e.Closed)
	return e, err
}

// HasAnswered tells whether the act's person has answered.
func (o *Office) HasAnswered(a Act, id fund.ProjectID) (bool, error) {
	return a.Tx.HasAnswered(id, a.By.ID)
}

// Words gives the committee what people wrote beside their answers, and marks
// it as read.
func (o *Office) Words(a Act, id fund.ProjectID) ([]string, error) {
	if _, err := o.projectFor(a, fund.ActProgress, id); err != nil {
		return nil, err
	}
	list, err := a.Tx.Words(id, false)
	if err != nil {
		return nil, err
	}
	return list, a.Tx.SeeWords(id)
}
