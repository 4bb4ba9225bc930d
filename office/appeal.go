package office

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/store"
)

// ErrAppealed says that there was an appeal already: a bar is appealed against
// once.
var ErrAppealed = errors.New("there was an appeal already")

// What the record says about appeals.
const (
	recordAppealed       = "appeal_filed"
	recordAppealDecided  = "appeal_decided"
	appealTopicBeginning = "appeal:"
)

// appealFacts is the record's account of an appeal: its columns. Words and
// Answer are sealed.
type appealFacts struct {
	ID          int64          `json:"id"`
	Project     fund.ProjectID `json:"project"`
	By          fund.PersonID  `json:"by"`
	Words       string         `json:"words"`
	Filed       int64          `json:"filed"`
	Due         int64          `json:"due"`
	Provisional bool           `json:"provisional"`
	Decided     int64          `json:"decided"`
	Granted     bool           `json:"granted"`
	DecidedBy   fund.PersonID  `json:"decided_by"`
	Answer      string         `json:"answer"`
}

func factsOfAppeal(v fund.Appeal) appealFacts {
	return appealFacts{
		ID: v.ID, Project: v.Project, By: v.By, Filed: unix(v.Filed), Due: unix(v.Due), Provisional: v.Provisional,
		Decided: unix(v.Decided), Granted: v.Granted, DecidedBy: v.DecidedBy,
	}
}

// recordAppeal appends an entry about an appeal as it is now. Its words are the
// office's: they outlive who wrote them.
func (o *Office) recordAppeal(a Act, what string, v fund.Appeal) (err error) {
	facts := factsOfAppeal(v)
	if facts.Words, err = a.seal(wordsAndPhotos(v.Reason, v.Photos), 0); err != nil {
		return err
	}
	if facts.Answer, err = a.seal(v.Answer, 0); err != nil {
		return err
	}
	return a.record(what, facts)
}

// AppealNews points at an appeal. Stage says why somebody hears of it now.
type AppealNews struct {
	Appeal int64
	Stage  fund.Reminder
}

// FileAppeal asks the district that a failed project may come back sooner, by
// the community's staff, with a reason and pictures: [ErrAppealed],
// *fund.StateError where no bar holds, *fund.LengthError.
func (o *Office) FileAppeal(a Act, project fund.ProjectID, reason string, photos []fund.Photo) (fund.Appeal, error) {
	p, err := o.projectFor(a, fund.ActAppeal, project)
	if err != nil {
		return fund.Appeal{}, fmt.Errorf("appeal: %w", err)
	}
	b, err := a.Tx.Bar(project)
	if err != nil {
		return fund.Appeal{}, fmt.Errorf("appeal: %w", err)
	}
	switch _, err := a.Tx.AppealOf(project); {
	case err == nil:
		return fund.Appeal{}, fmt.Errorf("appeal for project %d: %w", project, ErrAppealed)
	case !errors.Is(err, store.ErrNotFound):
		return fund.Appeal{}, err
	}
	v, err := fund.NewAppeal(b, a.By.ID, reason, photos, o.Rules(a.Now), a.Now)
	if err != nil {
		return fund.Appeal{}, err
	}
	if v.ID, err = a.Tx.AddAppeal(v); err != nil {
		return fund.Appeal{}, err
	}
	if err := o.recordAppeal(a, recordAppealed, v); err != nil {
		return fund.Appeal{}, err
	}
	if err := o.tellAppeal(a, p, v, fund.ReminderArrival, o.workMoment(a.Now), time.Time{}); err != nil {
		return fund.Appeal{}, err
	}
	return o.localAppeal(v), o.showProject(a, p)
}

// DecideAppeal grants an appeal or not, by the district, with a reason that the
// community gets. Granted, the bar is lifted.
func (o *Office) DecideAppeal(a Act, id int64, grant bool, answer string) (fund.Appeal, error) {
	v, err := a.Tx.Appeal(id)
	if err != nil {
		return v, fmt.Errorf("decide appeal: %w", err)
	}
	if a.By.ID == 0 { // deciding is a person's act: neither the clock nor the operator does it
		return v, &fund.NotAllowed{Action: fund.ActDecideAppeal, Needs: fund.ActDecideAppeal.Needs()}
	}
	p, err := o.projectFor(a, fund.ActDecideAppeal, v.Project)
	if err == nil {
		err = o.Rules(a.Now).Requests.CheckReason(answer)
	}
	if err == nil {
		err = v.Decide(grant, a.By.ID, answer, a.Now)
	}
	if err != nil {
		return v, fmt.Errorf("decide appeal: %w", err)
	}
	if err := a.Tx.DecideAppeal(v); err != nil {
		return v, err
	}
	if err := o.recordAppeal(a, recordAppealDecided, v); err != nil {
		return v, err
	}
	if grant {
		if err := o.liftBar(a, p); err != nil {
			return v, err
		}
	}
	return o.localAppeal(v), o.tellDecidedAppeal(a, p, v)
}

func (o *Office) liftBar(a Act, p fund.Project) error {
	if err := a.Tx.LiftBar(p.ID, a.Now); err != nil {
		return err
	}
	b, err := a.Tx.Bar(p.ID)
	if err != nil {
		return err
	}
	if err := a.record(recordBarLifted, factsOfBar(b)); err != nil {
		return err
	}
	if err := o.reopen(a, p.ID); err != nil {
		return err
	}
	return o.tellProjectFollowers(a, p, RequestChanged{What: ChangeUnbarred})
}

// Appeal gives one appeal.
func (o *Office) Appeal(tx *store.Tx, id int64) (fund.Appeal, error) {
	v, err := tx.Appeal(id)
	return o.localAppeal(v), err
}

func (o *Office) localAppeal(v fund.Appeal) fund.Appeal {
	v.Filed, v.Due, v.Decided = o.local(v.Filed), o.local(v.Due), o.local(v.Decided)
	return v
}

// tellAppeal tells the district, and one level up where it is late or nobody is
// there, that an appeal waits.
func (o *Office) tellAppeal(
	a Act, p fund.Project, v fund.Appeal, stage fund.Reminder, due, expires time.Time,
) error {
	own, up, err := o.reviewersOf(a, p, fund.TierDistrict)
	if err != nil {
		return err
	}
	if len(own) > 0 && stage != fund.ReminderOverdue {
		up = nil
	}
	for _, person := range slices.Concat(own, up) {
		n := Notice{
			Kind: KindAppeal, Data: AppealNews{Appeal: v.ID, Stage: stage}, Lane: store.LaneNotice, Due: due, Expires: expires,
			Key: fmt.Sprintf("appeal:%d:%s:%s:%d", v.ID, stage, o.local(due).Format(time.DateOnly), person),
		}
		if err := o.tellOn(a, person, appealTopic(v.ID, stage, o.local(due)), n); err != nil {
			return err
		}
	}
	return nil
}

func appealTopic(id int64, stage fund.Reminder, day time.Time) string {
	return fmt.Sprintf("%s%d:%s:%s", appealTopicBeginning, id, stage, day.Format(time.DateOnly))
}

// tellDecidedAppeal brings what the district was told up to date, tells the
// community's staff, and shows it where the project is shown.
func (o *Office) tellDecidedAppeal(a Act, p fund.Project, v fund.Appeal) error {
	posts, err := a.Tx.PostsUnder(fmt.Sprintf("%s%d:", appealTopicBeginning, v.ID))
	if err != nil {
		return err
	}
	for _, post := range posts {
		n := Notice{Kind: KindAppeal, Data: AppealNews{Appeal: v.ID, Stage: fund.ReminderArrival}, Lane: store.LaneNotice}
		if err := o.post(a, post.Chat, post.Topic, n); err != nil {
			return err
		}
	}
	staff, err := a.Tx.Holders(p.Community, fund.RoleStaff)
	if err != nil {
		return err
	}
	for _, g := range staff {
		n := Notice{
			Kind: KindAppealDecided, Data: AppealNews{Appeal: v.ID}, Lane: store.LaneNotice, Due: o.workMoment(a.Now),
			Key: fmt.Sprintf("appeal:%d:decided:%d", v.ID, g.Person),
		}
		if err := o.tell(a, g.Person, n); err != nil {
			return err
		}
	}
	return o.showProject(a, p)
}

// remindAppeals says today's reminders about appeals that wait.
func (o *Office) remindAppeals(a Act) error {
	due := o.workMoment(a.Now)
	list, err := a.Tx.PendingAppeals(0)
	if err != nil {
		return err
	}
	for _, v := range list {
		stage, _, ok := o.Rules(a.Now).Calendar.ReminderOn(due, v.Due)
		if !ok {
			continue
		}
		p, err := a.Tx.Project(v.Project)
		if err != nil {
			return err
		}
		over := time.Date(due.Year(), due.Month(), due.Day()+1, 0, 0, 0, 0, due.Location())
		if err := o.tellAppeal(a, p, v, stage, due, over); err != nil {
			return err
		}
	}
	return nil
}
